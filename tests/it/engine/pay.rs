//! Converted pay against what a person would look up, record by record.

use std::collections::BTreeMap;

use bole::{
    catalog::{Row, enums::Adjust, place, value::Year},
    engine::{compute::pay::Converter, request::PayIn},
};
use proptest::prelude::*;

use super::{
    CASES,
    graphs::{Dice, row},
    snapshot,
};

const CURRENCIES: &[&str] = &["USD", "CNY", "EUR", "GBP"];
const COUNTRIES: &[&str] = &["", "US", "CN", "DE", "GB"];
const YEARS: &[u16] = &[2015, 2016, 2018];

/// What a person finds in the rows: by kind, by currency or country, and by year.
type Book = BTreeMap<(&'static str, &'static str, u16), (f64, &'static str)>;

struct Record {
    low: f64,
    high: Option<f64>,
    currency: &'static str,
    country: &'static str,
    organization: Option<&'static str>,
    year: Option<u16>,
}

fn source() -> Row {
    let cells = [("key", "s"), ("title", "S"), ("kind", "DATASET")];
    row("Source", &cells.map(|it| (it.0, it.1.to_owned())))
}

fn rate(
    number: usize,
    (kind, area, year): (&str, &str, u16),
    (value, currency): (f64, &str),
) -> Row {
    let country = if kind == "EXCHANGE_RATE" { "" } else { area };
    let cells = [
        ("key", format!("r{number}")),
        ("kind", kind.to_owned()),
        ("currency", currency.to_owned()),
        ("country", country.to_owned()),
        ("date", year.to_string()),
        ("value", value.to_string()),
        ("source", "s".to_owned()),
    ];
    row("Rate", &cells)
}

fn organization(country: &str) -> Row {
    let cells = [
        ("key", format!("o{}", country.to_lowercase())),
        ("name", "O".to_owned()),
        ("kind", "COMPANY".to_owned()),
        ("country", country.to_owned()),
        ("source", "s".to_owned()),
    ];
    row("Organization", &cells)
}

fn record(number: usize, it: &Record) -> Row {
    let text = |it: Option<f64>| it.map(|it| it.to_string()).unwrap_or_default();
    let organization = it.organization.map(|it| format!("o{}", it.to_lowercase()));
    let cells = [
        ("key", format!("y{number:02}")),
        ("basis", "OFFER".to_owned()),
        ("precision", "EXACT".to_owned()),
        ("period", "YEAR".to_owned()),
        ("low", text(Some(it.low))),
        ("high", text(it.high)),
        ("currency", it.currency.to_owned()),
        ("country", it.country.to_owned()),
        ("organization", organization.unwrap_or_default()),
        ("year", it.year.map(|it| it.to_string()).unwrap_or_default()),
        ("source", "s".to_owned()),
    ];
    row("SalaryRecord", &cells)
}

/// Most of the rates there could be, now and then in a currency that is not the country's.
fn book(dice: &mut Dice) -> Book {
    let mut book = Book::new();
    for year in YEARS {
        for currency in &CURRENCIES[1..] {
            book.insert(("EXCHANGE_RATE", currency, *year), (value(dice), currency));
        }
        for (country, usual) in [("US", "USD"), ("CN", "CNY"), ("DE", "EUR"), ("GB", "GBP")] {
            let other = dice.below(12) == 0;
            let currency = if other { dice.pick(CURRENCIES) } else { usual };
            book.insert(("CONSUMER_PRICES", country, *year), (value(dice), currency));
            if country != "US" {
                book.insert(("PURCHASING_POWER", country, *year), (value(dice), currency));
            }
        }
    }
    book.retain(|_, _| dice.below(10) > 0);
    book
}

fn value(dice: &mut Dice) -> f64 {
    [0.5, 0.9, 1.25, 7.0, 100.0, 131.5][dice.below(6)]
}

fn records(dice: &mut Dice) -> Vec<Record> {
    let amounts = [1.0, 900.0, 331_500.0, 0.0];
    let mut records = Vec::new();
    for _ in 0..20 {
        let of_organization = dice.pick(COUNTRIES);
        let low = dice.pick(&amounts);
        records.push(Record {
            low,
            high: (dice.below(2) == 0).then(|| dice.pick(&amounts)),
            currency: dice.pick(CURRENCIES),
            country: dice.pick(COUNTRIES),
            organization: (dice.below(2) == 0).then_some(of_organization),
            year: (dice.below(8) > 0).then(|| dice.pick(YEARS)),
        });
    }
    records
}

/// One question, and how a person answers it.
struct Question {
    currency: Option<&'static str>,
    adjust: Adjust,
    price_year: Option<u16>,
}

fn question(dice: &mut Dice) -> Question {
    let adjust = dice.pick(&[Adjust::Nominal, Adjust::Real, Adjust::Ppp]);
    let currency = (dice.below(4) > 0).then(|| dice.pick(CURRENCIES));
    let has_year = adjust == Adjust::Real || adjust == Adjust::Ppp && dice.below(2) == 0;
    Question {
        currency: currency.filter(|it| adjust != Adjust::Ppp || *it != "EUR"),
        adjust,
        price_year: has_year.then(|| dice.pick(YEARS)),
    }
}

/// The country whose currency it is.
fn home(currency: &str) -> Option<&'static str> {
    match currency {
        "USD" => Some("US"),
        "CNY" => Some("CN"),
        "GBP" => Some("GB"),
        _ => None,
    }
}

/// One amount, or nothing where anything is not known.
fn looked_up(book: &Book, record: &Record, asked: &Question, amount: f64) -> Option<f64> {
    let dollars = |currency, year| match currency {
        "USD" => Some(1.0),
        _ => book.get(&("EXCHANGE_RATE", currency, year)).map(|it| it.0),
    };
    let exchange = |amount: f64, from: &'static str, to: &'static str, year| {
        if from == to {
            Some(amount)
        } else {
            Some(amount / dollars(from, year)? * dollars(to, year)?)
        }
    };
    let power = |country, year| match country {
        "US" => Some((1.0, "USD")),
        _ => book.get(&("PURCHASING_POWER", country, year)).copied(),
    };
    let own = record.currency;
    let country = || {
        let named = [Some(record.country), record.organization];
        named.into_iter().flatten().find(|it| !it.is_empty()).or_else(|| home(own))
    };
    let mut wanted = asked.currency.unwrap_or(own);
    if asked.adjust == Adjust::Nominal {
        return if own == wanted {
            Some(amount)
        } else {
            exchange(amount, own, wanted, record.year?)
        };
    }
    let mut now = (amount, own, record.year?);
    if let Some(price_year) = asked.price_year.filter(|it| *it != now.2) {
        let (before, currency) = *book.get(&("CONSUMER_PRICES", country()?, now.2))?;
        let (after, same) = *book.get(&("CONSUMER_PRICES", country()?, price_year))?;
        if currency != same {
            return None;
        }
        now = (exchange(now.0, now.1, currency, now.2)? / before * after, currency, price_year);
    }
    if asked.adjust == Adjust::Ppp {
        wanted = asked.currency.unwrap_or("USD");
        let there = home(wanted)?;
        if country()? != there {
            let (here, local) = power(country()?, now.2)?;
            let (there, currency) = power(there, now.2)?;
            now = (exchange(now.0, now.1, local, now.2)? / here * there, currency, now.2);
        }
    }
    exchange(now.0, now.1, wanted, now.2)
}

fn agree(computed: f64, looked_up: f64) -> bool {
    (computed - looked_up).abs() <= 1e-12 * looked_up.abs()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    #[test]
    fn converted_pay_is_what_a_person_would_look_up(seed: u64) {
        let dice = &mut Dice::new(seed);
        let (book, records) = (book(dice), records(dice));
        let mut rows: Vec<Row> = vec![source()];
        rows.extend(COUNTRIES.iter().map(|it| organization(it)));
        rows.extend(book.iter().enumerate().map(|(number, it)| rate(number, *it.0, *it.1)));
        rows.extend(records.iter().enumerate().map(|(number, it)| record(number, it)));
        let snapshot = snapshot(&rows);
        let frame = snapshot.frame(place("SalaryRecord"));
        for _ in 0..8 {
            let asked = question(dice);
            let currency = asked.currency.map(|it| it.parse().unwrap());
            let price_year = asked.price_year.map(|it| Year::try_from(i64::from(it)).unwrap());
            let pay_in = PayIn::new(currency, asked.adjust, price_year).unwrap();
            let converter = Converter::new(&snapshot, pay_in);
            let rows: Vec<u32> = frame.live().iter().collect();
            let rates = rows.iter().flat_map(|it| converter.rates(&[*it]));
            prop_assert_eq!(converter.rates(&rows), rates.collect());
            for (number, record) in records.iter().enumerate() {
                let pay = converter.pay(frame.find(&format!("y{number:02}")).unwrap());
                let low = looked_up(&book, record, &asked, record.low);
                prop_assert_eq!(pay.is_ok(), low.is_some(), "{:?} {:?}", pay_in, pay);
                let Ok(pay) = pay else { continue };
                let high = record.high.unwrap_or(record.low);
                let high = looked_up(&book, record, &asked, high).unwrap();
                prop_assert!(agree(pay.low, low.unwrap()), "{:?} {:?} {:?}", pay_in, pay, low);
                prop_assert!(agree(pay.high, high), "{:?} {:?} {}", pay_in, pay, high);
                prop_assert!(agree(pay.mid, f64::midpoint(pay.low, pay.high)));
            }
        }
    }
}
