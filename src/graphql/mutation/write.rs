//! Rows as clients write them: new ones, and changes of those that are there.

use std::borrow::Cow;

use async_graphql::Value;

use super::{
    find::EXPECTED,
    plan::{Back, Object, Plan},
    value::{items, text, written},
};
use crate::{
    catalog::{
        Kind, Row, RowId, TABLES, Texts, Written, enums::UserErrorCode, place, rules::Around,
        value::excerpt,
    },
    graphql::{
        members::{Member, member},
        names::camel,
        select::row_id,
    },
};

/// What is written of a row.
struct Draft {
    table: usize,
    texts: Texts<'static>,
    /// Fields with a problem that has been told.
    faulty: Vec<usize>,
}

/// Whether a row's key may stand among its fields.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keyed {
    Yes,
    No,
}

impl Plan<'_> {
    /// A new row, linked to the one it stands in; `None` where it gets no id.
    pub(super) fn create(
        &mut self,
        table: usize,
        value: &Value,
        back: Option<&Back>,
    ) -> Option<RowId> {
        let object = self.object(value)?;
        let mut draft = Draft { table, texts: Texts::default(), faulty: Vec::new() };
        self.overlay(&mut draft, object, Keyed::Yes);
        if let Some(back) = back {
            draft.link(back);
        }
        let id = self.new_id(&draft, object)?;
        self.settle(&id, draft);
        self.links(&id, object);
        Some(id)
    }

    /// The row with some of its fields written anew: those that are absent stay as they are.
    pub(super) fn update(&mut self, id: &RowId, patch: &Value) -> Option<()> {
        self.overwrite(id, patch, Keyed::No)
    }

    /// As [`Plan::update`], of the fields of a row that may have its key among them.
    pub(super) fn replace(&mut self, id: &RowId, fields: &Value) -> Option<()> {
        self.overwrite(id, fields, Keyed::Yes)
    }

    fn overwrite(&mut self, id: &RowId, fields: &Value, keyed: Keyed) -> Option<()> {
        let object = self.object(fields)?;
        // A row that could not be made in the same request has been told of.
        let row = self.row(id)?;
        let mut draft = Draft { table: row.table(), texts: row.texts(), faulty: Vec::new() };
        self.overlay(&mut draft, object, keyed);
        self.settle(id, draft);
        self.links(id, object);
        Some(())
    }

    /// Changes the row that an input like `{id, patch, expectedVersion}` names; of those that refer
    /// to the one it stands in, where it stands in one.
    pub(super) fn changed(
        &mut self,
        table: usize,
        object: &Object,
        back: Option<&Back>,
    ) -> Option<RowId> {
        let id = self.find(table, object)?;
        self.within("id", |plan| plan.belongs(&id, back))?;
        self.expect(&id, object, EXPECTED)?;
        match object.get("patch") {
            Some(patch) => {
                self.within("patch", |plan| plan.update(&id, patch))?;
                Some(id)
            }
            None => {
                let why = "give `patch`: the fields to write, such as `{note: {en: \"…\"}}`";
                self.refuse(UserErrorCode::Required, why)
            }
        }
    }

    fn belongs(&mut self, id: &RowId, back: Option<&Back>) -> Option<()> {
        let Some(back) = back else { return Some(()) };
        let refers = |row: Row| row.references(back.field).contains(&back.parent);
        if self.row(id).is_none_or(refers) {
            return Some(());
        }
        let why = format!("`{id}` does not refer to `{}`: name one that does", back.parent);
        self.refuse(UserErrorCode::NotFound, why)
    }

    /// Writes what is given over what is there.
    fn overlay(&mut self, draft: &mut Draft, object: &Object, keyed: Keyed) {
        for (name, value) in object {
            self.within(name, |plan| match member(draft.table, name) {
                Some(Member::Field(field)) => {
                    if plan.field(draft, field, value).is_none() {
                        draft.faulty.push(field);
                    }
                }
                Some(Member::Link(_)) => (),
                Some(Member::Key) if keyed == Keyed::Yes => (),
                Some(Member::Key) => {
                    let why = "a key is for good: make a new row, and delete this one";
                    plan.refuse::<()>(UserErrorCode::Invalid, why);
                }
                _ => {
                    let row = TABLES[draft.table].name;
                    let why = format!("`{name}` is no field of {row} that can be written");
                    plan.refuse::<()>(UserErrorCode::Invalid, why);
                }
            });
        }
    }

    /// Writes one field; `None` where what is given has a problem.
    fn field(&mut self, draft: &mut Draft, field: usize, value: &Value) -> Option<()> {
        let description = &TABLES[draft.table].fields[field];
        let name = description.name;
        match description.kind {
            Kind::LocalText => return self.local(draft, field, value),
            Kind::Ref(_) | Kind::AnyRef if *value == Value::Null => {
                draft.texts.put(name, Written::Nothing);
            }
            Kind::Ref(target) => {
                let id = self.reference(place(target), value)?;
                draft.texts.put(name, Written::One(Cow::Owned(id.key().to_owned())));
            }
            Kind::Refs(target) => {
                let mut keys = Vec::new();
                for (index, item) in items(value).iter().enumerate() {
                    let id = self.within(&index, |plan| plan.reference(place(target), item))?;
                    if !keys.iter().any(|it| it == id.key()) {
                        keys.push(id.key().to_owned());
                    }
                }
                draft.texts.put(name, Written::Many(keys));
            }
            Kind::AnyRef => {
                let id = self.taken(row_id(&camel(name), value, None))?;
                let id = self.meant(id);
                draft.texts.put(name, Written::One(Cow::Owned(id.to_string())));
            }
            kind => {
                let written = self.taken(written(kind, value))?;
                draft.texts.put(name, written);
            }
        }
        Some(())
    }

    /// Writes one form of a text in two languages, or both.
    fn local(&mut self, draft: &mut Draft, field: usize, value: &Value) -> Option<()> {
        let description = &TABLES[draft.table].fields[field];
        let columns = (description.columns)(description.name);
        if *value == Value::Null {
            for column in &columns {
                draft.texts.put(column, Written::Nothing);
            }
            return Some(());
        }
        let mut outcome = Some(());
        for (name, value) in self.object(value)? {
            let form = self.within(name, |plan| {
                let column = match name.as_str() {
                    "en" => 0,
                    "zh" => 1,
                    _ => {
                        let why = format!("`{name}` is no language: write `en` or `zh`");
                        return plan.refuse(UserErrorCode::Invalid, why);
                    }
                };
                let written = plan.taken(written(description.kind, value))?;
                draft.texts.put(&columns[column], written);
                Some(())
            });
            outcome = outcome.and(form);
        }
        outcome
    }

    /// The row that a reference is to lead to; it may be made or changed on the way.
    fn reference(&mut self, table: usize, value: &Value) -> Option<RowId> {
        let object = self.object(value)?;
        let Some((way, value)) = object.iter().next().filter(|_| object.len() == 1) else {
            let one = TABLES[table].name;
            let why = format!(
                "name one row in one way, such as `{{id: \"{one}:…\"}}`, or make one with `create`"
            );
            return self.refuse(UserErrorCode::Invalid, why);
        };
        self.within(way, |plan| match way.as_str() {
            "id" => {
                let id = plan.taken(row_id("id", value, Some(TABLES[table].name)))?;
                Some(plan.meant(id))
            }
            "key" => plan.id_of_key(table, value).map(|it| plan.meant(it)),
            "externalKey" => {
                let key = plan.taken(text(value))?;
                let key: crate::catalog::value::ExternalKey = plan.taken(key.parse())?;
                plan.of_external_key(table, &key.to_string())
            }
            "create" => plan.deeper(|plan| plan.create(table, value, None)),
            "update" => plan.deeper(|plan| {
                let object = plan.object(value)?;
                plan.changed(table, object, None)
            }),
            _ => {
                let why = "write one of `id`, `key`, `externalKey`, `create` and `update`";
                plan.refuse(UserErrorCode::Invalid, why)
            }
        })
    }

    /// The id of a new row: of the key it is given, or of one that is made.
    fn new_id(&mut self, draft: &Draft, object: &Object) -> Option<RowId> {
        let Some(key) = object.get("key").filter(|it| **it != Value::Null) else {
            return Some(self.made_id(draft.table, &draft.texts));
        };
        self.within("key", |plan| {
            let id = plan.id_of_key(draft.table, key)?;
            let meant = plan.meant(id.clone());
            if meant != id {
                let why = format!(
                    "`{id}` leads to `{meant}`, into which it was merged: update that, or give \
                     another key"
                );
                return plan.refuse(UserErrorCode::Taken, why);
            }
            if !plan.exists(&id) {
                return Some(id);
            }
            let why = format!("`{id}` exists already: update it, or give another key");
            plan.refuse(UserErrorCode::Taken, why)
        })
    }

    /// Reads the row, and stages it.
    fn settle(&mut self, id: &RowId, mut draft: Draft) {
        draft.texts.put("key", Written::One(Cow::Owned(id.key().to_owned())));
        match Row::read(draft.table, &draft.texts) {
            Ok(row) if draft.faulty.is_empty() => self.stage(id, Some(row)),
            read => {
                for fault in read.err().into_iter().flatten() {
                    self.fault(&draft, &fault.name, &fault.reason);
                }
                self.stage(id, None);
            }
        }
    }

    /// Tells of a column that could not be read, unless its field has been told of.
    fn fault(&mut self, draft: &Draft, column: &str, reason: &str) {
        let fields = TABLES[draft.table].fields.iter().enumerate();
        let mut fields = fields.map(|(place, it)| (place, it, (it.columns)(it.name)));
        let Some((place, field, columns)) = fields.find(|it| it.2.iter().any(|it| it == column))
        else {
            return;
        };
        if draft.faulty.contains(&place) {
            return;
        }
        let is_empty = columns.iter().all(|it| *draft.texts.written(it) == Written::Nothing);
        let (code, reason) = if is_empty {
            (UserErrorCode::Required, format!("`{}` must be given", camel(field.name)))
        } else {
            (UserErrorCode::Invalid, reason.to_owned())
        };
        self.within(&camel(field.name), |plan| match (is_empty, columns.len()) {
            (false, 2) => {
                let form = if column == columns[0] { "en" } else { "zh" };
                plan.within(form, |plan| plan.refuse::<()>(code, reason));
            }
            _ => drop(plan.refuse::<()>(code, reason)),
        });
    }

    /// Makes, changes and deletes the rows that refer to this one, as its input says.
    fn links(&mut self, id: &RowId, object: &Object) {
        let table = place(id.table());
        for (name, value) in object {
            let Some(Member::Link(link)) = member(table, name) else { continue };
            if *value == Value::Null {
                continue;
            }
            let link = &TABLES[table].links[link];
            let from = place(link.from);
            let field = TABLES[from].field(link.via).expect("the catalog checks fields of links");
            let back = Back { field, parent: id.clone() };
            self.within(name, |plan| plan.link(from, value, &back));
        }
    }

    fn link(&mut self, from: usize, value: &Value, back: &Back) {
        let Some(object) = self.object(value) else { return };
        for (what, value) in object {
            self.within(what, |plan| {
                for (index, item) in items(value).iter().enumerate() {
                    plan.within(&index, |plan| plan.linked_row(from, (what, item), back));
                }
            });
        }
    }

    fn linked_row(&mut self, from: usize, (what, item): (&str, &Value), back: &Back) -> Option<()> {
        match what {
            "create" => self.deeper(|plan| plan.create(from, item, Some(back))).map(drop),
            "update" => self.deeper(|plan| {
                let object = plan.object(item)?;
                plan.changed(from, object, Some(back)).map(drop)
            }),
            "delete" => {
                let id = self.existing(from, item)?;
                self.belongs(&id, Some(back))?;
                self.delete(&id)
            }
            _ => {
                let why = format!("`{}`: write `create`, `update` or `delete`", excerpt(what));
                self.refuse(UserErrorCode::Invalid, why)
            }
        }
    }
}

impl Draft {
    /// Refers to the row it stands in, unless it says otherwise itself.
    fn link(&mut self, back: &Back) {
        let field = &TABLES[self.table].fields[back.field];
        let parent = &back.parent;
        let key = || Cow::Owned(parent.key().to_owned());
        let present = self.texts.written(field.name).clone();
        let written = match (field.kind, present) {
            (Kind::Refs(_), Written::Many(mut keys)) => {
                if !keys.iter().any(|it| it == parent.key()) {
                    keys.push(parent.key().to_owned());
                }
                Written::Many(keys)
            }
            (Kind::Refs(_), _) => Written::Many(vec![parent.key().to_owned()]),
            (Kind::AnyRef, Written::Nothing) => Written::One(Cow::Owned(parent.to_string())),
            (_, Written::Nothing) => Written::One(key()),
            (_, present) => present,
        };
        self.texts.put(field.name, written);
    }
}
