//! Operations over server-sent events.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::Duration,
};

use bole::{catalog::enums::AccessRole, graphql::quoted, http::Limits};

use super::{PEOPLE, count, served::Server};

/// A response that goes on.
struct Events {
    head: String,
    body: BufReader<TcpStream>,
}

impl Events {
    fn ask(server: &Server, head: &str, body: &str) -> Self {
        let mut stream = server.connect();
        let length = body.len();
        let request = format!(
            "{head}\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut body = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(body.read_line(&mut head).unwrap() > 0, "{head}");
        }
        Events { head: head.to_ascii_lowercase(), body }
    }

    fn subscribe(server: &Server, query: &str) -> Self {
        let query = quoted(query);
        let head =
            "POST /graphql HTTP/1.1\r\nContent-Type: application/json\r\nAccept: text/event-stream";
        Events::ask(server, head, &format!("{{\"query\":{query}}}"))
    }

    /// The next line that begins so.
    fn line(&mut self, start: &str) -> String {
        loop {
            let mut line = String::new();
            assert!(self.body.read_line(&mut line).unwrap() > 0, "there is no more");
            if line.starts_with(start) {
                return line.trim_end().to_owned();
            }
        }
    }

    /// All that comes.
    fn rest(mut self) -> String {
        let mut rest = String::new();
        self.body.read_to_string(&mut rest).unwrap();
        rest
    }
}

#[test]
fn each_answer_is_an_event_and_the_last_one_says_so() {
    let server = Server::start();
    let events = Events::subscribe(
        &server,
        "{ person(id: \"Person:ilya-sutskever\") { name(locale: ZH) } }",
    );
    assert!(events.head.starts_with("http/1.1 200"), "{}", events.head);
    assert!(events.head.contains("content-type: text/event-stream"), "{}", events.head);
    let rest = events.rest();
    let expected = "event: next\ndata: {\"data\":{\"person\":{\"name\":\"伊利亚·苏茨克维\"}}}\n\n";
    assert!(rest.contains(expected), "{rest}");
    assert!(rest.contains("event: complete\ndata:"), "{rest}");
    let refused = Events::subscribe(&server, "subscription { live { people { salary } } }").rest();
    assert!(
        refused.contains("GRAPHQL_VALIDATION_FAILED") && refused.contains("complete"),
        "{refused}"
    );
}

#[test]
fn a_live_query_is_sent_again_when_it_changes() {
    let server = Server::start();
    let mut events = Events::subscribe(&server, PEOPLE);
    let first = count(&events.line("data:"));
    server.graph.put(&["one-more"]);
    assert_eq!(count(&events.line("data:")), first + 1);
    drop(events);
    let query = "GET /graphql?query=subscription%7Blive%7Bpeople%7BtotalCount%7D%7D%7D HTTP/1.1\r\nAccept: text/event-stream";
    let mut events = Events::ask(&server, query, "");
    assert_eq!(count(&events.line("data:")), first + 1);
}

#[test]
fn a_subscription_that_asks_for_one_answer_is_told_how_to_ask() {
    let server = Server::start();
    let head = "POST /graphql HTTP/1.1\r\nContent-Type: application/json";
    let body = format!("{{\"query\":{}}}", quoted(PEOPLE));
    let events = Events::ask(&server, head, &body);
    assert!(events.head.starts_with("http/1.1 406"), "{}", events.head);
    let body = events.rest();
    assert!(body.contains("text/event-stream") && body.contains("graphql-transport-ws"), "{body}");
    let head = "GET /graphql?query=mutation%7Bx%7D HTTP/1.1\r\nAccept: text/event-stream";
    assert!(Events::ask(&server, head, "").head.starts_with("http/1.1 405"));
    let head = "GET /graphql?query=subscription%7Blive%7B__typename%7D%7D HTTP/1.1\r\nAccept: text/event-stream\r\nLast-Event-ID: x";
    assert!(Events::ask(&server, head, "").head.starts_with("http/1.1 400"));
}

#[test]
fn commits_are_events_with_their_versions_after_which_to_resume() {
    let server = Server::start();
    let credential = server.credential("reader-of-news", AccessRole::Analyst);
    let query = quoted("subscription { changes { version changes { id } } }");
    let ask = |more: &str| {
        let head = format!(
            "POST /graphql HTTP/1.1\r\nContent-Type: application/json\r\n\
             Accept: text/event-stream\r\nAuthorization: {credential}{more}"
        );
        Events::ask(&server, &head, &format!("{{\"query\":{query}}}"))
    };
    let version = server.graph.live.record().version;
    let mut events = ask("");
    server.graph.put(&["first"]);
    assert_eq!(events.line("id:"), format!("id: {}", version + 1));
    assert!(events.line("data:").contains("\"id\":\"Person:first\""));
    drop(events);
    server.graph.put(&["second"]);
    server.graph.put(&["third"]);
    let mut events = ask(&format!("\r\nLast-Event-ID: {}", version + 1));
    for (number, key) in [(2, "second"), (3, "third")] {
        assert_eq!(events.line("id:"), format!("id: {}", version + number));
        assert!(events.line("data:").contains(key));
    }
    let refused = Events::subscribe(&server, "subscription { changes { by } }").rest();
    let why = "this takes the role ANALYST: yours is READER";
    assert!(refused.contains(why) && refused.contains("FORBIDDEN"), "{refused}");
}

#[test]
fn a_stream_that_is_quiet_shows_that_it_is_alive() {
    let limits = Limits { look: Duration::from_millis(50), ..Limits::default() };
    let server = Server::with(limits);
    let mut events = Events::subscribe(&server, PEOPLE);
    events.line("data:");
    assert_eq!(events.line(":"), ":");
    assert_eq!(events.line(":"), ":");
}

#[test]
fn a_server_that_stops_ends_its_streams() {
    let mut server = Server::start();
    let mut events = Events::subscribe(&server, PEOPLE);
    events.line("data:");
    server.stop();
    assert!(events.rest().contains("event: complete"));
    server.stopped();
}
