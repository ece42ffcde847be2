//! What is computed from rows when it is asked for.

pub(super) mod audit;
mod moves;
mod paths;
pub mod pay;
mod rates;
mod spells;

use std::collections::HashMap;

use roaring::RoaringBitmap;

use super::{
    Frame, Snapshot, duplicates,
    evidence::Gatherer,
    ranking,
    request::{Arguments, PayIn},
    resolve, search,
    work::{ROWS_PER_COMPUTATION, ROWS_PER_VISIT},
};
use crate::catalog::{
    computed::Compute,
    enums::Degree,
    place,
    questions::Ask,
    value::{Amount, Country, Currency, ExternalKey, Moment, PartialDate},
};
use pay::Converter;
pub(super) use rates::Rates;

/// A computed value. A record has one for each of its fields.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Decimal(Amount),
    Text(String),
    Texts(Vec<String>),
    Date(PartialDate),
    Moment(Moment),
    /// A value in JSON.
    Json(String),
    Country(Country),
    Currency(Currency),
    /// The name of an enum's value.
    Enum(&'static str),
    Record(Vec<Datum>),
    Records(Vec<Vec<Datum>>),
    /// A row of a table.
    Row(usize, u32),
    /// A few rows of a table.
    Rows(usize, Vec<u32>),
    /// Rows of a table, to be paged through.
    Connection(usize, RoaringBitmap),
}

/// Why a computation or a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// What was asked makes no sense; a sentence that says what would.
    #[error("{0}")]
    BadInput(String),
    #[error("there is no row with the id `{0}`")]
    NotFound(String),
    /// It would take more than a named limit; a sentence that names it.
    #[error("{0}")]
    Limit(String),
    /// It would look at more rows than it may; a sentence that says how many that are.
    #[error("{0}")]
    Rows(String),
    /// It would take longer than it may, or nobody waits for it; a sentence that says which.
    #[error("{0}")]
    Time(String),
}

/// What a computation was told, and what it takes where it was told nothing.
#[derive(Debug)]
pub struct Asked<'a> {
    pub arguments: &'a Arguments,
    pub today: PartialDate,
}

impl Asked<'_> {
    /// The date at which to look.
    fn on(&self) -> PartialDate {
        self.arguments.date("on").unwrap_or(self.today)
    }
}

/// The answer to a question about many rows.
pub fn ask(snapshot: &Snapshot, ask: Ask, asked: &Asked<'_>) -> Result<Datum, Refusal> {
    match ask {
        Ask::PublicationRanking => ranking::ask(snapshot, asked),
        Ask::ResolvedFigures => Ok(resolve::ask(snapshot, asked)),
        Ask::TalentFlows => moves::talent_flows(snapshot, asked.arguments),
        Ask::EducationFlows => moves::education_flows(snapshot, asked.arguments),
        Ask::Retention => moves::retention(snapshot, asked),
        Ask::Connection => paths::connection(snapshot, asked.arguments),
        Ask::Search => search::answer::search(snapshot, asked),
        Ask::Autocomplete => search::answer::complete(snapshot, asked),
        Ask::DuplicateCandidates => duplicates::ask(snapshot, asked),
    }
}

/// How many rows a question looks at, roughly.
pub fn cost(snapshot: &Snapshot, ask: Ask) -> u64 {
    let tables: &[&str] = match ask {
        Ask::TalentFlows | Ask::Retention => &["Person", "Employment"],
        Ask::EducationFlows => &["Person", "Employment", "Education"],
        Ask::Connection => &["Person", "Employment", "Education", "Membership"],
        Ask::PublicationRanking => &["Publication"],
        Ask::ResolvedFigures => &["Figure"],
        Ask::Search | Ask::Autocomplete => &["Person"],
        Ask::DuplicateCandidates => return duplicates::cost(snapshot),
    };
    let rows = tables.iter().map(|it| u64::from(snapshot.frame(place(it)).rows()));
    rows.sum::<u64>().saturating_mul(ROWS_PER_VISIT)
}

/// How many rows of a column are read in the time in which one value of a row is computed.
pub fn row_cost(snapshot: &Snapshot, compute: Compute, (frame, row): (&Frame, u32)) -> u64 {
    let rows = match compute {
        Compute::MembersOn(by) => {
            let link = link(frame, by);
            snapshot.note(frame.source_of(link));
            frame.linked(link, row).len() as u64
        }
        Compute::Audit => audit::cost(snapshot, frame, row),
        _ => 0,
    };
    ROWS_PER_COMPUTATION.saturating_add(rows.saturating_mul(ROWS_PER_VISIT))
}

/// What computations look up once for all rows of an answer.
#[derive(Debug)]
pub struct Prepared<'s> {
    snapshot: &'s Snapshot,
    converters: HashMap<PayIn, Converter<'s>>,
    /// By table.
    gatherers: HashMap<usize, Gatherer<'s>>,
}

impl<'s> Prepared<'s> {
    pub fn new(snapshot: &'s Snapshot) -> Self {
        Prepared { snapshot, converters: HashMap::new(), gatherers: HashMap::new() }
    }

    pub fn converter(&mut self, asked: PayIn) -> &Converter<'s> {
        self.converters.entry(asked).or_insert_with(|| Converter::new(self.snapshot, asked))
    }

    pub fn gatherer(&mut self, table: usize) -> &mut Gatherer<'s> {
        let snapshot = self.snapshot;
        self.gatherers.entry(table).or_insert_with(|| Gatherer::new(snapshot, table))
    }
}

/// One computed value of a row.
pub fn compute(
    prepared: &mut Prepared<'_>,
    (frame, row): (&Frame, u32),
    compute: Compute,
    asked: &Asked<'_>,
) -> Result<Datum, Refusal> {
    let snapshot = prepared.snapshot;
    Ok(match compute {
        Compute::HighestDegree => highest_degree(snapshot, frame, row),
        Compute::Age => spells::age(frame, row, asked.on()),
        Compute::Experience => spells::experience(snapshot, frame, row, asked.on()),
        Compute::Tenure => spells::tenure(frame, row, asked.on()),
        Compute::IsCurrent => spells::is_current(frame, row, asked.on()),
        Compute::Pay => {
            let asked = asked.arguments.pay("in").unwrap_or_default();
            pay::record(prepared.converter(asked), row)
        }
        Compute::MembersOn(by) => {
            spells::members(snapshot, (frame, row), link(frame, by), asked.on())
        }
        Compute::Audit => audit::audit(snapshot, frame, row),
    })
}

/// Scheme, value and address.
pub fn external_key(key: &ExternalKey) -> Vec<Datum> {
    vec![
        Datum::Enum(key.scheme.enum_name()),
        Datum::Text(key.value().to_owned()),
        Datum::Text(key.url()),
    ]
}

fn highest_degree(snapshot: &Snapshot, frame: &Frame, row: u32) -> Datum {
    let educations = snapshot.frame(place("Education"));
    let degree = educations.column(field(educations, "degree"));
    let studies = frame.linked(link(frame, "educations"), row);
    let highest = studies.iter().filter_map(|it| degree.int(it)).max();
    let highest = highest.and_then(|it| usize::try_from(it).ok()).and_then(Degree::at);
    highest.map_or(Datum::Null, |it| Datum::Enum(it.name()))
}

pub(super) fn field(frame: &Frame, name: &str) -> usize {
    frame.table().field(name).expect("computations name fields of the catalog")
}

fn link(frame: &Frame, name: &str) -> usize {
    frame.table().link(name).expect("computations name links of the catalog")
}
