//! What is true of every input, whoever made it: libFuzzer, which goes on for as long as it is let, or
//! the tests, which try what is in `corpus`, and some of what is like it.
//!
//! Each module has a function `try_one`, which panics where something is not as it should be.

pub mod csv;
pub mod date;
pub mod document;
pub mod plan;
pub mod row;

/// Panics where something is not as it should be of an input.
pub type TryOne = fn(&[u8]);

/// The functions, by the names of their folders in `corpus`.
pub const ALL: &[(&str, TryOne)] = &[
    ("csv", csv::try_one),
    ("date", date::try_one),
    ("document", document::try_one),
    ("plan", plan::try_one),
    ("row", row::try_one),
];
