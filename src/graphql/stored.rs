//! Documents that the operator of a server stored, each called by an id.

use std::{collections::HashMap, fmt, sync::Arc};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Limits, checked::Checker};
use crate::{catalog::value::excerpt, telemetry::sha256};

/// What a manifest of Apollo's says that it is.
const FORMAT: &str = "apollo-persisted-query-manifest";
/// Faults that are told of one file.
const FAULTS_MAX: usize = 20;
/// What would be right.
const LIKE: &str = r#"write {"id": "query …"}, or a manifest of Apollo's persisted queries"#;

/// Documents by their ids, all of which fit the schema.
#[derive(Debug, Default)]
pub struct StoredDocuments {
    by_id: HashMap<String, Arc<str>>,
    /// The same by the SHA-256 of each.
    by_hash: HashMap<String, Arc<str>>,
}

/// What is wrong with a file of documents.
#[derive(Debug, PartialEq, Eq)]
pub struct BadDocuments(Vec<String>);

#[derive(Deserialize)]
struct Manifest {
    version: u64,
    operations: Vec<Operation>,
}

#[derive(Deserialize)]
struct Operation {
    id: String,
    body: String,
}

impl StoredDocuments {
    /// Reads a file: a JSON object from ids to documents, or a manifest of Apollo's persisted
    /// queries. Every document is checked against the schema and the limits.
    ///
    /// # Errors
    ///
    /// All that is wrong with it, or the first faults where there are many.
    pub fn read(text: &str, limits: &Limits) -> Result<Self, BadDocuments> {
        let documents = documents(text).map_err(|why| BadDocuments(vec![why]))?;
        let checker = Checker::new();
        let mut stored = StoredDocuments::default();
        let mut faults = Vec::new();
        for (id, text) in documents {
            let named = |why: String| format!("the document `{}`: {why}", excerpt(&id));
            let text: Arc<str> = text.into();
            if id.is_empty() {
                faults.push("a document has the id ``: give it one".to_owned());
            }
            if stored.by_id.get(&id).is_some_and(|it| *it != text) {
                faults.push(named("its id is given to another one, too".to_owned()));
            }
            faults.extend(checker.faults(&text, limits).into_iter().map(named));
            stored.by_hash.insert(sha256(text.as_bytes()), Arc::clone(&text));
            stored.by_id.insert(id, text);
        }
        if faults.is_empty() { Ok(stored) } else { Err(BadDocuments(faults)) }
    }

    /// How many ids there are.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// The document that is called so.
    pub(super) fn called(&self, id: &str) -> Option<&Arc<str>> {
        self.by_id.get(id)
    }

    /// The document with a SHA-256, in hexadecimal digits.
    pub(super) fn hashed(&self, hash: &str) -> Option<&Arc<str>> {
        self.by_hash.get(hash)
    }

    /// Whether a text is one of the documents.
    pub(super) fn has(&self, text: &str) -> bool {
        self.by_hash.contains_key(&sha256(text.as_bytes()))
    }
}

impl fmt::Display for BadDocuments {
    /// A line for each fault.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let BadDocuments(faults) = self;
        f.write_str(&faults[..faults.len().min(FAULTS_MAX)].join("\n"))?;
        match faults.len().saturating_sub(FAULTS_MAX) {
            0 => Ok(()),
            more => write!(f, "\nand {more} more"),
        }
    }
}

impl std::error::Error for BadDocuments {}

/// The ids and documents of a file, as they stand in it.
fn documents(text: &str) -> Result<Vec<(String, String)>, String> {
    let members: Map<String, Value> = serde_json::from_str(text)
        .map_err(|why| format!("this is no object of JSON ({}): {LIKE}", excerpt(&why)))?;
    if members.contains_key("operations") {
        return manifest(members);
    }
    let documents = members.into_iter().map(|(id, document)| match document {
        Value::String(document) => Ok((id, document)),
        _ => Err(format!("`{}` is no text: {LIKE}", excerpt(&id))),
    });
    documents.collect()
}

fn manifest(members: Map<String, Value>) -> Result<Vec<(String, String)>, String> {
    if members.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(format!("this has `operations`, and is no `{FORMAT}` by its `format`: {LIKE}"));
    }
    let manifest: Manifest = serde_json::from_value(Value::Object(members))
        .map_err(|why| format!("this is no manifest of Apollo's ({})", excerpt(&why)))?;
    if manifest.version != 1 {
        return Err(format!("the manifest has the version {}: write version 1", manifest.version));
    }
    Ok(manifest.operations.into_iter().map(|it| (it.id, it.body)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<StoredDocuments, String> {
        StoredDocuments::read(text, &Limits::default()).map_err(|why| why.to_string())
    }

    #[test]
    fn a_map_and_a_manifest_hold_the_same() {
        let document = "query A { people { totalCount } }";
        let hash = sha256(document.as_bytes());
        let map = format!(r#"{{"a": "{document}"}}"#);
        let manifest = format!(
            r#"{{"format": "{FORMAT}", "version": 1, "operations":
                [{{"id": "a", "name": "A", "type": "query", "body": "{document}"}}]}}"#
        );
        for text in [map, manifest] {
            let stored = read(&text).unwrap();
            assert_eq!(stored.called("a").map(|it| &**it), Some(document));
            assert_eq!(stored.hashed(&hash).map(|it| &**it), Some(document));
            assert!(stored.has(document) && !stored.has("query A {people { totalCount } }"));
            assert_eq!((stored.len(), stored.called("b")), (1, None));
        }
        assert!(read("{}").unwrap().is_empty());
    }

    #[test]
    fn documents_of_every_kind_are_checked_each_operation_of_them() {
        let good = r#"{"several": "query A { people { totalCount } } mutation B { deletePerson(input: {id: \"Person:x\"}) { version } }",
                       "listens": "subscription { live { people { totalCount } } }",
                       "asks": "query($k: String!) { person(by: {key: $k}) { name } }"}"#;
        assert_eq!(read(good).unwrap().len(), 3);
        let bad = r#"{"broken": "query {", "unknown": "query A { people { totalCount } } query B { nobody }",
                      "loose": "query { people(where: {nothing: 1}) { totalCount } }"}"#;
        let why = read(bad).unwrap_err();
        for part in [
            "the document `broken`: ",
            "the document `unknown`: line 1, column 45: ",
            "nobody",
            "the document `loose`: line 1, column ",
        ] {
            assert!(why.contains(part), "{part}: {why}");
        }
        let long = Limits { tokens: 3, ..Limits::default() };
        let why = StoredDocuments::read(r#"{"a": "{ people { totalCount } }"}"#, &long);
        assert!(why.unwrap_err().to_string().contains("the document `a`"));
    }

    #[test]
    fn what_is_no_file_of_documents_is_told_what_is_wrong() {
        let manifest = |rest: &str| format!(r#"{{"format": "{FORMAT}", {rest}}}"#);
        for (text, why) in [
            (String::new(), "no object of JSON"),
            ("[]".to_owned(), "no object of JSON"),
            (r#"{"a": 1}"#.to_owned(), "`a` is no text: write {"),
            (r#"{"": "{ people { totalCount } }"}"#.to_owned(), "a document has the id ``"),
            (r#"{"operations": []}"#.to_owned(), "by its `format`"),
            (manifest(r#""version": 2, "operations": []"#), "the version 2: write version 1"),
            (manifest(r#""version": 1, "operations": [{"id": "a"}]"#), "missing field `body`"),
            (
                manifest(
                    r#""version": 1, "operations": [{"id": "a", "body": "{ people { totalCount } }"},
                       {"id": "a", "body": "{ models { totalCount } }"}]"#,
                ),
                "the document `a`: its id is given to another one",
            ),
        ] {
            let told = read(&text).unwrap_err();
            assert!(told.contains(why), "{text}: {told}");
        }
        let many: Vec<String> = (0..30).map(|it| format!(r#""d{it}": "{{ nobody }}""#)).collect();
        let told = read(&format!("{{{}}}", many.join(","))).unwrap_err();
        assert!(told.ends_with("and 10 more") && told.lines().count() == 21, "{told}");
    }
}
