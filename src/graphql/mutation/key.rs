//! Keys for rows that were given none.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::plan::Plan;
use crate::{
    catalog::{Kind, RowId, TABLES, Texts, Written, rules::Around},
    engine::search::slug,
};

/// Bytes of a key before what makes it the only one.
const BASE_BYTES_MAX: usize = 100;

/// Fields that a key is made from, where a table has one of them.
const NAMES: [&str; 3] = ["name", "title", "topic"];

impl Plan<'_> {
    /// An id that no row has, made of what is written of the row.
    pub(super) fn made_id(&mut self, table: usize, texts: &Texts<'_>) -> RowId {
        let base = base(table, texts);
        let name = TABLES[table].name;
        let taken = format!("{name}:{base}");
        loop {
            let count = self.made.entry(taken.clone()).or_default();
            *count += 1;
            let key = match *count {
                1 => base.clone(),
                count => format!("{base}-{count}"),
            };
            let key = key.parse().expect("it is made of what a key may hold");
            let id = RowId::new(name, key);
            if self.meant(id.clone()) == id && !self.exists(&id) {
                return id;
            }
        }
    }
}

/// What a key begins with: the name, or the keys of the rows it refers to, or a few digits.
fn base(table: usize, texts: &Texts<'_>) -> String {
    let named = NAMES.iter().find_map(|it| {
        let zh = format!("{it}_zh");
        texts.get(it).or_else(|| texts.get(&zh)).map(slug)
    });
    let references = || {
        let fields = TABLES[table].fields.iter();
        let required = fields.filter(|it| matches!(it.kind, Kind::Ref(_)) && it.name != "source");
        let keys: Vec<&str> = required.filter_map(|it| texts.get(it.name)).collect();
        slug(&keys.join("-"))
    };
    let mut base = named.filter(|it| !it.is_empty()).unwrap_or_else(references);
    if base.is_empty() {
        base = format!("{}-{:08x}", TABLES[table].one.replace('_', "-"), digest(table, texts));
    }
    base.truncate(BASE_BYTES_MAX);
    base.trim_end_matches('-').to_owned()
}

/// A number that follows from what is written.
fn digest(table: usize, texts: &Texts<'_>) -> u32 {
    let mut hasher = DefaultHasher::new();
    for column in TABLES[table].header() {
        match texts.written(&column) {
            Written::Nothing => 0.hash(&mut hasher),
            Written::One(text) => text.hash(&mut hasher),
            Written::Many(entries) => entries.hash(&mut hasher),
        }
    }
    (hasher.finish() & u64::from(u32::MAX)).try_into().unwrap_or_default()
}
