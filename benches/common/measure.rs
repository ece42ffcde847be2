//! Medians of things measured in turn, so that a machine that slows down slows all of them.

use std::{hint::black_box, time::Instant};

/// Rounds of which the median is taken.
const ROUNDS: usize = 41;
/// Runs in a round.
const RUNS: u32 = 25;

/// Microseconds that one run of each takes, at the median of the rounds.
pub(crate) fn medians<const N: usize>(works: [&dyn Fn() -> usize; N]) -> [f64; N] {
    let mut times = [(); N].map(|()| Vec::with_capacity(ROUNDS));
    for _ in 0..ROUNDS {
        for (work, times) in works.iter().zip(&mut times) {
            let begun = Instant::now();
            for _ in 0..RUNS {
                black_box(work());
            }
            times.push(begun.elapsed().as_secs_f64() * 1e6 / f64::from(RUNS));
        }
    }
    times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[ROUNDS / 2]
    })
}
