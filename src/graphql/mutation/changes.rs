//! Many changes of many tables, made as one.

use std::{collections::HashMap, sync::LazyLock};

use async_graphql::Value;

use super::{
    find::EXPECTED,
    plan::{Object, Plan},
    value::items,
};
use crate::catalog::{RowId, TABLES, enums::UserErrorCode};

/// What one change does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::graphql) enum Verb {
    Create,
    Update,
    Upsert,
    Delete,
}

pub(in crate::graphql) const VERBS: [(&str, Verb); 4] = [
    ("create", Verb::Create),
    ("update", Verb::Update),
    ("upsert", Verb::Upsert),
    ("delete", Verb::Delete),
];

/// What changes are called: `createPerson`.
static CHANGES: LazyLock<HashMap<String, (Verb, usize)>> = LazyLock::new(|| {
    let tables = TABLES.iter().enumerate().filter(|it| !it.1.is_kept_by_bole);
    let changes = tables.flat_map(|(table, description)| {
        VERBS.map(|(name, verb)| (format!("{name}{}", description.name), (verb, table)))
    });
    changes.collect()
});

impl Plan<'_> {
    /// The rows that the changes of an input like `{changes}` are about.
    pub(super) fn apply(&mut self, input: &Object) -> Vec<RowId> {
        let Some(changes) = self.given(input, "changes") else { return Vec::new() };
        let mut ids = Vec::new();
        self.within("changes", |plan| {
            for (index, change) in items(changes).iter().enumerate() {
                ids.extend(plan.within(&index, |plan| plan.one_change(change)));
            }
        });
        ids
    }

    fn one_change(&mut self, change: &Value) -> Option<RowId> {
        let object = self.object(change)?;
        let named = object.iter().next().filter(|_| object.len() == 1);
        let known =
            named.and_then(|(name, value)| Some((name, value, CHANGES.get(name.as_str())?)));
        let Some((name, value, &(verb, table))) = known else {
            let why = "write one change, such as `{createPerson: {…}}`";
            return self.refuse(UserErrorCode::Invalid, why);
        };
        self.within(name, |plan| match verb {
            Verb::Create => plan.create(table, value, None),
            Verb::Update => {
                let object = plan.object(value)?;
                plan.changed(table, object, None)
            }
            Verb::Upsert => plan.upsert_row(table, value),
            Verb::Delete => {
                let object = plan.object(value)?;
                plan.removed(table, object)
            }
        })
    }

    /// Takes away the row that an input like `{id, cascade, expectedVersion}` names.
    pub(super) fn removed(&mut self, table: usize, object: &Object) -> Option<RowId> {
        let id = self.find(table, object)?;
        self.expect(&id, object, EXPECTED)?;
        if is_true(object, "cascade") {
            self.cascade(&id);
        } else {
            self.within("id", |plan| plan.delete(&id))?;
        }
        Some(id)
    }

    /// What an input must give under a name.
    pub(super) fn given<'v>(&mut self, input: &'v Object, name: &str) -> Option<&'v Value> {
        match input.get(name) {
            Some(value) if *value != Value::Null => Some(value),
            _ => self.within(name, |plan| {
                plan.refuse(UserErrorCode::Required, format!("`{name}` must be given"))
            }),
        }
    }
}

/// Whether an input says so.
pub(super) fn is_true(input: &Object, name: &str) -> bool {
    matches!(input.get(name), Some(Value::Boolean(true)))
}

/// Whether an input wants to take rows along with others that go.
pub(super) fn cascades(input: &Object) -> bool {
    let changes = input.get("changes").map(items).unwrap_or_default();
    let inner = changes.iter().filter_map(|it| match it {
        Value::Object(change) => Some(change.values()),
        _ => None,
    });
    let mut inner = inner.flatten();
    let is_cascade = |it: &Value| matches!(it, Value::Object(it) if is_true(it, "cascade"));
    is_true(input, "cascade") || inner.any(is_cascade)
}
