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
/// Before a separator, or another of itself, within an entry.
const ESCAPE: char = '\\';

/// The entries of a list as one text: [`Texts`] reads the same entries from it.
pub fn listed(entries: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut text = String::new();
    for (place, entry) in entries.into_iter().enumerate() {
        if place > 0 {
            text.push(LIST_SEPARATOR);
        }
        for letter in entry.as_ref().chars() {
            if matches!(letter, LIST_SEPARATOR | ESCAPE) {
                text.push(ESCAPE);
            }
            text.push(letter);
        }
    }
    text
}

/// The entries of the list that is written as one text. An escape before any other letter is a
/// letter itself.
pub fn unlisted(text: &str) -> Vec<Cow<'_, str>> {
    if !text.contains(ESCAPE) {
        return text.split(LIST_SEPARATOR).map(|it| Cow::Borrowed(it.trim())).collect();
    }
    let mut entries = vec![String::new()];
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_escaped = |it: &char| matches!(*it, LIST_SEPARATOR | ESCAPE);
        let escaped = (letter == ESCAPE).then(|| letters.next_if(is_escaped)).flatten();
        match (escaped, letter) {
            (None, LIST_SEPARATOR) => entries.push(String::new()),
            (escaped, letter) => {
                entries.last_mut().expect("there is one").push(escaped.unwrap_or(letter));
            }
        }
    }
    entries.into_iter().map(|it| Cow::Owned(it.trim().to_owned())).collect()
}

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
    pub(super) fn entries(&self, name: &str) -> Vec<Cow<'_, str>> {
        match self.written(name) {
            Written::Nothing => Vec::new(),
            Written::One(text) => unlisted(text),
            Written::Many(entries) => entries.iter().map(|it| Cow::Borrowed(&**it)).collect(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_comes_back_from_its_text_whatever_its_entries_hold() {
        for list in [&["a"][..], &["a", "b c"], &["a|b", r"c\"], &[r"\|", r"|\\|", "||"], &[r"\n"]]
        {
            assert_eq!(unlisted(&listed(list)), list, "{}", listed(list));
        }
        assert_eq!(unlisted(r"a\b | c"), [r"a\b", "c"], "as it was before there were escapes");
    }
}
