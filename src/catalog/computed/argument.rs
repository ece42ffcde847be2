//! What computed fields and questions can be told.

use crate::catalog::enums::EnumType;

/// What a computed field or a question can be told.
#[derive(Debug)]
pub struct Argument {
    /// `snake_case`.
    pub name: &'static str,
    pub doc: &'static str,
    pub kind: ArgumentKind,
    pub need: Need,
}

/// Whether an argument must be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    Required,
    Optional,
    /// Where it is left out, it is this: a number, `true`, `false`, or an enum's value.
    Or(&'static str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgumentKind {
    /// A [`crate::catalog::value::PartialDate`].
    Date,
    /// A [`crate::catalog::value::Country`].
    Country,
    /// A [`crate::catalog::value::Currency`].
    Currency,
    Text,
    Bool,
    Float,
    /// A whole number from `min` to `max`.
    Int {
        min: i32,
        max: i32,
    },
    Enum(&'static EnumType),
    /// The id of a row of the named table.
    Id(&'static str),
    /// The id of a row of whatever table.
    AnyId,
    /// Which rows of the named table are meant.
    Filter(&'static str),
    /// The currency, the adjustment and the year of prices in which pay is wanted.
    PayIn,
    /// One or more of a kind.
    Many(&'static ArgumentKind),
}

/// An argument that may be left out.
pub(in crate::catalog) const fn optional(
    name: &'static str,
    kind: ArgumentKind,
    doc: &'static str,
) -> Argument {
    Argument { name, doc, kind, need: Need::Optional }
}

/// An argument that is `default` where it is left out.
pub(in crate::catalog) const fn or(
    name: &'static str,
    kind: ArgumentKind,
    default: &'static str,
    doc: &'static str,
) -> Argument {
    Argument { name, doc, kind, need: Need::Or(default) }
}

/// An argument that must be given.
pub(in crate::catalog) const fn required(
    name: &'static str,
    kind: ArgumentKind,
    doc: &'static str,
) -> Argument {
    Argument { name, doc, kind, need: Need::Required }
}
