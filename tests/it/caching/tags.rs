//! What clients are told of how long they may keep an answer.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use bole::{catalog::enums::AccessRole, http::Caching};

use super::{HITS, MODELS, PEOPLE, address, body, get, header, keeping, put_person};
use crate::server::Server;

/// The status of a head.
fn status(head: &str) -> &str {
    head.split(' ').nth(1).unwrap()
}

fn kept_by_clients() -> Server {
    keeping(Caching { control: "public, max-age=60".parse().unwrap(), ..Caching::default() })
}

#[test]
fn who_has_an_answer_is_told_so_as_long_as_it_is_the_same() {
    let server = keeping(Caching::default());
    let path = address(&[("query", PEOPLE)]);
    let (head, bytes) = get(&server, &path, "");
    assert!(status(&head) == "200" && !bytes.is_empty(), "{head}");
    assert_eq!(header(&head, "cache-control"), Some("private, no-cache"));
    assert_eq!(header(&head, "vary"), Some("accept, accept-encoding, authorization"));
    let tag = header(&head, "etag").unwrap().to_ascii_uppercase();
    assert!(tag.starts_with("W/\"") && tag.len() == 36, "{tag}");
    let tag = tag.replace("W/", "").to_ascii_lowercase();
    let asked = |known: &str| get(&server, &path, &format!("If-None-Match: {known}\r\n"));
    for known in [&*tag, &format!("W/{tag}"), "*", &format!("\"other\", W/{tag}")] {
        let (head, bytes) = asked(known);
        assert_eq!((status(&head), bytes.len()), ("304", 0), "{known}: {head}");
        assert_eq!(header(&head, "etag"), Some(&*format!("w/{tag}")));
        assert_eq!(header(&head, "cache-control"), Some("private, no-cache"));
        assert!(header(&head, "vary").is_some() && header(&head, "content-type").is_none());
    }
    assert_eq!(server.figures().of(HITS), 4.0);
    for known in ["\"other\"", "", "W/other"] {
        let (head, again) = asked(known);
        assert_eq!((status(&head), &again), ("200", &bytes), "{known}");
    }
    // A commit of the same rows makes the answer anew, and it is the same.
    put_person(&server, "one-more", "One More");
    let (head, _) = asked(&tag);
    assert_eq!(status(&head), "200");
    let tag = header(&head, "etag").unwrap().to_owned().replace("w/", "W/");
    put_person(&server, "one-more", "One More");
    let hits = server.figures().of(HITS);
    assert_eq!(status(&asked(&tag).0), "304");
    assert!(server.figures().of(HITS) <= hits + 1.0);
}

#[test]
fn where_no_answer_is_kept_here_clients_may_keep_theirs() {
    let server = keeping(Caching { bytes_max: 0, ..Caching::default() });
    let path = address(&[("query", MODELS)]);
    let (head, _) = get(&server, &path, "");
    let tag = header(&head, "etag").unwrap().replace("w/", "W/");
    let (head, bytes) = get(&server, &path, &format!("If-None-Match: {tag}\r\n"));
    assert_eq!((status(&head), bytes.len()), ("304", 0), "{head}");
}

#[test]
fn those_in_between_are_told_what_the_operator_said_and_never_of_those_with_a_credential() {
    let server = kept_by_clients();
    let path = address(&[("query", PEOPLE)]);
    let (head, _) = get(&server, &path, "");
    assert_eq!(header(&head, "cache-control"), Some("public, max-age=60"));
    let token = server.token("desk", AccessRole::Reader, None);
    let (head, _) = get(&server, &path, &format!("Authorization: Bearer {token}\r\n"));
    assert_eq!(header(&head, "cache-control"), Some("private, no-cache"));
}

#[test]
fn what_may_be_another_answer_of_the_same_graph_is_kept_by_nobody() {
    let server = kept_by_clients();
    for query in [
        "{ viewer { name } }",
        r#"{ person(by: {key: "nobody"}) { name } }"#,
        "{ nothing }",
        "{ people(asOf: 1) { totalCount } }",
    ] {
        let (head, _) = get(&server, &address(&[("query", query)]), "If-None-Match: *\r\n");
        assert_eq!((status(&head), header(&head, "etag")), ("200", None), "{query}: {head}");
        assert_eq!(header(&head, "cache-control"), Some("no-store"), "{query}");
    }
    // What is posted is kept by no client.
    let (_, head, _) = server.post(&body(PEOPLE));
    assert!(!head.contains("etag") && !head.contains("cache-control"), "{head}");
}
