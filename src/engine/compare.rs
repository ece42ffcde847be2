//! Whether two snapshots hold the same graph.

use super::{Frame, Snapshot, row_id};
use crate::catalog::{Kind, place};

/// The first row that is of another version in the other snapshot, which has the same rows.
pub(super) fn versions((one, other): (&Snapshot, &Snapshot), table: usize) -> Option<String> {
    let (left, right) = (one.frame(table), other.frame(table));
    let mut rows = left.by_key().iter().zip(right.by_key().iter());
    let differs = |(row, twin): &(u32, u32)| left.version(*row) != right.version(*twin);
    rows.find(differs).map(|(row, _)| format!("the version of {}", row_id(left, row)))
}

/// The first difference in one table.
pub(super) fn frames((one, other): (&Snapshot, &Snapshot), table: usize) -> Option<String> {
    let (left, right) = (one.frame(table), other.frame(table));
    let name = left.table().name;
    if !left
        .by_key()
        .iter()
        .map(|it| left.key(it))
        .eq(right.by_key().iter().map(|it| right.key(it)))
    {
        return Some(format!("the keys of {name}"));
    }
    let rows = left.by_key().iter().zip(right.by_key().iter());
    for (row, twin) in rows.clone() {
        for field in 0..left.table().fields.len() {
            if text(one, left, field, row) != text(other, right, field, twin) {
                let name = left.table().fields[field].name;
                return Some(format!("{name} of {}", row_id(left, row)));
            }
        }
        for (link, description) in left.table().links.iter().enumerate() {
            let from = place(description.from);
            let keys = |snapshot: &Snapshot, frame: &Frame, row: u32| -> Vec<String> {
                let rows = frame.linked(link, row).iter();
                rows.map(|it| snapshot.frame(from).key(it).to_owned()).collect()
            };
            if keys(one, left, row) != keys(other, right, twin) {
                return Some(format!("{} of {}", description.name, row_id(left, row)));
            }
        }
    }
    for field in 0..left.table().fields.len() {
        if !left.table().fields[field].kind.is_ordered() || left.orders[field].get().is_none() {
            continue;
        }
        let keys = |frame: &Frame| -> Vec<String> {
            let order = frame.order(field);
            order
                .valued
                .iter()
                .chain(order.nulls.iter())
                .map(|it| frame.key(it).to_owned())
                .collect()
        };
        if keys(left) != keys(right) {
            return Some(format!("the order of {name} by {}", left.table().fields[field].name));
        }
    }
    let external = left.table().fields.iter().position(|it| it.kind == Kind::ExternalKeys)?;
    rows.flat_map(|(row, _)| left.column(external).forms(row)).find_map(|key| {
        let found = |frame: &Frame| frame.find_external(key).map(|it| frame.key(it).to_owned());
        (found(left) != found(right)).then(|| format!("the row with the external key {key}"))
    })
}

/// A value as text, with the keys of what it refers to.
fn text(snapshot: &Snapshot, frame: &Frame, field: usize, row: u32) -> String {
    let column = frame.column(field);
    let forms: Vec<&str> = column.forms(row).collect();
    let key = |table: usize, row: u32| snapshot.frame(table).key(row).to_owned();
    let targets: Vec<String> = match frame.table().fields[field].kind {
        Kind::Ref(name) | Kind::Refs(name) => {
            column.targets(row).map(|it| key(place(name), it)).collect()
        }
        _ => column
            .any(row)
            .map(|(table, it)| format!("{table}:{}", key(table, it)))
            .into_iter()
            .collect(),
    };
    format!(
        "{:?} {:?} {:?} {forms:?} {targets:?}",
        column.int(row),
        column.float(row),
        column.local(row)
    )
}
