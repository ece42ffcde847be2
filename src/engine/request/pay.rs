//! In what pay is asked for.

use crate::catalog::{
    enums::Adjust,
    value::{Currency, Year},
};

/// The currency, the adjustment and the year of prices in which pay is wanted. It makes sense: what
/// would not is refused by [`PayIn::new`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PayIn {
    currency: Option<Currency>,
    adjust: Adjust,
    price_year: Option<Year>,
}

/// As published: in each record's own currency.
impl Default for PayIn {
    fn default() -> Self {
        PayIn { currency: None, adjust: Adjust::Nominal, price_year: None }
    }
}

/// Why pay can't be asked for in such terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPayIn {
    #[error(
        "`priceYear` goes with `adjust: REAL` or `adjust: PPP`, since NOMINAL leaves prices as \
         they were: leave it out, or adjust"
    )]
    NominalPriceYear,
    #[error("`adjust: REAL` needs `priceYear`, the year in whose prices pay is stated, like 2023")]
    RealWithoutPriceYear,
    #[error(
        "`adjust: PPP` has no answer in {0}, which several countries with different prices \
         share: name a currency of one country, or none for international dollars"
    )]
    SharedCurrency(Currency),
}

impl PayIn {
    /// # Errors
    ///
    /// With NOMINAL, if there is a year of prices; with REAL, if there is none; with PPP, if the
    /// currency is not of one country.
    pub fn new(
        currency: Option<Currency>,
        adjust: Adjust,
        price_year: Option<Year>,
    ) -> Result<Self, BadPayIn> {
        match (adjust, currency) {
            (Adjust::Nominal, _) if price_year.is_some() => Err(BadPayIn::NominalPriceYear),
            (Adjust::Real, _) if price_year.is_none() => Err(BadPayIn::RealWithoutPriceYear),
            (Adjust::Ppp, Some(shared)) if shared.country().is_none() => {
                Err(BadPayIn::SharedCurrency(shared))
            }
            _ => Ok(PayIn { currency, adjust, price_year }),
        }
    }

    /// The currency of the answer; `None` for each record's own.
    ///
    /// International dollars buy what a dollar buys in the United States, so that they are the
    /// dollars of PPP where no currency was named.
    pub fn currency(self) -> Option<Currency> {
        match self.adjust {
            Adjust::Ppp => Some(self.currency.unwrap_or(Currency::USD)),
            Adjust::Nominal | Adjust::Real => self.currency,
        }
    }

    pub fn adjust(self) -> Adjust {
        self.adjust
    }

    /// The year in whose prices pay is wanted; always there with REAL, and `None` with PPP for
    /// those of each record's own year.
    pub fn price_year(self) -> Option<Year> {
        self.price_year
    }
}
