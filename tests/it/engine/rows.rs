//! Rows put together again from columns are the rows that were put.

use std::{borrow::Cow, collections::BTreeMap};

use bole::{
    catalog::{Cell, Change, Edit, Kind, Row, TABLES},
    engine::Snapshot,
    generate,
};
use proptest::prelude::*;

use super::{
    CASES,
    graphs::{self, Dice},
    snapshot,
};

/// Every row of a snapshot, by table and key.
fn rows_of(snapshot: &Snapshot) -> Vec<Row> {
    let tables = 0..TABLES.len();
    let numbers = tables.flat_map(|table| {
        let frame = snapshot.frame(table);
        frame.by_key().iter().map(move |row| (table, row))
    });
    numbers.map(|(table, row)| snapshot.row(table, row)).collect()
}

/// The row with every reference of a list named once, the first time.
fn named_once(row: &Row) -> Row {
    let table = row.table();
    let cells = TABLES[table].fields.iter().enumerate().map(|(field, description)| {
        match (description.kind, row.cell(field)) {
            (Kind::Refs(_), Cell::List(keys)) => {
                let mut once: Vec<Cow<'_, str>> = Vec::new();
                for key in keys {
                    if !once.contains(&key) {
                        once.push(key);
                    }
                }
                Cell::List(once)
            }
            (_, cell) => cell,
        }
    });
    Row::from_cells(table, row.key().clone(), cells).unwrap()
}

fn sorted(rows: impl IntoIterator<Item = Row>) -> Vec<Row> {
    let mut rows: Vec<Row> = rows.into_iter().collect();
    rows.sort_by_key(|it| (it.table(), it.key().clone()));
    rows
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) })]

    #[test]
    fn a_row_comes_back_as_it_was_put_at_first_or_by_a_change(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let mut rows: BTreeMap<String, Row> = BTreeMap::new();
        rows.extend(graphs::graph(&mut dice).into_iter().map(|it| (it.id().to_string(), it)));
        let built = snapshot(&rows.values().cloned().collect::<Vec<_>>());
        prop_assert_eq!(rows_of(&built), sorted(rows.values().map(named_once)));
        let edits = graphs::edits(&mut dice, &rows);
        let Ok(changed) = built.apply(&Change { edits: edits.clone() }) else { return Ok(()) };
        for edit in edits {
            match edit {
                Edit::Put(row) => drop(rows.insert(row.id().to_string(), row)),
                Edit::Delete(id) => drop(rows.remove(&id.to_string())),
            }
        }
        prop_assert_eq!(rows_of(&changed), sorted(rows.values().map(named_once)));
    }
}

#[test]
fn every_row_of_the_seed_and_of_a_generated_graph_comes_back() {
    let seed = bole::import::folder(crate::graph::seed()).unwrap().edits;
    let seed = seed.into_iter().filter_map(|it| match it {
        Edit::Put(row) => Some(row),
        Edit::Delete(_) => None,
    });
    for rows in [seed.collect::<Vec<_>>(), generate::rows(300, 7).collect()] {
        assert_eq!(rows_of(&snapshot(&rows)), sorted(rows));
    }
}
