//! The rates of a snapshot by area and year.

use crate::{
    catalog::{
        enums::RateKind,
        place,
        value::{Country, Currency, PartialDate},
    },
    engine::{Snapshot, compute::field},
};

/// Codes of currencies and countries are below these.
const CURRENCIES: usize = 26 * 26 * 26;
const COUNTRIES: usize = 26 * 26;

/// One rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rate {
    /// The row that states it; `None` for what holds by definition.
    pub(super) row: Option<u32>,
    /// Above zero.
    pub(super) value: f64,
    /// What the value is counted in.
    pub(super) currency: Currency,
}

/// What holds by definition: a US dollar is worth one, and buys in the United States what it buys.
const ONE: Rate = Rate { row: None, value: 1.0, currency: Currency::USD };

/// All yearly rates. Where rows state a rate twice, the first by key counts; a value that is not
/// above zero is none.
#[derive(Debug)]
pub(in crate::engine) struct Rates {
    exchange: Areas,
    prices: Areas,
    power: Areas,
}

impl Rates {
    /// Takes time in proportion to the number of rates.
    pub(in crate::engine) fn new(snapshot: &Snapshot) -> Self {
        let frame = snapshot.frame(place("Rate"));
        let column = |name| frame.column(field(frame, name));
        let (kinds, dates, values) = (column("kind"), column("date"), column("value"));
        let (currencies, countries) = (column("currency"), column("country"));
        let mut rates = Rates {
            exchange: Areas::new(CURRENCIES),
            prices: Areas::new(COUNTRIES),
            power: Areas::new(COUNTRIES),
        };
        for row in frame.by_key().iter() {
            let date = dates.date(row).filter(|it| it.month().is_none());
            let value = values.float(row).filter(|it| *it > 0.0);
            let currency = currencies.currency(row);
            let (Some(date), Some(value), Some(currency)) = (date, value, currency) else {
                continue;
            };
            let kind = kinds.int(row).and_then(|it| usize::try_from(it).ok());
            let areas = match kind.and_then(RateKind::at) {
                Some(RateKind::ExchangeRate) => &mut rates.exchange,
                Some(RateKind::ConsumerPrices) => &mut rates.prices,
                Some(RateKind::PurchasingPower) => &mut rates.power,
                None => continue,
            };
            let is_exchange = kind == Some(RateKind::ExchangeRate as usize);
            let area = if is_exchange { Some(currency.code()) } else { countries.int(row) };
            if let Some(area) = area {
                areas.push(area, date.year(), Rate { row: Some(row), value, currency });
            }
        }
        for areas in [&mut rates.exchange, &mut rates.prices, &mut rates.power] {
            areas.settle();
        }
        rates
    }

    /// Units of the currency for one US dollar, as the mean of the year.
    pub(super) fn exchange(&self, currency: Currency, year: u16) -> Option<Rate> {
        if currency == Currency::USD {
            return Some(ONE);
        }
        self.exchange.get(currency.code(), year)
    }

    /// The index of consumer prices, and the currency in which they were paid.
    pub(super) fn prices(&self, country: Country, year: u16) -> Option<Rate> {
        self.prices.get(country.code(), year)
    }

    /// Units of the country's currency for one international dollar.
    pub(super) fn power(&self, country: Country, year: u16) -> Option<Rate> {
        if country == Country::US {
            return Some(ONE);
        }
        self.power.get(country.code(), year)
    }
}

/// The rates of one kind, by area: a code of a currency or a country.
#[derive(Debug)]
struct Areas {
    /// By code: the place in `series`, counted from one; zero where there is none.
    places: Vec<u16>,
    /// Years ascend in each.
    series: Vec<Vec<(u16, Rate)>>,
}

impl Areas {
    fn new(codes: usize) -> Self {
        Areas { places: vec![0; codes], series: Vec::new() }
    }

    fn place(&mut self, area: i64) -> Option<&mut u16> {
        self.places.get_mut(usize::try_from(area).ok()?)
    }

    fn push(&mut self, area: i64, year: u16, rate: Rate) {
        let next = self.series.len() + 1;
        let place = self.place(area).expect("areas are codes of currencies or countries");
        if *place == 0 {
            *place = u16::try_from(next).expect("there are fewer than 2^16 areas");
            self.series.push(Vec::new());
        }
        let place = usize::from(*self.place(area).expect("it was just there"));
        self.series[place - 1].push((year, rate));
    }

    fn settle(&mut self) {
        for series in &mut self.series {
            series.sort_by_key(|it| it.0);
            series.dedup_by_key(|it| it.0);
        }
    }

    fn get(&self, area: i64, year: u16) -> Option<Rate> {
        let place = *self.places.get(usize::try_from(area).ok()?)?;
        let series = self.series.get(usize::from(place).checked_sub(1)?)?;
        // Nearly always there is no gap between the years.
        let first = series.first()?.0;
        let likely = series.get(usize::from(year.checked_sub(first)?));
        if let Some((_, rate)) = likely.filter(|it| it.0 == year) {
            return Some(*rate);
        }
        let found = series.binary_search_by_key(&year, |it| it.0).ok()?;
        Some(series[found].1)
    }
}

/// Units of one currency for one unit of another, by the mean exchange rates of a year or a month.
pub(super) fn exchange_at(
    snapshot: &Snapshot,
    (from, to): (Currency, Currency),
    date: PartialDate,
) -> Option<f64> {
    let per_dollar = |currency| {
        if currency == Currency::USD { Some(1.0) } else { exchange_rate(snapshot, currency, date) }
    };
    Some(per_dollar(to)? / per_dollar(from)?)
}

/// The rate of a currency for exactly this year or month.
fn exchange_rate(snapshot: &Snapshot, currency: Currency, date: PartialDate) -> Option<f64> {
    let frame = snapshot.frame(place("Rate"));
    let column = |name| frame.column(field(frame, name));
    let (kinds, currencies, dates) = (column("kind"), column("currency"), column("date"));
    let order = &frame.order(field(frame, "date")).valued;
    let place = order.partition_point(|it| dates.int(it) < Some(date.code()));
    let same_date = order.iter_from(place).take_while(|it| dates.int(*it) == Some(date.code()));
    let row = same_date.into_iter().find(|it| {
        currencies.int(*it) == Some(currency.code())
            && kinds.int(*it) == Some(RateKind::ExchangeRate as i64)
    })?;
    column("value").float(row).filter(|it| *it > 0.0)
}
