//! How exact published numbers are.

use super::Statistic;
use crate::catalog::enums::{Precision, Unit};

/// How far the truth may lie from a published number: half of its last digit, or all of it where
/// the number was given as about right. Counted things are exact unless they were.
pub(in crate::engine) fn margin(value: f64, unit: Option<Unit>, precision: Precision) -> f64 {
    match (unit, precision) {
        (Some(Unit::Percent | Unit::Years | Unit::Hours), _) => decimal_unit(value) / 2.0,
        (_, Precision::About) => last_digit(value),
        (Some(Unit::People | Unit::Place | Unit::Patents | Unit::Petitions), _) => 0.0,
        _ => last_digit(value) / 2.0,
    }
}

/// The margin of a figure.
pub(super) fn tolerance(figure: &Statistic<'_>) -> f64 {
    margin(figure.value, figure.unit, figure.precision)
}

/// One in the last decimal place that is written; 1 for a whole number.
fn decimal_unit(value: f64) -> f64 {
    let places = value.to_string().split_once('.').map_or(0, |it| it.1.len());
    0.1f64.powi(i32::try_from(places).unwrap_or(i32::MAX))
}

/// One in the last place that is not zero: 100 for 331,500. Amounts are rounded to such places.
fn last_digit(value: f64) -> f64 {
    let text = value.to_string();
    match text.split_once('.') {
        Some(_) => decimal_unit(value),
        None => {
            let zeros = text.len() - text.trim_end_matches('0').len();
            10f64.powi(i32::try_from(zeros).unwrap_or(i32::MAX))
        }
    }
}

/// To six places: what a person reads.
pub(super) fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// Whether `computed`, give or take `slack`, may be the published number.
pub(super) fn agrees(figure: &Statistic<'_>, computed: f64, slack: f64) -> bool {
    // A hair more, for what binary fractions leave of sums that are exact in decimal ones.
    (figure.value - computed).abs() <= (tolerance(figure) + slack) * (1.0 + 1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_digit_tells_how_exact_a_number_is() {
        assert!((decimal_unit(33.0) - 1.0).abs() < 1e-12);
        assert!((decimal_unit(14.78) - 0.01).abs() < 1e-12);
        assert!((last_digit(331_500.0) - 100.0).abs() < 1e-9);
        assert!((last_digit(1_900_000.0) - 100_000.0).abs() < 1e-9);
        assert!((last_digit(0.002) - 0.001).abs() < 1e-12);
    }
}
