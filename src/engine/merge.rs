//! Two rows that stand for one and the same, made one.
//!
//! Whatever refers to the one refers to the other then; values that the other lacks are taken over,
//! lists are united, the name is kept as another name, and the old id leads to the row that stays.
//! Where the two contradict each other, the row that stays is right but for fields that are taken from
//! the other, and what was not taken is told.

mod fields;
mod loops;

use std::collections::{BTreeSet, HashMap};

use super::{Snapshot, veil::is_private};
use crate::catalog::{Cell, Change, Edit, Kind, Redirect, Row, RowId, TABLES, place};

/// Rows that one merge may move: a commit is held in memory.
pub const MOVED_MAX: usize = 10_000;

/// What a merge comes to.
#[derive(Clone, Debug)]
pub struct Merged {
    pub change: Change,
    /// Rows that refer to the row that stays and referred to the other.
    pub moved: u64,
    /// Fields of the row that stays which took something, in the order of the catalog.
    pub filled: Vec<&'static str>,
    /// Values of the other row that were not taken, by field.
    pub kept: Vec<(&'static str, String)>,
    /// Rows that were moved and say the same as another row now, but for what they rest on.
    pub repeated: Vec<RowId>,
}

/// Why two rows are not made one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotMerged {
    #[error("there is no row with the id `{0}`")]
    Missing(RowId),
    #[error("`{from}` and `{into}` are rows of two tables: only rows of one table are made one")]
    Tables { from: RowId, into: RowId },
    #[error("`{0}` is the row itself: name two rows")]
    Same(RowId),
    #[error("`{0}` is a redirect: name the rows that were merged")]
    Redirect(RowId),
    #[error(
        "`{0}` ties the two rows to each other, and would tie one to itself: if they are one, \
         delete it first"
    )]
    Tied(RowId),
    #[error("`{row}` would be its own `{field}`, over others perhaps: clear that field first")]
    Loop { row: RowId, field: &'static str },
    #[error(
        "`{from}` is private pay and `{into}` would not be: all would see what it takes over; give \
         both a basis that fits them first"
    )]
    Private { from: RowId, into: RowId },
    #[error("more than {MOVED_MAX} rows refer to `{0}`: merge the other way round")]
    Large(RowId),
}

/// The change that makes one row of `from` and `into`, which stays. Takes time by the number of
/// rows that refer to `from`, and by those of the tables along whose references no link leads back.
pub fn change(snapshot: &Snapshot, from: &RowId, into: &RowId) -> Result<Merged, NotMerged> {
    taking(snapshot, (from, into), &[])
}

/// The same, where the row that stays takes the values of the other one of the fields `taken`, by
/// their places.
pub fn taking(
    snapshot: &Snapshot,
    (from, into): (&RowId, &RowId),
    taken: &[usize],
) -> Result<Merged, NotMerged> {
    let table = place(into.table());
    let (from_row, into_row) = both(snapshot, table, from, into)?;
    let one = |row| super::row_id(snapshot.frame(table), row);
    let (from, into) = (&one(from_row), &one(into_row));
    let united = fields::united(snapshot, (from, into), (table, from_row, into_row), taken);
    if is_private(&snapshot.row(table, from_row)) && !is_private(&united.row) {
        return Err(NotMerged::Private { from: from.clone(), into: into.clone() });
    }
    let mut change = Change::default();
    change.edits.push(Edit::Put(united.row.clone()));
    let mut moved: Vec<Row> = Vec::new();
    let referrers: BTreeSet<(usize, u32)> = snapshot.referrers(table, from_row).collect();
    for (source, row) in referrers {
        if source == table && (row == from_row || row == into_row) {
            continue;
        }
        let row = snapshot.row(source, row);
        let new = row.repointed(from, into).expect("the row was found by its reference");
        if is_tied(&row, from, into) {
            return Err(NotMerged::Tied(row.id()));
        }
        moved.push(new);
        if moved.len() > MOVED_MAX {
            return Err(NotMerged::Large(from.clone()));
        }
    }
    loops::check(snapshot, (from, into), &united.row)?;
    let repeated = repeated(snapshot, (table, into_row), &moved);
    let is_redirect = |it: &&Row| matches!(it, Row::Redirect(_));
    let count = moved.iter().filter(|it| !is_redirect(it)).count() as u64;
    for row in moved {
        change.edits.push(match &row {
            // The row that stays was merged into the other once, and made again since.
            Row::Redirect(it) if *it.old == *into.to_string() => Edit::Delete(row.id()),
            _ => Edit::Put(row),
        });
    }
    change.put(Redirect::new(from, into.clone()));
    change.edits.push(Edit::Delete(from.clone()));
    Ok(Merged { change, moved: count, filled: united.filled, kept: united.kept, repeated })
}

fn both(
    snapshot: &Snapshot,
    table: usize,
    from: &RowId,
    into: &RowId,
) -> Result<(u32, u32), NotMerged> {
    if from.table() != into.table() {
        return Err(NotMerged::Tables { from: from.clone(), into: into.clone() });
    }
    if TABLES[table].is_kept_by_bole {
        return Err(NotMerged::Redirect(from.clone()));
    }
    let find =
        |id: &RowId| snapshot.find(table, id.key()).ok_or_else(|| NotMerged::Missing(id.clone()));
    let (from_row, into_row) = (find(from)?, find(into)?);
    if from_row == into_row {
        return Err(NotMerged::Same(into.clone()));
    }
    Ok((from_row, into_row))
}

/// Whether a row refers by one field to the one and by another field to the other.
fn is_tied(row: &Row, from: &RowId, into: &RowId) -> bool {
    let fields = TABLES[row.table()].fields.iter().enumerate();
    let keys = fields.filter(|it| it.1.kind == Kind::Ref(from.table())).map(|it| row.cell(it.0));
    let keys: Vec<Cell<'_>> = keys.collect();
    keys.contains(&Cell::Ref(from.key())) && keys.contains(&Cell::Ref(into.key()))
}

/// Fields that say what a row rests on, and nothing of what it says.
const RESTS_ON: &[&str] = &["source", "confidence", "as_of", "note"];

/// What a row says, but for what it rests on.
fn said(row: &Row) -> String {
    let fields = TABLES[row.table()].fields.iter().enumerate();
    let cells = fields.filter(|it| !RESTS_ON.contains(&it.1.name)).map(|it| row.cell(it.0));
    format!("{} {:?}", row.table(), cells.collect::<Vec<_>>())
}

/// The moved rows that say what one does that already referred to `into`, or one moved before.
fn repeated(snapshot: &Snapshot, (table, into): (usize, u32), moved: &[Row]) -> Vec<RowId> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let tables: BTreeSet<usize> = moved.iter().map(Row::table).collect();
    let referrers: BTreeSet<(usize, u32)> = snapshot.referrers(table, into).collect();
    for (source, row) in referrers {
        if tables.contains(&source) {
            *counts.entry(said(&snapshot.row(source, row))).or_default() += 1;
        }
    }
    let mut repeated = Vec::new();
    for row in moved.iter().filter(|it| !TABLES[it.table()].is_kept_by_bole) {
        let count = counts.entry(said(row)).or_default();
        if *count > 0 {
            repeated.push(row.id());
        }
        *count += 1;
    }
    repeated
}
