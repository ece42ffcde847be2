//! Moves, stays and who was there, against an oracle, and each rule on a career made for it.

pub(super) mod oracle;
mod rules;
mod stayed;

use bole::{
    catalog::{
        Row,
        enums::MovePlace,
        place,
        value::{Country, PartialDate},
    },
    engine::{
        Snapshot,
        moves::{self, Flows, FlowsAsked, Period, Where},
        request::{Filter, Test},
    },
};
use proptest::prelude::*;

use super::{
    CASES,
    careers::{self, DATES},
    graphs::Dice,
    keys, snapshot,
};

const PLACES: &[MovePlace] =
    &[MovePlace::Organization, MovePlace::RootOrganization, MovePlace::Country];

fn date(dice: &mut Dice) -> Option<PartialDate> {
    dice.maybe(DATES).parse().ok()
}

fn some_place(dice: &mut Dice, snapshot: &Snapshot, by: MovePlace) -> Option<Where> {
    if dice.below(3) > 0 {
        return None;
    }
    Some(match by {
        MovePlace::Country => Where::Country(dice.pick(&["CN", "US", "GB"]).parse().unwrap()),
        _ => {
            let rows = snapshot.frame(place("Organization")).rows();
            Where::Organization(u32::try_from(dice.below(rows as usize)).unwrap())
        }
    })
}

/// A filter of spells of work, and the role that it lets through.
fn role(dice: &mut Dice) -> (Option<Filter>, Option<i64>) {
    if dice.below(3) > 0 {
        return (None, None);
    }
    let table = bole::catalog::table("Employment").unwrap();
    let role: bole::catalog::enums::Role = dice.pick(&["FOUNDER", "ENGINEER"]).parse().unwrap();
    let role = role as i64;
    let test = Test::Ints(vec![(role, role)]);
    (Some(Filter::Field(table.field("role").unwrap(), test)), Some(role))
}

/// What a place is called.
fn name(snapshot: &Snapshot, it: Where) -> String {
    match it {
        Where::Organization(row) => snapshot.frame(place("Organization")).key(row).to_owned(),
        Where::Country(country) => country.to_string(),
    }
}

/// Flows with keys instead of rows: from, to, count, back and people.
fn shown(snapshot: &Snapshot, found: &Flows) -> oracle::Found {
    let person = place("Person");
    let sorted = |mut keys: Vec<String>| {
        keys.sort();
        keys
    };
    let flows = found.flows.iter().map(|it| oracle::Flow {
        from: name(snapshot, it.from),
        to: name(snapshot, it.to),
        count: it.count,
        back: it.back,
        people: sorted(keys(snapshot, person, &it.people)),
    });
    oracle::Found {
        flows: flows.collect(),
        total: found.total,
        moves: found.moves,
        unknown: found.unknown,
        possible: found.possible,
        unordered: found.unordered,
        undated: found.undated,
        undated_people: sorted(keys(snapshot, person, &found.undated_people)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(4 * CASES)
    })]

    #[test]
    fn flows_are_those_that_the_oracle_counts(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let rows = careers::graph(&mut dice);
        let snapshot = snapshot(&rows);
        for by in PLACES {
            let (filter, role) = role(&mut dice);
            let asked = FlowsAsked {
                filter,
                by: *by,
                period: Period { from: date(&mut dice), to: date(&mut dice) },
                from: some_place(&mut dice, &snapshot, *by),
                to: some_place(&mut dice, &snapshot, *by),
                count_min: u32::try_from(1 + dice.below(2)).unwrap(),
                offset: u32::try_from(dice.below(2)).unwrap(),
                first: u32::try_from(1 + dice.below(20)).unwrap(),
            };
            let careers = oracle::Careers::new(&rows, *by, role);
            // No place at all where nobody is.
            let named = |it: Option<Where>| {
                it.map(|it| careers.place(&name(&snapshot, it)).into_iter().collect())
            };
            let expected = careers.flows(&asked, (named(asked.from), named(asked.to)));
            let found = shown(&snapshot, &moves::flows(&snapshot, &asked));
            prop_assert_eq!(found, expected, "{:?}\n{:#?}", asked, careers);
        }
    }
}

/// The country of a text.
fn country(text: &str) -> Country {
    text.parse().unwrap()
}

/// The rows of one person's career, from lines of organization, start, end and perhaps an ending.
fn career(lines: &[(&str, &str, &str)]) -> Vec<Row> {
    let mut rows = vec![careers::source()];
    for (key, country, parent) in [
        ("alphabet", "US", ""),
        ("google", "US", "alphabet"),
        ("deepmind", "GB", "alphabet"),
        ("openai", "US", ""),
        ("baidu", "CN", ""),
        ("nowhere", "", ""),
    ] {
        let cells = [("name", key), ("kind", "COMPANY"), ("country", country), ("parent", parent)];
        rows.push(careers::made("Organization", key, &cells));
    }
    rows.push(careers::made("Person", "ada", &[("name", "Ada")]));
    for (number, (organization, start, end)) in lines.iter().enumerate() {
        // An end that is no date says that it is over.
        let (end, ending) = if *end == "over" { ("", "ENDED") } else { (*end, "") };
        let cells = [
            ("person", "ada"),
            ("organization", *organization),
            ("start", start),
            ("end", end),
            ("ending", ending),
        ];
        rows.push(careers::made("Employment", &format!("e{number:02}"), &cells));
    }
    rows
}
