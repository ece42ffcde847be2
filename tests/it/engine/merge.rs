//! Random merges of rows of random graphs, against each row rewritten by hand, and undone again.

use std::{borrow::Cow, collections::BTreeMap};

use bole::{
    catalog::{Cell, Change, Kind, Row, RowId, TABLES},
    engine::{
        Snapshot,
        merge::{self, NotMerged},
        request::{Filter, Test},
        revert::{self, Touched},
        veil,
    },
};
use proptest::prelude::*;

use super::{
    found,
    graphs::{self, Dice},
    snapshot,
};

fn rows_of(snapshot: &Snapshot) -> BTreeMap<String, Row> {
    let tables = 0..TABLES.len();
    let rows = tables.flat_map(|table| {
        let frame = snapshot.frame(table);
        frame.by_key().iter().map(move |row| snapshot.row(table, row))
    });
    rows.map(|it| (it.id().to_string(), it)).collect()
}

/// The row with `into` wherever it had `from`.
fn rewritten(row: &Row, from: &RowId, into: &RowId) -> Row {
    let table = row.table();
    let new = |name: &str, key: &str| {
        let is_it = name == from.table() && key == from.key();
        if is_it { into.key().to_owned() } else { key.to_owned() }
    };
    let fields = TABLES[table].fields.iter().enumerate();
    let texts: Vec<(usize, Vec<String>)> = fields
        .map(|(field, it)| {
            let keys = match (it.kind, row.cell(field)) {
                (Kind::Ref(name), Cell::Ref(key)) | (_, Cell::AnyRef(name, key)) => {
                    vec![new(name, key)]
                }
                (Kind::Refs(name), Cell::List(keys)) => {
                    let mut once = Vec::new();
                    for key in keys.iter().map(|it| new(name, it)) {
                        if !once.contains(&key) {
                            once.push(key);
                        }
                    }
                    once
                }
                _ => Vec::new(),
            };
            (field, keys)
        })
        .collect();
    let cells = texts.iter().map(|(field, keys)| match row.cell(*field) {
        Cell::Ref(_) => Cell::Ref(&keys[0]),
        Cell::AnyRef(name, _) => Cell::AnyRef(name, &keys[0]),
        Cell::List(_) if matches!(TABLES[table].fields[*field].kind, Kind::Refs(_)) => {
            Cell::List(keys.iter().map(|it| Cow::Borrowed(it.as_str())).collect())
        }
        cell => cell,
    });
    Row::from_cells(table, row.key().clone(), cells).unwrap()
}

/// What a change did to each row.
fn touched(before: &BTreeMap<String, Row>, change: &Change, after: &Snapshot) -> Vec<Touched> {
    let after = rows_of(after);
    let ids = change.edits.iter().map(|it| it.id().to_string());
    let ids: std::collections::BTreeSet<String> = ids.collect();
    let one = |id: &String| Touched {
        id: id.parse().unwrap(),
        before: before.get(id).cloned(),
        after: after.get(id).cloned(),
    };
    ids.iter().map(one).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn a_merge_moves_every_reference_and_can_be_undone(seed: u64) {
        let dice = &mut Dice::new(seed);
        let mut present = snapshot(&graphs::graph(dice));
        let mut merges: Vec<(RowId, RowId)> = Vec::new();
        for _ in 0..4 {
            let before = rows_of(&present);
            let table = TABLES[graphs::table(dice)].name;
            let ids: Vec<RowId> =
                before.values().map(Row::id).filter(|it| it.table() == table).collect();
            let (from, into) = (&ids[dice.below(ids.len())], &ids[dice.below(ids.len())]);
            let merged = match merge::change(&present, from, into) {
                Ok(merged) => merged,
                Err(why) => {
                    let is_same = matches!(why, NotMerged::Same(_));
                    prop_assert_eq!(is_same, from == into, "{}", why);
                    let is_private = |id: &RowId| veil::is_private(&before[&id.to_string()]);
                    let may = match why {
                        NotMerged::Private { .. } => is_private(from) && !is_private(into),
                        NotMerged::Loop { .. } => true,
                        _ => is_same,
                    };
                    prop_assert!(may, "{}", why);
                    continue;
                }
            };
            let next = present.apply(&merged.change).unwrap();
            let after = rows_of(&next);
            let mut moved = 0;
            for (id, row) in &before {
                if *id == from.to_string() {
                    prop_assert!(!after.contains_key(id));
                } else if *id != into.to_string() {
                    let expected = rewritten(row, from, into);
                    moved += u64::from(expected != *row && !matches!(row, Row::Redirect(_)));
                    prop_assert_eq!(&after[id], &expected);
                }
            }
            prop_assert_eq!(moved, merged.moved);
            let touched = touched(&before, &merged.change, &next);
            let undone = next.apply(&revert::change(&next, &touched).unwrap()).unwrap();
            prop_assert_eq!(undone.differs(&present), None);
            merges.push((from.clone(), into.clone()));
            present = next;
            for (old, _) in &merges {
                let (table, row) = present.redirected(old).unwrap();
                prop_assert_eq!(present.find(table, old.key()), Some(row));
                prop_assert!(present.frame(table).live().contains(row));
                // Filters by the old id and by the new one find the same, one by one and at once.
                let key = present.frame(table).key(row);
                let by = |key: &str| Filter::Key(graphs::equal(key));
                prop_assert_eq!(found(&present, table, &by(old.key())), [key]);
                let figures = bole::catalog::place("Figure");
                let about = TABLES[figures].field("about").unwrap();
                let about = |id: String| Filter::Field(about, Test::Refers(vec![id]));
                prop_assert_eq!(
                    found(&present, figures, &about(old.to_string())),
                    found(&present, figures, &about(format!("{}:{key}", old.table())))
                );
            }
        }
    }
}
