//! Which rows the file has given already.

use std::collections::{HashMap, HashSet};

use roaring::RoaringBitmap;

use super::staged::Staged;
use crate::{
    catalog::{RowId, place},
    engine::Snapshot,
};

/// A set of rows that takes a few bits for each of those that are in the graph.
#[derive(Default)]
pub(super) struct Given {
    /// By table: numbers of rows.
    numbers: HashMap<usize, RoaringBitmap>,
    /// Rows that were not in the graph when they were put here.
    fresh: HashSet<RowId>,
}

impl Given {
    pub(super) fn insert(&mut self, staged: &Staged<'_>, id: RowId) {
        match staged.number(&id) {
            Some(number) => drop(self.numbers.entry(place(id.table())).or_default().insert(number)),
            None => drop(self.fresh.insert(id)),
        }
    }

    pub(super) fn contains(&self, staged: &Staged<'_>, id: &RowId) -> bool {
        let numbers = self.numbers.get(&place(id.table()));
        let is_in = |number| numbers.is_some_and(|it| it.contains(number));
        staged.number(id).is_some_and(is_in) || self.fresh.contains(id)
    }

    /// Forgets the names of rows that are in the graph by now.
    pub(super) fn settle(&mut self, snapshot: &Snapshot) {
        for id in std::mem::take(&mut self.fresh) {
            let table = place(id.table());
            if let Some(number) = snapshot.frame(table).find(id.key()) {
                self.numbers.entry(table).or_default().insert(number);
            }
        }
    }
}
