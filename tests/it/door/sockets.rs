//! Connections: how many, how long, and how much stands at their beginning.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use bole::http::Connections;

use super::{QUERY, all, connected_by, rest};
use crate::server::Server;

/// Long enough for one request, and over soon.
const SHORT: Duration = Duration::from_millis(20);

fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n")
}

#[test]
fn a_head_that_comes_slowly_is_not_waited_for() {
    let server = connected_by(Connections { head: SHORT, ..Connections::default() });
    for sent in ["", "G", "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", "PRI * HTTP"] {
        assert_eq!(all(server.address, sent.as_bytes()), "", "{sent}");
    }
    // Another one that takes its time does not stand in the way of others.
    let mut slow = TcpStream::connect(server.address).unwrap();
    slow.write_all(b"GET /").unwrap();
    assert_eq!(server.post(QUERY).0, 200);
    assert_eq!(rest(&mut slow), "");
}

#[test]
fn a_connection_on_which_nothing_is_asked_ends_after_a_while() {
    let server = connected_by(Connections { idle: SHORT, ..Connections::default() });
    let answer = all(server.address, get("/healthz").as_bytes());
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with(r#"{"status":"ok"}"#));
}

#[test]
fn a_connection_is_kept_for_more_than_one_request() {
    let server = Server::start();
    let mut stream = TcpStream::connect(server.address).unwrap();
    for _ in 0..20 {
        stream.write_all(get("/healthz").as_bytes()).unwrap();
        let mut text = String::new();
        while !text.ends_with(r#"{"status":"ok"}"#) {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            text.push(char::from(byte[0]));
        }
    }
}

#[test]
fn more_connections_than_there_may_be_are_told_so() {
    for (limits, why) in [
        (Connections { max: 2, ..Connections::default() }, "there are 2 connections, which"),
        (
            Connections { per_address_max: 2, ..Connections::default() },
            "there are 2 connections of your address",
        ),
    ] {
        let server = connected_by(limits);
        let mut held: Vec<TcpStream> =
            (0..2).map(|_| TcpStream::connect(server.address).unwrap()).collect();
        for stream in &mut held {
            stream.write_all(get("/healthz").as_bytes()).unwrap();
            stream.read_exact(&mut [0; 12]).unwrap();
        }
        let answer = all(server.address, get("/healthz").as_bytes());
        assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
        assert!(answer.contains("retry-after: 1\r\n") && answer.contains(why), "{answer}");
        let body = answer.split("\r\n\r\n").nth(1).unwrap();
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!(body["errors"][0]["extensions"]["code"], "LIMIT_EXCEEDED");
        // That which reads this is let in by its own limits.
        let figures = server.figures();
        let counts = ["bole_http_connections", "bole_http_connections_refused_total"];
        assert_eq!(counts.map(|it| figures.of(it).to_string()), ["2", "1"]);
        // Those that are there go on, and one that ends makes room.
        let mut first = held.remove(0);
        first
            .write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .unwrap();
        let last = rest(&mut first);
        assert!(last.matches("\"ok\"").count() == 2, "{last}");
        drop(held);
    }
}

#[test]
fn a_head_that_is_too_long_is_refused() {
    let head_bytes_max = 8_192;
    let server = connected_by(Connections { head_bytes_max, ..Connections::default() });
    let long = "x".repeat(4_000);
    let fits = format!(
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: {long}\r\nConnection: close\r\n\r\n"
    );
    assert!(all(server.address, fits.as_bytes()).starts_with("HTTP/1.1 200 "));
    let long = "x".repeat(8_192);
    let refused =
        all(server.address, format!("GET /{long} HTTP/1.1\r\nHost: localhost").as_bytes());
    assert!(refused.starts_with("HTTP/1.1 431 "), "{refused}");
    let many = "X: 1\r\n".repeat(101);
    let refused = all(server.address, format!("GET / HTTP/1.1\r\n{many}\r\n").as_bytes());
    assert!(refused.starts_with("HTTP/1.1 431 "), "{refused}");
    let nonsense = all(server.address, b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n");
    assert!(nonsense.starts_with("HTTP/1.1 400 "), "{nonsense}");
    assert_eq!(server.post(QUERY).0, 200);
}

#[test]
fn a_request_that_has_begun_is_answered_when_the_server_stops() {
    let mut server = Server::start();
    let mut idle = TcpStream::connect(server.address).unwrap();
    idle.write_all(get("/healthz").as_bytes()).unwrap();
    idle.read_exact(&mut [0; 12]).unwrap();
    let mut stream = TcpStream::connect(server.address).unwrap();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        QUERY.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    // The server asks for the body when it has begun to wait for it.
    let mut asked = [0; 25];
    stream.read_exact(&mut asked).unwrap();
    assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
    let stopped = std::thread::spawn(move || server.stopped());
    // The one on which nothing is asked ends first, by which the others have heard of it, too.
    assert!(rest(&mut idle).ends_with(r#"{"status":"ok"}"#));
    stream.write_all(QUERY.as_bytes()).unwrap();
    let answer = rest(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert!(answer.contains(r#"{"data":{"__typename":"Query"}"#), "{answer}");
    stopped.join().unwrap().unwrap();
}
