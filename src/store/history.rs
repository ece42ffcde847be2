//! What rows were: read from the database in slices, so that commits come in between.

use sled::IVec;

use super::{
    Reason, Record, State, Store, StoreError, bytes, entries::range, keys, part::Part, table_byte,
};
use crate::catalog::{Row, RowId, TABLES, place};

/// Rows that are looked up before a commit that waits is let in.
const ROWS_AT_ONCE: usize = 100;

/// What a row was from one commit to the next that touched it.
#[derive(Clone, Debug, PartialEq)]
pub struct RowState {
    /// The commit that made it so.
    pub version: u64,
    /// `None` where the row was taken away.
    pub row: Option<Row>,
}

/// A place among the rows that commits touched: that many rows of a part of a commit come before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub version: u64,
    pub part: u64,
    pub row: usize,
}

/// After all that commit number `version` did.
impl From<u64> for Place {
    fn from(version: u64) -> Self {
        Place { version: version.saturating_add(1), part: 0, row: 0 }
    }
}

/// Some of the rows that one commit touched.
#[derive(Clone, Debug)]
pub struct Slice {
    pub version: u64,
    pub reason: Reason,
    /// In the order of the edits, or of a large commit by table and key; one of several parts may name
    /// a row more than once.
    pub rows: Vec<RowId>,
    /// Where the next slice begins.
    pub next: Place,
}

impl Store {
    /// The oldest version whose rows are all known, and after which all commits are.
    pub fn oldest(&self) -> u64 {
        self.state().record.history.oldest
    }

    /// What a row was, newest first, before commit number `before` or up to now. The oldest may be
    /// from before [`Store::oldest`].
    pub fn states_of(
        &self,
        id: &RowId,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<RowState>, StoreError> {
        let mut states = Vec::new();
        let mut before = before.unwrap_or(u64::MAX);
        while states.len() < limit {
            let state = self.state();
            // What is not on the disk yet was not acknowledged.
            before = before.min(state.record.version + 1);
            let Some(table) = table_of(&state.record, id) else { break };
            let slice = (limit - states.len()).min(ROWS_AT_ONCE);
            let found = self.entries_before(&state, (table, id.key()), before, slice)?;
            drop(state);
            let Some((last, _)) = found.last() else { break };
            before = *last;
            let found = found
                .into_iter()
                .map(|(version, bytes)| Ok(RowState { version, row: self.decoded(id, &bytes)? }));
            states.extend(found.collect::<Result<Vec<_>, StoreError>>()?);
        }
        Ok(states)
    }

    /// What each of the rows was as commit number `version` left it; `None` where it was not there.
    pub fn states_at(
        &self,
        ids: &[RowId],
        version: u64,
    ) -> Result<Vec<Option<RowState>>, StoreError> {
        let mut states = Vec::with_capacity(ids.len());
        for ids in ids.chunks(ROWS_AT_ONCE) {
            let state = self.state();
            let mut found = Vec::with_capacity(ids.len());
            for id in ids {
                let table = table_of(&state.record, id);
                let of = |table| self.entries_before(&state, (table, id.key()), version + 1, 1);
                found.push(table.map_or_else(|| Ok(Vec::new()), of)?.pop());
            }
            drop(state);
            for (id, found) in ids.iter().zip(found) {
                let state = |(version, bytes): (u64, IVec)| {
                    Ok(RowState { version, row: self.decoded(id, &bytes)? })
                };
                let state: Option<RowState> = found.map(state).transpose()?;
                states.push(state.filter(|it| it.row.is_some()));
            }
        }
        Ok(states)
    }

    /// Which rows the commits touched, from a place on: some of those of one commit, or `None` where
    /// there are no more.
    pub fn touched(&self, from: Place, limit: usize) -> Result<Option<Slice>, StoreError> {
        let state = self.state();
        let newest = keys::part(state.record.version + 1, 0);
        let first = keys::part(from.version, from.part);
        if first >= newest {
            return Ok(None);
        }
        let first = state.entries.first(range(first, newest), 1)?.pop();
        let Some((key, bytes)) = first else { return Ok(None) };
        let place = keys::of_part(&key).ok_or_else(|| self.history("a key is none"))?;
        let (version, number) = place;
        let part = self.part(&bytes)?;
        let reason = match part.reason() {
            Some(reason) => Some(reason),
            None => self.reason_of(&state, version)?,
        };
        let skipped = if place == (from.version, from.part) { from.row } else { 0 };
        let seen = part.rows.len().min(skipped.saturating_add(limit));
        let next = match part.rows.len() - seen {
            0 => Place { version, part: number + 1, row: 0 },
            _ => Place { version, part: number, row: seen },
        };
        let rows = &part.rows[skipped.min(seen)..seen];
        let rows = rows.iter().map(|it| self.id(&state, it)).collect::<Result<_, _>>()?;
        let reason = reason.ok_or_else(|| self.history("a commit does not say why"))?;
        Ok(Some(Slice { version, reason, rows, next }))
    }

    /// Who made commit number `version`, when and why; `None` where that is not known any more.
    pub fn reason(&self, version: u64) -> Result<Option<Reason>, StoreError> {
        self.reason_of(&self.state(), version)
    }

    fn reason_of(&self, state: &State, version: u64) -> Result<Option<Reason>, StoreError> {
        let bytes = state.entries.get(&keys::part(version, 0))?;
        Ok(bytes.map(|it| self.part(&it)).transpose()?.and_then(|it| it.reason()))
    }

    /// Compares the history in sled with its record.
    pub(super) fn check_history(&self, state: &State) -> Result<(), StoreError> {
        let expected = &state.record.history.entries;
        let mut found = super::TableRecord::new(&expected.name);
        state.entries.guarded(|| {
            for prefix in [keys::PARTS, keys::STATES] {
                for entry in state.entries.tree.scan_prefix(prefix) {
                    let (key, bytes) = entry?;
                    found.add(&key, &bytes);
                }
            }
            Ok(())
        })?;
        if found == *expected {
            return Ok(());
        }
        let (found, expected) = (found.rows, expected.rows);
        Err(self.history(&format!(
            "{found} of {expected} entries could be read, or others than were written"
        )))
    }

    /// The versions and bytes of a row's states before a version, newest first.
    fn entries_before(
        &self,
        state: &State,
        (table, key): (u8, &str),
        before: u64,
        limit: usize,
    ) -> Result<Vec<(u64, IVec)>, StoreError> {
        let key = key.as_bytes();
        let present = state.entries.row(table, key)?;
        let mut entries = Vec::new();
        if let Some(bytes) = present {
            let version = bytes::version_of(&bytes).map_err(|why| self.history(&why))?;
            entries.extend((version < before).then_some((version, bytes)));
        }
        let earlier = range(keys::states(table, key), keys::state(table, key, before));
        let more = limit.saturating_sub(entries.len());
        for (key, bytes) in state.entries.last(earlier, more)? {
            let version = keys::of_state(&key).ok_or_else(|| self.history("a key is none"))?;
            entries.push((version, bytes));
        }
        Ok(entries)
    }

    /// The row in bytes of the history; none stand for a row that was taken away.
    fn decoded(&self, id: &RowId, bytes: &[u8]) -> Result<Option<Row>, StoreError> {
        if bytes.is_empty() {
            return Ok(None);
        }
        let row = bytes::decode(place(id.table()), id.key().as_bytes(), bytes);
        row.map(|it| Some(it.0)).map_err(|why| StoreError::Unreadable {
            path: self.dir.clone(),
            table: id.table(),
            key: id.key().to_owned(),
            why,
        })
    }

    fn part(&self, bytes: &[u8]) -> Result<Part, StoreError> {
        Part::from_bytes(bytes).ok_or_else(|| self.history("a part of a commit can't be read"))
    }

    fn id(&self, state: &State, (table, key): &(u8, String)) -> Result<RowId, StoreError> {
        let name = state.record.tables.get(usize::from(*table)).map(|it| it.name.as_str());
        let known = name.and_then(|name| TABLES.iter().find(|it| it.name == name));
        match (known, key.parse()) {
            (Some(table), Ok(key)) => Ok(RowId::new(table.name, key)),
            _ => Err(self.history(&format!("a commit names the row `{key}` of no table"))),
        }
    }

    fn history(&self, why: &str) -> StoreError {
        StoreError::History { path: self.dir.clone(), why: why.to_owned() }
    }
}

/// The byte of a row's table; `None` where it never had rows.
fn table_of(record: &Record, id: &RowId) -> Option<u8> {
    record.tables.iter().position(|it| it.name == id.table()).map(table_byte)
}
