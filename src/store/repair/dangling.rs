//! Rows that refer to rows which are lost.
//!
//! No graph is made of them, so they change with the repair: who can be without the reference loses it,
//! and who can't is taken away. The history has both as they were. Pay that is not public could be for
//! all to see without a row that it refers to, and so could what refers to such pay: these are taken away
//! in any case.

use std::collections::HashSet;

use super::losses::Loss;
use crate::{
    catalog::{Edit, Row, RowId, TABLES},
    store::{Reason, Store, StoreError},
};

/// The table of pay.
const PAY: &str = "SalaryRecord";

/// Changes rows until none refers to one that is not there, and tells of each.
pub(super) fn close(store: &Store, reason: &Reason) -> Result<Vec<Loss>, StoreError> {
    let mut losses = Vec::new();
    loop {
        let found = dangling(store)?;
        if found.is_empty() {
            return Ok(losses);
        }
        let why = format!("repaired: {} rows refer to others that are lost", found.len());
        let (edits, told): (Vec<Edit>, Vec<Loss>) = found.into_iter().unzip();
        store.commit(edits, &Reason { why: Some(why.into()), ..reason.clone() })?;
        losses.extend(told);
    }
}

/// What is to become of rows that refer to others which are not there.
pub(super) fn dangling(store: &Store) -> Result<Vec<(Edit, Loss)>, StoreError> {
    let mut ids = HashSet::new();
    store.read(|row, _| {
        ids.insert(row.id());
    })?;
    let mut found = Vec::new();
    store.read(|row, _| {
        let fields = 0..TABLES[row.table()].fields.len();
        let references = fields.flat_map(|it| row.references(it));
        let lost: Vec<RowId> = references.filter(|it| !ids.contains(it)).collect();
        if !lost.is_empty() {
            found.push(mended(row.clone(), &lost));
        }
    })?;
    Ok(found)
}

/// The row without references to those that are lost, or gone.
fn mended(row: Row, lost: &[RowId]) -> (Edit, Loss) {
    let id = row.id();
    let is_hidden = lost.iter().chain([&id]).any(|it| it.table() == PAY);
    let without = |row: Row, gone: &RowId| if row.needs(gone) { None } else { row.without(gone) };
    let kept = if is_hidden { None } else { lost.iter().try_fold(row, without) };
    let told = Loss::Dependent { row: id.clone(), on: lost[0].clone(), is_gone: kept.is_none() };
    (kept.map_or(Edit::Delete(id), Edit::Put), told)
}
