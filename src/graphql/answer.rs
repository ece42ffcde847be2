//! From a request to the text of its answer.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use async_graphql::{
    Context, PathSegment, Request, Response, ServerError,
    futures_util::StreamExt,
    parser::types::{
        ExecutableDocument, OperationDefinition, OperationType, SelectionSet, VariableDefinition,
    },
};

use super::{
    GivenUp, Limits, Schema,
    asked::Asked,
    cost::{self, Cost},
    document::{self, Document, Selected},
    export,
    failure::{Code, Parsed, error},
    guard::{self, NoDocument},
    members::root as root_of,
    mutation::{self, Task},
    occasion::Occasion,
    plan::Planned,
    response::{Answer, Left, refused, written},
    sight::Sight,
    tally::{OperationKind, Tally},
};
use crate::{
    auth::Viewer,
    catalog::{
        history::COMMIT,
        imports::IMPORT_JOB,
        value::{Moment, PartialDate},
    },
    engine::work::{Bounds, Work},
    import::jobs::Jobs,
    live::Live,
    telemetry::part,
};

/// Of what is asked, by whom, and when.
pub(super) struct Asking {
    pub(super) live: Arc<Live>,
    pub(super) jobs: Arc<Jobs>,
    pub(super) viewer: Viewer,
    pub(super) now: Moment,
    pub(super) limits: Limits,
    /// What queries are answered from, unless they ask for another version.
    pub(super) sight: Sight,
    pub(super) occasion: Occasion,
}

/// Why a subscription has no answer of its own.
const MORE_THAN_ONE: &str = "a subscription has more than one answer: ask for it over a WebSocket \
                             that speaks `graphql-transport-ws`, or as server-sent events";

impl Asking {
    pub(super) fn today(&self) -> PartialDate {
        self.now.date()
    }
}

/// Where the fields of the root leave their answers, since async-graphql would hold them in trees.
pub(super) struct Slot {
    pub(super) asking: Asking,
    /// The snapshot that is asked counts on it, too.
    pub(super) work: Arc<Work>,
    /// What is told of the schema costs, in rows of a column that could be read meanwhile.
    of_schema: u64,
    left: Mutex<Left>,
    /// Until the first field of the root is reached.
    validating: Mutex<Option<tracing::Span>>,
}

impl Slot {
    /// It was validated, and is now carried out.
    fn validated(&self) {
        drop(self.validating.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}

pub(super) async fn answer(
    schema: &Schema,
    (request, document): (Request, Result<Arc<ExecutableDocument>, NoDocument>),
    asking: Asking,
) -> Answer {
    let kind = document.as_ref().ok().and_then(|it| document::operation(it, &request));
    let kind = kind.map(|it| it.ty);
    let work = Arc::new(Work::within(bounds(&asking, kind)));
    let mut answer = carried_out(schema, (request, document), (asking, &work)).await;
    let (kind, rows) = (kind.map(OperationKind::from), work.looked_at());
    answer.tally = Tally { kind, rows, ..Tally::default() };
    answer
}

async fn carried_out(
    schema: &Schema,
    (mut request, document): (Request, Result<Arc<ExecutableDocument>, NoDocument>),
    (mut asking, work): (Asking, &Arc<Work>),
) -> Answer {
    let (mut operation, mut of_schema) = (OperationType::Query, 0);
    let parsed = match document {
        Ok(document) => {
            if let Some(found) = document::operation(&document, &request) {
                operation = found.ty;
                of_schema = cost_of_schema(&request, &document, found);
            }
            if let Some(why) = refusal((&request, of_schema), &document, &asking.limits) {
                return refused(why);
            }
            default_variables(&mut request, &document);
            request.set_parsed_query(Arc::unwrap_or_clone(document));
            Parsed::Yes
        }
        Err(NoDocument::Refused(why)) => return refused(*why),
        Err(NoDocument::Unparsed) => Parsed::No,
    };
    let subscribes = operation == OperationType::Subscription;
    if subscribes && matches!(asking.occasion, Occasion::Asked(_)) {
        return refused(error(Code::BadUserInput, MORE_THAN_ONE, None));
    }
    asking.sight = asking.sight.within(work);
    let limits = asking.limits;
    let (work, left) = (Arc::clone(work), Mutex::default());
    let validating = Mutex::new(Some(part("validate")));
    let slot = Arc::new(Slot { asking, work, of_schema, left, validating });
    let request = request.data(Arc::clone(&slot));
    let response = if subscribes {
        let skipped = || error(Code::BadUserInput, "the subscription's field is skipped", None);
        let mut answers = schema.execute_stream(request);
        answers.next().await.unwrap_or_else(|| Response::from_errors(vec![skipped()]))
    } else {
        schema.execute(request).await
    };
    let mut left = std::mem::take(&mut *slot.left.lock().unwrap_or_else(PoisonError::into_inner));
    // Where it was found not to be valid.
    slot.validated();
    let requested = cost::counted(left.cost.max(of_schema));
    let cost = Cost { requested, limit: limits.cost, rows: slot.work.looked_at() };
    let _write = part("write").entered();
    let answer = match left.refusal.take() {
        Some(why) => refused(why),
        None => written(response, left, parsed),
    };
    Answer { cost: Some(cost), ..answer }
}

/// What a request may do. A change is told of however long it took, and a table is written as long
/// as somebody reads it.
fn bounds(asking: &Asking, operation: Option<OperationType>) -> Bounds {
    let bounds = Bounds { rows: asking.limits.rows, ..Bounds::default() };
    if operation == Some(OperationType::Mutation) || matches!(asking.occasion, Occasion::Export(_))
    {
        return bounds;
    }
    let time = asking.limits.time;
    let end = Instant::now().checked_add(time).map(|it| (it, time));
    let given_up = match &asking.occasion {
        Occasion::Asked(given_up) => given_up.clone(),
        _ => GivenUp::default(),
    };
    Bounds { end, given_up, ..bounds }
}

/// Why a request can't be carried out: a variable is missing, or something is too much.
fn refusal(
    (request, of_schema): (&Request, u64),
    document: &ExecutableDocument,
    limits: &Limits,
) -> Option<ServerError> {
    if let Err(why) = guard::check_variables(&request.variables, limits) {
        return Some(why);
    }
    let operation = document::operation(document, request)?;
    if let Some(missing) = document::missing_variable(operation, &request.variables) {
        let VariableDefinition { name, var_type, .. } = &missing.node;
        let message = format!("the variable `${name}` must be given: its type is `{var_type}`");
        return Some(error(Code::BadUserInput, message, Some(missing.pos)));
    }
    let pos = operation.selection_set.pos;
    let is_costly = cost::counted(of_schema) > limits.cost;
    is_costly.then(|| cost::refusal((of_schema, cost::SCHEMA), limits, Some(pos)))
}

/// What it costs to tell of the schema, in rows of a column that could be read meanwhile.
fn cost_of_schema(
    request: &Request,
    document: &ExecutableDocument,
    operation: &OperationDefinition,
) -> u64 {
    // Nearly no query has a name like those.
    if !request.query.contains("__") {
        return 0;
    }
    let told = guard::told_of_schema(document, &operation.selection_set.node);
    told.saturating_mul(ROWS_PER_TOLD)
}

/// So many rows of a column are read in the time in which a value of the schema is told.
const ROWS_PER_TOLD: u64 = 20;

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
    slot.validated();
    let set = &document.operation.selection_set.node;
    if document.operation.ty == OperationType::Subscription {
        return subscribed(slot, document, &mut left);
    }
    if document.operation.ty == OperationType::Mutation {
        return changes(slot, document, &mut left);
    }
    fields(slot, document, &[set], &mut left);
}

/// Carries out the fields of `Mutation`, one after the other; none where it would cost too much to
/// tell what came of them.
fn changes(slot: &Slot, document: Document<'_>, left: &mut Left) {
    let set = &document.operation.selection_set.node;
    let selected = document.fields(&[set], &|it| it == "Mutation").into_iter();
    let asked =
        selected.filter_map(|it| Some((mutation::task(it.name())?, Asked::of(slot, document, it))));
    let asked: Vec<(Task, Asked<'_>)> = asked.collect();
    let priced = asked.iter().map(|(task, it)| (it.cost_of_telling(*task), &it.selected));
    if !is_affordable(slot, &priced.collect::<Vec<_>>(), left) {
        return;
    }
    for (task, asked) in asked {
        let _part = part("mutate").entered();
        left.take(asked.selected.key, asked.carry_out(task));
    }
}

/// Whether fields cost no more than they may; else leaves a refusal.
fn is_affordable(slot: &Slot, fields: &[(u64, &Selected<'_>)], left: &mut Left) -> bool {
    let (cost, why) = cost::checked(fields, slot.of_schema, &slot.asking.limits);
    left.cost = cost;
    left.refusal = left.refusal.take().or(why);
    left.refusal.is_none()
}

/// Answers the field of `Subscription`.
fn subscribed(slot: &Slot, document: Document<'_>, left: &mut Left) {
    let set = &document.operation.selection_set.node;
    for selected in document.fields(&[set], &|it| it == "Subscription") {
        if selected.name() == "live" {
            left.refusal = of_the_schema(document, &selected.sets());
            fields(slot, document, &selected.sets(), left);
            let key = PathSegment::Field(selected.key.to_owned());
            left.errors.iter_mut().for_each(|it| it.path.insert(0, key.clone()));
            left.within = Some(selected.key.to_owned());
        } else if let Occasion::Event(event) = &slot.asking.occasion {
            let (key, snapshot) = (selected.key, &slot.asking.sight.snapshot);
            let record = if selected.name() == "importJob" { &IMPORT_JOB } else { &COMMIT };
            left.take(key, Asked::of(slot, document, selected).record(snapshot, record, event));
        }
    }
}

/// Why a live query is refused that asks for what async-graphql answers to queries alone.
fn of_the_schema(document: Document<'_>, sets: &[&SelectionSet]) -> Option<ServerError> {
    let fields = document.fields(sets, &|it| it == "Query");
    let field = fields.iter().find(|it| ["__schema", "__type"].contains(&it.name()))?;
    let name = field.name();
    let why = format!("`{name}` tells of the schema, which does not change: ask for it in a query");
    Some(error(Code::BadUserInput, why, Some(field.pos())))
}

/// Answers fields of `Query`.
fn fields<'d>(slot: &Slot, document: Document<'d>, sets: &[&'d SelectionSet], left: &mut Left) {
    let selected = document.fields(sets, &|it| it == "Query");
    if matches!(slot.asking.occasion, Occasion::Export(_)) && selected.len() != 1 {
        left.errors.push(export::several());
        left.is_broken = true;
        return;
    }
    let plan = part("plan").entered();
    // The others are async-graphql's own.
    let selected = selected.into_iter().filter_map(|it| Some((root_of(it.name())?, it)));
    let planned = selected.map(|(root, it)| {
        let key = it.key;
        (key, Asked::of(slot, document, it).planned(root))
    });
    let (keys, planned): (Vec<&str>, Vec<Planned<'_>>) = planned.unzip();
    let priced: Vec<_> = planned.iter().map(Planned::priced).collect();
    drop(plan);
    if !is_affordable(slot, &priced, left) {
        return;
    }
    let _run = part("run").entered();
    for (key, planned) in keys.into_iter().zip(planned) {
        left.take(key, planned.answered());
    }
}
