//! A clock that is set back by a day while a server runs.
//!
//! Backups that are due, limits of requests and the keys of an issuer are looked at where they are
//! tested themselves; timeouts and pauses are told by a clock that only goes forward.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use bole::{
    auth::{Auth, NewToken, Refused, Settings, Viewer},
    catalog::{enums::AccessRole, value::Moment},
    graphql::{Api, Request, Variables},
    import::jobs::Jobs,
};
use serde_json::{Value, json};

use crate::graph::{now, seeded};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// How far the clock is off.
static OFF_MS: AtomicI64 = AtomicI64::new(0);

/// The clock of the one test that sets it.
fn clock() -> Moment {
    at(OFF_MS.load(Ordering::Relaxed))
}

fn at(off_ms: i64) -> Moment {
    Moment::from_millis(now().millis() + off_ms)
}

#[test]
fn commits_go_on_in_their_order_and_what_was_sent_again_is_not_made_again() {
    let (_dir, live) = seeded();
    let api = Api::new(Arc::clone(&live), clock);
    let ask = |query: &str, input: Value| -> Value {
        let variables = Variables::from_json(json!({"input": input}));
        let editor = Viewer::new("desk", AccessRole::Editor);
        let answer = api.execute(Request::new(query).variables(variables), &editor);
        serde_json::from_slice(&answer.body).unwrap()
    };
    let apply = "mutation($input: ApplyChangesInput!) { applyChanges(input: $input) { version \
                 results { action } userErrors { code } } }";
    let input = |key: &str, note: &str| {
        let change = json!({"upsertPerson": {"key": "ilya-sutskever", "note": {"en": note}}});
        json!({"idempotencyKey": key, "changes": [change]})
    };
    let first = ask(apply, input("one", "before"));
    OFF_MS.store(-DAY_MS, Ordering::Relaxed);
    assert_eq!(ask(apply, input("one", "before")), first);
    let second = ask(apply, input("two", "after"));
    let version = |it: &Value| it["data"]["applyChanges"]["version"].as_u64().unwrap();
    assert_eq!(version(&second), version(&first) + 1);
    let history = ask(
        "query($input: Int) { person(by: {key: \"ilya-sutskever\"}, asOf: $input) { note \
         history(first: 2) { version at } } }",
        json!(version(&second)),
    );
    // Each says when the clock said that it was; the order is that in which they were made.
    let expected = json!([
        {"version": version(&second), "at": at(-DAY_MS).to_string()},
        {"version": version(&first), "at": at(0).to_string()},
    ]);
    assert_eq!(history["data"]["person"]["history"], expected, "{history:#}");
    let note = |version: u64| {
        let query =
            "query($input: Int) { person(by: {key: \"ilya-sutskever\"}, asOf: $input) { note } }";
        ask(query, json!(version))["data"]["person"]["note"].clone()
    };
    assert_eq!((note(version(&first)), note(version(&second))), (json!("before"), json!("after")));
    live.validate().unwrap();
}

#[test]
fn a_token_that_was_revoked_is_not_let_in_again() {
    let dir = tempfile::tempdir().unwrap();
    let auth = Auth::open(dir.path(), Settings::default(), at(0)).unwrap();
    let new = |name: &str, expires| NewToken {
        name: name.parse().unwrap(),
        role: AccessRole::Reader,
        expires,
    };
    let tokens = auth.tokens();
    let secret = tokens.create(new("one", None), at(0)).unwrap();
    tokens.revoke(&"one".parse().unwrap(), at(1_000)).unwrap();
    let shown = format!("Bearer {}", secret.reveal());
    let refused = Err(Refused::Revoked { name: "one".to_owned(), at: at(1_000) });
    assert_eq!(auth.viewer(Some(&shown), at(-DAY_MS)), refused);
    // One that was made before the clock was set back is there, though its making is to come.
    let secret = tokens.create(new("two", Some(at(DAY_MS))), at(0)).unwrap();
    let shown = format!("Bearer {}", secret.reveal());
    assert!(auth.viewer(Some(&shown), at(-DAY_MS)).is_ok());
}

#[test]
fn imports_have_names_of_their_own_whatever_the_clock_says() {
    let jobs = Jobs::default();
    let add = |now| jobs.add(("csv", "a.csv".to_owned()), "token:desk".into(), now).unwrap();
    let names = [add(at(0)), add(at(-DAY_MS)), add(at(0))];
    assert!(names[0] != names[1] && names[0] != names[2] && names[1] != names[2], "{names:?}");
    jobs.fail(&names[0], at(-DAY_MS), "a fault".to_owned());
    let listed: Vec<String> = jobs.all().into_iter().map(|it| it.id).collect();
    assert_eq!(listed, [&*names[2], &names[1], &names[0]], "the newest first");
}
