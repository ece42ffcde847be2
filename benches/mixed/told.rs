//! What came of the load, piece by piece of the time.

use std::{
    fs,
    sync::Mutex,
    time::{Duration, Instant},
};

/// Pieces that the time is cut into: minutes, where it is ten minutes.
pub(super) const PIECES: usize = 10;
/// Errors that are printed.
const ERRORS_TOLD: usize = 5;

/// What is measured together.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Read,
    Write,
    Message,
    Import,
    Export,
}

pub(super) const KINDS: [(Kind, &str); 5] = [
    (Kind::Read, "reads"),
    (Kind::Write, "writes"),
    (Kind::Message, "messages"),
    (Kind::Import, "imports"),
    (Kind::Export, "exports"),
];

pub(super) struct Told {
    begun: Instant,
    piece: Duration,
    /// Milliseconds, by kind and piece.
    times: Mutex<Vec<Vec<Vec<f64>>>>,
    errors: Mutex<Vec<String>>,
}

impl Told {
    pub(super) fn new(time: Duration) -> Self {
        let piece = time / u32::try_from(PIECES).unwrap();
        let times = Mutex::new(vec![vec![Vec::new(); PIECES]; KINDS.len()]);
        Told { begun: Instant::now(), piece, times, errors: Mutex::default() }
    }

    pub(super) fn is_over(&self) -> bool {
        self.begun.elapsed() >= self.piece * u32::try_from(PIECES).unwrap()
    }

    /// Notes that something was done which was due at a moment.
    pub(super) fn done(&self, kind: Kind, due: Instant) {
        let piece = due.saturating_duration_since(self.begun).div_duration_f64(self.piece);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is small")]
        let piece = (piece as usize).min(PIECES - 1);
        let took = due.elapsed().as_secs_f64() * 1e3;
        self.times.lock().unwrap()[kind as usize][piece].push(took);
    }

    pub(super) fn failed(&self, what: &str, why: &str) {
        self.errors.lock().unwrap().push(format!("{what}: {}", &why[..why.len().min(500)]));
    }

    /// Prints a line for each piece as it ends, and at last what came of all; whether nothing failed.
    pub(super) fn print(&self, server: u32) -> bool {
        let heads = ["piece", "RSS MB", "reads", "p50", "p99", "writes", "p50", "p99"];
        println!("{}", heads.map(|it| format!("{it:>8}")).concat());
        let mut rows: Vec<[f64; 5]> = Vec::new();
        for piece in 0..PIECES {
            let end = self.begun + self.piece * u32::try_from(piece + 1).unwrap();
            std::thread::sleep(end.saturating_duration_since(Instant::now()));
            let memory = resident_mb(server);
            let times = self.times.lock().unwrap();
            let [reads, writes] = [Kind::Read, Kind::Write].map(|it| &times[it as usize][piece]);
            let row = [memory, at(reads, 50), at(reads, 99), at(writes, 50), at(writes, 99)];
            let [memory, read, read_99, write, write_99] = row;
            println!(
                "{:>8}{memory:>8.0}{:>8}{read:>8.2}{read_99:>8.2}{:>8}{write:>8.2}{write_99:>8.2}",
                piece + 1,
                reads.len(),
                writes.len()
            );
            rows.push(row);
        }
        self.trend(&rows);
        let errors = self.errors.lock().unwrap();
        println!("{} errors", errors.len());
        errors.iter().take(ERRORS_TOLD).for_each(|it| println!("  {it}"));
        errors.is_empty()
    }

    /// What has become of each figure: caches fill in the first piece, which does not count.
    fn trend(&self, rows: &[[f64; 5]]) {
        let names = ["memory", "reads p50", "reads p99", "writes p50", "writes p99"];
        for (place, name) in names.iter().enumerate() {
            let figures: Vec<f64> = rows[1..].iter().map(|it| it[place]).collect();
            let (first, last) = (mean(&figures[..3]), mean(&figures[figures.len() - 3..]));
            println!(
                "{name}: last three of the pieces against the second to the fourth {:.2} ×; along \
                 the line that fits best {:+.1} % in all",
                last / first,
                slope(&figures) * count(figures.len() - 1) / mean(&figures) * 100.0
            );
        }
        let times = self.times.lock().unwrap();
        for (kind, name) in KINDS {
            let all: Vec<f64> = times[kind as usize].concat();
            // They are due when something changes: `benches/live.rs` tells how soon they come.
            if matches!(kind, Kind::Message) {
                println!("{name}: {}", all.len());
                continue;
            }
            println!(
                "{}: {}, p50 {:.2} ms, p99 {:.2} ms",
                name,
                all.len(),
                at(&all, 50),
                at(&all, 99)
            );
        }
    }
}

/// The value below which so many in a hundred are.
fn at(times: &[f64], percent: usize) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times.get(times.len() * percent / 100).copied().unwrap_or(f64::NAN)
}

fn mean(figures: &[f64]) -> f64 {
    figures.iter().sum::<f64>() / count(figures.len())
}

/// By how much the figures grow from one to the next: least squares.
fn slope(figures: &[f64]) -> f64 {
    let (middle, average) = (count(figures.len() - 1) / 2.0, mean(figures));
    let from_middle = |at: usize| count(at) - middle;
    let sum = |of: &dyn Fn(usize) -> f64| (0..figures.len()).map(of).sum::<f64>();
    sum(&|it| from_middle(it) * (figures[it] - average)) / sum(&|it| from_middle(it).powi(2))
}

fn count(number: usize) -> f64 {
    u32::try_from(number).unwrap().into()
}

/// Memory of a process that is not swapped out.
fn resident_mb(process: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|it| it.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() * 1024.0 / 1e6
}
