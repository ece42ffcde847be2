//! The durable rows, in sled, and what they were before.
//!
//! A data directory holds a `lock` file, the `manifest`, the `journal`, the sled database in `rows/`,
//! and the `tokens` of those who are let in, which this room leaves alone but for its backups. The database is one tree, whose
//! keys begin with a byte that says what they are:
//!
//! - `0`: the [`Record`] of the last commit;
//! - `1`, a byte for the table (its place in the record), the row's key: a row, with the version of
//!   the commit that put it, or nothing where it was taken away out of its pack;
//! - `3`, the version of a commit, a number: a part of the commit, which names some of the rows that it
//!   touched; the first part also says who made it, when and why ([`Reason`]);
//! - `4`, a byte for the table, the row's key, a zero byte, a version: the row as the commit of that
//!   version put it, where a later one put it anew or took it away; nothing where that commit took
//!   the row away;
//! - `5`, who sent a request, a zero byte, the key that they gave it: the commit that it made, and a
//!   digest of the request;
//! - `6`, a byte for the table, the key of a row: a pack, which begins with that row and goes on with
//!   rows up to the next pack, in the order of their keys. Of a row that also has an entry of its own,
//!   that counts.
//!
//! A commit is acknowledged when the `journal` has it on the disk. sled is brought up to the journal
//! when that is full and at each start, so until then entries are read from memory; each is written as
//! it stands there, which may be done twice. The record comes last: where it is older than the
//! journal, the start writes all again.
//!
//! A commit of more than [`SMALL`] edits goes to sled itself, part by part, its new rows in packs; to
//! compact a directory puts all rows into packs. Each part is an atomic batch, and the record is written
//! with the last. The parts of one that was cut short name the rows that it touched, and the states tell
//! what these were: the next start undoes it. So what is kept for the history is all that undoing needs,
//! and the other way round.
//!
//! sled may lose rows without a word when a file is cut short, and panics on flipped bytes. So each
//! table has a digest that every commit keeps up, the record is also kept in the [`manifest`],
//! opening compares the two, and reading compares the rows with both.

mod backup;
mod bulk;
mod bytes;
mod commit;
mod compact;
mod entries;
mod error;
mod files;
mod guard;
mod history;
mod journal;
mod keys;
mod manifest;
mod pack;
mod part;
mod read;
mod reason;
mod record;
mod renewed;
mod repair;
mod requests;
mod rollback;
mod room;
mod rows;
mod sizes;
mod still;

use std::{
    fs::{self, File},
    ops::Deref,
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use crate::catalog::Edit;
use commit::Commit;
use entries::{Entries, Entry};
use journal::{Block, Journal};
use manifest::Manifest;

pub use backup::{Backup, Far, NewFile, Watch, read_backup, restore};
pub use bytes::{decode as decode_row, encode as encode_row};
pub use compact::Compacted;
pub use error::{StoreError, way_out};
pub use history::{Place, RowState, Slice};
pub use manifest::is_of_tokens;
pub use reason::{Reason, Request};
pub use record::{HistoryRecord, Record, TableRecord};
pub use repair::{Loss, Repaired, repair};
pub use requests::CarriedOut;
pub use sizes::Sizes;

/// Rows in a batch of sled: larger ones take memory by the square of their size.
const BATCH_ROWS_MAX: usize = 200;
/// Edits of a commit that is held in memory, and goes to the journal.
const SMALL: usize = 1_000;
/// sled's cache. Rows are read from end to end at the start, and then from the snapshot; what a commit
/// replaces and the past are read here. With four times as much, commits to rows among a million people
/// take the same time, and `asOf` over 100,000 commits three quarters; but memory grows for hours of
/// writing, by a multiple of it, until the cache is full.
const CACHE_BYTES: u64 = 16 << 20;

/// Whether a directory is one of Bole, or could become one; looks only, so that another's stays as
/// it is.
pub fn look(dir: &Path) -> Result<(), StoreError> {
    Manifest::look(dir)
}

/// One data directory; one process has it open at a time.
pub struct Store {
    dir: PathBuf,
    /// sled is only used by whoever holds this, since it is known to lock up under several threads.
    state: Mutex<State>,
    /// Held while waiting for the state: whoever takes it again and again stands in line each time.
    turn: Mutex<()>,
    /// Bytes of the journal that are in use, for those who do not wait for the state.
    journal_filled: AtomicU64,
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
    entries: Entries,
    /// Of sled's data file, since sled's own flush does not reach the disk.
    data: File,
    journal: Journal,
    manifest: Manifest,
    /// What the last commit left that is on the disk.
    record: Record,
    /// What the last commit left, which may still have to be brought to the disk.
    staged: Record,
    /// What the commits between the two do.
    pending: Vec<Entry>,
    /// Why no more is written: after a failed write, what is on the disk is not known.
    broken: Option<String>,
}

impl State {
    /// Writes something, unless an earlier attempt failed; and remembers if this one does.
    fn unless_broken<T>(
        &mut self,
        dir: &Path,
        work: impl FnOnce(&mut State) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if let Some(why) = &self.broken {
            return Err(StoreError::Broken { path: dir.to_owned(), why: why.clone() });
        }
        // Stays so if `work` panics: what it wrote may be in the database.
        self.broken = Some("it broke off".to_owned());
        let outcome = work(self);
        self.broken = outcome.as_ref().err().map(ToString::to_string);
        outcome
    }

    /// Brings what was staged to the disk.
    fn sync(&mut self) -> Result<(), StoreError> {
        if self.record.version == self.staged.version {
            return Ok(());
        }
        let entries = std::mem::take(&mut self.pending);
        let (first, record) = (self.record.version + 1, self.staged.clone());
        self.journal.append(&Block { first, record: record.clone(), entries })?;
        self.manifest.follow(&record)?;
        self.record = record;
        if self.journal.is_full() { self.settle() } else { Ok(()) }
    }

    /// Brings sled up to all commits.
    fn bring_up(&mut self) -> Result<(), StoreError> {
        self.sync()?;
        if self.journal.is_empty() { Ok(()) } else { self.settle() }
    }

    /// Brings sled up to the journal, which then begins anew.
    fn settle(&mut self) -> Result<(), StoreError> {
        self.entries.settle((keys::RECORD, self.record.to_text().as_bytes()))?;
        self.flush()?;
        self.manifest.write(&self.record)?;
        self.journal.begin()
    }

    /// Writes a commit of many edits to sled itself.
    fn write(
        &mut self,
        edits: impl Iterator<Item = Edit>,
        reason: &Reason,
    ) -> Result<(), StoreError> {
        self.bring_up()?;
        self.record = Commit::new(&mut self.entries, &self.record, reason).write(edits)?;
        self.staged = self.record.clone();
        self.flush()?;
        self.manifest.write(&self.record)
    }

    /// Brings what sled was given to the disk itself.
    fn flush(&self) -> Result<(), StoreError> {
        self.entries.guarded(|| self.entries.tree.flush().map(drop))?;
        let path = self.entries.rows().to_owned();
        let synced = self.data.sync_data().and_then(|()| files::sync_blobs(&path));
        synced.map_err(|source| StoreError::Io { path, source })
    }
}

/// The entries, while the store is held.
struct Held<'s>(MutexGuard<'s, State>);

impl Deref for Held<'_> {
    type Target = Entries;

    fn deref(&self) -> &Entries {
        &self.0.entries
    }
}

impl Store {
    /// Opens the directory, or makes it where there is none or an empty one.
    pub fn open(dir: &Path) -> Result<Store, StoreError> {
        let io = |source| StoreError::Io { path: dir.to_owned(), source };
        fs::create_dir_all(dir).map_err(io)?;
        Manifest::look(dir)?;
        let lock = lock(dir)?;
        renewed::finish(dir)?;
        let manifest = Manifest::open(dir)?;
        renewed::clear(dir)?;
        compact::clear(dir)?;
        let rows = dir.join("rows");
        if !rows.exists() && manifest.record().version > 0 {
            return Err(StoreError::Damaged { path: rows, why: "it is missing".to_owned() });
        }
        let mut entries = Entries::new(files::open(&rows)?, &rows);
        let data = File::open(rows.join("db")).map_err(io)?;
        let mut record = rollback::record(&entries)?;
        let (journal, blocks) = Journal::open(dir, record.version)?;
        if blocks.is_empty() {
            rollback::roll_back(&entries, &record)?;
        }
        for block in blocks {
            entries.note(block.entries);
            record = block.record;
        }
        manifest.check(&record)?;
        let (staged, pending) = (record.clone(), Vec::new());
        let mut state =
            State { entries, data, journal, manifest, record, staged, pending, broken: None };
        state.settle()?;
        for dir in [&rows, dir] {
            File::open(dir).and_then(|it| it.sync_all()).map_err(io)?;
        }
        let (state, turn) = (Mutex::new(state), Mutex::new(()));
        let journal_filled = AtomicU64::default();
        Ok(Store { dir: dir.to_owned(), state, turn, journal_filled, _lock: lock })
    }

    /// What the last commit left that is on the disk.
    pub fn record(&self) -> Record {
        self.state().record.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
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

    /// Takes a commit that [`Store::sync`] is to bring to the disk, and gives its version. Nobody may
    /// be told of it before.
    ///
    /// # Errors
    ///
    /// [`StoreError::Full`] where there is little room on the disk: nothing has changed then, and
    /// commits are taken again when there is. After any other error none is taken before the directory is
    /// opened again.
    pub fn stage(
        &self,
        edits: impl IntoIterator<Item = Edit>,
        reason: &Reason,
    ) -> Result<u64, StoreError> {
        room::check(&self.dir)?;
        self.unless_broken(|state| {
            let mut edits = edits.into_iter();
            let first: Vec<Edit> = edits.by_ref().take(SMALL + 1).collect();
            if first.len() > SMALL {
                state.write(first.into_iter().chain(edits), reason)?;
            } else {
                let commit = Commit::new(&mut state.entries, &state.staged, reason);
                let (record, entries) = commit.noted(&first)?;
                state.staged = record;
                state.pending.extend(entries);
            }
            Ok(state.staged.version)
        })
    }

    /// Brings all commits to the disk. On an error it is not known which of them are there.
    pub fn sync(&self) -> Result<(), StoreError> {
        self.unless_broken(State::sync)
    }

    fn unless_broken<T>(
        &self,
        work: impl FnOnce(&mut State) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut state = self.state();
        let outcome = state.unless_broken(&self.dir, work);
        self.journal_filled.store(state.journal.filled(), Ordering::Relaxed);
        outcome
    }

    /// The state when sled has all commits, none of which comes in between.
    fn settled(&self) -> Result<MutexGuard<'_, State>, StoreError> {
        let mut state = self.state();
        state.unless_broken(&self.dir, State::bring_up)?;
        Ok(state)
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
