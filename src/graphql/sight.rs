//! Which graph a viewer is answered from.

use std::sync::Arc;

use super::{
    answer::Asking,
    failure::{Code, of_live},
};
use crate::{
    auth::Viewer,
    catalog::enums::AccessRole,
    engine::{
        Reads, Snapshot,
        veil::{Veil, Views},
        work::Work,
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

    /// The same, for one request.
    pub(super) fn within(self, work: &Arc<Work>) -> Self {
        Sight { snapshot: Arc::new(self.snapshot.within(work)), ..self }
    }

    /// The same, which tells `reads` of each table that is read.
    pub(super) fn noting(self, reads: &Arc<Reads>) -> Self {
        Sight { snapshot: Arc::new(self.snapshot.noting(reads)), ..self }
    }
}

impl Asking {
    /// The graph as commit number `version` left it, as far as the viewer may see it: below EDITOR
    /// without pay that was not public then or is not now, also where rows are summed up.
    pub(super) fn sight_at(&self, version: i64) -> Result<Sight, (Code, String)> {
        self.viewer.may(AccessRole::Analyst).map_err(|why| (Code::Forbidden, why.to_string()))?;
        // What may be seen of the past depends on how things stand, too.
        self.sight.snapshot.note_beyond();
        let version = u64::try_from(version).map_err(|_| {
            (Code::BadUserInput, format!("`asOf` is {version}: versions are counted from 0"))
        })?;
        if self.viewer.role >= AccessRole::Editor {
            let snapshot = self.live.as_of(version).map_err(|why| of_live(&why))?;
            return Ok(Sight { snapshot, veil: None });
        }
        let views = self.live.views_as_of(version).map_err(|why| of_live(&why))?;
        Ok(Sight::of(&views, &self.viewer))
    }
}
