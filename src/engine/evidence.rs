//! What rows rest on: their sources, dates and licences.

use std::{cmp::Reverse, collections::BTreeSet};

use super::{Column, Frame, Snapshot, compute::Datum};
use crate::catalog::{
    evidence::{LICENCES_MAX, SOURCES_MAX},
    place,
    value::PartialDate,
};

/// What some rows of one table rest on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// How many rows there are.
    pub count: u64,
    /// How many sources they have.
    pub source_count: usize,
    /// The sources by their rows, and how many of the rows each has: most first, then by key; no
    /// more than [`SOURCES_MAX`].
    pub sources: Vec<(u32, u64)>,
    /// The first date in the order of dates: a row's `as_of`, else the date of its source.
    pub oldest: Option<PartialDate>,
    /// The last of these dates.
    pub newest: Option<PartialDate>,
    /// Each licence of a source once, in order; no more than [`LICENCES_MAX`].
    pub licences: Vec<String>,
    /// How many rows have a source that names no licence.
    pub unlicensed: u64,
}

/// Gathers evidence of several sets of rows of one table, one set after the other.
#[derive(Debug)]
pub struct Gatherer<'s> {
    sources: &'s Frame,
    /// The row's source; `None` in the table of sources, where a row is its own.
    source: Option<&'s Column>,
    as_of: Option<&'s Column>,
    dates: &'s Column,
    licences: &'s Column,
    /// By source: how many rows it has. All zero between two sets.
    counts: Vec<u64>,
    /// By source: whether it has a row without a date of its own. All false between two sets.
    is_needed: Vec<bool>,
    /// The sources that have rows.
    met: Vec<u32>,
}

impl<'s> Gatherer<'s> {
    /// Takes room in proportion to the number of sources.
    pub fn new(snapshot: &'s Snapshot, table: usize) -> Self {
        let frame = snapshot.frame(table);
        let sources = snapshot.frame(place("Source"));
        let column = |name| frame.table().field(name).map(|it| frame.column(it));
        let of_source = |name| {
            let field = sources.table().field(name).expect("evidence names fields of sources");
            sources.column(field)
        };
        Gatherer {
            sources,
            source: column("source"),
            as_of: column("as_of"),
            dates: of_source("date"),
            licences: of_source("licence"),
            counts: vec![0; sources.rows() as usize],
            is_needed: vec![false; sources.rows() as usize],
            met: Vec::new(),
        }
    }

    /// What these rows rest on. Takes time in proportion to their number, and to that of their
    /// sources to sort them.
    pub fn gather(&mut self, rows: impl Iterator<Item = u32>) -> Evidence {
        let mut span = Span::default();
        let mut count = 0;
        for row in rows {
            count += 1;
            let source = self.source.map_or(Some(row), |it| it.target(row));
            let source = source.expect("every row has a source");
            let place = source as usize;
            if self.counts[place] == 0 {
                self.met.push(source);
            }
            self.counts[place] += 1;
            match self.as_of.and_then(|it| it.int(row)) {
                Some(date) => span.add(date),
                None => self.is_needed[place] = true,
            }
        }
        let evidence = self.found(count, span);
        for source in self.met.drain(..) {
            self.counts[source as usize] = 0;
            self.is_needed[source as usize] = false;
        }
        evidence
    }

    fn found(&mut self, count: u64, mut span: Span) -> Evidence {
        let mut licences = BTreeSet::new();
        let mut unlicensed = 0;
        for &source in &self.met {
            if let Some(date) = self.dates.int(source).filter(|_| self.is_needed[source as usize]) {
                span.add(date);
            }
            match self.licences.text(source) {
                Some(licence) => _ = licences.insert(licence),
                None => unlicensed += self.counts[source as usize],
            }
            if licences.len() > LICENCES_MAX {
                licences.pop_last();
            }
        }
        let source_count = self.met.len();
        let by_count = |it: &u32| (Reverse(self.counts[*it as usize]), self.sources.key(*it));
        if source_count > SOURCES_MAX {
            let compare = |one: &u32, other: &u32| by_count(one).cmp(&by_count(other));
            self.met.select_nth_unstable_by(SOURCES_MAX, compare);
        }
        let mut first = self.met[..source_count.min(SOURCES_MAX)].to_vec();
        first.sort_by(|one, other| by_count(one).cmp(&by_count(other)));
        let date = |code: Option<i64>| code.and_then(PartialDate::from_code);
        Evidence {
            count,
            source_count,
            sources: first.iter().map(|it| (*it, self.counts[*it as usize])).collect(),
            oldest: date(span.first),
            newest: date(span.last),
            licences: licences.into_iter().map(str::to_owned).collect(),
            unlicensed,
        }
    }
}

/// The first and the last of some dates, by their codes.
#[derive(Default)]
struct Span {
    first: Option<i64>,
    last: Option<i64>,
}

impl Span {
    fn add(&mut self, date: i64) {
        self.first = Some(self.first.map_or(date, |it| it.min(date)));
        self.last = Some(self.last.map_or(date, |it| it.max(date)));
    }
}

impl Evidence {
    /// The record [`crate::catalog::evidence::EVIDENCE`].
    pub fn record(&self) -> Vec<Datum> {
        let int = |it: u64| Datum::Int(i64::try_from(it).expect("a table holds few rows"));
        let date = |it: Option<PartialDate>| it.map_or(Datum::Null, Datum::Date);
        let table = place("Source");
        let sources = self.sources.iter().map(|it| vec![Datum::Row(table, it.0), int(it.1)]);
        vec![
            int(self.count),
            int(self.source_count as u64),
            Datum::Records(sources.collect()),
            date(self.oldest),
            date(self.newest),
            Datum::Texts(self.licences.clone()),
            int(self.unlicensed),
        ]
    }
}
