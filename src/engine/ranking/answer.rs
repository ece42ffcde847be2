//! The ranking as the record [`crate::catalog::questions::PUBLICATION_RANKING`] says it.

use super::{Coverage, Entry, Ranking, RankingRequest, Standing, rank};
use crate::{
    catalog::{enums::RankedBy, place},
    engine::{
        Snapshot,
        compute::{Asked, Datum, Refusal},
    },
};

pub(in crate::engine) fn ask(snapshot: &Snapshot, asked: &Asked<'_>) -> Result<Datum, Refusal> {
    let told = asked.arguments;
    let number = |name: &str| told.int(name).and_then(|it| u32::try_from(it).ok());
    let request = RankingRequest {
        rows: told.filter("where").cloned(),
        among: told.filter("among").cloned(),
        from: told.int("from").unwrap_or_default(),
        to: told.int("to").unwrap_or_default(),
        by: told.place("by").and_then(RankedBy::at).unwrap_or(RankedBy::Papers),
        roll_up: told.bool("roll_up").unwrap_or_default(),
        offset: number("offset").unwrap_or_default(),
        first: number("first").unwrap_or_default(),
    };
    let ranking = rank(snapshot, &request)?;
    let entries = ranking.entries.iter().map(|it| entry(it, ranking.total));
    Ok(Datum::Record(vec![
        Datum::Int(i64::try_from(ranking.ranked).unwrap_or(i64::MAX)),
        Datum::Float(ranking.total),
        Datum::Int(ranking.previous.0),
        Datum::Int(ranking.previous.1),
        Datum::Record(coverage(&ranking)),
        Datum::Records(entries.collect()),
    ]))
}

fn entry(entry: &Entry, total: f64) -> Vec<Datum> {
    let Standing { rank, papers } = entry.standing;
    let previous = entry.previous;
    let int = |it: Option<i64>| it.map_or(Datum::Null, Datum::Int);
    let years = entry.years.iter().map(|(year, it)| {
        vec![Datum::Int(*year), Datum::Int(it.rank.into()), Datum::Float(it.papers)]
    });
    vec![
        Datum::Row(place("Organization"), entry.organization),
        Datum::Int(rank.into()),
        Datum::Float(papers),
        if total > 0.0 { Datum::Float(papers / total) } else { Datum::Null },
        int(previous.map(|it| it.rank.into())),
        previous.map_or(Datum::Null, |it| Datum::Float(it.papers)),
        int(previous.map(|it| i64::from(it.rank) - i64::from(rank))),
        Datum::Records(years.collect()),
        Datum::Connection(place("Publication"), entry.rows.clone()),
    ]
}

fn coverage(ranking: &Ranking) -> Vec<Datum> {
    let it = ranking.coverage;
    let counts = [
        it.counted,
        it.inexact,
        it.without_organization,
        it.without_year,
        it.of_people,
        it.without_number,
        it.not_ranked,
        it.repeated,
        it.covered,
    ];
    let counts = counts.into_iter().map(|it| Datum::Int(it.into()));
    counts.chain([Datum::Text(explanation(it))]).collect()
}

/// Such as `Counted: 4 rows. Left out: 1 without a year, 2 whose papers another row holds.`
fn explanation(it: Coverage) -> String {
    let left_out = [
        (it.without_organization, "without an organization"),
        (it.without_year, "without a year"),
        (it.of_people, "of people"),
        (it.without_number, "without the number asked for"),
        (it.not_ranked, "of organizations that are not ranked"),
        (it.repeated, "about papers that a newer source counts"),
        (it.covered, "whose papers another row holds"),
    ];
    let told = left_out.iter().filter(|it| it.0 > 0).map(|it| format!("{} {}", it.0, it.1));
    let told: Vec<String> = told.collect();
    let rows = if it.counted == 1 { "row" } else { "rows" };
    let told = if told.is_empty() { "none".to_owned() } else { told.join(", ") };
    format!("Counted: {} {rows}. Left out: {told}.", it.counted)
}
