//! The engine against an oracle: the same questions answered as naively as can be.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod asked;
mod careers;
mod evidence;
pub(crate) mod graphs;
mod grouped;
mod merge;
mod moves;
mod oracle;
mod paths;
mod pay;
mod rows;
mod search;

use std::collections::BTreeMap;

use bole::{
    catalog::{Change, Edit, Row, TABLES, place},
    engine::{
        Builder, Snapshot, cursor,
        filter::{Matcher, matching, passes},
        group::{Grouped, Origin},
        page::{Candidates, page},
        request::{Filter, From, Hop, KeyTree, Leaf, Order, Page, Test},
        work::{ROWS_LOOKED_AT_MAX, Work},
    },
};
use proptest::prelude::*;

use graphs::Dice;
use oracle::Cut;

const CASES: u32 = 300;

/// Rows of each table where few and many rows are treated in different ways.
const ROWS_MANY: usize = 600;
const CASES_MANY: u32 = 20;

fn snapshot(rows: &[Row]) -> Snapshot {
    let mut builder = Builder::default();
    for row in rows {
        builder.push(row);
    }
    builder.finish().unwrap()
}

fn keys(snapshot: &Snapshot, table: usize, rows: impl IntoIterator<Item = u32>) -> Vec<String> {
    let frame = snapshot.frame(table);
    rows.into_iter().map(|it| frame.key(it).to_owned()).collect()
}

/// The rows that a filter means, as the engine finds them: all at once, and one by one.
fn found(snapshot: &Snapshot, table: usize, filter: &Filter) -> Vec<String> {
    let frame = snapshot.frame(table);
    let all = matching(snapshot, table, filter);
    let rows: Vec<u32> = frame.by_key().iter().filter(|it| all.contains(*it)).collect();
    assert_eq!(rows.len() as u64, all.len(), "only rows that exist");
    let probed = frame.by_key().iter().filter(|it| passes(snapshot, table, filter, *it));
    assert_eq!(rows, probed.collect::<Vec<_>>(), "all at once and one by one: {filter:?}");
    // A few first, which are probed, then those that make it change its mind.
    let matcher = Matcher::new(snapshot, table, filter);
    let (few, many): (Vec<u32>, Vec<u32>) = (frame.by_key().iter().take(3).collect(), rows.clone());
    let expected: Vec<u32> = few.iter().copied().filter(|it| all.contains(*it)).collect();
    assert_eq!(matcher.of(few.into_iter()), expected, "few: {filter:?}");
    assert_eq!(matcher.of(many.into_iter()), rows, "many: {filter:?}");
    keys(snapshot, table, rows)
}

/// What a page shows of some candidates.
fn seen(
    snapshot: &Snapshot,
    table: usize,
    candidates: &Candidates<'_>,
    (order, asked): (&[Order], &Page),
) -> Cut {
    let found = page(snapshot.frame(table), candidates, order, asked, &Work::default());
    Cut {
        keys: keys(snapshot, table, found.rows),
        total: found.total,
        has_previous: found.has_previous,
        has_next: found.has_next,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) })]

    #[test]
    fn groups_are_those_that_are_made_row_by_row(seed in any::<u64>()) {
        let dice = &mut Dice::new(seed);
        let rows = graphs::graph(dice);
        let snapshot = snapshot(&rows);
        let table = graphs::table(dice);
        let work = Work::default();
        let today = crate::graph::today();
        let origin = Origin { snapshot: &snapshot, table, today, work: &work };
        grouped::compare(dice, &rows, origin);
    }

    #[test]
    fn filters_mean_the_rows_that_the_oracle_finds(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let rows = graphs::graph(&mut dice);
        let snapshot = snapshot(&rows);
        let oracle = oracle::Graph::new(&rows);
        for _ in 0..6 {
            let table = graphs::table(&mut dice);
            let filter = asked::filter(&mut dice, table, 3);
            prop_assert_eq!(
                found(&snapshot, table, &filter),
                oracle.keys(table, &filter),
                "{:?}", filter
            );
        }
    }

    #[test]
    fn pages_are_the_stretches_that_the_oracle_cuts(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let rows = graphs::graph(&mut dice);
        let snapshot = snapshot(&rows);
        let oracle = oracle::Graph::new(&rows);
        for _ in 0..6 {
            let table = graphs::table(&mut dice);
            let filter = (dice.below(2) == 0).then(|| asked::filter(&mut dice, table, 1));
            let order = asked::order(&mut dice, table);
            let all = oracle.ordered(table, filter.as_ref(), &order);
            let asked = asked::page(&mut dice, &snapshot, table, &order).unwrap();
            let expected = oracle::cut(&all, &order, &asked);
            let rows = filter.as_ref().map(|it| matching(&snapshot, table, it));
            let candidates = rows.as_ref().map_or(Candidates::All, Candidates::Some);
            let found = seen(&snapshot, table, &candidates, (&order, &asked));
            prop_assert_eq!(&found, &expected, "{:?} {:?}", order, asked);
            if let Some(rows) = rows {
                let by_key = snapshot.frame(table).by_key().iter();
                let list = Candidates::List(by_key.filter(|it| rows.contains(*it)).collect());
                let found = seen(&snapshot, table, &list, (&order, &asked));
                prop_assert_eq!(&found, &expected, "{:?} {:?}", order, asked);
            }
        }
    }

    #[test]
    fn pages_of_linked_rows_are_pages_of_those_that_refer_to_the_row(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let rows = graphs::graph(&mut dice);
        let snapshot = snapshot(&rows);
        let oracle = oracle::Graph::new(&rows);
        for _ in 0..6 {
            let table = graphs::table(&mut dice);
            let links = TABLES[table].links;
            if links.is_empty() {
                continue;
            }
            let link = dice.below(links.len());
            let frame = snapshot.frame(table);
            let row = u32::try_from(dice.below(frame.rows() as usize)).unwrap();
            let from = frame.source_of(link);
            let via = TABLES[from].field(links[link].via).unwrap();
            let id = format!("{}:{}", TABLES[table].name, frame.key(row));
            let order = asked::order(&mut dice, from);
            let filter = Filter::Field(via, Test::Refers(vec![id]));
            let all = oracle.ordered(from, Some(&filter), &order);
            let Some(asked) = asked::page(&mut dice, &snapshot, from, &order) else { continue };
            let candidates = Candidates::Linked(frame.linked(link, row));
            let found = seen(&snapshot, from, &candidates, (&order, &asked));
            prop_assert_eq!(found, oracle::cut(&all, &order, &asked), "{:?} {:?}", order, asked);
        }
    }

    #[test]
    fn a_walk_by_cursors_meets_every_row_once_from_either_end(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let rows = graphs::graph(&mut dice);
        let snapshot = snapshot(&rows);
        let table = graphs::table(&mut dice);
        let order = asked::order(&mut dice, table);
        let all = oracle::Graph::new(&rows).ordered(table, None, &order);
        let all: Vec<String> = all.iter().map(|it| it.key().to_string()).collect();
        for from in [From::Start, From::End] {
            prop_assert_eq!(&walked(&snapshot, table, &order, from), &all);
        }
    }

    #[test]
    fn a_snapshot_after_changes_is_the_one_that_is_built_anew(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let mut rows: BTreeMap<String, Row> = BTreeMap::new();
        rows.extend(graphs::graph(&mut dice).into_iter().map(|it| (it.id().to_string(), it)));
        let mut changed = snapshot(&rows.values().cloned().collect::<Vec<_>>());
        for _ in 0..4 {
            // Orders that exist are kept up; those that do not are made when asked for.
            let table = graphs::table(&mut dice);
            let fields = TABLES[table].fields;
            (0..fields.len()).filter(|it| fields[*it].kind.is_ordered()).for_each(|it| {
                changed.frame(table).order(it);
            });
            let edits = graphs::edits(&mut dice, &rows);
            let Ok(next) = changed.apply(&Change { edits: edits.clone() }) else { continue };
            for edit in edits {
                match edit {
                    Edit::Put(row) => drop(rows.insert(row.id().to_string(), row)),
                    Edit::Delete(id) => drop(rows.remove(&id.to_string())),
                }
            }
            let anew = snapshot(&rows.values().cloned().collect::<Vec<_>>());
            prop_assert_eq!(next.differs(&anew), None);
            changed = next;
        }
        let all: Vec<Row> = rows.into_values().collect();
        let table = graphs::table(&mut dice);
        let filter = asked::filter(&mut dice, table, 3);
        let expected = oracle::Graph::new(&all).keys(table, &filter);
        prop_assert_eq!(found(&changed, table, &filter), expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES_MANY) })]

    #[test]
    fn among_many_rows_every_way_to_find_them_gives_the_same(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let snapshot = snapshot(&graphs::graph_of(&mut dice, ROWS_MANY));
        for _ in 0..10 {
            let table = graphs::table(&mut dice);
            let filter = asked::filter(&mut dice, table, 3);
            found(&snapshot, table, &filter);
            let rows = matching(&snapshot, table, &filter);
            let by_key = snapshot.frame(table).by_key().iter();
            let list = Candidates::List(by_key.filter(|it| rows.contains(*it)).collect());
            for _ in 0..10 {
                let order = asked::order(&mut dice, table);
                let asked = asked::page(&mut dice, &snapshot, table, &order).unwrap();
                let walked = seen(&snapshot, table, &Candidates::Some(&rows), (&order, &asked));
                let compared = seen(&snapshot, table, &list, (&order, &asked));
                prop_assert_eq!(walked, compared, "{:?} {:?} {:?}", filter, order, asked);
            }
        }
    }
}

/// All keys in the order that pages of three rows give them, in the order of the pages' rows.
fn walked(snapshot: &Snapshot, table: usize, order: &[Order], from: From) -> Vec<String> {
    let frame = snapshot.frame(table);
    let mut asked = Page { limit: 3, from, ..Page::default() };
    let mut pages: Vec<Vec<String>> = Vec::new();
    loop {
        let found = page(frame, &Candidates::All, order, &asked, &Work::default());
        pages.push(keys(snapshot, table, found.rows.iter().copied()));
        let (more, edge) = match from {
            From::Start => (found.has_next, found.rows.last()),
            From::End => (found.has_previous, found.rows.first()),
        };
        let Some(edge) = edge.filter(|_| more) else { break };
        // Through its text, as clients give it back.
        let text = cursor::encode(frame.table(), order, &cursor::of(frame, order, *edge));
        let place = Some(cursor::decode(frame.table(), order, &text).unwrap());
        match from {
            From::Start => asked.after = place,
            From::End => asked.before = place,
        }
    }
    if from == From::End {
        pages.reverse();
    }
    pages.concat()
}

#[test]
fn values_that_ways_lead_to_are_counted_among_what_a_request_looks_at() {
    let (_dir, live) = crate::graph::seeded();
    let (snapshot, work) = (live.snapshot(), Work::default());
    let table = place("Person");
    let origin = Origin { snapshot: &snapshot, table, today: crate::graph::today(), work: &work };
    let link = TABLES[table].link("employments").unwrap();
    let behind = KeyTree { leaves: vec![(0, Leaf::Row)], branches: vec![] };
    let tree = KeyTree { leaves: vec![], branches: vec![(Hop::Linked(link), behind)] };
    let rows: Vec<u32> = snapshot.frame(table).live().iter().collect();
    assert!(Grouped::new(origin, &tree, &rows).is_ok());
    assert!(work.look(ROWS_LOOKED_AT_MAX).is_err(), "there is no room left");
    let refusal = Grouped::new(origin, &tree, &rows).unwrap_err().to_string();
    assert!(refusal.contains(&ROWS_LOOKED_AT_MAX.to_string()), "{refusal}");
}
