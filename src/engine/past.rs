//! What rows were: a snapshot is one version only, and asks another room.

use super::compute::{Datum, Refusal};
use crate::catalog::{Row, RowId};

/// Knows what was done to rows.
pub trait Past {
    /// What commits did to a row, newest first: records of
    /// [`crate::catalog::history::ROW_HISTORY`].
    ///
    /// # Errors
    ///
    /// A refusal where it can't be told.
    fn history(&self, id: &RowId, asked: HistoryAsked) -> Result<Vec<Vec<Datum>>, Refusal>;

    /// A row as what was done to it is told: a JSON object of all its values.
    fn written(&self, row: &Row) -> String;
}

/// Which changes of a row are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HistoryAsked {
    /// Only those before this version.
    pub before: Option<u64>,
    /// How many, the newest first.
    pub first: usize,
}
