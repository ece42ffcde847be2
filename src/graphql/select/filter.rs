//! Filters as clients write them, made into those of the engine.

mod tests_of;

use async_graphql::Value;

use super::input;
use crate::{
    catalog::{Kind, TABLES, place, value::excerpt},
    engine::{
        request::{Case, Filter, Quantity, Test, TextMatch, TextTest},
        search,
    },
    graphql::{
        failure::BadInput,
        members::{Member, member},
        names,
    },
};

pub(super) use tests_of::tests;

/// Filters within filters. Deeper ones are not written by people.
const DEPTH_MAX: usize = 16;

/// The filter that `value` writes about rows of a table; `path` tells where it stands.
pub(super) fn filter(table: usize, value: &Value, path: &str) -> Result<Filter, BadInput> {
    if path.matches('.').count() > DEPTH_MAX * 2 {
        return Err(format!("`{path}` is nested more than {DEPTH_MAX} deep"));
    }
    let mut filters = parts(value, path)?
        .map(|(name, value)| part(table, name, value, &format!("{path}.{name}")))
        .collect::<Result<Vec<Filter>, BadInput>>()?;
    Ok(match filters.len() {
        1 => filters.remove(0),
        _ => Filter::And(filters),
    })
}

/// The fields of an object that must say something.
pub(super) fn parts<'v>(
    value: &'v Value,
    path: &str,
) -> Result<impl Iterator<Item = (&'v str, &'v Value)>, BadInput> {
    let Value::Object(fields) = value else {
        let value = excerpt(value);
        return Err(format!("`{path}` is {value}: write what must hold, or leave `{path}` out"));
    };
    if fields.is_empty() {
        return Err(format!("`{path}` is empty: write what must hold, or leave it out"));
    }
    if let Some((name, _)) = fields.iter().find(|it| *it.1 == Value::Null) {
        return Err(format!(
            "`{path}.{name}` is null: leave it out, or write `isNull: true` for rows without a value"
        ));
    }
    Ok(fields.iter().map(|(name, value)| (name.as_str(), value)))
}

fn part(table: usize, name: &str, value: &Value, path: &str) -> Result<Filter, BadInput> {
    match name {
        "and" => each(table, value, path).map(Filter::And),
        "or" => each(table, value, path).map(Filter::Or),
        "not" => Ok(Filter::Not(Box::new(filter(table, value, path)?))),
        "search" => searched(value, path),
        _ => match member(table, name) {
            Some(Member::Id) => tests_of::id(TABLES[table].name, value, path),
            Some(Member::Key) => tests(Kind::Text, value, path, &Filter::Key),
            Some(Member::Field(field)) => field_filter(table, field, value, path),
            Some(Member::Link(link)) => linked(table, link, value, path),
            _ => presence(table, name, value, path),
        },
    }
}

fn searched(value: &Value, path: &str) -> Result<Filter, BadInput> {
    let text = input::text(path, value)?;
    search::check(text).map_err(|why| format!("`{path}`: {why}"))?;
    Ok(Filter::Search(text.to_owned()))
}

fn each(table: usize, value: &Value, path: &str) -> Result<Vec<Filter>, BadInput> {
    let items = match value {
        Value::List(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    if items.is_empty() {
        return Err(format!("`{path}` is empty: write what must hold, or leave it out"));
    }
    let items = items.iter().enumerate();
    items.map(|(index, it)| filter(table, it, &format!("{path}[{index}]"))).collect()
}

fn field_filter(table: usize, field: usize, value: &Value, path: &str) -> Result<Filter, BadInput> {
    match TABLES[table].fields[field].kind {
        Kind::Ref(target) | Kind::Refs(target) => {
            Ok(Filter::Via(field, Box::new(filter(place(target), value, path)?)))
        }
        kind => tests(kind, value, path, &|test| Filter::Field(field, test)),
    }
}

/// `hasPerson: false` asks for rows that refer to no person.
fn presence(table: usize, name: &str, value: &Value, path: &str) -> Result<Filter, BadInput> {
    let fields = TABLES[table].fields.iter();
    let field = fields.into_iter().position(|it| names::has(it.name) == name);
    let field = field.expect("validation admits only the catalog's names");
    Ok(Filter::Field(field, Test::IsNull(!input::bool(path, value)?)))
}

fn linked(table: usize, link: usize, value: &Value, path: &str) -> Result<Filter, BadInput> {
    let from = place(TABLES[table].links[link].from);
    let filters = parts(value, path)?.map(|(name, value)| {
        let path = format!("{path}.{name}");
        let quantity = match name {
            "some" => Quantity::Some,
            "none" => Quantity::None,
            "every" => Quantity::Every,
            _ => return counted(from, link, value, &path),
        };
        Ok(Filter::Linked(link, Box::new(filter(from, value, &path)?), quantity))
    });
    filters.collect::<Result<_, _>>().map(Filter::And)
}

fn counted(from: usize, link: usize, value: &Value, path: &str) -> Result<Filter, BadInput> {
    let mut passing = Filter::And(Vec::new());
    let mut bounds: Vec<(&str, u32)> = Vec::new();
    for (name, value) in parts(value, path)? {
        let path = format!("{path}.{name}");
        if name == "where" {
            passing = filter(from, value, &path)?;
        } else {
            let int = input::int(&path, value)?;
            let bound = u32::try_from(int);
            bounds.push((
                name,
                bound.map_err(|_| format!("`{path}` is {int}: it must be 0 or more"))?,
            ));
        }
    }
    if bounds.is_empty() {
        return Err(format!(
            "`{path}` has no number to compare the count with: write one, like `gte: 2`"
        ));
    }
    let linked = |low: u32, high: u32| {
        Filter::Linked(link, Box::new(passing.clone()), Quantity::Between(low, high))
    };
    let never = || Filter::Or(Vec::new());
    let filters = bounds.into_iter().map(|(name, bound)| match name {
        "eq" => linked(bound, bound),
        "ne" => Filter::Not(Box::new(linked(bound, bound))),
        "gte" => linked(bound, u32::MAX),
        "gt" => bound.checked_add(1).map_or_else(never, |it| linked(it, u32::MAX)),
        "lte" => linked(0, bound),
        _ => bound.checked_sub(1).map_or_else(never, |it| linked(0, it)),
    });
    Ok(Filter::And(filters.collect()))
}

/// Rows of one variant of a table that pass.
pub(super) fn of_variant(table: usize, variant: usize, filter: Option<Filter>) -> Filter {
    let variant = &TABLES[table].variants[variant];
    let field = TABLES[table].field(variant.field).expect("the catalog checks its variants");
    let values = variant.values.iter().map(|it| (i64::from(*it), i64::from(*it)));
    let is_of = Filter::Field(field, Test::Ints(values.collect()));
    Filter::And([is_of].into_iter().chain(filter).collect())
}

/// A test for texts.
fn text_test(matching: TextMatch, sought: Vec<String>, case: Case) -> Test {
    let sought = match case {
        Case::Respected => sought,
        Case::Ignored => sought.iter().map(|it| it.to_lowercase()).collect(),
    };
    Test::Text(TextTest { matching, sought, case })
}
