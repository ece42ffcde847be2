//! JWTs of an issuer that the operator trusts.

use std::collections::HashMap;

use jsonwebtoken::{Algorithm, TokenData, Validation, decode, decode_header, errors::ErrorKind};
use serde::{Deserialize, de::IgnoredAny};

use super::{
    AuthError, KeysAt, Refused, Viewer,
    keys::{Keys, Sought},
};
use crate::catalog::{enums::AccessRole, value::Moment};

/// Those that are taken: others are weaker, or rare.
const ALGORITHMS: &[Algorithm] =
    &[Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA, Algorithm::HS256];
/// How far the issuer's clock may be off.
const LEEWAY_S: f64 = 60.0;
/// Bytes of a JWT: no issuer writes longer ones into a header.
const BYTES_MAX: usize = 16 << 10;
/// Bytes of a subject, as OpenID Connect has it.
const SUBJECT_BYTES_MAX: usize = 255;

/// Whose JWTs are taken.
#[derive(Clone, Debug)]
pub struct JwtSettings {
    pub keys: KeysAt,
    /// What `iss` must be.
    pub issuer: String,
    /// What `aud` must be, or name among others.
    pub audience: String,
    /// The claim that names the role, in any case; without it the role is READER.
    pub role_claim: String,
}

pub(super) struct Jwts {
    keys: Keys,
    issuer: String,
    audience: String,
    role_claim: String,
}

/// The claims that are looked at; the library has compared the issuer and the audience.
#[derive(Deserialize)]
struct Claims {
    sub: String,
    /// Seconds since 1970.
    exp: f64,
    nbf: Option<f64>,
    #[serde(flatten)]
    others: HashMap<String, Claim>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Claim {
    Text(String),
    Other(IgnoredAny),
}

impl Jwts {
    pub(super) fn open(settings: JwtSettings, now: Moment) -> Result<Self, AuthError> {
        let JwtSettings { keys, issuer, audience, role_claim } = settings;
        Ok(Jwts { keys: Keys::open(keys, now)?, issuer, audience, role_claim })
    }

    /// Whom a JWT names.
    pub(super) fn viewer(&self, jwt: &str, now: Moment) -> Result<Viewer, Refused> {
        let refused = |why: &str| Err(Refused::Jwt(why.to_owned()));
        if jwt.len() > BYTES_MAX || jwt.split('.').count() != 3 {
            return Err(Refused::Malformed);
        }
        let header = decode_header(jwt);
        let header = header.ok().filter(|it| ALGORITHMS.contains(&it.alg));
        let Some(header) = header else {
            return refused(
                "its header can't be read, or its `alg` is not RS256, ES256, EdDSA or HS256",
            );
        };
        if header.crit.is_some() {
            return refused("it has a `crit` that is not understood here");
        }
        let sought = Sought { id: header.kid.as_deref(), algorithm: header.alg };
        let key = self.keys.find(sought, now)?;
        let decoded = decode(jwt, &key, &self.validation(header.alg));
        let TokenData::<Claims> { claims, .. } =
            decoded.map_err(|why| Refused::Jwt(reason(why.kind())))?;
        self.named(&claims, now)
    }

    /// What the library compares. It would take the time from the system, so that is done here.
    fn validation(&self, algorithm: Algorithm) -> Validation {
        let mut validation = Validation::new(algorithm);
        validation.set_required_spec_claims(&["exp", "sub", "iss", "aud"]);
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[&self.audience]);
        validation.validate_exp = false;
        validation
    }

    fn named(&self, claims: &Claims, now: Moment) -> Result<Viewer, Refused> {
        let refused = |why: String| Err(Refused::Jwt(why));
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of this age are exact")]
        let now_s = now.millis() as f64 / 1e3;
        // Not the other way round, so that what is no number does not hold.
        let holds = claims.exp + LEEWAY_S > now_s;
        if !holds {
            return refused("it has expired: get another one from its issuer".to_owned());
        }
        if claims.nbf.is_some_and(|it| it - LEEWAY_S > now_s) {
            return refused("it does not hold yet".to_owned());
        }
        let subject = claims.sub.as_str();
        let is_plain = !subject.is_empty() && !subject.chars().any(char::is_control);
        if !is_plain || subject.len() > SUBJECT_BYTES_MAX {
            let most = SUBJECT_BYTES_MAX;
            return refused(format!("its `sub` must be text of 1 to {most} bytes, on one line"));
        }
        let role = match claims.others.get(&self.role_claim) {
            None => Some(AccessRole::Reader),
            Some(Claim::Text(role)) => role.to_ascii_uppercase().parse().ok(),
            Some(Claim::Other(_)) => None,
        };
        let Some(role) = role else {
            let (claim, roles) = (&self.role_claim, AccessRole::TYPE.names());
            return refused(format!("its `{claim}` is no role: it must be one of {roles}"));
        };
        Ok(Viewer::new(&format!("jwt:{subject}"), role))
    }
}

/// What is wrong, for whoever sent the JWT.
fn reason(why: &ErrorKind) -> String {
    match why {
        ErrorKind::InvalidSignature => "its signature is not by the issuer's key".to_owned(),
        ErrorKind::InvalidIssuer => "its `iss` is another issuer".to_owned(),
        ErrorKind::InvalidAudience => "its `aud` is somebody else".to_owned(),
        ErrorKind::MissingRequiredClaim(claim) => format!("it must have the claim `{claim}`"),
        _ => "its claims can't be read: `exp` must be a number, and `sub` a text".to_owned(),
    }
}
