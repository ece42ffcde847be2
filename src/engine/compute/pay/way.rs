//! One record's way from what was published to what was asked for, rate by rate.

use super::Missing;
use crate::{
    catalog::value::{Country, Currency},
    engine::compute::rates::{Rate, Rates},
};

/// Rates on the longest way: two exchanges of two rates each, two of prices, two of purchasing
/// power, and two more where a country's prices are in another currency than its purchasing power.
const RATES_MAX: usize = 10;

/// The way so far.
#[derive(Debug)]
pub(super) struct Way<'r> {
    rates: &'r Rates,
    /// In what the amounts are now.
    currency: Currency,
    /// By what the amounts were multiplied.
    pub(super) factor: f64,
    used: [Option<u32>; RATES_MAX],
    count: usize,
}

impl<'r> Way<'r> {
    pub(super) fn new(rates: &'r Rates, own: Currency) -> Self {
        Way { rates, currency: own, factor: 1.0, used: [None; RATES_MAX], count: 0 }
    }

    /// The rows of the rates that were used, in the order of their use.
    pub(super) fn used(&self) -> impl Iterator<Item = u32> {
        self.used[..self.count].iter().flatten().copied()
    }

    /// Converts by the mean exchange rates of a year.
    pub(super) fn exchange(&mut self, to: Currency, year: u16) -> Result<(), Missing> {
        if self.currency == to {
            return Ok(());
        }
        let rate = |currency| {
            let rate = self.rates.exchange(currency, year);
            rate.ok_or(Missing::ExchangeRate(currency, year))
        };
        let (to_rate, from_rate) = (rate(to)?, rate(self.currency)?);
        self.replace(from_rate, to_rate);
        self.currency = to;
        Ok(())
    }

    /// From the prices of one year to those of another, in the country's currency.
    pub(super) fn follow_prices(
        &mut self,
        country: Country,
        from: u16,
        to: u16,
    ) -> Result<(), Missing> {
        let prices =
            |year| self.rates.prices(country, year).ok_or(Missing::ConsumerPrices(country, year));
        let (before, after) = (prices(from)?, prices(to)?);
        if before.currency != after.currency {
            return Err(Missing::OtherCurrency(country, from, to));
        }
        self.exchange(before.currency, from)?;
        self.replace(before, after);
        Ok(())
    }

    /// To what buys in one country as much as it did in another, in the latter's currency.
    pub(super) fn move_to(
        &mut self,
        here: Country,
        there: Country,
        year: u16,
    ) -> Result<(), Missing> {
        let power = |country| {
            self.rates.power(country, year).ok_or(Missing::PurchasingPower(country, year))
        };
        let (here, there) = (power(here)?, power(there)?);
        self.exchange(here.currency, year)?;
        self.replace(here, there);
        self.currency = there.currency;
        Ok(())
    }

    fn replace(&mut self, from: Rate, to: Rate) {
        self.factor = self.factor * to.value / from.value;
        for rate in [to, from] {
            self.used[self.count] = rate.row;
            self.count += 1;
        }
    }
}
