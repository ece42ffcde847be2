//! A restored directory goes on as the one that was backed up.

use std::fs;

use bole::{
    live::Live,
    store::{self, Store},
};

use super::{asked, backup, checked, eventful, id, restored, rows};

#[test]
fn a_restored_directory_has_the_rows_the_history_the_requests_and_the_tokens() {
    let dir = eventful();
    fs::write(dir.path().join("tokens"), "tokens of Bole, format 1\n").unwrap();
    let (bytes, done) = backup(dir.path());
    let (_dir, data) = restored(&bytes);
    let (one, other) = (Store::open(dir.path()).unwrap(), Store::open(&data).unwrap());
    assert_eq!((one.record(), rows(&one)), (other.record(), rows(&other)));
    assert_eq!((done.requests, done.has_tokens, done.record), (3, true, one.record()));
    drop((one, other));
    let (one, other) = (Live::open(dir.path()).unwrap(), Live::open(&data).unwrap());
    other.validate().unwrap();
    let commits = one.commits(0, 10_000).unwrap();
    assert_eq!(commits.commits.len(), 4);
    assert_eq!(other.commits(0, 10_000).unwrap(), commits);
    for key in ["k00003", "k00700", "k01499", "new", "k00001"] {
        let id = id(key);
        let history = one.history(&id, None, 10).unwrap();
        assert!(!history.is_empty());
        assert_eq!(other.history(&id, None, 10).unwrap(), history);
        for version in 0..=4 {
            let row = one.row_as_of(&id, version).unwrap();
            assert_eq!(other.row_as_of(&id, version).unwrap(), row);
        }
    }
    for version in 0..=4 {
        let (one, other) = (one.as_of(version).unwrap(), other.as_of(version).unwrap());
        assert_eq!(one.differs(&other), None);
    }
    for request in ["request-0", "request-1", "request-2"] {
        let known = one.carried_out(&asked(request)).unwrap();
        assert!(known.is_some());
        assert_eq!(other.carried_out(&asked(request)).unwrap(), known);
    }
    let tokens = |dir: &std::path::Path| fs::read(dir.join("tokens")).unwrap();
    assert_eq!(tokens(&data), tokens(dir.path()));
}

#[test]
fn a_backup_of_a_restored_directory_holds_the_same_and_one_of_nothing_is_one() {
    let dir = eventful();
    let (bytes, done) = backup(dir.path());
    assert_eq!(checked(&bytes).unwrap(), done);
    let (_dir, data) = restored(&bytes);
    let (again, same) = backup(&data);
    assert_eq!(again, bytes);
    assert_eq!(same, done);
    let empty = tempfile::tempdir().unwrap();
    let (bytes, done) = backup(empty.path());
    assert_eq!((done.record.version, done.has_tokens), (0, false));
    let (_dir, data) = restored(&bytes);
    assert_eq!(Live::open(&data).unwrap().record().version, 0);
}

#[test]
fn what_was_forgotten_before_a_backup_stays_so() {
    let dir = eventful();
    Store::compact(dir.path(), 2).unwrap();
    let (bytes, done) = backup(dir.path());
    assert_eq!((done.record.history.oldest, done.requests), (2, 2));
    let (_dir, data) = restored(&bytes);
    let live = Live::open(&data).unwrap();
    live.validate().unwrap();
    let why = live.as_of(1).unwrap_err().to_string();
    assert_eq!(why, "version 1 is forgotten: ask for one from 2 on");
    assert_eq!(live.commits(2, 100).unwrap().commits.len(), 2);
}

#[test]
fn a_directory_that_holds_something_or_is_open_is_left_as_it_was() {
    let dir = eventful();
    let (bytes, _) = backup(dir.path());
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("file");
    fs::write(&file, &bytes).unwrap();
    let says =
        |dir: &std::path::Path| store::restore(&file, dir, &mut |_| ()).unwrap_err().to_string();
    assert!(
        says(dir.path()).ends_with("is no empty directory: a backup is restored into a new one")
    );
    let store = Store::open(dir.path()).unwrap();
    let before = rows(&store);
    assert!(says(dir.path()).contains("is in use by another process: stop it"));
    assert_eq!(rows(&store), before);
    let foreign = place.path().join("foreign");
    fs::create_dir(&foreign).unwrap();
    fs::write(foreign.join("letter.txt"), "dear").unwrap();
    assert!(says(&foreign).contains("is no empty directory"));
    assert_eq!(fs::read_dir(&foreign).unwrap().count(), 1, "nothing was put there");
    assert!(says(&file).contains("is no empty directory"));
    let empty = place.path().join("empty");
    fs::create_dir(&empty).unwrap();
    store::restore(&file, &empty, &mut |_| ()).unwrap();
    assert_eq!(rows(&Store::open(&empty).unwrap()), before);
}

/// What a crash leaves: before all was written, and before all had its place.
#[test]
fn a_restore_that_was_cut_short_is_made_again_or_ended_by_the_next_start() {
    let dir = eventful();
    let (bytes, done) = backup(dir.path());
    let (place, whole) = restored(&bytes);
    let data = place.path().join("cut");
    fs::create_dir_all(data.join("renewed/rows")).unwrap();
    fs::write(data.join("renewed/rows/db"), "half").unwrap();
    let why = Store::open(&data).err().unwrap().to_string();
    assert!(why.ends_with("was cut short: restore the backup again"), "{why}");
    let again = store::restore(&place.path().join("file"), &data, &mut |_| ()).unwrap();
    assert_eq!(again, done);
    assert!(!data.join("renewed").exists());
    let names = ["rows", "journal", "tokens", "manifest"];
    for moved in 0..names.len() {
        let data = place.path().join(format!("moved-{moved}"));
        fs::create_dir_all(data.join("renewed")).unwrap();
        for (at, name) in names.iter().enumerate() {
            let to = if at < moved { data.clone() } else { data.join("renewed") };
            fs::rename(whole.join(name), to.join(name)).unwrap();
        }
        let store = Store::open(&data).unwrap();
        assert_eq!(store.record(), done.record, "{moved} files had their place");
        store.check().unwrap();
        drop(store);
        assert!(!data.join("renewed").exists());
        for name in names {
            fs::rename(data.join(name), whole.join(name)).unwrap();
        }
    }
}
