//! Ids of rows that were merged into others.

use super::Snapshot;
use crate::catalog::{Redirect, RowId, TABLES, place};

impl Snapshot {
    /// The row of a table that a key means: the one that has it, else the one into which that was
    /// merged. Takes time logarithmic in the number of rows.
    pub fn find(&self, table: usize, key: &str) -> Option<u32> {
        self.frame(table).find(key).or_else(|| {
            let key = key.parse().ok().filter(|_| self.has_redirects())?;
            let (to, row) = self.redirected(&RowId::new(TABLES[table].name, key))?;
            Some(row).filter(|_| to == table)
        })
    }

    /// The row into which the one with this id was merged, by table and number, whether or not
    /// there is a row with this id again.
    pub fn redirected(&self, old: &RowId) -> Option<(usize, u32)> {
        let frame = self.frame(place("Redirect"));
        let redirect = frame.find(Redirect::key_of(old).as_str())?;
        let column = |name| frame.column(super::compute::field(frame, name));
        let is_of = column("old").text(redirect) == Some(old.to_string().as_str());
        column("into").any(redirect).filter(|_| is_of)
    }

    /// Whether any row was merged into another.
    pub fn has_redirects(&self) -> bool {
        !self.frame(place("Redirect")).live().is_empty()
    }
}
