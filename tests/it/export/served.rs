//! Exports over HTTP, as a client takes them.

use std::{io::Read, sync::Arc};

use bole::{
    auth::Settings,
    catalog::enums::AccessRole::{self, Admin, Analyst, Editor, Reader},
    generate,
    live::{self, Live},
};

use super::client::{begin, get, path, take};
use crate::{
    graph::reason,
    server::{Server, header, unpacked},
};

const KEYS: &str = "{ people(where: {name: {contains: \"Altman\"}}) { nodes { key name } } }";
const TABLE: &str = "key,name\r\nsam-altman,Sam Altman\r\n";

fn unlimited() -> Settings {
    Settings { rate_limit: 0, rate_limit_anonymous: 0, ..Settings::default() }
}

#[test]
fn a_query_comes_in_the_format_that_the_address_or_the_header_names() {
    let server = Server::start();
    let got = get(server.address, &[("query", KEYS), ("format", "csv")], None);
    assert_eq!((got.status, got.text(), got.is_whole), (200, TABLE, true));
    for line in [
        "content-type: text/csv; charset=utf-8\r\n",
        "content-disposition: attachment; filename=\"export.csv\"\r\n",
        "ratelimit-limit: ",
    ] {
        assert!(got.head.contains(line), "{}", got.head);
    }
    let accepting = |accept: &str| {
        let line = format!("Accept: {accept}\r\n");
        take(begin(server.address, &path(&[("query", KEYS)]), &line))
    };
    let lines = "{\"key\":\"sam-altman\",\"name\":\"Sam Altman\"}\n";
    for (accept, begins) in [
        ("*/*", TABLE),
        ("text/html, text/csv;q=0.5", TABLE),
        ("application/jsonl", lines),
        ("application/x-ndjson", lines),
        ("application/vnd.apache.parquet", "PAR1"),
    ] {
        let got = accepting(accept);
        assert!(got.status == 200 && got.body.starts_with(begins.as_bytes()), "{accept}");
    }
    let got = accepting("text/html");
    assert_eq!((got.status, got.code().as_str()), (406, "NOT_ACCEPTABLE"));
    let got = get(server.address, &[("query", KEYS), ("bom", "true")], None);
    assert_eq!(got.text(), format!("\u{feff}{TABLE}"));
}

#[test]
fn a_table_is_packed_as_a_client_takes_it_and_parquet_is_not() {
    let server = Server::with(unlimited());
    let people = [("entity", "Figure"), ("bom", "true")];
    let plain = get(server.address, &people, None);
    assert!(plain.body.starts_with("\u{feff}key,".as_bytes()), "{}", plain.text());
    let accepting = |parameters: &[(&str, &str)], codings: &str| {
        let lines = format!("Accept-Encoding: {codings}\r\n");
        take(begin(server.address, &path(parameters), &lines))
    };
    for (codings, coding) in [
        ("gzip, deflate, br, zstd", Some("zstd")),
        ("gzip, br", Some("gzip")),
        ("br", None),
        ("identity", None),
    ] {
        let got = accepting(&people, codings);
        assert_eq!(header(&got.head, "content-encoding"), coding, "{}", got.head);
        assert!(got.is_whole && unpacked(coding, &got.body) == plain.body, "{codings}");
        assert!(coding.is_none() || got.body.len() < plain.body.len() / 2, "{codings}");
    }
    let got = accepting(&[("entity", "Figure"), ("format", "parquet")], "zstd, gzip");
    assert_eq!(header(&got.head, "content-encoding"), None, "{}", got.head);
    assert!(got.body.starts_with(b"PAR1") && got.body.ends_with(b"PAR1"));
    let got = accepting(&[("entity", "Persons")], "gzip");
    assert_eq!((got.status, got.code().as_str()), (400, "BAD_REQUEST"));
}

#[test]
fn variables_and_operations_are_those_of_graphql() {
    let server = Server::start();
    let query = "query A { teams { nodes { key } } }
        query B($key: String!) { people(where: {key: {eq: $key}}) { nodes { key } } }";
    let variables = r#"{"key": "sam-altman"}"#;
    let asked = [("query", query), ("operationName", "B"), ("variables", variables)];
    let got = get(server.address, &asked, None);
    assert_eq!((got.status, got.text()), (200, "key\r\nsam-altman\r\n"));
    assert!(got.head.contains("filename=\"b.csv\""), "{}", got.head);
    let got = get(server.address, &asked[..2], None);
    assert_eq!((got.status, got.code().as_str()), (400, "BAD_USER_INPUT"), "{}", got.text());
}

#[test]
fn what_can_not_be_exported_is_an_error_of_graphql_with_its_status() {
    let server = Server::start();
    for (asked, status, code, why) in [
        (&[][..], 400, "BAD_REQUEST", "give `query`, `documentId` or `entity`"),
        (&[("query", KEYS), ("entity", "Person")], 400, "BAD_REQUEST", "one of them"),
        (&[("query", KEYS), ("format", "xml")], 400, "BAD_REQUEST", "csv, jsonl, parquet"),
        (&[("query", KEYS), ("fromat", "csv")], 400, "BAD_REQUEST", "fromat"),
        (&[("query", KEYS), ("where", "{}")], 400, "BAD_REQUEST", "write it into the query"),
        (&[("query", KEYS), ("variables", "[]")], 400, "BAD_REQUEST", "are no object"),
        (&[("entity", "Persons")], 400, "BAD_REQUEST", "`Persons` is no entity"),
        (&[("entity", "Person"), ("where", "{")], 400, "BAD_USER_INPUT", "is no JSON"),
        (&[("query", "{ people")], 400, "GRAPHQL_PARSE_FAILED", "no GraphQL"),
        (&[("query", "{ nobody { key } }")], 400, "GRAPHQL_VALIDATION_FAILED", "nobody"),
        (&[("query", "{ people { totalCount } }")], 400, "BAD_USER_INPUT", "is a table"),
        (&[("query", "{ people(asOf: 1) { nodes { key } } }")], 403, "FORBIDDEN", "ANALYST"),
    ] {
        let got = get(server.address, asked, None);
        assert_eq!((got.status, got.code().as_str()), (status, code), "{asked:?}");
        assert!(got.text().contains(why), "{asked:?}: {}", got.text());
        assert!(got.head.contains("content-type: application/json"), "{}", got.head);
    }
    let (status, head, _) = server.send("POST /export HTTP/1.1", "");
    assert!(status == 405 && head.contains("allow: get,head"), "{head}");
    let got = get(server.address, &[("query", KEYS)], Some("Bearer nothing"));
    assert_eq!((got.status, got.code().as_str()), (401, "UNAUTHENTICATED"));
}

#[test]
fn each_role_exports_what_it_may_read_and_private_pay_only_from_editor_on() {
    let server = Server::with(unlimited());
    let header = |role: AccessRole| {
        let token = server.token(&role.name().to_ascii_lowercase(), role, None);
        (role, Some(format!("Bearer {token}")))
    };
    let all = [Reader, Analyst, Editor, Admin].map(header);
    let (_, _, made) = server.ask_as(
        all[3].1.as_deref(),
        r#"mutation { createSalaryRecord(input: {salaryRecord: {key: "hidden", low: "777123",
            person: {key: "sam-altman"}, basis: OFFER, currency: "USD", period: YEAR,
            precision: EXACT, source: {key: "huxiu-llm-talent-2023"}}})
            { userErrors { message } } }"#,
    );
    assert!(made.contains("\"userErrors\":[]"), "{made}");
    let list = "{ salaryRecords { nodes { key low } } }";
    let nested = "{ people { nodes { salaryRecords { nodes { low } } } } }";
    let groups = "{ salaryRecords { groups(by: [{row: true}]) { nodes { key { row { key } }
        aggregate { low { max } } } } } }";
    let past = "{ salaryRecords(asOf: 2) { nodes { key low } } }";
    for (role, header) in [(Reader, None)].iter().chain(&all) {
        let got = |asked: &[(&str, &str)]| get(server.address, asked, header.as_deref());
        for format in ["csv", "jsonl"] {
            for asked in
                [("entity", "SalaryRecord"), ("query", list), ("query", nested), ("query", groups)]
            {
                let got = got(&[asked, ("format", format)]);
                assert_eq!((got.status, got.is_whole), (200, true), "{role:?}: {asked:?}");
                let told = got.text().contains("777123") || got.text().contains("hidden");
                assert_eq!(told, *role >= Editor, "{role:?}: {asked:?}");
            }
        }
        let found = r#"{"low": {"eq": "777123"}}"#;
        let got_found = got(&[("entity", "SalaryRecord"), ("where", found), ("format", "jsonl")]);
        assert_eq!((got_found.status, got_found.body.is_empty()), (200, *role < Editor));
        let got = got(&[("query", past)]);
        assert_eq!(got.status, if *role >= Analyst { 200 } else { 403 }, "{role:?}");
        assert_eq!(got.text().contains("777123"), *role >= Editor, "{role:?}");
    }
}

#[test]
fn a_long_table_is_of_one_version_whatever_is_written_meanwhile() {
    let dir = tempfile::tempdir().unwrap();
    live::load(dir.path(), generate::rows(4_000, 7), &reason()).unwrap();
    let live = Arc::new(Live::open(dir.path()).unwrap());
    let server = Server::over((dir, live), unlimited());
    let editor = format!("Bearer {}", server.token("desk", Editor, None));
    let asked = path(&[("entity", "Employment"), ("format", "jsonl")]);
    let mut stream = begin(server.address, &asked, "");
    // The answer begins when the first of its rows are written.
    let mut begun = [0; 12];
    stream.read_exact(&mut begun).unwrap();
    assert_eq!(&begun, b"HTTP/1.1 200");
    let last = "e00003999-0";
    let delete = format!(
        "mutation {{ deleteEmployment(input: {{by: {{key: \"{last}\"}}}}) {{ deleted }} }}"
    );
    let (_, _, told) = server.ask_as(Some(&editor), &delete);
    assert!(!told.contains("errors"), "{told}");
    let rest = take(stream);
    assert!(rest.is_whole && rest.text().contains(last));
    let rows = rest.text().lines().count();
    let now = get(server.address, &[("entity", "Employment"), ("format", "jsonl")], None);
    assert_eq!(now.text().lines().count(), rows - 1);
    assert!(!now.text().contains(last));
}
