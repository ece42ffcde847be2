//! The values that fields hold: each parses itself, and says what is wrong with a bad one.

mod amount;
mod code;
mod date;
mod external_key;
mod moment;
mod number;
mod text;

pub use amount::{Amount, Money};
pub use code::{Country, Currency};
pub use date::{Day, PartialDate, Precision as DatePrecision};
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
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

use serde_as_text;
