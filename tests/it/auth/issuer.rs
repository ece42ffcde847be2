//! An issuer of JWTs, with keys of all kinds.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::{path::Path, sync::LazyLock};

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair},
};
use bole::auth::{JwtSettings, KeysAt, Settings};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, jwk::Jwk};
use serde_json::{Value, json};

use crate::graph::now;

pub(crate) const ISSUER: &str = "https://id.example";
pub(crate) const AUDIENCE: &str = "bole";

/// A key, and what it is called in the set.
pub(crate) struct Key {
    pub(crate) id: &'static str,
    pub(crate) algorithm: Algorithm,
    pub(crate) private: EncodingKey,
}

impl Key {
    fn new(id: &'static str, algorithm: Algorithm, private: EncodingKey) -> Self {
        Key { id, algorithm, private }
    }

    pub(crate) fn header(&self) -> Header {
        Header { kid: Some(self.id.to_owned()), ..Header::new(self.algorithm) }
    }

    pub(crate) fn sign(&self, claims: &Value) -> String {
        encode(&self.header(), claims, &self.private).unwrap()
    }

    /// What the issuer publishes of it.
    pub(crate) fn public(&self) -> Value {
        let mut jwk = Jwk::from_encoding_key(&self.private, self.algorithm).unwrap();
        jwk.common.key_id = Some(self.id.to_owned());
        serde_json::to_value(jwk).unwrap()
    }
}

fn rsa(id: &'static str) -> Key {
    let key: Pkcs8V1Der<'_> = KeyPair::generate(KeySize::Rsa2048).unwrap().as_der().unwrap();
    // PKCS #8 puts 26 bytes before what PKCS #1 has.
    Key::new(id, Algorithm::RS256, EncodingKey::from_rsa_der(&key.as_ref()[26..]))
}

fn ec(id: &'static str) -> Key {
    let random = SystemRandom::new();
    let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    Key::new(id, Algorithm::ES256, EncodingKey::from_ec_der(key.as_ref()))
}

fn ed(id: &'static str) -> Key {
    let key = Ed25519KeyPair::generate_pkcs8v1(&SystemRandom::new()).unwrap();
    Key::new(id, Algorithm::EdDSA, EncodingKey::from_ed_der(key.as_ref()))
}

/// One key of each kind, and last a second one for EdDSA, which is in no set.
pub(crate) static KEYS: LazyLock<[Key; 5]> = LazyLock::new(|| {
    let secret = EncodingKey::from_secret(b"a secret of the issuer, of 256 bits and more");
    [rsa("rsa"), ec("ec"), ed("ed"), Key::new("oct", Algorithm::HS256, secret), ed("stranger")]
});

/// The keys of a set, as it is published.
pub(crate) fn key_set(keys: &[Key]) -> String {
    let keys: Vec<Value> = keys.iter().map(Key::public).collect();
    json!({ "keys": keys }).to_string()
}

/// Seconds since 1970 of the moment so many seconds after that of the tests.
pub(crate) fn after_s(seconds: i64) -> i64 {
    now().millis() / 1_000 + seconds
}

/// The claims that are needed, with some changed; null takes one away.
pub(crate) fn claims(changed: &Value) -> Value {
    let mut claims = json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": "ada", "exp": after_s(600)
    });
    for (name, value) in changed.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims.as_object_mut().unwrap().retain(|_, it| !it.is_null());
    claims
}

/// Takes JWTs by keys that are there.
pub(crate) fn settings(keys: KeysAt) -> Settings {
    let (issuer, audience) = (ISSUER.to_owned(), AUDIENCE.to_owned());
    let jwt = JwtSettings { keys, issuer, audience, role_claim: "role".to_owned() };
    Settings { jwt: Some(jwt), rate_limit_anonymous: 0, ..Settings::default() }
}

/// Takes JWTs by keys in a file.
pub(crate) fn settings_of_file(path: &Path) -> Settings {
    settings(KeysAt::File(path.to_owned()))
}
