//! What a client did wrong, in a form that tells it what to mend.

use async_graphql::{ErrorExtensionValues, Pos, ServerError, Value};

use crate::{
    catalog::{enums, value::excerpt},
    live::LiveError,
};

/// An argument that can't be taken.
pub(super) type BadInput = String;

/// The kinds of errors a client can tell apart: `extensions.code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Code {
    /// The document is no GraphQL.
    Parse,
    /// The document does not fit the schema.
    Validation,
    /// An argument or a variable can't be taken.
    BadUserInput,
    /// It is no longer there: the message says what is.
    Gone,
    /// There is no such row.
    NotFound,
    /// The viewer may not do this.
    Forbidden,
    /// The document would take too long to look at.
    TooLarge,
    /// The answer would take more than a limit that the message names.
    Limit,
    /// The request would cost more than it may.
    TooCostly,
    /// The request would look at more rows than it may.
    TooManyRows,
    /// The request takes longer than it may.
    Timeout,
    /// No document has the id.
    NoDocument,
    /// No document has the SHA-256: the client may send it.
    NotPersisted,
    /// The document is not among those that are answered.
    NotStored,
    /// Changes can't be taken now: the message says what is to be done on this side.
    Unavailable,
    /// Something broke on this side.
    Internal,
}

impl Code {
    fn name(self) -> &'static str {
        match self {
            Code::Parse => "GRAPHQL_PARSE_FAILED",
            Code::Validation => "GRAPHQL_VALIDATION_FAILED",
            Code::BadUserInput => "BAD_USER_INPUT",
            Code::Gone => "GONE",
            Code::NotFound => "NOT_FOUND",
            Code::Forbidden => "FORBIDDEN",
            Code::TooLarge => "DOCUMENT_TOO_LARGE",
            Code::Limit => "LIMIT_EXCEEDED",
            Code::TooCostly => "QUERY_TOO_COMPLEX",
            Code::TooManyRows => "TOO_MANY_ROWS",
            Code::Timeout => "TIMEOUT",
            Code::NoDocument => "PERSISTED_DOCUMENT_NOT_FOUND",
            Code::NotPersisted => "PERSISTED_QUERY_NOT_FOUND",
            Code::NotStored => "DOCUMENT_NOT_STORED",
            Code::Unavailable => "UNAVAILABLE",
            Code::Internal => "INTERNAL",
        }
    }
}

/// An error at a place of the document.
pub(super) fn error(code: Code, message: impl Into<String>, pos: Option<Pos>) -> ServerError {
    with_code(ServerError::new(message, pos), code)
}

/// The error with a code, where it has none.
pub(super) fn with_code(mut error: ServerError, code: Code) -> ServerError {
    let extensions = error.extensions.get_or_insert_with(ErrorExtensionValues::default);
    if extensions.get("code").is_none() {
        extensions.set("code", Value::from(code.name()));
    }
    error
}

/// Whether an error is of a kind.
pub(super) fn is_of(error: &ServerError, code: Code) -> bool {
    let extensions = error.extensions.as_ref();
    extensions.and_then(|it| it.get("code")) == Some(&Value::from(code.name()))
}

/// Why the graph could not be read or changed. What names files is for the log alone.
pub(super) fn of_live(why: &LiveError) -> (Code, String) {
    match why {
        LiveError::Forgotten { .. } => (Code::Gone, why.to_string()),
        LiveError::Future { .. } => (Code::BadUserInput, why.to_string()),
        LiveError::Far { .. } => (Code::Limit, why.to_string()),
        LiveError::Engine(_) => (Code::Internal, why.to_string()),
        LiveError::Store(_) | LiveError::Differs(_) => {
            tracing::error!(%why, "a request failed");
            if let Some(told) = why.told() {
                return (Code::Unavailable, told.to_owned());
            }
            let told = "something broke on this side: the log says what";
            (Code::Internal, told.to_owned())
        }
    }
}

/// The code of an error that was found before anything was answered, and its message with what
/// would be right.
pub(super) fn of_request(mut error: ServerError, parsed: Parsed) -> ServerError {
    let code = match parsed {
        Parsed::No => Code::Parse,
        Parsed::Yes => Code::Validation,
    };
    // The parser draws the place in the document; the error's locations tell it.
    if let Some((_, why)) = error.message.rsplit_once("  = ").filter(|_| parsed == Parsed::No) {
        error.message = format!("the document is no GraphQL: {}", why.trim());
    }
    error.message = cut(&error.message);
    if let Some(values) = enum_values(&error.message) {
        error.message = format!("{}: write one of {values}", error.message);
    }
    with_code(error, code)
}

/// A message of async-graphql, which repeats names and values as they are, between quotes.
fn cut(message: &str) -> String {
    let words = |part: &str| part.split(' ').map(excerpt).collect::<Vec<_>>().join(" ");
    let parts = message.split('"').enumerate();
    let parts = parts.map(|(place, it)| if place % 2 == 0 { words(it) } else { excerpt(it) });
    parts.collect::<Vec<_>>().join("\"")
}

/// Whether a document could be parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parsed {
    Yes,
    No,
}

/// The values of the enum that an error message of the validation names.
fn enum_values(message: &str) -> Option<String> {
    let name = message.split("enumeration type \"").nth(1)?.split('"').next()?;
    enums::all().find(|it| it.name == name).map(enums::EnumType::names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::Live;

    #[test]
    fn what_breaks_on_this_side_names_no_file() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("letters"), "").unwrap();
        let why = Live::open(dir.path()).err().unwrap();
        let place = dir.path().to_str().unwrap();
        assert!(why.to_string().contains(place), "{why}");
        let (code, told) = of_live(&why);
        assert_eq!((code, told.contains(place)), (Code::Internal, false), "{told}");
        assert!(!told.contains("server"), "who asks from the command line has none: {told}");
        assert_eq!(of_live(&LiveError::Future { version: 2, newest: 1 }).0, Code::BadUserInput);
    }
}
