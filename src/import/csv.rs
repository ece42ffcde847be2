//! One CSV file with a table's rows: RFC 4180 in UTF-8, the first line a header of field names.

use std::path::Path;

use csv::{Reader, ReaderBuilder, StringRecord};

use super::{Fault, Placed};
use crate::catalog::{Row, TABLES, Texts};

/// Some editors begin a file with it.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The rows of a file, and what is wrong in it.
pub(super) fn rows(table: usize, file: &Path, bytes: &[u8]) -> (Vec<Placed>, Vec<Fault>) {
    let fault = |line: u64, column: &str, reason: String| Fault {
        file: file.to_owned(),
        line,
        column: column.to_owned(),
        reason,
    };
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header = match header(&mut reader, table) {
        Ok(header) => header,
        Err((column, reason)) => return (Vec::new(), vec![fault(1, &column, reason)]),
    };
    let mut rows = Vec::new();
    let mut faults = Vec::new();
    for record in reader.records() {
        match record {
            Err(why) => {
                let line = why.position().map_or(0, csv::Position::line);
                let reason = match why.kind() {
                    csv::ErrorKind::Utf8 { .. } => {
                        "is not UTF-8: save the file as UTF-8".to_owned()
                    }
                    _ => why.to_string(),
                };
                faults.push(fault(line, "row", reason));
            }
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                if record.len() != header.len() {
                    let reason = format!(
                        "has {} columns where the header has {}: a text with a comma must be quoted",
                        record.len(),
                        header.len()
                    );
                    faults.push(fault(line, "row", reason));
                    continue;
                }
                match Row::read(table, &Texts::new(&header, record.iter())) {
                    Ok(row) => rows.push(Placed { row, file: file.to_owned(), line }),
                    Err(why) => faults.push(fault(line, &why.name, why.reason)),
                }
            }
        }
    }
    (rows, faults)
}

/// The names in the first line, or the one at fault and why.
fn header(reader: &mut Reader<&[u8]>, table: usize) -> Result<Vec<String>, (String, String)> {
    let row = || "row".to_owned();
    let record: &StringRecord = reader.headers().map_err(|why| (row(), why.to_string()))?;
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
