//! Somebody who asks on one connection.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::Duration,
};

use serde_json::{Value, json};

/// Longer than anything takes that is not broken.
const PATIENCE: Duration = Duration::from_mins(2);

pub(super) struct Client {
    address: String,
    secret: String,
    stream: BufReader<TcpStream>,
}

impl Client {
    pub(super) fn new(address: &str, secret: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let (address, secret) = (address.to_owned(), secret.to_owned());
        Client { address, secret, stream: BufReader::new(stream) }
    }

    /// The same with a connection of its own.
    pub(super) fn another(&self) -> Self {
        Client::new(&self.address, &self.secret)
    }

    /// Asks a document; `Err` says what is wrong with the answer.
    pub(super) fn ask(&mut self, query: &str, variables: &Value) -> Result<Value, String> {
        let body = json!({"query": query, "variables": variables}).to_string();
        let (status, body) = self.send("POST", "/graphql", ("application/json", body.as_bytes()));
        let answer: Value = serde_json::from_slice(&body).map_err(|why| format!("{why}"))?;
        let is_right = status == 200 && answer.get("errors").is_none();
        if is_right { Ok(answer) } else { Err(format!("{status} {answer}")) }
    }

    /// The status and the body of an answer.
    pub(super) fn send(
        &mut self,
        method: &str,
        path: &str,
        (kind, body): (&str, &[u8]),
    ) -> (u16, Vec<u8>) {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n\
             Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            self.secret,
            body.len()
        );
        let whole = [head.as_bytes(), body].concat();
        self.stream.get_mut().write_all(&whole).unwrap();
        self.answer()
    }

    fn answer(&mut self) -> (u16, Vec<u8>) {
        let status = self.line();
        let status = status.split(' ').nth(1).unwrap().parse().unwrap();
        let (mut length, mut is_chunked) = (0, false);
        loop {
            let line = self.line().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(text) = line.strip_prefix("content-length: ") {
                length = text.parse().unwrap();
            }
            is_chunked |= line == "transfer-encoding: chunked";
        }
        let mut body = Vec::new();
        if !is_chunked {
            body.resize(length, 0);
            self.stream.read_exact(&mut body).unwrap();
            return (status, body);
        }
        loop {
            let length = usize::from_str_radix(&self.line(), 16).unwrap();
            let begun = body.len();
            body.resize(begun + length, 0);
            self.stream.read_exact(&mut body[begun..]).unwrap();
            self.line();
            if length == 0 {
                return (status, body);
            }
        }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        assert!(self.stream.read_line(&mut line).unwrap() > 0, "the server closed the connection");
        line.trim_end().to_owned()
    }
}
