//! Every row read, and compared with what commits left.

use std::{
    panic::resume_unwind,
    path::Path,
    sync::mpsc::{Receiver, SyncSender, channel, sync_channel},
    thread,
};

use super::{Record, Store, StoreError, TableRecord, bytes, entries::Entries, rows, table_byte};
use crate::catalog::{Row, TABLES};

/// Rows that are lent at once.
const SLICE_ROWS: usize = 256;
/// Slices that may wait to be taken.
const SLICES_AHEAD: usize = 8;

type Slice = Vec<(Row, u64)>;

/// Lends slices to whoever visits rows. They come back to the thread that filled them: memory that
/// another thread gives back takes an allocator much longer to give out again.
struct Lender {
    lent: SyncSender<Slice>,
    back: Receiver<Slice>,
    slice: Slice,
}

impl Lender {
    fn push(&mut self, row: (Row, u64)) {
        self.slice.push(row);
        if self.slice.len() == SLICE_ROWS {
            self.lend();
        }
    }

    fn lend(&mut self) {
        let mut next = self.back.try_recv().unwrap_or_default();
        next.clear();
        // Nobody takes it where `visit` panicked.
        self.lent.send(std::mem::replace(&mut self.slice, next)).unwrap_or_default();
    }
}

impl Store {
    /// Gives every row to `visit`, with the version of the commit that put it, table by table in the
    /// order of [`TABLES`], by key. No commit is made meanwhile. Another thread reads ahead.
    ///
    /// # Errors
    ///
    /// [`StoreError::Corrupt`] with the table where its rows are not those that were committed, and
    /// [`StoreError::Unreadable`] with a row that is, but means nothing to this build. The rows that
    /// `visit` was given are not to be used then.
    pub fn read(&self, mut visit: impl FnMut(&Row, u64)) -> Result<(), StoreError> {
        let state = self.settled()?;
        let (entries, record) = (&state.entries, &state.record);
        thread::scope(|scope| {
            let (lent, slices) = sync_channel(SLICES_AHEAD);
            let (sender, back) = channel();
            let lender = Lender { lent, back, slice: Slice::new() };
            let reader = scope.spawn(move || read(entries, record, (&self.dir, lender)));
            for slice in slices {
                for (row, version) in &slice {
                    visit(row, *version);
                }
                // The reader may be done.
                sender.send(slice).unwrap_or_default();
            }
            reader.join().unwrap_or_else(|panic| resume_unwind(panic))
        })
    }

    /// Reads the whole history, and compares it with what commits left of it.
    ///
    /// # Errors
    ///
    /// [`StoreError::History`] where something of it is gone, or is not as it was written.
    pub fn check(&self) -> Result<(), StoreError> {
        let state = self.settled()?;
        self.check_history(&state)
    }
}

fn read(
    entries: &Entries,
    record: &Record,
    (dir, mut lender): (&Path, Lender),
) -> Result<(), StoreError> {
    let unknown = record.tables.iter().find(|it| !TABLES.iter().any(|t| t.name == it.name));
    if let Some(unknown) = unknown {
        return Err(StoreError::Newer { path: dir.to_owned(), what: unknown.name.clone() });
    }
    for (table, description) in TABLES.iter().enumerate() {
        let Some(at) = record.tables.iter().position(|it| it.name == description.name) else {
            continue;
        };
        let expected = &record.tables[at];
        let mut found = TableRecord::new(description.name);
        let mut unreadable = None;
        rows::each((&entries.tree, entries.rows()), table_byte(at), |key, bytes| {
            found.add(key, bytes);
            match bytes::decode(table, key, bytes) {
                Ok(row) => lender.push(row),
                Err(why) => drop(unreadable.get_or_insert((key.to_vec(), why))),
            }
            Ok(())
        })?;
        lender.lend();
        if found != *expected {
            return Err(StoreError::Corrupt {
                path: dir.to_owned(),
                table: description.name.to_owned(),
                rows: found.rows,
                expected: expected.rows,
            });
        }
        if let Some((key, why)) = unreadable {
            let key = String::from_utf8_lossy(&key).into_owned();
            let (path, table) = (dir.to_owned(), description.name);
            return Err(StoreError::Unreadable { path, table, key, why });
        }
    }
    Ok(())
}
