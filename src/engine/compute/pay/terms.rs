//! On what the factor of a record depends, and factors that are known already.

use std::cell::Cell;

use super::Missing;
use crate::catalog::value::{Country, Currency};

/// No country has this code, and no year this number.
const NO_COUNTRY: u64 = (1 << COUNTRY_BITS) - 1;
const NO_YEAR: u64 = 0;

/// Codes of countries are below 26², numbers of years below 10,000.
const COUNTRY_BITS: u32 = 10;
const YEAR_BITS: u32 = 14;

/// Currency, country and year of a record, in one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Terms(u64);

impl Terms {
    /// Of a currency's code, and a country's where it is known and wanted.
    pub(super) fn new(currency: i64, country: Option<i64>, year: Option<u16>) -> Self {
        let code = |it: i64| u64::try_from(it).expect("codes are not negative");
        let country = country.map_or(NO_COUNTRY, code);
        let year = year.map_or(NO_YEAR, u64::from);
        Terms((code(currency) << COUNTRY_BITS | country) << YEAR_BITS | year)
    }

    pub(super) fn currency(self) -> Currency {
        let code = i64::try_from(self.0 >> (COUNTRY_BITS + YEAR_BITS)).ok();
        code.and_then(Currency::from_code).expect("it was made of a currency's code")
    }

    pub(super) fn country(self) -> Option<Country> {
        let code = (self.0 >> YEAR_BITS) & NO_COUNTRY;
        i64::try_from(code).ok().filter(|_| code != NO_COUNTRY).and_then(Country::from_code)
    }

    pub(super) fn year(self) -> Option<u16> {
        let year = self.0 & ((1 << YEAR_BITS) - 1);
        u16::try_from(year).ok().filter(|_| year != NO_YEAR)
    }
}

/// Terms that are kept: rows of a graph share a few hundred.
const SLOT_BITS: u32 = 10;

type Known = Option<(Terms, Result<f64, Missing>)>;

/// The factors of the terms that were met last; terms that share a slot drive each other out.
#[derive(Clone, Debug)]
pub(super) struct Factors {
    slots: Box<[Cell<Known>]>,
}

impl Factors {
    pub(super) fn new() -> Self {
        Factors { slots: vec![Cell::new(None); 1 << SLOT_BITS].into() }
    }

    /// The factor of these terms: what is known, or what `find` finds.
    pub(super) fn get(
        &self,
        terms: Terms,
        find: impl FnOnce() -> Result<f64, Missing>,
    ) -> Result<f64, Missing> {
        // The upper bits of a product depend on all bits of the number.
        let mixed = terms.0.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - SLOT_BITS);
        let slot = &self.slots[usize::try_from(mixed).unwrap_or_default()];
        match slot.get() {
            Some((known, factor)) if known == terms => factor,
            _ => {
                let factor = find();
                slot.set(Some((terms, factor)));
                factor
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_give_back_what_they_were_made_of() {
        for currency in ["AAA", "USD", "ZZZ"]
            .map(|it| it.bytes().fold(0, |code, letter| code * 26 + i64::from(letter - b'A')))
        {
            for country in [None, Some(0), Some(675)] {
                for year in [None, Some(1), Some(9_999)] {
                    let terms = Terms::new(currency, country, year);
                    assert_eq!(terms.currency().code(), currency);
                    assert_eq!(terms.country().map(Country::code), country);
                    assert_eq!(terms.year(), year);
                }
            }
        }
    }

    #[test]
    fn terms_in_one_slot_keep_their_own_factors() {
        let factors = Factors::new();
        for round in 0..2 {
            for currency in 0..5_000 {
                let terms = Terms::new(currency, None, Some(2016));
                let factor = factors.get(terms, || Ok(f64::from(i32::try_from(currency).unwrap())));
                assert_eq!(factor.map(|it| it.to_string()), Ok(currency.to_string()), "{round}");
            }
        }
    }
}
