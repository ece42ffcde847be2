//! Requests that are short to write and endless to answer, and what becomes of them.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod attacks;
mod cost;
mod over;

use bole::{
    auth::Viewer,
    graphql::{Answer, Api, Limits, Request},
};
use serde_json::Value;

use crate::graph::{now, seeded};

/// A graph that is asked within limits.
struct Graph {
    api: Api,
    _dir: tempfile::TempDir,
}

impl Graph {
    fn new() -> Self {
        Graph::within(Limits::default())
    }

    fn within(limits: Limits) -> Self {
        let (dir, live) = seeded();
        Graph { api: Api::new(live, now).within(limits), _dir: dir }
    }

    fn ask(&self, request: impl Into<Request>) -> Answer {
        self.api.execute(request.into(), &Viewer::local())
    }
}

/// The answer as JSON.
fn json(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap()
}

/// The code and the message of the only error.
fn error(answer: &Value) -> (String, String) {
    let errors = answer["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 1, "{answer:#}");
    let text = |it: &Value| it.as_str().unwrap().to_owned();
    (text(&errors[0]["extensions"]["code"]), text(&errors[0]["message"]))
}
