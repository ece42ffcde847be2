//! Refuses requests that are short to write and endless to read: a document is measured as it is
//! written before it is parsed, and as it is meant before it is validated.

mod document;
mod scan;
#[cfg(test)]
mod tests;

use async_graphql::{
    ServerError, Value, Variables,
    parser::{parse_query, types::ExecutableDocument},
};

use super::{
    Limits,
    failure::{Code, error},
};
use crate::catalog::value::excerpt;
pub(super) use document::told_of_schema;
use scan::Unfit;

/// Why there is no document.
pub(super) enum NoDocument {
    /// There is too much of something.
    Refused(Box<ServerError>),
    /// It does not parse. async-graphql tells why.
    Unparsed,
}

/// The document of a text that is within the limits.
pub(super) fn parsed(text: &str, limits: &Limits) -> Result<ExecutableDocument, NoDocument> {
    let refused = |why| NoDocument::Refused(Box::new(why));
    scan::measured(text, limits).map_err(|why| refused(told(why)))?;
    let document = parse_query(text).map_err(|_| NoDocument::Unparsed)?;
    document::check(&document, limits).map_err(|why| refused(told(why)))?;
    Ok(document)
}

fn told(why: Unfit) -> ServerError {
    match why {
        Unfit::TooMuch(why, pos) => error(Code::TooLarge, why, Some(pos)),
        Unfit::Broken(why, pos) => {
            error(Code::Parse, format!("the document is no GraphQL: {why}"), Some(pos))
        }
        Unfit::Circle(name, pos) => {
            let name = excerpt(&name);
            let why = format!("the fragment `{name}` spreads itself, here or by way of others");
            error(Code::Validation, why, Some(pos))
        }
    }
}

/// Refuses variables in which lists and objects are too many within each other.
pub(super) fn check_variables(variables: &Variables, limits: &Limits) -> Result<(), ServerError> {
    for (name, value) in &**variables {
        if nesting(value, limits.nesting + 1) > limits.nesting {
            let why = format!(
                "the variable `${name}` has more than {} lists and objects within each other: write \
                 it flatter",
                limits.nesting
            );
            return Err(error(Code::TooLarge, why, None));
        }
    }
    Ok(())
}

/// How many lists and objects are within each other, up to so many.
fn nesting(value: &Value, enough: usize) -> usize {
    if enough == 0 {
        return 0;
    }
    let deepest = |values: &mut dyn Iterator<Item = &Value>| {
        1 + values.map(|it| nesting(it, enough - 1)).max().unwrap_or(0)
    };
    match value {
        Value::List(items) => deepest(&mut items.iter()),
        Value::Object(fields) => deepest(&mut fields.values()),
        _ => 0,
    }
}
