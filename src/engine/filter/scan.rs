//! All rows that pass a filter: each part of it is a scan of one column, and parts combine as sets.

use roaring::RoaringBitmap;

use super::{
    ROWS_PER_PROBE,
    join::{self, LOOKS_PER_PUT},
    probe::Probe,
    within,
};
use crate::{
    catalog::{RowId, TABLES, place},
    engine::{
        Column, Frame, Snapshot,
        request::{Case, Filter, Quantity, Test, TextMatch, TextTest},
        work::ROWS_PER_COMPUTATION,
    },
};

/// All rows of a table that pass a filter; some of them where the request is over. A filter across a
/// relation is evaluated once, for all rows of the other table.
pub fn matching(snapshot: &Snapshot, table: usize, filter: &Filter) -> RoaringBitmap {
    let frame = snapshot.frame(table);
    if !snapshot.goes_on() {
        return RoaringBitmap::new();
    }
    match filter {
        Filter::And(filters) => all_of(snapshot, table, filters),
        Filter::Or(filters) => {
            let found = filters.iter().map(|it| matching(snapshot, table, it));
            found.fold(RoaringBitmap::new(), |rows, it| rows | it)
        }
        Filter::Not(filter) => frame.live() - matching(snapshot, table, filter),
        Filter::Key(test) => keys_matching(snapshot, table, test),
        Filter::Field(field, Test::Refers(ids)) => referring(snapshot, (table, *field), ids),
        Filter::Field(field, test) => values_matching(frame, *field, test),
        Filter::Via(field, filter) => {
            let to = frame.target_of(*field);
            let targets = matching(snapshot, to, filter);
            join::referring(snapshot, (table, *field), to, &targets)
        }
        Filter::Linked(link, filter, quantity) => {
            let from = frame.source_of(*link);
            let passing = matching(snapshot, from, filter);
            linked_matching(snapshot, (table, *link), passing, *quantity)
        }
        Filter::Search(text) => snapshot.searched(table, text),
    }
}

/// How many rows a scan for `filter` looks at, roughly.
pub(super) fn cost(snapshot: &Snapshot, table: usize, filter: &Filter) -> u64 {
    let frame = snapshot.frame(table);
    let rows = u64::from(frame.rows());
    if let Some(few) = few(snapshot, table, filter) {
        return few.saturating_mul(LOOKS_PER_PUT).min(rows);
    }
    match filter {
        Filter::And(filters) | Filter::Or(filters) => {
            filters.iter().map(|it| cost(snapshot, table, it)).sum()
        }
        Filter::Not(filter) => cost(snapshot, table, filter),
        Filter::Key(test) if is_direct(test) => 0,
        Filter::Field(field, Test::Refers(_)) if has_links(table, *field) => 0,
        // It goes first, since nothing is gained by a look at single rows.
        Filter::Search(_) => 0,
        Filter::Key(_) | Filter::Field(..) => rows,
        Filter::Via(field, filter) => rows + cost(snapshot, frame.target_of(*field), filter),
        Filter::Linked(link, filter, _) => {
            let from = frame.source_of(*link);
            let sources = u64::from(snapshot.frame(from).rows());
            rows + sources + cost(snapshot, from, filter)
        }
    }
}

/// No less than the number of rows that pass, where they are found by keys and by the links that
/// lead on from those, without a scan.
fn few(snapshot: &Snapshot, table: usize, filter: &Filter) -> Option<u64> {
    let frame = snapshot.frame(table);
    match filter {
        Filter::And(filters) => filters.iter().filter_map(|it| few(snapshot, table, it)).min(),
        Filter::Key(Test::Text(wanted)) if wanted.is_direct() => Some(wanted.sought.len() as u64),
        Filter::Via(field, filter) => {
            let Filter::Key(Test::Text(wanted)) = single(filter) else { return None };
            let to = frame.target_of(*field);
            let link = join::link_back(snapshot, (table, *field), to)?;
            let target = snapshot.frame(to);
            let found = wanted.sought.iter().filter_map(|it| snapshot.find(to, it));
            let linked = found.map(|it| target.linked(link, it).len() as u64);
            wanted.is_direct().then(|| linked.sum())
        }
        Filter::Linked(link, filter, Quantity::Some) => {
            few(snapshot, frame.source_of(*link), filter)
        }
        _ => None,
    }
}

/// The one part of a filter that has but one.
fn single(filter: &Filter) -> &Filter {
    match filter {
        Filter::And(filters) if filters.len() == 1 => single(&filters[0]),
        filter => filter,
    }
}

/// How many rows of a column are read in the time that texts take beyond [`cost`], which tells how
/// the parts of a filter compare as they are scanned.
pub(super) fn cost_of_texts(snapshot: &Snapshot, table: usize, filter: &Filter) -> u64 {
    let frame = snapshot.frame(table);
    let rows = u64::from(frame.rows());
    match filter {
        Filter::And(filters) | Filter::Or(filters) => {
            let costs = filters.iter().map(|it| cost_of_texts(snapshot, table, it));
            costs.fold(0, u64::saturating_add)
        }
        Filter::Not(filter) => cost_of_texts(snapshot, table, filter),
        Filter::Key(test) if is_direct(test) => 0,
        Filter::Key(Test::Text(wanted)) | Filter::Field(_, Test::Text(wanted)) => {
            let sought = wanted.sought.len() as u64;
            rows.saturating_mul(ROWS_PER_COMPUTATION / 2 + sought)
        }
        Filter::Key(_) | Filter::Field(..) => 0,
        Filter::Via(field, filter) => cost_of_texts(snapshot, frame.target_of(*field), filter),
        Filter::Linked(link, filter, _) => cost_of_texts(snapshot, frame.source_of(*link), filter),
        Filter::Search(_) => rows.saturating_mul(2),
    }
}

/// Whether rows are found by their keys.
fn is_direct(test: &Test) -> bool {
    matches!(test, Test::Text(wanted) if wanted.is_direct())
}

impl TextTest {
    /// Whether a text passes only if it is one of those sought.
    pub(super) fn is_direct(&self) -> bool {
        self.matching == TextMatch::Equals && self.case == Case::Respected
    }
}

/// Whether links lead back along a reference, from whatever it may refer to.
fn has_links(table: usize, field: usize) -> bool {
    let description = TABLES[table];
    let field = description.fields[field].name;
    TABLES.iter().flat_map(|it| it.links).any(|it| it.from == description.name && it.via == field)
}

/// Rows that pass all filters: the cheapest goes first, and once few rows are left, only those are
/// looked at.
fn all_of(snapshot: &Snapshot, table: usize, filters: &[Filter]) -> RoaringBitmap {
    let mut filters: Vec<&Filter> = filters.iter().collect();
    filters.sort_by_cached_key(|it| cost(snapshot, table, it));
    let Some((first, others)) = filters.split_first() else {
        return snapshot.frame(table).live().clone();
    };
    others.iter().fold(matching(snapshot, table, first), |rows, filter| {
        let mut probe = Probe { snapshot, fuel: cost(snapshot, table, filter) / ROWS_PER_PROBE };
        match probed(&mut probe, table, filter, &rows) {
            Some(rows) => rows,
            None => rows & matching(snapshot, table, filter),
        }
    })
}

/// Those of `rows` that pass, unless that is too dear.
fn probed(
    probe: &mut Probe<'_>,
    table: usize,
    filter: &Filter,
    rows: &RoaringBitmap,
) -> Option<RoaringBitmap> {
    if rows.len() > probe.fuel {
        return rows.is_empty().then(RoaringBitmap::new);
    }
    let mut found = Vec::new();
    for row in rows {
        if probe.passes(table, filter, row)? {
            found.push(row);
        }
    }
    Some(join::ascending(found))
}

fn keys_matching(snapshot: &Snapshot, table: usize, test: &Test) -> RoaringBitmap {
    let frame = snapshot.frame(table);
    match test {
        Test::Text(wanted) if is_direct(test) => {
            wanted.sought.iter().filter_map(|it| snapshot.find(table, it)).collect()
        }
        Test::Text(wanted) => frame.keys.matching(|it| wanted.passes(it)) & frame.live(),
        Test::IsNull(true) => RoaringBitmap::new(),
        Test::IsNull(false) => frame.live().clone(),
        test => unreachable!("{test:?} is not for keys"),
    }
}

fn values_matching(frame: &Frame, field: usize, test: &Test) -> RoaringBitmap {
    let column = frame.column(field);
    let rows = match test {
        Test::IsNull(true) => column.nulls(),
        Test::IsNull(false) => return frame.live() - column.nulls(),
        Test::Ints(spans) => column.ints_where(|it| within(spans, it)),
        Test::Floats(spans) => column.floats_where(|it| within(spans, it)),
        Test::Text(wanted) => column.texts_where(|it| wanted.passes(it)),
        Test::Refers(_) => unreachable!("references are followed by links"),
    };
    rows & frame.live()
}

/// Rows that refer to one of the rows with these ids; ids of no row, or of another table
/// than the field refers to, lead nowhere.
fn referring(snapshot: &Snapshot, (table, field): (usize, usize), ids: &[String]) -> RoaringBitmap {
    let frame = snapshot.frame(table);
    let is_any = matches!(frame.column(field), Column::AnyRefs(_));
    let mut targets = vec![RoaringBitmap::new(); TABLES.len()];
    for id in ids.iter().filter_map(|it| it.parse::<RowId>().ok()) {
        let to = place(id.table());
        if is_any || to == frame.target_of(field) {
            targets[to].extend(snapshot.find(to, id.key()));
        }
    }
    let found = targets.iter().enumerate().filter(|(_, it)| !it.is_empty());
    let found = found.map(|(to, it)| join::referring(snapshot, (table, field), to, it));
    found.fold(RoaringBitmap::new(), |rows, it| rows | it)
}

fn linked_matching(
    snapshot: &Snapshot,
    (table, link): (usize, usize),
    passing: RoaringBitmap,
    quantity: Quantity,
) -> RoaringBitmap {
    let live = snapshot.frame(table).live();
    let referred = |sources: &RoaringBitmap| join::referred(snapshot, (table, link), sources);
    match quantity {
        Quantity::Some => referred(&passing),
        Quantity::None => live - referred(&passing),
        Quantity::Every => {
            let from = snapshot.frame(table).source_of(link);
            live - referred(&(snapshot.frame(from).live() - passing))
        }
        Quantity::Between(low, high) => {
            let counts = join::counts(snapshot, (table, link), &passing);
            let fits = |it: &u32| (low..=high).contains(&counts[*it as usize]);
            join::ascending(live.iter().filter(fits))
        }
    }
}
