//! The flags of `bole serve`.

use std::fs;

use rcgen::generate_simple_self_signed;

use super::all;
use crate::cli::{bole, ready, run, serve};

#[test]
fn a_server_of_this_machine_alone_is_called_so() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path());
    let ask = |host: &str| {
        let request = format!("GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        all(server.address().parse().unwrap(), request.as_bytes())
    };
    assert!(ask("localhost:8080").starts_with("HTTP/1.1 200 "));
    assert!(ask("evil.example").starts_with("HTTP/1.1 421 "));
    assert_eq!(server.stop("-TERM"), 0);
    let mut command = bole(dir.path());
    let server = ready(command.args(["--host-name", "a.example", "--host-name", "B.example"]));
    let ask = |host: &str| {
        let request = format!("GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        all(server.address().parse().unwrap(), request.as_bytes())
    };
    assert!(ask("b.example").starts_with("HTTP/1.1 200 "));
    assert!(ask("c.example").starts_with("HTTP/1.1 421 "));
    assert_eq!(server.stop("-TERM"), 0);
    let mut command = bole(dir.path());
    let server = ready(command.env("BOLE_HOST_NAME", "*"));
    let request = "GET /healthz HTTP/1.1\r\nHost: c.example\r\nConnection: close\r\n\r\n";
    let answer = all(server.address().parse().unwrap(), request.as_bytes());
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert_eq!(server.stop("-TERM"), 0);
}

#[test]
fn a_server_with_a_certificate_says_so_and_survives_sighup() {
    let dir = tempfile::tempdir().unwrap();
    let made = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (certificate, key) = (dir.path().join("cert.pem"), dir.path().join("key.pem"));
    fs::write(&certificate, made.cert.pem()).unwrap();
    fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let mut command = bole(&dir.path().join("data"));
    command.arg("--tls-cert").arg(&certificate).arg("--tls-key").arg(&key);
    let server = ready(&mut command);
    assert!(server.greeting.iter().any(|it| it.contains("https://127.0.0.1:")));
    server.signal("-HUP");
    let plain = all(server.address().parse().unwrap(), b"GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    assert!(!plain.contains("HTTP"), "{plain}");
    assert_eq!(server.stop("-TERM"), 0);
}

#[test]
fn flags_that_can_not_be_followed_are_told_in_one_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let says = |words: &[&str], expected: (i32, &str)| {
        let (code, _, error) = run(bole(&dir.path().join("data")).args(words));
        assert!(error.contains(expected.1), "{error}");
        assert_eq!((code, error.lines().count()), (expected.0, 1), "{error}");
    };
    says(&["--tls-cert", "cert.pem"], (2, "--tls-key <FILE>"));
    let both = ["--tls-cert", "/nowhere.pem", "--tls-key", "/nowhere.pem"];
    says(&both, (1, "can't read `/nowhere.pem`"));
    says(&["--cors-origin", "example.org"], (2, "write an origin like https://example.org, or *"));
    says(&["--head-bytes-max", "100"], (2, "8192"));
    says(&["--requests-max", "0"], (2, "--requests-max"));
    says(&["--introspection", "some"], (2, "on, off, editors"));
}
