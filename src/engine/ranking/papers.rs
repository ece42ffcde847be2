//! Which rows of papers count, and for whom.

use std::collections::{HashMap, HashSet};

use roaring::RoaringBitmap;

use super::{Coverage, RankingRequest};
use crate::{
    catalog::{
        enums::{Precision, RankedBy},
        place,
        value::PartialDate,
    },
    engine::{
        Column, Frame, Snapshot,
        compute::field,
        filter::{Matcher, matching},
    },
};

/// A row that counts.
pub(super) struct Paper {
    pub(super) row: u32,
    pub(super) year: i64,
    /// For which organization.
    pub(super) ranked: u32,
    /// How many papers.
    pub(super) number: f64,
    /// Whether no row of an organization that this one's is a part of covers it.
    pub(super) is_outermost: bool,
}

/// Which papers a row is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct About<'s> {
    year: i64,
    organization: u32,
    person: Option<u32>,
    venue: Option<&'s str>,
    area: Option<&'s str>,
}

/// A row that may count.
struct Candidate<'s> {
    row: u32,
    about: About<'s>,
    source: u32,
    number: f64,
    /// The organization, then those it is a part of, up to the topmost.
    lineage: Vec<u32>,
    ranked: u32,
}

/// The columns that are looked at.
struct Columns<'s> {
    person: &'s Column,
    organization: &'s Column,
    venue: &'s Column,
    area: &'s Column,
    year: &'s Column,
    number: &'s Column,
    precision: &'s Column,
    source: &'s Column,
    as_of: &'s Column,
}

impl<'s> Columns<'s> {
    fn of(frame: &'s Frame, by: RankedBy) -> Self {
        let column = |name| frame.column(field(frame, name));
        let number = match by {
            RankedBy::Papers => "papers",
            RankedBy::AdjustedPapers => "adjusted_papers",
        };
        Columns {
            person: column("person"),
            organization: column("organization"),
            venue: column("venue"),
            area: column("area"),
            year: column("year"),
            number: column(number),
            precision: column("precision"),
            source: column("source"),
            as_of: column("as_of"),
        }
    }

    fn number(&self, row: u32) -> Option<f64> {
        let whole = self.number.int(row).and_then(|it| u32::try_from(it).ok()).map(f64::from);
        whole.or_else(|| self.number.float(row))
    }
}

/// The rows that count in the years from `first` to the last that is asked for, in order of their
/// numbers; and what became of the rows of the span itself.
pub(super) fn counted(
    snapshot: &Snapshot,
    asked: &RankingRequest,
    first: i64,
) -> (Vec<Paper>, Coverage) {
    let table = place("Publication");
    let frame = snapshot.frame(table);
    let columns = Columns::of(frame, asked.by);
    let rows = match &asked.rows {
        Some(filter) => &matching(snapshot, table, filter),
        None => frame.live(),
    };
    let mut coverage = Coverage::default();
    let mut candidates = candidates(snapshot, asked, (&columns, rows, first), &mut coverage);
    let is_told = |it: &Candidate<'_>| it.about.year >= asked.from;
    let sources = sources(snapshot, &columns, &candidates);
    candidates.retain(|it| {
        let counts = sources[&it.about] == it.source;
        coverage.repeated += u32::from(!counts && is_told(it));
        counts
    });
    let cells: HashSet<About<'_>> = candidates.iter().map(|it| it.about).collect();
    let mut papers = Vec::new();
    for candidate in candidates {
        let own = &candidate.lineage[..1];
        let lineage = if asked.roll_up { &candidate.lineage[..] } else { own };
        if is_covered(&candidate.about, lineage, &cells) {
            coverage.covered += u32::from(is_told(&candidate));
            continue;
        }
        if is_told(&candidate) {
            let precision = columns.precision.int(candidate.row);
            coverage.counted += 1;
            coverage.inexact +=
                u32::from(precision.is_some_and(|it| it != Precision::Exact as i64));
        }
        papers.push(Paper {
            row: candidate.row,
            year: candidate.about.year,
            ranked: candidate.ranked,
            number: candidate.number,
            is_outermost: !is_covered(&candidate.about, &candidate.lineage, &cells),
        });
    }
    (papers, coverage)
}

/// The rows that say all that is needed.
fn candidates<'s>(
    snapshot: &'s Snapshot,
    asked: &RankingRequest,
    (columns, rows, first): (&Columns<'s>, &RoaringBitmap, i64),
    coverage: &mut Coverage,
) -> Vec<Candidate<'s>> {
    let among = asked.among.as_ref().map(|it| Matcher::new(snapshot, place("Organization"), it));
    let is_ranked = |it: u32| among.as_ref().is_none_or(|among| among.passes(it));
    let mut lineages = Lineages::new(snapshot);
    let mut candidates = Vec::new();
    // What came before the span is not told of.
    let mut before = Coverage::default();
    for row in snapshot.watched(rows.iter()) {
        let year = columns.year.int(row);
        if year.is_some_and(|it| it < first || it > asked.to) {
            continue;
        }
        let told = year.is_none_or(|it| it >= asked.from);
        let coverage = if told { &mut *coverage } else { &mut before };
        let person = columns.person.target(row);
        let Some(organization) = columns.organization.target(row) else {
            coverage.without_organization += 1;
            continue;
        };
        let Some(year) = year else {
            coverage.without_year += 1;
            continue;
        };
        if person.is_some() && asked.by == RankedBy::Papers {
            coverage.of_people += 1;
            continue;
        }
        let Some(number) = columns.number(row) else {
            coverage.without_number += 1;
            continue;
        };
        let all = lineages.of(organization);
        let top = if asked.roll_up { all.last() } else { all.first() };
        let ranked = *top.expect("a lineage begins with the organization itself");
        if !is_ranked(ranked) {
            coverage.not_ranked += 1;
            continue;
        }
        // What is not ranked covers nothing that is.
        let lineage = all.iter().copied().filter(|it| asked.roll_up || is_ranked(*it)).collect();
        let source = columns.source.target(row).expect("every row of papers has a source");
        let (venue, area) = (columns.venue.text(row), columns.area.text(row));
        let about = About { year, organization, person, venue, area };
        candidates.push(Candidate { row, about, source, number, lineage, ranked });
    }
    candidates
}

/// For all that rows are about: the source whose rows count.
fn sources<'s>(
    snapshot: &Snapshot,
    columns: &Columns<'_>,
    candidates: &[Candidate<'s>],
) -> HashMap<About<'s>, u32> {
    let sources = snapshot.frame(place("Source"));
    let published = sources.column(field(sources, "date"));
    let mut dates: HashMap<(About<'s>, u32), Option<PartialDate>> = HashMap::new();
    for it in candidates {
        let date = dates.entry((it.about, it.source)).or_default();
        *date = (*date).max(columns.as_of.date(it.row));
    }
    let mut best: HashMap<About<'s>, u32> = HashMap::new();
    for (about, source) in dates.keys() {
        let date = |it: u32| dates[&(*about, it)].or_else(|| published.date(it));
        let chosen = best.entry(*about).or_insert(*source);
        let stands = date(*source).cmp(&date(*chosen));
        let is_better = stands.then_with(|| sources.key(*chosen).cmp(sources.key(*source)));
        if is_better.is_gt() {
            *chosen = *source;
        }
    }
    best
}

/// Whether a wider row, of the organization or of one in `lineage`, is about these papers too.
fn is_covered(about: &About<'_>, lineage: &[u32], cells: &HashSet<About<'_>>) -> bool {
    let organizations = std::iter::once(about.organization).chain(lineage.iter().copied());
    organizations.into_iter().any(|organization| {
        // Each bit says that the wider row leaves one of the three open.
        (0..8u8).any(|open| {
            let wider = About {
                year: about.year,
                organization,
                person: about.person.filter(|_| open & 1 == 0),
                venue: about.venue.filter(|_| open & 2 == 0),
                area: about.area.filter(|_| open & 4 == 0),
            };
            wider != *about && cells.contains(&wider)
        })
    })
}

/// The organizations that an organization is a part of.
struct Lineages<'s> {
    frame: &'s Frame,
    parent: &'s Column,
    known: HashMap<u32, Vec<u32>>,
}

impl<'s> Lineages<'s> {
    fn new(snapshot: &'s Snapshot) -> Self {
        let frame = snapshot.frame(place("Organization"));
        let parent = frame.column(field(frame, "parent"));
        Lineages { frame, parent, known: HashMap::new() }
    }

    /// The organization itself first, the topmost last. Of organizations that are parts of each
    /// other in a circle, the first by key is the topmost.
    fn of(&mut self, organization: u32) -> &[u32] {
        self.known.entry(organization).or_insert_with(|| {
            let mut lineage = vec![organization];
            let mut seen = HashSet::from([organization]);
            let mut last = organization;
            while let Some(parent) = self.parent.target(last) {
                if !seen.insert(parent) {
                    let start = lineage.iter().position(|it| *it == parent).unwrap_or_default();
                    let circle = start..lineage.len();
                    let top = circle.min_by_key(|it| self.frame.key(lineage[*it]));
                    lineage.truncate(top.map_or(1, |it| it + 1));
                    break;
                }
                lineage.push(parent);
                last = parent;
            }
            lineage
        })
    }
}
