//! From a request to the text of its answer.

use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::{
    Context, PathSegment, Request, Response, ServerError, Value,
    futures_util::StreamExt,
    parser::types::{ExecutableDocument, OperationType, SelectionSet, VariableDefinition},
};

use super::{
    Schema,
    document::{self, Document, Selected},
    failure::{Code, Parsed, error},
    guard,
    json::Json,
    members::{Root, root as root_of},
    mutation,
    occasion::Occasion,
    response::{Answer, Left, refused, written},
    select::{Compiler, int, row_id, text},
    sight::Sight,
};
use crate::{
    auth::Viewer,
    catalog::{
        RowId, TABLES,
        computed::{Output, Record},
        history::COMMIT,
        place,
        questions::Question,
        value::{Moment, PartialDate},
    },
    engine::{
        Snapshot,
        compute::{self, Datum, Refusal},
        request::Wanted,
        run::{Met, Run, Segment, Whole, Why},
        work::Work,
    },
    live::Live,
};

/// Ids in one call of `nodes`.
const NODES_MAX: usize = 1_000;

/// Of what is asked, by whom, and when.
pub(super) struct Asking {
    pub(super) live: Arc<Live>,
    pub(super) viewer: Viewer,
    pub(super) now: Moment,
    /// What queries are answered from, unless they ask for another version.
    pub(super) sight: Sight,
    pub(super) occasion: Occasion,
}

/// Why a subscription has no answer of its own.
const MORE_THAN_ONE: &str = "a subscription has more than one answer: ask for it over a WebSocket \
                             that speaks `graphql-transport-ws`, or as server-sent events";

impl Asking {
    fn today(&self) -> PartialDate {
        self.now.date()
    }
}

/// Where the fields of the root leave their answers, since async-graphql would hold them in trees.
pub(super) struct Slot {
    pub(super) asking: Asking,
    work: Work,
    left: Mutex<Left>,
}

pub(super) async fn answer(
    schema: &Schema,
    (mut request, document): (Request, Option<ExecutableDocument>),
    asking: Asking,
) -> Answer {
    let mut subscribes = false;
    let parsed = match document {
        Some(document) => {
            if let Some(refusal) = refusal(&request, &document) {
                let response = Response::from_errors(vec![refusal]);
                return written(response, Left::default(), Parsed::Yes);
            }
            subscribes = document::operation(&document, &request)
                .is_some_and(|it| it.ty == OperationType::Subscription);
            default_variables(&mut request, &document);
            request.set_parsed_query(document);
            Parsed::Yes
        }
        None => Parsed::No,
    };
    let slot = Arc::new(Slot { asking, work: Work::default(), left: Mutex::default() });
    if subscribes && matches!(slot.asking.occasion, Occasion::Asked) {
        return refused(error(Code::BadUserInput, MORE_THAN_ONE, None));
    }
    let request = request.data(Arc::clone(&slot));
    let response = if subscribes {
        let skipped = || error(Code::BadUserInput, "the subscription's field is skipped", None);
        let mut answers = schema.execute_stream(request);
        answers.next().await.unwrap_or_else(|| Response::from_errors(vec![skipped()]))
    } else {
        schema.execute(request).await
    };
    let left = std::mem::take(&mut *slot.left.lock().unwrap_or_else(PoisonError::into_inner));
    written(response, left, parsed)
}

/// Why a request can't be carried out: its document is too large, or a variable is missing.
fn refusal(request: &Request, document: &ExecutableDocument) -> Option<ServerError> {
    if let Err(why) = guard::check(document) {
        return Some(error(Code::TooLarge, why, None));
    }
    let operation = document::operation(document, request)?;
    let missing = document::missing_variable(operation, &request.variables)?;
    let VariableDefinition { name, var_type, .. } = &missing.node;
    let message = format!("the variable `${name}` must be given: its type is `{var_type}`");
    Some(error(Code::BadUserInput, message, Some(missing.pos)))
}

/// Puts in the defaults of variables that were not given: what is skipped is decided by the given
/// ones alone.
pub(super) fn default_variables(request: &mut Request, document: &ExecutableDocument) {
    let operation = document::operation(document, request);
    for definition in operation.into_iter().flat_map(|it| &it.variable_definitions) {
        let name = &definition.node.name.node;
        if let Some(value) = document::default(&definition.node)
            && !request.variables.contains_key(name)
        {
            request.variables.insert(name.clone(), value.clone());
        }
    }
}

/// Answers the fields of the root into the slot of the request, when the first of them comes: one
/// by one, each would have to be looked for among all.
pub(super) fn root(ctx: &Context<'_>) {
    let Some(slot) = ctx.data_opt::<Arc<Slot>>() else { return };
    let document = Document {
        fragments: &ctx.query_env.fragments,
        variables: &ctx.query_env.variables,
        operation: &ctx.query_env.operation.node,
    };
    let mut left = slot.left.lock().unwrap_or_else(PoisonError::into_inner);
    if std::mem::replace(&mut left.is_answered, true) {
        return;
    }
    let set = &document.operation.selection_set.node;
    if document.operation.ty == OperationType::Subscription {
        return subscribed(slot, document, &mut left);
    }
    if document.operation.ty == OperationType::Mutation {
        for selected in document.fields(&[set], &|it| it == "Mutation") {
            let Some(task) = mutation::task(selected.name()) else { continue };
            let key = selected.key;
            left.take(key, Asked::of(slot, document, selected).carry_out(task));
        }
        return;
    }
    fields(slot, document, &[set], &mut left);
}

/// Answers the field of `Subscription`.
fn subscribed(slot: &Slot, document: Document<'_>, left: &mut Left) {
    let set = &document.operation.selection_set.node;
    for selected in document.fields(&[set], &|it| it == "Subscription") {
        if selected.name() == "live" {
            fields(slot, document, &selected.sets(), left);
            let key = PathSegment::Field(selected.key.to_owned());
            left.errors.iter_mut().for_each(|it| it.path.insert(0, key.clone()));
            left.within = Some(selected.key.to_owned());
        } else if let Occasion::Event(event) = &slot.asking.occasion {
            let (key, snapshot) = (selected.key, &slot.asking.sight.snapshot);
            left.take(key, Asked::of(slot, document, selected).record(snapshot, &COMMIT, event));
        }
    }
}

/// Answers fields of `Query`.
fn fields<'d>(slot: &Slot, document: Document<'d>, sets: &[&'d SelectionSet], left: &mut Left) {
    for selected in document.fields(sets, &|it| it == "Query") {
        // The others are async-graphql's own.
        let Some(root) = root_of(selected.name()) else { continue };
        let key = selected.key;
        let mut asked = Asked::of(slot, document, selected);
        let answered = match asked.look() {
            Ok(()) => asked.answer(root),
            Err((code, why)) => asked.refused(code, why, None),
        };
        left.take(key, answered);
    }
}

/// One field of the root, to be answered.
pub(super) struct Asked<'a> {
    pub(super) slot: &'a Slot,
    pub(super) document: Document<'a>,
    pub(super) selected: Selected<'a>,
    sight: Sight,
}

pub(super) struct Answered {
    /// `None` where the answer would have to be null and must not be.
    pub(super) json: Option<Vec<u8>>,
    pub(super) errors: Vec<ServerError>,
}

impl<'a> Asked<'a> {
    fn of(slot: &'a Slot, document: Document<'a>, selected: Selected<'a>) -> Self {
        Asked { slot, document, selected, sight: slot.asking.sight.clone() }
    }

    /// Looks at the version that the field asks for.
    fn look(&mut self) -> Result<(), (Code, String)> {
        let arguments = self.document.arguments(&self.selected);
        if let Some((name, value)) = arguments.into_iter().find(|it| it.0 == "asOf")
            && value != Value::Null
        {
            let version = int(name, &value).map_err(|why| (Code::BadUserInput, why))?;
            self.sight = self.slot.asking.sight_at(version)?;
        }
        Ok(())
    }
}

impl Asked<'_> {
    fn answer(&self, root: Root) -> Answered {
        match root {
            Root::Many(table, variant) => self.many(table, variant),
            Root::One(table, variant) => self.one(table, variant),
            Root::Node => self.node(),
            Root::Nodes => self.nodes(),
            Root::Question(question) => self.question(question),
        }
    }

    pub(super) fn refused(&self, code: Code, why: String, json: Option<&[u8]>) -> Answered {
        let mut error = error(code, why, Some(self.selected.pos()));
        error.path = vec![PathSegment::Field(self.selected.key.to_owned())];
        Answered { json: json.map(<[u8]>::to_vec), errors: vec![error] }
    }

    fn many(&self, table: usize, variant: Option<usize>) -> Answered {
        let mut compiler = Compiler::new(self.document, &self.slot.asking.viewer);
        let connection = match compiler.connection((table, variant), &self.selected) {
            Ok(connection) => connection,
            Err(why) => return self.refused(Code::BadUserInput, why, None),
        };
        let mut run = self.run();
        let outcome = run.rows(table, &connection);
        let (json, met) = run.finish();
        let json = (outcome == Whole::Yes).then(|| json.into_bytes());
        Answered { json, errors: self.errors(&compiler.errors, met) }
    }

    fn one(&self, table: usize, variant: Option<usize>) -> Answered {
        let found = match self.find(table) {
            Ok(found) => found,
            Err(why) => return self.refused(Code::BadUserInput, why, Some(b"null")),
        };
        let frame = self.sight.snapshot.frame(table);
        let is_of = |row: &u32| variant.is_none() || frame.variant(*row) == variant;
        match found.row.filter(is_of) {
            Some(row) => self.row((table, row)),
            None => {
                let name = variant.map_or(TABLES[table].name, |it| TABLES[table].variants[it].name);
                let why = format!("there is no {name} with the {}", found.asked);
                self.refused(Code::NotFound, why, Some(b"null"))
            }
        }
    }

    /// The row that the arguments of a field like `person` name.
    fn find(&self, table: usize) -> Result<Found, String> {
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
        Ok(Found { row, asked: format!("{name} `{sought}`") })
    }

    fn row(&self, row: (usize, u32)) -> Answered {
        let mut compiler = Compiler::new(self.document, &self.slot.asking.viewer);
        let shape = compiler.shape(Some(row.0), &self.selected.sets());
        let mut run = self.run();
        run.row(Some(row), &shape);
        let (json, met) = run.finish();
        Answered { json: Some(json.into_bytes()), errors: self.errors(&compiler.errors, met) }
    }

    fn resolve(&self, id: &RowId) -> Option<(usize, u32)> {
        let table = place(id.table());
        self.sight.snapshot.find(table, id.key()).map(|row| (table, row))
    }

    fn node(&self) -> Answered {
        let arguments = self.document.arguments(&self.selected);
        let id = arguments.iter().find(|it| it.0 == "id");
        let id = id.map(|(name, value)| row_id(name, value, None));
        match id {
            Some(Ok(id)) => match self.resolve(&id) {
                Some(row) => self.row(row),
                None => {
                    let why = format!("there is no row with the id `{id}`");
                    self.refused(Code::NotFound, why, Some(b"null"))
                }
            },
            Some(Err(why)) => self.refused(Code::BadUserInput, why, Some(b"null")),
            None => self.refused(Code::BadUserInput, "give `id`".to_owned(), Some(b"null")),
        }
    }

    fn nodes(&self) -> Answered {
        let arguments = self.document.arguments(&self.selected);
        let ids = match arguments.into_iter().find(|it| it.0 == "ids") {
            Some((_, Value::List(ids))) => ids,
            Some((_, one)) => vec![one],
            None => Vec::new(),
        };
        if ids.len() > NODES_MAX {
            let why = format!("`ids` has {} entries: it must have at most {NODES_MAX}", ids.len());
            return self.refused(Code::BadUserInput, why, None);
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
        let mut compiler = Compiler::new(self.document, &self.slot.asking.viewer);
        let shape = compiler.shape(None, &self.selected.sets());
        let mut run = self.run();
        run.list(&rows, &shape);
        let (json, met) = run.finish();
        errors.extend(self.errors(&compiler.errors, met));
        Answered { json: Some(json.into_bytes()), errors }
    }

    fn question(&self, question: &'static Question) -> Answered {
        let mut compiler = Compiler::new(self.document, &self.slot.asking.viewer);
        let arguments = match compiler.told(question.arguments, &self.selected) {
            Ok(arguments) => arguments,
            Err(why) => return self.refused(Code::BadUserInput, why, None),
        };
        let wanted = match compiler.wanted(question.output, &self.selected) {
            Ok(wanted) => wanted,
            Err(why) => return self.refused(Code::BadUserInput, why, None),
        };
        let asked = compute::Asked { arguments: &arguments, today: self.slot.asking.today() };
        let snapshot = &self.sight.snapshot;
        let allowed = self.slot.work.look(compute::cost(snapshot, question.ask));
        match allowed.and_then(|()| compute::ask(snapshot, question.ask, &asked)) {
            Ok(datum) => self.computed(snapshot, &datum, (&wanted, &compiler.errors)),
            Err(why) => self.refused(code_of(&why), why.to_string(), None),
        }
    }

    fn computed(
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

    fn run(&self) -> Run<'_, Json> {
        self.run_of(&self.sight.snapshot)
    }

    /// What answers from a snapshot that this viewer may see.
    fn run_of<'r>(&'r self, snapshot: &'r Snapshot) -> Run<'r, Json> {
        let Slot { asking, work, .. } = self.slot;
        let run = Run::new(snapshot, asking.today(), work, Json::default());
        run.behind(self.sight.veil.as_deref()).knowing(asking)
    }

    /// The errors that were met, each with the path where it was.
    fn errors(&self, known: &[ServerError], met: Vec<Met>) -> Vec<ServerError> {
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

fn code_of(why: &Refusal) -> Code {
    match why {
        Refusal::BadInput(_) => Code::BadUserInput,
        Refusal::NotFound(_) => Code::NotFound,
        Refusal::Limit(_) => Code::Limit,
    }
}

/// What was found for the arguments of a field that gives one row.
struct Found {
    row: Option<u32>,
    /// What was asked for, in words.
    asked: String,
}
