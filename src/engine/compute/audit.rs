//! A published statistic, recomputed from other figures and rows.
//!
//! Figures belong together where they are about the same row, or in the same words about none, and
//! hold for the same time. What a number was published to is told by its last digit: a share of
//! 33 % may be anything from 32.5 to 33.5. Two numbers agree where what the one may be meets what
//! the other may be.

pub(in crate::engine) mod precision;
mod rules;

use super::{Datum, field};
use crate::{
    catalog::{
        enums::{Dimension, Measure, Precision, Unit, Verdict},
        place,
        value::PartialDate,
    },
    engine::{Frame, Snapshot},
};

/// What the rules look at of a figure.
#[derive(Clone, Debug)]
struct Statistic<'s> {
    row: u32,
    about: Option<(usize, u32)>,
    topic: &'s str,
    measure: Measure,
    dimension: Option<Dimension>,
    category: Option<&'s str>,
    compared_with: Option<&'s str>,
    value: f64,
    precision: Precision,
    unit: Option<Unit>,
    start: Option<PartialDate>,
    as_of: Option<PartialDate>,
}

/// One computation, and what it showed.
struct Check {
    verdict: Verdict,
    rule: String,
    computation: String,
    published: f64,
    computed: f64,
    tolerance: f64,
    figures: Vec<u32>,
}

/// The record [`crate::catalog::computed::AUDIT`] of a figure.
pub(super) fn audit(snapshot: &Snapshot, frame: &Frame, row: u32) -> Datum {
    let Some(figure) = statistic(frame, row) else {
        return verdict(Verdict::NotCheckable, "The figure states no number.".to_owned(), vec![]);
    };
    let family = family(snapshot, frame, &figure);
    let checks: Vec<Check> = [
        rules::sum(&figure, &family),
        rules::part(&figure, &family),
        rules::share(&figure, &family),
        rules::shares(&figure, &family),
        rules::premium(&figure, &family),
        rules::conversion(snapshot, frame, &figure),
    ]
    .into_iter()
    .flatten()
    .collect();
    let contradicted = checks.iter().filter(|it| it.verdict == Verdict::Contradicted);
    let contradictions: Vec<&str> = contradicted.map(|it| it.computation.as_str()).collect();
    let (overall, explanation) = if !contradictions.is_empty() {
        (Verdict::Contradicted, format!("Contradicted: {}.", contradictions.join("; ")))
    } else if checks.is_empty() {
        let nothing = "No other figure or row gives the numbers it could be computed from.";
        (Verdict::NotCheckable, nothing.to_owned())
    } else {
        let found: Vec<&str> = checks.iter().map(|it| it.computation.as_str()).collect();
        (Verdict::Consistent, format!("Consistent: {}.", found.join("; ")))
    };
    verdict(overall, explanation, checks)
}

fn verdict(verdict: Verdict, explanation: String, checks: Vec<Check>) -> Datum {
    let checks = checks.into_iter().map(|it| {
        vec![
            Datum::Enum(it.verdict.name()),
            Datum::Text(it.rule),
            Datum::Text(it.computation),
            Datum::Float(it.published),
            Datum::Float(precision::rounded(it.computed)),
            Datum::Float(precision::rounded(it.tolerance)),
            Datum::Rows(place("Figure"), it.figures),
        ]
    });
    Datum::Record(vec![
        Datum::Enum(verdict.name()),
        Datum::Text(explanation),
        Datum::Records(checks.collect()),
    ])
}

/// The figure in `row`; `None` where it states no number.
fn statistic(frame: &Frame, row: u32) -> Option<Statistic<'_>> {
    let column = |name| frame.column(field(frame, name));
    let place = |name| column(name).int(row).and_then(|it| usize::try_from(it).ok());
    Some(Statistic {
        row,
        about: column("about").any(row),
        topic: column("topic").text(row)?,
        measure: place("measure").and_then(Measure::at)?,
        dimension: place("dimension").and_then(Dimension::at),
        category: column("category").text(row),
        compared_with: column("compared_with").text(row),
        value: column("value").float(row)?,
        precision: place("precision").and_then(Precision::at).unwrap_or(Precision::Exact),
        unit: place("unit").and_then(Unit::at),
        start: column("start").date(row),
        as_of: column("as_of").date(row),
    })
}

/// How many figures are looked at to audit one, roughly.
pub(super) fn cost(snapshot: &Snapshot, frame: &Frame, row: u32) -> u64 {
    let about = frame.column(field(frame, "about")).any(row);
    let linked = about.and_then(|(table, row)| {
        let about = snapshot.frame(table);
        Some(about.linked(about.table().link("figures")?, row).len() as u64)
    });
    linked.unwrap_or_else(|| frame.rows().into())
}

/// The figures that belong together with `figure`, itself among them, in order of their keys.
fn family<'s>(snapshot: &Snapshot, frame: &'s Frame, figure: &Statistic<'s>) -> Vec<Statistic<'s>> {
    let belongs = |it: &Statistic<'_>| {
        let same = match figure.about {
            Some(_) => it.about == figure.about,
            None => it.about.is_none() && it.topic == figure.topic,
        };
        same && it.start == figure.start
    };
    let linked = figure.about.and_then(|(table, row)| {
        let about = snapshot.frame(table);
        let link = about.table().link("figures")?;
        Some(about.linked(link, row).iter().collect::<Vec<u32>>())
    });
    let rows = linked.unwrap_or_else(|| {
        let topics = frame.column(field(frame, "topic"));
        (topics.texts_where(|it| it == figure.topic) & frame.live()).iter().collect()
    });
    rows.into_iter().filter_map(|it| statistic(frame, it)).filter(belongs).collect()
}
