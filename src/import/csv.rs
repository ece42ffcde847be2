//! One CSV file with a table's rows: RFC 4180 in UTF-8, the first line a header of field names.

mod lines;

use std::path::Path;

use csv::{Reader, ReaderBuilder, StringRecord};

use super::{Fault, Placed};
use crate::catalog::{Row, TABLES, Texts};
use lines::{Lines, bad_quotes, with_unix_lines};

/// A column and what is wrong in it; `row` where it is not in one column.
type Wrong = (String, String);

/// The rows of a file, and what is wrong in it.
pub(super) fn rows(table: usize, file: &Path, bytes: &[u8]) -> (Vec<Placed>, Vec<Fault>) {
    let bytes = with_unix_lines(bytes);
    let mut lines = Lines::new(&bytes);
    let fault =
        |line: u64, (column, reason): Wrong| Fault { file: file.to_owned(), line, column, reason };
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(&bytes[..]);
    let header = match header(&mut reader, table) {
        Ok(header) => header,
        Err(wrong) => return (Vec::new(), vec![fault(lines.at(0), wrong)]),
    };
    let mut rows = Vec::new();
    let mut faults = Vec::new();
    let mut record = StringRecord::new();
    loop {
        let begin = place(&reader);
        let outcome = reader.read_record(&mut record);
        let line = lines.at(begin);
        let read = match outcome {
            Ok(false) => return (rows, faults),
            Ok(true) => row(table, &header, &record, &bytes[begin..place(&reader)]),
            Err(why) => Err(vec![not_read(&why)]),
        };
        match read {
            Ok(row) => rows.push(Placed { row, file: file.to_owned(), line }),
            Err(wrong) => faults.extend(wrong.into_iter().map(|it| fault(line, it))),
        }
    }
}

/// How many bytes have been read.
fn place(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.position().byte()).expect("the file is in memory")
}

/// The row of a record, or all that is wrong with it; `written` are its bytes.
fn row(
    table: usize,
    header: &[String],
    record: &StringRecord,
    written: &[u8],
) -> Result<Row, Vec<Wrong>> {
    if let Some(reason) = bad_quotes(written) {
        return Err(vec![("row".to_owned(), reason.to_owned())]);
    }
    if record.len() != header.len() {
        let reason = format!(
            "has {} columns where the header has {}: a text with a comma must be quoted",
            record.len(),
            header.len()
        );
        return Err(vec![("row".to_owned(), reason)]);
    }
    let row = Row::read(table, &Texts::new(header, record.iter()));
    row.map_err(|faults| faults.into_iter().map(|it| (it.name, it.reason)).collect())
}

fn not_read(why: &csv::Error) -> Wrong {
    let reason = match why.kind() {
        csv::ErrorKind::Utf8 { .. } => "is not UTF-8: save the file as UTF-8".to_owned(),
        _ => why.to_string(),
    };
    ("row".to_owned(), reason)
}

/// The names in the first line, or the one at fault and why.
fn header(reader: &mut Reader<&[u8]>, table: usize) -> Result<Vec<String>, Wrong> {
    let row = || "row".to_owned();
    let record: &StringRecord = reader.headers().map_err(|why| not_read(&why))?;
    let header: Vec<String> = record.iter().map(|it| it.trim().to_owned()).collect();
    let known = TABLES[table].header();
    for (position, name) in header.iter().enumerate() {
        if !known.contains(name) {
            let reason = format!(
                "is no column of {}: write some of {}",
                TABLES[table].name,
                known.join(", ")
            );
            return Err((name.clone(), reason));
        }
        if header[..position].contains(name) {
            return Err((name.clone(), "is there twice".to_owned()));
        }
    }
    if header.iter().any(|it| it == "key") {
        Ok(header)
    } else {
        Err((row(), "has no column `key`".to_owned()))
    }
}
