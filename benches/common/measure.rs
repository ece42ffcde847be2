//! Medians of what several works cost, measured in turn, so that a machine that slows down slows all
//! of them. The time is that of the thread on a processor: what else the machine does is not in it.

#[path = "clock.rs"]
mod clock;

use std::hint::black_box;

use clock::thread_us;

/// Rounds of which the median is taken.
const ROUNDS: usize = 41;
/// Runs in a round.
const RUNS: u32 = 25;

/// Microseconds of processor time that one run of each takes, at the median of the rounds.
pub(crate) fn medians<const N: usize>(works: [&dyn Fn() -> usize; N]) -> [f64; N] {
    let mut times = [(); N].map(|()| Vec::with_capacity(ROUNDS));
    for _ in 0..ROUNDS {
        for (work, times) in works.iter().zip(&mut times) {
            let begun = thread_us();
            for _ in 0..RUNS {
                black_box(work());
            }
            times.push((thread_us() - begun) / f64::from(RUNS));
        }
    }
    times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[ROUNDS / 2]
    })
}
