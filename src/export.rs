//! Tables as files: CSV, JSON lines and Parquet. A writer is given the columns first and then one row
//! after the other, which it does not keep.

mod csv;
mod json_lines;
mod parquet;
mod rows;

use std::{
    borrow::Cow,
    io::{self, Write},
    str::FromStr,
};

use crate::catalog::value::{Amount, BadValue};

pub use rows::{columns_of, values_of};

/// What files may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180 in UTF-8, the first line a header.
    Csv,
    /// One JSON object a line, with all columns in each.
    JsonLines,
    /// Apache Parquet, compressed with Snappy.
    Parquet,
}

impl Format {
    pub const ALL: [Format; 3] = [Format::Csv, Format::JsonLines, Format::Parquet];

    /// As it is named on the command line and in addresses; files end with it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::JsonLines => "jsonl",
            Format::Parquet => "parquet",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Format::Csv => "text/csv",
            Format::JsonLines => "application/jsonl",
            Format::Parquet => "application/vnd.apache.parquet",
        }
    }
}

impl FromStr for Format {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        let known = Format::ALL.into_iter().find(|it| it.name() == text);
        known.ok_or_else(|| {
            let names = Format::ALL.map(Format::name).join(", ");
            BadValue::new(format!("`{text}` is no format: write one of {names}"))
        })
    }
}

/// One column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub holds: Holds,
}

/// What the values of a column are, where they are not null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    Text,
    Bool,
    Int,
    Decimal,
    Float,
    /// Texts in an order.
    Texts,
    /// Whatever JSON has.
    Json,
}

/// One value of a row. What a column does not hold is an error of whoever writes it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    Null,
    Text(Cow<'a, str>),
    Bool(bool),
    Int(i64),
    Decimal(Amount),
    Float(f64),
    Texts(Vec<Cow<'a, str>>),
    /// JSON as it is written, in one line.
    Json(Cow<'a, str>),
}

/// A table that is being written.
pub trait Writer {
    /// Writes a row: a value for each column.
    fn row(&mut self, values: &[Value<'_>]) -> io::Result<()>;

    /// Writes what is left, after the last row.
    fn finish(&mut self) -> io::Result<()>;
}

/// Where a table is written to.
pub type Out = Box<dyn Write + Send>;

/// Begins a table.
pub fn writer(format: Format, columns: &[Column], out: Out) -> io::Result<Box<dyn Writer>> {
    Ok(match format {
        Format::Csv => Box::new(csv::Lines::new(columns, out)?),
        Format::JsonLines => Box::new(json_lines::Lines::new(columns, out)),
        Format::Parquet => Box::new(parquet::Groups::new(columns, out)?),
    })
}

/// With what a CSV file may begin, so that Excel takes it for UTF-8.
pub const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
