//! A server that is told to stop while everybody asks.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Write},
    net::TcpStream,
    sync::mpsc::{Sender, channel},
    thread,
};

use serde_json::{Value, json};
use tungstenite::{
    Message, WebSocket,
    client::IntoClientRequest,
    http::HeaderValue,
    protocol::{CloseFrame, frame::coding::CloseCode},
};

use super::{
    client::{Client, PATIENCE, source},
    prepared, unlimited,
};
use crate::cli::{bole, ready, run};

const WRITERS: usize = 6;
/// Requests whose body comes only when the server was told to stop.
const BEGUN: usize = 6;
const LISTENERS: usize = 4;
/// Acknowledgements before the server is told.
const ENOUGH: usize = 40;

const LIVE: &str = "subscription { live { people { totalCount } } }";

fn body(key: &str) -> String {
    let query = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { version } }";
    let person = json!({"key": key, "name": {"en": key}, "source": source()});
    json!({"query": query, "variables": {"input": {"person": person}}}).to_string()
}

/// Writes until there is no answer: the keys that were acknowledged, and the one that was not.
fn write(mut client: Client, writer: usize, told: &Sender<()>) -> (Vec<String>, String) {
    let mut made = Vec::new();
    for number in 0.. {
        let key = format!("writer-{writer}-{number}");
        let person = json!({"key": &key, "name": {"en": &key}, "source": source()});
        match client.send("createPerson", &json!({"person": person})) {
            Ok(answer) => assert!(answer["version"].is_u64(), "{answer}"),
            Err(_) => return (made, key),
        }
        made.push(key);
        told.send(()).unwrap_or_default();
    }
    unreachable!("a server stops before there are no more numbers")
}

/// Listens over a WebSocket; the code with which it ends.
fn socket(address: &str) -> WebSocket<TcpStream> {
    let mut request = format!("ws://{address}/graphql").into_client_request().unwrap();
    request.headers_mut().insert("host", HeaderValue::from_static("localhost"));
    let protocol = HeaderValue::from_static("graphql-transport-ws");
    request.headers_mut().insert("sec-websocket-protocol", protocol);
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let (mut socket, _) = tungstenite::client(request, stream).unwrap();
    socket.send(Message::text(r#"{"type":"connection_init"}"#)).unwrap();
    let subscribe = json!({"id": "1", "type": "subscribe", "payload": {"query": LIVE}});
    socket.send(Message::text(subscribe.to_string())).unwrap();
    // The first answer tells that it listens.
    while !heard(&mut socket).unwrap().contains("\"next\"") {}
    socket
}

/// The next text; `Err` has the frame that closes.
fn heard(socket: &mut WebSocket<TcpStream>) -> Result<String, CloseFrame> {
    loop {
        match socket.read().unwrap() {
            Message::Text(text) => return Ok(text.as_str().to_owned()),
            Message::Close(frame) => return Err(frame.expect("it says why")),
            _ => (),
        }
    }
}

/// Listens by events until the last.
fn events(address: &str) -> BufReader<TcpStream> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let body = json!({"query": LIVE}).to_string();
    let request = format!(
        "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
         Accept: text/event-stream\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut lines = BufReader::new(stream);
    let mut line = String::new();
    while !line.starts_with("data: {") {
        line.clear();
        assert_ne!(lines.read_line(&mut line).unwrap(), 0);
    }
    lines
}

#[test]
fn a_server_that_is_told_to_stop_answers_all_that_it_began_and_begins_nothing_more() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let secret = prepared(&data);
    let server = ready(&mut unlimited(&data));
    let address = server.address().to_owned();
    let (told, hear) = channel();
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (client, told) = (Client::new(&address, &secret).unwrap(), told.clone());
            thread::spawn(move || write(client, writer, &told))
        })
        .collect();
    let sockets: Vec<_> = (0..LISTENERS).map(|_| socket(&address)).collect();
    let streams: Vec<_> = (0..LISTENERS).map(|_| events(&address)).collect();
    let begun: Vec<(String, Client)> = (0..BEGUN)
        .map(|it| {
            let mut client = Client::new(&address, &secret).unwrap();
            let body = body(&format!("begun-{it}"));
            client.begin(&body);
            (body, client)
        })
        .collect();
    (0..ENOUGH).for_each(|_| hear.recv().unwrap());
    server.signal("-TERM");
    // Streams end when the server has begun to stop.
    for mut socket in sockets {
        let close = std::iter::repeat_with(|| heard(&mut socket)).find_map(Result::err).unwrap();
        assert_eq!(close.code, CloseCode::Away, "{close}");
    }
    for stream in streams {
        let lines: Vec<String> = stream.lines().map(Result::unwrap).collect();
        assert!(lines.iter().any(|it| it == "event: complete"), "{lines:?}");
    }
    let (mut made, mut not_told) = (BTreeSet::new(), Vec::new());
    for (it, (body, mut client)) in begun.into_iter().enumerate() {
        let answer = client.end(&body).expect("what was begun is answered");
        assert!(answer["data"]["createPerson"]["version"].is_u64(), "{answer}");
        made.insert(format!("begun-{it}"));
    }
    for writer in writers {
        let (keys, open) = writer.join().unwrap();
        made.extend(keys);
        not_told.push(open);
    }
    assert_eq!(server.ended(), 0);
    let (code, _, error) = run(bole(&data).arg("check"));
    assert_eq!(code, 0, "{error}");
    let (_, text, _) =
        run(bole(&data).args(["query", "{ people(first: 1000) { nodes { key } } }"]));
    let answer: Value = serde_json::from_str(&text).unwrap();
    let people = answer["data"]["people"]["nodes"].as_array().unwrap();
    let found: BTreeSet<_> =
        people.iter().map(|it| it["key"].as_str().unwrap().to_owned()).collect();
    assert_eq!(found, made, "and none of {not_told:?}, which nobody was told of");
}
