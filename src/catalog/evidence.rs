//! What rows rest on, as a record.

use super::computed::{Output, Record, given, maybe};

/// Sources that one answer lists.
pub const SOURCES_MAX: usize = 20;

/// Licences that one answer lists.
pub const LICENCES_MAX: usize = 50;

pub static EVIDENCE_SOURCE: Record = Record {
    name: "EvidenceSource",
    doc: "A document, and how many of the rows were taken from it.",
    fields: &[
        given("source", Output::Row("Source"), "The document."),
        given("count", Output::Int, "How many of the rows were taken from it."),
    ],
};

pub static EVIDENCE: Record = Record {
    name: "Evidence",
    doc: "What rows rest on: the documents they were taken from, how old they are, and under which \
          licences they stand. A source counts as taken from itself.",
    fields: &[
        given("count", Output::Int, "How many rows there are."),
        given("source_count", Output::Int, "How many documents they were taken from."),
        given(
            "sources",
            Output::Records(&EVIDENCE_SOURCE),
            "The documents, those with most of the rows first; the first 20 of them.",
        ),
        maybe(
            "oldest",
            Output::Date,
            "The first of the dates for which the rows were true: `asOf`, or else the date of their \
             source. A date that gives less comes before those within it; null where none is known.",
        ),
        maybe("newest", Output::Date, "The last of these dates."),
        given(
            "licences",
            Output::Texts,
            "The licences of the documents, each once, in alphabetical order; the first 50 of them.",
        ),
        given("unlicensed", Output::Int, "How many rows are from documents that name no licence."),
    ],
};
