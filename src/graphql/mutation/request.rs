//! What an input says of the request itself.

use async_graphql::Value;

use super::{plan::Object, value::text};
use crate::catalog::value::{BadValue, Text};

/// Characters of a reason: it is kept with what the commit did.
const WHY_CHARS_MAX: usize = 1_000;

/// What an input says of why it is sent.
pub(super) fn why(input: &Object) -> Result<Option<Text>, String> {
    let Some(value) = input.get("why").filter(|it| **it != Value::Null) else { return Ok(None) };
    let why: Text = text(value)?.parse().map_err(|it: BadValue| it.to_string())?;
    if why.chars().count() > WHY_CHARS_MAX {
        return Err(format!("the reason is longer than {WHY_CHARS_MAX} characters"));
    }
    Ok(Some(why))
}

/// By what a request is known that may be sent again.
pub(super) const KEY: &str = "idempotencyKey";
const KEY_CHARS_MAX: usize = 200;

/// The key that an input gives its request.
pub(super) fn key(input: &Object) -> Result<Option<Text>, String> {
    let Some(value) = input.get(KEY).filter(|it| **it != Value::Null) else { return Ok(None) };
    let key: Text = text(value)?.parse().map_err(|it: BadValue| it.to_string())?;
    if key.chars().count() > KEY_CHARS_MAX {
        return Err(format!("the key is longer than {KEY_CHARS_MAX} characters"));
    }
    Ok(Some(key))
}

/// An input as a text, the same in whatever order its fields stand.
pub(super) fn canonical(input: &Object) -> String {
    let mut fields: Vec<_> = input.iter().collect();
    fields.sort_by_key(|it| it.0);
    let fields = fields.into_iter().map(|(name, value)| format!("{name}:{}", plain(value)));
    format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
}

fn plain(value: &Value) -> String {
    match value {
        Value::Object(object) => canonical(object),
        Value::List(items) => {
            format!("[{}]", items.iter().map(plain).collect::<Vec<_>>().join(","))
        }
        value => value.to_string(),
    }
}
