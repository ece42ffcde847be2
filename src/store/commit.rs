//! A commit on its way into the database, part by part.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use sled::{Batch, IVec, Tree};

use super::{
    BATCH_ROWS_MAX, Reason, Record, StoreError, bytes, guard::guarded, keys, part::Part, requests,
    table_byte,
};
use crate::catalog::{Edit, TABLES, place};

/// Where the commit goes, and what it has done so far.
pub(super) struct Commit<'s> {
    tree: &'s Tree,
    rows: &'s Path,
    reason: &'s Reason,
    /// What will be left of it.
    record: Record,
    parts: u64,
    /// Rows that earlier parts have taken away, by key in the database.
    deleted: HashSet<Vec<u8>>,
}

/// An edit, where it goes in the database, and what is there.
struct Step {
    edit: Edit,
    /// The byte of the table.
    table: u8,
    old: Option<IVec>,
}

impl<'s> Commit<'s> {
    pub(super) fn new(
        (tree, rows): (&'s Tree, &'s Path),
        before: &Record,
        reason: &'s Reason,
    ) -> Self {
        let record = Record { version: before.version + 1, ..before.clone() };
        Commit { tree, rows, reason, record, parts: 0, deleted: HashSet::new() }
    }

    /// Writes all parts, the record with the last. They are not on the disk yet.
    pub(super) fn write(
        mut self,
        mut edits: impl Iterator<Item = Edit>,
    ) -> Result<Record, StoreError> {
        loop {
            let edits: Vec<Edit> = edits.by_ref().take(BATCH_ROWS_MAX).collect();
            let is_last = edits.len() < BATCH_ROWS_MAX;
            let mut batch = Batch::default();
            let mut part = Part::new((self.parts == 0).then_some(self.reason));
            for step in self.steps(edits)? {
                self.take(step, &mut batch, &mut part)?;
            }
            if self.parts == 0 || !part.rows.is_empty() {
                let (key, bytes) = (keys::part(self.record.version, self.parts), part.to_bytes());
                self.record.history.entries.add(&key, &bytes);
                batch.insert(key, bytes);
            }
            if is_last {
                batch.insert(keys::RECORD, self.record.to_text().as_bytes());
                if let Some(request) = &self.reason.request {
                    let key = keys::request(&self.reason.by, &request.key);
                    batch.insert(key, requests::to_bytes(self.record.version, request.digest));
                }
            }
            guarded(self.rows, || self.tree.apply_batch(batch))?;
            if is_last {
                return Ok(self.record);
            }
            self.parts += 1;
        }
    }

    /// The last edit of each row, with what the database holds of it.
    fn steps(&mut self, edits: Vec<Edit>) -> Result<Vec<Step>, StoreError> {
        let ids: HashMap<_, _> = edits.iter().enumerate().map(|(at, it)| (it.id(), at)).collect();
        let mut steps = Vec::with_capacity(edits.len());
        for (at, edit) in edits.into_iter().enumerate() {
            let id = edit.id();
            if ids[&id] == at {
                let table = self.record.place_of(TABLES[place(id.table())].name);
                steps.push(Step { edit, table: table_byte(table), old: None });
            }
        }
        guarded(self.rows, || {
            for step in &mut steps {
                step.old = self.tree.get(keys::row(step.table, step.edit.id().key().as_bytes()))?;
            }
            Ok(())
        })?;
        Ok(steps)
    }

    /// Brings the record up to one edit, and adds to the batch what is to be written for it: the
    /// row, and in the history the state that it had before, or that it is gone.
    fn take(&mut self, step: Step, batch: &mut Batch, part: &mut Part) -> Result<(), StoreError> {
        let Step { edit, table: byte, old } = step;
        let (id, version) = (edit.id(), self.record.version);
        let key = id.key().as_bytes();
        let row = keys::row(byte, key);
        let table = &mut self.record.tables[usize::from(byte)];
        let history = &mut self.record.history.entries;
        if let Some(old) = &old {
            let unreadable = |why| StoreError::Unreadable {
                path: self.rows.to_owned(),
                table: id.table(),
                key: id.key().to_owned(),
                why,
            };
            let old_version = bytes::version_of(old).map_err(unreadable)?;
            table.remove(key, old);
            // Else an earlier part has put the row, and what it was before is kept already.
            if old_version < version {
                let state = keys::state(byte, key, old_version);
                history.add(&state, old);
                batch.insert(state, old.clone());
            }
        }
        let gone = keys::state(byte, key, version);
        match &edit {
            Edit::Put(it) => {
                let new = bytes::encode(it, version);
                table.add(key, &new);
                if self.deleted.remove(&row) {
                    history.remove(&gone, &[]);
                    batch.remove(gone);
                }
                batch.insert(row, new);
            }
            Edit::Delete(_) if old.is_none() => return Ok(()),
            Edit::Delete(_) => {
                history.add(&gone, &[]);
                batch.insert(gone, &[]);
                batch.remove(row.clone());
                self.deleted.insert(row);
            }
        }
        part.rows.push((byte, id.key().to_owned()));
        Ok(())
    }
}
