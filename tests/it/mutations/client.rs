//! Somebody who changes a graph of the seed.

use std::sync::Arc;

use bole::{
    auth::Viewer,
    catalog::enums::AccessRole,
    graphql::{Api, Request, Variables},
    live::Live,
};
use serde_json::Value;
use tempfile::TempDir;

use crate::graph::{now, seeded};

/// A source of the seed.
pub(super) const SOURCE: &str = "huxiu-llm-talent-2023";

pub(super) struct Client {
    pub(super) dir: TempDir,
    pub(super) live: Arc<Live>,
    pub(super) api: Api,
}

impl Client {
    pub(super) fn new() -> Self {
        let (dir, live) = seeded();
        let api = Api::new(Arc::clone(&live), now);
        Client { dir, live, api }
    }

    /// The whole answer to a request of somebody with a role.
    pub(super) fn answer(&self, role: AccessRole, query: &str, variables: Value) -> Value {
        let request = Request::new(query).variables(Variables::from_json(variables));
        let answer = self.api.execute(request, &Viewer::new("test", role));
        serde_json::from_slice(&answer.body).unwrap()
    }

    /// The data of an editor's request, which must have no errors but those of users.
    pub(super) fn data(&self, query: &str, variables: Value) -> Value {
        let mut answer = self.answer(AccessRole::Editor, query, variables);
        assert!(answer.get("errors").is_none(), "{answer:#}");
        answer["data"].take()
    }

    /// What a mutation with one input gives.
    pub(super) fn send(&self, mutation: &str, input: &Value, wanted: &str) -> Value {
        self.send_as(AccessRole::Editor, mutation, input, wanted)
    }

    pub(super) fn send_as(
        &self,
        role: AccessRole,
        mutation: &str,
        input: &Value,
        wanted: &str,
    ) -> Value {
        let ty = mutation[..1].to_uppercase() + &mutation[1..];
        let query = format!(
            "mutation($input: {ty}Input!) {{ {mutation}(input: $input) {{ {wanted} version \
             userErrors {{ code field message }} }} }}"
        );
        let mut answer = self.answer(role, &query, serde_json::json!({"input": input}));
        assert!(answer.get("errors").is_none(), "{answer:#}");
        answer["data"][mutation].take()
    }

    pub(super) fn version(&self) -> u64 {
        self.live.record().version
    }
}
