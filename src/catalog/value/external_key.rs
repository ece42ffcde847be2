//! Identifiers of other systems.

use std::{fmt, str::FromStr};

use super::{BadValue, excerpt, serde_as_text};

/// An identifier in another system, written `scheme:value`, such as `orcid:0000-0002-1825-0097`.
/// It is also read from the web address of what it identifies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExternalKey {
    pub scheme: Scheme,
    value: Box<str>,
}

/// Another system's way to identify things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    Ror,
    Orcid,
    Wikidata,
    OpenAlex,
    Dblp,
    Scholar,
    GitHub,
    Doi,
    Arxiv,
    Lei,
    Isni,
}

/// Name, description, the start of web addresses, and the check of values.
type Description = (&'static str, &'static str, &'static str, fn(&str) -> bool);

impl Scheme {
    pub const ALL: &[Scheme] = &[
        Scheme::Ror,
        Scheme::Orcid,
        Scheme::Wikidata,
        Scheme::OpenAlex,
        Scheme::Dblp,
        Scheme::Scholar,
        Scheme::GitHub,
        Scheme::Doi,
        Scheme::Arxiv,
        Scheme::Lei,
        Scheme::Isni,
    ];

    fn description(self) -> Description {
        match self {
            Scheme::Ror => (
                "ror",
                "Research Organization Registry, such as `03cve4549`.",
                "https://ror.org/",
                is_ror,
            ),
            Scheme::Orcid => (
                "orcid",
                "ORCID of a person, such as `0000-0002-1825-0097`.",
                "https://orcid.org/",
                is_orcid,
            ),
            Scheme::Wikidata => (
                "wikidata",
                "Item of Wikidata, such as `Q21708200`.",
                "https://www.wikidata.org/wiki/",
                |it| is_numbered(it, &['Q']),
            ),
            Scheme::OpenAlex => (
                "openalex",
                "Entity of OpenAlex, such as `A5023888391`.",
                "https://openalex.org/",
                |it| is_numbered(it, &['A', 'C', 'F', 'I', 'P', 'S', 'T', 'V', 'W']),
            ),
            Scheme::Dblp => (
                "dblp",
                "Person in the DBLP bibliography, such as `71/4882`.",
                "https://dblp.org/pid/",
                |it| it.contains('/') && is_word(it, "/-"),
            ),
            Scheme::Scholar => (
                "scholar",
                "Profile in Google Scholar: 12 letters, digits, `-` or `_`.",
                "https://scholar.google.com/citations?user=",
                |it| it.len() == 12 && is_word(it, "-_"),
            ),
            Scheme::GitHub => {
                ("github", "Account on GitHub, such as `karpathy`.", "https://github.com/", |it| {
                    it.len() <= 39 && is_word(it, "-") && !it.starts_with('-')
                })
            }
            Scheme::Doi => (
                "doi",
                "Digital Object Identifier, such as `10.18653/v1/N19-1423`.",
                "https://doi.org/",
                |it| it.starts_with("10.") && it.contains('/') && !it.contains(char::is_whitespace),
            ),
            Scheme::Arxiv => {
                ("arxiv", "Paper on arXiv, such as `1706.03762`.", "https://arxiv.org/abs/", |it| {
                    it.len() >= 9 && is_word(it, "./-")
                })
            }
            Scheme::Lei => (
                "lei",
                "Legal Entity Identifier, ISO 17442: 20 letters and digits.",
                "https://search.gleif.org/#/record/",
                is_lei,
            ),
            Scheme::Isni => (
                "isni",
                "International Standard Name Identifier, ISO 27729: 16 digits, such as \
                 `0000000121032683`.",
                "https://isni.org/isni/",
                is_isni,
            ),
        }
    }

    /// Lower case, as written before the value.
    pub fn name(self) -> &'static str {
        self.description().0
    }

    /// As a value of an enum.
    pub fn enum_name(self) -> &'static str {
        match self {
            Scheme::Ror => "ROR",
            Scheme::Orcid => "ORCID",
            Scheme::Wikidata => "WIKIDATA",
            Scheme::OpenAlex => "OPENALEX",
            Scheme::Dblp => "DBLP",
            Scheme::Scholar => "SCHOLAR",
            Scheme::GitHub => "GITHUB",
            Scheme::Doi => "DOI",
            Scheme::Arxiv => "ARXIV",
            Scheme::Lei => "LEI",
            Scheme::Isni => "ISNI",
        }
    }

    pub fn doc(self) -> &'static str {
        self.description().1
    }
}

impl ExternalKey {
    pub fn new(scheme: Scheme, value: &str) -> Result<Self, BadValue> {
        let (name, doc, address, is_good) = scheme.description();
        let value = value.strip_prefix(address).unwrap_or(value);
        if is_good(value) {
            Ok(ExternalKey { scheme, value: value.into() })
        } else {
            Err(BadValue::new(format!(
                "`{}` is no {name} identifier: {}",
                excerpt(value),
                doc.trim_end_matches('.')
            )))
        }
    }

    pub fn value(&self) -> &str {
        &self.value
    }

    /// Where to read about what it identifies.
    pub fn url(&self) -> String {
        format!("{}{}", self.scheme.description().2, self.value)
    }
}

impl FromStr for Scheme {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        Scheme::ALL.iter().copied().find(|it| it.name() == text).ok_or_else(|| {
            let names: Vec<_> = Scheme::ALL.iter().map(|it| it.name()).collect();
            BadValue::new(format!(
                "`{}` is no scheme of identifiers: write one of {}",
                excerpt(text),
                names.join(", ")
            ))
        })
    }
}

impl FromStr for ExternalKey {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        if let Some(scheme) = Scheme::ALL.iter().find(|it| text.starts_with(it.description().2)) {
            return ExternalKey::new(*scheme, text);
        }
        let (scheme, value) = text.split_once(':').ok_or_else(|| {
            BadValue::new(format!(
                "`{}` is no external key: write scheme and value, like `ror:03cve4549`",
                excerpt(text)
            ))
        })?;
        ExternalKey::new(scheme.parse()?, value)
    }
}

impl fmt::Display for ExternalKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.scheme.name(), self.value)
    }
}

serde_as_text!(ExternalKey);

fn is_word(text: &str, also: &str) -> bool {
    !text.is_empty() && text.chars().all(|it| it.is_ascii_alphanumeric() || also.contains(it))
}

fn is_numbered(text: &str, first: &[char]) -> bool {
    let digits = text.strip_prefix(first);
    digits.is_some_and(|it| {
        !it.is_empty() && !it.starts_with('0') && it.bytes().all(|it| it.is_ascii_digit())
    })
}

/// Four groups of four digits of which the last may be `X`: the check digit of ISO 7064 MOD 11-2.
fn is_orcid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.len() == 4 && groups.iter().all(|it| it.len() == 4) && is_isni(&groups.concat())
}

/// Fifteen digits, and a last one that is the check digit of ISO 7064 MOD 11-2, where `X` is ten.
fn is_isni(text: &str) -> bool {
    let digits: Vec<char> = text.chars().collect();
    if digits.len() != 16 {
        return false;
    }
    let sum = digits[..15].iter().try_fold(0, |sum, it| Some((sum + it.to_digit(10)?) * 2));
    sum.is_some_and(|sum| match (12 - sum % 11) % 11 {
        10 => digits[15] == 'X',
        check => digits[15].to_digit(10) == Some(check),
    })
}

/// `0`, six letters and digits of Crockford's base 32, and two check digits by ISO 7064 MOD 97-10.
fn is_ror(text: &str) -> bool {
    const ALPHABET: &str = "0123456789abcdefghjkmnpqrstvwxyz";
    if !text.is_ascii() || text.len() != 9 || !text.starts_with('0') {
        return false;
    }
    let number = text[1..7]
        .chars()
        .try_fold(0u64, |number, it| Some(number * 32 + u64::try_from(ALPHABET.find(it)?).ok()?));
    let check = text[7..].parse::<u64>().ok();
    number.is_some_and(|it| check == Some(98 - (it * 100) % 97))
}

/// Twenty letters and digits whose number by ISO 7064 MOD 97-10 leaves 1.
fn is_lei(text: &str) -> bool {
    let rest = text.chars().try_fold(0u32, |rest, it| match it {
        '0'..='9' => Some((rest * 10 + it.to_digit(10)?) % 97),
        'A'..='Z' => Some((rest * 100 + it.to_digit(36)?) % 97),
        _ => None,
    });
    text.len() == 20 && rest == Some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Result<String, String> {
        text.parse::<ExternalKey>().map(|it| it.to_string()).map_err(|it| it.to_string())
    }

    #[test]
    fn keys_are_read_from_both_their_forms() {
        for (text, expected) in [
            ("ror:03cve4549", "ror:03cve4549"),
            ("https://ror.org/03cve4549", "ror:03cve4549"),
            ("https://orcid.org/0000-0002-1825-0097", "orcid:0000-0002-1825-0097"),
            ("orcid:0000-0002-9079-593X", "orcid:0000-0002-9079-593X"),
            ("wikidata:Q21708200", "wikidata:Q21708200"),
            ("dblp:71/4882", "dblp:71/4882"),
            ("lei:5493006MHB84DD0ZWV18", "lei:5493006MHB84DD0ZWV18"),
            ("https://isni.org/isni/000000012146438X", "isni:000000012146438X"),
        ] {
            assert_eq!(key(text), Ok(expected.to_owned()));
        }
    }

    #[test]
    fn a_wrong_check_digit_is_found() {
        for text in [
            "orcid:0000-0002-1825-0098",
            "ror:03cve4548",
            "lei:5493006MHB84DD0ZWV19",
            "isni:0000000121464381",
        ] {
            assert!(key(text).unwrap_err().contains("is no"), "{text}");
        }
    }

    #[test]
    fn an_unknown_scheme_is_told_the_known_ones() {
        assert!(key("isbn:1").unwrap_err().contains("write one of ror, orcid, wikidata"));
        assert!(key("03cve4549").unwrap_err().contains("write scheme and value"));
    }
}
