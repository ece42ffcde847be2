//! Moves among a million people with three spells each: milliseconds of the clock and of processors,
//! and how many times the processor time of a walk that only reads the same spells, on one thread.
//!
//! `cargo bench --bench moves`; `BOLE_BENCH_PEOPLE` sets the number of people.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and may stop")]
#![expect(clippy::disallowed_methods, reason = "its size enters here")]

use std::{hint::black_box, time::Instant};

use bole::{
    catalog::{
        enums::{EmployerChoice, MovePlace},
        place,
    },
    engine::{
        Builder, Snapshot,
        moves::{self, AlumniAsked, FlowsAsked, Period, RetentionAsked},
        paths::{self, BOUNDS, PathsAsked},
    },
    generate,
};
use rustix::time::{ClockId, clock_gettime};

/// Runs of which the median is taken.
const ROUNDS: usize = 15;

fn main() {
    let most = std::env::var("BOLE_BENCH_PEOPLE").map_or(1_000_000, |it| it.parse().unwrap());
    for people in [most / 10, most] {
        let mut builder = Builder::default();
        generate::rows(people, 1).for_each(|it| builder.push(&it));
        measure(people, &builder.finish().unwrap());
    }
}

fn measure(people: u32, snapshot: &Snapshot) {
    let (clock, floor) = median(|| walk(snapshot));
    println!("{people} people: reading their spells {clock:.1} ms, of processors {floor:.1} ms");
    let tell = |what: &str, (clock, cpu): (f64, f64)| {
        println!("  {what} {clock:.1} ms, of processors {cpu:.1} ms: {:.1} ×", cpu / floor);
    };
    for by in [MovePlace::Organization, MovePlace::RootOrganization, MovePlace::Country] {
        let (filter, count_min, offset, first) = (None, 1, 0, 20);
        let period = Period { from: "2005".parse().ok(), to: None };
        let asked =
            FlowsAsked { filter, by, period, from: None, to: None, count_min, offset, first };
        let found = moves::flows(snapshot, &asked);
        tell(
            &format!("flows by {}, {} moves, {} flows:", by.name(), found.moves, found.total),
            median(|| moves::flows(snapshot, &asked).total),
        );
    }
    let asked = RetentionAsked {
        filter: None,
        by: MovePlace::Organization,
        at: None,
        on: "2024-12-31".parse().unwrap(),
        years: 5,
    };
    tell("retention over five years:", median(|| moves::retention(snapshot, &asked).unplaced));
    let asked = AlumniAsked {
        studies: None,
        employments: None,
        by: MovePlace::Organization,
        employer: EmployerChoice::First,
        from: None,
        to: None,
        count_min: 1,
        offset: 0,
        first: 20,
    };
    tell("first employers of graduates:", median(|| moves::alumni(snapshot, &asked).total));
    let mut times: Vec<f64> =
        (0..101).map(|it| chain(snapshot, people / 101 * it, people)).collect();
    times.sort_by(f64::total_cmp);
    println!(
        "  chains of two people, of 101 pairs: {:.1} ms, at most {:.1} ms",
        times[50], times[100]
    );
}

/// Milliseconds in which the chains between a person and another are found.
fn chain(snapshot: &Snapshot, from: u32, people: u32) -> f64 {
    let to = people - 1 - from / 2;
    let asked = PathsAsked { from, to, steps_max: 4, overlapping: true, first: 10, bounds: BOUNDS };
    let begun = Instant::now();
    black_box(paths::paths(snapshot, &asked));
    begun.elapsed().as_secs_f64() * 1e3
}

/// Reads organization, start and end of every spell, person by person, on one thread.
fn walk(snapshot: &Snapshot) -> u64 {
    let people = snapshot.frame(place("Person"));
    let spells = snapshot.frame(place("Employment"));
    let column = |name: &str| spells.column(spells.table().field(name).unwrap());
    let (organization, start, end) = (column("organization"), column("start"), column("end"));
    let link = people.table().link("employments").unwrap();
    let mut sum = 0;
    for person in people.live() {
        for row in people.linked(link, person).iter() {
            sum += u64::from(organization.target(row).unwrap_or_default());
            sum += (start.int(row).unwrap_or_default() + end.int(row).unwrap_or_default())
                .cast_unsigned();
        }
    }
    sum
}

/// Milliseconds of the clock and of all processors that a work takes, at the median of the rounds.
fn median(work: impl Fn() -> u64) -> (f64, f64) {
    let (mut clocks, mut cpus) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (begun, cpu) = (Instant::now(), process_ms());
        black_box(work());
        clocks.push(begun.elapsed().as_secs_f64() * 1e3);
        cpus.push(process_ms() - cpu);
    }
    clocks.sort_by(f64::total_cmp);
    cpus.sort_by(f64::total_cmp);
    (clocks[ROUNDS / 2], cpus[ROUNDS / 2])
}

/// Milliseconds that the threads of this process have had a processor.
fn process_ms() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    #[expect(clippy::cast_precision_loss, reason = "a benchmark's seconds are few")]
    let (seconds, nanoseconds) = (time.tv_sec as f64, time.tv_nsec as f64);
    seconds * 1e3 + nanoseconds / 1e6
}
