//! The store: what is acknowledged is there, and what is not whole is not there.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod crash;
pub(crate) mod damage;
mod earlier;
mod journal;
mod packs;
mod parts;
mod repair;

use std::{fs, path::Path};

use bole::{
    catalog::{Edit, Row, RowId, Source, Texts, place},
    store::{Store, StoreError},
};
use tempfile::TempDir;

use crate::graph::reason;

/// A row that is told from others by its key and its title.
fn source(key: &str, title: &str) -> Row {
    let columns = ["key", "title", "kind"].map(str::to_owned);
    Row::read(place("Source"), &Texts::new(&columns, [key, title, "DATASET"])).unwrap()
}

fn put(key: &str, title: &str) -> Edit {
    Edit::Put(source(key, title))
}

fn delete(key: &str) -> Edit {
    Edit::Delete(RowId::new("Source", key.parse().unwrap()))
}

/// The keys and titles of all rows.
fn rows(store: &Store) -> Result<Vec<(String, String)>, StoreError> {
    let mut rows = Vec::new();
    store.read(|row, _| {
        if let Row::Source(Source { key, title, .. }) = row {
            rows.push((key.to_string(), title.primary().to_owned()));
        }
    })?;
    Ok(rows)
}

fn open(dir: &TempDir) -> Store {
    Store::open(dir.path()).unwrap()
}

fn names(range: std::ops::Range<u32>) -> Vec<(String, String)> {
    range.map(|it| (format!("k{it:06}"), format!("title {it}"))).collect()
}

fn puts(range: std::ops::Range<u32>) -> Vec<Edit> {
    names(range).iter().map(|(key, title)| put(key, title)).collect()
}

#[test]
fn a_directory_opens_with_the_rows_and_the_record_that_were_left() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    store.commit(puts(0..10), &reason()).unwrap();
    let record = store.commit([put("k000003", "again"), delete("k000004")], &reason()).unwrap();
    let left = rows(&store).unwrap();
    assert_eq!((record.version, record.rows(), left.len()), (2, 9, 9));
    drop(store);
    let store = open(&dir);
    assert_eq!((store.record(), rows(&store).unwrap()), (record, left));
}

#[test]
fn a_commit_of_ten_thousand_rows_is_made_of_many_parts_and_is_one_commit() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let record = store.commit(puts(0..10_000), &reason()).unwrap();
    assert_eq!((record.version, record.rows()), (1, 10_000));
    let record =
        store.commit((0..10_000).map(|it| delete(&format!("k{it:06}"))), &reason()).unwrap();
    assert_eq!((record.version, record.rows()), (2, 0));
    store.commit(puts(5..405), &reason()).unwrap();
    drop(store);
    assert_eq!(rows(&open(&dir)).unwrap(), names(5..405));
}

#[test]
fn of_two_edits_of_one_row_the_later_one_holds() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    store
        .commit([put("a", "one"), put("a", "two"), put("b", "one"), delete("b")], &reason())
        .unwrap();
    let many: Vec<Edit> = puts(0..300).into_iter().chain([put("k000000", "last")]).collect();
    let record = store.commit(many, &reason()).unwrap();
    assert_eq!(record.rows(), 301);
    drop(store);
    let rows = rows(&open(&dir)).unwrap();
    assert_eq!(rows[0], ("a".to_owned(), "two".to_owned()));
    assert_eq!(rows[1], ("k000000".to_owned(), "last".to_owned()));
}

#[test]
fn a_directory_in_use_is_refused_with_a_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let first = open(&dir);
    let why = Store::open(dir.path()).err().unwrap().to_string();
    assert!(why.contains("is in use by another process: stop it"), "{why}");
    drop(first);
    drop(open(&dir));
}

#[test]
fn a_directory_of_somebody_else_is_refused_and_left_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("letter.txt"), "dear").unwrap();
    let why = Store::open(dir.path()).err().unwrap().to_string();
    assert!(why.contains("is not a data directory of Bole"), "{why}");
    assert_eq!(fs::read_to_string(dir.path().join("letter.txt")).unwrap(), "dear");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing was put there");
}

#[test]
fn a_manifest_that_lags_behind_by_a_crash_is_no_fault_and_one_ahead_is() {
    let dir = tempfile::tempdir().unwrap();
    let manifest = dir.path().join("manifest");
    let store = open(&dir);
    store.commit(puts(0..5), &reason()).unwrap();
    let older = fs::read(&manifest).unwrap();
    store.commit(puts(5..9), &reason()).unwrap();
    drop(store);
    let newer = fs::read(&manifest).unwrap();
    fs::write(&manifest, &older).unwrap();
    assert_eq!(rows(&open(&dir)).unwrap(), names(0..9));
    let other = tempfile::tempdir().unwrap();
    let store = open(&other);
    store.commit(puts(0..5), &reason()).unwrap();
    drop(store);
    fs::write(other.path().join("manifest"), &newer).unwrap();
    let why = Store::open(other.path()).err().unwrap().to_string();
    assert!(why.contains("its last commit is number 1, but number 2 was made"), "{why}");
}

#[test]
fn a_manifest_that_is_missing_or_unreadable_is_named() {
    let dir = tempfile::tempdir().unwrap();
    open(&dir).commit(puts(0..5), &reason()).unwrap();
    let manifest = dir.path().join("manifest");
    let says = |dir: &Path| Store::open(dir).err().unwrap().to_string();
    fs::write(&manifest, "nothing of use").unwrap();
    assert!(says(dir.path()).contains("manifest` is damaged: it holds no record"));
    fs::remove_file(&manifest).unwrap();
    assert!(says(dir.path()).contains("manifest` is damaged: it is missing"));
}

#[test]
fn a_directory_whose_making_was_cut_short_is_made() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("lock"), "").unwrap();
    fs::write(dir.path().join("manifest.new"), "bole da").unwrap();
    open(&dir).commit(puts(0..5), &reason()).unwrap();
    assert_eq!(rows(&open(&dir)).unwrap(), names(0..5));
}

#[test]
fn edits_that_panic_half_way_leave_no_row_and_stop_the_writing() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    store.commit(puts(0..10), &reason()).unwrap();
    let edits = puts(100..600).into_iter().chain(std::iter::once_with(|| panic!("no more")));
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| store.commit(edits, &reason())))
        .unwrap_err();
    let why = store.commit(puts(10..20), &reason()).unwrap_err().to_string();
    assert!(why.contains("takes no more changes"), "{why}");
    drop(store);
    assert_eq!(rows(&open(&dir)).unwrap(), names(0..10));
}
