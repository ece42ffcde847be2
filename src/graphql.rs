//! The GraphQL face of the graph: the catalog gives its types, the engine its answers.
//!
//! async-graphql parses, validates and introspects. What a query selects is compiled once into a
//! request to the engine, which writes JSON; no value of an answer stands in a tree in between.
//!
//! A [`Subscription`] has answers as long as somebody asks for the next one: any query, when commits
//! changed what it tells, and commits themselves.

mod answer;
mod document;
mod failure;
mod guard;
mod history;
mod json;
mod members;
mod meta;
mod mutation;
mod names;
mod occasion;
mod parsed;
mod query;
mod response;
mod rows;
mod select;
mod sight;
mod subscription;

use std::{future::Future, pin::pin, sync::Arc, task};

use async_graphql::SDLExportOptions;

use crate::{auth::Viewer, catalog::value::Moment, live::Live};
use occasion::Occasion;
use sight::Sight;

pub use async_graphql::{ParseRequestError, Request, Variables};
pub use document::{is_query, is_subscription};
pub use json::quoted;
pub use response::{Answer, Outcome};
pub use subscription::{LiveQueries, Message, Subscription};

/// Fields within fields within fields: introspection itself asks for 13.
const DEPTH_MAX: usize = 24;
/// Directives on one field.
const DIRECTIVES_MAX: usize = 16;

/// Answers GraphQL requests from a graph. Copies share all there is.
#[derive(Clone)]
pub struct Api {
    schema: Schema,
    documents: Arc<parsed::Documents>,
    hub: Arc<subscription::Hub>,
    live: Arc<Live>,
    now: fn() -> Moment,
}

type Schema = async_graphql::Schema<query::Query, mutation::Mutation, subscription::Root>;

impl Api {
    /// `now` tells the time: that of a change, and, by its date, when computed fields look where a
    /// query names no date.
    pub fn new(live: Arc<Live>, now: fn() -> Moment) -> Self {
        let hub = subscription::Hub::new(&live);
        Api { schema: schema(), documents: Arc::default(), hub, live, now }
    }

    /// What tells the time here.
    pub fn now(&self) -> fn() -> Moment {
        self.now
    }

    /// Answers one request: a query from the snapshot of this moment, a mutation from the snapshot
    /// that it makes. Large answers take their time: a
    /// server calls this where it may block.
    pub fn execute(&self, request: Request, viewer: &Viewer) -> Answer {
        self.answer_from(request, viewer, (self.seen_by(viewer), Occasion::Asked))
    }

    /// The newest graph, as somebody may see it.
    fn seen_by(&self, viewer: &Viewer) -> Sight {
        Sight::of(&self.live.views(), viewer)
    }

    /// The answer to one request of what is seen.
    fn answer_from(
        &self,
        request: Request,
        viewer: &Viewer,
        (sight, occasion): (Sight, Occasion),
    ) -> Answer {
        let document = self.documents.get(&request.query);
        let (live, viewer) = (Arc::clone(&self.live), viewer.clone());
        let asking = answer::Asking { live, viewer, now: (self.now)(), sight, occasion };
        let answer = answer::answer(&self.schema, (request, document), asking);
        // Nothing in it waits for anything: where it yields, it is ready to go on.
        let mut answer = pin!(answer);
        let mut context = task::Context::from_waker(task::Waker::noop());
        loop {
            if let task::Poll::Ready(answer) = answer.as_mut().poll(&mut context) {
                return answer;
            }
        }
    }

    /// The schema in its own language, for front ends to build against.
    pub fn sdl(&self) -> String {
        export(&self.schema)
    }
}

/// Indents an answer, for people.
pub fn pretty(answer: &Answer) -> String {
    let value: serde_json::Value =
        serde_json::from_slice(&answer.body).expect("an answer is written as JSON");
    serde_json::to_string_pretty(&value).expect("what was read can be written")
}

/// Variables written as a JSON object.
///
/// # Errors
///
/// A sentence that says what is wrong with the text.
pub fn variables(text: &str) -> Result<Variables, String> {
    match serde_json::from_str(text) {
        Ok(value @ serde_json::Value::Object(_)) => Ok(Variables::from_json(value)),
        Ok(_) => {
            Err(format!("the variables `{text}` are no object: write one like {{\"name\": 1}}"))
        }
        Err(why) => Err(format!("the variables `{text}` are no JSON: {why}")),
    }
}

/// The schema in its own language, for front ends to build against.
pub fn sdl() -> String {
    export(&schema())
}

fn export(schema: &Schema) -> String {
    schema.sdl_with_options(SDLExportOptions::new().include_specified_by())
}

fn schema() -> Schema {
    async_graphql::Schema::build(query::Query, mutation::Mutation, subscription::Root)
        .limit_depth(DEPTH_MAX)
        .limit_directives(DIRECTIVES_MAX)
        .finish()
}
