//! Makes requests to the engine of what a query selects.

mod computed;
mod connection;
mod filter;
mod input;
mod summary;

use async_graphql::{Pos, ServerError, Value, parser::types::SelectionSet};

use super::{
    document::{Document, Selected},
    failure::{BadInput, Code, error},
    members::{Member, concrete, member},
};
use crate::{
    auth::Viewer,
    catalog::{
        Kind, TABLES,
        computed::Output,
        enums::AccessRole,
        history::{HISTORY_OF, ROW_HISTORY},
        place,
    },
    engine::past::HistoryAsked,
    engine::request::{
        Branch, Connection, Failure, Instead, Language, Name, RecordStep, Shape, Step, Wanted,
    },
};

pub(super) use input::{int, row_id, text};

/// Makes one request; keeps the errors it finds, to which the request then refers.
pub(super) struct Compiler<'d> {
    document: Document<'d>,
    viewer: &'d Viewer,
    pub(super) errors: Vec<ServerError>,
}

impl<'d> Compiler<'d> {
    pub(super) fn new(document: Document<'d>, viewer: &'d Viewer) -> Self {
        Compiler { document, viewer, errors: Vec::new() }
    }

    /// What is selected of rows: of one table, or of any where there is none.
    pub(super) fn shape(&mut self, table: Option<usize>, sets: &[&'d SelectionSet]) -> Shape {
        let types = concrete().iter().filter(|it| table.is_none_or(|table| it.table == table));
        let branches = types.map(|ty| {
            let interface = TABLES[ty.table].name;
            let is_of = |name: &str| name == ty.name || name == interface || name == "Node";
            let fields = self.document.fields(sets, &is_of);
            let steps = fields.into_iter().map(|it| {
                let step = match it.name() {
                    "__typename" => Step::Constant(ty.name),
                    _ => self.step(ty.table, &it),
                };
                (Name::from(it.key), step)
            });
            let steps = steps.collect();
            Branch { table: ty.table, variant: ty.variant, steps }
        });
        Shape { branches: branches.collect() }
    }

    fn step(&mut self, table: usize, selected: &Selected<'d>) -> Step {
        let member = member(table, selected.name());
        match member.expect("validation admits only the catalog's names") {
            Member::Id => Step::Id,
            Member::Key => Step::Key,
            Member::History => self.history(selected),
            Member::Version => Step::Version,
            Member::Values => Step::Values,
            Member::Field(field) => self.field(table, field, selected),
            Member::Link(link) => {
                let from = place(TABLES[table].links[link].from);
                match self.connection((from, None), selected) {
                    Ok(connection) => Step::Linked(link, Box::new(connection)),
                    Err(why) => Step::Fail(self.fail(why, selected.pos(), Instead::Nothing)),
                }
            }
            Member::Computed(computed) => self.computed(computed, selected),
        }
    }

    fn history(&mut self, selected: &Selected<'d>) -> Step {
        if let Err(why) = self.viewer.may(AccessRole::Analyst) {
            self.errors.push(error(Code::Forbidden, why.to_string(), Some(selected.pos())));
            let error = self.errors.len() - 1;
            return Step::Fail(Failure { error, instead: Instead::Null });
        }
        let step = self.told(HISTORY_OF, selected).and_then(|told| {
            let number = |name: &str| told.int(name);
            let first = number("first").and_then(|it| usize::try_from(it).ok()).unwrap_or(0);
            let before = number("before").map(i64::cast_unsigned);
            let wanted = self.wanted(Output::Records(&ROW_HISTORY), selected)?;
            Ok(Step::History(HistoryAsked { before, first }, wanted))
        });
        step.unwrap_or_else(|why| Step::Fail(self.fail(why, selected.pos(), Instead::Null)))
    }

    fn field(&mut self, table: usize, field: usize, selected: &Selected<'d>) -> Step {
        let description = &TABLES[table].fields[field];
        match description.kind {
            Kind::Ref(target) | Kind::Refs(target) => {
                Step::Follow(field, self.shape(Some(place(target)), &selected.sets()))
            }
            Kind::AnyRef => Step::Follow(field, self.shape(None, &selected.sets())),
            Kind::ExternalKeys => {
                let parts = ["scheme", "value", "url"];
                let steps = self.document.fields(&selected.sets(), &|it| it == "ExternalKey");
                let steps = steps.into_iter().map(|it| {
                    let part = parts.iter().position(|part| *part == it.name());
                    let value = |part| RecordStep::Value(part, Wanted::Value, Instead::Nothing);
                    let step = part.map_or(RecordStep::Constant("ExternalKey"), value);
                    (Name::from(it.key), step)
                });
                Step::ExternalKeys(field, Wanted::Record(steps.collect()))
            }
            Kind::LocalText => Step::Field(field, self.language(selected)),
            _ => Step::Field(field, Language::English),
        }
    }

    fn language(&self, selected: &Selected<'d>) -> Language {
        let arguments = self.document.arguments(selected);
        match arguments.iter().find(|it| it.0 == "locale").map(|it| &it.1) {
            Some(Value::Enum(name)) if name == "ZH" => Language::Chinese,
            Some(Value::String(name)) if name == "ZH" => Language::Chinese,
            _ => Language::English,
        }
    }

    /// A page of rows of a table, of one variant where told so.
    pub(super) fn connection(
        &mut self,
        (table, variant): (usize, Option<usize>),
        selected: &Selected<'d>,
    ) -> Result<Connection, BadInput> {
        let arguments = self.document.arguments(selected);
        let asked = connection::asked(table, &arguments)?;
        let filter = match variant {
            None => asked.filter,
            Some(variant) => Some(filter::of_variant(table, variant, asked.filter)),
        };
        let parts = self.parts((table, variant), &selected.sets());
        Ok(Connection { filter, order: asked.order, page: asked.page, parts })
    }

    /// Keeps an error, and gives what stands for it in the request.
    fn fail(&mut self, why: BadInput, pos: Pos, instead: Instead) -> Failure {
        self.errors.push(error(Code::BadUserInput, why, Some(pos)));
        Failure { error: self.errors.len() - 1, instead }
    }
}
