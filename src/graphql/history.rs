//! What commits did, as records, as far as somebody may see it.

use std::{collections::HashSet, sync::Arc};

use super::{answer::Asking, failure::of_live, names::camel, rows::written};
use crate::{
    auth::Viewer,
    catalog::{
        Row, RowId, TABLES,
        enums::{AccessRole, ChangeAction, EntityName},
        place,
    },
    engine::{
        Snapshot,
        compute::{Datum, Refusal},
        past::{HistoryAsked, Past},
        veil::{is_held_back, is_private, may_be_held_back},
    },
    live::{Commit, Live, LiveError, Reason, RowChange},
};

impl Past for Asking {
    fn history(&self, id: &RowId, asked: HistoryAsked) -> Result<Vec<Vec<Datum>>, Refusal> {
        // What is read here is no table of the snapshot.
        self.sight.snapshot.note_all();
        self.sight.snapshot.note_beyond();
        let commits = self.live.history(id, asked.before, asked.first);
        let commits = commits.map_err(|why| match why {
            LiveError::Forgotten { .. } => Refusal::BadInput(why.to_string()),
            why => Refusal::Limit(of_live(&why).1),
        })?;
        let witness = Witness::new(&self.viewer, &self.live);
        let records = commits.iter().filter_map(|commit| {
            let change = commit.changes.first()?;
            witness.row_history(commit, change)
        });
        Ok(records.collect())
    }

    fn written(&self, row: &Row) -> String {
        written(row)
    }
}

/// What every record of a commit begins with: version, at, by, why.
pub(super) fn head(version: u64, reason: &Reason) -> Vec<Datum> {
    let why = reason.why.as_ref().map_or(Datum::Null, |it| Datum::Text(it.to_string()));
    let by = Datum::Text(reason.by.to_string());
    vec![Datum::Int(version.cast_signed()), Datum::Moment(reason.at), by, why]
}

/// Somebody who is told of changes.
pub(super) struct Witness<'w> {
    viewer: &'w Viewer,
    live: &'w Live,
    /// The graph as it is, with all there is.
    present: Arc<Snapshot>,
}

/// A row before and after a change, as far as it may be seen.
type Seen<'c> = (Option<&'c Row>, Option<&'c Row>);

impl<'w> Witness<'w> {
    pub(super) fn new(viewer: &'w Viewer, live: &'w Live) -> Self {
        Witness { viewer, live, present: live.snapshot() }
    }

    /// As [`crate::catalog::history::ROW_CHANGE`] has it; `None` where nothing may be seen.
    pub(super) fn row_change(&self, version: u64, change: &RowChange) -> Option<Vec<Datum>> {
        let (action, images) = match self.seen(version, change) {
            Some(seen) => (action(seen), [seen.0, seen.1].map(image)),
            None if turns_private(change) => {
                (Datum::Enum(ChangeAction::Deleted.name()), [Datum::Null, Datum::Null])
            }
            None => return None,
        };
        let entity = EntityName::TYPE.values[place(change.id.table())].name;
        let mut record = vec![Datum::Text(change.id.to_string()), Datum::Enum(entity), action];
        record.extend(images);
        Some(record)
    }

    /// As [`crate::catalog::history::ROW_HISTORY`] has it.
    fn row_history(&self, commit: &Commit, change: &RowChange) -> Option<Vec<Datum>> {
        let seen = self.seen(commit.version, change)?;
        let mut record = head(commit.version, &commit.reason);
        record.push(action(seen));
        record.push(Datum::Texts(differing(seen)));
        record.extend([seen.0, seen.1].map(image));
        Some(record)
    }

    /// Whether something is told of a change.
    pub(super) fn tells(&self, version: u64, change: &RowChange) -> bool {
        self.seen(version, change).is_some() || turns_private(change)
    }

    /// What commit number `version` did, as far as it may be seen; `None` where nothing may.
    fn seen<'c>(&self, version: u64, change: &'c RowChange) -> Option<Seen<'c>> {
        let at = |row: &'c Option<Row>, version| row.as_ref().filter(|it| self.sees(it, version));
        let seen = (at(&change.before, version.saturating_sub(1)), at(&change.after, version));
        (seen != (None, None)).then_some(seen)
    }

    /// Whether a row as commit number `version` left it may be seen: neither then nor now may it be
    /// pay that is not public, or be about such pay.
    fn sees(&self, row: &Row, version: u64) -> bool {
        self.viewer.role >= AccessRole::Editor
            || !may_be_held_back(row.table())
            || !self.is_held_back(row, version, &mut HashSet::new())
    }

    fn is_held_back(&self, row: &Row, version: u64, met: &mut HashSet<RowId>) -> bool {
        if is_private(row) || self.is_held_back_now(&row.id()) {
            return true;
        }
        let references = (0..TABLES[row.table()].fields.len()).flat_map(|it| row.references(it));
        let references = references.filter(|it| may_be_held_back(place(it.table())));
        references.into_iter().any(|id| {
            met.insert(id.clone())
                && match self.live.row_as_of(&id, version) {
                    Ok(Some(row)) => self.is_held_back(&row, version, met),
                    // Nobody can tell what it was.
                    Ok(None) | Err(_) => true,
                }
        })
    }

    fn is_held_back_now(&self, id: &RowId) -> bool {
        let table = place(id.table());
        let row = self.present.find(table, id.key());
        row.is_some_and(|it| is_held_back(&self.present, (table, it)))
    }
}

/// Whether pay that all could see is for some alone from then on: the others are told that it is
/// gone, so that they do not keep it, and nothing of what it was.
fn turns_private(change: &RowChange) -> bool {
    let is_public = |it: &Row| !is_private(it);
    change.before.as_ref().is_some_and(is_public) && change.after.as_ref().is_some_and(is_private)
}

fn action(seen: Seen<'_>) -> Datum {
    let action = match seen {
        (None, _) => ChangeAction::Created,
        (_, None) => ChangeAction::Deleted,
        _ => ChangeAction::Updated,
    };
    Datum::Enum(action.name())
}

/// The names of the fields whose values differ.
fn differing(seen: Seen<'_>) -> Vec<String> {
    let (Some(before), Some(after)) = seen else { return Vec::new() };
    let fields = TABLES[after.table()].fields.iter().enumerate();
    let differing = fields.filter(|(field, _)| before.cell(*field) != after.cell(*field));
    differing.map(|(_, it)| camel(it.name)).collect()
}

fn image(row: Option<&Row>) -> Datum {
    row.map_or(Datum::Null, |it| Datum::Json(written(it)))
}
