//! Works: who wrote them, and where the authors worked by them.

use std::collections::HashSet;

use serde_json::Value;

use super::{
    Id,
    authors::{employment, person, year},
    institutions::organization,
    tally::{Paper, Tally},
};
use crate::{
    catalog::{Row, RowId},
    import::{
        Record,
        member::{LeftOut, list},
    },
};

/// Types of works that are papers; older files use those of Crossref.
const PAPERS: &[&str] = &[
    "article",
    "preprint",
    "review",
    "letter",
    "book-chapter",
    "conference-paper",
    "journal-article",
    "proceedings-article",
    "posted-content",
];

/// Rows of which each stands there once.
#[derive(Default)]
struct Rows {
    all: Vec<Row>,
    ids: HashSet<RowId>,
}

impl Rows {
    fn add(&mut self, row: Row) {
        if self.ids.insert(row.id()) {
            self.all.push(row);
        }
    }
}

pub(super) fn record(line: u64, work: &Value, tally: &mut Tally) -> Record {
    let mut left_out = LeftOut::new(line);
    let authorships = list(work, "authorships");
    let year = work.get("publication_year").and_then(year);
    if year.is_none() {
        left_out.add("publication_year", "is no year: affiliations have none, nothing is counted");
    }
    let is_truncated = is_truncated(work, authorships.len());
    if is_truncated {
        let reason = format!("only the first {} authors stand there", authorships.len());
        left_out.add("authorships", reason);
    }
    let paper = year.filter(|_| is_paper(work)).map(|year| Paper {
        line,
        year,
        authors: (!is_truncated).then_some(authorships.len()),
    });
    let mut rows = Rows::default();
    let mut counted = HashSet::new();
    for authorship in authorships {
        let author = authorship.get("author").unwrap_or(&Value::Null);
        match person(line, author, &mut left_out) {
            Ok((id, row)) => {
                rows.add(row);
                spells(line, authorship, (id, year), (&mut rows, &mut left_out));
                if let Some(paper) = paper.as_ref().filter(|_| counted.insert(id)) {
                    tally.add(id, paper);
                }
            }
            Err(why) => left_out.add("author", format!("{}: {}", why.column, why.reason)),
        }
    }
    Record { line, rows: rows.all, left_out: left_out.all }
}

/// The institutions of an author of a work of some year, and the author's spells there.
fn spells(
    line: u64,
    authorship: &Value,
    (author, year): (Id, Option<i64>),
    (rows, left_out): (&mut Rows, &mut LeftOut),
) {
    for institution in list(authorship, "institutions") {
        let found = organization(line, institution, left_out).and_then(|(id, row)| {
            let when = year.map_or_else(|| "undated".to_owned(), |it| it.to_string());
            let key = format!("{}-{}-{when}", author.key(), id.short());
            let years = year.map(|it| (it, it));
            Ok((row, employment(line, &key, (author, id), years)?))
        });
        match found {
            Ok((organization, employment)) => {
                rows.add(organization);
                rows.add(employment);
            }
            Err(why) => left_out.add("institutions", format!("{}: {}", why.column, why.reason)),
        }
    }
}

/// Whether a work has more authors than stand there: pages of the API list 100.
fn is_truncated(work: &Value, listed: usize) -> bool {
    let count = work.get("authors_count").and_then(Value::as_u64);
    let is_more = count.is_some_and(|it| usize::try_from(it).is_ok_and(|it| it > listed));
    is_more || is_true(work, "is_authors_truncated")
}

fn is_paper(work: &Value) -> bool {
    let kind = work.get("type").and_then(Value::as_str);
    let is_void = is_true(work, "is_retracted") || is_true(work, "is_paratext");
    kind.is_some_and(|it| PAPERS.contains(&it)) && !is_void
}

fn is_true(record: &Value, member: &str) -> bool {
    record.get(member).and_then(Value::as_bool) == Some(true)
}
