//! Imports that somebody has enough of.

use std::io::Write;

use bole::catalog::enums::AccessRole::Editor;
use serde_json::json;

use super::{
    PATH, PEOPLE,
    client::{Desk, begin},
    server,
};

/// A file of which nothing more comes: the import of it waits.
const SAID: usize = 100;

#[test]
fn an_import_that_waits_for_its_file_ends_when_it_is_told_to_and_what_came_stays() {
    let server = server();
    let desk = Desk::new(&server, Editor);
    let mut stream = begin(&server, &desk, PATH, SAID);
    stream.write_all(PEOPLE.as_bytes()).unwrap();
    let id = desk.newest();
    assert_eq!(desk.stop(&id).0, 202);
    let last = desk.watch(&id).pop().unwrap();
    let failure = last["failure"].as_str().unwrap();
    assert!(last["state"] == "FAILED" && failure.contains("it was stopped"), "{last}");
    let (status, body) = desk.stop(&id);
    let message = body["errors"][0]["message"].as_str().unwrap();
    assert!(status == 404 && message.contains("is under way"), "one that is over: {message}");
    assert_eq!(desk.stop("none").0, 404);
    let id = desk.accepted(PATH, PEOPLE.as_bytes());
    assert_eq!(desk.watch(&id).pop().unwrap()["state"], "DONE", "the next one has its turn");
}

#[test]
fn an_import_that_waits_for_its_turn_ends_without_having_one() {
    let server = server();
    let desk = Desk::new(&server, Editor);
    let mut stream = begin(&server, &desk, PATH, SAID);
    stream.write_all(PEOPLE.as_bytes()).unwrap();
    let first = desk.newest();
    let waiting = desk.accepted(&PATH.replace("people.csv", "others.csv"), PEOPLE.as_bytes());
    assert_eq!(desk.stop(&waiting).0, 202);
    let last = desk.watch(&waiting).pop().unwrap();
    let found = [&last["state"], &last["failure"], &last["records"]].map(Clone::clone);
    assert_eq!(found, [json!("FAILED"), json!("it was stopped"), json!(0)]);
    assert!(desk.job(&first)["endedAt"].is_null(), "the other one goes on");
}
