//! Search as a question of the root.

use super::{FIRST_MAX, Found, named_tables};
use crate::{
    catalog::{TABLES, enums::SearchType, place, table},
    engine::{
        Snapshot,
        compute::{Asked, Datum, Refusal},
        request::{Reach, Search, Told},
    },
};

/// The rows that fit a text, as records of [`crate::catalog::questions::search::SEARCH_HIT`].
pub(in crate::engine) fn search(snapshot: &Snapshot, asked: &Asked<'_>) -> Result<Datum, Refusal> {
    records(snapshot, asked, Reach::Everything, |it| {
        let score = Datum::Float(it.score());
        vec![row(&it), kind(snapshot, &it), score, way(&it), Datum::Text(it.text), hint(it.hint)]
    })
}

/// The rows whose names begin so, as records of [`crate::catalog::questions::search::COMPLETION`].
pub(in crate::engine) fn complete(
    snapshot: &Snapshot,
    asked: &Asked<'_>,
) -> Result<Datum, Refusal> {
    records(snapshot, asked, Reach::Names, |it| {
        let (row, kind, way) = (row(&it), kind(snapshot, &it), way(&it));
        vec![Datum::Text(it.text), row, kind, way, hint(it.hint)]
    })
}

fn records(
    snapshot: &Snapshot,
    asked: &Asked<'_>,
    reach: Reach,
    record: impl Fn(Found) -> Vec<Datum>,
) -> Result<Datum, Refusal> {
    let types = match asked.arguments.many("types") {
        None => named_tables().map(|it| (it, None)).collect(),
        Some(types) => types.iter().filter_map(asked_type).collect(),
    };
    let first = asked.arguments.int("first").and_then(|it| usize::try_from(it).ok());
    let text = asked.arguments.text("text").unwrap_or_default().to_owned();
    let found =
        snapshot.search(&Search { text, reach, types, first: first.unwrap_or(FIRST_MAX) })?;
    Ok(Datum::Records(found.into_iter().map(record).collect()))
}

fn asked_type(told: &Told) -> Option<(usize, Option<usize>)> {
    match told {
        Told::Place(place) => SearchType::at(*place).map(scope),
        _ => None,
    }
}

/// The table of a type, and the variant where it is one.
fn scope(of: SearchType) -> (usize, Option<usize>) {
    let name: String = of.name().split('_').map(capital).collect();
    if table(&name).is_some() {
        return (place(&name), None);
    }
    let variants = TABLES.iter().enumerate().filter_map(|(table, it)| {
        Some((table, Some(it.variants.iter().position(|it| it.name == name)?)))
    });
    let mut variants = variants;
    variants.next().expect("search types are tables and variants")
}

/// `SALARY` to `Salary`.
fn capital(word: &str) -> String {
    word[..1].to_owned() + &word[1..].to_ascii_lowercase()
}

/// The type of a row: its variant, where its table has some.
fn kind(snapshot: &Snapshot, found: &Found) -> Datum {
    let variant = snapshot.frame(found.table).variant(found.row);
    let types = (0..SearchType::TYPE.values.len()).filter_map(SearchType::at);
    let mut types = types.filter(|it| scope(*it) == (found.table, variant));
    types.next().map_or(Datum::Null, |it| Datum::Enum(it.name()))
}

fn row(found: &Found) -> Datum {
    Datum::Row(found.table, found.row)
}

fn way(found: &Found) -> Datum {
    Datum::Enum(found.way.name())
}

fn hint(hint: Option<String>) -> Datum {
    hint.map_or(Datum::Null, Datum::Text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_with_texts_and_every_variant_is_a_type_and_no_type_leads_nowhere() {
        let types: Vec<_> = (0..SearchType::TYPE.values.len()).filter_map(SearchType::at).collect();
        let scopes: Vec<_> = types.into_iter().map(scope).collect();
        for (place, table) in
            TABLES.iter().enumerate().filter(|it| !["Rate", "Redirect"].contains(&it.1.name))
        {
            assert!(scopes.contains(&(place, None)), "{}", table.name);
            for variant in 0..table.variants.len() {
                assert!(scopes.contains(&(place, Some(variant))), "{}", table.name);
            }
        }
    }
}
