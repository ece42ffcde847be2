//! What an operator sees and sets.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod config;
mod figures;
mod gate;
mod log;
mod service;
mod traces;

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, ChildStderr, Command, Stdio},
};

use crate::server::{Answer, send_to};

/// The program as a server, whose log is read.
pub(crate) struct Process {
    child: Child,
    pub(crate) log: BufReader<ChildStderr>,
    pub(crate) address: String,
}

impl Process {
    /// Waits until it listens, which is before it is ready.
    fn listening(command: &mut Command) -> Self {
        Process::which_says("listening", command.args(["--log-level", "debug"]))
    }

    /// Waits until it takes requests.
    pub(crate) fn ready(command: &mut Command) -> Self {
        Process::which_says("ready", command)
    }

    /// The log must be of the form JSON.
    fn which_says(word: &str, command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let line = line_with(&mut log, &format!("\"{word}\""));
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        let address = line["fields"]["address"].as_str().unwrap().to_owned();
        Process { child, log, address }
    }

    /// The number that the system has given it.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    fn send(&self, head: &str, body: &str) -> Answer {
        send_to(&self.address, head, body)
    }

    fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
    }

    /// Stops it, with its exit code and the rest of its log.
    pub(crate) fn stopped(mut self) -> (i32, String) {
        self.signal("-TERM");
        let mut text = String::new();
        self.log.read_to_string(&mut text).unwrap();
        (self.child.wait().unwrap().code().unwrap(), text)
    }
}

/// The next line with a word in it.
pub(crate) fn line_with(log: &mut impl BufRead, word: &str) -> String {
    let mut before = String::new();
    loop {
        let mut line = String::new();
        assert_ne!(log.read_line(&mut line).unwrap(), 0, "no {word} in\n{before}");
        if line.contains(word) {
            return line;
        }
        before += &line;
    }
}

/// The head of a request with a query.
const POST: &str = "POST /graphql HTTP/1.1\r\nContent-Type: application/json";
