//! Who may be told what as it happens, cell by cell, over each of the two ways.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpStream,
    slice,
    time::Duration,
};

use bole::{
    auth::Settings,
    catalog::enums::AccessRole::{self, Analyst, Editor, Reader},
    graphql::quoted,
};
use serde_json::json;
use tungstenite::{Message, client::IntoClientRequest, http::HeaderValue};

use super::ROLES;
use crate::{
    auth::issuer::{KEYS, claims, key_set, settings_of_file},
    server::Server,
};

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_mins(1);

/// What can be listened to: the least role that may, and a document that does it.
const STREAMS: &[(&str, AccessRole, &str)] = &[
    ("a live query", Reader, "subscription { live { people { totalCount } } }"),
    ("who asks", Reader, "subscription { live { viewer { role } } }"),
    ("what was, as it is", Analyst, "subscription { live { people(asOf: 1) { totalCount } } }"),
    (
        "the history of a row",
        Analyst,
        r#"subscription { live { team(by: {key: "chatgpt-team"}) { history { version } } } }"#,
    ),
    ("duplicates", Analyst, "subscription { live { duplicateCandidates(first: 1) { score } } }"),
    ("pages of commits", Analyst, "subscription { live { changes(first: 1) { next } } }"),
    ("commits", Analyst, "subscription { changes(after: 0) { version } }"),
    ("a query", Reader, "{ people { totalCount } }"),
    ("a query of what was", Analyst, "{ people(asOf: 1) { totalCount } }"),
    (
        "a change",
        Editor,
        r#"mutation { updatePerson(input: {id: "Person:sam-altman", patch: {headline: {en: "A"}}})
            { userErrors { code } } }"#,
    ),
];

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// The first message as an event.
fn event(server: &Server, credential: Option<&str>, query: &str) -> String {
    let mut stream = connect(server);
    let body = format!("{{\"query\":{}}}", quoted(query));
    let header = credential.map_or(String::new(), |it| format!("Authorization: {it}\r\n"));
    let length = body.len();
    let request = format!(
        "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
         Accept: text/event-stream\r\nContent-Length: {length}\r\n{header}\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut lines = BufReader::new(stream).lines().map(Result::unwrap);
    assert_eq!(lines.next().unwrap(), "HTTP/1.1 200 OK");
    let data = lines.find_map(|it| it.strip_prefix("data: ").map(str::to_owned));
    data.unwrap()
}

/// The first message on a WebSocket on which is said who is there.
fn message(server: &Server, credential: Option<&str>, query: &str) -> String {
    let mut request = format!("ws://{}/graphql", server.address).into_client_request().unwrap();
    let protocol = HeaderValue::from_static("graphql-transport-ws");
    request.headers_mut().insert("sec-websocket-protocol", protocol);
    let (mut socket, _) = tungstenite::client(request, connect(server)).unwrap();
    let payload = credential.map_or(json!({}), |it| json!({ "Authorization": it }));
    let init = json!({ "type": "connection_init", "payload": payload }).to_string();
    let asked = json!({ "type": "subscribe", "id": "1", "payload": { "query": query } });
    socket.send(Message::text(init)).unwrap();
    socket.send(Message::text(asked.to_string())).unwrap();
    assert_eq!(socket.read().unwrap(), Message::text(r#"{"type":"connection_ack"}"#));
    socket.read().unwrap().into_text().unwrap().as_str().to_owned()
}

#[test]
fn each_role_is_told_what_it_takes_and_what_those_below_it_are() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("keys.json");
    let [.., ed, _, _] = &*KEYS;
    std::fs::write(&path, key_set(slice::from_ref(ed))).unwrap();
    let settings = settings_of_file(&path);
    let server = Server::with(Settings { rate_limit: 0, rate_limit_anonymous: 0, ..settings });
    let token = |role: AccessRole| server.token(&role.name().to_ascii_lowercase(), role, None);
    let tokens = ROLES.map(|role| (role, Some(token(role))));
    let jwts = ROLES.map(|role| (role, Some(ed.sign(&claims(&json!({ "role": role.name() }))))));
    let viewers = [(Reader, None)].into_iter().chain(tokens).chain(jwts);
    let viewers: Vec<_> = viewers.map(|it| (it.0, it.1.map(|it| format!("Bearer {it}")))).collect();
    for (what, needed, query) in STREAMS {
        for (role, credential) in &viewers {
            let credential = credential.as_deref();
            for (way, first) in [
                ("events", event(&server, credential, query)),
                ("WebSocket", message(&server, credential, query)),
            ] {
                let is_forbidden = first.contains("\"FORBIDDEN\"");
                let has_errors = first.contains("\"errors\"") || first.contains("\"error\"");
                let cell = (is_forbidden, has_errors);
                assert_eq!(
                    cell,
                    (role < needed, role < needed),
                    "{role:?}: {what}: {way}: {first}"
                );
            }
        }
    }
}
