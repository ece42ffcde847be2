//! HTTP/2, and what clients of it may not do. Frames are written here by hand, since no client that
//! keeps to the protocol would send them.

use std::{
    io::{Read, Write},
    net::{TcpStream, ToSocketAddrs},
};

use super::{QUERY, connected_by};
use crate::{
    cli::{bole, ready},
    server::Server,
};
use bole::http::Connections;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const CONTINUATION: u8 = 9;

const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// `POST /graphql` with JSON, as HPACK writes it without a table.
const POST: &[u8] = b"\x83\x86\x04\x08/graphql\x01\x09localhost\x0f\x10\x10application/json";

struct Client(TcpStream);

/// What came: its kind, its flags, and what is in it.
type Frame = (u8, u8, Vec<u8>);

fn frame(kind: u8, flags: u8, stream: u8, content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    let mut frame = length[1..].to_vec();
    frame.extend([kind, flags, 0, 0, 0, stream]);
    frame.extend(content);
    frame
}

impl Client {
    fn connect(address: impl ToSocketAddrs) -> Self {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").unwrap();
        let mut client = Client(stream);
        client.send(SETTINGS, 0, 0, b"");
        client
    }

    fn send(&mut self, kind: u8, flags: u8, stream: u8, content: &[u8]) {
        self.0.write_all(&frame(kind, flags, stream, content)).unwrap();
    }

    /// The next frame of a kind.
    fn next(&mut self, expected: u8) -> Frame {
        loop {
            let mut head = [0; 9];
            self.0.read_exact(&mut head).unwrap();
            let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
            let mut content = vec![0; length as usize];
            self.0.read_exact(&mut content).unwrap();
            if head[3] == expected {
                return (head[3], head[4], content);
            }
        }
    }
}

#[test]
fn requests_are_answered_over_http_2() {
    let server = Server::start();
    let mut client = Client::connect(server.address);
    for stream in [1, 3, 5] {
        client.send(HEADERS, END_HEADERS, stream, POST);
        client.send(DATA, END_STREAM, stream, QUERY.as_bytes());
        let (_, _, body) = client.next(DATA);
        assert!(body.starts_with(br#"{"data":{"__typename":"Query"}"#));
    }
}

#[test]
fn a_client_that_leaves_in_the_middle_of_too_long_a_body_keeps_no_thread() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = bole(dir.path());
    let server = ready(command.args(["--seed", "none", "--body-bytes-max", "1024"]));
    let mut client = Client::connect(server.address());
    client.send(HEADERS, END_HEADERS, 1, POST);
    client.send(DATA, 0, 1, &[b' '; 2_000]);
    let (_, _, refused) = client.next(DATA);
    assert!(String::from_utf8(refused).unwrap().contains("longer than 1024 bytes"));
    client.send(RST_STREAM, 0, 1, &8u32.to_be_bytes());
    // What comes back was sent when the server had taken what came before.
    client.send(PING, 0, 0, &[0; 8]);
    client.next(PING);
    drop(client);
    // A thread that is busy for ever would keep the process from its end.
    assert_eq!(server.stop("-TERM"), 0);
}

#[test]
fn a_head_without_an_end_is_not_read_on() {
    let server = connected_by(Connections { head_bytes_max: 8_192, ..Connections::default() });
    let mut client = Client::connect(server.address);
    let mut flood = frame(HEADERS, 0, 1, POST);
    // Names and values that are new each time, and never the last.
    let headers = b"\x00\x01a\x7f\x00".iter().copied().chain([b'x'; 127]).collect::<Vec<u8>>();
    for _ in 0..1_000 {
        flood.extend(frame(CONTINUATION, 0, 1, &headers));
    }
    // The server may end it before all was sent.
    drop(client.0.write_all(&flood));
    let mut last = Vec::new();
    drop(client.0.read_to_end(&mut last));
    assert!(last.len() < 1_000, "{} bytes", last.len());
    assert_eq!(server.post(QUERY).0, 200);
}

#[test]
fn who_opens_streams_and_ends_them_at_once_is_sent_away() {
    let server = Server::start();
    let mut client = Client::connect(server.address);
    let mut flood = Vec::new();
    for stream in (1..255).step_by(2) {
        flood.extend(frame(HEADERS, END_HEADERS | END_STREAM, stream, POST));
        flood.extend(frame(RST_STREAM, 0, stream, &8u32.to_be_bytes()));
    }
    client.0.write_all(&flood).unwrap();
    let (_, _, why) = client.next(GOAWAY);
    // ENHANCE_YOUR_CALM.
    assert_eq!(why[4..8], 11u32.to_be_bytes());
    assert_eq!(server.post(QUERY).0, 200);
}
