//! Changes that wait to be made, and whose turn it is to make them.
//!
//! Whoever brings a change while nobody makes any leads: it makes all that wait, brings them to the
//! disk at once, and tells everybody what became of theirs. Changes that came meanwhile wait for the
//! next group, which the first of those who brought them leads.

use std::{
    any::Any,
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Mutex, MutexGuard, PoisonError, mpsc},
};

use super::{Committed, Decided, LiveError};
use crate::{
    catalog::Change,
    engine::{EngineError, Snapshot},
    store::Reason,
};

/// A change that somebody waits for, whatever its refusal looks like.
pub(super) trait Job: Send {
    /// The change that is to be made of the newest graph, and the next one; `None` where nothing is
    /// to be written. Called once.
    fn decide(&mut self, present: &Snapshot) -> Option<(Change, Snapshot)>;

    fn reason(&self) -> &Reason;

    /// Tells whoever waits that it leads.
    fn call(&self);

    /// Tells whoever waits what became of the group; what only this job met goes before that.
    fn settle(self: Box<Self>, outcome: Result<Committed, LiveError>);
}

/// What whoever waits is told.
pub(super) enum Turn<E> {
    Lead,
    Settled(Result<Committed, Decided<E>>),
    Panicked(Box<dyn Any + Send>),
}

/// What a job met on its own.
enum Verdict<E> {
    Refused(E),
    Impossible(EngineError),
    Panicked(Box<dyn Any + Send>),
}

struct Waiter<E, F> {
    reason: Reason,
    decide: Option<F>,
    verdict: Option<Verdict<E>>,
    turn: mpsc::Sender<Turn<E>>,
}

/// A job, and where what becomes of it is told.
pub(super) fn job<E, F>(reason: Reason, decide: F) -> (Box<dyn Job>, mpsc::Receiver<Turn<E>>)
where
    E: Send + 'static,
    F: FnOnce(&Snapshot) -> Result<Change, E> + Send + 'static,
{
    let (turn, told) = mpsc::channel();
    (Box::new(Waiter { reason, decide: Some(decide), verdict: None, turn }), told)
}

impl<E, F> Job for Waiter<E, F>
where
    E: Send,
    F: FnOnce(&Snapshot) -> Result<Change, E> + Send,
{
    fn decide(&mut self, present: &Snapshot) -> Option<(Change, Snapshot)> {
        let decide = self.decide.take()?;
        let decided = catch_unwind(AssertUnwindSafe(|| {
            let mut change = decide(present).map_err(Verdict::Refused)?;
            change.keep_last();
            if change.edits.is_empty() {
                return Ok(None);
            }
            let next = present.apply(&change).map_err(Verdict::Impossible)?;
            Ok(Some((change, next)))
        }));
        let decided = decided.unwrap_or_else(|panic| Err(Verdict::Panicked(panic)));
        decided.unwrap_or_else(|verdict| {
            self.verdict = Some(verdict);
            None
        })
    }

    fn reason(&self) -> &Reason {
        &self.reason
    }

    fn call(&self) {
        self.tell(Turn::Lead);
    }

    fn settle(self: Box<Self>, outcome: Result<Committed, LiveError>) {
        let mut this = *self;
        let turn = match (this.verdict.take(), outcome) {
            (Some(Verdict::Panicked(panic)), _) => Turn::Panicked(panic),
            // It was decided on a graph that did not come to be.
            (_, Err(why)) => Turn::Settled(Err(Decided::Failed(why))),
            (Some(Verdict::Refused(why)), Ok(_)) => Turn::Settled(Err(Decided::Refused(why))),
            (Some(Verdict::Impossible(why)), Ok(_)) => {
                Turn::Settled(Err(Decided::Failed(why.into())))
            }
            (None, Ok(committed)) => Turn::Settled(Ok(committed)),
        };
        this.tell(turn);
    }
}

impl<E, F> Waiter<E, F> {
    fn tell(&self, turn: Turn<E>) {
        // Whoever waits does so until it was told.
        drop(self.turn.send(turn));
    }
}

#[derive(Default)]
pub(super) struct Queue {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Box<dyn Job>>,
    is_led: bool,
}

/// The right to make changes; given to the next in line when it is dropped.
pub(super) struct Lead<'q> {
    queue: &'q Queue,
}

impl Queue {
    /// Adds a job; whoever brought it leads if nobody else does.
    pub(super) fn push(&self, job: Box<dyn Job>) -> Option<Lead<'_>> {
        let mut state = self.state();
        state.jobs.push_back(job);
        let was_led = std::mem::replace(&mut state.is_led, true);
        (!was_led).then(|| Lead { queue: self })
    }

    /// For whoever was called.
    pub(super) fn lead(&self) -> Lead<'_> {
        Lead { queue: self }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lead<'_> {
    /// The first of those that wait, in the order in which they came.
    pub(super) fn take(&self, jobs_max: usize) -> Vec<Box<dyn Job>> {
        let mut state = self.queue.state();
        let count = state.jobs.len().min(jobs_max);
        state.jobs.drain(..count).collect()
    }
}

impl Drop for Lead<'_> {
    fn drop(&mut self) {
        let mut state = self.queue.state();
        match state.jobs.front() {
            Some(next) => next.call(),
            None => state.is_led = false,
        }
    }
}
