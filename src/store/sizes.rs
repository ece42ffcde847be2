//! How much of the disk a data directory takes.

use std::{fs, path::Path, sync::atomic::Ordering};

use super::Store;

/// Bytes of the files of a data directory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    /// Of the database.
    pub rows: u64,
    /// Of the journal, of which some may be free.
    pub journal: u64,
    /// Of the journal, as far as it has commits that the database may not have.
    pub journal_filled: u64,
}

impl Store {
    /// What there is now. Waits for nobody who writes.
    pub fn sizes(&self) -> Sizes {
        let journal = fs::metadata(self.dir.join("journal")).map_or(0, |it| it.len());
        let journal_filled = self.journal_filled.load(Ordering::Relaxed);
        Sizes { rows: folder(&self.dir.join("rows")), journal, journal_filled }
    }
}

/// Bytes of all files in a folder. One that is taken away meanwhile counts nothing.
fn folder(path: &Path) -> u64 {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    let bytes = entries.map(|it| match it.metadata() {
        Ok(metadata) if metadata.is_dir() => folder(&it.path()),
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    });
    bytes.sum()
}
