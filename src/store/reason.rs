//! Who made a change, when and why.

use std::sync::Arc;

use twox_hash::XxHash3_128;

use crate::catalog::value::Moment;

/// When, by whom and why a change is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    pub at: Moment,
    /// Such as `token:press-desk`, or `import`.
    pub by: Arc<str>,
    /// In the words of whoever made it.
    pub why: Option<Arc<str>>,
    /// By what the same request is known when it is sent again; not a part of the history.
    pub request: Option<Request>,
}

/// A request that a client may send again where it does not know what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Made up by the client; one for each request of whoever makes the change.
    pub key: Arc<str>,
    /// See [`Request::new`].
    pub digest: u128,
}

impl Request {
    /// A request with a key and a text; one with another text has another digest.
    pub fn new(key: &str, text: &str) -> Self {
        Request { key: key.into(), digest: XxHash3_128::oneshot(text.as_bytes()) }
    }
}

impl Reason {
    pub fn new(at: Moment, by: &str) -> Self {
        Reason { at, by: by.into(), why: None, request: None }
    }
}
