//! Files that are cut short, or have a byte changed.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use bole::store::{Store, StoreError};
use tempfile::TempDir;

use crate::graph::reason;

use super::{names, puts, rows};

/// Trials of each kind for each file.
const TRIALS: u64 = 40;

/// A directory with some commits, of which the rows of the first are in packs, closed; opened more than once, so that sled left a snapshot.
pub(super) fn prepared() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    Store::open(dir.path()).unwrap().commit(puts(0..1_200), &reason()).unwrap();
    Store::open(dir.path()).unwrap().commit(puts(1_200..1_300), &reason()).unwrap();
    Store::open(dir.path()).unwrap().commit(puts(5..9), &reason()).unwrap();
    drop(Store::open(dir.path()).unwrap());
    dir
}

/// Every file below a directory that holds something.
pub(super) fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else if fs::metadata(&path).unwrap().len() > 0 {
            files.push(path);
        }
    }
    files.sort();
    files
}

pub(crate) fn copied(from: &Path) -> TempDir {
    let to = tempfile::tempdir().unwrap();
    for file in files(from) {
        let path = to.path().join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::copy(&file, path).unwrap();
    }
    to
}

/// Opens a directory in which something was damaged: all rows, or an error that names what.
fn open(dir: &Path, what: &str) -> bool {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let store = Store::open(dir)?;
        let rows = rows(&store)?;
        // The history is not read to start, but it is never taken for whole where it is not.
        store.check()?;
        let id = "Source:k000007".parse().unwrap();
        let told = store.states_of(&id, None, 9)?;
        assert_eq!(told.len(), 2, "{what}: another history, without an error");
        Ok::<_, StoreError>(rows)
    }));
    match outcome.unwrap_or_else(|_| panic!("{what}: opening panicked")) {
        Ok(rows) => {
            assert_eq!(rows, names(0..1_300), "{what}: other rows, without an error");
            true
        }
        Err(why) => {
            let why = why.to_string();
            assert!(why.contains("Source") || why.contains(dir.to_str().unwrap()), "{what}: {why}");
            false
        }
    }
}

/// A number that looks random and is the same each time.
pub(super) fn random(trial: u64, below: u64) -> u64 {
    let mixed = trial.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 16) % below
}

#[test]
fn a_file_that_is_cut_short_gives_all_rows_or_an_error() {
    let original = prepared();
    for file in files(original.path()) {
        let name = file.strip_prefix(original.path()).unwrap();
        let length = fs::metadata(&file).unwrap().len();
        for trial in 0..TRIALS {
            let dir = copied(original.path());
            let path = dir.path().join(name);
            let kept = if trial == 0 { 0 } else { random(trial, length) };
            fs::File::options().write(true).open(path).unwrap().set_len(kept).unwrap();
            open(dir.path(), &format!("{} cut to {kept} of {length} bytes", name.display()));
        }
    }
}

#[test]
fn a_byte_that_is_changed_gives_all_rows_or_an_error() {
    let original = prepared();
    let mut found = 0;
    for file in files(original.path()) {
        let name = file.strip_prefix(original.path()).unwrap();
        let bytes = fs::read(&file).unwrap();
        for trial in 0..TRIALS {
            let dir = copied(original.path());
            let at = usize::try_from(random(trial, bytes.len() as u64)).unwrap();
            let mut bytes = bytes.clone();
            bytes[at] ^= 1 << (trial % 8);
            fs::write(dir.path().join(name), bytes).unwrap();
            found += u64::from(!open(dir.path(), &format!("{} byte {at}", name.display())));
        }
    }
    assert!(found > 0, "no change was found");
}

#[test]
fn a_snapshot_that_is_cut_short_or_changed_costs_no_rows() {
    let original = prepared();
    let is_snapshot = |it: &PathBuf| it.to_string_lossy().contains("rows/snap.");
    let snapshot = files(original.path()).into_iter().find(is_snapshot).unwrap();
    let bytes = fs::read(&snapshot).unwrap();
    let half = &bytes[..bytes.len() / 2];
    let mut changed = bytes.clone();
    changed[10] ^= 4;
    let name = snapshot.strip_prefix(original.path()).unwrap();
    for (name, bytes) in [
        (name, half),
        (name, &*changed),
        (Path::new("rows/snap.00000000FFFFFFFF.generating"), half),
    ] {
        let dir = copied(original.path());
        fs::write(dir.path().join(name), bytes).unwrap();
        assert!(open(dir.path(), &format!("{} of {} bytes", name.display(), bytes.len())));
    }
}
