//! Tokens that were made here: the file `tokens` of a data directory.
//!
//! It is text, a line for each token, and is replaced as a whole: a server that runs reads the new
//! one at its next request. Tokens that no longer hold stay in it, so that a name in the history
//! means one token for good. Who makes or revokes one holds the file `tokens.lock`.

mod line;

use std::{
    fs::{self, File},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{AuthError, Refused, Secret, Viewer, secret::Hash, watched::Watched};
use crate::catalog::{enums::AccessRole, value::Moment};

pub use line::TokenName;

/// Tokens in the file: each request with a token is compared with all of them.
const TOKENS_MAX: usize = 10_000;

/// What is kept of a token.
#[derive(Clone, Debug)]
pub struct Token {
    pub name: TokenName,
    pub role: AccessRole,
    pub created: Moment,
    pub expires: Option<Moment>,
    pub revoked: Option<Moment>,
    hash: Hash,
}

/// Whether a token still holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenState {
    Active,
    Expired(Moment),
    Revoked(Moment),
}

impl Token {
    /// Whether it holds at `now`.
    pub fn state(&self, now: Moment) -> TokenState {
        match (self.revoked, self.expires) {
            (Some(at), _) => TokenState::Revoked(at),
            (None, Some(at)) if at <= now => TokenState::Expired(at),
            _ => TokenState::Active,
        }
    }
}

/// A token to be made.
#[derive(Clone, Debug)]
pub struct NewToken {
    pub name: TokenName,
    pub role: AccessRole,
    /// `None` for one that holds until it is revoked.
    pub expires: Option<Moment>,
}

/// The tokens of one data directory, for any number of processes.
pub struct Tokens {
    file: Watched<[Token]>,
}

impl Tokens {
    /// Those of a directory, which need not be there yet.
    pub fn open(dir: &Path) -> Result<Self, AuthError> {
        Ok(Tokens { file: Watched::open(dir.join("tokens"), line::parse)? })
    }

    /// In the order in which they were made.
    pub fn list(&self) -> Result<Arc<[Token]>, AuthError> {
        self.file.get()
    }

    /// Makes a token, in the directory that is made where there is none. The secret is kept nowhere.
    pub fn create(&self, new: NewToken, now: Moment) -> Result<Secret, AuthError> {
        if let Some(past) = new.expires.filter(|it| *it <= now) {
            return Err(AuthError::Past(past));
        }
        let secret = Secret::random();
        let hash = secret.hash();
        self.change(|tokens| {
            let NewToken { name, role, expires } = new;
            if tokens.iter().any(|it| it.name == name) {
                return Err(AuthError::Taken(name.to_string()));
            }
            if tokens.len() >= TOKENS_MAX {
                return Err(AuthError::TooMany(TOKENS_MAX));
            }
            tokens.push(Token { name, role, created: now, expires, revoked: None, hash });
            Ok(())
        })?;
        Ok(secret)
    }

    /// Ends a token for good: the next request with it is refused.
    pub fn revoke(&self, name: &TokenName, now: Moment) -> Result<(), AuthError> {
        self.change(|tokens| {
            let token = tokens.iter_mut().find(|it| it.name == *name);
            let token = token.ok_or_else(|| AuthError::NoToken(name.to_string()))?;
            if let Some(at) = token.revoked {
                return Err(AuthError::RevokedBefore { name: name.to_string(), at });
            }
            token.revoked = Some(now);
            Ok(())
        })
    }

    /// Whoever shows this secret. All tokens are looked at, so that the time tells nothing.
    pub(super) fn viewer(&self, secret: &str, now: Moment) -> Result<Viewer, Refused> {
        let hash = Hash::of(secret);
        let tokens = self.list().map_err(|why| {
            tracing::error!(%why, "tokens can't be checked");
            Refused::Unable
        })?;
        let mut shown = None;
        for token in tokens.iter() {
            if token.hash.is(&hash) {
                shown = Some(token);
            }
        }
        let shown = shown.ok_or(Refused::Unknown)?;
        let name = shown.name.to_string();
        match shown.state(now) {
            TokenState::Active => Ok(Viewer::new(&format!("token:{name}"), shown.role)),
            TokenState::Expired(at) => Err(Refused::Expired { name, at }),
            TokenState::Revoked(at) => Err(Refused::Revoked { name, at }),
        }
    }

    /// Changes the newest tokens and replaces the file, which is whole whenever a crash comes.
    fn change(
        &self,
        change: impl FnOnce(&mut Vec<Token>) -> Result<(), AuthError>,
    ) -> Result<(), AuthError> {
        let path = self.file.path();
        let beside = |ending| path.with_extension(ending);
        let io = |path: &Path| {
            let path: PathBuf = path.to_owned();
            move |source| AuthError::Io { path, source }
        };
        let dir = path.parent().unwrap_or(path);
        fs::create_dir_all(dir).map_err(io(dir))?;
        let lock = beside("lock");
        let lock_file = private().truncate(false).open(&lock).map_err(io(&lock))?;
        // Given back when the file is closed.
        lock_file.lock().map_err(io(&lock))?;
        let mut tokens = self.list()?.to_vec();
        change(&mut tokens)?;
        let new = beside("new");
        let text = line::written(&tokens);
        let write = |mut it: File| it.write_all(text.as_bytes()).and_then(|()| it.sync_all());
        private().truncate(true).open(&new).and_then(write).map_err(io(&new))?;
        fs::rename(&new, path).map_err(io(path))?;
        File::open(dir).and_then(|it| it.sync_all()).map_err(io(dir))
    }
}

/// To open a file, or make it so that only its owner may read it.
fn private() -> fs::OpenOptions {
    let mut options = File::options();
    options.create(true).write(true).mode(0o600);
    options
}
