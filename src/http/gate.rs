//! A server that listens before there is a graph to ask, and goes on for a while when it is told to
//! stop.
//!
//! Whoever spreads requests over several servers asks `/readyz` before it sends any. `/healthz` says
//! no more than that the process answers: a long load is no reason to start it again.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, AtomicU8, Ordering},
};

use axum::{
    Json, Router,
    extract::{Request, State},
    http::{StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Serialize;
use tower_service::Service;

use super::{
    METRICS, Options, answers::Answers, browsers, inside, metrics, refusal, streams::Streams,
    watched,
};
use crate::{
    auth::Auth,
    catalog::value::Moment,
    graphql::{Api, OperationKind},
    live::{Backups, Written},
    telemetry::{Metrics, Operated, Reading},
};

pub const HEALTH: &str = "/healthz";
pub const READY: &str = "/readyz";

/// Seconds until it is worth while to ask again.
const RETRY_AFTER_S: &str = "1";

/// What stands before the graph. Copies share all there is.
#[derive(Clone)]
pub struct Gate(Arc<Shared>);

struct Shared {
    began: Moment,
    options: Options,
    opened: OnceLock<Opened>,
    backups: OnceLock<Arc<Backups>>,
    /// Of the rows that are being read.
    percent: AtomicU8,
    is_stopping: AtomicBool,
    metrics: Metrics,
}

struct Opened {
    router: Router,
    api: Api,
    streams: Streams,
    answers: Answers,
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
        Gate(Arc::new(Shared {
            began,
            options,
            opened: OnceLock::new(),
            backups: OnceLock::new(),
            percent: AtomicU8::new(0),
            is_stopping: AtomicBool::new(false),
            metrics: Metrics::default(),
        }))
    }

    /// How much of the graph is read.
    pub fn loading(&self, percent: u8) {
        self.0.percent.store(percent, Ordering::Relaxed);
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
        let (router, streams, answers) = inside(api.clone(), auth, &self.0.options);
        self.0.opened.get_or_init(|| Opened { router, api, streams, answers });
    }

    /// Requests are still answered, but no new ones are asked for.
    pub fn stopping(&self) {
        self.0.is_stopping.store(true, Ordering::Relaxed);
    }

    /// All routes for those who ask.
    pub fn router(&self) -> Router {
        let routes = probes().fallback(pass).method_not_allowed_fallback(super::not_allowed);
        let hosts = self.0.options.browsers.hosts.clone();
        let routes = routes
            .layer(middleware::from_fn(watched::routed))
            .layer(middleware::from_fn_with_state(hosts, browsers::named))
            .layer(middleware::from_fn_with_state(self.clone(), watched::watch));
        let routes = match self.0.options.browsers.cors() {
            Some(cors) => routes.layer(cors),
            None => routes,
        };
        routes.layer(middleware::from_fn(browsers::told)).with_state(self.clone())
    }

    /// The routes for those who operate the server, which are not for everybody.
    pub fn operation(&self) -> Router {
        let routes = probes().route(METRICS, get(figures)).fallback(async || {
            let why = format!("there is nothing here but {METRICS}, {HEALTH} and {READY}");
            refusal(StatusCode::NOT_FOUND, "NOT_FOUND", &why)
        });
        routes.with_state(self.clone())
    }

    pub(super) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    fn is_ready(&self) -> bool {
        self.0.opened.get().is_some() && !self.0.is_stopping.load(Ordering::Relaxed)
    }

    /// What is told of the server whether there is a graph or not.
    fn readings(&self) -> Vec<Reading> {
        let mut readings = metrics::of_the_process(self.0.began, self.is_ready());
        if let Some(Opened { api, streams, answers, .. }) = self.0.opened.get() {
            readings.extend(metrics::of_the_graph(api, streams));
            readings.extend(metrics::of_the_answers(&answers.counts()));
        }
        if let Some(backups) = self.0.backups.get() {
            readings.extend(metrics::of_the_backups(&backups.status()));
        }
        readings
    }
}

/// What those ask who look after the server.
fn probes() -> Router<Gate> {
    let alive = async || Json(Health { status: "ok", percent: None });
    Router::new().route(HEALTH, get(alive)).route(READY, get(ready))
}

/// `GET /readyz`.
async fn ready(State(gate): State<Gate>) -> Response {
    let (status, percent) = match (gate.is_ready(), gate.0.opened.get()) {
        (true, _) => return Json(Health { status: "ready", percent: None }).into_response(),
        (false, Some(_)) => ("stopping", None),
        (false, None) => ("loading", Some(gate.0.percent.load(Ordering::Relaxed))),
    };
    let head = [(header::RETRY_AFTER, RETRY_AFTER_S)];
    (StatusCode::SERVICE_UNAVAILABLE, head, Json(Health { status, percent })).into_response()
}

/// `GET /metrics`.
async fn figures(State(gate): State<Gate>) -> Response {
    // Sizes on the disk take some reads of folders.
    let text = tokio::task::spawn_blocking(move || gate.metrics().text(gate.readings())).await;
    match text {
        Ok(text) => ([(header::CONTENT_TYPE, Metrics::media_type())], text).into_response(),
        Err(_) => {
            let why = "something broke while this was counted: the log says what";
            refusal(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", why)
        }
    }
}

/// To the graph, where there is one.
async fn pass(State(gate): State<Gate>, request: Request) -> Response {
    match gate.0.opened.get() {
        Some(opened) => match opened.router.clone().call(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        },
        None => {
            let percent = gate.0.percent.load(Ordering::Relaxed);
            let why = format!(
                "the graph is still being loaded, {percent} % of its rows are read: try again soon"
            );
            let refusal = refusal(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", &why);
            ([(header::RETRY_AFTER, RETRY_AFTER_S)], refusal).into_response()
        }
    }
}
