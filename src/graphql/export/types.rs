//! The types of fields, as the schema tells clients.

use std::{collections::HashMap, sync::LazyLock};

use async_graphql::parser::{
    parse_schema,
    types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition},
};

use crate::export::Holds;

/// Objects and interfaces by their names; every other type is a leaf.
pub(super) struct Types {
    fields: HashMap<String, HashMap<String, Type>>,
    /// By interface or union: the types that may stand there.
    members: HashMap<String, Vec<String>>,
}

static TYPES: LazyLock<Types> = LazyLock::new(|| {
    let schema = parse_schema(super::super::sdl()).expect("the schema is written by itself");
    let mut types = Types { fields: HashMap::new(), members: HashMap::new() };
    for definition in schema.definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let name = definition.node.name.node.to_string();
        let (fields, above) = match definition.node.kind {
            TypeKind::Object(it) => (it.fields, it.implements),
            TypeKind::Interface(it) => (it.fields, it.implements),
            TypeKind::Union(union) => {
                let members = union.members.iter().map(|it| it.node.to_string());
                types.members.entry(name.clone()).or_default().extend(members);
                (Vec::new(), Vec::new())
            }
            _ => continue,
        };
        let typed = |it: FieldDefinition| (it.name.node.to_string(), it.ty.node);
        types.fields.insert(name.clone(), fields.into_iter().map(|it| typed(it.node)).collect());
        for interface in above {
            types.members.entry(interface.node.to_string()).or_default().push(name.clone());
        }
    }
    types
});

/// Those of the schema.
pub(super) fn types() -> &'static Types {
    &TYPES
}

/// What a field gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gives<'t> {
    Leaf(Holds),
    Object(&'t str),
    /// A list of objects.
    Objects(&'t str),
}

impl Types {
    /// What the field `name` of a type gives; of an interface, also one that only some of its
    /// types have.
    pub(super) fn gives(&self, of: &str, name: &str) -> Gives<'_> {
        if name == "__typename" {
            return Gives::Leaf(Holds::Text);
        }
        let own = self.fields.get(of).and_then(|it| it.get(name));
        let members = self.members.get(of).into_iter().flatten();
        let of_members = members.filter_map(|it| self.fields.get(it)?.get(name));
        let mut found = own.into_iter().chain(of_members).map(|it| self.of_type(it));
        let Some(first) = found.next() else { return Gives::Leaf(Holds::Json) };
        if found.all(|it| it == first) { first } else { Gives::Leaf(Holds::Json) }
    }

    fn of_type<'t>(&self, ty: &'t Type) -> Gives<'t> {
        match &ty.base {
            BaseType::Named(name) if self.fields.contains_key(name.as_str()) => Gives::Object(name),
            BaseType::Named(name) => Gives::Leaf(match name.as_str() {
                "Int" => Holds::Int,
                "Float" => Holds::Float,
                "Decimal" => Holds::Decimal,
                "Boolean" => Holds::Bool,
                "JSON" => Holds::Json,
                _ => Holds::Text,
            }),
            BaseType::List(item) => match self.of_type(item) {
                Gives::Object(name) => Gives::Objects(name),
                Gives::Leaf(Holds::Text) => Gives::Leaf(Holds::Texts),
                Gives::Leaf(_) | Gives::Objects(_) => Gives::Leaf(Holds::Json),
            },
        }
    }
}
