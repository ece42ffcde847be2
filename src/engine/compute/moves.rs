//! Answers to questions about moves.

use roaring::RoaringBitmap;

use super::{Asked, Datum, Refusal};
use crate::{
    catalog::{
        enums::{EmployerChoice, MovePlace},
        place,
    },
    engine::{
        Snapshot,
        moves::{self, AfterYears, AlumniAsked, FlowsAsked, Period, RetentionAsked, Where},
        request::Arguments,
    },
};

/// The record [`TalentFlows`](crate::catalog::questions).
pub(super) fn talent_flows(snapshot: &Snapshot, told: &Arguments) -> Result<Datum, Refusal> {
    let by = by(told);
    let (from, to) = ends(snapshot, told, by)?;
    let found = moves::flows(
        snapshot,
        &FlowsAsked {
            filter: told.filter("where").cloned(),
            by,
            period: Period { from: told.date("period_from"), to: told.date("period_to") },
            from,
            to,
            count_min: number(told, "min_count"),
            offset: number(told, "offset"),
            first: number(told, "first"),
        },
    );
    let moves = found.moves;
    let flows = found.flows.into_iter().map(|it| {
        vec![
            shown(it.from),
            shown(it.to),
            int(it.count),
            int(it.back),
            Datum::Float(part(it.count, moves)),
            people(it.people),
        ]
    });
    Ok(Datum::Record(vec![
        Datum::Records(flows.collect()),
        int(found.total),
        int(moves),
        int(found.unknown),
        int(found.possible),
        int(found.unordered),
        int(found.undated),
        people(found.undated_people),
    ]))
}

/// The record [`EducationFlows`](crate::catalog::questions).
pub(super) fn education_flows(snapshot: &Snapshot, told: &Arguments) -> Result<Datum, Refusal> {
    let by = by(told);
    let (from, to) = ends(snapshot, told, by)?;
    let employer = told.place("employer").and_then(EmployerChoice::at);
    let found = moves::alumni(
        snapshot,
        &AlumniAsked {
            studies: told.filter("studies").cloned(),
            employments: told.filter("employments").cloned(),
            by,
            employer: employer.unwrap_or(EmployerChoice::First),
            from,
            to,
            count_min: number(told, "min_count"),
            offset: number(told, "offset"),
            first: number(told, "first"),
        },
    );
    let counted = found.counted;
    let flows = found.flows.into_iter().map(|it| {
        let count = it.people.len();
        let share = Datum::Float(part(count, counted));
        vec![shown(it.from), shown(it.to), int(count), share, people(it.people)]
    });
    Ok(Datum::Record(vec![
        Datum::Records(flows.collect()),
        int(found.total),
        int(counted),
        int(found.unknown),
        int(found.undated),
        people(found.undated_people),
    ]))
}

/// The record [`Retention`](crate::catalog::questions).
pub(super) fn retention(snapshot: &Snapshot, asked: &Asked<'_>) -> Result<Datum, Refusal> {
    let told = asked.arguments;
    let by = by(told);
    let found = moves::retention(
        snapshot,
        &RetentionAsked {
            filter: told.filter("where").cloned(),
            by,
            at: end(snapshot, told, by, ("at", "at_country"))?,
            on: asked.on(),
            years: told.int("years").and_then(|it| u16::try_from(it).ok()).unwrap_or(1),
        },
    );
    let cohorts = found.cohorts.into_iter().map(|it| {
        let after = (1..).zip(&it.after).map(|(years, it)| after(years, it));
        vec![Datum::Int(it.year.into()), int(it.started), Datum::Records(after.collect())]
    });
    Ok(Datum::Record(vec![Datum::Records(cohorts.collect()), int(found.unplaced)]))
}

fn after(years: i64, it: &AfterYears) -> Vec<Datum> {
    let come = it.stayed + it.left + it.unknown;
    let share = |count| if come > 0 { Datum::Float(part(count, come)) } else { Datum::Null };
    vec![
        Datum::Int(years),
        int(it.stayed),
        int(it.left),
        int(it.unknown),
        int(it.pending),
        share(it.stayed),
        share(it.stayed + it.unknown),
    ]
}

fn by(told: &Arguments) -> MovePlace {
    told.place("by").and_then(MovePlace::at).unwrap_or(MovePlace::Organization)
}

/// Where moves should come from and where they should go.
fn ends(
    snapshot: &Snapshot,
    told: &Arguments,
    by: MovePlace,
) -> Result<(Option<Where>, Option<Where>), Refusal> {
    let from = end(snapshot, told, by, ("from", "from_country"))?;
    let to = end(snapshot, told, by, ("to", "to_country"))?;
    Ok((from, to))
}

/// A place that is asked for, by the argument for organizations or that for countries.
fn end(
    snapshot: &Snapshot,
    told: &Arguments,
    by: MovePlace,
    (organization, country): (&str, &str),
) -> Result<Option<Where>, Refusal> {
    let camel = country.replace("_c", "C");
    match (by, told.key(organization), told.country(country)) {
        (_, None, None) => Ok(None),
        (MovePlace::Country, None, Some(it)) => Ok(Some(Where::Country(it))),
        (MovePlace::Country, Some(_), _) => Err(Refusal::BadInput(format!(
            "`{organization}` is an organization: by COUNTRY, give `{camel}`"
        ))),
        (_, _, Some(_)) => Err(Refusal::BadInput(format!(
            "`{camel}` goes with by COUNTRY: by organizations, give `{organization}`"
        ))),
        (_, Some(key), None) => {
            let found = snapshot.find(place("Organization"), key);
            let row = found.ok_or_else(|| Refusal::NotFound(format!("Organization:{key}")))?;
            Ok(Some(Where::Organization(row)))
        }
    }
}

fn shown(it: Where) -> Datum {
    Datum::Record(match it {
        Where::Organization(row) => vec![Datum::Row(place("Organization"), row), Datum::Null],
        Where::Country(it) => vec![Datum::Null, Datum::Country(it)],
    })
}

fn people(rows: RoaringBitmap) -> Datum {
    Datum::Connection(place("Person"), rows)
}

fn int(count: u64) -> Datum {
    Datum::Int(count.cast_signed())
}

/// An argument that counts rows.
fn number(told: &Arguments, name: &str) -> u32 {
    told.int(name).and_then(|it| u32::try_from(it).ok()).unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "rows are fewer than 2^52")]
fn part(count: u64, of: u64) -> f64 {
    count as f64 / of as f64
}
