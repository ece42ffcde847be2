//! Flags of `bole serve` about connections and requests.

use std::{path::PathBuf, sync::Arc, time::Duration};

use anyhow::Result;
use clap::Args;

use super::handles;
use crate::http::{Bodies, Connections, Crowd, Tls};

/// Seconds of the longest time that is taken: a day.
const SECONDS_MAX: u64 = 24 * 60 * 60;

#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Connections and requests")]
pub(super) struct Listening {
    /// Speak TLS, with the certificate of this PEM file, and those that vouch for it behind it. Both
    /// files are read again when they change, and on SIGHUP.
    #[arg(long, env = "BOLE_TLS_CERT", value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The private key of the certificate, in PEM.
    #[arg(long, env = "BOLE_TLS_KEY", value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Connections at once; fewer where the system grants too few handles.
    #[arg(long, env = "BOLE_CONNECTIONS_MAX", value_name = "N", default_value_t = 8_192,
          value_parser = clap::value_parser!(u32).range(1..))]
    connections_max: u32,
    /// Connections at once of one address. Behind a proxy all come from its address.
    #[arg(long, env = "BOLE_CONNECTIONS_PER_ADDRESS", value_name = "N", default_value_t = 1_024,
          value_parser = clap::value_parser!(u32).range(1..))]
    connections_per_address: u32,
    /// Seconds in which the head of a request must come, and a handshake of TLS be made.
    #[arg(long, env = "BOLE_HEAD_TIMEOUT", value_name = "SECONDS", default_value_t = 10,
          value_parser = clap::value_parser!(u64).range(1..=SECONDS_MAX))]
    head_timeout: u64,
    /// Bytes of the head of a request: its address and all headers.
    #[arg(long, env = "BOLE_HEAD_BYTES_MAX", value_name = "N", default_value_t = 65_536,
          value_parser = clap::value_parser!(u32).range(8_192..=1_048_576))]
    head_bytes_max: u32,
    /// Seconds in which the body of a GraphQL request must come.
    #[arg(long, env = "BOLE_BODY_TIMEOUT", value_name = "SECONDS", default_value_t = 30,
          value_parser = clap::value_parser!(u64).range(1..=SECONDS_MAX))]
    body_timeout: u64,
    /// Bytes of the body of a GraphQL request, and of a message on a WebSocket.
    #[arg(long, env = "BOLE_BODY_BYTES_MAX", value_name = "N", default_value_t = 1_048_576,
          value_parser = clap::value_parser!(u32).range(1_024..=1_073_741_824))]
    body_bytes_max: u32,
    /// Seconds that a connection may stand on which nothing is asked.
    #[arg(long, env = "BOLE_IDLE_TIMEOUT", value_name = "SECONDS", default_value_t = 75,
          value_parser = clap::value_parser!(u64).range(1..=SECONDS_MAX))]
    idle_timeout: u64,
    /// Seconds in which a client must take some of its answer.
    #[arg(long, env = "BOLE_WRITE_TIMEOUT", value_name = "SECONDS", default_value_t = 60,
          value_parser = clap::value_parser!(u64).range(1..=SECONDS_MAX))]
    write_timeout: u64,
    /// Requests at once on one connection of HTTP/2.
    #[arg(long, env = "BOLE_HTTP2_STREAMS_MAX", value_name = "N", default_value_t = 128,
          value_parser = clap::value_parser!(u32).range(1..))]
    http2_streams_max: u32,
    /// GraphQL requests that are carried out at once.
    #[arg(long, env = "BOLE_REQUESTS_MAX", value_name = "N", default_value_t = 256,
          value_parser = clap::value_parser!(u32).range(1..=512))]
    requests_max: u32,
    /// GraphQL requests that wait, for 5 seconds at most, where others are carried out; more are
    /// answered with 503.
    #[arg(long, env = "BOLE_REQUESTS_WAITING_MAX", value_name = "N", default_value_t = 512)]
    requests_waiting_max: u32,
}

impl Listening {
    /// What is granted to connections. Reads the certificate.
    pub(super) fn connections(&self) -> Result<Connections> {
        let max = handles::granted(self.connections_max)?;
        let tls = self.tls_cert.clone().zip(self.tls_key.clone());
        let tls = tls.map(|(certificate, key)| Tls::open(certificate, key)).transpose()?;
        Ok(Connections {
            max,
            per_address_max: self.connections_per_address as usize,
            head: Duration::from_secs(self.head_timeout),
            head_bytes_max: self.head_bytes_max as usize,
            idle: Duration::from_secs(self.idle_timeout),
            write: Duration::from_secs(self.write_timeout),
            streams_max: self.http2_streams_max,
            tls: tls.map(Arc::new),
        })
    }

    pub(super) fn bodies(&self) -> Bodies {
        let bytes_max = self.body_bytes_max as usize;
        Bodies { bytes_max, wait: Duration::from_secs(self.body_timeout) }
    }

    pub(super) fn crowd(&self) -> Crowd {
        Crowd {
            requests_max: self.requests_max as usize,
            waiting_max: self.requests_waiting_max as usize,
            ..Crowd::default()
        }
    }
}
