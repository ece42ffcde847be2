//! Figures for Prometheus, read as Prometheus reads them.
#![expect(clippy::float_cmp, reason = "what is compared was counted, or set")]

use std::{
    collections::{BTreeMap, HashMap},
    net::SocketAddr,
    sync::Arc,
    time::Duration,
};

use bole::{
    auth::{Auth, Settings},
    catalog::Change,
    graphql::Api,
    http::{self, Gate},
    live::{BackupPlan, Backups, Live},
};

use super::{POST, gate::served};
use crate::{
    graph::{now, reason, seeded},
    server::send_to,
};

/// Figures with one name: what kind they are, and each sample by its name and labels.
#[derive(Debug, Default)]
struct Family {
    kind: String,
    samples: Vec<(String, BTreeMap<String, String>, f64)>,
}

/// Reads the text format of Prometheus, version 0.0.4. Each family begins with its help and its
/// type, and is there once.
fn read(text: &str) -> HashMap<String, Family> {
    let mut families: HashMap<String, Family> = HashMap::new();
    let mut current = String::new();
    let mut helped = String::new();
    for line in text.lines() {
        if let Some(help) = line.strip_prefix("# HELP ") {
            let (name, help) = help.split_once(' ').unwrap();
            assert!(!help.is_empty() && help.ends_with('.') && !help.ends_with(".."), "{line}");
            name.clone_into(&mut helped);
        } else if let Some(kind) = line.strip_prefix("# TYPE ") {
            let (name, kind) = kind.split_once(' ').unwrap();
            assert_eq!(name, helped, "the help is of another figure");
            name.clone_into(&mut current);
            let family = Family { kind: kind.to_owned(), samples: Vec::new() };
            assert!(families.insert(current.clone(), family).is_none(), "{name} is there twice");
        } else {
            let sample = sample(line);
            assert!(sample.0.starts_with(&current), "{line} is not of {current}");
            families.get_mut(&current).unwrap().samples.push(sample);
        }
    }
    families
}

fn sample(line: &str) -> (String, BTreeMap<String, String>, f64) {
    let (named, value) = line.rsplit_once(' ').unwrap();
    let (name, labels) = named.split_once('{').unwrap_or((named, "}"));
    let is_name = |it: &str| it.bytes().all(|it| it.is_ascii_lowercase() || b"_".contains(&it));
    assert!(is_name(name), "{line}");
    let mut rest = labels;
    let mut labels = BTreeMap::new();
    while let Some((label, after)) = rest.split_once("=\"") {
        let end = after.find('"').unwrap();
        assert!(is_name(label) && !after[..end].contains('\\'), "{line}");
        let was = labels.insert(label.to_owned(), after[..end].to_owned());
        assert!(was.is_none(), "{line}");
        rest = after[end + 1..].trim_start_matches(',');
    }
    assert_eq!(rest, "}", "{line}");
    (name.to_owned(), labels, value.parse().unwrap())
}

struct Served {
    live: Arc<Live>,
    address: SocketAddr,
    operation: SocketAddr,
    _runtime: tokio::runtime::Runtime,
    _dir: tempfile::TempDir,
}

impl Served {
    fn start(settings: Settings) -> Self {
        let gate = Gate::new(now(), http::Options::default());
        let (dir, live) = seeded();
        let auth = Arc::new(Auth::open(dir.path(), settings, now()).unwrap());
        gate.open(Api::new(Arc::clone(&live), now), auth);
        let (runtime, [address, operation]) = served(&gate);
        Served { live, address, operation, _runtime: runtime, _dir: dir }
    }

    fn ask(&self, query: &str) -> u16 {
        let body = serde_json::json!({ "query": query }).to_string();
        send_to(self.address, POST, &body).0
    }

    fn figures(&self) -> HashMap<String, Family> {
        let (status, head, body) = send_to(self.operation, "GET /metrics HTTP/1.1", "");
        assert_eq!(status, 200);
        assert!(head.contains("content-type: text/plain; version=0.0.4; charset=utf-8"), "{head}");
        read(&body)
    }
}

/// The value of the one sample with these labels.
fn value(figures: &HashMap<String, Family>, name: &str, labels: &[(&str, &str)]) -> f64 {
    let family = figures.iter().filter(|it| name.starts_with(it.0.as_str()));
    let mut found = family.flat_map(|it| &it.1.samples).filter(|(it, has, _)| {
        it == name && labels.iter().all(|(label, value)| has.get(*label).unwrap() == value)
    });
    let value = found.next().unwrap_or_else(|| panic!("no {name} {labels:?}")).2;
    assert!(found.next().is_none(), "several {name} {labels:?}");
    value
}

#[test]
fn requests_and_commits_are_counted() {
    let served = Served::start(Settings::default());
    assert_eq!(served.ask("{ people { totalCount } }"), 200);
    assert_eq!(served.ask("{ people { totalCount } }"), 200);
    assert_eq!(served.ask("{ nothing }"), 200);
    served.ask("mutation { deletePerson(input: {id: \"Person:ilya-sutskever\"}) { version } }");
    send_to(served.address, "POST /graphql HTTP/1.1\r\nContent-Type: text/plain", "{}");
    let rows = crate::graph::rows("Source", "key,title,kind\nnew,New,DATASET");
    let before = served.figures();
    let mut change = Change::default();
    for row in rows {
        change.put(row);
    }
    served.live.commit(change, reason()).unwrap();
    let after = served.figures();
    for (operation, outcome, count) in [
        ("query", "done", 2.0),
        ("query", "refused", 1.0),
        ("mutation", "forbidden", 1.0),
        ("none", "unsupported_media_type", 1.0),
    ] {
        let labels = [("route", "/graphql"), ("operation", operation), ("outcome", outcome)];
        assert_eq!(value(&after, "bole_http_requests_total", &labels), count, "{labels:?}");
    }
    let labels = [("route", "/graphql"), ("operation", "query")];
    assert_eq!(value(&after, "bole_http_request_duration_seconds_count", &labels), 3.0);
    assert_eq!(value(&after, "bole_operation_rows_count", &[]), 4.0);
    let labels = [("operation", "query"), ("outcome", "done")];
    assert_eq!(value(&after, "bole_operations_total", &labels), 2.0);
    assert_eq!(value(&after, "bole_http_requests_in_flight", &[]), 0.0);
    for name in [
        "bole_commit_duration_seconds_count",
        "bole_commit_sync_duration_seconds_count",
        "bole_commit_group_changes_sum",
        "bole_snapshot_version",
    ] {
        assert_eq!(value(&after, name, &[]), value(&before, name, &[]) + 1.0, "{name}");
    }
    let filled = "bole_journal_filled_bytes";
    assert!(value(&after, filled, &[]) > value(&before, filled, &[]));
    let sources = |it| value(it, "bole_rows", &[("table", "Source")]);
    assert_eq!(sources(&after), sources(&before) + 1.0);
    assert!(value(&after, "bole_disk_bytes", &[("part", "rows")]) > 0.0);
    assert!(value(&after, "process_resident_memory_bytes", &[]) > 1e6);
    assert_eq!(value(&after, "bole_ready", &[]), 1.0);
    let began = value(&after, "process_start_time_seconds", &[]);
    assert_eq!(began, f64::from(u32::try_from(now().millis() / 1_000).unwrap()));
}

#[test]
fn names_and_units_are_as_prometheus_wants_them_and_histograms_add_up() {
    let served = Served::start(Settings::default());
    served.ask("{ people { totalCount } }");
    let figures = served.figures();
    assert!(figures.len() >= 20, "{:?}", figures.keys());
    let readme = crate::readme::readme();
    for (name, family) in &figures {
        assert!(name.starts_with("bole_") || name.starts_with("process_"), "{name}");
        assert!(readme.contains(&format!("`{name}`")), "{name} is not in the README");
        assert_eq!(name.ends_with("_total"), family.kind == "counter", "{name}");
        let others =
            ["_ms", "_millis", "_milliseconds", "_kb", "_kilobytes", "_mb", "_percent", "_count"];
        assert!(!others.iter().any(|it| name.ends_with(it)), "{name} is not in the base unit");
        let is_time = ["duration", "time"].iter().any(|it| name.contains(it));
        assert!(!is_time || name.ends_with("_seconds"), "{name}");
        assert!(["counter", "gauge", "histogram"].contains(&family.kind.as_str()), "{name}");
        if family.kind == "histogram" {
            adds_up(name, family);
        }
    }
}

/// Whether the buckets of each histogram grow up to its count.
fn adds_up(name: &str, family: &Family) {
    let counts = family.samples.iter().filter(|it| it.0 == format!("{name}_count"));
    for (_, labels, count) in counts {
        let is_of = |has: &BTreeMap<String, String>| {
            has.iter().all(|(label, value)| label == "le" || labels.get(label) == Some(value))
        };
        let buckets = family.samples.iter().filter(|it| it.0 == format!("{name}_bucket"));
        let buckets: Vec<_> = buckets.filter(|it| is_of(&it.1)).collect();
        assert!(buckets.is_sorted_by(|one, next| one.2 <= next.2), "{name}");
        let limits = buckets.iter().map(|it| it.1["le"].replace("+Inf", "inf"));
        let limits: Vec<f64> = limits.map(|it| it.parse().unwrap()).collect();
        assert!(limits.is_sorted() && limits.last() == Some(&f64::INFINITY), "{name}");
        assert_eq!(buckets.last().unwrap().2, *count, "{name}");
    }
}

#[test]
fn whatever_is_asked_makes_no_new_figures() {
    let served = Served::start(Settings { rate_limit_anonymous: 0, ..Settings::default() });
    let series =
        |served: &Served| served.figures().values().map(|it| it.samples.len()).sum::<usize>();
    let ask = |number: u32| {
        served.ask(&format!("query Q{number} {{ people {{ totalCount }} }}"));
        send_to(served.address, &format!("GET /nothing/{number} HTTP/1.1"), "");
        send_to(served.address, &format!("POST /import/x{number} HTTP/1.1"), "");
    };
    ask(0);
    let before = series(&served);
    (1..20).for_each(ask);
    assert_eq!(series(&served), before);
}

#[test]
fn those_who_ask_too_often_are_counted() {
    let served = Served::start(Settings { rate_limit_anonymous: 1, ..Settings::default() });
    assert_eq!([0; 3].map(|_| served.ask("{ people { totalCount } }")), [200, 429, 429]);
    let labels = [("outcome", "rate_limited")];
    assert_eq!(value(&served.figures(), "bole_http_requests_total", &labels), 2.0);
}

#[test]
fn figures_are_told_before_there_is_a_graph() {
    let gate = Gate::new(now(), http::Options::default());
    let (_runtime, [_, operation]) = served(&gate);
    let (status, _, body) = send_to(operation, "GET /metrics HTTP/1.1", "");
    assert_eq!(status, 200);
    let figures = read(&body);
    assert_eq!(value(&figures, "bole_ready", &[]), 0.0);
    let version = [("version", env!("CARGO_PKG_VERSION"))];
    assert_eq!(value(&figures, "bole_build_info", &version), 1.0);
    assert!(!figures.contains_key("bole_snapshot_version"));
}

#[test]
fn backups_that_the_server_makes_are_told_and_when_the_newest_was() {
    let gate = Gate::new(now(), http::Options::default());
    let (dir, live) = seeded();
    let folder = dir.path().join("backups");
    let plan = BackupPlan { folder: folder.clone(), every: Duration::from_hours(1), keep: 1 };
    let backups = Arc::new(Backups::open(plan).unwrap());
    let (_runtime, [_, operation]) = served(&gate);
    let figures = || read(&send_to(operation, "GET /metrics HTTP/1.1", "").2);
    assert!(!figures().keys().any(|it| it.starts_with("bole_backup")));
    gate.backed_up(Arc::clone(&backups));
    assert!(!figures().contains_key("bole_backup_timestamp_seconds"));
    backups.run(&live, now()).unwrap().unwrap();
    let after = figures();
    let made = value(&after, "bole_backup_timestamp_seconds", &[]);
    assert_eq!(made, f64::from(u32::try_from(now().millis() / 1_000).unwrap()));
    assert!(value(&after, "bole_backup_bytes", &[]) > 1_000.0);
    assert_eq!(value(&after, "bole_backups_total", &[("outcome", "done")]), 1.0);
    assert_eq!(value(&after, "bole_backups_total", &[("outcome", "failed")]), 0.0);
    let readme = crate::readme::readme();
    let told = after.keys().filter(|it| it.starts_with("bole_backup"));
    assert!(told.into_iter().all(|it| readme.contains(&format!("`{it}`"))));
}
