//! Items of Wikidata by their numbers.

use std::{fmt, str::FromStr};

use crate::catalog::value::{BadValue, ExternalKey, Scheme};

/// An item, such as `Q937`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Item(u64);

impl Item {
    pub(super) const HUMAN: Item = Item(5);

    pub(super) fn number(self) -> u64 {
        self.0
    }

    /// The key of the row that stands for it.
    pub(super) fn key(self) -> String {
        format!("wikidata-q{}", self.0)
    }

    pub(super) fn external_key(self) -> String {
        format!("wikidata:{self}")
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Q{}", self.0)
    }
}

impl FromStr for Item {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        let key = ExternalKey::new(Scheme::Wikidata, text)?;
        let number = key.value().trim_start_matches('Q').parse();
        let too_large = |_| BadValue::new(format!("`{text}` is no item: its number is too large"));
        number.map(Item).map_err(too_large)
    }
}
