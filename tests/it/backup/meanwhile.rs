//! Commits that are made while a backup is.

use std::{collections::BTreeMap, path::Path, sync::Arc, thread};

use bole::{
    catalog::{Change, Edit, Row, Source},
    live::{Live, Place},
    store::{Backup, Store},
};
use proptest::prelude::*;

use super::{edit, restored};
use crate::graph::{now, reason};

const KEYS: u32 = 2_400;

type Titles = BTreeMap<String, String>;

/// The titles of all rows by version.
#[derive(Default)]
struct Model {
    versions: Vec<Titles>,
}

impl Model {
    fn new() -> Self {
        Model { versions: vec![Titles::new()] }
    }

    fn commit(&mut self, store: &Store, edits: &[(u32, Option<u32>)]) {
        let mut titles = self.versions.last().unwrap().clone();
        let named = |it: &(u32, Option<u32>)| {
            (format!("k{:05}", it.0), it.1.map(|it| format!("title {it} {}", "x".repeat(90))))
        };
        for (key, title) in edits.iter().map(named) {
            match title {
                Some(title) => drop(titles.insert(key, title)),
                None => drop(titles.remove(&key)),
            }
        }
        let edits: Vec<Edit> =
            edits.iter().map(named).map(|it| edit(&it.0, it.1.as_deref())).collect();
        store.commit(edits, &reason()).unwrap();
        self.versions.push(titles);
    }
}

/// Whether a restored backup tells of every version up to its own what the model does.
fn compare(bytes: &[u8], done: &Backup, model: &Model, original: &Store) {
    let (_dir, data) = restored(bytes);
    let store = Store::open(&data).unwrap();
    store.check().unwrap();
    let version = done.record.version;
    assert_eq!(store.record(), done.record);
    let ids: Vec<_> = (0..KEYS).map(|it| super::id(&format!("k{it:05}"))).collect();
    for at in [0, 1, version / 2, version.saturating_sub(1), version] {
        let states = store.states_at(&ids, at).unwrap().into_iter().flatten();
        let titles: Titles = states
            .filter_map(|it| match it.row {
                Some(Row::Source(Source { key, title, .. })) => {
                    Some((key.to_string(), title.primary().to_owned()))
                }
                _ => None,
            })
            .collect();
        assert!(titles == model.versions[usize::try_from(at).unwrap()], "other rows as of {at}");
    }
    let mut from = Place::from(0);
    while let Some(slice) = store.touched(from, 500).unwrap() {
        let same = original.touched(from, 500).unwrap().unwrap();
        assert_eq!((&slice.rows, &slice.reason), (&same.rows, &same.reason));
        from = slice.next;
    }
    assert_eq!(from.version, version);
}

fn edits() -> impl Strategy<Value = Vec<(u32, Option<u32>)>> {
    let some = prop::collection::vec((0..KEYS, prop::option::weighted(0.7, 0..9_999u32)), 1..12);
    let range = (0..KEYS, 1..1_800u32, 1..9u32).prop_map(|(from, count, gone)| {
        let keys = from..KEYS.min(from + count);
        keys.map(|it| (it, (it % 9 >= gone).then_some(it))).collect()
    });
    prop_oneof![9 => some, 1 => range]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    /// Commits come between any two entries that are read: before, at and behind where that is.
    #[test]
    fn a_backup_is_of_the_version_at_which_it_began_whatever_is_committed_meanwhile(
        before in prop::collection::vec(edits(), 0..6),
        meanwhile in prop::collection::vec(edits(), 1..40),
        pause in 1..160usize,
    ) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let mut model = Model::new();
        let all: Vec<_> = (0..KEYS).step_by(2).map(|it| (it, Some(it))).collect();
        model.commit(&store, &all);
        for edits in &before {
            model.commit(&store, edits);
        }
        let version = store.record().version;
        let (mut entries, mut coming) = (0, meanwhile.iter());
        let mut bytes = Vec::new();
        let to = (&mut bytes as &mut dyn std::io::Write, Path::new("memory"));
        let done = store.backup(to, now(), &mut |_| {
            entries += 1;
            if entries % pause == 0 && let Some(edits) = coming.next() {
                model.commit(&store, edits);
            }
        });
        let done = done.unwrap();
        prop_assert_eq!(done.record.version, version);
        compare(&bytes, &done, &model, &store);
    }
}

/// More states than are read at once.
#[test]
fn a_row_that_is_changed_again_and_again_has_all_its_states_in_a_backup() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let mut model = Model::new();
    model.commit(&store, &(0..40).map(|it| (it, Some(it))).collect::<Vec<_>>());
    for turn in 0..1_000 {
        model.commit(&store, &[(7, (turn % 10 > 0).then_some(turn)), (8 + turn % 5, Some(turn))]);
    }
    for pause in [1, 3, 50] {
        let (mut bytes, mut entries) = (Vec::new(), 0);
        let done = store.backup((&mut bytes, Path::new("memory")), now(), &mut |_| {
            entries += 1;
            if entries % pause == 0 && entries < 60 * pause {
                model.commit(&store, &[(7, Some(entries.try_into().unwrap())), (3, None)]);
            }
        });
        compare(&bytes, &done.unwrap(), &model, &store);
    }
}

#[test]
fn backups_under_the_commits_of_other_threads_are_each_of_one_version() {
    let dir = tempfile::tempdir().unwrap();
    let live = Arc::new(Live::open(dir.path()).unwrap());
    let pair = |title: u64| {
        let edits = ["a", "z"].map(|it| edit(it, Some(&format!("title {title}"))));
        let filler = (0..20).map(|it| edit(&format!("k{title}-{it}"), Some("more")));
        Change { edits: edits.into_iter().chain(filler).collect() }
    };
    live.commit(pair(1), reason()).unwrap();
    let writer = {
        let live = Arc::clone(&live);
        thread::spawn(move || {
            for title in 2..=200 {
                live.commit(pair(title), reason()).unwrap();
            }
        })
    };
    let mut last = 0;
    for _ in 0..6 {
        let mut bytes = Vec::new();
        let done = live.backup((&mut bytes, Path::new("memory")), now(), &mut |_| ()).unwrap();
        let (_dir, data) = restored(&bytes);
        let rows = super::rows(&Store::open(&data).unwrap());
        let title = format!("title {}", done.record.version);
        assert_eq!(rows["a"], (done.record.version, title.clone()));
        assert_eq!(rows["z"], (done.record.version, title));
        assert_eq!(rows.len() as u64, 2 + 20 * done.record.version);
        assert!(done.record.version >= last);
        last = done.record.version;
    }
    writer.join().unwrap();
    live.validate().unwrap();
}
