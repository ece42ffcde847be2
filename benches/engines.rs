//! A million pay records and a million people in Bole, in DuckDB on two threads, and in SQLite with
//! indexes: exact medians and deciles by company and year and by year, and people by the country of
//! a school and by an employer. All groups are put in order by all three numbers, so that each engine
//! makes those of every group. Bole answers in GraphQL, with 1,000 groups as JSON; of the others
//! only the time within the engine counts.
//!
//! `BOLE_PYTHON=target/python/bin/python cargo bench --bench engines`, with a Python that has
//! DuckDB; `BOLE_BENCH_PEOPLE` sets the number of people.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and may stop")]
#![expect(clippy::disallowed_methods, reason = "its size enters here")]

#[path = "../tests/engines/files.rs"]
mod files;

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use bole::{
    generate,
    graphql::{Api, Outcome, Request},
    live::{self, Live},
};

/// Rounds of which the median is taken.
const ROUNDS: usize = 15;

/// Each name is one of `benches/engines.py`.
const QUESTIONS: &[(&str, &str)] = &[
    (
        "pay_by_company_and_year",
        "{ salaryRecords { groups(
            first: 1000, by: [{ organization: { row: true } }, { year: true }]
            orderBy: [{ field: LOW, statistic: MEDIAN, direction: DESC }
                { field: LOW, statistic: QUANTILE, p: 0.1 }
                { field: LOW, statistic: QUANTILE, p: 0.9 }]
        ) { totalCount nodes { key { organization { row { key } } year } count
            aggregate { low { quantiles(p: [0.1, 0.5, 0.9]) } } } } } }",
    ),
    (
        "pay_by_year",
        "{ salaryRecords { groups(
            first: 1000, by: [{ year: true }]
            orderBy: [{ field: LOW, statistic: MEDIAN, direction: DESC }
                { field: LOW, statistic: QUANTILE, p: 0.1 }
                { field: LOW, statistic: QUANTILE, p: 0.9 }]
        ) { totalCount nodes { key { year } count
            aggregate { low { quantiles(p: [0.1, 0.5, 0.9]) } } } } } }",
    ),
    (
        "people_by_country_of_school_and_employer",
        "{ people(where: {
            educations: { some: { institution: { country: { eq: \"DE\" } } } }
            employments: { some: { organization: { key: { eq: \"o000003\" } } } }
        }) { totalCount } }",
    ),
];

fn main() {
    let python = files::python().expect("name a Python that has DuckDB in `BOLE_PYTHON`");
    let people = std::env::var("BOLE_BENCH_PEOPLE").map_or(1_000_000, |it| it.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    files::write(folder.path(), generate::rows(people, 1));
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/engines.py");
    let printed = files::run(&python, program, folder.path());
    let others: BTreeMap<String, BTreeMap<String, f64>> = serde_json::from_slice(&printed).unwrap();

    let data = tempfile::tempdir().unwrap();
    live::load(data.path(), generate::rows(people, 1)).unwrap();
    let live = Arc::new(Live::open(data.path()).unwrap());
    let api = Api::new(live, || "2026-11-24".parse().unwrap());
    println!("{people} people and as many pay records, milliseconds at the median:");
    for (name, query) in QUESTIONS {
        let own = median(&api, query).as_secs_f64();
        println!("{name}: Bole {:.1}", own * 1e3);
        for (engine, times) in &others {
            if let Some(seconds) = times.get(*name) {
                println!("  {engine} {:.1}: {:.1} ×", seconds * 1e3, seconds / own);
            }
        }
    }
}

/// The median of some rounds, after one that warms up.
fn median(api: &Api, query: &str) -> Duration {
    let ask = || {
        let answer = api.execute(Request::new(query));
        assert!(answer.outcome == Outcome::Done, "{}", String::from_utf8_lossy(&answer.body));
    };
    ask();
    let round = |_| {
        let begun = Instant::now();
        ask();
        begun.elapsed()
    };
    let mut times: Vec<Duration> = (0..ROUNDS).map(round).collect();
    times.sort();
    times[ROUNDS / 2]
}
