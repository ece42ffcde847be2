//! Somebody who asks again and again on one connection, and takes nothing for an answer that is not
//! whole.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::Duration,
};

use serde_json::{Value, json};

/// Longer than anything here takes.
pub(crate) const PATIENCE: Duration = Duration::from_mins(2);

pub(crate) struct Client {
    stream: BufReader<TcpStream>,
    secret: String,
}

/// The source of all rows that are made here.
pub(crate) fn source() -> Value {
    json!({"key": "source"})
}

impl Client {
    pub(crate) fn new(address: &str, secret: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Client { stream: BufReader::new(stream), secret: secret.to_owned() })
    }

    /// The whole answer to a document with one variable `input`.
    pub(crate) fn ask(&mut self, query: &str, input: &Value) -> io::Result<Value> {
        let body = json!({"query": query, "variables": {"input": input}}).to_string();
        let head = self.head("/graphql", body.len(), "");
        self.stream.get_mut().write_all(format!("{head}{body}").as_bytes())?;
        self.answer()
    }

    /// Imports a file; the job when it is over.
    pub(crate) fn import(&mut self, path: &str, file: &str) -> Value {
        let head = self.head(path, file.len(), "");
        self.stream.get_mut().write_all(format!("{head}{file}").as_bytes()).unwrap();
        let accepted = self.answer().unwrap();
        let query = "query($input: ID!) { importJob(id: $input) { state failure } }";
        loop {
            let mut answer = self.ask(query, &accepted["id"]).unwrap();
            let job = answer["data"]["importJob"].take();
            if job["state"] == "DONE" || job["state"] == "FAILED" {
                return job;
            }
        }
    }

    /// What a mutation with one input gives; `Err` where no whole answer came.
    pub(crate) fn send(&mut self, mutation: &str, input: &Value) -> io::Result<Value> {
        let ty = mutation[..1].to_uppercase() + &mutation[1..];
        let query = format!(
            "mutation($input: {ty}Input!) {{ {mutation}(input: $input) {{ version userErrors {{ \
             code field message }} }} }}"
        );
        self.ask(&query, input).map(|mut it| match it["data"][mutation].take() {
            Value::Null => it,
            payload => payload,
        })
    }

    /// The head of a request whose body has so many bytes, with more headers.
    fn head(&self, path: &str, length: usize, more: &str) -> String {
        format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n{more}\r\n",
            self.secret
        )
    }

    /// Begins a request, and waits until the server has begun with it, too: it asks for the body.
    pub(crate) fn begin(&mut self, body: &str) {
        let head = self.head("/graphql", body.len(), "Expect: 100-continue\r\n");
        self.stream.get_mut().write_all(head.as_bytes()).unwrap();
        let (mut line, mut end) = (String::new(), String::new());
        self.stream.read_line(&mut line).unwrap();
        self.stream.read_line(&mut end).unwrap();
        assert!(line.starts_with("HTTP/1.1 100 ") && end == "\r\n", "{line}{end}");
    }

    /// Sends the body of a request that was begun, and takes its answer.
    pub(crate) fn end(&mut self, body: &str) -> io::Result<Value> {
        self.stream.get_mut().write_all(body.as_bytes())?;
        self.answer()
    }

    fn answer(&mut self) -> io::Result<Value> {
        let (mut length, mut line) = (None, String::new());
        loop {
            line.clear();
            if self.stream.read_line(&mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if line == "\r\n" {
                break;
            }
            let lower = line.to_ascii_lowercase();
            length = lower.strip_prefix("content-length: ").map(str::to_owned).or(length);
        }
        let length = length.expect("every answer tells its length").trim().parse().unwrap();
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(serde_json::from_slice(&body)?)
    }
}
