//! Whether one row passes a filter: dearer for each row than a scan, and free for all others.

use super::within;
use crate::engine::{
    Column, Snapshot,
    request::{Filter, Quantity, Test},
};

/// Tests values one by one, as long as its fuel lasts.
pub(super) struct Probe<'s> {
    pub(super) snapshot: &'s Snapshot,
    /// How many more values may be tested.
    pub(super) fuel: u64,
}

impl Probe<'_> {
    /// Whether `row` passes; `None` where the fuel did not last, or where it takes a scan to know.
    pub(super) fn passes(&mut self, table: usize, filter: &Filter, row: u32) -> Option<bool> {
        self.fuel = self.fuel.checked_sub(1)?;
        let frame = self.snapshot.frame(table);
        match filter {
            Filter::And(filters) => {
                for filter in filters {
                    if !self.passes(table, filter, row)? {
                        return Some(false);
                    }
                }
                Some(true)
            }
            Filter::Or(filters) => {
                for filter in filters {
                    if self.passes(table, filter, row)? {
                        return Some(true);
                    }
                }
                Some(false)
            }
            Filter::Not(filter) => self.passes(table, filter, row).map(|it| !it),
            Filter::Key(Test::Text(wanted)) => {
                let is_sought = |it: &String| self.snapshot.find(table, it) == Some(row);
                let is_meant = || wanted.is_direct() && wanted.sought.iter().any(is_sought);
                let has_redirects = self.snapshot.has_redirects();
                Some(wanted.passes(frame.key(row)) || (has_redirects && is_meant()))
            }
            Filter::Key(Test::IsNull(is_null)) => Some(!is_null),
            Filter::Key(test) => unreachable!("{test:?} is not for keys"),
            Filter::Field(field, test) => Some(self.field_passes((table, *field), test, row)),
            Filter::Via(field, filter) => {
                let target = frame.target_of(*field);
                for row in frame.column(*field).targets(row) {
                    if self.passes(target, filter, row)? {
                        return Some(true);
                    }
                }
                Some(false)
            }
            // A search finds all rows at once.
            Filter::Search(_) => None,
            Filter::Linked(link, filter, quantity) => {
                self.linked_passes((table, *link), filter, *quantity, row)
            }
        }
    }

    fn linked_passes(
        &mut self,
        (table, link): (usize, usize),
        filter: &Filter,
        quantity: Quantity,
        row: u32,
    ) -> Option<bool> {
        let frame = self.snapshot.frame(table);
        let from = frame.source_of(link);
        self.snapshot.note(from);
        let (mut passing, mut failing) = (0, 0);
        for row in frame.linked(link, row).iter() {
            if self.passes(from, filter, row)? {
                passing += 1;
            } else {
                failing += 1;
            }
            if quantity.is_settled(passing, failing) {
                break;
            }
        }
        Some(quantity.holds(passing, failing))
    }

    fn field_passes(&self, (table, field): (usize, usize), test: &Test, row: u32) -> bool {
        let frame = self.snapshot.frame(table);
        let column = frame.column(field);
        match test {
            Test::IsNull(is_null) => column.is_null(row) == *is_null,
            Test::Ints(spans) => column.int(row).is_some_and(|it| within(spans, it)),
            Test::Floats(spans) => column.float(row).is_some_and(|it| within(spans, it)),
            Test::Text(wanted) => column.forms(row).any(|it| wanted.passes(it)),
            Test::Refers(ids) if matches!(column, Column::AnyRefs(_)) => {
                column.any(row).is_some_and(|it| self.is_named(it, ids))
            }
            Test::Refers(ids) => {
                let target = frame.target_of(field);
                column.targets(row).any(|it| self.is_named((target, it), ids))
            }
        }
    }

    /// Whether one of `ids` is the row's.
    fn is_named(&self, (table, row): (usize, u32), ids: &[String]) -> bool {
        let frame = self.snapshot.frame(table);
        let name = frame.table().name;
        let is_redirected = |key: &str| {
            self.snapshot.has_redirects() && self.snapshot.find(table, key) == Some(row)
        };
        let of_table = ids.iter().filter_map(|it| it.split_once(':').filter(|it| it.0 == name));
        let mut keys = of_table.map(|it| it.1);
        keys.any(|it| it == frame.key(row) || is_redirected(it))
    }
}
