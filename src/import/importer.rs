//! What is known of an open data set, and what its files are read into.

use std::io::BufRead;

use serde::Serialize;

use crate::catalog::Row;

/// A file's text: UTF-8 without a byte order mark, unpacked, however the file came.
pub type Text = Box<dyn BufRead + Send>;

/// The records of a file, in order; reading goes on after one that can't be read.
pub type Records = Box<dyn Iterator<Item = Result<Record, Wrong>> + Send>;

/// An open data set, and how its files become rows.
pub struct Importer {
    /// As it is named on the command line and in addresses, such as `ror`.
    pub name: &'static str,
    /// What it is, in a sentence.
    pub doc: &'static str,
    /// Where to download it, and which files of it are read.
    pub download: &'static str,
    /// Its licence, and how to credit it.
    pub licence: &'static str,
    /// What becomes of its records.
    pub mapped: &'static str,
    /// What of it is left out.
    pub left_out: &'static str,
    /// The [`crate::catalog::Source`] that its rows are taken from.
    pub source: fn() -> Row,
    /// The records of a file.
    pub read: fn(Text) -> Records,
}

/// Rows that stand in one record of a file; they are kept together or not at all.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Where the record begins; the first line is 1.
    pub line: u64,
    /// Rows with the keys that they have where nothing like them is in the graph. One that is referred
    /// to stands before those that refer to it, or in another record, before or after.
    pub rows: Vec<Row>,
    /// What of the record was not taken over, and why.
    pub left_out: Vec<Wrong>,
}

/// Something wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wrong {
    pub line: u64,
    /// The name of the column or field; `row` where it is not in one of them.
    pub column: String,
    /// What is wrong, and what would be right.
    pub reason: String,
    /// Whether nothing that follows it in the file can be read.
    #[serde(skip)]
    pub is_last: bool,
}

impl Wrong {
    pub fn new(line: u64, column: &str, reason: impl Into<String>) -> Self {
        Wrong { line, column: column.to_owned(), reason: reason.into(), is_last: false }
    }

    /// The same, where nothing that follows can be read.
    #[must_use]
    pub fn last(self) -> Self {
        Wrong { is_last: true, ..self }
    }
}
