//! The database written anew, without the history that nobody wants any more.
//!
//! The new one is made beside the old one, closed, opened, and compared with the record, before it
//! takes its place: `rows` becomes `rows.old`, then `rows.new` becomes `rows`. A crash leaves either
//! the old one or the new one whole, and the next start clears away what is left of the other.

use std::{
    fs::{self, File},
    io,
    path::Path,
};

use sled::{Batch, IVec, Tree};

use super::{
    BATCH_ROWS_MAX, Record, State, Store, StoreError, TableRecord, bytes,
    entries::{Entries, Entry},
    files,
    guard::guarded,
    keys,
    pack::Packs,
    requests,
    rows::{self, Span},
    table_byte,
};

const NEW: &str = "rows.new";
const OLD: &str = "rows.old";

/// What came of writing the database anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compacted {
    /// The oldest version that can still be read.
    pub oldest: u64,
    /// Bytes of the files.
    pub before: u64,
    pub after: u64,
}

impl Store {
    /// Writes the database of a directory anew, with the history of the last `keep` commits. What
    /// was forgotten before stays so.
    pub fn compact(dir: &Path, keep: u64) -> Result<Compacted, StoreError> {
        let store = Store::open(dir)?;
        let (rows, new) = (dir.join("rows"), dir.join(NEW));
        let io = |source| StoreError::Io { path: dir.to_owned(), source };
        let before = size(&rows).map_err(io)?;
        let mut record = store.record();
        record.history.oldest = record.history.oldest.max(record.version.saturating_sub(keep));
        let tree = files::open(&new)?;
        copy(&store.state().entries, (&tree, &new), &mut record)?;
        drop(tree);
        let tree = files::open(&new)?;
        verify((&tree, &new), &record)?;
        drop(tree);
        // The lock stays, while sled closes its files.
        let Store { state, _lock, .. } = store;
        let state = state.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let State { entries, data, mut manifest, .. } = state;
        drop((entries, data));
        sync(&new).map_err(io)?;
        fs::rename(&rows, dir.join(OLD)).map_err(io)?;
        fs::rename(&new, &rows).map_err(io)?;
        File::open(dir).and_then(|it| it.sync_all()).map_err(io)?;
        manifest.write(&record)?;
        clear(dir)?;
        let after = size(&rows).map_err(io)?;
        Ok(Compacted { oldest: record.history.oldest, before, after })
    }
}

/// Ends what was cut short: only for one who holds the directory.
pub(super) fn clear(dir: &Path) -> Result<(), StoreError> {
    let io = |source| StoreError::Io { path: dir.to_owned(), source };
    let (rows, new, old) = (dir.join("rows"), dir.join(NEW), dir.join(OLD));
    if !rows.exists() && old.exists() && new.exists() {
        fs::rename(&new, &rows).map_err(io)?;
    }
    for rest in [new, old] {
        if rows.exists() && rest.exists() {
            fs::remove_dir_all(rest).map_err(io)?;
        }
    }
    Ok(())
}

/// Copies rows and history, and brings the record's history up to what is kept of it.
fn copy(from: &Entries, (to, new): (&Tree, &Path), record: &mut Record) -> Result<(), StoreError> {
    let oldest = record.history.oldest;
    let mut entries = TableRecord::new(&record.history.entries.name);
    for table in (0..record.tables.len()).map(table_byte) {
        let mut packs = Packs::new(table);
        rows::each((&from.tree, from.rows()), table, |key, bytes| {
            packs.push(key, bytes);
            packs.enough().map_or(Ok(()), |it| write(to, new, it))
        })?;
        write(to, new, packs.end())?;
    }
    let (tree, mut span) = (&from.tree, None);
    put(tree.scan_prefix(keys::PARTS), (to, new), |key, bytes| {
        let is_kept = keys::of_part(key).is_some_and(|it| it.0 > oldest);
        if is_kept {
            entries.add(key, bytes);
        }
        Ok(is_kept)
    })?;
    put(tree.scan_prefix(keys::REQUESTS), (to, new), |_, bytes| {
        Ok(requests::from_bytes(bytes).is_some_and(|it| it.version > oldest))
    })?;
    // Newest first, so that it is known what came after.
    let mut later: Option<(Vec<u8>, u64)> = None;
    put(tree.scan_prefix(keys::STATES).rev(), (to, new), |key, bytes| {
        let (row, version) = key.split_at(key.len().saturating_sub(8));
        let version_at = keys::of_state(version).unwrap_or_default();
        let ended = match later.take().filter(|it| it.0 == row) {
            Some((_, version)) => version,
            None => present(from, &mut span, row)?,
        };
        later = Some((row.to_vec(), version_at));
        let is_kept = if bytes.is_empty() { version_at > oldest } else { ended > oldest };
        if is_kept {
            entries.add(key, bytes);
        }
        Ok(is_kept)
    })?;
    record.history.entries = entries;
    guarded(new, || {
        to.insert(keys::RECORD, record.to_text().as_bytes())?;
        to.flush().map(drop)
    })
}

/// The version of the row as it is whose states have keys that begin with `states`; where it is
/// gone, all of them have ended before it was. `span` is that of the row that was asked for before.
fn present(from: &Entries, span: &mut Option<Span>, states: &[u8]) -> Result<u64, StoreError> {
    let key = states.get(1..states.len().saturating_sub(1)).unwrap_or_default();
    let (table, key) = key.split_first().unwrap_or((&0, &[]));
    let of_row = match span.take().filter(|it| it.reaches(*table, key)) {
        Some(span) => span,
        None => from.span(*table, key)?,
    };
    let single = from.get(&keys::row(*table, key))?;
    let row = single.as_deref().or_else(|| of_row.find(key)).unwrap_or_default();
    let version = if row.is_empty() { Ok(0) } else { bytes::version_of(row) };
    *span = Some(of_row);
    version.map_err(|why| StoreError::Damaged { path: from.rows().to_owned(), why })
}

pub(super) fn write(to: &Tree, new: &Path, entries: Vec<Entry>) -> Result<(), StoreError> {
    let mut batch = Batch::default();
    for (key, bytes) in entries {
        batch.insert(key, bytes.unwrap_or_default());
    }
    guarded(new, || to.apply_batch(batch))
}

/// Puts those entries that `keeps` wants.
fn put(
    mut entries: impl Iterator<Item = sled::Result<(IVec, IVec)>>,
    (to, new): (&Tree, &Path),
    mut keeps: impl FnMut(&[u8], &[u8]) -> Result<bool, StoreError>,
) -> Result<(), StoreError> {
    loop {
        let slice: Vec<(IVec, IVec)> =
            guarded(new, || entries.by_ref().take(BATCH_ROWS_MAX).collect())?;
        if slice.is_empty() {
            return Ok(());
        }
        let mut batch = Batch::default();
        for (key, bytes) in slice {
            if keeps(&key, &bytes)? {
                batch.insert(key, bytes);
            }
        }
        guarded(new, || to.apply_batch(batch))?;
    }
}

/// Whether all that the record tells of is there.
pub(super) fn verify((tree, new): (&Tree, &Path), record: &Record) -> Result<(), StoreError> {
    let mut found = Record { version: record.version, ..Record::default() };
    found.history.oldest = record.history.oldest;
    for (at, table) in record.tables.iter().enumerate() {
        let mut there = TableRecord::new(&table.name);
        rows::each((tree, new), table_byte(at), |key, bytes| {
            there.add(key, bytes);
            Ok(())
        })?;
        found.tables.push(there);
    }
    let written = guarded(new, || {
        for entry in tree.scan_prefix(keys::PARTS).chain(tree.scan_prefix(keys::STATES)) {
            let (key, bytes) = entry?;
            found.history.entries.add(&key, &bytes);
        }
        tree.get(keys::RECORD)
    })?;
    if found == *record && written.is_some_and(|it| *it == *record.to_text().as_bytes()) {
        return Ok(());
    }
    let why = "it does not hold what was written to it".to_owned();
    Err(StoreError::Damaged { path: new.to_owned(), why })
}

/// Brings the files in a folder and below to the disk, and their names.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sync(&path)?;
        } else {
            File::open(path)?.sync_all()?;
        }
    }
    File::open(folder)?.sync_all()
}

/// Bytes of the files in a folder and below.
fn size(folder: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        bytes += if metadata.is_dir() { size(&entry.path())? } else { metadata.len() };
    }
    Ok(bytes)
}
