//! What a request costs, and what it may cost.

use std::fmt;

use async_graphql::{Pos, Request, ServerError, Value};

use super::{
    Limits,
    document::Selected,
    failure::{Code, error},
};
use crate::{catalog::value::excerpt, engine::cost::ROWS_PER_WRITTEN};

/// What a request costs: 1 for each row, group, bin and record that can be in the answer, and 1 for
/// each 1,000 rows that are looked at, as far as that can be told before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// What was told before.
    pub requested: u64,
    /// What a request may cost.
    pub limit: u64,
    /// Rows that were looked at, each weighed by what was done with it.
    pub rows: u64,
}

impl Cost {
    /// Adds it to an answer in JSON that ends with a brace.
    pub(super) fn write(self, body: &mut Vec<u8>) {
        let Cost { requested, limit, rows } = self;
        body.pop();
        let told = format!(
            ",\"extensions\":{{\"cost\":{{\"requested\":{requested},\"limit\":{limit},\"rows\":{rows}}}}}}}"
        );
        body.extend_from_slice(told.as_bytes());
    }
}

impl fmt::Display for Cost {
    /// As a header has it: a dictionary of structured fields.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Cost { requested, limit, rows } = self;
        write!(f, "requested={requested}, limit={limit}, rows={rows}")
    }
}

/// Whether answers tell what they cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tell {
    /// Where a request asks for it, by its extension `cost`.
    #[default]
    Asked,
    /// Where no request asks for the contrary.
    Always,
}

impl Tell {
    pub(super) fn is_wanted(self, request: &Request) -> bool {
        match request.extensions.get("cost") {
            Some(Value::Boolean(is_wanted)) => *is_wanted,
            _ => self == Tell::Always,
        }
    }
}

/// What rows of a column that could be read meanwhile come to.
pub(super) fn counted(rows: u64) -> u64 {
    rows.div_ceil(ROWS_PER_WRITTEN)
}

/// What fields cost, together with what was asked before, in rows of a column that could be read
/// meanwhile; and a refusal, where that is more than they may.
pub(super) fn checked(
    fields: &[(u64, &Selected<'_>)],
    before: u64,
    limits: &Limits,
) -> (u64, Option<ServerError>) {
    let all = fields.iter().fold(before, |all, it| all.saturating_add(it.0));
    if counted(all) <= limits.cost {
        return (all, None);
    }
    let dearest = fields.iter().max_by_key(|it| it.0).map(|it| it.1);
    let (key, pos) = dearest.map_or((SCHEMA, None), |it| (it.key, Some(it.pos())));
    (all, Some(refusal((all, key), limits, pos)))
}

/// The field that tells of the schema.
pub(super) const SCHEMA: &str = "__schema";

/// Says that a request costs too much, most of all the field with a key.
pub(super) fn refusal((all, key): (u64, &str), limits: &Limits, pos: Option<Pos>) -> ServerError {
    let (cost, key) = (counted(all), excerpt(key));
    let why = format!(
        "the request costs {cost}, most of it for `{key}`: it may cost {}; ask for smaller pages with \
         `first`, and for fewer lists within lists",
        limits.cost
    );
    error(Code::TooCostly, why, pos)
}
