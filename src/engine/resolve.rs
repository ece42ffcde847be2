//! Published figures that answer the same question, side by side, and which of them to take.
//!
//! Two figures answer the same question where they have in common:
//!
//! - the row they are about; the topic, in the same words but for case, where they are about none,
//!   or where the measure alone does not say what is measured (see [`says_all`]);
//! - measure, dimension, unit and currency: nothing is converted;
//! - the part: the row that stands for it, else the category in the same words but for case;
//! - what they are compared with, in the same words but for case;
//! - the period, as it is written: 2023 is another one than 2023-02, and so is none.
//!
//! They disagree where no number could be what all of them say, given to how many digits they were
//! published, and whether as a bound; or, without numbers, where they say other words. What was
//! said in words contradicts no number.

mod answer;
mod choose;

use std::collections::{BTreeMap, HashMap};

use super::{
    Column, Frame, Snapshot,
    compute::{audit::precision::margin, field},
    filter::matching,
    request::Filter,
};
use crate::catalog::{
    enums::{Measure, Precision, Resolve, Unit},
    place,
    value::PartialDate,
};

pub(super) use answer::ask;

/// Which figures are looked at, and how one of those that disagree is chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolveRequest {
    /// All figures where there is none.
    pub rows: Option<Filter>,
    pub resolve: Resolve,
    /// Only questions whose figures agree, or only those whose figures do not.
    pub agrees: Option<bool>,
    /// Questions to pass over.
    pub offset: u32,
    /// Questions that are wanted.
    pub first: u32,
}

/// Questions by the key of the first figure that answers them.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved {
    /// How many there are in all.
    pub questions: usize,
    /// Those that are wanted.
    pub answers: Vec<Answer>,
}

/// The figures that answer one question.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// By key.
    pub figures: Vec<u32>,
    pub chosen: Option<u32>,
    /// What decided, in sentences.
    pub reason: String,
    pub agrees: bool,
    /// The lowest and the highest number that is stated.
    pub spread: Option<(f64, f64)>,
}

/// What tells one question from another.
#[derive(PartialEq, Eq, Hash)]
struct Question {
    about: Option<(usize, u32)>,
    topic: Option<String>,
    /// Measure, dimension, unit, currency, start and end, as the columns hold them.
    codes: [Option<i64>; 6],
    counted: Option<(usize, u32)>,
    category: Option<String>,
    compared_with: Option<String>,
}

/// Whether a measure of a row says what is measured, in whatever words.
fn says_all(measure: Option<i64>) -> bool {
    let measure = measure.and_then(|it| usize::try_from(it).ok()).and_then(Measure::at);
    matches!(
        measure,
        Some(
            Measure::Headcount
                | Measure::Count
                | Measure::Share
                | Measure::MeanAge
                | Measure::PayLowConverted
                | Measure::PayHighConverted
                | Measure::Patents
                | Measure::Valuation
        )
    )
}

/// What is looked at of a figure.
#[derive(Clone, Debug)]
struct Statement<'s> {
    row: u32,
    key: &'s str,
    /// The number, or the ends of the range.
    number: Option<(f64, f64)>,
    /// What the number may be in truth.
    span: Span,
    words: Option<String>,
    date: Option<PartialDate>,
    /// Whether the date is that of the source.
    is_of_source: bool,
    confidence: Option<f64>,
}

/// Numbers between two ends; the lower one is left out where it `is_open`.
#[derive(Clone, Copy, Debug)]
struct Span {
    low: f64,
    high: f64,
    is_open: bool,
}

/// The figures that pass, by the questions they answer.
pub fn resolve(snapshot: &Snapshot, asked: &ResolveRequest) -> Resolved {
    let table = place("Figure");
    let frame = snapshot.frame(table);
    let figures = Figures::of(snapshot, frame);
    let rows = match &asked.rows {
        Some(filter) => &matching(snapshot, table, filter),
        None => frame.live(),
    };
    let mut groups: HashMap<Question, Vec<u32>> = HashMap::new();
    for row in snapshot.watched(rows.iter()) {
        groups.entry(figures.question(row)).or_default().push(row);
    }
    // Keys are unique, so this is an order.
    let mut questions: BTreeMap<&str, Vec<Statement<'_>>> = BTreeMap::new();
    for rows in snapshot.watched(groups.into_values()) {
        let mut statements: Vec<Statement<'_>> =
            rows.into_iter().map(|it| figures.statement(it)).collect();
        statements.sort_by_key(|it| it.key);
        if asked.agrees.is_none_or(|it| it == agree(&statements)) {
            questions.insert(statements[0].key, statements);
        }
    }
    let wanted = questions.values().skip(asked.offset as usize).take(asked.first as usize);
    let answers = wanted.map(|statements| {
        let agrees = agree(statements);
        let spread = spread(statements);
        let (chosen, reason) = choose::choose(statements, asked.resolve, agrees, spread);
        let figures = statements.iter().map(|it| it.row).collect();
        Answer { figures, chosen, reason, agrees, spread }
    });
    Resolved { questions: questions.len(), answers: answers.collect() }
}

/// Whether one number could be what all of them say, or all say the same words.
fn agree(statements: &[Statement<'_>]) -> bool {
    let spans = statements.iter().filter(|it| it.number.is_some()).map(|it| it.span);
    let high = spans.clone().map(|it| it.high).fold(f64::INFINITY, f64::min);
    // A hair more, for what binary fractions leave of decimal ones.
    let hair = high.abs() * 1e-9;
    let mut spans = spans;
    let numbers = spans.all(|it| it.low < high || (!it.is_open && it.low <= high + hair));
    let mut worded = statements.iter().filter(|it| it.number.is_none());
    let first = worded.next().map(|it| &it.words);
    numbers && worded.all(|it| Some(&it.words) == first)
}

fn spread(statements: &[Statement<'_>]) -> Option<(f64, f64)> {
    let numbers = statements.iter().filter_map(|it| it.number);
    numbers.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
}

/// The columns that are looked at.
struct Figures<'s> {
    frame: &'s Frame,
    about: &'s Column,
    topic: &'s Column,
    codes: [&'s Column; 6],
    counted: &'s Column,
    category: &'s Column,
    compared_with: &'s Column,
    value: &'s Column,
    high: &'s Column,
    precision: &'s Column,
    statement: &'s Column,
    source: &'s Column,
    as_of: &'s Column,
    confidence: &'s Column,
    /// Of the sources.
    published: &'s Column,
}

impl<'s> Figures<'s> {
    fn of(snapshot: &'s Snapshot, frame: &'s Frame) -> Self {
        let column = |name| frame.column(field(frame, name));
        let sources = snapshot.frame(place("Source"));
        Figures {
            frame,
            about: column("about"),
            topic: column("topic"),
            codes: ["measure", "dimension", "unit", "currency", "start", "end"].map(column),
            counted: column("counted"),
            category: column("category"),
            compared_with: column("compared_with"),
            value: column("value"),
            high: column("high"),
            precision: column("precision"),
            statement: column("statement"),
            source: column("source"),
            as_of: column("as_of"),
            confidence: column("confidence"),
            published: sources.column(field(sources, "date")),
        }
    }

    fn question(&self, row: u32) -> Question {
        let words = |column: &Column| column.text(row).map(str::to_lowercase);
        let codes = self.codes.map(|it| it.int(row));
        let about = self.about.any(row);
        let counted = self.counted.any(row);
        Question {
            about,
            topic: words(self.topic).filter(|_| about.is_none() || !says_all(codes[0])),
            codes,
            counted,
            category: words(self.category).filter(|_| counted.is_none()),
            compared_with: words(self.compared_with),
        }
    }

    fn statement(&self, row: u32) -> Statement<'s> {
        let low = self.value.float(row);
        let number = low.map(|low| (low, self.high.float(row).unwrap_or(low)));
        let place = |column: &Column| column.int(row).and_then(|it| usize::try_from(it).ok());
        let precision = place(self.precision).and_then(Precision::at).unwrap_or(Precision::Exact);
        let unit = place(self.codes[2]).and_then(Unit::at);
        let own = self.as_of.date(row);
        let published = || self.published.date(self.source.target(row)?);
        Statement {
            row,
            key: self.frame.key(row),
            number,
            span: span(number.unwrap_or_default(), unit, precision),
            words: self.statement.text(row).map(str::to_lowercase),
            date: own.or_else(published),
            is_of_source: own.is_none(),
            confidence: self.confidence.float(row),
        }
    }
}

/// What a published number may be in truth. A bound is taken as it stands.
fn span((low, high): (f64, f64), unit: Option<Unit>, precision: Precision) -> Span {
    let is_open = precision == Precision::MoreThan;
    match precision {
        Precision::AtLeast | Precision::MoreThan => Span { low, high: f64::INFINITY, is_open },
        Precision::AtMost => Span { low: f64::NEG_INFINITY, high, is_open },
        Precision::Exact | Precision::About => Span {
            low: low - margin(low, unit, precision),
            high: high + margin(high, unit, precision),
            is_open,
        },
    }
}
