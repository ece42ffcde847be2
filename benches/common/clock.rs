//! The time that a thread has had a processor.

use rustix::time::{ClockId, clock_gettime};

/// Microseconds that this thread has had a processor.
pub(crate) fn thread_us() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    #[expect(clippy::cast_precision_loss, reason = "a benchmark's seconds are few")]
    let (seconds, nanoseconds) = (time.tv_sec as f64, time.tv_nsec as f64);
    seconds * 1e6 + nanoseconds / 1e3
}
