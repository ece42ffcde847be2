//! The durable rows, in sled.
//!
//! A data directory holds a `lock` file, the `manifest`, the sled database in `rows/`, and the
//! `tokens` of those who are let in, which this room leaves alone. The database is one tree, whose
//! keys begin with a byte that says what they are:
//!
//! - `0`: the [`Record`] of the last commit;
//! - `1`, a byte for the table (its place in the record), the row's key: a row;
//! - `2`, the version of a commit, a number: what a part of a commit of more than 200 rows has
//!   overwritten. Each part is an atomic batch and carries its own, so that a commit that was cut
//!   short is undone when the directory is next opened; the record is written with the last part.
//!
//! sled may lose rows without a word when a file is cut short, and panics on flipped bytes. So each
//! table has a digest that every commit keeps up, the record is also kept in the [`manifest`],
//! opening compares the two, and reading compares the rows with both.

mod bytes;
mod error;
mod files;
mod guard;
mod manifest;
mod record;
mod undo;

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use sled::{Batch, Tree};

use crate::catalog::{Edit, Row, TABLES, place};
use guard::guarded;
use manifest::Manifest;

pub use error::StoreError;
pub use manifest::is_of_tokens;
pub use record::{Record, TableRecord};

/// Rows in a batch of sled: larger ones take memory by the square of their size.
const BATCH_ROWS_MAX: usize = 200;
/// sled's cache; it is written to and read from end to end at start, so more would not help.
const CACHE_BYTES: u64 = 64 << 20;

const RECORD_KEY: &[u8] = &[0];
const ROWS: u8 = 1;

/// Whether a directory is one of Bole, or could become one; looks only, so that another's stays as
/// it is.
pub fn look(dir: &Path) -> Result<(), StoreError> {
    Manifest::look(dir)
}

/// One data directory; one process has it open at a time.
pub struct Store {
    dir: PathBuf,
    tree: Tree,
    /// Of sled's data file, since sled's own flush does not reach the disk.
    data: File,
    state: Mutex<State>,
    /// Dropped last, when sled has closed its files.
    _lock: Lock,
}

/// Held while the directory is in use.
struct Lock(File);

impl Drop for Lock {
    /// A child that this process is just starting has the file too: closing it would not do.
    fn drop(&mut self) {
        self.0.unlock().unwrap_or_default();
    }
}

struct State {
    record: Record,
    manifest: Manifest,
    /// Why no more is written: after a failed write, what is on the disk is not known.
    broken: Option<String>,
}

impl State {
    /// Writes the manifest where a crash came between the last commit and it: else the next one
    /// would go over the newest that is whole.
    fn catch_up(&mut self) -> Result<(), StoreError> {
        if self.record == *self.manifest.record() {
            return Ok(());
        }
        self.manifest.write(&self.record)
    }
}

impl Store {
    /// Opens the directory, or makes it where there is none or an empty one.
    pub fn open(dir: &Path) -> Result<Store, StoreError> {
        let io = |source| StoreError::Io { path: dir.to_owned(), source };
        fs::create_dir_all(dir).map_err(io)?;
        Manifest::look(dir)?;
        let lock = lock(dir)?;
        let manifest = Manifest::open(dir)?;
        let rows = dir.join("rows");
        if !rows.exists() && manifest.record().version > 0 {
            return Err(StoreError::Damaged { path: rows, why: "it is missing".to_owned() });
        }
        let tree = files::open(&rows)?;
        let data = File::open(rows.join("db")).map_err(io)?;
        let record = undo::roll_back(&tree, &rows)?;
        manifest.check(&record)?;
        let state = State { record, manifest, broken: None };
        let store =
            Store { dir: dir.to_owned(), tree, data, state: Mutex::new(state), _lock: lock };
        store.sync()?;
        for dir in [&rows, dir] {
            File::open(dir).and_then(|it| it.sync_all()).map_err(io)?;
        }
        store.state().catch_up()?;
        Ok(store)
    }

    /// What the last commit left.
    pub fn record(&self) -> Record {
        self.state().record.clone()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives every row to `visit`, table by table in the order of [`TABLES`], by key.
    ///
    /// # Errors
    ///
    /// [`StoreError::Corrupt`] with the table where its rows are not those that were committed, and
    /// [`StoreError::Unreadable`] with a row that is, but means nothing to this build. The rows that
    /// `visit` was given are not to be used then.
    pub fn read(&self, mut visit: impl FnMut(Row)) -> Result<(), StoreError> {
        let record = self.record();
        if let Some(unknown) =
            record.tables.iter().find(|it| !TABLES.iter().any(|t| t.name == it.name))
        {
            return Err(StoreError::Newer { path: self.dir.clone(), what: unknown.name.clone() });
        }
        for (table, description) in TABLES.iter().enumerate() {
            let Some(at) = record.tables.iter().position(|it| it.name == description.name) else {
                continue;
            };
            let expected = &record.tables[at];
            let mut found = TableRecord::new(description.name);
            let mut unreadable = None;
            let prefix = [ROWS, table_byte(at)];
            guarded(&self.dir.join("rows"), || {
                for entry in self.tree.scan_prefix(prefix) {
                    let (key, bytes) = entry?;
                    found.add(&key[2..], &bytes);
                    match bytes::decode(table, &key[2..], &bytes) {
                        Ok(row) => visit(row),
                        Err(why) => drop(unreadable.get_or_insert((key, why))),
                    }
                }
                Ok(())
            })?;
            if found != *expected {
                return Err(StoreError::Corrupt {
                    path: self.dir.clone(),
                    table: description.name,
                    rows: found.rows,
                    expected: expected.rows,
                });
            }
            if let Some((key, why)) = unreadable {
                let key = String::from_utf8_lossy(&key[2..]).into_owned();
                let (path, table) = (self.dir.clone(), description.name);
                return Err(StoreError::Unreadable { path, table, key, why });
            }
        }
        Ok(())
    }

    /// Makes all edits or none, and returns when they are on the disk. Where one row is named
    /// twice, the later edit holds.
    pub fn commit(&self, edits: impl IntoIterator<Item = Edit>) -> Result<Record, StoreError> {
        let mut state = self.state();
        if let Some(why) = &state.broken {
            return Err(StoreError::Broken { path: self.dir.clone(), why: why.clone() });
        }
        // Stays so if `edits` panics: some of its parts may be in the database.
        state.broken = Some("it broke off".to_owned());
        let outcome = self.write(&state.record, edits.into_iter()).and_then(|record| {
            state.manifest.write(&record)?;
            Ok(record)
        });
        match outcome {
            Ok(record) => {
                state.record = record.clone();
                state.broken = None;
                undo::forget(&self.tree, &self.dir.join("rows"), record.version);
                Ok(record)
            }
            Err(why) => {
                state.broken = Some(why.to_string());
                Err(why)
            }
        }
    }

    fn write(
        &self,
        before: &Record,
        mut edits: impl Iterator<Item = Edit>,
    ) -> Result<Record, StoreError> {
        let mut record = before.clone();
        record.version += 1;
        let mut part = 0;
        loop {
            let edits: Vec<Edit> = edits.by_ref().take(BATCH_ROWS_MAX).collect();
            let is_last = edits.len() < BATCH_ROWS_MAX;
            guarded(&self.dir.join("rows"), || {
                let (mut batch, undo) = self.batch(&mut record, edits)?;
                if is_last {
                    batch.insert(RECORD_KEY, record.to_text().as_bytes());
                } else {
                    batch.insert(undo::key(record.version, part), undo);
                }
                self.tree.apply_batch(batch)
            })?;
            if is_last {
                self.sync()?;
                return Ok(record);
            }
            part += 1;
        }
    }

    /// The edits as a batch, and how to undo it; `record` is brought up to them.
    fn batch(&self, record: &mut Record, edits: Vec<Edit>) -> sled::Result<(Batch, Vec<u8>)> {
        let mut batch = Batch::default();
        let mut undo = undo::Undo::default();
        // What this batch has already done to a row, since it is not in the tree yet.
        let mut done: std::collections::HashMap<Vec<u8>, Option<Vec<u8>>> = Default::default();
        for edit in edits {
            let id = edit.id();
            let at = record.place_of(TABLES[place(id.table())].name);
            let key = [&[ROWS, table_byte(at)], id.key().as_bytes()].concat();
            let old = match done.get(&key) {
                Some(old) => old.clone(),
                None => {
                    let old = self.tree.get(&key)?.map(|it| it.to_vec());
                    undo.push(&key, old.as_deref());
                    old
                }
            };
            let table = &mut record.tables[at];
            if let Some(old) = &old {
                table.remove(&key[2..], old);
            }
            let new = match &edit {
                Edit::Put(row) => Some(bytes::encode(row)),
                Edit::Delete(_) => None,
            };
            match &new {
                Some(new) => {
                    table.add(&key[2..], new);
                    batch.insert(key.clone(), new.clone());
                }
                None => batch.remove(key.clone()),
            }
            done.insert(key, new);
        }
        Ok((batch, undo.into_bytes()))
    }

    /// Brings what was written to the disk itself.
    fn sync(&self) -> Result<(), StoreError> {
        let rows = self.dir.join("rows");
        guarded(&rows, || self.tree.flush().map(drop))?;
        self.data.sync_data().map_err(|source| StoreError::Io { path: rows, source })
    }
}

/// Takes the directory for this process alone.
fn lock(dir: &Path) -> Result<Lock, StoreError> {
    let path = dir.join("lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(|source| StoreError::Io { path: path.clone(), source })?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(fs::TryLockError::WouldBlock) => Err(StoreError::InUse { path: dir.to_owned() }),
        Err(fs::TryLockError::Error(source)) => Err(StoreError::Io { path, source }),
    }
}

fn table_byte(at: usize) -> u8 {
    u8::try_from(at).expect("there are fewer than 256 tables")
}
