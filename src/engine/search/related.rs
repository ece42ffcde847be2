//! Rows that are found by those they have to do with: people by their employers and titles.
//!
//! Nothing of this is in an index, so that a company may change its name without a word about
//! those who work there: names are looked up where they belong, and references lead from there.

use std::cell::OnceCell;

use roaring::RoaringBitmap;

use super::{
    fit,
    index::Class,
    layers::Seen,
    plan::{self, Path},
    query::Query,
};
use crate::{
    catalog::TABLES,
    engine::{Snapshot, filter::join},
};

/// What one search looks up, each thing once.
pub(super) struct Lookups<'s> {
    pub(super) snapshot: &'s Snapshot,
    pub(super) query: &'s Query,
    /// By table.
    seen: Vec<OnceCell<Vec<Seen<'s>>>>,
    /// By table and place of the word: rows with the word in a name, and in any text.
    named: Vec<Vec<OnceCell<RoaringBitmap>>>,
    own: Vec<Vec<OnceCell<RoaringBitmap>>>,
}

impl<'s> Lookups<'s> {
    pub(super) fn new(snapshot: &'s Snapshot, query: &'s Query) -> Self {
        let cells = || query.cut.iter().map(|_| OnceCell::new()).collect();
        Lookups {
            snapshot,
            query,
            seen: TABLES.iter().map(|_| OnceCell::new()).collect(),
            named: TABLES.iter().map(|_| cells()).collect(),
            own: TABLES.iter().map(|_| cells()).collect(),
        }
    }

    /// The indexes of a table.
    pub(super) fn seen(&self, table: usize) -> &[Seen<'s>] {
        self.seen[table].get_or_init(|| {
            // An index that was made before tells nothing of what it was made of.
            plan::reads(table).for_each(|it| self.snapshot.note(it));
            self.snapshot.layers[table].seen(self.snapshot, table)
        })
    }

    /// Rows with a word in what they are called or also called.
    fn named(&self, table: usize, word: usize) -> &RoaringBitmap {
        self.named[table][word].get_or_init(|| self.rows_with(table, fit::NAMES, word))
    }

    /// Rows with a word in a text of theirs.
    fn own(&self, table: usize, word: usize) -> &RoaringBitmap {
        self.own[table][word].get_or_init(|| self.rows_with(table, fit::ALL, word))
    }

    fn rows_with(&self, table: usize, classes: &[Class], word: usize) -> RoaringBitmap {
        let found = self.seen(table).iter().map(|seen| {
            seen.counted(fit::rows_with(seen.index(), classes, &self.query.cut[word]).into_owned())
        });
        found.fold(RoaringBitmap::new(), |all, it| all | it)
    }

    /// All rows of a table that have the word, or have to do with a row that is called so.
    pub(super) fn rows(&self, table: usize, word: usize) -> RoaringBitmap {
        let frame = self.snapshot.frame(table);
        let mut rows = self.own(table, word).clone();
        for path in plan::of(table).paths.iter().take_while(|_| self.snapshot.goes_on()) {
            match path {
                Path::Field(field) => {
                    rows |= self.referring((table, *field), frame.target_of(*field), word);
                }
                Path::Any(field) => {
                    for to in (0..TABLES.len()).filter(|it| plan::of(*it).is_named) {
                        rows |= self.referring((table, *field), to, word);
                    }
                }
                Path::Parts { link, fields } => {
                    let from = frame.source_of(*link);
                    let mut parts = self.named(from, word).clone();
                    for field in fields {
                        let to = self.snapshot.frame(from).target_of(*field);
                        parts |= self.referring((from, *field), to, word);
                    }
                    if !parts.is_empty() {
                        rows |= join::referred(self.snapshot, (table, *link), &parts);
                    }
                }
            }
        }
        rows
    }

    /// Rows whose reference in a field leads to a row of `to` that is called so.
    fn referring(&self, (from, field): (usize, usize), to: usize, word: usize) -> RoaringBitmap {
        let named = self.named(to, word);
        if named.is_empty() {
            return RoaringBitmap::new();
        }
        let frame = self.snapshot.frame(from);
        // Where few rows refer to a large table, its rows need not be marked.
        if frame.live().len() * LOOKS_PER_MARK <= u64::from(self.snapshot.frame(to).rows()) {
            let column = frame.column(field);
            let leads = |row: &u32| {
                let any = column.any(*row).filter(|it| it.0 == to).map(|it| it.1);
                column.targets(*row).chain(any).any(|it| named.contains(it))
            };
            let rows = self.snapshot.watched(frame.live().iter()).filter(leads);
            return RoaringBitmap::from_sorted_iter(rows).expect("rows ascend");
        }
        join::referring(self.snapshot, (from, field), to, named)
    }

    /// Whether one row is among [`Lookups::rows`].
    pub(super) fn has(&self, table: usize, word: usize, row: u32) -> bool {
        let frame = self.snapshot.frame(table);
        self.own(table, word).contains(row)
            || plan::of(table).paths.iter().any(|path| match path {
                Path::Field(field) => self.refers((table, *field), word, row),
                Path::Any(field) => {
                    let target = frame.column(*field).any(row);
                    target.is_some_and(|(to, row)| {
                        plan::of(to).is_named && self.named(to, word).contains(row)
                    })
                }
                Path::Parts { link, fields } => {
                    let from = frame.source_of(*link);
                    frame.linked(*link, row).iter().any(|part| {
                        self.named(from, word).contains(part)
                            || fields.iter().any(|it| self.refers((from, *it), word, part))
                    })
                }
            })
    }

    fn refers(&self, (table, field): (usize, usize), word: usize, row: u32) -> bool {
        let frame = self.snapshot.frame(table);
        let named = self.named(frame.target_of(field), word);
        frame.column(field).targets(row).any(|it| named.contains(it))
    }

    /// About how many rows have to do with a row that is called so: as many as if all rows had to
    /// do with equally many.
    pub(super) fn others(&self, table: usize, word: usize) -> u64 {
        let frame = self.snapshot.frame(table);
        let live = |table: usize| self.snapshot.frame(table).live().len();
        let referring = |from: usize, to: usize| {
            self.named(to, word).len() * live(from).div_ceil(live(to).max(1))
        };
        let along = plan::of(table).paths.iter().map(|path| match path {
            Path::Field(field) => referring(table, frame.target_of(*field)),
            Path::Any(_) => {
                let named = (0..TABLES.len()).filter(|it| plan::of(*it).is_named);
                named.map(|to| referring(table, to)).sum()
            }
            Path::Parts { link, fields } => {
                let from = frame.source_of(*link);
                let to = fields.iter().map(|it| self.snapshot.frame(from).target_of(*it));
                self.named(from, word).len() + to.map(|to| referring(from, to)).sum::<u64>()
            }
        });
        along.sum()
    }

    /// All rows of a table that have all words so.
    pub(super) fn all(&self, table: usize) -> RoaringBitmap {
        let mut words: Vec<usize> = (0..self.query.cut.len()).collect();
        words.sort_by_cached_key(|it| self.own(table, *it).len() + self.others(table, *it));
        let (first, others) = words.split_first().expect("a query has a word");
        let mut rows = self.rows(table, *first);
        for word in others {
            if rows.len() <= FEW_MAX {
                rows = rows.into_iter().filter(|it| self.has(table, *word, *it)).collect();
            } else {
                rows &= self.rows(table, *word);
            }
        }
        rows
    }
}

/// So many rows are marked in the time in which one reference is looked up in a set.
const LOOKS_PER_MARK: u64 = 8;

/// So few rows are looked at one by one.
pub(super) const FEW_MAX: u64 = 4_096;
