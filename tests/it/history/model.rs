//! Random changes against a plain model that remembers every version.

use std::{collections::BTreeMap, sync::Arc, thread};

use bole::{
    catalog::{Change, Edit, Row, RowId, TABLES, Texts, place},
    engine::Snapshot,
    live::{Live, LiveError, Place},
};
use proptest::prelude::*;

use super::{because, row};

const CASES: u32 = 24;
const STEPS: usize = 24;
const KEYS: usize = 7;

/// The rows of one version, each with the version of the commit that put it.
type Rows = BTreeMap<String, (Row, u64)>;

/// What a commit did to each row: its id, and the row before and after.
type Done = BTreeMap<String, (Option<Row>, Option<Row>)>;

#[derive(Default)]
struct Model {
    /// By version.
    versions: Vec<Rows>,
    /// By version, from 1 on.
    commits: Vec<Done>,
}

impl Model {
    fn newest(&self) -> &Rows {
        self.versions.last().unwrap()
    }

    fn follow(&mut self, edits: &[Edit]) {
        let mut rows = self.newest().clone();
        let version = self.versions.len() as u64;
        for edit in edits {
            match edit {
                Edit::Put(row) => drop(rows.insert(row.id().to_string(), (row.clone(), version))),
                Edit::Delete(id) => drop(rows.remove(&id.to_string())),
            }
        }
        let ids = edits.iter().map(|it| it.id().to_string());
        let of = |rows: &Rows, id: &String| rows.get(id).map(|it| it.0.clone());
        let done = ids.map(|id| {
            let change = (of(self.newest(), &id), of(&rows, &id));
            (id, change)
        });
        let done = done.filter(|it| it.1.0.is_some() || it.1.1.is_some()).collect();
        self.commits.push(done);
        self.versions.push(rows);
    }
}

fn person(key: &str, source: &str, name: &str) -> Row {
    let columns = ["key", "name", "source"].map(str::to_owned);
    Row::read(place("Person"), &Texts::new(&columns, [key, name, source])).unwrap()
}

/// An edit that a seed chooses; of people, who need a source, or of sources.
fn edit((kind, key, other): (usize, usize, usize)) -> Edit {
    let (person_key, source_key) = (format!("p{key}"), format!("s{key}"));
    match kind % 5 {
        0 | 1 => Edit::Put(row(&source_key, &format!("title {other}"))),
        2 => Edit::Put(person(&person_key, &format!("s{}", other % KEYS), &format!("名字{other}"))),
        3 => Edit::Delete(RowId::new("Person", person_key.parse().unwrap())),
        _ => Edit::Delete(RowId::new("Source", source_key.parse().unwrap())),
    }
}

fn rows_of(snapshot: &Snapshot) -> Rows {
    let mut rows = Rows::new();
    for table in 0..TABLES.len() {
        let frame = snapshot.frame(table);
        for row in frame.by_key().iter() {
            let version = frame.version(row);
            let row = snapshot.row(table, row);
            rows.insert(row.id().to_string(), (row, version));
        }
    }
    rows
}

/// Compares all that is told of the past with the model.
fn compare(live: &Live, model: &Model) {
    for (version, rows) in model.versions.iter().enumerate() {
        assert_eq!(&rows_of(&live.as_of(version as u64).unwrap()), rows, "as of {version}");
    }
    let (mut from, mut commits): (_, Vec<Done>) = (Place::from(0), Vec::new());
    let mut last = 0;
    loop {
        let page = live.commits(from, 3).unwrap();
        for commit in page.commits {
            commits.extend((last < commit.version).then(Done::new));
            last = commit.version;
            for it in commit.changes {
                commits.last_mut().unwrap().insert(it.id.to_string(), (it.before, it.after));
            }
        }
        match page.next {
            Some(next) => from = next,
            None => break,
        }
    }
    assert_eq!(commits, model.commits);
    for key in 0..KEYS {
        for id in [format!("Person:p{key}"), format!("Source:s{key}")] {
            let told = live.history(&id.parse().unwrap(), None, 1_000).unwrap();
            let told = told.into_iter().map(|mut it| {
                let change = it.changes.pop().unwrap();
                (it.version, change.before, change.after)
            });
            let known = model.commits.iter().enumerate().rev();
            let known = known.filter_map(|(at, done)| {
                let (before, after) = done.get(&id)?;
                Some((at as u64 + 1, before.clone(), after.clone()))
            });
            assert!(told.eq(known), "the history of {id}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) })]

    #[test]
    fn whatever_is_done_the_past_is_told_as_it_was(
        steps in prop::collection::vec(
            (0..12usize, prop::collection::vec((0..5usize, 0..KEYS, 0..20usize), 1..5)),
            1..STEPS,
        )
    ) {
        let dir = tempfile::tempdir().unwrap();
        let mut live = Arc::new(Live::open(dir.path()).unwrap());
        let mut model = Model { versions: vec![Rows::new()], commits: Vec::new() };
        for (kind, choices) in steps {
            match kind {
                0 => {
                    drop(live);
                    live = Arc::new(Live::open(dir.path()).unwrap());
                }
                // Several at once, in whatever order they come.
                1 => {
                    let asked: Vec<_> = choices.into_iter().map(|(_, key, other)| {
                        let live = Arc::clone(&live);
                        let edits = vec![edit((0, key, other))];
                        thread::spawn(move || {
                            let change = Change { edits: edits.clone() };
                            (live.commit(change, because("at once")).unwrap().version, edits)
                        })
                    }).collect();
                    let mut made: Vec<_> = asked.into_iter().map(|it| it.join().unwrap()).collect();
                    made.sort_by_key(|it| it.0);
                    for (version, edits) in made {
                        prop_assert_eq!(version, model.versions.len() as u64);
                        model.follow(&edits);
                    }
                }
                _ => {
                    let edits: Vec<Edit> = choices.into_iter().map(edit).collect();
                    match live.commit(Change { edits: edits.clone() }, because("random")) {
                        Ok(_) => model.follow(&edits),
                        Err(LiveError::Engine(_)) => (),
                        Err(why) => return Err(TestCaseError::fail(why.to_string())),
                    }
                }
            }
            prop_assert_eq!(&rows_of(&live.snapshot()), model.newest());
        }
        compare(&live, &model);
        live.validate().unwrap();
        drop(live);
        let live = Live::open(dir.path()).unwrap();
        compare(&live, &model);
        live.validate().unwrap();
    }
}
