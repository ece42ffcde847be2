//! What those see who may not see everything.

use std::sync::Arc;

use arc_swap::ArcSwap;

use super::Live;
use crate::engine::{Snapshot, veil::Views};

impl Live {
    /// The graph as everybody sees it: without private pay.
    pub fn public(&self) -> Arc<Snapshot> {
        Arc::clone(self.views.load().public())
    }

    /// The same version of the graph for those who may see everything, and for all others.
    pub fn views(&self) -> Arc<Views> {
        self.views.load_full()
    }

    /// The same with private pay summed up by no fewer than so many persons.
    #[must_use]
    pub fn with_contributors(self, contributors_min: usize) -> Self {
        let views = self.views.load().with_contributors(contributors_min);
        Live { views: ArcSwap::from_pointee(views), ..self }
    }
}
