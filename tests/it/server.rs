//! A server over a real socket, and a client that asks it.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream, ToSocketAddrs},
    sync::Arc,
};

use bole::{
    auth::{Auth, NewToken, Settings},
    catalog::{enums::AccessRole, value::Moment},
    graphql::{Answering, Api, Limits, Showing, StoredDocuments},
    http::{self, Gate},
    live::Live,
};
use flate2::read::GzDecoder;
use tokio::{net::TcpListener, runtime::Runtime, sync::oneshot, task::JoinHandle};

use crate::graph::{now, seeded};

/// A server with the seed, at a port of its own.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) auth: Arc<Auth>,
    /// What is asked over the socket.
    pub(crate) api: Api,
    gate: Gate,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<io::Result<()>>,
    runtime: Runtime,
    dir: tempfile::TempDir,
}

/// How a server is set up.
#[derive(Default)]
pub(crate) struct How {
    pub(crate) settings: Settings,
    pub(crate) options: http::Options,
    pub(crate) connections: http::Connections,
    pub(crate) limits: Limits,
    pub(crate) showing: Showing,
    pub(crate) documents: (StoredDocuments, Answering),
}

/// The text that Prometheus takes.
pub(crate) struct Figures(String);

impl Figures {
    /// The value of the sample that is written so.
    pub(crate) fn of(&self, sample: &str) -> f64 {
        let value = self.0.lines().find_map(|it| it.strip_prefix(sample)?.strip_prefix(' '));
        value.unwrap_or_else(|| panic!("no {sample} in\n{}", self.0)).parse().unwrap()
    }
}

/// The status, the head in lower case and the body of an answer.
pub(crate) type Answer = (u16, String, String);

impl Server {
    pub(crate) fn start() -> Self {
        Server::with(Settings::default())
    }

    pub(crate) fn with(settings: Settings) -> Self {
        Server::over(seeded(), settings)
    }

    /// A server of the graph in a directory.
    pub(crate) fn over(graph: (tempfile::TempDir, Arc<Live>), settings: Settings) -> Self {
        Server::like(graph, How { settings, ..How::default() })
    }

    /// A server with the seed, within other limits.
    pub(crate) fn within(limits: Limits) -> Self {
        Server::set_up(How { limits, ..How::default() })
    }

    /// A server of the seed that is set up so.
    pub(crate) fn set_up(how: How) -> Self {
        Server::like(seeded(), how)
    }

    pub(crate) fn like((dir, live): (tempfile::TempDir, Arc<Live>), how: How) -> Self {
        let auth = Arc::new(Auth::open(dir.path(), how.settings, now()).unwrap());
        let runtime = Runtime::new().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let api = Api::new(live, now).within(how.limits).showing(how.showing);
        let (stored, answering) = how.documents;
        let api = api.storing(stored, answering);
        let gate = Gate::new(now(), how.options);
        gate.open(api.clone(), Arc::clone(&auth));
        let stopped = async { drop(stopped.await) };
        let serving = http::serve(listener, gate.clone(), how.connections, stopped);
        let serving = runtime.spawn(serving);
        Server { address, auth, api, gate, stop: Some(stop), serving, runtime, dir }
    }

    /// Tells it to stop, and waits until it has.
    pub(crate) fn stopped(&mut self) -> io::Result<()> {
        self.stop.take().unwrap().send(()).unwrap();
        let serving = std::mem::replace(&mut self.serving, self.runtime.spawn(async { Ok(()) }));
        self.runtime.block_on(serving).unwrap()
    }

    /// What its operator is told, as lines that begin with the name of a figure and its labels.
    pub(crate) fn figures(&self) -> Figures {
        let listener = self.runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let serving = http::serve(
            listener,
            self.gate.operation(),
            http::Connections::default(),
            std::future::pending(),
        );
        let serving = self.runtime.spawn(serving);
        let (_, _, text) = send_to(address, "GET /metrics HTTP/1.1", "");
        serving.abort();
        Figures(text)
    }

    /// Where its data is.
    pub(crate) fn data(&self) -> &std::path::Path {
        self.dir.path()
    }

    /// The secret of a new token.
    pub(crate) fn token(&self, name: &str, role: AccessRole, expires: Option<Moment>) -> String {
        let new = NewToken { name: name.parse().unwrap(), role, expires };
        self.auth.tokens().create(new, now()).unwrap().reveal().to_owned()
    }

    pub(crate) fn send(&self, head: &str, body: &str) -> Answer {
        send_to(self.address, head, body)
    }

    pub(crate) fn post(&self, body: &str) -> Answer {
        self.send("POST /graphql HTTP/1.1\r\nContent-Type: application/json", body)
    }

    /// Asks a document with the value of the header `Authorization`.
    pub(crate) fn ask_as(&self, authorization: Option<&str>, query: &str) -> Answer {
        ask_as(self.address, authorization, query)
    }
}

/// Sends a request, and takes its answer.
pub(crate) fn send_to(address: impl ToSocketAddrs, head: &str, body: &str) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    let request = format!(
        "{head}\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, head.to_ascii_lowercase(), body.to_owned())
}

/// Asks the server at an address a document with the value of the header `Authorization`.
pub(crate) fn ask_as(
    address: impl ToSocketAddrs,
    authorization: Option<&str>,
    query: &str,
) -> Answer {
    let header = authorization.map_or(String::new(), |it| format!("\r\nAuthorization: {it}"));
    let body = serde_json::json!({ "query": query }).to_string();
    let head = format!("POST /graphql HTTP/1.1\r\nContent-Type: application/json{header}");
    send_to(address, &head, &body)
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            stop.send(()).unwrap_or_default();
        }
        let runtime = std::mem::replace(&mut self.runtime, Runtime::new().unwrap());
        runtime.shutdown_background();
    }
}

/// A header of a head in lower case.
pub(crate) fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    head.lines().find_map(|it| it.strip_prefix(name)?.strip_prefix(": "))
}

/// What was packed.
pub(crate) fn unpacked(coding: Option<&str>, bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    match coding {
        None => out.extend_from_slice(bytes),
        Some("zstd") => out = zstd::decode_all(bytes).unwrap(),
        Some("br") => {
            brotli::BrotliDecompress(&mut &*bytes, &mut out).unwrap();
        }
        Some("gzip") => {
            GzDecoder::new(bytes).read_to_end(&mut out).unwrap();
        }
        Some(other) => panic!("{other}"),
    }
    out
}
