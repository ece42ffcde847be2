//! What an answer was made of, and what it is the answer to: who keeps answers need know no more.

use std::sync::Arc;

use async_graphql::Request;

use super::Api;
use crate::{
    auth::Viewer,
    catalog::value::PartialDate,
    engine::Reads,
    telemetry::{SHA256_BYTES, sha256_bytes},
};

/// The graph that an answer was made of, and of nothing else.
#[derive(Clone, Debug)]
pub struct Basis {
    /// Or of a later version, in which the tables that were read may be others.
    version: u64,
    /// When computed fields looked where the query named no date.
    today: PartialDate,
    reads: Arc<Reads>,
}

/// What tells one answer from another as long as the graph is the same: the document, the operation,
/// the variables, the role of who asks, and whether the cost is told. Nothing else of a viewer is in
/// an answer that has a [`Basis`].
///
/// A digest, since documents are long; nobody can find two requests that have the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AnswerKey(Digest);

pub(super) type Digest = [u8; SHA256_BYTES];

/// An answer that is being made.
pub(super) struct Reading(Basis);

impl Reading {
    /// Before the graph is looked at.
    pub(super) fn begin(api: &Api) -> Self {
        let (version, today) = (api.live.snapshot().version(), (api.now)().date());
        Reading(Basis { version, today, reads: Arc::default() })
    }

    /// What is to be told of the tables that are read.
    pub(super) fn reads(&self) -> &Arc<Reads> {
        &self.0.reads
    }

    /// What the answer was made of; `None` where that is not the graph alone, or no single day.
    pub(super) fn basis(self, api: &Api) -> Option<Basis> {
        let Reading(basis) = self;
        let is_one_day = basis.today == (api.now)().date();
        (is_one_day && !basis.reads.goes_beyond()).then_some(basis)
    }
}

impl Api {
    /// Whether an answer that was made of this would be the same if it were made now: no commit has
    /// touched a table that was read, and it is the same day.
    pub fn holds(&self, basis: &Basis) -> bool {
        let newest = self.live.snapshot();
        basis.today == (self.now)().date() && !newest.is_news(basis.version, &basis.reads)
    }

    /// What the answer to a request can be found by.
    pub fn key(&self, request: &Request, viewer: &Viewer) -> AnswerKey {
        AnswerKey(digest(request, &[viewer.role as u8, self.tells_cost(request).into()]))
    }
}

/// Of the document, the operation and the variables of a request, and of something else.
pub(super) fn digest(request: &Request, other: &[u8]) -> Digest {
    let mut text = Vec::with_capacity(request.query.len() + 256);
    let operation = request.operation_name.as_deref();
    text.push(operation.is_some().into());
    // With their lengths, so that what one ends with can't be what the next begins with.
    for part in [other, request.query.as_bytes(), operation.unwrap_or_default().as_bytes()] {
        text.extend_from_slice(&part.len().to_le_bytes());
        text.extend_from_slice(part);
    }
    serde_json::to_writer(&mut text, &request.variables).expect("variables are JSON");
    sha256_bytes(&text)
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, sync::LazyLock};

    use async_graphql::{Value, Variables};

    use super::*;
    use crate::{catalog::enums::AccessRole, live::Live};

    static API: LazyLock<(tempfile::TempDir, Api)> = LazyLock::new(|| {
        let dir = tempfile::tempdir().unwrap();
        let live = Arc::new(Live::open(dir.path()).unwrap());
        (dir, Api::new(live, || "2026-11-24".parse().unwrap()))
    });

    fn variables(json: &str) -> Variables {
        Variables::from_json(serde_json::from_str(json).unwrap())
    }

    #[test]
    fn whatever_an_answer_depends_on_makes_another_key() {
        let reader = Viewer::anonymous();
        let plain = || Request::new("query A { a }");
        let telling = || {
            let mut request = plain();
            request.extensions.insert("cost".to_owned(), Value::Boolean(true));
            request
        };
        let asked = [
            (plain(), reader.clone()),
            (Request::new("query A { b }"), reader.clone()),
            (plain().operation_name("A"), reader.clone()),
            (plain().operation_name(""), reader.clone()),
            (Request::new("query A { a }A"), reader.clone()),
            (plain().variables(variables(r#"{"n": 1}"#)), reader.clone()),
            (plain().variables(variables(r#"{"n": "1"}"#)), reader.clone()),
            (plain().variables(variables(r#"{"n": null}"#)), reader.clone()),
            (telling(), reader),
            (plain(), Viewer::new("token:desk", AccessRole::Analyst)),
            (plain(), Viewer::new("token:desk", AccessRole::Editor)),
            (plain(), Viewer::new("token:desk", AccessRole::Admin)),
        ];
        let keys = asked.iter().map(|(request, viewer)| API.1.key(request, viewer));
        assert_eq!(keys.collect::<HashSet<_>>().len(), asked.len());
    }

    #[test]
    fn what_no_answer_depends_on_makes_the_same_key() {
        let key = |name: &str, request: Request| {
            API.1.key(&request, &Viewer::new(name, AccessRole::Reader))
        };
        let mut request = Request::new("{ a }").variables(variables(r#"{"b": 1, "a": 2}"#));
        request.extensions.insert("persistedQuery".to_owned(), Value::from(1));
        let other = Request::new("{ a }").variables(variables(r#"{"a": 2, "b": 1}"#));
        assert_eq!(key("token:one", request), key("anonymous", other));
    }
}
