//! From rows of one table to rows of another, by the references between them.

use roaring::RoaringBitmap;

use super::ROWS_PER_PROBE;
use crate::{
    catalog::TABLES,
    engine::{Snapshot, column::Column},
};

/// So many references are looked at in a column in the time in which one row is put into a set
/// out of turn.
pub(super) const LOOKS_PER_PUT: u64 = 8;

/// A set of rows that come in ascending order.
pub(super) fn ascending(rows: impl IntoIterator<Item = u32>) -> RoaringBitmap {
    RoaringBitmap::from_sorted_iter(rows).expect("row numbers ascend")
}

/// Rows whose reference in `field` leads to one of `targets`, which are rows of the table `to`:
/// along the link back where there is one and they are few, else by a look at every reference.
pub(in crate::engine) fn referring(
    snapshot: &Snapshot,
    (table, field): (usize, usize),
    to: usize,
    targets: &RoaringBitmap,
) -> RoaringBitmap {
    let frame = snapshot.frame(table);
    let link = link_back(snapshot, (table, field), to);
    if let Some(link) = link.filter(|_| targets.len() * ROWS_PER_PROBE <= frame.live().len()) {
        let linked = |it| snapshot.frame(to).linked(link, it);
        let count: u64 = targets.iter().map(|it| linked(it).len() as u64).sum();
        if count * LOOKS_PER_PUT <= frame.live().len() {
            return set_of(targets.iter().flat_map(|it| linked(it).iter()).collect());
        }
    }
    let is_target = marks(targets, snapshot.frame(to).rows());
    // What stands for no row is beyond all rows.
    let is_target = |row: u32| is_target.get(row as usize).is_some_and(|it| *it);
    match frame.column(field) {
        Column::Refs(rows) => rows.rows_where(|it| is_target(*it)),
        Column::RefLists(lists) => lists.rows_where(|it| it.iter().any(|it| is_target(*it))),
        Column::AnyRefs(rows) => {
            rows.rows_where(|(table, row)| *table as usize == to && is_target(*row))
        }
        _ => unreachable!("{:?} refers to no rows", frame.table().fields[field].kind),
    }
}

/// The link of the table `to` that leads back along the reference in `field`.
pub(super) fn link_back(
    snapshot: &Snapshot,
    (table, field): (usize, usize),
    to: usize,
) -> Option<usize> {
    let from = snapshot.frame(table).table();
    let via = from.fields[field].name;
    TABLES[to].links.iter().position(|it| it.from == from.name && it.via == via)
}

/// Rows to which one of `sources` refers, along which `link` leads back.
pub(in crate::engine) fn referred(
    snapshot: &Snapshot,
    (table, link): (usize, usize),
    sources: &RoaringBitmap,
) -> RoaringBitmap {
    let rows = snapshot.frame(table).rows();
    let column = references(snapshot, table, link);
    let targets = sources.iter().flat_map(|it| targets(column, table, it));
    if sources.len() * LOOKS_PER_PUT <= u64::from(rows) {
        return set_of(targets.collect());
    }
    let mut bits = vec![0u8; (rows as usize).div_ceil(8)];
    targets.for_each(|it| bits[it as usize / 8] |= 1 << (it % 8));
    RoaringBitmap::from_lsb0_bytes(0, &bits)
}

/// By row of the table: how many of `sources` refer to it, along which `link` leads back.
pub(super) fn counts(
    snapshot: &Snapshot,
    (table, link): (usize, usize),
    sources: &RoaringBitmap,
) -> Vec<u32> {
    let column = references(snapshot, table, link);
    let mut counts = vec![0u32; snapshot.frame(table).rows() as usize];
    let targets = sources.iter().flat_map(|it| targets(column, table, it));
    targets.for_each(|it| counts[it as usize] += 1);
    counts
}

/// The references that a link of `table` goes back along.
fn references(snapshot: &Snapshot, table: usize, link: usize) -> &Column {
    let frame = snapshot.frame(table);
    let source = snapshot.frame(frame.source_of(link));
    let via = source.table().field(frame.table().links[link].via);
    source.column(via.expect("the catalog checks the fields of links"))
}

/// The rows of `table` that `row` refers to, each once.
fn targets(column: &Column, table: usize, row: u32) -> impl Iterator<Item = u32> {
    let any = column.any(row).filter(|it| it.0 == table).map(|it| it.1);
    column.targets(row).chain(any)
}

fn set_of(mut rows: Vec<u32>) -> RoaringBitmap {
    rows.sort_unstable();
    rows.dedup();
    ascending(rows)
}

/// By row, below `count`: whether it is one of `rows`.
fn marks(rows: &RoaringBitmap, count: u32) -> Vec<bool> {
    let mut marks = vec![false; count as usize];
    rows.iter().for_each(|it| marks[it as usize] = true);
    marks
}
