//! Rows as JSON objects, with the names that the schema has for their fields.

use super::{json::Json, names::camel};
use crate::{
    catalog::{
        Cell, Kind, Row, TABLES,
        value::{Amount, Country, Currency, PartialDate},
    },
    engine::run::Sink,
};

/// A row: its key, then its fields; a text in two languages is an object with `en` and `zh`, and a
/// reference is an id.
pub(super) fn written(row: &Row) -> String {
    let mut json = Json::default();
    json.open_object();
    json.name("key");
    json.text(row.key().as_str());
    for (place, field) in TABLES[row.table()].fields.iter().enumerate() {
        json.name(&camel(field.name));
        value(&mut json, field.kind, &row.cell(place));
    }
    json.close_object();
    String::from_utf8(json.into_bytes()).expect("JSON is text")
}

fn value(json: &mut Json, kind: Kind, cell: &Cell<'_>) {
    match (kind, cell) {
        (_, Cell::Null) => json.null(),
        (_, Cell::Float(value)) => json.float(*value),
        (_, Cell::Text(text)) => json.text(text),
        (_, Cell::Local(text)) => {
            json.open_object();
            for (language, text) in [("en", text.en()), ("zh", text.zh())] {
                json.name(language);
                match text {
                    Some(text) => json.text(text),
                    None => json.null(),
                }
            }
            json.close_object();
        }
        (Kind::Ref(table), Cell::Ref(key)) => json.text(&format!("{table}:{key}")),
        (_, Cell::Ref(key)) => json.text(key),
        (_, Cell::AnyRef(table, key)) => json.text(&format!("{table}:{key}")),
        (kind, Cell::List(items)) => {
            json.open_list();
            for item in items {
                match kind {
                    Kind::Refs(table) => json.text(&format!("{table}:{item}")),
                    _ => json.text(item),
                }
            }
            json.close_list();
        }
        (kind, Cell::Int(code)) => coded(json, kind, *code),
    }
}

/// A value that its cell holds as a code.
fn coded(json: &mut Json, kind: Kind, code: i64) {
    let text = match kind {
        Kind::Date => PartialDate::from_code(code).map(|it| it.to_string()),
        Kind::Country => Country::from_code(code).map(|it| it.to_string()),
        Kind::Currency => Currency::from_code(code).map(|it| it.to_string()),
        Kind::Enum(set) => {
            let value = usize::try_from(code).ok().and_then(|it| set.values.get(it));
            value.map(|it| it.name.to_owned())
        }
        Kind::Decimal => {
            return match Amount::from_code(code) {
                Some(amount) => json.decimal(amount),
                None => json.null(),
            };
        }
        _ => return json.int(code),
    };
    match text {
        Some(text) => json.text(&text),
        None => json.null(),
    }
}
