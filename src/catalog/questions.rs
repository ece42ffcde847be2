//! Questions about many rows at once: fields of the root that are no table.

mod duplicates;
mod moves;
mod ranking;
mod resolved;
pub mod search;

use super::{
    computed::{Argument, COMPUTED, Output, Record},
    evidence::EVIDENCE,
    history::{CHANGE_PAGE, ROW_HISTORY, VIEWER},
    imports::{IMPORT_JOB, IMPORTER},
    privacy::SUPPRESSED,
};

pub use ranking::PUBLICATION_RANKING;
pub use resolved::RESOLVED_FIGURES;

/// A field of the root whose answer is computed.
#[derive(Debug)]
pub struct Question {
    /// `snake_case`.
    pub name: &'static str,
    pub doc: &'static str,
    pub arguments: &'static [Argument],
    /// A record or records.
    pub output: Output,
    pub ask: Ask,
}

/// The questions, each one function of the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    TalentFlows,
    EducationFlows,
    Retention,
    Connection,
    PublicationRanking,
    ResolvedFigures,
    Search,
    Autocomplete,
    DuplicateCandidates,
}

/// Every question, in the order in which the root shows them.
pub static QUESTIONS: &[Question] = &[
    moves::TALENT_FLOWS,
    moves::EDUCATION_FLOWS,
    moves::RETENTION,
    moves::CONNECTION,
    PUBLICATION_RANKING,
    RESOLVED_FIGURES,
    search::SEARCH,
    search::AUTOCOMPLETE,
    duplicates::DUPLICATE_CANDIDATES,
];

/// Every record that an aggregate, a computed field or a question gives, each once.
pub fn records() -> Vec<&'static Record> {
    let mut records = Vec::new();
    collect(Output::Record(&EVIDENCE), &mut records);
    collect(Output::Record(&SUPPRESSED), &mut records);
    for record in [&CHANGE_PAGE, &VIEWER, &IMPORT_JOB, &IMPORTER] {
        collect(Output::Record(record), &mut records);
    }
    collect(Output::Record(&ROW_HISTORY), &mut records);
    for output in COMPUTED.iter().map(|it| it.output).chain(QUESTIONS.iter().map(|it| it.output)) {
        collect(output, &mut records);
    }
    records
}

fn collect(output: Output, records: &mut Vec<&'static Record>) {
    if let Output::Record(record) | Output::Records(record) = output
        && !records.iter().any(|it| it.name == record.name)
    {
        records.push(record);
        for field in record.fields {
            collect(field.output, records);
        }
    }
}
