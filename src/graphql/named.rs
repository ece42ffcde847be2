//! Documents that requests name instead of sending them: those that were stored, and those that
//! clients sent before, as Apollo's automatic persisted queries have it.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use async_graphql::{Request, ServerError, Value};
use quick_cache::{Weighter, sync::Cache};

use super::{
    Api, Sent, StoredDocuments,
    failure::{Code, error},
    response::{Answer, refused},
};
use crate::{catalog::value::excerpt, telemetry::sha256};

/// Bytes of documents that clients sent: thousands of them.
const SENT_BYTES_MAX: u64 = 8 << 20;
/// What one takes beside its bytes, about.
const OVERHEAD_BYTES: u64 = 128;
/// Bytes of a common document.
const COMMON_BYTES: u64 = 1 << 10;
/// With what ids begin that are the SHA-256 of their documents.
const HASHED: &str = "sha256:";
/// The extension that names a document by its SHA-256.
const PERSISTED: &str = "persistedQuery";

/// Which documents are answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Answering {
    #[default]
    All,
    /// Those that are stored alone.
    Stored,
}

/// What became of requests that named a document by its SHA-256.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PersistedQueries {
    /// Whose document was there.
    pub hits: u64,
    /// Whose document was to be sent.
    pub misses: u64,
    /// Documents that clients sent and that are kept.
    pub entries: u64,
    pub bytes: u64,
}

/// All documents that can be named.
pub(super) struct NamedDocuments {
    stored: StoredDocuments,
    answering: Answering,
    /// By the SHA-256.
    sent: Cache<String, Arc<str>, Length>,
    hits: AtomicU64,
    misses: AtomicU64,
}

#[derive(Clone)]
struct Length;

impl Weighter<String, Arc<str>> for Length {
    fn weight(&self, _: &String, text: &Arc<str>) -> u64 {
        text.len() as u64 + OVERHEAD_BYTES
    }
}

impl Default for NamedDocuments {
    fn default() -> Self {
        NamedDocuments::new(StoredDocuments::default(), Answering::All)
    }
}

impl NamedDocuments {
    pub(super) fn new(stored: StoredDocuments, answering: Answering) -> Self {
        let common = usize::try_from(SENT_BYTES_MAX / COMMON_BYTES).expect("some thousands");
        let sent = Cache::with_weighter(common, SENT_BYTES_MAX, Length);
        NamedDocuments {
            stored,
            answering,
            sent,
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
        }
    }

    /// Why a document is not answered here.
    pub(super) fn refusal(&self, text: &str) -> Option<ServerError> {
        let is_answered = self.answering == Answering::All || self.stored.has(text);
        (!is_answered).then(not_stored)
    }

    /// The document that is called by its SHA-256.
    fn hashed(&self, hash: &str) -> Option<Arc<str>> {
        // Clients of Apollo's send the id of a manifest in the same place.
        let stored = self.stored.hashed(hash).or_else(|| self.stored.called(hash));
        let found = stored.cloned().or_else(|| self.sent.get(hash));
        let count = if found.is_some() { &self.hits } else { &self.misses };
        count.fetch_add(1, Ordering::Relaxed);
        found
    }

    /// The document of an id.
    fn of_id(&self, id: &str) -> Result<Arc<str>, ServerError> {
        let hashed = id.strip_prefix(HASHED);
        let found = self.stored.called(id).cloned();
        let found = found.or_else(|| hashed.and_then(|it| self.hashed(it)));
        found.ok_or_else(|| {
            let why = format!(
                "no document is called `{}` here: send one of those that were stored, or `query`",
                excerpt(id)
            );
            error(Code::NoDocument, why, None)
        })
    }

    /// Puts the document into a request that names it by its SHA-256, or keeps the one that it sends.
    fn persisted(&self, request: &mut Request, hash: String) -> Result<(), ServerError> {
        if request.query.is_empty() {
            let found = self.hashed(&hash);
            request.query = match (found, self.answering) {
                (Some(found), _) => found.to_string(),
                // In these words clients are told to send it.
                (None, Answering::All) => {
                    return Err(error(Code::NotPersisted, "PersistedQueryNotFound", None));
                }
                (None, Answering::Stored) => return Err(not_stored()),
            };
            return Ok(());
        }
        if sha256(request.query.as_bytes()) != hash {
            let why = format!(
                "`sha256Hash` is `{}`, which is not the SHA-256 of `query`: hash the text as it is sent",
                excerpt(&hash)
            );
            return Err(error(Code::BadUserInput, why, None));
        }
        if self.answering == Answering::All {
            self.sent.insert(hash, request.query.as_str().into());
        }
        Ok(())
    }

    pub(super) fn count(&self) -> PersistedQueries {
        PersistedQueries {
            hits: self.hits.load(Ordering::Relaxed),
            misses: self.misses.load(Ordering::Relaxed),
            entries: self.sent.len() as u64,
            bytes: self.sent.weight(),
        }
    }
}

impl Api {
    /// The same, which knows these documents by their ids.
    #[must_use]
    pub fn storing(self, stored: StoredDocuments, answering: Answering) -> Self {
        Api { named: Arc::new(NamedDocuments::new(stored, answering)), ..self }
    }

    /// What was sent, with the document that it names.
    ///
    /// # Errors
    ///
    /// The answer that refuses it: there is no such document, or it may not be asked here.
    pub fn completed(&self, sent: Sent) -> Result<Request, Answer> {
        let Sent { mut request, document_id } = sent;
        let completed = match (document_id, persisted(&request)) {
            (Some(_), _) if !request.query.is_empty() => {
                let why = "`query` and `documentId` are both given: send one of them";
                Err(error(Code::BadUserInput, why, None))
            }
            (Some(id), _) => self.named.of_id(&id).map(|it| request.query = it.to_string()),
            (None, Ok(Some(hash))) => self.named.persisted(&mut request, hash),
            (None, Ok(None)) => Ok(()),
            (None, Err(why)) => Err(error(Code::BadUserInput, why, None)),
        };
        let refusal = completed.err().or_else(|| self.named.refusal(&request.query));
        let Some(why) = refusal else { return Ok(request) };
        let answer = refused(why);
        self.measure(answer.outcome, answer.cost, answer.tally);
        Err(answer)
    }

    /// How documents were named by their SHA-256.
    pub fn persisted_queries(&self) -> PersistedQueries {
        self.named.count()
    }
}

fn not_stored() -> ServerError {
    let why = "this server answers stored documents alone: send the `documentId` of one, or its text \
               as it was stored";
    error(Code::NotStored, why, None)
}

/// Whether a request may have no document since it names one.
pub(super) fn names_document(request: &Request) -> bool {
    request.extensions.contains_key(PERSISTED)
}

/// The SHA-256 by which a request names its document, or by which it is to be named.
fn persisted(request: &Request) -> Result<Option<String>, String> {
    let like = r#"write {"version": 1, "sha256Hash": "…"}"#;
    let extension = match request.extensions.get(PERSISTED) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Object(extension)) => extension,
        Some(_) => return Err(format!("the extension `{PERSISTED}` is no object: {like}")),
    };
    let version = extension.get("version");
    if version != Some(&Value::from(1)) {
        let version = version.map_or("none".to_owned(), |it| format!("`{}`", excerpt(it)));
        return Err(format!("the version of `{PERSISTED}` is {version}: {like}"));
    }
    match extension.get("sha256Hash") {
        Some(Value::String(hash)) => Ok(Some(hash.clone())),
        _ => Err(format!("`{PERSISTED}` has no `sha256Hash` that is a text: {like}")),
    }
}
