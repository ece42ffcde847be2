//! A server under a service manager.

use std::{fs, net::TcpListener, os::unix::net::UnixDatagram};

use super::{POST, Process};
use crate::cli::{bole, run};

#[test]
fn a_service_manager_is_told_and_a_server_drains_before_it_stops() {
    let dir = tempfile::tempdir().unwrap();
    let socket = dir.path().join("notify");
    let manager = UnixDatagram::bind(&socket).unwrap();
    let told = |word: &str| {
        let mut text = [0; 1_000];
        loop {
            let length = manager.recv(&mut text).unwrap();
            if String::from_utf8_lossy(&text[..length]).contains(word) {
                return;
            }
        }
    };
    let mut command = bole(&dir.path().join("data"));
    command.env("NOTIFY_SOCKET", &socket).args(["--log", "json", "--drain", "1h"]);
    let process = Process::ready(&mut command);
    told("READY=1");
    assert_eq!(process.send("GET /readyz HTTP/1.1", "").0, 200);
    process.signal("-TERM");
    told("STOPPING=1");
    let (status, _, body) = process.send("GET /readyz HTTP/1.1", "");
    assert_eq!((status, body.as_str()), (503, r#"{"status":"stopping"}"#));
    assert_eq!(process.send(POST, r#"{"query":"{ people { totalCount } }"}"#).0, 200);
    // The second signal ends the hour.
    let (code, log) = process.stopped();
    assert_eq!(code, 0);
    assert!(log.contains(r#""message":"stopped""#), "{log}");
}

#[test]
fn health_is_asked_by_the_program_itself() {
    let dir = tempfile::tempdir().unwrap();
    let process = Process::ready(bole(&dir.path().join("data")).args(["--log", "json"]));
    let url = format!("http://{}", process.address);
    let health = |url: &str| run(bole(dir.path()).args(["health", "--ready", "--url", url]));
    let (code, text, _) = health(&url);
    assert_eq!((code, text.as_str()), (0, "{\"status\":\"ready\"}\n"));
    let (code, _, error) = health(&format!("{url}/graphql"));
    assert_eq!(code, 1);
    assert!(error.contains("answers with the status 404") && error.lines().count() == 1, "{error}");
    process.stopped();
    let (code, _, error) = health(&url);
    assert_eq!(code, 1);
    assert!(error.contains("does not answer") && error.lines().count() == 1, "{error}");
}

#[test]
fn an_address_for_figures_that_is_in_use_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let data = dir.path().join("data");
    let (code, _, error) = run(bole(&data).args(["--metrics-listen", &address]));
    assert_eq!(code, 1);
    assert!(error.contains("name another address with --metrics-listen\n"), "{error}");
    assert!(!data.exists());
}

#[test]
fn the_files_for_operators_name_flags_and_files_that_are_there() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/");
    let read = |name: &str| fs::read_to_string(format!("{root}{name}")).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let (_, help, _) = run(bole(dir.path()).args(["serve", "--help"]));
    let (_, health, _) = run(bole(dir.path()).args(["health", "--help"]));
    for name in ["Dockerfile", "deploy/bole.service"] {
        let text = read(name);
        let commands =
            text.lines().filter(|it| it.contains("CMD [") || it.starts_with("ExecStart"));
        let words = commands.flat_map(|it| it.split(['"', ' ', ',', ']']));
        let flags = words.filter(|it| it.len() > 2 && it.starts_with("--") && !it.contains('='));
        let flags: Vec<&str> = flags.collect();
        assert!(!flags.is_empty(), "{name}");
        let words = text.split(|it: char| !it.is_ascii_uppercase() && it != '_');
        for word in words.filter(|it| it.starts_with("BOLE_")).chain(flags) {
            assert!(help.contains(word) || health.contains(word), "{word} in {name}");
        }
    }
    let settings = format!("{root}deploy/bole.toml");
    let (code, _, error) = run(bole(dir.path()).args(["config", "--config", &settings]));
    assert_eq!(code, 0, "{error}");
    for line in read("Dockerfile").lines().filter_map(|it| it.strip_prefix("COPY ")) {
        let mut words: Vec<&str> = line.split(' ').collect();
        words.pop();
        if words.first().is_some_and(|it| it.starts_with("--from")) {
            continue;
        }
        for word in words.into_iter().filter(|it| !it.starts_with("--")) {
            assert!(fs::exists(format!("{root}{word}")).unwrap(), "{word} is copied");
        }
    }
}
