//! Why an answer is made.

use std::sync::Arc;

use super::{GivenUp, export::Export};
use crate::engine::compute::Datum;

/// Why something is answered.
pub(super) enum Occasion {
    /// It was asked, once, by somebody who may give up waiting.
    Asked(GivenUp),
    /// Who subscribed is to be told how things stand.
    Standing,
    /// Who subscribed is to be told of this.
    Event(Datum),
    /// It was asked, to be written as a table.
    Export(Arc<Export>),
}
