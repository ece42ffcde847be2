//! The record of one row's pay, with how it was made.

use super::Converter;
use crate::{
    catalog::{enums::Adjust, place, value::Amount},
    engine::{compute::Datum, request::PayIn},
};

/// The record [`crate::catalog::computed::PAY`] of a salary record.
pub(in crate::engine::compute) fn record(converter: &Converter<'_>, row: u32) -> Datum {
    let asked = converter.asked;
    let pay = converter.pay(row);
    let decimal = |value: f64| {
        Amount::from_f64(value).map_or(Datum::Null, |it| Datum::Decimal(to_hundredths(it)))
    };
    let (amounts, factor) = match pay {
        Ok(it) => ([it.low, it.high, it.mid].map(decimal), Datum::Float(it.factor)),
        Err(_) => ([const { Datum::Null }; 3], Datum::Null),
    };
    let [low, high, mid] = amounts;
    let way = converter.way(converter.terms(row));
    let used = way.map(|it| it.used().collect()).unwrap_or_default();
    let year = |it: Option<u16>| it.map_or(Datum::Null, |it| Datum::Int(it.into()));
    Datum::Record(vec![
        low,
        high,
        mid,
        Datum::Currency(converter.currency(row)),
        Datum::Enum(asked.adjust().name()),
        year(converter.year(row)),
        year(converter.price_year),
        Datum::Text(method(asked).to_owned()),
        factor,
        Datum::Rows(place("Rate"), used),
        pay.err().map_or(Datum::Null, |it| Datum::Text(it.to_string())),
    ])
}

/// How the amounts are made of those published, in a sentence.
pub fn method(asked: PayIn) -> &'static str {
    match (asked.adjust(), asked.currency(), asked.price_year()) {
        (Adjust::Nominal, None, _) => "The amounts as published, for a year.",
        (Adjust::Nominal, Some(_), _) => {
            "The amounts for a year, by the mean exchange rate of `year`."
        }
        (Adjust::Real, None, _) => {
            "The amounts for a year, by the consumer prices of `priceYear` over those of `year` in \
             the country of work."
        }
        (Adjust::Real, Some(_), _) => {
            "The amounts for a year, by the consumer prices of `priceYear` over those of `year` in \
             the country of work, then by the mean exchange rate of `priceYear`."
        }
        (Adjust::Ppp, _, None) => {
            "The amounts for a year, by what buys as much in the country of `currency` as in the \
             country of work, in `year`."
        }
        (Adjust::Ppp, _, Some(_)) => {
            "The amounts for a year, by the consumer prices of `priceYear` over those of `year` in \
             the country of work, then by what buys as much in the country of `currency`, in \
             `priceYear`."
        }
    }
}

/// What is computed is no more exact than a hundredth.
fn to_hundredths(amount: Amount) -> Amount {
    let code = amount.code();
    let rounded = (code + code.signum() * 50) / 100 * 100;
    Amount::from_code(rounded).unwrap_or(amount)
}
