//! The durable rows, in sled, and what they were before.
//!
//! A data directory holds a `lock` file, the `manifest`, the sled database in `rows/`, and the
//! `tokens` of those who are let in, which this room leaves alone. The database is one tree, whose
//! keys begin with a byte that says what they are:
//!
//! - `0`: the [`Record`] of the last commit;
//! - `1`, a byte for the table (its place in the record), the row's key: a row, with the version of
//!   the commit that put it;
//! - `3`, the version of a commit, a number: a part of the commit, which names up to 200 rows that it
//!   touched; the first part also says who made it, when and why ([`Reason`]);
//! - `4`, a byte for the table, the row's key, a zero byte, a version: the row as the commit of that
//!   version put it, where a later one put it anew or took it away; nothing where that commit took
//!   the row away;
//! - `5`, who sent a request, a zero byte, the key that they gave it: the commit that it made, and a
//!   digest of the request.
//!
//! Each part of a commit is an atomic batch, and the record is written with the last. The parts of
//! one that was cut short name the rows that it touched, and the states tell what these were: the
//! next start undoes it. So what is kept for the history is all that undoing needs, and the other
//! way round.
//!
//! sled may lose rows without a word when a file is cut short, and panics on flipped bytes. So each
//! table has a digest that every commit keeps up, the record is also kept in the [`manifest`],
//! opening compares the two, and reading compares the rows with both.

mod bytes;
mod commit;
mod compact;
mod error;
mod files;
mod guard;
mod history;
mod keys;
mod manifest;
mod part;
mod reason;
mod record;
mod requests;
mod rollback;

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use sled::Tree;

use crate::catalog::{Edit, Row, TABLES};
use commit::Commit;
use guard::guarded;
use manifest::Manifest;

pub use compact::Compacted;
pub use error::StoreError;
pub use history::{Place, RowState, Slice};
pub use manifest::is_of_tokens;
pub use reason::{Reason, Request};
pub use record::{HistoryRecord, Record, TableRecord};
pub use requests::CarriedOut;

/// Rows in a batch of sled: larger ones take memory by the square of their size.
const BATCH_ROWS_MAX: usize = 200;
/// sled's cache; it is written to and read from end to end at start, so more would not help.
const CACHE_BYTES: u64 = 64 << 20;

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
    /// sled is only used by whoever holds this, since it is known to lock up under several threads.
    state: Mutex<State>,
    /// Held while waiting for the state: whoever takes it again and again stands in line each time.
    turn: Mutex<()>,
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
    /// What the last commit left that is on the disk.
    record: Record,
    /// What the last commit left, which may still have to be brought to the disk.
    staged: Record,
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
        compact::clear(dir)?;
        let rows = dir.join("rows");
        if !rows.exists() && manifest.record().version > 0 {
            return Err(StoreError::Damaged { path: rows, why: "it is missing".to_owned() });
        }
        let tree = files::open(&rows)?;
        let data = File::open(rows.join("db")).map_err(io)?;
        let record = rollback::roll_back(&tree, &rows)?;
        manifest.check(&record)?;
        let state = State { staged: record.clone(), record, manifest, broken: None };
        let (state, turn) = (Mutex::new(state), Mutex::new(()));
        let store = Store { dir: dir.to_owned(), tree, data, state, turn, _lock: lock };
        store.flush()?;
        for dir in [&rows, dir] {
            File::open(dir).and_then(|it| it.sync_all()).map_err(io)?;
        }
        store.state().catch_up()?;
        Ok(store)
    }

    /// What the last commit left that is on the disk.
    pub fn record(&self) -> Record {
        self.state().record.clone()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives every row to `visit`, with the version of the commit that put it, table by table in the
    /// order of [`TABLES`], by key. No commit is made meanwhile.
    ///
    /// # Errors
    ///
    /// [`StoreError::Corrupt`] with the table where its rows are not those that were committed, and
    /// [`StoreError::Unreadable`] with a row that is, but means nothing to this build. The rows that
    /// `visit` was given are not to be used then.
    pub fn read(&self, mut visit: impl FnMut(Row, u64)) -> Result<(), StoreError> {
        let record = &self.state().record;
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
            let prefix = keys::rows(table_byte(at));
            guarded(&self.dir.join("rows"), || {
                for entry in self.tree.scan_prefix(prefix) {
                    let (key, bytes) = entry?;
                    found.add(&key[2..], &bytes);
                    match bytes::decode(table, &key[2..], &bytes) {
                        Ok((row, version)) => visit(row, version),
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

    /// Reads the whole history, and compares it with what commits left of it.
    ///
    /// # Errors
    ///
    /// [`StoreError::History`] where something of it is gone, or is not as it was written.
    pub fn check(&self) -> Result<(), StoreError> {
        self.check_history(&self.state().record)
    }

    /// Makes all edits or none, and returns when they are on the disk. Where one row is named
    /// twice, the later edit holds.
    pub fn commit(
        &self,
        edits: impl IntoIterator<Item = Edit>,
        reason: &Reason,
    ) -> Result<Record, StoreError> {
        self.stage(edits, reason)?;
        self.sync()?;
        Ok(self.record())
    }

    /// Writes a commit that [`Store::sync`] is to bring to the disk, and gives its version. Nobody
    /// may be told of it before.
    pub fn stage(
        &self,
        edits: impl IntoIterator<Item = Edit>,
        reason: &Reason,
    ) -> Result<u64, StoreError> {
        let rows = self.dir.join("rows");
        self.unless_broken(|state| {
            let commit = Commit::new((&self.tree, &rows), &state.staged, reason);
            state.staged = commit.write(edits.into_iter())?;
            Ok(state.staged.version)
        })
    }

    /// Brings all commits to the disk. On an error it is not known which of them are there.
    pub fn sync(&self) -> Result<(), StoreError> {
        self.unless_broken(|state| {
            self.flush()?;
            state.manifest.follow(&state.staged)?;
            state.record = state.staged.clone();
            Ok(())
        })
    }

    /// Writes something, unless an earlier attempt failed; and remembers if this one does.
    fn unless_broken<T>(
        &self,
        work: impl FnOnce(&mut State) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut state = self.state();
        if let Some(why) = &state.broken {
            return Err(StoreError::Broken { path: self.dir.clone(), why: why.clone() });
        }
        // Stays so if `work` panics: what it wrote may be in the database.
        state.broken = Some("it broke off".to_owned());
        let outcome = work(&mut state);
        state.broken = outcome.as_ref().err().map(ToString::to_string);
        outcome
    }

    /// Brings what sled was given to the disk itself.
    fn flush(&self) -> Result<(), StoreError> {
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
