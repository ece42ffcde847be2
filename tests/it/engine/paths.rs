//! Chains between people, against an oracle that looks at every pair, and on graphs made for them.

use std::collections::{BTreeMap, BTreeSet};

use bole::{
    catalog::{Row, enums::TieKind, place},
    engine::{
        Snapshot,
        paths::{self, BOUNDS, Bounds, Paths, PathsAsked},
    },
};
use proptest::prelude::*;

use super::{
    CASES,
    careers::{self, made},
    graphs::Dice,
    moves::oracle::{Dates, dates},
    snapshot,
};

/// A tie: its kind, the id of what ties, the years and whether they are certain.
type Tie = (TieKind, String, Option<u16>, Option<u16>, bool);
/// Ties of two people, by their keys.
type Ties = BTreeMap<(String, String), Vec<Tie>>;

/// Somebody who was at something: kind, id, person, time, and whether time matters.
struct There<'r> {
    by: TieKind,
    id: String,
    person: &'r str,
    row: String,
    dates: Option<Dates>,
    is_spell: bool,
}

fn all_there(rows: &[Row]) -> Vec<There<'_>> {
    let mut all = Vec::new();
    for row in rows {
        let mut add = |by, id: String, people: &[&'_ str], span: (_, _, bool), is_spell| {
            for person in people {
                let person = rows.iter().find_map(|it| match it {
                    Row::Person(it) => Some(it.key.as_str()).filter(|it| it == person),
                    _ => None,
                });
                // Work and membership go on, even without dates; the rest is of its own time.
                let lasts = matches!(by, TieKind::Employment | TieKind::Membership);
                let goes_on = lasts && !span.2;
                let (always, ever) = ((i32::MIN / 2, i32::MAX / 2), i32::MAX / 2);
                let dates = match (span.0, span.1) {
                    (None, None) if goes_on => {
                        Some(Dates { start: always, end: always, reach: ever })
                    }
                    (start, end) => dates(start, end, !goes_on),
                };
                let row = row.id().to_string();
                let person = person.unwrap();
                all.push(There { by, id: id.clone(), person, row, dates, is_spell });
            }
        };
        let id = row.id().to_string();
        match row {
            Row::Employment(it) => {
                let id = format!("Organization:{}", it.organization.key());
                let span = (it.start, it.end, it.ending.is_some());
                add(TieKind::Employment, id, &[it.person.key()], span, true);
            }
            Row::Education(it) => {
                let id = format!("Organization:{}", it.institution.key());
                let span = (it.start, it.end, false);
                add(TieKind::Education, id, &[it.person.key()], span, true);
            }
            Row::Membership(it) => {
                let id = format!("Team:{}", it.team.key());
                let span = (it.start, it.end, false);
                add(TieKind::Membership, id, &[it.person.key()], span, true);
            }
            Row::Advising(it) => {
                let people = [it.advisor.key(), it.student.key()];
                add(TieKind::Advising, id, &people, (it.start, it.end, false), false);
            }
            Row::Model(it) => {
                let people: Vec<&str> = it.authors.iter().map(bole::catalog::Id::key).collect();
                add(TieKind::Authorship, id, &people, (None, None, false), false);
            }
            Row::Event(it) => {
                let people: Vec<&str> = it.people.iter().map(bole::catalog::Id::key).collect();
                add(TieKind::Event, id, &people, (it.date, it.date, false), false);
            }
            _ => (),
        }
    }
    all
}

/// The year that both days are in.
fn year((first, last): (i32, i32)) -> Option<u16> {
    let year = |day: i32| (day.abs() < 1_000_000).then(|| bole::catalog::value::Day(day).ymd().0);
    year(first).filter(|it| year(last) == Some(*it))
}

fn tie(one: &There<'_>, other: &There<'_>, overlapping: bool) -> Option<Tie> {
    const AFTER_ALL: i32 = i32::MAX / 2;
    let is_same = one.by == other.by && one.id == other.id && one.person != other.person;
    if !is_same {
        return None;
    }
    let (mut start, mut end, mut certain) = (None, None, !one.is_spell);
    if let (Some(one), Some(other)) = (&one.dates, &other.dates) {
        let may = one.start.0 <= other.end.1 && other.start.0 <= one.end.1;
        if !may && overlapping {
            return None;
        }
        let goes_on = |it: &Dates| it.reach == AFTER_ALL;
        let least = |it: &Dates| if goes_on(it) { AFTER_ALL } else { it.end.0 };
        certain = certain || (one.start.1 <= least(other) && other.start.1 <= least(one));
        if may {
            start = year((one.start.0.max(other.start.0), one.start.1.max(other.start.1)));
            end = year(match (goes_on(one), goes_on(other)) {
                (true, _) => other.end,
                (_, true) => one.end,
                _ => (one.end.0.min(other.end.0), one.end.1.min(other.end.1)),
            });
        }
    }
    Some((one.by, one.id.clone(), start, end, certain))
}

fn ties(rows: &[Row], overlapping: bool) -> Ties {
    let all = all_there(rows);
    let mut ties = Ties::new();
    for one in &all {
        for other in all.iter().filter(|it| one.is_spell || it.row == one.row) {
            let Some(tie) = tie(one, other, overlapping) else { continue };
            let pair = (one.person.to_owned(), other.person.to_owned());
            ties.entry(pair).or_default().push(tie);
        }
    }
    for ties in ties.values_mut() {
        let rank = |it: &Tie| {
            let last = |year: Option<u16>| year.unwrap_or(u16::MAX);
            (it.0, it.1.clone(), !it.4, last(it.2), last(it.3))
        };
        ties.sort_by_key(rank);
        ties.dedup_by_key(|it| (it.0, it.1.clone()));
    }
    ties
}

/// All shortest chains, by keys.
fn chains(
    people: &BTreeSet<String>,
    ties: &Ties,
    ends: (&str, &str),
    most: usize,
) -> Vec<Vec<String>> {
    let mut chains = vec![vec![ends.0.to_owned()]];
    for _ in 0..=most {
        let found: Vec<_> = chains.iter().filter(|it| it.last().unwrap() == ends.1).collect();
        if !found.is_empty() {
            return found.into_iter().cloned().collect();
        }
        let mut longer = Vec::new();
        for chain in chains {
            let last = chain.last().unwrap().clone();
            for next in people.iter().filter(|it| !chain.contains(it)) {
                if ties.contains_key(&(last.clone(), next.clone())) {
                    longer.push([&chain[..], std::slice::from_ref(next)].concat());
                }
            }
        }
        chains = longer;
    }
    Vec::new()
}

fn person(snapshot: &Snapshot, key: &str) -> u32 {
    snapshot.frame(place("Person")).find(key).unwrap()
}

fn key(snapshot: &Snapshot, row: u32) -> String {
    snapshot.frame(place("Person")).key(row).to_owned()
}

/// The keys of the people of each chain.
fn people(snapshot: &Snapshot, found: &Paths, from: u32) -> Vec<Vec<String>> {
    let chain = |steps: &Vec<paths::Step>| {
        let rows = [from].into_iter().chain(steps.iter().map(|it| it.to));
        rows.map(|it| key(snapshot, it)).collect()
    };
    found.paths.iter().map(chain).collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(4 * CASES)
    })]

    #[test]
    fn chains_are_the_shortest_that_the_oracle_finds(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let rows = careers::graph(&mut dice);
        let snapshot = snapshot(&rows);
        let frame = snapshot.frame(place("Person"));
        let all: BTreeSet<String> = frame.by_key().iter().map(|it| key(&snapshot, it)).collect();
        for overlapping in [true, false] {
            let ties = ties(&rows, overlapping);
            let mut any = || u32::try_from(dice.below(frame.rows() as usize)).unwrap();
            let (from, to) = (any(), any());
            let (steps_max, first) = (1 + dice.below(4), 1 + dice.below(4));
            let asked = PathsAsked {
 from, to, steps_max, overlapping, first, bounds: BOUNDS };
            let found = paths::paths(&snapshot, &asked);
            let ends = (frame.key(from), frame.key(to));
            let expected = chains(&all, &ties, ends, steps_max);
            let seen = people(&snapshot, &found, from);
            prop_assert_eq!(&seen[..], &expected[..first.min(expected.len())], "{:?}", ties);
            prop_assert_eq!(found.length, expected.first().map(|it| it.len() - 1));
            prop_assert_eq!(found.has_more, expected.len() > first);
            prop_assert!(found.complete);
            for step in found.paths.iter().flatten() {
                let seen: Vec<Tie> = step.ties.iter().map(|it| {
                    let (table, row) = it.through;
                    let id = bole::engine::row_id(snapshot.frame(table), row).to_string();
                    (it.by, id, it.start, it.end, it.certain)
                }).collect();
                let pair = (key(&snapshot, step.from), key(&snapshot, step.to));
                prop_assert_eq!(&seen, &ties[&pair]);
            }
        }
    }
}

/// A graph of people `p0`, `p1` and so on, who work at organizations from a year to another.
fn workers(spells: &[(&str, &str, &str, &str)]) -> Snapshot {
    let mut rows = vec![careers::source()];
    let people: BTreeSet<&str> = spells.iter().map(|it| it.0).collect();
    let organizations: BTreeSet<&str> = spells.iter().map(|it| it.1).collect();
    rows.extend(people.iter().map(|it| made("Person", it, &[("name", it)])));
    for it in organizations {
        rows.push(made("Organization", it, &[("name", it), ("kind", "COMPANY")]));
    }
    for (number, (person, organization, start, end)) in spells.iter().enumerate() {
        let cells =
            [("person", *person), ("organization", *organization), ("start", start), ("end", end)];
        rows.push(made("Employment", &format!("e{number}"), &cells));
    }
    snapshot(&rows)
}

fn asked(snapshot: &Snapshot, ends: (&str, &str), steps_max: usize, overlapping: bool) -> Paths {
    let (from, to) = (person(snapshot, ends.0), person(snapshot, ends.1));
    paths::paths(
        snapshot,
        &PathsAsked { from, to, steps_max, overlapping, first: 10, bounds: BOUNDS },
    )
}

#[test]
fn being_at_one_place_at_different_times_is_no_tie_unless_that_is_asked() {
    let snapshot = workers(&[("p0", "o", "2010", "2012"), ("p1", "o", "2013", "")]);
    assert_eq!(asked(&snapshot, ("p0", "p1"), 4, true).length, None);
    let found = asked(&snapshot, ("p0", "p1"), 4, false);
    let tie = found.paths[0][0].ties[0];
    assert_eq!((tie.certain, tie.start, tie.end), (false, None, None));
}

#[test]
fn a_tie_tells_the_years_in_which_both_were_there_as_far_as_they_are_certain() {
    let years = |one: (&str, &str), other: (&str, &str)| {
        let snapshot = workers(&[("p0", "o", one.0, one.1), ("p1", "o", other.0, other.1)]);
        let found = asked(&snapshot, ("p0", "p1"), 1, true);
        found
            .paths
            .first()
            .map(|it| (it[0].ties[0].start, it[0].ties[0].end, it[0].ties[0].certain))
    };
    assert_eq!(years(("2010", "2014"), ("2012", "2016")), Some((Some(2012), Some(2014), true)));
    assert_eq!(years(("2010", ""), ("2012", "")), Some((Some(2012), None, true)));
    assert_eq!(years(("2010", "2012"), ("2012", "")), Some((Some(2012), Some(2012), false)));
    assert_eq!(years(("", ""), ("2012", "2014")), Some((None, Some(2014), false)));
    assert_eq!(years(("", ""), ("", "")), Some((None, None, true)));
    assert_eq!(years(("", "2011"), ("2012", "2014")), None);
}

#[test]
fn a_chain_from_a_person_to_the_same_one_has_no_steps() {
    let snapshot = workers(&[("p0", "o", "", "")]);
    let found = asked(&snapshot, ("p0", "p0"), 4, true);
    assert_eq!((found.length, found.paths, found.complete), (Some(0), vec![Vec::new()], true));
}

#[test]
fn no_chain_is_found_where_there_is_none_or_it_is_too_long() {
    let snapshot = workers(&[
        ("p0", "a", "", ""),
        ("p1", "a", "", ""),
        ("p1", "b", "", ""),
        ("p2", "b", "", ""),
        ("p3", "c", "", ""),
    ]);
    let length = |to, most| {
        let found = asked(&snapshot, ("p0", to), most, true);
        assert!(found.complete);
        found.length
    };
    assert_eq!([length("p2", 2), length("p2", 1), length("p3", 6)], [Some(2), None, None]);
}

/// So many people at one organization, of whom the last is at another too.
fn crowd(people: usize) -> Snapshot {
    let keys: Vec<String> = (0..people).map(|it| format!("p{it}")).collect();
    let mut spells: Vec<(&str, &str, &str, &str)> =
        keys.iter().map(|it| (it.as_str(), "hub", "2010", "")).collect();
    spells.extend([(keys[people - 1].as_str(), "small", "", ""), ("x", "small", "", "")]);
    spells.extend([("y", "hub", "2012", ""), ("z", "lonely", "", "")]);
    workers(&spells)
}

#[test]
fn a_chain_through_an_organization_of_a_hundred_thousand_is_found() {
    let snapshot = crowd(100_000);
    let found = asked(&snapshot, ("y", "x"), 4, true);
    assert_eq!(people(&snapshot, &found, person(&snapshot, "y")), [["y", "p99999", "x"]]);
    assert!(found.complete);
    assert_eq!(asked(&snapshot, ("y", "p0"), 4, true).length, Some(1));
}

#[test]
fn a_search_that_a_bound_has_ended_says_so() {
    let mut spells = vec![("x", "one", "", ""), ("m", "one", "", ""), ("m", "other", "", "")];
    spells.extend([("y", "other", "", ""), ("x1", "one", "", ""), ("y1", "other", "", "")]);
    let snapshot = workers(&spells);
    let (from, to) = (person(&snapshot, "x"), person(&snapshot, "y"));
    let found = |bounds| {
        let (steps_max, first) = (4, 10);
        let asked = PathsAsked { from, to, steps_max, overlapping: true, first, bounds };
        let found = paths::paths(&snapshot, &asked);
        (found.length, found.complete)
    };
    assert_eq!(found(BOUNDS), (Some(2), true));
    assert_eq!(found(Bounds { hub_rows: 2, ..BOUNDS }), (None, false));
    assert_eq!(found(Bounds { looks: 2, ..BOUNDS }), (None, false));
    assert_eq!(found(Bounds { people: 0, ..BOUNDS }), (None, false));
    // Two who are at what nobody is looked up at are tied by it all the same.
    let asked = PathsAsked {
        from,
        to: person(&snapshot, "m"),
        steps_max: 4,
        overlapping: true,
        first: 10,
        bounds: Bounds { hub_rows: 2, ..BOUNDS },
    };
    assert_eq!(paths::paths(&snapshot, &asked).length, Some(1));
}
