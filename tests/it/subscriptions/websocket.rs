//! Operations over a WebSocket.

use std::{io::Write, time::Duration};

use bole::{
    auth::{Anonymous, Settings},
    catalog::enums::AccessRole,
    http::Limits,
};
use tungstenite::{Message, client::IntoClientRequest, http::HeaderValue};

use super::{
    PEOPLE, count,
    served::{Client, Server},
};
use crate::{graph::now, server::send_to};

#[test]
fn operations_of_every_kind_are_answered_on_one_connection() {
    let server = Server::start();
    let mut client = server.client();
    client.subscribe("问", "{ person(id: \"Person:ilya-sutskever\") { name(locale: ZH) } }");
    let expected =
        r#"{"id":"问","type":"next","payload":{"data":{"person":{"name":"伊利亚·苏茨克维"}}}}"#;
    assert_eq!(client.hear(), expected);
    assert_eq!(client.hear(), r#"{"id":"问","type":"complete"}"#);
    client.subscribe("wrong", "{ people { salary } }");
    let error = client.hear();
    assert!(error.starts_with(r#"{"id":"wrong","type":"error","payload":[{"message":"#), "{error}");
    client.subscribe("two", "subscription { a: live { __typename } b: live { __typename } }");
    assert!(client.hear().contains("subscribe several times"));
    client.subscribe("live", PEOPLE);
    let first = client.hear();
    assert!(
        first.starts_with(r#"{"id":"live","type":"next","payload":{"data":{"live":"#),
        "{first}"
    );
    server.graph.put(&["one-more"]);
    assert_eq!(count(&client.hear()), count(&first) + 1);
    client.say(r#"{"type":"ping","payload":{}}"#);
    assert_eq!(client.hear(), r#"{"type":"pong"}"#);
    client.say(r#"{"type":"pong"}"#);
    // Its name is free again, and what it said before is not taken for the other's.
    client.say(r#"{"id":"live","type":"complete"}"#);
    client.subscribe("live", "{ __typename }");
    assert_eq!(
        client.hear(),
        r#"{"id":"live","type":"next","payload":{"data":{"__typename":"Query"}}}"#
    );
}

#[test]
fn a_live_query_is_sent_only_when_it_changes() {
    let server = Server::start();
    let mut client = server.client();
    client.subscribe("n", PEOPLE);
    let first = count(&client.hear());
    for commit in 1..=10 {
        server.graph.put(&["the-same"]);
        server.graph.put(&["the-same", &format!("another-{commit}")]);
    }
    let mut last = first;
    while last < first + 11 {
        let next = count(&client.hear());
        assert!(next > last, "{next} came after {last}");
        last = next;
    }
}

fn closed(server: &Server, say: &[&str]) -> (u16, String) {
    let mut client = server.silent();
    for it in say {
        client.say(it);
    }
    client.end()
}

const INIT: &str = r#"{"type":"connection_init"}"#;

#[test]
fn what_breaks_the_protocol_closes_the_connection_with_its_code() {
    let server = Server::start();
    let subscribe = r#"{"id":"1","type":"subscribe","payload":{"query":"subscription { live { people { totalCount } } }"}}"#;
    for (say, code, why) in [
        (&["nonsense"][..], 4400, "no message of graphql-transport-ws"),
        (&[INIT, r#"{"type":"start"}"#], 4400, "no message"),
        (&[INIT, r#"{"type":"subscribe","id":"1"}"#], 4400, "no message"),
        (&[subscribe], 4401, "Unauthorized"),
        (
            &[r#"{"type":"connection_init","payload":{"Authorization":"Bearer x"}}"#],
            4403,
            "Forbidden",
        ),
        (&[INIT, subscribe, subscribe], 4409, "Subscriber for 1 already exists"),
        (&[INIT, INIT], 4429, "Too many"),
    ] {
        let (closed, reason) = closed(&server, say);
        assert_eq!(closed, code, "{say:?}: {reason}");
        assert!(reason.contains(why), "{say:?}: {reason}");
    }
    let mut client = server.client();
    client.socket.send(Message::binary(vec![0])).unwrap();
    assert_eq!(client.end().0, 4400);
    let mut client = server.client();
    // The head of a text is enough: the server does not wait for what it will not take.
    let head = [&[0x81, 0xFF][..], &((1_u64 << 20) + 1).to_be_bytes(), &[0; 4]].concat();
    client.socket.get_mut().write_all(&head).unwrap();
    assert_eq!(client.end().0, 1009);
    // Frames of clients are masked; the mask of these changes nothing.
    for (frame, code) in [
        (&[0x81, 0x82, 0, 0, 0, 0, 0xFF, 0xFE][..], 1007),
        (&[0x83, 0x80, 0, 0, 0, 0], 1002),
        (&[0xC1, 0x80, 0, 0, 0, 0], 1002),
        (&[0x81, 0x00], 1002),
    ] {
        let mut client = server.client();
        client.socket.get_mut().write_all(frame).unwrap();
        let (closed, reason) = client.end();
        assert_eq!(closed, code, "{frame:?}: {reason}");
    }
}

#[test]
fn who_is_there_is_said_in_the_first_message_or_in_the_header() {
    let settings = Settings { anonymous: Anonymous::None, ..Settings::default() };
    let limits = Limits { look: Duration::from_millis(50), ..Limits::default() };
    let server = Server::guarded(limits, settings);
    assert_eq!(closed(&server, &[INIT]).0, 4403);
    let credential = server.credential("press-desk", AccessRole::Analyst);
    let mut client = server.silent();
    client.say(&format!(
        r#"{{"type":"connection_init","payload":{{"authorization":"{credential}"}}}}"#
    ));
    assert_eq!(client.hear(), r#"{"type":"connection_ack"}"#);
    let mut request = server.request();
    request.headers_mut().insert("authorization", credential.parse().unwrap());
    let (socket, _) = tungstenite::client(request, server.connect()).unwrap();
    let mut other = Client { socket };
    other.say(INIT);
    assert_eq!(other.hear(), r#"{"type":"connection_ack"}"#);
    other.subscribe("n", PEOPLE);
    other.hear();
    // What the token began ends with it.
    server.auth.tokens().revoke(&"press-desk".parse().unwrap(), now()).unwrap();
    assert_eq!((client.end().0, other.end().0), (4403, 4403));
    let mut request = server.request();
    request.headers_mut().insert("authorization", credential.parse().unwrap());
    let refused = tungstenite::client(request, server.connect()).unwrap_err().to_string();
    assert!(refused.contains("401"), "{refused}");
}

#[test]
fn who_says_nothing_is_closed_after_a_while() {
    let limits = Limits { init: Duration::from_millis(50), ..Limits::default() };
    let server = Server::with(limits);
    assert_eq!(server.silent().end().0, 4408);
}

#[test]
fn who_speaks_another_protocol_is_told_which() {
    let server = Server::start();
    let request = format!("ws://{}/graphql", server.address).into_client_request().unwrap();
    let (socket, _) = tungstenite::client(request, server.connect()).unwrap();
    let (code, reason) = Client { socket }.end();
    assert_eq!(code, 4406);
    assert!(reason.contains("graphql-transport-ws"), "{reason}");
}

#[test]
fn pages_of_other_origins_are_refused() {
    let server = Server::start();
    let with_origin = |origin: &str| {
        let mut request = server.request();
        request.headers_mut().insert("origin", HeaderValue::from_str(origin).unwrap());
        tungstenite::client(request, server.connect())
            .map_or_else(|why| why.to_string(), |_| String::new())
    };
    assert_eq!(with_origin(&format!("http://{}", server.address)), "");
    assert!(with_origin("https://elsewhere.example").contains("403"));
}

#[test]
fn there_is_a_most_of_subscriptions_and_of_connections() {
    let limits = Limits { subscriptions_max: 2, connections_max: 1, ..Limits::default() };
    let server = Server::with(limits);
    let mut client = server.client();
    for id in ["1", "2"] {
        client.subscribe(id, PEOPLE);
        client.hear();
    }
    client.subscribe("3", PEOPLE);
    let refused = client.hear();
    assert!(refused.contains("LIMIT_EXCEEDED") && refused.contains("2 subscriptions"), "{refused}");
    client.say(r#"{"id":"1","type":"complete"}"#);
    client.subscribe("3", PEOPLE);
    assert!(client.hear().starts_with(r#"{"id":"3","type":"next""#));
    let other = tungstenite::client(server.request(), server.connect()).unwrap_err().to_string();
    assert!(other.contains("503"), "{other}");
}

#[test]
fn one_viewer_does_not_take_the_connections_of_all() {
    let server = Server::with(Limits { own_connections_max: 2, ..Limits::default() });
    let credential = server.credential("press-desk", AccessRole::Reader);
    let init =
        format!(r#"{{"type":"connection_init","payload":{{"authorization":"{credential}"}}}}"#);
    let own = || {
        let mut client = server.silent();
        client.say(&init);
        client
    };
    // Who says who they are is no longer counted by where they come from.
    let mut desks = [own(), own()];
    for desk in &mut desks {
        assert_eq!(desk.hear(), r#"{"type":"connection_ack"}"#);
    }
    let (code, reason) = own().end();
    assert_eq!(code, 4291, "{reason}");
    assert!(reason.contains("you listen on 2 connections"), "{reason}");
    let mut others = [server.client(), server.client()];
    let refused = || tungstenite::client(server.request(), server.connect()).unwrap_err();
    assert!(refused().to_string().contains("429"), "{}", refused());
    let query = r#"{"query":"subscription { live { people { totalCount } } }"}"#;
    let head =
        "POST /graphql HTTP/1.1\r\nContent-Type: application/json\r\nAccept: text/event-stream";
    let (status, _, body) = send_to(server.address, head, query);
    assert!(status == 429 && body.contains("LIMIT_EXCEEDED"), "{body}");
    // A connection that ends gives its place back.
    let [other, ..] = &mut others;
    other.say("nonsense");
    assert_eq!(other.end().0, 4400);
    while other.socket.read().is_ok() {}
    server.client();
}

#[test]
fn a_server_that_stops_says_so() {
    let mut server = Server::start();
    let mut client = server.client();
    client.subscribe("n", PEOPLE);
    client.hear();
    server.stop();
    assert_eq!(client.hear(), r#"{"id":"n","type":"complete"}"#);
    assert_eq!(client.end().0, 1001);
    // Answers the close, upon which the connection is over.
    assert!(client.socket.read().is_err());
    server.stopped();
}

#[test]
fn a_slow_reader_is_told_and_dropped_and_commits_go_on() {
    let limits = Limits { write: Duration::from_millis(300), ..Limits::default() };
    let server = Server::with(limits);
    let mut slow = server.client();
    let mut quick = server.client();
    // Much in one answer, so that the buffers of the socket fill soon.
    let all = "subscription { live { people(first: 1000) { nodes { id name headline aliases } } sources(first: 1000) { nodes { id title url } } } }";
    for id in 0..50 {
        slow.subscribe(&format!("all-{id}"), all);
    }
    quick.subscribe("n", PEOPLE);
    let first = count(&quick.hear());
    let mut commits = 0;
    while server.graph.api.live_queries().listeners > 1 {
        commits += 1;
        server.graph.put(&[&format!("person-{commits}")]);
        assert_eq!(count(&quick.hear()), first + commits);
    }
    // What is read now was sent before.
    let mut told = 0;
    let code = loop {
        match slow.socket.read() {
            Ok(Message::Text(text)) => told += usize::from(text.contains("SLOW_READER")),
            Ok(Message::Close(frame)) => break frame.map(|it| u16::from(it.code)),
            Ok(_) => (),
            Err(_) => break None,
        }
    };
    assert!(code.is_none_or(|it| it == 4290), "{code:?}");
    assert!(code.is_none() || told == 50, "{told}");
}
