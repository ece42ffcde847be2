//! Any CSV file or JSON lines whose columns are, or are said to be, those of a table.

mod columns;
mod date;
mod json;
mod key;
mod make;
mod number;
mod value;

use std::path::Path;

use super::{Draft, JsonRecords, Line, Record, Records, Sheet, Text, Wrong, keys};
use crate::catalog::{
    Row, TABLES, Table,
    value::{BadValue, Key},
};
use columns::{Columns, Target};
use json::Objects;
use make::{Given, Maker};

/// Which table the records of a file are rows of, and which of its columns hold what.
pub struct Mapping {
    columns: Columns,
    /// What rows that name no source are taken from.
    source: Key,
    /// Where what is in a column of the file goes, for those whose own names do not say it.
    map: Vec<(Target, String)>,
    /// What rows hold whose records do not say otherwise.
    constants: Vec<(Target, String)>,
}

impl Mapping {
    /// Rows of the table `entity`, from `source`. Each pair of `map` is a field of the table, by its
    /// name as a column, and the column of the file that holds it.
    ///
    /// # Errors
    ///
    /// Where there is no such table or field, or a field is named twice.
    pub fn new(entity: &str, source: Key, map: &[(String, String)]) -> Result<Self, BadValue> {
        let columns = Columns::of(table(entity)?);
        let mut mapping = Mapping { columns, source, map: Vec::new(), constants: Vec::new() };
        for (field, column) in map {
            let target = mapping.target(field)?;
            if mapping.map.iter().any(|it| it.0 == target) {
                return Err(BadValue::new(format!("`{field}` is mapped twice: name one column")));
            }
            mapping.map.push((target, column.clone()));
        }
        Ok(mapping)
    }

    /// The same, with values for fields of all rows that do not have others; by pairs of a field and
    /// what it holds, such as `kind` and `UNIVERSITY`.
    ///
    /// # Errors
    ///
    /// Where the table has no such field.
    pub fn with(mut self, constants: &[(String, String)]) -> Result<Self, BadValue> {
        for (field, text) in constants {
            self.constants.push((self.target(field)?, text.clone()));
        }
        Ok(self)
    }

    fn target(&self, field: &str) -> Result<Target, BadValue> {
        self.columns.target(field).ok_or_else(|| {
            let (table, names) = (self.columns.table.name, self.columns.names());
            BadValue::new(format!("`{field}` is no column of {table}: write one of {names}"))
        })
    }
}

/// The table called `entity`, whichever of its names that is, in whatever case.
pub fn table(entity: &str) -> Result<&'static Table, BadValue> {
    let mut tables = TABLES.iter().copied().filter(|it| !it.is_kept_by_bole);
    let is_it = |it: &&Table| {
        [it.name, it.one, it.many].iter().any(|name| name.eq_ignore_ascii_case(entity))
    };
    tables.find(is_it).ok_or_else(|| {
        let tables = TABLES.iter().filter(|it| !it.is_kept_by_bole);
        let names: Vec<&str> = tables.map(|it| it.name).collect();
        BadValue::new(format!("`{entity}` is no table: write one of {}", names.join(", ")))
    })
}

/// A field and a column, written `name=full_name`.
pub fn pair(text: &str) -> Result<(String, String), BadValue> {
    let pair = text.split_once('=').map(|(field, column)| (field.trim(), column.trim()));
    match pair {
        Some((field, column)) if !field.is_empty() && !column.is_empty() => {
            Ok((field.to_owned(), column.to_owned()))
        }
        _ => Err(BadValue::new(format!(
            "`{text}` maps nothing: write a field and the column that holds it, like \
             `name=full_name`"
        ))),
    }
}

/// The source that stands for a file whose rows name none: `file-people` for `people.csv.gz`,
/// wherever it lies.
pub fn source(file: &Path) -> Result<Row, Wrong> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let mut stem = &*name;
    for ending in [".gz", ".zip", ".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson"] {
        stem = stem.strip_suffix(ending).filter(|it| !it.is_empty()).unwrap_or(stem);
    }
    let key = keys::of_name("file", &[stem]);
    Draft::new("Source", &key).with("title", &name).with("kind", "DATASET").row(1)
}

/// The rows of a CSV file, one a line.
pub fn csv(mut mapping: Mapping, text: Text) -> Records {
    let opened = Sheet::open(text).and_then(|sheet| {
        let placed = mapping.columns.placed(sheet.header(), &mapping.map)?;
        let constants: Vec<Target> = mapping.constants.iter().map(|it| it.0).collect();
        mapping.columns.check(&placed.targets, &constants)?;
        Ok((sheet, placed))
    });
    let (sheet, placed) = match opened {
        Ok(opened) => opened,
        Err(wrong) => return Box::new(std::iter::once(Err(wrong.last()))),
    };
    let mut maker = Maker::new(mapping.columns, mapping.source, mapping.constants);
    maker.leave_out(placed.left_out);
    Box::new(Lines { sheet, targets: placed.targets, maker })
}

/// The rows of JSON lines, or of an array of objects, one an object.
pub fn json_lines(mapping: Mapping, text: Text) -> Records {
    Box::new(Objects::new(mapping, JsonRecords::open(text, &[])))
}

/// The lines of a CSV file as rows.
struct Lines {
    sheet: Sheet,
    /// By column of the file.
    targets: Vec<Option<Target>>,
    maker: Maker,
}

impl Iterator for Lines {
    type Item = Result<Record, Wrong>;

    fn next(&mut self) -> Option<Self::Item> {
        let line = match self.sheet.next_line()? {
            Ok(line) => line,
            Err(wrong) => return Some(Err(wrong)),
        };
        let given =
            self.targets.iter().enumerate().filter_map(|(column, target)| {
                given(self.maker.columns(), &line, column, (*target)?)
            });
        let given = given.collect();
        Some(self.maker.record(line.number, given))
    }
}

/// What a column of a line gives to its target; `None` where it holds nothing.
fn given<'l>(
    columns: &Columns,
    line: &Line<'l>,
    column: usize,
    target: Target,
) -> Option<Given<'l>> {
    let text = line.at(column)?;
    let kind = columns.kind(target);
    let target = columns.by_letters(target, text);
    let written = value::of_cell(kind, text)?;
    Some(Given { target, column: Some(line.name(column)), written: Ok(written) })
}
