//! Traces, as a collector gets them.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    sync::mpsc,
    thread,
};

use super::{POST, Process};
use crate::cli::bole;

/// What a collector was sent: the paths, and all bodies.
type Sent = (Vec<String>, Vec<u8>);

/// A collector that takes what comes until nobody sends more.
fn collector() -> (String, mpsc::Receiver<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, sent) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming().map(Result::unwrap) {
            let sender = sender.clone();
            thread::spawn(move || {
                let mut stream = BufReader::new(stream);
                let mut first = String::new();
                while stream.read_line(&mut first).is_ok_and(|it| it > 0) {
                    let mut length = 0;
                    loop {
                        let mut line = String::new();
                        stream.read_line(&mut line).unwrap();
                        let line = line.trim_end().to_ascii_lowercase();
                        if let Some(it) = line.strip_prefix("content-length: ") {
                            length = it.parse().unwrap();
                        }
                        if line.is_empty() {
                            break;
                        }
                    }
                    let mut body = vec![0; length];
                    stream.read_exact(&mut body).unwrap();
                    sender.send((first.trim_end().to_owned(), body)).unwrap_or_default();
                    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
                    stream.get_mut().write_all(answer).unwrap();
                    first.clear();
                }
            });
        }
    });
    (format!("http://{address}"), sent)
}

fn all(sent: &mpsc::Receiver<(String, Vec<u8>)>) -> Sent {
    sent.try_iter().fold(Sent::default(), |(mut paths, mut bodies), (path, body)| {
        paths.push(path);
        bodies.extend(body);
        (paths, bodies)
    })
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|it| it == part)
}

#[test]
fn a_collector_gets_the_parts_of_a_request_within_the_trace_of_who_asked() {
    let (url, sent) = collector();
    let dir = tempfile::tempdir().unwrap();
    let mut command = bole(&dir.path().join("data"));
    let process = Process::ready(command.args(["--log", "json", "--otlp-endpoint", &url]));
    let trace = "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    let query =
        r#"{"query":"query Private { people(where: {name: {eq: \"Zuse\"}}) { totalCount } }"}"#;
    let (status, _, _) = process.send(&format!("{POST}\r\n{trace}\r\nX-Request-Id: desk-7"), query);
    assert_eq!(status, 200);
    // What is left is sent when it stops.
    let (code, log) = process.stopped();
    assert_eq!(code, 0, "{log}");
    let (paths, bytes) = all(&sent);
    assert!(paths.iter().all(|it| it == "POST /v1/traces HTTP/1.1"), "{paths:?}");
    for part in ["POST /graphql", "request", "parse", "validate", "plan", "run", "write", "desk-7"]
    {
        assert!(holds(&bytes, part.as_bytes()), "{part}");
    }
    let trace = 0x0af7_6519_16cd_43dd_8448_eb21_1c80_319c_u128.to_be_bytes();
    let spans = bytes.windows(trace.len()).filter(|it| *it == trace).count();
    assert!(spans >= 7, "{spans} spans are of the trace");
    assert!(
        holds(&bytes, &0xb7ad_6b71_6920_3331_u64.to_be_bytes()),
        "none is in the span of who asked"
    );
    assert!(!holds(&bytes, b"Zuse"), "what was asked is private");
}

#[test]
fn without_a_collector_that_answers_requests_are_and_it_is_said_once() {
    let refusing = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", refusing.local_addr().unwrap());
    drop(refusing);
    let dir = tempfile::tempdir().unwrap();
    let mut command = bole(&dir.path().join("data"));
    let process = Process::ready(command.args(["--log", "json", "--otlp-endpoint", &url]));
    for _ in 0..3 {
        assert_eq!(process.send(POST, r#"{"query":"{ people { totalCount } }"}"#).0, 200);
    }
    let (code, log) = process.stopped();
    assert_eq!(code, 0);
    assert_eq!(log.matches("the collector takes no traces").count(), 1, "{log}");
}
