//! Rows that are new, or changed where they are there already.

use std::collections::HashMap;

use async_graphql::Value;

use super::{
    plan::{Object, Plan},
    value::{items, text},
};
use crate::{
    catalog::{
        Kind, RowId, TABLES,
        enums::{MatchBy, UserErrorCode},
        rules::Around,
        value::ExternalKey,
    },
    graphql::names::camel,
};

impl Plan<'_> {
    /// The rows of an input like `{people, matchBy}`.
    pub(super) fn upsert(&mut self, table: usize, input: &Object) -> Vec<RowId> {
        let match_by = self.within("matchBy", |plan| match input.get("matchBy") {
            None | Some(Value::Null) => Some(MatchBy::Key),
            Some(value) => {
                let name = plan.taken(text(value))?;
                plan.taken(name.parse())
            }
        });
        let many = camel(TABLES[table].many);
        let (Some(match_by), Some(rows)) = (match_by, self.given(input, &many)) else {
            return Vec::new();
        };
        let mut seen: HashMap<RowId, usize> = HashMap::new();
        let mut ids = Vec::new();
        self.within(&many, |plan| {
            for (index, row) in items(rows).iter().enumerate() {
                let id = plan.within(&index, |plan| {
                    let found = plan.matching(table, row, match_by)?;
                    if let Some(first) = found.as_ref().and_then(|it| seen.get(it)) {
                        let why = format!("entry {first} is the same row: name each row once");
                        return plan.refuse(UserErrorCode::Duplicate, why);
                    }
                    plan.put(table, row, found)
                });
                if let Some(id) = id {
                    seen.insert(id.clone(), index);
                    ids.push(id);
                }
            }
        });
        ids
    }

    /// One row that is matched by its key where it has one, else by its external keys.
    pub(super) fn upsert_row(&mut self, table: usize, row: &Value) -> Option<RowId> {
        let object = self.object(row)?;
        let has_key = object.get("key").is_some_and(|it| *it != Value::Null);
        let match_by = if has_key { MatchBy::Key } else { MatchBy::ExternalKey };
        let found = self.matching(table, row, match_by)?;
        self.put(table, row, found)
    }

    fn put(&mut self, table: usize, row: &Value, found: Option<RowId>) -> Option<RowId> {
        match found {
            Some(id) => self.replace(&id, row).map(|()| id),
            None => self.create(table, row, None),
        }
    }

    /// The row of the graph that a row of an input is, if there is one; nothing at all where that
    /// can't be told.
    #[expect(clippy::option_option, reason = "the outer one is a problem that was told of")]
    fn matching(&mut self, table: usize, row: &Value, match_by: MatchBy) -> Option<Option<RowId>> {
        let object = self.object(row)?;
        let key = object.get("key").filter(|it| **it != Value::Null);
        let of_key = match key {
            Some(key) => {
                let id = self.within("key", |plan| plan.id_of_key(table, key))?;
                Some(self.meant(id))
            }
            None => None,
        };
        if match_by == MatchBy::Key {
            let Some(id) = of_key else {
                let why = "give `key`, or match by EXTERNAL_KEY";
                return self.within("key", |plan| plan.refuse(UserErrorCode::Required, why));
            };
            return Some(Some(id).filter(|it| self.exists(it)));
        }
        self.within("externalKeys", |plan| {
            let found = plan.with_any(table, object)?;
            match (&found[..], of_key) {
                ([], _) => Some(None),
                ([one], None) => Some(Some(one.clone())),
                ([one], Some(id)) if *one == id => Some(Some(id)),
                ([one], Some(id)) => {
                    let why = format!("`{one}` has one of them, and `{id}` is another row");
                    plan.refuse(UserErrorCode::Conflict, why)
                }
                ([one, other, ..], _) => {
                    let why = format!("`{one}` and `{other}` both have one of them");
                    plan.refuse(UserErrorCode::Conflict, why)
                }
            }
        })
    }

    /// The rows that have one of the external keys of a row of an input.
    fn with_any(&mut self, table: usize, object: &Object) -> Option<Vec<RowId>> {
        let field = TABLES[table].fields.iter().find(|it| it.kind == Kind::ExternalKeys);
        let Some(field) = field else {
            let row = TABLES[table].name;
            let why = format!("rows of {row} have no external keys: give `key`");
            return self.refuse(UserErrorCode::Required, why);
        };
        let given = object.get(camel(field.name).as_str()).map(items).unwrap_or_default();
        if given.is_empty() {
            let why = "give one external key or more, such as `[\"wikidata:Q21708200\"]`, or `key`";
            return self.refuse(UserErrorCode::Required, why);
        }
        // A bad key is told of where the row is read.
        let keys = given.iter().filter_map(|it| text(it).ok()?.parse::<ExternalKey>().ok());
        let mut found: Vec<RowId> =
            keys.flat_map(|it| self.with_external(table, &it.to_string())).collect();
        found.sort_by(|one, other| one.key().cmp(other.key()));
        found.dedup();
        Some(found)
    }
}
