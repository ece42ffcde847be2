//! How much one request may ask for.

use std::time::Duration;

use super::guard::{self, NoDocument};
use crate::engine::work::ROWS_LOOKED_AT_MAX;

/// How much one request may ask for. More is refused, and nothing of it is carried out.
///
/// A document is measured as it is written, before it is parsed, and again with its fragments
/// written out, before it is validated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Words, texts, numbers and signs of a document.
    pub tokens: usize,
    /// Characters of one name.
    pub name_chars: usize,
    /// Operations of a document, of which one is carried out.
    pub operations: usize,
    /// Fragments of a document, each of which may spread the next.
    pub fragments: usize,
    /// Directives of a document; one field may have 16.
    pub directives: usize,
    /// Aliases of a document.
    pub aliases: usize,
    /// Fields of the root, with the fragments written out: of the operation that has most.
    pub root_fields: usize,
    /// Fields of all operations, with the fragments written out.
    pub fields: usize,
    /// Selections within selections, with the fragments written out. Introspection itself asks for
    /// 13.
    pub depth: usize,
    /// Lists and objects within each other, in an argument and in a variable.
    pub nesting: usize,
    /// What a request may cost, see [`Cost`](super::Cost).
    pub cost: u64,
    /// Rows that a request may look at, each weighed by what is done with it.
    pub rows: u64,
    /// How long a request may take from when it is begun. Changes that are being made are not
    /// interrupted, and exports take as long as they are read.
    pub time: Duration,
}

impl Limits {
    /// Whether a document is GraphQL of a size that is looked at, before it is validated.
    ///
    /// # Errors
    ///
    /// What there is too much of, or that it is no GraphQL.
    pub fn admit(&self, document: &str) -> Result<(), String> {
        match guard::parsed(document, self) {
            Ok(_) => Ok(()),
            Err(NoDocument::Refused(why)) => Err(why.message),
            Err(NoDocument::Unparsed) => Err("the document is no GraphQL".to_owned()),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            tokens: 10_000,
            name_chars: 256,
            operations: 50,
            fragments: 200,
            directives: 200,
            aliases: 500,
            root_fields: 200,
            fields: 20_000,
            depth: 24,
            nesting: 32,
            cost: 1_000_000,
            rows: ROWS_LOOKED_AT_MAX,
            time: Duration::from_secs(10),
        }
    }
}
