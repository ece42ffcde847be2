//! What a backup takes: its size against that of the directory, its time, and how long commits take
//! while one is made, against commits while none is.
//!
//! `cargo bench --bench backup`; `BOLE_BENCH_PEOPLE` sets the size of the graph, which has 6 rows for
//! each of the people.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and may stop")]
#![expect(clippy::disallowed_methods, reason = "its size enters here")]

use std::{
    fs::{self, File},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Instant,
};

use bole::{
    catalog::{Change, Edit, Row, Texts, place},
    generate,
    live::{self, Live, Reason},
    store,
};

/// Rounds, each with a backup and then without.
const ROUNDS: usize = 5;

fn main() {
    let people = std::env::var("BOLE_BENCH_PEOPLE").map_or(100_000, |it| it.parse().unwrap());
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    live::load(&data, generate::rows(people, 1), &reason()).unwrap();
    let live = Arc::new(Live::open(&data).unwrap());
    let mut number = 0;
    let (mut with, mut without, mut seconds, mut bytes) = (vec![], vec![], vec![], 0);
    for round in 0..ROUNDS {
        let is_made = Arc::new(AtomicBool::new(false));
        let backup = {
            let (live, is_made) = (Arc::clone(&live), Arc::clone(&is_made));
            let path = dir.path().join(format!("backup-{round}"));
            thread::spawn(move || {
                let begun = Instant::now();
                let done = written(&live, &path);
                is_made.store(true, Ordering::Relaxed);
                (begun.elapsed().as_secs_f64(), done)
            })
        };
        let before = with.len();
        while !is_made.load(Ordering::Relaxed) {
            with.push(commit(&live, &mut number));
        }
        let made = backup.join().unwrap();
        seconds.push(made.0);
        bytes = made.1;
        for _ in before..with.len() {
            without.push(commit(&live, &mut number));
        }
    }
    let path = dir.path().join("backup-0");
    let begun = Instant::now();
    store::restore(&path, &dir.path().join("restored"), &mut |_| ()).unwrap();
    let restored = begun.elapsed().as_secs_f64();
    let size = size(&data.join("rows"));
    println!("{people} people, {} rows; {} commits of each kind", live.record().rows(), with.len());
    println!("backup: {bytes} bytes, {:.2} of the {size} of `rows`", ratio(bytes, size));
    println!("backup: {:.2} s at the median; restore: {restored:.2} s", median(&mut seconds));
    for (name, at) in [("median", 50), ("90th percentile", 90), ("99th percentile", 99)] {
        let (with, without) = (percentile(&mut with, at), percentile(&mut without, at));
        println!("commits, {name}: {with:.2} ms against {without:.2} ms, {:.2} x", with / without);
    }
}

fn reason() -> Reason {
    Reason::new("2026-11-24".parse().unwrap(), "bench")
}

/// Milliseconds that a commit of one row takes.
fn commit(live: &Live, number: &mut u32) -> f64 {
    *number += 1;
    let (key, title) = (format!("k{}", *number % 5_000), format!("title number {number}"));
    let columns = ["key", "title", "kind"].map(str::to_owned);
    let texts = Texts::new(&columns, [&*key, &*title, "DATASET"]);
    let row = Row::read(place("Source"), &texts).unwrap();
    let begun = Instant::now();
    live.commit(Change { edits: vec![Edit::Put(row)] }, reason()).unwrap();
    begun.elapsed().as_secs_f64() * 1e3
}

/// Makes a backup, and gives its bytes.
fn written(live: &Live, path: &Path) -> u64 {
    let mut file = File::create(path).unwrap();
    let now = "2026-11-24".parse().unwrap();
    let done = live.backup((&mut file, path), now, &mut |_| ()).unwrap();
    file.sync_all().unwrap();
    done.bytes
}

fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let size_of = |it: &Path| if it.is_dir() { size(it) } else { it.metadata().unwrap().len() };
    entries.map(|it| size_of(&it.path())).sum()
}

#[expect(clippy::cast_precision_loss, reason = "a ratio")]
fn ratio(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}

fn median(values: &mut [f64]) -> f64 {
    percentile(values, 50)
}

fn percentile(values: &mut [f64], percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    values[(values.len() * percent / 100).min(values.len() - 1)]
}
