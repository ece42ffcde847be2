//! Rows that may stand for one and the same, and what speaks for and against it.
//!
//! Records are linked as by Fellegi and Sunter, "A theory for record linkage", 1969: each way in
//! which two rows agree or disagree has a weight, the binary logarithm of how much oftener it is
//! seen in rows that are one and the same than in rows that are not; the weights are added up. They
//! are set by hand here, since a graph holds no pairs that are known to be the same.
//!
//! A pair is only looked at where something marks the two as one: an external key, a name or a
//! page in common. So rows need not be compared with all others: rows that have a mark in common
//! are found by sorting all marks ([`marks`]). A mark of more than [`MARKED_MAX`] rows marks
//! nothing; the search for the pairs of one row knows no such limit.
//!
//! What it costs, for n rows: a name makes some 5 marks, and one more for each letter of its words of
//! five letters and more, so that a row has 20 to 60 of them. All marks are made and sorted, in
//! O(n log n) time and 16 bytes each: some 0.5 to 1 GB for a million people while that goes on, and
//! nothing after it. A mark makes at most [`MARKED_MAX`]² pairs, all together at most [`PAIRS_MAX`],
//! or the search is refused; each pair is then compared in the time of its few names and spells. The
//! pairs of one row take the time of making all marks, and no memory. A million rows count as a
//! quarter of what one request may look at, by [`cost`].

mod answer;
pub mod identity;
mod marks;
mod names;
mod reasons;

use roaring::RoaringBitmap;

use super::{
    Snapshot, compute::Refusal, filter::matching, request::Filter, work::ROWS_PER_COMPUTATION,
};
use crate::catalog::{
    enums::{DuplicateReason, DuplicateType},
    place,
};

pub(super) use answer::ask;

/// Rows that may have a mark in common: a name that more have tells nobody apart. Where few of them
/// are brief names, and so few pairs are made, there may be more.
pub const MARKED_MAX: usize = 100;

/// Pairs that are looked at, each as often as it has a mark in common: some seconds.
pub const PAIRS_MAX: usize = 4_000_000;

/// The sum of weights at which two rows are as likely one as two.
const EVEN_WEIGHT: f64 = 8.0;

/// Which pairs are looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct DuplicatesRequest {
    /// Of these types, with the rows of which one must be in the pair; all where there is no filter.
    pub types: Vec<(DuplicateType, Option<Filter>)>,
    /// Only pairs with this row, by table and number.
    pub of: Option<(usize, u32)>,
    pub score_min: f64,
    /// Pairs that are wanted.
    pub first: usize,
}

/// Two rows of a table that may stand for one and the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub table: usize,
    /// The row whose key comes first.
    pub one: u32,
    pub other: u32,
    pub score: f64,
    pub reasons: Vec<Reason>,
}

/// What speaks for or against it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    pub kind: DuplicateReason,
    pub detail: String,
    /// In bits.
    pub weight: f64,
}

/// The table of a type.
pub fn table_of(of: DuplicateType) -> usize {
    match of {
        DuplicateType::Person => place("Person"),
        DuplicateType::Organization => place("Organization"),
    }
}

/// The pairs that are looked for: highest score first, then by table and keys.
///
/// # Errors
///
/// A refusal that names [`PAIRS_MAX`], where more pairs have a mark in common.
pub fn candidates(
    snapshot: &Snapshot,
    asked: &DuplicatesRequest,
) -> Result<Vec<Candidate>, Refusal> {
    let mut found = Vec::new();
    for (of, filter) in &asked.types {
        let table = table_of(*of);
        let of = asked.of.filter(|it| it.0 == table).map(|it| it.1);
        if asked.of.is_some() && of.is_none() {
            continue;
        }
        let among = filter.as_ref().map(|it| matching(snapshot, table, it));
        let is_among = |row: u32| among.as_ref().is_none_or(|it: &RoaringBitmap| it.contains(row));
        let pairs = match of {
            Some(row) => marks::pairs_with(snapshot, table, row),
            None => marks::pairs(snapshot, table, &is_among)?,
        };
        let pairs =
            snapshot.watched(pairs.into_iter()).filter(|it| is_among(it.0) || is_among(it.1));
        let candidates = pairs.filter_map(|it| candidate(snapshot, table, it));
        for candidate in candidates.filter(|it| it.score >= asked.score_min) {
            found.push(candidate);
            // There may be millions that nobody wants.
            if found.len() > HELD_MIN && found.len() / 2 > asked.first {
                keep_best(snapshot, &mut found, asked.first);
            }
        }
    }
    keep_best(snapshot, &mut found, asked.first);
    Ok(found)
}

/// Candidates that are held before the worse ones are let go.
const HELD_MIN: usize = 1_000;

/// The first so many, in order.
fn keep_best(snapshot: &Snapshot, found: &mut Vec<Candidate>, first: usize) {
    let key = |it: &Candidate| {
        let frame = snapshot.frame(it.table);
        (it.table, frame.key(it.one), frame.key(it.other))
    };
    found.sort_by(|one, other| {
        other.score.total_cmp(&one.score).then_with(|| key(one).cmp(&key(other)))
    });
    found.truncate(first);
}

/// What speaks for and against that two rows of a table stand for one and the same; `None` where
/// nothing marks them as one.
pub fn candidate(snapshot: &Snapshot, table: usize, (one, other): (u32, u32)) -> Option<Candidate> {
    let frame = snapshot.frame(table);
    let (one, other) = if frame.key(one) <= frame.key(other) { (one, other) } else { (other, one) };
    let reasons = reasons::reasons(snapshot, table, (one, other));
    if !reasons.iter().any(|it| is_mark(it.kind)) {
        return None;
    }
    let weight: f64 = reasons.iter().map(|it| it.weight).sum();
    let score = 1.0 / (1.0 + (EVEN_WEIGHT - weight).exp2());
    Some(Candidate { table, one, other, score, reasons })
}

/// Whether a reason marks two rows as one, if weakly.
fn is_mark(kind: DuplicateReason) -> bool {
    matches!(
        kind,
        DuplicateReason::SameExternalKey
            | DuplicateReason::SimilarName
            | DuplicateReason::SameAlias
            | DuplicateReason::SameDomain
            | DuplicateReason::SameWebsite
    )
}

/// How many rows of a column are read in the time in which the pairs of a graph are found.
pub(super) fn cost(snapshot: &Snapshot) -> u64 {
    let types = [DuplicateType::Person, DuplicateType::Organization];
    let rows = types.map(|it| u64::from(snapshot.frame(table_of(it)).rows()));
    // Each row has about eight marks.
    rows.iter().sum::<u64>().saturating_mul(8 * ROWS_PER_COMPUTATION)
}
