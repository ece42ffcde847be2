//! A server that listens before there is a graph to ask, and goes on for a while when it is told to
//! stop.
//!
//! Whoever spreads requests over several servers asks `/readyz` before it sends any. `/healthz` says
//! no more than that the process answers: a long load is no reason to start it again.

use std::{
    future::Future,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicU8, Ordering},
    },
};

use axum::{
    Json, Router,
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::from_fn_with_state,
    response::{Html, IntoResponse, Response},
    routing::get,
};
use serde::Serialize;

use super::{
    Answerer, Desk, METRICS, Options, browsers,
    connections::Came,
    graphql::media_type,
    inside, metrics, not_allowed, refusal,
    watched::{self, Watch},
};
use crate::{
    auth::Auth,
    catalog::value::Moment,
    graphql::{Api, OperationKind},
    live::{Backups, Written},
    telemetry::{Counted, Metrics, Operated, Reading},
};

pub const HEALTH: &str = "/healthz";
pub const READY: &str = "/readyz";

/// What is shown to people until there is a graph.
const LOADING: &str = include_str!("loading.html");
/// Seconds until it is worth while to ask again.
const RETRY_AFTER_S: &str = "1";

/// What stands before the graph. Copies share all there is.
#[derive(Clone)]
pub struct Gate(Arc<Shared>);

struct Shared {
    began: Moment,
    options: Options,
    readiness: Arc<Readiness>,
    /// What is answered while there is no graph.
    closed: Router,
    opened: OnceLock<Opened>,
    backups: OnceLock<Arc<Backups>>,
    metrics: Metrics,
}

struct Opened {
    router: Router,
    desk: Arc<Desk>,
}

/// How far the server is.
#[derive(Default)]
struct Readiness {
    /// Of the rows that are being read.
    percent: AtomicU8,
    is_open: AtomicBool,
    is_stopping: AtomicBool,
}

#[derive(Serialize)]
struct Health {
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    percent: Option<u8>,
}

impl Gate {
    /// Closed; `began` is when the process did.
    pub fn new(began: Moment, options: Options) -> Self {
        let (metrics, readiness) = (Metrics::default(), Arc::<Readiness>::default());
        let loading = Router::new().fallback(loading).with_state(Arc::clone(&readiness));
        let closed = watched(loading, &readiness, (&metrics, &options));
        let (opened, backups) = (OnceLock::new(), OnceLock::new());
        Gate(Arc::new(Shared { began, options, readiness, closed, opened, backups, metrics }))
    }

    /// Open from the beginning.
    pub fn opened(api: Api, auth: Arc<Auth>, options: Options) -> Self {
        let gate = Gate::new((api.now())(), options);
        gate.open(api, auth);
        gate
    }

    /// How much of the graph is read.
    pub fn loading(&self, percent: u8) {
        self.0.readiness.percent.store(percent, Ordering::Relaxed);
    }

    /// Backups are made from now on; the figures tell of them.
    pub fn backed_up(&self, backups: Arc<Backups>) {
        self.0.backups.get_or_init(|| backups);
    }

    /// There is a graph to ask from now on. The first one stays.
    pub fn open(&self, api: Api, auth: Arc<Auth>) {
        let metrics = self.0.metrics.clone();
        api.live().on_written(move |written| match written {
            Written::Change { took } => metrics.committed(took),
            Written::Group { changes, took } => {
                metrics.synced(u32::try_from(changes).unwrap_or(u32::MAX), took);
            }
        });
        let metrics = self.0.metrics.clone();
        let api = api.measured_by(move |outcome, cost, tally| {
            let operation = tally.kind.map_or("none", OperationKind::name);
            let (outcome, took, rows) = (outcome.name(), tally.took, tally.rows);
            let cost = cost.map(|it| it.requested);
            metrics.operated(Operated { operation, outcome, took, rows, cost });
        });
        let desk = Arc::new(Desk::new(api, auth, &self.0.options));
        let inside = inside(Arc::clone(&desk));
        let router = watched(inside, &self.0.readiness, (&self.0.metrics, &self.0.options));
        self.0.opened.get_or_init(|| Opened { router, desk });
        self.0.readiness.is_open.store(true, Ordering::Relaxed);
    }

    /// Requests are still answered, but no new ones are asked for.
    pub fn stopping(&self) {
        self.0.readiness.is_stopping.store(true, Ordering::Relaxed);
    }

    /// The routes for those who operate the server, which are not for everybody.
    pub fn operation(&self) -> Router {
        let figures = Router::new().route(METRICS, get(figures)).with_state(self.clone());
        figures.merge(probes(&self.0.readiness)).fallback(async || {
            let why = format!("there is nothing here but {METRICS}, {HEALTH} and {READY}");
            refusal(StatusCode::NOT_FOUND, "NOT_FOUND", &why)
        })
    }

    /// What is told of the server whether there is a graph or not.
    fn readings(&self) -> Vec<Reading> {
        let mut readings = metrics::of_the_process(self.0.began, self.0.readiness.is_ready());
        if let Some(Opened { desk, .. }) = self.0.opened.get() {
            readings.extend(metrics::of_the_graph(&desk.api, &desk.streams));
            readings.extend(metrics::of_the_answers(&desk.answers.counts()));
        }
        if let Some(backups) = self.0.backups.get() {
            readings.extend(metrics::of_the_backups(&backups.status()));
        }
        readings
    }
}

impl Answerer for Gate {
    fn connected(&self) -> Option<Counted> {
        Some(self.0.metrics.connected())
    }

    fn turned_away(&self) {
        self.0.metrics.turned_away();
    }

    fn answer(self, request: Request) -> impl Future<Output = Response> + Send + 'static {
        let opened = self.0.opened.get();
        let router = opened.map_or(&self.0.closed, |it| &it.router).clone();
        async move {
            let is_encrypted = Came::of(request.extensions()).is_encrypted;
            let mut response = router.answer(request).await;
            browsers::tell(response.headers_mut(), is_encrypted);
            response
        }
    }
}

impl Readiness {
    fn is_ready(&self) -> bool {
        self.is_open.load(Ordering::Relaxed) && !self.is_stopping.load(Ordering::Relaxed)
    }
}

/// Routes with the probes, as all are answered.
fn watched(
    routes: Router,
    readiness: &Arc<Readiness>,
    (metrics, options): (&Metrics, &Options),
) -> Router {
    let routes = routes.merge(probes(readiness)).method_not_allowed_fallback(not_allowed);
    let watch = Watch { metrics: metrics.clone(), hosts: options.browsers.hosts.clone() };
    let routes = routes.layer(from_fn_with_state(Arc::new(watch), watched::watch));
    // Pages that are named can read every answer, also why it is refused.
    match options.browsers.cors() {
        Some(cors) => routes.layer(cors),
        None => routes,
    }
}

/// What those ask who look after the server.
fn probes(readiness: &Arc<Readiness>) -> Router {
    let alive = async || Json(Health { status: "ok", percent: None });
    let probes = Router::new().route(HEALTH, get(alive)).route(READY, get(ready));
    probes.with_state(Arc::clone(readiness))
}

/// `GET /readyz`.
async fn ready(State(readiness): State<Arc<Readiness>>) -> Response {
    let (status, percent) = if readiness.is_ready() {
        return Json(Health { status: "ready", percent: None }).into_response();
    } else if readiness.is_open.load(Ordering::Relaxed) {
        ("stopping", None)
    } else {
        ("loading", Some(readiness.percent.load(Ordering::Relaxed)))
    };
    let head = [(header::RETRY_AFTER, RETRY_AFTER_S)];
    (StatusCode::SERVICE_UNAVAILABLE, head, Json(Health { status, percent })).into_response()
}

/// `GET /metrics`.
async fn figures(State(gate): State<Gate>) -> Response {
    // Sizes on the disk take some reads of folders.
    let text = tokio::task::spawn_blocking(move || gate.0.metrics.text(gate.readings())).await;
    match text {
        Ok(text) => ([(header::CONTENT_TYPE, Metrics::media_type())], text).into_response(),
        Err(_) => {
            let why = "something broke while this was counted: the log says what";
            refusal(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", why)
        }
    }
}

/// What is asked before there is a graph: a page for people, who need not look again by themselves.
async fn loading(State(readiness): State<Arc<Readiness>>, headers: HeaderMap) -> Response {
    let percent = readiness.percent.load(Ordering::Relaxed);
    // Browsers that go to a page name this first.
    let answer = if media_type(&headers, header::ACCEPT).starts_with("text/html") {
        Html(LOADING.replace("PERCENT", &percent.to_string())).into_response()
    } else {
        let why = format!(
            "the graph is still being loaded, {percent} % of its rows are read: try again soon"
        );
        refusal(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", &why)
    };
    let head = [(header::RETRY_AFTER, RETRY_AFTER_S), (header::CACHE_CONTROL, "no-store")];
    (StatusCode::SERVICE_UNAVAILABLE, head, answer).into_response()
}
