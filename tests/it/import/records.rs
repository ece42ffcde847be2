//! Records for imports, written as short texts.

use std::{borrow::Cow, ops::ControlFlow, sync::Arc};

use bole::{
    catalog::{Row, TABLES, Texts, Written, place},
    engine::Snapshot,
    import::{self, Asked, End, Input, Record, Report, Wrong},
    live::Live,
};
use tempfile::TempDir;

use crate::graph::{now, reason};

/// A graph with nothing in it but what is given; it lasts as long as the directory.
pub(super) struct Graph {
    pub(super) live: Live,
    _dir: TempDir,
}

impl Graph {
    /// A graph with rows that somebody wrote, who cites the source `hand`.
    pub(super) fn of(text: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let live = Live::open(dir.path()).unwrap();
        let mut change = bole::catalog::Change::default();
        change.put(source("hand"));
        for record in records(text, "hand") {
            record.unwrap().rows.into_iter().for_each(|it| change.put(it));
        }
        live.commit(change, reason()).unwrap();
        Graph { live, _dir: dir }
    }

    /// Imports records of the source `file`.
    pub(super) fn import(&self, text: &str) -> Report {
        self.import_as("file", text, &asked())
    }

    pub(super) fn import_as(&self, source: &'static str, text: &str, asked: &Asked) -> Report {
        self.watched(source, text, asked, u64::MAX)
    }

    /// Imports until so many batches are there.
    pub(super) fn watched(
        &self,
        source: &'static str,
        text: &str,
        asked: &Asked,
        batches: u64,
    ) -> Report {
        let mut seen = 0;
        let mut watch = |report: &Report| {
            assert_eq!(report.end, End::Running);
            seen += 1;
            if seen < batches { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        import::run(input(source, text), &self.live, asked, &mut watch).unwrap()
    }

    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        self.live.snapshot()
    }

    /// A field of a row as a file has it, and `-` where it is empty; the row may be known by
    /// another id.
    #[track_caller]
    pub(super) fn value(&self, id: &str, column: &str) -> String {
        let (table, key) = id.split_once(':').unwrap();
        let snapshot = self.snapshot();
        let row = snapshot.find(place(table), key).unwrap_or_else(|| panic!("no {id}"));
        match snapshot.row(place(table), row).texts().written(column) {
            Written::Nothing => "-".to_owned(),
            Written::One(text) => text.to_string(),
            Written::Many(entries) => entries.join("|"),
        }
    }

    /// How many rows a table has.
    pub(super) fn count(&self, table: &str) -> u64 {
        self.snapshot().frame(place(table)).live().len()
    }
}

pub(super) fn asked() -> Asked {
    Asked {
        as_of: None,
        is_dry: false,
        is_strict: false,
        batch_rows: import::BATCH_ROWS,
        by: "import:file".into(),
        now,
    }
}

pub(super) fn input(importer: &'static str, text: &str) -> Input {
    Input {
        importer,
        file: "file.txt".to_owned(),
        source: Some(source(importer)),
        records: Box::new(records(text, importer).into_iter()),
    }
}

fn source(key: &str) -> Row {
    row(&format!("Source: key={key}; title=A source; kind=DATASET"), "")
}

/// The records of a text: each is a few lines, and an empty line is between them. A line is a row,
/// such as `Person: key=a; name=A`, or what is wrong after a `!`.
pub(super) fn records(text: &str, source: &str) -> Vec<Result<Record, Wrong>> {
    let mut records: Vec<Result<Record, Wrong>> = Vec::new();
    let mut is_open = false;
    for (line, number) in text.lines().map(str::trim).zip(1..) {
        if let Some(wrong) = line.strip_prefix('!') {
            records.push(Err(Wrong::new(number, "row", wrong)));
            is_open = false;
        } else if line.is_empty() {
            is_open = false;
        } else {
            let row = row(line, source);
            match records.last_mut().filter(|_| is_open) {
                Some(Ok(record)) => record.rows.push(row),
                _ => records.push(Ok(Record { line: number, rows: vec![row], left_out: vec![] })),
            }
            is_open = true;
        }
    }
    records
}

fn row(line: &str, source: &str) -> Row {
    let (table, values) = line.split_once(": ").unwrap();
    let table = place(table);
    let mut texts = Texts::default();
    let mut put = |name: &str, text: &str| {
        texts.put(name, Written::One(Cow::Owned(text.to_owned())));
    };
    if TABLES[table].field("source").is_some() {
        put("source", source);
    }
    if TABLES[table].name == "Organization" {
        put("kind", "COMPANY");
    }
    for (name, text) in values.split("; ").filter_map(|it| it.split_once('=')) {
        put(name, text);
    }
    Row::read(table, &texts).unwrap_or_else(|why| panic!("{line}: {why:?}"))
}
