//! Rows of the catalog as a table: the columns that [`crate::catalog::Row::read`] reads.

use std::borrow::Cow;

use super::{Column, Holds, Value};
use crate::catalog::{
    Cell, Field, Kind, Row, TABLES, Table,
    value::{Amount, Country, Currency, PartialDate},
};

/// The columns of a table: its key, then its fields; a text in two languages has two.
pub fn columns_of(table: &Table) -> Vec<Column> {
    let column = |name: String, holds| Column { name, holds };
    let fields = table.fields.iter().flat_map(|field| {
        let holds = holds(field.kind);
        (field.columns)(field.name).into_iter().map(move |it| column(it, holds))
    });
    [column("key".to_owned(), Holds::Text)].into_iter().chain(fields).collect()
}

fn holds(kind: Kind) -> Holds {
    match kind {
        Kind::Int => Holds::Int,
        Kind::Decimal => Holds::Decimal,
        Kind::Float => Holds::Float,
        Kind::Texts | Kind::ExternalKeys | Kind::Refs(_) => Holds::Texts,
        Kind::Text
        | Kind::LocalText
        | Kind::Url
        | Kind::Date
        | Kind::Country
        | Kind::Currency
        | Kind::Enum(_)
        | Kind::Ref(_)
        | Kind::AnyRef => Holds::Text,
    }
}

/// The values of a row under [`columns_of`] its table.
pub fn values_of(row: &Row) -> Vec<Value<'_>> {
    let mut values = vec![Value::Text(Cow::Borrowed(row.key().as_str()))];
    for (place, field) in TABLES[row.table()].fields.iter().enumerate() {
        push(&mut values, field, row.cell(place));
    }
    values
}

fn push<'r>(values: &mut Vec<Value<'r>>, field: &Field, cell: Cell<'r>) {
    let text = |it: Option<&str>| it.map_or(Value::Null, |it| Value::Text(it.to_owned().into()));
    let last = match cell {
        Cell::Null if field.kind == Kind::LocalText => {
            values.push(Value::Null);
            Value::Null
        }
        Cell::Null => Value::Null,
        Cell::Int(code) => of_code(field.kind, code),
        Cell::Float(number) => Value::Float(number),
        Cell::Text(text) | Cell::Ref(text) => Value::Text(text.into()),
        Cell::Local(forms) => {
            values.push(text(forms.en()));
            text(forms.zh())
        }
        Cell::List(entries) => Value::Texts(entries),
        Cell::AnyRef(table, key) => Value::Text(format!("{table}:{key}").into()),
    };
    values.push(last);
}

/// A value that its cell holds as a code.
fn of_code(kind: Kind, code: i64) -> Value<'static> {
    let text = match kind {
        Kind::Decimal => return Amount::from_code(code).map_or(Value::Null, Value::Decimal),
        Kind::Date => PartialDate::from_code(code).map(|it| it.to_string().into()),
        Kind::Country => Country::from_code(code).map(|it| it.to_string().into()),
        Kind::Currency => Currency::from_code(code).map(|it| it.to_string().into()),
        Kind::Enum(set) => {
            let value = usize::try_from(code).ok().and_then(|it| set.values.get(it));
            value.map(|it| it.name.into())
        }
        _ => return Value::Int(code),
    };
    text.map_or(Value::Null, Value::Text)
}
