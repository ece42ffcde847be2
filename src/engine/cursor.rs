//! Cursors as texts, for clients to give back.

use std::fmt::Write;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::{
    Frame,
    request::{Cursor, Direction, GroupCursor, Groups, Nulls, Order, OrderBy, Value},
};
use crate::catalog::{Kind, Table};

/// Why a text is no cursor for an order.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadCursor {
    #[error(
        "`{0}` is no cursor: give one that an answer's `cursor`, `startCursor` or `endCursor` held"
    )]
    Unreadable(String),
    #[error("the cursor `{0}` was made under another `orderBy`: keep the order while you page")]
    OtherOrder(String),
    #[error("the cursor `{0}` was made under another `by` or `orderBy`: keep both while you page")]
    OtherGroups(String),
}

/// Stands before the parts of a cursor; changes with their meaning.
const FORMAT: &str = "1";

/// What parts of a cursor are set apart by; no value of the catalog holds it.
const SEPARATOR: char = '\u{1f}';

/// No more of a bad cursor is said again.
const SHOWN_CHARS: usize = 60;

/// The place of `row` under `order`.
pub fn of(frame: &Frame, order: &[Order], row: u32) -> Cursor {
    let values = order.iter().map(|it| match it.by {
        OrderBy::Key => Value::Null,
        OrderBy::Field(field) => {
            let column = frame.column(field);
            let int = column.int(row).map(Value::Int);
            let float = || column.float(row).map(Value::Float);
            let text = || column.text(row).map(|it| Value::Text(it.to_owned()));
            int.or_else(float).or_else(text).unwrap_or(Value::Null)
        }
    });
    Cursor { values: values.collect(), key: frame.key(row).to_owned() }
}

/// The text of a cursor under `order`.
pub fn encode(table: &Table, order: &[Order], cursor: &Cursor) -> String {
    let mut text = format!("{FORMAT}{SEPARATOR}{:x}", digest(table, order));
    for value in &cursor.values {
        text.push(SEPARATOR);
        match value {
            Value::Null => (),
            Value::Int(value) => {
                let _ = write!(text, "={value}");
            }
            Value::Float(value) => {
                let _ = write!(text, "={:x}", value.to_bits());
            }
            Value::Text(value) => {
                let _ = write!(text, "={value}");
            }
        }
    }
    text.push(SEPARATOR);
    text.push_str(&cursor.key);
    URL_SAFE_NO_PAD.encode(text)
}

/// The cursor that [`encode`] made `text` of, for the same table and order.
pub fn decode(table: &Table, order: &[Order], text: &str) -> Result<Cursor, BadCursor> {
    let shown = || text.chars().take(SHOWN_CHARS).collect();
    let bad = || BadCursor::Unreadable(shown());
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| bad())?;
    let plain = String::from_utf8(bytes).map_err(|_| bad())?;
    let parts: Vec<&str> = plain.split(SEPARATOR).collect();
    let [format, order_digest, values @ .., key] = &parts[..] else { return Err(bad()) };
    if *format != FORMAT {
        return Err(bad());
    }
    if *order_digest != format!("{:x}", digest(table, order)) {
        return Err(BadCursor::OtherOrder(shown()));
    }
    let values = order.iter().zip(values).map(|(key, value)| {
        let Some(value) = value.strip_prefix('=') else { return Ok(Value::Null) };
        let OrderBy::Field(field) = key.by else { return Err(bad()) };
        match table.fields[field].kind {
            Kind::Text | Kind::LocalText | Kind::Url => Ok(Value::Text(value.to_owned())),
            Kind::Float => {
                let bits = u64::from_str_radix(value, 16).map_err(|_| bad())?;
                Ok(Value::Float(f64::from_bits(bits)))
            }
            _ => value.parse().map(Value::Int).map_err(|_| bad()),
        }
    });
    let values: Vec<Value> = values.collect::<Result<_, _>>()?;
    let is_whole = values.len() == order.len();
    is_whole.then(|| Cursor { values, key: (*key).to_owned() }).ok_or_else(bad)
}

/// The text of a place between groups.
pub fn encode_group(table: &Table, groups: &Groups, cursor: &GroupCursor) -> String {
    let mut text = format!("{FORMAT}{SEPARATOR}{:x}", group_digest(table, groups));
    for number in &cursor.numbers {
        text.push(SEPARATOR);
        if let Some(number) = number {
            let _ = write!(text, "={:x}", number.to_bits());
        }
    }
    for key in &cursor.keys {
        text.push(SEPARATOR);
        match key {
            Value::Int(value) => {
                let _ = write!(text, "i{value}");
            }
            Value::Text(value) => {
                let _ = write!(text, "t{value}");
            }
            Value::Null | Value::Float(_) => (),
        }
    }
    URL_SAFE_NO_PAD.encode(text)
}

/// The cursor that [`encode_group`] made `text` of, for the same keys and order.
pub fn decode_group(table: &Table, groups: &Groups, text: &str) -> Result<GroupCursor, BadCursor> {
    let shown = || text.chars().take(SHOWN_CHARS).collect();
    let bad = || BadCursor::Unreadable(shown());
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| bad())?;
    let plain = String::from_utf8(bytes).map_err(|_| bad())?;
    let parts: Vec<&str> = plain.split(SEPARATOR).collect();
    let [format, digest, values @ ..] = &parts[..] else { return Err(bad()) };
    if *format != FORMAT {
        return Err(bad());
    }
    if *digest != format!("{:x}", group_digest(table, groups)) {
        return Err(BadCursor::OtherGroups(shown()));
    }
    let keys = groups.by.len();
    let Some(count) = values.len().checked_sub(keys) else { return Err(bad()) };
    let (numbers, keys) = values.split_at(count);
    let numbers = numbers.iter().map(|it| match it.strip_prefix('=') {
        None => Ok(None),
        Some(bits) => u64::from_str_radix(bits, 16).map(|it| Some(f64::from_bits(it))),
    });
    let numbers = numbers.collect::<Result<_, _>>().map_err(|_| bad())?;
    let keys = keys.iter().map(|it| match it.split_at_checked(1) {
        Some(("i", value)) => value.parse().map(Value::Int).map_err(|_| bad()),
        Some(("t", value)) => Ok(Value::Text(value.to_owned())),
        _ => Ok(Value::Null),
    });
    Ok(GroupCursor { numbers, keys: keys.collect::<Result<_, _>>()? })
}

/// A number that tells keys and orders of groups apart.
fn group_digest(table: &Table, groups: &Groups) -> u32 {
    let Groups { by, numbers, order, .. } = groups;
    fnv(&format!("{}{by:?}{order:?}{numbers:?}", table.name))
}

/// A number that tells orders apart by the names of their fields: it stays the same when the table
/// gets another field, and in every build of the program.
fn digest(table: &Table, order: &[Order]) -> u32 {
    let mut text = table.name.to_owned();
    for key in order {
        text.push(match (key.direction, key.nulls) {
            (Direction::Ascending, Nulls::First) => '<',
            (Direction::Ascending, Nulls::Last) => '(',
            (Direction::Descending, Nulls::First) => '>',
            (Direction::Descending, Nulls::Last) => ')',
        });
        if let OrderBy::Field(field) = key.by {
            text.push_str(table.fields[field].name);
        }
    }
    fnv(&text)
}

/// FNV-1a.
fn fnv(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, it| (hash ^ u32::from(it)).wrapping_mul(0x0100_0193))
}
