//! Things that one thread fills and another uses.

use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

/// Things that may wait to be used.
const AHEAD: usize = 8;

/// Lends things to another thread. They come back to the one that filled them: memory that another
/// thread gives back takes an allocator much longer to give out again.
pub(super) struct Lender<T> {
    lent: SyncSender<T>,
    back: Receiver<T>,
}

pub(super) struct Borrower<T> {
    lent: Receiver<T>,
    back: Sender<T>,
}

pub(super) fn lending<T>() -> (Lender<T>, Borrower<T>) {
    let (lent, borrowed) = sync_channel(AHEAD);
    let (sender, back) = channel();
    (Lender { lent, back }, Borrower { lent: borrowed, back: sender })
}

impl<T: Default> Lender<T> {
    /// One that came back, as it was filled, or a new one.
    pub(super) fn take(&self) -> T {
        self.back.try_recv().unwrap_or_default()
    }

    pub(super) fn lend(&self, filled: T) {
        // Nobody takes it where the one that would use it panicked.
        self.lent.send(filled).unwrap_or_default();
    }
}

impl<T> Borrower<T> {
    /// Has the next one used; `false` where there is none any more.
    pub(super) fn is_next(&self, mut used: impl FnMut(&T)) -> bool {
        let Ok(lent) = self.lent.recv() else { return false };
        used(&lent);
        // The one that lent it may be done.
        self.back.send(lent).unwrap_or_default();
        true
    }
}
