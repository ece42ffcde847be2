//! What speaks for and against that two rows stand for one and the same.

mod shared;

use super::{
    Reason,
    names::{Likeness, Name, Of},
};
use crate::{
    catalog::{
        enums::DuplicateReason,
        place,
        value::{ExternalKey, PartialDate, Scheme},
    },
    engine::{Column, Frame, Snapshot, compute::field},
};

/// Weights, in bits, of what is not a name.
const SAME_KEY: f64 = 20.0;
const CONFLICTING_KEY: f64 = -10.0;
const SAME_PAGE: f64 = 8.0;
const SAME_DOMAIN: f64 = 6.0;
const SAME_BIRTH_DAY: f64 = 10.0;
const SAME_BIRTH_MONTH: f64 = 6.0;
const SAME_BIRTH_YEAR: f64 = 3.0;
const DIFFERENT_BIRTH: f64 = -10.0;
const SAME_COUNTRY: f64 = 1.0;
const PART_OF: f64 = -8.0;

/// Schemes that give each person or organization one identifier.
pub(super) const UNIQUE: &[Scheme] =
    &[Scheme::Ror, Scheme::Orcid, Scheme::Wikidata, Scheme::Dblp, Scheme::Lei];

/// All there is, what is about names and keys first.
pub(super) fn reasons(snapshot: &Snapshot, table: usize, (one, other): (u32, u32)) -> Vec<Reason> {
    let frame = snapshot.frame(table);
    let mut reasons = external_keys(frame, one, other);
    reasons.extend(name(frame, one, other));
    reasons.extend(page(frame, one, other));
    if of(frame) == Of::People {
        reasons.extend(birth(frame, one, other));
        reasons.extend(shared::employer(snapshot, frame, (one, other)));
        reasons.extend(shared::school(snapshot, frame, (one, other)));
    } else {
        reasons.extend(part(frame, one, other));
    }
    reasons.extend(country(frame, one, other));
    reasons
}

fn reason(kind: DuplicateReason, weight: f64, detail: String) -> Reason {
    Reason { kind, detail, weight }
}

fn of(frame: &Frame) -> Of {
    if frame.table().name == "Person" { Of::People } else { Of::Organizations }
}

fn column<'f>(frame: &'f Frame, name: &str) -> &'f Column {
    frame.column(field(frame, name))
}

/// What a row is called, and then what it is also called.
pub(super) fn names_of(frame: &Frame, row: u32) -> Vec<Name<'_>> {
    let of = of(frame);
    let name = column(frame, "name").forms(row).filter_map(|it| Name::new(it, false, of));
    let aliases = column(frame, "aliases").forms(row).filter_map(|it| Name::new(it, true, of));
    name.chain(aliases).collect()
}

/// A page or a domain, so written that equal ones are equal texts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) page: String,
    is_domain: bool,
}

/// The pages of a row; those of an organization that have no path are domains.
pub(super) fn pages_of(frame: &Frame, row: u32) -> Vec<Page> {
    let domains = frame.table().field("domains");
    let domains = domains.into_iter().flat_map(|it| frame.column(it).forms(row));
    pages(column(frame, "website").text(row), domains, of(frame))
}

/// The domains of an organization with this website and these domains.
pub(super) fn domains<'d>(
    website: Option<&str>,
    domains: impl Iterator<Item = &'d str>,
) -> Vec<String> {
    let pages = pages(website, domains, Of::Organizations).into_iter();
    pages.filter(|it| it.is_domain).map(|it| it.page).collect()
}

fn pages<'d>(website: Option<&str>, domains: impl Iterator<Item = &'d str>, of: Of) -> Vec<Page> {
    let mut pages = Vec::new();
    if let Some(url) = website {
        let bare = url.split_once("://").map_or(url, |it| it.1).trim_end_matches('/');
        let (host, path) = bare.split_once('/').unwrap_or((bare, ""));
        let host = plain_host(host);
        let is_domain = path.is_empty() && of == Of::Organizations;
        let page = if path.is_empty() { host } else { format!("{host}/{path}") };
        pages.push(Page { page, is_domain });
    }
    pages.extend(domains.map(plain_host).map(|page| Page { page, is_domain: true }));
    pages
}

fn plain_host(host: &str) -> String {
    let host = host.to_lowercase();
    host.strip_prefix("www.").map_or_else(|| host.clone(), str::to_owned)
}

fn external_keys(frame: &Frame, one: u32, other: u32) -> Vec<Reason> {
    let keys = column(frame, "external_keys");
    let keys = |row| keys.forms(row).filter_map(|it| it.parse().ok()).collect::<Vec<ExternalKey>>();
    let (one, other) = (keys(one), keys(other));
    let mut reasons = Vec::new();
    if let Some(key) = one.iter().find(|it| other.contains(it)) {
        let detail = format!("both have `{key}`");
        reasons.push(reason(DuplicateReason::SameExternalKey, SAME_KEY, detail));
    }
    for scheme in UNIQUE {
        let of = |keys: &'_ [ExternalKey]| {
            keys.iter().filter(|it| it.scheme == *scheme).cloned().collect::<Vec<_>>()
        };
        let (one, other) = (of(&one), of(&other));
        if let (Some(first), Some(second)) = (one.first(), other.first())
            && !one.iter().any(|it| other.contains(it))
        {
            let detail = format!("the one has `{first}`, the other `{second}`");
            reasons.push(reason(DuplicateReason::ConflictingExternalKey, CONFLICTING_KEY, detail));
        }
    }
    reasons
}

/// The pair of their names that says most.
fn name(frame: &Frame, one: u32, other: u32) -> Option<Reason> {
    let of = of(frame);
    let (ones, others) = (names_of(frame, one), names_of(frame, other));
    let told_apart = of == Of::People && are_told_apart(&ones, &others);
    let mut best: Option<(Likeness, &Name<'_>, &Name<'_>)> = None;
    for one in &ones {
        for other in &others {
            let Some(mut likeness) = one.likeness(other, of) else { continue };
            if told_apart && (is_spelled_out(one, &ones) || is_spelled_out(other, &others)) {
                likeness = Likeness::Sound;
            }
            if best.as_ref().is_none_or(|it| it.0.weight() < likeness.weight()) {
                best = Some((likeness, one, other));
            }
        }
    }
    let (likeness, one, other) = best?;
    let is_same = matches!(likeness, Likeness::Same | Likeness::SameShort);
    let kind = if is_same && (one.is_alias || other.is_alias) {
        DuplicateReason::SameAlias
    } else {
        DuplicateReason::SimilarName
    };
    let detail = format!("`{}` {} `{}`", one.text, likeness.words(), other.text);
    Some(reason(kind, likeness.weight(), detail))
}

/// Whether both have Chinese names, and none in common.
fn are_told_apart(ones: &[Name<'_>], others: &[Name<'_>]) -> bool {
    let mut others = others.iter().filter(|it| it.is_chinese()).peekable();
    let mut ones = ones.iter().filter(|it| it.is_chinese()).peekable();
    if ones.peek().is_none() || others.peek().is_none() {
        return false;
    }
    let others: Vec<_> = others.collect();
    ones.all(|one| !others.iter().any(|it| it.is_written_as(one)))
}

/// Whether a name is but how a Chinese name of the same row is spoken.
fn is_spelled_out(name: &Name<'_>, of: &[Name<'_>]) -> bool {
    of.iter().any(|it| it.is_chinese() && it.sounds_like(name))
}

fn page(frame: &Frame, one: u32, other: u32) -> Option<Reason> {
    let others = pages_of(frame, other);
    let page = pages_of(frame, one).into_iter().find(|it| others.contains(it))?;
    let detail = format!("both have `{}`", page.page);
    Some(if page.is_domain {
        reason(DuplicateReason::SameDomain, SAME_DOMAIN, detail)
    } else {
        reason(DuplicateReason::SameWebsite, SAME_PAGE, detail)
    })
}

fn birth(frame: &Frame, one: u32, other: u32) -> Option<Reason> {
    let births = column(frame, "birth_date");
    let (one, other) = (births.date(one)?, births.date(other)?);
    if one.last_day() < other.first_day() || other.last_day() < one.first_day() {
        let detail = format!("the one is born {one}, the other {other}");
        return Some(reason(DuplicateReason::DifferentBirthDate, DIFFERENT_BIRTH, detail));
    }
    let vaguer: PartialDate = if one.precision() <= other.precision() { one } else { other };
    let weight = match (vaguer.month(), vaguer.day()) {
        (None, _) => SAME_BIRTH_YEAR,
        (_, None) => SAME_BIRTH_MONTH,
        _ => SAME_BIRTH_DAY,
    };
    Some(reason(DuplicateReason::SameBirthDate, weight, format!("both are born {vaguer}")))
}

fn part(frame: &Frame, one: u32, other: u32) -> Option<Reason> {
    let parents = column(frame, "parent");
    let (part, whole) = match (parents.target(one), parents.target(other)) {
        (Some(whole), _) if whole == other => (one, other),
        (_, Some(whole)) if whole == one => (other, one),
        _ => return None,
    };
    let detail = format!("`{}` is a part of `{}`", frame.key(part), frame.key(whole));
    Some(reason(DuplicateReason::PartOf, PART_OF, detail))
}

fn country(frame: &Frame, one: u32, other: u32) -> Option<Reason> {
    let fields = ["country", "nationality"].into_iter().filter_map(|it| frame.table().field(it));
    let mut countries = fields.filter_map(|it| {
        let countries = frame.column(it);
        countries.country(one).filter(|it| countries.country(other) == Some(*it))
    });
    let country = countries.next()?;
    let detail = format!("both have the country {country}");
    Some(reason(DuplicateReason::SameCountry, SAME_COUNTRY, detail))
}

/// The rows of a table that a link of a row leads back to, with the organization of each.
fn organizations<'s>(
    snapshot: &'s Snapshot,
    (frame, row): (&'s Frame, u32),
    (link, via): (&str, &str),
) -> (&'s Frame, impl Iterator<Item = (u32, u32)> + use<'s>) {
    let link = frame.table().link(link).expect("people have the links of the catalog");
    let spells = snapshot.frame(frame.source_of(link));
    let organizations = column(spells, via);
    let rows = frame.linked(link, row).iter();
    (spells, rows.filter_map(move |it| Some((it, organizations.target(it)?))))
}

/// What an organization is called.
fn called(snapshot: &Snapshot, organization: u32) -> &str {
    let frame = snapshot.frame(place("Organization"));
    column(frame, "name").text(organization).unwrap_or_default()
}
