//! The text of a response, put together of what the fields of the root left.

use std::collections::HashMap;

use async_graphql::{Name, Response, ServerError, Value};

use super::asked::Answered;
use super::failure::{self, Code, Parsed, with_code};

/// The answer to one request.
#[derive(Debug)]
pub struct Answer {
    /// The response of the GraphQL specification, as JSON.
    pub body: Vec<u8>,
    pub outcome: Outcome,
}

/// How far a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There is data, and no error.
    Done,
    /// There is data, at least `null`, and there are errors.
    Partly,
    /// The request was not carried out; there are errors and no data.
    Refused,
}

impl Left {
    /// Keeps what was answered of a field of the root.
    pub(super) fn take(&mut self, key: &str, answered: Answered) {
        self.errors.extend(answered.errors);
        match answered.json {
            Some(json) => self.answers.extend([(key.to_owned(), json)]),
            None => self.is_broken = true,
        }
    }
}

impl Answer {
    /// The list of errors, as JSON, where the request was refused.
    pub fn errors(&self) -> Option<&[u8]> {
        let errors = self.body.strip_prefix(ERRORS)?.strip_suffix(b"}")?;
        (self.outcome == Outcome::Refused).then_some(errors)
    }
}

/// What a response that has errors begins with.
const ERRORS: &[u8] = b"{\"errors\":";

/// Room for what stands around the answers of the fields.
const ENVELOPE_BYTES: usize = 256;
/// What the fields of the root left.
#[derive(Default)]
pub(super) struct Left {
    /// By response key, in JSON.
    pub(super) answers: HashMap<String, Vec<u8>>,
    pub(super) errors: Vec<ServerError>,
    pub(super) is_broken: bool,
    /// Whether the fields of the root have been answered.
    pub(super) is_answered: bool,
    /// The response key of the field within which they are, in a live query.
    pub(super) within: Option<String>,
}

/// The answer to a request that is not carried out.
pub(super) fn refused(why: ServerError) -> Answer {
    written(Response::from_errors(vec![why]), Left::default(), Parsed::Yes)
}

/// The response as JSON: what was left by the fields of the root, and what async-graphql answered
/// itself.
pub(super) fn written(response: Response, left: Left, parsed: Parsed) -> Answer {
    // Without a field, for they were all skipped, async-graphql gives null and no error.
    let is_empty = matches!(response.data, Value::Null);
    let is_carried_out = left.is_broken || !is_empty || response.errors.is_empty();
    let mut errors = left.errors;
    let others = response.errors.into_iter().map(|it| {
        if is_carried_out {
            with_code(it, Code::BadUserInput)
        } else {
            failure::of_request(it, parsed)
        }
    });
    errors.extend(others);
    let answered: usize = left.answers.values().map(Vec::len).sum();
    let mut body = Vec::with_capacity(answered + ENVELOPE_BYTES);
    if errors.is_empty() {
        body.push(b'{');
    } else {
        body.extend_from_slice(ERRORS);
        serde_json::to_writer(&mut body, &errors).expect("errors can be written");
    }
    if is_carried_out {
        if !errors.is_empty() {
            body.push(b',');
        }
        body.extend_from_slice(b"\"data\":");
        match response.data {
            Value::Object(fields) if !left.is_broken => {
                match fields.get(left.within.as_deref().unwrap_or_default()) {
                    Some(Value::Object(inner)) => {
                        let key = left.within.as_deref().unwrap_or_default();
                        let mut within = Vec::with_capacity(answered + ENVELOPE_BYTES);
                        write_data(&mut within, inner, &left.answers);
                        write_data(&mut body, &fields, &[(key.to_owned(), within)].into());
                    }
                    _ => write_data(&mut body, &fields, &left.answers),
                }
            }
            Value::Null if !left.is_broken => body.extend_from_slice(b"{}"),
            _ => body.extend_from_slice(b"null"),
        }
    }
    body.push(b'}');
    let outcome = match (is_carried_out, errors.is_empty()) {
        (false, _) => Outcome::Refused,
        (true, false) => Outcome::Partly,
        (true, true) => Outcome::Done,
    };
    Answer { body, outcome }
}

fn write_data(
    body: &mut Vec<u8>,
    fields: &async_graphql::indexmap::IndexMap<Name, Value>,
    answers: &HashMap<String, Vec<u8>>,
) {
    body.push(b'{');
    for (position, (key, value)) in fields.iter().enumerate() {
        if position > 0 {
            body.push(b',');
        }
        serde_json::to_writer(&mut *body, key.as_str()).expect("names can be written");
        body.push(b':');
        match answers.get(key.as_str()) {
            Some(answer) => body.extend_from_slice(answer),
            None => serde_json::to_writer(&mut *body, value).expect("values can be written"),
        }
    }
    body.push(b'}');
}
