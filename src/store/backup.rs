//! All that a data directory holds, as one commit left it, in one file.
//!
//! It holds rows, the history, the requests that were carried out, and the tokens by their hashes: what a
//! server needs to go on elsewhere as if nothing had happened. The bytes are told of in [`blocks`].
//! Commits go on while one is made. What was read is compared with the digests of the commit, and so is
//! what is in a backup when that is read.

mod blocks;
mod file;
mod restore;

use std::{
    fs,
    io::{ErrorKind, Read, Write},
    path::Path,
};

use crate::catalog::value::Moment;

use super::{
    Held, Record, Store, StoreError, TableRecord, keys,
    still::{self, Kind},
};
use blocks::{Content, Fault, Reader, Writer};

pub use file::NewFile;
pub use restore::restore;

/// The file of tokens in a data directory.
const TOKENS: &str = "tokens";

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// When it was made.
    pub made: Moment,
    /// What the last commit in it left.
    pub record: Record,
    /// Requests that were carried out, which are known when they are sent again.
    pub requests: u64,
    /// Whether it holds the file of tokens.
    pub has_tokens: bool,
    /// Bytes of the whole.
    pub bytes: u64,
}

/// How far a backup is written or read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Far {
    /// Rows, and entries of the history.
    pub entries: u64,
    pub entries_of: u64,
    /// Bytes of the backup so far.
    pub bytes: u64,
}

/// Is told how far a backup is.
pub type Watch<'w> = dyn FnMut(Far) + 'w;

impl Store {
    /// Writes a backup of what the last commit left to `to`, which is called `name` in errors. Other
    /// commits are made meanwhile, and are not in it.
    ///
    /// # Errors
    ///
    /// [`StoreError::Corrupt`] and [`StoreError::History`] where what was read is not what was
    /// committed. What was written then is no backup.
    pub fn backup(
        &self,
        (to, name): (&mut dyn Write, &Path),
        made: Moment,
        watch: &mut Watch<'_>,
    ) -> Result<Backup, StoreError> {
        let io = |source| StoreError::Io { path: name.to_owned(), source };
        let record = self.record();
        let tokens = self.tokens()?;
        let header = format!("made {made}\n{}", record.to_text());
        let mut writer = Writer::new(to, &header).map_err(io)?;
        if let Some(tokens) = &tokens {
            writer.block(Content::Tokens, tokens).map_err(io)?;
        }
        let mut found = Found::new(&record);
        still::each(|| Held(self.state()), &record, &mut |kind, key, value| {
            found.add(kind, key, value);
            writer.entry(Content::of(kind), key, value).map_err(io)?;
            watch(found.far(&record, writer.bytes));
            Ok(())
        })?;
        found.compare(&record, &self.dir)?;
        let bytes = writer.end().map_err(io)?;
        let (requests, has_tokens) = (found.requests, tokens.is_some());
        Ok(Backup { made, record, requests, has_tokens, bytes })
    }

    /// What the file of tokens holds, which is replaced as a whole; `None` where there is none.
    fn tokens(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.dir.join(TOKENS);
        match fs::read(&path) {
            Err(why) if why.kind() == ErrorKind::NotFound => Ok(None),
            read => read.map(Some).map_err(|source| StoreError::Io { path, source }),
        }
    }
}

/// Reads a backup to its end, and compares it with what it says of itself. It is called `name` in
/// errors.
///
/// # Errors
///
/// [`StoreError::Backup`] where it is not as it was written.
pub fn read_backup(
    (from, name): (&mut dyn Read, &Path),
    watch: &mut Watch<'_>,
) -> Result<Backup, StoreError> {
    read((from, name), watch, &mut |_, _| Ok(()))
}

/// A part of a backup.
enum Piece<'p> {
    Entry(Kind, &'p [u8], &'p [u8]),
    Tokens(&'p [u8]),
}

/// Reads a backup, and gives its parts to `visit` together with the record that it begins with. They
/// are known to be whole when this returns.
fn read(
    (from, name): (&mut dyn Read, &Path),
    watch: &mut Watch<'_>,
    visit: &mut dyn FnMut(&Record, Piece<'_>) -> Result<(), StoreError>,
) -> Result<Backup, StoreError> {
    let bad = |why: &str| StoreError::Backup { path: name.to_owned(), why: why.to_owned() };
    let told = |fault| match fault {
        Fault::Bad(why) => bad(&why),
        Fault::Io(source) => StoreError::Io { path: name.to_owned(), source },
    };
    let mut reader = Reader::new(from).map_err(told)?;
    let Some((Content::Header, header)) = reader.next().map_err(told)? else {
        return Err(bad("it has no header"));
    };
    let (made, record) = of_header(&header).ok_or_else(|| bad("its header can't be read"))?;
    let (mut found, mut has_tokens) = (Found::new(&record), false);
    while let Some((content, block)) = reader.next().map_err(told)? {
        if content == Content::Tokens {
            has_tokens = true;
            visit(&record, Piece::Tokens(&block))?;
            continue;
        }
        let Some(kind) = content.kind() else { return Err(bad("it has a second header")) };
        let mut outcome = Ok(());
        let read = reader.entries(&block, |key, value| {
            if !keys::is_of(key, kind, record.tables.len()) {
                return Err(Fault::Bad("it holds an entry of no table".to_owned()));
            }
            found.add(kind, key, value);
            if outcome.is_ok() {
                outcome = visit(&record, Piece::Entry(kind, key, value));
            }
            Ok(())
        });
        read.map_err(told)?;
        outcome?;
        watch(found.far(&record, reader.bytes));
    }
    found.compare(&record, name).map_err(|why| match why {
        StoreError::Corrupt { table, rows, expected, .. } => bad(&format!(
            "its rows of {table} are not those of its header: {rows} of {expected} are there, or others"
        )),
        why => bad(&format!("its history is not that of its header ({why})")),
    })?;
    let (requests, bytes) = (found.requests, reader.bytes);
    Ok(Backup { made, record, requests, has_tokens, bytes })
}

fn of_header(header: &[u8]) -> Option<(Moment, Record)> {
    let (made, record) = std::str::from_utf8(header).ok()?.split_once('\n')?;
    Some((made.strip_prefix("made ")?.parse().ok()?, Record::from_text(record)?))
}

/// What was found so far, to be compared with a record.
struct Found {
    tables: Vec<TableRecord>,
    history: TableRecord,
    requests: u64,
    entries: u64,
}

impl Found {
    fn new(record: &Record) -> Self {
        let tables = record.tables.iter().map(|it| TableRecord::new(&it.name)).collect();
        let history = TableRecord::new(&record.history.entries.name);
        Found { tables, history, requests: 0, entries: 0 }
    }

    fn add(&mut self, kind: Kind, key: &[u8], value: &[u8]) {
        match kind {
            Kind::Row => self.tables[usize::from(key[1])].add(&key[2..], value),
            Kind::Part | Kind::State => self.history.add(key, value),
            Kind::Request => self.requests += 1,
        }
        self.entries += u64::from(kind != Kind::Request);
    }

    fn far(&self, record: &Record, bytes: u64) -> Far {
        let entries_of = record.rows() + record.history.entries.rows;
        Far { entries: self.entries, entries_of, bytes }
    }

    fn compare(&self, record: &Record, path: &Path) -> Result<(), StoreError> {
        for (found, expected) in self.tables.iter().zip(&record.tables) {
            if found != expected {
                return Err(StoreError::Corrupt {
                    path: path.to_owned(),
                    table: expected.name.clone(),
                    rows: found.rows,
                    expected: expected.rows,
                });
            }
        }
        let (found, expected) = (&self.history, &record.history.entries);
        if found == expected {
            return Ok(());
        }
        let why = format!(
            "{} of {} entries could be read, or others than were written",
            found.rows, expected.rows
        );
        Err(StoreError::History { path: path.to_owned(), why })
    }
}
