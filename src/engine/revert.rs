//! What was done to rows, undone.

use std::collections::HashSet;

use super::{EngineError, Snapshot};
use crate::catalog::{
    Cell, Change, Edit, Kind, Row, RowId, TABLES, place,
    rules::{self, Fault},
};

/// One row of a change: as it was before, and as it was after; `None` where it was not there.
#[derive(Clone, Debug, PartialEq)]
pub struct Touched {
    pub id: RowId,
    pub before: Option<Row>,
    pub after: Option<Row>,
}

/// The change that gives every row its state before. A row that is in that state already is left
/// alone.
///
/// # Errors
///
/// The rows that are not any more as they were after, or that refer now to a row that would go; in
/// order, no change is made then.
pub fn change(snapshot: &Snapshot, touched: &[Touched]) -> Result<Change, Vec<RowId>> {
    let mut conflicts = Vec::new();
    let mut change = Change::default();
    for it in touched {
        let table = place(it.id.table());
        let present = snapshot.frame(table).find(it.id.key()).map(|row| snapshot.row(table, row));
        let before = it.before.as_ref().map(plain);
        if present == before {
            continue;
        }
        if present != it.after.as_ref().map(plain) {
            conflicts.push(it.id.clone());
            continue;
        }
        change.edits.push(match &it.before {
            Some(row) => Edit::Put(row.clone()),
            None => Edit::Delete(it.id.clone()),
        });
    }
    if conflicts.is_empty()
        && let Err(EngineError::Dangling { from, .. }) = snapshot.apply(&change)
    {
        conflicts.push(from);
    }
    if conflicts.is_empty() { Ok(change) } else { Err(conflicts) }
}

/// What would be wrong with the rows that a change puts, once it is made: others may have come
/// since that do not agree with what these were.
pub fn faults(snapshot: &Snapshot, change: &Change) -> Vec<(RowId, Fault)> {
    // Why a change can't be made is told when it is to be made.
    let Ok(next) = snapshot.apply(change) else { return Vec::new() };
    let put = change.edits.iter().filter_map(|it| match it {
        Edit::Put(row) => Some(row),
        Edit::Delete(_) => None,
    });
    put.flat_map(|row| rules::check(row, &next).into_iter().map(|it| (row.id(), it))).collect()
}

/// The row as a snapshot gives it: a list of references names each row once.
fn plain(row: &Row) -> Row {
    let fields = TABLES[row.table()].fields.iter().enumerate();
    let cells = fields.map(|(field, it)| match (it.kind, row.cell(field)) {
        (Kind::Refs(_), Cell::List(mut keys)) => {
            let mut seen = HashSet::new();
            keys.retain(|it| seen.insert(it.clone()));
            Cell::List(keys)
        }
        (_, cell) => cell,
    });
    Row::from_cells(row.table(), row.key().clone(), cells).expect("its own values are values of it")
}
