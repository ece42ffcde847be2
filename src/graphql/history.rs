//! What commits did, as records, as far as somebody may see it.

use super::{answer::Asking, failure::of_live, names::camel, rows::written};
use crate::{
    auth::Viewer,
    catalog::{
        Cell, Row, RowId, TABLES,
        enums::{AccessRole, ChangeAction, EntityName},
        place,
    },
    engine::{
        Snapshot,
        compute::{Datum, Refusal},
        past::{HistoryAsked, Past},
        veil::is_private,
    },
    live::{LiveError, Reason, RowChange},
};

impl Past for Asking {
    fn history(&self, id: &RowId, asked: HistoryAsked) -> Result<Vec<Vec<Datum>>, Refusal> {
        // What is read here is no table of the snapshot.
        self.sight.snapshot.note_all();
        let commits = self.live.history(id, asked.before, asked.first);
        let commits = commits.map_err(|why| match why {
            LiveError::Forgotten { .. } => Refusal::BadInput(why.to_string()),
            why => Refusal::Limit(of_live(&why).1),
        })?;
        let views = self.live.views();
        let witness = Witness { viewer: &self.viewer, snapshot: views.public() };
        let records = commits.iter().filter_map(|commit| {
            let change = commit.changes.first()?;
            witness.row_history(head(commit.version, &commit.reason), change)
        });
        Ok(records.collect())
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
    pub(super) viewer: &'w Viewer,
    /// The graph as the viewer sees it, or as all do.
    pub(super) snapshot: &'w Snapshot,
}

/// A row before and after a change, as far as it may be seen.
type Seen<'c> = (Option<&'c Row>, Option<&'c Row>);

impl Witness<'_> {
    /// As [`crate::catalog::history::ROW_CHANGE`] has it; `None` where nothing may be seen.
    pub(super) fn row_change(&self, change: &RowChange) -> Option<Vec<Datum>> {
        let seen = self.seen(change)?;
        let entity = EntityName::TYPE.values[place(change.id.table())].name;
        let mut record = vec![Datum::Text(change.id.to_string()), Datum::Enum(entity)];
        record.push(action(seen));
        record.extend([seen.0, seen.1].map(image));
        Some(record)
    }

    /// As [`crate::catalog::history::ROW_HISTORY`] has it.
    fn row_history(&self, head: Vec<Datum>, change: &RowChange) -> Option<Vec<Datum>> {
        let seen = self.seen(change)?;
        let mut record = head;
        record.push(action(seen));
        record.push(Datum::Texts(differing(seen)));
        record.extend([seen.0, seen.1].map(image));
        Some(record)
    }

    fn seen<'c>(&self, change: &'c RowChange) -> Option<Seen<'c>> {
        let may = |it: &&Row| self.may_see(it);
        let seen = (change.before.as_ref().filter(may), change.after.as_ref().filter(may));
        (seen != (None, None)).then_some(seen)
    }

    /// Pay that is not public may not be seen by all, nor may what is about pay that is not there
    /// for them.
    fn may_see(&self, row: &Row) -> bool {
        if self.viewer.role >= AccessRole::Editor {
            return true;
        }
        let is_hidden = |field| match row.cell(field) {
            // A figure may be about another that is about pay, or about a redirect to pay.
            Cell::AnyRef(table @ ("SalaryRecord" | "Figure" | "Redirect"), key) => {
                self.snapshot.frame(place(table)).find(key).is_none()
            }
            _ => false,
        };
        !is_private(row) && !(0..TABLES[row.table()].fields.len()).any(is_hidden)
    }
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
