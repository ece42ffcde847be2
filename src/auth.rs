//! Who is asking, and what they may do.
//!
//! Whoever shows nothing is anonymous. A credential is a token that was made here ([`Tokens`]) or a
//! JWT of an issuer whose keys are known ([`JwtSettings`]); one that is not right is refused, and
//! never taken for none.

mod error;
mod jwt;
mod keys;
mod limits;
mod remote;
mod secret;
mod tokens;
mod watched;

use std::{net::IpAddr, path::Path, sync::Arc};

use crate::catalog::{enums::AccessRole, value::Moment};
use jwt::Jwts;
use limits::Limits;

pub use error::{AuthError, Forbidden, Refused};
pub use jwt::JwtSettings;
pub use keys::KeysAt;
pub use limits::{Allowance, TooMany, Who};
pub use secret::Secret;
pub use tokens::{NewToken, Token, TokenName, TokenState, Tokens};
pub use watched::Stamp;

/// Who is asking.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Viewer {
    /// What the history calls them: `token:` and its name, `jwt:` and its subject, `anonymous`, or
    /// `local`.
    pub name: Arc<str>,
    pub role: AccessRole,
}

const ANONYMOUS: &str = "anonymous";

impl Viewer {
    pub fn new(name: &str, role: AccessRole) -> Self {
        Viewer { name: name.into(), role }
    }

    /// Somebody who showed nothing.
    pub fn anonymous() -> Self {
        Viewer::new(ANONYMOUS, AccessRole::Reader)
    }

    /// Whoever sits at the machine itself, at its command line.
    pub fn local() -> Self {
        Viewer::new("local", AccessRole::Admin)
    }

    pub fn is_anonymous(&self) -> bool {
        &*self.name == ANONYMOUS
    }

    /// Whether they may do what takes the role `needed`.
    pub fn may(&self, needed: AccessRole) -> Result<(), Forbidden> {
        if self.role >= needed { Ok(()) } else { Err(Forbidden { needed, role: self.role }) }
    }
}

/// What somebody may do who shows nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anonymous {
    /// What a READER may.
    #[default]
    Read,
    /// Nothing.
    None,
}

/// Who is let in, and how often.
#[derive(Clone, Debug)]
pub struct Settings {
    pub anonymous: Anonymous,
    /// `None` where JWTs are not taken.
    pub jwt: Option<JwtSettings>,
    /// Requests a minute of one viewer with a credential; 0 for any number.
    pub rate_limit: u32,
    /// Requests a minute of one address without a credential; 0 for any number.
    pub rate_limit_anonymous: u32,
}

impl Default for Settings {
    fn default() -> Self {
        let (anonymous, jwt) = (Anonymous::Read, None);
        Settings { anonymous, jwt, rate_limit: 1_200, rate_limit_anonymous: 300 }
    }
}

/// Tells from a request's header who asks, and how often they did.
pub struct Auth {
    anonymous: Anonymous,
    tokens: Tokens,
    jwts: Option<Jwts>,
    limits: Limits,
}

impl Auth {
    /// For the tokens of a data directory. Keys of JWTs are read or fetched at once.
    pub fn open(dir: &Path, settings: Settings, now: Moment) -> Result<Self, AuthError> {
        let Settings { anonymous, jwt, rate_limit, rate_limit_anonymous } = settings;
        let tokens = Tokens::open(dir)?;
        let jwts = jwt.map(|it| Jwts::open(it, now)).transpose()?;
        Ok(Auth { anonymous, tokens, jwts, limits: Limits::new(rate_limit, rate_limit_anonymous) })
    }

    /// The tokens, to make, list and revoke them.
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// Whether to tell who shows this may take the time of a signature, or of a fetch from the issuer:
    /// a server calls [`Auth::viewer`] with it where it may block.
    pub fn takes_time(&self, authorization: Option<&str>) -> bool {
        let credential = authorization.and_then(credential);
        self.jwts.is_some() && credential.is_some_and(|it| !secret::is_one(it))
    }

    /// Who asks, by the value of the header `Authorization`. Looks at the file of tokens, and reads it
    /// again where it was changed.
    pub fn viewer(&self, authorization: Option<&str>, now: Moment) -> Result<Viewer, Refused> {
        let Some(authorization) = authorization else {
            return match self.anonymous {
                Anonymous::Read => Ok(Viewer::anonymous()),
                Anonymous::None => Err(Refused::Missing),
            };
        };
        let credential = credential(authorization).ok_or(Refused::Malformed)?;
        if secret::is_one(credential) {
            return self.tokens.viewer(credential, now);
        }
        match &self.jwts {
            Some(jwts) => jwts.viewer(credential, now),
            None => Err(Refused::Malformed),
        }
    }

    /// Counts one request of a viewer at an address; `None` where any number is allowed.
    pub fn allow(
        &self,
        viewer: &Viewer,
        peer: IpAddr,
        now: Moment,
    ) -> Result<Option<Allowance>, TooMany> {
        self.limits.allow(viewer, peer, now)
    }
}

/// What stands in a header `Authorization` as `Bearer` has it.
fn credential(authorization: &str) -> Option<&str> {
    let (scheme, rest) = authorization.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| rest.trim())
}
