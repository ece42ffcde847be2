//! Subscriptions: answers that are sent again when they change, and commits as they are made.
//!
//! A [`Subscription`] is asked for its next message; nothing is put up for one who does not ask.
//! Live queries are shared ([`hub`]), commits are read from the history ([`changes`]).

mod changes;
mod hub;
mod jobs;

use std::{borrow::Cow, pin::Pin, sync::Arc};

use async_graphql::{
    Context, Name, OutputType, Request, Response, ServerError, SubscriptionType, Value, Variables,
    futures_util::{Stream, stream},
    indexmap::IndexMap,
    parser::types::OperationType,
};
use tokio::task::{JoinHandle, spawn_blocking};

use super::{
    Api, GivenUp, answer,
    cost::Tell,
    document,
    failure::{Code, error},
    meta::{self, Registry},
    query::Query,
    response::{Answer, Outcome, refused},
};
use crate::{auth::Viewer, telemetry::within};

pub(super) use hub::Hub;
pub use hub::LiveQueries;

/// One message of a subscription.
#[derive(Clone, Debug)]
pub struct Message {
    /// Where it is refused, it is the last one.
    pub answer: Arc<Answer>,
    /// The version after which to resume; `None` where there is nothing to resume.
    pub version: Option<u64>,
}

/// What somebody asked to be told of. Ends when it is dropped.
pub struct Subscription {
    kind: Kind,
}

enum Kind {
    /// Any other operation: one answer.
    Once(Once),
    Live(hub::Listener),
    Changes(Box<changes::Changes>),
    Job(Box<jobs::Watched>),
    Over,
}

/// An answer that is being made as long as somebody waits for it.
struct Once {
    answer: JoinHandle<Answer>,
    given_up: GivenUp,
}

impl Drop for Once {
    fn drop(&mut self) {
        self.given_up.set();
    }
}

impl Api {
    /// Begins what a request subscribes to; a query or a mutation has one message. `after` stands
    /// for the argument of that name where somebody comes back.
    ///
    /// # Errors
    ///
    /// The answer that refuses it. What takes a look at the schema to refuse is refused by the
    /// first message.
    ///
    /// # Panics
    ///
    /// Outside of a runtime of tokio.
    pub fn subscribe(
        &self,
        mut request: Request,
        viewer: &Viewer,
        after: Option<u64>,
    ) -> Result<Subscription, Answer> {
        let document = self.document(&request.query).ok();
        let operation =
            document.as_ref().and_then(|it| Some((it, document::operation(it, &request)?)));
        let subscribes = operation.filter(|it| it.1.ty == OperationType::Subscription);
        let Some((document, operation)) = subscribes else {
            // Messages tell what they cost only where that is asked for.
            let api = Api { tell_cost: Tell::Asked, ..self.clone() };
            let viewer = viewer.clone();
            let given_up = GivenUp::default();
            let unless = given_up.clone();
            let carry_out = move || api.execute_unless(request, &viewer, &unless);
            let answer = spawn_blocking(within(carry_out));
            return Ok(Subscription { kind: Kind::Once(Once { answer, given_up }) });
        };
        let field = document::subscribed(operation)
            .map_err(|why| refused(error(Code::Validation, why, None)))?;
        let name = field.node.name.node.clone();
        answer::default_variables(&mut request, document);
        let question = Question::of(request);
        let kind = match name.as_str() {
            "changes" => {
                let changes = changes::Changes::new(self, question, viewer, after);
                Kind::Changes(Box::new(changes?))
            }
            "importJob" => Kind::Job(Box::new(jobs::Watched::new(self, question, viewer)?)),
            _ => Kind::Live(Hub::join(self, question, viewer)),
        };
        Ok(Subscription { kind })
    }

    /// What the live queries take.
    pub fn live_queries(&self) -> LiveQueries {
        self.hub.count()
    }
}

impl Subscription {
    /// The next message, when there is one; `None` when there will be none. A call may be given up:
    /// the next one goes on.
    pub async fn next(&mut self) -> Option<Message> {
        let message = match &mut self.kind {
            Kind::Over => None,
            Kind::Once(once) => {
                let answer = Arc::new((&mut once.answer).await.unwrap_or_else(|_| broken()));
                self.kind = Kind::Over;
                Some(Message { answer, version: None })
            }
            Kind::Live(listener) => {
                listener.next().await.map(|answer| Message { answer, version: None })
            }
            Kind::Changes(changes) => changes.next().await,
            Kind::Job(watched) => watched.next().await,
        };
        if message.as_ref().is_none_or(|it| it.answer.outcome == Outcome::Refused) {
            self.kind = Kind::Over;
        }
        message
    }
}

/// A request that is answered again and again.
#[derive(Debug)]
struct Question {
    query: String,
    operation: Option<String>,
    variables: Variables,
}

impl Question {
    fn of(request: Request) -> Self {
        let Request { query, operation_name: operation, variables, .. } = request;
        Question { query, operation, variables }
    }

    fn request(&self) -> Request {
        let mut request = Request::new(&self.query).variables(self.variables.clone());
        request.operation_name.clone_from(&self.operation);
        request
    }
}

/// What is said where an answer could not be made for a fault of ours.
fn broken() -> Answer {
    let why = "something broke while this was answered: the log of the server says what";
    refused(error(Code::Internal, why, None))
}

/// The root of subscriptions.
pub(super) struct Root;

impl SubscriptionType for Root {
    fn type_name() -> Cow<'static, str> {
        "Subscription".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        meta::register_subscription(registry)
    }

    /// One answer, of the snapshot or the commit that the request came with.
    fn create_field_stream<'a>(
        &'a self,
        ctx: &'a Context<'_>,
    ) -> Option<Pin<Box<dyn Stream<Item = Response> + Send + 'a>>> {
        Some(Box::pin(stream::once(async move {
            match resolve(ctx).await {
                Ok(value) => Response::new(value),
                Err(why) => Response::from_errors(vec![why]),
            }
        })))
    }
}

/// What async-graphql answers itself; the rest is left where the request finds it.
async fn resolve(ctx: &Context<'_>) -> Result<Value, ServerError> {
    answer::root(ctx);
    let value = if ctx.item.node.name.node == "live" {
        let set = ctx.with_selection_set(&ctx.item.node.selection_set);
        OutputType::resolve(&Query, &set, ctx.item).await?
    } else {
        Value::Null
    };
    let key: Name = ctx.item.node.response_key().node.clone();
    Ok(Value::Object(IndexMap::from_iter([(key, value)])))
}
