//! Lines of a CSV file into records: what the importers of such files share.

use std::str::FromStr;

use super::{Draft, Line, Record, Records, Sheet, Text, Wrong, member::is_chinese};
use crate::catalog::{Row, value::BadValue};

/// How the lines of one file become records.
pub(super) trait Reading: Send {
    /// What a line becomes; `None` where it is kept for what comes at the end.
    fn line(&mut self, line: &Line<'_>) -> Result<Option<Record>, Wrong>;

    /// What is known at the end of the file only.
    fn rest(&mut self) -> Records {
        Box::new(std::iter::empty())
    }
}

/// How a file with these columns is read, or why it is not.
type Choose = fn(&[String]) -> Result<Box<dyn Reading>, Wrong>;

/// The records of a file, read as `choose` says when it sees the names of the columns.
pub(super) fn records(text: Text, choose: Choose) -> Records {
    let opened = Sheet::open(text).and_then(|sheet| {
        let reading = choose(sheet.header())?;
        Ok(Lines { sheet, reading, rest: None })
    });
    match opened {
        Ok(lines) => Box::new(lines),
        Err(wrong) => Box::new(std::iter::once(Err(wrong.last()))),
    }
}

/// Whether a file has one of each of these columns, which are listed under all names that they have
/// or had.
pub(super) fn has(header: &[String], columns: &[&[&str]]) -> bool {
    let is_there = |names: &&[&str]| names.iter().any(|name| header.iter().any(|it| it == name));
    columns.iter().all(is_there)
}

/// The fault of a file that has not the columns `expected`.
pub(super) fn no_such_file(expected: &str) -> Wrong {
    Wrong::new(1, "row", format!("the columns are those of no file that is read: {expected}"))
}

struct Lines {
    sheet: Sheet,
    reading: Box<dyn Reading>,
    /// What is left of the records, once all lines were read.
    rest: Option<Records>,
}

impl Iterator for Lines {
    type Item = Result<Record, Wrong>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(rest) = &mut self.rest {
                return rest.next();
            }
            match self.sheet.next_line() {
                None => self.rest = Some(self.reading.rest()),
                Some(Err(wrong)) => return Some(Err(wrong)),
                Some(Ok(line)) => {
                    if let Some(record) = self.reading.line(&line).transpose() {
                        return Some(record);
                    }
                }
            }
        }
    }
}

/// A record as it is put together.
pub(super) struct Taken {
    record: Record,
}

impl Taken {
    pub(super) fn new(line: u64) -> Self {
        Taken { record: Record { line, rows: Vec::new(), left_out: Vec::new() } }
    }

    /// Adds a row.
    pub(super) fn put(&mut self, draft: Draft) -> Result<(), Wrong> {
        self.record.rows.push(draft.row(self.record.line)?);
        Ok(())
    }

    /// Adds a row; `names` says what the columns are called in the file, for a fault.
    pub(super) fn put_as(&mut self, draft: Draft, names: &[(&str, &str)]) -> Result<(), Wrong> {
        self.put(draft).map_err(|mut wrong| {
            if let Some((_, name)) = names.iter().find(|it| it.0 == wrong.column) {
                wrong.column = (*name).to_owned();
            }
            wrong
        })
    }

    /// Notes that something in a column is not taken over.
    pub(super) fn leave_out(&mut self, column: &str, reason: impl Into<String>) {
        self.record.left_out.push(Wrong::new(self.record.line, column, reason));
    }

    /// The value where it is one of `T`; else it is left out.
    pub(super) fn good<'v, T>(&mut self, column: &str, value: Option<&'v str>) -> Option<&'v str>
    where
        T: FromStr<Err = BadValue>,
    {
        let value = value?;
        match value.parse::<T>() {
            Ok(_) => Some(value),
            Err(why) => {
                self.leave_out(column, why.to_string());
                None
            }
        }
    }

    /// What a value stands for by this list of pairs; one that is not in it is left out.
    pub(super) fn coded<'v>(
        &mut self,
        column: &str,
        value: Option<&str>,
        codes: &[(&str, &'v str)],
    ) -> Option<&'v str> {
        let value = value?;
        let meant = codes.iter().find(|it| it.0 == value).map(|it| it.1);
        if meant.is_none() {
            let known: Vec<&str> = codes.iter().map(|it| it.0).collect();
            self.leave_out(column, format!("`{value}` is none of {}", known.join(", ")));
        }
        meant
    }

    pub(super) fn record(self) -> Record {
        self.record
    }
}

/// The column that a name belongs into: it is a Chinese one where it has Chinese characters and no
/// Latin letters.
pub(super) fn name_column(name: &str) -> &'static str {
    let is_zh = is_chinese(name) && !name.contains(|it: char| it.is_ascii_alphabetic());
    if is_zh { "name_zh" } else { "name" }
}

/// The value of a column that must not be empty.
pub(super) fn needed<'l>(line: &'l Line<'_>, names: &[&str]) -> Result<&'l str, Wrong> {
    let missing = || Wrong::new(line.number, names[0], "is empty, but must be given");
    line.get(names).ok_or_else(missing)
}

/// Whole numbers that are written with commas between the thousands, and amounts of dollars.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter(|it| !matches!(it, ',' | '$') && !it.is_whitespace()).collect()
}

/// The row of an importer's source.
pub(super) fn source(draft: Draft) -> Row {
    let source = draft.with("kind", "DATASET").row(0);
    source.expect("what an importer says of its source is a row")
}
