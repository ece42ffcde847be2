//! The log, as far as it tells of requests.

use serde_json::Value;

use super::{POST, Process};
use crate::cli::bole;

/// The lines of a log that say something, each as an object.
fn lines(log: &str, message: &str) -> Vec<Value> {
    let lines = log.lines().map(|it| serde_json::from_str::<Value>(it).unwrap());
    lines.filter(|it| it["fields"]["message"] == message).collect()
}

const SECRET: &str = r#"{"query":"query Secret($k: String!) { person(by: {key: $k}) { key } }","variables":{"k":"ilya-sutskever"}}"#;

#[test]
fn a_request_has_an_id_in_its_answer_and_in_every_line_about_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = bole(&dir.path().join("data"));
    // What is kept is not slow.
    command.args(["--log", "json", "--slow-query", "0", "--cache-bytes-max", "0"]);
    let process = Process::ready(&mut command);
    let (_, head, _) = process.send(&format!("{POST}\r\nX-Request-Id: desk-7.1"), SECRET);
    assert!(head.contains("x-request-id: desk-7.1"), "{head}");
    let mut made = Vec::new();
    for bad in ["two words", "\"quoted\"", ""] {
        let (_, head, _) = process.send(&format!("{POST}\r\nX-Request-Id: {bad}"), SECRET);
        let id = head.lines().find_map(|it| it.strip_prefix("x-request-id: ")).unwrap().to_owned();
        assert!(id.len() == 32 && id.bytes().all(|it| it.is_ascii_hexdigit()), "{id}");
        assert!(!made.contains(&id));
        made.push(id);
    }
    let (code, log) = process.stopped();
    assert_eq!(code, 0);
    made.insert(0, "desk-7.1".to_owned());
    for message in ["slow query", "answered"] {
        let ids = lines(&log, message);
        let ids: Vec<&str> = ids.iter().map(|it| it["spans"][0]["id"].as_str().unwrap()).collect();
        assert_eq!(ids, made, "{message} in\n{log}");
    }
}

#[test]
fn a_slow_query_is_told_by_its_hash_and_with_its_text_only_where_that_is_wanted() {
    for (flags, text) in [
        (&["--slow-query", "0"][..], Value::Null),
        (
            &["--slow-query", "0s", "--slow-query-text"],
            "query Secret($k: String!) { person(by: {key: $k}) { key } }".into(),
        ),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let mut command = bole(&dir.path().join("data"));
        let process = Process::ready(command.args(["--log", "json"]).args(flags));
        process.send(POST, SECRET);
        let (_, log) = process.stopped();
        let line = lines(&log, "slow query").remove(0);
        assert_eq!(line["level"], "WARN");
        let fields = &line["fields"];
        assert_eq!(fields["text"], text);
        assert_eq!((&fields["operation"], &fields["kind"]), (&"Secret".into(), &"query".into()));
        // As `sha256sum` has it.
        let hash = "07ff4888ece2ca0cff93cbdcc2fd2d96";
        assert!(fields["document"].as_str().unwrap().starts_with(hash), "{line}");
        assert!(fields["ms"].is_number() && fields["rows"].is_u64(), "{line}");
        assert!(!log.contains("ilya-sutskever"), "{log}");
    }
}

#[test]
fn what_is_not_slow_is_not_told_and_a_level_leaves_out_the_rest() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let process = Process::ready(bole(&data).args(["--log", "json", "--slow-query", "1h"]));
    process.send(POST, SECRET);
    process.send("GET /readyz HTTP/1.1", "");
    let (_, log) = process.stopped();
    assert_eq!((lines(&log, "slow query").len(), lines(&log, "answered").len()), (0, 1), "{log}");
    let mut command = bole(&data);
    let process = Process::ready(command.args(["--log", "json", "--log-level", "debug"]));
    process.send("GET /readyz HTTP/1.1", "");
    let (_, log) = process.stopped();
    assert!(lines(&log, "answered").iter().any(|it| it["fields"]["path"] == "/readyz"), "{log}");
}
