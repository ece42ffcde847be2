//! Graphs for tests: the seed in a directory of its own, and questions to it.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::{
    path::Path,
    sync::{Arc, LazyLock},
};

use bole::{
    auth::Viewer,
    catalog::{
        Row, Texts, place,
        value::{Moment, PartialDate},
    },
    engine::{Builder, Snapshot},
    graphql::{Api, Limits, Request, pretty},
    import,
    live::{Live, Reason},
};
use tempfile::TempDir;

/// When tests take place.
pub(crate) fn now() -> Moment {
    "2026-11-24T08:30:00Z".parse().unwrap()
}

/// The day on which tests take place.
pub(crate) fn today() -> PartialDate {
    now().date()
}

/// Why tests change a graph.
pub(crate) fn reason() -> Reason {
    Reason::new(now(), "test")
}

pub(crate) fn seed() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/seed"))
}

/// A new graph with the seed's rows; it lasts as long as the directory.
pub(crate) fn seeded() -> (TempDir, Arc<Live>) {
    let dir = tempfile::tempdir().unwrap();
    let live = Live::open(dir.path()).unwrap();
    live.commit(import::folder(seed()).unwrap(), reason()).unwrap();
    (dir, Arc::new(live))
}

static SEEDED: LazyLock<(TempDir, Api)> = LazyLock::new(|| {
    let (dir, live) = seeded();
    (dir, Api::new(live, now))
});

/// The answer of the seeded graph, indented.
pub(crate) fn ask(request: impl Into<Request>) -> String {
    pretty(&SEEDED.1.execute(request.into(), &Viewer::local()))
}

/// The answer of the seeded graph within other limits.
pub(crate) fn ask_within(limits: Limits, request: impl Into<Request>) -> String {
    let api = SEEDED.1.clone().within(limits);
    pretty(&api.execute(request.into(), &Viewer::local()))
}

/// The rows of a file of one table; values must hold no comma.
pub(crate) fn rows(table: &str, text: &str) -> Vec<Row> {
    let mut lines = text.lines();
    let header: Vec<String> = lines.next().unwrap().split(',').map(str::to_owned).collect();
    let row = |it: &str| Row::read(place(table), &Texts::new(&header, it.split(','))).unwrap();
    lines.map(row).collect()
}

/// A snapshot of the rows of such files, each with the name of its table.
pub(crate) fn snapshot(files: &[(&str, &str)]) -> Snapshot {
    let mut builder = Builder::default();
    for row in files.iter().flat_map(|(table, text)| rows(table, text)) {
        builder.push(&row);
    }
    builder.finish().unwrap()
}
