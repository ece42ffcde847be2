//! The server over a real socket.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use crate::server::Server;

#[test]
fn queries_are_answered_by_post_and_by_get() {
    let server = Server::start();
    let expected = r#"{"data":{"person":{"name":"Ilya Sutskever"}},"extensions":{"cost":{"requested":1,"limit":1000000,"rows":0}}}"#;
    let (status, head, body) = server.post(
        r#"{"query":"query($k: String!) { person(by: {key: $k}) { name } }","variables":{"k":"ilya-sutskever"}}"#,
    );
    assert_eq!((status, body.as_str()), (200, expected));
    assert!(head.contains("content-type: application/json"));
    let query = "%7Bperson(id:%22Person:ilya-sutskever%22)%7Bname%7D%7D";
    let (status, head, body) = server.send(
        &format!(
            "GET /graphql?query={query} HTTP/1.1\r\nAccept: application/graphql-response+json"
        ),
        "",
    );
    assert_eq!((status, body.as_str()), (200, expected));
    assert!(head.contains("content-type: application/graphql-response+json"));
}

#[test]
fn bad_requests_are_told_what_would_be_right() {
    let server = Server::start();
    let (status, _, body) = server.post("{");
    assert_eq!(status, 400);
    assert!(body.contains("send JSON like") && body.contains("BAD_REQUEST"), "{body}");
    let (status, _, body) = server.post(r#"{"variables":{}}"#);
    assert_eq!(status, 400, "{body}");
    let (status, _, body) = server.send("POST /graphql HTTP/1.1\r\nContent-Type: text/plain", "{}");
    assert_eq!(status, 415);
    assert!(body.contains("send `application/json`"), "{body}");
    let (status, head, _) = server.send("GET /graphql?query=mutation%7Bx%7D HTTP/1.1", "");
    assert_eq!(status, 405);
    assert!(head.contains("allow: post"), "{head}");
    for (method, path) in [("PUT", "/graphql"), ("POST", "/schema.graphql")] {
        let (status, head, body) = server.send(&format!("{method} {path} HTTP/1.1"), "");
        assert_eq!(status, 405);
        assert!(head.contains("allow: get,head"), "{head}");
        let expected = format!("`{path}` does not take {method}");
        assert!(body.contains(&expected) && body.contains("METHOD_NOT_ALLOWED"), "{body}");
    }
    let (status, _, body) = server.send("GET /graphql?variables=%7B HTTP/1.1", "");
    assert!(status == 400 && body.contains("BAD_REQUEST"), "{body}");
    // One byte too many, all of which the server has read when it refuses.
    let long = " ".repeat((1 << 20) - 1) + "{}";
    let (status, _, body) = server.post(&long);
    assert!(status == 413 && body.contains("PAYLOAD_TOO_LARGE"), "{body}");
    let (status, _, body) = server.send("GET /nothing HTTP/1.1", "");
    assert_eq!(status, 404);
    assert!(body.contains("there is nothing at `/nothing`"), "{body}");
}

#[test]
fn a_query_that_is_not_carried_out_has_errors_and_no_data() {
    let server = Server::start();
    let (status, _, body) = server.post(r#"{"query":"{ people { nodes { salary } } }"}"#);
    assert_eq!(status, 200);
    assert!(body.starts_with(r#"{"errors":[{"#) && !body.contains("\"data\""), "{body}");
    assert!(body.contains("GRAPHQL_VALIDATION_FAILED"), "{body}");
    let head = "POST /graphql HTTP/1.1\r\nContent-Type: application/json\r\nAccept: application/graphql-response+json";
    let (status, _, body) = server.send(head, r#"{"query":"{ people "}"#);
    assert_eq!(status, 400);
    assert!(body.contains("GRAPHQL_PARSE_FAILED"), "{body}");
}

#[test]
fn what_somebody_may_not_ask_at_all_is_forbidden_to_clients_that_know_graphql() {
    let server = Server::start();
    let ask = |accept: &str, query: &str| {
        let head =
            format!("POST /graphql HTTP/1.1\r\nContent-Type: application/json\r\nAccept: {accept}");
        let (status, _, body) = server.send(&head, &format!(r#"{{"query":"{query}"}}"#));
        assert!(body.contains("FORBIDDEN") && body.contains(r#""data":null"#), "{body}");
        status
    };
    let (changes, delete) = (
        "{ changes { next } }",
        "mutation { deletePerson(input: {id: \\\"Person:ilya-sutskever\\\"}) { version } }",
    );
    for query in [changes, delete] {
        assert_eq!(ask("application/graphql-response+json", query), 403);
        assert_eq!(ask("application/json", query), 200);
    }
    // Some of it was carried out.
    let both = "{ people { totalCount } changes { next } }";
    assert_eq!(ask("application/graphql-response+json", both), 200);
}

#[test]
fn what_was_sent_is_not_sent_back_as_a_whole() {
    let server = Server::start();
    let long = "x".repeat(50_000);
    let queries = [
        format!("{{ person(id: \\\"{long}\\\") {{ name }} }}"),
        format!("{{ person(by: {{key: \\\"{long}\\\"}}) {{ name }} }}"),
        format!("{{ person(by: {{orcid: \\\"{long}\\\"}}) {{ name }} }}"),
        format!("{{ people {{ {long} }} }}"),
        format!("{{ people(orderBy: [{{field: {long}}}]) {{ totalCount }} }}"),
        format!("{{ people(after: \\\"{long}\\\") {{ totalCount }} }}"),
        format!("{{ people(where: {{born: {{eq: \\\"{long}\\\"}}}}) {{ totalCount }} }}"),
        format!("{{ search(text: \\\"{}\\\") {{ totalCount }} }}", "-".repeat(50_000)),
        format!("{{ changes(from: \\\"{long}\\\") {{ next }} }}"),
    ];
    for query in queries {
        let (_, _, body) = server.post(&format!(r#"{{"query":"{query}"}}"#));
        assert!(body.contains("errors"), "{body}");
        assert!(body.len() < 1_500, "{} bytes: {}", body.len(), &body[..1_500]);
    }
    let unreadable = format!(r#"{{"query":"{{people}}","variables":"{long}"}}"#);
    let path = format!("GET /{long} HTTP/1.1");
    for (status, _, body) in [server.post(&unreadable), server.send(&path, "")] {
        assert!((400..405).contains(&status) && body.len() < 1_500, "{} bytes", body.len());
    }
}

#[test]
fn the_schema_and_health_are_served() {
    let server = Server::start();
    let (status, _, body) = server.send("GET /schema.graphql HTTP/1.1", "");
    assert!(status == 200 && body.contains("type Person implements Node"));
    let (status, _, body) = server.send("GET /healthz HTTP/1.1", "");
    assert_eq!((status, body.as_str()), (200, r#"{"status":"ok"}"#));
}

#[test]
fn a_client_that_never_ends_its_request_does_not_keep_the_server_from_stopping() {
    let mut server = Server::start();
    let mut stream = TcpStream::connect(server.address).unwrap();
    let head = "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
                Content-Length: 2\r\nExpect: 100-continue\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    // The server asks for the body when it has begun to wait for it.
    let mut asked = [0; 12];
    stream.read_exact(&mut asked).unwrap();
    assert_eq!(&asked, b"HTTP/1.1 100");
    server.stopped().unwrap();
}
