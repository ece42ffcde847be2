//! Rows that would belong to themselves once two are one.

use std::collections::HashSet;

use super::NotMerged;
use crate::{
    catalog::{Cell, Kind, Row, RowId, TABLES},
    engine::Snapshot,
};

/// Refuses a merge after which references of one field lead from the row back to it, over other
/// rows: its parent would be a part of it.
pub(super) fn check(
    snapshot: &Snapshot,
    (from, into): (&RowId, &RowId),
    united: &Row,
) -> Result<(), NotMerged> {
    let table = united.table();
    let frame = snapshot.frame(table);
    for (field, description) in TABLES[table].fields.iter().enumerate() {
        if description.kind != Kind::Ref(TABLES[table].name) {
            continue;
        }
        let Cell::Ref(first) = united.cell(field) else { continue };
        let mut seen = HashSet::new();
        let mut next = frame.find(first);
        while let Some(row) = next {
            let key = frame.key(row);
            if key == from.key() || key == into.key() {
                let field = description.name;
                return Err(NotMerged::Loop { row: into.clone(), field });
            }
            next = frame.column(field).target(row).filter(|_| seen.insert(row));
        }
    }
    Ok(())
}
