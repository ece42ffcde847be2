//! Registers the catalog's types. Only this file and its parts name `async_graphql::registry`,
//! which upstream hides from its docs: an upgrade may have to touch them.

mod inputs;
mod mutations;
mod outputs;
mod parts;
mod summaries;
mod values;

use async_graphql::{
    OutputType,
    indexmap::IndexMap,
    registry::{MetaField, MetaInputValue, MetaType, MetaTypeId},
};

pub(super) use async_graphql::registry::Registry;

use super::names::{camel, type_names};
use crate::catalog::{
    TABLES,
    history::{CHANGE_PAGE, CHANGES_MADE, CHANGES_OF, COMMIT, COMMITS_OF, VIEWER},
    imports::{IMPORT_JOB, IMPORT_OF, IMPORTER},
    questions::QUESTIONS,
};
use parts::{argument, field, object};

/// Registers the types of every table, and `T` as the root with its fields.
pub(super) fn register<T: OutputType>(registry: &mut Registry) -> String {
    values::register(registry);
    inputs::register_shared(registry);
    for table in 0..TABLES.len() {
        inputs::register(registry, table);
        outputs::register(registry, table);
        summaries::register(registry, table);
    }
    summaries::register_shared(registry);
    outputs::register_shared(registry);
    registry.create_output_type::<T, _>(MetaTypeId::Object, |_| {
        object("Query", "Where every question begins.", roots())
    })
}

/// Registers `T` as the root of subscriptions.
pub(super) fn register_subscription(registry: &mut Registry) -> String {
    registry.create_subscription_type::<super::subscription::Root, _>(|_| {
        let changes = field(
            "changes",
            "Each commit, when it was made. Takes the role ANALYST; pay that is not public, or was \
             not then, is left out for those below EDITOR, and so are commits of nothing else.",
            &format!("{}!", COMMIT.name),
            inputs::told(CHANGES_OF),
        );
        let live = field(
            "live",
            "Any query: its answer, and then its answer again each time a commit changed it.",
            "Query!",
            vec![],
        );
        let job = field(
            "importJob",
            "A file that was sent to be imported: how far it is, now and each time a part of it was \
             imported, until it is over. Takes the role EDITOR.",
            &format!("{}!", IMPORT_JOB.name),
            inputs::told(IMPORT_OF),
        );
        let doc = "What somebody can be told of as it happens, over a WebSocket or server-sent \
                   events.";
        let mut root = object("Subscription", doc, [changes, live, job].into());
        if let MetaType::Object { is_subscription, .. } = &mut root {
            *is_subscription = true;
        }
        root
    })
}

/// Registers what mutations take and give, and `T` as the root with them as its fields. The types
/// of [`register`] must be there.
pub(super) fn register_mutations<T: OutputType>(registry: &mut Registry) -> String {
    mutations::register(registry);
    registry.create_output_type::<T, _>(MetaTypeId::Object, |_| {
        object("Mutation", "What changes the graph.", mutations::roots())
    })
}

fn roots() -> IndexMap<String, MetaField> {
    let id = argument("id", "An id, such as `Person:ilya-sutskever`.", "ID!");
    let ids = argument("ids", "Ids, at most 1,000.", "[ID!]!");
    let mut roots = vec![
        field("node", "The row with an id, whatever its type.", "Node", vec![id, as_of()]),
        field(
            "nodes",
            "The rows with these ids, in the same order; null, with an error, for one that does \
             not exist.",
            "[Node]!",
            vec![ids, as_of()],
        ),
    ];
    roots.extend([
        field(
            "changes",
            "What commits did, oldest first, as far as the history reaches. Takes the role ANALYST; \
             pay that is not public, or was not then, is left out for those below EDITOR, and so are \
             commits of nothing else: their versions are missing.",
            &format!("{}!", CHANGE_PAGE.name),
            inputs::told(CHANGES_MADE),
        ),
        field(
            "commits",
            "The last commits, the newest first, as far as the history reaches; of each its first \
             changes, 20 at most. Takes the role ANALYST; pay that is not public, or was not then, is \
             left out for those below EDITOR, and so are commits of nothing else.",
            &format!("[{}!]!", COMMIT.name),
            inputs::told(COMMITS_OF),
        ),
        field("viewer", VIEWER.doc, &format!("{}!", VIEWER.name), vec![]),
        field(
            "importJob",
            "A file that was sent to be imported; null, with an error, where there is none or it is \
             forgotten. Takes the role EDITOR.",
            IMPORT_JOB.name,
            inputs::told(IMPORT_OF),
        ),
        field(
            "importJobs",
            "Files that were sent to be imported, the newest first. Takes the role EDITOR.",
            &format!("[{}!]!", IMPORT_JOB.name),
            vec![],
        ),
        field(
            "importers",
            "The open data sets whose files `POST /import/…` takes, by name.",
            &format!("[{}!]!", IMPORTER.name),
            vec![],
        ),
    ]);
    for (table, description) in TABLES.iter().enumerate() {
        roots.extend(roots_of(table, (description.one, description.many), description.doc, None));
        for (place, it) in description.variants.iter().enumerate() {
            roots.extend(roots_of(table, (it.one, it.many), it.doc, Some(place)));
        }
    }
    roots.extend(QUESTIONS.iter().map(|it| {
        let mut arguments = inputs::told(it.arguments);
        arguments.push(as_of());
        field(&camel(it.name), it.doc, &outputs::output(it.output, false), arguments)
    }));
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
    let mut many_arguments = inputs::page_arguments(table);
    many_arguments.push(as_of());
    let many_doc = format!("Many rows, page by page. {doc}");
    [
        field(&camel(one), &one_doc, names.row, vec![id, by, as_of()]),
        field(&camel(many), &many_doc, &format!("{}!", names.connection), many_arguments),
    ]
}

/// Every field of the root can look at the graph as an earlier commit left it.
fn as_of() -> MetaInputValue {
    let doc = "Looks at the graph as the commit with this version left it; at the newest where left \
               out. Takes the role ANALYST, and a version that the history still reaches.";
    argument("asOf", doc, "Int")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        catalog::{Kind, computed::computed},
        graphql::{mutation::Mutation, query::Query},
    };

    fn members(registry: &Registry, name: &str) -> usize {
        match &registry.types[name] {
            MetaType::Object { fields, .. } | MetaType::Interface { fields, .. } => fields.len(),
            MetaType::InputObject { input_fields, .. } => input_fields.len(),
            _ => 0,
        }
    }

    /// Members are kept by name, so that of two with one name the first would go without a word.
    #[test]
    fn no_member_hides_another() {
        let mut registry = Registry::default();
        register::<Query>(&mut registry);
        let roots: usize = TABLES.iter().map(|it| 2 * (1 + it.variants.len())).sum();
        assert_eq!(members(&registry, "Query"), 8 + roots + QUESTIONS.len());
        for table in TABLES {
            let stored = table.fields.len() + table.links.len();
            let all = 5 + stored + computed(table.name).count();
            assert_eq!(members(&registry, table.name), all, "{}", table.name);
            let has = table.fields.iter().filter(|it| match it.kind {
                Kind::Refs(_) => true,
                Kind::Ref(_) => it.nullable,
                _ => false,
            });
            let filter = format!("{}Filter", table.name);
            assert_eq!(members(&registry, &filter), 6 + stored + has.count(), "{filter}");
            let count =
                |of: fn(&Kind) -> bool| table.fields.iter().filter(|it| of(&it.kind)).count();
            let numbers = count(|it| it.is_number());
            let ways = count(|it| matches!(it, Kind::Date | Kind::Ref(_) | Kind::Refs(_)));
            let computed_keys = computed(table.name).filter(|it| it.is_key()).count();
            let keys = 1 + count(|it| it.is_key()) + ways + numbers + computed_keys;
            for ty in ["GroupBy", "GroupKey"] {
                let ty = format!("{}{ty}", table.name);
                assert_eq!(members(&registry, &ty), keys + table.links.len(), "{ty}");
            }
            let computed_numbers = computed(table.name).filter(|it| it.is_number()).count();
            let others = if table.name == "SalaryRecord" { 5 } else { 3 };
            let others = if table.field("source").is_some() { others } else { others - 1 };
            let aggregate = format!("{}Aggregate", table.name);
            assert_eq!(members(&registry, &aggregate), others + numbers + computed_numbers);
        }
    }

    #[test]
    fn every_type_that_is_named_is_registered() {
        let mut registry = Registry::default();
        let built_in = ["ID", "String", "Int", "Float", "Boolean"];
        register::<Query>(&mut registry);
        register_mutations::<Mutation>(&mut registry);
        let mut named = Vec::new();
        for ty in registry.types.values() {
            for field in ty.fields().into_iter().flat_map(IndexMap::values) {
                named.push(&field.ty);
                named.extend(field.args.values().map(|it| &it.ty));
            }
            if let MetaType::InputObject { input_fields, .. } = ty {
                named.extend(input_fields.values().map(|it| &it.ty));
            }
        }
        for ty in named {
            let name = ty.trim_matches(['[', ']', '!']);
            assert!(built_in.contains(&name) || registry.types.contains_key(name), "{ty}");
        }
    }
}
