//! What a request is called in the log, in its answer, and by whoever sent it.

use std::{fmt, str::FromStr};

use opentelemetry_sdk::trace::{IdGenerator, RandomIdGenerator};

use super::sha256::hex;

/// Characters of an id that somebody else made: longer ones would fill the log.
const CHARS_MAX: usize = 128;

/// `1..=128` characters that can stand in a log and in a header: letters, digits and `-_.:/+=@~`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// One that no other request has: 16 random bytes, as the id of a trace is made.
    pub fn random() -> Self {
        RequestId(hex(&RandomIdGenerator::default().new_trace_id().to_bytes()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RequestId {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let may = |it: u8| it.is_ascii_alphanumeric() || b"-_.:/+=@~".contains(&it);
        let is_one = (1..=CHARS_MAX).contains(&text.len()) && text.bytes().all(may);
        if is_one { Ok(RequestId(text.to_owned())) } else { Err(()) }
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_taken_where_it_can_stand_in_a_log() {
        let long = "x".repeat(CHARS_MAX);
        for good in ["a", "7f3e-11_2.b:c/d+e=@~", &long] {
            assert_eq!(good.parse::<RequestId>().unwrap().as_str(), good);
        }
        for bad in ["", "two words", "line\nbreak", "\"", "é", &format!("{long}x")] {
            assert!(bad.parse::<RequestId>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn ids_that_are_made_are_well_formed_and_differ() {
        let made = [RequestId::random(), RequestId::random()];
        assert_ne!(made[0], made[1]);
        for id in made {
            assert_eq!(id.as_str().len(), 32);
            assert_eq!(id.as_str().parse(), Ok(id));
        }
    }
}
