//! Countries and currencies, by the codes of their standards.

use std::{fmt, str::FromStr};

use super::{BadValue, excerpt, serde_as_text};

/// A country: ISO 3166-1 alpha-2, upper case, such as `CN`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

/// A currency: ISO 4217 alphabetic code, upper case, such as `CNY`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Country {
    pub const US: Country = Country(*b"US");

    pub fn as_str(&self) -> &str {
        letters(&self.0)
    }

    /// The letters as one number, in the order of the letters, below 26².
    pub fn code(self) -> i64 {
        packed(&self.0)
    }

    pub fn from_code(code: i64) -> Option<Self> {
        unpacked(code).map(Country)
    }

    /// The country that is meant by its code of two or three letters, or by an English name, in
    /// whatever case.
    pub fn meant_by(text: &str) -> Option<Self> {
        // Lists of countries write `Korea, Republic of`.
        let swapped = text.split_once(", ").map(|(name, before)| format!("{before} {name}"));
        [Some(text), swapped.as_deref()].into_iter().flatten().find_map(Country::called)
    }

    fn called(text: &str) -> Option<Self> {
        let is_letter = |it: &char| !it.is_whitespace() && !matches!(it, '.' | '_');
        let plain = text.chars().filter(is_letter).collect::<String>().to_lowercase();
        let known = CALLED.iter().find(|it| it.0 == plain).map(|it| it.1);
        let listed = || {
            celes::Country::from_alpha2(&plain)
                .or_else(|_| celes::Country::from_alpha3(&plain))
                .or_else(|_| celes::Country::from_name(&plain))
                .or_else(|_| celes::Country::from_name(format!("the{plain}")))
                .or_else(|_| celes::Country::from_alias(&plain))
                .ok()
                .map(|it| it.alpha2)
        };
        known.or_else(listed)?.as_bytes().try_into().ok().map(Country)
    }
}

/// Names that the list of countries does not have.
const CALLED: &[(&str, &str)] = &[
    ("bolivia,plurinationalstateof", "BO"),
    ("côted'ivoire", "CI"),
    ("holysee(vaticancitystate)", "VA"),
    ("korea,democraticpeople'srepublicof", "KP"),
    ("laopeople'sdemocraticrepublic", "LA"),
    ("mainlandchina", "CN"),
    ("people'srepublicofchina", "CN"),
    ("prc", "CN"),
    ("réunion", "RE"),
    ("taiwan,provinceofchina", "TW"),
    ("uae", "AE"),
    ("uk", "GB"),
];

impl Currency {
    pub const USD: Currency = Currency(*b"USD");

    pub fn as_str(&self) -> &str {
        letters(&self.0)
    }

    /// The letters as one number, in the order of the letters, below 26³.
    pub fn code(self) -> i64 {
        packed(&self.0)
    }

    pub fn from_code(code: i64) -> Option<Self> {
        unpacked(code).map(Currency)
    }

    /// The country whose currency it is; `None` for one of several countries, such as the euro.
    /// ISO 4217 begins a code with that of the country, and other codes with no country's.
    pub fn country(self) -> Option<Country> {
        self.as_str()[..2].parse().ok()
    }
}

fn letters(code: &[u8]) -> &str {
    std::str::from_utf8(code).expect("codes are ASCII letters")
}

fn packed(code: &[u8]) -> i64 {
    code.iter().fold(0, |packed, letter| packed * 26 + i64::from(letter - b'A'))
}

fn unpacked<const N: usize>(mut code: i64) -> Option<[u8; N]> {
    let mut letters = [0; N];
    for letter in letters.iter_mut().rev() {
        *letter = b'A' + u8::try_from(code.rem_euclid(26)).ok()?;
        code = code.div_euclid(26);
    }
    (code == 0).then_some(letters)
}

impl FromStr for Country {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        let known = celes::Country::from_alpha2(text).ok().filter(|it| it.alpha2 == text);
        match known.and_then(|it| it.alpha2.as_bytes().try_into().ok()) {
            Some(code) => Ok(Country(code)),
            None => {
                let hint = Country::meant_by(text).map_or_else(
                    || "write two capital letters, like `CN`".to_owned(),
                    |it| format!("is `{it}` meant?"),
                );
                Err(BadValue::new(format!(
                    "`{}` is no country code of ISO 3166-1 alpha-2: {hint}",
                    excerpt(text)
                )))
            }
        }
    }
}

impl FromStr for Currency {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        let known = iso_currency::Currency::from_code(text).map(|it| it.code());
        match known.and_then(|it| it.as_bytes().try_into().ok()) {
            Some(code) => Ok(Currency(code)),
            None => {
                let upper = text.to_uppercase();
                let hint = match iso_currency::Currency::from_code(&upper) {
                    Some(_) => format!("is `{upper}` meant?"),
                    None if upper == "RMB" => "is `CNY` meant?".to_owned(),
                    None => "write three capital letters, like `CNY`".to_owned(),
                };
                let text = excerpt(text);
                Err(BadValue::new(format!("`{text}` is no currency code of ISO 4217: {hint}")))
            }
        }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

serde_as_text!(Country, Currency);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_back_from_their_numbers_in_the_same_order() {
        for text in ["AA", "CN", "US", "ZW"] {
            let code = Country(text.as_bytes().try_into().unwrap());
            assert_eq!(Country::from_code(code.code()), Some(code));
        }
        let (cny, usd): (Currency, Currency) = ("CNY".parse().unwrap(), "USD".parse().unwrap());
        assert!(cny.code() < usd.code());
        assert_eq!(Currency::from_code(usd.code()), Some(Currency::USD));
        assert_eq!(Country::from_code(-1), None);
    }

    #[test]
    fn a_country_is_meant_by_its_codes_and_english_names() {
        for (text, code) in [
            ("cn", "CN"),
            ("NA", "NA"),
            ("USA", "US"),
            ("U.S.", "US"),
            ("United States", "US"),
            ("united kingdom", "GB"),
            ("UK", "GB"),
            ("South Korea", "KR"),
            ("Korea, Republic of", "KR"),
            ("The Netherlands", "NL"),
            ("Viet Nam", "VN"),
            ("Côte d'Ivoire", "CI"),
            ("Namibia", "NA"),
            ("Samoa", "WS"),
        ] {
            let meant = Country::meant_by(text).map(|it| it.to_string());
            assert_eq!(meant.as_deref(), Some(code), "{text}");
        }
        assert_eq!(Country::meant_by("Multinational"), None);
    }

    #[test]
    fn a_currency_of_one_country_tells_which() {
        let country = |it: &str| it.parse::<Currency>().unwrap().country();
        assert_eq!(country("CNY"), "CN".parse().ok());
        assert_eq!(country("USD"), Some(Country::US));
        assert_eq!((country("EUR"), country("XOF")), (None, None));
    }

    #[test]
    fn a_bad_code_is_told_what_would_be_right() {
        let country = |it: &str| it.parse::<Country>().unwrap_err().to_string();
        let currency = |it: &str| it.parse::<Currency>().unwrap_err().to_string();
        assert!(country("cn").ends_with("is `CN` meant?"));
        assert!(country("USA").ends_with("is `US` meant?"));
        assert!(country("XX").ends_with("write two capital letters, like `CN`"));
        assert!(currency("usd").ends_with("is `USD` meant?"));
        assert!(currency("RMB").ends_with("is `CNY` meant?"));
        assert!(currency("元").ends_with("write three capital letters, like `CNY`"));
    }
}
