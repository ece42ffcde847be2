//! Texts of a given shape.

use std::{fmt, ops::Deref, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{BadValue, excerpt, serde_as_text};

/// A text that says something: 1 to 10,000 characters, without control characters but line feeds,
/// without white space around it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(Box<str>);

/// What a row is called by, everywhere and for good: 1 to 120 of `a-z 0-9 - . _`, of which the
/// first is a letter or a digit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(Box<str>);

/// An absolute web address, http or https, of up to 2,000 bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Url(Box<str>);

/// A language by its BCP 47 tag: primary language, and script or region where they matter, such as
/// `en`, `zh-Hans`, `pt-BR`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(Box<str>);

/// A text with an English form, a Chinese form, or both.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Forms", into = "Forms")]
pub struct LocalText {
    en: Option<Text>,
    zh: Option<Text>,
}

#[derive(Serialize, Deserialize)]
struct Forms {
    #[serde(skip_serializing_if = "Option::is_none")]
    en: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zh: Option<Text>,
}

const TEXT_CHARS_MAX: usize = 10_000;
const KEY_BYTES_MAX: usize = 120;
const URL_BYTES_MAX: usize = 2_000;

impl FromStr for Text {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        let is_bad = |it: char| it.is_control() && it != '\n';
        if text.is_empty() {
            return Err(BadValue::new("an empty text says nothing: leave it out"));
        }
        if text.trim() != text {
            return Err(BadValue::new(format!(
                "`{}` has white space around it: take it off",
                excerpt(text)
            )));
        }
        if let Some(bad) = text.chars().find(|it| is_bad(*it)) {
            return Err(BadValue::new(format!(
                "the text holds the control character U+{:04X}: take it out",
                u32::from(bad)
            )));
        }
        if text.chars().count() > TEXT_CHARS_MAX {
            return Err(BadValue::new(format!(
                "the text is longer than {TEXT_CHARS_MAX} characters"
            )));
        }
        Ok(Text(text.into()))
    }
}

impl FromStr for Key {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        let is_letter = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit();
        let is_good = |it: u8| is_letter(it) || matches!(it, b'-' | b'.' | b'_');
        let good = text.bytes().next().is_some_and(is_letter)
            && text.bytes().all(is_good)
            && text.len() <= KEY_BYTES_MAX;
        if good {
            Ok(Key(text.into()))
        } else {
            Err(BadValue::new(format!(
                "`{}` is no key: write up to {KEY_BYTES_MAX} of a-z 0-9 - . _, beginning with a \
                 letter or digit, like `ilya-sutskever`",
                excerpt(text)
            )))
        }
    }
}

impl FromStr for Url {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let is_good = |it: char| !it.is_whitespace() && !it.is_control() && !"<>\"`".contains(it);
        let good = host.is_some_and(|it| it.starts_with(char::is_alphanumeric))
            && text.chars().all(is_good)
            && text.len() <= URL_BYTES_MAX;
        if good {
            Ok(Url(text.into()))
        } else {
            Err(BadValue::new(format!(
                "`{}` is no web address: write one that begins with https:// or http://, without \
                 spaces, of up to {URL_BYTES_MAX} bytes",
                excerpt(text)
            )))
        }
    }
}

impl FromStr for Language {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        let mut parts = text.split('-');
        let is_primary =
            |it: &str| (2..=3).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_lowercase());
        let is_further = |it: &str| {
            (2..=8).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_alphanumeric())
        };
        if parts.next().is_some_and(is_primary) && parts.all(is_further) {
            Ok(Language(text.into()))
        } else {
            Err(BadValue::new(format!(
                "`{}` is no language tag of BCP 47: write one like `en` or `zh-Hans`",
                excerpt(text)
            )))
        }
    }
}

macro_rules! texts {
    ($($Type:ty),*) => {$(
        impl $Type {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $Type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

texts!(Text, Key, Url, Language);
serde_as_text!(Text, Key, Url, Language);

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl LocalText {
    pub fn new(en: Option<Text>, zh: Option<Text>) -> Result<Self, BadValue> {
        match (&en, &zh) {
            (None, None) => Err(BadValue::new("a text needs an English or a Chinese form")),
            _ => Ok(LocalText { en, zh }),
        }
    }

    /// The English form.
    pub fn en(&self) -> Option<&str> {
        self.en.as_deref()
    }

    /// The Chinese form.
    pub fn zh(&self) -> Option<&str> {
        self.zh.as_deref()
    }

    /// The English form, or the Chinese where there is no English one.
    pub fn primary(&self) -> &str {
        self.en().or_else(|| self.zh()).expect("one of the two is there")
    }
}

impl TryFrom<Forms> for LocalText {
    type Error = BadValue;

    fn try_from(forms: Forms) -> Result<Self, BadValue> {
        LocalText::new(forms.en, forms.zh)
    }
}

impl From<LocalText> for Forms {
    fn from(text: LocalText) -> Forms {
        Forms { en: text.en, zh: text.zh }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_say_nothing_or_hide_something_are_refused() {
        let text = |it: &str| it.parse::<Text>().map_err(|it| it.to_string());
        assert!(text("王海峰").is_ok() && text("two\nlines").is_ok());
        assert_eq!(text("").unwrap_err(), "an empty text says nothing: leave it out");
        assert!(text(" a").unwrap_err().contains("white space"));
        assert!(text("a\u{7}b").unwrap_err().contains("U+0007"));
        assert!(text(&"字".repeat(10_001)).unwrap_err().contains("10000"));
    }

    #[test]
    fn keys_are_lower_case_and_begin_with_a_letter_or_digit() {
        assert!("ilya-sutskever".parse::<Key>().is_ok() && "4paradigm.ai_x".parse::<Key>().is_ok());
        for bad in ["", "-a", "Ilya", "王", "a b", &"a".repeat(121)] {
            assert!(bad.parse::<Key>().unwrap_err().to_string().contains("is no key"));
        }
    }

    #[test]
    fn addresses_and_languages_have_their_shapes() {
        assert!("https://openai.com/a?b=c#d".parse::<Url>().is_ok());
        for bad in ["openai.com", "javascript:alert(1)", "https://", "https://a b"] {
            assert!(bad.parse::<Url>().is_err(), "{bad}");
        }
        assert!("zh-Hans".parse::<Language>().is_ok() && "en".parse::<Language>().is_ok());
        assert!("english".parse::<Language>().is_err() && "EN".parse::<Language>().is_err());
    }

    #[test]
    fn a_text_in_two_languages_needs_one_of_them() {
        let zh: Text = "伯乐".parse().unwrap();
        assert_eq!(LocalText::new(None, Some(zh)).unwrap().primary(), "伯乐");
        assert!(LocalText::new(None, None).is_err());
    }
}
