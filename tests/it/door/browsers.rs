//! What browsers are told.

use std::net::TcpStream;

use bole::http::{Browsers, Hosts, Options};
use tungstenite::{client::IntoClientRequest, http::HeaderValue};

use super::{QUERY, all, with};
use crate::server::Server;

fn server(origins: &[&str], hosts: Hosts) -> Server {
    let origins = origins.iter().map(|it| it.parse().unwrap()).collect();
    with(Options { browsers: Browsers { origins, hosts }, ..Options::default() })
}

const PREFLIGHT: &str = "Access-Control-Request-Method: POST\r\n\
                         Access-Control-Request-Headers: authorization,content-type";

fn preflight(server: &Server, origin: &str) -> (u16, String) {
    let head = format!("OPTIONS /graphql HTTP/1.1\r\nOrigin: {origin}\r\n{PREFLIGHT}");
    let (status, head, _) = server.send(&head, "");
    (status, head)
}

#[test]
fn every_answer_keeps_browsers_from_doing_more_with_it() {
    let server = Server::start();
    for (request, status) in [
        ("GET / HTTP/1.1", 200),
        ("GET /graphiql HTTP/1.1", 200),
        ("GET /graphiql.js HTTP/1.1", 200),
        ("GET /schema.graphql HTTP/1.1", 200),
        ("GET /healthz HTTP/1.1", 200),
        ("GET /graphql?query=%7B__typename%7D HTTP/1.1", 200),
        ("GET /graphql HTTP/1.1", 400),
        ("GET /graphql HTTP/1.1\r\nAuthorization: Bearer wrong", 401),
        ("GET /graphql HTTP/1.1\r\nAccept: image/png", 406),
        ("POST /graphql HTTP/1.1", 415),
        ("DELETE /graphql HTTP/1.1", 405),
        ("GET /export HTTP/1.1", 400),
        ("POST /import/csv HTTP/1.1", 403),
        ("GET //elsewhere.example HTTP/1.1", 404),
        ("GET /%2e%2e/etc/passwd HTTP/1.1", 404),
    ] {
        let (answered, head, _) = server.send(request, "");
        assert_eq!(answered, status, "{request}: {head}");
        for header in [
            "x-content-type-options: nosniff\r\n",
            "x-frame-options: deny\r\n",
            "referrer-policy: no-referrer\r\n",
            "permissions-policy: camera=()",
            "cross-origin-opener-policy: same-origin\r\n",
            "cross-origin-resource-policy: same-origin\r\n",
            "content-security-policy: default-src 'none'; ",
            "frame-ancestors 'none'",
        ] {
            assert_eq!(head.matches(header).count(), 1, "{request} has no {header}: {head}");
        }
        for header in ["\r\nserver:", "x-powered-by", "strict-transport-security", "bole/"] {
            assert!(!head.contains(header), "{request}: {head}");
        }
    }
}

#[test]
fn a_page_may_load_what_it_names_and_other_answers_nothing() {
    let server = Server::start();
    let (_, head, page) = server.send("GET /graphiql HTTP/1.1", "");
    // From the bundle, or from its CDN where the server was built without one.
    let scripts = if page.contains("/graphiql.js") { " https://unpkg.com/react@" } else { "; " };
    assert!(head.contains(&format!("script-src 'self'{scripts}")), "{head}");
    assert!(head.contains("connect-src 'self';"), "{head}");
    // Each script is a file of its own: the policy lets none run that stands in the page.
    for script in page.split("<script").skip(1) {
        let (tag, rest) = script.split_once('>').unwrap();
        assert!(tag.contains(" src=\"") && rest.starts_with("</script>"), "{script}");
    }
    let (_, head, _) = server.send("GET /graphiql.js HTTP/1.1", "");
    assert!(head.contains("content-type: text/javascript") && !head.contains("script-src"));
}

#[test]
fn pages_of_other_origins_may_not_ask_unless_they_are_named() {
    let closed = server(&[], Hosts::Any);
    let (status, head) = preflight(&closed, "https://app.example.org");
    assert_eq!(status, 405);
    assert!(!head.contains("access-control"), "{head}");
    let named = server(&["https://app.example.org", "http://localhost:3000"], Hosts::Any);
    for origin in ["https://app.example.org", "http://localhost:3000"] {
        let (status, head) = preflight(&named, origin);
        assert_eq!(status, 200);
        assert!(head.contains(&format!("access-control-allow-origin: {origin}\r\n")), "{head}");
        assert!(head.contains("access-control-allow-methods: get,post\r\n"), "{head}");
        assert!(head.contains("access-control-allow-headers: authorization,content-type\r\n"));
        assert!(head.contains("vary: origin") && !head.contains("allow-credentials"), "{head}");
    }
    for origin in ["https://evil.example", "https://app.example.org.evil.example", "null"] {
        let (_, head) = preflight(&named, origin);
        assert!(!head.contains("access-control-allow-origin"), "{origin}: {head}");
    }
    let any = server(&["*"], Hosts::Any);
    let (_, head) = preflight(&any, "https://evil.example");
    assert!(head.contains("access-control-allow-origin: *\r\n"), "{head}");
    assert!(!head.contains("allow-credentials"), "{head}");
}

#[test]
fn a_page_that_is_named_can_read_every_answer_also_why_it_is_refused() {
    let server = server(&["https://app.example.org"], Hosts::Any);
    for (headers, status) in [
        ("Content-Type: application/json", 200),
        ("Content-Type: application/json\r\nAuthorization: Bearer wrong", 401),
        ("Content-Type: text/plain", 415),
    ] {
        let head =
            format!("POST /graphql HTTP/1.1\r\nOrigin: https://app.example.org\r\n{headers}");
        let (answered, head, _) = server.send(&head, QUERY);
        assert_eq!(answered, status);
        assert!(head.contains("access-control-allow-origin: https://app.example.org"), "{head}");
        assert!(head.contains("access-control-expose-headers: *"), "{head}");
    }
}

#[test]
fn a_page_that_is_named_can_read_that_it_called_the_server_by_another_name() {
    let server = server(&["https://app.example.org"], Hosts::of_this_machine());
    let ask = |request: &str| {
        let answer = format!(
            "{request} /graphql HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\
             Origin: https://app.example.org\r\n{PREFLIGHT}\r\n\r\n"
        );
        all(server.address, answer.as_bytes())
    };
    let (preflight, refused) = (ask("OPTIONS"), ask("GET"));
    assert!(preflight.starts_with("HTTP/1.1 200 ") && refused.starts_with("HTTP/1.1 421 "));
    for answer in [preflight, refused] {
        let may = "access-control-allow-origin: https://app.example.org";
        assert!(answer.contains(may) && answer.contains("nosniff"), "{answer}");
    }
}

#[test]
fn a_page_that_is_named_may_open_a_websocket_and_others_may_not() {
    let server = server(&["https://app.example.org"], Hosts::Any);
    let opened = |origin: &'static str| {
        let mut request = format!("ws://{}/graphql", server.address).into_client_request().unwrap();
        let headers = request.headers_mut();
        headers.insert("origin", HeaderValue::from_static(origin));
        let protocol = HeaderValue::from_static("graphql-transport-ws");
        headers.insert("sec-websocket-protocol", protocol);
        let stream = TcpStream::connect(server.address).unwrap();
        tungstenite::client(request, stream).is_ok()
    };
    assert!(opened("https://app.example.org"));
    assert!(!opened("https://evil.example"));
}

#[test]
fn requests_that_are_meant_for_another_name_are_refused() {
    let names = ["talent.example.org".to_owned()];
    let server = server(&[], Hosts::Named(names.into()));
    let ask = |host: &str| {
        let request = format!("GET /healthz HTTP/1.1\r\n{host}Connection: close\r\n\r\n");
        all(server.address, request.as_bytes())
    };
    for host in
        ["localhost", "localhost:8080", "127.0.0.1:80", "[::1]:8080", "Talent.Example.ORG:443"]
    {
        let answer = ask(&format!("Host: {host}\r\n"));
        assert!(answer.starts_with("HTTP/1.1 200 "), "{host}: {answer}");
    }
    for host in ["Host: evil.example\r\n", "Host: localhost.evil.example\r\n", "Host: \r\n", ""] {
        let answer = ask(host);
        assert!(answer.starts_with("HTTP/1.1 421 "), "{host}: {answer}");
        assert!(answer.contains("--host-name") && answer.contains("nosniff"), "{answer}");
    }
    let told = ask("Host: evil.example\r\n");
    assert!(told.contains("this server is not called `evil.example`"), "{told}");
}
