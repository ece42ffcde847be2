//! The same rows and the same questions in Bole, in DuckDB and in SQLite.
//!
//! Where no Python has DuckDB the test says so and passes, unless `BOLE_PYTHON` names one.
//!
//! What is equal, and how: counts, keys and ranks are. Sums, least and most are exact decimals in
//! all three, and equal. Means are a sum by a count, quantiles lie between two amounts: each engine
//! rounds once or twice on the way, so they may differ in the last bit and do not differ by more.
//! Deviations depend on the order of addition: 12 digits are equal.
//!
//! How DuckDB 2.0.1 makes `quantile_cont(x, p)` of n values of type DOUBLE, found by 3,000 random
//! questions that all came back bit for bit: with `at = (n - 1) as f64 * p`, `low = at.floor()`,
//! `high = at.ceil()` and `f = at - low`, it is the value at `low` where `low == high`, else
//! `value(low).mul_add(1.0 - f, value(high) * f)`. It is written as `lo * (1 - f) + hi * f`, of
//! which compilers make the fused form; the plain form differs in the last bit in one of eleven
//! cases, `lo + (hi - lo) * f` in one of five. On DECIMAL it gives a DECIMAL of the same scale.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

#[path = "../engines/files.rs"]
mod files;

use std::{collections::BTreeMap, path::Path, sync::Arc};

use bole::{
    catalog::Row,
    generate,
    graphql::{Api, Request},
    live::{self, Live},
};
use serde_json::{Value, json};

use crate::graph::{self, today};

const PEOPLE: u32 = 2_000;
const SEED: u64 = 7;

/// Answers by the name of the question: rows of values.
type Answers = BTreeMap<String, Vec<Vec<Value>>>;

#[test]
fn duckdb_and_sqlite_give_the_same_answers() {
    let Some(python) = files::python() else {
        println!("no Python here has DuckDB: nothing is compared");
        return;
    };
    let rows: Vec<Row> = generate::rows(PEOPLE, SEED).chain(papers()).collect();
    let folder = tempfile::tempdir().unwrap();
    files::write(folder.path(), rows.iter().cloned());
    let printed = files::run(&python, "ask.py", folder.path());
    let others: BTreeMap<String, Answers> = serde_json::from_slice(&printed).unwrap();
    let data = tempfile::tempdir().unwrap();
    let own = own(&api(data.path(), rows));
    for (engine, answers) in &others {
        for (name, own) in &own {
            same((engine, name), own, &answers[name]);
        }
    }
    // What Bole is not asked is the same in the other two at least.
    for (name, answer) in &others["duckdb"] {
        same(("sqlite", name), answer, &others["sqlite"][name]);
    }
}

/// Counts of papers of the first organizations, with equal ones among them.
fn papers() -> impl Iterator<Item = Row> {
    let years = (2016..=2022).flat_map(|year| (0..20).map(move |it| (it, year)));
    let line = |(it, year)| format!("w{it}-{year},o{it:06},{year},{},synthetic", it * year % 7);
    let lines: Vec<String> = years.map(line).collect();
    let text = format!("key,organization,year,papers,source\n{}", lines.join("\n"));
    graph::rows("Publication", &text).into_iter()
}

fn api(dir: &Path, rows: Vec<Row>) -> Api {
    live::load(dir, rows.into_iter()).unwrap();
    Api::new(Arc::new(Live::open(dir).unwrap()), today)
}

fn asked(api: &Api, query: &str) -> Value {
    let answer = api.execute(Request::new(query));
    let mut answer: Value = serde_json::from_slice(&answer.body).unwrap();
    assert!(answer.get("errors").is_none(), "{answer:#}");
    answer["data"].take()
}

/// A list of objects as rows of values; `/` leads into objects.
fn rows(nodes: &Value, columns: &[&str]) -> Vec<Vec<Value>> {
    let nodes = nodes.as_array().unwrap().iter();
    nodes.map(|node| columns.iter().map(|it| node.pointer(it).unwrap().clone()).collect()).collect()
}

/// The answers of Bole.
fn own(api: &Api) -> Answers {
    let mut own = Answers::new();
    let query = "{ people(first: 1000, where: {
        educations: { some: { institution: { country: { eq: \"DE\" } } } }
        employments: { some: { organization: { key: { eq: \"o000003\" } } } }
    }) { nodes { key } } }";
    let people = asked(api, query);
    let keys = rows(&people["people"]["nodes"], &["/key"]);
    own.insert("people_by_country_of_school_and_employer".to_owned(), keys);
    let query = "{ people(where: {
        employments: { none: { organization: { kind: { ne: COMPANY } } } }
    }) { totalCount } }";
    let count = asked(api, query)["people"]["totalCount"].clone();
    own.insert("people_who_only_worked_for_companies".to_owned(), vec![vec![count]]);
    let query = "{ publicationRanking(from: 2018, to: 2021, first: 1000) {
        nodes { organization { key } papers rank } } }";
    let ranking = asked(api, query);
    let columns = ["/organization/key", "/papers", "/rank"];
    let ranked = rows(&ranking["publicationRanking"]["nodes"], &columns);
    own.insert("papers_ranked".to_owned(), ranked);
    own
}

/// How many digits of a number are told apart: by its column, counted from the end of the row.
fn digits(name: &str, from_end: usize) -> Digits {
    match (name.starts_with("pay_"), from_end) {
        (true, 5) => Digits::Twelve,
        (true, 0..=2 | 6) => Digits::ButForTheLastBit,
        _ => Digits::All,
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Digits {
    All,
    ButForTheLastBit,
    Twelve,
}

#[track_caller]
fn same((engine, name): (&str, &str), own: &[Vec<Value>], other: &[Vec<Value>]) {
    assert!(!own.is_empty(), "{name} has an answer");
    assert_eq!(own.len(), other.len(), "{engine}: {name}");
    for (own, other) in own.iter().zip(other) {
        assert_eq!(own.len(), other.len(), "{engine}: {name}");
        for (at, (own_value, other_value)) in own.iter().zip(other).enumerate() {
            let digits = digits(name, own.len() - 1 - at);
            let is_same = equal(own_value, other_value, digits);
            assert!(is_same, "{engine}: {name}: {own:?} is not {other:?} at {at}");
        }
    }
}

fn equal(one: &Value, other: &Value, digits: Digits) -> bool {
    let (Some(one_number), Some(other_number)) = (one.as_f64(), other.as_f64()) else {
        return one == other;
    };
    let slack = match digits {
        Digits::All => 0.0,
        Digits::ButForTheLastBit => 2.0 * f64::EPSILON,
        Digits::Twelve => 1e-12,
    };
    (one_number - other_number).abs() <= slack * one_number.abs().max(other_number.abs())
}

#[test]
fn numbers_are_told_apart_by_as_many_digits_as_are_asked_for() {
    let (one, next) = (json!(0.1 + 0.2), json!(0.3));
    assert!(!equal(&one, &next, Digits::All) && equal(&one, &next, Digits::ButForTheLastBit));
    assert!(!equal(&json!(1.0), &json!(1.000_000_01), Digits::Twelve));
    assert!(equal(&json!("12.5"), &json!("12.5"), Digits::All));
    assert!(!equal(&json!("12.5"), &Value::Null, Digits::Twelve));
}
