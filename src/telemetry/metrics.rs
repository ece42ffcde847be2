//! Figures that are counted as things happen, for Prometheus.

use std::{borrow::Cow, sync::Arc, time::Duration};

use prometheus_client::{
    encoding::{EncodeLabelSet, prometheus_text},
    metrics::{
        counter::Counter,
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
    },
    registry::{Metric, Registry, Unit},
};

use super::reading::{Reading, Readings};

/// Of requests that were answered.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    route: String,
    operation: &'static str,
    outcome: Cow<'static, str>,
}

/// Of how long they took: without the outcome, which would make it many.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Took {
    route: String,
    operation: &'static str,
}

/// Of operations that were answered.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Operation {
    operation: &'static str,
    outcome: &'static str,
}

/// Of how long they took.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OperationTook {
    operation: &'static str,
}

/// One request that was answered. Only what has few values may stand in a text of it.
#[derive(Clone, Debug)]
pub struct Answered<'a> {
    /// As it is declared, never as it was asked for.
    pub route: &'a str,
    /// `query`, `mutation`, `subscription` or `none`.
    pub operation: &'static str,
    /// A word of this server's own.
    pub outcome: Cow<'static, str>,
    /// From its head to the head of its answer.
    pub took: Duration,
}

/// One operation of GraphQL that was answered.
#[derive(Clone, Copy, Debug)]
pub struct Operated {
    /// `query`, `mutation`, `subscription` or `none`.
    pub operation: &'static str,
    /// `done`, `partly`, `forbidden` or `refused`.
    pub outcome: &'static str,
    pub took: Duration,
    /// That it looked at.
    pub rows: u64,
    /// What was told before of what it would cost; none where it was refused before.
    pub cost: Option<u64>,
}

/// Everything that is counted. Copies share all there is.
#[derive(Clone, Debug)]
pub struct Metrics {
    registry: Arc<Registry>,
    readings: Arc<Readings>,
    requests: Family<Request, Counter>,
    took: Family<Took, Histogram, fn() -> Histogram>,
    in_flight: Gauge,
    connections: Gauge,
    connections_refused: Counter,
    operations: Family<Operation, Counter>,
    operation_took: Family<OperationTook, Histogram, fn() -> Histogram>,
    rows: Histogram,
    cost: Histogram,
    commits: Commits,
}

/// Of changes, and of how they are brought to the disk.
#[derive(Clone, Debug)]
struct Commits {
    took: Histogram,
    group_changes: Histogram,
    group_sync: Histogram,
}

/// Counts as one as long as it is held.
#[must_use]
pub struct Counted(Gauge);

impl Counted {
    fn by(gauge: &Gauge) -> Self {
        gauge.inc();
        Counted(gauge.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::default();
        let readings = Arc::new(Readings::default());
        let metrics = Metrics {
            requests: registered(
                &mut registry,
                ("bole_http_requests", "Requests that were answered"),
                Family::default(),
            ),
            took: in_seconds(
                &mut registry,
                ("bole_http_request_duration", "From the head of a request to that of its answer"),
                Family::new_with_constructor(times as fn() -> Histogram),
            ),
            in_flight: registered(
                &mut registry,
                ("bole_http_requests_in_flight", "Requests that are not answered yet"),
                Gauge::default(),
            ),
            connections: registered(
                &mut registry,
                ("bole_http_connections", "Connections that are open, whatever goes over them"),
                Gauge::default(),
            ),
            connections_refused: registered(
                &mut registry,
                ("bole_http_connections_refused", "Connections for which there was no room"),
                Counter::default(),
            ),
            operations: registered(
                &mut registry,
                ("bole_operations", "Answers to operations of GraphQL, however they came"),
                Family::default(),
            ),
            operation_took: in_seconds(
                &mut registry,
                ("bole_operation_duration", "From the text of an operation to that of its answer"),
                Family::new_with_constructor(times as fn() -> Histogram),
            ),
            rows: registered(
                &mut registry,
                (
                    "bole_operation_rows",
                    "Rows that one operation looked at, each counted for every filter and key",
                ),
                Histogram::new(exponential_buckets(1.0, 10.0, 10)),
            ),
            cost: registered(
                &mut registry,
                ("bole_operation_cost", "What one operation cost, told from its plan"),
                Histogram::new(exponential_buckets(1.0, 10.0, 8)),
            ),
            commits: Commits::within(&mut registry),
            registry: Arc::default(),
            readings: Arc::clone(&readings),
        };
        registry.register_collector(Box::new(readings));
        Metrics { registry: Arc::new(registry), ..metrics }
    }
}

impl Commits {
    fn within(registry: &mut Registry) -> Self {
        Commits {
            took: in_seconds(
                registry,
                ("bole_commit_duration", "From when a change was asked for to when it was settled"),
                times(),
            ),
            group_changes: registered(
                registry,
                ("bole_commit_group_changes", "Changes that were brought to the disk together"),
                Histogram::new(exponential_buckets(1.0, 2.0, 8)),
            ),
            group_sync: in_seconds(
                registry,
                ("bole_commit_sync_duration", "Waiting for the disk, once for each such group"),
                times(),
            ),
        }
    }
}

impl Metrics {
    /// A request has come.
    pub fn begin(&self) -> Counted {
        Counted::by(&self.in_flight)
    }

    /// A client has connected.
    pub fn connected(&self) -> Counted {
        Counted::by(&self.connections)
    }

    /// There was no room for one who connected.
    pub fn turned_away(&self) {
        self.connections_refused.inc();
    }

    pub fn answered(&self, answered: Answered<'_>) {
        let Answered { route, operation, outcome, took } = answered;
        let by = Took { route: route.to_owned(), operation };
        self.took.get_or_create(&by).observe(took.as_secs_f64());
        let route = by.route;
        self.requests.get_or_create(&Request { route, operation, outcome }).inc();
    }

    /// An operation was answered, or a subscription once more.
    pub fn operated(&self, operated: Operated) {
        let Operated { operation, outcome, took, rows, cost } = operated;
        self.operations.get_or_create(&Operation { operation, outcome }).inc();
        self.operation_took.get_or_create(&OperationTook { operation }).observe(took.as_secs_f64());
        #[expect(clippy::cast_precision_loss, reason = "no operation looks at 2^53 rows")]
        let number = |it: u64| it as f64;
        self.rows.observe(number(rows));
        if let Some(cost) = cost {
            self.cost.observe(number(cost));
        }
    }

    /// A change was settled.
    pub fn committed(&self, took: Duration) {
        self.commits.took.observe(took.as_secs_f64());
    }

    /// So many changes were brought to the disk together.
    pub fn synced(&self, changes: u32, took: Duration) {
        self.commits.group_changes.observe(f64::from(changes));
        self.commits.group_sync.observe(took.as_secs_f64());
    }

    /// All figures in the text format of Prometheus, with those that others keep.
    pub fn text(&self, readings: Vec<Reading>) -> String {
        self.readings.set(readings);
        let mut text = String::new();
        prometheus_text::encode(&mut text, &self.registry)
            .expect("a text takes all that is written");
        text
    }

    /// The media type of that text.
    pub fn media_type() -> &'static str {
        prometheus_text::CONTENT_TYPE
    }
}

/// From a hundred microseconds to half a minute.
fn times() -> Histogram {
    Histogram::new([
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5,
        5.0, 10.0, 30.0,
    ])
}

fn registered<M: Metric + Clone>(
    registry: &mut Registry,
    (name, help): (&'static str, &'static str),
    metric: M,
) -> M {
    registry.register(name, help, metric.clone());
    metric
}

fn in_seconds<M: Metric + Clone>(
    registry: &mut Registry,
    (name, help): (&'static str, &'static str),
    metric: M,
) -> M {
    registry.register_with_unit(name, help, Unit::Seconds, metric.clone());
    metric
}
