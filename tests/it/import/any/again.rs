//! Rows that are written as a table are read as they were.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::{collections::HashSet, io::Cursor, path::Path};

use bole::{
    catalog::{Edit, Row, TABLES, Written},
    generate,
    import::{self, Records, any, opened::unpacked},
};
use serde_json::{Map, Value};

use super::mapping;

/// Rows of all tables: those of the seed, and made-up ones.
fn rows() -> Vec<Row> {
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("seed");
    let edits = import::folder(&seed).unwrap().edits.into_iter();
    let seeded = edits.filter_map(|it| match it {
        Edit::Put(row) => Some(row),
        Edit::Delete(_) => None,
    });
    seeded.chain(generate::rows(50, 1)).collect()
}

/// Checks that the rows of each table are what is read from what `write` makes of them.
fn check(write: fn(&[String], &[Row]) -> Vec<u8>, read: fn(any::Mapping, import::Text) -> Records) {
    let all = rows();
    let tables: HashSet<usize> = all.iter().map(Row::table).collect();
    assert!(tables.len() > TABLES.len() / 2, "{tables:?}");
    for (place, table) in TABLES.iter().enumerate().filter(|it| !it.1.is_kept_by_bole) {
        let rows: Vec<Row> = all.iter().filter(|it| it.table() == place).cloned().collect();
        let text = unpacked(Cursor::new(write(&table.header(), &rows))).unwrap();
        let records = read(mapping(table.name, &[]).unwrap(), text);
        let mut left = rows.iter();
        for record in records {
            let record = record.unwrap();
            assert_eq!(record.left_out, []);
            assert_eq!(record.rows.first(), left.next());
        }
        assert_eq!(left.next(), None);
    }
}

#[test]
fn from_csv() {
    let write = |header: &[String], rows: &[Row]| {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(header).unwrap();
        for row in rows {
            let texts = row.texts();
            let cells = header.iter().map(|it| match texts.written(it) {
                Written::Nothing => String::new(),
                Written::One(text) => text.to_string(),
                Written::Many(entries) => entries.join("|"),
            });
            writer.write_record(cells).unwrap();
        }
        writer.into_inner().unwrap()
    };
    check(write, any::csv);
}

#[test]
fn from_json_lines() {
    let write = |header: &[String], rows: &[Row]| {
        let line = |row: &Row| {
            let texts = row.texts();
            let member = |it: &String| match texts.written(it) {
                Written::Nothing => Value::Null,
                Written::One(text) => Value::from(&**text),
                Written::Many(entries) => Value::from(entries.clone()),
            };
            let object: Map<String, Value> =
                header.iter().map(|it| (it.clone(), member(it))).collect();
            format!("{}\n", Value::Object(object))
        };
        rows.iter().map(line).collect::<String>().into_bytes()
    };
    check(write, any::json_lines);
}
