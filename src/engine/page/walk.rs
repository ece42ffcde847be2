//! A stretch of rows that are kept in the order that is asked for: nothing is sorted.

use std::cmp::Ordering;

use roaring::RoaringBitmap;

use super::{Candidates, Stretch, ranking::Ranking};
use crate::engine::{
    Frame, Rows, Sorted,
    request::{Cursor, Direction, From, Nulls, Order, OrderBy},
};

/// Rows in an order, part after part.
pub(super) struct Walk<'a> {
    ranking: Ranking<'a>,
    /// The parts, and whether they are read from their first row or from their last.
    parts: Vec<(Rows<'a>, Direction)>,
    /// Which of the rows are meant; all where there is no such set.
    meant: Option<&'a RoaringBitmap>,
    /// How many rows may be looked at.
    looks: u64,
}

/// What of a walk is wanted: so many rows, after others are passed over, between two places.
pub(super) struct Wanted<'a> {
    pub(super) first: Option<&'a Cursor>,
    pub(super) last: Option<&'a Cursor>,
    pub(super) offset: usize,
    pub(super) limit: usize,
}

/// Rows in turn, away from a place.
type Way<'a> = Box<dyn Iterator<Item = u32> + 'a>;

/// Where this part of a table's rows or more are meant, they are met soon enough by a walk. For
/// fewer it is not worth while to make, and to keep up, the order of all.
const SHARE: u64 = 64;

/// To look at so many rows takes as long as to compare one with others until its place is found:
/// 24 ns against 90 ns, measured on 300,000 people by name.
const LOOKS_PER_SORTED: u64 = 4;

impl<'a> Walk<'a> {
    /// The walk over the candidates, if they are kept in the order that is asked for.
    pub(super) fn new(ranking: Ranking<'a>, candidates: &'a Candidates<'a>) -> Option<Self> {
        let frame = ranking.frame;
        let all = |looks, meant| {
            let parts = parts(frame, ranking.order)?;
            Some(Walk { ranking, parts, meant, looks })
        };
        let mut walk = match candidates {
            Candidates::All => all(u64::MAX, None),
            Candidates::Some(rows) => {
                let is_many = rows.len() * SHARE >= frame.live().len();
                is_many.then(|| all(rows.len() * LOOKS_PER_SORTED, Some(*rows))).flatten()
            }
            Candidates::Linked(rows) => Walk::by_key(ranking, *rows),
            Candidates::List(rows) => Walk::by_key(ranking, Rows::Few(rows)),
        }?;
        if ranking.from == From::End {
            walk.parts.reverse();
            walk.parts.iter_mut().for_each(|it| it.1 = opposite(it.1));
        }
        Some(walk)
    }

    /// The walk over rows in order of their keys.
    fn by_key(ranking: Ranking<'a>, rows: Rows<'a>) -> Option<Self> {
        let direction = key_direction(ranking.order)?;
        Some(Walk { ranking, parts: vec![(rows, direction)], meant: None, looks: u64::MAX })
    }

    /// The wanted rows; `None` where more would have to be looked at than is worth while.
    pub(super) fn stretch(&self, wanted: &Wanted<'_>) -> Option<Stretch> {
        let is_passed = |row: u32| {
            wanted.first.is_some_and(|it| self.ranking.compare_to(row, it) != Ordering::Greater)
        };
        let (ahead, passed): (Vec<Way<'_>>, Vec<Way<'_>>) =
            self.parts.iter().map(|(rows, it)| ways(*rows, *it, is_passed)).unzip();
        let mut looks = self.looks;
        let mut found =
            Stretch { rows: Vec::new(), is_after_others: false, is_before_others: false };
        let mut offset = wanted.offset;
        for row in ahead.into_iter().flatten() {
            looks = looks.checked_sub(1)?;
            if !self.is_meant(row) {
                continue;
            }
            let is_within =
                wanted.last.is_none_or(|it| self.ranking.compare_to(row, it) == Ordering::Less);
            if !is_within || (offset == 0 && found.rows.len() == wanted.limit) {
                found.is_before_others = true;
                break;
            }
            if offset > 0 {
                offset -= 1;
                found.is_after_others = true;
            } else {
                found.rows.push(row);
            }
        }
        for row in passed.into_iter().flatten() {
            if found.is_after_others {
                break;
            }
            looks = looks.checked_sub(1)?;
            found.is_after_others = self.is_meant(row);
        }
        Some(found)
    }

    fn is_meant(&self, row: u32) -> bool {
        self.meant.is_none_or(|it| it.contains(row))
    }
}

/// All rows of a table in an order, if they are kept in it.
fn parts<'a>(frame: &'a Frame, order: &[Order]) -> Option<Vec<(Rows<'a>, Direction)>> {
    if let Some(direction) = key_direction(order) {
        return Some(vec![(Rows::Many(frame.by_key()), direction)]);
    }
    let (first, rest) = order.split_first()?;
    let OrderBy::Field(field) = first.by else { return None };
    // Rows of equal values are kept by their keys, and are read as the values are.
    if !rest.is_empty() && key_direction(rest) != Some(first.direction) {
        return None;
    }
    let sorted = frame.order(field);
    let part = |it: &'a Sorted| (Rows::Many(it), first.direction);
    Some(match first.nulls {
        Nulls::First => vec![part(&sorted.nulls), part(&sorted.valued)],
        Nulls::Last => vec![part(&sorted.valued), part(&sorted.nulls)],
    })
}

/// The direction of an order by the row's key alone. No two rows have one key, so that whatever
/// follows it says nothing.
fn key_direction(order: &[Order]) -> Option<Direction> {
    match order.first() {
        None => Some(Direction::Ascending),
        Some(first) => (first.by == OrderBy::Key).then_some(first.direction),
    }
}

/// The rows after those that are passed, onwards, and those that are, backwards.
fn ways<'a>(
    rows: Rows<'a>,
    direction: Direction,
    is_passed: impl Fn(u32) -> bool,
) -> (Way<'a>, Way<'a>) {
    // Rows that are passed stand before the others for whom reads forwards, else behind them.
    let is_before = |row: u32| is_passed(row) == (direction == Direction::Ascending);
    let (onwards, backwards): (Way<'a>, Way<'a>) = match rows {
        Rows::Few(rows) => {
            let place = rows.partition_point(|it| is_before(*it));
            let (before, behind) = rows.split_at(place);
            (Box::new(behind.iter().copied()), Box::new(before.iter().rev().copied()))
        }
        Rows::Many(rows) => {
            let place = rows.partition_point(is_before);
            (Box::new(rows.iter_from(place)), Box::new(rows.iter_back_from(place)))
        }
    };
    match direction {
        Direction::Ascending => (onwards, backwards),
        Direction::Descending => (backwards, onwards),
    }
}

fn opposite(direction: Direction) -> Direction {
    match direction {
        Direction::Ascending => Direction::Descending,
        Direction::Descending => Direction::Ascending,
    }
}
