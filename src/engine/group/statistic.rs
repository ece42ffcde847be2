//! What is said of numbers.
//!
//! Numbers stand as whole numbers in the order of what they mean, so that one code sorts them all.

use super::numbers::Unit;
use crate::engine::request::{Histogram, Statistic};

/// Numbers are sorted as a whole where they are fewer; else only what is wanted is selected.
const SORTED_MAX: usize = 64;

/// Writes what is wanted of `values` to `into`, NaN where there is no answer: of no numbers, or
/// for the deviation of one.
pub(super) fn summarize(values: &mut [i64], unit: Unit, wanted: &[Statistic], into: &mut Vec<f64>) {
    let begin = into.len();
    let sum = wanted.iter().any(|it| is_of_sum(*it)).then(|| unit.sum(values));
    let mut quantiles = Vec::new();
    for (place, statistic) in wanted.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "tables hold fewer than 2^32 rows")]
        let count = values.len() as f64;
        let number = match (statistic, sum) {
            (Statistic::Count, _) => count,
            _ if values.is_empty() => f64::NAN,
            (Statistic::Sum, Some(sum)) => sum,
            (Statistic::Mean, Some(sum)) => sum / count,
            (Statistic::Stddev, Some(sum)) => deviation(values, unit, sum / count),
            (Statistic::Min, _) => values.iter().min().map_or(f64::NAN, |it| unit.number(*it)),
            (Statistic::Max, _) => values.iter().max().map_or(f64::NAN, |it| unit.number(*it)),
            (Statistic::Quantile(p), _) => {
                quantiles.push((*p, place));
                f64::NAN
            }
            _ => unreachable!("sums were made for those that need them"),
        };
        into.push(number);
    }
    if !values.is_empty() {
        quantiles.sort_by(|one, other| one.0.total_cmp(&other.0));
        select(values, unit, &quantiles, &mut into[begin..]);
    }
}

fn is_of_sum(statistic: Statistic) -> bool {
    matches!(statistic, Statistic::Sum | Statistic::Mean | Statistic::Stddev)
}

fn deviation(values: &[i64], unit: Unit, mean: f64) -> f64 {
    let squares: f64 = values.iter().map(|it| (unit.number(*it) - mean).powi(2)).sum();
    #[expect(clippy::cast_precision_loss, reason = "tables hold fewer than 2^32 rows")]
    let others = values.len() as f64 - 1.0;
    // Of one number it is 0 / 0: NaN.
    (squares / others).sqrt()
}

/// Writes the quantiles, ascending, each to its place.
fn select(values: &mut [i64], unit: Unit, quantiles: &[(f64, usize)], into: &mut [f64]) {
    let is_sorted = values.len() <= SORTED_MAX;
    if is_sorted && !quantiles.is_empty() {
        values.sort_unstable();
    }
    let last = values.len() - 1;
    // Everything before `from` is in its place, and everything behind is greater or equal.
    let mut from = 0;
    for (p, place) in quantiles {
        #[expect(clippy::cast_precision_loss, reason = "tables hold fewer than 2^32 rows")]
        let position = p * last as f64;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "p is in 0..=1, so that the position is in 0..=last"
        )]
        let lower = (position.floor() as usize).min(last);
        #[expect(clippy::cast_precision_loss, reason = "it is below 2^32")]
        let fraction = position - lower as f64;
        if !is_sorted {
            values[from..].select_nth_unstable(lower - from);
            from = lower;
        }
        let low = unit.number(values[lower]);
        into[*place] = if fraction > 0.0 && lower < last {
            let above = &values[lower + 1..];
            let next = if is_sorted { above.first() } else { above.iter().min() };
            let high = next.map_or(low, |it| unit.number(*it));
            // Fused, so that engines which compile it so give the same number to the last bit.
            low.mul_add(1.0 - fraction, high * fraction)
        } else {
            low
        };
    }
}

/// The bins of a histogram: lower edge, upper edge, count. None of no numbers.
pub fn histogram(values: &[i64], unit: Unit, wanted: &Histogram) -> Vec<(f64, f64, usize)> {
    let numbers = || values.iter().map(|it| unit.number(*it));
    let edges = match wanted {
        Histogram::Edges(edges) => edges.clone(),
        Histogram::Bins(bins) => {
            let least = numbers().fold(f64::INFINITY, f64::min);
            let greatest = numbers().fold(f64::NEG_INFINITY, f64::max);
            if values.is_empty() {
                return Vec::new();
            }
            #[expect(clippy::cast_precision_loss, reason = "there are few bins")]
            let edge = |it: usize| least + (greatest - least) * (it as f64 / *bins as f64);
            // The last edge is the greatest number itself, which rounding could leave outside.
            (0..*bins).map(edge).chain([greatest]).collect()
        }
    };
    let mut counts = vec![0; edges.len().saturating_sub(1)];
    for number in numbers() {
        let above = edges.partition_point(|it| *it <= number);
        let is_last = edges.last() == Some(&number);
        // The greatest of all numbers is in the last bin, even where all edges are one.
        let bin = if is_last { counts.len() } else { above };
        if let Some(count) = bin.checked_sub(1).and_then(|it| counts.get_mut(it)) {
            *count += 1;
        }
    }
    let bins = edges.iter().zip(edges.iter().skip(1)).zip(counts);
    bins.map(|((from, to), count)| (*from, *to, count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_number_is_in_the_last_bin_where_edges_are_rounded() {
        // 0.2 + (0.9 - 0.2) is less than 0.9.
        let values = [0.2f64, 0.5, 0.9].map(|it| it.to_bits().cast_signed());
        for bins in 1..50 {
            let found = histogram(&values, Unit::Float, &Histogram::Bins(bins));
            assert_eq!(found.iter().map(|it| it.2).sum::<usize>(), values.len(), "{bins}");
            assert_eq!(found.last().map(|it| it.1.to_string()), Some("0.9".to_owned()));
        }
    }
}
