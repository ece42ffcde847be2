//! Keys at a URL of the issuer.

use std::{
    sync::{Arc, Mutex, PoisonError, RwLock, TryLockError},
    time::Duration,
};

use rustls::crypto::aws_lc_rs;
use ureq::{Agent, Proxy, tls::TlsConfig};

use super::{
    AuthError, Refused,
    keys::{Key, Place, Sought, parse, pick},
};
use crate::catalog::value::Moment;

/// No more than one fetch in this time, whatever keys JWTs name.
const PAUSE_MS: u64 = 5 * 60 * 1_000;
/// Keys that are older are fetched again, since the issuer may have withdrawn some.
const FRESH_MS: u64 = 60 * 60 * 1_000;
/// How long a request may wait for the issuer.
const FETCH: Duration = Duration::from_secs(5);
/// Of the answer: sets have a few kilobytes.
const BYTES_MAX: u64 = 1 << 20;

/// The keys as they were last fetched.
pub(super) struct Remote {
    url: String,
    agent: Agent,
    keys: RwLock<Arc<[Key]>>,
    /// When a fetch was last tried; held during one.
    tried: Mutex<Moment>,
}

impl Remote {
    pub(super) fn open(url: String, now: Moment) -> Result<Self, AuthError> {
        let agent = agent(&url);
        let keys = fetch(&agent, &url);
        let keys = keys.map_err(|why| AuthError::Fetch { url: url.clone(), why })?;
        Ok(Remote { url, agent, keys: RwLock::new(keys), tried: Mutex::new(now) })
    }

    /// The keys, fetched anew where they lack the one that is sought, or are old. Where that fails,
    /// those from before.
    pub(super) fn keys(&self, sought: Sought<'_>, now: Moment) -> Result<Arc<[Key]>, Refused> {
        let is_known = |keys: &[Key]| pick(keys, sought).is_ok();
        let mut tried = match self.tried.try_lock() {
            Ok(tried) => tried,
            Err(TryLockError::Poisoned(tried)) => tried.into_inner(),
            // Whoever waited would hold a thread that others need.
            Err(TryLockError::WouldBlock) => {
                let keys = self.known();
                return if is_known(&keys) { Ok(keys) } else { Err(Refused::Unable) };
            }
        };
        let keys = self.known();
        let age_ms = now.millis().abs_diff(tried.millis());
        if age_ms < PAUSE_MS || (is_known(&keys) && age_ms < FRESH_MS) {
            return Ok(keys);
        }
        *tried = now;
        match fetch(&self.agent, &self.url) {
            Ok(keys) => {
                *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&keys);
                Ok(keys)
            }
            Err(why) => {
                tracing::warn!(url = self.url, why, "kept the keys that were fetched before");
                Ok(keys)
            }
        }
    }

    fn known(&self) -> Arc<[Key]> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Follows no redirection: keys are taken from where the operator said.
fn agent(url: &str) -> Agent {
    let is_https = url.starts_with("https://");
    let tls = TlsConfig::builder()
        .unversioned_rustls_crypto_provider(Arc::new(aws_lc_rs::default_provider()))
        .build();
    let config = Agent::config_builder()
        .https_only(is_https)
        // What is on this machine is asked without one.
        .proxy(Proxy::try_from_env().filter(|_| is_https))
        .max_redirects(0)
        .timeout_global(Some(FETCH))
        .tls_config(tls)
        .build();
    config.into()
}

fn fetch(agent: &Agent, url: &str) -> Result<Arc<[Key]>, String> {
    let answer = agent.get(url).call().map_err(|why| why.to_string())?;
    if answer.status() != 200 {
        return Err(format!("the answer has the status {}", answer.status()));
    }
    let body = answer.into_body().into_with_config().limit(BYTES_MAX).read_to_vec();
    parse(&body.map_err(|why| why.to_string())?, Place::Url)
}
