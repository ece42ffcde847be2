//! A server that is not ready yet, or no more.

use std::{net::SocketAddr, process::Command, sync::Arc};

use bole::{
    auth::{Auth, Settings},
    graphql::Api,
    http::{self, Answerer, Gate},
};
use tokio::{net::TcpListener, runtime::Runtime};

use super::{POST, Process};
use crate::{
    cli::bole,
    graph::{now, seeded},
    server::send_to,
};

/// Serves what stands before a graph; the address for those who ask, and that for who operates it.
pub(super) fn served(gate: &Gate) -> (Runtime, [SocketAddr; 2]) {
    let runtime = Runtime::new().unwrap();
    let addresses = [at(&runtime, gate.clone()), at(&runtime, gate.operation())];
    (runtime, addresses)
}

/// Where somebody answers from now on.
fn at(runtime: &Runtime, answerer: impl Answerer) -> SocketAddr {
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    let forever = std::future::pending();
    runtime.spawn(http::serve(listener, answerer, http::Connections::default(), forever));
    address
}

#[test]
fn before_there_is_a_graph_only_the_probes_are_answered_and_then_all_is() {
    let gate = Gate::new(now(), http::Options::default());
    let (_runtime, [address, operation]) = served(&gate);
    let ready = || send_to(address, "GET /readyz HTTP/1.1", "");
    let ask = || send_to(address, POST, r#"{"query":"{ people { totalCount } }"}"#);
    let (status, head, body) = ready();
    assert_eq!((status, body.as_str()), (503, r#"{"status":"loading","percent":0}"#));
    assert!(head.contains("retry-after: 1"), "{head}");
    assert_eq!(send_to(address, "GET /healthz HTTP/1.1", "").0, 200);
    gate.loading(43);
    let (_, _, body) = ready();
    assert_eq!(body, r#"{"status":"loading","percent":43}"#);
    for path in ["/graphql", "/graphiql", "/", "/export", "/nothing"] {
        let (status, head, body) = send_to(address, &format!("GET {path} HTTP/1.1"), "");
        assert_eq!(status, 503, "{body}");
        assert!(head.contains("retry-after: 1") && head.contains("x-request-id: "), "{head}");
        assert!(
            body.contains("still being loaded, 43 %") && body.contains("UNAVAILABLE"),
            "{body}"
        );
    }
    let page = "GET /people HTTP/1.1\r\nAccept: text/html,application/xhtml+xml,*/*;q=0.8";
    let (status, head, body) = send_to(address, page, "");
    assert!(status == 503 && head.contains("content-type: text/html"), "{head}");
    let figures = send_to(operation, "GET /metrics HTTP/1.1", "").2;
    assert!(!figures.contains("outcome=\"internal\""), "{figures}");
    assert!(body.contains("http-equiv=\"refresh\"") && body.contains("已读取 43 %"), "{body}");
    let (dir, live) = seeded();
    let auth = Arc::new(Auth::open(dir.path(), Settings::default(), now()).unwrap());
    gate.open(Api::new(live, now), auth);
    assert_eq!(ready().2, r#"{"status":"ready"}"#);
    assert!(ask().2.starts_with(r#"{"data":{"people":{"totalCount":11}}"#));
    gate.stopping();
    let (status, _, body) = ready();
    assert_eq!((status, body.as_str()), (503, r#"{"status":"stopping"}"#));
    assert_eq!(ask().0, 200);
    assert_eq!(send_to(address, "GET /healthz HTTP/1.1", "").0, 200);
    assert_eq!(send_to(operation, "GET /readyz HTTP/1.1", "").0, 503);
}

#[test]
fn a_graph_has_no_figures_at_the_address_that_is_for_everybody() {
    let gate = Gate::new(now(), http::Options::default());
    let (_runtime, [address, operation]) = served(&gate);
    assert_eq!(send_to(address, "GET /metrics HTTP/1.1", "").0, 503);
    let (dir, live) = seeded();
    let auth = Arc::new(Auth::open(dir.path(), Settings::default(), now()).unwrap());
    gate.open(Api::new(live, now), auth);
    assert_eq!(send_to(address, "GET /metrics HTTP/1.1", "").0, 404);
    let (status, _, body) = send_to(operation, "GET /graphql HTTP/1.1", "");
    assert_eq!(status, 404);
    assert!(body.contains("nothing here but /metrics, /healthz and /readyz"), "{body}");
}

#[test]
fn the_program_listens_while_it_loads_and_can_be_stopped_then() {
    let dir = tempfile::tempdir().unwrap();
    let seed = dir.path().join("seed");
    std::fs::create_dir(&seed).unwrap();
    // A file that nobody writes is never read to its end.
    let file = seed.join("sources.csv");
    assert!(Command::new("mkfifo").arg(&file).status().unwrap().success());
    let mut command = bole(&dir.path().join("data"));
    let process = Process::listening(command.args(["--log", "json", "--seed"]).arg(&seed));
    let (status, _, body) = process.send("GET /readyz HTTP/1.1", "");
    assert_eq!(status, 503, "{body}");
    assert_eq!(process.send("GET /healthz HTTP/1.1", "").0, 200);
    assert_eq!(process.send(POST, r#"{"query":"{ people { totalCount } }"}"#).0, 503);
    let (code, log) = process.stopped();
    assert_eq!(code, 0);
    assert!(log.contains("stopped while the graph was being loaded"), "{log}");
}
