//! Whether a row of a file stands for the same as one of the graph.
//!
//! It is asked once for each row: what was found is kept, as a row with the key of the file or as a
//! redirect from that key. So the answer stays, whatever is imported later, until somebody merges
//! rows or deletes them.
//!
//! A source tells its own rows apart: domains and names are compared with rows of other sources
//! only, external keys with all. No two rows are one that have different keys of a scheme that
//! gives each but one; and a domain alone does not make one of a whole and its part.

use std::collections::HashMap;

use super::{later::Later, staged::Staged};
use crate::{
    catalog::{Cell, Row, RowId, TABLES, rules::Around},
    engine::duplicates::identity::{Called, Known, Traits, is_recognised, key_mark},
};

/// What a row of a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    New,
    Same(RowId),
    /// It may be one of these, and is kept apart.
    Unclear {
        candidates: Vec<RowId>,
        reason: String,
    },
}

/// What is known when it is asked.
pub(super) struct Sight<'w, 's> {
    pub(super) staged: &'w Staged<'s>,
    pub(super) known: &'w Known,
    /// References that are not set yet.
    pub(super) later: &'w Later,
    /// The key of the source that the row cites, as it is in the graph.
    pub(super) source: Option<&'w str>,
    /// Where the person studied or worked, by the record.
    pub(super) affiliations: &'w [RowId],
    /// By person: the row of the file that it was found to be.
    pub(super) taken: &'w HashMap<RowId, RowId>,
}

/// A row of the graph that is looked at.
struct Candidate {
    id: RowId,
    row: Row,
    traits: Traits,
}

/// What a row of a file is, which has no row under its key.
pub(super) fn recognise(sight: &Sight<'_, '_>, row: &Row) -> Verdict {
    let traits = Traits::of(row);
    let keyed = by_keys(sight, row, &traits);
    if keyed != Verdict::New || !is_recognised(row.table()) {
        return keyed;
    }
    match row {
        Row::Person(_) => person(sight, row, &traits),
        _ => organization(sight, row, &traits),
    }
}

/// The row that a key means which is written like an external key of it, such as `ror-05dxps055`.
pub(super) fn keyed(sight: &Sight<'_, '_>, table: usize, key: &str) -> Option<RowId> {
    let rows = candidates(sight, table, &[key_mark(key)]);
    let mut rows = rows.into_iter().filter(|it| it.traits.is_keyed(key));
    let first = rows.next()?;
    rows.next().is_none().then_some(first.id)
}

fn by_keys(sight: &Sight<'_, '_>, row: &Row, traits: &Traits) -> Verdict {
    let marks: Vec<u64> = traits.keys.iter().map(|it| key_mark(it)).collect();
    let mut same = Vec::new();
    let mut apart = None;
    for it in candidates(sight, row.table(), &marks) {
        let Some(key) = traits.keys.iter().find(|key| it.traits.keys.contains(key)) else {
            continue;
        };
        match traits.conflict(&it.traits) {
            None => same.push(it.id),
            Some((ours, theirs)) => {
                let why = format!("`{}` has `{key}` too, but `{theirs}` for `{ours}`", it.id);
                apart.get_or_insert((it.id, why));
            }
        }
    }
    match (&same[..], apart) {
        ([], None) => Verdict::New,
        ([], Some((id, reason))) => Verdict::Unclear { candidates: vec![id], reason },
        ([one], _) => Verdict::Same(one.clone()),
        _ => unclear(same, "have external keys of it"),
    }
}

fn organization(sight: &Sight<'_, '_>, row: &Row, traits: &Traits) -> Verdict {
    let others = |marks: &[u64]| -> Vec<Candidate> {
        let rows = candidates(sight, row.table(), marks).into_iter();
        rows.filter(|it| is_other(sight, &it.row) && traits.conflict(&it.traits).is_none())
            .collect()
    };
    let mut named = Vec::new();
    let mut of_country = Vec::new();
    for it in others(&traits.name_marks()) {
        let country = traits.is_of_one_country(&it.traits);
        match (traits.called(&it.traits), country) {
            (Some(_), Some(true)) => of_country.push(it.id),
            (Some(Called::Fully), None) => named.push(it.id),
            _ => (),
        }
    }
    if !of_country.is_empty() {
        named = of_country;
    }
    let mut hosts = Vec::new();
    let mut shared = Vec::new();
    for it in others(&traits.domain_marks()) {
        // A domain is often shared with parts, and with branches in other countries.
        let is_doubtful = is_part(sight, row)
            || is_part(sight, &it.row)
            || traits.is_of_one_country(&it.traits) == Some(false);
        match traits.shares_domain(&it.traits) {
            true if is_doubtful && !named.contains(&it.id) => shared.push(it.id),
            true => hosts.push(it.id),
            false => (),
        }
    }
    let both: Vec<RowId> = hosts.iter().filter(|it| named.contains(it)).cloned().collect();
    match (&hosts[..], &both[..], &named[..]) {
        ([one], _, _) | (_, [one], _) | ([], _, [one]) => Verdict::Same(one.clone()),
        ([], _, []) if shared.is_empty() => Verdict::New,
        ([], _, []) => unclear(shared, "and it share a domain, as wholes, parts and branches do"),
        ([], _, _) => unclear(named, "are called so"),
        _ => unclear(hosts, "have a domain of it"),
    }
}

fn person(sight: &Sight<'_, '_>, row: &Row, traits: &Traits) -> Verdict {
    if sight.affiliations.is_empty() {
        return Verdict::New;
    }
    let mut same = Vec::new();
    let mut apart = None;
    for it in candidates(sight, row.table(), &traits.name_marks()) {
        let is_one = is_other(sight, &it.row)
            && traits.called(&it.traits).is_some()
            && traits.conflict(&it.traits).is_none()
            && is_affiliated(sight, &it.id);
        if !is_one {
            continue;
        }
        if let Some((ours, theirs)) = traits.written_otherwise(&it.traits) {
            let why = format!("`{}` is called so too, but is written {theirs}, not {ours}", it.id);
            apart.get_or_insert((it.id, why));
            continue;
        }
        match sight.taken.get(&it.id) {
            Some(by) if *by != row.id() => {
                let why = format!("`{}` was found to be `{by}` of the same file", it.id);
                apart.get_or_insert((it.id, why));
            }
            _ => same.push(it.id),
        }
    }
    match (&same[..], apart) {
        ([], None) => Verdict::New,
        ([], Some((id, reason))) => Verdict::Unclear { candidates: vec![id], reason },
        ([one], _) => Verdict::Same(one.clone()),
        _ => unclear(same, "are called so, and were at the same place"),
    }
}

/// Whether a person studied or worked where the record says.
fn is_affiliated(sight: &Sight<'_, '_>, person: &RowId) -> bool {
    let spells = ["employments", "educations"].into_iter();
    let spells = spells.flat_map(|link| sight.staged.linked(person, link));
    spells.filter_map(|it| place_of(&it)).any(|it| sight.affiliations.contains(&it))
}

/// Where somebody studied or worked.
pub(super) fn place_of(spell: &Row) -> Option<RowId> {
    let field = match spell {
        Row::Employment(_) => "organization",
        Row::Education(_) => "institution",
        _ => return None,
    };
    let field = TABLES[spell.table()].field(field)?;
    spell.references(field).into_iter().next()
}

/// The key of the source that a row cites.
pub(super) fn source_of(row: &Row) -> Option<&str> {
    match row.cell(TABLES[row.table()].field("source")?) {
        Cell::Ref(key) => Some(key),
        _ => None,
    }
}

/// Whether a row is of another source than that of the file.
fn is_other(sight: &Sight<'_, '_>, other: &Row) -> bool {
    sight.source != source_of(other)
}

/// Whether an organization says that it is a part of another, be it one that comes later in the file:
/// so a run that goes on where one stopped, and finds it there, answers the same.
fn is_part(sight: &Sight<'_, '_>, organization: &Row) -> bool {
    let parent = TABLES[organization.table()].field("parent");
    parent.is_some_and(|it| {
        !organization.references(it).is_empty() || sight.later.has_field(&organization.id(), it)
    })
}

fn candidates(sight: &Sight<'_, '_>, table: usize, marks: &[u64]) -> Vec<Candidate> {
    let mut ids: Vec<RowId> =
        marks.iter().flat_map(|it| sight.staged.marked(sight.known, table, *it)).collect();
    ids.sort_by(|one, other| one.key().cmp(other.key()));
    ids.dedup();
    let found = ids.into_iter().filter_map(|id| {
        let row = sight.staged.row(&id)?;
        let traits = Traits::of(&row);
        Some(Candidate { id, row, traits })
    });
    found.collect()
}

fn unclear(candidates: Vec<RowId>, what: &str) -> Verdict {
    let named: Vec<String> = candidates.iter().take(5).map(|it| format!("`{it}`")).collect();
    let more = if candidates.len() > named.len() { " and others" } else { "" };
    Verdict::Unclear { reason: format!("{}{more} {what}", named.join(", ")), candidates }
}
