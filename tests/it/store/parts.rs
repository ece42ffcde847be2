//! A commit of many parts of which only some were written.

use std::panic::{AssertUnwindSafe, catch_unwind};

use bole::{catalog::Edit, store::Store};

use crate::graph::reason;

use super::{delete, names, open, put, puts, rows};

/// Commits new rows, other titles and deletions, and stops with a panic in a late part: the parts
/// before it are in the database.
fn commit_and_panic(store: &Store) {
    let changed = (0..300).map(|it| put(&format!("k{it:06}"), "changed"));
    let deleted = (300..400).map(|it| delete(&format!("k{it:06}")));
    // Rows that earlier parts of the same commit have touched already.
    let again = (200..350).map(|it| put(&format!("k{it:06}"), "changed again"));
    let stop = std::iter::once_with(|| -> Edit { std::panic::resume_unwind(Box::new("stop")) });
    let edits = changed.chain(deleted).chain(again).chain(puts(900..1_900)).chain(stop);
    assert!(catch_unwind(AssertUnwindSafe(|| store.commit(edits, &reason()))).is_err());
}

#[test]
fn parts_of_a_commit_that_was_never_finished_are_undone_by_the_next_open() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let record = store.commit(puts(0..600), &reason()).unwrap();
    commit_and_panic(&store);
    drop(store);
    let store = open(&dir);
    assert_eq!((store.record(), rows(&store).unwrap()), (record, names(0..600)));
    store.commit(puts(600..1_200), &reason()).unwrap();
    drop(store);
    assert_eq!(rows(&open(&dir)).unwrap(), names(0..1_200));
}
