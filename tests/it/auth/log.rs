//! Nothing secret reaches the log.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::{
    fs, io,
    sync::{Arc, Mutex},
};

use bole::catalog::enums::AccessRole;
use serde_json::json;
use tracing::Level;

use super::issuer::{KEYS, claims, key_set, settings_of_file};
use crate::server::Server;

/// Where the log goes.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn no_credential_right_or_wrong_is_written_to_the_most_talkative_log() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("keys.json");
    fs::write(&path, key_set(&KEYS[..4])).unwrap();
    let log = Log::default();
    let writer = log.clone();
    // Of all servers from here on: one of this server alone would have to be set in each thread.
    tracing_subscriber::fmt()
        .with_max_level(Level::TRACE)
        .with_writer(move || writer.clone())
        .init();
    let mut server = Server::with(settings_of_file(&path));
    let secret = server.token("desk", AccessRole::Editor, None);
    let jwt = KEYS[2].sign(&claims(&json!({ "role": "editor" })));
    let unknown = format!("bole_{}", "q".repeat(43));
    let stranger = KEYS[4].sign(&claims(&json!({})));
    for (credential, expected) in [(&secret, 200), (&jwt, 200), (&unknown, 401), (&stranger, 401)] {
        let header = format!("Bearer {credential}");
        let (status, _, _) = server.ask_as(Some(&header), "{ people { totalCount } }");
        assert_eq!(status, expected);
    }
    // A file that can't be read is told of, and nothing of it.
    let tokens = server.data().join("tokens");
    let text = fs::read_to_string(&tokens).unwrap();
    let hash = text.trim_end().rsplit(' ').next().unwrap().to_owned();
    fs::write(&tokens, text.replace("EDITOR", &secret)).unwrap();
    assert_eq!(server.ask_as(Some(&format!("Bearer {secret}")), "{ __typename }").0, 503);
    server.stopped().unwrap();
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for expected in ["answered", "tokens can't be checked", "TRACE"] {
        assert!(text.contains(expected), "{expected} is not in\n{text}");
    }
    let parts = |it: &str| it.split('.').map(str::to_owned).collect::<Vec<_>>();
    let shown = [&secret, &jwt, &unknown, &stranger].into_iter().flat_map(|it| parts(it));
    for part in shown.chain([secret[5..].to_owned(), hash, "Bearer".to_owned()]) {
        assert!(!text.contains(&part), "{part} is in\n{text}");
    }
}
