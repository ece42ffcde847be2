//! What is said of how long an answer may be kept, and by whom.

use std::str::FromStr;

use axum::http::{HeaderMap, HeaderValue, header};

use crate::{
    catalog::value::{BadValue, excerpt},
    telemetry::sha256,
};

/// What is granted to answers that are kept, here and elsewhere.
#[derive(Clone, Debug)]
pub struct Caching {
    /// Bytes of the answers that are kept here; 0 to keep none.
    pub bytes_max: u64,
    /// What clients and those in between are told of answers to `GET`.
    pub control: CacheControl,
}

impl Default for Caching {
    fn default() -> Self {
        Caching { bytes_max: 64 << 20, control: CacheControl::default() }
    }
}

/// The header `Cache-Control` of answers that are made of the graph alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CacheControl {
    text: HeaderValue,
    /// Whether it lets one answer be given to many.
    is_shared: bool,
}

/// To be kept by who asked alone, and asked each time whether it is still the one.
const ASKED_EACH_TIME: HeaderValue = HeaderValue::from_static("private, no-cache");
/// Of what may be another one of the same graph.
const NOT_KEPT: HeaderValue = HeaderValue::from_static("no-store");

/// What may be said, by RFC 9111 and RFC 5861. Answers change, so that none is `immutable`.
const PLAIN: [&str; 7] = [
    "public",
    "private",
    "no-cache",
    "no-store",
    "no-transform",
    "must-revalidate",
    "proxy-revalidate",
];
/// The same with a number of seconds.
const TIMED: [&str; 4] = ["max-age", "s-maxage", "stale-while-revalidate", "stale-if-error"];
/// What is meant for those in between, who give one answer to many.
const SHARED: [&str; 3] = ["public", "s-maxage", "proxy-revalidate"];
/// A year, which caches take for ever.
const SECONDS_MAX: u32 = 31_536_000;

impl Default for CacheControl {
    fn default() -> Self {
        CacheControl { text: ASKED_EACH_TIME, is_shared: false }
    }
}

impl FromStr for CacheControl {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        let text = text.trim().to_ascii_lowercase();
        let parts: Vec<&str> = text.split(',').map(str::trim).collect();
        for part in &parts {
            let seconds = part.split_once('=');
            let seconds = seconds.map(|(name, value)| (name, value.parse::<u32>()));
            match seconds {
                None if PLAIN.contains(part) => (),
                Some((name, Ok(0..=SECONDS_MAX))) if TIMED.contains(&name) => (),
                Some((name, _)) if TIMED.contains(&name) => {
                    let why = format!("`{name}` takes seconds, from 0 to {SECONDS_MAX}");
                    return Err(BadValue::new(why));
                }
                _ => return Err(unknown(part)),
            }
        }
        for (one, other) in [("public", "private"), ("public", "no-store"), ("private", "s-maxage")]
        {
            if names(&parts, one) && names(&parts, other) {
                return Err(BadValue::new(format!("`{one}` and `{other}` contradict each other")));
            }
        }
        let is_shared = SHARED.iter().any(|it| names(&parts, it));
        let text = HeaderValue::from_str(&text).expect("these words stand in headers");
        Ok(CacheControl { text, is_shared })
    }
}

fn names(parts: &[&str], name: &str) -> bool {
    parts.iter().any(|it| it.split('=').next() == Some(name))
}

fn unknown(part: &str) -> BadValue {
    BadValue::new(format!(
        "`{}` is not among {} and, with seconds as in `max-age=60`, {}",
        excerpt(part),
        PLAIN.join(", "),
        TIMED.join(", ")
    ))
}

impl CacheControl {
    /// What is said to somebody: what lets many have one answer is not for those with a credential,
    /// who may see more than the others.
    pub(super) fn of(&self, is_anonymous: bool) -> HeaderValue {
        if self.is_shared && !is_anonymous { ASKED_EACH_TIME } else { self.text.clone() }
    }

    /// Of an answer that may be another one the next time.
    pub(super) fn of_the_moment() -> HeaderValue {
        NOT_KEPT
    }
}

/// The name of a body by what is in it, weak, as it is the same however the body is packed. It holds
/// over commits that change nothing of the answer, after a restart, and at another server of the same
/// graph.
pub(super) fn tag(body: &[u8]) -> HeaderValue {
    /// Of 64: nobody finds two bodies by chance that have 128 bits alike.
    const DIGITS: usize = 32;
    let tag = format!("W/\"{}\"", &sha256(body)[..DIGITS]);
    HeaderValue::from_str(&tag).expect("a tag is made of digits")
}

/// Whether a client has what is called by a tag; compared weakly, by RFC 9110.
pub(super) fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter();
    let known = known.filter_map(|it| it.to_str().ok()).flat_map(|it| it.split(','));
    known.map(str::trim).any(|it| it == "*" || opaque(it) == opaque(tag))
}

fn opaque(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lets_many_have_one_answer_is_not_said_to_those_with_a_credential() {
        let said = |text: &str, is_anonymous| {
            let control: CacheControl = text.parse().unwrap();
            control.of(is_anonymous).to_str().unwrap().to_owned()
        };
        for shared in ["Public, max-age=60", "s-maxage=60", "max-age=1, proxy-revalidate"] {
            assert_eq!(said(shared, true), shared.to_ascii_lowercase());
            assert_eq!(said(shared, false), "private, no-cache");
        }
        for own in ["private, max-age=60, stale-while-revalidate=30", "no-store", "max-age=5"] {
            assert_eq!((said(own, true), said(own, false)), (own.to_owned(), own.to_owned()));
        }
        assert_eq!(CacheControl::default().of(true), "private, no-cache");
    }

    #[test]
    fn what_is_no_cache_control_is_told_what_it_is() {
        for (text, why) in [
            ("", "`` is not among public, private"),
            ("public max-age=60", "`public max-age=60` is not among"),
            ("immutable", "`immutable` is not among"),
            ("max-age", "`max-age` is not among"),
            ("max-age=1h", "`max-age` takes seconds, from 0 to 31536000"),
            ("max-age=-1", "`max-age` takes seconds"),
            ("s-maxage=31536001", "`s-maxage` takes seconds"),
            ("public, private", "`public` and `private` contradict each other"),
            ("no-store, public", "`public` and `no-store` contradict each other"),
            ("private, s-maxage=1", "`private` and `s-maxage` contradict each other"),
            ("public,", "`` is not among"),
        ] {
            let told = text.parse::<CacheControl>().unwrap_err().to_string();
            assert!(told.contains(why), "{text}: {told}");
        }
    }

    #[test]
    fn a_tag_is_known_in_a_list_weak_or_strong_and_by_a_star() {
        let tag = tag(b"an answer");
        let tag = tag.to_str().unwrap();
        let knows = |given: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, given.parse().unwrap());
            is_known(&headers, tag)
        };
        let strong = tag.strip_prefix("W/").unwrap();
        for given in [tag, strong, "*", &format!("\"other\", {tag}"), &format!("{strong},\"b\"")] {
            assert!(knows(given), "{given}");
        }
        for given in ["", "\"other\"", strong.trim_matches('"'), "W/\"\""] {
            assert!(!knows(given), "{given}");
        }
        assert!(!is_known(&HeaderMap::new(), tag));
    }
}
