//! Documents that were parsed before, and requests that were found to be valid: clients ask the same
//! questions again and again.

use std::sync::Arc;

use async_graphql::{Request, parser::types::ExecutableDocument};
use quick_cache::{Weighter, sync::Cache};

use super::{
    Limits,
    basis::{Digest, digest},
    guard::{self, NoDocument},
};

/// Bytes of the documents that are kept; parsed they take some ten times as much.
const BYTES_MAX: u64 = 2 << 20;
/// Bytes of a document that is kept: longer ones are seldom asked twice.
const DOCUMENT_BYTES_MAX: usize = 16 << 10;
/// Bytes of a common document.
const COMMON_BYTES: u64 = 512;
/// Requests that are known to be valid, of 32 bytes each.
const VALID_MAX: usize = 10_000;

/// Documents by their texts.
pub(super) struct Documents {
    parsed: Cache<String, Arc<ExecutableDocument>, Length>,
    /// Documents with an operation and variables: of these, too, it depends what is valid.
    valid: Cache<Digest, ()>,
}

#[derive(Clone)]
struct Length;

impl Weighter<String, Arc<ExecutableDocument>> for Length {
    fn weight(&self, text: &String, _: &Arc<ExecutableDocument>) -> u64 {
        text.len() as u64
    }
}

impl Default for Documents {
    fn default() -> Self {
        let common = usize::try_from(BYTES_MAX / COMMON_BYTES).expect("some thousands");
        let parsed = Cache::with_weighter(common, BYTES_MAX, Length);
        Documents { parsed, valid: Cache::new(VALID_MAX) }
    }
}

/// A request as far as it decides whether it is valid.
pub(super) struct Validity(Digest);

impl Documents {
    /// The document of a text. `limits` must be the same always.
    pub(super) fn get(
        &self,
        text: &str,
        limits: &Limits,
    ) -> Result<Arc<ExecutableDocument>, NoDocument> {
        if let Some(known) = self.parsed.get(text) {
            return Ok(known);
        }
        let document = Arc::new(guard::parsed(text, limits)?);
        if text.len() <= DOCUMENT_BYTES_MAX {
            self.parsed.insert(text.to_owned(), Arc::clone(&document));
        }
        Ok(document)
    }

    /// Whether a request was found to be valid before; else by what to say so.
    pub(super) fn validity(&self, request: &Request) -> Option<Validity> {
        let validity = digest(request, &[]);
        self.valid.get(&validity).is_none().then_some(Validity(validity))
    }

    /// It was carried out: nothing that is not valid is.
    pub(super) fn found_valid(&self, Validity(digest): Validity) {
        self.valid.insert(digest, ());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_gives_the_same_document_again_and_a_bad_one_none() {
        let documents = Documents::default();
        let get = |text: &str| documents.get(text, &Limits::default()).ok();
        assert!(Arc::ptr_eq(&get("{ a }").unwrap(), &get("{ a }").unwrap()));
        assert_ne!(format!("{:?}", get("{ a }")), format!("{:?}", get("{ b }")));
        assert!(get("{ a").is_none() && get("{ a").is_none());
    }

    #[test]
    fn no_more_documents_are_kept_than_said() {
        let documents = Documents::default();
        let get = |text: String| documents.get(&text, &Limits::default()).is_ok();
        let filler = "#".repeat(DOCUMENT_BYTES_MAX / 2);
        assert!((0..1_000).all(|it| get(format!("{{ a{it} }}{filler}"))));
        assert!(documents.parsed.weight() <= BYTES_MAX && documents.parsed.len() > 50);
        let kept = documents.parsed.len();
        assert!(get(format!("{{ a }}{filler}{filler}")));
        assert_eq!(documents.parsed.len(), kept);
    }

    #[test]
    fn a_request_is_known_to_be_valid_with_its_operation_and_its_variables() {
        let documents = Documents::default();
        let request = Request::new("query A { a } query B { b }").operation_name("A");
        let validity = documents.validity(&request).unwrap();
        assert!(documents.validity(&request).is_some());
        documents.found_valid(validity);
        assert!(documents.validity(&request).is_none());
        let other = Request::new("query A { a } query B { b }").operation_name("B");
        assert!(documents.validity(&other).is_some());
    }
}
