//! How answers grow with the graph: pay records from 100,000 to 10,000,000, in organizations of 500
//! each. The time for each row, against that of the smallest graph: 1 is linear, less is better.
//!
//! `cargo bench --bench growth`; `BOLE_BENCH_ROWS` makes the largest graph smaller.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and may stop")]
#![expect(clippy::disallowed_methods, reason = "its size enters here")]

use std::time::Instant;

use bole::{
    catalog::{Row, enums::PayEnd, place, table},
    engine::{
        Builder, Snapshot,
        filter::matching,
        group::{Grouped, Origin, order},
        request::{
            Direction, Filter, GroupNumber, GroupOrder, GroupOrderBy, Groups, Hop, KeyTree, Leaf,
            Measure, Nulls, PayIn, Statistic, Test,
        },
        work::Work,
    },
    generate,
};

const SIZES: [u32; 3] = [100_000, 1_000_000, 10_000_000];
/// Rounds of which the median is taken.
const ROUNDS: usize = 7;

/// A graph of pay records, and of what they need to be understood.
fn snapshot(records: u32) -> Snapshot {
    let mut builder = Builder::default();
    for row in generate::rows(records, 1) {
        match row {
            Row::SalaryRecord(mut record) => {
                record.person = None;
                builder.push(&Row::SalaryRecord(record));
            }
            Row::Source(_) | Row::Organization(_) | Row::Rate(_) => builder.push(&row),
            _ => (),
        }
    }
    builder.finish().unwrap()
}

fn field(table_name: &str, name: &str) -> usize {
    table(table_name).unwrap().field(name).unwrap()
}

fn by_organization_and_year() -> KeyTree {
    let organization = KeyTree { leaves: vec![(0, Leaf::Row)], branches: vec![] };
    let hop = Hop::Follow(field("SalaryRecord", "organization"));
    KeyTree { branches: vec![(hop, organization)], ..by_year() }
}

fn by_year() -> KeyTree {
    let year = Leaf::Field(field("SalaryRecord", "year"));
    KeyTree { leaves: vec![(1, year)], branches: vec![] }
}

/// The groups with the highest medians, whose deciles are made too.
fn groups(by: KeyTree, measure: &Measure) -> Groups {
    let numbers = [0.5, 0.1, 0.9];
    let number = |it| GroupNumber::Statistic(measure.clone(), Statistic::Quantile(it));
    let order = (0..3).map(|it| GroupOrder {
        by: GroupOrderBy::Number(it),
        direction: Direction::Descending,
        nulls: Nulls::Last,
    });
    Groups {
        by,
        numbers: numbers.map(number).to_vec(),
        having: None,
        order: order.collect(),
        after: None,
        offset: 0,
        limit: 20,
        parts: vec![],
    }
}

fn main() {
    let largest = std::env::var("BOLE_BENCH_ROWS").map_or(SIZES[2], |it| it.parse().unwrap());
    let pay = field("SalaryRecord", "low");
    let converted = Measure::Pay(
        PayIn::new(Some("USD".parse().unwrap()), "NOMINAL".parse().unwrap(), None).unwrap(),
        PayEnd::Mid,
    );
    let questions = [
        (
            "median and deciles by organization and year",
            by_organization_and_year(),
            Measure::Field(pay),
        ),
        ("median and deciles by year", by_year(), Measure::Field(pay)),
        ("the same of converted pay", by_year(), converted),
    ]
    .map(|(name, by, measure)| (name, groups(by, &measure)));
    let mut smallest: Vec<f64> = Vec::new();
    for size in SIZES.into_iter().filter(|it| *it <= largest) {
        let snapshot = snapshot(size);
        let mut times: Vec<(&str, f64)> = Vec::new();
        for (name, groups) in &questions {
            times.push((name, median(|| summed(&snapshot, groups))));
        }
        let country = field("Organization", "country");
        let china = "CN".parse::<bole::catalog::value::Country>().unwrap().code();
        let filter = Filter::Via(
            field("SalaryRecord", "organization"),
            Box::new(Filter::Field(country, Test::Ints(vec![(china, china)]))),
        );
        let table = place("SalaryRecord");
        let filtered = || usize::try_from(matching(&snapshot, table, &filter).len()).unwrap();
        times.push(("rows by the country of an organization", median(filtered)));
        for (question, (name, seconds)) in times.iter().enumerate() {
            let of_row = seconds / f64::from(size);
            if smallest.len() == question {
                smallest.push(of_row);
            }
            let ratio = of_row / smallest[question];
            println!("{size} rows, {name}: {:.2} ms, {ratio:.2} × for each row", seconds * 1e3);
        }
    }
}

fn summed(snapshot: &Snapshot, groups: &Groups) -> usize {
    let today = "2026-11-24".parse().unwrap();
    let work = Work::default();
    let origin = Origin { snapshot, table: place("SalaryRecord"), today, work: &work };
    let rows: Vec<u32> = snapshot.frame(origin.table).live().iter().collect();
    let grouped = Grouped::new(origin, &groups.by, &rows).unwrap();
    order::page(origin, &grouped, groups).unwrap().groups.len()
}

/// The median time of some rounds, in seconds, after one that warms up.
fn median(work: impl Fn() -> usize) -> f64 {
    assert!(work() > 0, "there is something to find");
    let round = |_| {
        let begun = Instant::now();
        assert!(work() > 0);
        begun.elapsed().as_secs_f64()
    };
    let mut times: Vec<f64> = (0..ROUNDS).map(round).collect();
    times.sort_by(f64::total_cmp);
    times[ROUNDS / 2]
}
