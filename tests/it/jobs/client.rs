//! Somebody who sends files and watches what becomes of them.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use bole::catalog::enums::AccessRole;
use serde_json::{Value, json};

use crate::server::{Server, ask_as};

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_mins(1);

/// All that is told of a job.
const JOB: &str = "id state source file by askedAt endedAt dryRun records created updated unchanged \
                   skipped ambiguous report failure";

pub(crate) struct Desk {
    address: SocketAddr,
    authorization: String,
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Sends the head of an import whose file has so many bytes.
pub(crate) fn begin(server: &Server, desk: &Desk, path: &str, length: usize) -> TcpStream {
    let mut stream = connect(server.address);
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: {}\r\n\
         Content-Length: {length}\r\n\r\n",
        desk.authorization
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream
}

/// The status and the body that come for an import.
pub(crate) fn end(mut stream: TcpStream) -> (u16, Value) {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap())
}

impl Desk {
    pub(crate) fn new(server: &Server, role: AccessRole) -> Self {
        let token = server.token(&role.name().to_ascii_lowercase(), role, None);
        Desk { address: server.address, authorization: format!("Bearer {token}") }
    }

    /// Sends a whole file; gives the status and the body of the answer.
    pub(crate) fn send(&self, path: &str, file: &[u8]) -> (u16, Value) {
        let mut stream = connect(self.address);
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: {}\r\n\
             Content-Length: {}\r\n\r\n",
            self.authorization,
            file.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(file).unwrap();
        end(stream)
    }

    /// Tells an import to end; gives the status and the body of the answer.
    pub(crate) fn stop(&self, id: &str) -> (u16, Value) {
        let mut stream = connect(self.address);
        let head = format!(
            "DELETE /import/{id} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
             Authorization: {}\r\n\r\n",
            self.authorization
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, serde_json::from_str(body).unwrap_or_default())
    }

    /// Sends a file that is taken; gives the id of the job.
    pub(crate) fn accepted(&self, path: &str, file: &[u8]) -> String {
        let (status, body) = self.send(path, file);
        assert_eq!(status, 202, "{body}");
        body["id"].as_str().unwrap().to_owned()
    }

    pub(crate) fn ask(&self, query: &str) -> Value {
        let (_, _, body) = ask_as(self.address, Some(&self.authorization), query);
        serde_json::from_str(&body).unwrap()
    }

    pub(crate) fn job(&self, id: &str) -> Value {
        let mut answer = self.ask(&format!("{{ importJob(id: \"{id}\") {{ {JOB} }} }}"));
        answer["data"]["importJob"].take()
    }

    /// The id of the import that was sent last, when there is one.
    pub(crate) fn newest(&self) -> String {
        loop {
            let jobs = self.ask("{ importJobs { id } }");
            if let Some(id) = jobs["data"]["importJobs"][0]["id"].as_str() {
                return id.to_owned();
            }
        }
    }

    /// The answers of a subscription, one after the other.
    pub(crate) fn events(&self, query: &str) -> impl Iterator<Item = Value> + use<> {
        let body = json!({ "query": query }).to_string();
        let mut stream = connect(self.address);
        let request = format!(
            "POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: {}\r\n\
             Content-Type: application/json\r\nAccept: text/event-stream\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.authorization,
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let lines = BufReader::new(stream).lines().map(Result::unwrap);
        let data = lines.take_while(|it| it != "event: complete");
        data.filter_map(|it| Some(serde_json::from_str(it.strip_prefix("data: ")?).unwrap()))
    }

    /// How an import stood, step by step, until it was over.
    pub(crate) fn watch(&self, id: &str) -> Vec<Value> {
        self.steps(id).collect()
    }

    /// Waits until an import is so far.
    pub(crate) fn watch_until(&self, id: &str, state: &str) {
        assert!(self.steps(id).any(|it| it["state"] == state));
    }

    fn steps(&self, id: &str) -> impl Iterator<Item = Value> + use<> {
        let query = format!("subscription {{ importJob(id: \"{id}\") {{ {JOB} }} }}");
        self.events(&query).map(|mut it| it["data"]["importJob"].take())
    }
}
