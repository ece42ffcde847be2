//! Measures a document as it is meant: with each fragment written out where it is spread, so that one
//! that spreads another twice, which spreads another twice, is seen before anything follows them.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned,
    parser::types::{ExecutableDocument, FragmentDefinition, Selection, SelectionSet},
};

use super::scan::Unfit;
use crate::graphql::Limits;

/// Lists of fields or types within each other that introspection may ask for; tools ask for two.
const INTROSPECTED_MAX: usize = 2;
/// What leads from a type to others.
const INTROSPECTED: &[&str] = &["fields", "inputFields", "interfaces", "possibleTypes"];

/// Lists in the schema, and how long they are.
const LISTS: &[(&str, u64)] = &[
    ("types", 1_000),
    ("directives", 8),
    ("fields", 16),
    ("inputFields", 16),
    ("args", 4),
    ("enumValues", 8),
    ("interfaces", 1),
    ("possibleTypes", 8),
    ("locations", 8),
];

/// How many values of the schema an operation asks to be told, roughly.
pub(in crate::graphql) fn told_of_schema(document: &ExecutableDocument, set: &SelectionSet) -> u64 {
    Guard::of(document).size(set).told
}

/// Whether a document is of a size that can be answered; `Err` says how it is not.
pub(super) fn check(document: &ExecutableDocument, limits: &Limits) -> Result<(), Unfit> {
    let mut guard = Guard::of(document);
    let mut fields = 0usize;
    for (_, operation) in document.operations.iter() {
        let set = &operation.node.selection_set;
        let size = guard.size(&set.node);
        fields = fields.saturating_add(size.fields);
        let checked = [
            (size.roots, limits.root_fields, "fields of the root"),
            (fields, limits.fields, "fields, with its fragments written out"),
            (size.depth, limits.depth, "selections within each other"),
            (
                size.schema,
                INTROSPECTED_MAX,
                "lists of fields or types of the schema within each other",
            ),
        ];
        if let Some((_, max, what)) = checked.into_iter().find(|(count, max, _)| count > max) {
            let why = format!("the document has more than {max} {what}: ask in several requests");
            return Err(Unfit::TooMuch(why, set.pos));
        }
    }
    // Those that nothing spreads are looked at by the validation, too.
    for (name, fragment) in &document.fragments {
        let known = guard.sizes.get(name.as_str()).copied().flatten();
        let size = known.unwrap_or_else(|| guard.size(&fragment.node.selection_set.node));
        if size.fields > limits.fields {
            let why = format!(
                "the fragment `{name}` has more than {} fields, with those in it written out: ask \
                 for less in it",
                limits.fields
            );
            return Err(Unfit::TooMuch(why, fragment.pos));
        }
    }
    match guard.circle {
        Some(spread) => Err(Unfit::Circle(spread.node.to_string(), spread.pos)),
        None => Ok(()),
    }
}

/// The size of a selection with its fragments written out.
#[derive(Clone, Copy, Default)]
struct Size {
    /// Its own fields.
    roots: usize,
    /// Those and all within them.
    fields: usize,
    /// Selections within selections, itself among them.
    depth: usize,
    /// What is in [`INTROSPECTED`], within each other, wherever that stands.
    lists: usize,
    /// The same within what asks for the schema.
    schema: usize,
    /// Values, if they are of the schema.
    values: u64,
    /// Values of the schema that are told.
    told: u64,
}

impl Size {
    fn and(self, other: Size) -> Size {
        Size {
            roots: self.roots.saturating_add(other.roots),
            fields: self.fields.saturating_add(other.fields),
            depth: self.depth.max(other.depth),
            lists: self.lists.max(other.lists),
            schema: self.schema.max(other.schema),
            values: self.values.saturating_add(other.values),
            told: self.told.saturating_add(other.told),
        }
    }
}

struct Guard<'d> {
    fragments: &'d HashMap<Name, Positioned<FragmentDefinition>>,
    /// By fragment; `None` for one that is being measured.
    sizes: HashMap<&'d str, Option<Size>>,
    /// A fragment that spreads itself, if one was met.
    circle: Option<&'d Positioned<Name>>,
}

impl<'d> Guard<'d> {
    fn of(document: &'d ExecutableDocument) -> Self {
        Guard { fragments: &document.fragments, sizes: HashMap::new(), circle: None }
    }

    fn size(&mut self, set: &'d SelectionSet) -> Size {
        let start = Size { depth: usize::from(!set.items.is_empty()), ..Size::default() };
        set.items.iter().fold(start, |size, it| {
            size.and(match &it.node {
                Selection::Field(field) => {
                    let (name, set) = (&*field.node.name.node, &field.node.selection_set.node);
                    let within = self.size(set);
                    let lists = within.lists + usize::from(INTROSPECTED.contains(&name));
                    let listed = LISTS.iter().find(|it| it.0 == name).map_or(1, |it| it.1);
                    let values = within.values.saturating_mul(listed).saturating_add(1);
                    let is_of_schema = name == "__schema" || name == "__type";
                    let (schema, told) =
                        if is_of_schema { (lists, values) } else { (within.schema, within.told) };
                    let (fields, depth) = (within.fields.saturating_add(1), within.depth + 1);
                    Size { roots: 1, fields, depth, lists, schema, values, told }
                }
                Selection::InlineFragment(it) => self.size(&it.node.selection_set.node),
                Selection::FragmentSpread(it) => self.of_fragment(&it.node.fragment_name),
            })
        })
    }

    fn of_fragment(&mut self, spread: &'d Positioned<Name>) -> Size {
        let name = spread.node.as_str();
        match self.sizes.get(name) {
            Some(Some(known)) => return *known,
            Some(None) => {
                self.circle = Some(spread);
                return Size::default();
            }
            None => (),
        }
        let Some(fragment) = self.fragments.get(name) else { return Size::default() };
        self.sizes.insert(name, None);
        let size = self.size(&fragment.node.selection_set.node);
        // An empty spread costs a look as well.
        let size = Size { fields: size.fields.saturating_add(1), ..size };
        self.sizes.insert(name, Some(size));
        size
    }
}
