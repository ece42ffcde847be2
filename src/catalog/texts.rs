//! What rows are read from.

use std::{borrow::Cow, fmt, str::FromStr};

use super::value::{BadValue, Key};

/// Named texts from which a row is read: a line of a CSV file under its header, or what somebody
/// wrote of it.
#[derive(Clone, Debug, Default)]
pub struct Texts<'a> {
    names: Cow<'a, [String]>,
    values: Vec<Written<'a>>,
}

/// What stands under one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written<'a> {
    Nothing,
    One(Cow<'a, str>),
    /// The entries of a list.
    Many(Vec<String>),
}

/// What stands between the entries of a list in one text.
pub const LIST_SEPARATOR: char = '|';

impl<'a> Texts<'a> {
    /// `names` and `values` go by pairs; a value that is missing counts as empty. White space
    /// around a value is taken off, and an empty one is none.
    pub fn new(names: &'a [String], values: impl IntoIterator<Item = &'a str>) -> Self {
        let values = values.into_iter().map(|it| match it.trim() {
            "" => Written::Nothing,
            text => Written::One(Cow::Borrowed(text)),
        });
        Texts { names: Cow::Borrowed(names), values: values.collect() }
    }

    /// Writes something under a name, in the place of what was there.
    pub fn put(&mut self, name: &str, written: Written<'a>) {
        let known = self.names.iter().position(|it| it == name);
        let position = known.unwrap_or_else(|| {
            self.names.to_mut().push(name.to_owned());
            self.names.len() - 1
        });
        self.values.resize(self.values.len().max(position + 1), Written::Nothing);
        self.values[position] = written;
    }

    /// What stands under `name`.
    pub fn written(&self, name: &str) -> &Written<'a> {
        let position = self.names.iter().position(|it| it == name);
        position.and_then(|it| self.values.get(it)).unwrap_or(&Written::Nothing)
    }

    /// The text under `name`; `None` where there is none.
    pub fn get(&self, name: &str) -> Option<&str> {
        match self.written(name) {
            Written::One(text) => Some(text),
            Written::Nothing | Written::Many(_) => None,
        }
    }

    /// The value under `name`; `None` where there is none.
    pub(super) fn parse<T: FromStr<Err = BadValue>>(
        &self,
        name: &str,
    ) -> Result<Option<T>, BadField> {
        self.get(name).map(|it| it.parse().map_err(|why| BadField::new(name, why))).transpose()
    }

    /// The entries of the list under `name`.
    pub(super) fn entries(&self, name: &str) -> Vec<&str> {
        match self.written(name) {
            Written::Nothing => Vec::new(),
            Written::One(text) => text.split(LIST_SEPARATOR).map(str::trim).collect(),
            Written::Many(entries) => entries.iter().map(String::as_str).collect(),
        }
    }
}

/// A field that could not be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {reason}")]
pub struct BadField {
    /// The column at fault.
    pub name: String,
    /// What is wrong with it, and what would be right.
    pub reason: String,
}

impl BadField {
    pub fn new(name: &str, reason: impl fmt::Display) -> Self {
        BadField { name: name.to_owned(), reason: reason.to_string() }
    }
}

/// The key of a row, which every row must have.
pub(super) fn key(texts: &Texts<'_>) -> Result<Key, BadField> {
    texts.parse("key")?.ok_or_else(|| BadField::new("key", "is empty, but must be given"))
}

/// What was read, or its fault among the others.
pub(super) fn kept<T>(read: Result<T, BadField>, faults: &mut Vec<BadField>) -> Option<T> {
    read.map_err(|why| faults.push(why)).ok()
}
