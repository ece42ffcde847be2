//! A snapshot as the rules see it.

use super::Snapshot;
use crate::catalog::{Row, RowId, TABLES, place, rules::Around};

impl Around for Snapshot {
    fn exists(&self, id: &RowId) -> bool {
        self.frame(place(id.table())).find(id.key()).is_some()
    }

    fn row(&self, id: &RowId) -> Option<Row> {
        let table = place(id.table());
        self.frame(table).find(id.key()).map(|it| Snapshot::row(self, table, it))
    }

    fn linked(&self, id: &RowId, link: &str) -> Vec<Row> {
        let table = place(id.table());
        let frame = self.frame(table);
        let (Some(link), Some(row)) = (TABLES[table].link(link), frame.find(id.key())) else {
            return Vec::new();
        };
        let rows = frame.linked(link, row);
        rows.iter().map(|it| Snapshot::row(self, frame.source_of(link), it)).collect()
    }
}
