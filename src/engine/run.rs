//! Answers what is wanted of rows, value by value, into a [`Sink`].

mod connection;
mod key;
mod number;
mod parts;
mod premium;
mod record;
mod summary;
mod veiled;

use std::{collections::HashMap, fmt, rc::Rc};

use super::{
    Frame, Snapshot,
    compute::{self, Datum, Prepared, Refusal},
    filter::Matcher,
    past::{HistoryAsked, Past},
    request::{Branch, Connection, Failure, Instead, Language, Name, Shape, Step, Wanted},
    row_id,
    veil::Veil,
    work::{ROWS_PER_HISTORY, Work},
};
use crate::catalog::{
    Kind,
    value::{Amount, PartialDate},
};
use connection::Among;

/// What is wanted of a row, by what it is.
fn branch<'s>(frame: &Frame, (table, row): (usize, u32), shape: &'s Shape) -> Option<&'s Branch> {
    match &shape.branches[..] {
        [only] if only.variant.is_none() => Some(only).filter(|it| it.table == table),
        several => {
            let variant = frame.variant(row);
            let is_of = |it: &Branch| it.variant.is_none() || it.variant == variant;
            several.iter().find(|it| it.table == table && is_of(it))
        }
    }
}

/// Takes an answer, in order, and can go back to where it was.
pub trait Sink {
    fn open_object(&mut self);
    fn close_object(&mut self);
    fn open_list(&mut self);
    fn close_list(&mut self);
    /// What the next value of an object is called.
    fn name(&mut self, name: &str);
    fn null(&mut self);
    fn bool(&mut self, value: bool);
    fn int(&mut self, value: i64);
    fn float(&mut self, value: f64);
    fn decimal(&mut self, value: Amount);
    fn text(&mut self, text: &str);
    /// A text of characters that need no care: keys, codes, dates, names of enum values.
    fn plain(&mut self, text: fmt::Arguments<'_>);
    /// A value that is written already.
    fn raw(&mut self, written: &str);
    /// How much was taken so far.
    fn mark(&self) -> usize;
    /// Forgets what was taken after `mark`.
    fn rewind(&mut self, mark: usize);
    /// Whether it takes nothing more, so that there is no use in going on.
    fn is_closed(&self) -> bool {
        false
    }
}

/// Where in the answer something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    Name(Name),
    Index(usize),
}

/// A failure that was met, and where; the path runs from the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    pub why: Why,
    pub path: Vec<Segment>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The question itself is at fault: the number of the error in [`Failure`].
    Asked(usize),
    /// It turned out as the question was answered.
    Refused(Refusal),
}

/// A failure on its way to a place that may be null; its path is still reversed.
struct Broken(Met);

type Outcome = Result<(), Broken>;

fn refused(why: Refusal) -> Broken {
    Broken(Met { why: Why::Refused(why), path: Vec::new() })
}

/// Whether a value could be answered, or must be null for a failure within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    Yes,
    No,
}

/// No more failures than this are told of in one answer: they repeat themselves row by row.
const FAILURES_MAX: usize = 100;

/// One answer being made.
pub struct Run<'s, S> {
    snapshot: &'s Snapshot,
    /// The date at which computed fields look where they are not told.
    today: PartialDate,
    sink: S,
    failures: Vec<Met>,
    /// By the addresses of a snapshot and of a filter: what it found there.
    matchers: HashMap<(usize, usize), Rc<Matcher<'s>>>,
    prepared: Prepared<'s>,
    /// What is held back from whoever asks, and what is told of it instead.
    veil: Option<&'s Veil>,
    /// As `prepared`, of what is summed up instead of rows that are held back.
    prepared_sums: Option<Prepared<'s>>,
    work: &'s Work,
    past: Option<&'s dyn Past>,
    /// How much of what the sink took has been counted.
    counted: usize,
}

impl<'s, S: Sink> Run<'s, S> {
    /// `work` is that of the whole request.
    pub fn new(snapshot: &'s Snapshot, today: PartialDate, work: &'s Work, sink: S) -> Self {
        Run {
            snapshot,
            today,
            sink,
            failures: Vec::new(),
            matchers: HashMap::new(),
            prepared: Prepared::new(snapshot),
            veil: None,
            prepared_sums: None,
            work,
            past: None,
            counted: 0,
        }
    }

    /// With somebody to ask what rows were.
    #[must_use]
    pub fn knowing(self, past: &'s dyn Past) -> Self {
        Run { past: Some(past), ..self }
    }

    /// The same for somebody who may not see private pay: the snapshot is without it, and what is
    /// summed up is that of `veil`.
    #[must_use]
    pub fn behind(self, veil: Option<&'s Veil>) -> Self {
        Run { veil, ..self }
    }

    /// What was taken, and the failures on the way.
    pub fn finish(self) -> (S, Vec<Met>) {
        (self.sink, self.failures)
    }

    /// Answers with rows of a table; tells whether it could, or the answer would have to be null,
    /// for a failure that is among those of [`Run::finish`] then.
    pub fn rows(&mut self, table: usize, connection: &'s Connection) -> Whole {
        let outcome = self.connection(table, connection, Among::All);
        self.settle(outcome)
    }

    /// Answers with what is wanted of a computed value, as [`Run::rows`] does.
    pub fn computed(&mut self, datum: &Datum, wanted: &'s Wanted) -> Whole {
        let outcome = self.datum(datum, wanted);
        self.settle(outcome)
    }

    /// Answers with one row, or null.
    pub fn row(&mut self, row: Option<(usize, u32)>, shape: &'s Shape) {
        match row {
            None => self.sink.null(),
            Some((table, row)) => self.nullable(|run| run.object(table, row, shape)),
        }
    }

    /// Answers with a list of rows, each of which may be null.
    pub fn list(&mut self, rows: &[Option<(usize, u32)>], shape: &'s Shape) {
        self.sink.open_list();
        for (index, row) in rows.iter().enumerate() {
            let known = self.failures.len();
            self.row(*row, shape);
            for failure in &mut self.failures[known..] {
                failure.path.insert(0, Segment::Index(index));
            }
        }
        self.sink.close_list();
    }

    fn settle(&mut self, outcome: Outcome) -> Whole {
        let Err(Broken(mut met)) = outcome else { return Whole::Yes };
        met.path.reverse();
        if self.failures.len() < FAILURES_MAX {
            self.failures.push(met);
        }
        Whole::No
    }

    /// Writes a value that may be null: a failure within makes it so.
    fn nullable(&mut self, write: impl FnOnce(&mut Self) -> Outcome) {
        let mark = self.sink.mark();
        let known = self.failures.len();
        let outcome = write(self);
        if self.settle(outcome) == Whole::No {
            // Failures within what is now null are told of once, by the one that made it so.
            let last = self.failures.len().saturating_sub(1).max(known);
            self.failures.drain(known..last);
            // Where it is too much, there is a failure that says so already or soon.
            drop(self.written());
            self.sink.rewind(mark);
            self.counted = mark;
            self.sink.null();
        }
    }

    /// Counts what was written since it was counted last.
    fn written(&mut self) -> Outcome {
        if self.sink.is_closed() {
            let why = "the answer was not taken to its end: ask again, and read on";
            return Err(refused(Refusal::Limit(why.to_owned())));
        }
        let mark = self.sink.mark();
        let bytes = mark.saturating_sub(self.counted);
        self.counted = mark;
        self.work.write(bytes).map_err(refused)
    }

    fn object(&mut self, table: usize, row: u32, shape: &'s Shape) -> Outcome {
        self.written()?;
        let frame = self.snapshot.frame(table);
        let branch = branch(frame, (table, row), shape);
        let steps = branch.map_or(&[][..], |it| &it.steps[..]);
        self.fields(steps, |run, step| run.step(frame, row, step))
    }

    fn step(&mut self, frame: &'s Frame, row: u32, step: &'s Step) -> Outcome {
        match step {
            Step::Constant(text) => self.sink.plain(format_args!("{text}")),
            Step::Id => {
                self.sink.plain(format_args!("{}:{}", frame.table().name, frame.key(row)));
            }
            Step::Version => self.sink.int(frame.version(row).cast_signed()),
            Step::Values => {
                let past = self.past.ok_or_else(|| Refusal::NotFound("values".to_owned()));
                let written = past.map_err(refused)?.written(&self.snapshot.row(frame.table, row));
                self.sink.raw(&written);
            }
            Step::Key => self.sink.plain(format_args!("{}", frame.key(row))),
            Step::Field(field, language) => self.field(frame, row, *field, *language),
            Step::ExternalKeys(field, wanted) => {
                return self.external_keys(frame, row, (*field, wanted));
            }
            Step::Follow(field, shape) => return self.follow(frame, row, (*field, shape)),
            Step::Linked(link, connection) => {
                let from = frame.source_of(*link);
                let among = Among::Linked(frame.table, *link, row);
                return self.connection(from, connection, among);
            }
            Step::Compute(compute, arguments, wanted, instead) => {
                let asked = compute::Asked { arguments, today: self.today };
                let cost = compute::row_cost(self.snapshot, *compute, (frame, row));
                self.work.look(cost).map_err(refused)?;
                return match compute::compute(&mut self.prepared, (frame, row), *compute, &asked) {
                    Ok(datum) => self.datum_or(&datum, wanted, *instead),
                    Err(why) if *instead == Instead::Null => {
                        self.nullable(|_| Err(refused(why)));
                        Ok(())
                    }
                    Err(why) => Err(refused(why)),
                };
            }
            Step::History(asked, wanted) => self.history(frame, row, (*asked, wanted)),
            Step::Fail(failure) => return self.fail(*failure),
        }
        Ok(())
    }

    /// Null, with a failure, where nobody knows the past or it can't be told.
    fn history(&mut self, frame: &Frame, row: u32, (asked, wanted): (HistoryAsked, &'s Wanted)) {
        self.nullable(|run| {
            let unknown = || Refusal::NotFound("history".to_owned());
            run.work.look(ROWS_PER_HISTORY).map_err(refused)?;
            let past = run.past.ok_or_else(unknown).map_err(refused)?;
            let records = past.history(&row_id(frame, row), asked).map_err(refused)?;
            run.datum(&Datum::Records(records), wanted)
        });
    }

    fn fail(&mut self, failure: Failure) -> Outcome {
        let broken = Broken(Met { why: Why::Asked(failure.error), path: Vec::new() });
        match failure.instead {
            Instead::Nothing => Err(broken),
            Instead::Null => {
                self.nullable(|_| Err(broken));
                Ok(())
            }
        }
    }

    fn field(&mut self, frame: &Frame, row: u32, field: usize, language: Language) {
        let column = frame.column(field);
        let sink = &mut self.sink;
        match frame.table().fields[field].kind {
            Kind::Text | Kind::Url => column.text(row).map(|it| sink.text(it)),
            Kind::LocalText => match language {
                Language::English => column.text(row).map(|it| sink.text(it)),
                Language::Chinese => column.chinese(row).map(|it| sink.text(it)),
            },
            Kind::Texts => {
                sink.open_list();
                column.forms(row).for_each(|it| sink.text(it));
                sink.close_list();
                Some(())
            }
            Kind::Int => column.int(row).map(|it| sink.int(it)),
            Kind::Decimal => column.int(row).and_then(Amount::from_code).map(|it| sink.decimal(it)),
            Kind::Float => column.float(row).map(|it| sink.float(it)),
            Kind::Date => column.date(row).map(|it| sink.plain(format_args!("{it}"))),
            Kind::Country => column.country(row).map(|it| sink.plain(format_args!("{it}"))),
            Kind::Currency => column.currency(row).map(|it| sink.plain(format_args!("{it}"))),
            Kind::Enum(set) => {
                let value = column.int(row).and_then(|it| usize::try_from(it).ok());
                let name = value.map(|it| set.values[it].name);
                name.map(|it| sink.plain(format_args!("{it}")))
            }
            Kind::ExternalKeys | Kind::Ref(_) | Kind::Refs(_) | Kind::AnyRef => {
                unreachable!("references are followed, and external keys have parts")
            }
        }
        .unwrap_or_else(|| self.sink.null());
    }

    fn follow(
        &mut self,
        frame: &'s Frame,
        row: u32,
        (field, shape): (usize, &'s Shape),
    ) -> Outcome {
        let description = &frame.table().fields[field];
        let column = frame.column(field);
        match description.kind {
            Kind::Refs(_) => {
                self.objects(frame.target_of(field), column.targets(row), shape)?;
            }
            Kind::AnyRef => match column.any(row) {
                Some((table, row)) if !description.nullable => self.object(table, row, shape)?,
                Some((table, row)) => self.nullable(|run| run.object(table, row, shape)),
                None => self.sink.null(),
            },
            Kind::Ref(_) => match column.target(row) {
                Some(target) if !description.nullable => {
                    self.object(frame.target_of(field), target, shape)?;
                }
                Some(target) => {
                    self.nullable(|run| run.object(frame.target_of(field), target, shape));
                }
                None => self.sink.null(),
            },
            kind => unreachable!("{kind:?} is not followed"),
        }
        Ok(())
    }
}
