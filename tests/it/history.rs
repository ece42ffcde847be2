//! What the graph was, and how it came to be what it is.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod compacted;
mod model;
mod together;

use std::sync::{Arc, Mutex};

use bole::{
    catalog::{Change, Edit, Row, RowId, Source, Texts, place},
    live::{Commit, Live, LiveError, Place, Reason},
};
use tempfile::TempDir;

use crate::graph::now;

fn row(key: &str, title: &str) -> Row {
    let columns = ["key", "title", "kind"].map(str::to_owned);
    Row::read(place("Source"), &Texts::new(&columns, [key, title, "DATASET"])).unwrap()
}

fn id(key: &str) -> RowId {
    RowId::new("Source", key.parse().unwrap())
}

/// Puts rows, or deletes those without a title.
fn change(edits: &[(&str, Option<&str>)]) -> Change {
    let edit = |(key, title): &(&str, Option<&str>)| match title {
        Some(title) => Edit::Put(row(key, title)),
        None => Edit::Delete(id(key)),
    };
    Change { edits: edits.iter().map(edit).collect() }
}

fn because(why: &str) -> Reason {
    Reason { why: Some(why.into()), ..Reason::new(now(), "press-desk") }
}

fn new() -> (TempDir, Live) {
    let dir = tempfile::tempdir().unwrap();
    let live = Live::open(dir.path()).unwrap();
    (dir, live)
}

fn title(row: Option<&Row>) -> Option<&str> {
    row.map(|it| match it {
        Row::Source(Source { title, .. }) => title.primary(),
        other => panic!("{other:?} is no source"),
    })
}

/// The version, and for each row its key and the titles before and after.
type Told<'c> = (u64, Vec<(&'c str, Option<&'c str>, Option<&'c str>)>);

fn told(commit: &Commit) -> Told<'_> {
    let changes = commit.changes.iter();
    let change =
        changes.map(|it| (it.id.key(), title(it.before.as_ref()), title(it.after.as_ref())));
    (commit.version, change.collect())
}

/// A row that is made, changed, taken away, and made again.
fn eventful() -> (TempDir, Live) {
    let (dir, live) = new();
    for (edits, why) in [
        (&[("a", Some("one")), ("b", Some("other"))][..], "first"),
        (&[("a", Some("two"))], "second"),
        (&[("a", None)], "third"),
        (&[("b", Some("another"))], "fourth"),
        (&[("a", Some("three"))], "fifth"),
    ] {
        live.commit(change(edits), because(why)).unwrap();
    }
    (dir, live)
}

#[test]
fn the_history_of_a_row_tells_who_made_it_what_when_and_why() {
    let (dir, live) = eventful();
    let all = live.history(&id("a"), None, 10).unwrap();
    let expected: [Told<'_>; 4] = [
        (5, vec![("a", None, Some("three"))]),
        (3, vec![("a", Some("two"), None)]),
        (2, vec![("a", Some("one"), Some("two"))]),
        (1, vec![("a", None, Some("one"))]),
    ];
    assert_eq!(all.iter().map(told).collect::<Vec<_>>(), expected);
    assert_eq!(all[1].reason, because("third"));
    let page = live.history(&id("a"), Some(5), 2).unwrap();
    assert_eq!(page, all[1..3]);
    assert_eq!(live.history(&id("never"), None, 10).unwrap(), []);
    drop(live);
    let live = Live::open(dir.path()).unwrap();
    assert_eq!(live.history(&id("a"), None, 10).unwrap(), all);
    live.validate().unwrap();
}

#[test]
fn commits_are_told_from_a_version_on_and_page_by_page() {
    let (_dir, live) = eventful();
    let all = live.commits(0, 100).unwrap();
    assert_eq!((all.commits.len(), all.next), (5, None));
    assert_eq!(all.commits[0].reason, because("first"));
    assert_eq!(told(&all.commits[3]), (4, vec![("b", Some("other"), Some("another"))]));
    assert_eq!(live.commits(3, 100).unwrap().commits, all.commits[3..]);
    assert_eq!(live.commits(5, 100).unwrap().commits, []);
    // One change at a time, within the first commit too.
    let mut from = Place::from(0);
    let mut found = Vec::new();
    loop {
        let page = live.commits(from, 1).unwrap();
        found.extend(page.commits.iter().map(|it| (it.version, it.changes[0].id.key().to_owned())));
        match page.next {
            Some(next) => from = next,
            None => break,
        }
    }
    let expected = [(1, "a"), (1, "b"), (2, "a"), (3, "a"), (4, "b"), (5, "a")];
    assert_eq!(found, expected.map(|(version, key)| (version, key.to_owned())));
}

#[test]
fn a_large_commit_is_told_in_pages_without_a_gap() {
    let (_dir, live) = new();
    let keys: Vec<String> = (0..1_030).map(|it| format!("k{it:04}")).collect();
    let edits = keys.iter().map(|it| Edit::Put(row(it, "many")));
    live.commit(Change { edits: edits.collect() }, because("many")).unwrap();
    live.commit(change(&[("k0007", Some("one"))]), because("one")).unwrap();
    let (mut from, mut found) = (Place::from(0), Vec::new());
    loop {
        let page = live.commits(from, 77).unwrap();
        let changes = || page.commits.iter().flat_map(|it| &it.changes);
        assert!(changes().count() == 77 || page.next.is_none());
        found.extend(changes().map(|it| it.id.key().to_owned()));
        match page.next {
            Some(next) => from = next,
            None => break,
        }
    }
    assert_eq!(found, [keys, vec!["k0007".to_owned()]].concat());
    let first = live.as_of(1).unwrap();
    let frame = first.frame(place("Source"));
    let at = frame.find("k0007").unwrap();
    assert_eq!(title(Some(&first.row(place("Source"), at))), Some("many"));
}

#[test]
fn a_graph_is_read_as_it_was_with_the_versions_that_its_rows_had() {
    let (_dir, live) = eventful();
    let source = place("Source");
    let rows = |version: u64| {
        let snapshot = live.as_of(version).unwrap();
        assert_eq!(snapshot.version(), version);
        let frame = snapshot.frame(source);
        let rows = frame.by_key().iter().map(|it| {
            let row = snapshot.row(source, it);
            (frame.key(it).to_owned(), title(Some(&row)).unwrap().to_owned(), frame.version(it))
        });
        rows.collect::<Vec<_>>()
    };
    let of = |rows: &[(&str, &str, u64)]| {
        rows.iter().map(|it| (it.0.to_owned(), it.1.to_owned(), it.2)).collect::<Vec<_>>()
    };
    assert_eq!(rows(0), of(&[]));
    assert_eq!(rows(1), of(&[("a", "one", 1), ("b", "other", 1)]));
    assert_eq!(rows(2), of(&[("a", "two", 2), ("b", "other", 1)]));
    assert_eq!(rows(3), of(&[("b", "other", 1)]));
    assert_eq!(rows(4), of(&[("b", "another", 4)]));
    assert_eq!(rows(5), of(&[("a", "three", 5), ("b", "another", 4)]));
    assert!(Arc::ptr_eq(&live.as_of(2).unwrap(), &live.as_of(2).unwrap()), "made once");
    assert!(matches!(live.as_of(6), Err(LiveError::Future { version: 6, newest: 5 })));
}

#[test]
fn listeners_are_told_of_each_commit_in_order_when_it_can_be_seen() {
    let (_dir, live) = new();
    let live = Arc::new(live);
    let heard = Arc::new(Mutex::new(Vec::new()));
    let (ears, graph) = (Arc::clone(&heard), Arc::downgrade(&live));
    live.on_commit(move |version| {
        let seen = graph.upgrade().unwrap().snapshot().version();
        ears.lock().unwrap().push((version, seen));
    });
    live.on_commit(|_| panic!("a listener that fails holds up nobody"));
    live.commit(change(&[("a", Some("one"))]), because("first")).unwrap();
    live.commit(Change::default(), because("nothing")).unwrap();
    live.commit(change(&[("a", None)]), because("second")).unwrap();
    assert_eq!(*heard.lock().unwrap(), [(1, 1), (2, 2)]);
    assert_eq!(live.snapshot().changed(place("Source")), 2);
    assert_eq!(live.snapshot().changed(place("Person")), 0);
}

#[test]
fn of_two_edits_of_one_row_the_later_one_is_told() {
    let (_dir, live) = new();
    let edits = [("a", Some("one")), ("b", Some("x")), ("a", Some("two"))];
    live.commit(change(&edits), because("twice")).unwrap();
    let commits = live.commits(0, 10).unwrap().commits;
    let expected = (1, vec![("b", None, Some("x")), ("a", None, Some("two"))]);
    assert_eq!(commits.iter().map(told).collect::<Vec<_>>(), [expected]);
    live.validate().unwrap();
}
