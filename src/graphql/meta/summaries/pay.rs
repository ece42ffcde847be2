//! Types about pay that is summed up.

use async_graphql::{indexmap::IndexMap, registry::MetaField};

use crate::{
    catalog::{computed::PAY_TOGETHER, place},
    graphql::{
        meta::{
            Registry, inputs,
            parts::{argument, field, insert, object},
        },
        names::{summary_names, type_names},
    },
};

/// What is said of converted pay: all that is said of a number, and how it was converted.
pub(super) fn register(registry: &mut Registry, mut fields: IndexMap<String, MetaField>) {
    let rates = format!("{}!", type_names(place("Rate"), None).connection);
    fields.extend([
        field(
            "method",
            "How the amounts are made of those published, in words.",
            "String!",
            vec![],
        ),
        field("missing", "Of how many rows the pay is not known in this way.", "Int!", vec![]),
        field(
            "missingReasons",
            "Why it is not known of those, the reason of most rows first; at most 100.",
            "[MissingReason!]!",
            vec![],
        ),
        field("rates", "The rates that were used.", &rates, inputs::page_arguments(place("Rate"))),
    ]);
    let doc = "What is said of the pay of rows for a whole year, each converted on its own.";
    insert(registry, object("PayAggregate", doc, fields));
    let fields = [
        field("reason", "What is not known, in a sentence.", "String!", vec![]),
        field("count", "Of how many rows.", "Int!", vec![]),
    ];
    let doc = "Why the pay of some rows is not known.";
    insert(registry, object("MissingReason", doc, fields.into()));
    let number = |name, doc| field(name, doc, "Float", vec![]);
    let key = format!("{}!", summary_names(place("SalaryRecord")).key);
    let fields = [
        field("key", "What the rows of both groups share.", &key, vec![]),
        field("of", "The pay of those that are compared.", "PayAggregate!", vec![]),
        field("over", "The pay of those they are compared with.", "PayAggregate!", vec![]),
        number("medianDifference", "By how much the median of `of` is above that of `over`."),
        number("medianRatio", "The median of `of` over that of `over`: 1.1 is a tenth more."),
        number("meanDifference", "By how much the mean of `of` is above that of `over`."),
        number("meanRatio", "The mean of `of` over that of `over`."),
        suppressed(),
    ];
    let doc = "What some are paid over what others are; null where either is not known.";
    insert(registry, object("PayPremium", doc, fields.into()));
    let fields = [
        field(
            "nodes",
            "The premiums of this page, in the order of their keys.",
            "[PayPremium!]!",
            vec![],
        ),
        field("totalCount", "How many premiums there are on all pages.", "Int!", vec![]),
    ];
    let doc = "What some are paid over what others are, group by group.";
    insert(registry, object("PayPremiumConnection", doc, fields.into()));
}

/// What is said where pay is held back.
pub(super) fn suppressed() -> (String, MetaField) {
    field(
        "suppressed",
        "Why not all there is was summed up; null where it was. Pay that persons told themselves, or \
         that was offered to them, counts for those who may not see it by the medians of persons who \
         are alike, once for each of them, and not at all where too few are.",
        "Suppressed",
        vec![],
    )
}

/// What some rows are paid over what others are: a field of a connection to rows with pay.
pub(in crate::graphql::meta) fn premium(table: usize) -> (String, MetaField) {
    let filter = format!("{}!", type_names(table, None).filter);
    let mut arguments = vec![
        argument("of", "Whose pay is compared.", &filter),
        argument("over", "With whose pay it is compared.", &filter),
        argument(
            "by",
            "By what both are grouped; all together where left out.",
            &format!("[{}!]", summary_names(table).by),
        ),
        argument("first", "How many premiums: 20 where left out, at most 1,000.", "Int"),
        argument("offset", "How many premiums to pass over where the page begins.", "Int"),
    ];
    arguments.extend(inputs::told(PAY_TOGETHER));
    let doc = "What some of the rows of all pages are paid over what others are.";
    field("premium", doc, "PayPremiumConnection!", arguments)
}
