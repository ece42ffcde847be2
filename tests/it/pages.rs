//! The pages for browsers, over a real socket: those that were built in, or what is said in their place.

use crate::server::{Answer, Server};

/// Where pages are; those behind a key need no row.
const PAGES: [&str; 12] = [
    "/",
    "/people",
    "/people/ilya-sutskever",
    "/organizations",
    "/organizations/openai/people",
    "/companies",
    "/companies/openai",
    "/models",
    "/models/bard",
    "/ask",
    "/compare",
    "/edit",
];

fn get(server: &Server, path: &str, headers: &str) -> Answer {
    server.send(&format!("GET {path} HTTP/1.1{headers}"), "")
}

/// The head of an answer of which the body may be packed.
fn head(server: &Server, path: &str, accept: &str) -> String {
    let head = format!("HEAD {path} HTTP/1.1\r\nAccept-Encoding: {accept}");
    server.send(&head, "").1
}

fn field<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    head.lines().find_map(|it| it.strip_prefix(name)?.strip_prefix(": "))
}

/// The path of the script of a page; none where the server was built without pages.
fn script(page: &str) -> Option<&str> {
    page.split('"').find(|it| it.starts_with("/assets/") && it.contains(".js"))
}

#[test]
fn all_pages_are_one_program_and_other_paths_are_none() {
    let server = Server::start();
    let (_, _, first) = get(&server, "/", "");
    assert!(script(&first).is_some() || first.contains("BOLE_WEB=off"), "{first}");
    for path in PAGES {
        let (status, head, body) = get(&server, path, "");
        assert_eq!((status, &body), (200, &first), "{path}");
        assert_eq!(field(&head, "content-type"), Some("text/html; charset=utf-8"), "{path}");
    }
    let (status, head, body) = get(&server, "/graphiql", "");
    assert_eq!((status, field(&head, "content-type")), (200, Some("text/html; charset=utf-8")));
    assert!(body.contains("GraphiQL") && body != first, "{body}");
    for path in ["/nothing", "/peoples", "/assets/nothing.js", "/assets/index.html", "/index.html"]
    {
        let (status, _, body) = get(&server, path, "");
        assert_eq!(status, 404, "{path}");
        assert!(body.contains(&format!("there is nothing at `{path}`: try /,")), "{body}");
    }
    let (status, head, _) = server.send("POST / HTTP/1.1", "");
    assert_eq!((status, field(&head, "allow")), (405, Some("get,head")));
}

#[test]
fn a_page_is_asked_for_each_time_and_sent_where_it_is_another() {
    let server = Server::start();
    for path in ["/", "/people/ilya-sutskever", "/graphiql"] {
        let (_, head, body) = get(&server, path, "");
        if script(&body).is_none() {
            continue;
        }
        assert_eq!(field(&head, "cache-control"), Some("no-cache"));
        let policy = field(&head, "content-security-policy").unwrap_or_default();
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{head}");
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
        // The head is in lower case, the tag's own letters are digits of base 16.
        let tag = field(&head, "etag").unwrap_or_default().replace("w/", "W/");
        let known = format!("\r\nIf-None-Match: \"other\", {tag}");
        let (status, head, body) = get(&server, path, &known);
        assert_eq!((status, body.as_str()), (304, ""));
        assert!(
            field(&head, "etag").is_some() && field(&head, "cache-control").is_some(),
            "{head}"
        );
        let (status, _, _) = get(&server, path, "\r\nIf-None-Match: W/\"other\"");
        assert_eq!(status, 200);
    }
}

#[test]
fn what_pages_load_is_kept_for_good_and_sent_packed_as_the_client_likes_it() {
    let server = Server::start();
    let (_, _, page) = get(&server, "/", "");
    let Some(script) = script(&page) else { return };
    let (status, plain, body) = get(&server, script, "");
    assert_eq!((status, field(&plain, "content-encoding")), (200, None));
    assert_eq!(field(&plain, "content-type"), Some("text/javascript; charset=utf-8"));
    assert_eq!(field(&plain, "cache-control"), Some("public, max-age=31536000, immutable"));
    let coding = |accept: &str| {
        let head = head(&server, script, accept);
        assert_eq!(field(&head, "vary"), Some("accept-encoding"), "{head}");
        let length: usize = field(&head, "content-length").unwrap_or_default().parse().unwrap_or(0);
        (field(&head, "content-encoding").map(str::to_owned), length)
    };
    let (brotli, gzip) = (coding("gzip, deflate, br"), coding("br;q=0.5, gzip"));
    assert_eq!(brotli.0.as_deref(), Some("br"));
    assert_eq!(gzip.0.as_deref(), Some("gzip"));
    assert!(0 < brotli.1 && brotli.1 < gzip.1 && gzip.1 < body.len());
    let refused = format!("GET {script} HTTP/1.1\r\nAccept-Encoding: *;q=0");
    let (status, _, body) = server.send(&refused, "");
    assert!(status == 406 && body.contains("NOT_ACCEPTABLE"), "{body}");
}
