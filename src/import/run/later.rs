//! References to rows that may come later in the file.

use std::collections::{HashSet, VecDeque};

use super::{merged::Mode, record::column};
use crate::{
    catalog::{Row, RowId, place},
    import::Wrong,
};

/// References and rows that wait at once: some hundred megabytes.
pub(super) const WAITING_MAX: usize = 200_000;

/// What waits for a row that is not there.
#[derive(Clone, Debug)]
pub(super) enum Waiting {
    /// A row that can't be without it in this field, as the file has it.
    Row { line: u64, row: Box<Row>, field: usize, lacking: RowId },
    /// One field of a row that is there without it.
    Gap(Gap),
}

/// A field that is to refer to rows which are not all there.
#[derive(Clone, Debug)]
pub(super) struct Gap {
    pub(super) line: u64,
    pub(super) id: RowId,
    pub(super) field: usize,
    /// The ids that the file names.
    pub(super) targets: Vec<RowId>,
    /// The first of them that is not there.
    pub(super) lacking: RowId,
    pub(super) mode: Mode,
}

impl Waiting {
    /// That what it waits for is not there.
    pub(super) fn wrong(&self, why: &str) -> Wrong {
        let (line, table, field, lacking) = match self {
            Waiting::Row { line, row, field, lacking } => (*line, row.table(), *field, lacking),
            Waiting::Gap(it) => (it.line, place(it.id.table()), it.field, &it.lacking),
        };
        Wrong::new(line, &column(table, field), format!("there is no row `{lacking}`: {why}"))
    }
}

/// What waits for the end of the file, in the order of the file.
#[derive(Default)]
pub(super) struct Later {
    queue: VecDeque<Waiting>,
    /// What of it was put there before whatever is looked at.
    rows: HashSet<RowId>,
    fields: HashSet<(RowId, usize)>,
    /// How many of the queue are still to be looked at in this pass.
    left: usize,
    /// Whether the pass settled anything.
    has_settled: bool,
    /// How many passes in a row settled nothing, this one counted.
    idle_passes: usize,
}

impl Later {
    /// Gives it back where there is no room for it.
    pub(super) fn push(&mut self, waiting: Waiting) -> Option<Waiting> {
        if self.queue.len() >= WAITING_MAX {
            return Some(waiting);
        }
        match &waiting {
            Waiting::Row { row, .. } => drop(self.rows.insert(row.id())),
            Waiting::Gap(it) => drop(self.fields.insert((it.id.clone(), it.field))),
        }
        self.queue.push_back(waiting);
        None
    }

    /// Whether a row with this id, as the file has it, waits.
    pub(super) fn has_row(&self, id: &RowId) -> bool {
        self.rows.contains(id)
    }

    /// Whether a field of a row waits.
    pub(super) fn has_field(&self, id: &RowId, field: usize) -> bool {
        !self.fields.is_empty() && self.fields.contains(&(id.clone(), field))
    }

    /// The next of those that wait, at most `most`, once the file is at its end; none where nothing
    /// waits. What can't be settled is to be pushed again, but in the [last pass](Self::is_last).
    pub(super) fn next(&mut self, most: usize) -> Vec<Waiting> {
        if self.left == 0 {
            self.left = self.queue.len();
            self.idle_passes = if self.has_settled { 1 } else { self.idle_passes + 1 };
            self.has_settled = false;
            self.rows.clear();
            self.fields.clear();
        }
        let next: Vec<Waiting> = self.queue.drain(..self.left.min(most)).collect();
        self.left -= next.len();
        next
    }

    /// Whether what is looked at has waited in vain: nothing was settled in a whole pass.
    pub(super) fn is_last(&self) -> bool {
        self.idle_passes > 1
    }

    pub(super) fn settled(&mut self) {
        self.has_settled = true;
    }
}
