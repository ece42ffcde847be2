//! Keys for rows that have none.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use crate::{
    catalog::{Texts, Written},
    import::keys,
};

/// The tables whose rows are known by a name: the columns that may hold it, and one that tells those
/// of one name apart.
const NAMED: &[(&str, &[&str], Option<&str>)] = &[
    ("Source", &["title", "title_zh"], None),
    ("Organization", &["name", "name_zh"], Some("country")),
    ("Person", &["name", "name_zh"], None),
    ("Model", &["name", "name_zh"], None),
    ("Team", &["name", "name_zh"], Some("organization")),
    ("Event", &["name", "name_zh"], Some("date")),
];

/// What keys stand for the rows so far.
///
/// Of each key that is made of a name it keeps a hash and a line, 16 bytes, and about as much of each
/// that is made of all that a row says.
#[derive(Default)]
pub(super) struct Keys {
    /// The lines of rows by the hashes of keys that were made of their names.
    named: HashMap<u64, u64>,
    counter: keys::Counter,
}

impl Keys {
    /// A key for the row of `table` on `line` that is written in `texts` under the names `header`: from
    /// its name, or from all that it says.
    ///
    /// # Errors
    ///
    /// Where a row before has that name: the column of the name, and what would be right.
    pub(super) fn make(
        &mut self,
        table: &str,
        line: u64,
        header: &[String],
        texts: &Texts<'_>,
    ) -> Result<String, (&'static str, String)> {
        let source = texts.get("source").unwrap_or_default();
        let source = source.strip_prefix("file-").unwrap_or(source);
        let named = NAMED.iter().find(|it| it.0 == table);
        let name = |column: &'static str| texts.get(column).map(|it| (column, it));
        let found = named.and_then(|it| it.1.iter().find_map(|it| name(it)).zip(Some(it.2)));
        let Some(((column, name), other)) = found else {
            let mut content = vec![table, source];
            content.extend(header.iter().flat_map(|it| said(texts, it)));
            return Ok(self.counter.numbered(&keys::of_content("file", &content)));
        };
        let parts = [Some(source), Some(name), other.and_then(|it| texts.get(it))];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        let key = keys::of_name("file", &parts);
        match self.named.insert(hash(&key), line) {
            None => Ok(key),
            Some(before) => Err((
                column,
                format!(
                    "`{name}` stands in line {before} too: give each row a key or an external key"
                ),
            )),
        }
    }
}

/// What a row says in one column.
fn said<'t>(texts: &'t Texts<'_>, column: &str) -> Vec<&'t str> {
    match texts.written(column) {
        Written::Nothing => vec![""],
        Written::One(text) => vec![text],
        Written::Many(entries) => entries.iter().map(String::as_str).collect(),
    }
}

fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}
