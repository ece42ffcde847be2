//! How much a request may look at.

use std::{
    cmp::Ordering,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use super::{Snapshot, compute::Refusal};

/// Rows that one request may look at where nobody says, each counted once for every filter, key and
/// number: as many take some seconds.
pub const ROWS_LOOKED_AT_MAX: u64 = 1_000_000_000;

/// So many rows of a column are read in the time in which one value is computed.
pub const ROWS_PER_COMPUTATION: u64 = 32;

/// So many rows of a column are read in the time in which one row is visited: put in its group, or
/// drawn, or looked for in a set.
pub const ROWS_PER_VISIT: u64 = 8;

/// So many rows of a column are read in the time in which the history of one row is.
pub const ROWS_PER_HISTORY: u64 = 20_000;

/// Bytes of one answer, in all of its parts: it is made in memory before it is sent.
pub const ANSWER_BYTES_MAX: u64 = 128 << 20;

/// What one request may do.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// Rows that it may look at, see [`ROWS_LOOKED_AT_MAX`].
    pub rows: u64,
    /// When it is to be over, and how long that is from its start.
    pub end: Option<(Instant, Duration)>,
    /// Whether nobody waits for it any more.
    pub given_up: GivenUp,
}

impl Default for Bounds {
    fn default() -> Self {
        Bounds { rows: ROWS_LOOKED_AT_MAX, end: None, given_up: GivenUp::default() }
    }
}

/// Tells a request that nobody waits for it any more. Copies tell the same request.
#[derive(Clone, Debug, Default)]
pub struct GivenUp(Arc<AtomicBool>);

impl GivenUp {
    pub fn set(&self) {
        self.0.store(true, Relaxed);
    }

    pub fn is_set(&self) -> bool {
        self.0.load(Relaxed)
    }
}

/// What one request has done so far, in all of its parts.
///
/// Loops that cannot fail end early where [`Work::goes_on`] says no. What they found is thrown away,
/// since whatever is asked for after that is refused.
#[derive(Debug, Default)]
pub struct Work {
    rows: AtomicU64,
    bytes: AtomicU64,
    /// Whether time was over, or nobody waited, when somebody last looked.
    is_over: AtomicBool,
    bounds: Bounds,
}

/// Rows looked at and bytes written between two looks at the clock, as powers of 2.
const ROWS_BETWEEN: u32 = 16;
const BYTES_BETWEEN: u32 = 16;
/// Items that are put in order at once.
const ITEMS_SORTED: usize = 1 << 14;
/// Items of a loop between two looks at the clock.
const ITEMS_BETWEEN: u32 = 1 << 10;

impl Work {
    pub fn within(bounds: Bounds) -> Self {
        Work { bounds, ..Work::default() }
    }

    /// Rows that were looked at so far, each weighed by what was done with it.
    pub fn looked_at(&self) -> u64 {
        self.rows.load(Relaxed)
    }

    /// Counts rows that are about to be looked at.
    ///
    /// # Errors
    ///
    /// A refusal that names the limit of rows, where it would be more; those of [`Work::check`].
    pub fn look(&self, rows: u64) -> Result<(), Refusal> {
        let most = self.bounds.rows;
        let before = self.looked_at();
        if before <= most {
            let so_far = before.saturating_add(rows);
            // Threads of one request may count at once.
            let before = self.rows.fetch_add(so_far - before, Relaxed);
            if so_far <= most {
                return self.check_after((before, so_far), ROWS_BETWEEN);
            }
        }
        Err(Refusal::Rows(format!(
            "the request looks at more than {most} rows: narrow `where`, or ask for less at once"
        )))
    }

    /// Counts bytes that were written, be they thrown away later or not.
    ///
    /// # Errors
    ///
    /// A refusal that names [`ANSWER_BYTES_MAX`], where it is more; those of [`Work::check`].
    pub fn write(&self, bytes: usize) -> Result<(), Refusal> {
        let bytes = bytes as u64;
        let before = self.bytes.fetch_add(bytes, Relaxed);
        let so_far = before + bytes;
        if so_far <= ANSWER_BYTES_MAX {
            return self.check_after((before, so_far), BYTES_BETWEEN);
        }
        Err(Refusal::Limit(format!(
            "the answer is longer than {ANSWER_BYTES_MAX} bytes: ask for fewer rows at once"
        )))
    }

    fn check_after(&self, (before, so_far): (u64, u64), between: u32) -> Result<(), Refusal> {
        if before >> between == so_far >> between && !self.is_over.load(Relaxed) {
            return Ok(());
        }
        self.check()
    }

    /// # Errors
    ///
    /// A refusal, where the request has taken as long as it may, or nobody waits for it.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.goes_on() {
            return Ok(());
        }
        if self.bounds.given_up.is_set() {
            return Err(Refusal::Time("nobody waits for the answer any more".to_owned()));
        }
        let seconds = self.bounds.end.map_or(0.0, |it| it.1.as_secs_f64());
        Err(Refusal::Time(format!(
            "the request took longer than {seconds} s: narrow `where`, or ask for less at once"
        )))
    }

    /// Whether there is time left, and somebody who waits. Where not once, then never again.
    pub fn goes_on(&self) -> bool {
        if self.is_over.load(Relaxed) {
            return false;
        }
        let is_late = || self.bounds.end.is_some_and(|(end, _)| Instant::now() >= end);
        let is_over = self.bounds.given_up.is_set() || is_late();
        if is_over {
            self.is_over.store(true, Relaxed);
        }
        !is_over
    }

    /// Puts items in order, as long as the request goes on. No two are equal.
    pub fn sort<T>(&self, items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
        for run in items.chunks_mut(ITEMS_SORTED) {
            if !self.goes_on() {
                return;
            }
            run.sort_unstable_by(&compare);
        }
        if items.len() > ITEMS_SORTED {
            // This one finds what is in order already, and puts it together.
            items.sort_by(compare);
        }
    }

    /// The items, as long as the request goes on.
    pub fn watched<T>(&self, items: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
        watched(Some(self), items)
    }
}

impl Snapshot {
    /// The same snapshot, for one request: what takes long ends early where the request is over.
    #[must_use]
    pub fn within(&self, work: &Arc<Work>) -> Snapshot {
        Snapshot { work: Some(Arc::clone(work)), ..self.clone() }
    }

    /// Whether the request that this snapshot is for goes on.
    pub(super) fn goes_on(&self) -> bool {
        self.work.as_ref().is_none_or(|it| it.goes_on())
    }

    /// The items, as long as the request that this snapshot is for goes on.
    pub(super) fn watched<T>(&self, items: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
        watched(self.work.as_deref(), items)
    }
}

fn watched<T>(work: Option<&Work>, items: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
    let mut count = 0u32;
    items.take_while(move |_| {
        count = count.wrapping_add(1);
        !count.is_multiple_of(ITEMS_BETWEEN) || work.is_none_or(Work::goes_on)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_may_look_at_as_many_rows_as_said_and_no_more() {
        let work = Work::default();
        assert_eq!(work.look(ROWS_LOOKED_AT_MAX), Ok(()));
        let refusal = work.look(1).expect_err("it is one more").to_string();
        assert!(refusal.contains(&ROWS_LOOKED_AT_MAX.to_string()), "{refusal}");
        assert!(work.look(u64::MAX).is_err() && work.look(u64::MAX).is_err());
        let work = Work::within(Bounds { rows: 10, ..Bounds::default() });
        assert_eq!((work.look(10), work.looked_at()), (Ok(()), 10));
        assert!(work.look(1).expect_err("it is one more").to_string().contains("than 10 rows"));
    }

    #[test]
    fn loops_end_where_time_is_over_or_nobody_waits() {
        let count = |work: &Work| work.watched(0..1_000_000).count();
        assert_eq!(count(&Work::default()), 1_000_000);
        let over = Some((Instant::now(), Duration::ZERO));
        let late = Work::within(Bounds { end: over, ..Bounds::default() });
        assert!(count(&late) < 2_000);
        let why = late.look(1).expect_err("time is over").to_string();
        assert!(why.contains("longer than 0 s"), "{why}");
        let given_up = GivenUp::default();
        let work = Work::within(Bounds { given_up: given_up.clone(), ..Bounds::default() });
        assert_eq!((count(&work), work.check()), (1_000_000, Ok(())));
        given_up.set();
        assert!(count(&work) < 2_000 && work.write(1).is_err() && !work.goes_on());
    }

    #[test]
    fn an_answer_may_be_as_long_as_said_and_no_longer() {
        let work = Work::default();
        assert_eq!(work.write(usize::try_from(ANSWER_BYTES_MAX).unwrap()), Ok(()));
        let refusal = work.write(1).expect_err("it is one more").to_string();
        assert!(refusal.contains(&ANSWER_BYTES_MAX.to_string()), "{refusal}");
        assert_eq!(work.look(1), Ok(()), "rows are counted on their own");
    }
}
