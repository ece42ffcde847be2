//! Answers as tables: the same values as those of the query, flat.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::sync::{Arc, LazyLock};

use bole::{
    auth::Viewer,
    export::Format,
    generate,
    graphql::{Api, NotExported, Request},
    live::{self, Live},
};
use serde_json::Value;
use tempfile::TempDir;

use super::Bytes;
use crate::graph::{now, reason, seeded};

static SEEDED: LazyLock<(TempDir, Api)> = LazyLock::new(|| {
    let (dir, live) = seeded();
    (dir, Api::new(live, now))
});

static MADE_UP: LazyLock<(TempDir, Api)> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    live::load(dir.path(), generate::rows(3_000, 7), &reason()).unwrap();
    let api = Api::new(Arc::new(Live::open(dir.path()).unwrap()), now);
    (dir, api)
});

fn exported(api: &Api, format: Format, query: &str) -> Result<String, Vec<String>> {
    let out = Bytes::default();
    let done = api.export(Request::new(query), &Viewer::local(), (format, Box::new(out.clone())));
    match done {
        Ok(_) => Ok(out.text()),
        Err(NotExported::Refused(answer)) => Err(answer.messages()),
        Err(NotExported::Io(why)) => panic!("{why}"),
    }
}

fn csv(query: &str) -> String {
    exported(&SEEDED.1, Format::Csv, query).unwrap()
}

#[track_caller]
fn refused(query: &str, why: &str) {
    let messages = exported(&SEEDED.1, Format::Csv, query).unwrap_err();
    assert!(messages.iter().any(|it| it.contains(why)), "{query}: {messages:?}");
}

#[test]
fn columns_are_called_by_what_leads_to_them() {
    let table = csv(r#"{ people(where: {key: {eq: "ilya-sutskever"}}) { nodes {
        who: name key source { key } aliases born: birthDate
        employments(first: 1, orderBy: {field: START}) { totalCount nodes { organization { name } } }
    } } }"#);
    let (header, row) = table.trim_end().split_once("\r\n").unwrap();
    let expected = "who,key,source.key,aliases,born,employments.totalCount,employments.nodes";
    assert_eq!(header, expected);
    assert!(row.starts_with("Ilya Sutskever,ilya-sutskever,"), "{row}");
    assert!(row.ends_with(r#""[{""organization"":{""name"":""Google""}}]""#), "{row}");
}

fn lines(query: &str) -> usize {
    exported(&MADE_UP.1, Format::Csv, query).unwrap().lines().count() - 1
}

#[test]
fn without_first_all_rows_and_groups_are_there_and_with_it_as_many() {
    assert_eq!(lines("{ people { nodes { key } } }"), 3_000);
    assert_eq!(lines("{ people { groups(by: [{row: true}]) { nodes { count } } } }"), 3_000);
    assert_eq!(lines("{ people(first: 3) { nodes { key } } }"), 3);
    assert_eq!(lines("{ people(last: 3) { edges { node { key } } } }"), 3);
    assert_eq!(lines("{ people { groups(first: 2, by: [{row: true}]) { nodes { count } } } }"), 2);
    let query = "query($n: Int) { people(first: $n) { nodes { key } } }";
    assert_eq!(lines(query), 3_000, "a variable that is not given is none");
}

#[test]
fn more_rows_than_a_page_has_come_in_the_order_that_is_asked_for() {
    let query = "{ salaryRecords(orderBy: [{field: LOW, direction: DESC}, {field: YEAR}])
        { nodes { low year key } } }";
    let table = exported(&MADE_UP.1, Format::JsonLines, query).unwrap();
    let rows: Vec<Value> = table.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    assert_eq!(rows.len(), 3_000);
    let key = |row: &Value| (-row["low"].as_f64().unwrap(), row["year"].as_i64().unwrap());
    assert!(rows.is_sorted_by_key(key));
}

#[test]
fn what_else_is_asked_for_beside_the_list_is_left_out() {
    let plain = csv("{ teams { nodes { key } } }");
    let query = "{ teams { __typename totalCount pageInfo { endCursor } nodes { key }
        aggregate { count } } }";
    assert_eq!(csv(query), plain);
}

#[test]
fn groups_have_their_keys_and_numbers_as_columns() {
    let table = csv(
        "{ organizations { groups(by: [{kind: true}], orderBy: {field: COUNT, direction: DESC}) {
        totalCount nodes { key { kind } count share } } } }",
    );
    let mut lines = table.lines();
    assert_eq!(lines.next(), Some("key.kind,count,share"));
    let counts: Vec<u64> = lines.map(|it| it.split(',').nth(1).unwrap().parse().unwrap()).collect();
    assert!(counts.len() > 1 && counts.is_sorted_by(|one, other| one >= other), "{counts:?}");
}

#[test]
fn types_of_an_interface_share_columns_and_those_without_a_value_have_none() {
    let query = "{ organizations { nodes { __typename key ... on Company { name } } } }";
    let table = csv(query);
    assert!(table.starts_with("__typename,key,name\r\n"), "{table}");
    let rows: Vec<Vec<&str>> = table.lines().map(|it| it.split(',').collect()).collect();
    assert!(rows.iter().any(|it| it[0] == "Company" && !it[2].is_empty()));
    assert!(rows[1..].iter().all(|it| it[0] == "Company" || it[2].is_empty()));
    let query = "{ figures { nodes { about { ... on Person { name } ... on Organization { name } id } } } }";
    assert!(csv(query).starts_with("about.name,about.id\r\n"));
}

#[test]
fn questions_are_tables_too() {
    let query = "{ talentFlows(first: 5) { totalCount nodes {
        from { organization { key } } to { organization { key } } count } } }";
    let flows = exported(&MADE_UP.1, Format::Csv, query).unwrap();
    let header = "from.organization.key,to.organization.key,count";
    assert_eq!((flows.lines().next(), flows.lines().count()), (Some(header), 6), "{flows}");
    let found = csv(r#"{ search(text: "openai") { score row { id } } }"#);
    assert!(found.starts_with("score,row.id\r\n") && found.contains("Organization:openai"));
}

#[test]
fn numbers_and_lists_keep_their_types_in_json_lines() {
    let query = r#"{ people(where: {key: {eq: "ilya-sutskever"}}) { nodes {
        aliases name(locale: ZH) age(on: "2020") { mid } externalKeys { scheme } birthDate } } }"#;
    let line = exported(&SEEDED.1, Format::JsonLines, query).unwrap();
    let row: Value = serde_json::from_str(&line).unwrap();
    assert!(row["aliases"].is_array() && row["externalKeys"].is_array(), "{row}");
    assert!(row["age.mid"].is_number() || row["age.mid"].is_null(), "{row}");
    assert_eq!(row.as_object().unwrap().len(), 5);
}

#[test]
fn what_is_no_table_is_refused_with_what_would_be_right() {
    refused("{ people { totalCount } }", "ask for `nodes` or `edges`");
    refused(r#"{ person(by: {key: "ilya-sutskever"}) { name } }"#, "ask for `nodes` or `edges`");
    refused("{ people { nodes { key } } teams { nodes { key } } }", "one field of the root");
    refused("{ people { nodes { key } edges { cursor } } }", "for `nodes` or for `edges`");
    refused("{ __schema { types { name } } }", "ask for a connection");
    refused("{ people { nodes { salary } } }", "salary");
    refused("{ people(where: {}) { nodes { key } } }", "`where` is empty");
    refused("{ people", "no GraphQL");
    refused("mutation { revert(input: {version: 1}) { version } }", "an export is a query");
    refused("subscription { live { people { nodes { key } } } }", "an export is a query");
    // Not only where the row is that can't be answered.
    refused(
        "{ people { nodes { employments(first: 5000) { nodes { key } } } } }",
        "`first` is 5000",
    );
}
