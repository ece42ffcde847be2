//! Stretches of ordered rows.

mod ranking;
mod walk;

use std::cmp::Ordering;

use roaring::RoaringBitmap;

use super::{
    Frame, Rows,
    request::{From, Order, Page},
    work::Work,
};
use ranking::Ranking;
use walk::{Walk, Wanted};

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
    /// Whether candidates stand behind the stretch, be they within the bounds of the page or not.
    pub has_next: bool,
    /// Whether candidates stand before the stretch, be they within the bounds of the page or not.
    pub has_previous: bool,
}

/// A stretch of rows, seen from the end at which the page begins.
struct Stretch {
    rows: Vec<u32>,
    is_after_others: bool,
    is_before_others: bool,
}

impl Candidates<'_> {
    /// How many there are.
    pub fn len(&self, frame: &Frame) -> u64 {
        match self {
            Candidates::All => frame.live().len(),
            Candidates::Some(rows) => rows.len(),
            Candidates::Linked(rows) => rows.len() as u64,
            Candidates::List(rows) => rows.len() as u64,
        }
    }

    /// Whether all of them may have to be compared with each other to find a page in an order.
    pub fn are_compared(&self, order: &[Order]) -> bool {
        match self {
            Candidates::All => order.len() > 1,
            Candidates::Some(_) | Candidates::Linked(_) | Candidates::List(_) => !order.is_empty(),
        }
    }

    /// All of them.
    pub fn rows(&self, frame: &Frame) -> Vec<u32> {
        match self {
            Candidates::All => frame.live().iter().collect(),
            Candidates::Some(rows) => rows.iter().collect(),
            Candidates::Linked(rows) => rows.iter().collect(),
            Candidates::List(rows) => rows.clone(),
        }
    }
}

/// The rows of a page of `candidates` in the order of `order`.
///
/// Rows that the table keeps in this order are walked from the place where the page begins: that
/// takes time by the length of the page, and logarithmic in the number of rows. Others are compared
/// with each other, all candidates once.
pub fn page(
    frame: &Frame,
    candidates: &Candidates<'_>,
    order: &[Order],
    page: &Page,
    work: &Work,
) -> PageRows {
    let total = candidates.len(frame);
    if let (Candidates::Linked(rows), [], true) = (candidates, order, page.is_plain()) {
        let rows: Vec<u32> = rows.iter().take(page.limit as usize).collect();
        let has_next = (rows.len() as u64) < total;
        return PageRows { rows, total, has_next, has_previous: false };
    }
    let ranking = Ranking { frame, order, from: page.from };
    let (after, before) = (page.after.as_ref(), page.before.as_ref());
    let (first, last) = match page.from {
        From::Start => (after, before),
        From::End => (before, after),
    };
    let (offset, limit) = (page.offset as usize, page.limit as usize);
    let wanted = Wanted { first, last, offset, limit };
    let walk = Walk::new(ranking, candidates);
    let walked = walk.and_then(|it| it.stretch(&wanted));
    let Stretch { mut rows, is_after_others, is_before_others } =
        walked.unwrap_or_else(|| selected(ranking, candidates.rows(frame), &wanted, work));
    let (has_previous, has_next) = match page.from {
        From::Start => (is_after_others, is_before_others),
        From::End => (is_before_others, is_after_others),
    };
    if page.from == From::End {
        rows.reverse();
    }
    PageRows { rows, total, has_next, has_previous }
}

/// The wanted ones of `rows`, found by comparison.
fn selected(ranking: Ranking<'_>, mut rows: Vec<u32>, wanted: &Wanted<'_>, work: &Work) -> Stretch {
    let count = rows.len();
    if let Some(first) = wanted.first {
        rows.retain(|it| ranking.compare_to(*it, first) == Ordering::Greater);
    }
    let passed = count - rows.len();
    let count = rows.len();
    if let Some(last) = wanted.last {
        rows.retain(|it| ranking.compare_to(*it, last) == Ordering::Less);
    }
    let beyond = count - rows.len();
    let begin = wanted.offset.min(rows.len());
    let end = begin.saturating_add(wanted.limit).min(rows.len());
    let left = rows.len() - end;
    if left > 0 {
        rows.select_nth_unstable_by(end, |one, other| ranking.compare(*one, *other));
        rows.truncate(end);
    }
    work.sort(&mut rows, |one, other| ranking.compare(*one, *other));
    rows.drain(..begin);
    Stretch { rows, is_after_others: passed + begin > 0, is_before_others: beyond + left > 0 }
}
