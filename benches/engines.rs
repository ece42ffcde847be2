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
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::Arc,
    time::Instant,
};

use bole::{
    auth::Viewer,
    generate,
    graphql::{Api, Outcome, Request},
    live::{self, Live, Reason},
};

/// Rounds of which the median is taken; in each, every engine is asked once, so that a machine that
/// slows down slows all of them.
const ROUNDS: usize = 9;

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
    let mut others = Others::new(&python, folder.path());
    let data = tempfile::tempdir().unwrap();
    live::load(
        data.path(),
        generate::rows(people, 1),
        &Reason::new("2026-11-24".parse().unwrap(), "bench"),
    )
    .unwrap();
    let live = Arc::new(Live::open(data.path()).unwrap());
    let api = Api::new(live, || "2026-11-24".parse().unwrap());
    println!("{people} people and as many pay records, milliseconds at the median:");
    for (name, query) in QUESTIONS {
        let asked: Vec<String> =
            others.lines.iter().filter(|it| it.ends_with(name)).cloned().collect();
        let mut own = Vec::new();
        let mut theirs = vec![Vec::new(); asked.len()];
        for _ in 0..=ROUNDS {
            own.push(seconds(&api, query));
            for (line, times) in asked.iter().zip(&mut theirs) {
                times.push(others.seconds(line));
            }
        }
        let own = median(own);
        println!("{name}: Bole {:.1}", own * 1e3);
        for (line, times) in asked.iter().zip(theirs) {
            let (engine, _) = line.split_once('\t').unwrap();
            let seconds = median(times);
            println!("  {engine} {:.1}: {:.1} ×", seconds * 1e3, seconds / own);
        }
    }
    others.finish();
}

/// The seconds that an answer of Bole takes.
fn seconds(api: &Api, query: &str) -> f64 {
    let begun = Instant::now();
    let answer = api.execute(Request::new(query), &Viewer::local());
    let seconds = begun.elapsed().as_secs_f64();
    assert!(answer.outcome == Outcome::Done, "{}", String::from_utf8_lossy(&answer.body));
    seconds
}

/// The median of all but the first round, which warms up.
fn median(mut times: Vec<f64>) -> f64 {
    times.remove(0);
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// The process that asks the other engines.
struct Others {
    /// What they can be asked, each with the engine.
    lines: Vec<String>,
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Others {
    fn new(python: &str, folder: &Path) -> Self {
        let program = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/engines.py");
        let mut command = Command::new(python);
        command.arg("-B").arg(program).arg(folder).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let input = process.stdin.take().unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        let mut others = Others { lines: Vec::new(), process, input, output };
        loop {
            let line = others.line();
            if line.is_empty() {
                return others;
            }
            others.lines.push(line);
        }
    }

    /// Ends the process, which stops at the end of what it reads.
    fn finish(mut self) {
        drop(self.input);
        assert!(self.process.wait().unwrap().success());
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// The seconds that an answer takes.
    fn seconds(&mut self, line: &str) -> f64 {
        writeln!(self.input, "{line}").unwrap();
        self.line().parse().expect("the process has answered")
    }
}
