//! Which graph a viewer is answered from.

use std::sync::Arc;

use crate::{
    auth::Viewer,
    catalog::enums::AccessRole,
    engine::{
        Reads, Snapshot,
        veil::{Veil, Views},
    },
};

/// One version of the graph, as far as somebody may see it.
#[derive(Clone)]
pub(super) struct Sight {
    pub(super) snapshot: Arc<Snapshot>,
    /// What is told of what they may not see; `None` where they may see everything.
    pub(super) veil: Option<Arc<Veil>>,
}

impl Sight {
    /// Editors see pay that is not public.
    pub(super) fn of(views: &Views, viewer: &Viewer) -> Self {
        if viewer.role >= AccessRole::Editor {
            return Sight { snapshot: Arc::clone(views.full()), veil: None };
        }
        let veil = Some(Arc::clone(views.veil()));
        Sight { snapshot: Arc::clone(views.public()), veil }
    }

    /// The same, which tells `reads` of each table that is read.
    pub(super) fn noting(self, reads: &Arc<Reads>) -> Self {
        Sight { snapshot: Arc::new(self.snapshot.noting(reads)), ..self }
    }
}
