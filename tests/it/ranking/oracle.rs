//! Rankings from lines of text, with no thought of speed.

use std::collections::BTreeMap;

use bole::{
    catalog::enums::RankedBy,
    engine::ranking::{Coverage, RankingRequest},
};

pub(super) struct Expected {
    pub(super) entries: Vec<String>,
    pub(super) before: Vec<Option<u32>>,
    pub(super) total: f64,
    pub(super) coverage: Coverage,
}

#[derive(Clone, Copy, PartialEq)]
struct Line<'p> {
    person: &'p str,
    organization: &'p str,
    venue: &'p str,
    area: &'p str,
    year: i64,
    number: f64,
    /// When it was true: by the row, else by its source.
    as_of: &'p str,
    source: &'p str,
}

/// The organization and those it is a part of; `x` is the topmost of the circle.
fn lineage(organization: &str) -> &'static [&'static str] {
    match organization {
        "a" => &["a"],
        "b" => &["b", "a"],
        "c" => &["c", "b", "a"],
        "d" => &["d"],
        "x" => &["x"],
        "y" => &["y", "x"],
        other => panic!("{other} is no organization"),
    }
}

fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6 + 0.0
}

fn is_told(asked: &RankingRequest, year: i64) -> bool {
    asked.from <= year && year <= asked.to
}

/// The lines that may count, of all years.
fn lines<'p>(papers: &[&'p str], asked: &RankingRequest, coverage: &mut Coverage) -> Vec<Line<'p>> {
    let mut lines = Vec::new();
    for paper in papers {
        let [person, organization, venue, area, year, count, adjusted, as_of, source] =
            paper.split(',').collect::<Vec<_>>()[..]
        else {
            panic!("{paper} has nine values")
        };
        let year: Option<i64> = year.parse().ok();
        let told = u32::from(year.is_none_or(|it| is_told(asked, it)));
        let number = match asked.by {
            RankedBy::Papers => count,
            RankedBy::AdjustedPapers => adjusted,
        };
        if organization.is_empty() {
            coverage.without_organization += told;
        } else if year.is_none() {
            coverage.without_year += told;
        } else if !person.is_empty() && asked.by == RankedBy::Papers {
            coverage.of_people += told;
        } else if number.is_empty() {
            coverage.without_number += told;
        } else {
            let (year, number) = (year.unwrap(), number.parse().unwrap());
            lines.push(Line { person, organization, venue, area, year, number, as_of, source });
        }
    }
    lines
}

fn same_papers(one: &Line<'_>, other: &Line<'_>) -> bool {
    let about = |it: &Line<'_>| [it.person, it.organization, it.venue, it.area].map(str::to_owned);
    one.year == other.year && about(one) == about(other)
}

/// The source that counts among those of lines about the same papers.
fn source<'p>(lines: &[Line<'p>], line: &Line<'_>) -> &'p str {
    let mut dates: BTreeMap<&'p str, &str> = BTreeMap::new();
    for it in lines.iter().filter(|it| same_papers(it, line)) {
        let date = dates.entry(it.source).or_default();
        *date = (*date).max(it.as_of);
    }
    for (source, date) in &mut dates {
        if date.is_empty() {
            *date = if *source == "s" { "2020" } else { "2022" };
        }
    }
    let newest = dates.values().max().unwrap();
    dates.iter().find(|it| it.1 == newest).unwrap().0
}

fn covers(wider: &Line<'_>, line: &Line<'_>, lineage: &[&str]) -> bool {
    let holds = |wide: &str, narrow: &str| wide.is_empty() || wide == narrow;
    wider.year == line.year
        && lineage.contains(&wider.organization)
        && holds(wider.person, line.person)
        && holds(wider.venue, line.venue)
        && holds(wider.area, line.area)
        && !same_papers(wider, line)
}

/// Organizations with their numbers, most first.
fn counts(lines: &[Line<'_>], roll_up: bool, span: (i64, i64)) -> Vec<(String, f64)> {
    let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
    for it in lines.iter().filter(|it| span.0 <= it.year && it.year <= span.1) {
        let lineage = lineage(it.organization);
        let ranked = if roll_up { lineage[lineage.len() - 1] } else { lineage[0] };
        *counts.entry(ranked).or_default() += it.number;
    }
    let mut counts: Vec<(String, f64)> =
        counts.into_iter().map(|it| (it.0.to_owned(), rounded(it.1))).collect();
    counts.sort_by(|one, other| other.1.partial_cmp(&one.1).unwrap());
    counts
}

fn rank_of(counts: &[(String, f64)], organization: &str) -> Option<u32> {
    let own = counts.iter().find(|it| it.0 == organization)?.1;
    u32::try_from(1 + counts.iter().filter(|it| it.1 > own).count()).ok()
}

pub(super) fn rank(papers: &[&str], asked: &RankingRequest) -> Expected {
    let mut coverage = Coverage::default();
    let all = lines(papers, asked, &mut coverage);
    let (kept, repeated): (Vec<Line<'_>>, Vec<Line<'_>>) =
        all.iter().partition(|it| source(&all, it) == it.source);
    let told = |lines: &[Line<'_>]| {
        u32::try_from(lines.iter().filter(|it| is_told(asked, it.year)).count()).unwrap()
    };
    let is_covered = |line: &Line<'_>, up: bool| {
        let lineage = lineage(line.organization);
        let lineage = if up { lineage } else { &lineage[..1] };
        kept.iter().any(|it| covers(it, line, lineage))
    };
    let (covered, counted): (Vec<Line<'_>>, Vec<Line<'_>>) =
        kept.iter().partition(|it| is_covered(it, asked.roll_up));
    coverage.repeated = told(&repeated);
    coverage.covered = told(&covered);
    coverage.counted = told(&counted);
    let years = asked.to - asked.from + 1;
    let now = counts(&counted, asked.roll_up, (asked.from, asked.to));
    let before = counts(&counted, asked.roll_up, (asked.from - years, asked.from - 1));
    let once = counted.iter().filter(|it| is_told(asked, it.year) && !is_covered(it, true));
    Expected {
        entries: now
            .iter()
            .map(|it| format!("{} {} {}", it.0, rank_of(&now, &it.0).unwrap(), it.1))
            .collect(),
        before: now.iter().map(|it| rank_of(&before, &it.0)).collect(),
        total: rounded(once.map(|it| it.number).sum()),
        coverage,
    }
}
