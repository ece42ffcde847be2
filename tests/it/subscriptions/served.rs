//! A server for those who listen, and a client that holds one line to it.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::{
    io,
    net::{SocketAddr, TcpStream},
    sync::Arc,
    time::Duration,
};

use bole::{
    auth::{Auth, NewToken, Settings},
    catalog::enums::AccessRole,
    http::{self, Limits},
};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};
use tungstenite::{
    Message, WebSocket, client::IntoClientRequest, handshake::client::Request, http::HeaderValue,
};

use super::Graph;
use crate::graph::now;

/// Longer than anything here takes.
pub(super) const PATIENCE: Duration = Duration::from_mins(1);

/// A server of a graph, at a port of its own.
pub(super) struct Server {
    pub(super) graph: Graph,
    pub(super) auth: Arc<Auth>,
    pub(super) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    serving: Option<JoinHandle<io::Result<()>>>,
}

impl Server {
    pub(super) fn start() -> Self {
        Server::with(Limits::default())
    }

    pub(super) fn with(limits: Limits) -> Self {
        Server::guarded(limits, Settings::default())
    }

    pub(super) fn guarded(limits: Limits, settings: Settings) -> Self {
        let graph = Graph::new();
        let (stop, stopped) = oneshot::channel::<()>();
        let listener = graph.runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let settings = Settings { rate_limit_anonymous: 0, ..settings };
        let auth = Arc::new(Auth::open(graph.dir.path(), settings, now()).unwrap());
        let options = http::Options { streams: limits, ..http::Options::default() };
        let gate = http::Gate::opened(graph.api.clone(), Arc::clone(&auth), options);
        let connections = http::Connections::default();
        let serving = http::serve(listener, gate, connections, async { drop(stopped.await) });
        let serving = Some(graph.runtime.spawn(serving));
        Server { graph, auth, address, stop: Some(stop), serving }
    }

    /// The value of the header `Authorization` with a new token.
    pub(super) fn credential(&self, name: &str, role: AccessRole) -> String {
        let new = NewToken { name: name.parse().unwrap(), role, expires: None };
        format!("Bearer {}", self.auth.tokens().create(new, now()).unwrap().reveal())
    }

    /// Tells the server to stop.
    pub(super) fn stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
    }

    /// Waits until the server has stopped.
    pub(super) fn stopped(&mut self) {
        let serving = self.serving.take().unwrap();
        self.graph.runtime.block_on(serving).unwrap().unwrap();
    }

    pub(super) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    pub(super) fn request(&self) -> Request {
        let mut request = format!("ws://{}/graphql", self.address).into_client_request().unwrap();
        let protocol = HeaderValue::from_static("graphql-transport-ws");
        request.headers_mut().insert("sec-websocket-protocol", protocol);
        request
    }

    /// A WebSocket on which nothing was said.
    pub(super) fn silent(&self) -> Client {
        let (socket, response) = tungstenite::client(self.request(), self.connect()).unwrap();
        let protocol = response.headers().get("sec-websocket-protocol");
        assert_eq!(protocol.unwrap(), "graphql-transport-ws");
        Client { socket }
    }

    /// A WebSocket that is ready for operations.
    pub(super) fn client(&self) -> Client {
        let mut client = self.silent();
        client.say(r#"{"type":"connection_init"}"#);
        assert_eq!(client.hear(), r#"{"type":"connection_ack"}"#);
        client
    }
}

/// A client of one WebSocket.
pub(super) struct Client {
    pub(super) socket: WebSocket<TcpStream>,
}

impl Client {
    pub(super) fn say(&mut self, text: &str) {
        self.socket.send(Message::text(text)).unwrap();
    }

    pub(super) fn subscribe(&mut self, id: &str, query: &str) {
        let query = bole::graphql::quoted(query);
        self.say(&format!(r#"{{"id":"{id}","type":"subscribe","payload":{{"query":{query}}}}}"#));
    }

    /// The next text.
    pub(super) fn hear(&mut self) -> String {
        loop {
            match self.socket.read().unwrap() {
                Message::Text(text) => return text.as_str().to_owned(),
                Message::Ping(_) | Message::Pong(_) => (),
                other => panic!("{other:?} is no text"),
            }
        }
    }

    /// The code and the reason with which the server closes, after whatever else it says.
    pub(super) fn end(&mut self) -> (u16, String) {
        loop {
            if let Message::Close(frame) = self.socket.read().unwrap() {
                let frame = frame.unwrap();
                return (frame.code.into(), frame.reason.as_str().to_owned());
            }
        }
    }
}
