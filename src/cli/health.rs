//! `bole health`: asks a server how it is, for those that have nothing else to ask with.

use std::time::Duration;

use anyhow::{Result, anyhow};
use clap::Args;

use super::{Exit, print};
use crate::{http, telemetry::client};

/// How long a server that is well takes at most.
const WAIT: Duration = Duration::from_secs(3);

#[derive(Args, Debug)]
pub(super) struct Health {
    /// Where the server is.
    #[arg(
        long,
        env = "BOLE_HEALTH_URL",
        value_name = "URL",
        default_value = "http://127.0.0.1:8080"
    )]
    url: String,
    /// Ask whether it takes requests, and not only whether it is alive.
    #[arg(long, env = "BOLE_HEALTH_READY")]
    ready: bool,
}

pub(super) fn health(asked: &Health) -> Result<Exit> {
    let path = if asked.ready { http::READY } else { http::HEALTH };
    let url = format!("{}{path}", asked.url.trim_end_matches('/'));
    let (status, body) = client::get(&url, WAIT)
        .map_err(|why| anyhow!("`{url}` does not answer ({why}): name the server with --url"))?;
    if status != 200 {
        return Err(anyhow!("`{url}` answers with the status {status}: {}", body.trim()));
    }
    print(&body)
}
