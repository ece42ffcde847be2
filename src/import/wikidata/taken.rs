//! A record as it is put together.

use super::item::Item;
use crate::{
    catalog::{Row, TABLES},
    import::{Draft, Record, Wrong, member::LeftOut},
};

pub(super) struct Taken {
    pub(super) line: u64,
    rows: Vec<Row>,
    pub(super) left_out: LeftOut,
}

/// What is known of an item that another one names.
#[derive(Clone, Copy)]
pub(super) enum Named {
    Person,
    /// An organization where somebody studied.
    School,
    /// An organization, of whatever kind.
    Organization,
}

const NOTE: &str = "Known by its number in Wikidata only: its label was not in the file.";

impl Taken {
    pub(super) fn new(line: u64) -> Self {
        Taken { line, rows: Vec::new(), left_out: LeftOut::new(line) }
    }

    /// Adds a row that cites the importer's source.
    pub(super) fn put(&mut self, draft: Draft) -> Result<(), Wrong> {
        self.rows.push(draft.with("source", "wikidata").row(self.line)?);
        Ok(())
    }

    /// Adds a row for an item of which nothing but its number is known, if there is none; gives its
    /// key.
    pub(super) fn mention(&mut self, item: Item, what: Named) -> Result<String, Wrong> {
        let key = item.key();
        let table = match what {
            Named::Person => "Person",
            Named::School | Named::Organization => "Organization",
        };
        let is_there =
            |it: &Row| TABLES[it.table()].name == table && it.key().as_str() == key.as_str();
        if !self.rows.iter().any(is_there) {
            self.put(mention(item, what))?;
        }
        Ok(key)
    }

    pub(super) fn record(self) -> Record {
        Record { line: self.line, rows: self.rows, left_out: self.left_out.all }
    }
}

/// The row for an item of which nothing but its number is known.
pub(super) fn mention(item: Item, what: Named) -> Draft {
    let (table, kind) = match what {
        Named::Person => ("Person", ""),
        Named::School => ("Organization", "UNIVERSITY"),
        Named::Organization => ("Organization", "OTHER"),
    };
    // People have no kind.
    Draft::new(table, &item.key())
        .with("name", &item.to_string())
        .with("kind", kind)
        .with_all("external_keys", vec![item.external_key()])
        .with("note", NOTE)
}
