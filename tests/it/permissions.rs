//! Who may do what, cell by cell, as a client would try it.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod streams;

use std::{fs, slice};

use bole::{
    auth::{Anonymous, Forbidden, Settings, Viewer},
    catalog::enums::AccessRole::{self, Admin, Analyst, Editor, Reader},
};

use serde_json::json;

use crate::{
    auth::issuer::{KEYS, claims, key_set, settings_of_file},
    server::Server,
};

const ROLES: [AccessRole; 4] = [Reader, Analyst, Editor, Admin];

/// What can be done: the least role that may, and a document that does it. Each is tried by somebody
/// without a credential, who may what a READER may, and by all roles, with a token and with a JWT.
const ACTIONS: &[(&str, AccessRole, &str)] = &[
    ("read many rows", Reader, "{ people { totalCount } }"),
    ("read one row", Reader, r#"{ person(by: {key: "ilya-sutskever"}) { name } }"#),
    ("search", Reader, r#"{ search(text: "openai") { score } }"#),
    ("read the schema", Reader, "{ __schema { queryType { name } } }"),
    ("read the version of a row", Reader, r#"{ team(by: {key: "chatgpt-team"}) { version } }"#),
    ("ask who asks", Reader, "{ viewer { name role } }"),
    ("read many rows as they were", Analyst, "{ people(asOf: 1) { totalCount } }"),
    ("read one row as it was", Analyst, r#"{ team(asOf: 1, by: {key: "chatgpt-team"}) { name } }"#),
    ("read a node as it was", Analyst, r#"{ node(asOf: 1, id: "Team:chatgpt-team") { id } }"#),
    (
        "read nodes as they were",
        Analyst,
        r#"{ nodes(asOf: 1, ids: ["Team:chatgpt-team"]) { id } }"#,
    ),
    ("search in what was", Analyst, r#"{ search(asOf: 1, text: "openai") { score } }"#),
    ("read the history", Analyst, r#"{ team(by: {key: "chatgpt-team"}) { history { version } } }"#),
    ("read changes", Analyst, "{ changes(first: 1) { commits { version } } }"),
    ("read the last commits", Analyst, "{ commits(first: 1) { version } }"),
    ("read all values of a row", Reader, r#"{ team(by: {key: "chatgpt-team"}) { values } }"#),
    ("read what can be imported", Reader, "{ importers { name } }"),
    ("look on imports", Editor, "{ importJobs { id } }"),
    ("look for duplicates", Analyst, "{ duplicateCandidates(first: 1) { score } }"),
    (
        "create",
        Editor,
        r#"mutation { createPerson(input: {person: {name: {en: "A B"},
            source: {key: "huxiu-llm-talent-2023"}}}) { userErrors { code } } }"#,
    ),
    (
        "update",
        Editor,
        r#"mutation { updatePerson(input: {id: "Person:sam-altman", patch: {headline: {en: "A"}}})
            { userErrors { code } } }"#,
    ),
    (
        "upsert",
        Editor,
        r#"mutation { upsertPeople(input: {people: [{key: "a-b", name: {en: "A B"},
            source: {key: "huxiu-llm-talent-2023"}}]}) { userErrors { code } } }"#,
    ),
    (
        "try to delete",
        Editor,
        r#"mutation { deleteRate(input: {by: {key: "aud-2012"}, dryRun: true})
            { userErrors { code } } }"#,
    ),
    ("delete", Editor, r#"mutation { deleteRate(input: {by: {key: "aud-2013"}}) { deleted } }"#),
    (
        "try to delete what goes along",
        Admin,
        r#"mutation { deletePerson(input: {by: {key: "elon-musk"}, cascade: true, dryRun: true})
            { userErrors { code } } }"#,
    ),
    (
        "delete what goes along",
        Admin,
        r#"mutation { deletePerson(input: {by: {key: "elon-musk"}, cascade: true}) { deleted } }"#,
    ),
    (
        "apply changes",
        Editor,
        r#"mutation { applyChanges(input: {changes: [
            {createPerson: {key: "brief", name: {en: "C D"}, source: {key: "huxiu-llm-talent-2023"}}},
            {deletePerson: {by: {key: "brief"}}}]}) { userErrors { code } } }"#,
    ),
    (
        "apply changes with what goes along",
        Admin,
        r#"mutation { applyChanges(input: {dryRun: true, changes: [
            {deletePerson: {by: {key: "sam-altman"}, cascade: true}}]}) { userErrors { code } } }"#,
    ),
    (
        "try to merge",
        Editor,
        r#"mutation { merge(input: {from: "Person:sam-altman", into: "Person:ilya-sutskever",
            dryRun: true}) { userErrors { code } } }"#,
    ),
    (
        "merge",
        Editor,
        r#"mutation { merge(input: {from: "Rate:aud-2014", into: "Rate:aud-2015"}) { moved } }"#,
    ),
    ("try to revert", Editor, "mutation { revert(input: {version: 1, dryRun: true}) { version } }"),
    ("revert", Editor, "mutation { revert(input: {version: 1}) { version } }"),
];

/// Why nobody got an answer: a code of an error.
fn code(body: &str) -> Option<String> {
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    let code = &body["errors"][0]["extensions"]["code"];
    body["errors"].as_array().map(|_| code.as_str().unwrap().to_owned())
}

#[test]
fn each_role_may_do_what_it_takes_and_what_those_below_it_may() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("keys.json");
    let [.., ed, _, _] = &*KEYS;
    fs::write(&path, key_set(slice::from_ref(ed))).unwrap();
    let server = Server::with(Settings { rate_limit: 0, ..settings_of_file(&path) });
    let tokens =
        ROLES.map(|role| (role, Some(server.token(&role.name().to_ascii_lowercase(), role, None))));
    let jwts = ROLES.map(|role| (role, Some(ed.sign(&claims(&json!({ "role": role.name() }))))));
    let viewers = [(Reader, None)].into_iter().chain(tokens).chain(jwts);
    let viewers: Vec<_> = viewers.map(|it| (it.0, it.1.map(|it| format!("Bearer {it}")))).collect();
    for (action, needed, document) in ACTIONS {
        for (role, header) in &viewers {
            let (status, _, body) = server.ask_as(header.as_deref(), document);
            let expected = if role >= needed { None } else { Some("FORBIDDEN".to_owned()) };
            let who = if header.is_some() { role.name() } else { "somebody" };
            assert_eq!((status, code(&body)), (200, expected), "{who}: {action}: {body}");
            let is_done = !body.contains("userErrors") || body.contains("\"userErrors\":[]");
            assert!(is_done, "{who}: {action}: {body}");
            if role < needed {
                let why = Forbidden { needed: *needed, role: *role }.to_string();
                assert!(body.contains(&why), "{who}: {action}: {body}");
            }
        }
    }
}

/// Everybody who may come, with the value of the header `Authorization`.
fn all(server: &Server) -> Vec<(AccessRole, Option<String>)> {
    let tokens = ROLES.map(|role| {
        let secret = server.token(&role.name().to_ascii_lowercase(), role, None);
        (role, Some(format!("Bearer {secret}")))
    });
    [(Reader, None)].into_iter().chain(tokens).collect()
}

#[test]
fn what_a_role_may_not_do_is_not_done() {
    let server = Server::with(Settings { rate_limit: 0, ..Settings::default() });
    let all = all(&server);
    let version = || {
        let newest = all.last().unwrap().1.as_deref();
        let query = "{ changes(after: 1) { commits { version } } }";
        server.ask_as(newest, query).2
    };
    let before = version();
    assert!(before.starts_with(r#"{"data":{"changes":{"commits":[]}}"#), "{before}");
    for (action, needed, document) in ACTIONS {
        for (role, header) in all.iter().filter(|it| it.0 < *needed) {
            server.ask_as(header.as_deref(), document);
            assert_eq!(version(), before, "{role:?}: {action}");
        }
    }
}

#[test]
fn pay_that_is_not_public_is_seen_by_editors_and_admins_only() {
    let server = Server::with(Settings { rate_limit: 0, ..Settings::default() });
    let all = all(&server);
    let (_, _, made) = server.ask_as(
        all[3].1.as_deref(),
        r#"mutation { createSalaryRecord(input: {salaryRecord: {key: "hidden", low: "777123",
            person: {key: "sam-altman"}, basis: OFFER, currency: "USD", period: YEAR,
            precision: EXACT, source: {key: "huxiu-llm-talent-2023"}}})
            { userErrors { message } } }"#,
    );
    assert!(made.contains("\"userErrors\":[]"), "{made}");
    for (role, header) in &all {
        let ask = |query: &str| server.ask_as(header.as_deref(), query).2;
        let found = [
            ask(r#"{ salaryRecord(by: {key: "hidden"}) { low } }"#),
            ask(r#"{ node(id: "SalaryRecord:hidden") { ... on SalaryRecord { low } } }"#),
            ask(r#"{ person(by: {key: "sam-altman"}) { salaryRecords { nodes { low } } } }"#),
            ask(r#"{ salaryRecords(where: {low: {eq: "777123"}}) { nodes { low } } }"#),
        ];
        let found = found.map(|it| it.contains("777123"));
        assert_eq!(found, [*role >= Editor; 4], "{role:?}");
        let told = [
            ask("{ changes(after: 1) { commits { changes { id after } } } }"),
            ask(r#"{ salaryRecord(by: {key: "hidden"}) { history { after } } }"#),
            ask(r#"{ salaryRecord(asOf: 2, by: {key: "hidden"}) { low } }"#),
        ];
        let told = told.map(|it| it.contains("777123"));
        assert_eq!(told, [*role >= Editor; 3], "{role:?}");
    }
}

#[test]
fn where_nobody_is_let_in_without_a_credential_no_action_is_done_without_one() {
    let server = Server::with(Settings { anonymous: Anonymous::None, ..Settings::default() });
    for (action, _, document) in ACTIONS {
        let (status, head, body) = server.ask_as(None, document);
        assert_eq!((status, code(&body).as_deref()), (401, Some("UNAUTHENTICATED")), "{action}");
        assert!(head.contains("www-authenticate: bearer realm=\"bole\"\r\n"), "{head}");
    }
    let secret = server.token("desk", Reader, None);
    let (status, _, body) = server.ask_as(Some(&format!("Bearer {secret}")), ACTIONS[0].2);
    assert_eq!((status, code(&body)), (200, None));
    for path in ["/healthz", "/graphiql", "/schema.graphql"] {
        assert_eq!(server.send(&format!("GET {path} HTTP/1.1"), "").0, 200, "{path}");
    }
}

#[test]
fn a_refusal_names_the_role_that_is_needed() {
    for role in ROLES {
        let viewer = Viewer::new("token:desk", role);
        for needed in ROLES {
            let expected =
                format!("this takes the role {}: yours is {}", needed.name(), role.name());
            let refused = viewer.may(needed).err().map(|it| it.to_string());
            assert_eq!(refused, (role < needed).then_some(expected));
        }
    }
}
