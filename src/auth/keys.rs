//! The keys by which JWTs are checked: a JSON Web Key Set, from a file or a URL.

use std::{path::PathBuf, str::FromStr, sync::Arc};

use jsonwebtoken::{
    Algorithm, DecodingKey, DecodingKeyKind,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, KeyOperations, PublicKeyUse},
};

use super::{AuthError, Refused, remote::Remote, watched::Watched};
use crate::catalog::value::Moment;

/// Bytes of an RSA modulus: shorter ones are broken by now.
const RSA_BYTES_MIN: usize = 256;
/// Bytes of a secret for HS256, as RFC 7518 asks.
const SECRET_BYTES_MIN: usize = 32;

/// Where keys are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeysAt {
    File(PathBuf),
    Url(String),
}

/// What begins with `https://` is a URL; so is `http://` at this machine itself, since keys that
/// come in the clear could be anybody's. A URL is told in the log, so it has no password.
impl FromStr for KeysAt {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let scheme = ["https://", "http://"].into_iter().find(|it| text.starts_with(it));
        let Some(scheme) = scheme else { return Ok(KeysAt::File(text.into())) };
        let host = text[scheme.len()..].split(['/', '?', '#']).next().unwrap_or_default();
        if host.contains('@') {
            return Err("keys are public: name their URL without a password".to_owned());
        }
        let here = ["127.0.0.1", "localhost", "[::1]"];
        let mut ports = here.iter().filter_map(|it| host.strip_prefix(it));
        let is_here = ports.any(|it| it.is_empty() || it.starts_with(':'));
        if scheme == "https://" || is_here {
            return Ok(KeysAt::Url(text.to_owned()));
        }
        Err(format!("keys from `{text}` could be changed on the way: use https, or a file"))
    }
}

/// One key, for one algorithm.
#[derive(Debug)]
pub(super) struct Key {
    id: Option<String>,
    algorithm: Algorithm,
    decoding: DecodingKey,
}

/// What a JWT says of its key.
#[derive(Clone, Copy)]
pub(super) struct Sought<'j> {
    pub(super) id: Option<&'j str>,
    pub(super) algorithm: Algorithm,
}

pub(super) enum Keys {
    File(Watched<[Key]>),
    Url(Remote),
}

impl Keys {
    pub(super) fn open(at: KeysAt, now: Moment) -> Result<Self, AuthError> {
        Ok(match at {
            KeysAt::File(path) => Keys::File(Watched::open(path, of_file)?),
            KeysAt::Url(url) => Keys::Url(Remote::open(url, now)?),
        })
    }

    /// The key of a JWT.
    pub(super) fn find(&self, sought: Sought<'_>, now: Moment) -> Result<DecodingKey, Refused> {
        let keys = match self {
            Keys::File(file) => file.get().map_err(|why| {
                tracing::error!(%why, "JWTs can't be checked");
                Refused::Unable
            })?,
            Keys::Url(remote) => remote.keys(sought, now)?,
        };
        pick(&keys, sought).cloned().map_err(|why| Refused::Jwt(why.to_owned()))
    }
}

/// The key with the id and for the algorithm; without an id, the only one for the algorithm.
pub(super) fn pick<'k>(
    keys: &'k [Key],
    sought: Sought<'_>,
) -> Result<&'k DecodingKey, &'static str> {
    let fits = |it: &&Key| sought.id.is_none() || it.id.as_deref() == sought.id;
    let mut named = keys.iter().filter(fits).peekable();
    if named.peek().is_none() {
        return Err("the issuer has no key with its `kid`");
    }
    let mut fitting = named.filter(|it| it.algorithm == sought.algorithm);
    match (fitting.next(), fitting.next()) {
        (None, _) => Err("its `alg` is not that of the issuer's key"),
        (Some(one), None) => Ok(&one.decoding),
        (Some(one), Some(_)) if sought.id.is_some() => Ok(&one.decoding),
        (Some(_), Some(_)) => {
            Err("it names no `kid`, and the issuer has several keys for its `alg`")
        }
    }
}

fn of_file(bytes: Option<&[u8]>) -> Result<Arc<[Key]>, String> {
    parse(bytes.ok_or("there is no such file")?, Place::File)
}

/// Where a key set comes from; secrets are taken from files only.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    File,
    Url,
}

/// The keys of a set that can be used, of which there must be one.
pub(super) fn parse(bytes: &[u8], place: Place) -> Result<Arc<[Key]>, String> {
    // Not in the words of the library, which repeat what is there.
    let set: JwkSet = serde_json::from_slice(bytes).map_err(|why| {
        let (line, column) = (why.line(), why.column());
        format!("it is no JSON Web Key Set, as line {line}, column {column} shows")
    })?;
    let keys: Arc<[Key]> = set.keys.iter().filter_map(|it| usable(it, place)).collect();
    if keys.is_empty() {
        return Err(
            "it has no key to be used: RSA of 2048 bits or more, EC P-256, OKP Ed25519, or, \
                    in a file, oct of 256 bits or more, for signatures"
                .to_owned(),
        );
    }
    Ok(keys)
}

/// The key of an entry, if it is of a kind, a length and a use that is taken.
fn usable(jwk: &Jwk, place: Place) -> Option<Key> {
    let algorithm = match &jwk.algorithm {
        AlgorithmParameters::RSA(_) => Algorithm::RS256,
        AlgorithmParameters::EllipticCurve(it) if it.curve == EllipticCurve::P256 => {
            Algorithm::ES256
        }
        AlgorithmParameters::OctetKeyPair(it) if it.curve == EllipticCurve::Ed25519 => {
            Algorithm::EdDSA
        }
        AlgorithmParameters::OctetKey(_) if place == Place::File => Algorithm::HS256,
        _ => return None,
    };
    let common = &jwk.common;
    let is_for = common.key_algorithm.is_none_or(|it| it == algorithm.into());
    let signs = !matches!(&common.public_key_use, Some(it) if *it != PublicKeyUse::Signature);
    let operations = common.key_operations.as_ref();
    let verifies = operations.is_none_or(|it| it.contains(&KeyOperations::Verify));
    let decoding = DecodingKey::from_jwk(jwk).ok()?;
    let is_long = match decoding.kind() {
        DecodingKeyKind::RsaModulusExponent { n, .. } => n.len() >= RSA_BYTES_MIN,
        DecodingKeyKind::SecretOrDer(bytes) => bytes.len() >= SECRET_BYTES_MIN,
    };
    let is_usable = is_for && signs && verifies && is_long;
    is_usable.then(|| Key { id: common.key_id.clone(), algorithm, decoding })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_from_files_from_https_and_from_this_machine() {
        let url = |text: &str| Ok(KeysAt::Url(text.to_owned()));
        for text in ["https://id.example/keys", "http://127.0.0.1:8/k", "http://localhost/k"] {
            assert_eq!(text.parse(), url(text));
        }
        assert_eq!("keys.json".parse(), Ok(KeysAt::File("keys.json".into())));
        for text in ["http://id.example/keys", "http://localhost.example/", "http://localhost:@a/"]
        {
            assert!(text.parse::<KeysAt>().is_err(), "{text}");
        }
    }

    #[test]
    fn keys_that_are_short_secret_or_for_something_else_are_passed_over() {
        let oct = |rest: &str| format!(r#"{{"keys": [{{"kty": "oct"{rest}}}]}}"#);
        let long = format!(r#", "k": "{}""#, "A".repeat(43));
        assert_eq!(parse(oct(&long).as_bytes(), Place::File).unwrap().len(), 1);
        assert!(parse(oct(&long).as_bytes(), Place::Url).is_err());
        for rest in [r#", "use": "enc""#, r#", "alg": "HS512""#, r#", "key_ops": ["sign"]"#] {
            assert!(parse(oct(&format!("{long}{rest}")).as_bytes(), Place::File).is_err());
        }
        let why = parse(oct(r#", "k": "c2hvcnQ""#).as_bytes(), Place::File).unwrap_err();
        assert!(why.contains("oct of 256 bits or more"), "{why}");
        assert!(parse(b"[]", Place::File).unwrap_err().contains("no JSON Web Key Set"));
    }
}
