//! Backups that a server makes by itself.

use std::{fs, path::Path, time::Duration};

use bole::{
    catalog::{Change, value::Moment},
    live::{BackupPlan, Backups, Live},
    store,
};
use tempfile::TempDir;

use super::{edit, rows};
use crate::graph::{now, reason};

const HOUR: i64 = 3_600_000;

fn at(millis: i64) -> Moment {
    Moment::from_millis(now().millis() + millis)
}

fn new() -> (TempDir, Live) {
    let dir = tempfile::tempdir().unwrap();
    let live = Live::open(&dir.path().join("data")).unwrap();
    (dir, live)
}

fn plan(folder: &Path, keep: usize) -> BackupPlan {
    BackupPlan { folder: folder.to_owned(), every: Duration::from_hours(1), keep }
}

/// The backups in a folder, oldest first.
fn made(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name());
    let names = names.map(|it| it.into_string().unwrap());
    let mut names: Vec<_> = names.filter(|it| !it.starts_with("backups")).collect();
    names.sort();
    names
}

fn commit(live: &Live, title: &str) {
    live.commit(Change { edits: vec![edit("a", Some(title))] }, reason()).unwrap();
}

#[test]
fn one_is_made_at_once_and_then_as_often_as_was_said() {
    let (dir, live) = new();
    let folder = dir.path().join("backups");
    let backups = Backups::open(plan(&folder, 7)).unwrap();
    commit(&live, "one");
    assert!(backups.due_in(at(0)).is_zero());
    let first = backups.run(&live, at(0)).unwrap().unwrap();
    assert!(backups.run(&live, at(HOUR - 1)).is_none());
    assert_eq!(backups.due_in(at(HOUR - 250)), Duration::from_millis(250));
    commit(&live, "two");
    assert_eq!(backups.run(&live, at(HOUR)).unwrap().unwrap().record.version, 2);
    assert_eq!(
        made(&folder),
        ["bole-2026-11-24T08-30-00.000Z.bole", "bole-2026-11-24T09-30-00.000Z.bole"]
    );
    let status = backups.status();
    assert_eq!((status.last_success, status.successes, status.failures), (Some(at(HOUR)), 2, 0));
    assert!(status.last_bytes > 0);
    let data = dir.path().join("restored");
    store::restore(&folder.join(&made(&folder)[0]), &data, &mut |_| ()).unwrap();
    let store = store::Store::open(&data).unwrap();
    assert_eq!((store.record(), &*rows(&store)["a"].1), (first.record, "one"));
}

#[test]
fn the_newest_stay_and_files_of_others_are_not_touched() {
    let (dir, live) = new();
    let folder = dir.path().join("backups");
    fs::create_dir(&folder).unwrap();
    let others = ["bole-2020-01-01T00-00-00.000Z.bole", "mine.bole"];
    for name in others {
        fs::write(folder.join(name), "mine").unwrap();
    }
    let backups = Backups::open(plan(&folder, 2)).unwrap();
    for hour in 0..5 {
        backups.run(&live, at(hour * HOUR)).unwrap().unwrap();
    }
    let newest = ["bole-2026-11-24T11-30-00.000Z.bole", "bole-2026-11-24T12-30-00.000Z.bole"];
    assert_eq!(made(&folder), [&others[..1], &newest, &others[1..]].concat());
    for name in others {
        assert_eq!(fs::read(folder.join(name)).unwrap(), b"mine");
    }
}

#[test]
fn one_that_fails_is_counted_leaves_the_others_and_is_tried_again_before_long() {
    let (dir, live) = new();
    let folder = dir.path().join("backups");
    let backups = Backups::open(plan(&folder, 1)).unwrap();
    backups.run(&live, at(0)).unwrap().unwrap();
    // What is to be written is there already.
    let taken = folder.join("bole-2026-11-24T09-30-00.000Z.bole");
    fs::write(&taken, "mine").unwrap();
    let why = backups.run(&live, at(HOUR)).unwrap().unwrap_err().to_string();
    assert!(why.contains("is there already"), "{why}");
    let status = backups.status();
    assert_eq!((status.last_success, status.failures), (Some(at(0)), 1));
    assert_eq!(made(&folder).len(), 2);
    assert_eq!(backups.due_in(at(HOUR)), Duration::from_mins(10));
    assert!(backups.run(&live, at(HOUR + 599_999)).is_none());
    backups.run(&live, at(HOUR + 600_000)).unwrap().unwrap();
    assert_eq!(
        made(&folder),
        ["bole-2026-11-24T09-30-00.000Z.bole", "bole-2026-11-24T09-40-00.000Z.bole"]
    );
    assert_eq!(fs::read(taken).unwrap(), b"mine");
    // A folder that is gone.
    fs::remove_dir_all(&folder).unwrap();
    backups.run(&live, at(3 * HOUR)).unwrap().unwrap_err();
    assert_eq!(backups.status().failures, 2);
}

#[test]
fn a_server_that_starts_again_goes_on_with_what_is_there() {
    let (dir, live) = new();
    let folder = dir.path().join("backups");
    let backups = Backups::open(plan(&folder, 2)).unwrap();
    backups.run(&live, at(0)).unwrap().unwrap();
    let last_bytes = backups.status().last_bytes;
    let why = Backups::open(plan(&folder, 2)).err().unwrap().to_string();
    assert!(why.starts_with("another server makes its backups in `"), "{why}");
    drop(backups);
    // A crash has left one that was begun.
    let list = folder.join("backups");
    let begun = "bole-2026-11-24T08-59-00.000Z.bole";
    let text = fs::read_to_string(&list).unwrap();
    fs::write(&list, format!("{text}2026-11-24T08:59:00Z {begun}\n")).unwrap();
    fs::write(folder.join(format!("{begun}.unfinished")), "half").unwrap();
    let backups = Backups::open(plan(&folder, 2)).unwrap();
    assert!(!folder.join(format!("{begun}.unfinished")).exists());
    let status = backups.status();
    assert_eq!((status.last_success, status.last_bytes), (Some(at(0)), last_bytes));
    assert!(backups.run(&live, at(HOUR - 1)).is_none());
    for hour in 1..4 {
        backups.run(&live, at(hour * HOUR)).unwrap().unwrap();
    }
    assert_eq!(made(&folder).len(), 2);
    drop(backups);
    fs::write(&list, "2026-11-24T08:59:00Z ../data/rows\n").unwrap();
    let why = Backups::open(plan(&folder, 2)).err().unwrap().to_string();
    assert!(why.contains("names no backup"), "{why}");
}

#[test]
fn a_clock_that_is_set_back_does_not_keep_backups_from_being_made() {
    let (dir, live) = new();
    let folder = dir.path().join("backups");
    let backups = Backups::open(plan(&folder, 2)).unwrap();
    backups.run(&live, at(1_000 * HOUR)).unwrap().unwrap();
    for hour in 0..3 {
        backups.run(&live, at(hour * HOUR)).unwrap().unwrap();
    }
    // The newest are those that were made last, whatever the clock said.
    assert_eq!(
        made(&folder),
        ["bole-2026-11-24T09-30-00.000Z.bole", "bole-2026-11-24T10-30-00.000Z.bole"]
    );
}
