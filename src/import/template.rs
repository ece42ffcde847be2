//! Empty files of a table's rows, for whoever fills them in.

use serde_json::{Map, Value};

use crate::catalog::{Kind, Table};

/// The header of a CSV file with all columns of a table, and its line end.
pub fn header(table: &Table) -> String {
    table.header().join(",") + "\n"
}

/// One line of a JSON lines file with all columns of a table, empty.
pub fn object(table: &Table) -> String {
    let is_list = |kind: Kind| matches!(kind, Kind::Texts | Kind::ExternalKeys | Kind::Refs(_));
    let fields = table.fields.iter().flat_map(|field| {
        let empty = if is_list(field.kind) { Value::Array(Vec::new()) } else { Value::Null };
        (field.columns)(field.name).into_iter().map(move |it| (it, empty.clone()))
    });
    let key = ("key".to_owned(), Value::Null);
    let object: Map<String, Value> = [key].into_iter().chain(fields).collect();
    format!("{}\n", Value::Object(object))
}
