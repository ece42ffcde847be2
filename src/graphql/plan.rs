//! What a field of the root asks of the engine, made before anything is answered, so that it is known
//! what all of them cost.

use async_graphql::{PathSegment, ServerError, Value};

use super::{
    asked::{Answered, Asked, code_of},
    document::Selected,
    failure::{Code, error},
    members::Root,
    occasion::Occasion,
    select::{Compiler, row_id},
};
use crate::{
    auth::Viewer,
    catalog::{TABLES, history::VIEWER, questions::Question},
    engine::{
        compute::Datum,
        cost::Estimate,
        request::{Arguments, Connection, Shape, Wanted},
        run::Whole,
        work::ROWS_PER_HISTORY,
    },
};

/// Ids in one call of `nodes`.
const NODES_MAX: usize = 1_000;

/// A field of the root, and what it asks of the engine.
pub(super) struct Planned<'a> {
    asked: Asked<'a>,
    plan: Plan,
    /// Errors that were found as the plan was made, by their numbers in it.
    known: Vec<ServerError>,
}

enum Plan {
    Refused(Answered),
    Rows(usize, Connection),
    Row((usize, u32), Shape),
    /// Rows that may not be there, and the errors that say so.
    List(Vec<Option<(usize, u32)>>, Shape, Vec<ServerError>),
    Question(&'static Question, Arguments, Wanted),
    /// Little, or a table that is written as it is answered.
    Other(Root),
}

impl<'a> Asked<'a> {
    /// Plans the answer to a field of `Query`.
    pub(super) fn planned(mut self, root: Root) -> Planned<'a> {
        let allowed = self.may(root).and_then(|()| self.look());
        let mut compiler = Compiler::new(self.document, &self.slot.asking.viewer);
        let plan = match allowed {
            Ok(()) => self.plan(root, &mut compiler),
            Err((code, why)) => Err(self.refused(code, why, None)),
        };
        let known = compiler.errors;
        Planned { plan: plan.unwrap_or_else(Plan::Refused), asked: self, known }
    }

    fn plan(&self, root: Root, compiler: &mut Compiler<'a>) -> Result<Plan, Answered> {
        let bad = |why| self.refused(Code::BadUserInput, why, None);
        match root {
            _ if matches!(self.slot.asking.occasion, Occasion::Export(_)) => Ok(Plan::Other(root)),
            Root::Many(table, variant) => {
                let connection = compiler.connection((table, variant), &self.selected);
                Ok(Plan::Rows(table, connection.map_err(bad)?))
            }
            Root::One(table, variant) => {
                let row = self.one(table, variant)?;
                Ok(Plan::Row(row, compiler.shape(Some(table), &self.selected.sets())))
            }
            Root::Node => {
                let row = self.node()?;
                Ok(Plan::Row(row, compiler.shape(Some(row.0), &self.selected.sets())))
            }
            Root::Nodes => {
                let (rows, errors) = self.nodes()?;
                Ok(Plan::List(rows, compiler.shape(None, &self.selected.sets()), errors))
            }
            Root::Question(question) => {
                let (arguments, wanted) =
                    compiler.question(question, &self.selected).map_err(bad)?;
                Ok(Plan::Question(question, arguments, wanted))
            }
            Root::Changes
            | Root::Commits
            | Root::ImportJob
            | Root::ImportJobs
            | Root::Importers
            | Root::Viewer => Ok(Plan::Other(root)),
        }
    }

    fn one(&self, table: usize, variant: Option<usize>) -> Result<(usize, u32), Answered> {
        let bad = |why| self.refused(Code::BadUserInput, why, Some(b"null"));
        let found = self.find(table).map_err(bad)?;
        let frame = self.sight.snapshot.frame(table);
        let is_of = |row: &u32| variant.is_none() || frame.variant(*row) == variant;
        found.row.filter(is_of).map(|row| (table, row)).ok_or_else(|| {
            let name = variant.map_or(TABLES[table].name, |it| TABLES[table].variants[it].name);
            let why = format!("there is no {name} with the {}", found.asked);
            self.refused(Code::NotFound, why, Some(b"null"))
        })
    }

    fn node(&self) -> Result<(usize, u32), Answered> {
        let bad = |why| self.refused(Code::BadUserInput, why, Some(b"null"));
        let arguments = self.document.arguments(&self.selected);
        let id = arguments.iter().find(|it| it.0 == "id").ok_or_else(|| bad("give `id`".into()))?;
        let id = row_id(id.0, &id.1, None).map_err(bad)?;
        self.resolve(&id).ok_or_else(|| {
            let why = format!("there is no row with the id `{id}`");
            self.refused(Code::NotFound, why, Some(b"null"))
        })
    }

    /// The rows that are asked for, with an error for each that is not there.
    #[expect(clippy::type_complexity, reason = "it is what a plan of a list is made of")]
    fn nodes(&self) -> Result<(Vec<Option<(usize, u32)>>, Vec<ServerError>), Answered> {
        let arguments = self.document.arguments(&self.selected);
        let ids = match arguments.into_iter().find(|it| it.0 == "ids") {
            Some((_, Value::List(ids))) => ids,
            Some((_, one)) => vec![one],
            None => Vec::new(),
        };
        if ids.len() > NODES_MAX {
            let why = format!("`ids` has {} entries: it must have at most {NODES_MAX}", ids.len());
            return Err(self.refused(Code::BadUserInput, why, None));
        }
        let mut rows = Vec::new();
        let mut errors = Vec::new();
        for (index, id) in ids.iter().enumerate() {
            let found = row_id("ids", id, None).map_err(|why| (Code::BadUserInput, why));
            let found = found.and_then(|id| {
                let why = || (Code::NotFound, format!("there is no row with the id `{id}`"));
                self.resolve(&id).ok_or_else(why)
            });
            rows.push(found.as_ref().ok().copied());
            if let Err((code, why)) = found {
                let mut error = error(code, why, Some(self.selected.pos()));
                let key = PathSegment::Field(self.selected.key.to_owned());
                error.path = vec![key, PathSegment::Index(index)];
                errors.push(error);
            }
        }
        Ok((rows, errors))
    }
}

impl Planned<'_> {
    /// What the answer costs, in rows of a column that could be read meanwhile.
    fn cost(&self) -> u64 {
        let estimate = Estimate::new(&self.asked.sight.snapshot);
        match &self.plan {
            Plan::Refused(_) => 0,
            Plan::Rows(table, connection) => estimate.rows(*table, connection),
            Plan::Row(_, shape) => estimate.list(1, shape),
            Plan::List(rows, shape, _) => estimate.list(rows.len(), shape),
            Plan::Question(question, arguments, wanted) => {
                estimate.question(question.ask, arguments, wanted)
            }
            Plan::Other(_) => ROWS_PER_HISTORY,
        }
    }

    /// The same with the field.
    pub(super) fn priced(&self) -> (u64, &Selected<'_>) {
        (self.cost(), &self.asked.selected)
    }

    /// Answers the field; nothing of it where the request is over meanwhile.
    pub(super) fn answered(self) -> Answered {
        let (asked, known) = (&self.asked, &self.known[..]);
        let answered = match self.plan {
            Plan::Refused(answered) => return answered,
            Plan::Rows(table, connection) => {
                let mut run = asked.run();
                let outcome = run.rows(table, &connection);
                let (json, met) = run.finish();
                let json = (outcome == Whole::Yes).then(|| json.into_bytes());
                Answered { json, errors: asked.errors(known, met) }
            }
            Plan::Row(row, shape) => {
                let mut run = asked.run();
                run.row(Some(row), &shape);
                let (json, met) = run.finish();
                Answered { json: Some(json.into_bytes()), errors: asked.errors(known, met) }
            }
            Plan::List(rows, shape, mut errors) => {
                let mut run = asked.run();
                run.list(&rows, &shape);
                let (json, met) = run.finish();
                errors.extend(asked.errors(known, met));
                Answered { json: Some(json.into_bytes()), errors }
            }
            Plan::Question(question, arguments, wanted) => {
                match asked.found(question, &arguments) {
                    Ok(datum) => asked.computed(&asked.sight.snapshot, &datum, (&wanted, known)),
                    Err((code, why)) => asked.refused(code, why, None),
                }
            }
            Plan::Other(root) => asked.other(root),
        };
        match asked.slot.work.check() {
            Ok(()) => answered,
            // What was found since it is over may be but a part.
            Err(why) => asked.refused(code_of(&why), why.to_string(), None),
        }
    }
}

impl Asked<'_> {
    fn other(&self, root: Root) -> Answered {
        self.slot.asking.sight.snapshot.note_beyond();
        match (root, &self.slot.asking.occasion) {
            (root, Occasion::Export(export)) => self.exported(root, export),
            (Root::Changes, _) => self.changes(),
            (Root::Commits, _) => self.commits(),
            (Root::Importers, _) => self.importers(),
            (Root::ImportJob, _) => self.import_job(),
            (Root::ImportJobs, _) => self.import_jobs(),
            _ => {
                let Viewer { name, role } = &self.slot.asking.viewer;
                let viewer = vec![Datum::Text(name.to_string()), Datum::Enum(role.name())];
                self.record(&self.sight.snapshot, &VIEWER, &Datum::Record(viewer))
            }
        }
    }
}
