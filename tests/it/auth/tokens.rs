//! Tokens, from the command that makes one to the request that shows it.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::{fs, os::unix::fs::PermissionsExt, thread};

use bole::{
    auth::{Auth, AuthError, NewToken, Refused, Settings, TokenState, Tokens, Viewer},
    catalog::{
        enums::AccessRole::{self, Editor, Reader},
        value::Moment,
    },
};
use tempfile::TempDir;

use crate::{graph::now, server::Server};

const QUERY: &str = "{ people { totalCount } }";

fn after(seconds: i64) -> Moment {
    Moment::from_millis(now().millis() + seconds * 1_000)
}

fn new(name: &str, role: AccessRole, expires: Option<Moment>) -> NewToken {
    NewToken { name: name.parse().unwrap(), role, expires }
}

fn opened() -> (TempDir, Tokens, Auth) {
    let dir = tempfile::tempdir().unwrap();
    let tokens = Tokens::open(dir.path()).unwrap();
    let auth = Auth::open(dir.path(), Settings::default(), now()).unwrap();
    (dir, tokens, auth)
}

#[test]
fn a_token_lets_in_with_its_role_until_it_is_revoked_at_the_next_request() {
    // Another process makes and revokes it: what the server holds is not touched.
    let server = Server::start();
    let tokens = Tokens::open(server.data()).unwrap();
    let secret = tokens.create(new("desk", Editor, None), now()).unwrap();
    let header = format!("Bearer {}", secret.reveal());
    assert_eq!(server.ask_as(Some(&header), QUERY).0, 200);
    let viewer = server.auth.viewer(Some(&header), now());
    assert_eq!(viewer, Ok(Viewer::new("token:desk", Editor)));
    tokens.revoke(&"desk".parse().unwrap(), now()).unwrap();
    let (status, head, body) = server.ask_as(Some(&header), QUERY);
    assert!(status == 401 && head.contains("error=\"invalid_token\""), "{head}");
    assert!(body.contains("UNAUTHENTICATED") && body.contains("`desk` was revoked"), "{body}");
    assert!(!body.contains(secret.reveal()) && !body.contains("data"), "{body}");
}

#[test]
fn a_token_expires_at_its_moment() {
    let (_dir, tokens, auth) = opened();
    let secret = tokens.create(new("desk", Reader, Some(after(10))), now()).unwrap();
    let header = format!("bearer  {} ", secret.reveal());
    let viewer = |at| auth.viewer(Some(&header), at);
    assert_eq!(viewer(after(9)), Ok(Viewer::new("token:desk", Reader)));
    let expired = Refused::Expired { name: "desk".to_owned(), at: after(10) };
    assert_eq!(viewer(after(10)), Err(expired));
    assert_eq!(tokens.list().unwrap()[0].state(after(10)), TokenState::Expired(after(10)));
    let past = tokens.create(new("late", Reader, Some(now())), now());
    assert!(matches!(past, Err(AuthError::Past(_))));
}

#[test]
fn what_is_no_credential_of_this_server_is_refused_and_not_taken_for_none() {
    let server = Server::start();
    let secret = server.token("desk", Editor, None);
    let (start, end) = secret.split_at(secret.len() - 1);
    let wrong = format!("Bearer {start}{}", if end == "x" { "y" } else { "x" });
    let (twice, bare) = (format!("Bearer {secret}\r\nAuthorization: Bearer {secret}"), &secret);
    for header in [
        &wrong,
        &twice,
        bare,
        "Bearer",
        "Bearer ",
        "Basic YTpi",
        "Bearer a.b.c",
        "Bearer bole_",
        "é",
    ] {
        let (status, head, body) = server.ask_as(Some(header), QUERY);
        assert_eq!(status, 401, "{header}: {body}");
        assert!(head.contains("www-authenticate: bearer realm=\"bole\", error="), "{head}");
        assert!(body.contains("UNAUTHENTICATED") && !body.contains(&secret), "{body}");
    }
    let (status, _, _) = server.send(
        &format!("GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nAuthorization: {wrong}"),
        "",
    );
    assert_eq!(status, 401);
}

#[test]
fn the_file_holds_no_secret_and_is_its_owners() {
    let (dir, tokens, _) = opened();
    let secret = tokens.create(new("desk", Editor, None), now()).unwrap();
    let path = dir.path().join("tokens");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("desk EDITOR") && !text.contains(secret.reveal().get(5..).unwrap()));
    for name in ["tokens", "tokens.lock"] {
        let mode = fs::metadata(dir.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    assert!(!dir.path().join("tokens.new").exists());
}

#[test]
fn names_are_never_used_again() {
    let (_dir, tokens, _) = opened();
    tokens.create(new("desk", Editor, None), now()).unwrap();
    let desk = "desk".parse().unwrap();
    let says = |outcome: Result<(), AuthError>, what: &str| {
        let why = outcome.unwrap_err().to_string();
        assert!(why.contains(what), "{why}");
    };
    says(
        tokens.create(new("desk", Reader, None), now()).map(drop),
        "there has been a token `desk`",
    );
    tokens.revoke(&desk, now()).unwrap();
    says(
        tokens.create(new("desk", Reader, None), now()).map(drop),
        "there has been a token `desk`",
    );
    says(tokens.revoke(&desk, now()), "was revoked already");
    says(tokens.revoke(&"other".parse().unwrap(), now()), "there is no token `other`");
}

#[test]
fn tokens_made_at_the_same_time_are_all_kept() {
    let (dir, tokens, _) = opened();
    thread::scope(|scope| {
        for writer in 0..4 {
            let dir = dir.path();
            scope.spawn(move || {
                let tokens = Tokens::open(dir).unwrap();
                for it in 0..5 {
                    tokens.create(new(&format!("t-{writer}-{it}"), Reader, None), now()).unwrap();
                }
            });
        }
    });
    assert_eq!(tokens.list().unwrap().len(), 20);
}

#[test]
fn a_damaged_file_lets_nobody_in_who_shows_a_token() {
    let (dir, tokens, auth) = opened();
    let secret = tokens.create(new("desk", Editor, None), now()).unwrap();
    let header = format!("Bearer {}", secret.reveal());
    assert!(auth.viewer(Some(&header), now()).is_ok());
    fs::write(dir.path().join("tokens"), "something else\n").unwrap();
    assert_eq!(auth.viewer(Some(&header), now()), Err(Refused::Unable));
    assert_eq!(auth.viewer(None, now()), Ok(Viewer::anonymous()));
    assert!(Auth::open(dir.path(), Settings::default(), now()).is_err());
    assert!(tokens.create(new("other", Reader, None), now()).is_err());
}
