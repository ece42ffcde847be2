//! What rows are called by that an importer makes: the same for the same record, so that a file read
//! twice changes nothing.

use std::{borrow::Cow, collections::HashMap};

use twox_hash::XxHash3_128;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::catalog::value::ExternalKey;

/// Longer slugs are cut, and told apart by a hash; with prefix and hash they fit into a key.
const SLUG_BYTES_MAX: usize = 80;
/// What stands between the parts of what is hashed: in no text.
const BETWEEN: &str = "\u{1f}";

/// The key of what another system knows: `ror-05dxps055`, `orcid-0000-0002-1825-0097`.
pub fn of_external(key: &ExternalKey) -> String {
    of_name(key.scheme.name(), &[key.value()])
}

/// The key of what is known by its name, and by other parts where the name does not do:
/// `epoch-google-deepmind`, `csrankings-mit.us`.
///
/// Case, accents and signs make no difference. A name with other letters than Latin ones gets a hash
/// of all that it is made of, and so does a long one.
pub fn of_name(prefix: &str, parts: &[&str]) -> String {
    let slugs: Vec<Slug> = parts.iter().map(|it| slug(it)).collect();
    let mut text = slugs.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join(".");
    let is_whole = slugs.iter().all(|it| it.is_whole && !it.text.is_empty());
    if is_whole && text.len() <= SLUG_BYTES_MAX {
        return format!("{prefix}-{text}");
    }
    text.truncate(SLUG_BYTES_MAX);
    let text = text.trim_matches(['-', '.']);
    let letters: Vec<&str> = slugs.iter().map(|it| it.letters.as_str()).collect();
    let hash = hash(&letters.join(BETWEEN));
    if text.is_empty() { format!("{prefix}-{hash}") } else { format!("{prefix}-{text}-{hash}") }
}

/// The start of the key of a statement that has no id: a hash of what it says, field by field. Equal
/// statements are told apart by a [`Counter`].
pub fn of_content(importer: &str, fields: &[&str]) -> String {
    format!("{importer}-{}", hash(&fields.join(BETWEEN)))
}

/// Tells equal records of one file apart: each is a statement of its own. It keeps 12 bytes for each
/// record that is unlike all others.
#[derive(Default)]
pub struct Counter {
    seen: HashMap<u64, u32>,
}

impl Counter {
    /// The key with the number of those that were equal to it before.
    pub fn numbered(&mut self, key: &str) -> String {
        format!("{key}-{}", self.count(key))
    }

    /// The key, with such a number only where there was one equal to it.
    pub fn unlike(&mut self, key: &str) -> String {
        match self.count(key) {
            0 => key.to_owned(),
            count => format!("{key}-{count}"),
        }
    }

    /// Whether there was none equal to the key before.
    pub fn is_new(&mut self, key: &str) -> bool {
        self.count(key) == 0
    }

    /// How many equal to the key there were before.
    fn count(&mut self, key: &str) -> u32 {
        let count = self.seen.entry(low_half(key)).or_default();
        *count = count.saturating_add(1);
        *count - 1
    }
}

/// What of a text may stand in a key.
struct Slug {
    text: String,
    /// All that tells the text from others, without what stands between.
    letters: String,
    /// Whether no letter was lost.
    is_whole: bool,
}

fn slug(text: &str) -> Slug {
    let mut slug = Slug { text: String::new(), letters: String::new(), is_whole: true };
    let mut is_open = false;
    for letter in text.nfkd().filter(|it| !is_combining_mark(*it)).flat_map(char::to_lowercase) {
        if let Some(plain) = plain(letter) {
            if !is_open && !slug.text.is_empty() {
                slug.text.push('-');
            }
            slug.text.push_str(&plain);
            slug.letters.push_str(&plain);
            is_open = true;
        } else if letter.is_alphanumeric() || matches!(letter, '+' | '#' | '*') {
            // C and C++ are not one name.
            slug.letters.push(letter);
            slug.is_whole = false;
            is_open = false;
        } else {
            is_open &= matches!(letter, '\'' | '’');
        }
    }
    slug
}

/// The Latin letters without accents, or the digit, that a lower-case letter stands for.
fn plain(letter: char) -> Option<Cow<'static, str>> {
    let plain = match letter {
        'ł' => "l",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ı' => "i",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        _ if letter.is_ascii_alphanumeric() => return Some(Cow::Owned(letter.to_string())),
        _ => return None,
    };
    Some(Cow::Borrowed(plain))
}

/// 16 hexadecimal digits.
fn hash(text: &str) -> String {
    format!("{:016x}", low_half(text))
}

fn low_half(text: &str) -> u64 {
    let whole = XxHash3_128::oneshot(text.as_bytes());
    u64::try_from(whole & u128::from(u64::MAX)).expect("the upper half was taken off")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::value::Key;

    #[test]
    fn external_keys_are_written_as_keys() {
        let key = |it: &str| of_external(&it.parse().unwrap());
        assert_eq!(key("ror:05dxps055"), "ror-05dxps055");
        assert_eq!(key("orcid:0000-0002-9079-593X"), "orcid-0000-0002-9079-593x");
        assert_eq!(key("wikidata:Q90"), "wikidata-q90");
        assert_eq!(key("doi:10.18653/v1/N19-1423"), "doi-10-18653-v1-n19-1423");
    }

    #[test]
    fn accents_case_and_signs_make_no_difference() {
        let expected = "epoch-ecole-polytechnique";
        for name in ["École Polytechnique", "ECOLE  POLYTECHNIQUE", "E\u{301}cole-Polytechnique."]
        {
            assert_eq!(of_name("epoch", &[name]), expected);
        }
        assert_eq!(of_name("epoch", &["Łukasz O'Brien"]), "epoch-lukasz-obrien");
        assert_eq!(of_name("lca", &["Acme, Inc.", "US"]), "lca-acme-inc.us");
    }

    #[test]
    fn names_that_lose_letters_or_are_long_are_told_apart_by_a_hash() {
        let long = "a very long name of a university ".repeat(9);
        let names = ["清华大学", "北京大学", "C", "C++", "C#", "!", &long, &format!("{long} b")];
        let keys: Vec<String> = names.iter().map(|it| of_name("x", &[it])).collect();
        for (place, key) in keys.iter().enumerate() {
            assert!(key.parse::<Key>().is_ok(), "{key}");
            assert!(!keys[..place].contains(key), "{key}");
        }
        assert_eq!(keys[2], "x-c");
        assert_eq!(of_name("x", &["清华大学"]), keys[0]);
        assert_ne!(of_name("x", &["a b", "c"]), of_name("x", &["a", "b c"]));
        assert_eq!(of_name("x", &["No. # 5"]), of_name("x", &["No #5"]));
    }

    #[test]
    fn equal_records_are_numbered() {
        let mut counter = Counter::default();
        let key = of_content("aijobs", &["2021", "SE", ""]);
        assert_eq!(key.len(), "aijobs-".len() + 16);
        assert_ne!(key, of_content("aijobs", &["2021", "", "SE"]));
        assert_eq!(counter.numbered(&key), format!("{key}-0"));
        assert_eq!(counter.numbered(&key), format!("{key}-1"));
        assert_eq!(counter.numbered("aijobs-other"), "aijobs-other-0");
        assert_eq!([counter.unlike("a"), counter.unlike("a")], ["a", "a-1"]);
        assert!(counter.is_new("b") && !counter.is_new("b"));
    }
}
