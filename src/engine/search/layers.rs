//! The indexes of a table, kept up by changes.
//!
//! A table has a first index of all its rows, and further ones of rows that changed later, each
//! about twice as large as the next or more. A row counts in the last index that was made of it.
//! Nothing is indexed before somebody searches; until then a change costs two bits.

use std::sync::{Arc, OnceLock};

use roaring::RoaringBitmap;

use super::index::Index;
use crate::engine::Snapshot;

/// Rows that are indexed anew by every change of one of them, before a further index is begun.
pub const OPEN_ROWS_MAX: u64 = 250;

/// The indexes of one table.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Layers {
    /// The first is of all rows there were, and the last is open for more.
    layers: Vec<Layer>,
}

#[derive(Clone, Debug)]
struct Layer {
    /// The rows it is of; `None` for all there were.
    rows: Option<RoaringBitmap>,
    /// Rows that changed since: later layers know better.
    hidden: RoaringBitmap,
    /// Made by whoever needs it first, for all snapshots that share the layer.
    slot: Arc<OnceLock<Made>>,
}

/// An index, and the rows that were hidden in the snapshot it was made of: it lacks them.
struct Made {
    index: Index,
    hidden: RoaringBitmap,
}

impl std::fmt::Debug for Made {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Made({} rows)", self.index.len())
    }
}

/// An index as one snapshot sees it.
pub(super) struct Seen<'s> {
    index: Held<'s>,
    hidden: [Option<&'s RoaringBitmap>; 2],
}

enum Held<'s> {
    Shared(&'s Index),
    Own(Box<Index>),
}

impl Layer {
    fn new(rows: Option<RoaringBitmap>) -> Layer {
        Layer { rows, hidden: RoaringBitmap::new(), slot: Arc::default() }
    }

    /// How many rows it is of; the first layer is of `all`.
    fn len(&self, all: u64) -> u64 {
        self.rows.as_ref().map_or(all, RoaringBitmap::len)
    }
}

impl Default for Layers {
    fn default() -> Self {
        Layers { layers: vec![Layer::new(None), Layer::new(Some(RoaringBitmap::new()))] }
    }
}

impl Layers {
    /// Says that a row of a table with so many rows changed: its texts, or what refers to it.
    pub(in crate::engine) fn mark(&mut self, row: u32, all: u64) {
        let open = self.layers.last_mut().expect("one layer is open");
        // Another snapshot shares the layer: this is the first row that changes after it.
        if Arc::get_mut(&mut open.slot).is_none() {
            if open.len(all) < OPEN_ROWS_MAX {
                open.slot = Arc::default();
            } else {
                self.open(all);
            }
        }
        let (open, others) = self.layers.split_last_mut().expect("one layer is open");
        for layer in others {
            layer.hidden.insert(row);
        }
        open.rows.get_or_insert_default().insert(row);
    }

    /// Begins a further layer. Those before it become one as long as the last is more than half
    /// as large as the one before it, so that there are few, and a row is not indexed often.
    fn open(&mut self, all: u64) {
        while let [.., before, last] = &self.layers[..]
            && before.len(all) < 2 * last.len(all)
        {
            let rows = before.rows.as_ref().zip(last.rows.as_ref());
            let both = rows.map(|(before_rows, last_rows)| {
                (before_rows - &before.hidden) | (last_rows - &last.hidden)
            });
            self.layers.truncate(self.layers.len() - 2);
            self.layers.push(Layer::new(both));
        }
        self.layers.push(Layer::new(Some(RoaringBitmap::new())));
    }

    /// The indexes of a table as a snapshot sees them. Makes those that nobody needed before.
    pub(super) fn seen<'s>(&'s self, snapshot: &Snapshot, table: usize) -> Vec<Seen<'s>> {
        let mut seen = Vec::new();
        let mut lacking = RoaringBitmap::new();
        for layer in &self.layers {
            let made = layer.slot.get_or_init(|| {
                let live = snapshot.frame(table).live();
                let rows = layer.rows.as_ref().map_or_else(|| live.clone(), |it| it & live);
                let index = Index::of(snapshot, table, &(rows - &layer.hidden));
                Made { index, hidden: layer.hidden.clone() }
            });
            if made.index.len() > 0 {
                let hidden = [&layer.hidden, &made.hidden];
                let hidden = hidden.map(|it| Some(it).filter(|it| !it.is_empty()));
                seen.push(Seen { index: Held::Shared(&made.index), hidden });
            }
            // A later snapshot made the index, without rows that changed only there.
            if !made.hidden.is_subset(&layer.hidden) {
                let own = layer
                    .rows
                    .as_ref()
                    .map_or_else(|| made.hidden.clone(), |rows| rows & &made.hidden);
                lacking |= own - &layer.hidden;
            }
        }
        lacking &= snapshot.frame(table).live();
        if !lacking.is_empty() {
            let index = Held::Own(Box::new(Index::of(snapshot, table, &lacking)));
            seen.push(Seen { index, hidden: [None, None] });
        }
        seen
    }

    /// Bytes of the indexes that were made.
    pub(super) fn bytes(&self) -> usize {
        self.layers.iter().filter_map(|it| it.slot.get()).map(|it| it.index.bytes()).sum()
    }
}

impl Seen<'_> {
    pub(super) fn index(&self) -> &Index {
        match &self.index {
            Held::Shared(index) => index,
            Held::Own(index) => index,
        }
    }

    /// Those of its rows that count.
    pub(super) fn counted(&self, rows: RoaringBitmap) -> RoaringBitmap {
        self.hidden.iter().flatten().fold(rows, |rows, it| rows - *it)
    }

    /// Whether a row counts here.
    pub(super) fn has(&self, row: u32) -> bool {
        !self.hidden.iter().flatten().any(|it| it.contains(row))
    }
}
