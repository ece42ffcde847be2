//! Pairs as records of the question of the catalog.

use super::{Candidate, DuplicatesRequest, candidates, table_of};
use crate::{
    catalog::{enums::DuplicateType, place},
    engine::{
        Snapshot,
        compute::{Asked, Datum, Refusal},
        request::Told,
    },
};

const TYPES: &[DuplicateType] = &[DuplicateType::Person, DuplicateType::Organization];

pub(in crate::engine) fn ask(snapshot: &Snapshot, asked: &Asked<'_>) -> Result<Datum, Refusal> {
    let told = asked.arguments;
    let types = match told.many("type") {
        None => TYPES.to_vec(),
        Some(types) => TYPES.iter().copied().filter(|it| has(types, *it)).collect(),
    };
    let filter = |it: DuplicateType| match it {
        DuplicateType::Person => told.filter("people").cloned(),
        DuplicateType::Organization => told.filter("organizations").cloned(),
    };
    let of = row(snapshot, asked, &types)?;
    let first = told.int("first").and_then(|it| usize::try_from(it).ok());
    let request = DuplicatesRequest {
        types: types.into_iter().map(|it| (it, filter(it))).collect(),
        of,
        score_min: told.float("min_score").unwrap_or_default(),
        first: first.unwrap_or_default(),
    };
    let found = candidates(snapshot, &request)?;
    Ok(Datum::Records(found.into_iter().map(record).collect()))
}

fn has(types: &[Told], of: DuplicateType) -> bool {
    types.iter().any(|it| matches!(it, Told::Place(place) if DuplicateType::at(*place) == Some(of)))
}

/// The row with which pairs are looked for.
fn row(
    snapshot: &Snapshot,
    asked: &Asked<'_>,
    types: &[DuplicateType],
) -> Result<Option<(usize, u32)>, Refusal> {
    let Some(id) = asked.arguments.id("of") else { return Ok(None) };
    let table = place(id.table());
    if !types.iter().any(|it| table_of(*it) == table) {
        return Err(Refusal::BadInput(format!(
            "`of` is `{id}`: give the id of a person or of an organization, of a sort that `type` \
             does not leave out"
        )));
    }
    let row = snapshot.find(table, id.key());
    row.map(|it| Some((table, it))).ok_or_else(|| Refusal::NotFound(id.to_string()))
}

fn record(candidate: Candidate) -> Vec<Datum> {
    let reasons = candidate.reasons.into_iter().map(|it| {
        vec![Datum::Enum(it.kind.name()), Datum::Text(it.detail), Datum::Float(it.weight)]
    });
    vec![
        Datum::Row(candidate.table, candidate.one),
        Datum::Row(candidate.table, candidate.other),
        Datum::Float(candidate.score),
        Datum::Records(reasons.collect()),
    ]
}
