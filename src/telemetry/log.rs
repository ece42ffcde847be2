//! The log, and what decides which lines and traces there are.

use std::{io, time::Duration};

use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing_subscriber::{
    Layer, Registry,
    filter::{FilterFn, LevelFilter, Targets},
    fmt,
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

use super::traces::{self, Endpoint};

/// How long the last traces may take to be sent.
const LAST_TRACES: Duration = Duration::from_secs(3);

/// How lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// How much is told; each level tells what those before it tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

impl From<Level> for LevelFilter {
    fn from(level: Level) -> LevelFilter {
        match level {
            Level::Error => LevelFilter::ERROR,
            Level::Warn => LevelFilter::WARN,
            Level::Info => LevelFilter::INFO,
            Level::Debug => LevelFilter::DEBUG,
            Level::Trace => LevelFilter::TRACE,
        }
    }
}

/// What is told, and to whom.
#[derive(Clone, Debug)]
pub struct Settings {
    pub form: Form,
    pub level: Level,
    /// Where traces go.
    pub traces: Option<Endpoint>,
}

/// Sends the traces that are not sent yet when it is dropped.
#[must_use]
pub struct Logging(Option<SdkTracerProvider>);

impl Drop for Logging {
    fn drop(&mut self) {
        if let Some(provider) = &self.0 {
            // A collector that does not answer was told of when it did not.
            drop(provider.shutdown_with_timeout(LAST_TRACES));
        }
    }
}

/// Begins to tell, once in a process.
///
/// # Errors
///
/// A sentence, where traces can't be sent to their endpoint.
pub fn begin(settings: &Settings) -> Result<Logging, String> {
    // Other crates tell what is wrong, and little else.
    let level = LevelFilter::from(settings.level);
    let shown = Targets::new()
        .with_default(level.min(LevelFilter::WARN))
        .with_target("bole", level)
        .with_target(traces::TARGET, LevelFilter::OFF);
    let lines = fmt::layer().with_writer(io::stderr).with_target(false).with_ansi(false);
    let lines: Box<dyn Layer<Registry> + Send + Sync> = match settings.form {
        Form::Text => lines.with_filter(shown).boxed(),
        Form::Json => lines.json().with_current_span(false).with_filter(shown).boxed(),
    };
    let provider = settings.traces.as_ref().map(traces::provider).transpose()?;
    let spans = provider.as_ref().map(|it| {
        let told = FilterFn::new(traces::is_told).with_max_level_hint(LevelFilter::TRACE);
        traces::layer(it).with_filter(told)
    });
    tracing_subscriber::registry().with(lines).with(spans).init();
    Ok(Logging(provider))
}
