//! What requests cost, and who is told.

use std::{fs, path::Path};

use bole::graphql::{Limits, Outcome, Request, variables};
use serde_json::json;

use super::{Graph, error, json};
use crate::server::Server;

#[test]
fn a_query_that_costs_too_much_is_refused_before_anything_is_looked_at() {
    let graph = Graph::within(Limits { cost: 1_000, ..Limits::default() });
    let step = "employments(first: 1000) { nodes { organization { NEXT } } }";
    let steps = step.replace("NEXT", step).replace("NEXT", "key");
    let query = format!(
        "{{ few: viewer {{ role }} organizations(first: 1000) {{ nodes {{ {steps} }} }} }}"
    );
    let answer = graph.ask(query);
    assert_eq!(answer.outcome, Outcome::Refused);
    let cost = answer.cost.unwrap();
    assert!(cost.requested > cost.limit && cost.limit == 1_000 && cost.rows == 0, "{cost:?}");
    let answer = json(&answer);
    let (code, message) = error(&answer);
    assert_eq!(code, "QUERY_TOO_COMPLEX");
    let said =
        format!("costs {}, most of it for `organizations`: it may cost 1000", cost.requested);
    assert!(message.contains(&said), "{message}");
    assert_eq!(answer["errors"][0]["locations"][0]["column"], 24, "{answer:#}");
}

#[test]
fn pages_within_pages_are_multiplied_and_sums_count_their_rows() {
    let graph = Graph::new();
    let cost = |query: &str| {
        let answer = graph.ask(query);
        assert_eq!(answer.outcome, Outcome::Done, "{query}: {:?}", answer.messages());
        answer.cost.unwrap().requested
    };
    let of_pages = |people: u32, jobs: u32| {
        let jobs = format!("employments(first: {jobs}) {{ nodes {{ title }} }}");
        cost(&format!("{{ people(first: {people}) {{ nodes {{ name {jobs} }} }} }}"))
    };
    assert_eq!(cost("{ people(first: 10) { nodes { name } } }"), 11);
    assert!((110..115).contains(&of_pages(10, 10)), "{}", of_pages(10, 10));
    assert!(of_pages(20, 10) > of_pages(10, 10) && of_pages(10, 20) > of_pages(10, 10));
    assert!(cost("{ people { totalCount } }") <= 1);
    // A page that no table can fill costs what there is.
    let rows = graph.api.live().snapshot();
    let rows = rows.frame(bole::catalog::place("Honor")).live().len();
    assert_eq!(cost("{ honors(first: 1000) { nodes { key } } }"), rows + 1);
    let summed = cost("{ salaryRecords { groups(by: [{year: true}], first: 1) { totalCount } } }");
    assert!(summed >= 1);
    assert_eq!(cost("{ person(id: \"Person:ilya-sutskever\") { name } }"), 1);
    assert!(cost("{ nodes(ids: [\"Person:ilya-sutskever\"]) { id } a: __typename }") == 1);
}

#[test]
fn a_request_may_cost_what_an_operator_says() {
    let graph = Graph::within(Limits { cost: 10, ..Limits::default() });
    assert_eq!(graph.ask("{ people(first: 9) { nodes { name } } }").outcome, Outcome::Done);
    let answer = json(&graph.ask("{ people(first: 11) { nodes { name } } }"));
    assert_eq!(error(&answer).0, "QUERY_TOO_COMPLEX");
}

#[test]
fn a_change_that_costs_too_much_to_tell_is_not_made() {
    let graph = Graph::within(Limits { cost: 100, ..Limits::default() });
    let update = |first: u32| {
        format!(
            "mutation {{ updatePerson(input: {{ id: \"Person:ilya-sutskever\", patch: {{ headline: {{ \
             en: \"new\" }} }} }}) {{ person {{ employments(first: {first}) {{ nodes {{ organization \
             {{ employments(first: {first}) {{ nodes {{ key }} }} }} }} }} }} }} }}"
        )
    };
    let version = || graph.api.live().record().version;
    let before = version();
    assert_eq!(error(&json(&graph.ask(update(1000)))).0, "QUERY_TOO_COMPLEX");
    assert_eq!(version(), before);
    assert_eq!(graph.ask(update(1)).outcome, Outcome::Done);
    assert_eq!(version(), before + 1);
}

#[test]
fn what_people_ask_costs_a_tenth_of_the_limit_at_most() {
    let graph = Graph::new();
    let cases = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/cases"));
    let mut asked = Vec::new();
    for entry in fs::read_dir(cases).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "graphql") {
            let request = Request::new(fs::read_to_string(&path).unwrap());
            let given = fs::read_to_string(path.with_extension("json")).ok();
            asked.push(match given {
                Some(given) => request.variables(variables(&given).unwrap()),
                None => request,
            });
        }
    }
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let blocks = readme.split("```graphql\n").skip(1).map(|it| it.split("```").next().unwrap());
    let queries = blocks.filter(|it| !it.contains("mutation") && !it.contains("subscription"));
    asked.extend(queries.map(Request::new));
    assert!(asked.len() > 80, "{} queries", asked.len());
    for request in asked {
        let query = request.query.clone();
        if let Some(cost) = graph.ask(request).cost {
            assert!(cost.requested * 10 <= cost.limit, "{cost:?} for\n{query}");
        }
    }
}

#[test]
fn a_server_tells_what_an_answer_cost_in_a_header_and_in_the_answer() {
    let server = Server::start();
    let query = "{ people(first: 3) { nodes { name } } }";
    let (status, head, body) = server.post(&json!({ "query": query }).to_string());
    assert_eq!(status, 200);
    let line = head.lines().find_map(|it| it.strip_prefix("graphql-cost: ")).unwrap();
    assert!(line.starts_with("requested=4, limit=1000000, rows="), "{line}");
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    let cost = &body["extensions"]["cost"];
    assert_eq!((&cost["requested"], &cost["limit"]), (&json!(4), &json!(1_000_000)), "{body:#}");
    assert_eq!(format!("requested=4, limit=1000000, rows={}", cost["rows"]), line);
    let untold = json!({ "query": query, "extensions": { "cost": false } }).to_string();
    let (_, head, body) = server.post(&untold);
    assert!(head.contains("graphql-cost") && !body.contains("extensions"), "{body}");
    let costly = "{ people(first: 1000) { nodes { employments(first: 1000) { nodes { organization { \
                  employments(first: 1000) { nodes { key } } } } } } } }";
    let server = Server::within(Limits { cost: 1_000, ..Limits::default() });
    let (_, head, body) = server.post(&json!({ "query": costly }).to_string());
    assert!(head.contains("graphql-cost") && body.contains("QUERY_TOO_COMPLEX"), "{head} {body}");
}

#[test]
fn an_answer_tells_its_cost_to_who_asks_for_it() {
    let graph = Graph::new();
    let request = |extensions: serde_json::Value| {
        let text = json!({ "query": "{ __typename }", "extensions": extensions });
        serde_json::from_value::<Request>(text).unwrap()
    };
    assert!(json(&graph.ask(request(json!({})))).get("extensions").is_none());
    let told = json(&graph.ask(request(json!({ "cost": true }))));
    assert_eq!(told["extensions"]["cost"]["requested"], 0, "{told:#}");
}
