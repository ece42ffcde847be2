//! Amounts of money.

use std::{fmt, str::FromStr};

use super::{BadValue, Currency, excerpt, serde_as_text};

/// An exact decimal number with up to four places, from -900,000,000,000,000 to
/// 900,000,000,000,000. No currency of ISO 4217 has smaller parts than ten-thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i64);

const SCALE: i64 = 10_000;
const PLACES: usize = 4;
const MAX: i64 = 900_000_000_000_000 * SCALE;

impl Amount {
    /// The amount in ten-thousandths.
    pub fn code(self) -> i64 {
        self.0
    }

    pub fn from_code(code: i64) -> Option<Self> {
        (-MAX..=MAX).contains(&code).then_some(Amount(code))
    }

    /// The nearest amount; half a ten-thousandth goes away from zero. `None` where it is out of
    /// range.
    pub fn from_f64(value: f64) -> Option<Self> {
        let code = (value * 10_000.0).round();
        #[expect(clippy::cast_precision_loss, reason = "the bound is only compared with")]
        let fits = code.abs() <= MAX as f64;
        #[expect(clippy::cast_possible_truncation, reason = "it was compared with the bound")]
        fits.then_some(Amount(code as i64))
    }

    /// The nearest floating-point number.
    pub fn to_f64(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "the nearest is what is wanted")]
        let code = self.0 as f64;
        code / 10_000.0
    }
}

impl FromStr for Amount {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        let bad = |why: &str| BadValue::new(format!("`{}` is not an amount: {why}", excerpt(text)));
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, places) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_number = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
        if !is_number(whole) || !is_number(places) {
            return Err(bad("write digits, with a point before the decimal places"));
        }
        let places = places.trim_end_matches('0');
        if places.len() > PLACES {
            return Err(bad("it has more than 4 decimal places"));
        }
        let code = format!("{whole}{places:0<PLACES$}").parse::<i64>();
        let code = code.ok().filter(|it| *it <= MAX);
        let code =
            code.ok_or_else(|| bad("it is not within 900000000000000 on either side of zero"))?;
        Ok(Amount(if text.starts_with('-') { -code } else { code }))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 0 {
            f.write_str("-")?;
        }
        let code = self.0.unsigned_abs();
        let scale = SCALE.unsigned_abs();
        write!(f, "{}", code / scale)?;
        match code % scale {
            0 => Ok(()),
            places => write!(f, ".{}", format!("{places:04}").trim_end_matches('0')),
        }
    }
}

/// An amount in a currency, written `1900000 USD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    pub amount: Amount,
    pub currency: Currency,
}

impl FromStr for Money {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        let (amount, currency) = text.split_once(' ').ok_or_else(|| {
            BadValue::new(format!(
                "`{}` is not money: write an amount and a currency, like `1900000 USD`",
                excerpt(text)
            ))
        })?;
        Ok(Money { amount: amount.parse()?, currency: currency.trim().parse()? })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency)
    }
}

serde_as_text!(Amount, Money);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_and_come_back_from_their_texts() {
        for text in ["0", "1900000", "-3.5", "0.002", "0.0001", "900000000000000"] {
            assert_eq!(text.parse::<Amount>().unwrap().to_string(), text);
        }
        assert_eq!("1.50".parse::<Amount>().unwrap().code(), 15_000);
        assert_eq!(Amount::from_f64(0.00005), Amount::from_code(1));
        assert_eq!(Amount::from_f64(1e15), None);
        assert_eq!(Amount::from_f64(f64::NAN), None);
    }

    #[test]
    fn a_bad_amount_is_told_what_would_be_right() {
        for (text, why) in [
            (
                "1,900",
                "`1,900` is not an amount: write digits, with a point before the decimal places",
            ),
            ("1.23456", "`1.23456` is not an amount: it has more than 4 decimal places"),
            (
                "9000000000000000",
                "`9000000000000000` is not an amount: it is not within \
              900000000000000 on either side of zero",
            ),
        ] {
            assert_eq!(text.parse::<Amount>().unwrap_err().to_string(), why);
        }
    }

    #[test]
    fn money_is_an_amount_and_a_currency() {
        assert_eq!("1900000 USD".parse::<Money>().unwrap().to_string(), "1900000 USD");
        let why = "1900000".parse::<Money>().unwrap_err().to_string();
        assert_eq!(
            why,
            "`1900000` is not money: write an amount and a currency, like `1900000 USD`"
        );
    }
}
