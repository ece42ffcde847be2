//! Rows out of what a record gives to the columns of a table.

use super::{
    columns::{Columns, Target, external_key},
    key::Keys,
    value,
};
use crate::{
    catalog::{
        BadField, Kind, Row, Texts, Written, place,
        value::{ExternalKey, Key},
    },
    import::{Record, Wrong, keys},
};

/// What one column of a file says of a row.
pub(super) struct Given<'f> {
    pub(super) target: Target,
    /// The name of the column in the file, if it is one of its own.
    pub(super) column: Option<&'f str>,
    /// Or why it says nothing that can be read.
    pub(super) written: Result<Written<'static>, String>,
}

/// Makes rows, and keys for those that have none.
pub(super) struct Maker {
    columns: Columns,
    table: usize,
    /// All columns of the table.
    header: Vec<String>,
    source: Key,
    /// What rows hold that do not say otherwise.
    constants: Vec<(Target, String)>,
    /// What is told with the next record.
    left_out: Vec<Wrong>,
    keys: Keys,
}

/// A row in the making.
struct Draft<'f> {
    line: u64,
    texts: Texts<'f>,
    external_keys: Vec<ExternalKey>,
    /// The names of columns in the file, by those of the table.
    names: Vec<(&'f str, &'f str)>,
    left_out: Vec<Wrong>,
}

impl Maker {
    pub(super) fn new(columns: Columns, source: Key, constants: Vec<(Target, String)>) -> Self {
        Maker {
            table: place(columns.table.name),
            header: columns.table.header(),
            columns,
            source,
            constants,
            left_out: Vec::new(),
            keys: Keys::default(),
        }
    }

    pub(super) fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Tells with the next record what is left out.
    pub(super) fn leave_out(&mut self, wrong: impl IntoIterator<Item = Wrong>) {
        self.left_out.extend(wrong);
    }

    /// The row of a record. What can't be read is left out, unless no row can do without it.
    pub(super) fn record(&mut self, line: u64, given: Vec<Given<'_>>) -> Result<Record, Wrong> {
        let mut draft = Draft {
            line,
            texts: Texts::new(&self.header, []),
            external_keys: Vec::new(),
            names: Vec::new(),
            left_out: Vec::new(),
        };
        let said: Vec<Target> = given.iter().map(|it| it.target).collect();
        let constants = self.constants.iter().filter(|it| !said.contains(&it.0));
        let constants = constants.filter_map(|(target, text)| {
            let written = value::of_cell(self.columns.kind(*target), text)?;
            Some(Given { target: *target, column: None, written: Ok(written) })
        });
        for given in given.into_iter().chain(constants) {
            draft.give(&self.columns, given)?;
        }
        draft.put_external_keys();
        if self.columns.table.field("source").is_some() && draft.text("source").is_none() {
            draft.put("source", self.source.as_str());
        }
        if draft.text("key").is_none() {
            let keys = draft.external_keys.first().map(keys::of_external);
            let key = match keys {
                Some(key) => key,
                None => self
                    .keys
                    .make(self.columns.table.name, line, &self.header, &draft.texts)
                    .map_err(|(column, why)| Wrong::new(line, draft.name(column), why))?,
            };
            draft.put("key", &key);
        }
        let row = draft.row(self.table, &self.columns)?;
        let mut left_out = std::mem::take(&mut self.left_out);
        left_out.append(&mut draft.left_out);
        Ok(Record { line, rows: vec![row], left_out })
    }
}

impl<'f> Draft<'f> {
    fn give(&mut self, columns: &'f Columns, given: Given<'f>) -> Result<(), Wrong> {
        let Given { target, column, written } = given;
        let name = columns.name(target);
        let wrong = |reason| Wrong::new(self.line, column.unwrap_or(name), reason);
        match written {
            Ok(written) if columns.kind(target) == Some(Kind::ExternalKeys) => {
                let entries = match written {
                    Written::Nothing => Vec::new(),
                    Written::One(text) => vec![text.into_owned()],
                    Written::Many(entries) => entries,
                };
                for entry in entries {
                    match external_key(target, &entry) {
                        Ok(key) => self.external_keys.push(key),
                        Err(reason) => self.left_out.push(wrong(reason)),
                    }
                }
            }
            Ok(written) => {
                self.names.extend(column.map(|it| (name, it)));
                self.texts.put(name, written);
            }
            Err(reason) => {
                let wrong = wrong(reason);
                let is_optional = matches!(target, Target::Scheme(_)) || columns.is_optional(name);
                if !is_optional {
                    return Err(wrong);
                }
                self.left_out.push(wrong);
            }
        }
        Ok(())
    }

    fn put_external_keys(&mut self) {
        let mut texts: Vec<String> = Vec::new();
        for key in &self.external_keys {
            let text = key.to_string();
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        if !texts.is_empty() {
            self.texts.put("external_keys", Written::Many(texts));
        }
    }

    fn put(&mut self, name: &str, text: &str) {
        self.texts.put(name, Written::One(text.to_owned().into()));
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name)
    }

    /// The name of a column as the file writes it.
    fn name<'d>(&'d self, column: &'d str) -> &'d str {
        self.names.iter().find(|it| it.0 == column).map_or(column, |it| it.1)
    }

    fn row(&mut self, table: usize, columns: &Columns) -> Result<Row, Wrong> {
        loop {
            let faults = match Row::read(table, &self.texts) {
                Ok(row) => return Ok(row),
                Err(faults) => faults,
            };
            for BadField { name, reason } in faults {
                let wrong = Wrong::new(self.line, self.name(&name), reason);
                let is_there = *self.texts.written(&name) != Written::Nothing;
                if !is_there || !columns.is_optional(&name) {
                    return Err(wrong);
                }
                self.texts.put(&name, Written::Nothing);
                self.left_out.push(wrong);
            }
        }
    }
}
