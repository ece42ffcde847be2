//! Answers with chains between people.

use super::{Datum, Refusal};
use crate::{
    catalog::place,
    engine::{
        Snapshot,
        paths::{self, BOUNDS, PathsAsked, Step, Tie},
        request::Arguments,
    },
};

/// The record [`Paths`](crate::catalog::questions).
pub(super) fn connection(snapshot: &Snapshot, told: &Arguments) -> Result<Datum, Refusal> {
    let person = |name: &str| {
        let key = told.key(name).unwrap_or_default();
        let found = snapshot.find(place("Person"), key);
        found.ok_or_else(|| Refusal::NotFound(format!("Person:{key}")))
    };
    let number = |name| told.int(name).and_then(|it| usize::try_from(it).ok()).unwrap_or(1);
    let asked = PathsAsked {
        from: person("from")?,
        to: person("to")?,
        steps_max: number("max_steps"),
        overlapping: told.bool("overlapping").unwrap_or(true),
        first: number("first"),
        bounds: BOUNDS,
    };
    let found = paths::paths(snapshot, &asked);
    let paths = found.paths.iter().map(|it| vec![Datum::Records(it.iter().map(step).collect())]);
    let length = found.length.and_then(|it| i64::try_from(it).ok());
    Ok(Datum::Record(vec![
        length.map_or(Datum::Null, Datum::Int),
        Datum::Records(paths.collect()),
        Datum::Bool(found.has_more),
        Datum::Bool(found.complete),
    ]))
}

fn step(it: &Step) -> Vec<Datum> {
    let person = |row| Datum::Row(place("Person"), row);
    vec![person(it.from), person(it.to), Datum::Records(it.ties.iter().map(tie).collect())]
}

fn tie(it: &Tie) -> Vec<Datum> {
    let year = |it: Option<u16>| it.map_or(Datum::Null, |it| Datum::Int(it.into()));
    let (table, row) = it.through;
    vec![
        Datum::Enum(it.by.name()),
        Datum::Row(table, row),
        year(it.start),
        year(it.end),
        Datum::Bool(it.certain),
    ]
}
