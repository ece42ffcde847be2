//! Organizations ranked by their papers over a span of years.
//!
//! A row of papers says how many papers an organization, or a person of one, had in a year, all of
//! them or those of one venue or area. The rules, each with a test that is named for it:
//!
//! 1. A row without a year counts over all years: it counts in no span, and is told of apart.
//! 2. A row without an organization counts for none.
//! 3. A row of a person does not count by the number of papers: two authors of one paper would
//!    count it twice. By the adjusted number, where each author has a part, it does count.
//! 4. Rows of one source about the same papers - same year, organization, person, venue and area -
//!    are parts and are added. Of several sources, one counts: the one that was true last, by the
//!    rows' dates, else its own; then the first by key.
//! 5. A row that covers another one holds its papers: it is of the same year, and leaves open, or
//!    has in common, person, venue and area. Rows that are covered do not count.
//! 6. Rolled up, an organization counts for the topmost one it is a part of, and a row of an
//!    organization covers those of its parts. Otherwise each is ranked by its own rows.
//! 7. The total holds the papers of parts once, rolled up or not, so shares of organizations that
//!    are parts of each other may make more than 1.
//! 8. Equal numbers have equal ranks, and as many ranks are left out after them: 1, 2, 2, 4.
//! 9. The span before is as long, and ends where this one begins; who had no row there had no rank.
//!
//! A paper by several organizations counts for each, unless it is the adjusted number.

mod answer;
mod papers;

use std::collections::{BTreeMap, HashMap};

use roaring::RoaringBitmap;

use super::{Snapshot, compute::Refusal, request::Filter};
use crate::catalog::{enums::RankedBy, place};

pub(super) use answer::ask;

/// Years a span may have.
pub const SPAN_MAX: i64 = 100;

/// Which organizations are ranked, by which papers.
#[derive(Clone, Debug, PartialEq)]
pub struct RankingRequest {
    /// Which rows of papers are looked at; all where there is none.
    pub rows: Option<Filter>,
    /// Which organizations are ranked, after they were rolled up; all where there is none.
    pub among: Option<Filter>,
    /// First year of the span.
    pub from: i64,
    /// Last year of the span.
    pub to: i64,
    pub by: RankedBy,
    /// Whether organizations count for the topmost one they are a part of.
    pub roll_up: bool,
    /// Organizations to pass over.
    pub offset: u32,
    /// Organizations that are wanted.
    pub first: u32,
}

/// Organizations in order of their ranks, then of their keys.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// How many are ranked in all.
    pub ranked: usize,
    /// Papers of all that are ranked.
    pub total: f64,
    /// First and last year of the span before.
    pub previous: (i64, i64),
    pub coverage: Coverage,
    /// Those that are wanted.
    pub entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub organization: u32,
    pub standing: Standing,
    /// In the span before.
    pub previous: Option<Standing>,
    /// For each year of the span in which it has rows.
    pub years: Vec<(i64, Standing)>,
    /// The rows it was counted from.
    pub rows: RoaringBitmap,
}

/// Where an organization stands among the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// 1 for the most papers.
    pub rank: u32,
    /// To six places.
    pub papers: f64,
}

/// How many rows were counted, and how many were not, and why; each row is told of once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    pub counted: u32,
    /// Of those that were counted: which say that their number is not exact.
    pub inexact: u32,
    pub without_organization: u32,
    pub without_year: u32,
    /// Of a person, where those do not count.
    pub of_people: u32,
    /// Without the adjusted number that was asked for.
    pub without_number: u32,
    /// Of an organization that is not among those that are ranked.
    pub not_ranked: u32,
    /// About the same papers as a row of another source that counts.
    pub repeated: u32,
    /// About papers that a wider row counts.
    pub covered: u32,
}

/// Ranks organizations by their papers.
///
/// # Errors
///
/// The span ends before it begins, or has more than [`SPAN_MAX`] years.
pub fn rank(snapshot: &Snapshot, asked: &RankingRequest) -> Result<Ranking, Refusal> {
    let (from, to) = (asked.from, asked.to);
    let years = to - from + 1;
    if years < 1 {
        let why = format!("`from` is {from} and `to` is {to}: write the earlier year first");
        return Err(Refusal::BadInput(why));
    }
    if years > SPAN_MAX {
        let why =
            format!("the span from {from} to {to} has {years} years: the limit is {SPAN_MAX}");
        return Err(Refusal::Limit(why));
    }
    let previous = (from - years, from - 1);
    let (papers, coverage) = papers::counted(snapshot, asked, previous.0);
    let organizations = snapshot.frame(place("Organization"));
    let mut by_year: BTreeMap<i64, HashMap<u32, f64>> = BTreeMap::new();
    for it in &papers {
        *by_year.entry(it.year).or_default().entry(it.ranked).or_default() += it.number;
    }
    let within = |first: i64, last: i64| {
        let mut counts: HashMap<u32, f64> = HashMap::new();
        for (organization, count) in by_year.range(first..=last).flat_map(|it| it.1) {
            *counts.entry(*organization).or_default() += count;
        }
        standings(counts, |it| organizations.key(it))
    };
    let before: HashMap<u32, Standing> = within(previous.0, previous.1).into_iter().collect();
    let mut yearly: HashMap<u32, Vec<(i64, Standing)>> = HashMap::new();
    for year in from..=to {
        for (organization, standing) in within(year, year) {
            yearly.entry(organization).or_default().push((year, standing));
        }
    }
    let all = within(from, to);
    let wanted = all.iter().skip(asked.offset as usize).take(asked.first as usize);
    let mut rows: BTreeMap<u32, RoaringBitmap> =
        wanted.clone().map(|it| (it.0, RoaringBitmap::new())).collect();
    for paper in papers.iter().filter(|it| it.year >= from) {
        if let Some(rows) = rows.get_mut(&paper.ranked) {
            rows.insert(paper.row);
        }
    }
    let entries = wanted.map(|(organization, standing)| Entry {
        organization: *organization,
        standing: *standing,
        previous: before.get(organization).copied(),
        years: yearly.remove(organization).unwrap_or_default(),
        rows: rows.remove(organization).unwrap_or_default(),
    });
    let once = papers.iter().filter(|it| it.year >= from && it.is_outermost);
    Ok(Ranking {
        ranked: all.len(),
        total: rounded(once.map(|it| it.number).sum()),
        previous,
        coverage,
        entries: entries.collect(),
    })
}

/// To six places, so that the order in which numbers were added decides nothing.
fn rounded(number: f64) -> f64 {
    // The sum of nothing is negative zero.
    (number * 1e6).round() / 1e6 + 0.0
}

/// Competition ranking: most first, then by key.
fn standings<'s>(counts: HashMap<u32, f64>, key: impl Fn(u32) -> &'s str) -> Vec<(u32, Standing)> {
    let mut all: Vec<(u32, f64)> = counts.into_iter().map(|it| (it.0, rounded(it.1))).collect();
    all.sort_by(|one, other| other.1.total_cmp(&one.1).then_with(|| key(one.0).cmp(key(other.0))));
    let mut standings: Vec<(u32, Standing)> = Vec::with_capacity(all.len());
    for (number, (organization, papers)) in (1..).zip(all) {
        let before = standings.last().map(|it| it.1);
        let rank =
            before.filter(|it| it.papers.total_cmp(&papers).is_eq()).map_or(number, |it| it.rank);
        standings.push((organization, Standing { rank, papers }));
    }
    standings
}
