//! Why an answer is made.

use crate::engine::compute::Datum;

/// Why something is answered.
pub(super) enum Occasion {
    /// It was asked, once.
    Asked,
    /// Who subscribed is to be told how things stand.
    Standing,
    /// Who subscribed is to be told of this.
    Event(Datum),
}
