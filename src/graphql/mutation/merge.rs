//! Two rows that stand for one and the same, made one.

use async_graphql::Value;

use super::{
    plan::{Object, Plan},
    value::{items, text},
};
use crate::{
    catalog::{Edit, RowId, TABLES, enums::UserErrorCode, place},
    engine::{
        self,
        compute::Datum,
        merge::{self, Merged, NotMerged},
    },
    graphql::{
        members::{Member, member},
        names::camel,
        select::row_id,
    },
};

impl Plan<'_> {
    /// Makes one row of the two that an input like `{from, into}` names; gives the one that stays.
    pub(super) fn merge(&mut self, input: &Object) -> Option<(RowId, Merged)> {
        let (from, into) = (self.named(input, "from"), self.named(input, "into"));
        let (from, into) = (from?, into?);
        self.expect_both(input, [("from", &from), ("into", &into)])?;
        let taken = self.taken_of(input, place(into.table()))?;
        let mut merged = match merge::taking(self.snapshot, (&from, &into), &taken) {
            Ok(merged) => merged,
            Err(why) => return self.not_merged(&why),
        };
        for edit in std::mem::take(&mut merged.change.edits) {
            let id = edit.id();
            let name = if id == into { "into" } else { "from" };
            self.within(name, |plan| match edit {
                Edit::Put(row) => plan.stage(&id, Some(row)),
                Edit::Delete(_) => plan.unstage(&id),
            });
        }
        Some((into, merged))
    }

    /// The fields, by their places, whose values the row that stays takes from the other one.
    fn taken_of(&mut self, input: &Object, table: usize) -> Option<Vec<usize>> {
        let given = input.get("take").filter(|it| **it != Value::Null);
        let Some(given) = given else { return Some(Vec::new()) };
        self.within("take", |plan| {
            let entries = items(given).iter().enumerate();
            let places = entries.map(|(entry, name)| {
                plan.within(&entry, |plan| {
                    let name = plan.taken(text(name))?;
                    match member(table, name) {
                        Some(Member::Field(field)) => Some(field),
                        _ => {
                            let row = TABLES[table].name;
                            let why = format!("`{name}` is no field of {row} that holds a value");
                            plan.refuse(UserErrorCode::Invalid, why)
                        }
                    }
                })
            });
            let places: Vec<Option<usize>> = places.collect();
            places.into_iter().collect()
        })
    }

    /// Refuses where one of the two is of another version than the input expects.
    fn expect_both(&mut self, input: &Object, rows: [(&str, &RowId); 2]) -> Option<()> {
        let given = input.get("expectedVersions").filter(|it| **it != Value::Null);
        let Some(given) = given else { return Some(()) };
        self.within("expectedVersions", |plan| {
            let versions = plan.object(given)?;
            let expected = rows.map(|(name, id)| plan.expect(id, versions, name));
            expected.into_iter().collect()
        })
    }

    /// The row with the id under a name, or the one into which that was merged.
    fn named(&mut self, input: &Object, name: &str) -> Option<RowId> {
        let value = self.given(input, name)?;
        self.within(name, |plan| {
            let id = plan.taken(row_id(name, value, None))?;
            let table = place(id.table());
            match plan.snapshot.find(table, id.key()) {
                Some(row) => Some(engine::row_id(plan.snapshot.frame(table), row)),
                None => {
                    let why = format!("there is no row with the id `{id}`");
                    plan.refuse(UserErrorCode::NotFound, why)
                }
            }
        })
    }

    fn not_merged<T>(&mut self, why: &NotMerged) -> Option<T> {
        let code = match why {
            NotMerged::Missing(_) => UserErrorCode::NotFound,
            NotMerged::Tables { .. } | NotMerged::Same(_) | NotMerged::Redirect(_) => {
                UserErrorCode::Invalid
            }
            NotMerged::Tied(_) | NotMerged::Loop { .. } | NotMerged::Private { .. } => {
                UserErrorCode::Inconsistent
            }
            NotMerged::Large(_) => UserErrorCode::Limit,
        };
        self.within("from", |plan| plan.refuse(code, why.to_string()))
    }
}

/// What a merge came to, as the values of its payload after the row that stays.
pub(super) fn data(merged: Option<&Merged>) -> Vec<Datum> {
    let moved = merged.and_then(|it| i64::try_from(it.moved).ok()).unwrap_or_default();
    let filled = merged.map_or(&[][..], |it| &it.filled).iter().map(|it| camel(it)).collect();
    let kept = merged.map_or(&[][..], |it| &it.kept).iter();
    let kept = kept.map(|(field, value)| format!("{}: {value}", camel(field))).collect();
    let repeated = merged.map_or(&[][..], |it| &it.repeated).iter();
    let repeated = repeated.map(ToString::to_string).collect();
    vec![Datum::Int(moved), Datum::Texts(filled), Datum::Texts(kept), Datum::Texts(repeated)]
}
