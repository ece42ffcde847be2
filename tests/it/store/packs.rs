//! Rows of large commits, which are put together in the database.

use std::{collections::BTreeMap, path::Path};

use bole::{
    catalog::{Edit, Row, RowId},
    store::{Place, Store},
};
use proptest::prelude::*;

use super::{delete, names, open, put, puts, rows};
use crate::graph::reason;

/// How many entries of sled begin with a byte: 1 is of a single row, 6 of a pack.
fn entries(dir: &Path, first: u8) -> usize {
    let copy = super::damage::copied(dir);
    sled::open(copy.path().join("rows")).unwrap().scan_prefix([first]).count()
}

fn title(row: Option<Row>) -> Option<String> {
    match row {
        Some(Row::Source(row)) => Some(row.title.primary().to_owned()),
        _ => None,
    }
}

/// The titles that a row had, newest first.
fn told(store: &Store, key: &str) -> Vec<(u64, Option<String>)> {
    let states = store.states_of(&format!("Source:{key}").parse().unwrap(), None, 99).unwrap();
    states.into_iter().map(|it| (it.version, title(it.row))).collect()
}

#[test]
fn rows_of_a_large_commit_are_put_together_and_those_that_change_later_are_not() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    store.commit(puts(0..3_000), &reason()).unwrap();
    drop(store);
    assert_eq!(entries(dir.path(), 1), 0);
    assert!((2..30).contains(&entries(dir.path(), 6)));
    let store = open(&dir);
    store.commit([put("k000007", "again"), delete("k000008"), put("z", "new")], &reason()).unwrap();
    drop(store);
    drop(open(&dir));
    assert_eq!(entries(dir.path(), 1), 3);
    Store::compact(dir.path(), 9).unwrap();
    assert_eq!(entries(dir.path(), 1), 0);
    let store = open(&dir);
    let left = rows(&store).unwrap();
    assert_eq!((left.len(), &*left[7].1, &*left[8].0), (3_000, "again", "k000009"));
    assert_eq!(told(&store, "k000008"), [(2, None), (1, Some("title 8".to_owned()))]);
}

#[test]
fn a_packed_row_that_is_changed_taken_away_and_put_again_has_its_history() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    store.commit(puts(0..2_000), &reason()).unwrap();
    store.commit([put("k000100", "two"), delete("k000200")], &reason()).unwrap();
    store.commit([delete("k000100"), put("k000200", "three")], &reason()).unwrap();
    store.commit([delete("k000100"), delete("k000200")], &reason()).unwrap();
    store.commit([put("k000100", "five")], &reason()).unwrap();
    let said = |it: &str| Some(it.to_owned());
    let expected = |store: &Store| {
        let one = [(5, said("five")), (3, None), (2, said("two")), (1, said("title 100"))];
        assert_eq!(told(store, "k000100"), one);
        let other = [(4, None), (3, said("three")), (2, None), (1, said("title 200"))];
        assert_eq!(told(store, "k000200"), other);
        assert_eq!(rows(store).unwrap().len(), 1_999);
        store.check().unwrap();
    };
    expected(&store);
    drop(store);
    expected(&open(&dir));
    Store::compact(dir.path(), 9).unwrap();
    expected(&open(&dir));
}

#[test]
fn rows_in_whatever_order_and_between_those_that_are_there_are_put_together() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let every = |step: u32, from: u32| {
        // 7,919 is prime to 3,000: each number once.
        let numbers = (0..3_000).map(|it| it * 7_919 % 3_000).filter(move |it| it % step == from);
        numbers.flat_map(|it| puts(it..it + 1)).collect::<Vec<_>>()
    };
    store.commit(every(2, 0), &reason()).unwrap();
    store.commit(every(2, 1), &reason()).unwrap();
    assert_eq!(rows(&store).unwrap(), names(0..3_000));
    drop(store);
    assert_eq!(entries(dir.path(), 1), 0);
}

#[test]
fn the_history_names_each_row_of_a_large_commit_once() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    store.commit(puts(0..5_000), &reason()).unwrap();
    let (mut from, mut told) = (Place::from(0), Vec::new());
    while let Some(slice) = store.touched(from, 77).unwrap() {
        assert!(slice.version == 1 && slice.rows.len() <= 77);
        told.extend(slice.rows.iter().map(|it| it.key().to_owned()));
        from = slice.next;
    }
    told.sort();
    assert!(told.into_iter().eq(names(0..5_000).into_iter().map(|it| it.0)));
}

type Model = BTreeMap<String, String>;

#[derive(Clone, Debug)]
enum Step {
    /// Puts and takes away rows from one number to another, every so many, a title with each.
    Commit {
        from: u32,
        rows: u32,
        every: u32,
        deleted: u32,
    },
    Open,
    Compact(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let commit = |rows: std::ops::Range<u32>| {
        (0..4_000u32, rows, 1..4u32, 2..9u32)
            .prop_map(|(from, rows, every, deleted)| Step::Commit { from, rows, every, deleted })
    };
    prop_oneof![
        4 => commit(1..40),
        4 => commit(1_001..2_500),
        1 => Just(Step::Open),
        1 => (0..6u64).prop_map(Step::Compact),
    ]
}

fn edits(version: u64, step: &Step) -> Vec<Edit> {
    let Step::Commit { from, rows, every, deleted } = *step else { return Vec::new() };
    let edits = (0..rows).map(|it| {
        let key = format!("k{:06}", (from + it * every) % 5_000);
        if it % deleted == 1 { delete(&key) } else { put(&key, &format!("title {version} {it}")) }
    });
    edits.collect()
}

fn follow(model: &mut Model, edits: &[Edit]) {
    for edit in edits {
        let key = edit.id().key().to_owned();
        match edit {
            Edit::Put(row) => drop(model.insert(key, title(Some(row.clone())).unwrap())),
            Edit::Delete(_) => drop(model.remove(&key)),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn large_and_small_commits_leave_the_rows_and_the_history_of_a_plain_map(
        steps in prop::collection::vec(step(), 2..10),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let mut store = open(&dir);
        let mut models = vec![Model::new()];
        let mut oldest = 0;
        for step in &steps {
            match step {
                Step::Commit { .. } => {
                    let edits = edits(models.len() as u64, step);
                    let mut model = models.last().unwrap().clone();
                    follow(&mut model, &edits);
                    models.push(model);
                    store.commit(edits, &reason()).unwrap();
                }
                Step::Open => {
                    drop(store);
                    store = open(&dir);
                }
                Step::Compact(keep) => {
                    drop(store);
                    oldest = oldest.max((models.len() as u64 - 1).saturating_sub(*keep));
                    Store::compact(dir.path(), *keep).unwrap();
                    store = open(&dir);
                }
            }
        }
        let newest = models.last().unwrap().clone();
        prop_assert!(rows(&store).unwrap().into_iter().eq(newest));
        store.check().unwrap();
        let ids: Vec<RowId> = (0..5_000).step_by(13)
            .map(|it| format!("Source:k{it:06}").parse().unwrap()).collect();
        for (version, model) in (0..).zip(&models).skip(usize::try_from(oldest).unwrap()) {
            let states = store.states_at(&ids, version).unwrap();
            for (id, state) in ids.iter().zip(states) {
                let expected = model.get(id.key()).cloned();
                prop_assert_eq!(title(state.and_then(|it| it.row)), expected);
            }
        }
    }
}
