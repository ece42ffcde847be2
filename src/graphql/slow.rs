//! Operations that took long, told in the log.

use std::time::Duration;

use async_graphql::{
    Name,
    parser::types::{DocumentOperations, ExecutableDocument},
};

use super::{Answer, Request};
use crate::telemetry;

/// Characters of an operation's name in the log: names that people give are shorter.
const NAME_CHARS_MAX: usize = 80;

/// Which operations are told of, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlowQueries {
    /// Those that take so long, or longer.
    pub after: Duration,
    pub text: Text,
}

/// Whether the log gets what was asked. Variables it never gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// The SHA-256 of the document, by which those who wrote it know it.
    Hash,
    /// The document itself, too, which may hold what is private.
    Whole,
}

/// An operation that is carried out, and may turn out to be slow.
pub(super) struct Watched {
    slow: SlowQueries,
    query: String,
    operation: Option<String>,
}

impl Watched {
    pub(super) fn begin(
        slow: SlowQueries,
        request: &Request,
        document: Option<&ExecutableDocument>,
    ) -> Self {
        let operation = name(request, document);
        Watched { slow, query: request.query.clone(), operation }
    }

    pub(super) fn end(self, answer: &Answer) {
        let took = answer.tally.took;
        if took < self.slow.after {
            return;
        }
        let ms = took.as_secs_f64() * 1e3;
        let document = telemetry::sha256(self.query.as_bytes());
        let text = (self.slow.text == Text::Whole).then_some(self.query.as_str());
        let operation = self.operation.as_deref();
        let kind = answer.tally.kind.map(super::OperationKind::name);
        let (rows, bytes) = (answer.tally.rows, answer.body.len());
        tracing::warn!(operation, kind, document, ms, rows, bytes, text, "slow query");
    }
}

/// The name of the operation that is carried out, cut where it is too long for a log.
fn name(request: &Request, document: Option<&ExecutableDocument>) -> Option<String> {
    let named = || match &document?.operations {
        DocumentOperations::Multiple(all) if all.len() == 1 => all.keys().next(),
        _ => None,
    };
    let name = match &request.operation_name {
        Some(name) => Some(name.as_str()),
        None => named().map(Name::as_str),
    };
    name.map(|it| it.chars().take(NAME_CHARS_MAX).collect())
}
