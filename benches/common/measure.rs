//! Medians of what several works cost, measured in turn, so that a machine that slows down slows all
//! of them. The time is that of the thread on a processor: what else the machine does is not in it.

use std::hint::black_box;

use rustix::time::{ClockId, clock_gettime};

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

/// Microseconds that this thread has had a processor.
pub(crate) fn thread_us() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    #[expect(clippy::cast_precision_loss, reason = "a benchmark's seconds are few")]
    let (seconds, nanoseconds) = (time.tv_sec as f64, time.tv_nsec as f64);
    seconds * 1e6 + nanoseconds / 1e3
}
