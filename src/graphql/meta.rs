//! Registers the catalog's types. Only this file and its parts name `async_graphql::registry`,
//! which upstream hides from its docs: an upgrade may have to touch them.

mod inputs;
mod outputs;
mod parts;
mod values;

use async_graphql::{
    OutputType,
    indexmap::IndexMap,
    registry::{MetaField, MetaTypeId},
};

pub(super) use async_graphql::registry::Registry;

use super::names::{camel, type_names};
use crate::catalog::TABLES;
use parts::{argument, field, object};

/// Registers the types of every table, and `T` as the root with its fields.
pub(super) fn register<T: OutputType>(registry: &mut Registry) -> String {
    values::register(registry);
    inputs::register_shared(registry);
    for table in 0..TABLES.len() {
        inputs::register(registry, table);
        outputs::register(registry, table);
    }
    outputs::register_shared(registry);
    registry.create_output_type::<T, _>(MetaTypeId::Object, |_| {
        object("Query", "Where every question begins.", roots())
    })
}

fn roots() -> IndexMap<String, MetaField> {
    let id = argument("id", "An id, such as `Person:ilya-sutskever`.", "ID!");
    let ids = argument("ids", "Ids, at most 1,000.", "[ID!]!");
    let mut roots = vec![
        field("node", "The row with an id, whatever its type.", "Node", vec![id]),
        field(
            "nodes",
            "The rows with these ids, in the same order; null, with an error, for one that does \
             not exist.",
            "[Node]!",
            vec![ids],
        ),
    ];
    for (table, description) in TABLES.iter().enumerate() {
        roots.extend(roots_of(table, (description.one, description.many), description.doc, None));
        for (place, it) in description.variants.iter().enumerate() {
            roots.extend(roots_of(table, (it.one, it.many), it.doc, Some(place)));
        }
    }
    roots.into_iter().collect()
}

fn roots_of(
    table: usize,
    (one, many): (&str, &str),
    doc: &str,
    variant: Option<usize>,
) -> [(String, MetaField); 2] {
    let names = type_names(table, variant);
    let row = TABLES[table].name;
    let id = argument("id", &format!("The id, such as `{row}:…`."), "ID");
    let by =
        argument("by", "Another way to name the row; not together with `id`.", &format!("{row}By"));
    let one_doc =
        format!("One row, by `id` or `by`; null, with an error, where there is none. {doc}");
    let many_doc = format!("Many rows, page by page. {doc}");
    [
        field(&camel(one), &one_doc, names.row, vec![id, by]),
        field(
            &camel(many),
            &many_doc,
            &format!("{}!", names.connection),
            inputs::page_arguments(table),
        ),
    ]
}
