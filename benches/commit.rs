//! What durable changes cost: one at a time against SQLite (WAL, synchronous=FULL) on the same disk,
//! of 64 threads against one, of 100 rows in a large graph; and what readers see of steady writing.
//!
//! `cargo bench --bench commit`; `BOLE_BENCH_PEOPLE` sets the size of the graph, which has 6 to 7 rows
//! for each of the people. Needs `python3`, whose `sqlite3` is asked.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and may stop")]
#![expect(clippy::disallowed_methods, reason = "its size enters here")]

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use bole::{
    auth::Viewer,
    catalog::{Change, Edit, Row, Source, place, value::LocalText},
    generate,
    graphql::{Api, Outcome, Request},
    live::{self, Live, Reason},
};

/// Rounds in which each is asked in turn, so that a disk that slows down slows all.
const ROUNDS: usize = 15;
/// Commits of a round.
const COMMITS: u32 = 100;
const THREADS: u32 = 64;
/// How long many threads commit, and how long readers read.
const WHILE: Duration = Duration::from_secs(4);
/// Commits a second while readers read.
const STEADY: u32 = 50;

/// Reads how many commits to make, and tells how many seconds they took.
const SQLITE: &str = "
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute('pragma journal_mode=wal')
db.execute('pragma synchronous=full')
db.execute('create table source (key text primary key, title text, kind text) without rowid')
number = 0
for line in sys.stdin:
    begun = time.perf_counter()
    for _ in range(int(line)):
        number += 1
        db.execute('begin immediate')
        db.execute('insert or replace into source values (?, ?, ?)',
                   ('k%d' % (number % 5000), 'title number %d' % number, 'DATASET'))
        db.execute('commit')
    print(time.perf_counter() - begun, flush=True)
";

struct Sqlite {
    child: Child,
    asked: Option<ChildStdin>,
    told: BufReader<ChildStdout>,
}

impl Sqlite {
    fn new(dir: &Path) -> Self {
        let mut child = Command::new("python3")
            .args(["-c", SQLITE])
            .arg(dir.join("sqlite"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let told = BufReader::new(child.stdout.take().unwrap());
        let asked = child.stdin.take();
        Sqlite { child, asked, told }
    }

    /// Seconds that one commit takes.
    fn commit(&mut self) -> f64 {
        writeln!(self.asked.as_mut().unwrap(), "{COMMITS}").unwrap();
        let mut line = String::new();
        self.told.read_line(&mut line).unwrap();
        line.trim().parse::<f64>().unwrap() / f64::from(COMMITS)
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        drop(self.asked.take());
        self.child.wait().unwrap();
    }
}

fn source(key: u32, title: u32) -> Row {
    let text = format!("title number {title}").parse().unwrap();
    let columns = ["key", "title", "kind"].map(str::to_owned);
    let key = format!("k{key}");
    let texts = bole::catalog::Texts::new(&columns, [&*key, "some title", "DATASET"]);
    match Row::read(place("Source"), &texts).unwrap() {
        Row::Source(row) => {
            Source { title: LocalText::new(Some(text), None).unwrap(), ..row }.into()
        }
        other => panic!("{other:?} is no source"),
    }
}

fn reason() -> Reason {
    Reason::new("2026-11-24".parse().unwrap(), "bench")
}

fn commit(live: &Live, number: u32, rows: u32) {
    let edits = (0..rows).map(|it| Edit::Put(source((number * rows + it) % 5_000, number)));
    live.commit(Change { edits: edits.collect() }, reason()).unwrap();
}

fn main() {
    alone();
    together();
    let people = std::env::var("BOLE_BENCH_PEOPLE").map_or(100_000, |it| it.parse().unwrap());
    let dir = tempfile::tempdir().unwrap();
    live::load(dir.path(), generate::rows(people, 1), &reason()).unwrap();
    let live = Arc::new(Live::open(dir.path()).unwrap());
    let rows = live.record().rows();
    let mut times = Vec::new();
    for number in 0..200 {
        let begun = Instant::now();
        commit(&live, number, 100);
        times.push(begun.elapsed().as_secs_f64());
    }
    println!("100 rows into a graph of {rows}: {:.2} ms at the median", at(&mut times, 0.5) * 1e3);
    read(&live);
}

fn alone() {
    let dir = tempfile::tempdir().unwrap();
    let live = Live::open(&dir.path().join("bole")).unwrap();
    let mut sqlite = Sqlite::new(dir.path());
    let (mut own, mut other) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let begun = Instant::now();
        let first = u32::try_from(round).unwrap() * COMMITS;
        (first..first + COMMITS).for_each(|it| commit(&live, it, 1));
        own.push(begun.elapsed().as_secs_f64() / f64::from(COMMITS));
        other.push(sqlite.commit());
    }
    let (own, other) = (at(&mut own, 0.5), at(&mut other, 0.5));
    println!(
        "one row, one thread: {:.2} ms, SQLite {:.2} ms: {:.2} × as many a second",
        own * 1e3,
        other * 1e3,
        other / own
    );
}

/// Commits a second of so many threads.
fn rate(live: &Live, threads: u32) -> f64 {
    let begun = Instant::now();
    let made: u32 = thread::scope(|scope| {
        let working = (0..threads).map(|it| {
            scope.spawn(move || {
                let mut made = 0;
                while begun.elapsed() < WHILE {
                    commit(live, it * 70 + made % 70, 1);
                    made += 1;
                }
                made
            })
        });
        let working: Vec<_> = working.collect();
        working.into_iter().map(|it| it.join().unwrap()).sum()
    });
    f64::from(made) / begun.elapsed().as_secs_f64()
}

fn together() {
    let dir = tempfile::tempdir().unwrap();
    let live = Live::open(dir.path()).unwrap();
    let one = rate(&live, 1);
    let many = rate(&live, THREADS);
    println!("{THREADS} threads: {many:.0} commits a second, one {one:.0}: {:.1} ×", many / one);
}

/// What a reader waits, with nobody writing and with steady writing, in turn.
fn read(live: &Arc<Live>) {
    let api = Api::new(Arc::clone(live), || "2026-11-24".parse().unwrap());
    let query = "{ people(first: 50, where: { country: { eq: \"CN\" } }) { totalCount nodes {
        name employments { nodes { title organization { name } } } } } }";
    let asked = |times: &mut Vec<f64>| {
        let begun = Instant::now();
        while begun.elapsed() < WHILE {
            let begun = Instant::now();
            let answer = api.execute(Request::new(query), &Viewer::local());
            times.push(begun.elapsed().as_secs_f64());
            assert_eq!(answer.outcome, Outcome::Done);
        }
    };
    let (mut quiet, mut busy) = (Vec::new(), Vec::new());
    for _ in 0..2 {
        asked(&mut quiet);
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                for number in 0.. {
                    let begun = Instant::now();
                    if is_over.load(Ordering::Relaxed) {
                        break;
                    }
                    commit(live, number, 5);
                    thread::sleep(
                        (Duration::from_secs(1) / STEADY).saturating_sub(begun.elapsed()),
                    );
                }
            });
            asked(&mut busy);
            is_over.store(true, Ordering::Relaxed);
        });
    }
    let (quiet_ms, busy_ms) = (at(&mut quiet, 0.99) * 1e3, at(&mut busy, 0.99) * 1e3);
    println!(
        "readers' p99: {quiet_ms:.2} ms, with {STEADY} commits a second {busy_ms:.2} ms: {:.2} ×",
        busy_ms / quiet_ms
    );
}

/// The time below which this part of the times lies.
fn at(times: &mut [f64], part: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    #[expect(clippy::cast_precision_loss, reason = "there are few")]
    let place = (times.len() - 1) as f64 * part;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a place")]
    let place = place as usize;
    times[place]
}
