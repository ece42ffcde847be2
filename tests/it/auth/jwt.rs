//! JWTs: all kinds that are taken, and all ways in which one can be wrong.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::fs;

use bole::{
    auth::{Auth, Refused, Viewer},
    catalog::enums::AccessRole::{self, Admin, Editor, Reader},
};
use jsonwebtoken::{Algorithm, EncodingKey, Header, decode_header, encode};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::issuer::{KEYS, after_s, claims, key_set, settings_of_file};
use crate::{graph::now, server::Server};

const QUERY: &str = "{ people { totalCount } }";

/// Whoever lets in by the published keys, all but the last.
fn opened() -> (TempDir, Auth) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("keys.json");
    fs::write(&path, key_set(&KEYS[..4])).unwrap();
    let auth = Auth::open(dir.path(), settings_of_file(&path), now()).unwrap();
    (dir, auth)
}

fn viewer(auth: &Auth, jwt: &str) -> Result<Viewer, Refused> {
    auth.viewer(Some(&format!("Bearer {jwt}")), now())
}

/// Why a JWT is refused.
fn why(auth: &Auth, jwt: &str) -> String {
    viewer(auth, jwt).unwrap_err().to_string()
}

#[test]
fn a_jwt_of_each_kind_lets_in_over_http_and_a_changed_one_does_not() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("keys.json");
    fs::write(&path, key_set(&KEYS[..4])).unwrap();
    let server = Server::with(settings_of_file(&path));
    for key in &KEYS[..4] {
        let jwt = key.sign(&claims(&json!({ "role": "editor" })));
        let (status, _, body) = server.ask_as(Some(&format!("Bearer {jwt}")), QUERY);
        assert_eq!(status, 200, "{}: {body}", key.id);
        let named = viewer(&server.auth, &jwt);
        assert_eq!(named, Ok(Viewer::new("jwt:ada", Editor)), "{}", key.id);
        // Somebody else's claims with this signature.
        let other = key.sign(&claims(&json!({ "role": "admin" })));
        let parts: Vec<&str> = jwt.split('.').zip(other.split('.')).map(|it| it.0).collect();
        let forged = format!("{}.{}.{}", parts[0], other.split('.').nth(1).unwrap(), parts[2]);
        let (status, head, body) = server.ask_as(Some(&format!("Bearer {forged}")), QUERY);
        assert!(status == 401 && head.contains("www-authenticate: bearer"), "{head}");
        assert!(body.contains("UNAUTHENTICATED"), "{body}");
        assert!(body.contains("its signature is not by the issuer's key"), "{body}");
    }
}

#[test]
fn the_role_is_that_of_the_claim_in_any_case_and_else_reader() {
    let (_dir, auth) = opened();
    let role = |role: Value| viewer(&auth, &KEYS[2].sign(&claims(&json!({ "role": role }))));
    let ada = |role: AccessRole| Ok(Viewer::new("jwt:ada", role));
    assert_eq!(role(json!("ADMIN")), ada(Admin));
    assert_eq!(role(json!("Editor")), ada(Editor));
    assert_eq!(role(Value::Null), ada(Reader));
    for wrong in [json!("root"), json!(["admin"]), json!(3), json!("")] {
        let why = role(wrong).unwrap_err().to_string();
        assert!(why.contains("its `role` is no role: it must be one of READER, "), "{why}");
    }
}

#[test]
fn claims_that_are_missing_or_somebody_elses_are_refused() {
    let (_dir, auth) = opened();
    for (changed, expected) in [
        (json!({ "iss": "https://other.example" }), "its `iss` is another issuer"),
        (json!({ "iss": null }), "it must have the claim `iss`"),
        (json!({ "aud": "other" }), "its `aud` is somebody else"),
        (json!({ "aud": ["other"] }), "its `aud` is somebody else"),
        (json!({ "aud": null }), "it must have the claim `aud`"),
        (json!({ "sub": null }), "its claims can't be read"),
        (json!({ "sub": "" }), "its `sub` must be text"),
        (json!({ "sub": "a\nb" }), "its `sub` must be text"),
        (json!({ "sub": "a".repeat(256) }), "its `sub` must be text"),
        (json!({ "exp": null }), "its claims can't be read"),
        (json!({ "exp": "soon" }), "its claims can't be read"),
        (json!({ "exp": after_s(-60) }), "it has expired"),
        (json!({ "nbf": after_s(61) }), "it does not hold yet"),
        (json!({ "nbf": "soon" }), "its claims can't be read"),
    ] {
        let why = why(&auth, &KEYS[1].sign(&claims(&changed)));
        assert!(
            why.starts_with("the JWT is refused: ") && why.contains(expected),
            "{changed}: {why}"
        );
    }
    for changed in [
        json!({ "exp": after_s(-59) }),
        json!({ "nbf": after_s(60) }),
        json!({ "aud": ["other", "bole"] }),
    ] {
        let jwt = KEYS[1].sign(&claims(&changed));
        assert!(viewer(&auth, &jwt).is_ok(), "{changed}");
    }
}

#[test]
fn a_key_is_taken_for_its_own_algorithm_only() {
    let (_dir, auth) = opened();
    let [rsa, ec, ed, oct, stranger] = &*KEYS;
    let holds = claims(&json!({}));
    let refused = |jwt: &str, expected: &str| {
        let why = why(&auth, jwt);
        assert!(why.contains(expected), "{why}");
    };
    // The public key of RSA taken for a secret of HMAC.
    let modulus = rsa.public()["n"].as_str().unwrap().to_owned();
    for secret in [modulus.as_bytes().to_vec(), rsa.public().to_string().into_bytes()] {
        let header = Header { kid: rsa.header().kid, ..Header::new(Algorithm::HS256) };
        let jwt = encode(&header, &holds, &EncodingKey::from_secret(&secret)).unwrap();
        refused(&jwt, "its `alg` is not that of the issuer's key");
    }
    let other_size = encode(
        &Header { kid: rsa.header().kid, ..Header::new(Algorithm::RS512) },
        &holds,
        &rsa.private,
    );
    refused(&other_size.unwrap(), "its `alg` is not RS256, ES256, EdDSA or HS256");
    refused(&stranger.sign(&holds), "the issuer has no key with its `kid`");
    let named_like_ed = Header { kid: ed.header().kid, ..stranger.header() };
    let jwt = encode(&named_like_ed, &holds, &stranger.private).unwrap();
    refused(&jwt, "its signature is not by the issuer's key");
    // Without a `kid`, the only key for the algorithm.
    for key in [rsa, ec, ed, oct] {
        let jwt = encode(&Header::new(key.algorithm), &holds, &key.private).unwrap();
        assert!(viewer(&auth, &jwt).is_ok(), "{}", key.id);
    }
    let critical = Header { crit: Some(vec!["b64".to_owned()]), ..ed.header() };
    refused(&encode(&critical, &holds, &ed.private).unwrap(), "it has a `crit`");
}

#[test]
fn a_jwt_without_a_signature_is_refused() {
    let (_dir, auth) = opened();
    let signed = KEYS[2].sign(&claims(&json!({ "role": "admin" })));
    let claims = signed.split('.').nth(1).unwrap();
    // {"alg":"none","typ":"JWT"}, {"alg":"None","kid":"ed"}
    for header in ["eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0", "eyJhbGciOiJOb25lIiwia2lkIjoiZWQifQ"] {
        for signature in ["", "AAAA"] {
            let why = why(&auth, &format!("{header}.{claims}.{signature}"));
            assert!(why.contains("its `alg` is not RS256"), "{why}");
        }
    }
    let (body, _) = signed.rsplit_once('.').unwrap();
    assert!(decode_header(format!("{body}.")).is_ok());
    assert!(why(&auth, &format!("{body}.")).contains("its signature is not"));
    for broken in [body, "", ".", "..", "...", "a.b.c.d", &"a".repeat(20_000)] {
        assert!(viewer(&auth, broken).is_err(), "{broken}");
    }
}

#[test]
fn keys_in_a_file_are_those_that_it_has_now() {
    let (dir, auth) = opened();
    let [_, _, ed, _, stranger] = &*KEYS;
    let (old, new) = (ed.sign(&claims(&json!({}))), stranger.sign(&claims(&json!({}))));
    assert!(viewer(&auth, &old).is_ok() && viewer(&auth, &new).is_err());
    let path = dir.path().join("keys.json");
    fs::write(&path, key_set(&KEYS[4..])).unwrap();
    assert!(viewer(&auth, &old).is_err() && viewer(&auth, &new).is_ok());
    fs::write(&path, "{").unwrap();
    assert_eq!(viewer(&auth, &new), Err(Refused::Unable));
    let again = Auth::open(dir.path(), settings_of_file(&path), now()).err().unwrap();
    assert!(again.to_string().contains("it is no JSON Web Key Set"), "{again}");
}
