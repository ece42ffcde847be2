//! A data directory made of a backup.

use std::{
    fs::{self, File},
    io,
    path::Path,
};

use super::{Backup, Piece, Watch, read, read_backup};
use crate::{
    catalog::TABLES,
    store::{Lock, Record, StoreError, bytes, lock, renewed, renewed::Renewed, still::Kind},
};

/// Makes the data directory `dir`, which must not be there or be empty, of the backup `file`. That is
/// read twice: before anything is written, all of it is known to be whole.
///
/// # Errors
///
/// [`StoreError::Backup`] where the file is not as it was written, [`StoreError::Unreadable`] and
/// [`StoreError::Newer`] where it was written by a newer build, [`StoreError::Occupied`] where the
/// directory holds something, and [`StoreError::InUse`] where a process has it open. Then the directory
/// is as it was.
pub fn restore(file: &Path, dir: &Path, watch: &mut Watch<'_>) -> Result<Backup, StoreError> {
    // Before a large file is read.
    let held = (dir.join("lock").exists()).then(|| lock(dir)).transpose()?;
    look(dir)?;
    let io = |path: &Path| {
        let path = path.to_owned();
        move |source| StoreError::Io { path, source }
    };
    let mut from = File::open(file).map_err(io(file))?;
    let expected = read_backup((&mut from, file), &mut |_| ())?;
    let was_there = dir.exists();
    fs::create_dir_all(dir).map_err(io(dir))?;
    let _lock: Lock = held.map_or_else(|| lock(dir), Ok)?;
    look(dir)?;
    let restored = made(file, dir, watch).and_then(|restored| {
        // Somebody may have written another file there meanwhile.
        if restored == expected {
            renewed::finish(dir).map(|()| restored)
        } else {
            let why = "it changed while it was read".to_owned();
            Err(StoreError::Backup { path: file.to_owned(), why })
        }
    });
    if restored.is_err() {
        drop(renewed::clear(dir));
        drop(fs::remove_file(dir.join("lock")));
        if !was_there {
            drop(fs::remove_dir(dir));
        }
    }
    restored
}

/// Whether a directory has room for what a backup holds. What a restore has left that was cut short is
/// no more than a restore takes away itself.
fn look(dir: &Path) -> Result<(), StoreError> {
    let occupied = || StoreError::Occupied { path: dir.to_owned() };
    let entries = match fs::read_dir(dir) {
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(why) if why.kind() == io::ErrorKind::NotADirectory => return Err(occupied()),
        entries => entries.map_err(|source| StoreError::Io { path: dir.to_owned(), source })?,
    };
    for entry in entries {
        let name = entry.map_err(|source| StoreError::Io { path: dir.to_owned(), source })?;
        let name = name.file_name();
        if name != "lock" && (name != renewed::NAME || renewed::is_whole(dir)) {
            return Err(occupied());
        }
    }
    Ok(())
}

fn made(file: &Path, dir: &Path, watch: &mut Watch<'_>) -> Result<Backup, StoreError> {
    let mut from =
        File::open(file).map_err(|source| StoreError::Io { path: file.to_owned(), source })?;
    let mut made = Renewed::new(dir)?;
    let backup = read((&mut from, file), watch, &mut |record, piece| match piece {
        Piece::Tokens(tokens) => made.put_tokens(tokens),
        Piece::Entry(kind, key, value) => {
            if kind == Kind::Row {
                readable(record, (key, value), file)?;
            }
            made.put(kind, key, value)
        }
    })?;
    made.end(&backup.record)?;
    Ok(backup)
}

/// Whether a row means something to this build.
fn readable(record: &Record, (key, row): (&[u8], &[u8]), file: &Path) -> Result<(), StoreError> {
    let name = &record.tables[usize::from(key[1])].name;
    let Some(table) = TABLES.iter().position(|it| it.name == name) else {
        return Err(StoreError::Newer { path: file.to_owned(), what: name.clone() });
    };
    match bytes::decode(table, &key[2..], row) {
        Ok(_) => Ok(()),
        Err(why) => Err(StoreError::Unreadable {
            path: file.to_owned(),
            table: TABLES[table].name,
            key: String::from_utf8_lossy(&key[2..]).into_owned(),
            why,
        }),
    }
}
