//! Damaged directories, made anew.

use std::{collections::BTreeMap, fs, path::Path};

use bole::store::{self, Loss, Repaired, Store};
use tempfile::TempDir;

use super::{
    damage::{copied, files, prepared, random},
    delete, open, put, puts, rows,
};
use crate::graph::reason;

/// Trials for each file.
const TRIALS: u64 = 12;

type Titles = BTreeMap<String, String>;

fn repaired(dir: &Path) -> Result<Option<Repaired>, String> {
    store::repair(dir, &reason()).map_err(|it| it.to_string())
}

fn titles(store: &Store) -> Titles {
    rows(store).unwrap().into_iter().collect()
}

/// All files of a directory with what is in them, but for the lock.
fn contents(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let named = files(dir).into_iter().map(|it| {
        let name = it.strip_prefix(dir).unwrap().display().to_string();
        (name, fs::read(it).unwrap())
    });
    named.collect()
}

/// Whether a repair left, or named, all that was there; and nothing else.
fn is_told(dir: &Path, done: &Repaired, (expected, what): (&Titles, &str)) {
    let store = Store::open(dir).unwrap_or_else(|why| panic!("{what}: {why}"));
    store.check().unwrap();
    assert_eq!(store.record(), done.record);
    let (found, losses) = (titles(&store), &done.losses);
    let named =
        |key: &str| losses.iter().any(|it| matches!(it, Loss::Row { key: of, .. } if of == key));
    let lost = expected.iter().filter(|it| found.get(it.0) != Some(it.1));
    let untold = lost.filter(|it| !named(it.0)).count() as u64;
    let unnamed: u64 =
        losses.iter().map(|it| if let Loss::Rows { rows, .. } = it { *rows } else { 0 }).sum();
    // Where commits are gone, it is not known what they did to rows that are there.
    let is_known =
        !losses.iter().any(|it| matches!(it, Loss::Commits { .. } | Loss::History { .. }));
    assert!(untold <= unnamed || !is_known, "{what}: {untold} rows, but {losses:?}");
    assert!(found == *expected || !losses.is_empty(), "{what}: nothing is said to be lost");
    let is_new = |it: &str| !expected.contains_key(it) && !named(it) && is_known;
    assert!(!found.keys().any(|it| is_new(it)), "{what}: rows from nowhere");
    // It goes on, and its history can be read.
    let version = store.commit([put("zzz", "more")], &reason()).unwrap().version;
    assert_eq!(version, done.record.version + 1);
    let mut from = store::Place::from(store.oldest());
    while let Some(slice) = store.touched(from, 1_000).unwrap() {
        from = slice.next;
    }
    assert_eq!(from.version, version, "{what}");
}

/// Rows that take the room of many leaves, in packs and beside them, with a history.
fn large() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let noise = |it: u64| format!("{:x}{:x}", random(it, u64::MAX), random(it + 7, u64::MAX));
    let all = (0..9_000).map(|it| put(&format!("k{it:06}"), &noise(it).repeat(6)));
    open(&dir).commit(all, &reason()).unwrap();
    let store = open(&dir);
    for turn in 0..60 {
        let keys = (0..60).map(|it| (turn * 60 + it) * 2 % 9_000);
        let edits = keys.map(|it| match it % 14 {
            0 => delete(&format!("k{it:06}")),
            _ => put(&format!("k{it:06}"), &format!("{turn} {}", noise(it))),
        });
        store.commit(edits, &reason()).unwrap();
    }
    drop(store);
    drop(open(&dir));
    dir
}

fn damaged_and_repaired(original: &TempDir, is_wanted: impl Fn(&Path) -> bool) -> [usize; 4] {
    let expected = titles(&open(original));
    let mut outcomes = [0; 4];
    for file in files(original.path()) {
        let name = file.strip_prefix(original.path()).unwrap();
        if !is_wanted(name) {
            continue;
        }
        let bytes = fs::read(&file).unwrap();
        for trial in 0..TRIALS {
            let dir = copied(original.path());
            let at = usize::try_from(random(trial, bytes.len() as u64)).unwrap();
            let mut changed = bytes.clone();
            let what = match trial % 4 {
                0 => {
                    changed.truncate(at);
                    format!("{} cut to {at}", name.display())
                }
                1 => {
                    let end = bytes.len().min(at + 9_000);
                    changed[at..end].fill(0);
                    format!("{} zeros from {at}", name.display())
                }
                _ => {
                    changed[at] ^= 1 << (trial % 8);
                    format!("{} byte {at}", name.display())
                }
            };
            fs::write(dir.path().join(name), changed).unwrap();
            let before = contents(dir.path());
            let outcome = match repaired(dir.path()) {
                Ok(Some(done)) => {
                    is_told(dir.path(), &done, (&expected, &what));
                    assert_eq!(contents(&done.aside), before, "{what}");
                    if done.losses.is_empty() { 1 } else { 2 }
                }
                other => {
                    assert_eq!(contents(dir.path()), before, "{what}: {other:?}");
                    if other == Ok(None) { 0 } else { 3 }
                }
            };
            outcomes[outcome] += 1;
        }
    }
    outcomes
}

#[test]
fn what_can_be_read_of_damaged_files_is_kept_and_the_rest_is_named() {
    let [whole, rebuilt, lossy, hopeless] = damaged_and_repaired(&prepared(), |_| true);
    assert!(whole > 0 && rebuilt > 0 && lossy > 0, "{whole} {rebuilt} {lossy} {hopeless}");
}

#[test]
fn rows_on_both_sides_of_a_damaged_place_are_kept() {
    let original = large();
    let [whole, rebuilt, lossy, hopeless] =
        damaged_and_repaired(&original, |it| it == Path::new("rows/db"));
    assert!(lossy > 0, "{whole} {rebuilt} {lossy} {hopeless}");
}

#[test]
fn a_directory_that_is_whole_stays_as_it_is() {
    let original = prepared();
    let before = contents(original.path());
    assert_eq!(repaired(original.path()), Ok(None));
    assert_eq!(contents(original.path()), before);
    let nothing = tempfile::tempdir().unwrap();
    assert!(repaired(nothing.path()).unwrap_err().contains("is not a data directory of Bole"));
    let store = open(&original);
    assert!(repaired(original.path()).unwrap_err().contains("is in use by another process"));
    drop(store);
}

#[test]
fn a_manifest_settings_and_a_journal_that_are_gone_are_made_anew_and_nothing_is_lost() {
    let original = prepared();
    let record = open(&original).record();
    for names in [&["manifest"][..], &["rows/conf"], &["manifest", "rows/conf"]] {
        let dir = copied(original.path());
        for name in names {
            fs::write(dir.path().join(name), "nothing of use").unwrap();
        }
        let done = repaired(dir.path()).unwrap().unwrap();
        assert_eq!(
            (done.rebuilt.len(), &*done.losses, &done.record),
            (names.len(), &[][..], &record)
        );
        assert_eq!(titles(&open(&dir)), titles(&open(&original)));
    }
    let dir = copied(original.path());
    fs::remove_file(dir.path().join("journal")).unwrap();
    assert_eq!(repaired(dir.path()), Ok(None), "the next start makes one");
}

/// Commits 2 to 6 are in the journal alone; the fourth can't be read.
#[test]
fn a_commit_that_can_not_be_read_in_the_journal_is_named_and_those_after_it_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    open(&dir).commit(puts(0..1_200), &reason()).unwrap();
    let store = open(&dir);
    store.commit([put("a", "one"), put("b", "one")], &reason()).unwrap();
    store.commit([put("a", "two")], &reason()).unwrap();
    store.commit([put("b", "two"), put("c", "one")], &reason()).unwrap();
    store.commit([put("a", "three")], &reason()).unwrap();
    store.commit([put("d", "one"), delete("k000003")], &reason()).unwrap();
    let copy = copied(dir.path());
    drop(store);
    let journal = copy.path().join("journal");
    let mut bytes = fs::read(&journal).unwrap();
    let blocks: Vec<usize> =
        (0..bytes.len()).step_by(64).filter(|it| bytes[*it..].starts_with(b"bolejrnl")).collect();
    assert_eq!(blocks.len(), 5);
    bytes[blocks[2] + 100] ^= 1;
    fs::write(&journal, bytes).unwrap();
    let why = Store::open(copy.path()).err().unwrap().to_string();
    assert!(why.contains("a commit in it can't be read"), "{why}");
    let done = repaired(copy.path()).unwrap().unwrap();
    let said: Vec<String> = done.losses.iter().map(ToString::to_string).collect();
    assert_eq!(said[0], "commit 4: what it did can't be read");
    assert!(
        said.contains(&"the history up to version 4: parts of it can't be read".to_owned()),
        "{said:?}"
    );
    let store = Store::open(copy.path()).unwrap();
    let titles = titles(&store);
    let of = |key: &str| titles.get(key).map(String::as_str);
    assert_eq!(
        ["a", "b", "c", "d", "k000003"].map(of),
        [Some("three"), Some("one"), None, Some("one"), None]
    );
    assert_eq!((store.record().version, store.oldest()), (7, 4));
    let why = store.reason(7).unwrap().unwrap().why.unwrap();
    assert!(why.starts_with("repaired: commit 4: what it did can't be read; "), "{why}");
}

/// What a crash leaves that comes while files are moved.
#[test]
fn a_repair_that_was_cut_short_is_ended_by_the_next_start_or_never_was() {
    let original = prepared();
    let record = open(&original).record();
    let dir = copied(original.path());
    fs::write(dir.path().join("manifest"), "nothing of use").unwrap();
    repaired(dir.path()).unwrap().unwrap();
    let names = ["rows", "journal", "manifest"];
    for moved in 0..=names.len() {
        let at = dir.path();
        fs::create_dir(at.join("renewed")).unwrap();
        for (number, name) in names.iter().enumerate() {
            if number >= moved {
                fs::rename(at.join(name), at.join("renewed").join(name)).unwrap();
                if *name != "manifest" {
                    fs::rename(at.join("before-repair").join(name), at.join(name)).unwrap();
                }
            }
        }
        let store = Store::open(at).unwrap();
        assert_eq!(store.record(), record, "{moved} files had their place");
        drop(store);
        assert!(!at.join("renewed").exists());
        assert!(names.iter().all(|it| at.join("before-repair").join(it).exists()));
    }
    // Where there is no manifest, and the repair had only begun, it is made again.
    let dir = copied(original.path());
    fs::remove_file(dir.path().join("manifest")).unwrap();
    fs::create_dir_all(dir.path().join("renewed/rows")).unwrap();
    fs::create_dir(dir.path().join("before-repair")).unwrap();
    let why = Store::open(dir.path()).err().unwrap().to_string();
    assert!(why.contains("manifest` is damaged: it is missing"), "{why}");
    assert_eq!(repaired(dir.path()).unwrap().unwrap().losses, []);
    assert_eq!(open(&dir).record(), record);
    // Before the manifest went aside, all is as it was.
    let dir = copied(original.path());
    fs::create_dir_all(dir.path().join("renewed/rows")).unwrap();
    fs::create_dir_all(dir.path().join("repairing/copy")).unwrap();
    assert_eq!(open(&dir).record(), record);
    assert!(!dir.path().join("renewed").exists() && !dir.path().join("repairing").exists());
}
