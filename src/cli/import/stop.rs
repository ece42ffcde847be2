//! Ctrl-C and SIGTERM end an import after the batch that is being made.

use std::{
    io::{self, Write},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use anyhow::{Context, Result};
use tokio::{
    runtime::Builder,
    signal::unix::{SignalKind, signal},
};

/// Whether the process was told to stop.
pub(super) struct Stop(Arc<AtomicBool>);

impl Stop {
    /// From now on signals do not end the process, but are noted.
    pub(super) fn new() -> Result<Self> {
        let wanted = Arc::new(AtomicBool::new(false));
        let runtime = Builder::new_current_thread().enable_io().build().context("signals")?;
        let (mut interrupt, mut terminate) = {
            let _within = runtime.enter();
            let interrupt = signal(SignalKind::interrupt()).context("SIGINT")?;
            (interrupt, signal(SignalKind::terminate()).context("SIGTERM")?)
        };
        let noted = Arc::clone(&wanted);
        thread::spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = interrupt.recv() => (),
                    _ = terminate.recv() => (),
                }
                noted.store(true, Ordering::Relaxed);
                let text = b"stopping after this batch\n";
                // Nobody is left to tell where standard error is closed.
                drop(io::stderr().write_all(text));
            });
        });
        Ok(Stop(wanted))
    }

    pub(super) fn is_wanted(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
