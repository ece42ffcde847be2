//! The same rows and the same questions in Bole, in DuckDB and in SQLite.
//!
//! The questions of the other two are in `tests/engines`. Where no Python has DuckDB the test says so
//! and passes, unless `BOLE_PYTHON` names one.
//!
//! What is equal, and how: counts, keys and ranks are. Sums, least and most are exact decimals in
//! all three, and equal. Means are a sum by a count, quantiles lie between two amounts: each engine
//! rounds on the way, so they may differ in the last bit. With DuckDB 2.0.1 on x86-64 they do not;
//! SQLite has no fused multiplication, so a few of its quantiles do. Deviations depend on the order
//! of addition, and converted pay on that of multiplication: 12 digits are equal.
//!
//! How DuckDB 2.0.1 makes `quantile_cont(x, p)` of n values of type DOUBLE, found by 3,000 random
//! questions that all came back bit for bit: with `at = (n - 1) as f64 * p`, `low = at.floor()`,
//! `high = at.ceil()` and `f = at - low`, it is the value at `low` where `low == high`, else
//! `value(low).mul_add(1.0 - f, value(high) * f)`. It is written as `lo * (1 - f) + hi * f`, of
//! which compilers make the fused form; the plain form differs in the last bit in one of eleven
//! cases, `lo + (hi - lo) * f` in one of five. On DECIMAL it gives a DECIMAL of the same scale.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

#[path = "../engines/files.rs"]
pub(crate) mod files;

use std::{collections::BTreeMap, path::Path, process::Command, sync::Arc};

use bole::{
    auth::Viewer,
    catalog::Row,
    generate,
    graphql::{Api, Request},
    live::{self, Live},
};
use serde_json::{Value, json};

use crate::graph::now;

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
    let rows: Vec<Row> = generate::rows(PEOPLE, SEED).collect();
    let folder = tempfile::tempdir().unwrap();
    files::write(folder.path(), rows.iter().cloned());
    let printed = ask(&python, folder.path());
    let others: BTreeMap<String, Answers> = serde_json::from_slice(&printed).unwrap();
    let data = tempfile::tempdir().unwrap();
    let own = own(&api(data.path(), rows));
    for (engine, answers) in &others {
        assert!(own.keys().eq(answers.keys()), "{engine} and Bole are asked the same");
        for (name, own) in &own {
            same((engine, name), own, &answers[name]);
        }
    }
}

/// What `tests/engines/ask.py` prints for the files in a folder.
fn ask(python: &str, folder: &Path) -> Vec<u8> {
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/engines/ask.py");
    // No compiled files beside the sources.
    let output = Command::new(python).arg("-B").arg(program).arg(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn api(dir: &Path, rows: Vec<Row>) -> Api {
    live::load(dir, rows.into_iter(), &crate::graph::reason()).unwrap();
    Api::new(Arc::new(Live::open(dir).unwrap()), now)
}

fn asked(api: &Api, query: &str) -> Value {
    let answer = api.execute(Request::new(query), &Viewer::local());
    let mut answer: Value = serde_json::from_slice(&answer.body).unwrap();
    assert!(answer.get("errors").is_none(), "{answer:#}");
    answer["data"].take()
}

/// An object, or each of a list, as a row of values; `/` leads into objects.
fn rows(nodes: &Value, columns: &[&str]) -> Vec<Vec<Value>> {
    let nodes = nodes.as_array().map_or(std::slice::from_ref(nodes), Vec::as_slice);
    let row = |node: &Value| columns.iter().map(|it| node.pointer(it).unwrap().clone()).collect();
    nodes.iter().map(row).collect()
}

/// The answers of Bole, by the names of the questions in `tests/engines/questions.py`.
fn own(api: &Api) -> Answers {
    let mut own = Answers::new();
    for (name, query, nodes, columns) in QUESTIONS {
        let answer = asked(api, query);
        let nodes = answer.pointer(nodes).unwrap();
        own.insert((*name).to_owned(), rows(nodes, &columns.split(' ').collect::<Vec<_>>()));
    }
    for (name, by, key, columns) in GROUPS {
        let query = format!(
            "{{ salaryRecords {{ groups(first: 1000, by: {by}) {{ nodes {{ key {{ {key} }} count
                aggregate {{ low {{
                    sum mean stddev min max median quantiles(p: [0.1, 0.9])
                }} }} }} }} }} }}"
        );
        let numbers = "/count /aggregate/low/sum /aggregate/low/mean /aggregate/low/stddev \
            /aggregate/low/min /aggregate/low/max /aggregate/low/median \
            /aggregate/low/quantiles/0 /aggregate/low/quantiles/1";
        let columns: Vec<&str> = columns.split(' ').chain(numbers.split_whitespace()).collect();
        let answer = asked(api, &query);
        let found = rows(answer.pointer("/salaryRecords/groups/nodes").unwrap(), &columns);
        own.insert((*name).to_owned(), found);
    }
    for (name, pay) in CONVERTED {
        let query = format!(
            "{{ salaryRecords {{ groups(first: 1000, by: [{{ organization: {{ country: true }} }}]) {{
                nodes {{ key {{ organization {{ country }} }} count
                    aggregate {{ pay(in: {{ {pay} }}) {{ mean median }} }} }} }} }} }}"
        );
        let columns = ["/key/organization/country", "/count"].into_iter();
        let numbers = ["/aggregate/pay/mean", "/aggregate/pay/median"];
        let columns: Vec<&str> = columns.chain(numbers).collect();
        let answer = asked(api, &query);
        let found = rows(answer.pointer("/salaryRecords/groups/nodes").unwrap(), &columns);
        own.insert((*name).to_owned(), found);
    }
    own.insert("histogram".to_owned(), histogram(api));
    own
}

/// Name, query, where its rows are, and where the values of each are.
const QUESTIONS: &[(&str, &str, &str, &str)] = &[
    (
        "people_by_country_of_school_and_employer",
        "{ people(first: 1000, where: {
            educations: { some: { institution: { country: { eq: \"DE\" } } } }
            employments: { some: { organization: { key: { eq: \"o000003\" } } } }
        }) { nodes { key } } }",
        "/people/nodes",
        "/key",
    ),
    (
        "people_who_only_worked_for_companies",
        "{ people(where: { employments: { none: { organization: { kind: { ne: COMPANY } } } } }) {
            aggregate { count } } }",
        "/people/aggregate",
        "/count",
    ),
    (
        "doctors_by_country_of_school",
        "{ educations(where: { degree: { eq: DOCTORATE } }) {
            groups(first: 1000, by: [{ institution: { country: true } }]) { nodes {
                key { institution { country } } count
                aggregate { countDistinct(of: [{ institution: { row: true } }]) }
        } } } }",
        "/educations/groups/nodes",
        "/key/institution/country /count /aggregate/countDistinct",
    ),
    (
        "employers_who_pay_by_year",
        "{ salaryRecords { groups(first: 1000, by: [{ year: true }]) { nodes {
            key { year } aggregate { countDistinct(of: [{ organization: { row: true } }]) }
        } } } }",
        "/salaryRecords/groups/nodes",
        "/key/year /aggregate/countDistinct",
    ),
    (
        "flows",
        "{ talentFlows(first: 1000) {
            nodes { from { organization { key } } to { organization { key } } count } } }",
        "/talentFlows/nodes",
        "/from/organization/key /to/organization/key /count",
    ),
    (
        "papers_ranked",
        "{ publicationRanking(from: 2018, to: 2021, first: 1000) {
            nodes { organization { key } papers rank previousRank } } }",
        "/publicationRanking/nodes",
        "/organization/key /papers /rank /previousRank",
    ),
];

/// Name, by what pay is grouped, the keys as they are asked for, and where their values are.
const GROUPS: &[(&str, &str, &str, &str)] = &[
    (
        "pay_by_organization_and_year",
        "[{ organization: { row: true } }, { year: true }]",
        "organization { row { key } } year",
        "/key/organization/row/key /key/year",
    ),
    ("pay_by_year", "[{ year: true }]", "year", "/key/year"),
    (
        "pay_by_country_of_organization",
        "[{ organization: { country: true } }]",
        "organization { country }",
        "/key/organization/country",
    ),
    (
        "pay_by_currency_and_level",
        "[{ currency: true }, { level: true }]",
        "currency level",
        "/key/currency /key/level",
    ),
];

/// Name, and in what pay is wanted.
const CONVERTED: &[(&str, &str)] = &[
    ("pay_in_dollars", "currency: \"USD\""),
    ("pay_in_dollars_of_2024", "currency: \"USD\", adjust: REAL, priceYear: 2024"),
    ("pay_in_international_dollars", "currency: \"USD\", adjust: PPP"),
];

/// Bins that are not empty, and how many amounts are in each; all amounts lie below the last edge.
fn histogram(api: &Api) -> Vec<Vec<Value>> {
    let query = "{ salaryRecords(where: { currency: { eq: \"USD\" } }) { aggregate { low {
        histogram(edges: [0, 50000, 100000, 150000, 250000, 1000000000]) { count } } } } }";
    let answer = asked(api, query);
    let bins =
        answer.pointer("/salaryRecords/aggregate/low/histogram").unwrap().as_array().unwrap();
    let counts = bins.iter().enumerate().map(|(bin, it)| vec![json!(bin), it["count"].clone()]);
    counts.filter(|it| it[1] != json!(0)).collect()
}

/// How many digits of a number are told apart: by its column, counted from the end of the row.
fn digits(name: &str, from_end: usize) -> Digits {
    let is_converted = CONVERTED.iter().any(|it| it.0 == name);
    let is_grouped = GROUPS.iter().any(|it| it.0 == name);
    match from_end {
        0 | 1 if is_converted => Digits::Twelve,
        5 if is_grouped => Digits::Twelve,
        0..=2 | 6 if is_grouped => Digits::ButForTheLastBit,
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
    let (own, other) = (sorted(own), sorted(other));
    for (own, other) in own.into_iter().zip(other) {
        assert_eq!(own.len(), other.len(), "{engine}: {name}");
        for (at, (own_value, other_value)) in own.iter().zip(other).enumerate() {
            let digits = digits(name, own.len() - 1 - at);
            let is_same = equal(own_value, other_value, digits);
            assert!(is_same, "{engine}: {name}: {own:?} is not {other:?} at {at}");
        }
    }
}

/// Rows by their keys, which are among the first two values.
fn sorted(rows: &[Vec<Value>]) -> Vec<&[Value]> {
    let mut rows: Vec<&[Value]> = rows.iter().map(Vec::as_slice).collect();
    rows.sort_by_key(|row| row.iter().take(2).map(Value::to_string).collect::<Vec<_>>());
    rows
}

/// A number, or the digits of one.
fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}

fn equal(one: &Value, other: &Value, digits: Digits) -> bool {
    if one.is_string() && other.is_string() {
        return one == other;
    }
    let (Some(one_number), Some(other_number)) = (number(one), number(other)) else {
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
