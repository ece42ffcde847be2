//! Types of rows, and of what is around them.

use async_graphql::{
    indexmap::IndexMap,
    registry::{MetaField, MetaInputValue},
};

use super::{
    Registry, inputs,
    parts::{argument, argument_or, field, insert, interface, object},
    summaries,
    values::type_of,
};
use crate::{
    catalog::{
        Field, Kind, TABLES,
        computed::{self, Computed, Output, Record},
        history::{HISTORY_OF, ROW_HISTORY},
        place, questions,
    },
    graphql::{
        members::concrete,
        names::{camel, summary_names, type_names},
    },
};

/// The types of one table.
pub(super) fn register(registry: &mut Registry, table: usize) {
    let description = TABLES[table];
    let fields = row_fields(table);
    if description.variants.is_empty() {
        insert(registry, object(description.name, description.doc, fields));
        registry.add_implements(description.name, "Node");
    } else {
        let possible = description.variants.iter().map(|it| it.name.to_owned());
        let doc = description.doc;
        insert(registry, interface(description.name, doc, fields.clone(), possible));
        registry.add_implements(description.name, "Node");
        for variant in description.variants {
            insert(registry, object(variant.name, variant.doc, fields.clone()));
            registry.add_implements(variant.name, "Node");
            registry.add_implements(variant.name, description.name);
        }
    }
    let variants = (0..description.variants.len()).map(Some);
    for variant in [None].into_iter().chain(variants) {
        register_connection(registry, table, variant);
    }
}

fn register_connection(registry: &mut Registry, table: usize, variant: Option<usize>) {
    let names = type_names(table, variant);
    let sums = summary_names(table);
    let row = names.row;
    let edges = [
        field(
            "cursor",
            "The row's place in this order, for `after` and `before`.",
            "String!",
            vec![],
        ),
        field("node", "The row.", &format!("{row}!"), vec![]),
    ];
    let doc = format!("A row of {row}, and its place in a connection.");
    insert(registry, object(names.edge, &doc, edges.into()));
    let parts = [
        field(
            "edges",
            "The rows of this page with their places.",
            &format!("[{}!]!", names.edge),
            vec![],
        ),
        field("nodes", "The rows of this page.", &format!("[{row}!]!"), vec![]),
        field("pageInfo", "Where this page stands among all.", "PageInfo!", vec![]),
        field("totalCount", "How many rows there are on all pages.", "Int!", vec![]),
        field(
            "aggregate",
            "The rows of all pages together.",
            &format!("{}!", sums.aggregate),
            vec![],
        ),
        field(
            "groups",
            "The rows of all pages in groups with equal keys.",
            &format!("{}!", sums.groups),
            summaries::arguments(table),
        ),
        field(
            "sample",
            "Rows of all pages, chosen at random; the same seed chooses the same.",
            &format!("[{row}!]!"),
            vec![
                argument("size", "How many rows, at most 1,000.", "Int!"),
                argument_or("seed", "What the choice follows from.", "Int", "0"),
            ],
        ),
    ];
    let mut parts: IndexMap<_, _> = parts.into();
    if summaries::has_pay(table) {
        parts.extend([summaries::pay::premium(table)]);
    }
    let doc = format!("Rows of {row}, page by page.");
    insert(registry, object(names.connection, &doc, parts));
}

fn row_fields(table: usize) -> IndexMap<String, MetaField> {
    let description = TABLES[table];
    let id = field("id", "What the row is called by in the whole graph.", "ID!", vec![]);
    let key = field("key", "What the row is called by in its table.", "String!", vec![]);
    let history = field(
        "history",
        "What commits did to the row, the newest first, as far as the history reaches. Takes the role \
         ANALYST.",
        &format!("[{}!]", ROW_HISTORY.name),
        inputs::told(HISTORY_OF),
    );
    let version = field(
        "version",
        "The version of the graph that has the row as it is for the first time; to be given back as \
         `expectedVersion` with a change.",
        "Int!",
        vec![],
    );
    let image = field(
        "values",
        "All values of the row under the names of its fields, as `before` and `after` of its history \
         have them: a text in two languages with each form as it is stored, references by their ids.",
        "JSON!",
        vec![],
    );
    let values = description.fields.iter().map(value_field);
    let computed = computed::computed(description.name).map(computed_field);
    let links = description.links.iter().map(|it| {
        let from = place(it.from);
        let ty = format!("{}!", type_names(from, None).connection);
        field(&camel(it.name), it.doc, &ty, inputs::page_arguments(from))
    });
    let own = [id, key, version, history, image].into_iter();
    own.chain(values).chain(computed).chain(links).collect()
}

fn value_field(it: &Field) -> (String, MetaField) {
    let arguments = match it.kind {
        Kind::LocalText => {
            vec![argument_or("locale", "In which language to give the text.", "Locale", "EN")]
        }
        _ => vec![],
    };
    let ty = type_of(it.kind);
    let ty = match it.kind {
        Kind::Texts | Kind::ExternalKeys | Kind::Refs(_) => format!("[{ty}!]!"),
        _ if it.nullable => ty.to_owned(),
        _ => format!("{ty}!"),
    };
    field(&camel(it.name), it.doc, &ty, arguments)
}

fn computed_field(it: &'static Computed) -> (String, MetaField) {
    let mut arguments = inputs::told(it.arguments);
    arguments.extend(page_of(it.output));
    field(&camel(it.name), it.doc, &output(it.output, it.nullable), arguments)
}

/// The arguments of a computed page of rows.
fn page_of(output: Output) -> Vec<MetaInputValue> {
    match output {
        Output::Connection(table) => inputs::page_arguments(place(table)),
        _ => vec![],
    }
}

pub(super) fn output(output: Output, nullable: bool) -> String {
    let name = match output {
        Output::Bool => "Boolean",
        Output::Id | Output::Ids => "ID",
        Output::Int => "Int",
        Output::Float => "Float",
        Output::Decimal => "Decimal",
        Output::Text | Output::Texts => "String",

        Output::Date => "PartialDate",
        Output::Moment => "DateTime",
        Output::Json => "JSON",
        Output::Country => "CountryCode",
        Output::Currency => "CurrencyCode",
        Output::Enum(set) => set.name,
        Output::Record(record) | Output::Records(record) => record.name,
        Output::Row(table) | Output::Rows(table) => table,
        Output::AnyRow => "Node",
        Output::Connection(table) => type_names(place(table), None).connection,
    };
    let is_list =
        matches!(output, Output::Texts | Output::Ids | Output::Records(_) | Output::Rows(_));
    match (is_list, nullable) {
        (true, _) => format!("[{name}!]!"),
        (false, true) => name.to_owned(),
        (false, false) => format!("{name}!"),
    }
}

/// Types that belong to no table.
pub(super) fn register_shared(registry: &mut Registry) {
    let id = field("id", "What the row is called by in the whole graph.", "ID!", vec![]);
    // Objects only: an interface that implements it is none of its possible types.
    let possible = concrete().iter().map(|it| it.name.to_owned());
    insert(registry, interface("Node", "A row of whatever table.", [id].into(), possible));
    let info = [
        field("hasNextPage", "Whether rows stand behind this page.", "Boolean!", vec![]),
        field("hasPreviousPage", "Whether rows stand before this page.", "Boolean!", vec![]),
        field(
            "startCursor",
            "The place of the first row; null where the page is empty.",
            "String",
            vec![],
        ),
        field(
            "endCursor",
            "The place of the last row; null where the page is empty.",
            "String",
            vec![],
        ),
    ];
    insert(registry, object("PageInfo", "Where a page stands among all rows.", info.into()));
    let key = [
        field("scheme", "The other system.", "ExternalKeyScheme!", vec![]),
        field("value", "The identifier in that system.", "String!", vec![]),
        field("url", "Where to read about what it identifies.", "String!", vec![]),
    ];
    insert(registry, object("ExternalKey", "An identifier in another system.", key.into()));
    for record in questions::records() {
        register_record(registry, record);
    }
}

pub(super) fn register_record(registry: &mut Registry, record: &'static Record) {
    let fields = record.fields.iter().map(|it| {
        field(&camel(it.name), it.doc, &output(it.output, it.nullable), page_of(it.output))
    });
    insert(registry, object(record.name, record.doc, fields.collect()));
}
