//! What published numbers have to do with each other.

use super::{
    Check, Statistic,
    precision::{agrees, rounded, tolerance},
};
use crate::{
    catalog::{
        TABLES,
        enums::{Dimension, Measure, Unit, Verdict},
        place,
        value::{Amount, Currency, Money, PartialDate},
    },
    engine::{
        Frame, Snapshot,
        compute::{field, rates},
    },
};

/// What those are called of whom something is not known.
const UNKNOWN: &str = "unknown";

type Family<'f, 's> = &'f [Statistic<'s>];

/// Whether each member of a group is in one category of the dimension and no more.
fn is_partition(dimension: Dimension) -> bool {
    matches!(dimension, Dimension::HighestDegree)
}

fn verdict(holds: bool) -> Verdict {
    if holds { Verdict::Consistent } else { Verdict::Contradicted }
}

fn rows(figures: &[&Statistic<'_>], but: &Statistic<'_>) -> Vec<u32> {
    figures.iter().map(|it| it.row).filter(|it| *it != but.row).collect()
}

fn headcount<'f, 's>(family: Family<'f, 's>) -> Option<&'f Statistic<'s>> {
    family.iter().find(|it| it.measure == Measure::Headcount)
}

/// The counts of all categories of a dimension that parts the group.
fn counts<'f, 's>(family: Family<'f, 's>, dimension: Dimension) -> Vec<&'f Statistic<'s>> {
    let of = |it: &&Statistic<'_>| it.measure == Measure::Count && it.dimension == Some(dimension);
    family.iter().filter(of).collect()
}

fn is_unknown(figure: &Statistic<'_>) -> bool {
    figure.category.is_some_and(|it| it.eq_ignore_ascii_case(UNKNOWN))
}

fn total(figures: &[&Statistic<'_>]) -> f64 {
    figures.iter().map(|it| it.value).sum()
}

fn sum_text(figures: &[&Statistic<'_>]) -> String {
    figures.iter().map(|it| it.value.to_string()).collect::<Vec<_>>().join(" + ")
}

/// The counts of all categories, those of whom nothing is known among them, make the headcount.
pub(super) fn sum(figure: &Statistic<'_>, family: Family<'_, '_>) -> Option<Check> {
    let headcount = headcount(family)?;
    let dimension = match figure.measure {
        Measure::Headcount => {
            family.iter().filter_map(|it| it.dimension).find(|it| is_partition(*it))?
        }
        Measure::Count => figure.dimension.filter(|it| is_partition(*it))?,
        _ => return None,
    };
    let counts = counts(family, dimension);
    if counts.len() < 2 || !counts.iter().any(|it| is_unknown(it)) {
        return None;
    }
    let sum = total(&counts);
    let holds = agrees(headcount, sum, 0.0);
    let sign = if holds { "" } else { "not " };
    let used: Vec<&Statistic<'_>> = counts.iter().copied().chain([headcount]).collect();
    Some(Check {
        verdict: verdict(holds),
        rule: "the counts of all categories, unknown ones among them, make the headcount"
            .to_owned(),
        computation: format!("{} = {sum}, {sign}{}", sum_text(&counts), headcount.value),
        published: headcount.value,
        computed: sum,
        tolerance: tolerance(headcount),
        figures: rows(&used, figure),
    })
}

/// A part is no more than the whole; only what breaks this says anything.
pub(super) fn part(figure: &Statistic<'_>, family: Family<'_, '_>) -> Option<Check> {
    let headcount = headcount(family)?;
    if figure.measure != Measure::Count || figure.value <= headcount.value {
        return None;
    }
    Some(Check {
        verdict: Verdict::Contradicted,
        rule: "a part is no more than the whole".to_owned(),
        computation: format!("{} of {}", figure.value, headcount.value),
        published: figure.value,
        computed: headcount.value,
        tolerance: 0.0,
        figures: rows(&[headcount], figure),
    })
}

/// A share is a category's count by a whole. What the whole is, publications rarely say: every
/// reading that makes sense is tried, and one that gives the share is enough.
pub(super) fn share(figure: &Statistic<'_>, family: Family<'_, '_>) -> Option<Check> {
    let dimension = figure.dimension.filter(|_| figure.measure == Measure::Share)?;
    let counts = counts(family, dimension);
    let count = *counts.iter().find(|it| it.category == figure.category)?;
    let headcount = headcount(family);
    let unknown: Vec<&Statistic<'_>> = counts.iter().copied().filter(|it| is_unknown(it)).collect();
    let unknown = total(&unknown);
    let mut wholes: Vec<(f64, &str)> = Vec::new();
    if let Some(headcount) = headcount {
        wholes.push((headcount.value, "the headcount"));
        wholes.push((headcount.value - unknown, "the headcount less the unknown"));
    }
    if is_partition(dimension) {
        wholes.push((total(&counts), "the sum of all counts"));
        wholes.push((total(&counts) - unknown, "the sum of the known counts"));
    }
    let mut readings: Vec<(f64, String)> = Vec::new();
    for (whole, what) in wholes.into_iter().filter(|it| it.0 > 0.0) {
        let percent = count.value / whole * 100.0;
        let text = format!("{} of {whole} ({what}) is {:.2} %", count.value, percent);
        readings.push((percent, text));
    }
    let nearest = nearest(figure, &readings)?;
    let holds = agrees(figure, nearest.0, 0.0);
    let computation = if holds {
        nearest.1.clone()
    } else {
        let all: Vec<&str> = readings.iter().map(|it| it.1.as_str()).collect();
        format!("{}, never {} %", all.join(", "), figure.value)
    };
    let used: Vec<&Statistic<'_>> = counts.iter().copied().chain(headcount).collect();
    Some(Check {
        verdict: verdict(holds),
        rule: "the share is the category's count by the whole".to_owned(),
        computation,
        published: figure.value,
        computed: nearest.0,
        tolerance: tolerance(figure),
        figures: rows(&used, figure),
    })
}

/// The first reading that gives the published number, or the one that comes nearest.
fn nearest<'r>(figure: &Statistic<'_>, readings: &'r [(f64, String)]) -> Option<&'r (f64, String)> {
    let distance = |it: &(f64, String)| (it.0 - figure.value).abs();
    let first = readings.iter().find(|it| agrees(figure, it.0, 0.0));
    first.or_else(|| readings.iter().min_by(|one, other| distance(one).total_cmp(&distance(other))))
}

/// The shares of all categories make 100 %, as far as rounding allows.
pub(super) fn shares(figure: &Statistic<'_>, family: Family<'_, '_>) -> Option<Check> {
    let dimension = figure.dimension.filter(|it| is_partition(*it))?;
    let is_share =
        |it: &&Statistic<'_>| it.measure == Measure::Share && it.dimension == Some(dimension);
    let shares: Vec<&Statistic<'_>> = family.iter().filter(is_share).collect();
    if figure.measure != Measure::Share || shares.len() < 3 {
        return None;
    }
    let sum = total(&shares);
    let slack: f64 = shares.iter().map(|it| tolerance(it)).sum();
    let holds = (sum - 100.0).abs() <= slack;
    Some(Check {
        verdict: verdict(holds),
        rule: "the shares of all categories make 100 %".to_owned(),
        computation: format!("{} = {}", sum_text(&shares), rounded(sum)),
        published: 100.0,
        computed: sum,
        tolerance: slack,
        figures: rows(&shares, figure),
    })
}

/// A premium is the difference by what is left of the mean without it.
pub(super) fn premium(figure: &Statistic<'_>, family: Family<'_, '_>) -> Option<Check> {
    if figure.measure != Measure::PayPremium {
        return None;
    }
    let mean = family.iter().find(|it| it.measure == Measure::MeanPay)?;
    let is_difference = |it: &&Statistic<'_>| {
        it.measure == Measure::PayDifference && it.compared_with == figure.compared_with
    };
    let difference = family.iter().find(is_difference)?;
    let percent = |mean: f64, difference: f64| difference / (mean - difference) * 100.0;
    let computed = percent(mean.value, difference.value);
    let most = percent(mean.value - tolerance(mean), difference.value + tolerance(difference));
    let slack = (most - computed).abs();
    Some(Check {
        verdict: verdict(agrees(figure, computed, slack)),
        rule: "the premium is the difference by the mean that it is a difference to".to_owned(),
        computation: format!(
            "{} / ({} - {}) = {:.2} %",
            difference.value, mean.value, difference.value, computed
        ),
        published: figure.value,
        computed,
        tolerance: tolerance(figure) + slack,
        figures: rows(&[mean, difference], figure),
    })
}

/// An amount in another currency is the record's own amount by an exchange rate of its time.
pub(super) fn conversion(
    snapshot: &Snapshot,
    frame: &Frame,
    figure: &Statistic<'_>,
) -> Option<Check> {
    let end = match figure.measure {
        Measure::PayLowConverted => "low",
        Measure::PayHighConverted => "high",
        _ => return None,
    };
    let (table, row) = figure.about.filter(|it| TABLES[it.0].name == "SalaryRecord")?;
    if figure.unit != Some(Unit::CurrencyPerYear) || table != place("SalaryRecord") {
        return None;
    }
    let records = snapshot.frame(table);
    let column = |name| records.column(field(records, name));
    let amount = column(end).int(row).or_else(|| column("low").int(row))?;
    let amount = Amount::from_code(amount)?;
    let from = column("currency").currency(row)?;
    let own = Money { amount, currency: from };
    let to: Currency = frame.column(field(frame, "currency")).currency(figure.row)?;
    let readings: Vec<(f64, String)> = dates(figure)
        .into_iter()
        .filter_map(|date| {
            let factor = rates::exchange_at(snapshot, (from, to), date)?;
            let computed = amount.to_f64() * factor;
            let text = format!("{own} × {factor:.4} ({date}) = {computed:.0} {to}");
            Some((computed, text))
        })
        .collect();
    let nearest = nearest(figure, &readings)?;
    let holds = agrees(figure, nearest.0, 0.0);
    let sign = if holds { "about" } else { "not" };
    Some(Check {
        verdict: verdict(holds),
        rule: "the amount is the record's own by an exchange rate of its time".to_owned(),
        computation: format!("{}, {sign} {}", nearest.1, figure.value),
        published: figure.value,
        computed: nearest.0,
        tolerance: tolerance(figure),
        figures: Vec::new(),
    })
}

/// The months and years whose exchange rates a publication may have used.
fn dates(figure: &Statistic<'_>) -> Vec<PartialDate> {
    let given = [figure.as_of, figure.start].into_iter().flatten();
    let mut dates: Vec<PartialDate> = Vec::new();
    for date in given {
        let month = PartialDate::new(date.year(), date.month(), None);
        let year = PartialDate::new(date.year(), None, None);
        let before = PartialDate::new(date.year() - 1, None, None);
        for date in [month, year, before].into_iter().flatten() {
            if !dates.contains(&date) {
                dates.push(date);
            }
        }
    }
    dates
}
