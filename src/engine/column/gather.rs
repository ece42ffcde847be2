//! Values of many rows at once, for sums and groups.

use super::{Column, NO_BYTE, NO_INT, NO_LONG, NO_ROW, NO_SHORT};
use crate::engine::{chunked::Chunked, words::Words};

/// The number of no row: where a reference leads nowhere.
pub const NOWHERE: u32 = NO_ROW;

fn each<T: Copy>(values: &Chunked<T>, rows: &[u32], none: T, mut take: impl FnMut(T)) {
    for row in rows {
        take(if *row == NOWHERE { none } else { *values.get(*row) });
    }
}

impl Column {
    /// Gives `take` the whole number of each of `rows`, some of which may be [`NOWHERE`].
    pub fn each_int(&self, rows: &[u32], mut take: impl FnMut(Option<i64>)) {
        match self {
            Column::Bytes(it) => {
                each(it, rows, NO_BYTE, |it| take((it != NO_BYTE).then(|| it.into())));
            }
            Column::Shorts(it) => {
                each(it, rows, NO_SHORT, |it| take((it != NO_SHORT).then(|| it.into())));
            }
            Column::Ints(it) => {
                each(it, rows, NO_INT, |it| take((it != NO_INT).then(|| it.into())));
            }
            Column::Longs(it) => each(it, rows, NO_LONG, |it| take((it != NO_LONG).then_some(it))),
            _ => rows.iter().for_each(|_| take(None)),
        }
    }

    /// Gives `take` the floating-point number of each of `rows`.
    pub fn each_float(&self, rows: &[u32], mut take: impl FnMut(Option<f64>)) {
        match self {
            Column::Floats(it) => {
                each(it, rows, f64::NAN, |it| take((!it.is_nan()).then_some(it)));
            }
            _ => rows.iter().for_each(|_| take(None)),
        }
    }

    /// The row that each of `rows` refers to.
    pub fn targets_of(&self, rows: &[u32]) -> Vec<u32> {
        let mut targets = Vec::with_capacity(rows.len());
        match self {
            Column::Refs(it) => each(it, rows, NOWHERE, |it| targets.push(it)),
            _ => targets.resize(rows.len(), NOWHERE),
        }
        targets
    }

    /// The columns of texts that hold the field, the first before the others.
    pub(in crate::engine) fn words(&self) -> Vec<&Words> {
        match self {
            Column::Texts(it) => vec![it],
            Column::Locals { english, chinese } => vec![english, chinese],
            _ => vec![],
        }
    }
}
