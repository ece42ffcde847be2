//! A server that the system grants few handles for files and connections.

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    process::Command,
};

use rustix::process::{Pid, Resource, Rlimit, prlimit};
use serde_json::{Value, json};

use super::{
    client::{Client, PATIENCE, source},
    prepared,
};
use crate::{
    cli::run,
    operation::{Process, line_with},
};

/// The program with so many handles.
fn with_handles(data: &Path, handles: u64) -> Command {
    let mut command = Command::new("sh");
    let script = format!("ulimit -n {handles}; exec \"$0\" \"$@\"");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_bole")]).env_clear();
    command.env("BOLE_DATA", data).env("BOLE_LISTEN", "127.0.0.1:0").env("BOLE_SEED", "none");
    command.env("BOLE_LOG", "json");
    command
}

/// Connects, and asks how the server is.
fn ask(address: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    stream
}

/// The first line of an answer.
fn status(stream: &mut TcpStream) -> String {
    let mut bytes = [0; 12];
    stream.read_exact(&mut bytes).unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn too_few_handles_to_serve_are_said_at_the_start() {
    let dir = tempfile::tempdir().unwrap();
    let (code, _, error) = run(with_handles(&dir.path().join("data"), 100).arg("serve"));
    assert_eq!(code, 1);
    assert!(error.contains("the system grants 100 handles, and a server needs 200"), "{error}");
    assert!(error.contains("raise `ulimit -n`"), "{error}");
    assert!(!dir.path().join("data").exists());
}

#[test]
fn as_many_connections_are_taken_as_there_are_handles_for_and_the_rest_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = with_handles(&dir.path().join("data"), 202);
    command.stderr(std::process::Stdio::piped());
    let process = Process::ready(&mut command);
    let mut guests: Vec<TcpStream> = (0..10).map(|_| ask(&process.address)).collect();
    assert!(guests.iter_mut().all(|it| status(it) == "HTTP/1.1 200"));
    assert_eq!(status(&mut ask(&process.address)), "HTTP/1.1 503");
    drop(guests.pop());
    // Its seat is free a moment later.
    while status(&mut ask(&process.address)) != "HTTP/1.1 200" {}
    assert_eq!(process.stopped().0, 0);
}

/// When a line of the log was written, in milliseconds of its day.
fn millis(line: &str) -> u64 {
    let line: Value = serde_json::from_str(line).unwrap();
    let (_, time) = line["timestamp"].as_str().unwrap().split_once('T').unwrap();
    let mut parts = time.trim_end_matches('Z').split([':', '.']);
    let mut next = || parts.next().unwrap().get(..).unwrap();
    let (hours, minutes, seconds) = (next(), next(), next());
    let number = |it: &str| it.parse::<u64>().unwrap();
    let fraction = format!("{:0<3}", next().chars().take(3).collect::<String>());
    ((number(hours) * 60 + number(minutes)) * 60 + number(seconds)) * 1_000 + number(&fraction)
}

#[test]
fn who_finds_no_handle_left_waits_and_the_others_are_served_meanwhile() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let secret = prepared(&data);
    let mut process = Process::ready(&mut with_handles(&data, 1_024));
    let mut early = Client::new(&process.address, &secret).unwrap();
    let mut make = |key: &str| {
        let person = json!({"key": key, "name": {"en": key}, "source": source()});
        early.send("createPerson", &json!({"person": person})).unwrap()["version"].is_u64()
    };
    assert!(make("before"));
    // Nobody knows how many there are but who opened them: those that are open are left to it.
    let id = process.id();
    let open = fs::read_dir(format!("/proc/{id}/fd")).unwrap().count() as u64;
    let pid = Pid::from_raw(id.cast_signed()).unwrap();
    let limited = |handles| {
        let limit = Rlimit { current: Some(handles), maximum: Some(1_024) };
        prlimit(Some(pid), Resource::Nofile, limit).unwrap()
    };
    let before = limited(open - 1);
    let mut late = ask(&process.address);
    let times: Vec<u64> =
        (0..3).map(|_| millis(&line_with(&mut process.log, "nobody can connect"))).collect();
    // It rests half a second each time; a day may end between two.
    let rested = times.windows(2).filter(|it| it[1] < it[0] || it[1] - it[0] >= 450).count();
    assert_eq!(rested, 2, "it did not try all the time: {times:?}");
    assert!(make("meanwhile"));
    limited(before.current.unwrap());
    assert_eq!(status(&mut late), "HTTP/1.1 200");
    assert!(make("after"));
    assert_eq!(process.stopped().0, 0);
}
