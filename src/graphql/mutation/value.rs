//! Values that clients wrote, as the texts from which rows are read.

use std::borrow::Cow;

use async_graphql::Value;

use crate::catalog::{Kind, Written, value::excerpt};

/// What a client wrote for a field of one column.
pub(super) fn written(kind: Kind, value: &Value) -> Result<Written<'static>, String> {
    let one = |text: &str| Ok(Written::One(Cow::Owned(text.to_owned())));
    match (kind, value) {
        (_, Value::Null) => Ok(Written::Nothing),
        (Kind::Texts | Kind::ExternalKeys, value) => {
            let entries = items(value).iter().map(|it| text(it).map(str::to_owned));
            entries.collect::<Result<_, _>>().map(Written::Many)
        }
        (Kind::Int, Value::Number(number)) if number.is_i64() => one(&number.to_string()),
        (Kind::Int, value) => Err(format!("`{}` is no whole number", excerpt(value))),
        (Kind::Decimal | Kind::Float, Value::Number(number)) => one(&number.to_string()),
        (Kind::Decimal, Value::String(text)) => one(text),
        (Kind::Decimal | Kind::Float, value) => Err(format!("`{}` is no number", excerpt(value))),
        (_, value) => text(value).and_then(one),
    }
}

/// A text, or the name of an enum's value.
pub(super) fn text(value: &Value) -> Result<&str, String> {
    match value {
        Value::String(text) => Ok(text),
        Value::Enum(name) => Ok(name),
        value => Err(format!("`{}` is no text: write one in quotes", excerpt(value))),
    }
}

/// The entries of a list; one value that is none is a list of it, as GraphQL has it.
pub(super) fn items(value: &Value) -> &[Value] {
    match value {
        Value::Null => &[],
        Value::List(items) => items,
        one => std::slice::from_ref(one),
    }
}
