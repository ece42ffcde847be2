//! A query's document: its fields as they are to be answered, its arguments as they are meant.

use std::collections::HashMap;

use async_graphql::{
    Name, Pos, Positioned, Request, Value, Variables,
    indexmap::IndexMap,
    parser::types::{
        DocumentOperations, ExecutableDocument, Field, FragmentDefinition, OperationDefinition,
        OperationType, Selection, SelectionSet, VariableDefinition,
    },
};
use async_graphql_value::{ConstValue, Value as WrittenValue};

use super::Api;

impl Api {
    /// Whether the operation that a request asks for is a query, or is none that can be carried out.
    pub fn is_query(&self, request: &Request) -> bool {
        self.asks_for(request).is_none_or(|it| it == OperationType::Query)
    }

    /// Whether the operation that a request asks for subscribes.
    pub fn is_subscription(&self, request: &Request) -> bool {
        self.asks_for(request) == Some(OperationType::Subscription)
    }

    fn asks_for(&self, request: &Request) -> Option<OperationType> {
        let document = self.document(&request.query).ok()?;
        operation(&document, request).map(|it| it.ty)
    }
}

/// The operation of a document that a request asks for.
pub(super) fn operation<'d>(
    document: &'d ExecutableDocument,
    request: &Request,
) -> Option<&'d OperationDefinition> {
    let operation = match (&document.operations, &request.operation_name) {
        (DocumentOperations::Single(operation), _) => Some(operation),
        (DocumentOperations::Multiple(all), Some(name)) => all.get(name.as_str()),
        (DocumentOperations::Multiple(all), None) => all.values().next(),
    };
    operation.map(|it| &it.node)
}

/// The first variable that must be given and is not. async-graphql looks at the variables of
/// resolvers alone, and our fields have none.
pub(super) fn missing_variable<'d>(
    operation: &'d OperationDefinition,
    variables: &Variables,
) -> Option<&'d Positioned<VariableDefinition>> {
    operation.variable_definitions.iter().find(|it| {
        let definition = &it.node;
        let value = variables.get(&definition.name.node).or(default(definition));
        !definition.var_type.node.nullable && value.is_none_or(|it| *it == ConstValue::Null)
    })
}

/// The one field that a subscription selects.
pub(super) fn subscribed(operation: &OperationDefinition) -> Result<&Positioned<Field>, String> {
    match &operation.selection_set.node.items[..] {
        [Positioned { node: Selection::Field(field), .. }] => Ok(field),
        _ => Err(
            "a subscription selects one field, `live`, `changes` or `importJob`, and no fragment: \
                  subscribe several times"
                .to_owned(),
        ),
    }
}

/// What a variable is where it is not given; `None` leaves out what it stands for.
pub(super) fn default(definition: &VariableDefinition) -> Option<&Value> {
    definition.default_value.as_ref().map(|it| &it.node)
}

/// What a selection is read with. Skipped fields have been taken out, and variables that were not
/// given have their defaults, before.
#[derive(Clone, Copy)]
pub(super) struct Document<'d> {
    pub(super) fragments: &'d HashMap<Name, Positioned<FragmentDefinition>>,
    pub(super) variables: &'d Variables,
    pub(super) operation: &'d OperationDefinition,
}

/// Fields with one response key, to be answered as one.
pub(super) struct Selected<'d> {
    pub(super) key: &'d str,
    /// Never empty; validation saw to it that all have the same name and arguments.
    fields: Vec<&'d Positioned<Field>>,
}

impl<'d> Selected<'d> {
    pub(super) fn name(&self) -> &'d str {
        self.fields[0].node.name.node.as_str()
    }

    pub(super) fn pos(&self) -> Pos {
        self.fields[0].pos
    }

    /// What is selected of the field's value, by any of the fields.
    pub(super) fn sets(&self) -> Vec<&'d SelectionSet> {
        self.fields.iter().map(|it| &it.node.selection_set.node).collect()
    }
}

impl<'d> Document<'d> {
    /// The fields that `sets` select of an object, merged by response key, in the order in which
    /// they first come. `is_of` tells whether the object is of a type.
    pub(super) fn fields(
        &self,
        sets: &[&'d SelectionSet],
        is_of: &dyn Fn(&str) -> bool,
    ) -> Vec<Selected<'d>> {
        let mut fields: IndexMap<&'d str, Vec<&'d Positioned<Field>>> = IndexMap::new();
        for set in sets {
            self.collect(set, is_of, &mut fields);
        }
        fields.into_iter().map(|(key, fields)| Selected { key, fields }).collect()
    }

    fn collect(
        &self,
        set: &'d SelectionSet,
        is_of: &dyn Fn(&str) -> bool,
        fields: &mut IndexMap<&'d str, Vec<&'d Positioned<Field>>>,
    ) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    let key = field.node.response_key().node.as_str();
                    fields.entry(key).or_default().push(field);
                }
                Selection::FragmentSpread(spread) => {
                    let fragment = self.fragments.get(&spread.node.fragment_name.node);
                    let fragment = &fragment.expect("validation saw every fragment").node;
                    if is_of(&fragment.type_condition.node.on.node) {
                        self.collect(&fragment.selection_set.node, is_of, fields);
                    }
                }
                Selection::InlineFragment(fragment) => {
                    let condition = &fragment.node.type_condition;
                    if condition.as_ref().is_none_or(|it| is_of(&it.node.on.node)) {
                        self.collect(&fragment.node.selection_set.node, is_of, fields);
                    }
                }
            }
        }
    }

    /// The arguments of a field, with variables put in; one whose variable was not given is as if
    /// it were not there.
    pub(super) fn arguments(&self, selected: &Selected<'d>) -> Vec<(&'d str, Value)> {
        let arguments = selected.fields[0].node.arguments.iter();
        let given = arguments.filter_map(|(name, value)| {
            self.value(&value.node).map(|value| (name.node.as_str(), value))
        });
        given.collect()
    }

    fn value(&self, value: &WrittenValue) -> Option<Value> {
        Some(match value {
            WrittenValue::Variable(name) => self.variables.get(name)?.clone(),
            WrittenValue::Null => ConstValue::Null,
            WrittenValue::Number(it) => ConstValue::Number(it.clone()),
            WrittenValue::String(it) => ConstValue::String(it.clone()),
            WrittenValue::Boolean(it) => ConstValue::Boolean(*it),
            WrittenValue::Binary(it) => ConstValue::Binary(it.clone()),
            WrittenValue::Enum(it) => ConstValue::Enum(it.clone()),
            WrittenValue::List(items) => ConstValue::List(
                items.iter().map(|it| self.value(it).unwrap_or(ConstValue::Null)).collect(),
            ),
            WrittenValue::Object(fields) => {
                let given = fields.iter();
                let given = given.filter_map(|(name, it)| Some((name.clone(), self.value(it)?)));
                ConstValue::Object(given.collect())
            }
        })
    }
}
