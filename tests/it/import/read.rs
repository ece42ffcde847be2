//! What importers make of texts and of whole files.

use std::{
    fs::File,
    io::{BufReader, Cursor},
    path::Path,
};

use bole::{
    catalog::{Row, TABLES, Texts, Written},
    import::{IMPORTERS, Importer, Record, Text, Wrong},
};

pub(super) fn importer(name: &str) -> &'static Importer {
    IMPORTERS.iter().find(|it| it.name == name).unwrap()
}

/// What the importer called `name` makes of a text.
pub(super) fn read(name: &str, text: &str) -> Vec<Result<Record, Wrong>> {
    let text = Box::new(Cursor::new(text.as_bytes().to_vec()));
    (importer(name).read)(text).collect()
}

/// A file of the open data beside the repository, where it is there.
pub(super) fn whole(path: &str) -> Option<Text> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    File::open(data.join(path)).ok().map(|it| Box::new(BufReader::new(it)) as Text)
}

/// All rows of a table among records that are all well.
pub(super) fn rows<'r>(records: &'r [Result<Record, Wrong>], table: &str) -> Vec<&'r Row> {
    let all = records.iter().flat_map(|it| &it.as_ref().unwrap().rows);
    all.filter(|it| TABLES[it.table()].name == table).collect()
}

/// What stands in a column of a row; entries of lists with `|` between them.
pub(super) fn cell(row: &Row, column: &str) -> String {
    written(&row.texts(), column)
}

/// What stands in a column of a row's texts.
pub(super) fn written(texts: &Texts<'_>, column: &str) -> String {
    match texts.written(column) {
        Written::Nothing => String::new(),
        Written::One(text) => text.to_string(),
        Written::Many(entries) => entries.join("|"),
    }
}

/// The faults of records, as they would be told.
pub(super) fn told(wrong: &Wrong) -> String {
    format!("{}: {}: {}", wrong.line, wrong.column, wrong.reason)
}
