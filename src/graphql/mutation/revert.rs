//! One commit undone.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use super::{
    Task,
    outcome::{Outcome, Told},
    plan::{Object, Plan},
    request::why,
};
use crate::{
    catalog::{Change, RowId, enums::UserErrorCode, rules::Fault, value::excerpt},
    engine::{
        Snapshot,
        revert::{self, Touched},
    },
    graphql::{asked::Asked, names::camel},
    live::{Decided, Live, LiveError},
};

/// Rows of a commit that may be undone: they are held in memory.
const ROWS_MAX: usize = 100_000;
/// Rows that are read from the history at once.
const PAGE_ROWS: usize = 1_000;
/// Rows that a refusal names.
const NAMED_MAX: usize = 20;

/// What undoing came to.
#[derive(Default)]
pub(super) struct Reverted {
    /// Rows that have their state before again.
    pub(super) rows: usize,
    /// Rows that stand in the way.
    pub(super) conflicts: Vec<RowId>,
}

impl Asked<'_> {
    /// Undoes the commit that an input like `{version, dryRun}` names, or tries to.
    pub(super) fn revert(&self, input: &Object, is_tried: bool) -> Result<Outcome, LiveError> {
        let live = &self.slot.asking.live;
        let present = live.snapshot();
        let mut plan = Plan::new(&present);
        plan.within("why", |plan| plan.taken(why(input)));
        let touched = plan.touched(live, input)?;
        let Some(touched) = touched.filter(|_| plan.problems.is_empty()) else {
            let told = Told { problems: std::mem::take(&mut plan.problems), ..Told::default() };
            return Ok(Outcome { told, version: None, snapshot: Arc::clone(&present) });
        };
        let decided = if is_tried {
            let change = undoing(&present, &touched);
            change.map(|it| (it.edits.len(), None, Arc::clone(&present)))
        } else {
            let rows = Arc::new(AtomicUsize::new(0));
            let left = Arc::clone(&rows);
            let decide = move |snapshot: &Snapshot| {
                let change = undoing(snapshot, &touched)?;
                left.store(change.edits.len(), Ordering::Relaxed);
                Ok(change)
            };
            match live.transact(self.reason(Task::Revert, input), decide) {
                Ok(it) => Ok((rows.load(Ordering::Relaxed), Some(it.version), it.snapshot)),
                Err(Decided::Refused(why)) => Err(why),
                Err(Decided::Failed(why)) => return Err(why),
            }
        };
        Ok(match decided {
            Ok((rows, version, snapshot)) => {
                let reverted = Reverted { rows, conflicts: Vec::new() };
                Outcome { told: Told { reverted, ..Told::default() }, version, snapshot }
            }
            Err(why) => {
                let conflicts = plan.not_undone(why);
                let problems = std::mem::take(&mut plan.problems);
                let reverted = Reverted { rows: 0, conflicts };
                let told = Told { reverted, problems, ..Told::default() };
                Outcome { told, version: None, snapshot: Arc::clone(&present) }
            }
        })
    }
}

impl Plan<'_> {
    /// The rows that the named commit touched; `None` where the history does not tell of it.
    fn touched(&mut self, live: &Live, input: &Object) -> Result<Option<Vec<Touched>>, LiveError> {
        let Some(value) = self.given(input, "version") else { return Ok(None) };
        let number = match value {
            async_graphql::Value::Number(it) => it.as_u64().filter(|it| *it > 0),
            _ => None,
        };
        let Some(version) = number else {
            let why = format!("`{}` is no version: write a whole number from 1 on", excerpt(value));
            return Ok(self.within("version", |plan| plan.refuse(UserErrorCode::Invalid, why)));
        };
        let read = read(live, version);
        self.within("version", |plan| match read {
            Ok(touched) if touched.is_empty() => {
                let why = format!("there is no commit with the version {version} that put rows");
                Ok(plan.refuse(UserErrorCode::NotFound, why))
            }
            Ok(touched) if touched.len() > ROWS_MAX => {
                let why = format!(
                    "commit {version} has more than {ROWS_MAX} rows: restore a backup, or read \
                     `asOf` and write what is to change"
                );
                Ok(plan.refuse(UserErrorCode::Limit, why))
            }
            Ok(touched) => Ok(Some(touched)),
            Err(LiveError::Forgotten { oldest, .. }) => {
                let oldest = oldest + 1;
                let why =
                    format!("what commit {version} did is forgotten: undo one from {oldest} on");
                Ok(plan.refuse(UserErrorCode::NotFound, why))
            }
            Err(why @ LiveError::Future { .. }) => {
                Ok(plan.refuse(UserErrorCode::NotFound, why.to_string()))
            }
            Err(why) => Err(why),
        })
    }

    /// Tells why nothing was undone; gives the rows that stand in the way.
    fn not_undone(&mut self, why: NotUndone) -> Vec<RowId> {
        match why {
            NotUndone::Conflicts(conflicts) => {
                self.stand_in_the_way(&conflicts);
                conflicts
            }
            NotUndone::Faults(faults) => {
                for (id, Fault { field, reason, .. }) in faults {
                    let why = format!("`{id}` would not be right, {}: {reason}", camel(field));
                    self.within("version", |plan| {
                        plan.refuse::<()>(UserErrorCode::Inconsistent, why)
                    });
                }
                Vec::new()
            }
        }
    }

    fn stand_in_the_way(&mut self, conflicts: &[RowId]) {
        let named: Vec<String> =
            conflicts.iter().take(NAMED_MAX).map(|it| format!("`{it}`")).collect();
        let more = if conflicts.len() > NAMED_MAX { " and others" } else { "" };
        let why = format!(
            "rows were changed since, or refer to rows that would go: {}{more}. Nothing was undone; \
             undo or change those first",
            named.join(", ")
        );
        self.within("version", |plan| plan.refuse::<()>(UserErrorCode::Conflict, why));
    }
}

/// Why a commit is not undone.
enum NotUndone {
    /// These rows stand in the way.
    Conflicts(Vec<RowId>),
    /// These rows would not keep the rules.
    Faults(Vec<(RowId, Fault)>),
}

/// The change that undoes what was done to rows.
fn undoing(snapshot: &Snapshot, touched: &[Touched]) -> Result<Change, NotUndone> {
    let change = revert::change(snapshot, touched).map_err(NotUndone::Conflicts)?;
    let faults = revert::faults(snapshot, &change);
    if faults.is_empty() { Ok(change) } else { Err(NotUndone::Faults(faults)) }
}

/// The rows of a commit, and at most some more than may be undone.
fn read(live: &Live, version: u64) -> Result<Vec<Touched>, LiveError> {
    let mut touched = Vec::new();
    let mut page = live.commits(version - 1, PAGE_ROWS)?;
    loop {
        let is_last = page.commits.last().is_none_or(|it| it.version != version);
        let commits = page.commits.into_iter().filter(|it| it.version == version);
        touched.extend(commits.flat_map(|it| it.changes).map(|it| Touched {
            id: it.id,
            before: it.before,
            after: it.after,
        }));
        match page.next {
            Some(next) if !is_last && touched.len() <= ROWS_MAX => {
                page = live.commits(next, PAGE_ROWS)?;
            }
            _ => return Ok(touched),
        }
    }
}
