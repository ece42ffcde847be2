//! How far something is, told on standard error: a bar on a terminal, else a line now and then.

use std::{
    io::{self, IsTerminal, Write},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How often a line is written.
const PAUSE: Duration = Duration::from_secs(5);
/// How often a bar is.
const FRAME: Duration = Duration::from_millis(100);

pub(super) struct Progress {
    begun: Instant,
    /// When it was last told.
    told: Option<Instant>,
    /// On a terminal.
    bar: Option<ProgressBar>,
}

/// How far it is.
#[derive(Clone, Copy)]
pub(super) struct Step<'s> {
    /// What it is about, such as a file.
    pub of: &'s str,
    pub done: u64,
    /// What `done` will be at the end.
    pub whole: u64,
    /// What was gone through, and what that is called.
    pub count: u64,
    pub unit: &'s str,
}

impl Progress {
    /// Tells the first step at once.
    pub(super) fn new() -> Self {
        let bar = io::stderr().is_terminal().then(bar);
        Progress { begun: Instant::now(), told: None, bar }
    }

    /// Tells nothing of what is done in a moment.
    pub(super) fn patient() -> Self {
        Progress { told: Some(Instant::now()), ..Progress::new() }
    }

    pub(super) fn tell(&mut self, step: Step<'_>) {
        let pause = if self.bar.is_some() { FRAME } else { PAUSE };
        if self.told.is_some_and(|it| it.elapsed() < pause) {
            return;
        }
        self.told = Some(Instant::now());
        let Step { of, done, whole, count, unit } = step;
        let done = done.min(whole);
        let seconds = self.begun.elapsed().as_secs().max(1);
        let rate = count / seconds;
        if let Some(bar) = &self.bar {
            bar.set_message(format!("{count} {unit}, {rate} a second"));
            bar.set_length(whole);
            bar.set_position(done);
        } else {
            let percent = done * 100 / whole.max(1);
            let left = (whole - done).saturating_mul(seconds) / done.max(1);
            let line =
                format!("{of}: {percent} %, {count} {unit}, {rate} a second, {left} s left\n");
            // Nobody is left to tell where standard error is closed.
            drop(io::stderr().write_all(line.as_bytes()));
        }
    }

    /// Takes the bar away.
    pub(super) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{bar:30} {percent:>3} %  {msg}, {eta} left");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
