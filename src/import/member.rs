//! What stands in a JSON record, as texts for rows; and what of it is left out.

use std::str::FromStr;

use serde_json::Value;

use super::Wrong;
use crate::catalog::value::BadValue;

/// What of one record is not taken over.
pub(super) struct LeftOut {
    line: u64,
    pub(super) all: Vec<Wrong>,
}

impl LeftOut {
    pub(super) fn new(line: u64) -> Self {
        LeftOut { line, all: Vec::new() }
    }

    /// A value is left out, and why.
    pub(super) fn add(&mut self, member: &str, reason: impl Into<String>) {
        self.all.push(Wrong::new(self.line, member, reason));
    }

    /// The text as it was, if it is a `T`; else it is left out.
    pub(super) fn valid<T: FromStr<Err = BadValue>>(
        &mut self,
        member: &str,
        text: Option<String>,
    ) -> Option<String> {
        text.filter(|it| {
            let read = it.parse::<T>();
            read.map_err(|why| self.add(member, why.to_string())).is_ok()
        })
    }
}

/// The text of a member, [`cleaned`]; `None` where there is none or it is empty.
pub(super) fn text(record: &Value, member: &str) -> Option<String> {
    record.get(member)?.as_str().map(cleaned).filter(|it| !it.is_empty())
}

/// The elements of a member; none where it is no array.
pub(super) fn list<'r>(record: &'r Value, member: &str) -> &'r [Value] {
    record.get(member).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The texts of a member that is an array of them.
pub(super) fn texts<'r>(record: &'r Value, member: &str) -> Vec<&'r str> {
    list(record, member).iter().filter_map(Value::as_str).collect()
}

/// A text without entities of HTML, which come along from the pages of publishers, and with single
/// spaces in the place of all other white space and control characters.
pub(super) fn cleaned(text: &str) -> String {
    let text = html_escape::decode_html_entities(text);
    let words = text.split(|it: char| it.is_whitespace() || it.is_control());
    words.filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Adds a name, where it is not among those that are there already.
pub(super) fn add_name(names: &mut Vec<String>, name: String) {
    if !name.is_empty() && !names.contains(&name) {
        names.push(name);
    }
}

/// Whether a text is written in Chinese characters, and not in Japanese or Korean.
pub(super) fn is_chinese(text: &str) -> bool {
    let is_han = |it: char| matches!(it, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}');
    let is_other = |it: char| matches!(it, '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7af}');
    text.contains(is_han) && !text.contains(is_other)
}
