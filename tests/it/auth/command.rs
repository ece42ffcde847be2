//! `bole token`, and the flags that say who is let in.

use std::fs;

use crate::{
    cli::{bole, run, serve},
    server::ask_as,
};

const QUERY: &str = "{ people { totalCount } }";

#[test]
fn a_token_that_was_made_before_the_first_start_holds_until_it_is_revoked() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let token = |words: &[&str]| run(bole(&data).arg("token").args(words));
    let (code, text, _) = token(&["create", "--role", "editor", "--name", "press-desk"]);
    let secret = text.lines().next().unwrap();
    assert!(code == 0 && secret.starts_with("bole_") && secret.len() == 48, "{text}");
    assert!(text.contains("`press-desk` with the role EDITOR") && text.contains("not shown again"));
    let (code, _, error) = run(bole(&data).arg("check"));
    assert!(code == 1 && error.contains("there is no data directory"), "{error}");
    let server = serve(&data);
    let header = format!("Bearer {secret}");
    let ask = || ask_as(server.address(), Some(&header), QUERY).0;
    assert_eq!(ask(), 200);
    let (code, text, _) = token(&["list"]);
    assert!(code == 0 && !text.contains(secret), "{text}");
    let line = text.lines().nth(1).unwrap();
    assert!(line.starts_with("press-desk  EDITOR ") && line.ends_with("active"), "{line}");
    assert_eq!(token(&["revoke", "press-desk"]).0, 0);
    assert_eq!(ask(), 401);
    assert!(token(&["list"]).1.contains("revoked 2"));
    assert_eq!(server.stop("-TERM"), 0);
    assert_eq!(run(bole(&data).arg("check")).0, 0);
}

#[test]
fn what_a_token_can_not_be_is_said_in_one_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let says = |words: &[&str], expected: (i32, &str)| {
        let (code, _, error) = run(bole(&data).arg("token").args(words));
        assert!(error.contains(expected.1), "{error}");
        assert_eq!((code, error.lines().count()), (expected.0, 1), "{error}");
    };
    let create = ["create", "--role", "reader", "--name", "desk", "--expires"];
    let with = |when| create.into_iter().chain([when]).collect::<Vec<_>>();
    says(&["revoke", "desk"], (1, "there is no data directory"));
    says(&["create", "--role", "root", "--name", "desk"], (2, "write reader, analyst, editor"));
    says(&["create", "--role", "reader", "--name", "Desk"], (2, "of a-z, 0-9 and `-`"));
    says(&with("soon"), (2, "write days like 90d, a date, or never"));
    says(&with("2020-01-01"), (1, "would have expired"));
    assert!(!data.exists());
    for when in ["never", "2126-01-01"] {
        let text = run(bole(&data).arg("token").args(with(when).iter().map(|it| match *it {
            "desk" => format!("desk-{when}"),
            it => it.to_owned(),
        })));
        assert!(text.1.contains(&format!("which expires {when}")), "{}", text.1);
    }
    says(&["create", "--role", "reader", "--name", "desk-never"], (1, "there has been a token"));
    says(&["revoke", "other"], (1, "`bole token list` shows those there are"));
    fs::write(data.join("letter.txt"), "dear").unwrap();
    says(&["list"], (1, "is not a data directory of Bole"));
}

#[test]
fn flags_that_would_let_in_too_many_or_nobody_are_refused_at_the_start() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let says = |words: &[&str], expected: (i32, &str)| {
        let (code, _, error) = run(bole(&data).args(words));
        let last = error.lines().last().unwrap();
        assert!(last.starts_with("bole: ") && last.contains(expected.1), "{error}");
        assert_eq!(code, expected.0, "{error}");
    };
    says(&["--jwks", "keys.json"], (1, "give --jwks, --jwt-issuer and --jwt-audience"));
    says(&["--jwks", "http://id.example/keys"], (2, "use https, or a file"));
    says(&["--anonymous", "write"], (2, "possible values: read, none"));
    let jwt = ["--jwt-issuer", "a", "serve", "--jwt-audience", "b", "--jwks", "/nowhere.json"];
    says(&jwt, (1, "`/nowhere.json` can't be used: there is no such file"));
    says(&["--rate-limit", "1", "check"], (2, "`--rate-limit` before `check` is for `serve`"));
}
