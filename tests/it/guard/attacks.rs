//! One test for each way to make a document that is too much.

use bole::{
    auth::Viewer,
    graphql::{Limits, Outcome, Request, variables},
};
use serde_json::json;

use super::{Graph, error, json};
use crate::server::Server;

const TOO_LARGE: &str = "DOCUMENT_TOO_LARGE";

fn many(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect::<Vec<_>>().join(" ")
}

/// A document that is refused, its code, and words of what is said of it.
type Attack = (String, &'static str, &'static str);

fn attacks() -> Vec<Attack> {
    let doubling = many(30, |it| format!("fragment f{it} on Query {{ ...f{0} ...f{0} }}", it + 1));
    let nested = |open: &str| open.repeat(100_000);
    let schema =
        "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
    let wide = "inputFields { type { enumValues { name } fields { args { type { name } } } } }";
    vec![
        (format!("{{ {} }}", many(1_200, |it| format!("a{it}: __typename"))), TOO_LARGE, "aliases"),
        (format!("{{ {} }}", "__typename ".repeat(20_000)), TOO_LARGE, "more than 10000 tokens"),
        (format!("{{ {} }}", "__typename ".repeat(9_000)), TOO_LARGE, "200 fields of the root"),
        (
            format!("{{ ...f0 }} {doubling} fragment f30 on Query {{ __typename }}"),
            TOO_LARGE,
            "fields",
        ),
        (schema.to_owned(), TOO_LARGE, "more than 2 lists of fields"),
        (
            format!(
                "{{ {} }}",
                many(100, |it| format!("a{it}: __schema {{ types {{ {wide} }} }}"))
            ),
            "QUERY_TOO_COMPLEX",
            "most of it for `__schema`",
        ),
        (format!("{{ __typename {} }}", "@a ".repeat(5_000)), TOO_LARGE, "directives"),
        (many(2_000, |it| format!("query a{it} {{ __typename }}")), TOO_LARGE, "50 operations"),
        (many(2_000, |it| format!("fragment a{it} on A {{ a }}")), TOO_LARGE, "200 fragments"),
        (format!("{{ people(where: {}", nested("[")), TOO_LARGE, "lists and objects"),
        (format!("{{ people(where: {}", nested("{a:")), TOO_LARGE, "lists and objects"),
        (format!("query(a: {}", nested("[")), TOO_LARGE, "lists and objects"),
        (format!("{{ a(b: [\"\"\"\" {}", nested("[")), "GRAPHQL_PARSE_FAILED", "does not end"),
        (nested("{ a "), TOO_LARGE, "selections within each other"),
        (nested("... {"), TOO_LARGE, "selections within each other"),
        (format!("{{ {} }}", "a".repeat(500_000)), TOO_LARGE, "256 characters in one name"),
        (
            "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }".to_owned(),
            "GRAPHQL_VALIDATION_FAILED",
            "spreads itself",
        ),
        (
            "{ __typename } fragment a on Query { ...b ...b } fragment b on Query { ...a ...a }"
                .to_owned(),
            "GRAPHQL_VALIDATION_FAILED",
            "spreads itself",
        ),
        ("{ people(first: \u{0}) }".to_owned(), "GRAPHQL_PARSE_FAILED", "no GraphQL"),
        ("{ a ? }".to_owned(), "GRAPHQL_PARSE_FAILED", "no GraphQL"),
        (String::from("{ a(b: \"\\"), "GRAPHQL_PARSE_FAILED", "no GraphQL"),
    ]
}

#[test]
fn documents_that_are_too_much_are_refused_in_a_sentence() {
    let graph = Graph::new();
    for (query, code, words) in attacks() {
        let start: String = query.chars().take(60).collect();
        let answer = graph.ask(query.as_str());
        assert_eq!(answer.outcome, Outcome::Refused, "{start}");
        let answer = json(&answer);
        let (found, message) = {
            let first = &answer["errors"][0];
            (first["extensions"]["code"].as_str().unwrap(), first["message"].as_str().unwrap())
        };
        assert!(found == code && message.contains(words), "{start}: {answer:#}");
        assert!(message.len() < 400, "{start}: {message}");
        assert!(answer["errors"][0]["locations"][0]["line"].is_u64(), "{start}: {answer:#}");
    }
}

#[test]
fn a_server_refuses_them_as_well_and_goes_on() {
    let server = Server::start();
    for (query, code, _) in attacks() {
        let start: String = query.chars().take(60).collect();
        let (status, _, body) = server.post(&json!({ "query": query }).to_string());
        assert!(status == 200 && body.contains(code), "{start}: {status} {body}");
        assert!(!body.contains("\"data\""), "{start}: {body}");
    }
    let (status, _, body) = server.post(r#"{"query": "{ people { totalCount } }"}"#);
    assert!(status == 200 && body.contains("totalCount"), "{body}");
}

#[test]
fn mutations_and_subscriptions_are_bounded_as_well() {
    let graph = Graph::within(Limits { cost: 1_000, ..Limits::default() });
    let aliases = many(1_200, |it| format!("a{it}: __typename"));
    let answer = json(&graph.ask(format!("mutation {{ {aliases} }}")));
    assert_eq!(error(&answer).0, TOO_LARGE);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let _inside = runtime.enter();
    let asked = |query: String| {
        let subscription = graph.api.subscribe(Request::new(query), &Viewer::local(), None);
        let mut subscription = subscription.map_err(|it| it.body).unwrap();
        json(&runtime.block_on(subscription.next()).unwrap().answer)
    };
    let answer = asked(format!("subscription {{ live {{ {aliases} }} }}"));
    assert_eq!(error(&answer).0, TOO_LARGE);
    let costly = "employments(first: 1000) { nodes { organization { NEXT } } }";
    let costly = costly.replace("NEXT", costly).replace("NEXT", "key");
    let answer = asked(format!(
        "subscription {{ live {{ organizations(first: 1000) {{ nodes {{ {costly} }} }} }} }}"
    ));
    assert_eq!(error(&answer).0, "QUERY_TOO_COMPLEX");
}

#[test]
fn variables_that_are_nested_too_deep_are_refused() {
    let graph = Graph::new();
    let ask = |depth: usize| {
        let nested = format!("{{\"w\": {}1{}}}", "[".repeat(depth), "]".repeat(depth));
        let query = "query($w: PersonFilter) { people(where: $w) { totalCount } }";
        json(&graph.ask(Request::new(query).variables(variables(&nested).unwrap())))
    };
    let (code, message) = error(&ask(33));
    assert!(code == TOO_LARGE && message.contains("`$w` has more than 32"), "{code}: {message}");
    assert_ne!(error(&ask(32)).0, TOO_LARGE);
    let server = Server::start();
    let nested = "[".repeat(100_000);
    let (status, _, body) =
        server.post(&format!(r#"{{"query": "{{ __typename }}", "variables": {{"w": {nested}"#));
    assert!(status == 400 && body.contains("BAD_REQUEST"), "{status}: {body}");
}

#[test]
fn names_are_suggested_in_documents_that_people_write_and_not_in_long_ones() {
    let graph = Graph::new();
    let answer = graph.ask("{ people { nodes { nam } } }");
    assert!(answer.messages()[0].contains("Did you mean \"name\""), "{:?}", answer.messages());
    let long = format!("{{ people {{ nodes {{ nam {} }} }} }}", "name ".repeat(1_000));
    let answer = graph.ask(long);
    assert_eq!(answer.messages(), ["Unknown field \"nam\" on type \"Person\"."]);
}

#[test]
fn what_tools_ask_of_the_schema_is_answered() {
    let graph = Graph::new();
    let types = "kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind \
                 name ofType { kind name ofType { kind name ofType { kind name } } } } } } }";
    let query = format!(
        "query IntrospectionQuery {{ __schema {{ description queryType {{ name kind }} mutationType \
         {{ name kind }} subscriptionType {{ name kind }} types {{ ...FullType }} directives {{ name \
         description isRepeatable locations args(includeDeprecated: true) {{ ...InputValue }} }} }} \
         }} fragment FullType on __Type {{ kind name description specifiedByURL isOneOf \
         fields(includeDeprecated: true) {{ name description args(includeDeprecated: true) {{ \
         ...InputValue }} type {{ ...TypeRef }} isDeprecated deprecationReason }} \
         inputFields(includeDeprecated: true) {{ ...InputValue }} interfaces {{ ...TypeRef }} \
         enumValues(includeDeprecated: true) {{ name description isDeprecated deprecationReason }} \
         possibleTypes {{ ...TypeRef }} }} fragment InputValue on __InputValue {{ name description \
         type {{ ...TypeRef }} defaultValue isDeprecated deprecationReason }} fragment TypeRef on \
         __Type {{ {types} }}"
    );
    let answer = graph.ask(query);
    assert_eq!(answer.outcome, Outcome::Done, "{:?}", answer.messages());
    let cost = answer.cost.unwrap();
    assert!(cost.requested > 0 && cost.requested * 4 < cost.limit, "{cost:?}");
}
