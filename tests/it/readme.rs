//! The README is true.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use serde_json::Value;

use crate::graph::ask;

const README: &str = include_str!("../../README.md");

/// The questions of the README with their answers.
fn examples() -> Vec<(String, Value)> {
    let blocks = README.split("```graphql\n").skip(1);
    let examples = blocks.map(|block| {
        let (query, rest) = block.split_once("```").unwrap();
        let answer = rest.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
        (query.to_owned(), serde_json::from_str(answer).unwrap())
    });
    examples.collect()
}

#[test]
fn the_questions_of_the_readme_have_the_answers_of_the_readme() {
    let examples = examples();
    assert!(examples.len() >= 10, "{} questions", examples.len());
    for (query, expected) in examples {
        let answer: Value = serde_json::from_str(&ask(query.as_str())).unwrap();
        assert_eq!(answer, expected, "the answer to\n{query}");
    }
}

#[test]
fn the_readme_names_every_command_and_flag() {
    for name in ["serve", "schema", "check", "query", "generate"] {
        assert!(README.contains(&format!("`bole {name}")), "bole {name}");
    }
    for name in ["BOLE_DATA", "BOLE_SEED", "BOLE_LISTEN", "BOLE_LOG"] {
        assert!(README.contains(name), "{name}");
    }
}
