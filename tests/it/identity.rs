//! Rows that stand for one and the same: found, made one, and parted again.

mod duplicates;
mod merge;
mod requests;
