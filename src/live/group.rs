//! Changes made together: decided one after the other, brought to the disk at once.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Instant,
};

use super::{Committed, Live, LiveError, Written, queue::Job};
use crate::{
    catalog::Change,
    engine::{Snapshot, veil::Views},
    store::StoreError,
    telemetry::part,
};

/// Changes that are brought to the disk at once.
pub(super) const JOBS_MAX: usize = 128;
/// A change of more edits is brought to the disk alone, so that small ones need not wait for it.
const EDITS_MAX: usize = 1_000;

/// A change that was decided on, and is not on the disk yet.
struct Pending {
    job: Box<dyn Job>,
    /// The graph as the change leaves it.
    views: Arc<Views>,
    /// Whether it made a commit.
    is_staged: bool,
    /// Why it could not be written.
    failure: Option<StoreError>,
}

impl Live {
    /// Makes all the changes.
    pub(super) fn make(&self, jobs: Vec<Box<dyn Job>>) {
        let mut newest = self.views();
        let mut group: Vec<Pending> = Vec::new();
        for mut job in jobs {
            let decided = job.decide(newest.full());
            let is_large = decided.as_ref().is_some_and(|it| it.0.edits.len() > EDITS_MAX);
            if is_large {
                self.finish(std::mem::take(&mut group));
            }
            let mut pending =
                Pending { job, views: Arc::clone(&newest), is_staged: false, failure: None };
            if let Some((change, next)) = decided {
                self.stage(&mut pending, change, next);
                newest = Arc::clone(&pending.views);
            }
            group.push(pending);
            if is_large {
                self.finish(std::mem::take(&mut group));
            }
        }
        self.finish(group);
    }

    fn stage(&self, pending: &mut Pending, change: Change, next: Snapshot) {
        let views = Arc::new(pending.views.next(next, &change));
        match self.store.stage(change.edits, pending.job.reason()) {
            Ok(version) => {
                debug_assert_eq!(version, views.full().version(), "both count commits");
                pending.views = views;
                pending.is_staged = true;
            }
            Err(why) => pending.failure = Some(why),
        }
    }

    /// Brings a group to the disk, makes it visible in order, and tells whoever waits.
    fn finish(&self, group: Vec<Pending>) {
        let is_written = group.iter().any(|it| it.is_staged || it.failure.is_some());
        let begun = Instant::now();
        let synced =
            if is_written { part("commit").in_scope(|| self.store.sync()) } else { Ok(()) };
        let changes = group.iter().filter(|it| it.is_staged).count();
        if changes > 0 && synced.is_ok() {
            self.tell(Written::Group { changes, took: begun.elapsed() });
        }
        let mut failure = synced.err();
        let why = failure.as_ref().map(ToString::to_string);
        for pending in group {
            let outcome = match (pending.failure, &why) {
                (Some(failure), _) => Err(failure),
                (None, None) => Ok(self.publish(&pending.views, pending.is_staged)),
                // Only one of them can have the error itself.
                (None, Some(why)) => Err(failure.take().unwrap_or_else(|| StoreError::Broken {
                    path: self.dir.clone(),
                    why: why.clone(),
                })),
            };
            pending.job.settle(outcome.map_err(LiveError::Store));
        }
    }

    fn publish(&self, views: &Arc<Views>, is_staged: bool) -> Committed {
        let snapshot = Arc::clone(views.full());
        let version = snapshot.version();
        if is_staged {
            self.views.store(Arc::clone(views));
            for listener in self.listeners().iter() {
                // The change is made, whatever a listener does.
                if catch_unwind(AssertUnwindSafe(|| listener(version))).is_err() {
                    tracing::error!(version, "a listener panicked");
                }
            }
        }
        Committed { version, snapshot }
    }
}
