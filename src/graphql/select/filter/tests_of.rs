//! What clients ask of one value, made into tests of the engine.

use async_graphql::Value;

use super::{input, parts, text_test};
use crate::{
    catalog::{
        Kind,
        enums::EnumType,
        value::{Country, Currency, ExternalKey, PartialDate, Scheme, excerpt},
    },
    engine::request::{Case, Filter, Test, TextMatch},
    graphql::failure::BadInput,
};

/// Makes a filter of a test of the value that is asked about.
type Of<'a> = &'a dyn Fn(Test) -> Filter;

/// The filter that `value` writes about a value of a kind.
pub(in crate::graphql::select) fn tests(
    kind: Kind,
    value: &Value,
    path: &str,
    of: Of<'_>,
) -> Result<Filter, BadInput> {
    let case = match value {
        Value::Object(fields) if fields.get("ignoreCase") == Some(&Value::Boolean(true)) => {
            Case::Ignored
        }
        _ => Case::Respected,
    };
    let mut filters = Vec::new();
    for (name, value) in parts(value, path)? {
        let path = format!("{path}.{name}");
        match name {
            "ignoreCase" => (),
            "isNull" => filters.push(of(Test::IsNull(input::bool(&path, value)?))),
            "ne" | "notIn" => {
                let name = if name == "ne" { "eq" } else { "in" };
                let unwanted = of(test(kind, (name, value), &path, case)?);
                // A missing value is not known to differ.
                filters.push(of(Test::IsNull(false)));
                filters.push(Filter::Not(Box::new(unwanted)));
            }
            _ => filters.push(of(test(kind, (name, value), &path, case)?)),
        }
    }
    if filters.is_empty() {
        return Err(format!("`{path}` says only how to compare: write with what, like `eq`"));
    }
    Ok(Filter::And(filters))
}

fn test(
    kind: Kind,
    (name, value): (&str, &Value),
    path: &str,
    case: Case,
) -> Result<Test, BadInput> {
    match kind {
        Kind::Text | Kind::LocalText | Kind::Texts | Kind::Url => {
            let sought = items(value).map(|it| Ok(input::text(path, it)?.to_owned()));
            let matching = match name {
                "contains" => TextMatch::Contains,
                "startsWith" => TextMatch::StartsWith,
                "endsWith" => TextMatch::EndsWith,
                _ => TextMatch::Equals,
            };
            Ok(text_test(matching, sought.collect::<Result<_, BadInput>>()?, case))
        }
        Kind::ExternalKeys => external_key(name, value, path),
        Kind::AnyRef => {
            let ids = items(value).map(|it| Ok(input::row_id(path, it, None)?.to_string()));
            Ok(Test::Refers(ids.collect::<Result<_, BadInput>>()?))
        }
        Kind::Float => floats(name, value, path),
        Kind::Int => ints((name, value), |it| input::int(path, it).map(|it| (it, it))),
        Kind::Decimal => {
            ints((name, value), |it| input::amount(path, it).map(|it| (it.code(), it.code())))
        }
        Kind::Date => dates(name, value, path),
        Kind::Country => ints((name, value), |it| {
            input::parsed::<Country>(path, it).map(|it| (it.code(), it.code()))
        }),
        Kind::Currency => ints((name, value), |it| {
            input::parsed::<Currency>(path, it).map(|it| (it.code(), it.code()))
        }),
        Kind::Enum(set) => ints((name, value), |it| enum_place(set, it, path)),
        Kind::Ref(_) | Kind::Refs(_) => unreachable!("references are followed by a filter"),
    }
}

/// The entries of a list, or the one value that stands for a list of one.
fn items(value: &Value) -> impl Iterator<Item = &Value> {
    match value {
        Value::List(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    }
    .iter()
}

fn enum_place(set: &EnumType, value: &Value, path: &str) -> Result<(i64, i64), BadInput> {
    let name = input::text(path, value)?;
    let place = set.place(name).and_then(|it| i64::try_from(it).ok());
    let place = place.ok_or_else(|| {
        let name = excerpt(name);
        format!("`{path}`: `{name}` is no {}: write one of {}", set.name, set.names())
    })?;
    Ok((place, place))
}

/// A comparison of whole numbers; `read` gives the lowest and the highest that a value stands for.
fn ints(
    (name, value): (&str, &Value),
    read: impl Fn(&Value) -> Result<(i64, i64), BadInput>,
) -> Result<Test, BadInput> {
    let spans = items(value).map(|it| {
        let (low, high) = read(it)?;
        Ok(match name {
            "lt" => (i64::MIN, low.saturating_sub(1)),
            "lte" => (i64::MIN, high),
            "gt" => (high.saturating_add(1), i64::MAX),
            "gte" => (low, i64::MAX),
            _ => (low, high),
        })
    });
    spans.collect::<Result<_, _>>().map(Test::Ints)
}

/// Dates are compared by their first days, with the first day of the date that is asked about for
/// `lt` and `gte`, with the last one for `lte` and `gt`.
fn dates(name: &str, value: &Value, path: &str) -> Result<Test, BadInput> {
    ints((name, value), |it| {
        let date: PartialDate = input::parsed(path, it)?;
        Ok(match name {
            "eq" | "in" => (date.code(), date.code()),
            _ => date.codes_within(),
        })
    })
}

fn floats(name: &str, value: &Value, path: &str) -> Result<Test, BadInput> {
    let spans = items(value).map(|it| {
        let value = input::float(path, it)?;
        Ok(match name {
            "lt" => (f64::NEG_INFINITY, value.next_down()),
            "lte" => (f64::NEG_INFINITY, value),
            "gt" => (value.next_up(), f64::INFINITY),
            "gte" => (value, f64::INFINITY),
            _ => (value, value),
        })
    });
    spans.collect::<Result<_, BadInput>>().map(Test::Floats)
}

fn external_key(name: &str, value: &Value, path: &str) -> Result<Test, BadInput> {
    if name == "scheme" {
        let name = input::text(path, value)?;
        let scheme = Scheme::ALL.iter().find(|it| it.enum_name() == name);
        let scheme = scheme.ok_or_else(|| format!("`{path}`: `{}` is no scheme", excerpt(name)))?;
        let start = format!("{}:", scheme.name());
        return Ok(text_test(TextMatch::StartsWith, vec![start], Case::Respected));
    }
    let keys = items(value).map(|it| Ok(input::parsed::<ExternalKey>(path, it)?.to_string()));
    let keys = keys.collect::<Result<_, BadInput>>()?;
    Ok(text_test(TextMatch::Equals, keys, Case::Respected))
}

/// The filter that `value` writes about the ids of a table's rows.
pub(super) fn id(table: &'static str, value: &Value, path: &str) -> Result<Filter, BadInput> {
    let mut filters = Vec::new();
    for (name, value) in parts(value, path)? {
        let path = format!("{path}.{name}");
        let keys = items(value)
            .map(|it| Ok(input::row_id(&path, it, Some(table))?.key().to_owned()))
            .collect::<Result<_, BadInput>>();
        let is_one = |keys| Filter::Key(text_test(TextMatch::Equals, keys, Case::Respected));
        filters.push(match name {
            "isNull" => Filter::Key(Test::IsNull(input::bool(&path, value)?)),
            "ne" | "notIn" => Filter::Not(Box::new(is_one(keys?))),
            _ => is_one(keys?),
        });
    }
    Ok(Filter::And(filters))
}
