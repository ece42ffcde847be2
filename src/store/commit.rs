//! A commit on its way into the database, part by part.

use std::collections::{HashMap, HashSet};

use sled::IVec;

use super::{
    BATCH_ROWS_MAX, Reason, Record, StoreError, bytes,
    entries::{Entries, Entry},
    keys,
    part::Part,
    requests, table_byte,
};
use crate::catalog::{Edit, TABLES, place};

/// Where the commit goes, and what it has done so far.
pub(super) struct Commit<'s> {
    pub(super) entries: &'s mut Entries,
    reason: &'s Reason,
    /// What will be left of it.
    pub(super) record: Record,
    parts: u64,
    /// The next part, and the entries that are to be written with it.
    pub(super) part: Part,
    pub(super) batch: Vec<Entry>,
    /// Rows that earlier parts have taken away, by key in the database.
    deleted: HashSet<Vec<u8>>,
}

/// An edit as the database takes it.
pub(super) struct Encoded {
    /// The place of the table in [`TABLES`].
    pub table: usize,
    pub key: Box<str>,
    /// `None` where the row is taken away.
    pub row: Option<Vec<u8>>,
}

impl Encoded {
    pub(super) fn new(edit: &Edit, version: u64) -> Self {
        let id = edit.id();
        let row = match edit {
            Edit::Put(row) => Some(bytes::encode(row, version)),
            Edit::Delete(_) => None,
        };
        Encoded { table: place(id.table()), key: id.key().into(), row }
    }

    /// By what edits are put in order.
    pub(super) fn place(&self) -> (usize, &str) {
        (self.table, &self.key)
    }

    /// How many bytes it takes, roughly.
    pub(super) fn len(&self) -> usize {
        self.key.len() + self.row.as_ref().map_or(0, Vec::len)
    }
}

/// What the database holds of a row.
#[derive(Default)]
pub(super) struct Present {
    pub row: Option<IVec>,
    /// Whether the row is in a pack, as it is or as it was; only to be known of one to take away.
    pub is_packed: bool,
}

impl<'s> Commit<'s> {
    pub(super) fn new(entries: &'s mut Entries, before: &Record, reason: &'s Reason) -> Self {
        let record = Record { version: before.version + 1, ..before.clone() };
        let (part, batch) = (Part::new(Some(reason)), Vec::new());
        Commit { entries, reason, record, parts: 0, part, batch, deleted: HashSet::new() }
    }

    /// Notes all parts, for the journal to keep them: what the commit leaves, and the entries that
    /// bring it there.
    pub(super) fn noted(mut self, edits: &[Edit]) -> Result<(Record, Vec<Entry>), StoreError> {
        let mut noted = Vec::new();
        for edits in edits.chunks(BATCH_ROWS_MAX) {
            self.take_last(edits)?;
            if !self.part.rows.is_empty() {
                let part = self.taken();
                self.entries.note(part.iter().cloned());
                noted.extend(part);
            }
        }
        let end = self.end();
        self.entries.note(end.iter().cloned());
        noted.extend(end);
        Ok((self.record, noted))
    }

    /// The entries of the part that is made now; the next one is begun.
    pub(super) fn taken(&mut self) -> Vec<Entry> {
        let part = std::mem::replace(&mut self.part, Part::new(None));
        let (key, bytes) = (keys::part(self.record.version, self.parts), part.to_bytes());
        self.record.history.entries.add(&key, &bytes);
        self.batch.push((key, Some(bytes.into())));
        self.parts += 1;
        std::mem::take(&mut self.batch)
    }

    /// The entries that come last: what is not written yet, and that a request was carried out.
    pub(super) fn end(&mut self) -> Vec<Entry> {
        let is_open = self.parts == 0 || !self.part.rows.is_empty();
        let mut entries = if is_open { self.taken() } else { Vec::new() };
        if let Some(request) = &self.reason.request {
            let key = keys::request(&self.reason.by, &request.key);
            let bytes = requests::to_bytes(self.record.version, request.digest);
            entries.push((key, Some(bytes.into())));
        }
        entries
    }

    /// Takes the last edit of each row.
    fn take_last(&mut self, edits: &[Edit]) -> Result<(), StoreError> {
        let ids: HashMap<_, _> = edits.iter().enumerate().map(|(at, it)| (it.id(), at)).collect();
        for (at, edit) in edits.iter().enumerate() {
            if ids[&edit.id()] == at {
                let edit = Encoded::new(edit, self.record.version);
                let present = self.present(&edit)?;
                self.take(&edit, &present)?;
            }
        }
        Ok(())
    }

    fn present(&mut self, edit: &Encoded) -> Result<Present, StoreError> {
        let (table, key) = (self.byte_of(edit), edit.key.as_bytes());
        let single = self.entries.get(&keys::row(table, key))?;
        let is_asked = single.is_none() || edit.row.is_none();
        let packed = if is_asked { self.entries.packed(table, key)? } else { None };
        let is_packed = packed.is_some();
        let row = single.or(packed).filter(|it| !it.is_empty());
        Ok(Present { row, is_packed })
    }

    pub(super) fn byte_of(&mut self, edit: &Encoded) -> u8 {
        table_byte(self.record.place_of(TABLES[edit.table].name))
    }

    /// Brings the record up to one edit, and adds to the batch what is to be written for it: the row,
    /// and in the history the state that it had before, or that it is gone.
    pub(super) fn take(&mut self, edit: &Encoded, present: &Present) -> Result<(), StoreError> {
        let (byte, version, key) = (self.byte_of(edit), self.record.version, edit.key.as_bytes());
        let table = &mut self.record.tables[usize::from(byte)];
        if let Some(old) = &present.row {
            let unreadable = |why| StoreError::Unreadable {
                path: self.entries.rows().to_owned(),
                table: TABLES[edit.table].name,
                key: edit.key.to_string(),
                why,
            };
            let old_version = bytes::version_of(old).map_err(unreadable)?;
            table.remove(key, old);
            // Else an earlier part has put the row, and what it was before is kept already.
            if old_version < version {
                let state = keys::state(byte, key, old_version);
                self.record.history.entries.add(&state, old);
                self.batch.push((state, Some(old.clone())));
            }
        }
        let row = keys::row(byte, key);
        match &edit.row {
            Some(new) => {
                table.add(key, new);
                self.bring_back(byte, key);
                self.batch.push((row, Some(new.as_slice().into())));
            }
            None if present.row.is_none() => return Ok(()),
            None => {
                let gone = keys::state(byte, key, version);
                self.record.history.entries.add(&gone, &[]);
                self.batch.push((gone, Some(IVec::default())));
                self.batch.push((row.clone(), present.is_packed.then(IVec::default)));
                self.deleted.insert(row);
            }
        }
        self.part.rows.push((byte, edit.key.to_string()));
        Ok(())
    }

    /// Forgets that an earlier part has taken a row away, which is put now.
    pub(super) fn bring_back(&mut self, byte: u8, key: &[u8]) {
        if !self.deleted.is_empty() && self.deleted.remove(&keys::row(byte, key)) {
            let gone = keys::state(byte, key, self.record.version);
            self.record.history.entries.remove(&gone, &[]);
            self.batch.push((gone, None));
        }
    }
}
