//! Requests that are sent again by clients who do not know what became of them.

use std::{sync::Arc, thread};

use bole::{auth::Viewer, catalog::enums::AccessRole, graphql::Api, live::Live};
use serde_json::{Value, json};

use super::{Client, expected, faults, source};
use crate::graph::now;

const SENT: &str = "results { id action row { id } }";

fn input(key: &str, name: &str) -> Value {
    json!({"idempotencyKey": key, "changes": [
        {"createPerson": {"name": {"en": name}, "source": source()}},
        {"upsertPerson": {"key": "ilya-sutskever", "note": {"en": name}}},
    ]})
}

#[test]
fn a_request_that_is_sent_again_is_not_carried_out_again() {
    let client = Client::new();
    let before = client.version();
    let first = client.send("applyChanges", &input("one", "New One"), SENT);
    assert_eq!(first["version"], json!(before + 1), "{first:#}");
    let other = json!({"id": "Person:ilya-sutskever", "patch": {"note": {"en": "since then"}}});
    client.send("updatePerson", &other, "version");
    let again = client.send("applyChanges", &input("one", "New One"), SENT);
    assert_eq!(again, first);
    assert_eq!(client.version(), before + 2);
    let second = client.send("applyChanges", &input("two", "New One"), SENT);
    assert_eq!(second["results"][0]["id"], json!("Person:new-one-2"));
    assert_eq!(client.version(), before + 3);
}

#[test]
fn a_key_is_of_one_request_and_of_one_viewer() {
    let client = Client::new();
    client.send("applyChanges", &input("one", "New One"), SENT);
    let before = client.version();
    let answer = client.send("applyChanges", &input("one", "New Two"), SENT);
    assert_eq!(faults(&answer), expected(&[("CONFLICT", "input.idempotencyKey")]), "{answer:#}");
    assert_eq!(client.version(), before);
    let query = "mutation($input: ApplyChangesInput!) { applyChanges(input: $input) { version } }";
    let request = bole::graphql::Request::new(query);
    let variables = json!({"input": input("one", "New Two")});
    let request = request.variables(bole::graphql::Variables::from_json(variables));
    let answer = client.api.execute(request, &Viewer::new("another", AccessRole::Editor));
    assert!(String::from_utf8(answer.body).unwrap().contains(&format!("{}", before + 1)));
    for key in ["", " a", &"k".repeat(201)] {
        let answer = client.send("applyChanges", &input(key, "New Three"), SENT);
        assert_eq!(faults(&answer), expected(&[("INVALID", "input.idempotencyKey")]), "{key}");
    }
}

#[test]
fn a_request_that_was_refused_may_be_mended_and_sent_again() {
    let client = Client::new();
    let mut bad = input("one", "New One");
    bad["changes"][0]["createPerson"]["source"] = json!({"key": "none"});
    let answer = client.send("applyChanges", &bad, SENT);
    assert_eq!(faults(&answer)[0].0, "NOT_FOUND");
    let answer = client.send("applyChanges", &input("one", "New One"), SENT);
    assert_eq!(faults(&answer), []);
}

#[test]
fn a_request_is_known_after_a_new_start() {
    let client = Client::new();
    let first = client.send("applyChanges", &input("one", "New One"), SENT);
    let Client { dir, live, api } = client;
    drop((live, api));
    let live = Arc::new(Live::open(dir.path()).unwrap());
    let client = Client { api: Api::new(Arc::clone(&live), now), dir, live };
    assert_eq!(client.send("applyChanges", &input("one", "New One"), SENT), first);
    client.live.validate().unwrap();
}

#[test]
fn a_request_that_is_sent_twice_at_once_is_carried_out_once() {
    let client = Client::new();
    for round in 0..10 {
        let before = client.version();
        let input = input(&format!("key {round}"), "New One");
        let send = || client.send("applyChanges", &input, SENT);
        let (one, other) = thread::scope(|scope| {
            let one = scope.spawn(send);
            (send(), one.join().unwrap())
        });
        assert_eq!(one, other);
        assert_eq!(client.version(), before + 1);
    }
}

#[test]
fn a_request_whose_answer_can_not_be_told_any_more_is_told_to_have_been_carried_out() {
    let client = Client::new();
    let first = client.send("applyChanges", &input("one", "New One"), SENT);
    let Client { dir, live, api } = client;
    drop((live, api));
    // It changed two rows.
    let live = Arc::new(Live::open(dir.path()).unwrap().with_put_back(1));
    let client = Client { api: Api::new(Arc::clone(&live), now), dir, live };
    let again = client.send("applyChanges", &input("one", "New One"), SENT);
    assert_eq!(faults(&again), expected(&[("FORGOTTEN", "input.idempotencyKey")]), "{again:#}");
    assert_eq!((&again["version"], &again["results"]), (&first["version"], &json!([])));
    let why = again["userErrors"][0]["message"].as_str().unwrap();
    assert!(why.contains(&format!("made version {}", first["version"])), "{why}");
    assert_eq!(Some(client.version()), first["version"].as_u64());
}

#[test]
fn a_request_that_changed_nothing_is_carried_out_again() {
    let client = Client::new();
    let note = |key: &str, note: &str| {
        let note = json!({"key": "ilya-sutskever", "note": {"en": note}});
        let input = json!({"idempotencyKey": key, "changes": [{"upsertPerson": note}]});
        client.send("applyChanges", &input, SENT)
    };
    note("one", "first");
    let before = client.version();
    assert_eq!(note("two", "first")["results"][0]["action"], "UNCHANGED");
    assert_eq!(client.version(), before);
    note("three", "second");
    assert_eq!(note("two", "first")["results"][0]["action"], "UPDATED");
}
