//! Types that sum up rows: aggregates, groups, and what is asked of them.

pub(super) mod pay;

use async_graphql::{indexmap::IndexMap, registry::MetaInputValue};

use super::{
    Registry, inputs,
    parts::{Given, argument, argument_or, enumeration, field, input, insert, object},
    values::type_of,
};
use crate::{
    catalog::{
        Field, Kind, TABLES,
        computed::{Compute, Computed, Output, PAY_TOGETHER, computed},
        place,
    },
    graphql::names::{SummaryNames, bins, camel, screaming, summary_names, type_names},
};

fn numbers(table: usize) -> impl Iterator<Item = &'static Field> {
    TABLES[table].fields.iter().filter(|it| it.kind.is_number())
}

fn computed_numbers(table: usize) -> impl Iterator<Item = &'static Computed> {
    computed(TABLES[table].name).filter(|it| it.is_number())
}

pub(super) fn has_pay(table: usize) -> bool {
    computed(TABLES[table].name).any(|it| it.compute == Compute::Pay)
}

/// The types that sum up rows of one table.
pub(super) fn register(registry: &mut Registry, table: usize) {
    let names = summary_names(table);
    register_aggregate(registry, table, names);
    register_keys(registry, table, names);
    register_groups(registry, table, names);
    register_asked(registry, table, names);
}

fn register_aggregate(registry: &mut Registry, table: usize, names: &SummaryNames) {
    let row = TABLES[table].name;
    let of = argument(
        "of",
        "What is counted: values of the row, or behind its references and \
        links.",
        &format!("[{}!]!", names.by),
    );
    let mut fields: IndexMap<_, _> = [
        field("count", "How many rows.", "Int!", vec![]),
        field(
            "countDistinct",
            "How many different values, or combinations of values; rows that lack one are left out.",
            "Int!",
            vec![of],
        ),
    ]
    .into();
    fields.extend(
        numbers(table).map(|it| field(&camel(it.name), it.doc, "NumberAggregate!", vec![])),
    );
    fields.extend(computed_numbers(table).map(|it| {
        let doc = format!("The middle of what dates allow. {}", it.doc);
        field(&camel(it.name), &doc, "NumberAggregate!", inputs::told(it.arguments))
    }));
    if has_pay(table) {
        let doc = "The pay for a whole year, converted row by row.";
        fields.extend([field("pay", doc, "PayAggregate!", inputs::told(PAY_TOGETHER))]);
        fields.extend([pay::suppressed()]);
    }
    if TABLES[table].field("source").is_some() {
        fields.extend([field("evidence", "What the rows rest on.", "Evidence!", vec![])]);
    }
    let doc = format!("Rows of {row} together.");
    insert(registry, object(&names.aggregate, &doc, fields));
}

/// By what rows are grouped, and the keys of a group: two types of the same shape.
fn register_keys(registry: &mut Registry, table: usize, names: &SummaryNames) {
    let description = TABLES[table];
    let row = description.name;
    let mut by = vec![argument("row", "Each row on its own.", "Boolean")];
    let mut keys: IndexMap<_, _> = [field("row", "The row.", row, vec![])].into();
    for it in description.fields {
        let name = camel(it.name);
        match it.kind {
            Kind::Ref(target) | Kind::Refs(target) => {
                let names = summary_names(place(target));
                by.push(argument(&name, it.doc, &names.by));
                keys.extend([field(&name, it.doc, &names.key, vec![])]);
            }
            Kind::Date => {
                by.push(argument(&name, it.doc, "DateCut"));
                keys.extend([field(&name, it.doc, "CutDate", vec![])]);
            }
            kind if kind.is_key() => {
                by.push(argument(&name, it.doc, "Boolean"));
                keys.extend([field(&name, it.doc, type_of(kind), vec![])]);
            }
            _ => (),
        }
        if it.kind.is_number() {
            by.push(argument(&bins(it.name), it.doc, "NumberBins"));
            keys.extend([field(&bins(it.name), it.doc, "NumberBin", vec![])]);
        }
    }
    for it in computed(row).filter(|it| it.is_key()) {
        let ty = match it.output {
            Output::Enum(set) => set.name,
            _ => "Boolean",
        };
        by.push(argument(&camel(it.name), it.doc, "Boolean"));
        keys.extend([field(&camel(it.name), it.doc, ty, vec![])]);
    }
    for it in description.links {
        let names = summary_names(place(it.from));
        by.push(argument(&camel(it.name), it.doc, &names.by));
        keys.extend([field(&camel(it.name), it.doc, &names.key, vec![])]);
    }
    let doc = format!(
        "By what rows of {row} are grouped; values are asked for with `true`. A row that has \
         several values along a way counts once in the group of each, and one that has none in the \
         group without it. Values behind one reference or link are of one and the same row there."
    );
    insert(registry, input(&names.by, &doc, Given::Any, by));
    let doc = format!(
        "What the rows of a group of {row} share, where it was asked for in `by`; null elsewhere, \
         and in the group of those without a value."
    );
    insert(registry, object(&names.key, &doc, keys));
}

fn register_groups(registry: &mut Registry, table: usize, names: &SummaryNames) {
    let row = TABLES[table].name;
    let rows = type_names(table, None).connection;
    let fields = [
        field("key", "What its rows share.", &format!("{}!", names.key), vec![]),
        field("count", "How many rows.", "Int!", vec![]),
        field(
            "share",
            "Its part of all rows that were grouped, from 0 to 1. Where a row is in several groups \
             the shares add up to more than 1.",
            "Float!",
            vec![],
        ),
        field("aggregate", "Its rows together.", &format!("{}!", names.aggregate), vec![]),
        field("rows", "Its rows.", &format!("{rows}!"), inputs::page_arguments(table)),
    ];
    let mut fields: IndexMap<_, _> = fields.into();
    if has_pay(table) {
        fields.extend([pay::suppressed()]);
    }
    let doc = format!("Rows of {row} with equal keys.");
    insert(registry, object(&names.group, &doc, fields));
    let fields = [
        field("nodes", "The groups of this page.", &format!("[{}!]!", names.group), vec![]),
        field("pageInfo", "Where this page stands among all groups.", "PageInfo!", vec![]),
        field("totalCount", "How many groups there are on all pages.", "Int!", vec![]),
    ];
    let doc = format!("Groups of rows of {row}, page by page.");
    insert(registry, object(&names.groups, &doc, fields.into()));
}

/// Filters and orders of groups.
fn register_asked(registry: &mut Registry, table: usize, names: &SummaryNames) {
    let row = TABLES[table].name;
    let list = format!("[{}!]", names.having);
    let mut having = vec![
        argument("and", "All of these hold.", &list),
        argument("or", "One of these holds.", &list),
        argument("not", "This does not hold.", &names.having),
        argument("count", "By how many rows there are.", "IntFilter"),
        argument("share", "By its part of all rows, from 0 to 1.", "FloatFilter"),
        argument("countDistinct", "By how many different values there are.", &distinct(names)),
    ];
    let mut values = vec![
        ("KEY".to_owned(), "By the keys, the first of `by` first."),
        ("COUNT".to_owned(), "By how many rows there are."),
        ("SHARE".to_owned(), "By its part of all rows."),
        ("COUNT_DISTINCT".to_owned(), "By how many different values `of` there are."),
    ];
    let stored = numbers(table).map(|it| (it.name, it.doc));
    let computed = computed_numbers(table).map(|it| (it.name, it.doc));
    for (name, doc) in stored.chain(computed) {
        having.push(argument(&camel(name), doc, "NumberAggregateFilter"));
        values.push((screaming(name), doc));
    }
    if has_pay(table) {
        having.push(argument("pay", "The converted pay.", "PayAggregateFilter"));
        values.push(("PAY".to_owned(), "The converted pay: give `in` with it."));
    }
    let doc = format!("Which groups of {row} are meant. {}", inputs::EMPTY);
    insert(registry, input(&names.having, &doc, Given::Any, having));
    let mut counted = vec![argument("of", "What is counted.", &format!("[{}!]!", names.by))];
    counted.extend(inputs::comparisons("Int"));
    let doc = format!("How many different values there must be. {}", inputs::EMPTY);
    insert(registry, input(&distinct(names), &doc, Given::Any, counted));
    let doc = format!("By what groups of {row} can be ordered.");
    let values = values.iter().map(|(name, doc)| (name.as_str(), *doc));
    insert(registry, enumeration(&names.order_field, &doc, values));
    let mut order = vec![
        argument("field", "By what.", &format!("{}!", names.order_field)),
        argument_or("statistic", "What is said of a number.", "Statistic", "MEDIAN"),
        argument("p", "With QUANTILE: where, from 0 to 1.", "Float"),
        argument("of", "With COUNT_DISTINCT: what is counted.", &format!("[{}!]", names.by)),
        argument_or("direction", "Which way.", "Direction", "ASC"),
        argument_or(
            "nulls",
            "Where groups without the number, or without a key, stand.",
            "NullsOrder",
            "LAST",
        ),
    ];
    if has_pay(table) {
        order.push(argument("in", "With PAY: in what it is wanted.", "PayIn"));
        order.push(argument_or("end", "With PAY: which of a range is meant.", "PayEnd", "MID"));
    }
    let doc = format!("One key of an order of groups of {row}.");
    insert(registry, input(&names.order, &doc, Given::Any, order));
}

fn distinct(names: &SummaryNames) -> String {
    names.by.replace("GroupBy", "DistinctFilter")
}

/// The arguments of groups of a table.
pub(super) fn arguments(table: usize) -> Vec<MetaInputValue> {
    let names = summary_names(table);
    vec![
        argument(
            "by",
            "By what: at most 8 values, each behind at most 3 references and links.",
            &format!("[{}!]!", names.by),
        ),
        argument("where", "Which groups are meant; all where left out.", &names.having),
        argument(
            "orderBy",
            "In which order, the first key first; by the keys where left out. Every order ends with \
             the keys.",
            &format!("[{}!]", names.order),
        ),
        argument("first", "How many groups: 20 where left out, at most 1,000.", "Int"),
        argument("after", "Only groups behind this cursor.", "String"),
        argument("offset", "How many groups to pass over where the page begins.", "Int"),
    ]
}

/// Types that belong to no table.
pub(super) fn register_shared(registry: &mut Registry) {
    let p = || argument("p", "Where, from 0 (the least) to 1 (the greatest).", "Float!");
    let ps = argument("p", "Where, each from 0 to 1; at most 100.", "[Float!]!");
    let cuts = vec![
        argument(
            "bins",
            "So many bins of equal width, from the least number to the greatest; at \
            most 1,000.",
            "Int",
        ),
        argument(
            "edges",
            "Bins between these edges, ascending; what lies outside is in none.",
            "[Float!]",
        ),
    ];
    let number = |name, doc| field(name, doc, "Float", vec![]);
    let fields = [
        field("count", "How many rows have the number.", "Int!", vec![]),
        number(
            "sum",
            "Their sum; of whole and decimal numbers the number nearest to the exact one. Null where there is none.",
        ),
        number("mean", "Their arithmetic mean."),
        number("stddev", "Their standard deviation, of a sample: null of fewer than two."),
        number("min", "The least."),
        number("max", "The greatest."),
        number("median", "The quantile at 0.5."),
        field(
            "quantile",
            "The number at the place p × (count - 1) of all in order, counted from 0, interpolated \
             between its neighbours: `percentile_cont` of SQL:2003.",
            "Float",
            vec![p()],
        ),
        field(
            "quantiles",
            "The quantile at each place; null where there is no number.",
            "[Float]!",
            vec![ps],
        ),
        field(
            "histogram",
            "How many numbers lie in each bin; the last bin holds its upper edge too.",
            "[HistogramBin!]!",
            cuts,
        ),
    ];
    let doc = "What is said of a number of rows; rows without it do not count.";
    let fields: IndexMap<_, _> = fields.into();
    insert(registry, object("NumberAggregate", doc, fields.clone()));
    pay::register(registry, fields);
    register_bins(registry);
    let mut number = vec![argument("count", "By how many rows have the number.", "IntFilter")];
    for name in ["sum", "mean", "stddev", "min", "max", "median"] {
        number.push(argument(name, &format!("By the {name}."), "FloatFilter"));
    }
    number.push(argument("quantile", "By a quantile.", "QuantileFilter"));
    let doc = format!("What the numbers of a group must be. {}", inputs::EMPTY);
    insert(registry, input("NumberAggregateFilter", &doc, Given::Any, number.clone()));
    number.extend(inputs::told(PAY_TOGETHER));
    insert(registry, input("PayAggregateFilter", &doc, Given::Any, number));
    let mut quantile = vec![p()];
    quantile.extend(inputs::comparisons("Float"));
    let doc = format!("What a quantile must be. {}", inputs::EMPTY);
    insert(registry, input("QuantileFilter", &doc, Given::Any, quantile));
}

/// Histograms, and keys that are cut.
fn register_bins(registry: &mut Registry) {
    let edges = |open: &str| {
        [
            field("from", &format!("The lower edge, which it holds{open}."), "Float", vec![]),
            field("to", &format!("The upper edge{open}."), "Float", vec![]),
        ]
    };
    let mut fields: IndexMap<_, _> = edges("").into();
    fields.extend([field("count", "How many numbers.", "Int!", vec![])]);
    insert(registry, object("HistogramBin", "A bin of a histogram.", fields));
    let fields = edges("; null where it is open, and in bins too narrow to tell apart").into();
    insert(registry, object("NumberBin", "A bin of numbers.", fields));
    let fields = [
        field("year", "The year.", "Int!", vec![]),
        field(
            "quarter",
            "The quarter, 1 to 4; null where the date was cut otherwise, or gives the year only.",
            "Int",
            vec![],
        ),
        field(
            "month",
            "The month, 1 to 12; null where the date was cut otherwise, or gives the year only.",
            "Int",
            vec![],
        ),
    ];
    insert(registry, object("CutDate", "A date as far as it was asked for.", fields.into()));
    let bins = vec![
        argument("width", "Bins of this width, one of which begins at 0.", "Float"),
        argument("edges", "Bins between these edges, ascending, and two open ones.", "[Float!]"),
    ];
    insert(registry, input("NumberBins", "How numbers are cut.", Given::ExactlyOne, bins));
}
