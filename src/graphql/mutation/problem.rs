//! What is wrong with the input of a mutation, and where.

use crate::{catalog::enums::UserErrorCode, engine::compute::Datum};

/// Problems that one answer lists: whoever mends these asks again.
pub(super) const PROBLEMS_MAX: usize = 100;

/// Something wrong in an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::graphql) struct Problem {
    pub(super) code: UserErrorCode,
    /// Names of fields and places in lists, from `input` on.
    pub(super) path: Vec<String>,
    /// What is wrong, and what would be right.
    pub(super) message: String,
}

impl Problem {
    /// As a record of [`super::payload::USER_ERROR`].
    fn datum(self) -> Vec<Datum> {
        vec![Datum::Enum(self.code.name()), Datum::Texts(self.path), Datum::Text(self.message)]
    }
}

/// Problems as what `userErrors` holds.
pub(super) fn datum(problems: Vec<Problem>) -> Datum {
    Datum::Records(problems.into_iter().map(Problem::datum).collect())
}
