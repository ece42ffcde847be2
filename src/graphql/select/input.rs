//! Values of arguments, as what they are meant to be.

use std::{fmt::Display, str::FromStr};

use async_graphql::Value;

use crate::{
    catalog::{
        RowId,
        value::{Amount, BadValue, excerpt},
    },
    graphql::failure::BadInput,
};

/// A text, or the name of an enum's value.
pub(in crate::graphql) fn text<'v>(name: &str, value: &'v Value) -> Result<&'v str, BadInput> {
    match value {
        Value::String(text) => Ok(text),
        Value::Enum(name) => Ok(name),
        value => Err(format!("`{name}` is {}: write a text in quotes", excerpt(value))),
    }
}

pub(in crate::graphql) fn int(name: &str, value: &Value) -> Result<i64, BadInput> {
    match value {
        Value::Number(number) if number.is_i64() => Ok(number.as_i64().unwrap_or_default()),
        value => Err(format!("`{name}` is {}: write a whole number", excerpt(value))),
    }
}

pub(super) fn float(name: &str, value: &Value) -> Result<f64, BadInput> {
    match value {
        Value::Number(number) => Ok(number.as_f64().unwrap_or_default()),
        value => Err(format!("`{name}` is {}: write a number", excerpt(value))),
    }
}

/// An amount; a number or, to be exact whatever its length, a text.
pub(super) fn amount(name: &str, value: &Value) -> Result<Amount, BadInput> {
    let plain = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        value => return Err(format!("`{name}` is {}: write a number", excerpt(value))),
    };
    plain.parse().map_err(|why| at(name, why))
}

pub(super) fn bool(name: &str, value: &Value) -> Result<bool, BadInput> {
    match value {
        Value::Boolean(value) => Ok(*value),
        value => Err(format!("`{name}` is {}: write true or false", excerpt(value))),
    }
}

/// A value of the catalog that is written as a text.
pub(super) fn parsed<T: FromStr<Err = BadValue>>(name: &str, value: &Value) -> Result<T, BadInput> {
    text(name, value)?.parse().map_err(|why| at(name, why))
}

/// The id of a row, of one table where told so.
pub(in crate::graphql) fn row_id(
    name: &str,
    value: &Value,
    table: Option<&'static str>,
) -> Result<RowId, BadInput> {
    let id: RowId = parsed(name, value)?;
    match table.filter(|it| *it != id.table()) {
        None => Ok(id),
        Some(table) => {
            let of = id.table();
            Err(format!("`{name}`: `{id}` is an id of {of}: give one of {table}, like `{table}:…`"))
        }
    }
}

fn at(name: &str, why: impl Display) -> BadInput {
    format!("`{name}`: {why}")
}
