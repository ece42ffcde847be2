//! The entries of the database: those in sled, and those that only the journal has yet.

use std::{
    collections::BTreeMap,
    ops::{Bound, RangeBounds},
    path::{Path, PathBuf},
};

use sled::{Batch, IVec, Tree};

use super::{BATCH_ROWS_MAX, StoreError, guard::guarded};

/// What a key is given; `None` takes it away.
pub(super) type Entry = (Vec<u8>, Option<IVec>);

/// A map of keys to values.
pub(super) struct Entries {
    pub tree: Tree,
    /// Where sled's files are.
    rows: PathBuf,
    /// What is to be put into sled, or taken away.
    recent: BTreeMap<Vec<u8>, Option<IVec>>,
}

impl Entries {
    pub(super) fn new(tree: Tree, rows: &Path) -> Self {
        Entries { tree, rows: rows.to_owned(), recent: BTreeMap::new() }
    }

    pub(super) fn rows(&self) -> &Path {
        &self.rows
    }

    pub(super) fn get(&self, key: &[u8]) -> Result<Option<IVec>, StoreError> {
        match self.recent.get(key) {
            Some(recent) => Ok(recent.clone()),
            None => self.guarded(|| self.tree.get(key)),
        }
    }

    /// The first entries of a range.
    pub(super) fn first(
        &self,
        range: Range,
        limit: usize,
    ) -> Result<Vec<(IVec, IVec)>, StoreError> {
        let mut found = self.of_sled(self.tree.range(range.clone()), limit)?;
        found.extend(self.recent.range(range).filter_map(present).take(limit));
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found.truncate(limit);
        Ok(found)
    }

    /// The last entries of a range, the very last first.
    pub(super) fn last(&self, range: Range, limit: usize) -> Result<Vec<(IVec, IVec)>, StoreError> {
        let mut found = self.of_sled(self.tree.range(range.clone()).rev(), limit)?;
        found.extend(self.recent.range(range).rev().filter_map(present).take(limit));
        found.sort_by(|a, b| b.0.cmp(&a.0));
        found.truncate(limit);
        Ok(found)
    }

    /// The first of those that nothing recent stands for.
    fn of_sled(
        &self,
        entries: impl Iterator<Item = sled::Result<(IVec, IVec)>>,
        limit: usize,
    ) -> Result<Vec<(IVec, IVec)>, StoreError> {
        let is_read = |it: &sled::Result<(IVec, IVec)>| {
            it.as_ref().map_or(true, |it| !self.recent.contains_key(&*it.0))
        };
        self.guarded(|| entries.filter(is_read).take(limit).collect())
    }

    /// Notes what the journal is to keep until [`Entries::settle`].
    pub(super) fn note(&mut self, entries: impl IntoIterator<Item = Entry>) {
        self.recent.extend(entries);
    }

    /// Writes what was noted to sled, and one entry with the last of it, which says that the rest is
    /// there. It is not on the disk yet.
    pub(super) fn settle(&mut self, last: (&[u8], &[u8])) -> Result<(), StoreError> {
        let mut recent = std::mem::take(&mut self.recent).into_iter().peekable();
        loop {
            let mut entries: Vec<Entry> = recent.by_ref().take(BATCH_ROWS_MAX).collect();
            let is_last = recent.peek().is_none();
            if is_last {
                entries.push((last.0.to_vec(), Some(last.1.into())));
            }
            self.write(entries)?;
            if is_last {
                return Ok(());
            }
        }
    }

    /// Writes entries to sled at once.
    pub(super) fn write(&self, entries: Vec<Entry>) -> Result<(), StoreError> {
        let mut batch = Batch::default();
        for (key, value) in entries {
            match value {
                Some(value) => batch.insert(key, value),
                None => batch.remove(key),
            }
        }
        self.guarded(|| self.tree.apply_batch(batch))
    }

    pub(super) fn guarded<T>(
        &self,
        work: impl FnOnce() -> sled::Result<T>,
    ) -> Result<T, StoreError> {
        guarded(&self.rows, work)
    }
}

fn present((key, value): (&Vec<u8>, &Option<IVec>)) -> Option<(IVec, IVec)> {
    value.as_ref().map(|value| (key.as_slice().into(), value.clone()))
}

/// Keys, from one to another.
pub(super) type Range = (Bound<Vec<u8>>, Bound<Vec<u8>>);

/// From `first` on, and before `end`.
pub(super) fn range(first: Vec<u8>, end: Vec<u8>) -> Range {
    let range = first..end;
    (range.start_bound().cloned(), range.end_bound().cloned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        catalog::{Edit, Row, Texts, place, value::Moment},
        store::{Reason, Store, files, journal::Journal},
    };

    fn put(key: u32, title: &str) -> Edit {
        let columns = ["key", "title", "kind"].map(str::to_owned);
        let texts = [&*format!("k{key:04}"), title, "DATASET"];
        Edit::Put(Row::read(place("Source"), &Texts::new(&columns, texts)).unwrap())
    }

    /// What a crash leaves that comes while sled is brought up to the journal.
    #[test]
    fn sled_is_brought_up_to_the_journal_wherever_an_earlier_attempt_broke_off() {
        let reason = Reason::new(Moment::from_millis(0), "test");
        for broken_off in [0, 1, 199, 200, 333, 900] {
            let dir = tempfile::tempdir().unwrap();
            let store = Store::open(dir.path()).unwrap();
            store.commit((0..300).map(|it| put(it, "first")), &reason).unwrap();
            store.commit((100..400).map(|it| put(it, "second")), &reason).unwrap();
            let record = store.record();
            drop(store);
            let rows = dir.path().join("rows");
            let entries = Entries::new(files::open(&rows).unwrap(), &rows);
            let (_, blocks) = Journal::open(dir.path(), 0).unwrap();
            let noted: BTreeMap<_, _> = blocks.into_iter().flat_map(|it| it.entries).collect();
            entries.write(noted.into_iter().take(broken_off).collect()).unwrap();
            entries.guarded(|| entries.tree.flush()).unwrap();
            drop(entries);
            let store = Store::open(dir.path()).unwrap();
            assert_eq!(store.record(), record);
            let (mut first, mut second) = (0, 0);
            let count =
                |_: &Row, version| *if version == 1 { &mut first } else { &mut second } += 1;
            store.read(count).unwrap();
            assert_eq!((first, second), (100, 300), "{broken_off}");
            store.check().unwrap();
        }
    }
}
