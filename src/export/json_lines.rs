//! JSON lines: an object a line, with every column, in UTF-8.

use std::io::{self, BufWriter, Write};

use super::{Column, Out, Value, Writer};
use crate::catalog::value::Amount;

/// Readers take numbers for 64-bit floating-point ones, which keep so many digits.
const DIGITS_MAX: usize = 15;

pub(super) struct Lines {
    out: BufWriter<Out>,
    /// What stands before each value: the name, and what sets it apart.
    heads: Vec<String>,
}

impl Lines {
    pub(super) fn new(columns: &[Column], out: Out) -> Self {
        let heads = columns.iter().enumerate().map(|(place, column)| {
            let name = serde_json::Value::from(column.name.as_str());
            format!("{}{name}:", if place == 0 { '{' } else { ',' })
        });
        Lines { out: BufWriter::new(out), heads: heads.collect() }
    }
}

impl Writer for Lines {
    fn row(&mut self, values: &[Value<'_>]) -> io::Result<()> {
        for (head, value) in self.heads.iter().zip(values) {
            self.out.write_all(head.as_bytes())?;
            match value {
                Value::Null => self.out.write_all(b"null")?,
                Value::Text(text) => serde_json::to_writer(&mut self.out, text)?,
                Value::Bool(value) => write!(self.out, "{value}")?,
                Value::Int(value) => write!(self.out, "{value}")?,
                Value::Decimal(value) => decimal(&mut self.out, *value)?,
                Value::Float(value) => serde_json::to_writer(&mut self.out, value)?,
                Value::Texts(texts) => serde_json::to_writer(&mut self.out, texts)?,
                Value::Json(json) => self.out.write_all(json.as_bytes())?,
            }
        }
        self.out.write_all(b"}\n")
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// An amount as a number; as a text where it has more digits than a reader of numbers would keep.
fn decimal(out: &mut impl Write, amount: Amount) -> io::Result<()> {
    let text = amount.to_string();
    if text.bytes().filter(u8::is_ascii_digit).count() <= DIGITS_MAX {
        write!(out, "{text}")
    } else {
        write!(out, "\"{text}\"")
    }
}
