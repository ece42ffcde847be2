//! Documents that the operator stored, and none but those.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::net::TcpStream;

use bole::{
    catalog::enums::AccessRole,
    graphql::{Answering, Limits, StoredDocuments},
    http::Caching,
    telemetry::sha256,
};
use tungstenite::{Message, client::IntoClientRequest, http::HeaderValue};

use super::{address, body, get, how};
use crate::server::{How, Server};

const PERSON: &str = "query Person($key: String!) { person(by: {key: $key}) { name } }";
const LIVE: &str = "subscription { live { people { totalCount } } }";
const DELETE: &str =
    r#"mutation { deletePerson(input: {id: "Person:sam-altman"}) { userErrors { code } } }"#;
const LIST: &str = "{ people(where: {name: {contains: \"Altman\"}}) { nodes { key name } } }";

fn storing(answering: Answering) -> Server {
    let documents = serde_json::json!({
        "person": PERSON, "live": LIVE, "delete": DELETE, "list": LIST,
    });
    let stored = StoredDocuments::read(&documents.to_string(), &Limits::default()).unwrap();
    Server::set_up(How { documents: (stored, answering), ..how(Caching::default()) })
}

const ANSWER: &str = r#"{"data":{"person":{"name":"Sam Altman"}},"#;
const VARIABLES: &str = r#"{"key":"sam-altman"}"#;

#[test]
fn a_stored_document_is_answered_by_its_id_and_by_its_hash() {
    let server = storing(Answering::All);
    let hash = format!("sha256:{}", sha256(PERSON.as_bytes()));
    for id in ["person", &hash] {
        let sent = format!(r#"{{"documentId":"{id}","variables":{VARIABLES}}}"#);
        let (status, _, answer) = server.post(&sent);
        assert!(status == 200 && answer.starts_with(ANSWER), "{answer}");
        let path = address(&[("documentId", id), ("variables", VARIABLES)]);
        let (_, bytes) = get(&server, &path, "");
        assert_eq!(String::from_utf8(bytes).unwrap(), answer);
    }
    // As Apollo's clients name what is in a manifest.
    let extension = r#"{"persistedQuery":{"version":1,"sha256Hash":"person"}}"#;
    let sent = format!(r#"{{"extensions":{extension},"variables":{VARIABLES}}}"#);
    assert!(server.post(&sent).2.starts_with(ANSWER));
    // Others are answered, too.
    assert!(server.post(&body("{ models { totalCount } }")).2.starts_with(r#"{"data""#));
    let (head, _) = get(&server, &address(&[("documentId", "delete")]), "");
    assert!(head.starts_with("http/1.1 405"), "{head}");
}

#[test]
fn what_names_no_document_or_two_is_refused() {
    let server = storing(Answering::All);
    for (sent, code, why) in [
        (
            r#"{"documentId":"nobody"}"#,
            "PERSISTED_DOCUMENT_NOT_FOUND",
            "no document is called `nobody`",
        ),
        (r#"{"documentId":""}"#, "PERSISTED_DOCUMENT_NOT_FOUND", "no document is called ``"),
        (
            r#"{"documentId":"sha256:00"}"#,
            "PERSISTED_DOCUMENT_NOT_FOUND",
            "no document is called `sha256:00`",
        ),
        (
            r#"{"documentId":"person","query":"{ people { totalCount } }"}"#,
            "BAD_USER_INPUT",
            "`query` and `documentId` are both given",
        ),
    ] {
        let (_, _, answer) = server.post(sent);
        assert!(answer.contains(why) && answer.contains(code), "{answer}");
    }
    let (status, _, answer) = server.post(r#"{"documentId":7}"#);
    assert!(status == 400 && answer.contains("`documentId` is a number"), "{answer}");
    // A text that happens to hold the word names none.
    let sent = r#"{"query":"{ people { totalCount } }","variables":{"documentId":"person"}}"#;
    assert!(server.post(sent).2.starts_with(r#"{"data":{"people""#));
}

#[test]
fn where_stored_documents_alone_are_answered_every_other_is_refused_to_everybody() {
    let server = storing(Answering::Stored);
    let token = server.token("root", AccessRole::Admin, None);
    let token = format!("Bearer {token}");
    for query in [
        "{ people { totalCount } }",
        "{ __schema { queryType { name } } }",
        "{ __typename }",
        "subscription { live { models { totalCount } } }",
        r#"mutation { deletePerson(input: {id: "Person:ilya-sutskever"}) { version } }"#,
        "{ people",
        &format!("{PERSON} "),
    ] {
        for token in [None, Some(&*token)] {
            let (_, _, answer) = server.ask_as(token, query);
            assert!(answer.contains("DOCUMENT_NOT_STORED"), "{query}: {answer}");
            assert!(!answer.contains("\"data\""), "{query}: {answer}");
        }
    }
    let hash = sha256(b"{ people { totalCount } }");
    let persisted =
        format!(r#""extensions":{{"persistedQuery":{{"version":1,"sha256Hash":"{hash}"}}}}"#);
    for sent in [
        format!("{{{persisted}}}"),
        format!(r#"{{"query":"{{ people {{ totalCount }} }}",{persisted}}}"#),
    ] {
        assert!(server.post(&sent).2.contains("DOCUMENT_NOT_STORED"), "{sent}");
    }
    // Those that are stored are answered by their ids and by their texts.
    let sent = format!(r#"{{"documentId":"person","variables":{VARIABLES}}}"#);
    assert!(server.post(&sent).2.starts_with(ANSWER));
    let sent = format!(r#"{{"query":"{PERSON}","variables":{VARIABLES}}}"#);
    assert!(server.post(&sent).2.starts_with(ANSWER));
    assert!(server.post(r#"{"documentId":"delete"}"#).2.contains("FORBIDDEN"));
}

#[test]
fn exports_are_of_stored_documents_too() {
    let all = storing(Answering::All);
    let path = |parameters: &[(&str, &str)]| address(parameters).replace("/graphql", "/export");
    let (head, bytes) = get(&all, &path(&[("documentId", "list"), ("format", "csv")]), "");
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert!(String::from_utf8(bytes).unwrap().contains("sam-altman,Sam Altman"));
    let alone = storing(Answering::Stored);
    for (server, parameters, expected) in [
        (&alone, [("documentId", "list"), ("format", "csv")], "sam-altman,Sam Altman"),
        (&alone, [("query", LIST), ("format", "csv")], "sam-altman,Sam Altman"),
        (
            &alone,
            [("query", "{ models { nodes { key } } }"), ("format", "csv")],
            "DOCUMENT_NOT_STORED",
        ),
        (&alone, [("entity", "Person"), ("format", "csv")], "DOCUMENT_NOT_STORED"),
        (&all, [("documentId", "nobody"), ("format", "csv")], "PERSISTED_DOCUMENT_NOT_FOUND"),
    ] {
        let (_, bytes) = get(server, &path(&parameters), "");
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains(expected), "{parameters:?}: {text}");
    }
}

#[test]
fn who_listens_names_documents_in_the_same_way() {
    let server = storing(Answering::Stored);
    let mut request = format!("ws://{}/graphql", server.address).into_client_request().unwrap();
    let protocol = HeaderValue::from_static("graphql-transport-ws");
    request.headers_mut().insert("sec-websocket-protocol", protocol);
    let stream = TcpStream::connect(server.address).unwrap();
    let (mut socket, _) = tungstenite::client(request, stream).unwrap();
    let mut say = |text: &str| {
        socket.send(Message::text(text)).unwrap();
        socket.read().unwrap().into_text().unwrap().to_string()
    };
    assert_eq!(say(r#"{"type":"connection_init"}"#), r#"{"type":"connection_ack"}"#);
    let live = say(r#"{"id":"1","type":"subscribe","payload":{"documentId":"live"}}"#);
    assert!(
        live.starts_with(r#"{"id":"1","type":"next","payload":{"data":{"live":{"people""#),
        "{live}"
    );
    let sent = r#"{"id":"2","type":"subscribe","payload":{"query":"{ __typename }"}}"#;
    let refused = say(sent);
    assert!(
        refused.contains(r#""type":"error""#) && refused.contains("DOCUMENT_NOT_STORED"),
        "{refused}"
    );
    let sent = r#"{"id":"3","type":"subscribe","payload":{"documentId":"nobody"}}"#;
    assert!(say(sent).contains("PERSISTED_DOCUMENT_NOT_FOUND"));
    // As events it is the same.
    let (head, bytes) = get(
        &server,
        &address(&[("query", "subscription { live { models { totalCount } } }")]),
        "Accept: text/event-stream\r\n",
    );
    assert!(String::from_utf8(bytes).unwrap().contains("DOCUMENT_NOT_STORED"), "{head}");
}
