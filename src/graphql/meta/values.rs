//! Scalars and enums.

use super::{
    Registry,
    parts::{enumeration, insert, scalar},
};
use crate::catalog::{
    Kind, TABLES,
    enums::{self, EnumType},
    value::Scheme,
};

/// The scalars of GraphQL itself. Only their descriptions are ours: async-graphql checks their
/// values before anything runs, which a type registered anew would not.
const BUILT_IN: [(&str, &str); 5] = [
    (
        "ID",
        "What a row is called by, everywhere and for good: its table and its key, such as \
         `Person:ilya-sutskever`.",
    ),
    ("String", "A text."),
    ("Int", "A whole number of 32 bits with a sign."),
    ("Float", "A floating-point number of 64 bits, IEEE 754."),
    ("Boolean", "True or false."),
];

/// Name, description, and the standard's own page. The compiler of selections checks their values,
/// and says what would be right.
const SCALARS: &[(&str, &str, Option<&str>)] = &[
    (
        "Decimal",
        "An exact decimal number with at most four places, such as an amount of money. \
      Written as a JSON number; as an input also as a text.",
        None,
    ),
    (
        "PartialDate",
        "A date that may give the year or the month only, as EDTF level 0 writes it: \
      `2016`, `2016-07`, `2016-07-25`.",
        Some("https://www.loc.gov/standards/datetime/"),
    ),
    (
        "DateTime",
        "A point in time, RFC 3339 in UTC to the millisecond: `2026-11-24T08:30:00.000Z`.",
        Some("https://www.rfc-editor.org/rfc/rfc3339"),
    ),
    (
        "CountryCode",
        "A country: ISO 3166-1 alpha-2, such as `CN`.",
        Some("https://www.iso.org/iso-3166-country-codes.html"),
    ),
    (
        "CurrencyCode",
        "A currency: ISO 4217 alphabetic code, such as `CNY`.",
        Some("https://www.iso.org/iso-4217-currency-codes.html"),
    ),
    (
        "JSON",
        "A value of JSON, such as an object with the fields of a row.",
        Some("https://www.rfc-editor.org/rfc/rfc8259"),
    ),
    ("URL", "An absolute web address, http or https.", Some("https://url.spec.whatwg.org/")),
];

const LOCALES: [(&str, &str); 2] = [
    ("EN", "English; the Chinese form where there is no English one."),
    ("ZH", "Chinese; the English form where there is no Chinese one."),
];

const DIRECTIONS: [(&str, &str); 2] =
    [("ASC", "The lowest first."), ("DESC", "The highest first.")];

const NULLS: [(&str, &str); 2] = [
    ("FIRST", "Rows without a value stand before the others, whatever the direction."),
    ("LAST", "Rows without a value stand behind the others, whatever the direction."),
];

pub(super) fn register(registry: &mut Registry) {
    for (name, doc) in BUILT_IN {
        registry.set_description(name, doc);
    }
    for (name, doc, standard) in SCALARS {
        insert(registry, scalar(name, doc, *standard));
    }
    let sets = [
        ("Locale", "In which language to give a text that has two.", &LOCALES[..]),
        ("Direction", "Which way an order runs.", &DIRECTIONS),
        ("NullsOrder", "Where rows without a value stand in an order.", &NULLS),
    ];
    for (name, doc, values) in sets {
        insert(registry, enumeration(name, doc, values.iter().copied()));
    }
    for set in enums::all() {
        insert(registry, enumeration(set.name, set.doc, of_set(set)));
    }
    let schemes = Scheme::ALL.iter().map(|it| (it.enum_name(), it.doc()));
    let doc = "Another system's way to identify things.";
    insert(registry, enumeration("ExternalKeyScheme", doc, schemes));
    for table in TABLES {
        let name = format!("{}OrderField", table.name);
        let doc = format!("By what rows of {} can be ordered.", table.name);
        let fields = table.fields.iter().filter(|it| it.kind.is_ordered());
        let fields: Vec<(String, &str)> =
            fields.map(|it| (super::super::names::screaming(it.name), it.doc)).collect();
        let id = [("ID", "The id; every order ends with it.")].into_iter();
        let values = id.chain(fields.iter().map(|(name, doc)| (name.as_str(), *doc)));
        insert(registry, enumeration(&name, &doc, values));
    }
}

fn of_set(set: &'static EnumType) -> impl Iterator<Item = (&'static str, &'static str)> {
    set.values.iter().map(|it| (it.name, it.doc))
}

/// The name of the type that values of a kind have, without lists and references.
pub(super) fn type_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::LocalText | Kind::Texts => "String",
        Kind::Url => "URL",
        Kind::Int => "Int",
        Kind::Decimal => "Decimal",
        Kind::Float => "Float",
        Kind::Date => "PartialDate",
        Kind::Country => "CountryCode",
        Kind::Currency => "CurrencyCode",
        Kind::Enum(set) => set.name,
        Kind::ExternalKeys => "ExternalKey",
        Kind::Ref(table) | Kind::Refs(table) => table,
        Kind::AnyRef => "Node",
    }
}
