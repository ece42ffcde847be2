//! What became of an import.

use std::fmt;

use serde::Serialize;

use crate::import::Wrong;

/// Things of a kind that a report names; it counts all.
const NAMED_MAX: usize = 20;
/// Columns of which a report counts what was left out; all further ones count as [`OTHER`].
const COLUMNS_MAX: usize = 100;
const OTHER: &str = "others";

/// What became of an import, or has become of it so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// As [`crate::import::Importer::name`].
    pub importer: String,
    pub file: String,
    #[serde(rename = "dryRun")]
    pub is_dry: bool,
    pub end: End,
    /// Records that were read, those that were skipped among them.
    pub records: u64,
    /// Rows of the records that could be read. Each of them was created, updated, unchanged or
    /// skipped; several may be about one and the same row of the graph.
    pub rows: u64,
    pub created: u64,
    pub updated: u64,
    pub unchanged: u64,
    /// Rows that were found to be one with a row of another key; they are counted above as well.
    pub matched: u64,
    /// References that were set after the end of the file, since their rows came later in it.
    pub linked: u64,
    /// What kept the rest of the file from being read.
    pub fault: Option<Wrong>,
    /// Records with a fault, and rows that need one which never came.
    pub skipped: Listed<Wrong>,
    /// What was not taken over of records that were.
    pub left_out: Vec<LeftOut>,
    /// Rows that may be one with several others, or with one that contradicts them; they were kept
    /// apart.
    pub ambiguous: Listed<Ambiguous>,
    /// The version of the graph before the first commit and after the last; in a dry run, what it
    /// would be.
    pub version_before: u64,
    pub version_after: u64,
}

/// How an import ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum End {
    /// It has not.
    #[default]
    Running,
    /// The whole file was read.
    Done,
    /// It was told to stop. What was imported stays, and importing the file again goes on.
    Stopped,
    /// A fault stopped it, which is the first that was skipped. What was imported before stays.
    Faulty,
    /// What follows [`Report::fault`] can't be read. What was imported before stays.
    Broken,
}

/// How many there are, and the first 20 of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listed<T> {
    pub count: u64,
    pub first: Vec<T>,
}

/// What was left out of one column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    pub column: String,
    pub count: u64,
    /// The line where it first was.
    pub line: u64,
    /// Why it was left out there.
    pub reason: String,
}

/// A row that was not merged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ambiguous {
    pub line: u64,
    /// The id under which it was kept.
    pub row: String,
    /// The ids of those that it may be one with.
    pub candidates: Vec<String>,
    pub reason: String,
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Listed { count: 0, first: Vec::new() }
    }
}

impl<T> Listed<T> {
    pub(super) fn push(&mut self, it: T) {
        self.count += 1;
        if self.first.len() < NAMED_MAX {
            self.first.push(it);
        }
    }
}

impl Report {
    pub(super) fn leave_out(&mut self, wrong: Wrong) {
        let Wrong { line, mut column, reason, .. } = wrong;
        let is_known = |them: &[LeftOut], column: &str| them.iter().any(|it| it.column == column);
        if self.left_out.len() >= COLUMNS_MAX && !is_known(&self.left_out, &column) {
            OTHER.clone_into(&mut column);
        }
        match self.left_out.iter_mut().find(|it| it.column == column) {
            Some(known) => known.count += 1,
            None => self.left_out.push(LeftOut { column, count: 1, line, reason }),
        }
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            End::Running => "not at its end",
            End::Done => "read to its end",
            End::Stopped => "stopped; import it again to go on",
            End::Faulty => "stopped at the first fault; what was imported before it stays",
            End::Broken => "not read to its end; what was imported stays",
        })
    }
}

/// In lines, for people.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dry = if self.is_dry { " (a dry run: nothing was written)" } else { "" };
        writeln!(f, "{}: {}{dry}", self.file, self.end)?;
        if let Some(it) = &self.fault {
            writeln!(f, "{:14}{}:{}: {}: {}", "", self.file, it.line, it.column, it.reason)?;
        }
        let count =
            |f: &mut fmt::Formatter<'_>, name: &str, count: u64| writeln!(f, "{count:>12} {name}");
        count(f, "records", self.records)?;
        count(f, "rows", self.rows)?;
        count(f, "created", self.created)?;
        count(f, "updated", self.updated)?;
        count(f, "unchanged", self.unchanged)?;
        count(f, "matched with rows of other keys", self.matched)?;
        count(f, "skipped", self.skipped.count)?;
        for it in &self.skipped.first {
            writeln!(f, "{:14}{}:{}: {}: {}", "", self.file, it.line, it.column, it.reason)?;
        }
        count(f, "ambiguous", self.ambiguous.count)?;
        for it in &self.ambiguous.first {
            writeln!(f, "{:14}{}:{}: {}: {}", "", self.file, it.line, it.row, it.reason)?;
        }
        count(f, "values left out", self.left_out.iter().map(|it| it.count).sum())?;
        for LeftOut { column, count, line, reason } in &self.left_out {
            writeln!(f, "{:14}{column}: {count}, first in line {line}: {reason}", "")?;
        }
        match self.version_after - self.version_before {
            0 => write!(f, "the graph stays at version {}", self.version_after),
            _ if self.is_dry => write!(f, "the graph would be at version {}", self.version_after),
            _ => write!(f, "the graph is at version {}", self.version_after),
        }
    }
}
