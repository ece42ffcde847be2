//! Made-up rates of the made-up graph's countries: exchange, consumer prices, purchasing power.

use super::{COUNTRIES, Shape, YEARS, country, key, source_id};
use crate::catalog::{
    Rate,
    enums::RateKind,
    value::{Number, PartialDate},
};

/// By country: units of the currency for one US dollar in the first and in the last year, the same
/// for one international dollar, and the yearly change of consumer prices in percent.
const COURSES: &[(&str, [f64; 2], [f64; 2], f64)] = &[
    ("CN", [8.3, 7.1], [2.8, 3.6], 2.2),
    ("US", [1.0, 1.0], [1.0, 1.0], 2.5),
    ("GB", [0.63, 0.79], [0.62, 0.68], 2.4),
    ("DE", [0.76, 0.92], [0.95, 0.72], 1.9),
    ("IN", [32.0, 84.0], [9.0, 20.5], 6.4),
    ("CA", [1.37, 1.37], [1.2, 1.15], 2.1),
];

/// What the index of consumer prices is in the first year.
const FIRST_INDEX: f64 = 100.0;

impl Shape {
    /// All rates that are not one by definition, of every country and year.
    pub(super) fn rates(self) -> impl Iterator<Item = Rate> {
        (0..COURSES.len()).flat_map(move |place| {
            let (code, exchange, power, inflation) = COURSES[place];
            let mut random = self.random(8, u32::try_from(place).expect("countries are few"));
            let mut index = FIRST_INDEX;
            YEARS.flat_map(move |year| {
                let wiggle = 1.0 + 0.03 * random.normal();
                let mut rates = vec![rate(RateKind::ConsumerPrices, code, year, index)];
                if code != "US" {
                    let between = |[first, last]: [f64; 2]| first + (last - first) * passed(year);
                    let exchange = between(exchange) * wiggle;
                    rates.push(rate(RateKind::ExchangeRate, code, year, exchange));
                    rates.push(rate(RateKind::PurchasingPower, code, year, between(power)));
                }
                index *= 1.0 + (inflation + random.normal()) / 100.0;
                rates
            })
        })
    }
}

/// What part of all years has passed, from 0 to 1.
fn passed(year: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "years are small")]
    let [passed, all] = [year - YEARS.start(), YEARS.end() - YEARS.start()].map(|it| it as f64);
    passed / all
}

fn rate(kind: RateKind, code: &str, year: u64, value: f64) -> Rate {
    let place = COUNTRIES.iter().position(|it| it.0 == code).expect("both lists name the same");
    let name = match kind {
        RateKind::ExchangeRate => "exchange",
        RateKind::ConsumerPrices => "prices",
        RateKind::PurchasingPower => "power",
    };
    let year = u16::try_from(year).expect("years are small");
    Rate {
        key: key(&format!("{}-{name}-{year}", code.to_lowercase())),
        kind,
        currency: COUNTRIES[place].1.parse().expect("the currencies are of ISO 4217"),
        country: (kind != RateKind::ExchangeRate).then(|| country(place)),
        date: PartialDate::new(year, None, None).expect("years have four digits"),
        value: number((value * 1e4).round() / 1e4),
        source: source_id(),
        confidence: None,
        as_of: None,
        note: None,
    }
}

pub(super) fn number(value: f64) -> Number {
    Number::try_from(value).expect("made-up numbers are finite")
}
