//! What those see who may not see everything.

use std::sync::Arc;

use arc_swap::ArcSwap;

use super::{Live, LiveError};
use crate::engine::{
    Snapshot,
    veil::{self, Views},
};

impl Live {
    /// The graph as everybody sees it: without private pay.
    pub fn public(&self) -> Arc<Snapshot> {
        Arc::clone(self.views.load().public())
    }

    /// The same version of the graph for those who may see everything, and for all others.
    pub fn views(&self) -> Arc<Views> {
        self.views.load_full()
    }

    /// The graph as everybody saw it at commit number `version`. Takes time by the number of rows of
    /// pay.
    ///
    /// # Errors
    ///
    /// As those of [`Live::as_of`].
    pub fn public_as_of(&self, version: u64) -> Result<Arc<Snapshot>, LiveError> {
        Ok(Arc::new(veil::without_private(&*self.as_of(version)?)))
    }

    /// The same with private pay summed up by no fewer than so many persons.
    #[must_use]
    pub fn with_contributors(self, contributors_min: usize) -> Self {
        let full = Snapshot::clone(self.views.load().full());
        Live { views: ArcSwap::from_pointee(Views::new(full, contributors_min)), ..self }
    }
}
