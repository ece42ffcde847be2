//! What an answer took, for those who count.

use std::time::Duration;

use async_graphql::parser::types::OperationType;

use super::{Cost, Outcome};

/// What kind of operation was answered, and what that took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// None where the document has no such operation, or is no GraphQL.
    pub kind: Option<OperationKind>,
    /// Rows that were looked at, each counted for every filter, key and number.
    pub rows: u64,
    /// From the text of the document to that of the answer.
    pub took: Duration,
}

/// Is told of each answer: how far it came, what it cost where that is known, and what it took.
pub(super) type Meter = dyn Fn(Outcome, Option<Cost>, Tally) + Send + Sync;

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationKind {
    Query,
    Mutation,
    Subscription,
}

impl OperationKind {
    /// The word that begins one.
    pub fn name(self) -> &'static str {
        match self {
            OperationKind::Query => "query",
            OperationKind::Mutation => "mutation",
            OperationKind::Subscription => "subscription",
        }
    }
}

impl From<OperationType> for OperationKind {
    fn from(kind: OperationType) -> Self {
        match kind {
            OperationType::Query => OperationKind::Query,
            OperationType::Mutation => OperationKind::Mutation,
            OperationType::Subscription => OperationKind::Subscription,
        }
    }
}
