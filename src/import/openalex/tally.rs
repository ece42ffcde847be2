//! How many papers each author of a file wrote in each year.

use std::collections::BTreeMap;

use super::Id;
use crate::import::{Draft, Record, Wrong};

/// Counts that are kept: they take some 100 MB. Those of further authors are left out.
const COUNTS_MAX: usize = 1_000_000;

/// What is said of every count.
const NOTE: &str = "Counts the papers in one file from OpenAlex, which may not hold all.";

pub(super) struct Tally {
    /// By the number of the author, and the year.
    counts: BTreeMap<(u64, i64), Count>,
    counts_max: usize,
    /// Papers of authors that there was no room for.
    uncounted: u64,
    /// Where the last paper stands.
    line: u64,
}

/// A paper as it is counted.
pub(super) struct Paper {
    pub(super) line: u64,
    pub(super) year: i64,
    /// How many there are; `None` where not all are known.
    pub(super) authors: Option<usize>,
}

struct Count {
    /// Where the first paper stands.
    line: u64,
    papers: u32,
    /// The sum of the author's shares; `None` where one of them is not known.
    shares: Option<f64>,
}

impl Default for Tally {
    fn default() -> Self {
        Tally { counts: BTreeMap::new(), counts_max: COUNTS_MAX, uncounted: 0, line: 0 }
    }
}

impl Tally {
    /// Counts a paper for one of its authors.
    pub(super) fn add(&mut self, author: Id, paper: &Paper) {
        self.line = paper.line;
        let (is_full, key) = (self.counts.len() >= self.counts_max, (author.number, paper.year));
        if is_full && !self.counts.contains_key(&key) {
            self.uncounted += 1;
            return;
        }
        let count = self.counts.entry(key).or_insert(Count {
            line: paper.line,
            papers: 0,
            shares: Some(0.0),
        });
        count.papers += 1;
        let share =
            paper.authors.and_then(|it| u32::try_from(it).ok()).map(|it| 1.0 / f64::from(it));
        count.shares = count.shares.zip(share).map(|(sum, share)| sum + share);
    }

    /// The counts as publications, by author and year.
    pub(super) fn records(self) -> impl Iterator<Item = Record> + Send {
        let uncounted = (self.uncounted > 0).then(|| {
            let reason = format!(
                "{} papers of authors beyond the first {} are not counted: read the file in parts",
                self.uncounted, self.counts_max
            );
            let left_out = vec![Wrong::new(self.line, "authorships", reason)];
            Record { line: self.line, rows: Vec::new(), left_out }
        });
        let counts = self.counts.into_iter().map(|((author, year), count)| {
            let author = Id { letter: 'A', number: author };
            count.record(author, year)
        });
        counts.chain(uncounted)
    }
}

impl Count {
    fn record(&self, author: Id, year: i64) -> Record {
        // Six digits: sums of thirds and sevenths are not told apart by how they were added up.
        let shares = self.shares.map(|it| format!("{it:.6}"));
        let draft = Draft::new("Publication", &format!("{}-{year}", author.key()))
            .with("person", &author.key())
            .with("year", &year.to_string())
            .with("papers", &self.papers.to_string())
            .maybe("adjusted_papers", shares.as_deref())
            .with("precision", "AT_LEAST")
            .with("note", NOTE)
            .with("source", "openalex");
        let row = draft.row(self.line).expect("years and counts were checked when they were read");
        Record { line: self.line, rows: vec![row], left_out: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_counts_are_kept_than_there_is_room_for() {
        let mut tally = Tally { counts_max: 2, ..Tally::default() };
        for (line, number) in (1..).zip([1, 2, 3, 1, 3]) {
            let paper = Paper { line, year: 2020, authors: Some(2) };
            tally.add(Id { letter: 'A', number }, &paper);
        }
        let records: Vec<Record> = tally.records().collect();
        assert_eq!(records.len(), 3);
        assert_eq!(records.iter().map(|it| it.rows.len()).sum::<usize>(), 2);
        assert_eq!(records[2].line, 5);
        assert!(
            records[2].left_out[0].reason.starts_with("2 papers of authors beyond the first 2")
        );
    }
}
