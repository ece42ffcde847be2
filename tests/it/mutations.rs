//! Changes of a graph through GraphQL.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod again;
mod client;
mod fuzz;
mod many;
mod model;
mod nested;
mod races;
mod rows;
mod rules;
mod saved_questions;
mod served;

use serde_json::{Value, json};

use client::Client;

/// The code and the path of each user error of an answer with one field.
fn faults(payload: &Value) -> Vec<(String, String)> {
    let faults = payload["userErrors"].as_array().unwrap().iter();
    let text = |it: &Value| it.as_str().unwrap().to_owned();
    let path = |it: &Value| {
        let segments = it["field"].as_array().unwrap().iter();
        segments.map(|it| it.as_str().unwrap()).collect::<Vec<_>>().join(".")
    };
    faults.map(|it| (text(&it["code"]), path(it))).collect()
}

/// Faults as they are written in a test.
fn expected(faults: &[(&str, &str)]) -> Vec<(String, String)> {
    faults.iter().map(|(code, path)| ((*code).to_owned(), (*path).to_owned())).collect()
}

/// The source of rows that tests make.
fn source() -> Value {
    json!({"key": client::SOURCE})
}
