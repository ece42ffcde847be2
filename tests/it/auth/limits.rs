//! How often a viewer may ask, over HTTP.

use bole::{auth::Settings, catalog::enums::AccessRole};

use crate::server::Server;

const QUERY: &str = "{ people { totalCount } }";

#[test]
fn who_asks_too_often_is_told_when_to_ask_again() {
    let limits = Settings { rate_limit: 3, rate_limit_anonymous: 2, ..Settings::default() };
    let server = Server::with(limits);
    let secret = server.token("desk", AccessRole::Reader, None);
    let desk = format!("Bearer {secret}");
    for (header, limit, wait) in [(None, 2, 30), (Some(desk.as_str()), 3, 20)] {
        for remaining in (0..limit).rev() {
            let (status, head, _) = server.ask_as(header, QUERY);
            assert_eq!(status, 200);
            assert!(head.contains(&format!("ratelimit-limit: {limit}\r\n")), "{head}");
            assert!(head.contains(&format!("ratelimit-remaining: {remaining}\r\n")), "{head}");
            let reset = (limit - remaining) * wait;
            assert!(head.contains(&format!("ratelimit-reset: {reset}")), "{head}");
        }
        let (status, head, body) = server.ask_as(header, QUERY);
        assert_eq!(status, 429, "{body}");
        assert!(head.contains(&format!("retry-after: {wait}")), "{head}");
        assert!(head.contains("ratelimit-remaining: 0"), "{head}");
        assert!(body.contains("RATE_LIMITED"), "{body}");
        assert!(body.contains(&format!("more than {limit} requests a minute")), "{body}");
    }
    // Wrong credentials are no way round, and what is open stays open.
    assert_eq!(server.ask_as(Some("Bearer bole_guess"), QUERY).0, 429);
    assert_eq!(server.send("GET /healthz HTTP/1.1", "").0, 200);
}

#[test]
fn a_limit_of_0_is_none() {
    let none = Settings { rate_limit: 0, rate_limit_anonymous: 0, ..Settings::default() };
    let server = Server::with(none);
    let (status, head, _) = server.ask_as(None, QUERY);
    assert!(status == 200 && !head.contains("ratelimit"), "{head}");
}
