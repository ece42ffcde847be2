//! How rows stand to each other, and to places between them.

use std::cmp::Ordering;

use crate::engine::{
    Frame,
    column::Column,
    request::{Cursor, Direction, From, Nulls, Order, OrderBy, Value},
};

/// An order of a table's rows, seen from the end at which a page begins.
#[derive(Clone, Copy)]
pub(super) struct Ranking<'a> {
    pub(super) frame: &'a Frame,
    pub(super) order: &'a [Order],
    pub(super) from: From,
}

impl Ranking<'_> {
    pub(super) fn compare(self, one: u32, other: u32) -> Ordering {
        let by_keys = self.order.iter().map(|key| self.compare_by(*key, one, other));
        let found = by_keys.into_iter().find(|it| it.is_ne());
        self.seen(found.unwrap_or_else(|| {
            directed(self.last_direction(), self.frame.key(one).cmp(self.frame.key(other)))
        }))
    }

    /// How a row stands to the place of a cursor.
    pub(super) fn compare_to(self, row: u32, cursor: &Cursor) -> Ordering {
        let keys = self.order.iter().zip(&cursor.values);
        let mut by_keys = keys.map(|(key, value)| self.compare_by_to(*key, row, (value, cursor)));
        self.seen(by_keys.find(|it| it.is_ne()).unwrap_or_else(|| {
            directed(self.last_direction(), self.frame.key(row).cmp(&cursor.key))
        }))
    }

    fn compare_by(self, key: Order, one: u32, other: u32) -> Ordering {
        match key.by {
            OrderBy::Key => directed(key.direction, self.frame.key(one).cmp(self.frame.key(other))),
            OrderBy::Field(field) => {
                let column = self.frame.column(field);
                match (column.is_null(one), column.is_null(other)) {
                    (false, false) => directed(key.direction, column.compare(one, other)),
                    (one, other) => nulls_apart(key.nulls, one, other),
                }
            }
        }
    }

    fn compare_by_to(self, key: Order, row: u32, (value, cursor): (&Value, &Cursor)) -> Ordering {
        match key.by {
            OrderBy::Key => directed(key.direction, self.frame.key(row).cmp(&cursor.key)),
            OrderBy::Field(field) => {
                let column = self.frame.column(field);
                match (column.is_null(row), *value == Value::Null) {
                    (false, false) => directed(key.direction, compare_value(column, row, value)),
                    (row, cursor) => nulls_apart(key.nulls, row, cursor),
                }
            }
        }
    }

    /// The direction of the row's key, which ends every order.
    fn last_direction(self) -> Direction {
        self.order.first().map_or(Direction::Ascending, |it| it.direction)
    }

    fn seen(self, ordering: Ordering) -> Ordering {
        match self.from {
            From::Start => ordering,
            From::End => ordering.reverse(),
        }
    }
}

fn compare_value(column: &Column, row: u32, value: &Value) -> Ordering {
    match value {
        Value::Null => Ordering::Equal,
        Value::Int(value) => column.int(row).cmp(&Some(*value)),
        Value::Float(value) => column.float(row).map_or(Ordering::Less, |it| it.total_cmp(value)),
        Value::Text(value) => column.text(row).cmp(&Some(value)),
    }
}

fn directed(direction: Direction, ordering: Ordering) -> Ordering {
    match direction {
        Direction::Ascending => ordering,
        Direction::Descending => ordering.reverse(),
    }
}

fn nulls_apart(nulls: Nulls, one: bool, other: bool) -> Ordering {
    match nulls {
        Nulls::First => other.cmp(&one),
        Nulls::Last => one.cmp(&other),
    }
}
