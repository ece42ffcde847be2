//! Flags of `bole serve` about who is let in.

use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};

use crate::auth::{self, JwtSettings, KeysAt, Settings};

#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Who is let in")]
pub(super) struct Access {
    /// What somebody may do who shows no credential. A wrong credential is refused either way.
    #[arg(long, env = "BOLE_ANONYMOUS", value_name = "WHAT", default_value = "read")]
    pub(super) anonymous: Anonymous,
    /// Take JWTs that were signed by a key of this JSON Web Key Set: a file, which is read again
    /// when it changes, or a URL. RS256, ES256 and EdDSA, and from a file HS256, too.
    #[arg(long, env = "BOLE_JWKS", value_name = "FILE|URL")]
    pub(super) jwks: Option<KeysAt>,
    /// What the claim `iss` of a JWT must be.
    #[arg(long, env = "BOLE_JWT_ISSUER", value_name = "TEXT")]
    pub(super) jwt_issuer: Option<String>,
    /// What the claim `aud` of a JWT must be, or name among others.
    #[arg(long, env = "BOLE_JWT_AUDIENCE", value_name = "TEXT")]
    pub(super) jwt_audience: Option<String>,
    /// The claim of a JWT that names the role: reader, analyst, editor or admin. Without the claim
    /// it is reader.
    #[arg(long, env = "BOLE_JWT_ROLE_CLAIM", value_name = "NAME", default_value = "role")]
    pub(super) jwt_role_claim: String,
    /// Requests a minute of one token or subject; 0 for any number.
    #[arg(long, env = "BOLE_RATE_LIMIT", value_name = "N", default_value_t = 1_200)]
    pub(super) rate_limit: u32,
    /// Requests a minute of one address without a credential; 0 for any number. Behind a proxy all
    /// come from its address.
    #[arg(long, env = "BOLE_RATE_LIMIT_ANONYMOUS", value_name = "N", default_value_t = 300)]
    pub(super) rate_limit_anonymous: u32,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Anonymous {
    /// All that is public.
    Read,
    /// Nothing.
    None,
}

impl Access {
    pub(super) fn settings(&self) -> Result<Settings> {
        let jwt = match (&self.jwks, &self.jwt_issuer, &self.jwt_audience) {
            (None, None, None) => None,
            (Some(keys), Some(issuer), Some(audience)) => Some(JwtSettings {
                keys: keys.clone(),
                issuer: issuer.clone(),
                audience: audience.clone(),
                role_claim: self.jwt_role_claim.clone(),
            }),
            _ => {
                return Err(anyhow!(
                    "give --jwks, --jwt-issuer and --jwt-audience, all of them or none: keys alone \
                     would let in whoever the issuer knows, for whatever it is meant"
                ));
            }
        };
        let anonymous = match self.anonymous {
            Anonymous::Read => auth::Anonymous::Read,
            Anonymous::None => auth::Anonymous::None,
        };
        let (rate_limit, rate_limit_anonymous) = (self.rate_limit, self.rate_limit_anonymous);
        Ok(Settings { anonymous, jwt, rate_limit, rate_limit_anonymous })
    }
}
