//! The keys of rows: what the ways of a [`KeyTree`] lead to.

use std::collections::HashMap;

use super::{
    Origin,
    codes::{self, Codes},
};
use crate::{
    catalog::Kind,
    engine::{
        NOWHERE,
        compute::Refusal,
        request::{Hop, KeyTree, Leaf},
        work::Work,
    },
};

/// Pairs of a row and its keys, where ways lead to several values: as many take about half a
/// gigabyte.
pub const TUPLES_MAX: usize = 20_000_000;

/// Ids stay as they are while there are at most this many of them for each row.
const IDS_PER_ROW: u64 = 4;
/// ... or as many as this.
const IDS_MIN: u64 = 1 << 10;

/// Rows with their keys; a row to which ways lead to several values stands there once for each.
#[derive(Debug)]
pub(super) struct Tuples<'s> {
    /// Of which row each tuple is, by its position; `None` where they go one by one.
    pub origins: Option<Vec<u32>>,
    /// By key, then by tuple.
    pub codes: Vec<Codes<'s>>,
    /// Where each way has come to, from the row itself to the place that is being visited.
    at: Vec<Vec<u32>>,
}

impl<'s> Tuples<'s> {
    pub(super) fn new(origin: Origin<'s>, tree: &KeyTree, rows: &[u32]) -> Result<Self, Refusal> {
        let mut tuples = Tuples { origins: None, codes: Vec::new(), at: vec![rows.to_vec()] };
        tuples.visit(origin, tree)?;
        Ok(tuples)
    }

    fn here(&self) -> &[u32] {
        self.at.last().expect("a way is somewhere")
    }

    fn visit(&mut self, origin: Origin<'s>, tree: &KeyTree) -> Result<(), Refusal> {
        let frame = origin.snapshot.frame(origin.table);
        for (_, leaf) in &tree.leaves {
            origin.work.check()?;
            if let Leaf::Field(field) = leaf
                && frame.table().fields[*field].kind == Kind::Texts
            {
                self.texts(origin, *field)?;
                continue;
            }
            let here = self.here();
            let codes = match leaf {
                Leaf::Row => codes::of_rows(origin.table, frame.stands_in_from, here),
                Leaf::Field(field) => codes::of_column(frame.column(*field), here),
                Leaf::Cut(field, cut) => codes::of_cut(frame.column(*field), *cut, here),
                Leaf::Bins(field, bins) => {
                    let kind = frame.table().fields[*field].kind;
                    codes::of_bins(frame.column(*field), kind, bins, here)
                }
                Leaf::Computed(compute, arguments) => {
                    codes::of_computed(origin, (*compute, arguments), here)?
                }
            };
            self.codes.push(codes);
        }
        for (hop, tree) in &tree.branches {
            let table = self.hop(origin, *hop)?;
            self.visit(Origin { table, ..origin }, tree)?;
            self.at.pop();
        }
        Ok(())
    }

    /// Goes one way further, and tells to which table it led.
    fn hop(&mut self, origin: Origin<'s>, hop: Hop) -> Result<usize, Refusal> {
        let frame = origin.snapshot.frame(origin.table);
        match hop {
            Hop::Follow(field) => {
                let column = frame.column(field);
                if matches!(frame.table().fields[field].kind, Kind::Refs(_)) {
                    self.spread(origin.work, |row, found| found.extend(column.targets(row)))?;
                } else {
                    let targets = column.targets_of(self.here());
                    self.at.push(targets);
                }
                Ok(frame.target_of(field))
            }
            Hop::Linked(link) => {
                origin.snapshot.note(frame.source_of(link));
                self.spread(origin.work, |row, found| {
                    found.extend(frame.linked(link, row).iter());
                })?;
                Ok(frame.source_of(link))
            }
        }
    }

    /// Goes from each row to all that `lead` finds; to nowhere where it finds none.
    fn spread(&mut self, work: &Work, lead: impl Fn(u32, &mut Vec<u32>)) -> Result<(), Refusal> {
        let mut from = Vec::with_capacity(self.here().len());
        let mut to = Vec::with_capacity(self.here().len());
        for (position, row) in work.watched(self.here().iter().enumerate()) {
            if *row != NOWHERE {
                lead(*row, &mut to);
            }
            if to.len() == from.len() {
                to.push(NOWHERE);
            }
            within_limit(to.len())?;
            from.resize(to.len(), crate::engine::row_number(position));
        }
        self.repeat(work, from)?;
        self.at.push(to);
        Ok(())
    }

    /// The texts of a list are keys of their own.
    fn texts(&mut self, origin: Origin<'s>, field: usize) -> Result<(), Refusal> {
        let column = origin.snapshot.frame(origin.table).column(field);
        let mut known = codes::Texts::default();
        let mut from = Vec::new();
        let mut found = Vec::new();
        for (position, row) in origin.work.watched(self.here().iter().enumerate()) {
            if *row != NOWHERE {
                found.extend(column.forms(*row).map(|it| known.code(it)));
            }
            if found.len() == from.len() {
                found.push(0);
            }
            within_limit(found.len())?;
            from.resize(found.len(), crate::engine::row_number(position));
        }
        self.repeat(origin.work, from)?;
        self.codes.push(Codes { codes: found, meaning: known.meaning() });
        Ok(())
    }

    /// Makes tuples anew: each is the one at a position of `from`.
    fn repeat(&mut self, work: &Work, from: Vec<u32>) -> Result<(), Refusal> {
        // The value that a way led to, and all that is written again with it.
        let columns = 1 + self.codes.len() + self.at.len();
        work.check()?;
        work.look(from.len().saturating_mul(columns) as u64)?;
        let again = |values: &mut Vec<u32>| {
            *values = from.iter().map(|it| values[*it as usize]).collect();
        };
        self.codes.iter_mut().for_each(|it| again(&mut it.codes));
        self.at.iter_mut().for_each(again);
        match &mut self.origins {
            Some(origins) => again(origins),
            None => self.origins = Some(from),
        }
        Ok(())
    }

    /// A number for each tuple, equal where all keys are, and below the number that is given too.
    pub(super) fn ids(&self) -> (Vec<u32>, usize) {
        let count = self.at[0].len();
        let most = (count as u64 * IDS_PER_ROW).max(IDS_MIN);
        let mut ids = vec![0u32; count];
        let mut range = 1u64;
        for Codes { codes, .. } in &self.codes {
            let width = codes.iter().copied().max().map_or(1, |it| u64::from(it) + 1);
            if range.saturating_mul(width) <= most {
                let width = u32::try_from(width).expect("it is no more than four for each row");
                for (id, code) in ids.iter_mut().zip(codes) {
                    *id = *id * width + code;
                }
                range *= u64::from(width);
            } else {
                let mut known: HashMap<(u32, u32), u32> = HashMap::new();
                for (id, code) in ids.iter_mut().zip(codes) {
                    let next = crate::engine::row_number(known.len());
                    *id = *known.entry((*id, *code)).or_insert(next);
                }
                range = known.len() as u64;
            }
        }
        (ids, usize::try_from(range).expect("there are few ids for each row"))
    }

    /// Whether a key of the tuple has no value.
    pub(super) fn lacks(&self, position: usize) -> bool {
        self.codes.iter().any(|it| it.codes[position] == 0)
    }
}

fn within_limit(tuples: usize) -> Result<(), Refusal> {
    if tuples <= TUPLES_MAX {
        return Ok(());
    }
    Err(Refusal::Limit(format!(
        "the keys lead to more than {TUPLES_MAX} values: narrow `where`, or take a key away"
    )))
}
