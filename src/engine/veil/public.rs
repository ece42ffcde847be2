//! The graph as it is without private pay.

use std::{
    collections::HashSet,
    sync::{Arc, LazyLock, OnceLock},
};

use roaring::RoaringBitmap;

use super::{TABLE, is_private_row};
use crate::{
    catalog::{Cell, Change, Edit, Kind, RowId, TABLES, place},
    engine::{
        Frame, Snapshot, apply::last_of, build::links_back, column::Resolved, sorted::Sorted,
    },
};

/// Whether a row of the table of pay is private.
type IsPrivate<'p> = dyn Fn(&Frame, u32) -> bool + 'p;

/// A snapshot without private pay, and without what refers to it.
pub fn without_private(full: &Snapshot) -> Snapshot {
    without(full, &is_private_row)
}

/// An earlier snapshot without pay that was private then, or is in the present one.
pub(super) fn of_past(full: &Snapshot, present: &Snapshot) -> Snapshot {
    let table = place(TABLE);
    without(full, &|frame, row| {
        let is_now = |row: u32| is_private_row(present.frame(table), row);
        is_private_row(frame, row) || present.find(table, frame.key(row)).is_some_and(is_now)
    })
}

fn without(full: &Snapshot, is_private: &IsPrivate<'_>) -> Snapshot {
    let ways = &*WAYS;
    let mut public = full.clone();
    for table in (0..TABLES.len()).filter(|it| may_be_veiled(ways, *it)) {
        let live = full.frame(table).live().iter();
        let veiled = live.filter(|it| is_veiled_by(is_private, full, (table, *it)));
        let veiled: RoaringBitmap = veiled.collect();
        take_out(&mut public, table, &veiled);
    }
    public
}

/// The same; the snapshot itself where nothing is private.
pub(super) fn public_of(full: &Arc<Snapshot>) -> Arc<Snapshot> {
    let ways = &*WAYS;
    let is_any = (0..TABLES.len())
        .filter(|it| may_be_veiled(ways, *it))
        .any(|table| full.frame(table).live().iter().any(|it| is_veiled(full, (table, it))));
    if is_any { Arc::new(without_private(full)) } else { Arc::clone(full) }
}

/// What `public` is after a change that made `full` of `before`, and the change that made it of what
/// it was; `None` where it was made anew.
pub(super) fn next(
    (before, public): (&Arc<Snapshot>, &Arc<Snapshot>),
    full: &Arc<Snapshot>,
    change: &Change,
) -> (Arc<Snapshot>, Option<Change>) {
    let ways = &*WAYS;
    let edits = last_of(change);
    let is_shown = |id: &RowId| {
        let row = find(full, id);
        row.is_some_and(|it| !is_veiled(full, it))
    };
    let shown: Vec<bool> = edits.iter().map(|it| is_shown(&it.id())).collect();
    let is_put = |edit: &Edit| matches!(edit, Edit::Put(_));
    let all_shown = edits.iter().zip(&shown).all(|(edit, shown)| *shown || !is_put(edit));
    if Arc::ptr_eq(before, public) {
        let public = if all_shown { Arc::clone(full) } else { Arc::new(without_private(full)) };
        return (public, None);
    }
    let turns = edits.iter().zip(&shown).any(|(edit, shown)| {
        let id = edit.id();
        find(before, &id).is_some() && find(public, &id).is_some() != *shown
    });
    if turns && others_turn((full, public), ways, &edits) {
        return (Arc::new(without_private(full)), None);
    }
    let mut own = Change::default();
    for (edit, shown) in edits.into_iter().zip(shown) {
        if shown {
            own.edits.push(edit.clone());
        } else if find(public, &edit.id()).is_some() {
            own.edits.push(Edit::Delete(edit.id()));
        }
    }
    // What the whole graph admits, its public part does too.
    match public.apply(&own) {
        Ok(next) => (Arc::new(next), Some(own)),
        Err(_) => (Arc::new(without_private(full)), None),
    }
}

/// Whether a row that no edit names is to be seen where it was not, or the other way round.
fn others_turn((full, public): (&Snapshot, &Snapshot), ways: &Ways, edits: &[&Edit]) -> bool {
    let named: HashSet<RowId> = edits.iter().map(|it| it.id()).collect();
    (0..TABLES.len()).filter(|it| may_be_veiled(ways, *it) && TABLES[*it].name != TABLE).any(
        |table| {
            let frame = full.frame(table);
            frame.live().iter().any(|row| {
                let was_shown = public.frame(table).find(frame.key(row)).is_some();
                was_shown == is_veiled(full, (table, row))
                    && !named.contains(&crate::engine::row_id(frame, row))
            })
        },
    )
}

fn find(snapshot: &Snapshot, id: &RowId) -> Option<(usize, u32)> {
    let table = place(id.table());
    snapshot.frame(table).find(id.key()).map(|row| (table, row))
}

/// By table: the fields by which its rows may refer to private pay, or to rows that do.
type Ways = Vec<Vec<usize>>;

fn may_be_veiled(ways: &Ways, table: usize) -> bool {
    TABLES[table].name == TABLE || !ways[table].is_empty()
}

/// Follows from the catalog alone.
static WAYS: LazyLock<Ways> = LazyLock::new(|| {
    let mut ways: Ways = vec![Vec::new(); TABLES.len()];
    loop {
        let next: Ways = TABLES
            .iter()
            .map(|table| {
                let fields = table.fields.iter().enumerate();
                let leads = fields.filter(|(_, it)| match it.kind {
                    Kind::Ref(to) | Kind::Refs(to) => may_be_veiled(&ways, place(to)),
                    Kind::AnyRef => true,
                    _ => false,
                });
                leads.map(|it| it.0).collect()
            })
            .collect();
        if next == ways {
            return ways;
        }
        ways = next;
    }
});

/// Whether only some may see a row: it is private pay, or refers to it, be it by way of others.
pub fn is_held_back(snapshot: &Snapshot, row: (usize, u32)) -> bool {
    is_veiled(snapshot, row)
}

/// Whether there may be such rows in a table.
pub fn may_be_held_back(table: usize) -> bool {
    may_be_veiled(&WAYS, table)
}

fn is_veiled(snapshot: &Snapshot, row: (usize, u32)) -> bool {
    is_veiled_by(&is_private_row, snapshot, row)
}

fn is_veiled_by(is_private: &IsPrivate<'_>, snapshot: &Snapshot, row: (usize, u32)) -> bool {
    let ways = &*WAYS;
    let mut open = vec![row];
    let mut met = HashSet::new();
    while let Some((table, row)) = open.pop() {
        let frame = snapshot.frame(table);
        if TABLES[table].name == TABLE && is_private(frame, row) {
            return true;
        }
        for field in &ways[table] {
            let column = frame.column(*field);
            let to = frame.target_of(*field);
            let targets = column.targets(row).map(|it| (to, it)).chain(column.any(row));
            open.extend(targets.filter(|it| may_be_veiled(ways, it.0) && met.insert(*it)));
        }
    }
    false
}

/// Takes many rows of a table out at once, to which only rows refer that are taken out as well.
fn take_out(snapshot: &mut Snapshot, table: usize, rows: &RoaringBitmap) {
    if rows.is_empty() {
        return;
    }
    let frame = snapshot.frame_mut(table);
    for field in 0..frame.columns.len() {
        for row in rows {
            frame.columns[field].set(row, Resolved::Cell(Cell::Null));
        }
        frame.orders[field] = OnceLock::new();
    }
    frame.live -= rows;
    let left: Vec<u32> = frame.by_key.iter().filter(|it| !rows.contains(*it)).collect();
    frame.by_key = Sorted::of(&left);
    // What is found by what these rows say, and how often others are referred to, is told anew.
    snapshot.layers[table] = Arc::default();
    let from = TABLES[table].name;
    for (target, description) in TABLES.iter().enumerate() {
        let links = description.links.iter().enumerate();
        for (link, it) in links.filter(|(_, it)| it.from == from) {
            let links = links_back(snapshot, target, it.from, it.via);
            snapshot.frame_mut(target).links[link] = links;
            snapshot.layers[target] = Arc::default();
        }
    }
}
