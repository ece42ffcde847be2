//! Entries as one commit left them, read while others are made.
//!
//! Nothing is held on to: what a later commit changes stays in the history, so what an entry was can be
//! told at any time. The rows are read in slices of their keys, each with the store held for a moment: what
//! there is of a row, and all that it was. A row that a later commit has changed is among its states then,
//! and so is one that it has taken away.

use std::{
    collections::BTreeMap,
    ops::{Bound, Deref},
};

use sled::IVec;

use super::{
    Record, StoreError, bytes,
    entries::{Entries, Range, range},
    keys, requests, table_byte,
};

/// Rows with an entry of their own that are read at once.
const SINGLES: usize = 200;
/// States that are read at once.
const STATES: usize = 400;
/// Parts of commits, and requests, that are read at once.
const OTHERS: usize = 20;

/// What an entry is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Row,
    State,
    Part,
    Request,
}

/// Takes the kind, the key and the value of an entry.
pub(super) type Visit<'v> = dyn FnMut(Kind, &[u8], &[u8]) -> Result<(), StoreError> + 'v;

/// Gives each entry of the database that commit number `record.version` left to `visit`: table by table
/// the rows by key, among them their states, then parts, then requests. Rows that are in packs are
/// given as if each had an entry of its own. `hold` gives the entries for a moment.
pub(super) fn each<E: Deref<Target = Entries>>(
    hold: impl Fn() -> E,
    record: &Record,
    visit: &mut Visit<'_>,
) -> Result<(), StoreError> {
    let version = record.version;
    for table in (0..record.tables.len()).map(table_byte) {
        let mut next = Some(Vec::new());
        while let Some(from) = next {
            let slice = Slice::read(&hold(), table, &from, version)?;
            next = slice.next;
            for (key, row) in slice.rows {
                visit(Kind::Row, &keys::row(table, &key), &row)?;
            }
            if let Some(rest) = slice.rest {
                each_of(&hold, rest, |key, state| visit(Kind::State, key, state))?;
            }
            for (key, state) in slice.states {
                visit(Kind::State, &key, &state)?;
            }
        }
    }
    let parts = range(keys::part(0, 0), keys::part(version + 1, 0));
    each_of(&hold, parts, |key, part| visit(Kind::Part, key, part))?;
    let requests = range(keys::REQUESTS.to_vec(), keys::after(keys::REQUESTS));
    each_of(&hold, requests, |key, request| {
        let is_known = requests::from_bytes(request)
            .is_some_and(|it| it.version > record.history.oldest && it.version <= version);
        if is_known { visit(Kind::Request, key, request) } else { Ok(()) }
    })
}

/// Gives each entry of a range to `visit`.
fn each_of<E: Deref<Target = Entries>>(
    hold: &impl Fn() -> E,
    (mut from, end): Range,
    mut visit: impl FnMut(&[u8], &[u8]) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    loop {
        let found = hold().first((from.clone(), end.clone()), OTHERS)?;
        let Some((last, _)) = found.last() else { return Ok(()) };
        from = Bound::Excluded(last.to_vec());
        for (key, value) in &found {
            visit(key, value)?;
        }
    }
}

/// Rows of one table from one key to another, and what they were.
struct Slice {
    rows: BTreeMap<Vec<u8>, IVec>,
    states: Vec<(IVec, IVec)>,
    /// States of a row that has very many: as far as they are here, none of them changes any more.
    rest: Option<Range>,
    /// The key with which the next slice begins.
    next: Option<Vec<u8>>,
}

/// All that is known of one row.
#[derive(Default)]
struct Known {
    present: Option<(u64, IVec)>,
    /// By version, up to the one that is asked for.
    states: Vec<(u64, IVec, IVec)>,
}

impl Slice {
    fn read(entries: &Entries, table: u8, from: &[u8], version: u64) -> Result<Self, StoreError> {
        let span = entries.span(table, from)?;
        let mut next = span.next.clone();
        let end = |next: &Option<Vec<u8>>| next.clone().unwrap_or_else(|| vec![u8::MAX]);
        let first = keys::row(table, from);
        let singles = entries.first(range(first, keys::row(table, &end(&next))), SINGLES)?;
        if let Some((last, _)) = singles.get(SINGLES - 1) {
            next = Some(keys::past_row(&last[2..]));
        }
        let states = keys::states_between(table, from, &end(&next));
        let states = entries.first(range(states.0, states.1), STATES)?;
        let mut slice = Slice { rows: BTreeMap::new(), states: Vec::new(), rest: None, next };
        let mut known: BTreeMap<Vec<u8>, Known> = BTreeMap::new();
        if states.len() == STATES {
            let (first, last) = (keys::row_of_state(&states[0].0), states[STATES - 1].0.clone());
            let last = keys::row_of_state(&last);
            // Of the last row there may be more.
            slice.next = Some(if first == last { keys::past_row(last) } else { last.to_vec() });
            if first == last {
                known.insert(last.to_vec(), slice.of_many(entries, (table, last), version)?);
            }
        }
        let end = end(&slice.next);
        let is_in = |key: &[u8]| key >= from && key < &*end;
        for (key, state) in states {
            let row = keys::row_of_state(&key);
            let at = keys::of_state(&key).unwrap_or_default();
            if is_in(row) && slice.rest.is_none() && at <= version {
                known.entry(row.to_vec()).or_default().states.push((at, key, state));
            }
        }
        let damaged = |why| StoreError::Damaged { path: entries.rows().to_owned(), why };
        let packed = span.pack.iter().flat_map(|it| it.1.rows());
        for (key, row) in packed.filter(|it| is_in(it.0)) {
            let at = bytes::version_of(row).map_err(damaged)?;
            known.entry(key.to_vec()).or_default().present = Some((at, row.into()));
        }
        for (key, row) in singles.into_iter().filter(|it| is_in(&it.0[2..])) {
            let is_there = !row.is_empty();
            let at = if is_there { bytes::version_of(&row).map_err(damaged)? } else { 0 };
            let known = known.entry(key[2..].to_vec()).or_default();
            known.present = is_there.then_some((at, row));
        }
        for (key, known) in known {
            slice.take(key, known, version);
        }
        Ok(slice)
    }

    /// The newest state of a row of which there are more than can be read at once; those before it
    /// are the rest.
    fn of_many(
        &mut self,
        entries: &Entries,
        (table, key): (u8, &[u8]),
        version: u64,
    ) -> Result<Known, StoreError> {
        let first = keys::states(table, key);
        let newest = entries.last(range(first.clone(), keys::state(table, key, version + 1)), 1)?;
        let before = newest.first().map_or(first.clone(), |it| it.0.to_vec());
        self.rest = Some(range(first, before));
        let newest = newest.into_iter();
        let states = newest.map(|(key, state)| (keys::of_state(&key).unwrap_or(0), key, state));
        Ok(Known { present: None, states: states.collect() })
    }

    /// Tells what a row was as commit number `version` left it.
    fn take(&mut self, key: Vec<u8>, known: Known, version: u64) {
        let Known { present, mut states } = known;
        let newest = states.last().map_or(0, |it| it.0);
        match present {
            Some((at, row)) if at <= version && at >= newest => drop(self.rows.insert(key, row)),
            // Later commits have changed it or taken it away, if any had touched it before.
            _ => {
                if let Some((.., row)) = states.pop_if(|it| !it.2.is_empty()) {
                    self.rows.insert(key, row);
                }
            }
        }
        self.states.extend(states.into_iter().map(|it| (it.1, it.2)));
    }
}
