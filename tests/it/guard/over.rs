//! Requests that take longer, or look at more rows, than they may.

use std::time::Duration;

use bole::{
    auth::Viewer,
    graphql::{GivenUp, Limits, Outcome, Request},
};
use serde_json::Value;

use super::{Graph, error, json};
use crate::server::Server;

/// Whatever takes long among many rows.
const QUESTIONS: &[&str] = &[
    "{ people(where: { name: { contains: \"a\" } }, orderBy: [{ field: NAME }, { field: HEADLINE }]) \
     { nodes { name employments { nodes { title organization { name } } } } } }",
    "{ salaryRecords { aggregate { low { median } pay(in: { currency: \"USD\" }) { mean missing } \
     evidence { count } } } }",
    "{ people { groups(by: [{ employments: { organization: { row: true } } }, { highestDegree: \
     true }], orderBy: [{ field: COUNT }]) { nodes { count rows { nodes { key } } } } } }",
    "{ people { sample(size: 10, seed: 1) { key } } }",
    "{ search(text: \"openai\") { text } }",
    "{ autocomplete(text: \"sta\") { text } }",
    "{ talentFlows { totalCount } }",
    "{ educationFlows { totalCount } }",
    "{ retention { cohorts { year } } }",
    "{ publicationRanking(from: 2012, to: 2021) { totalCount } }",
    "{ resolvedFigures { __typename } }",
    "{ duplicateCandidates { score } }",
    "{ connection(from: \"Person:ilya-sutskever\", to: \"Person:geoffrey-hinton\") { length } }",
    "{ person(id: \"Person:ilya-sutskever\") { history { version } } }",
    "{ changes { next } }",
];

#[test]
fn what_takes_longer_than_it_may_is_null_with_a_sentence() {
    let graph = Graph::within(Limits { time: Duration::ZERO, ..Limits::default() });
    for query in QUESTIONS {
        let answer = graph.ask(*query);
        assert_eq!(answer.outcome, Outcome::Partly, "{query}: {:?}", answer.messages());
        let answer = json(&answer);
        assert_eq!(answer["data"], Value::Null, "{query}: {answer:#}");
        let (code, message) = error(&answer);
        assert!(code == "TIMEOUT" && message.contains("longer than 0 s"), "{query}: {answer:#}");
        assert!(answer["errors"][0]["path"][0].is_string(), "{answer:#}");
    }
}

#[test]
fn what_nobody_waits_for_is_not_answered() {
    let graph = Graph::new();
    let given_up = GivenUp::default();
    for query in QUESTIONS {
        let ask = || {
            let request = Request::new(*query);
            graph.api.execute_unless(request, &Viewer::local(), &given_up)
        };
        if !given_up.is_set() {
            assert_eq!(ask().outcome, Outcome::Done, "{query}: {:?}", ask().messages());
            given_up.set();
        }
        let (code, message) = error(&json(&ask()));
        assert!(code == "TIMEOUT" && message.contains("nobody waits"), "{query}: {message}");
    }
}

#[test]
fn questions_that_have_time_are_answered() {
    let graph = Graph::new();
    for query in QUESTIONS {
        let answer = graph.ask(*query);
        assert_eq!(answer.outcome, Outcome::Done, "{query}: {:?}", answer.messages());
        assert!(answer.cost.unwrap().requested <= 100_000, "{query}: {:?}", answer.cost);
    }
}

#[test]
fn a_request_looks_at_as_many_rows_as_an_operator_says() {
    let graph = Graph::within(Limits { rows: 100, ..Limits::default() });
    assert_eq!(graph.ask("{ people { totalCount } }").outcome, Outcome::Done);
    let answer = graph.ask("{ people(where: { name: { contains: \"a\" } }) { totalCount } }");
    let (code, message) = error(&json(&answer));
    assert!(code == "TOO_MANY_ROWS" && message.contains("more than 100 rows"), "{message}");
    assert!(answer.cost.unwrap().rows > 0);
}

#[test]
fn a_change_is_made_and_told_however_long_it_takes() {
    let graph = Graph::within(Limits { time: Duration::ZERO, ..Limits::default() });
    let answer = graph.ask(
        "mutation { updatePerson(input: { id: \"Person:ilya-sutskever\", patch: { headline: { en: \"new\" } } }) { \
         person { headline } userErrors { message } } }",
    );
    assert_eq!(answer.outcome, Outcome::Done, "{:?}", answer.messages());
    assert_eq!(json(&answer)["data"]["updatePerson"]["person"]["headline"], "new");
}

#[test]
fn an_export_takes_as_long_as_it_is_read() {
    let server = Server::within(Limits { time: Duration::ZERO, ..Limits::default() });
    let (status, _, body) = server.send("GET /export?entity=Person&format=csv HTTP/1.1", "");
    assert!(status == 200 && body.contains("Ilya Sutskever"), "{status}: {body}");
    let (_, _, body) = server.post(r#"{"query": "{ people { totalCount } }"}"#);
    assert!(body.contains("TIMEOUT"), "{body}");
}
