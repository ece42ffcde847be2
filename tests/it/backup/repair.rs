//! A graph of which a part was lost is a graph again.

use bole::{
    catalog::{RowId, place},
    live::{Live, Reason},
    store::{self, Loss},
};

use crate::{
    graph::{now, seeded},
    store::damage::copied,
};

/// The same directory without a row in its database, as if it could not be read. A copy, since
/// sled's lock outlives by a moment who took it.
fn lost(dir: &std::path::Path, id: &RowId) -> tempfile::TempDir {
    let record = Live::open(dir).unwrap().record();
    let copy = copied(dir);
    let table = record.tables.iter().position(|it| it.name == id.table()).unwrap();
    let rows = sled::open(copy.path().join("rows")).unwrap();
    let key = [&[1, u8::try_from(table).unwrap()], id.key().as_bytes()].concat();
    assert!(rows.remove(key).unwrap().is_some());
    rows.flush().unwrap();
    drop(rows);
    copied(copy.path())
}

#[test]
fn rows_that_refer_to_lost_ones_are_named_and_what_is_left_is_a_graph() {
    for name in ["Organization:openai", "Person:ilya-sutskever"] {
        let (dir, live) = seeded();
        drop(live);
        let id: RowId = name.parse().unwrap();
        let dir = lost(dir.path(), &id);
        let why = Live::open(dir.path()).err().unwrap().to_string();
        assert!(why.contains(&format!("table {} in ", id.table())), "{why}");
        let done = store::repair(dir.path(), &Reason::new(now(), "repair")).unwrap().unwrap();
        let row = Loss::Row {
            table: id.table().to_owned(),
            key: id.key().to_owned(),
            version: 1,
            left: None,
        };
        assert_eq!(done.losses[0], row);
        let live = Live::open(dir.path()).unwrap();
        live.validate().unwrap();
        assert_eq!(live.record(), done.record);
        assert!(live.snapshot().find(place(id.table()), id.key()).is_none());
        let mut kinds = [0, 0];
        for loss in &done.losses[1..] {
            let Loss::Dependent { row, is_gone, .. } = loss else { continue };
            kinds[usize::from(*is_gone)] += 1;
            let there = |version| live.row_as_of(row, version).unwrap();
            assert!(there(1).is_some(), "{loss}: the history has it as it was");
            let left = there(done.record.version);
            assert_eq!(left.is_none(), *is_gone, "{loss}");
            assert_ne!(left, there(1), "{loss}");
        }
        let [cleared, gone] = kinds;
        assert!(gone > 0, "{name}: {cleared} without it, {gone} gone");
        let commits = live.commits(1, 10_000).unwrap().commits;
        assert!(commits.iter().all(|it| &*it.reason.by == "repair"));
        let said = commits[0].reason.why.as_deref().unwrap();
        assert!(said.starts_with(&format!("repaired: {} `{}` of version 1", id.table(), id.key())));
    }
}
