//! What a commit leaves: its version, and for each table how many rows, and a digest of them.

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
}

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

    /// A line for the version, and one for each table.
    pub(super) fn to_text(&self) -> String {
        let tables = self.tables.iter();
        let tables = tables.map(|it| format!("{} {} {:032x}\n", it.name, it.rows, it.digest));
        format!("version {}\n", self.version) + &tables.collect::<String>()
    }

    /// The record that [`Record::to_text`] wrote; `None` where the text is none.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let version = lines.next()?.strip_prefix("version ")?.parse().ok()?;
        let tables = lines.map(|line| {
            let mut words = line.split(' ');
            Some(TableRecord {
                name: words.next()?.to_owned(),
                rows: words.next()?.parse().ok()?,
                digest: u128::from_str_radix(words.next()?, 16).ok()?,
            })
        });
        let record = Record { version, tables: tables.collect::<Option<_>>()? };
        (record.to_text() == text && record.tables.len() <= 2 * TABLES.len()).then_some(record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_comes_back_from_its_text() {
        let mut record = Record { version: 7, tables: Vec::new() };
        let person = record.place_of("Person");
        record.tables[person].add(b"a", b"1");
        record.place_of("Team");
        assert_eq!(Record::from_text(&record.to_text()), Some(record.clone()));
        assert_eq!(Record::from_text(&record.to_text().replace('7', "x")), None);
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
