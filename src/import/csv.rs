//! One CSV file with a table's rows, the first line a header of field names.

use std::path::Path;

use super::{Fault, ImportError, Line, Placed, Sheet, Wrong, opened::open};
use crate::catalog::{Row, TABLES, Texts};

/// The rows of a file, and what is wrong in it.
pub(super) fn rows(table: usize, file: &Path) -> Result<(Vec<Placed>, Vec<Fault>), ImportError> {
    let fault = |it: Wrong| Fault {
        file: file.to_owned(),
        line: it.line,
        column: it.column,
        reason: it.reason,
    };
    let opened = Sheet::open(open(file)?);
    let mut sheet = match opened.and_then(|it| checked(it, table)) {
        Ok(sheet) => sheet,
        Err(wrong) => return Ok((Vec::new(), vec![fault(wrong)])),
    };
    let header = sheet.header().to_vec();
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    while let Some(line) = sheet.next_line() {
        match line.map_err(|it| vec![it]).and_then(|it| row(table, &header, &it)) {
            Ok((line, row)) => rows.push(Placed { row, file: file.to_owned(), line }),
            Err(wrong) => faults.extend(wrong.into_iter().map(fault)),
        }
    }
    Ok((rows, faults))
}

/// The row of a line and where it stands, or all that is wrong with it.
fn row(table: usize, header: &[String], line: &Line<'_>) -> Result<(u64, Row), Vec<Wrong>> {
    let row = Row::read(table, &Texts::new(header, line.values()));
    let wrong = |faults: Vec<_>| {
        let faults = faults.into_iter();
        faults.map(|it: crate::catalog::BadField| Wrong::new(line.number, &it.name, it.reason))
    };
    row.map(|it| (line.number, it)).map_err(|it| wrong(it).collect())
}

/// The sheet, if its columns are those of the table.
fn checked(sheet: Sheet, table: usize) -> Result<Sheet, Wrong> {
    let known = TABLES[table].header();
    if let Some(name) = sheet.header().iter().find(|it| !known.contains(it)) {
        let reason =
            format!("is no column of {}: write some of {}", TABLES[table].name, known.join(", "));
        return Err(Wrong::new(1, name, reason));
    }
    if let Some(name) = sheet.named_twice() {
        return Err(Wrong::new(1, name, "is there twice"));
    }
    if sheet.header().iter().any(|it| it == "key") {
        Ok(sheet)
    } else {
        Err(Wrong::new(1, "row", "has no column `key`"))
    }
}
