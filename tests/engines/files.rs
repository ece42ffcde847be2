//! Rows as the CSV files that DuckDB and SQLite read; for tests and benches alike.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
    process::Command,
};

use bole::catalog::{
    Cell, Kind, Row, TABLES, place,
    value::{Amount, Country, Currency, PartialDate},
};

/// File, entity, and the fields that become columns after the key, as `engines.py` has them.
const FILES: &[(&str, &str, &[&str])] = &[
    ("organizations", "Organization", &["kind", "parent", "country"]),
    ("people", "Person", &["country"]),
    ("educations", "Education", &["person", "institution", "degree"]),
    ("employments", "Employment", &["person", "organization", "start"]),
    ("pay", "SalaryRecord", &["organization", "low", "currency", "year", "level"]),
    ("rates", "Rate", &["kind", "currency", "country", "date", "value"]),
    ("publications", "Publication", &["organization", "year", "papers"]),
];

/// Writes the rows of these tables into a folder, a file for each. No value has a comma in it.
pub(crate) fn write(folder: &Path, rows: impl Iterator<Item = Row>) {
    let mut files: Vec<(usize, Vec<usize>, BufWriter<File>)> = Vec::new();
    for (name, entity, fields) in FILES {
        let table = place(entity);
        let columns = fields.iter().map(|it| TABLES[table].field(it).unwrap()).collect();
        let file = File::create(folder.join(name).with_extension("csv")).unwrap();
        let mut file = BufWriter::new(file);
        writeln!(file, "key,{}", fields.join(",")).unwrap();
        files.push((table, columns, file));
    }
    for row in rows {
        let Some(file) = files.iter_mut().find(|it| it.0 == row.table()) else { continue };
        write!(file.2, "{}", row.key()).unwrap();
        for column in &file.1 {
            write!(file.2, ",{}", text(&row, *column)).unwrap();
        }
        writeln!(file.2).unwrap();
    }
    for (_, _, file) in &mut files {
        file.flush().unwrap();
    }
}

/// A value as SQL reads it; nothing for none.
fn text(row: &Row, field: usize) -> String {
    let kind = TABLES[row.table()].fields[field].kind;
    match (kind, row.cell(field)) {
        (_, Cell::Null) => String::new(),
        (Kind::Enum(set), Cell::Int(place)) => {
            set.values[usize::try_from(place).unwrap()].name.to_owned()
        }
        (Kind::Decimal, Cell::Int(code)) => Amount::from_code(code).unwrap().to_string(),
        (Kind::Date, Cell::Int(code)) => PartialDate::from_code(code).unwrap().to_string(),
        (Kind::Country, Cell::Int(code)) => Country::from_code(code).unwrap().to_string(),
        (Kind::Currency, Cell::Int(code)) => Currency::from_code(code).unwrap().to_string(),
        (_, Cell::Int(int)) => int.to_string(),
        (_, Cell::Float(float)) => float.to_string(),
        (_, Cell::Ref(key)) => key.to_owned(),
        (_, cell) => panic!("{cell:?} is no column of the files"),
    }
}

/// A Python that has DuckDB: the one that `BOLE_PYTHON` names, which must have it, else `python3`.
#[expect(clippy::disallowed_methods, reason = "where Python is enters here")]
pub(crate) fn python() -> Option<String> {
    let named = std::env::var("BOLE_PYTHON").ok();
    let python = named.clone().unwrap_or_else(|| "python3".to_owned());
    let mut duckdb = Command::new(&python);
    let has = duckdb.args(["-c", "import duckdb, sqlite3"]).output();
    let has = has.is_ok_and(|it| it.status.success());
    assert!(has || named.is_none(), "`{python}`, which `BOLE_PYTHON` names, has no DuckDB");
    has.then_some(python)
}
