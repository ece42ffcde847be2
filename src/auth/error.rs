//! Why somebody is not let in, or may not do what they want.

use std::{io, path::PathBuf};

use crate::{
    catalog::{enums::AccessRole, value::Moment},
    live::way_out,
};

/// Why a request is not answered. None of them repeats what was shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error(
        "this server asks for a credential: send the header `Authorization: Bearer …` with a token or a JWT"
    )]
    Missing,
    #[error(
        "the credential can't be read: send the header `Authorization: Bearer …` once, with a token or a JWT that this server takes"
    )]
    Malformed,
    #[error("the token is not known here: ask whoever runs this server for one")]
    Unknown,
    #[error("the token `{name}` expired at {at}: ask whoever runs this server for another")]
    Expired { name: String, at: Moment },
    #[error("the token `{name}` was revoked at {at}: ask whoever runs this server for another")]
    Revoked { name: String, at: Moment },
    #[error("the JWT is refused: {0}")]
    Jwt(String),
    /// It is not the client's fault.
    #[error("credentials can't be checked right now: try again in a moment")]
    Unable,
}

/// A role that does not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this takes the role {}: yours is {}", needed.name(), role.name())]
pub struct Forbidden {
    pub needed: AccessRole,
    pub role: AccessRole,
}

/// Why tokens or keys can't be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    #[error("`{}`: {source}{}", path.display(), way_out(source))]
    Io { path: PathBuf, source: io::Error },
    #[error("`{}` can't be used: {why}", path.display())]
    Unusable { path: PathBuf, why: String },
    #[error("the keys at `{url}` can't be had: {why}")]
    Fetch { url: String, why: String },
    #[error(
        "there has been a token `{0}`: name the new one otherwise, since names are never used again"
    )]
    Taken(String),
    #[error("there is no token `{0}`: `bole token list` shows those there are")]
    NoToken(String),
    #[error("the token `{name}` was revoked already, at {at}")]
    RevokedBefore { name: String, at: Moment },
    #[error("a token that expires at {0} would have expired: name a later time")]
    Past(Moment),
    #[error(
        "there are {0} tokens, which is as many as are kept: remove lines of old ones from the file `tokens`"
    )]
    TooMany(usize),
}
