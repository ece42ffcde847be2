//! Who made a change, when and why.

use std::sync::Arc;

use crate::catalog::value::Moment;

/// When, by whom and why a change is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    pub at: Moment,
    /// Such as `token:press-desk`, or `import`.
    pub by: Arc<str>,
    /// In the words of whoever made it.
    pub why: Option<Arc<str>>,
}

impl Reason {
    pub fn new(at: Moment, by: &str) -> Self {
        Reason { at, by: by.into(), why: None }
    }
}
