//! The schema as front ends see it.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::fs;

use serde_json::Value;

use crate::graph::ask;

#[test]
fn the_schema_in_the_repository_is_the_one_that_is_served() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema.graphql");
    let written = fs::read_to_string(path).unwrap();
    assert!(
        written.trim_end() == bole::graphql::sdl().trim_end(),
        "schema.graphql is out of date: run `cargo run -- schema > schema.graphql`"
    );
}

#[test]
fn everything_in_the_schema_has_a_description() {
    let query = "{ __schema { types { name description
        fields { name description args { name description } }
        inputFields { name description }
        enumValues { name description } } } }";
    let answer: Value = serde_json::from_str(&ask(query)).unwrap();
    let mut bare = Vec::new();
    for ty in answer["data"]["__schema"]["types"].as_array().unwrap() {
        let name = ty["name"].as_str().unwrap();
        if !name.starts_with("__") {
            collect_bare(ty, name, &mut bare);
        }
    }
    assert!(bare.is_empty(), "without a description: {bare:#?}");
}

fn collect_bare(entry: &Value, path: &str, bare: &mut Vec<String>) {
    if entry["description"].as_str().is_none_or(str::is_empty) {
        bare.push(path.to_owned());
    }
    for part in ["fields", "args", "inputFields", "enumValues"] {
        for entry in entry[part].as_array().into_iter().flatten() {
            let name = entry["name"].as_str().unwrap();
            collect_bare(entry, &format!("{path}.{name}"), bare);
        }
    }
}

#[test]
fn values_of_built_in_types_are_checked_before_anything_runs() {
    let wrong = [
        "{ people(first: \"ten\") { totalCount } }",
        "{ people(first: 1.5) { totalCount } }",
        "{ people(after: 5) { totalCount } }",
        "{ people(where: { name: { eq: OPENAI } }) { totalCount } }",
        "{ people(where: { name: { eq: \"a\", ignoreCase: \"yes\" } }) { totalCount } }",
        "{ models(where: { parameters: { gte: \"1\" } }) { totalCount } }",
        "{ node(id: true) { id } }",
        "{ people @include(if: \"yes\") { totalCount } }",
        "{ people { totalCount @skip(if: 3) } }",
        "query($n: Int = \"ten\") { people(first: $n) { totalCount } }",
    ];
    for query in wrong {
        let answer: Value = serde_json::from_str(&ask(query)).unwrap();
        let code = &answer["errors"][0]["extensions"]["code"];
        assert_eq!(code, "GRAPHQL_VALIDATION_FAILED", "{query}: {answer}");
        assert!(answer.get("data").is_none(), "{query}: {answer}");
    }
}

#[test]
fn interfaces_know_the_types_that_implement_them() {
    let query = "{ node: __type(name: \"Node\") { possibleTypes { kind interfaces { name } } }
        organization: __type(name: \"Organization\") { possibleTypes { name } } }";
    let answer: Value = serde_json::from_str(&ask(query)).unwrap();
    for ty in answer["data"]["node"]["possibleTypes"].as_array().unwrap() {
        assert_eq!(ty["kind"], "OBJECT");
        assert_eq!(ty["interfaces"][0]["name"], "Node");
    }
    let organizations = answer["data"]["organization"]["possibleTypes"].to_string();
    assert_eq!(organizations, r#"[{"name":"Institution"},{"name":"Company"}]"#);
}

#[test]
fn a_lookup_takes_exactly_one_way_to_name_a_row() {
    for by in ["{}", "{ key: null }", "{ key: \"a\", id: \"Person:a\" }", "{ key: $k, id: $i }"] {
        let variables = if by.contains('$') { "query($k: String, $i: ID)" } else { "" };
        let query = format!("{variables} {{ person(by: {by}) {{ id }} }}");
        let answer: Value = serde_json::from_str(&ask(query)).unwrap();
        assert!(answer["errors"][0]["message"].is_string(), "{by}: {answer}");
        assert!(answer["data"]["person"].is_null(), "{by}: {answer}");
    }
}
