//! What rows rest on, against a count by hand.

use std::collections::{BTreeMap, BTreeSet};

use bole::{
    catalog::{
        Row,
        evidence::{EVIDENCE, LICENCES_MAX, SOURCES_MAX},
        place,
        value::PartialDate,
    },
    engine::{
        Snapshot,
        evidence::{Evidence, Gatherer},
    },
};
use proptest::prelude::*;

use super::{
    CASES,
    graphs::{DATES, Dice, row},
    snapshot,
};

struct Source {
    date: &'static str,
    licence: String,
}

struct Event {
    source: usize,
    as_of: &'static str,
}

fn maybe(dice: &mut Dice, from: &[&'static str]) -> &'static str {
    if dice.below(2) == 0 { "" } else { dice.pick(from) }
}

fn key(source: usize) -> String {
    format!("s{source:03}")
}

fn graph(sources: &[Source], events: &[Event]) -> Snapshot {
    let text = |it: &str| it.to_owned();
    let sources = sources.iter().enumerate().map(|(number, it)| {
        let cells = [
            ("key", key(number)),
            ("title", text("来源")),
            ("kind", text("DATASET")),
            ("date", text(it.date)),
            ("licence", it.licence.clone()),
        ];
        row("Source", &cells)
    });
    let events = events.iter().enumerate().map(|(number, it)| {
        let cells = [
            ("key", format!("e{number:03}")),
            ("name", text("E")),
            ("kind", text("MOVE")),
            ("source", key(it.source)),
            ("as_of", text(it.as_of)),
        ];
        row("Event", &cells)
    });
    snapshot(&sources.chain(events).collect::<Vec<Row>>())
}

/// Counted by hand; sources by their keys.
fn counted(sources: &[Source], events: &[&Event]) -> (Vec<(String, u64)>, Evidence) {
    let mut counts: BTreeMap<usize, u64> = BTreeMap::new();
    let mut dates: Vec<PartialDate> = Vec::new();
    let mut licences = BTreeSet::new();
    let mut unlicensed = 0;
    for it in events {
        *counts.entry(it.source).or_default() += 1;
        let source = &sources[it.source];
        let date = if it.as_of.is_empty() { source.date } else { it.as_of };
        dates.extend(date.parse::<PartialDate>().ok());
        if source.licence.is_empty() {
            unlicensed += 1;
        } else {
            licences.insert(source.licence.clone());
        }
    }
    let mut by_count: Vec<(String, u64)> = counts.iter().map(|it| (key(*it.0), *it.1)).collect();
    by_count.sort_by_key(|it| std::cmp::Reverse(it.1));
    by_count.truncate(SOURCES_MAX);
    dates.sort_by_key(|it| it.code());
    let evidence = Evidence {
        count: events.len() as u64,
        source_count: counts.len(),
        sources: Vec::new(),
        oldest: dates.first().copied(),
        newest: dates.last().copied(),
        licences: licences.into_iter().take(LICENCES_MAX).collect(),
        unlicensed,
    };
    (by_count, evidence)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    #[test]
    fn evidence_is_what_a_count_by_hand_finds(seed: u64) {
        let dice = &mut Dice::new(seed);
        let size = dice.pick(&[1, 4, 150]);
        let known = 1 + dice.below(size);
        let sources: Vec<Source> = (0..known)
            .map(|_| {
                let number = dice.below(80);
                let licence = if number < 10 { String::new() } else { format!("L-{number}") };
                Source { date: maybe(dice, DATES), licence }
            })
            .collect();
        let events: Vec<Event> = (0..dice.below(3 * size))
            .map(|_| Event { source: dice.below(known), as_of: maybe(dice, DATES) })
            .collect();
        let snapshot = graph(&sources, &events);
        let frame = snapshot.frame(place("Event"));
        let mut gatherer = Gatherer::new(&snapshot, place("Event"));
        // One set after the other: nothing may be left of the one before.
        for _ in 0..3 {
            let chosen: Vec<usize> = (0..events.len()).filter(|_| dice.below(3) > 0).collect();
            let rows: Vec<u32> =
                chosen.iter().map(|it| frame.find(&format!("e{it:03}")).unwrap()).collect();
            let chosen: Vec<&Event> = chosen.iter().map(|it| &events[*it]).collect();
            let mut found = gatherer.gather(rows.iter().copied());
            prop_assert_eq!(found.record().len(), EVIDENCE.fields.len());
            let keys = snapshot.frame(place("Source"));
            let named = found.sources.iter().map(|it| (keys.key(it.0).to_owned(), it.1));
            let named: Vec<(String, u64)> = named.collect();
            let (by_count, counted) = counted(&sources, &chosen);
            prop_assert_eq!(named, by_count);
            found.sources.clear();
            prop_assert_eq!(found, counted);
        }
    }
}

#[test]
fn a_source_rests_on_itself() {
    let sources = [
        Source { date: "2016", licence: "CC0-1.0".to_owned() },
        Source { date: "", licence: String::new() },
    ];
    let snapshot = graph(&sources, &[]);
    let table = place("Source");
    let rows: Vec<u32> = snapshot.frame(table).by_key().iter().collect();
    let found = Gatherer::new(&snapshot, table).gather(rows.iter().copied());
    assert_eq!(found.sources, [(rows[0], 1), (rows[1], 1)]);
    assert_eq!(found.oldest, "2016".parse().ok());
    assert_eq!((found.licences, found.unlicensed), (vec!["CC0-1.0".to_owned()], 1));
}
