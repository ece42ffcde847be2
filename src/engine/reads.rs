//! Which tables an answer was made of.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use super::Snapshot;
use crate::catalog::TABLES;

/// The tables that were read. An answer is the same of every snapshot in which these are the same.
#[derive(Debug, Default)]
pub struct Reads {
    /// A bit for each table.
    tables: AtomicU64,
    goes_beyond: AtomicBool,
}

impl Reads {
    pub(super) fn note(&self, table: usize) {
        let bit = 1 << table;
        // Nearly always it is noted already, and threads need not wait for each other to say so.
        if self.tables.load(Ordering::Relaxed) & bit == 0 {
            self.tables.fetch_or(bit, Ordering::Relaxed);
        }
    }

    /// Notes every table: for answers that are made of more than rows.
    pub fn note_all(&self) {
        (0..TABLES.len()).for_each(|it| self.note(it));
    }

    /// Whether anything was read that is in no snapshot: then the answer may be another one of the
    /// same snapshot.
    pub fn goes_beyond(&self) -> bool {
        self.goes_beyond.load(Ordering::Relaxed)
    }

    /// The tables that were noted.
    pub fn tables(&self) -> impl Iterator<Item = usize> {
        let tables = self.tables.load(Ordering::Relaxed);
        (0..TABLES.len()).filter(move |it| tables >> it & 1 == 1)
    }
}

impl Snapshot {
    /// The same snapshot, which tells `reads` of each table that is read through it.
    #[must_use]
    pub fn noting(&self, reads: &Arc<Reads>) -> Snapshot {
        Snapshot { reads: Some(Arc::clone(reads)), ..self.clone() }
    }

    /// Whether a table that was read was touched after commit number `version`.
    pub fn is_news(&self, version: u64, reads: &Reads) -> bool {
        reads.tables().any(|it| self.changed(it) > version)
    }

    /// Says that an answer depends on every table.
    pub fn note_all(&self) {
        if let Some(reads) = &self.reads {
            reads.note_all();
        }
    }

    /// Says that an answer depends on what is in no snapshot.
    pub fn note_beyond(&self) {
        if let Some(reads) = &self.reads {
            reads.goes_beyond.store(true, Ordering::Relaxed);
        }
    }

    /// Says that an answer depends on a table, whether or not it has a row that it looked at.
    pub(super) fn note(&self, table: usize) {
        if let Some(reads) = &self.reads {
            reads.note(table);
        }
    }
}
