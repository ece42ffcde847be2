//! `OpenAlex`: works, authors and institutions.

mod authors;
mod id;
mod institutions;
mod tally;
mod works;

use std::iter;

use serde_json::Value;

use super::{Draft, Importer, JsonRecords, Record, Records, Text, Wrong};
use crate::catalog::Row;
use id::Id;
use tally::Tally;

pub(super) static OPENALEX: Importer = Importer {
    name: "openalex",
    doc: "OpenAlex: researchers, where they worked by their papers, how many papers they wrote, and \
          the institutions.",
    download: "Pages of https://api.openalex.org/works, /authors and /institutions as they are, one \
               or several in a row in one file; single records; and the JSON lines of the snapshot, \
               `aws s3 sync --no-sign-request s3://openalex/data/authors authors`, gzipped or not. \
               Works, authors and institutions may stand in one file.",
    licence: "CC0-1.0.",
    mapped: "Institutions: Organization with name, Chinese name, acronyms and other names, type as \
             kind, country, region, city, homepage, first parent, and the keys in OpenAlex, ROR and \
             Wikidata. Authors: Person with name, other names, and the keys in OpenAlex and ORCID; \
             and for each affiliation an Employment without role or end that starts in the year of \
             the first paper which names it and is true as of the last. Works: authors as Person, \
             their institutions as Organization; for each author, institution and year an Employment \
             that starts in that year and is true as of it; and for each author and year a \
             Publication that counts the papers of the file, each in full and by its share, with \
             AT_LEAST since other files may hold more. All of these say in their note that an \
             affiliation is no proof of employment, and what was counted.",
    left_out: "The works themselves, for which the catalog has no entity: titles, abstracts, venues, \
               topics, references and citations; works that are retracted, paratext or no papers \
               (books, theses, data, peer reviews) are not counted; authors without an \
               identifier of their own (A9999999999, A5317838346), and those beyond the first 100 \
               that a page of the API does not list; affiliations that no institution was found \
               for; counts by year and h-indexes, which are of works of all sorts; last known \
               institutions where affiliations are there; the names authors wrote on their papers; \
               sources, publishers, funders and topics. Counts of an author and a year that stand \
               in several files are those of the last one: put the pages of a query into one file.",
    source,
    read,
};

fn source() -> Row {
    let draft = Draft::new("Source", "openalex")
        .with("title", "OpenAlex")
        .with("kind", "DATASET")
        .with("publisher", "OurResearch")
        .with("language", "en")
        .with("url", "https://openalex.org/")
        .with("licence", "CC0-1.0");
    draft.row(0).expect("the source is written out above")
}

fn read(text: Text) -> Records {
    let mut records = JsonRecords::open(text, &["results"]);
    let mut tally = Some(Tally::default());
    let mut counts = None;
    Box::new(iter::from_fn(move || {
        if let Some(filled) = &mut tally {
            if let Some(read) = records.next() {
                return Some(read.and_then(|(line, value)| record(line, &value, filled)));
            }
            counts = tally.take().map(Tally::records);
        }
        counts.as_mut()?.next().map(Ok)
    }))
}

/// What a record becomes; what is counted over the whole file is added to `tally`.
fn record(line: u64, value: &Value, tally: &mut Tally) -> Result<Record, Wrong> {
    let id = Id::of(value).ok_or_else(|| {
        let reason = "is no identifier of OpenAlex, such as `https://openalex.org/A5023888391`";
        Wrong::new(line, "id", reason)
    })?;
    match id.letter {
        'W' => Ok(works::record(line, value, tally)),
        'A' => authors::record(line, value),
        'I' => institutions::record(line, value),
        _ => {
            let reason = "is neither a work (W), nor an author (A), nor an institution (I), which \
                          are all that is read";
            Err(Wrong::new(line, "id", format!("`{}` {reason}", id.external())))
        }
    }
}
