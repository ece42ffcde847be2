//! Search against an oracle that looks at every row, and against itself after changes.

pub(super) mod naive;

use std::collections::BTreeMap;

use bole::{
    catalog::{Change, Edit, Row, place},
    engine::{
        Snapshot,
        filter::matching,
        request::{Filter, Reach, Search},
        search::{FIRST_MAX, Found, named_tables},
    },
    generate,
};
use proptest::prelude::*;

use super::{graphs, graphs::Dice, keys, snapshot};

const CASES: u32 = 100;

/// Words that are in the graphs, are like some in them, or are not.
pub(super) const WORDS: &[&str] = &[
    "Ada",
    "ADA",
    "Bo",
    "bo",
    "王海峰",
    "海峰",
    "王",
    "峰",
    "Éva",
    "eva",
    "ev",
    "a",
    "wang",
    "haifeng",
    "wanghaifeng",
    "hiafeng",
    "wanghaifen",
    "haife",
    "yu",
    "adabo",
    "zzz",
    "王海锋",
    "王峰",
];

fn text(dice: &mut Dice) -> String {
    let words: Vec<&str> = (0..=dice.below(3)).map(|_| dice.pick(WORDS)).collect();
    words.join(dice.pick(&[" ", " ", "-"]))
}

fn asked(text: &str, types: &[usize], reach: Reach) -> Search {
    Search {
        text: text.to_owned(),
        reach,
        types: types.iter().map(|it| (*it, None)).collect(),
        first: FIRST_MAX,
    }
}

fn shown(snapshot: &Snapshot, found: &[Found]) -> Vec<String> {
    let shown = found.iter().map(|it| {
        let frame = snapshot.frame(it.table);
        format!("{}:{} {}", frame.table().name, frame.key(it.row), it.way.name())
    });
    shown.collect()
}

/// What is told of rows, with all that may differ.
fn told(snapshot: &Snapshot, found: Vec<Found>) -> Vec<(String, String, Option<String>)> {
    let shown = shown(snapshot, &found);
    shown.into_iter().zip(found).map(|(shown, it)| (shown, it.text, it.hint)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) })]

    #[test]
    fn rows_are_found_in_the_order_in_which_a_look_at_every_row_finds_them(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let rows = graphs::graph(&mut dice);
        let snapshot = snapshot(&rows);
        for _ in 0..6 {
            let text = text(&mut dice);
            let mut types: Vec<usize> = (0..3).map(|_| graphs::table(&mut dice)).collect();
            types.sort_unstable();
            types.dedup();
            let expected = naive::search(&rows, &types, &text);
            let found = snapshot.search(&asked(&text, &types, Reach::Everything)).unwrap();
            let expected: Vec<String> =
                expected.iter().take(FIRST_MAX).map(|(way, id)| format!("{id} {}", way.name())).collect();
            prop_assert_eq!(shown(&snapshot, &found), expected, "{}", text);

            let table = types[0];
            let all = matching(&snapshot, table, &Filter::Search(text.clone()));
            let mut keys = keys(&snapshot, table, all);
            keys.sort();
            let mut expected: Vec<String> = naive::search(&rows, &[table], &text)
                .into_iter()
                .map(|it| it.1.split_once(':').unwrap().1.to_owned())
                .collect();
            expected.sort();
            prop_assert_eq!(keys, expected, "as a filter: {}", text);
        }
    }

    #[test]
    fn a_search_after_changes_finds_what_it_finds_in_a_graph_built_anew(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let mut rows: BTreeMap<String, Row> = BTreeMap::new();
        rows.extend(graphs::graph(&mut dice).into_iter().map(|it| (it.id().to_string(), it)));
        let types: Vec<usize> = named_tables().chain([place("Employment")]).collect();
        let mut versions = vec![(snapshot(&rows.values().cloned().collect::<Vec<_>>()), rows.clone())];
        for _ in 0..5 {
            let changed = &versions.last().unwrap().0;
            if dice.below(2) == 0 {
                changed.search(&asked(&text(&mut dice), &types, Reach::Everything)).unwrap();
            }
            let edits = graphs::edits(&mut dice, &rows);
            let Ok(next) = changed.apply(&Change { edits: edits.clone() }) else { continue };
            for edit in edits {
                match edit {
                    Edit::Put(row) => drop(rows.insert(row.id().to_string(), row)),
                    Edit::Delete(id) => drop(rows.remove(&id.to_string())),
                }
            }
            versions.push((next, rows.clone()));
        }
        // Also such as were never asked before a later one was.
        while !versions.is_empty() {
            let (version, rows) = versions.swap_remove(dice.below(versions.len()));
            let anew = snapshot(&rows.values().cloned().collect::<Vec<_>>());
            for reach in [Reach::Names, Reach::Everything] {
                let asked = asked(&text(&mut dice), &types, reach);
                let found = told(&version, version.search(&asked).unwrap());
                prop_assert_eq!(found, told(&anew, anew.search(&asked).unwrap()), "{:?}", asked);
            }
        }
    }

    #[test]
    fn fewer_rows_are_the_first_of_more(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let snapshot = snapshot(&graphs::graph(&mut dice));
        let types: Vec<usize> = named_tables().collect();
        let mut asked = asked(&text(&mut dice), &types, Reach::Everything);
        let all = snapshot.search(&asked).unwrap();
        asked.first = dice.below(10);
        let few = snapshot.search(&asked).unwrap();
        prop_assert_eq!(&few[..], &all[..all.len().min(asked.first)]);
    }
}

/// People, of whom so many change at once, in so many changes.
const PEOPLE: u32 = 6_000;
const CHANGED: usize = 700;
const CHANGES: usize = 8;

#[test]
fn indexes_that_become_one_find_what_one_index_of_all_finds() {
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    rows.extend(generate::rows(PEOPLE, 3).map(|it| (it.id().to_string(), it)));
    let mut dice = Dice::new(1);
    let mut versions = vec![(snapshot(&rows.values().cloned().collect::<Vec<_>>()), rows.clone())];
    let types: Vec<usize> = named_tables().collect();
    for change in 0..CHANGES {
        let mut edits = Vec::new();
        for _ in 0..CHANGED {
            let other = format!("Person:p{:08}", dice.below(PEOPLE as usize));
            let changed = format!("Person:p{:08}", dice.below(PEOPLE as usize));
            let Row::Person(other) = &rows[&other] else { unreachable!() };
            let Row::Person(mut person) = rows[&changed].clone() else { unreachable!() };
            person.name = other.name.clone();
            rows.insert(changed, Row::Person(person.clone()));
            edits.push(Edit::Put(Row::Person(person)));
        }
        let changed = &versions.last().unwrap().0;
        if change % 3 == 0 {
            changed.prepare_search();
        }
        let next = changed.apply(&Change { edits }).unwrap();
        versions.push((next, rows.clone()));
    }
    let person = place("Person");
    for number in [CHANGES, 1, CHANGES - 1, 4] {
        let (version, rows) = &versions[number];
        let anew = snapshot(&rows.values().cloned().collect::<Vec<_>>());
        for text in ["wei", "王伟", "fang li", "smith 7", "jie-jie", "garcai", "li star systems"]
        {
            let asked = asked(text, &types, Reach::Everything);
            let found = told(version, version.search(&asked).unwrap());
            assert_eq!(found, told(&anew, anew.search(&asked).unwrap()), "{number} {text}");
            let filter = Filter::Search(text.to_owned());
            assert_eq!(
                keys(version, person, matching(version, person, &filter)),
                keys(&anew, person, matching(&anew, person, &filter)),
                "{number} {text}"
            );
        }
    }
}
