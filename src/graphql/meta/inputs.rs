//! Types of what clients ask: filters, orders, pages, lookups.

use async_graphql::registry::MetaInputValue;

use super::{
    Registry,
    parts::{Given, argument, argument_or, input, insert},
    values::type_of,
};
use crate::{
    catalog::{
        Kind, TABLES,
        computed::{Argument, ArgumentKind, Need},
        enums, place,
        value::Scheme,
    },
    graphql::names::{self, camel, type_names},
};

pub(super) const EMPTY: &str =
    "Several entries must all hold; null and an empty object are errors.";

/// The arguments of a connection to rows of a table.
pub(super) fn page_arguments(table: usize) -> Vec<MetaInputValue> {
    let names = type_names(table, None);
    vec![
        argument("where", "Which rows are meant; all where left out.", names.filter),
        argument(
            "orderBy",
            "In which order, the first key first; by id where left out. Every order ends with the \
             id.",
            &format!("[{}!]", names.order),
        ),
        argument(
            "first",
            "How many rows from the start: 20 where left out, at most 1,000. Not together with \
             `last`.",
            "Int",
        ),
        argument("after", "Only rows behind this cursor.", "String"),
        argument("last", "How many rows from the end, at most 1,000.", "Int"),
        argument("before", "Only rows before this cursor.", "String"),
        argument("offset", "How many rows to pass over where the page begins.", "Int"),
    ]
}

/// The arguments of a computed field or a question.
pub(super) fn told(arguments: &'static [Argument]) -> Vec<MetaInputValue> {
    let arguments = arguments.iter().map(|it| {
        let name = camel(it.name);
        let ty = argument_type(it.kind);
        match it.need {
            Need::Required => argument(&name, it.doc, &format!("{ty}!")),
            Need::Optional => argument(&name, it.doc, &ty),
            Need::Or(default) => argument_or(&name, it.doc, &ty, default),
        }
    });
    arguments.collect()
}

fn argument_type(kind: ArgumentKind) -> String {
    let name = match kind {
        ArgumentKind::Date => "PartialDate",
        ArgumentKind::Country => "CountryCode",
        ArgumentKind::Currency => "CurrencyCode",
        ArgumentKind::Text => "String",
        ArgumentKind::Bool => "Boolean",
        ArgumentKind::Float => "Float",
        ArgumentKind::Int { .. } => "Int",
        ArgumentKind::Enum(set) => set.name,
        ArgumentKind::Id(_) | ArgumentKind::AnyId => "ID",
        ArgumentKind::Filter(table) => type_names(place(table), None).filter,
        ArgumentKind::PayIn => "PayIn",
        ArgumentKind::Many(kind) => return format!("[{}!]", argument_type(*kind)),
    };
    name.to_owned()
}

/// Filters of values.
pub(super) fn register_shared(registry: &mut Registry) {
    let text = "String";
    let mut texts = equalities(text);
    texts.extend([
        argument("contains", "Contains this.", text),
        argument("startsWith", "Starts with this.", text),
        argument("endsWith", "Ends with this.", text),
        argument(
            "ignoreCase",
            "Whether upper and lower case count as the same; false where left \
             out.",
            "Boolean",
        ),
    ]);
    let doc = format!(
        "What a text must be. A text in two languages passes where one of its forms does, a list \
         where one of its entries does. {EMPTY}"
    );
    insert(registry, input("TextFilter", &doc, Given::Any, texts));
    let mut ids = equalities("ID");
    ids.retain(|it| it.name != "isNull");
    let doc = format!("Which row, by its id. {EMPTY}");
    insert(registry, input("IDFilter", &doc, Given::Any, ids));
    for ty in ["Int", "Float", "Decimal"] {
        let doc = format!("What a number must be. {EMPTY}");
        insert(registry, input(&format!("{ty}Filter"), &doc, Given::Any, comparisons(ty)));
    }
    let mut dates = comparisons("PartialDate");
    dates.push(argument(
        "within",
        "Lies within this year or month, or is this day.",
        "PartialDate",
    ));
    let doc = format!(
        "What a date must be. `eq` wants the same digits; `lt` and `gte` compare first days, `lte` \
         and `gt` the first day with the last day of the given date. {EMPTY}"
    );
    insert(registry, input("PartialDateFilter", &doc, Given::Any, dates));
    for ty in ["CountryCode", "CurrencyCode"] {
        let doc = format!("What a code must be. {EMPTY}");
        insert(registry, input(&format!("{ty}Filter"), &doc, Given::Any, equalities(ty)));
    }
    for set in enums::all() {
        let doc = format!("What a {} must be; compared in the declared order. {EMPTY}", set.name);
        let name = format!("{}Filter", set.name);
        insert(registry, input(&name, &doc, Given::Any, comparisons(set.name)));
    }
    let keys = vec![
        argument("eq", "Has this key, written `scheme:value`.", text),
        argument("in", "Has one of these keys, written `scheme:value`.", "[String!]"),
        argument("scheme", "Has a key of this scheme.", "ExternalKeyScheme"),
        argument("isNull", "Whether there is no key.", "Boolean"),
    ];
    let doc = format!("What the external keys must be. {EMPTY}");
    insert(registry, input("ExternalKeyFilter", &doc, Given::Any, keys));
    register_pay(registry);
    let rows = equalities("ID");
    let doc = format!("Which row is referred to, by its id. {EMPTY}");
    insert(registry, input("NodeFilter", &doc, Given::Any, rows));
}

fn register_pay(registry: &mut Registry) {
    let fields = vec![
        argument(
            "currency",
            "The currency to convert to, ISO 4217; each record's own where left out, with PPP \
             international dollars. With PPP it must be the currency of one country.",
            "CurrencyCode",
        ),
        argument_or("adjust", "Whether and how to adjust for prices.", "Adjust", "NOMINAL"),
        argument(
            "priceYear",
            "The year in whose prices pay is stated. REAL needs it, PPP takes those of each \
             record's own year where it is left out, NOMINAL has none.",
            "Int",
        ),
    ];
    let doc = "In what pay is wanted. NOMINAL converts with the mean exchange rate of the \
               record's year. REAL multiplies by the consumer prices of `priceYear` over those of \
               the record's year in its country, then converts with the exchange rate of \
               `priceYear`. PPP gives what buys as much in the country of the currency: the \
               amount over the purchasing power of its country, times that of the currency's, in \
               the record's year, or in `priceYear` once it is in the prices of that year. The \
               country is the record's, else its organization's, else that of its currency. An \
               amount in another currency than that of its country is first converted to it.";
    insert(registry, input("PayIn", doc, Given::Any, fields));
}

fn equalities(ty: &str) -> Vec<MetaInputValue> {
    let list = format!("[{ty}!]");
    vec![
        argument("eq", "Is this.", ty),
        argument("ne", "Is something else; a missing value is not known to be.", ty),
        argument("in", "Is one of these.", &list),
        argument("notIn", "Is something else than any of these.", &list),
        argument("isNull", "Whether there is no value.", "Boolean"),
    ]
}

pub(super) fn comparisons(ty: &str) -> Vec<MetaInputValue> {
    let mut fields = equalities(ty);
    fields.extend([
        argument("lt", "Is less than this.", ty),
        argument("lte", "Is this or less.", ty),
        argument("gt", "Is more than this.", ty),
        argument("gte", "Is this or more.", ty),
    ]);
    fields
}

/// The inputs about one table.
pub(super) fn register(registry: &mut Registry, table: usize) {
    let description = TABLES[table];
    let names = type_names(table, None);
    let row = description.name;
    let filters = |list: &str| list.replace('X', names.filter);
    let mut fields = vec![
        argument("and", "All of these hold.", &filters("[X!]")),
        argument("or", "One of these holds.", &filters("[X!]")),
        argument("not", "This does not hold.", names.filter),
        argument("id", "By id.", "IDFilter"),
        argument("key", "By key.", "TextFilter"),
        argument("search", "Found by this text, as the root's `search` finds rows.", "String"),
    ];
    for it in description.fields {
        let ty = filter_of(it.kind);
        fields.push(argument(&camel(it.name), it.doc, &ty));
        let is_reference = matches!(it.kind, Kind::Ref(_) | Kind::Refs(_));
        if is_reference && (it.nullable || matches!(it.kind, Kind::Refs(_))) {
            let doc = format!("Whether there is one: {}", it.doc);
            fields.push(argument(&names::has(it.name), &doc, "Boolean"));
        }
    }
    for it in description.links {
        fields.push(argument(&camel(it.name), it.doc, &format!("{}ListFilter", it.from)));
    }
    let doc = format!("Which rows of {row} are meant. {EMPTY}");
    insert(registry, input(names.filter, &doc, Given::Any, fields));
    register_list(registry, table);
    let field = format!("{row}OrderField!");
    let order = vec![
        argument("field", "By what.", &field),
        argument_or("direction", "Which way.", "Direction", "ASC"),
        argument_or("nulls", "Where rows without a value stand.", "NullsOrder", "LAST"),
    ];
    let doc = format!("One key of an order of {row}.");
    insert(registry, input(names.order, &doc, Given::Any, order));
    let mut by = vec![argument("id", "The id.", "ID"), argument("key", "The key.", "String")];
    if description.fields.iter().any(|it| it.kind == Kind::ExternalKeys) {
        by.extend(Scheme::ALL.iter().map(|it| argument(names::scheme(*it), it.doc(), "String")));
    }
    let doc = format!("What names one row of {row}: exactly one entry.");
    insert(registry, input(&format!("{row}By"), &doc, Given::ExactlyOne, by));
}

/// Filters of rows by how many others refer to them.
fn register_list(registry: &mut Registry, table: usize) {
    let names = type_names(table, None);
    let row = TABLES[table].name;
    let count = format!("{row}CountFilter");
    let quantities = vec![
        argument("some", "One or more of them pass.", names.filter),
        argument("none", "None of them passes.", names.filter),
        argument("every", "All of them pass, also where there is none.", names.filter),
        argument("count", "As many of them pass.", &count),
    ];
    let doc = format!("How many linked rows of {row} must pass. {EMPTY}");
    insert(registry, input(&format!("{row}ListFilter"), &doc, Given::Any, quantities));
    let mut numbers =
        vec![argument("where", "Which rows count; all where left out.", names.filter)];
    let compare = comparisons("Int").into_iter();
    numbers.extend(compare.filter(|it| !matches!(it.name.as_str(), "in" | "notIn" | "isNull")));
    let doc = format!("How many linked rows of {row} there must be. {EMPTY}");
    insert(registry, input(&count, &doc, Given::Any, numbers));
}

/// The name of the filter of values of a kind.
fn filter_of(kind: Kind) -> String {
    match kind {
        Kind::Text | Kind::LocalText | Kind::Texts | Kind::Url => "TextFilter".to_owned(),
        Kind::Ref(table) | Kind::Refs(table) => type_names(place(table), None).filter.to_owned(),
        kind => format!("{}Filter", type_of(kind)),
    }
}
