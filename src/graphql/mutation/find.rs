//! Which row an input means.

use async_graphql::Value;

use super::{
    plan::{Object, Plan},
    value::text,
};
use crate::{
    catalog::{RowId, TABLES, enums::UserErrorCode, place, rules::Around, value::excerpt},
    engine,
    graphql::{names, select::row_id},
};

/// What an input calls the version that it expects a row to be of.
pub(super) const EXPECTED: &str = "expectedVersion";

impl Plan<'_> {
    /// The row that `id` or `by` of an input names.
    pub(super) fn find(&mut self, table: usize, object: &Object) -> Option<RowId> {
        let given = |name: &str| object.get(name).filter(|it| **it != Value::Null);
        match (given("id"), given("by")) {
            (Some(id), None) => self.within("id", |plan| plan.existing(table, id)),
            (None, Some(by)) => self.within("by", |plan| plan.find_by(table, by)),
            _ => {
                let one = TABLES[table].name;
                let why = format!(
                    "give `id` or `by`, one of them, such as `id: \"{one}:…\"` or `by: {{key: \"…\"}}`"
                );
                self.refuse(UserErrorCode::Required, why)
            }
        }
    }

    /// The row with an id, which must be there.
    pub(super) fn existing(&mut self, table: usize, id: &Value) -> Option<RowId> {
        let id = self.taken(row_id("id", id, Some(TABLES[table].name)))?;
        let id = self.meant(id);
        if self.exists(&id) {
            return Some(id);
        }
        self.refuse(UserErrorCode::NotFound, format!("there is no row with the id `{id}`"))
    }

    /// The row with an id, or the one into which that was merged.
    pub(super) fn meant(&self, id: RowId) -> RowId {
        if self.exists(&id) || self.is_staged(&id) {
            return id;
        }
        let redirected = self.snapshot.redirected(&id).filter(|it| it.0 == place(id.table()));
        redirected.map_or(id, |(table, row)| engine::row_id(self.snapshot.frame(table), row))
    }

    fn find_by(&mut self, table: usize, by: &Value) -> Option<RowId> {
        let object = self.object(by)?;
        let Some((name, value)) = object.iter().next().filter(|_| object.len() == 1) else {
            let why = "`by` takes one key, such as `{key: \"…\"}`";
            return self.refuse(UserErrorCode::Invalid, why);
        };
        self.within(name, |plan| match name.as_str() {
            "id" => plan.existing(table, value),
            "key" => {
                let id = plan.id_of_key(table, value)?;
                plan.existing(table, &Value::from(id.to_string()))
            }
            name => {
                let sought = plan.taken(text(value))?;
                let key = plan.taken(names::external_key(name, sought))?;
                plan.of_external_key(table, &key.to_string())
            }
        })
    }

    /// Refuses where the row is of another version than an input expects under a name. Rows that are new or
    /// changed in the same request are what they were in the graph.
    pub(super) fn expect(&mut self, id: &RowId, object: &Object, name: &str) -> Option<()> {
        let Some(value) = object.get(name).filter(|it| **it != Value::Null) else {
            return Some(());
        };
        let number = self.number(id);
        let version =
            number.map(|it| self.snapshot.frame(place(id.table())).version(it)).unwrap_or_default();
        self.within(name, |plan| {
            let expected = match value {
                Value::Number(number) if number.is_u64() => number.as_u64(),
                _ => None,
            };
            let Some(expected) = expected else {
                let why = format!("`{}` is no version: write a whole number", excerpt(value));
                return plan.refuse(UserErrorCode::Invalid, why);
            };
            if expected == version {
                return Some(());
            }
            plan.conflict.get_or_insert_with(|| id.clone());
            let why = format!(
                "`{id}` is of version {version}, not {expected}: look at it as it is, and ask again"
            );
            plan.refuse(UserErrorCode::Conflict, why)
        })
    }

    /// The id of a row with a key, whether it is there or not.
    pub(super) fn id_of_key(&mut self, table: usize, key: &Value) -> Option<RowId> {
        let key = self.taken(text(key))?;
        let key = self.taken(key.parse())?;
        Some(RowId::new(TABLES[table].name, key))
    }

    /// The one row with an external key.
    pub(super) fn of_external_key(&mut self, table: usize, key: &str) -> Option<RowId> {
        let found = self.with_external(table, key);
        match &found[..] {
            [one] => Some(one.clone()),
            [] => {
                let one = TABLES[table].name;
                let why = format!("there is no {one} with the external key `{}`", excerpt(key));
                self.refuse(UserErrorCode::NotFound, why)
            }
            [one, other, ..] => {
                let key = excerpt(key);
                let why =
                    format!("`{one}` and `{other}` both have `{key}`: name the row by its id");
                self.refuse(UserErrorCode::Conflict, why)
            }
        }
    }
}
