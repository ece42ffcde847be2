//! A row that an importer puts together.

use std::borrow::Cow;

use super::Wrong;
use crate::catalog::{Row, Texts, Written, place};

/// A row of one table, as texts under the names of its columns.
pub struct Draft {
    table: usize,
    texts: Texts<'static>,
}

impl Draft {
    /// A row of the table `table` with this key.
    pub fn new(table: &str, key: &str) -> Self {
        let draft = Draft { table: place(table), texts: Texts::default() };
        draft.with("key", key)
    }

    /// With a text in a column; an empty one is none.
    #[must_use]
    pub fn with(mut self, column: &str, text: &str) -> Self {
        let text = text.trim();
        if !text.is_empty() {
            self.texts.put(column, Written::One(Cow::Owned(text.to_owned())));
        }
        self
    }

    /// With a text in a column, where there is one.
    #[must_use]
    pub fn maybe(self, column: &str, text: Option<&str>) -> Self {
        self.with(column, text.unwrap_or_default())
    }

    /// With the entries of a list.
    #[must_use]
    pub fn with_all(mut self, column: &str, entries: Vec<String>) -> Self {
        if !entries.is_empty() {
            self.texts.put(column, Written::Many(entries));
        }
        self
    }

    /// The row, or the first of its columns that can't be read.
    pub fn row(self, line: u64) -> Result<Row, Wrong> {
        Row::read(self.table, &self.texts).map_err(|faults| {
            let first = faults.into_iter().next().expect("a row that is none has a fault");
            Wrong::new(line, &first.name, first.reason)
        })
    }
}
