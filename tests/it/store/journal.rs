//! Commits that only the journal has when a process ends without a word.

use std::{fs, path::Path};

use bole::store::{Place, Store};
use tempfile::TempDir;

use super::{damage::copied, delete, names, open, put, puts, rows};
use crate::graph::reason;

/// Bytes of a block of the journal are a multiple of this.
const ALIGNMENT: usize = 64;

/// What a process that ended without a word left of a directory, where it made some commits.
fn crashed(commits: u32) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    store.commit(puts(0..commits), &reason()).unwrap();
    for number in 0..commits {
        store.commit(puts(commits + number..commits + number + 1), &reason()).unwrap();
    }
    copied(dir.path())
}

/// The places in the journal at which blocks begin, and where the last one ends.
fn blocks(journal: &[u8]) -> Vec<usize> {
    let mut starts = vec![0];
    while journal[starts[starts.len() - 1]..].starts_with(b"bolejrnl") {
        let at = starts[starts.len() - 1];
        let length = u64::from_le_bytes(journal[at + 24..at + 32].try_into().unwrap());
        let length = 48 + usize::try_from(length).unwrap();
        starts.push(at + length.next_multiple_of(ALIGNMENT));
    }
    starts
}

#[test]
fn a_start_after_a_crash_has_every_commit_and_the_history_of_each() {
    let dir = crashed(40);
    for _ in 0..2 {
        let store = open(&dir);
        assert_eq!((store.record().version, rows(&store).unwrap()), (41, names(0..80)));
        store.check().unwrap();
        let (mut from, mut told) = (Place::from(0), Vec::new());
        while let Some(slice) = store.touched(from, 100).unwrap() {
            from = slice.next;
            told.push(slice.version);
        }
        assert_eq!(told, (1..=41).collect::<Vec<_>>());
    }
}

#[test]
fn the_history_is_the_same_before_and_after_sled_has_it() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    store.commit([put("a", "one"), put("b", "one")], &reason()).unwrap();
    store.check().unwrap();
    store.commit([put("a", "two"), delete("b")], &reason()).unwrap();
    store.commit([put("a", "three"), put("b", "three")], &reason()).unwrap();
    let told = |store: &Store| {
        let id = |key: &str| format!("Source:{key}").parse().unwrap();
        let states = |key: &str| store.states_of(&id(key), None, 9).unwrap();
        let at = |version| store.states_at(&[id("a"), id("b")], version).unwrap();
        let ends = [store.states_of(&id("a"), Some(3), 1).unwrap(), states("a"), states("b")];
        (ends, [at(0), at(1), at(2), at(3)], store.reason(2).unwrap())
    };
    let before = told(&store);
    assert_eq!(before.0.iter().map(Vec::len).collect::<Vec<_>>(), [1, 3, 3]);
    store.check().unwrap();
    assert_eq!(told(&store), before);
    drop(store);
    assert_eq!(told(&open(&dir)), before);
}

#[test]
fn many_commits_go_round_the_journal_more_than_once() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let long = "x".repeat(9_000);
    for round in 0..300 {
        store
            .commit([put(&format!("k{:06}", round % 7), &format!("{round} {long}"))], &reason())
            .unwrap();
    }
    let expected = rows(&store).unwrap();
    assert!(expected[3].1.starts_with("297 "), "the last round of the fourth key");
    let left = copied(dir.path());
    let store = open(&left);
    assert!(rows(&store).unwrap() == expected);
    store.check().unwrap();
}

#[test]
fn a_byte_of_the_journal_that_is_changed_gives_all_rows_or_an_error() {
    let original = crashed(4);
    let journal = fs::read(original.path().join("journal")).unwrap();
    let end = *blocks(&journal).last().unwrap();
    let mut found = 0;
    for at in (0..end).step_by(7) {
        let dir = copied(original.path());
        let mut bytes = journal.clone();
        bytes[at] ^= 4;
        fs::write(dir.path().join("journal"), bytes).unwrap();
        match Store::open(dir.path()) {
            Ok(store) => assert_eq!(rows(&store).unwrap(), names(0..8), "byte {at}"),
            Err(why) => {
                assert!(why.to_string().contains("is damaged"), "byte {at}: {why}");
                found += 1;
            }
        }
    }
    // What is not found is in the zeros at the end of a block.
    assert!(found > end / 7 * 8 / 10, "{found} of {}", end / 7);
}

#[test]
fn a_journal_that_is_gone_is_missed_where_it_held_a_commit() {
    let dir = crashed(3);
    fs::remove_file(dir.path().join("journal")).unwrap();
    let why = Store::open(dir.path()).err().unwrap().to_string();
    assert!(why.contains("its last commit is number"), "{why}");
}

/// Writes a block only as far as `end`, as a power failure would: the manifest is then the one that
/// was last brought to the disk.
fn torn(original: &Path, manifest: &[u8], (journal, end): (&[u8], usize)) -> TempDir {
    let dir = copied(original);
    let mut bytes = journal.to_vec();
    bytes[end..].fill(0);
    fs::write(dir.path().join("journal"), bytes).unwrap();
    fs::write(dir.path().join("manifest"), manifest).unwrap();
    dir
}

#[test]
fn a_power_failure_leaves_the_commits_whose_blocks_are_whole() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let manifest = fs::read(dir.path().join("manifest")).unwrap();
    for number in 0..5 {
        store.commit(puts(number..number + 1), &reason()).unwrap();
    }
    let original = copied(dir.path());
    let journal = fs::read(original.path().join("journal")).unwrap();
    let blocks = blocks(&journal);
    assert_eq!(blocks.len(), 6);
    for (number, block) in (0..).zip(blocks.windows(2)) {
        for end in [block[0], block[0] + 30, block[0] + 60, block[1] - ALIGNMENT] {
            let dir = torn(original.path(), &manifest, (&journal, end));
            assert_eq!(rows(&open(&dir)).unwrap(), names(0..number), "to byte {end}");
        }
    }
}
