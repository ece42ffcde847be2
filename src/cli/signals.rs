//! What a service manager tells the server, and what it is told.

use std::time::Duration;

use anyhow::{Context, Result};
use sd_notify::NotifyState;
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    time::sleep,
};

/// The signals that tell a process to stop.
pub(super) struct Stops {
    interrupt: Signal,
    terminate: Signal,
}

impl Stops {
    /// Those that come from now on.
    pub(super) fn heard() -> Result<Self> {
        let interrupt = signal(SignalKind::interrupt()).context("SIGINT")?;
        let terminate = signal(SignalKind::terminate()).context("SIGTERM")?;
        Ok(Stops { interrupt, terminate })
    }

    /// Ends with the next one.
    pub(super) async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => (),
            _ = self.terminate.recv() => (),
        }
    }

    /// Ends when the server is to take no more requests: after a signal and the time to drain, or
    /// after two signals. `begun` is called with the first.
    pub(super) async fn drained(mut self, drain: Duration, begun: impl FnOnce()) {
        self.next().await;
        begun();
        tell(&[NotifyState::Stopping]);
        tracing::info!(drain_s = drain.as_secs_f64(), "stopping");
        tokio::select! {
            () = sleep(drain) => (),
            () = self.next() => (),
        }
    }
}

/// Tells the service manager that requests are taken.
pub(super) fn tell_ready() {
    tell(&[NotifyState::Ready, NotifyState::Status("serving")]);
}

/// Tells the service manager how far it is.
pub(super) fn tell_loading(percent: u8) {
    tell(&[NotifyState::Status(&format!("loading, {percent} % of the rows are read"))]);
}

/// Does nothing where there is no manager that listens.
fn tell(state: &[NotifyState<'_>]) {
    if let Err(why) = sd_notify::notify(state) {
        tracing::warn!(%why, "the service manager could not be told");
    }
}
