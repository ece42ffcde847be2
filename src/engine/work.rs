//! How much a request may look at.

use std::sync::atomic::{AtomicU64, Ordering};

use super::compute::Refusal;

/// Rows that one request may look at, each counted once for every filter, key and number: as many
/// take some seconds.
pub const ROWS_LOOKED_AT_MAX: u64 = 1_000_000_000;

/// So many rows of a column are read in the time in which one value is computed.
pub const ROWS_PER_COMPUTATION: u64 = 32;

/// The rows that one request has looked at so far, in all of its parts.
#[derive(Debug, Default)]
pub struct Work(AtomicU64);

impl Work {
    /// Counts rows that are about to be looked at.
    ///
    /// # Errors
    ///
    /// A refusal that names [`ROWS_LOOKED_AT_MAX`], where it would be more.
    pub fn look(&self, rows: u64) -> Result<(), Refusal> {
        // The limit is small: the sum stays far from overflowing.
        let rows = rows.min(ROWS_LOOKED_AT_MAX + 1);
        let so_far = self.0.fetch_add(rows, Ordering::Relaxed) + rows;
        if so_far <= ROWS_LOOKED_AT_MAX {
            return Ok(());
        }
        Err(Refusal::Limit(format!(
            "the request looks at more than {ROWS_LOOKED_AT_MAX} rows: narrow `where`, or ask for \
             less at once"
        )))
    }
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
    }
}
