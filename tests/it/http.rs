//! The server over a real socket.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
};

use bole::{graphql::Api, http};
use tokio::{net::TcpListener, runtime::Runtime, sync::oneshot, task::JoinHandle};

use crate::graph::{now, seeded};

/// A server with the seed, at a port of its own.
struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<io::Result<()>>,
    runtime: Runtime,
    _dir: tempfile::TempDir,
}

impl Server {
    fn start() -> Self {
        let (dir, live) = seeded();
        let runtime = Runtime::new().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let router = http::router(Api::new(live, now));
        let serving = runtime.spawn(http::serve(listener, router, async { drop(stopped.await) }));
        Server { address, stop: Some(stop), serving, runtime, _dir: dir }
    }

    /// The status line, the head and the body of an answer.
    fn send(&self, head: &str, body: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let length = body.len();
        let request = format!(
            "{head}\r\nHost: bole\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, head.to_ascii_lowercase(), body.to_owned())
    }

    fn post(&self, body: &str) -> (u16, String, String) {
        self.send("POST /graphql HTTP/1.1\r\nContent-Type: application/json", body)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            stop.send(()).unwrap_or_default();
        }
        let runtime = std::mem::replace(&mut self.runtime, Runtime::new().unwrap());
        runtime.shutdown_background();
    }
}

#[test]
fn queries_are_answered_by_post_and_by_get() {
    let server = Server::start();
    let expected = r#"{"data":{"person":{"name":"Ilya Sutskever"}}}"#;
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
fn pages_and_health_are_served() {
    let server = Server::start();
    let (status, _, body) = server.send("GET /graphiql HTTP/1.1", "");
    assert!(status == 200 && body.contains("graphiql"));
    let (status, _, body) = server.send("GET /schema.graphql HTTP/1.1", "");
    assert!(status == 200 && body.contains("type Person implements Node"));
    let (status, _, body) = server.send("GET /healthz HTTP/1.1", "");
    assert_eq!((status, body.as_str()), (200, r#"{"status":"ok"}"#));
    let (status, head, _) = server.send("GET / HTTP/1.1", "");
    assert!(status == 307 && head.contains("location: /graphiql"));
}

#[test]
fn a_client_that_never_ends_its_request_does_not_keep_the_server_from_stopping() {
    let mut server = Server::start();
    let mut stream = TcpStream::connect(server.address).unwrap();
    let head = "POST /graphql HTTP/1.1\r\nHost: bole\r\nContent-Type: application/json\r\n\
                Content-Length: 2\r\nExpect: 100-continue\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    // The server asks for the body when it has begun to wait for it.
    let mut asked = [0; 12];
    stream.read_exact(&mut asked).unwrap();
    assert_eq!(&asked, b"HTTP/1.1 100");
    server.stop.take().unwrap().send(()).unwrap();
    let serving = std::mem::replace(&mut server.serving, server.runtime.spawn(async { Ok(()) }));
    server.runtime.block_on(serving).unwrap().unwrap();
}
