//! Short requests to other servers over HTTP.

use std::{sync::Arc, time::Duration};

use rustls::crypto::aws_lc_rs;
use ureq::{Agent, tls::TlsConfig};

/// Bytes of an answer that are read.
const BYTES_MAX: u64 = 1 << 20;

/// What asks, and waits so long for each answer. It follows no redirection, and gives answers of any
/// status as answers.
pub(super) fn agent(wait: Duration) -> Agent {
    let tls = TlsConfig::builder()
        .unversioned_rustls_crypto_provider(Arc::new(aws_lc_rs::default_provider()))
        .build();
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(wait))
        .tls_config(tls)
        .build();
    config.into()
}

/// The status and the body of the answer to a GET.
///
/// # Errors
///
/// A few words on why there was no answer.
pub fn get(url: &str, wait: Duration) -> Result<(u16, String), String> {
    let answer = agent(wait).get(url).call().map_err(|why| why.to_string())?;
    let status = answer.status().as_u16();
    let body = answer.into_body().into_with_config().limit(BYTES_MAX).read_to_string();
    Ok((status, body.map_err(|why| why.to_string())?))
}
