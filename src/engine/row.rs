//! A row put together again from its columns.

use std::borrow::Cow;

use super::Snapshot;
use crate::catalog::{Cell, Kind, Row, TABLES, value::LocalText};

impl Snapshot {
    /// The row as it was put; a list of references that named a row twice names it once.
    ///
    /// # Panics
    ///
    /// Where the row does not exist.
    pub fn row(&self, table: usize, row: u32) -> Row {
        let key = self.frame(table).key(row).parse().expect("keys were checked when read");
        let cells = (0..TABLES[table].fields.len()).map(|field| self.cell(table, field, row));
        Row::from_cells(table, key, cells).expect("columns hold what rows had")
    }

    fn cell(&self, table: usize, field: usize, row: u32) -> Cell<'_> {
        let column = self.frame(table).column(field);
        let key = |target: usize, row: u32| self.frame(target).key(row);
        let value = match TABLES[table].fields[field].kind {
            Kind::Texts | Kind::ExternalKeys => {
                Some(Cell::List(column.forms(row).map(Cow::Borrowed).collect()))
            }
            Kind::Refs(_) => {
                let target = self.frame(table).target_of(field);
                let keys = column.targets(row).map(|it| Cow::Borrowed(key(target, it)));
                Some(Cell::List(keys.collect()))
            }
            Kind::Text | Kind::Url => column.text(row).map(Cell::Text),
            Kind::LocalText => local(column.local(row)).map(|it| Cell::Local(Cow::Owned(it))),
            Kind::Float => column.float(row).map(Cell::Float),
            Kind::Int
            | Kind::Decimal
            | Kind::Date
            | Kind::Country
            | Kind::Currency
            | Kind::Enum(_) => column.int(row).map(Cell::Int),
            Kind::Ref(_) => {
                let target = self.frame(table).target_of(field);
                column.target(row).map(|it| Cell::Ref(key(target, it)))
            }
            Kind::AnyRef => column
                .any(row)
                .map(|(target, it)| Cell::AnyRef(TABLES[target].name, key(target, it))),
        };
        value.unwrap_or(Cell::Null)
    }
}

fn local((english, chinese): (Option<&str>, Option<&str>)) -> Option<LocalText> {
    let text = |it: Option<&str>| it.and_then(|it| it.parse().ok());
    LocalText::new(text(english), text(chinese)).ok()
}
