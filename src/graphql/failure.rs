//! What a client did wrong, in a form that tells it what to mend.

use async_graphql::{ErrorExtensionValues, Pos, ServerError, Value};

use crate::catalog::enums;

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
    if let Some(values) = enum_values(&error.message) {
        error.message = format!("{}: write one of {values}", error.message);
    }
    with_code(error, code)
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
