//! Answers that are kept, here and by clients; and documents that are named instead of sent.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]
#![expect(clippy::float_cmp, reason = "what is compared was counted")]

mod answers;
mod command;
mod documents;
mod meanwhile;
mod packed;
mod persisted;
mod tags;
mod viewers;

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use bole::{
    auth::Settings,
    catalog::Change,
    http::{Caching, Options},
};

use crate::{
    graph::{reason, rows},
    server::{How, Server, header},
};

const HITS: &str = "bole_answer_cache_lookups_total{result=\"hit\"}";
const MISSES: &str = "bole_answer_cache_lookups_total{result=\"miss\"}";

const PEOPLE: &str = "{ people(first: 50) { totalCount nodes { key name } } }";
const MODELS: &str = "{ models(first: 50) { totalCount nodes { key name } } }";

/// A server that anybody may ask as often as they like, with this for answers that are kept.
fn keeping(caching: Caching) -> Server {
    Server::set_up(how(caching))
}

fn how(caching: Caching) -> How {
    let settings = Settings { rate_limit: 0, rate_limit_anonymous: 0, ..Settings::default() };
    How { settings, options: Options { caching, ..Options::default() }, ..How::default() }
}

/// The body of a request of a document.
fn body(query: &str) -> String {
    serde_json::json!({ "query": query }).to_string()
}

/// An address that asks a document, with other parameters behind it.
fn address(parameters: &[(&str, &str)]) -> String {
    let encoded =
        |text: &str| text.bytes().fold(String::new(), |text, it| text + "%" + &format!("{it:02X}"));
    let parameters = parameters.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
    format!("/graphql?{}", parameters.collect::<Vec<_>>().join("&"))
}

/// Puts a row of a table, of which these are the columns and the values beside the source.
fn put(server: &Server, table: &str, text: &str) {
    let mut change = Change::default();
    for row in rows(table, text) {
        change.put(row);
    }
    server.api.live().commit(change, reason()).unwrap();
}

/// Puts a person with this name.
fn put_person(server: &Server, key: &str, name: &str) {
    put(server, "Person", &format!("key,name,source\n{key},{name},huxiu-llm-talent-2023"));
}

/// The head in lower case and the body of an answer, as bytes.
fn got(server: &Server, request: &str) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|it| it == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(answer[..end].to_vec()).unwrap().to_ascii_lowercase();
    (head, answer[end + 4..].to_vec())
}

/// Gets an address with these lines in the head.
fn get(server: &Server, path: &str, lines: &str) -> (String, Vec<u8>) {
    let head = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
    got(server, &format!("{head}{lines}\r\n"))
}
