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
