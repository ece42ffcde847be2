//! What writing takes, told to whoever measures it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::PoisonError,
    time::Duration,
};

use super::Live;
use crate::store::Sizes;

/// Something was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// A change was settled so long after somebody asked for it; also one that changes nothing.
    Change { took: Duration },
    /// So many changes, one at least, were brought to the disk together, and the disk took so long.
    Group { changes: usize, took: Duration },
}

/// Is told what was written.
pub(super) type Meter = dyn Fn(Written) + Send + Sync;

impl Live {
    /// Calls `meter` with what is written from now on. Commits wait for it: it had better only count.
    pub fn on_written(&self, meter: impl Fn(Written) + Send + Sync + 'static) {
        self.meters.write().unwrap_or_else(PoisonError::into_inner).push(Box::new(meter));
    }

    /// Bytes on the disk. Waits for nobody who writes.
    pub fn sizes(&self) -> Sizes {
        self.store.sizes()
    }

    pub(super) fn tell(&self, written: Written) {
        for meter in self.meters.read().unwrap_or_else(PoisonError::into_inner).iter() {
            // It is written, whatever is made of that.
            if catch_unwind(AssertUnwindSafe(|| meter(written))).is_err() {
                tracing::error!(?written, "what measures commits panicked");
            }
        }
    }
}
