//! Figures that are kept by others, as they are when Prometheus asks.

use super::{answers::Counts, streams::Streams};
use crate::{
    catalog::{TABLES, enums::JobState, value::Moment},
    graphql::{Api, LiveQueries, PersistedQueries},
    import::jobs::Jobs,
    live::{BackupStatus, Sizes},
    telemetry::{self, Reading, Unit},
};

/// Of the process, whether it has a graph or not.
pub(super) fn of_the_process(began: Moment, is_ready: bool) -> Vec<Reading> {
    let (version, began_s) = (env!("CARGO_PKG_VERSION"), number(began.millis()) / 1e3);
    let mut readings = vec![
        Reading::gauge("bole_build_info", "The build that runs; always 1", 1.0)
            .by("version", [(version, 1.0)]),
        Reading::gauge(
            "bole_ready",
            "1 where the server takes requests, else 0",
            f64::from(is_ready),
        ),
        Reading::gauge("process_start_time", "When the process began, since 1970", began_s)
            .in_unit(Unit::Seconds),
    ];
    readings.extend(telemetry::of_this_process());
    readings
}

/// Of the graph, and of those who listen to it. Waits for nobody who writes.
pub(super) fn of_the_graph(api: &Api, streams: &Streams) -> Vec<Reading> {
    let snapshot = api.live().snapshot();
    let tables = TABLES.iter().enumerate();
    let rows = tables.map(|(table, it)| (it.name, f64::from(snapshot.frame(table).rows())));
    let Sizes { rows: database, journal, journal_filled } = api.live().sizes();
    let on_disk = [("rows", number(database)), ("journal", number(journal))];
    let LiveQueries { distinct, listeners, evaluations } = api.live_queries();
    let PersistedQueries { hits, misses, entries, bytes } = api.persisted_queries();
    let named = ["hit", "miss"].into_iter().zip([hits, misses].map(number));
    let version = number(snapshot.version());
    vec![
        Reading::gauge(
            "bole_snapshot_version",
            "The version of the graph; each commit adds 1",
            version,
        ),
        Reading::gauge("bole_rows", "Rows of the graph", 0.0).by("table", rows),
        Reading::gauge("bole_disk", "Size of the data directory's files", 0.0)
            .by("part", on_disk)
            .in_unit(Unit::Bytes),
        Reading::gauge(
            "bole_journal_filled",
            "Of the journal, what the database may not have yet",
            number(journal_filled),
        )
        .in_unit(Unit::Bytes),
        Reading::gauge(
            "bole_listening_connections",
            "WebSockets and streams of events that are open",
            number(streams.connections()),
        ),
        Reading::gauge("bole_live_queries", "Different live queries", number(distinct)),
        Reading::gauge(
            "bole_live_query_listeners",
            "Subscriptions to live queries",
            number(listeners),
        ),
        Reading::counter(
            "bole_live_query_evaluations",
            "Answers that were made for live queries",
            number(evaluations),
        ),
        Reading::counter(
            "bole_persisted_query_lookups",
            "Requests that named a document by its SHA-256",
            0.0,
        )
        .by("result", named),
        Reading::gauge(
            "bole_persisted_queries",
            "Documents that clients sent, to name them later",
            number(entries),
        ),
        Reading::gauge("bole_persisted_queries", "What they take", number(bytes))
            .in_unit(Unit::Bytes),
        imports(api.jobs()),
    ]
}

/// Of the answers that are kept.
pub(super) fn of_the_answers(counts: &Counts) -> Vec<Reading> {
    let Counts { hits, misses, evictions, entries, bytes } = *counts;
    let (help, found) = ("Answers to queries over HTTP, given again or made", [hits, misses]);
    let found = ["hit", "miss"].into_iter().zip(found.map(number));
    vec![
        Reading::counter("bole_answer_cache_lookups", help, 0.0).by("result", found),
        Reading::counter(
            "bole_answer_cache_evictions",
            "Bodies of answers that made room for others",
            number(evictions),
        ),
        Reading::gauge(
            "bole_answer_cache_entries",
            "Bodies of answers that are kept, each form of one for itself",
            number(entries),
        ),
        Reading::gauge("bole_answer_cache", "What they take", number(bytes)).in_unit(Unit::Bytes),
    ]
}

/// Of the backups that the server makes by itself.
pub(super) fn of_the_backups(status: &BackupStatus) -> Vec<Reading> {
    let BackupStatus { last_success, last_bytes, successes, failures } = *status;
    let outcomes = ["done", "failed"].into_iter().zip([successes, failures].map(number));
    let mut readings = vec![
        Reading::counter("bole_backups", "Backups that were due", 0.0).by("outcome", outcomes),
        Reading::gauge("bole_backup", "Size of the newest", number(last_bytes))
            .in_unit(Unit::Bytes),
    ];
    // Where there is none, none has an age.
    readings.extend(last_success.map(|it| {
        let made_s = number(it.millis()) / 1e3;
        Reading::gauge("bole_backup_timestamp", "When the newest was, since 1970", made_s)
            .in_unit(Unit::Seconds)
    }));
    readings
}

/// Imports that are remembered, by what has become of them.
fn imports(jobs: &Jobs) -> Reading {
    let jobs = jobs.all();
    let states = [JobState::Queued, JobState::Running, JobState::Done, JobState::Failed];
    let count = |state| number(jobs.iter().filter(|it| it.state == state).count());
    let by_state = states.map(|it| (it.name().to_ascii_lowercase(), count(it)));
    Reading::gauge("bole_import_jobs", "Imports over HTTP, the last ones", 0.0)
        .by("state", by_state)
}

/// A number as Prometheus has them: exact up to 2^53, which none of these reaches.
fn number<N: TryInto<i64>>(number: N) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "figures are shown, not reckoned with")]
    number.try_into().map_or(f64::MAX, |it| it as f64)
}
