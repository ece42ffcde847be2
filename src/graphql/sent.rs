//! A request as clients send it: a JSON object, or what stands in an address.

use std::str;

use async_graphql::{Request, Value, Variables};
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::named::names_document;
use crate::catalog::value::excerpt;

/// What would be right.
const LIKE: &str = r#"send JSON like {"query": "…", "variables": {}}"#;

/// A request as it was sent: it may name its document instead of having it.
#[derive(Deserialize)]
pub struct Sent {
    #[serde(flatten)]
    pub request: Request,
    /// By the draft on GraphQL over HTTP.
    #[serde(default, rename = "documentId")]
    pub document_id: Option<String>,
}

impl Sent {
    /// Whether it names its document, by an id or by its SHA-256.
    pub fn names_document(&self) -> bool {
        self.document_id.is_some() || names_document(&self.request)
    }
}

impl From<Request> for Sent {
    fn from(request: Request) -> Self {
        Sent { request, document_id: None }
    }
}

/// Reads the body of a request. Members that are not known are passed over, as the draft on GraphQL
/// over HTTP has it; `null` is as if the member were not there.
///
/// # Errors
///
/// A sentence that says what is wrong: no text, no JSON, no object, no document, or a member of
/// another type than it has.
pub fn request_of_body(body: &[u8]) -> Result<Sent, String> {
    if body.is_empty() {
        return Err(format!("the body is empty: {LIKE}"));
    }
    let text = str::from_utf8(body).map_err(|why| {
        format!("the body is no UTF-8 from its byte {} on: {LIKE} in UTF-8", why.valid_up_to())
    })?;
    match serde_json::from_str(text) {
        Ok(Json::Object(members)) => request(members),
        Ok(Json::Array(_)) => Err(format!("the body is a list: {LIKE}, one request at a time")),
        Ok(other) => Err(format!("the body is {}: {LIKE}", kind(&other))),
        Err(why) => Err(format!("the body is no JSON ({}): {LIKE}", excerpt(&why))),
    }
}

/// Reads a request of the parameters of an address, in which `variables` and `extensions` are JSON.
///
/// # Errors
///
/// As [`request_of_body`], and where a parameter is given twice.
pub fn request_of_parameters(parameters: Vec<(String, String)>) -> Result<Sent, String> {
    let mut members = Map::new();
    for (name, value) in parameters {
        let value = match name.as_str() {
            "query" | "operationName" | "documentId" => Json::String(value),
            "variables" | "extensions" => serde_json::from_str(&value).map_err(|why| {
                format!("`{name}` is no JSON ({}): write an object like {{}}", excerpt(&why))
            })?,
            _ => continue,
        };
        if members.insert(name.clone(), value).is_some() {
            return Err(format!("`{name}` is given twice: give it once"));
        }
    }
    request(members)
}

fn request(mut members: Map<String, Json>) -> Result<Sent, String> {
    let query = text(&mut members, "query")?.unwrap_or_default();
    let document_id = text(&mut members, "documentId")?;
    let mut request = Request::new(query);
    // In an address an empty name is how forms say that there is none.
    request.operation_name = text(&mut members, "operationName")?.filter(|it| !it.is_empty());
    if let Some(variables) = object(&mut members, "variables")? {
        request.variables = Variables::from_json(Json::Object(variables));
    }
    for (name, value) in object(&mut members, "extensions")?.unwrap_or_default() {
        let value = Value::from_json(value);
        let value = value.map_err(|why| format!("`extensions`: {}", excerpt(&why)))?;
        request.extensions.insert(name, value);
    }
    if request.query.is_empty() && document_id.is_none() && !names_document(&request) {
        let why = "there is no `query`: send one, or open /graphiql to write one";
        return Err(why.to_owned());
    }
    Ok(Sent { request, document_id })
}

fn text(members: &mut Map<String, Json>, name: &str) -> Result<Option<String>, String> {
    match members.remove(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) => Ok(Some(text)),
        Some(other) => Err(format!("`{name}` is {}: write a string", kind(&other))),
    }
}

fn object(
    members: &mut Map<String, Json>,
    name: &str,
) -> Result<Option<Map<String, Json>>, String> {
    match members.remove(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::Object(object)) => Ok(Some(object)),
        Some(other) => Err(format!("`{name}` is {}: write an object like {{}}", kind(&other))),
    }
}

fn kind(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "a boolean",
        Json::Number(_) => "a number",
        Json::String(_) => "a string",
        Json::Array(_) => "a list",
        Json::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(body: &[u8]) -> String {
        request_of_body(body).err().unwrap()
    }

    #[test]
    fn what_is_no_request_is_told_what_it_is() {
        for (body, why) in [
            (&b""[..], "the body is empty"),
            (b"\xff{}", "no UTF-8 from its byte 0 on"),
            (b"{\"query\": \"{ a\xff }\"}", "no UTF-8 from its byte 14 on"),
            (b"{", "the body is no JSON"),
            (b"[{\"query\": \"{ a }\"}]", "one request at a time"),
            (b"7", "the body is a number"),
            (b"null", "the body is null"),
            (b"{}", "there is no `query`"),
            (br#"{"query": ""}"#, "there is no `query`"),
            (br#"{"query": null}"#, "there is no `query`"),
            (br#"{"query": 1}"#, "`query` is a number: write a string"),
            (br#"{"query": "{ a }", "operationName": []}"#, "`operationName` is a list"),
            (br#"{"query": "{ a }", "variables": "{}"}"#, "`variables` is a string"),
            (br#"{"query": "{ a }", "extensions": true}"#, "`extensions` is a boolean"),
        ] {
            assert!(refused(body).contains(why), "{why}: {}", refused(body));
        }
        let deep = format!(r#"{{"query": "{{ a }}", "variables": {}"#, "[".repeat(100_000));
        assert!(refused(deep.as_bytes()).contains("no JSON"), "{}", refused(deep.as_bytes()));
    }

    #[test]
    fn null_and_members_that_are_not_known_are_passed_over() {
        let body = br#"{"query": "{ a }", "operationName": null, "variables": null,
                        "extensions": null, "id": 7}"#;
        let request = request_of_body(body).unwrap().request;
        assert_eq!((request.query.as_str(), request.operation_name), ("{ a }", None));
        let body = br#"{"query": "{ a }", "operationName": "A", "variables": {"n": 1},
                        "extensions": {"some": {"x": [1]}}}"#;
        let request = request_of_body(body).unwrap().request;
        assert_eq!(request.operation_name.as_deref(), Some("A"));
        assert_eq!((request.variables.len(), request.extensions.len()), (1, 1));
    }

    #[test]
    fn an_address_holds_what_a_body_does() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let query = pair("query", "{ a }");
        let variables = pair("variables", r#"{"n": 1}"#);
        let given = vec![query.clone(), variables, pair("operationName", ""), pair("x", "y")];
        let request = request_of_parameters(given).unwrap().request;
        assert_eq!((request.variables.len(), request.operation_name), (1, None));
        for (given, why) in [
            (vec![], "there is no `query`"),
            (vec![query.clone(), query.clone()], "`query` is given twice"),
            (vec![query.clone(), pair("variables", "[")], "`variables` is no JSON"),
            (vec![query, pair("variables", "7")], "`variables` is a number"),
        ] {
            assert!(request_of_parameters(given).err().unwrap().contains(why), "{why}");
        }
    }
}
