//! One field of the root, from what was asked to its answer.

use async_graphql::{PathSegment, ServerError, Value};

use super::{
    answer::Slot,
    document::{Document, Selected},
    failure::{Code, error},
    json::Json,
    members::Root,
    select::{Compiler, int, row_id, text},
    sight::Sight,
};
use crate::{
    catalog::{
        RowId, TABLES,
        computed::{Output, Record},
        enums::AccessRole,
        place,
        questions::{Ask, Question},
        value::excerpt,
    },
    engine::{
        Snapshot,
        compute::{self, Datum, Refusal},
        request::{Arguments, Wanted},
        run::{Met, Run, Segment, Sink, Whole, Why},
    },
};

/// One field of the root, to be answered.
pub(super) struct Asked<'a> {
    pub(super) slot: &'a Slot,
    pub(super) document: Document<'a>,
    pub(super) selected: Selected<'a>,
    /// What it looks at.
    pub(super) sight: Sight,
}

pub(super) struct Answered {
    /// `None` where the answer would have to be null and must not be.
    pub(super) json: Option<Vec<u8>>,
    pub(super) errors: Vec<ServerError>,
}

impl<'a> Asked<'a> {
    pub(super) fn of(slot: &'a Slot, document: Document<'a>, selected: Selected<'a>) -> Self {
        Asked { slot, document, selected, sight: slot.asking.sight.clone() }
    }

    /// Looks at the version that the field asks for.
    pub(super) fn look(&mut self) -> Result<(), (Code, String)> {
        let arguments = self.document.arguments(&self.selected);
        if let Some((name, value)) = arguments.into_iter().find(|it| it.0 == "asOf")
            && value != Value::Null
        {
            let version = int(name, &value).map_err(|why| (Code::BadUserInput, why))?;
            self.sight = self.slot.asking.sight_at(version)?.within(&self.slot.work);
        }
        Ok(())
    }

    /// Whether the viewer may ask for a field at all.
    pub(super) fn may(&self, root: Root) -> Result<(), (Code, String)> {
        let needed = match root {
            Root::Changes | Root::Commits => AccessRole::Analyst,
            Root::ImportJob | Root::ImportJobs => AccessRole::Editor,
            Root::Question(it) if it.ask == Ask::DuplicateCandidates => AccessRole::Analyst,
            _ => AccessRole::Reader,
        };
        let may = self.slot.asking.viewer.may(needed);
        may.map_err(|why| (Code::Forbidden, why.to_string()))
    }

    pub(super) fn refused(&self, code: Code, why: String, json: Option<&[u8]>) -> Answered {
        let mut error = error(code, why, Some(self.selected.pos()));
        error.path = vec![PathSegment::Field(self.selected.key.to_owned())];
        Answered { json: json.map(<[u8]>::to_vec), errors: vec![error] }
    }

    /// The row that the arguments of a field like `person` name.
    pub(super) fn find(&self, table: usize) -> Result<Found, String> {
        let arguments = self.document.arguments(&self.selected);
        let given = arguments.iter().filter(|it| it.1 != Value::Null && it.0 != "asOf");
        let given: Vec<_> = given.collect();
        let one = TABLES[table].name;
        let [(name, value)] = given[..] else {
            return Err(format!(
                "give `id` or `by`, one of them, such as `id: \"{one}:…\"` or `by: {{key: \"…\"}}`"
            ));
        };
        let snapshot = &self.sight.snapshot;
        if *name == "id" {
            let id = row_id("id", value, Some(one))?;
            return Ok(Found { row: snapshot.find(table, id.key()), asked: format!("id `{id}`") });
        }
        let Value::Object(by) = value else {
            return Err("`by` takes an object such as `{key: \"…\"}`".to_owned());
        };
        let Some((name, value)) = by.iter().next().filter(|_| by.len() == 1) else {
            return Err("`by` takes one key, such as `{key: \"…\"}`".to_owned());
        };
        let path = format!("by.{name}");
        let sought = text(&path, value)?;
        let row = match name.as_str() {
            "id" => snapshot.find(table, row_id(&path, value, Some(one))?.key()),
            "key" => snapshot.find(table, sought),
            name => {
                let key = super::names::external_key(name, sought);
                let key = key.map_err(|why| format!("`{path}`: {why}"))?;
                snapshot.frame(table).find_external(&key.to_string())
            }
        };
        Ok(Found { row, asked: format!("{name} `{}`", excerpt(sought)) })
    }

    pub(super) fn resolve(&self, id: &RowId) -> Option<(usize, u32)> {
        let table = place(id.table());
        self.sight.snapshot.find(table, id.key()).map(|row| (table, row))
    }

    /// What a question found.
    pub(super) fn found(
        &self,
        question: &'static Question,
        arguments: &Arguments,
    ) -> Result<Datum, (Code, String)> {
        let asked = compute::Asked { arguments, today: self.slot.asking.today() };
        let snapshot = &self.sight.snapshot;
        let allowed = self.slot.work.look(compute::cost(snapshot, question.ask));
        let found = allowed.and_then(|()| compute::ask(snapshot, question.ask, &asked));
        found.map_err(|why| (code_of(&why), why.to_string()))
    }

    pub(super) fn computed(
        &self,
        snapshot: &Snapshot,
        datum: &Datum,
        (wanted, known): (&Wanted, &[ServerError]),
    ) -> Answered {
        let mut run = self.run_of(snapshot);
        let outcome = run.computed(datum, wanted);
        let (json, met) = run.finish();
        let json = (outcome == Whole::Yes).then(|| json.into_bytes());
        Answered { json, errors: self.errors(known, met) }
    }

    /// Answers with a record about rows of a snapshot.
    pub(super) fn record(
        &self,
        snapshot: &Snapshot,
        record: &'static Record,
        datum: &Datum,
    ) -> Answered {
        let mut compiler = Compiler::new(self.document, &self.slot.asking.viewer);
        match compiler.wanted(Output::Record(record), &self.selected) {
            Ok(wanted) => self.computed(snapshot, datum, (&wanted, &compiler.errors)),
            Err(why) => self.refused(Code::BadUserInput, why, None),
        }
    }

    pub(super) fn run(&self) -> Run<'_, Json> {
        self.run_of(&self.sight.snapshot)
    }

    /// What answers from a snapshot that this viewer may see.
    fn run_of<'r>(&'r self, snapshot: &'r Snapshot) -> Run<'r, Json> {
        self.run_into(snapshot, Json::default())
    }

    /// The same, with the answer going elsewhere.
    pub(super) fn run_into<'r, S: Sink>(&'r self, snapshot: &'r Snapshot, sink: S) -> Run<'r, S> {
        let Slot { asking, work, .. } = self.slot;
        let run = Run::new(snapshot, asking.today(), work, sink);
        run.behind(self.sight.veil.as_deref()).knowing(asking)
    }

    /// The errors that were met, each with the path where it was.
    pub(super) fn errors(&self, known: &[ServerError], met: Vec<Met>) -> Vec<ServerError> {
        let errors = met.into_iter().map(|it| {
            let mut error = match it.why {
                Why::Asked(error) => known[error].clone(),
                Why::Refused(why) => {
                    error(code_of(&why), why.to_string(), Some(self.selected.pos()))
                }
            };
            let path = it.path.into_iter().map(|it| match it {
                Segment::Name(name) => PathSegment::Field(name.into()),
                Segment::Index(index) => PathSegment::Index(index),
            });
            let key = PathSegment::Field(self.selected.key.to_owned());
            error.path = [key].into_iter().chain(path).collect();
            error
        });
        errors.collect()
    }
}

pub(super) fn code_of(why: &Refusal) -> Code {
    match why {
        Refusal::BadInput(_) => Code::BadUserInput,
        Refusal::NotFound(_) => Code::NotFound,
        Refusal::Limit(_) => Code::Limit,
        Refusal::Rows(_) => Code::TooManyRows,
        Refusal::Time(_) => Code::Timeout,
    }
}

/// What was found for the arguments of a field that gives one row.
pub(super) struct Found {
    pub(super) row: Option<u32>,
    /// What was asked for, in words.
    pub(super) asked: String,
}
