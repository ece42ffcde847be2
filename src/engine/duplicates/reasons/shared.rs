//! Where two people both worked or studied.

use super::{Reason, called, column, organizations, reason};
use crate::{
    catalog::{enums::DuplicateReason, value::Day},
    engine::{Frame, Snapshot},
};

/// Weights, in bits.
const TOGETHER: f64 = 3.0;
const NOT_TOGETHER: f64 = 2.0;

/// Rows of a link that tie people to organizations by a field.
type Tie = (&'static str, &'static str);

pub(super) fn employer(snapshot: &Snapshot, frame: &Frame, pair: (u32, u32)) -> Option<Reason> {
    let (organization, weight) = shared(snapshot, frame, pair, ("employments", "organization"))?;
    let detail = format!("both worked at {}{}", called(snapshot, organization), when(weight));
    Some(reason(DuplicateReason::SharedEmployer, weight, detail))
}

pub(super) fn school(snapshot: &Snapshot, frame: &Frame, pair: (u32, u32)) -> Option<Reason> {
    let (organization, weight) = shared(snapshot, frame, pair, ("educations", "institution"))?;
    let detail = format!("both studied at {}{}", called(snapshot, organization), when(weight));
    Some(reason(DuplicateReason::SharedSchool, weight, detail))
}

fn when(weight: f64) -> &'static str {
    if weight < TOGETHER { "" } else { " at the same time" }
}

/// The organization in common and its weight: the first by key of those where they were together,
/// else of all.
fn shared(
    snapshot: &Snapshot,
    frame: &Frame,
    (one, other): (u32, u32),
    tie: Tie,
) -> Option<(u32, f64)> {
    let (spells, ones) = organizations(snapshot, (frame, one), tie);
    let mut best: Option<(bool, &str, u32)> = None;
    let target = snapshot.frame(crate::catalog::place("Organization"));
    for (first, organization) in ones {
        let (_, others) = organizations(snapshot, (frame, other), tie);
        for (second, _) in others.filter(|it| it.1 == organization) {
            let is_apart = !were_together(spells, first, second);
            let found = (is_apart, target.key(organization), organization);
            if best.is_none_or(|it| found < it) {
                best = Some(found);
            }
        }
    }
    best.map(|it| (it.2, if it.0 { NOT_TOGETHER } else { TOGETHER }))
}

/// Whether two spells certainly have a day in common.
fn were_together(spells: &Frame, one: u32, other: u32) -> bool {
    match (certain(spells, one), certain(spells, other)) {
        (Some(one), Some(other)) => one.0.max(other.0) <= one.1.min(other.1),
        _ => false,
    }
}

/// The days of which it is certain that the spell covers them. One that goes on has no end; one
/// that is over at an unknown date is not known to cover any.
fn certain(spells: &Frame, row: u32) -> Option<(Day, Day)> {
    let start = column(spells, "start").date(row)?.last_day();
    let is_over = spells.table().field("ending").is_some_and(|it| !spells.column(it).is_null(row));
    match column(spells, "end").date(row) {
        Some(end) => Some((start, end.first_day())).filter(|it| it.0 <= it.1),
        None if is_over => None,
        None => Some((start, Day(i32::MAX))),
    }
}
