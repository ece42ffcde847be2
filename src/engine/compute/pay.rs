//! Pay for a whole year, in one currency.

use super::{Datum, field};
use crate::{
    catalog::{
        enums::{PayPeriod, RateKind},
        place,
        value::{Amount, Currency, PartialDate},
    },
    engine::{Frame, Snapshot},
};

/// The record [`crate::catalog::computed::PAY`] of a salary record.
pub(super) fn pay(snapshot: &Snapshot, frame: &Frame, row: u32, wanted: Option<Currency>) -> Datum {
    let own = frame.column(field(frame, "currency")).currency(row);
    let own = own.expect("every salary record has a currency");
    let wanted = wanted.unwrap_or(own);
    let conversion = if own == wanted {
        Ok(Conversion { factor: 1.0, rates: Vec::new() })
    } else {
        year_of(frame, row).and_then(|year| convert(snapshot, own, wanted, year))
    };
    let yearly = yearly_factor(frame, row);
    let amount = |name: &str| {
        let code = frame.column(field(frame, name)).int(row)?;
        Amount::from_code(code).map(Amount::to_f64)
    };
    let low = amount("low");
    let high = amount("high").or(low);
    let (factor, rates, missing) = match conversion {
        Ok(it) => (Some(it.factor), it.rates, None),
        Err(missing) => (None, Vec::new(), Some(missing)),
    };
    let decimal = |it: Option<f64>| {
        let amount = it.zip(factor).and_then(|(it, factor)| Amount::from_f64(it * yearly * factor));
        amount.map_or(Datum::Null, |it| Datum::Decimal(to_hundredths(it)))
    };
    let mid = low.zip(high).map(|(low, high)| f64::midpoint(low, high));
    Datum::Record(vec![
        decimal(low),
        decimal(high),
        decimal(mid),
        Datum::Currency(wanted),
        factor.map_or(Datum::Null, Datum::Float),
        Datum::Rows(place("Rate"), rates),
        missing.map_or(Datum::Null, Datum::Text),
    ])
}

/// What is computed is no more exact than a hundredth.
fn to_hundredths(amount: Amount) -> Amount {
    let code = amount.code();
    let rounded = (code + code.signum() * 50) / 100 * 100;
    Amount::from_code(rounded).unwrap_or(amount)
}

/// By what the record's amounts are multiplied to be for twelve months.
fn yearly_factor(frame: &Frame, row: u32) -> f64 {
    let period = frame.column(field(frame, "period")).int(row);
    let period = period.and_then(|it| usize::try_from(it).ok()).and_then(PayPeriod::at);
    let months = frame.column(field(frame, "months")).int(row);
    match period {
        Some(PayPeriod::Hour) => 2_080.0,
        Some(PayPeriod::Day) => 260.0,
        Some(PayPeriod::Week) => 52.0,
        Some(PayPeriod::Month) => 12.0,
        Some(PayPeriod::Year) | None => {
            let months = months.and_then(|it| u8::try_from(it).ok()).unwrap_or(12);
            12.0 / f64::from(months)
        }
    }
}

/// The year whose rates hold for a record.
fn year_of(frame: &Frame, row: u32) -> Result<PartialDate, String> {
    let year = frame.column(field(frame, "year")).int(row);
    let year = year.and_then(|it| PartialDate::from_code(it * 10_000));
    let as_of = || frame.column(field(frame, "as_of")).date(row);
    let date = year.or_else(as_of);
    let date = date.ok_or("the record names no year whose exchange rate could be taken")?;
    PartialDate::new(date.year(), None, None).map_err(|it| it.to_string())
}

/// How to get from one currency to another.
#[derive(Debug)]
pub(super) struct Conversion {
    /// Units of the wanted currency for one unit of the other.
    pub factor: f64,
    /// The rates that were used.
    pub rates: Vec<u32>,
}

/// The conversion by the mean exchange rates of a year or a month.
///
/// # Errors
///
/// A sentence that names the rate that is missing.
pub(super) fn convert(
    snapshot: &Snapshot,
    from: Currency,
    to: Currency,
    date: PartialDate,
) -> Result<Conversion, String> {
    let mut rates = Vec::new();
    let mut per_dollar = |currency: Currency| {
        if currency == Currency::USD {
            return Ok(1.0);
        }
        let (row, value) = exchange_rate(snapshot, currency, date)
            .ok_or_else(|| format!("no exchange rate of {currency} to USD for {date} is known"))?;
        rates.push(row);
        Ok::<f64, String>(value)
    };
    let factor = per_dollar(to)? / per_dollar(from)?;
    Ok(Conversion { factor, rates })
}

/// The rate of a currency for exactly this year or month.
fn exchange_rate(snapshot: &Snapshot, currency: Currency, date: PartialDate) -> Option<(u32, f64)> {
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
    Some((row, column("value").float(row)?))
}
