//! How much a request may look at.

use std::sync::atomic::{AtomicU64, Ordering};

use super::compute::Refusal;

/// Rows that one request may look at, each counted once for every filter, key and number: as many
/// take some seconds.
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

/// What one request has done so far, in all of its parts.
#[derive(Debug, Default)]
pub struct Work {
    rows: AtomicU64,
    bytes: AtomicU64,
}

impl Work {
    /// Counts rows that are about to be looked at.
    ///
    /// # Errors
    ///
    /// A refusal that names [`ROWS_LOOKED_AT_MAX`], where it would be more.
    pub fn look(&self, rows: u64) -> Result<(), Refusal> {
        // The limit is small: the sum stays far from overflowing.
        let rows = rows.min(ROWS_LOOKED_AT_MAX + 1);
        let so_far = self.rows.fetch_add(rows, Ordering::Relaxed) + rows;
        if so_far <= ROWS_LOOKED_AT_MAX {
            return Ok(());
        }
        Err(Refusal::Limit(format!(
            "the request looks at more than {ROWS_LOOKED_AT_MAX} rows: narrow `where`, or ask for \
             less at once"
        )))
    }

    /// Counts bytes that were written, be they thrown away later or not.
    ///
    /// # Errors
    ///
    /// A refusal that names [`ANSWER_BYTES_MAX`], where it is more.
    pub fn write(&self, bytes: usize) -> Result<(), Refusal> {
        let bytes = bytes as u64;
        let so_far = self.bytes.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if so_far <= ANSWER_BYTES_MAX {
            return Ok(());
        }
        Err(Refusal::Limit(format!(
            "the answer is longer than {ANSWER_BYTES_MAX} bytes: ask for fewer rows at once"
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

    #[test]
    fn an_answer_may_be_as_long_as_said_and_no_longer() {
        let work = Work::default();
        assert_eq!(work.write(usize::try_from(ANSWER_BYTES_MAX).unwrap()), Ok(()));
        let refusal = work.write(1).expect_err("it is one more").to_string();
        assert!(refusal.contains(&ANSWER_BYTES_MAX.to_string()), "{refusal}");
        assert_eq!(work.look(1), Ok(()), "rows are counted on their own");
    }
}
