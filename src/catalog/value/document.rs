//! What is kept of a question: the text of a GraphQL query, and the values of its variables.

use std::{fmt, ops::Deref, str::FromStr};

use async_graphql_parser::{parse_query, types::OperationType};
use serde_json::{Map, Value};

use super::{BadValue, Text, excerpt, serde_as_text};

/// The text of a GraphQL document with one operation, a query: up to 10,000 characters, with at
/// most 64 brackets open at once. Whether its fields exist is for the schema to say, which may
/// change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryText(Text);

/// A JSON object, as the variables of a query: up to 10,000 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonObject(Text);

/// The parser goes one call deeper for each bracket.
const OPEN_MAX: usize = 64;

impl FromStr for QueryText {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        let kept: Text = text.parse()?;
        if opened(text) > OPEN_MAX {
            return Err(BadValue::new(format!(
                "the query opens more than {OPEN_MAX} brackets within each other"
            )));
        }
        let document = parse_query(text)
            .map_err(|why| BadValue::new(format!("this is no GraphQL document: {why}")))?;
        let mut operations = document.operations.iter();
        let (Some((_, operation)), None) = (operations.next(), operations.next()) else {
            return Err(BadValue::new("the document has several operations: keep one of them"));
        };
        match operation.node.ty {
            OperationType::Query => Ok(QueryText(kept)),
            other => Err(BadValue::new(format!("a {other} is no question: write a query"))),
        }
    }
}

impl FromStr for JsonObject {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        let kept: Text = text.parse()?;
        match serde_json::from_str::<Map<String, Value>>(text) {
            Ok(_) => Ok(JsonObject(kept)),
            Err(why) => Err(BadValue::new(format!(
                "`{}` is no JSON object, such as `{{\"locale\": \"EN\"}}`: {why}",
                excerpt(text)
            ))),
        }
    }
}

/// The most brackets that are open at once, those in texts and comments too.
fn opened(text: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'{' | b'[' | b'(' => open += 1,
            b'}' | b']' | b')' => open = open.saturating_sub(1),
            _ => (),
        }
        most = most.max(open);
    }
    most
}

macro_rules! texts {
    ($($Type:ident),*) => {$(
        impl Deref for $Type {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $Type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

texts!(QueryText, JsonObject);
serde_as_text!(QueryText, JsonObject);

#[cfg(test)]
mod tests {
    use super::*;

    fn why(text: &str) -> String {
        text.parse::<QueryText>().unwrap_err().to_string()
    }

    #[test]
    fn one_query_is_a_question_and_nothing_else_is() {
        for good in [
            "{ people { totalCount } }",
            "query A($a: Int) {\n  b(c: $a) { ...D }\n}\n\nfragment D on E { f }",
        ] {
            assert_eq!(&*good.parse::<QueryText>().unwrap(), good);
        }
        assert!(why("{ people").starts_with("this is no GraphQL document: "));
        assert_eq!(why("mutation { a }"), "a mutation is no question: write a query");
        assert_eq!(why("subscription { a }"), "a subscription is no question: write a query");
        assert!(why("query A { a } query B { b }").contains("several operations"));
        assert!(why("fragment D on E { f }").starts_with("this is no GraphQL document: "));
    }

    #[test]
    fn a_query_is_looked_at_before_the_parser_goes_deep() {
        let deep = |levels: usize| format!("{}a{}", "{a".repeat(levels), "}".repeat(levels));
        deep(60).parse::<QueryText>().unwrap();
        assert!(why(&deep(65)).contains("64 brackets"));
        assert!(why(&format!("{{ a(b: {}", "[".repeat(9_000))).contains("64 brackets"));
    }

    #[test]
    fn variables_are_an_object_of_json() {
        "{\"a\": {\"in\": [1, null]}}".parse::<JsonObject>().unwrap();
        for bad in ["[1]", "{a: 1}", "{\"a\": 1} {}", "null"] {
            let why = bad.parse::<JsonObject>().unwrap_err().to_string();
            assert!(why.starts_with(&format!("`{bad}` is no JSON object")), "{why}");
        }
    }
}
