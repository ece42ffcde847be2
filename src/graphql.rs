//! The GraphQL face of the graph: the catalog gives its types, the engine its answers.
//!
//! async-graphql parses, validates and introspects. What a query selects is compiled once into a
//! request to the engine, which writes JSON; no value of an answer stands in a tree in between.
//!
//! A [`Subscription`] has answers as long as somebody asks for the next one: any query, when commits
//! changed what it tells, and commits themselves.

mod answer;
mod asked;
mod basis;
mod checked;
mod commits;
mod cost;
mod document;
mod export;
mod failure;
mod guard;
mod history;
mod imports;
mod json;
mod limits;
mod members;
mod meta;
mod mutation;
mod named;
mod names;
mod occasion;
mod parsed;
mod plan;
mod query;
mod response;
mod rows;
mod select;
mod sent;
mod showing;
mod sight;
mod slow;
mod stored;
mod subscription;
mod tally;

use std::{
    future::Future,
    pin::pin,
    sync::{Arc, OnceLock},
    task,
    time::Instant,
};

use async_graphql::{
    SDLExportOptions, SchemaBuilder, ValidationMode, parser::types::ExecutableDocument,
};

use crate::{
    auth::Viewer, catalog::value::Moment, import::jobs::Jobs, live::Live, telemetry::part,
};
use basis::Reading;
use occasion::Occasion;
use sight::Sight;

pub use crate::engine::work::GivenUp;
pub use async_graphql::{Request, Variables};
pub use basis::{AnswerKey, Basis};
pub use cost::Cost;
pub use export::NotExported;
pub use json::quoted;
pub use limits::Limits;
pub use named::{Answering, PersistedQueries};
pub use response::{Answer, Outcome};
pub use sent::{Sent, request_of_body, request_of_parameters};
pub use showing::{Introspection, Showing};
pub use slow::{SlowQueries, Text};
pub use stored::{BadDocuments, StoredDocuments};
pub use subscription::{LiveQueries, Message, Subscription};
pub use tally::{OperationKind, Tally};

/// Directives on one field.
const DIRECTIVES_MAX: usize = 16;

/// Bytes of a document in which names are suggested for those that are wrong.
const SUGGESTED_BYTES_MAX: usize = 4 << 10;
/// Selections and fragments within each other, each of which is one more in what async-graphql
/// counts; [`Limits::depth`] counts selections alone.
const SPREADS_MAX: usize = 256;

/// Answers GraphQL requests from a graph. Copies share all there is.
#[derive(Clone)]
pub struct Api {
    schema: Schema,
    /// The same, which suggests no names. Made when it is first needed.
    plain: Arc<OnceLock<Schema>>,
    /// The same, which looks for nothing that is not valid.
    trusting: Arc<OnceLock<Schema>>,
    documents: Arc<parsed::Documents>,
    named: Arc<named::NamedDocuments>,
    hub: Arc<subscription::Hub>,
    live: Arc<Live>,
    jobs: Arc<Jobs>,
    slow: Option<SlowQueries>,
    meter: Option<Arc<tally::Meter>>,
    now: fn() -> Moment,
    limits: Limits,
    tell_cost: cost::Tell,
    showing: Showing,
}

type Schema = async_graphql::Schema<query::Query, mutation::Mutation, subscription::Root>;

impl Api {
    /// `now` tells the time: that of a change, and, by its date, when computed fields look where a
    /// query names no date.
    pub fn new(live: Arc<Live>, now: fn() -> Moment) -> Self {
        let hub = subscription::Hub::new(&live);
        let (documents, named, jobs) = (Arc::default(), Arc::default(), Arc::default());
        Api {
            schema: schema(),
            plain: Arc::default(),
            trusting: Arc::default(),
            documents,
            named,
            hub,
            live,
            jobs,
            slow: None,
            meter: None,
            now,
            limits: Limits::default(),
            tell_cost: cost::Tell::default(),
            showing: Showing::default(),
        }
    }

    /// The same within other limits.
    #[must_use]
    pub fn within(self, limits: Limits) -> Self {
        Api { limits, documents: Arc::default(), ..self }
    }

    /// The same, which tells in every answer what it cost, as [`Cost`] has it; else only those are
    /// told who ask by the extension `cost` of their requests. What comes as a message is told only
    /// to those, and never in live queries.
    #[must_use]
    pub fn telling_cost(self) -> Self {
        Api { tell_cost: cost::Tell::Always, ..self }
    }

    /// How much one request may ask for.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The same, but that no more is told of the schema than this.
    #[must_use]
    pub fn showing(self, showing: Showing) -> Self {
        Api { showing, ..self }
    }

    /// Who may ask for the schema.
    pub fn introspection(&self) -> Introspection {
        self.showing.introspection
    }

    /// The same, which tells in the log of operations that take long.
    #[must_use]
    pub fn telling_of(self, slow: Option<SlowQueries>) -> Self {
        Api { slow, ..self }
    }

    /// The same, which calls `meter` for each answer, however it was asked for. Answers wait for it:
    /// it had better only count.
    #[must_use]
    pub fn measured_by(
        self,
        meter: impl Fn(Outcome, Option<Cost>, Tally) + Send + Sync + 'static,
    ) -> Self {
        Api { meter: Some(Arc::new(meter)), ..self }
    }

    /// Counts an answer that was made here before, and given again.
    pub fn measure(&self, outcome: Outcome, cost: Option<Cost>, tally: Tally) {
        if let Some(meter) = &self.meter {
            meter(outcome, cost, tally);
        }
    }

    /// Whether the answer to a request tells what it cost.
    fn tells_cost(&self, request: &Request) -> bool {
        self.tell_cost.is_wanted(request)
    }

    /// What tells the time here.
    pub fn now(&self) -> fn() -> Moment {
        self.now
    }

    /// The graph that is asked and changed.
    pub fn live(&self) -> &Arc<Live> {
        &self.live
    }

    /// Imports that are told of.
    pub fn jobs(&self) -> &Arc<Jobs> {
        &self.jobs
    }

    /// Answers one request: a query from the snapshot of this moment, a mutation from the snapshot
    /// that it makes. Large answers take their time: a
    /// server calls this where it may block.
    pub fn execute(&self, request: Request, viewer: &Viewer) -> Answer {
        self.execute_unless(request, viewer, &GivenUp::default())
    }

    /// The same as long as somebody waits for it. A change that is being made is made to its end.
    pub fn execute_unless(&self, request: Request, viewer: &Viewer, given_up: &GivenUp) -> Answer {
        let asked = Occasion::Asked(given_up.clone());
        let is_told = self.tells_cost(&request);
        let reading = Reading::begin(self);
        let sight = self.seen_by(viewer).noting(reading.reads());
        let mut answer = self.answer_from(request, viewer, (sight, asked));
        answer.basis = reading.basis(self);
        if let Some(cost) = answer.cost
            && is_told
            && matches!(answer.outcome, Outcome::Done | Outcome::Partly)
        {
            cost.write(&mut answer.body);
        }
        answer
    }

    /// The document of a text, if it is one that can be looked at.
    fn document(&self, text: &str) -> Result<Arc<ExecutableDocument>, guard::NoDocument> {
        self.documents.get(text, &self.limits)
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
        let begun = Instant::now();
        // Also what was not sent here: nothing else is answered.
        if let Some(why) = self.named.refusal(&request.query) {
            return response::refused(why);
        }
        let document = part("parse").in_scope(|| self.document(&request.query));
        let parsed = document.as_deref().ok();
        let hidden = parsed.and_then(|it| self.introspection().refusal(it, viewer));
        if let Some(why) = hidden {
            return response::refused(why);
        }
        let watched = self.slow.map(|it| slow::Watched::begin(it, &request, parsed));
        let (live, jobs) = (Arc::clone(&self.live), Arc::clone(&self.jobs));
        let (viewer, now) = (viewer.clone(), (self.now)());
        let limits = self.limits;
        let asking = answer::Asking { live, jobs, viewer, now, limits, sight, occasion };
        // To see whether a request is valid takes longer than to answer many a one.
        let unknown = self.documents.validity(&request);
        let schema = self.schema_for(&request, unknown.is_none());
        let answer = answer::answer(schema, (request, document), asking);
        // Nothing in it waits for anything: where it yields, it is ready to go on.
        let mut answer = pin!(answer);
        let mut context = task::Context::from_waker(task::Waker::noop());
        loop {
            if let task::Poll::Ready(mut answer) = answer.as_mut().poll(&mut context) {
                answer.tally.took = begun.elapsed();
                if let Some(valid) = unknown.filter(|_| answer.outcome != Outcome::Refused) {
                    self.documents.found_valid(valid);
                }
                if let Some(watched) = watched {
                    watched.end(&answer);
                }
                self.measure(answer.outcome, answer.cost, answer.tally);
                return answer;
            }
        }
    }

    /// To find a name that is like a wrong one takes as long as to read a short document.
    fn schema_for(&self, request: &Request, is_valid: bool) -> &Schema {
        if is_valid {
            let builder = || builder().validation_mode(ValidationMode::Fast);
            return self.trusting.get_or_init(|| built(builder()));
        }
        if self.showing.suggestions && request.query.len() <= SUGGESTED_BYTES_MAX {
            return &self.schema;
        }
        self.plain.get_or_init(|| built(builder().disable_suggestions()))
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

type Builder = SchemaBuilder<query::Query, mutation::Mutation, subscription::Root>;

fn builder() -> Builder {
    async_graphql::Schema::build(query::Query, mutation::Mutation, subscription::Root)
}

fn built(builder: Builder) -> Schema {
    builder.limit_directives(DIRECTIVES_MAX).limit_recursive_depth(SPREADS_MAX).finish()
}

fn schema() -> Schema {
    built(builder())
}
