//! A directory of format 1: rows without versions, and no history.

use std::{fs, path::Path};

use bole::{catalog::Row, live::Live, store::Store};
use twox_hash::XxHash3_128;

use super::{delete, names, open, put, rows, source};
use crate::graph::reason;

/// Commits that were made before.
const VERSION: u64 = 7;

fn bytes(row: &Row) -> Vec<u8> {
    [vec![1], rmp_serde::to_vec_named(row).unwrap()].concat()
}

fn key(key: &str) -> Vec<u8> {
    [&[1, 0], key.as_bytes()].concat()
}

/// A directory as a build of format 1 left it: ten rows, and what undoes a part of a commit that was
/// cut short, which had changed one row, taken one away and added one.
fn write(dir: &Path) {
    let tree = sled::open(dir.join("rows")).unwrap();
    let mut digest = 0u128;
    for (name, title) in names(0..10) {
        let bytes = bytes(&source(&name, &title));
        digest =
            digest.wrapping_add(XxHash3_128::oneshot(&[name.as_bytes(), &[0], &bytes].concat()));
        tree.insert(key(&name), bytes).unwrap();
    }
    let record = format!("version {VERSION}\nSource 10 {digest:032x}\n");
    tree.insert([0], record.as_bytes()).unwrap();
    let old = |name: &str| tree.get(key(name)).unwrap().map(|it| it.to_vec());
    let undo = ["k000002", "k000003", "k000099"].map(|it| (key(it), old(it)));
    let part = [&[2][..], &(VERSION + 1).to_be_bytes(), &0u64.to_be_bytes()].concat();
    tree.insert(part, rmp_serde::to_vec(&undo[..]).unwrap()).unwrap();
    tree.insert(key("k000002"), bytes(&source("k000002", "half done"))).unwrap();
    tree.remove(key("k000003")).unwrap();
    tree.insert(key("k000099"), bytes(&source("k000099", "half done"))).unwrap();
    let text = format!("bole data directory, format 1\n{record}");
    let sum = XxHash3_128::oneshot(text.as_bytes());
    let mut slot = format!("{text}sum {sum:032x}\n").into_bytes();
    slot.resize(4_096, b' ');
    let other = vec![b' '; 4_096];
    fs::write(dir.join("manifest"), [other, slot].concat()).unwrap();
    tree.flush().unwrap();
}

#[test]
fn a_directory_of_format_1_opens_and_what_was_half_done_in_it_is_undone() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path());
    let store = open(&dir);
    assert_eq!(rows(&store).unwrap(), names(0..10));
    assert_eq!((store.record().version, store.oldest()), (VERSION, VERSION));
    store.read(|_, version| assert_eq!(version, 1)).unwrap();
    store.check().unwrap();
}

#[test]
fn a_table_that_is_newer_than_a_directory_gets_rows_in_it() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path());
    let columns = ["key", "name", "document"].map(str::to_owned);
    let cells = ["people", "People", "{ people { totalCount } }"];
    let texts = bole::catalog::Texts::new(&columns, cells);
    let row = Row::read(bole::catalog::place("SavedQuestion"), &texts).unwrap();
    let store = open(&dir);
    let record = store.commit([bole::catalog::Edit::Put(row)], &reason()).unwrap();
    assert_eq!(record.tables.iter().map(|it| it.rows).collect::<Vec<_>>(), [10, 1]);
    drop(store);
    open(&dir).check().unwrap();
}

#[test]
fn the_history_of_a_directory_of_format_1_begins_where_it_was_left() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path());
    let live = Live::open(dir.path()).unwrap();
    let edits = vec![put("k000000", "changed"), delete("k000001")];
    let change = bole::catalog::Change { edits };
    assert_eq!(live.commit(change, reason()).unwrap().version, VERSION + 1);
    drop(live);
    let live = Live::open(dir.path()).unwrap();
    live.validate().unwrap();
    let titles = |version: u64| {
        let snapshot = live.as_of(version).unwrap();
        let frame = snapshot.frame(bole::catalog::place("Source"));
        let title = frame.column(frame.table().field("title").unwrap());
        let rows = frame.by_key().iter();
        rows.map(|it| title.text(it).unwrap().to_owned()).collect::<Vec<_>>()
    };
    let before: Vec<String> = names(0..10).into_iter().map(|it| it.1).collect();
    assert_eq!(titles(VERSION), before);
    assert_eq!(titles(VERSION + 1)[..2], ["changed", "title 2"]);
    assert_eq!(live.commits(VERSION, 10).unwrap().commits.len(), 1);
    let id = "Source:k000000".parse().unwrap();
    assert_eq!(live.history(&id, None, 10).unwrap().len(), 1);
    let why = live.as_of(VERSION - 1).unwrap_err().to_string();
    assert_eq!(why, "version 6 is forgotten: ask for one from 7 on");
    let why = live.commits(3, 10).unwrap_err().to_string();
    assert_eq!(why, "version 3 is forgotten: ask for one from 7 on");
}

#[test]
fn the_manifest_of_format_1_is_followed_by_one_of_this() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path());
    Store::open(dir.path()).unwrap().commit([put("a", "b")], &reason()).unwrap();
    let manifest = fs::read_to_string(dir.path().join("manifest")).unwrap();
    let titles = manifest.split_inclusive("format ").skip(1).map(|it| &it[..1]);
    assert_eq!(titles.collect::<Vec<_>>(), ["4", "1", "4"], "two of this, as the first is kept");
}
