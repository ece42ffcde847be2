//! What commits did, as records.

use super::{answer::Asking, names::camel, rows::written};
use crate::{
    catalog::{
        Row, RowId, TABLES,
        enums::{AccessRole, ChangeAction},
    },
    engine::{
        compute::{Datum, Refusal},
        past::{HistoryAsked, Past},
        veil::is_private,
    },
    live::{Commit, LiveError, RowChange},
};

impl Past for Asking {
    fn history(&self, id: &RowId, asked: HistoryAsked) -> Result<Vec<Vec<Datum>>, Refusal> {
        let commits = self.live.history(id, asked.before, asked.first).map_err(refusal)?;
        Ok(commits.iter().filter_map(|it| self.row_history(it)).collect())
    }
}

impl Asking {
    /// What one commit did to a row, as far as the viewer may see it.
    fn row_history(&self, commit: &Commit) -> Option<Vec<Datum>> {
        let change = commit.changes.first()?;
        let (before, after) = self.seen(change)?;
        let mut record = head(commit);
        record.push(action(before, after));
        record.push(Datum::Texts(differing(before, after)));
        record.extend([before, after].map(json));
        Some(record)
    }

    /// A row before and after a change; without what the viewer may not see, and `None` where
    /// nothing is left.
    fn seen<'c>(&self, change: &'c RowChange) -> Option<(Option<&'c Row>, Option<&'c Row>)> {
        let may = |it: &&Row| self.viewer.role >= AccessRole::Editor || !is_private(it);
        let seen = (change.before.as_ref().filter(may), change.after.as_ref().filter(may));
        (seen != (None, None)).then_some(seen)
    }
}

/// What every record of a commit begins with: version, at, by, why.
fn head(commit: &Commit) -> Vec<Datum> {
    let reason = &commit.reason;
    let why = reason.why.as_ref().map_or(Datum::Null, |it| Datum::Text(it.to_string()));
    vec![
        Datum::Int(commit.version.cast_signed()),
        Datum::Moment(reason.at),
        Datum::Text(reason.by.to_string()),
        why,
    ]
}

fn action(before: Option<&Row>, after: Option<&Row>) -> Datum {
    let action = match (before, after) {
        (None, _) => ChangeAction::Created,
        (_, None) => ChangeAction::Deleted,
        _ => ChangeAction::Updated,
    };
    Datum::Enum(action.name())
}

/// The names of the fields whose values differ.
fn differing(before: Option<&Row>, after: Option<&Row>) -> Vec<String> {
    let (Some(before), Some(after)) = (before, after) else { return Vec::new() };
    let fields = TABLES[after.table()].fields.iter().enumerate();
    let differing = fields.filter(|(field, _)| before.cell(*field) != after.cell(*field));
    differing.map(|(_, it)| camel(it.name)).collect()
}

fn json(row: Option<&Row>) -> Datum {
    row.map_or(Datum::Null, |it| Datum::Json(written(it)))
}

/// What can't be told of the past, as what a client asked for.
pub(super) fn refusal(why: LiveError) -> Refusal {
    match why {
        LiveError::Forgotten { .. } | LiveError::Future { .. } => {
            Refusal::BadInput(why.to_string())
        }
        why => Refusal::Limit(why.to_string()),
    }
}
