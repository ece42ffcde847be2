//! Imports over HTTP, as a client sends them and watches them.

mod broken;
mod client;
mod rights;
mod stopped;

use std::io::Write;

use bole::{auth::Settings, catalog::enums::AccessRole::Editor};
use serde_json::{Value, json};

use crate::{import::opened::gzip, server::Server};
use client::{Desk, begin, end};

pub(crate) fn server() -> Server {
    Server::with(Settings { rate_limit: 0, rate_limit_anonymous: 0, ..Settings::default() })
}

const PEOPLE: &str = "key,full_name,country\nada-b,Ada B,GB\nbo-c,Bo C,NA\n";
const PATH: &str = "/import/csv?entity=Person&map=name=full_name&file=people.csv";

#[test]
fn a_file_is_imported_and_can_be_watched_until_it_is_done() {
    let server = server();
    let desk = Desk::new(&server, Editor);
    let id = desk.accepted(PATH, PEOPLE.as_bytes());
    let steps = desk.watch(&id);
    let last = steps.last().unwrap();
    assert_eq!((&last["state"], &last["created"]), (&json!("DONE"), &json!(2)), "{last}");
    let job = desk.job(&id);
    assert_eq!(&job, last);
    let found = [&job["source"], &job["file"], &job["by"], &job["failure"], &job["dryRun"]];
    let expected =
        [json!("csv"), json!("people.csv"), json!("token:editor"), Value::Null, json!(false)];
    assert_eq!(found.map(Clone::clone), expected);
    assert_eq!((&job["report"]["end"], &job["records"]), (&json!("DONE"), &json!(2)), "{job}");
    let people = desk.ask(
        r#"{ people(where: {source: {key: {eq: "file-people"}}}) {
        nodes { key name country version history { by why } } } }"#,
    );
    let people = people["data"]["people"]["nodes"].as_array().unwrap().clone();
    assert_eq!(people.len(), 2);
    assert_eq!((&people[1]["name"], &people[1]["country"]), (&json!("Bo C"), &json!("NA")));
    let history = json!({ "by": "token:editor", "why": "csv: people.csv" });
    assert_eq!(people[0]["history"][0], history);
    let again = desk.accepted(PATH, PEOPLE.as_bytes());
    let last = desk.watch(&again).pop().unwrap();
    assert_eq!((&last["created"], &last["updated"]), (&json!(0), &json!(0)), "{last}");
    let report = &last["report"];
    assert_eq!(report["versionBefore"], report["versionAfter"], "twice changes nothing");
    let jobs = desk.ask("{ importJobs { id state } }");
    let expected = json!([{ "id": again, "state": "DONE" }, { "id": id, "state": "DONE" }]);
    assert_eq!(jobs["data"]["importJobs"], expected, "the newest first");
}

#[test]
fn a_file_may_be_packed_and_come_in_any_pieces() {
    let server = server();
    let desk = Desk::new(&server, Editor);
    let packed = gzip(PEOPLE.as_bytes());
    let path = PATH.replace("people.csv", "people.csv.gz");
    let mut stream = begin(&server, &desk, &path, packed.len());
    for byte in &packed {
        stream.write_all(&[*byte]).unwrap();
    }
    let (status, id) = end(stream);
    assert_eq!(status, 202);
    let last = desk.watch(id["id"].as_str().unwrap()).pop().unwrap();
    assert_eq!((&last["state"], &last["created"]), (&json!("DONE"), &json!(2)), "{last}");
    let lines = br#"{"key": "cy-d", "name": "Cy D", "aliases": ["C|D", "Cyd"]}"#;
    let id = desk.accepted("/import/jsonl?entity=people&source=huxiu-llm-talent-2023", lines);
    assert_eq!(desk.watch(&id).pop().unwrap()["created"], 1);
    let cy = desk.ask(r#"{ person(by: {key: "cy-d"}) { aliases source { key } } }"#);
    let expected =
        json!({ "aliases": ["C|D", "Cyd"], "source": { "key": "huxiu-llm-talent-2023" } });
    assert_eq!(cy["data"]["person"], expected);
}

#[test]
fn a_dry_run_writes_nothing_and_tells_the_same() {
    let server = server();
    let desk = Desk::new(&server, Editor);
    let id = desk.accepted(&format!("{PATH}&dryRun=true"), PEOPLE.as_bytes());
    let last = desk.watch(&id).pop().unwrap();
    assert_eq!((&last["dryRun"], &last["created"]), (&json!(true), &json!(2)), "{last}");
    let none = desk.ask(r#"{ people(where: {key: {eq: "ada-b"}}) { totalCount } }"#);
    assert_eq!(none["data"]["people"]["totalCount"], 0);
}

#[test]
fn faults_are_told_with_their_places_and_the_first_stops_a_strict_import() {
    let server = server();
    let desk = Desk::new(&server, Editor);
    let file = "key,name,country\na-a,A A,GB\nb-b,B B,Atlantis\nc-c,,GB\nd-d,D D,GB\n";
    let path = "/import/csv?entity=Person&file=four.csv";
    let id = desk.accepted(&format!("{path}&strict"), file.as_bytes());
    let last = desk.watch(&id).pop().unwrap();
    let failure = last["failure"].as_str().unwrap();
    assert_eq!(last["state"], "FAILED");
    assert!(failure.starts_with("four.csv:4: name: "), "{failure}");
    let id = desk.accepted(path, file.as_bytes());
    let last = desk.watch(&id).pop().unwrap();
    assert_eq!((&last["state"], &last["skipped"]), (&json!("DONE"), &json!(1)), "{last}");
    assert_eq!(last["report"]["skipped"]["first"][0]["line"], 4, "{last}");
}

#[test]
fn imports_take_turns_in_the_order_in_which_they_were_sent() {
    let server = server();
    let desk = Desk::new(&server, Editor);
    let mut first = begin(&server, &desk, PATH, PEOPLE.len());
    let (head, tail) = PEOPLE.as_bytes().split_at(PEOPLE.len() - 1);
    first.write_all(head).unwrap();
    let first_id = desk.newest();
    desk.watch_until(&first_id, "RUNNING");
    let second_id = desk.accepted("/import/csv?entity=Person", b"key,name\nz-z,Z Z\n");
    assert_eq!(desk.job(&second_id)["state"], "QUEUED");
    first.write_all(tail).unwrap();
    assert_eq!(end(first).0, 202);
    let last = desk.watch(&first_id).pop().unwrap();
    assert_eq!(last["state"], "DONE", "{last}");
    assert_eq!(desk.watch(&second_id).pop().unwrap()["state"], "DONE");
}
