//! Stretches of ordered rows.

use std::cmp::Ordering;

use roaring::RoaringBitmap;

use super::{
    Frame, Rows, Sorted,
    column::Column,
    request::{Cursor, Direction, From, Nulls, Order, OrderBy, Page, Value},
};

/// Among which rows a page is sought.
pub enum Candidates<'s> {
    /// All rows of the table.
    All,
    /// Some rows of the table.
    Some(&'s RoaringBitmap),
    /// Rows in order of their keys.
    Linked(Rows<'s>),
    /// Rows in order of their keys.
    List(Vec<u32>),
}

/// A stretch of rows, in order.
#[derive(Debug, PartialEq, Eq)]
pub struct PageRows {
    pub rows: Vec<u32>,
    /// How many candidates there are, on whatever page.
    pub total: u64,
    /// Whether a candidate stands behind the last row, or behind the place where the page is empty.
    pub has_next: bool,
    /// Whether a candidate stands before the first row.
    pub has_previous: bool,
}

/// A sorted walk is worth its while where this share of the rows, or more, are candidates: 1 in 16.
const WALK_SHARE: u64 = 16;

impl Candidates<'_> {
    fn len(&self, frame: &Frame) -> u64 {
        match self {
            Candidates::All => frame.live().len(),
            Candidates::Some(rows) => rows.len(),
            Candidates::Linked(rows) => rows.len() as u64,
            Candidates::List(rows) => rows.len() as u64,
        }
    }

    fn contains(&self, row: u32) -> bool {
        match self {
            Candidates::All => true,
            Candidates::Some(rows) => rows.contains(row),
            Candidates::Linked(_) | Candidates::List(_) => {
                unreachable!("lists are not walked by another order")
            }
        }
    }

    fn rows(&self, frame: &Frame) -> Vec<u32> {
        match self {
            Candidates::All => frame.live().iter().collect(),
            Candidates::Some(rows) => rows.iter().collect(),
            Candidates::Linked(rows) => rows.iter().collect(),
            Candidates::List(rows) => rows.clone(),
        }
    }
}

/// The rows of a page of `candidates` in the order of `order`.
pub fn page(frame: &Frame, candidates: &Candidates<'_>, order: &[Order], page: &Page) -> PageRows {
    let total = candidates.len(frame);
    if let (Candidates::Linked(rows), [], true) = (candidates, order, page.is_plain()) {
        let rows: Vec<u32> = rows.iter().take(page.limit as usize).collect();
        let has_next = (rows.len() as u64) < total;
        return PageRows { rows, total, has_next, has_previous: false };
    }
    let walk = match candidates {
        Candidates::All => walk(frame, order),
        Candidates::Some(rows) if rows.len() * WALK_SHARE >= frame.live().len() => {
            walk(frame, order)
        }
        _ => None,
    };
    let (mut rows, has_behind) = match walk {
        Some(walk) => walked(frame, (&walk, candidates), order, page),
        None => selected(frame, candidates, order, page),
    };
    if page.from == From::End {
        rows.reverse();
    }
    let bound = |cursor: &Option<Cursor>| cursor.is_some();
    let skipped = page.offset > 0;
    // What was passed over at the end where the page begins: rows beyond a cursor, or the offset.
    // A cursor stands at a row of the list it was made for, which is itself passed over.
    let (has_next, has_previous) = match page.from {
        From::Start => {
            (has_behind || bound(&page.before), bound(&page.after) || (skipped && total > 0))
        }
        From::End => {
            (bound(&page.before) || (skipped && total > 0), has_behind || bound(&page.after))
        }
    };
    PageRows { rows, total, has_next, has_previous }
}

/// Sorted parts that, one after the other, give all rows in an order, forwards or backwards.
struct Walk<'s> {
    parts: Vec<&'s Sorted>,
    /// For each part, whether its rows come last to first.
    backwards: Vec<bool>,
}

/// The walk for an order by one field or by the key.
fn walk<'s>(frame: &'s Frame, order: &[Order]) -> Option<Walk<'s>> {
    let backwards = |it: &Order| it.direction == Direction::Descending;
    match order {
        [] => Some(Walk { parts: vec![frame.by_key()], backwards: vec![false] }),
        [one] => Some(match one.by {
            OrderBy::Key => Walk { parts: vec![frame.by_key()], backwards: vec![backwards(one)] },
            OrderBy::Field(field) => {
                let sorted = frame.order(field);
                let parts = match one.nulls {
                    Nulls::First => vec![&sorted.nulls, &sorted.valued],
                    Nulls::Last => vec![&sorted.valued, &sorted.nulls],
                };
                Walk { parts, backwards: vec![backwards(one); 2] }
            }
        }),
        _ => None,
    }
}

/// The page's rows from the end where it begins, and whether more would follow, by a walk.
fn walked(
    frame: &Frame,
    (walk, candidates): (&Walk<'_>, &Candidates<'_>),
    order: &[Order],
    page: &Page,
) -> (Vec<u32>, bool) {
    let (first, last) = match page.from {
        From::Start => (&page.after, &page.before),
        From::End => (&page.before, &page.after),
    };
    let is_end = page.from == From::End;
    let mut steps: Vec<(&Sorted, bool)> =
        walk.parts.iter().copied().zip(walk.backwards.iter().map(|it| *it != is_end)).collect();
    if is_end {
        steps.reverse();
    }
    let stands = |row: u32, cursor: &Cursor| compare_to_cursor(frame, order, row, cursor);
    let (before, behind) = match page.from {
        From::Start => (Ordering::Less, Ordering::Greater),
        From::End => (Ordering::Greater, Ordering::Less),
    };
    let rows = steps.into_iter().flat_map(|(part, backwards)| -> Box<dyn Iterator<Item = u32>> {
        // The part's rows that come before the cursor or at it are passed over without a look.
        let passed = |row: u32| first.as_ref().is_some_and(|it| stands(row, it) != behind);
        if backwards {
            let place = part.partition_point(|row| !passed(row));
            Box::new(part.iter_back_from(place))
        } else {
            let place = part.partition_point(passed);
            Box::new(part.iter_from(place))
        }
    });
    let rows = rows.filter(|it| candidates.contains(*it));
    let is_within = |row: &u32| last.as_ref().is_none_or(|it| stands(*row, it) == before);
    let mut rows = rows.take_while(is_within).skip(page.offset as usize);
    let found: Vec<u32> = rows.by_ref().take(page.limit as usize).collect();
    let more = rows.next().is_some();
    (found, more)
}

/// The page's rows from the end where it begins, and whether more would follow, by comparing all.
fn selected(
    frame: &Frame,
    candidates: &Candidates<'_>,
    order: &[Order],
    page: &Page,
) -> (Vec<u32>, bool) {
    let mut rows = candidates.rows(frame);
    if let Some(after) = &page.after {
        rows.retain(|it| compare_to_cursor(frame, order, *it, after) == Ordering::Greater);
    }
    if let Some(before) = &page.before {
        rows.retain(|it| compare_to_cursor(frame, order, *it, before) == Ordering::Less);
    }
    let is_end = page.from == From::End;
    let in_order = order.is_empty() && !matches!(candidates, Candidates::All | Candidates::Some(_));
    if in_order {
        if is_end {
            rows.reverse();
        }
    } else {
        let compare = |one: &u32, other: &u32| {
            let ordering = compare_rows(frame, order, *one, *other);
            if is_end { ordering.reverse() } else { ordering }
        };
        let wanted = page.offset as usize + page.limit as usize;
        if wanted < rows.len() {
            // One more than wanted stays behind, so that it is known that there is one.
            rows.select_nth_unstable_by(wanted, compare);
            rows.truncate(wanted + 1);
        }
        rows.sort_unstable_by(compare);
    }
    let mut rows = rows.into_iter().skip(page.offset as usize);
    let found: Vec<u32> = rows.by_ref().take(page.limit as usize).collect();
    let more = rows.next().is_some();
    (found, more)
}

fn compare_rows(frame: &Frame, order: &[Order], one: u32, other: u32) -> Ordering {
    for key in order {
        let ordering = match key.by {
            OrderBy::Key => directed(key.direction, frame.key(one).cmp(frame.key(other))),
            OrderBy::Field(field) => {
                let column = frame.column(field);
                match (column.is_null(one), column.is_null(other)) {
                    (false, false) => directed(key.direction, column.compare(one, other)),
                    (one, other) => nulls_apart(key.nulls, one, other),
                }
            }
        };
        if ordering != Ordering::Equal {
            return ordering;
        }
    }
    directed(last_direction(order), frame.key(one).cmp(frame.key(other)))
}

/// How a row stands to the place of a cursor.
fn compare_to_cursor(frame: &Frame, order: &[Order], row: u32, cursor: &Cursor) -> Ordering {
    for (key, value) in order.iter().zip(&cursor.values) {
        let ordering = match key.by {
            OrderBy::Key => directed(key.direction, frame.key(row).cmp(&cursor.key)),
            OrderBy::Field(field) => {
                let column = frame.column(field);
                match (column.is_null(row), *value == Value::Null) {
                    (false, false) => directed(key.direction, compare_to(column, row, value)),
                    (row, cursor) => nulls_apart(key.nulls, row, cursor),
                }
            }
        };
        if ordering != Ordering::Equal {
            return ordering;
        }
    }
    directed(last_direction(order), frame.key(row).cmp(&cursor.key))
}

fn compare_to(column: &Column, row: u32, value: &Value) -> Ordering {
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

/// The direction of the key that ends an order.
fn last_direction(order: &[Order]) -> Direction {
    order.first().map_or(Direction::Ascending, |it| it.direction)
}
