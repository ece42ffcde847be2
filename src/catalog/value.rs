//! The values that fields hold: each parses itself, and says what is wrong with a bad one.

mod amount;
mod code;
mod date;
mod document;
mod external_key;
mod moment;
mod number;
mod text;

pub use amount::{Amount, Money};
pub use code::{Country, Currency};
pub use date::{Day, PartialDate, Precision as DatePrecision};
pub use document::{JsonObject, QueryText};
pub use external_key::{ExternalKey, Scheme};
pub use moment::Moment;
pub use number::{Confidence, Count, Months, Number, Rank, Year};
pub use text::{Key, Language, LocalText, Text, Url};

/// What is wrong with a text that should have been a value, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadValue(String);

impl BadValue {
    pub fn new(message: impl Into<String>) -> Self {
        BadValue(message.into())
    }
}

/// No more of what somebody gave is said again: it may be as long as a whole request.
const EXCERPT_CHARS: usize = 100;

/// What somebody gave, for a message that repeats it: its first 100 characters, and `…` for others.
pub fn excerpt(given: &(impl ToString + ?Sized)) -> String {
    let mut text = given.to_string();
    if let Some((end, _)) = text.char_indices().nth(EXCERPT_CHARS) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// Values that are written as text by serde: bad ones are found when a row is read.
macro_rules! serde_as_text {
    ($($Type:ty),* $(,)?) => {$(
        impl serde::Serialize for $Type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $Type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                /// Parses a text where it stands, without a copy of it.
                struct Parsing;

                impl serde::de::Visitor<'_> for Parsing {
                    type Value = $Type;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("a string")
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$Type, E> {
                        text.parse().map_err(E::custom)
                    }
                }

                deserializer.deserialize_str(Parsing)
            }
        }
    )*};
}

use serde_as_text;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{RowId, enums::PayBasis};

    /// What is wrong with a text as a value.
    fn why<T: std::str::FromStr<Err = BadValue>>(text: &str) -> String {
        text.parse::<T>().err().unwrap().to_string()
    }

    #[test]
    fn what_was_given_is_repeated_up_to_100_characters() {
        assert_eq!(excerpt(&"字".repeat(100)), "字".repeat(100));
        assert_eq!(excerpt(&"字".repeat(101)), format!("{}…", "字".repeat(100)));
    }

    #[test]
    fn no_message_repeats_a_long_text_as_a_whole() {
        let long = format!(" {} ", "ab".repeat(5_000));
        let scheme = format!("{long}:1");
        let all = [
            why::<Text>(&long),
            why::<Key>(&long),
            why::<Url>(&long),
            why::<Language>(&long),
            why::<PartialDate>(&long),
            why::<Moment>(&long),
            why::<Amount>(&long.replace(' ', "")),
            why::<Money>(&long.replace(' ', "")),
            why::<Year>(&long),
            why::<Confidence>(&long),
            why::<Country>(&long),
            why::<Currency>(&long),
            why::<Scheme>(&long),
            why::<ExternalKey>(&long),
            why::<ExternalKey>(&scheme),
            why::<ExternalKey>(&format!("ror:{long}")),
            why::<RowId>(&long),
            why::<RowId>(&scheme),
            why::<RowId>(&format!("Person:{long}")),
            why::<PayBasis>(&long),
        ];
        for why in all {
            assert!(why.contains('…') && why.chars().count() < 500, "{why}");
        }
    }
}
