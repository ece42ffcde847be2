//! Loading and opening 100,000 and 1,000,000 people with three spells and a pay record each: rows a
//! second, resident memory, the size of the directory, and the time to the first answer. Load and
//! opening are each in a process of its own.
//!
//! `cargo bench --bench open`; `BOLE_BENCH_PEOPLE` sets the larger number of people.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark prints, and may stop"
)]
#![expect(clippy::disallowed_methods, reason = "its size enters here")]

use std::{fs, path::Path, process::Command, sync::Arc, time::Instant};

use bole::{
    auth::Viewer,
    catalog::{Row, TABLES},
    generate,
    graphql::{Api, Request},
    live::{self, Live, Reason},
};
use rustix::time::{ClockId, clock_gettime};

/// Names the directory for the process that loads or opens.
const DIR: &str = "BOLE_BENCH_DIR";
/// How many people the process is to load; one that opens has none.
const LOAD: &str = "BOLE_BENCH_LOAD";
const QUERY: &str = "{ people(first: 10) { nodes { name } } }";

fn main() {
    if let Ok(dir) = std::env::var(DIR) {
        return match std::env::var(LOAD) {
            Ok(people) => load(Path::new(&dir), people.parse().unwrap()),
            Err(_) => open(Path::new(&dir)),
        };
    }
    let large = std::env::var("BOLE_BENCH_PEOPLE").map_or(1_000_000, |it| it.parse().unwrap());
    let program = std::env::current_exe().unwrap();
    for people in [large / 10, large] {
        let dir = tempfile::tempdir().unwrap();
        let command = || {
            let mut command = Command::new(&program);
            command.env(DIR, dir.path());
            command
        };
        assert!(command().env(LOAD, people.to_string()).status().unwrap().success());
        println!("  {:.0} MB of files", size(dir.path()) as f64 / 1e6);
        assert!(command().status().unwrap().success());
    }
}

fn load(dir: &Path, people: u32) {
    let reason = Reason::new("2026-11-24".parse().unwrap(), "bench");
    let (begun, busy) = (Instant::now(), processor_seconds());
    let record = live::load(dir, generate::rows(people, 1), &reason).unwrap();
    let (seconds, busy) = (begun.elapsed().as_secs_f64(), processor_seconds() - busy);
    let rows = record.rows() as f64;
    println!(
        "{people} people: wrote {rows} rows in {seconds:.1} s, {:.0} a second ({busy:.1} s of \
         processors); {}",
        rows / seconds,
        resident()
    );
    let bytes: usize = generate::rows(people, 1).map(|it| bytes(&it)).sum();
    println!("  {:.0} MB of values", bytes as f64 / 1e6);
}

/// Bytes of a row's key and values, without the names of its fields.
fn bytes(row: &Row) -> usize {
    let fields = 0..TABLES[row.table()].fields.len();
    row.key().as_str().len() + fields.map(|it| row.cell(it).bytes()).sum::<usize>()
}

fn open(dir: &Path) {
    let (begun, busy) = (Instant::now(), processor_seconds());
    let live = Arc::new(Live::open(dir).unwrap());
    let seconds = begun.elapsed().as_secs_f64();
    let rows = live.record().rows() as f64;
    let api = Api::new(live, || "2026-11-24".parse().unwrap());
    let answer = api.execute(Request::new(QUERY), &Viewer::local()).body;
    assert!(answer.starts_with(b"{\"data\""), "{}", String::from_utf8_lossy(&answer));
    println!(
        "  opened in {seconds:.2} s, {:.0} rows a second; first answer after {:.2} s ({:.1} s of \
         processors); {}",
        rows / seconds,
        begun.elapsed().as_secs_f64(),
        processor_seconds() - busy,
        resident()
    );
}

/// Seconds that all threads of this process have had a processor.
fn processor_seconds() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

fn resident() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let megabytes = |name: &str| {
        let found = status.lines().find(|it| it.starts_with(name)).unwrap();
        found.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() * 1024.0 / 1e6
    };
    format!("resident {:.0} MB, at most {:.0} MB", megabytes("VmRSS"), megabytes("VmHWM"))
}

/// Bytes of the files in a folder and below.
fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let sizes = entries.map(|it| match it.metadata().unwrap() {
        of_folder if of_folder.is_dir() => size(&it.path()),
        of_file => of_file.len(),
    });
    sizes.sum()
}
