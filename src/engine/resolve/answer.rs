//! Resolved figures as the record [`crate::catalog::questions::RESOLVED_FIGURES`] says them.

use super::{Answer, ResolveRequest, resolve};
use crate::{
    catalog::{
        enums::{Measure, Resolve},
        place,
    },
    engine::{
        Snapshot,
        compute::{Asked, Datum, field},
    },
};

pub(in crate::engine) fn ask(snapshot: &Snapshot, asked: &Asked<'_>) -> Datum {
    let told = asked.arguments;
    let number = |name: &str| told.int(name).and_then(|it| u32::try_from(it).ok());
    let request = ResolveRequest {
        rows: told.filter("where").cloned(),
        resolve: told.place("resolve").and_then(Resolve::at).unwrap_or(Resolve::All),
        agrees: told.bool("agrees"),
        offset: number("offset").unwrap_or_default(),
        first: number("first").unwrap_or_default(),
    };
    let resolved = resolve(snapshot, &request);
    let nodes = resolved.answers.into_iter().map(|it| answer(snapshot, it));
    Datum::Record(vec![
        Datum::Int(i64::try_from(resolved.questions).unwrap_or(i64::MAX)),
        Datum::Records(nodes.collect()),
    ])
}

fn answer(snapshot: &Snapshot, answer: Answer) -> Vec<Datum> {
    let table = place("Figure");
    let frame = snapshot.frame(table);
    let first = answer.figures[0];
    let about = frame.column(field(frame, "about")).any(first);
    let measure = frame.column(field(frame, "measure")).int(first);
    let measure = measure.and_then(|it| usize::try_from(it).ok()).and_then(Measure::at);
    let (lowest, highest) = answer
        .spread
        .map_or((Datum::Null, Datum::Null), |it| (Datum::Float(it.0), Datum::Float(it.1)));
    vec![
        about.map_or(Datum::Null, |(table, row)| Datum::Row(table, row)),
        measure.map_or(Datum::Null, |it| Datum::Enum(it.name())),
        Datum::Rows(table, answer.figures),
        answer.chosen.map_or(Datum::Null, |it| Datum::Row(table, it)),
        Datum::Text(answer.reason),
        Datum::Bool(answer.agrees),
        lowest,
        highest,
    ]
}
