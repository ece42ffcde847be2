//! The read engine: an immutable snapshot of every table, in columns. Pure and synchronous.
//!
//! A [`Snapshot`] is built from rows by a [`Builder`], or from another snapshot by a change
//! ([`Snapshot::apply`]); the two then share every chunk that is equal in both. What can be asked
//! is plain data, in [`request`]; [`run`] answers it.
//!
//! - Rows: [`filter`] tells which are meant, [`page`] which of them come first, [`sample`] chooses
//!   some, [`search`] finds them by what they are called.
//! - Values: [`compute`] makes those that are never stored, pay in any currency among them.
//! - Rows together: [`group`] puts them in groups and tells what their numbers are, [`premium`] sets
//!   two sets of groups side by side, [`evidence`] tells what rows rest on.
//! - Questions of the field: [`moves`] and [`paths`] between people's spells, [`ranking`] by papers,
//!   [`resolve`] for figures that contradict each other, [`duplicates`] for rows that may stand for
//!   one and the same.
//! - Changes: [`merge`] makes one of two rows, [`revert`] undoes what was done.
//! - [`veil`] keeps private pay from those who may not see it.
//! - [`cost`] tells before what a request may take, [`work`] bounds it meanwhile.

mod apply;
mod around;
mod build;
mod chunked;
mod column;
mod compare;
pub mod compute;
pub mod cost;
pub mod cursor;
pub mod duplicates;
pub mod evidence;
pub mod filter;
mod frame;
pub mod group;
mod links;
mod lookup;
pub mod merge;
pub mod moves;
pub mod page;
pub mod past;
pub mod paths;
pub mod premium;
pub mod ranking;
mod reads;
mod redirect;
pub mod request;
pub mod resolve;
pub mod revert;
mod row;
pub mod run;
pub mod sample;
pub mod search;
mod sorted;
mod span;
pub mod veil;
mod versions;
mod words;
pub mod work;

use std::sync::{Arc, OnceLock};

use crate::catalog::{RowId, place};

pub use build::Builder;
pub use column::{Column, NOWHERE};
pub use frame::{FieldOrder, Frame};
pub use links::Rows;
pub use reads::Reads;
pub use sorted::{Place, Sorted};

/// Every table at one version. Copying one copies a pointer for each table.
#[derive(Clone, Debug)]
pub struct Snapshot {
    version: u64,
    /// For each table: see [`Snapshot::changed`].
    changed: Vec<u64>,
    /// One for each of [`crate::catalog::TABLES`].
    frames: Vec<Arc<Frame>>,
    /// For each table: what rows are found by.
    layers: Vec<Arc<search::Layers>>,
    /// Gathered when pay is first converted.
    rates: Arc<OnceLock<Arc<compute::Rates>>>,
    /// What is told of each table that is read.
    reads: Option<Arc<Reads>>,
    /// That of the request for which this snapshot is.
    work: Option<Arc<work::Work>>,
    /// The snapshot that is searched instead, where this one holds rows that only stand for others.
    searched: Option<Arc<Snapshot>>,
}

/// Why rows make no snapshot.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    #[error("`{from}` refers to `{to}`, which does not exist")]
    Dangling { from: RowId, to: String },
    #[error("`{0}` does not exist")]
    Missing(RowId),
    #[error("`{0}` is there twice")]
    Twice(RowId),
}

impl Snapshot {
    /// The number of the commit that made this graph; 0 where there was none.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The version of the last commit that touched a table. Of a snapshot that was built from rows,
    /// its own version: what touched the table before that is not known.
    pub fn changed(&self, table: usize) -> u64 {
        self.changed[table]
    }

    /// The table at `table` of [`crate::catalog::TABLES`].
    pub fn frame(&self, table: usize) -> &Frame {
        self.note(table);
        &self.frames[table]
    }

    /// All rates by area and year.
    fn rates(&self) -> Arc<compute::Rates> {
        self.note(place("Rate"));
        Arc::clone(self.rates.get_or_init(|| Arc::new(compute::Rates::new(self))))
    }
}

impl Snapshot {
    /// Where this snapshot and another one of the same rows differ, if they do: in a row's values,
    /// or in what leads to it. Row numbers may differ.
    pub fn differs(&self, other: &Snapshot) -> Option<String> {
        (0..self.frames.len()).find_map(|table| compare::frames((self, other), table))
    }

    /// Where this snapshot and another one with the same rows differ in what is of which version,
    /// if they do.
    pub fn differs_in_versions(&self, other: &Snapshot) -> Option<String> {
        let differs = (self.version != other.version).then(|| "the version".to_owned());
        differs.or_else(|| {
            (0..self.frames.len()).find_map(|table| compare::versions((self, other), table))
        })
    }
}

/// The id of a row.
pub fn row_id(frame: &Frame, row: u32) -> RowId {
    let key = frame.key(row).parse().expect("keys were checked when the row was read");
    RowId::new(frame.table().name, key)
}

/// The number of the row at `position`, or of as many bytes of text.
fn row_number(position: usize) -> u32 {
    u32::try_from(position).expect("a table holds fewer than 2^32 rows")
}
