//! What a commit leaves: its version, for each table how many rows and a digest of them, and the same
//! of the history.

use twox_hash::XxHash3_128;

use crate::catalog::TABLES;

/// What a commit left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// How many commits there were.
    pub version: u64,
    /// Tables in the order in which they first had rows: a row's key on the disk names its table
    /// by the place here.
    pub tables: Vec<TableRecord>,
    pub history: HistoryRecord,
}

/// What a commit left of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryRecord {
    /// The oldest version whose rows are all known; what commits up to it did is not.
    pub oldest: u64,
    /// Parts of commits and earlier states of rows, as if they were the rows of a table.
    pub entries: TableRecord,
}

impl Default for HistoryRecord {
    fn default() -> Self {
        HistoryRecord { oldest: 0, entries: TableRecord::new(HISTORY) }
    }
}

/// What the history is called among the tables; no table has such a name.
const HISTORY: &str = "@history";

/// What a commit left of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRecord {
    pub name: String,
    pub rows: u64,
    /// The sum, modulo 2^128, of the XXH3 of every row's key and bytes: it does not depend on
    /// their order, and follows a change without a look at the other rows.
    pub digest: u128,
}

impl TableRecord {
    pub(super) fn new(name: &str) -> Self {
        TableRecord { name: name.to_owned(), rows: 0, digest: 0 }
    }

    pub(super) fn add(&mut self, key: &[u8], row: &[u8]) {
        self.rows += 1;
        self.digest = self.digest.wrapping_add(digest(key, row));
    }

    pub(super) fn remove(&mut self, key: &[u8], row: &[u8]) {
        self.rows -= 1;
        self.digest = self.digest.wrapping_sub(digest(key, row));
    }

    /// Adds the rows of another part of the table.
    pub(super) fn join(&mut self, part: &TableRecord) {
        self.rows += part.rows;
        self.digest = self.digest.wrapping_add(part.digest);
    }

    fn to_text(&self) -> String {
        format!("{} {} {:032x}", self.name, self.rows, self.digest)
    }

    fn from_text(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        Some(TableRecord {
            name: words.next()?.to_owned(),
            rows: words.next()?.parse().ok()?,
            digest: u128::from_str_radix(words.next()?, 16).ok()?,
        })
    }
}

fn digest(key: &[u8], row: &[u8]) -> u128 {
    // No key holds a zero byte.
    XxHash3_128::oneshot(&[key, &[0], row].concat())
}

impl Record {
    /// The place of a table; it gets one where it has none.
    pub(super) fn place_of(&mut self, name: &str) -> usize {
        let known = self.tables.iter().position(|it| it.name == name);
        known.unwrap_or_else(|| {
            self.tables.push(TableRecord::new(name));
            self.tables.len() - 1
        })
    }

    /// Rows of all tables.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|it| it.rows).sum()
    }

    /// A line for the version, one for each table, and one for the history.
    pub(super) fn to_text(&self) -> String {
        let HistoryRecord { oldest, entries } = &self.history;
        format!("{}{} {oldest}\n", self.text_without_history(), entries.to_text())
    }

    fn text_without_history(&self) -> String {
        let tables = self.tables.iter().map(|it| it.to_text() + "\n");
        format!("version {}\n", self.version) + &tables.collect::<String>()
    }

    /// The record that [`Record::to_text`] wrote; `None` where the text is none. One of format 1 has
    /// no line for the history: nothing is known of what was before it.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        let mut lines = text.lines().peekable();
        let version = lines.next()?.strip_prefix("version ")?.parse().ok()?;
        let mut record = Record { version, ..Record::default() };
        record.history.oldest = version;
        while let Some(table) = lines.next_if(|it| !it.starts_with(HISTORY)) {
            record.tables.push(TableRecord::from_text(table)?);
        }
        let expected = match lines.next() {
            Some(line) => {
                let (entries, oldest) = line.rsplit_once(' ')?;
                let entries = TableRecord::from_text(entries)?;
                record.history = HistoryRecord { oldest: oldest.parse().ok()?, entries };
                record.to_text()
            }
            None => record.text_without_history(),
        };
        (expected == text && record.tables.len() <= 2 * TABLES.len()).then_some(record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_comes_back_from_its_text() {
        let mut record = Record { version: 7, ..Record::default() };
        let person = record.place_of("Person");
        record.tables[person].add(b"a", b"1");
        record.place_of("Team");
        record.history.oldest = 3;
        record.history.entries.add(b"part", b"1");
        assert_eq!(Record::from_text(&record.to_text()), Some(record.clone()));
        assert_eq!(Record::from_text(&record.to_text().replace("version 7", "version x")), None);
        assert_eq!(Record::from_text(&record.to_text().replace("1 ", "2 2 ")), None);
    }

    #[test]
    fn a_record_of_format_1_knows_of_no_history_before_it() {
        let mut record = Record { version: 7, ..Record::default() };
        record.place_of("Team");
        let earlier = Record::from_text(&record.text_without_history()).unwrap();
        record.history.oldest = 7;
        assert_eq!(earlier, record);
    }

    #[test]
    fn a_digest_follows_rows_in_whatever_order() {
        let mut one = TableRecord::new("Person");
        let mut other = one.clone();
        one.add(b"a", b"1");
        one.add(b"b", b"2");
        one.add(b"c", b"3");
        one.remove(b"b", b"2");
        other.add(b"c", b"3");
        other.add(b"a", b"1");
        assert_eq!(one, other);
        other.add(b"a1", b"");
        one.add(b"a", b"1");
        assert_ne!(one, other);
    }
}
