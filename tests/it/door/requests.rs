//! GraphQL over HTTP: bodies, types and statuses.

use std::{io::Write, net::TcpStream, time::Duration};

use bole::http::{Bodies, Crowd, Options};

use super::{QUERY, rest, with};
use crate::server::{Answer, Server};

const KNOWS: &str = "Accept: application/graphql-response+json";

fn post(server: &Server, headers: &str, body: &str) -> Answer {
    server.send(&format!("POST /graphql HTTP/1.1\r\n{headers}"), body)
}

#[test]
fn every_bad_body_is_answered_with_400_and_a_sentence() {
    let server = Server::start();
    let query = r#""query":"{ __typename }""#;
    for (body, why) in [
        (String::new(), "the body is empty: send JSON like"),
        ("{\"".to_owned(), "the body is no JSON"),
        ("[]".to_owned(), "the body is a list"),
        (format!("[{QUERY},{QUERY}]"), "one request at a time"),
        ("\"{ __typename }\"".to_owned(), "the body is a string"),
        ("{}".to_owned(), "there is no `query`"),
        (r#"{"query":7}"#.to_owned(), "`query` is a number: write a string"),
        (format!(r#"{{{query},"operationName":{{}}}}"#), "`operationName` is an object"),
        (format!(r#"{{{query},"variables":[]}}"#), "`variables` is a list: write an object"),
        (format!(r#"{{{query},"variables":"{{}}"}}"#), "`variables` is a string"),
        (format!(r#"{{{query},"extensions":1}}"#), "`extensions` is a number"),
        (format!(r#"{{"query":{}"#, "[".repeat(100_000)), "the body is no JSON"),
    ] {
        let json = "Content-Type: application/json";
        let (status, head, text) = post(&server, json, &body);
        assert_eq!(status, 400, "{text}");
        assert!(text.contains(why) && text.contains("\"code\":\"BAD_REQUEST\""), "{text}");
        assert!(head.contains("content-type: application/json\r\n"), "{head}");
        let (status, head, again) = post(&server, &format!("{json}\r\n{KNOWS}"), &body);
        assert_eq!((status, again), (400, text));
        assert!(head.contains("content-type: application/graphql-response+json"), "{head}");
    }
}

#[test]
fn a_body_that_is_not_utf_8_is_told_from_which_byte_on() {
    let server = Server::start();
    let mut stream = TcpStream::connect(server.address).unwrap();
    let head = "POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
                Content-Type: application/json\r\nContent-Length: 16\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(b"{\"query\":\"{\xff\xff}\"}").unwrap();
    let answer = rest(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    assert!(answer.contains("no UTF-8 from its byte 11 on"), "{answer}");
}

#[test]
fn what_pages_of_others_can_post_without_being_asked_is_refused() {
    let server = Server::start();
    for kind in [
        "Content-Type: text/plain",
        "Content-Type: text/plain; application/json",
        "Content-Type: application/x-www-form-urlencoded",
        "Content-Type: multipart/form-data; boundary=x",
        "Content-Type: application/graphql",
        "Content-Type: application/json; charset=gb18030",
        "Content-Type: application/json\r\nContent-Type: text/plain",
        "X-Nothing: at all",
    ] {
        let (status, _, body) = post(&server, kind, QUERY);
        assert_eq!(status, 415, "{kind}: {body}");
        assert!(body.contains("send `application/json` in UTF-8"), "{body}");
    }
    for kind in ["application/json; charset=UTF-8", "Application/JSON;charset=\"utf-8\""] {
        assert_eq!(post(&server, &format!("Content-Type: {kind}"), QUERY).0, 200, "{kind}");
    }
}

#[test]
fn a_body_that_is_packed_is_refused_and_not_unpacked() {
    let server = Server::start();
    let headers = "Content-Type: application/json\r\nContent-Encoding: ";
    for encoding in ["gzip", "br", "zstd", "identity, gzip"] {
        let (status, head, body) = post(&server, &format!("{headers}{encoding}"), QUERY);
        assert_eq!(status, 415);
        assert!(head.contains("accept-encoding: identity"), "{head}");
        assert!(body.contains(&format!("packed as `{encoding}`: send it as it is")), "{body}");
    }
    assert_eq!(post(&server, &format!("{headers}identity"), QUERY).0, 200);
}

#[test]
fn the_answer_has_the_type_that_is_wanted_most() {
    let server = Server::start();
    for (accept, expected) in [
        ("*/*", "application/json; charset=utf-8"),
        ("application/json", "application/json; charset=utf-8"),
        (
            "application/graphql-response+json, application/json;q=0.9",
            "application/graphql-response+json; charset=utf-8",
        ),
        (
            "application/graphql-response+json;q=0.1, application/json;q=0.9",
            "application/json; charset=utf-8",
        ),
        // As some clients have it for whatever they ask.
        (
            "application/graphql-response+json, application/json, text/event-stream, multipart/mixed",
            "application/graphql-response+json; charset=utf-8",
        ),
        ("text/event-stream", "text/event-stream"),
    ] {
        let headers = format!("Content-Type: application/json\r\nAccept: {accept}");
        let (status, head, body) = post(&server, &headers, QUERY);
        assert_eq!(status, 200, "{body}");
        assert!(head.contains(&format!("content-type: {expected}\r\n")), "{accept}: {head}");
    }
    for accept in ["text/html", "application/json;q=0", "application/xml, image/*"] {
        let headers = format!("Content-Type: application/json\r\nAccept: {accept}");
        let (status, _, body) = post(&server, &headers, QUERY);
        assert_eq!(status, 406, "{accept}: {body}");
        assert!(body.contains("send `application/graphql-response+json`"), "{body}");
    }
}

#[test]
fn an_operation_that_is_not_there_is_refused() {
    let server = Server::start();
    for (query, name) in [
        ("query A { __typename }", "\"B\""),
        ("query A { __typename } query B { __typename }", "null"),
    ] {
        let body = format!(r#"{{"query":"{query}","operationName":{name}}}"#);
        let json = "Content-Type: application/json";
        let (status, _, text) = post(&server, &format!("{json}\r\n{KNOWS}"), &body);
        assert_eq!(status, 400, "{text}");
        assert!(text.starts_with("{\"errors\":") && !text.contains("\"data\""), "{text}");
        // Clients that do not know the type take any other status for a broken server.
        assert_eq!(post(&server, json, &body).0, 200);
    }
}

#[test]
fn get_carries_out_queries_alone() {
    let server = Server::start();
    let get = |query: &str| server.send(&format!("GET /graphql?{query} HTTP/1.1"), "");
    assert_eq!(get("query=%7B__typename%7D").0, 200);
    assert_eq!(
        get("query=%7B__typename%7D&operationName=&variables=%7B%7D&extensions=%7B%7D").0,
        200
    );
    let (status, head, _) = get("query=mutation%7B__typename%7D");
    assert!(status == 405 && head.contains("allow: post"), "{head}");
    for (query, why) in [
        ("", "there is no `query`"),
        ("query=%7B__typename%7D&query=%7B__typename%7D", "`query` is given twice"),
        ("query=%7B__typename%7D&variables=7", "`variables` is a number"),
        ("query=%7B__typename%7D&extensions=%7B", "`extensions` is no JSON"),
    ] {
        let (status, _, body) = get(query);
        assert!(status == 400 && body.contains(why), "{body}");
    }
}

#[test]
fn a_body_that_is_far_too_long_is_refused_in_words_that_arrive() {
    let server = Server::start();
    let body = " ".repeat(10 << 20);
    let (status, head, text) = post(&server, "Content-Type: application/json", &body);
    assert_eq!(status, 413);
    assert!(text.contains("longer than 1048576 bytes") && head.contains("connection: close"));
    assert_eq!(server.post(QUERY).0, 200);
    let bodies = Bodies { bytes_max: QUERY.len(), ..Bodies::default() };
    let server = with(Options { bodies, ..Options::default() });
    assert_eq!(server.post(QUERY).0, 200);
    assert_eq!(server.post(&format!("{QUERY} ")).0, 413);
}

#[test]
fn a_body_that_comes_slowly_or_not_whole_is_not_waited_for() {
    let bodies = Bodies { wait: Duration::from_millis(20), ..Bodies::default() };
    let server = with(Options { bodies, ..Options::default() });
    let head = "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
                Content-Length: 100\r\n\r\n{";
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    let answer = rest(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("did not come within 0.02 s"), "{answer}");
    assert_eq!(server.post(QUERY).0, 200);
    let patient = Server::start();
    let mut stream = TcpStream::connect(patient.address).unwrap();
    let broken = "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
                  Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\nnonsense\r\n";
    stream.write_all(broken.as_bytes()).unwrap();
    let answer = rest(&mut stream);
    assert!(
        answer.starts_with("HTTP/1.1 400 ") && answer.contains("did not come whole"),
        "{answer}"
    );
}

#[test]
fn more_requests_than_may_wait_are_turned_away() {
    let crowd = Crowd { requests_max: 0, waiting_max: 0, ..Crowd::default() };
    let server = with(Options { crowd, ..Options::default() });
    let (status, head, body) = server.post(QUERY);
    assert_eq!(status, 503);
    assert!(head.contains("retry-after: 1") && body.contains("\"UNAVAILABLE\""), "{head}{body}");
    assert!(body.contains("ask again in a second"), "{body}");
    // Who looks whether the server is there does not wait for others.
    assert_eq!(server.send("GET /healthz HTTP/1.1", "").0, 200);
    let crowd = Crowd { requests_max: 1, waiting_max: 64, ..Crowd::default() };
    let server = with(Options { crowd, ..Options::default() });
    let address = server.address;
    let asking = (0..16).map(|_| {
        std::thread::spawn(move || {
            let head = "POST /graphql HTTP/1.1\r\nContent-Type: application/json";
            crate::server::send_to(address, head, QUERY).0
        })
    });
    let asking: Vec<_> = asking.collect();
    assert!(asking.into_iter().all(|it| it.join().unwrap() == 200));
}
