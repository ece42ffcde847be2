//! Documents that were parsed before: clients ask the same questions again and again.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use async_graphql::parser::types::ExecutableDocument;

use super::{
    Limits,
    guard::{self, NoDocument},
};

/// Documents that are kept. When there would be more, all are forgotten: a server with so many
/// different ones gains nothing by keeping them.
const DOCUMENTS_MAX: usize = 256;
/// Bytes of a document that is kept: longer ones are seldom asked twice.
const BYTES_MAX: usize = 16 << 10;

/// Documents by their texts.
#[derive(Default)]
pub(super) struct Documents {
    parsed: Mutex<HashMap<String, ExecutableDocument>>,
}

impl Documents {
    /// The document of a text. `limits` must be the same always.
    pub(super) fn get(
        &self,
        text: &str,
        limits: &Limits,
    ) -> Result<ExecutableDocument, NoDocument> {
        let known = self.parsed.lock().unwrap_or_else(PoisonError::into_inner).get(text).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let document = guard::parsed(text, limits)?;
        if text.len() <= BYTES_MAX {
            let mut parsed = self.parsed.lock().unwrap_or_else(PoisonError::into_inner);
            if parsed.len() >= DOCUMENTS_MAX {
                parsed.clear();
            }
            parsed.insert(text.to_owned(), document.clone());
        }
        Ok(document)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_gives_the_same_document_again_and_a_bad_one_none() {
        let documents = Documents::default();
        let limits = Limits::default();
        let written = |text: &str| documents.get(text, &limits).ok().map(|it| format!("{it:?}"));
        assert_eq!(written("{ a }"), written("{ a }"));
        assert_ne!(written("{ a }"), written("{ b }"));
        assert_eq!(written("{ a"), None);
    }

    #[test]
    fn no_more_documents_are_kept_than_said() {
        let documents = Documents::default();
        let get = |text: String| documents.get(&text, &Limits::default()).is_ok();
        assert!((0..3 * DOCUMENTS_MAX).all(|it| get(format!("{{ a{it} }}"))));
        assert!(get(format!("{{ a(b: \"{}\") }}", "a".repeat(BYTES_MAX))));
        let kept = documents.parsed.lock().unwrap();
        assert!(kept.len() <= DOCUMENTS_MAX && kept.keys().all(|it| it.len() <= BYTES_MAX));
    }
}
