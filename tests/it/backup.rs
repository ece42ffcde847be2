//! Backups: what they hold, and what becomes of them.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod command;
mod damage;
mod meanwhile;
mod repair;
mod restore;
mod schedule;

use std::{collections::BTreeMap, path::Path};

use bole::{
    catalog::{Change, Edit, Row, RowId, Source, Texts, place},
    live::{Live, Reason, Request},
    store::{self, Backup, Store},
};
use tempfile::TempDir;

use crate::graph::{now, reason};

fn row(key: &str, title: &str) -> Row {
    let columns = ["key", "title", "kind"].map(str::to_owned);
    Row::read(place("Source"), &Texts::new(&columns, [key, title, "DATASET"])).unwrap()
}

fn id(key: &str) -> RowId {
    RowId::new("Source", key.parse().unwrap())
}

/// Puts a row, or deletes one without a title.
fn edit(key: &str, title: Option<&str>) -> Edit {
    title.map_or_else(|| Edit::Delete(id(key)), |title| Edit::Put(row(key, title)))
}

/// A reason with a request that can be sent again.
fn asked(key: &str) -> Reason {
    Reason { why: Some("更正".into()), request: Some(Request::new(key, key)), ..reason() }
}

/// A directory with rows in packs and beside them, changed ones, some that are gone and one that came
/// again, requests, and tokens.
fn eventful() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let live = Live::open(dir.path()).unwrap();
    let many = (0..1_500).map(|it| edit(&format!("k{it:05}"), Some(&format!("title {it}"))));
    live.commit(Change { edits: many.collect() }, reason()).unwrap();
    for (number, edits) in [
        &[("k00003", Some("changed")), ("k00700", None), ("new", Some("first"))][..],
        &[("k00003", Some("again")), ("new", None), ("k01499", None)],
        &[("new", Some("second")), ("k00700", Some("back"))],
    ]
    .into_iter()
    .enumerate()
    {
        let edits = edits.iter().map(|it| edit(it.0, it.1)).collect();
        live.commit(Change { edits }, asked(&format!("request-{number}"))).unwrap();
    }
    std::fs::write(dir.path().join("tokens"), "").unwrap();
    dir
}

/// A backup in memory.
fn backup(dir: &Path) -> (Vec<u8>, Backup) {
    let mut bytes = Vec::new();
    let store = Store::open(dir).unwrap();
    let done = store.backup((&mut bytes, Path::new("memory")), now(), &mut |_| ()).unwrap();
    (bytes, done)
}

fn checked(bytes: &[u8]) -> Result<Backup, String> {
    let read = store::read_backup((&mut &*bytes, Path::new("memory")), &mut |_| ());
    read.map_err(|it| it.to_string())
}

/// Restores bytes into a new directory below one that is kept.
fn restored(bytes: &[u8]) -> (TempDir, std::path::PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let (file, data) = (dir.path().join("file"), dir.path().join("data"));
    std::fs::write(&file, bytes).unwrap();
    store::restore(&file, &data, &mut |_| ()).unwrap();
    (dir, data)
}

/// Keys, versions and titles of all rows.
fn rows(store: &Store) -> BTreeMap<String, (u64, String)> {
    let mut rows = BTreeMap::new();
    let take = |row: &Row, version| match row {
        Row::Source(Source { key, title, .. }) => {
            rows.insert(key.to_string(), (version, title.primary().to_owned()));
        }
        other => panic!("{other:?} is no source"),
    };
    store.read(take).unwrap();
    rows
}
