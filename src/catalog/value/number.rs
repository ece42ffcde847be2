//! Numbers within bounds.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{BadValue, excerpt};

/// Declares whole numbers within bounds.
macro_rules! whole_numbers {
    ($( $(#[doc = $doc:literal])* $Type:ident($inner:ty) in $low:literal..=$high:literal, $what:literal; )*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "i64", into = "i64")]
        pub struct $Type($inner);

        impl $Type {
            pub fn code(self) -> i64 {
                self.0.into()
            }
        }

        impl TryFrom<i64> for $Type {
            type Error = BadValue;

            fn try_from(value: i64) -> Result<Self, BadValue> {
                match <$inner>::try_from(value) {
                    Ok(inner) if ($low..=$high).contains(&inner) => Ok($Type(inner)),
                    _ => Err(BadValue::new(format!(
                        "`{value}` is no {}: it must be in {}..={}", $what, $low, $high
                    ))),
                }
            }
        }

        impl From<$Type> for i64 {
            fn from(it: $Type) -> i64 {
                it.code()
            }
        }

        impl FromStr for $Type {
            type Err = BadValue;

            fn from_str(text: &str) -> Result<Self, BadValue> {
                match text.parse::<i64>() {
                    Ok(value) => value.try_into(),
                    Err(_) => Err(BadValue::new(format!(
                        "`{}` is no {}: write a whole number in {}..={}",
                        excerpt(text), $what, $low, $high
                    ))),
                }
            }
        }

        impl fmt::Display for $Type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

whole_numbers! {
    /// A year, 1000 to 2999.
    Year(u16) in 1000..=2999, "year";
    /// How many, up to a thousand million.
    Count(u32) in 0..=1_000_000_000, "count";
    /// A place in an order, 1 first.
    Rank(u32) in 1..=1_000_000, "rank";
    /// Months of a year.
    Months(u8) in 1..=12, "number of months";
}

/// Declares floating-point numbers within bounds.
macro_rules! real_numbers {
    ($( $(#[doc = $doc:literal])* $Type:ident in $low:expr, $high:expr, $what:literal; )*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
        #[serde(try_from = "f64", into = "f64")]
        pub struct $Type(f64);

        impl $Type {
            pub fn get(self) -> f64 {
                self.0
            }
        }

        impl TryFrom<f64> for $Type {
            type Error = BadValue;

            fn try_from(value: f64) -> Result<Self, BadValue> {
                if ($low..=$high).contains(&value) {
                    // Zero has no sign here, so that equal values are equal in every way.
                    Ok($Type(value + 0.0))
                } else {
                    Err(BadValue::new(format!("`{value}` is no {}", $what)))
                }
            }
        }

        impl From<$Type> for f64 {
            fn from(it: $Type) -> f64 {
                it.0
            }
        }

        impl FromStr for $Type {
            type Err = BadValue;

            fn from_str(text: &str) -> Result<Self, BadValue> {
                match text.parse::<f64>() {
                    Ok(value) => value.try_into(),
                    Err(_) => Err(BadValue::new(format!("`{}` is no {}", excerpt(text), $what))),
                }
            }
        }

        impl fmt::Display for $Type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

real_numbers! {
    /// How sure something is, from 0 (a guess) to 1 (certain).
    Confidence in 0.0, 1.0, "confidence: it must be in 0..=1";
    /// Any finite number.
    Number in f64::MIN, f64::MAX, "finite number: write digits, like `1.5` or `2e10`";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_out_of_bounds_are_told_the_bounds() {
        let year = |it: &str| it.parse::<Year>().map_err(|it| it.to_string());
        assert_eq!(year("2016").map(Year::code), Ok(2016));
        assert_eq!(year("216"), Err("`216` is no year: it must be in 1000..=2999".to_owned()));
        let why = "`x` is no year: write a whole number in 1000..=2999";
        assert_eq!(year("x"), Err(why.to_owned()));
        assert!("1.1".parse::<Confidence>().is_err());
        assert!("NaN".parse::<Number>().is_err());
        assert!("inf".parse::<Number>().is_err());
        assert_eq!("2e10".parse::<Number>().map(Number::get), Ok(2e10));
    }
}
