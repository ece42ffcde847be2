//! The text of a response, put together of what the fields of the root left.

use std::collections::HashMap;

use async_graphql::{Name, Response, ServerError, Value};

use super::{
    Cost,
    asked::Answered,
    basis::Basis,
    failure::{self, Code, Parsed, with_code},
    tally::Tally,
};

/// The answer to one request.
#[derive(Debug)]
pub struct Answer {
    /// The response of the GraphQL specification, as JSON.
    pub body: Vec<u8>,
    pub outcome: Outcome,
    /// What it cost; `None` where it was refused before that was known.
    pub cost: Option<Cost>,
    pub tally: Tally,
    /// What it was made of. `None` where that is more than the graph as it is, such as its past, the
    /// state of an import, or the name of who asks: it may be another one the next time.
    pub basis: Option<Basis>,
}

/// How far a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There is data, and no error.
    Done,
    /// There is data, at least `null`, and there are errors.
    Partly,
    /// The data is `null`, since the viewer may ask for none of it. Nothing was carried out.
    Forbidden,
    /// The request was not carried out; there are errors and no data.
    Refused,
}

impl Outcome {
    /// A word for it.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Done => "done",
            Outcome::Partly => "partly",
            Outcome::Forbidden => "forbidden",
            Outcome::Refused => "refused",
        }
    }
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
    /// What its errors say, each in a sentence.
    pub fn messages(&self) -> Vec<String> {
        self.parts_of_errors("/message")
    }

    /// The codes of its errors, in the same order.
    pub fn codes(&self) -> Vec<String> {
        self.parts_of_errors("/extensions/code")
    }

    fn parts_of_errors(&self, part: &str) -> Vec<String> {
        let body: serde_json::Value = serde_json::from_slice(&self.body).unwrap_or_default();
        let errors = body["errors"].as_array().into_iter().flatten();
        errors.filter_map(|it| Some(it.pointer(part)?.as_str()?.to_owned())).collect()
    }

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
    /// What all of them cost, in rows of a column that could be read meanwhile.
    pub(super) cost: u64,
    /// Why the request is not carried out, where that shows only now.
    pub(super) refusal: Option<ServerError>,
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
    let is_forbidden = left.is_broken
        && left.answers.is_empty()
        && response.errors.is_empty()
        && left.errors.iter().all(|it| failure::is_of(it, Code::Forbidden));
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
        (true, false) if is_forbidden => Outcome::Forbidden,
        (true, false) => Outcome::Partly,
        (true, true) => Outcome::Done,
    };
    Answer { body, outcome, cost: None, tally: Tally::default(), basis: None }
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
