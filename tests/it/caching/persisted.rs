//! Automatic persisted queries, as Apollo's clients ask them.

use bole::{http::Caching, telemetry::sha256};

use super::{HITS, PEOPLE, address, get, keeping};
use crate::server::Server;

const FOUND: &str = "bole_persisted_query_lookups_total{result=\"hit\"}";
const MISSED: &str = "bole_persisted_query_lookups_total{result=\"miss\"}";

fn extension(hash: &str) -> String {
    format!(r#"{{"persistedQuery":{{"version":1,"sha256Hash":"{hash}"}}}}"#)
}

fn by_hash(server: &Server, hash: &str) -> (u16, String) {
    let (status, _, answer) = server.post(&format!(r#"{{"extensions":{}}}"#, extension(hash)));
    (status, answer)
}

#[test]
fn a_document_that_was_sent_once_is_answered_by_its_hash() {
    let server = keeping(Caching::default());
    let hash = sha256(PEOPLE.as_bytes());
    let missing = r#"{"errors":[{"message":"PersistedQueryNotFound","extensions":{"code":"PERSISTED_QUERY_NOT_FOUND"}}]}"#;
    assert_eq!(by_hash(&server, &hash), (200, missing.to_owned()));
    let sent = format!(r#"{{"query":"{PEOPLE}","extensions":{}}}"#, extension(&hash));
    let (status, _, answer) = server.post(&sent);
    assert!(status == 200 && answer.starts_with(r#"{"data":{"people":"#), "{answer}");
    assert_eq!(by_hash(&server, &hash), (200, answer.clone()));
    let (_, bytes) = get(&server, &address(&[("extensions", &extension(&hash))]), "");
    assert_eq!(String::from_utf8(bytes).unwrap(), answer);
    let figures = server.figures();
    // The answer is kept by its document, however that was named.
    assert_eq!((figures.of(FOUND), figures.of(MISSED), figures.of(HITS)), (2.0, 1.0, 2.0));
    assert_eq!(figures.of("bole_persisted_queries"), 1.0);
    // By the draft on GraphQL over HTTP it has this id.
    let (_, _, by_id) = server.post(&format!(r#"{{"documentId":"sha256:{hash}"}}"#));
    assert_eq!(by_id, answer);
}

#[test]
fn clients_that_know_graphql_are_told_by_the_status_what_they_are_to_send() {
    let server = keeping(Caching::default());
    let head = "POST /graphql HTTP/1.1\r\nContent-Type: application/json\r\n\
                Accept: application/graphql-response+json";
    let body = format!(r#"{{"extensions":{}}}"#, extension(&sha256(b"{ people }")));
    let (status, _, answer) = server.send(head, &body);
    assert!(status == 400 && answer.contains("PERSISTED_QUERY_NOT_FOUND"), "{answer}");
}

#[test]
fn a_hash_that_is_none_of_the_document_is_refused_and_not_kept() {
    let server = keeping(Caching::default());
    let other = sha256(b"{ models { totalCount } }");
    let sent = format!(r#"{{"query":"{PEOPLE}","extensions":{}}}"#, extension(&other));
    let (_, _, answer) = server.post(&sent);
    assert!(answer.contains("which is not the SHA-256 of `query`"), "{answer}");
    assert!(!answer.contains("\"data\""), "{answer}");
    assert!(by_hash(&server, &other).1.contains("PersistedQueryNotFound"));
}

#[test]
fn what_is_no_persisted_query_is_told_what_it_is() {
    let server = keeping(Caching::default());
    for (extension, why) in [
        ("7", "the extension `persistedQuery` is no object: write {"),
        ("{}", "the version of `persistedQuery` is none"),
        (r#"{"version":2,"sha256Hash":"a"}"#, "the version of `persistedQuery` is `2`"),
        (r#"{"version":1}"#, "has no `sha256Hash` that is a text"),
        (r#"{"version":1,"sha256Hash":7}"#, "has no `sha256Hash` that is a text"),
    ] {
        let body = format!(r#"{{"extensions":{{"persistedQuery":{extension}}}}}"#);
        let (_, _, answer) = server.post(&body);
        assert!(answer.contains(why) && answer.contains("BAD_USER_INPUT"), "{why}: {answer}");
    }
    let (status, _, answer) = server.post(r#"{"extensions":{"other":1}}"#);
    assert!(status == 400 && answer.contains("there is no `query`"), "{answer}");
}

#[test]
fn no_more_documents_are_kept_than_there_is_room_for() {
    let server = keeping(Caching::default());
    // Two thirds of the longest body that is taken.
    let filler = "#".repeat(700_000);
    for number in 0..16 {
        let query = format!("{{ people {{ totalCount }} }}{filler}{number}");
        let hash = sha256(query.as_bytes());
        let sent = format!(r#"{{"query":"{query}","extensions":{}}}"#, extension(&hash));
        let (_, _, answer) = server.post(&sent);
        assert!(answer.contains("totalCount"), "{answer}");
    }
    let figures = server.figures();
    assert!(figures.of("bole_persisted_queries_bytes") <= f64::from(8 << 20));
}
