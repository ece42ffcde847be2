//! The flags of `bole serve`.

use std::fs;

use crate::{
    cli::{bole, ready, run},
    server::send_to,
};

#[test]
fn a_server_keeps_answers_and_answers_documents_as_it_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("documents.json");
    fs::write(&file, r#"{"count": "{ people { totalCount } }"}"#).unwrap();
    let mut command = bole(&dir.path().join("data"));
    command.args(["--only-documents", "--cache-control", "public, max-age=30"]);
    let server = ready(command.arg("--documents").arg(&file));
    let get = |path: &str| send_to(server.address(), &format!("GET {path} HTTP/1.1"), "");
    let (status, head, answer) = get("/graphql?documentId=count");
    assert!(status == 200 && answer.starts_with(r#"{"data":{"people""#), "{answer}");
    assert!(head.contains("cache-control: public, max-age=30"), "{head}");
    let (_, _, answer) = get("/graphql?query=%7B__typename%7D");
    assert!(answer.contains("DOCUMENT_NOT_STORED"), "{answer}");
    assert_eq!(server.stop("-TERM"), 0);
}

#[test]
fn what_can_not_be_followed_is_told_before_the_rows_are_read() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("documents.json");
    fs::write(&file, r#"{"good": "{ people { totalCount } }", "bad": "{ nobody }"}"#).unwrap();
    let (data, file) = (dir.path().join("data"), file.to_str().unwrap());
    for (words, part) in [
        (
            &["--documents", file][..],
            "the document `bad`: line 1, column 3: Unknown field \"nobody\"",
        ),
        (&["--documents", "/nowhere/at/all.json"], "the documents in `/nowhere/at/all.json`"),
        (&["--only-documents"], "--documents <FILE>"),
        (&["--cache-control", "forever"], "`forever` is not among public"),
        (&["--cache-bytes-max=-1"], "invalid value '-1'"),
    ] {
        let (code, _, error) = run(bole(&data).arg("serve").args(words));
        assert!(code != 0 && error.contains(part), "{words:?}: {error}");
        assert!(!data.exists(), "{words:?}");
    }
}
