//! Whether one row passes a filter: dearer a row than all at once, and nothing for the others.

use super::{refers, resolved, target_of, via, within};
use crate::{
    catalog::TABLES,
    engine::{
        Snapshot,
        request::{Filter, Quantity, Test},
    },
};

pub(super) fn passes(snapshot: &Snapshot, table: usize, filter: &Filter, row: u32) -> bool {
    let frame = snapshot.frame(table);
    match filter {
        Filter::And(filters) => filters.iter().all(|it| passes(snapshot, table, it, row)),
        Filter::Or(filters) => filters.iter().any(|it| passes(snapshot, table, it, row)),
        Filter::Not(filter) => !passes(snapshot, table, filter, row),
        Filter::Key(Test::Text(text)) => text.passes(frame.key(row)),
        Filter::Key(test) => *test == Test::IsNull(false),
        Filter::Field(field, test) => {
            let column = frame.column(*field);
            match test {
                Test::IsNull(is_null) => column.is_null(row) == *is_null,
                Test::Ints(spans) => column.int(row).is_some_and(|it| within(spans, it)),
                Test::Floats(spans) => column.float(row).is_some_and(|it| within(spans, it)),
                Test::Text(wanted) => column.forms(row).any(|it| wanted.passes(it)),
                Test::Refers(ids) => {
                    let kind = TABLES[table].fields[*field].kind;
                    refers(column, kind, row, &resolved(snapshot, ids))
                }
            }
        }
        Filter::Via(field, filter) => {
            let target = target_of(table, *field);
            frame.column(*field).targets(row).any(|it| passes(snapshot, target, filter, it))
        }
        Filter::Linked(link, filter, quantity) => {
            let (from, _) = via(table, *link);
            let mut rows = frame.linked(*link, row).iter();
            let passes = |row: u32| passes(snapshot, from, filter, row);
            match quantity {
                Quantity::Some => rows.any(passes),
                Quantity::None => !rows.any(passes),
                Quantity::Every => rows.all(passes),
                Quantity::Between(low, high) => {
                    let count = super::super::row_number(rows.filter(|it| passes(*it)).count());
                    (low..=high).contains(&&count)
                }
            }
        }
    }
}
