//! Pay for a whole year, made comparable across currencies, years and countries.
//!
//! A record's amounts for a year are multiplied by a factor that follows from the rates of two
//! years: `y`, the record's own, and `p`, the year of prices that was asked for. With `X(a → b, t)`
//! for units of currency `b` for one of `a`, as the mean of year `t`, `P(t)` for the index of
//! consumer prices in the country of work, `L` for that country's currency, and `Q(c, t)` for units
//! of its currency that buy in country `c` what a dollar buys in the United States:
//!
//! - NOMINAL: `X(own → wanted, y)`.
//! - REAL: `X(own → L, y) × P(p) / P(y) × X(L → wanted, p)`. The amount first follows the prices
//!   that its earner pays, and is then converted once, with the rate of a single year: rows of one
//!   country differ by what the pay buys there, and swings of the currency between their years do
//!   not come in. (To convert first and then to follow the prices of the wanted currency's country
//!   would mix the two; it tells what somebody saw who lives on pay sent from abroad.)
//! - PPP: `X(own → L, y) / Q(country, y) × Q(wanted's country, y)`: what buys there as much.
//!   With `p`, REAL comes first: `X(own → L, y) × P(p) / P(y) / Q(country, p) × Q(wanted's, p)`,
//!   which for dollars are the World Bank's constant international dollars. For the whole of a
//!   country's economy, rates of purchasing power are `PA.NUS.PPP` of the World Bank's indicators.
//!
//! A rate from a currency to itself, and from a country or a year to itself, is one and need not
//! be known. The country is the record's own, else its organization's, else the one country whose
//! currency the record is in; where that is shared by several, none is guessed. The year is the
//! record's, else that of the day for which it was stated.

mod record;
mod terms;
mod way;

use std::{collections::HashSet, sync::Arc};

use roaring::RoaringBitmap;

use crate::{
    catalog::{
        enums::{Adjust, PayPeriod},
        place,
        value::{Amount, Country, Currency, PartialDate, Year},
    },
    engine::{Column, Snapshot, request::PayIn},
};

use super::{field, rates::Rates};
use terms::{Factors, Terms};
use way::Way;

pub use record::method;
pub(super) use record::record;

/// Hours, days, weeks and months of work in a year.
const HOURS: f64 = 2_080.0;
const DAYS: f64 = 260.0;
const WEEKS: f64 = 52.0;
const MONTHS: f64 = 12.0;

/// Converts the pay of any number of records. What can be looked up once is looked up in
/// [`Converter::new`], and factors are kept for the next record; one takes some tens of
/// nanoseconds. Each thread needs its own: a clone shares the rates.
#[derive(Clone, Debug)]
pub struct Converter<'s> {
    asked: PayIn,
    price_year: Option<u16>,
    /// With PPP: the country of the wanted currency.
    there: Option<Country>,
    rates: Arc<Rates>,
    factors: Factors,
    columns: Columns<'s>,
}

/// What is read of a salary record.
#[derive(Clone, Debug)]
struct Columns<'s> {
    low: &'s Column,
    high: &'s Column,
    currency: &'s Column,
    period: &'s Column,
    months: &'s Column,
    year: &'s Column,
    as_of: &'s Column,
    country: &'s Column,
    organization: &'s Column,
    organization_country: &'s Column,
}

/// A record's pay for twelve months, in what was asked for; not rounded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Yearly {
    /// The amount, or the lower end of the range.
    pub low: f64,
    /// The upper end of the range; `low` where one amount was published.
    pub high: f64,
    /// Half way between the two.
    pub mid: f64,
    /// By what the record's own amounts for a year were multiplied.
    pub factor: f64,
}

/// Why a record's pay is not known in what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Missing {
    #[error("the record names no year whose rates could be taken")]
    Year,
    #[error(
        "neither the record nor its organization names a country, and {0} is the currency of \
         several"
    )]
    Country(Currency),
    #[error("no exchange rate of {0} to USD for {1} is known")]
    ExchangeRate(Currency, u16),
    #[error("no consumer prices of {0} for {1} are known")]
    ConsumerPrices(Country, u16),
    #[error("no purchasing power in {0} for {1} is known")]
    PurchasingPower(Country, u16),
    #[error("{0} changed its currency between {1} and {2}, so their prices do not compare")]
    OtherCurrency(Country, u16, u16),
}

impl<'s> Converter<'s> {
    /// Takes time in proportion to the number of rates.
    pub fn new(snapshot: &'s Snapshot, asked: PayIn) -> Self {
        let frame = snapshot.frame(place("SalaryRecord"));
        let organizations = snapshot.frame(place("Organization"));
        let column = |name| frame.column(field(frame, name));
        Converter {
            asked,
            price_year: asked.price_year().map(year_of),
            there: asked
                .currency()
                .filter(|_| asked.adjust() == Adjust::Ppp)
                .map(|it| it.country().expect("PPP is asked for in one country's currency")),
            rates: snapshot.rates(),
            factors: Factors::new(),
            columns: Columns {
                low: column("low"),
                high: column("high"),
                currency: column("currency"),
                period: column("period"),
                months: column("months"),
                year: column("year"),
                as_of: column("as_of"),
                country: column("country"),
                organization: column("organization"),
                organization_country: organizations.column(field(organizations, "country")),
            },
        }
    }

    /// The pay of the salary record in `row`.
    ///
    /// # Errors
    ///
    /// What had to be known and is not: the first of the record's year, its country, prices,
    /// purchasing power and exchange rates.
    pub fn pay(&self, row: u32) -> Result<Yearly, Missing> {
        let terms = self.terms(row);
        let factor = self.factors.get(terms, || self.way(terms).map(|it| it.factor))?;
        let yearly = self.yearly_factor(row) * factor;
        let (low, high) = self.published(row);
        let (low, high) = (low * yearly, high * yearly);
        Ok(Yearly { low, high, mid: f64::midpoint(low, high), factor })
    }

    /// The rows of the rates that are used for any of these records.
    pub fn rates(&self, rows: &[u32]) -> RoaringBitmap {
        // Records share a few hundred terms.
        let terms: HashSet<Terms> = rows.iter().map(|it| self.terms(*it)).collect();
        let ways = terms.into_iter().filter_map(|it| self.way(it).ok());
        ways.flat_map(|it| it.used().collect::<Vec<u32>>()).collect()
    }

    /// The currency of the answer for the record in `row`.
    pub fn currency(&self, row: u32) -> Currency {
        self.asked.currency().unwrap_or_else(|| self.own(row))
    }

    /// The year whose rates hold for the record in `row`.
    pub fn year(&self, row: u32) -> Option<u16> {
        let year = self.columns.year.int(row).and_then(|it| u16::try_from(it).ok());
        year.or_else(|| self.columns.as_of.date(row).map(PartialDate::year))
    }

    /// Both ends as published.
    fn published(&self, row: u32) -> (f64, f64) {
        let amount =
            |column: &Column| column.int(row).and_then(Amount::from_code).map(Amount::to_f64);
        let low = amount(self.columns.low).expect("every salary record has an amount");
        (low, amount(self.columns.high).unwrap_or(low))
    }

    fn own(&self, row: u32) -> Currency {
        self.columns.currency.currency(row).expect("every salary record has a currency")
    }

    /// On what the factor depends: without an adjustment not on the country.
    fn terms(&self, row: u32) -> Terms {
        let columns = &self.columns;
        let of_organization = || {
            let organization = columns.organization.target(row)?;
            columns.organization_country.int(organization)
        };
        let country = match self.asked.adjust() {
            Adjust::Nominal => None,
            Adjust::Real | Adjust::Ppp => columns.country.int(row).or_else(of_organization),
        };
        let currency = columns.currency.int(row).expect("every salary record has a currency");
        Terms::new(currency, country, self.year(row))
    }

    /// By what a record's amounts are multiplied to be for twelve months.
    fn yearly_factor(&self, row: u32) -> f64 {
        let period = self.columns.period.int(row).and_then(|it| usize::try_from(it).ok());
        match period.and_then(PayPeriod::at) {
            Some(PayPeriod::Hour) => HOURS,
            Some(PayPeriod::Day) => DAYS,
            Some(PayPeriod::Week) => WEEKS,
            Some(PayPeriod::Month) => MONTHS,
            Some(PayPeriod::Year) | None => {
                let months = self.columns.months.int(row).and_then(|it| u8::try_from(it).ok());
                months.map_or(1.0, |it| MONTHS / f64::from(it))
            }
        }
    }

    /// How a record's currency, year and country become those that were asked for.
    fn way(&self, terms: Terms) -> Result<Way<'_>, Missing> {
        let own = terms.currency();
        let wanted = self.asked.currency().unwrap_or(own);
        let mut way = Way::new(&self.rates, own);
        if self.asked.adjust() == Adjust::Nominal {
            if own != wanted {
                way.exchange(wanted, terms.year().ok_or(Missing::Year)?)?;
            }
            return Ok(way);
        }
        // In whose prices the pay is spent.
        let country = || terms.country().or_else(|| own.country()).ok_or(Missing::Country(own));
        let mut year = terms.year().ok_or(Missing::Year)?;
        if let Some(price_year) = self.price_year.filter(|it| *it != year) {
            way.follow_prices(country()?, year, price_year)?;
            year = price_year;
        }
        if let Some(there) = self.there {
            let here = country()?;
            if here != there {
                way.move_to(here, there, year)?;
            }
        }
        way.exchange(wanted, year)?;
        Ok(way)
    }
}

fn year_of(year: Year) -> u16 {
    u16::try_from(year.code()).expect("years have four digits")
}
