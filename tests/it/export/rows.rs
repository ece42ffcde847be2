//! Whole rows: what is exported imports again to the same rows.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::{borrow::Cow, fs, io::Cursor};

use bole::{
    catalog::{Edit, Row, TABLES, Texts, Written, place},
    export::{self, Format},
    generate,
    import::{
        self, Records, Text,
        any::{self, Mapping},
    },
    live::{self, Live},
};
use proptest::{
    prelude::*,
    test_runner::{TestCaseError, TestCaseResult},
};

use super::Bytes;
use crate::{
    cli::{bole, run},
    graph::{reason, seed},
};

/// The rows of one table as a file.
fn written(format: Format, rows: &[Row]) -> String {
    let bytes = Bytes::default();
    let columns = export::columns_of(TABLES[rows[0].table()]);
    let mut writer = export::writer(format, &columns, Box::new(bytes.clone())).unwrap();
    for row in rows {
        writer.row(&export::values_of(row)).unwrap();
    }
    writer.finish().unwrap();
    drop(writer);
    bytes.text()
}

/// The rows by their tables, each with the name of its file.
fn by_table(rows: &[Row]) -> Vec<(&'static str, Vec<Row>)> {
    let tables = TABLES.iter().enumerate().map(|(table, it)| {
        (it.many, rows.iter().filter(|it| it.table() == table).cloned().collect::<Vec<_>>())
    });
    tables.filter(|it| !it.1.is_empty()).collect()
}

/// The rows that the seed folder's importer reads from CSV files of these rows.
fn through_csv(rows: &[Row]) -> Vec<Row> {
    let folder = tempfile::tempdir().unwrap();
    for (name, rows) in by_table(rows) {
        let path = folder.path().join(name).with_extension("csv");
        fs::write(path, written(Format::Csv, &rows)).unwrap();
    }
    let edits = import::folder(folder.path()).unwrap().edits;
    let rows = edits.into_iter().map(|it| match it {
        Edit::Put(row) => row,
        Edit::Delete(id) => panic!("{id} is deleted"),
    });
    rows.collect()
}

/// The rows that are in JSON lines of these rows, by the names of the catalog's columns.
fn through_json_lines(rows: &[Row]) -> Vec<Row> {
    let mut read = Vec::new();
    for (_, rows) in by_table(rows) {
        for line in written(Format::JsonLines, &rows).lines() {
            let object: serde_json::Value = serde_json::from_str(line).unwrap();
            let mut texts = Texts::default();
            for (name, value) in object.as_object().unwrap() {
                let written = match value {
                    serde_json::Value::Null => Written::Nothing,
                    serde_json::Value::String(text) => Written::One(Cow::Owned(text.clone())),
                    serde_json::Value::Array(entries) => Written::Many(
                        entries.iter().map(|it| it.as_str().unwrap().to_owned()).collect(),
                    ),
                    other => Written::One(Cow::Owned(other.to_string())),
                };
                texts.put(name, written);
            }
            read.push(Row::read(rows[0].table(), &texts).unwrap());
        }
    }
    read
}

/// The rows that are read as any file of these columns.
fn through_any(
    (format, read): (Format, fn(Mapping, Text) -> Records),
    rows: &[Row],
) -> Result<Vec<Row>, TestCaseError> {
    let mut found = Vec::new();
    for (_, rows) in by_table(rows) {
        let table = TABLES[rows[0].table()];
        let mapping = Mapping::new(table.name, "s".parse().unwrap(), &[]).unwrap();
        let text = written(format, &rows);
        for record in read(mapping, Box::new(Cursor::new(text))) {
            let record = record.map_err(|why| TestCaseError::fail(format!("{why:?}")))?;
            prop_assert_eq!(record.left_out, vec![]);
            found.extend(record.rows);
        }
    }
    Ok(found)
}

/// What is taken for no value in CSV files of any origin.
const NOTHING: &[&str] = &["NA", "N/A", "n/a", "NULL", "null", "NaN", "nan", "-"];

fn says_nothing(row: &Row) -> bool {
    export::values_of(row).iter().any(|it| match it {
        export::Value::Text(text) => NOTHING.contains(&&**text),
        export::Value::Texts(texts) => texts.iter().any(|it| NOTHING.contains(&&**it)),
        _ => false,
    })
}

fn comes_back(rows: &[Row]) -> TestCaseResult {
    let sorted = |mut rows: Vec<Row>| {
        rows.sort_by_key(|it| it.id().to_string());
        rows
    };
    let expected = sorted(rows.to_vec());
    prop_assert_eq!(&sorted(through_csv(rows)), &expected);
    prop_assert_eq!(&sorted(through_json_lines(rows)), &expected);
    let any = through_any((Format::JsonLines, any::json_lines), rows)?;
    prop_assert_eq!(&sorted(any), &expected);
    if !rows.iter().any(says_nothing) {
        let any = through_any((Format::Csv, any::csv), rows)?;
        prop_assert_eq!(&sorted(any), &expected);
    }
    Ok(())
}

fn row(table: &str, columns: &[(&str, Written<'static>)]) -> Row {
    let mut texts = Texts::default();
    for (name, written) in columns {
        texts.put(name, written.clone());
    }
    Row::read(place(table), &texts).unwrap()
}

fn one(text: impl Into<String>) -> Written<'static> {
    Written::One(Cow::Owned(text.into()))
}

/// Texts with all that files give a meaning to.
fn text() -> impl Strategy<Value = String> {
    let hard = r#"[a=+@"',;|\\\t\n 王é-]{0,8}"#;
    let text = prop_oneof![hard.prop_map(|it| it.replace('\t', " ")), "\\[\\]|true|0|1,000"];
    text.prop_map(|it| it.trim().to_owned()).prop_filter("says something", |it| !it.is_empty())
}

fn texts() -> impl Strategy<Value = Written<'static>> {
    prop::collection::vec(text(), 0..4).prop_map(Written::Many)
}

fn maybe(text: impl Strategy<Value = String>) -> impl Strategy<Value = Written<'static>> {
    prop::option::of(text).prop_map(|it| it.map_or(Written::Nothing, one))
}

/// Amounts of any size, to the last of their decimal places.
fn amount() -> impl Strategy<Value = String> {
    let whole = prop_oneof![0..1_000_000_i64, 0..900_000_000_000_000_i64];
    (whole, 0..10_000).prop_map(|(whole, places)| format!("{whole}.{places:04}"))
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let person = (text(), maybe(text()), texts(), maybe(text()), maybe(text()));
    let pay = (amount(), maybe("0\\.[0-9]{1,12}"));
    let figure = (text(), prop::num::f64::NORMAL, any::<bool>());
    let models = prop::collection::vec(0..3_usize, 0..4);
    (prop::collection::vec((person, pay, figure), 3..5), models).prop_map(|(all, models)| {
        let source = [("key", one("s")), ("title", one("S")), ("kind", one("DATASET"))];
        let mut rows = vec![row("Source", &source)];
        for (place, (person, pay, figure)) in all.into_iter().enumerate() {
            let key = || ("key", one(format!("k{place}")));
            let from = || ("source", one("s"));
            let (name, name_zh, aliases, headline, note) = person;
            let names = [("name", one(name)), ("name_zh", name_zh), ("aliases", aliases)];
            let mut columns = vec![key(), from(), ("headline_zh", headline), ("note", note)];
            columns.extend(names);
            rows.push(row("Person", &columns));
            let (low, confidence) = pay;
            let mut columns = vec![key(), from(), ("low", one(low))];
            columns.extend([("basis", one("POSTED")), ("precision", one("EXACT"))]);
            columns.extend([("currency", one("USD")), ("period", one("YEAR"))]);
            columns.push(("confidence", confidence));
            rows.push(row("SalaryRecord", &columns));
            let (topic, value, is_about) = figure;
            let about = if is_about { one(format!("Person:k{place}")) } else { Written::Nothing };
            let mut columns = vec![key(), from(), ("topic", one(topic)), ("about", about)];
            columns.extend([("measure", one("COUNT")), ("value", one(value.to_string()))]);
            rows.push(row("Figure", &columns));
        }
        let mut authors: Vec<String> = models.iter().map(|it| format!("k{it}")).collect();
        authors.dedup();
        let columns = [
            ("key", one("m")),
            ("source", one("s")),
            ("name", one("M")),
            ("kind", one("LANGUAGE")),
            ("authors", Written::Many(authors)),
        ];
        rows.push(row("Model", &columns));
        rows
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_exported_imports_again_to_the_same_rows(rows in rows()) {
        comes_back(&rows)?;
    }
}

#[test]
fn words_that_stand_for_nothing_elsewhere_come_back_by_the_seed_folder_and_json_lines() {
    let source = [("key", one("s")), ("title", one("NA")), ("kind", one("DATASET"))];
    let names = NOTHING.iter().map(|it| (*it).to_owned()).collect();
    let person = [
        ("key", one("p")),
        ("name", one("null")),
        ("aliases", Written::Many(names)),
        ("country", one("NA")),
        ("source", one("s")),
    ];
    comes_back(&[row("Source", &source), row("Person", &person)]).unwrap();
}

#[test]
fn the_seed_and_a_made_up_graph_come_back_row_by_row() {
    let rows = |edits: Vec<Edit>| {
        edits.into_iter().filter_map(|it| match it {
            Edit::Put(row) => Some(row),
            Edit::Delete(_) => None,
        })
    };
    let seed: Vec<Row> = rows(import::folder(seed()).unwrap().edits).collect();
    comes_back(&seed).unwrap();
    comes_back(&generate::rows(50, 7).collect::<Vec<_>>()).unwrap();
}

#[test]
fn csv_is_that_of_rfc_4180_and_json_lines_have_every_column() {
    let columns =
        [("key", one("a")), ("title", one("=1+1, \"two\"\nlines")), ("kind", one("DATASET"))];
    let rows = [row("Source", &columns)];
    let csv = written(Format::Csv, &rows);
    let (head, line) = csv.split_once("\r\n").unwrap();
    assert_eq!(head, TABLES[place("Source")].header().join(","));
    assert!(
        line.starts_with("a,\"=1+1, \"\"two\"\"\nlines\",") && line.ends_with("\r\n"),
        "{line}"
    );
    let json: serde_json::Value = serde_json::from_str(&written(Format::JsonLines, &rows)).unwrap();
    let names: Vec<&String> = json.as_object().unwrap().keys().collect();
    assert_eq!(names, TABLES[place("Source")].header().iter().collect::<Vec<_>>());
    assert!(json["url"].is_null() && json["key"] == "a", "{json}");
}

#[test]
fn amounts_of_more_digits_than_readers_keep_are_texts_in_json_lines() {
    let pay = |low: &str| {
        let columns = [
            ("key", one("a")),
            ("source", one("s")),
            ("basis", one("POSTED")),
            ("precision", one("EXACT")),
            ("currency", one("USD")),
            ("period", one("YEAR")),
            ("low", one(low)),
        ];
        written(Format::JsonLines, &[row("SalaryRecord", &columns)])
    };
    assert!(pay("12345678901.2345").contains(r#""low":12345678901.2345,"#));
    assert!(pay("123456789012.3456").contains(r#""low":"123456789012.3456","#));
}

#[test]
fn the_command_writes_rows_that_pass_a_filter_and_names_what_is_wrong_with_one() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    live::load(&data, generate::rows(40, 7), &reason()).unwrap();
    let person =
        |words: &[&str]| run(bole(&data).args(["export", "--entity", "Person"]).args(words));
    let (code, all, _) = person(&[]);
    assert_eq!((code, all.lines().count()), (0, 41), "{all}");
    let (_, many, _) = run(bole(&data).args(["export", "--entity", "people"]));
    assert_eq!(many, all, "an entity is named by one of its rows or by many");
    let (code, some, _) = person(&["--where", r#"{"key": {"in": ["p00000007", "p00000003"]}}"#]);
    let keys: Vec<&str> = some.lines().skip(1).filter_map(|it| it.split(',').next()).collect();
    assert_eq!((code, keys), (0, vec!["p00000003", "p00000007"]));
    let (_, marked, _) = person(&["--bom"]);
    assert_eq!(marked, format!("\u{feff}{all}"));
    let file = dir.path().join("people.jsonl");
    let path = file.to_str().unwrap();
    let (code, told, _) = person(&["--format", "jsonl", "--out", path]);
    assert_eq!((code, told), (0, format!("wrote 40 rows to {path}\n")));
    assert_eq!(fs::read_to_string(&file).unwrap().lines().count(), 40);
    for (condition, why) in [
        ("{", "`where` is no JSON"),
        (r#"{"nam": {"eq": "A"}}"#, "unknown field \"nam\""),
        (r#"{"name": {"eq": 1}}"#, "where"),
        ("{}", "`where` is empty"),
    ] {
        let (code, out, error) = person(&["--where", condition, "--out", path]);
        assert_eq!((code, out.as_str()), (1, ""), "{error}");
        assert!(error.contains(why) && error.lines().count() == 1, "{condition}: {error}");
    }
    let left: Vec<_> =
        fs::read_dir(dir.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "no half file is left: {left:?}");
    assert_eq!(fs::read_to_string(&file).unwrap().lines().count(), 40, "the old file stays");
    assert!(Live::open(&data).unwrap().validate().is_ok());
}
