//! The graph as it was, and how it came to be what it is.

use std::{collections::HashSet, sync::Arc};

use super::{Live, LiveError};
use crate::{
    catalog::{Edit, Row, RowId, place},
    engine::{Snapshot, veil::Views},
    store::{Place, Reason, RowState},
};

/// Graphs of earlier versions that are kept for the next who asks.
const KEPT: usize = 4;
/// Rows that are put back at most to make the graph of an earlier version.
pub(super) const PUT_BACK_MAX: usize = 200_000;
/// Rows of a commit that are asked for at once.
const SLICE_ROWS: usize = 100;

/// A graph of an earlier version.
pub(super) struct Earlier {
    full: Arc<Snapshot>,
    /// As it may be seen, and the version that touched pay last when that was found.
    views: Option<(u64, Arc<Views>)>,
}

/// What one commit did, or a part of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Commit {
    pub version: u64,
    pub reason: Reason,
    /// In the order of the edits.
    pub changes: Vec<RowChange>,
}

/// What a commit did to one row; `before` and `after` are not both `None`.
#[derive(Clone, Debug, PartialEq)]
pub struct RowChange {
    pub id: RowId,
    /// `None` where the row was not there.
    pub before: Option<Row>,
    /// `None` where the row was taken away.
    pub after: Option<Row>,
}

/// Some commits, oldest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Commits {
    /// The last one may go on in the next page, which then begins with the same version.
    pub commits: Vec<Commit>,
    /// Where the next page begins; `None` where there is nothing more yet.
    pub next: Option<Place>,
}

impl Live {
    /// The oldest version that can be read; of commits after it the history tells.
    pub fn oldest(&self) -> u64 {
        self.store.oldest()
    }

    /// The graph as commit number `version` left it; 0 is the empty one.
    ///
    /// # Errors
    ///
    /// [`LiveError::Future`] where there was no such commit yet, [`LiveError::Forgotten`] where the
    /// history does not reach so far, [`LiveError::Far`] where too many rows were changed since.
    pub fn as_of(&self, version: u64) -> Result<Arc<Snapshot>, LiveError> {
        let newest = self.snapshot();
        self.known(version, &newest)?;
        if version == newest.version() {
            return Ok(newest);
        }
        if let Some(kept) = self.past().iter().find(|it| it.full.version() == version) {
            return Ok(Arc::clone(&kept.full));
        }
        let ids = self.touched_since(version, newest.version())?;
        let mut states = Vec::with_capacity(ids.len());
        for (id, state) in ids.iter().zip(self.store.states_at(&ids, version)?) {
            match state {
                Some(RowState { version, row: Some(row) }) => {
                    states.push((Edit::Put(row), version));
                }
                _ if newest.frame(place(id.table())).find(id.key()).is_some() => {
                    states.push((Edit::Delete(id.clone()), version));
                }
                _ => (),
            }
        }
        let made = Arc::new(newest.with_states(&states, version)?);
        let mut past = self.past();
        past.push_front(Earlier { full: Arc::clone(&made), views: None });
        past.truncate(KEPT);
        Ok(made)
    }

    /// The same, as far as those may see it who may not see everything: pay that was not public
    /// then, or is not today, is held back.
    pub fn views_as_of(&self, version: u64) -> Result<Arc<Views>, LiveError> {
        let present = self.views();
        if version == present.full().version() {
            return Ok(present);
        }
        let full = self.as_of(version)?;
        let touched = present.full().changed(place("SalaryRecord"));
        let is_this = |it: &&mut Earlier| Arc::ptr_eq(&it.full, &full);
        if let Some(Earlier { views: Some((found_at, views)), .. }) =
            self.past().iter_mut().find(is_this)
            && *found_at == touched
        {
            return Ok(Arc::clone(views));
        }
        let views = Arc::new(Views::of_past(&full, &present));
        if let Some(kept) = self.past().iter_mut().find(is_this) {
            kept.views = Some((touched, Arc::clone(&views)));
        }
        Ok(views)
    }

    /// The row as commit number `version` left it, which the history must reach.
    pub fn row_as_of(&self, id: &RowId, version: u64) -> Result<Option<Row>, LiveError> {
        let states = self.store.states_at(std::slice::from_ref(id), version)?;
        Ok(states.into_iter().flatten().next().and_then(|it| it.row))
    }

    /// The same, which puts at most so many rows back to make an earlier graph.
    #[must_use]
    pub fn with_put_back(self, rows_max: usize) -> Self {
        Live { put_back_max: rows_max, ..self }
    }

    fn known(&self, version: u64, newest: &Snapshot) -> Result<(), LiveError> {
        let (oldest, newest) = (self.oldest(), newest.version());
        if version > newest {
            return Err(LiveError::Future { version, newest });
        }
        if version < oldest {
            return Err(LiveError::Forgotten { version, oldest });
        }
        Ok(())
    }

    /// The rows that commits after `version` and up to `newest` touched, each once.
    fn touched_since(&self, version: u64, newest: u64) -> Result<Vec<RowId>, LiveError> {
        let mut from = Place::from(version);
        let mut ids = Vec::new();
        let mut seen = HashSet::new();
        while let Some(slice) = self.store.touched(from, usize::MAX)? {
            if slice.version > newest {
                break;
            }
            from = slice.next;
            ids.extend(slice.rows.into_iter().filter(|it| seen.insert(it.clone())));
            if ids.len() > self.put_back_max {
                return Err(LiveError::Far { version, rows_max: self.put_back_max });
            }
        }
        Ok(ids)
    }

    /// What commits did to a row, newest first: those before number `before`, or all up to now. Each
    /// holds the change of this row alone. What was forgotten is left out.
    pub fn history(
        &self,
        id: &RowId,
        before: Option<u64>,
        first: usize,
    ) -> Result<Vec<Commit>, LiveError> {
        let oldest = self.oldest();
        let mut states = self.store.states_of(id, before, first.saturating_add(1))?;
        let mut commits = Vec::new();
        while commits.len() < first && !states.is_empty() {
            let after = states.remove(0);
            if after.version <= oldest {
                break;
            }
            let before = states.first().and_then(|it| it.row.clone());
            let Some(reason) = self.store.reason(after.version)? else { break };
            if before.is_some() || after.row.is_some() {
                let changes = vec![RowChange { id: id.clone(), before, after: after.row }];
                commits.push(Commit { version: after.version, reason, changes });
            }
        }
        Ok(commits)
    }

    /// What commits did, oldest first: those after number `after` where that is a version, or what
    /// comes after a place that an earlier page gave. `first` counts changes of rows, so that a page
    /// may end within a large commit.
    ///
    /// # Errors
    ///
    /// [`LiveError::Forgotten`] where the history does not reach so far.
    pub fn commits(&self, after: impl Into<Place>, first: usize) -> Result<Commits, LiveError> {
        let mut from: Place = after.into();
        let oldest = self.oldest();
        if from.version <= oldest {
            return Err(LiveError::Forgotten { version: from.version.saturating_sub(1), oldest });
        }
        let mut commits: Vec<Commit> = Vec::new();
        let mut left = first;
        while left > 0 {
            let Some(slice) = self.store.touched(from, left.min(SLICE_ROWS))? else {
                return Ok(Commits { commits, next: None });
            };
            from = slice.next;
            left = left.saturating_sub(slice.rows.len().max(1));
            let changes = self.changes(slice.rows, slice.version)?;
            match commits.last_mut().filter(|it| it.version == slice.version) {
                Some(commit) => commit.changes.extend(changes),
                None => {
                    let (version, reason) = (slice.version, slice.reason);
                    commits.push(Commit { version, reason, changes });
                }
            }
        }
        let next = self.store.touched(from, 1)?.map(|_| from);
        Ok(Commits { commits, next })
    }

    /// What a commit did to rows that it touched.
    fn changes(&self, ids: Vec<RowId>, version: u64) -> Result<Vec<RowChange>, LiveError> {
        let before = self.store.states_at(&ids, version - 1)?;
        let after = self.store.states_at(&ids, version)?;
        let row = |it: Option<RowState>| it.and_then(|it| it.row);
        let changes = ids.into_iter().zip(before.into_iter().zip(after));
        let changes = changes.map(|(id, (before, after))| RowChange {
            id,
            before: row(before),
            after: row(after),
        });
        // A row that was made and taken away at once.
        Ok(changes.filter(|it| it.before.is_some() || it.after.is_some()).collect())
    }
}
