//! From a request to the text of its answer.

use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::{
    Context, PathSegment, Request, Response, ServerError,
    futures_util::StreamExt,
    parser::types::{ExecutableDocument, OperationType, SelectionSet, VariableDefinition},
};

use super::{
    Schema,
    asked::Asked,
    document::{self, Document},
    failure::{Code, Parsed, error},
    guard,
    members::root as root_of,
    mutation,
    occasion::Occasion,
    response::{Answer, Left, refused, written},
    sight::Sight,
};
use crate::{
    auth::Viewer,
    catalog::{
        history::COMMIT,
        value::{Moment, PartialDate},
    },
    engine::work::Work,
    live::Live,
};

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
    pub(super) fn today(&self) -> PartialDate {
        self.now.date()
    }
}

/// Where the fields of the root leave their answers, since async-graphql would hold them in trees.
pub(super) struct Slot {
    pub(super) asking: Asking,
    pub(super) work: Work,
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
        left.take(key, Asked::of(slot, document, selected).answered(root));
    }
}
