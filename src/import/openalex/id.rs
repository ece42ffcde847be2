//! Identifiers of `OpenAlex`.

use serde_json::Value;

use crate::{
    catalog::value::{ExternalKey, Scheme},
    import::member::text,
};

/// An identifier of `OpenAlex`, such as `A5023888391`; the letter tells what it is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Id {
    pub(super) letter: char,
    pub(super) number: u64,
}

impl Id {
    /// The identifier of a record, which may be written as an address or not.
    pub(super) fn of(record: &Value) -> Option<Id> {
        let written = text(record, "id")?;
        let key = ExternalKey::new(Scheme::OpenAlex, &written).ok()?;
        let mut rest = key.value().chars();
        let letter = rest.next()?;
        Some(Id { letter, number: rest.as_str().parse().ok()? })
    }

    /// The identifier of a record whose letter is `letter`.
    pub(super) fn of_letter(letter: char, record: &Value) -> Option<Id> {
        Id::of(record).filter(|it| it.letter == letter)
    }

    /// What a row is called by, such as `openalex-a5023888391`.
    pub(super) fn key(self) -> String {
        format!("openalex-{}", self.short())
    }

    /// Lower case, such as `a5023888391`.
    pub(super) fn short(self) -> String {
        format!("{}{}", self.letter.to_ascii_lowercase(), self.number)
    }

    /// As an external key, such as `openalex:A5023888391`.
    pub(super) fn external(self) -> String {
        format!("openalex:{}{}", self.letter, self.number)
    }
}
