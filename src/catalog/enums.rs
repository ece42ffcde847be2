//! The closed sets that fields choose from.

mod access;
mod asking;
mod history;
mod identity;
mod moves;
mod search;
mod statements;
mod work;
mod writing;

pub use access::{AccessRole, JobState, SuppressionReason};
pub use asking::{DateCut, PayEnd, RankedBy, Resolve, Statistic};
pub use history::EntityName;
pub use identity::{DuplicateReason, DuplicateType};
pub use moves::{EmployerChoice, MovePlace, TieKind};
pub use search::{SearchMatch, SearchType};
pub use statements::{
    Adjust, Dimension, EmploymentType, EventKind, Level, Measure, PayBasis, PayPeriod, Precision,
    RateKind, Remote, SourceKind, Unit, Verdict,
};
pub use work::{
    Access, Degree, Ending, HonorKind, ModelKind, OrganizationKind, OrganizationStatus, Role,
};
pub use writing::{ChangeAction, MatchBy, UserErrorCode};

/// Description of a closed set.
#[derive(Debug, PartialEq, Eq)]
pub struct EnumType {
    /// Type name, `UpperCamelCase`.
    pub name: &'static str,
    pub doc: &'static str,
    /// In their order, lowest first where the set has one.
    pub values: &'static [EnumValue],
}

/// One value of a closed set.
#[derive(Debug, PartialEq, Eq)]
pub struct EnumValue {
    /// `SCREAMING_SNAKE_CASE`.
    pub name: &'static str,
    pub doc: &'static str,
}

impl EnumType {
    /// The place of the value called `name`.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.values.iter().position(|it| it.name == name)
    }

    /// The names of all values, for a message that says what would be right.
    pub fn names(&self) -> String {
        self.values.iter().map(|it| it.name).collect::<Vec<_>>().join(", ")
    }
}

/// Declares closed sets: a Rust enum each, and the [`EnumType`] that describes it.
macro_rules! enums {
    ($(
        $(#[doc = $doc:literal])*
        $Enum:ident {
            $( $(#[doc = $value_doc:literal])* $Value:ident = $name:literal, )*
        }
    )*) => {
        $(
            $(#[doc = $doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            #[derive(serde::Serialize, serde::Deserialize)]
            pub enum $Enum {
                $( $(#[doc = $value_doc])* #[serde(rename = $name)] $Value, )*
            }

            impl $Enum {
                pub const TYPE: EnumType = EnumType {
                    name: stringify!($Enum),
                    doc: concat!($($doc, "\n"),*),
                    values: &[$( EnumValue {
                        name: $name,
                        doc: concat!($($value_doc, "\n"),*),
                    }, )*],
                };
                const ALL: &[$Enum] = &[$( $Enum::$Value ),*];

                /// The value at `place` of the set.
                pub fn at(place: usize) -> Option<Self> {
                    Self::ALL.get(place).copied()
                }

                pub fn name(self) -> &'static str {
                    Self::TYPE.values[self as usize].name
                }
            }

            impl std::str::FromStr for $Enum {
                type Err = $crate::catalog::value::BadValue;

                fn from_str(text: &str) -> Result<Self, Self::Err> {
                    Self::TYPE.place(text).and_then(Self::at).ok_or_else(|| {
                        $crate::catalog::value::BadValue::new(format!(
                            "`{}` is no {}: write one of {}",
                            $crate::catalog::value::excerpt(text),
                            Self::TYPE.name,
                            Self::TYPE.names(),
                        ))
                    })
                }
            }

            impl $crate::catalog::FieldType for $Enum {
                const KIND: $crate::catalog::Kind = $crate::catalog::Kind::Enum(&$Enum::TYPE);

                fn cell(&self) -> $crate::catalog::Cell<'_> {
                    $crate::catalog::Cell::Int(*self as i64)
                }

                fn from_cell(cell: &$crate::catalog::Cell<'_>) -> Option<Self> {
                    match cell {
                        $crate::catalog::Cell::Int(it) => Self::at(usize::try_from(*it).ok()?),
                        _ => None,
                    }
                }

                fn find(
                    texts: &$crate::catalog::Texts<'_>,
                    name: &str,
                ) -> Result<Option<Self>, $crate::catalog::BadField> {
                    let text = texts.get(name).map(str::parse);
                    text.transpose().map_err(|why| $crate::catalog::BadField::new(name, why))
                }
            }
        )*

        /// The sets of this file, in the order of declaration.
        pub(super) static SETS: &[&EnumType] = &[$( &$Enum::TYPE ),*];
    };
}

use enums;

/// Every closed set, in the order of declaration.
pub fn all() -> impl Iterator<Item = &'static EnumType> {
    let sets = work::SETS.iter().chain(access::SETS).chain(statements::SETS).chain(asking::SETS);
    let sets = sets.chain(moves::SETS).chain(search::SETS).chain(history::SETS);
    sets.chain(identity::SETS).chain(writing::SETS).copied()
}
