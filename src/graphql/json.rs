//! Answers as JSON text.

use std::{fmt, io::Write};

use crate::{catalog::value::Amount, engine::run::Sink};

/// JSON being written.
pub(super) struct Json {
    bytes: Vec<u8>,
}

/// A text as JSON has it.
pub fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("texts can be written")
}

/// Room for most answers: one that grows from nothing is copied again and again on its way.
const BYTES: usize = 32 << 10;

impl Default for Json {
    fn default() -> Self {
        Json { bytes: Vec::with_capacity(BYTES) }
    }
}

impl Json {
    pub(super) fn into_bytes(mut self) -> Vec<u8> {
        // A request may ask for thousands of small answers.
        if self.bytes.len() < BYTES / 2 {
            self.bytes.shrink_to_fit();
        }
        self.bytes
    }

    /// What is written so far.
    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes).expect("JSON is text")
    }

    /// Sets a value apart from the one before it.
    fn separate(&mut self) {
        if !matches!(self.bytes.last(), None | Some(b'{' | b'[' | b':')) {
            self.bytes.push(b',');
        }
    }

    fn write(&mut self, value: fmt::Arguments<'_>) {
        self.separate();
        self.bytes.write_fmt(value).expect("memory takes what is written");
    }
}

impl Sink for Json {
    fn open_object(&mut self) {
        self.separate();
        self.bytes.push(b'{');
    }

    fn close_object(&mut self) {
        self.bytes.push(b'}');
    }

    fn open_list(&mut self) {
        self.separate();
        self.bytes.push(b'[');
    }

    fn close_list(&mut self) {
        self.bytes.push(b']');
    }

    fn name(&mut self, name: &str) {
        self.bytes.reserve(name.len() + 4);
        self.separate();
        self.bytes.push(b'"');
        self.bytes.extend_from_slice(name.as_bytes());
        self.bytes.extend_from_slice(b"\":");
    }

    fn null(&mut self) {
        self.separate();
        self.bytes.extend_from_slice(b"null");
    }

    fn bool(&mut self, value: bool) {
        self.separate();
        self.bytes.extend_from_slice(if value { b"true" } else { b"false" });
    }

    fn int(&mut self, value: i64) {
        self.write(format_args!("{value}"));
    }

    fn float(&mut self, value: f64) {
        self.separate();
        serde_json::to_writer(&mut self.bytes, &value).expect("memory takes what is written");
        // A whole number is a whole number, whatever the column: 14, not 14.0.
        if self.bytes.ends_with(b".0") {
            self.bytes.truncate(self.bytes.len() - 2);
        }
    }

    fn decimal(&mut self, value: Amount) {
        self.write(format_args!("{value}"));
    }

    fn text(&mut self, text: &str) {
        self.separate();
        serde_json::to_writer(&mut self.bytes, text).expect("memory takes what is written");
    }

    fn plain(&mut self, text: fmt::Arguments<'_>) {
        self.write(format_args!("\"{text}\""));
    }

    fn raw(&mut self, written: &str) {
        self.write(format_args!("{written}"));
    }

    fn mark(&self) -> usize {
        self.bytes.len()
    }

    fn rewind(&mut self, mark: usize) {
        self.bytes.truncate(mark);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_set_apart_and_texts_escaped() {
        let mut json = Json::default();
        json.open_object();
        json.name("a");
        json.open_list();
        json.int(1);
        json.float(2.5);
        json.float(3e24);
        json.float(14.0);
        json.null();
        json.close_list();
        json.name("b");
        json.text("\"quoted\"\n王");
        json.name("c");
        let mark = json.mark();
        json.open_object();
        json.rewind(mark);
        json.bool(true);
        json.close_object();
        let text = String::from_utf8(json.into_bytes()).unwrap();
        assert_eq!(text, r#"{"a":[1,2.5,3e+24,14,null],"b":"\"quoted\"\n王","c":true}"#);
    }
}
