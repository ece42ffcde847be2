//! Rows grouped by keys.
//!
//! The keys of all rows are gathered column by column as codes, which are put together into the
//! number of a group; rows are then laid out group by group in one counting sort. What is said of
//! the numbers of a group is in [`numbers`], which groups come first in [`order`].

mod codes;
mod keys;
pub mod numbers;
pub mod order;
mod statistic;

use super::{
    Snapshot,
    compute::Refusal,
    request::{KeyTree, Value},
    work::Work,
};
use crate::catalog::value::PartialDate;
use keys::Tuples;

pub use codes::{Meaning, bin_edges, cut_date};
pub use keys::TUPLES_MAX;
pub use numbers::{Reader, Summaries, Unit, cost, statistics};
pub use statistic::histogram;

/// Where values come from: a snapshot, one of its tables, and the day that computed values take
/// for today.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'s> {
    pub snapshot: &'s Snapshot,
    pub table: usize,
    pub today: PartialDate,
    /// What counts the values that ways lead to.
    pub work: &'s Work,
}

/// Rows, group by group.
#[derive(Debug)]
pub struct Grouped<'s> {
    /// What the codes of each key mean.
    meanings: Vec<Meaning<'s>>,
    /// By key, then by group.
    codes: Vec<Vec<u32>>,
    /// Where the rows of each group begin, and where those of the last end.
    starts: Vec<u32>,
    /// In the order in which they were given, within a group.
    rows: Vec<u32>,
    /// How many rows were grouped, each counted once.
    total: usize,
    /// Rows from here on are markers; they stand last in their groups, and count nowhere.
    marks_from: u32,
}

impl<'s> Grouped<'s> {
    /// Groups `rows`, markers behind all others. A row without a value along a way has the key null there; a row with several
    /// is in several groups, once in each.
    ///
    /// # Errors
    ///
    /// A refusal where ways lead to more than [`TUPLES_MAX`] values, or where the request has looked
    /// at too many.
    pub fn new(origin: Origin<'s>, tree: &KeyTree, rows: &[u32]) -> Result<Self, Refusal> {
        let tuples = Tuples::new(origin, tree, rows)?;
        let (ids, range) = tuples.ids();
        let repeated = repeated(&tuples, &ids, range);
        let kept = || ids.iter().enumerate().filter(|it| !repeated.get(it.0).is_some_and(|it| *it));
        let mut next = vec![0u32; range];
        // By id: its first tuple, whose keys are those of the group.
        let mut first = vec![0u32; range];
        for (position, id) in kept() {
            let count = &mut next[*id as usize];
            if *count == 0 {
                first[*id as usize] = super::row_number(position);
            }
            *count += 1;
        }
        // `next` becomes, by id, the place of its next row; ids without rows are no groups.
        let mut starts = Vec::new();
        let mut firsts = Vec::new();
        let mut begin = 0;
        for (count, first) in next.iter_mut().zip(first) {
            let size = std::mem::replace(count, begin);
            if size > 0 {
                starts.push(begin);
                firsts.push(first);
                begin += size;
            }
        }
        let mut laid = vec![0u32; begin as usize];
        for (position, id) in kept() {
            let place = &mut next[*id as usize];
            let origin = tuples.origins.as_ref().map_or(position, |it| it[position] as usize);
            laid[*place as usize] = rows[origin];
            *place += 1;
        }
        let of_groups = |codes: &[u32]| firsts.iter().map(|it| codes[*it as usize]).collect();
        let codes = tuples.codes.iter().map(|it| of_groups(&it.codes)).collect();
        starts.push(begin);
        let meanings = tuples.codes.into_iter().map(|it| it.meaning).collect();
        let marks_from = origin.snapshot.frame(origin.table).marks_from;
        let total = rows.iter().filter(|it| **it < marks_from).count();
        Ok(Grouped { meanings, codes, starts, rows: laid, total, marks_from })
    }

    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many rows were grouped, each counted once.
    pub fn total(&self) -> usize {
        self.total
    }

    /// The rows of a group.
    pub fn rows(&self, group: usize) -> &[u32] {
        self.parts(group).0
    }

    /// The rows of a group, and its markers.
    pub fn parts(&self, group: usize) -> (&[u32], &[u32]) {
        let all = &self.rows[self.starts[group] as usize..self.starts[group + 1] as usize];
        if self.marks_from == u32::MAX {
            return (all, &[]);
        }
        all.split_at(all.partition_point(|it| *it < self.marks_from))
    }

    /// What a key of a group means, and its code.
    pub fn key(&self, key: usize, group: usize) -> (&Meaning<'s>, u32) {
        (&self.meanings[key], self.codes[key][group])
    }

    /// The keys of a group.
    pub fn values(&self, origin: &Origin<'_>, group: usize) -> Vec<Value> {
        let keys = self.meanings.iter().zip(&self.codes);
        keys.map(|(meaning, codes)| meaning.value(origin, codes[group])).collect()
    }
}

/// Whether a tuple says again what another one of the same row said; empty where none does.
fn repeated(tuples: &Tuples<'_>, ids: &[u32], range: usize) -> Vec<bool> {
    let Some(origins) = &tuples.origins else { return Vec::new() };
    // Tuples of one row stand together: the last row that had an id tells.
    let mut last = vec![None; range];
    let repeated = origins.iter().zip(ids).map(|(origin, id)| {
        let seen = last[*id as usize].replace(*origin);
        seen == Some(*origin)
    });
    repeated.collect()
}

/// How many different keys `rows` have, those that lack a value left out.
///
/// # Errors
///
/// As those of [`Grouped::new`].
pub fn count_distinct(origin: Origin<'_>, tree: &KeyTree, rows: &[u32]) -> Result<usize, Refusal> {
    let tuples = Tuples::new(origin, tree, rows)?;
    let (ids, range) = tuples.ids();
    let mut met = vec![false; range];
    for (position, id) in ids.iter().enumerate() {
        if !tuples.lacks(position) {
            met[*id as usize] = true;
        }
    }
    Ok(met.into_iter().filter(|it| *it).count())
}
