//! CSV: RFC 4180. Nothing is null as an empty value; a list is one text, as files that are read have
//! it.
//!
//! Values are written as they are. One that begins with `=`, `+`, `-` or `@` is a formula for a
//! spreadsheet that opens the file; to write it otherwise would be to write another value.

use std::io;

use csv::{ByteRecord, Terminator, WriterBuilder};

use super::{Column, Out, Value, Writer};
use crate::catalog::listed;

pub(super) struct Lines {
    out: csv::Writer<Out>,
    record: ByteRecord,
}

impl Lines {
    pub(super) fn new(columns: &[Column], out: Out) -> io::Result<Self> {
        let mut out = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
        out.write_record(columns.iter().map(|it| &it.name))?;
        Ok(Lines { out, record: ByteRecord::new() })
    }
}

impl Writer for Lines {
    fn row(&mut self, values: &[Value<'_>]) -> io::Result<()> {
        self.record.clear();
        for value in values {
            match value {
                Value::Null => self.record.push_field(b""),
                Value::Text(text) | Value::Json(text) => self.record.push_field(text.as_bytes()),
                Value::Bool(value) => self.record.push_field(value.to_string().as_bytes()),
                Value::Int(value) => self.record.push_field(value.to_string().as_bytes()),
                Value::Decimal(value) => self.record.push_field(value.to_string().as_bytes()),
                Value::Float(value) => self.record.push_field(value.to_string().as_bytes()),
                Value::Texts(texts) => self.record.push_field(listed(texts).as_bytes()),
            }
        }
        Ok(self.out.write_byte_record(&self.record)?)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
