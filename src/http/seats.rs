//! Who holds how many connections.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::auth::Who;

/// Connections that may be held. Copies are the same ones.
#[derive(Clone)]
pub(super) struct Seats {
    max: usize,
    /// Of one.
    own_max: usize,
    taken: Arc<Mutex<Taken>>,
}

/// How many connections there are.
#[derive(Default)]
struct Taken {
    all: usize,
    /// Of those who have any.
    own: HashMap<Who, usize>,
}

/// Why somebody may not have one more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Full {
    /// So many are held by all.
    All(usize),
    /// So many are their own.
    Own(usize),
}

impl Seats {
    pub(super) fn new(max: usize, own_max: usize) -> Self {
        Seats { max, own_max, taken: Arc::default() }
    }

    /// The right to one connection, until it is dropped.
    pub(super) fn enter(&self, who: Who) -> Result<Seat, Full> {
        let mut taken = self.taken();
        if taken.all >= self.max {
            return Err(Full::All(taken.all));
        }
        taken.take(who.clone(), self.own_max)?;
        taken.all += 1;
        drop(taken);
        Ok(Seat { seats: self.clone(), who })
    }

    /// How many are held.
    pub(super) fn count(&self) -> usize {
        self.taken().all
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    fn take(&mut self, who: Who, most: usize) -> Result<(), Full> {
        if self.own.get(&who).is_some_and(|it| *it >= most) {
            return Err(Full::Own(most));
        }
        *self.own.entry(who).or_default() += 1;
        Ok(())
    }

    fn give_back(&mut self, who: &Who) {
        if let Some(own) = self.own.get_mut(who) {
            *own -= 1;
            if *own == 0 {
                self.own.remove(who);
            }
        }
    }
}

/// The right to one connection.
pub(super) struct Seat {
    seats: Seats,
    who: Who,
}

impl Seat {
    /// Counts for somebody else from now on: who opens a WebSocket may say only then who they are.
    pub(super) fn pass_to(&mut self, who: Who) -> Result<(), Full> {
        if who != self.who {
            let mut taken = self.seats.taken();
            taken.take(who.clone(), self.seats.own_max)?;
            taken.give_back(&self.who);
            drop(taken);
            self.who = who;
        }
        Ok(())
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.taken();
        taken.give_back(&self.who);
        taken.all -= 1;
    }
}
