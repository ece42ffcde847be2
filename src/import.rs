//! Files into rows, and rows into the graph.
//!
//! A file is [`opened`] as text, whatever it is packed by and encoded in. An [`Importer`] makes
//! [`Record`]s of the text: it knows an open data set, and nothing of the graph; [`any`] does so for
//! files whose columns are those of a table. [`run()`] takes the records into the graph: it finds
//! out which rows are there already, and puts what is new. [`folder`] reads a whole graph in the own
//! layout of the catalog, all or nothing.

mod aijobs;
mod among;
pub mod any;
mod csrankings;
mod csv;
mod draft;
mod epoch;
mod importer;
pub mod jobs;
mod json;
pub mod keys;
mod kinds;
mod lca;
mod member;
mod nlp_papers;
mod openalex;
pub mod opened;
mod organization_types;
mod reading;
mod ror;
mod run;
mod sheet;
pub mod template;
mod uscis_h1b;
mod wikidata;

use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
};

use crate::{
    catalog::{
        Change, Edit, Row, RowId, TABLES,
        rules::{self, Rule},
    },
    live::LiveError,
};
use among::Among;

pub use draft::Draft;
pub use importer::{Importer, Record, Records, Text, Wrong};
pub use json::JsonRecords;
pub use run::{Ambiguous, Asked, BATCH_ROWS, End, Input, LeftOut, Listed, Report, run};
pub use sheet::{Line, Sheet};

/// Every open data set that is known, in alphabetical order.
pub static IMPORTERS: &[&Importer] = &[
    &aijobs::AIJOBS,
    &csrankings::CSRANKINGS,
    &epoch::EPOCH,
    &lca::LCA,
    &nlp_papers::NLP_PAPERS,
    &openalex::OPENALEX,
    &ror::ROR,
    &uscis_h1b::USCIS_H1B,
    &wikidata::WIKIDATA,
];

/// No more faults than this are listed; whoever mends them runs the import again.
const FAULTS_MAX: usize = 20;

/// Something wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}:{line}: {column}: {reason}", file.display())]
pub struct Fault {
    pub file: PathBuf,
    /// 1 for the header.
    pub line: u64,
    /// The name of the column; `row` where it is not in one column.
    pub column: String,
    /// What is wrong, and what would be right.
    pub reason: String,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("`{}`: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error("`{}` is named after no table: name it one of {expected}", path.display())]
    UnknownFile { path: PathBuf, expected: String },
    #[error("`{}` holds no file that is named after a table, such as `people.csv`", path.display())]
    NoFiles { path: PathBuf },
    #[error(transparent)]
    Live(#[from] LiveError),
    #[error("nothing was imported:\n{}{more}", list(faults), more = more(*all))]
    Faults { faults: Vec<Fault>, all: usize },
}

fn list(faults: &[Fault]) -> String {
    faults.iter().map(|it| format!("  {it}")).collect::<Vec<_>>().join("\n")
}

fn more(all: usize) -> String {
    match all.saturating_sub(FAULTS_MAX) {
        0 => String::new(),
        more => format!("\n  and {more} more"),
    }
}

/// A row, and where it was written.
struct Placed {
    row: Row,
    file: PathBuf,
    line: u64,
}

/// The rows of a folder of CSV files, each named after a table: `people.csv`. Files that are not
/// there have no rows. All faults of all files are found before any is told of.
pub fn folder(folder: &Path) -> Result<Change, ImportError> {
    let io = |source| ImportError::Io { path: folder.to_owned(), source };
    let mut placed = Vec::new();
    let mut faults = Vec::new();
    let mut partial = Vec::new();
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        if path.extension().is_some_and(|it| it == "csv") {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(ImportError::NoFiles { path: folder.to_owned() });
    }
    for path in files {
        let stem = path.file_stem().and_then(|it| it.to_str()).unwrap_or_default();
        let table = TABLES.iter().position(|it| it.many == stem).ok_or_else(|| {
            let names: Vec<String> = TABLES.iter().map(|it| format!("{}.csv", it.many)).collect();
            ImportError::UnknownFile { path: path.clone(), expected: names.join(", ") }
        })?;
        let (rows, found) = csv::rows(table, &path)?;
        placed.extend(rows);
        if !found.is_empty() {
            partial.push(TABLES[table].name);
        }
        faults.extend(found);
    }
    faults.extend(across(&placed, &partial));
    if faults.is_empty() {
        return Ok(Change { edits: placed.into_iter().map(|it| Edit::Put(it.row)).collect() });
    }
    let all = faults.len();
    faults.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    faults.truncate(FAULTS_MAX);
    Err(ImportError::Faults { faults, all })
}

/// Faults that show only where rows are seen together: ids given twice, references to rows that are
/// not there, and what else the [`rules`] forbid. References to the tables `partial`, whose files have faults, are not judged:
/// the row may be one of those that were not read.
fn across(placed: &[Placed], partial: &[&str]) -> Vec<Fault> {
    let mut ids: HashSet<RowId> = HashSet::new();
    let mut faults = Vec::new();
    let fault = |it: &Placed, column: &str, reason: String| Fault {
        file: it.file.clone(),
        line: it.line,
        column: column.to_owned(),
        reason,
    };
    for it in placed {
        if !ids.insert(it.row.id()) {
            let reason =
                format!("`{}` is there twice: give each row a key of its own", it.row.key());
            faults.push(fault(it, "key", reason));
        }
    }
    let among = Among::of(placed.iter().map(|it| &it.row));
    for it in placed {
        for (field, description) in TABLES[it.row.table()].fields.iter().enumerate() {
            for id in it.row.references(field) {
                if !ids.contains(&id) && !partial.contains(&id.table()) {
                    let reason = format!("`{id}` does not exist: add the row, or mend the key");
                    faults.push(fault(it, description.name, reason));
                }
            }
        }
        let wrong = rules::check(&it.row, &among).into_iter();
        let wrong = wrong.filter(|it| it.rule != Rule::Exists);
        faults.extend(wrong.map(|wrong| fault(it, wrong.field, wrong.reason)));
    }
    faults
}
