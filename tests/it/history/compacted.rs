//! A directory that forgets.

use std::{fs, path::Path, process::Command};

use bole::{
    catalog::{Change, Edit, place},
    live::{Live, LiveError, Place, Reason, Request},
    store::{Store, StoreError},
};

use super::{because, change, eventful, id, new, row, title, told};

fn titles(live: &Live, version: u64) -> Vec<String> {
    let snapshot = live.as_of(version).unwrap();
    let source = place("Source");
    let rows = snapshot.frame(source).by_key().iter().map(|it| snapshot.row(source, it));
    rows.map(|it| title(Some(&it)).unwrap().to_owned()).collect()
}

#[test]
fn what_is_kept_is_told_as_before_and_what_is_not_is_told_to_be_forgotten() {
    for keep in 0..7 {
        let (dir, live) = eventful();
        let oldest = 5 - keep.min(5);
        let before: Vec<_> = (oldest..=5).map(|it| titles(&live, it)).collect();
        let commits = live.commits(oldest, 100).unwrap();
        let histories = ["a", "b"].map(|it| live.history(&id(it), None, 100).unwrap());
        let record = live.record();
        drop(live);
        let done = Store::compact(dir.path(), keep).unwrap();
        assert_eq!(done.oldest, oldest);
        let live = Live::open(dir.path()).unwrap();
        live.validate().unwrap();
        assert_eq!((live.record().version, live.record().tables), (5, record.tables));
        let after: Vec<_> = (oldest..=5).map(|it| titles(&live, it)).collect();
        assert_eq!(after, before, "{keep} commits kept");
        assert_eq!(live.commits(oldest, 100).unwrap(), commits);
        for (key, history) in ["a", "b"].iter().zip(histories) {
            let kept: Vec<_> = history.into_iter().filter(|it| it.version > oldest).collect();
            assert_eq!(live.history(&id(key), None, 100).unwrap(), kept);
        }
        if let Some(forgotten) = oldest.checked_sub(1) {
            assert!(matches!(live.as_of(forgotten), Err(LiveError::Forgotten { .. })));
            assert!(matches!(live.commits(forgotten, 1), Err(LiveError::Forgotten { .. })));
        }
        live.commit(change(&[("a", Some("four"))]), because("sixth")).unwrap();
        let next = live.commits(Place::from(5), 10).unwrap().commits;
        assert_eq!(told(&next[0]), (6, vec![("a", Some("three"), Some("four"))]));
        live.validate().unwrap();
    }
}

#[test]
fn a_request_of_a_commit_that_is_kept_is_known_to_be_carried_out() {
    let (dir, live) = new();
    let asked = |it: &str| Reason { request: Some(Request::new(it, it)), ..because("asked") };
    for key in ["first", "second", "third"] {
        live.commit(change(&[(key, Some("title"))]), asked(key)).unwrap();
    }
    drop(live);
    Store::compact(dir.path(), 2).unwrap();
    let live = Live::open(dir.path()).unwrap();
    let versions = ["first", "second", "third"]
        .map(|it| live.carried_out(&asked(it)).unwrap().map(|it| it.version));
    assert_eq!(versions, [None, Some(2), Some(3)]);
}

#[test]
fn a_directory_that_was_changed_again_and_again_takes_less_room() {
    let (dir, live) = new();
    for turn in 0..30 {
        let edits = (0..300).map(|it| Edit::Put(row(&format!("k{it}"), &format!("turn {turn}"))));
        live.commit(Change { edits: edits.collect() }, because("again")).unwrap();
    }
    drop(live);
    let done = Store::compact(dir.path(), 3).unwrap();
    assert!(done.after < done.before, "{done:?}");
    let again = Store::compact(dir.path(), 100).unwrap();
    assert_eq!(again.oldest, 27, "what is forgotten stays so");
    Live::open(dir.path()).unwrap().validate().unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(path, target).unwrap();
        }
    }
}

/// What a crash may leave: the new database half made, both beside each other, the new one in place
/// and the old one not yet gone, and with a manifest that does not know of it.
#[test]
fn a_crash_at_any_step_leaves_a_whole_directory() {
    let (dir, live) = eventful();
    drop(live);
    let (before, after) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    copy(dir.path(), before.path());
    Store::compact(dir.path(), 2).unwrap();
    copy(dir.path(), after.path());
    let (old, new) = (before.path().join("rows"), after.path().join("rows"));
    // The names of the databases that are there, with what they are, and the oldest version then.
    let steps: [(&[(&str, &Path)], u64); 4] = [
        (&[("rows", &old), ("rows.new", &new)], 0),
        (&[("rows.old", &old), ("rows.new", &new)], 3),
        (&[("rows", &new), ("rows.old", &old)], 3),
        (&[("rows", &new)], 3),
    ];
    for (databases, oldest) in steps {
        let crashed = tempfile::tempdir().unwrap();
        copy(before.path(), crashed.path());
        fs::remove_dir_all(crashed.path().join("rows")).unwrap();
        for (name, from) in databases {
            copy(from, &crashed.path().join(name));
        }
        for _ in 0..2 {
            let live = Live::open(crashed.path()).unwrap();
            live.validate().unwrap();
            assert_eq!(live.oldest(), oldest);
            assert_eq!(titles(&live, 5), ["three", "another"]);
        }
        let names = fs::read_dir(crashed.path()).unwrap();
        let names = names.map(|it| it.unwrap().file_name()).filter(|it| it != "lock");
        assert_eq!(names.count(), 3, "the manifest, the journal and the rows");
    }
}

#[test]
fn a_directory_in_use_is_left_alone_and_the_command_says_what_it_did() {
    let (dir, live) = eventful();
    assert!(matches!(Store::compact(dir.path(), 1), Err(StoreError::InUse { .. })));
    let run = || {
        let bole = env!("CARGO_BIN_EXE_bole");
        Command::new(bole).args(["compact", "--keep", "1", "--data"]).arg(dir.path()).output()
    };
    let refused = run().unwrap();
    let why = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert!(why.contains("is in use by another process: stop it"), "{why}");
    drop(live);
    let done = run().unwrap();
    let text = String::from_utf8(done.stdout).unwrap();
    assert!(text.trim_end().ends_with("MiB; versions from 4 on can be read"), "{text}");
}
