//! Flags of `bole serve` about what its operator is told.

use std::{net::SocketAddr, time::Duration};

use clap::{Args, ValueEnum};

use super::{LogForm, duration::duration};
use crate::{
    graphql::{SlowQueries, Text},
    telemetry::{log, traces::Endpoint},
};

#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "What its operator is told")]
pub(super) struct Watching {
    /// How much the log tells. A level tells what those before it tell.
    #[arg(long, env = "BOLE_LOG_LEVEL", value_name = "LEVEL", default_value = "info")]
    pub(super) log_level: LogLevel,
    /// Tell in the log of operations that take so long, or longer: 500ms, 2s.
    #[arg(long, env = "BOLE_SLOW_QUERY", value_name = "TIME", value_parser = duration)]
    pub(super) slow_query: Option<Duration>,
    /// Tell the text of slow operations, too, which may hold what is private; never the variables.
    #[arg(long, env = "BOLE_SLOW_QUERY_TEXT", requires = "slow_query")]
    pub(super) slow_query_text: bool,
    /// Serve figures for Prometheus at /metrics of this address, which should not be open to
    /// everybody.
    #[arg(long, env = "BOLE_METRICS_LISTEN", value_name = "ADDR")]
    pub(super) metrics_listen: Option<SocketAddr>,
    /// Send traces to this collector by OTLP over HTTP, such as `http://localhost:4318`.
    #[arg(long, env = "BOLE_OTLP_ENDPOINT", value_name = "URL")]
    pub(super) otlp_endpoint: Option<Endpoint>,
    /// When told to stop, go on for so long with /readyz answering 503, so that whoever spreads
    /// requests sends them elsewhere. A second signal ends it at once.
    #[arg(long, env = "BOLE_DRAIN", value_name = "TIME", default_value = "0s",
          value_parser = duration)]
    pub(super) drain: Duration,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum LogLevel {
    /// What failed.
    Error,
    /// What the operator should look at.
    Warn,
    /// Each request, and what the server does.
    Info,
    /// More.
    Debug,
    /// All there is.
    Trace,
}

impl Watching {
    pub(super) fn slow_queries(&self) -> Option<SlowQueries> {
        let text = if self.slow_query_text { Text::Whole } else { Text::Hash };
        self.slow_query.map(|after| SlowQueries { after, text })
    }

    pub(super) fn log(&self, form: LogForm) -> log::Settings {
        let form = match form {
            LogForm::Text => log::Form::Text,
            LogForm::Json => log::Form::Json,
        };
        let level = match self.log_level {
            LogLevel::Error => log::Level::Error,
            LogLevel::Warn => log::Level::Warn,
            LogLevel::Info => log::Level::Info,
            LogLevel::Debug => log::Level::Debug,
            LogLevel::Trace => log::Level::Trace,
        };
        log::Settings { form, level, traces: self.otlp_endpoint.clone() }
    }
}
