//! Opening 100,000 and 1,000,000 people with three spells and a pay record each: seconds, rows a
//! second, and resident memory, each in a process of its own.
//!
//! `cargo bench --bench open`; `BOLE_BENCH_PEOPLE` sets the larger number of people.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark prints, and may stop"
)]
#![expect(clippy::disallowed_methods, reason = "its size enters here")]

use std::{fs, path::Path, process::Command, time::Instant};

use bole::{
    generate,
    live::{self, Live, Reason},
};

/// Names the directory for the process that opens.
const OPEN: &str = "BOLE_BENCH_OPEN";

fn main() {
    if let Ok(dir) = std::env::var(OPEN) {
        return open(Path::new(&dir));
    }
    let large = std::env::var("BOLE_BENCH_PEOPLE").map_or(1_000_000, |it| it.parse().unwrap());
    for people in [large / 10, large] {
        let dir = tempfile::tempdir().unwrap();
        let begun = Instant::now();
        let record = live::load(
            dir.path(),
            generate::rows(people, 1),
            &Reason::new("2026-11-24".parse().unwrap(), "bench"),
        )
        .unwrap();
        let seconds = begun.elapsed().as_secs_f64();
        let rows = record.rows() as f64;
        println!(
            "{people} people: wrote {rows} rows in {seconds:.1} s, {:.0} a second",
            rows / seconds
        );
        let program = std::env::current_exe().unwrap();
        assert!(Command::new(program).env(OPEN, dir.path()).status().unwrap().success());
    }
}

fn open(dir: &Path) {
    let begun = Instant::now();
    let live = Live::open(dir).unwrap();
    let seconds = begun.elapsed().as_secs_f64();
    let rows = live.record().rows() as f64;
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let resident = |name: &str| {
        let found = status.lines().find(|it| it.starts_with(name)).unwrap();
        found.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
    };
    println!(
        "  opened in {seconds:.2} s, {:.0} rows a second; resident {:.0} MB, at most {:.0} MB",
        rows / seconds,
        resident("VmRSS"),
        resident("VmHWM")
    );
}
