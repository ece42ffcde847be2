//! Parquet files in DuckDB and pandas, which read what JSON lines of the same rows say.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::Command,
};

use bole::{
    catalog::{Edit, Row, TABLES},
    export::{self, Column, Format, Holds, Value as Told},
    import,
};
use serde_json::{Value, json};

use super::Bytes;
use crate::{engines::files, graph::seed};

/// What `tests/engines/tables.py` prints for the files; `None` where no Python has DuckDB and pandas.
fn read(paths: &[PathBuf]) -> Option<Vec<Value>> {
    let python = files::python()?;
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/engines/tables.py");
    let output = Command::new(&python).arg("-B").arg(program).args(paths).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    if !is_named() && error.contains("ModuleNotFoundError") {
        return None;
    }
    assert!(output.status.success(), "{error}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// Whether `BOLE_PYTHON` names a Python, which must have all that is needed then.
#[expect(clippy::disallowed_methods, reason = "where Python is enters here")]
fn is_named() -> bool {
    std::env::var("BOLE_PYTHON").is_ok()
}

fn write(format: Format, columns: &[Column], rows: &[Vec<Told<'_>>], out: export::Out) {
    let mut writer = export::writer(format, columns, out).unwrap();
    for row in rows {
        writer.row(row).unwrap();
    }
    writer.finish().unwrap();
}

/// A Parquet file of the rows, and the rows as JSON lines have them.
fn written(path: &Path, columns: &[Column], rows: &[Vec<Told<'_>>]) -> Vec<Value> {
    write(Format::Parquet, columns, rows, Box::new(File::create(path).unwrap()));
    let lines = Bytes::default();
    write(Format::JsonLines, columns, rows, Box::new(lines.clone()));
    lines.text().lines().map(|it| serde_json::from_str(it).unwrap()).collect()
}

/// Whether two values are one, a number or a text of its digits alike, and so JSON or its text.
fn same(one: &Value, other: &Value) -> bool {
    let number = |it: &Value| it.as_f64().or_else(|| it.as_str()?.parse().ok());
    match (one, other) {
        (Value::String(one), Value::String(other)) => one == other,
        (Value::Array(_) | Value::Object(_), Value::String(text)) => {
            serde_json::from_str(text).is_ok_and(|it: Value| it == *one)
        }
        (Value::Number(_), _) | (_, Value::Number(_)) => number(one) == number(other),
        _ => one == other,
    }
}

#[track_caller]
fn all_same(read: &Value, expected: &[Value], name: &str) {
    let rows = read["rows"].as_array().unwrap();
    assert_eq!(rows.len(), expected.len(), "{name}");
    for (row, expected) in rows.iter().zip(expected) {
        let (row, expected) = (row.as_object().unwrap(), expected.as_object().unwrap());
        assert!(row.keys().eq(expected.keys()), "{name}");
        for (column, value) in expected {
            assert!(same(value, &row[column]), "{name}.{column}: {value} is not {}", row[column]);
        }
    }
}

#[test]
fn duckdb_and_pandas_read_every_table_of_the_seed() {
    let dir = tempfile::tempdir().unwrap();
    let edits = import::folder(seed()).unwrap().edits;
    let rows = edits.into_iter().filter_map(|it| match it {
        Edit::Put(row) => Some(row),
        Edit::Delete(_) => None,
    });
    let rows: Vec<Row> = rows.collect();
    let mut paths = Vec::new();
    let mut expected = Vec::new();
    for (table, description) in TABLES.iter().enumerate() {
        let of_table = rows.iter().filter(|it| it.table() == table);
        let values: Vec<_> = of_table.map(export::values_of).collect();
        let path = dir.path().join(description.many).with_extension("parquet");
        expected.push(written(&path, &export::columns_of(description), &values));
        paths.push(path);
    }
    let Some(read) = read(&paths) else {
        println!("no Python here has DuckDB and pandas: nothing is compared");
        return;
    };
    for ((table, read), expected) in TABLES.iter().zip(&read).zip(&expected) {
        all_same(&read["duckdb"], expected, table.name);
        all_same(&read["pandas"], expected, table.name);
    }
    let types = |name: &str| {
        let table = TABLES.iter().position(|it| it.name == name).unwrap();
        read[table]["duckdb"]["types"].clone()
    };
    let (person, pay) = (types("Person"), types("SalaryRecord"));
    let found = [&person["name"], &person["aliases"], &person["confidence"]];
    assert_eq!(found, [&json!("VARCHAR"), &json!("VARCHAR[]"), &json!("DOUBLE")]);
    assert_eq!([&pay["low"], &pay["year"]], [&json!("DECIMAL(19,4)"), &json!("BIGINT")]);
}

#[test]
fn groups_of_rows_that_hold_nothing_everything_and_the_extremes_are_read() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("hard.parquet");
    let column = |name: &str, holds| Column { name: name.to_owned(), holds };
    let columns = [
        column("a.text", Holds::Text),
        column("bool", Holds::Bool),
        column("int", Holds::Int),
        column("decimal", Holds::Decimal),
        column("float", Holds::Float),
        column("texts", Holds::Texts),
        column("json", Holds::Json),
    ];
    let most = |text: &str| Told::Decimal(text.parse().unwrap());
    let full = |text: &'static str, int, decimal| {
        vec![
            Told::Text(text.into()),
            Told::Bool(int > 0),
            Told::Int(int),
            most(decimal),
            Told::Float(f64::MIN_POSITIVE),
            Told::Texts(vec![text.into(), "b|".into()]),
            Told::Json("[1,{\"a\":null}]".into()),
        ]
    };
    let empty = vec![Told::Null; columns.len()];
    let mut no_entries = empty.clone();
    no_entries[5] = Told::Texts(Vec::new());
    let hard = [
        full("王 \"quoted\"\n", i64::MAX >> 12, "900000000000000"),
        empty,
        no_entries,
        full("", -1, "-900000000000000"),
        full("a", 0, "-0.0001"),
    ];
    let few = written(&path, &columns, &hard);
    // More than one group has.
    let many = dir.path().join("many.parquet");
    let columns = [column("n", Holds::Int)];
    let rows: Vec<Vec<Told<'_>>> = (0..123_000).map(|it| vec![Told::Int(it)]).collect();
    write(Format::Parquet, &columns, &rows, Box::new(File::create(&many).unwrap()));
    let Some(read) = read(&[path, many]) else {
        println!("no Python here has DuckDB and pandas: nothing is compared");
        return;
    };
    for engine in ["duckdb", "pandas"] {
        all_same(&read[0][engine], &few, engine);
        let rows = read[1][engine]["rows"].as_array().unwrap();
        assert!(rows.iter().enumerate().all(|(place, it)| it["n"] == place), "{engine}");
    }
    assert_eq!([&read[0]["duckdb"]["groups"], &read[1]["duckdb"]["groups"]], [1, 2]);
}
