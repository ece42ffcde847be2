//! Every row read, and compared with what commits left.
//!
//! One thread takes bytes from sled, others make rows of them by turns, and the one that asked is given
//! the rows in their order.

mod lend;

use std::{panic::resume_unwind, path::Path, thread};

use self::lend::{Borrower, Lender, lending};
use super::{Record, Store, StoreError, TableRecord, bytes, entries::Entries, rows, table_byte};
use crate::catalog::{Row, TABLES};

/// Rows that are lent at once.
const SLICE_ROWS: usize = 256;
/// Threads that make rows of bytes, at most; more would wait for the one that takes them.
const DECODERS_MAX: usize = 4;

/// Bytes of rows of one table.
#[derive(Default)]
struct Slice {
    table: usize,
    bytes: Vec<u8>,
    /// By row: where its key ends in `bytes`, and where the row does, which comes after it.
    ends: Vec<(usize, usize)>,
}

type Rows = Vec<(Row, u64)>;

impl Store {
    /// Gives every row to `visit`, with the version of the commit that put it, table by table in the
    /// order of [`TABLES`], by key. No commit is made meanwhile. Other threads read ahead.
    ///
    /// # Errors
    ///
    /// [`StoreError::Corrupt`] with the table where its rows are not those that were committed, and
    /// [`StoreError::Unreadable`] with a row that is, but means nothing to this build. The rows that
    /// `visit` was given are not to be used then.
    pub fn read(&self, mut visit: impl FnMut(&Row, u64)) -> Result<(), StoreError> {
        let state = self.settled()?;
        let (entries, record) = (&state.entries, &state.record);
        let unknown = record.tables.iter().find(|it| !TABLES.iter().any(|t| t.name == it.name));
        if let Some(unknown) = unknown {
            return Err(StoreError::Newer { path: self.dir.clone(), what: unknown.name.clone() });
        }
        let found = thread::scope(|scope| {
            let decoders = thread::available_parallelism().map_or(1, usize::from).min(DECODERS_MAX);
            let (mut slices, mut rows, mut founds) = (Vec::new(), Vec::new(), Vec::new());
            for _ in 0..decoders {
                let ((lender, slice), (row_lender, borrower)) = (lending(), lending());
                slices.push(lender);
                rows.push(borrower);
                founds.push(scope.spawn(move || decode(&slice, &row_lender)));
            }
            let scanned = scope.spawn(move || Scan::new(&slices).all(entries, record));
            let visit = &mut |rows: &Rows| rows.iter().for_each(|it| visit(&it.0, it.1));
            // They are lent in turn, so where there is none from one there is none from the next.
            let mut turns = rows.iter().cycle();
            while turns.next().is_some_and(|it| it.is_next(&mut *visit)) {}
            let founds =
                founds.into_iter().map(|it| it.join().unwrap_or_else(|it| resume_unwind(it)));
            let found = founds.reduce(Found::and).unwrap_or_default();
            scanned.join().unwrap_or_else(|it| resume_unwind(it)).map(|()| found)
        })?;
        found.compare(record, &self.dir)
    }

    /// Reads the whole history, and compares it with what commits left of it.
    ///
    /// # Errors
    ///
    /// [`StoreError::History`] where something of it is gone, or is not as it was written.
    pub fn check(&self) -> Result<(), StoreError> {
        let state = self.settled()?;
        self.check_history(&state)
    }
}

/// Lends the bytes of rows to each of `lenders` in turn.
struct Scan<'l> {
    lenders: &'l [Lender<Slice>],
    turn: usize,
    slice: Slice,
}

impl<'l> Scan<'l> {
    fn new(lenders: &'l [Lender<Slice>]) -> Self {
        Scan { lenders, turn: 0, slice: Slice::default() }
    }

    fn all(mut self, entries: &Entries, record: &Record) -> Result<(), StoreError> {
        for (table, description) in TABLES.iter().enumerate() {
            let Some(at) = record.tables.iter().position(|it| it.name == description.name) else {
                continue;
            };
            self.slice.table = table;
            rows::each((&entries.tree, entries.rows()), table_byte(at), |key, row| {
                self.push(key, row);
                Ok(())
            })?;
            self.lend();
        }
        Ok(())
    }

    fn push(&mut self, key: &[u8], row: &[u8]) {
        let slice = &mut self.slice;
        slice.bytes.extend_from_slice(key);
        let key_end = slice.bytes.len();
        slice.bytes.extend_from_slice(row);
        slice.ends.push((key_end, slice.bytes.len()));
        if slice.ends.len() == SLICE_ROWS {
            self.lend();
        }
    }

    fn lend(&mut self) {
        let turn = (self.turn + 1) % self.lenders.len();
        let Slice { mut bytes, mut ends, .. } = self.lenders[turn].take();
        bytes.clear();
        ends.clear();
        let next = Slice { table: self.slice.table, bytes, ends };
        self.lenders[self.turn].lend(std::mem::replace(&mut self.slice, next));
        self.turn = turn;
    }
}

/// Makes rows of the bytes that are lent, and lends them on.
fn decode(slices: &Borrower<Slice>, lender: &Lender<Rows>) -> Found {
    let mut found = Found::default();
    let mut decode = |slice: &Slice| {
        let mut rows = lender.take();
        rows.clear();
        let mut begin = 0;
        for (key_end, end) in &slice.ends {
            let (key, row) = (&slice.bytes[begin..*key_end], &slice.bytes[*key_end..*end]);
            rows.extend(found.decode(slice.table, key, row));
            begin = *end;
        }
        lender.lend(rows);
    };
    while slices.is_next(&mut decode) {}
    found
}

/// What the rows of each of [`TABLES`] come to.
struct Found {
    tables: Vec<TableRecord>,
    /// By table: the first row that means nothing, and why.
    unreadable: Vec<Option<(Vec<u8>, String)>>,
}

impl Default for Found {
    fn default() -> Self {
        let tables = TABLES.iter().map(|it| TableRecord::new(it.name)).collect();
        Found { tables, unreadable: vec![None; TABLES.len()] }
    }
}

impl Found {
    fn decode(&mut self, table: usize, key: &[u8], row: &[u8]) -> Option<(Row, u64)> {
        self.tables[table].add(key, row);
        match bytes::decode(table, key, row) {
            Ok(decoded) => Some(decoded),
            Err(why) => {
                self.unreadable[table].get_or_insert_with(|| (key.to_vec(), why));
                None
            }
        }
    }

    fn and(mut self, other: Self) -> Self {
        for (table, other) in self.tables.iter_mut().zip(&other.tables) {
            table.join(other);
        }
        for (first, other) in self.unreadable.iter_mut().zip(other.unreadable) {
            *first = first.take().into_iter().chain(other).min();
        }
        self
    }

    fn compare(self, record: &Record, dir: &Path) -> Result<(), StoreError> {
        for ((found, unreadable), table) in self.tables.into_iter().zip(self.unreadable).zip(TABLES)
        {
            let expected = record.tables.iter().find(|it| it.name == found.name);
            let path = dir.to_owned();
            if let Some(expected) = expected.filter(|it| **it != found) {
                let (table, rows, expected) = (found.name, found.rows, expected.rows);
                return Err(StoreError::Corrupt { path, table, rows, expected });
            }
            if let Some((key, why)) = unreadable {
                let key = String::from_utf8_lossy(&key).into_owned();
                return Err(StoreError::Unreadable { path, table: table.name, key, why });
            }
        }
        Ok(())
    }
}
