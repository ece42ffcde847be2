//! Who may do what, cell by cell, as a client would try it.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

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
            if role < needed {
                let why = Forbidden { needed: *needed, role: *role }.to_string();
                assert!(body.contains(&why), "{who}: {action}: {body}");
            }
        }
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
