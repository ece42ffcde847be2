//! What an answer is made of, and why it is made.

use std::sync::Arc;

use crate::{
    catalog::value::PartialDate,
    engine::{Snapshot, compute::Datum},
};

/// What an answer is made of.
pub(super) struct Ground {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) today: PartialDate,
    pub(super) occasion: Occasion,
}

/// Why something is answered.
pub(super) enum Occasion {
    /// It was asked, once.
    Asked,
    /// Who subscribed is to be told how things stand.
    Standing,
    /// Who subscribed is to be told of this.
    Event(Datum),
}
