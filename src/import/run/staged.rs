//! A batch on its way: rows to put over a graph, and what of them can be taken back.

use std::collections::{HashMap, HashSet, hash_map::Entry};

use crate::{
    catalog::{Change, Edit, Redirect, Row, RowId, TABLES, place, rules::Around},
    engine::{
        self, Snapshot,
        duplicates::identity::{Known, Traits},
    },
};

pub(super) struct Staged<'s> {
    pub(super) snapshot: &'s Snapshot,
    rows: HashMap<RowId, Row>,
    /// The staged rows in the order in which they were first staged.
    order: Vec<RowId>,
    /// By row: staged rows that referred to it when they were staged.
    referring: HashMap<RowId, Vec<RowId>>,
    /// By table and mark: staged rows that had it when they were staged.
    marked: HashMap<(usize, u64), Vec<RowId>>,
    /// What was staged since the last record was accepted, and what was there before.
    undo: Vec<(RowId, Option<Row>)>,
}

impl<'s> Staged<'s> {
    pub(super) fn new(snapshot: &'s Snapshot) -> Self {
        Staged {
            snapshot,
            rows: HashMap::new(),
            order: Vec::new(),
            referring: HashMap::new(),
            marked: HashMap::new(),
            undo: Vec::new(),
        }
    }

    /// Puts a row in the place of the one with its key.
    pub(super) fn put(&mut self, row: Row) {
        let (id, table) = (row.id(), row.table());
        for target in (0..TABLES[table].fields.len()).flat_map(|field| row.references(field)) {
            note(self.referring.entry(target), &id);
        }
        for mark in Traits::of(&row).marks() {
            note(self.marked.entry((table, mark)), &id);
        }
        let before = self.rows.insert(id.clone(), row);
        if before.is_none() {
            self.order.push(id.clone());
        }
        self.undo.push((id, before));
    }

    /// The rows that were put since the last record was accepted.
    pub(super) fn fresh(&self) -> HashSet<RowId> {
        self.undo.iter().map(|it| it.0.clone()).collect()
    }

    /// Keeps what was put.
    pub(super) fn accept(&mut self) {
        self.undo.clear();
    }

    /// Takes back what was put since the last record was accepted.
    pub(super) fn roll_back(&mut self) {
        for (id, before) in std::mem::take(&mut self.undo).into_iter().rev() {
            match before {
                Some(row) => drop(self.rows.insert(id, row)),
                None => {
                    self.rows.remove(&id);
                    self.order.pop();
                }
            }
        }
    }

    /// The number of a row of the graph.
    pub(super) fn number(&self, id: &RowId) -> Option<u32> {
        self.snapshot.frame(place(id.table())).find(id.key())
    }

    /// The row that an id means: the one that has it, else the one to which it was found to belong.
    pub(super) fn find(&self, id: &RowId) -> Option<RowId> {
        if self.exists(id) {
            return Some(id.clone());
        }
        let redirect = RowId::new("Redirect", Redirect::key_of(id));
        let into = match self.rows.get(&redirect) {
            Some(Row::Redirect(it)) => Some(it.into.clone()),
            _ => self.snapshot.redirected(id).map(|(table, row)| self.id(table, row)),
        };
        into.filter(|it| it.table() == id.table())
    }

    fn id(&self, table: usize, row: u32) -> RowId {
        engine::row_id(self.snapshot.frame(table), row)
    }

    /// Rows of a table that have or had a mark, each once, by key.
    pub(super) fn marked(&self, known: &Known, table: usize, mark: u64) -> Vec<RowId> {
        let live = self.snapshot.frame(table).live();
        let kept = known.find(table, mark).filter(|it| live.contains(*it));
        let staged = self.marked.get(&(table, mark)).into_iter().flatten().cloned();
        let mut ids: Vec<RowId> = kept.map(|it| self.id(table, it)).chain(staged).collect();
        ids.sort_by(|one, other| one.key().cmp(other.key()));
        ids.dedup();
        ids
    }

    /// The change that puts those rows which are new or other than they were.
    pub(super) fn change(mut self) -> Change {
        let mut change = Change::default();
        for id in std::mem::take(&mut self.order) {
            let Some(row) = self.rows.remove(&id) else { continue };
            let before = self.number(&id).map(|it| self.snapshot.row(row.table(), it));
            if before.as_ref() != Some(&row) {
                change.edits.push(Edit::Put(row));
            }
        }
        change
    }
}

fn note<K>(entry: Entry<'_, K, Vec<RowId>>, id: &RowId) {
    let ids = entry.or_default();
    if ids.last() != Some(id) {
        ids.push(id.clone());
    }
}

impl Around for Staged<'_> {
    fn exists(&self, id: &RowId) -> bool {
        self.rows.contains_key(id) || self.number(id).is_some()
    }

    fn row(&self, id: &RowId) -> Option<Row> {
        let staged = self.rows.get(id).cloned();
        staged.or_else(|| self.number(id).map(|it| self.snapshot.row(place(id.table()), it)))
    }

    fn linked(&self, id: &RowId, link: &str) -> Vec<Row> {
        let table = place(id.table());
        let Some(link) = TABLES[table].link(link) else { return Vec::new() };
        let description = &TABLES[table].links[link];
        let from = place(description.from);
        let Some(field) = TABLES[from].field(description.via) else { return Vec::new() };
        let kept = self.number(id).into_iter().flat_map(|row| {
            let rows = self.snapshot.frame(table).linked(link, row);
            rows.iter().map(|it| self.id(from, it))
        });
        let staged = self.referring.get(id).into_iter().flatten();
        let staged = staged.filter(|it| it.table() == description.from).cloned();
        let mut seen = HashSet::new();
        let rows = kept.chain(staged).filter(|it| seen.insert(it.clone()));
        let rows = rows.filter_map(|it| self.row(&it));
        rows.filter(|row| row.references(field).contains(id)).collect()
    }
}
