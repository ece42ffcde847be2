//! Answers from plain rows, with no thought of speed.

use std::cmp::Ordering;

use bole::{
    catalog::{Cell, Kind, Row, TABLES, place},
    engine::request::{
        Case, Cursor, Direction, Filter, From, Nulls, Order, OrderBy, Page, Quantity, Test,
        TextMatch, Value,
    },
};

use super::search::naive;

pub(super) struct Graph<'r> {
    rows: &'r [Row],
}

impl<'r> Graph<'r> {
    pub(super) fn new(rows: &'r [Row]) -> Self {
        Graph { rows }
    }

    fn table(&self, table: usize) -> impl Iterator<Item = &'r Row> {
        self.rows.iter().filter(move |it| it.table() == table)
    }

    /// The keys of the rows that pass, sorted.
    pub(super) fn keys(&self, table: usize, filter: &Filter) -> Vec<String> {
        let rows = self.table(table).filter(|it| self.passes(it, filter));
        let mut keys: Vec<String> = rows.map(|it| it.key().to_string()).collect();
        keys.sort();
        keys
    }

    fn passes(&self, row: &Row, filter: &Filter) -> bool {
        match filter {
            Filter::And(filters) => filters.iter().all(|it| self.passes(row, it)),
            Filter::Or(filters) => filters.iter().any(|it| self.passes(row, it)),
            Filter::Not(filter) => !self.passes(row, filter),
            Filter::Key(test) => holds(&Cell::Text(row.key().as_str()), &[], test),
            Filter::Field(field, test) => holds(&row.cell(*field), &referred(row, *field), test),
            Filter::Search(text) => {
                let found = naive::search(self.rows, &[row.table()], text);
                found.iter().any(|it| it.1 == row.id().to_string())
            }
            Filter::Via(field, filter) => {
                let ids = referred(row, *field);
                let mut targets = self.rows.iter().filter(|it| ids.contains(&it.id().to_string()));
                targets.any(|it| self.passes(it, filter))
            }
            Filter::Linked(link, filter, quantity) => {
                let link = &TABLES[row.table()].links[*link];
                let from = place(link.from);
                let via = TABLES[from].field(link.via).unwrap();
                let id = row.id().to_string();
                let linked = self.table(from).filter(|it| referred(it, via).contains(&id));
                let passing: Vec<bool> = linked.map(|it| self.passes(it, filter)).collect();
                let count = u32::try_from(passing.iter().filter(|it| **it).count()).unwrap();
                match quantity {
                    Quantity::Some => count > 0,
                    Quantity::None => count == 0,
                    Quantity::Every => passing.iter().all(|it| *it),
                    Quantity::Between(low, high) => *low <= count && count <= *high,
                }
            }
        }
    }

    /// The rows that pass, in an order.
    pub(super) fn ordered(
        &self,
        table: usize,
        filter: Option<&Filter>,
        order: &[Order],
    ) -> Vec<&'r Row> {
        let rows = self.table(table);
        let mut rows: Vec<&Row> =
            rows.filter(|it| filter.is_none_or(|filter| self.passes(it, filter))).collect();
        rows.sort_by(|one, other| stands(&place_of(one, order), &place_of(other, order), order));
        rows
    }
}

/// A page of rows that are in order.
#[derive(Debug, PartialEq)]
pub(super) struct Cut {
    pub(super) keys: Vec<String>,
    pub(super) total: u64,
    pub(super) has_previous: bool,
    pub(super) has_next: bool,
}

/// The page is `all[begin..end]`.
pub(super) fn cut(all: &[&Row], order: &[Order], page: &Page) -> Cut {
    let count_until = |place: &Option<Cursor>, is_before: fn(Ordering) -> bool| {
        let place = place.as_ref()?;
        Some(all.iter().filter(|it| is_before(stands(&place_of(it, order), place, order))).count())
    };
    let after = count_until(&page.after, Ordering::is_le).unwrap_or(0);
    let before = count_until(&page.before, Ordering::is_lt).unwrap_or(all.len());
    let (offset, limit) = (page.offset as usize, page.limit as usize);
    let (begin, end) = match page.from {
        From::Start => {
            let last = before.max(after);
            let begin = (after + offset).min(last);
            (begin, (begin + limit).min(last))
        }
        From::End => {
            let first = after.min(before);
            let end = before.saturating_sub(offset).max(first);
            (end.saturating_sub(limit).max(first), end)
        }
    };
    Cut {
        keys: all[begin..end].iter().map(|it| it.key().to_string()).collect(),
        total: all.len() as u64,
        has_previous: begin > 0,
        has_next: end < all.len(),
    }
}

/// The ids that a field of a row refers to.
pub(super) fn referred(row: &Row, field: usize) -> Vec<String> {
    match (TABLES[row.table()].fields[field].kind, row.cell(field)) {
        (Kind::Ref(table), Cell::Ref(key)) | (_, Cell::AnyRef(table, key)) => {
            vec![format!("{table}:{key}")]
        }
        (Kind::Refs(table), Cell::List(keys)) => {
            keys.iter().map(|it| format!("{table}:{it}")).collect()
        }
        _ => Vec::new(),
    }
}

fn holds(cell: &Cell<'_>, ids: &[String], test: &Test) -> bool {
    match test {
        Test::IsNull(is_null) => {
            let list = matches!(cell, Cell::List(items) if items.is_empty());
            (*cell == Cell::Null || list) == *is_null
        }
        Test::Ints(spans) => match cell {
            Cell::Int(int) => spans.iter().any(|it| it.0 <= *int && *int <= it.1),
            _ => false,
        },
        Test::Floats(spans) => match cell {
            Cell::Float(float) => spans.iter().any(|it| it.0 <= *float && *float <= it.1),
            _ => false,
        },
        Test::Refers(wanted) => ids.iter().any(|it| wanted.contains(it)),
        Test::Text(wanted) => texts(cell).iter().any(|text| {
            let read = match wanted.case {
                Case::Respected => text.clone(),
                Case::Ignored => text.to_lowercase(),
            };
            wanted.sought.iter().any(|it| match wanted.matching {
                TextMatch::Equals => read == *it,
                TextMatch::Contains => read.contains(it),
                TextMatch::StartsWith => read.starts_with(it),
                TextMatch::EndsWith => read.ends_with(it),
            })
        }),
    }
}

fn texts(cell: &Cell<'_>) -> Vec<String> {
    match cell {
        Cell::Text(text) => vec![(*text).to_owned()],
        Cell::Local(text) => text.en().into_iter().chain(text.zh()).map(str::to_owned).collect(),
        Cell::List(items) => items.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}

fn place_of(row: &Row, order: &[Order]) -> Cursor {
    let values = order.iter().map(|it| match it.by {
        OrderBy::Key => Value::Text(row.key().to_string()),
        OrderBy::Field(field) => match row.cell(field) {
            Cell::Int(int) => Value::Int(int),
            Cell::Float(float) => Value::Float(float),
            Cell::Text(text) => Value::Text(text.to_owned()),
            Cell::Local(text) => Value::Text(text.primary().to_owned()),
            _ => Value::Null,
        },
    });
    Cursor { values: values.collect(), key: row.key().to_string() }
}

fn stands(one: &Cursor, other: &Cursor, order: &[Order]) -> Ordering {
    let directed = |direction: Direction, ordering: Ordering| match direction {
        Direction::Ascending => ordering,
        Direction::Descending => ordering.reverse(),
    };
    for (place, key) in order.iter().enumerate() {
        let ordering = match (&one.values[place], &other.values[place]) {
            _ if key.by == OrderBy::Key => directed(key.direction, one.key.cmp(&other.key)),
            (Value::Null, Value::Null) => Ordering::Equal,
            (Value::Null, _) if key.nulls == Nulls::First => Ordering::Less,
            (_, Value::Null) if key.nulls == Nulls::First => Ordering::Greater,
            (Value::Null, _) => Ordering::Greater,
            (_, Value::Null) => Ordering::Less,
            (Value::Int(one), Value::Int(other)) => directed(key.direction, one.cmp(other)),
            (Value::Float(one), Value::Float(other)) => {
                directed(key.direction, one.partial_cmp(other).unwrap())
            }
            (Value::Text(one), Value::Text(other)) => directed(key.direction, one.cmp(other)),
            (one, other) => panic!("{one:?} and {other:?} are of one field"),
        };
        if ordering != Ordering::Equal {
            return ordering;
        }
    }
    let direction = order.first().map_or(Direction::Ascending, |it| it.direction);
    directed(direction, one.key.cmp(&other.key))
}
