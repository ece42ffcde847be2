//! Answers as tables: a query of one list is written row by row, as it is answered.
//!
//! An export is asked for like any query: it is parsed, validated and answered as those are, of the
//! same snapshot and with the same rights. Only the list is not put together but handed on.

mod columns;
mod flat;
mod types;

use std::{
    io,
    sync::{Mutex, PoisonError},
};

use async_graphql::{Request, ServerError, Value, Variables};

use super::{
    Api,
    asked::{Answered, Asked},
    document::Selected,
    failure::{Code, error},
    members::Root,
    names,
    occasion::Occasion,
    response::{Answer, Outcome, refused},
    select::Compiler,
};
use crate::{
    auth::Viewer,
    catalog::{TABLES, questions::Question},
    engine::{
        Snapshot,
        request::{Connection, Part, Wanted},
        run::{Met, Run, Whole},
    },
    export::{self, Format, Out, Writer},
};
use columns::List;
use flat::Flat;

/// Why not all was written.
#[derive(Debug)]
pub enum NotExported {
    /// The answer that says so.
    Refused(Answer),
    /// What was written could not be taken.
    Io(io::Error),
}

/// A table to write, and what became of it.
pub(super) struct Export {
    form: Form,
    format: Format,
    out: Mutex<Option<Out>>,
    done: Mutex<Option<io::Result<u64>>>,
}

/// What is written of the objects in a list.
#[derive(Clone, Copy)]
enum Form {
    /// What is selected of each.
    Selected,
    /// The rows of this table whose keys are selected.
    Rows(usize),
}

impl Api {
    /// Writes the list that a query asks for; tells how many rows it has. The root field must be one:
    /// a connection, of which `nodes`, `edges`, `sample` or the nodes of `groups` are asked for, or a
    /// question that is answered with a list. Without `first` all rows and groups are written.
    ///
    /// Columns are called by the response keys that lead to them, with points in between; what is
    /// nested in a list is one column.
    pub fn export(
        &self,
        request: Request,
        viewer: &Viewer,
        (format, out): (Format, Out),
    ) -> Result<u64, NotExported> {
        self.exported(request, viewer, (Form::Selected, format, out))
    }

    /// Writes the rows of a table that pass `condition`, a filter as a query takes it in JSON, under
    /// the columns that importers read; in the order of their keys.
    pub fn export_rows(
        &self,
        (table, condition): (usize, Option<&str>),
        viewer: &Viewer,
        (format, out): (Format, Out),
    ) -> Result<u64, NotExported> {
        let many = names::camel(TABLES[table].many);
        let filter = format!("{}Filter", TABLES[table].name);
        let query =
            format!("query($where: {filter}) {{ {many}(where: $where) {{ nodes {{ key }} }} }}");
        let mut request = Request::new(query);
        if let Some(condition) = condition {
            let condition: serde_json::Value = serde_json::from_str(condition).map_err(|why| {
                refusal(format!(
                    "`where` is no JSON ({why}): write it like {{\"key\": {{\"eq\": \"…\"}}}}"
                ))
            })?;
            request =
                request.variables(Variables::from_json(serde_json::json!({ "where": condition })));
        }
        self.exported(request, viewer, (Form::Rows(table), format, out))
    }

    fn exported(
        &self,
        request: Request,
        viewer: &Viewer,
        (form, format, out): (Form, Format, Out),
    ) -> Result<u64, NotExported> {
        if !self.is_query(&request) {
            return Err(refusal(
                "an export is a query: send mutations and subscriptions elsewhere",
            ));
        }
        let (out, done) = (Mutex::new(Some(out)), Mutex::default());
        let export = std::sync::Arc::new(Export { form, format, out, done });
        let occasion = Occasion::Export(std::sync::Arc::clone(&export));
        let answer = self.answer_from(request, viewer, (self.seen_by(viewer), occasion));
        let done = export.done.lock().unwrap_or_else(PoisonError::into_inner).take();
        match done {
            Some(Err(why)) => Err(NotExported::Io(why)),
            _ if answer.outcome != Outcome::Done => Err(NotExported::Refused(answer)),
            Some(Ok(rows)) => Ok(rows),
            None => Err(refusal("nothing is asked for that has rows: ask for a connection")),
        }
    }
}

fn refusal(why: impl Into<String>) -> NotExported {
    NotExported::Refused(refused(error(Code::BadUserInput, why, None)))
}

/// What is said where a query has several fields.
pub(super) fn several() -> ServerError {
    error(Code::BadUserInput, "an export is one table: ask for one field of the root", None)
}

impl Asked<'_> {
    /// Writes the list within the field.
    pub(super) fn exported(&self, root: Root, export: &Export) -> Answered {
        let list = match columns::list(self.document, types::types(), &self.selected) {
            Ok(list) => list,
            Err(why) => return self.refused(Code::BadUserInput, why, None),
        };
        match root {
            Root::Many(table, variant) => self.export_many((table, variant), &list, export),
            Root::Question(question) => self.export_question(question, &list, export),
            _ => {
                let why = "this list is not exported: ask for a connection or a question";
                self.refused(Code::BadUserInput, why.to_owned(), None)
            }
        }
    }

    fn export_many(
        &self,
        of: (usize, Option<usize>),
        list: &List<'_>,
        export: &Export,
    ) -> Answered {
        let mut compiler = Compiler::new(self.document, &self.slot.asking.viewer);
        let mut connection = match compiler.connection(of, &self.selected) {
            Ok(connection) => connection,
            Err(why) => return self.refused(Code::BadUserInput, why, None),
        };
        self.narrow(&mut connection, &list.path);
        if !self.is_given(&self.selected, &["first", "last"]) {
            connection.page.limit = u32::MAX;
        }
        self.write(list, export, &compiler.errors, |run| run.rows(of.0, &connection))
    }

    /// Leaves of a connection the list alone, all of it where nobody said how much.
    fn narrow(&self, connection: &mut Connection, path: &[Selected<'_>]) {
        let [first, rest @ ..] = path else { return };
        connection.parts.retain(|it| *it.0 == *first.key);
        let [inner, ..] = rest else { return };
        for (_, part) in &mut connection.parts {
            if let Part::Groups(groups) = part {
                groups.parts.retain(|it| *it.0 == *inner.key);
                if !self.is_given(first, &["first"]) {
                    groups.limit = u32::MAX;
                }
            }
        }
    }

    fn is_given(&self, selected: &Selected<'_>, names: &[&str]) -> bool {
        let arguments = self.document.arguments(selected);
        arguments.iter().any(|it| names.contains(&it.0) && it.1 != Value::Null)
    }

    fn export_question(
        &self,
        question: &'static Question,
        list: &List<'_>,
        export: &Export,
    ) -> Answered {
        let mut compiler = Compiler::new(self.document, &self.slot.asking.viewer);
        let asked = compiler.question(question, &self.selected);
        let asked = asked.map_err(|why| (Code::BadUserInput, why));
        let found =
            asked.and_then(|(arguments, wanted)| Ok((self.found(question, &arguments)?, wanted)));
        let (datum, mut wanted) = match found {
            Ok(found) => found,
            Err((code, why)) => return self.refused(code, why, None),
        };
        match (&mut wanted, &list.path[..]) {
            (Wanted::Record(steps), [first, ..]) => steps.retain(|it| *it.0 == *first.key),
            (Wanted::Connection(connection), path) => self.narrow(connection, path),
            _ => (),
        }
        self.write(list, export, &compiler.errors, |run| run.computed(&datum, &wanted))
    }

    /// Writes what `answer` answers.
    fn write<'s>(
        &'s self,
        list: &List<'_>,
        export: &Export,
        known: &[ServerError],
        answer: impl FnOnce(&mut Run<'s, Flat<'_>>) -> Whole,
    ) -> Answered {
        let (outcome, met) = match self.written(list, export, answer) {
            Ok((rows, met)) => (Ok(rows), met),
            Err(why) => (Err(why), Vec::new()),
        };
        *export.done.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
        Answered { json: Some(b"null".to_vec()), errors: self.errors(known, met) }
    }

    fn written<'s>(
        &'s self,
        list: &List<'_>,
        export: &Export,
        answer: impl FnOnce(&mut Run<'s, Flat<'_>>) -> Whole,
    ) -> io::Result<(u64, Vec<Met>)> {
        let out = export.out.lock().unwrap_or_else(PoisonError::into_inner).take();
        let out = out.ok_or_else(|| io::Error::other("the table was written before"))?;
        let snapshot = &self.sight.snapshot;
        let mut writer: Box<dyn Writer + '_> = match export.form {
            Form::Selected => export::writer(export.format, &list.columns, out)?,
            Form::Rows(table) => {
                let columns = export::columns_of(TABLES[table]);
                let inner = export::writer(export.format, &columns, out)?;
                Box::new(Rows { snapshot, table, inner })
            }
        };
        let flat = Flat::new(&mut *writer, &list.tree, list.columns.len());
        let mut run = self.run_into(snapshot, flat);
        answer(&mut run);
        let (flat, met) = run.finish();
        let rows = flat.finish()?;
        if met.is_empty() {
            writer.finish()?;
        }
        Ok((rows, met))
    }
}

/// Writes rows in the place of their keys.
struct Rows<'s> {
    snapshot: &'s Snapshot,
    table: usize,
    inner: Box<dyn Writer>,
}

impl Writer for Rows<'_> {
    fn row(&mut self, values: &[export::Value<'_>]) -> io::Result<()> {
        if let [export::Value::Text(key)] = values
            && let Some(row) = self.snapshot.find(self.table, key)
        {
            self.inner.row(&export::values_of(&self.snapshot.row(self.table, row)))?;
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.inner.finish()
    }
}
