//! What is computed from rows when it is asked for.

mod audit;
mod pay;
mod spells;

use super::{Frame, Snapshot, request::Arguments};
use crate::catalog::{
    computed::Compute,
    enums::Degree,
    place,
    value::{Amount, Currency, ExternalKey, PartialDate},
};

/// A computed value. A record has one for each of its fields.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum {
    Null,
    Bool(bool),
    Float(f64),
    Decimal(Amount),
    Text(String),
    Currency(Currency),
    /// The name of an enum's value.
    Enum(&'static str),
    Record(Vec<Datum>),
    Records(Vec<Vec<Datum>>),
    /// Rows of a table.
    Rows(usize, Vec<u32>),
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
        self.arguments.on.unwrap_or(self.today)
    }
}

/// One computed value of a row.
pub fn compute(
    snapshot: &Snapshot,
    (frame, row): (&Frame, u32),
    compute: Compute,
    asked: &Asked<'_>,
) -> Datum {
    match compute {
        Compute::HighestDegree => highest_degree(snapshot, frame, row),
        Compute::Age => spells::age(frame, row, asked.on()),
        Compute::Experience => spells::experience(snapshot, frame, row, asked.on()),
        Compute::Tenure => spells::tenure(frame, row, asked.on()),
        Compute::IsCurrent => spells::is_current(frame, row, asked.on()),
        Compute::Pay => pay::pay(snapshot, frame, row, asked.arguments.currency),
        Compute::Audit => audit::audit(snapshot, frame, row),
    }
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

fn field(frame: &Frame, name: &str) -> usize {
    frame.table().field(name).expect("computations name fields of the catalog")
}

fn link(frame: &Frame, name: &str) -> usize {
    frame.table().link(name).expect("computations name links of the catalog")
}
