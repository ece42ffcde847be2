//! The rows of all files, as the rules see them.

use std::collections::HashMap;

use crate::catalog::{Row, RowId, TABLES, place, rules::Around};

pub(super) struct Among<'r> {
    rows: HashMap<RowId, &'r Row>,
    /// By row: those that refer to it.
    referrers: HashMap<RowId, Vec<&'r Row>>,
}

impl<'r> Among<'r> {
    pub(super) fn of(all: impl Iterator<Item = &'r Row>) -> Self {
        let mut rows = HashMap::new();
        let mut referrers: HashMap<RowId, Vec<&Row>> = HashMap::new();
        for row in all {
            rows.insert(row.id(), row);
            let fields = 0..TABLES[row.table()].fields.len();
            for id in fields.flat_map(|field| row.references(field)) {
                referrers.entry(id).or_default().push(row);
            }
        }
        Among { rows, referrers }
    }
}

impl Around for Among<'_> {
    fn exists(&self, id: &RowId) -> bool {
        self.rows.contains_key(id)
    }

    fn row(&self, id: &RowId) -> Option<Row> {
        self.rows.get(id).map(|it| (*it).clone())
    }

    fn linked(&self, id: &RowId, link: &str) -> Vec<Row> {
        let table = TABLES[place(id.table())];
        let Some(link) = table.link(link).map(|it| &table.links[it]) else { return Vec::new() };
        let from = place(link.from);
        let refers = |row: &&Row| {
            let field = TABLES[from].field(link.via);
            row.table() == from && field.is_some_and(|it| row.references(it).contains(id))
        };
        let rows = self.referrers.get(id).into_iter().flatten().copied();
        rows.filter(refers).cloned().collect()
    }
}
