//! From a socket to requests: who may connect, how long each may take, and how it ends.

mod pace;
mod tls;

use std::{
    convert::Infallible,
    future::Future,
    io,
    net::{IpAddr, SocketAddr},
    pin::pin,
    sync::Arc,
    time::Duration,
};

use axum::{Router, body::Body, extract::Request, http::Extensions, response::Response};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    spawn,
    sync::{Semaphore, watch},
    time::{sleep, timeout},
};
use tokio_rustls::TlsAcceptor;
use tower_service::Service;

use super::{
    LAST_ANSWERS,
    seats::{Full, Seat, Seats},
    streams::Stopping,
};
use crate::{
    auth::{Viewer, Who},
    telemetry::Counted,
};
use pace::{Pace, Paced};
pub use tls::{Tls, TlsError};

/// What is granted to connections.
#[derive(Clone, Debug)]
pub struct Connections {
    /// All together.
    pub max: usize,
    /// Of one address; one household has 2⁶⁴ of version 6, which count as one.
    pub per_address_max: usize,
    /// How long the head of a request may take to come, and a handshake of TLS.
    pub head: Duration,
    /// Bytes of a head: the address and all headers. 8,192 at least.
    pub head_bytes_max: usize,
    /// How long a connection may stand on which nothing is asked.
    pub idle: Duration,
    /// How long a client may take nothing of its answer.
    pub write: Duration,
    /// Requests at once on one connection of HTTP/2.
    pub streams_max: u32,
    /// With what they are encrypted, if they are.
    pub tls: Option<Arc<Tls>>,
}

impl Default for Connections {
    fn default() -> Self {
        Connections {
            max: 8_192,
            per_address_max: 1_024,
            head: Duration::from_secs(10),
            head_bytes_max: 64 << 10,
            idle: Duration::from_secs(75),
            write: Duration::from_mins(1),
            streams_max: 128,
            tls: None,
        }
    }
}

/// Streams that a client of HTTP/2 opened and closed before they were looked at: more are a flood.
const RESET_STREAMS_MAX: usize = 20;
/// Streams that are ended for what the client did wrong.
const ERROR_STREAMS_MAX: usize = 128;
/// How long nobody is let in after the system had no handle left.
const PAUSE: Duration = Duration::from_millis(500);
/// How long a client is given to read that it may not connect, or that it is asked to leave.
const FAREWELL: Duration = Duration::from_secs(1);
/// Clients at once that are told why they may not connect; the others are just let go.
const REFUSED_MAX: usize = 64;

/// How a request came; in its extensions, one for all requests of a connection.
pub(super) struct Came {
    pub(super) peer: IpAddr,
    pub(super) is_encrypted: bool,
    /// Tells when the server which took it stops.
    pub(super) stopping: Stopping,
}

impl Came {
    pub(super) fn of(extensions: &Extensions) -> &Arc<Self> {
        extensions.get().expect("every request comes on a connection")
    }
}

/// What answers requests. Copies answer alike.
pub trait Answerer: Clone + Send + 'static {
    /// Is told that a client connected; what it returns is held until the connection ends.
    fn connected(&self) -> Option<Counted> {
        None
    }

    /// Is told that one connected for whom there is no room.
    fn turned_away(&self) {}

    fn answer(self, request: Request) -> impl Future<Output = Response> + Send + 'static;
}

impl Answerer for Router {
    fn answer(mut self, request: Request) -> impl Future<Output = Response> + Send + 'static {
        let answer = self.call(request);
        async move { answer.await.unwrap_or_else(|never| match never {}) }
    }
}

/// Serves until `stop`; requests that have begun are answered, and those who listen are told, if that
/// does not take longer than [`LAST_ANSWERS`].
pub async fn serve(
    listener: TcpListener,
    answerer: impl Answerer,
    connections: Connections,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (stopping, heard) = watch::channel(false);
    let seats = Seats::new(connections.max, connections.per_address_max);
    let refusals = Arc::new(Semaphore::new(REFUSED_MAX));
    let connections = Arc::new(connections);
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        let (socket, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(why) => {
                rest(&why).await;
                continue;
            }
        };
        match seats.enter(Who::of(&Viewer::anonymous(), peer.ip())) {
            Ok(seat) => {
                let (answerer, stopping) = (answerer.clone(), Stopping(heard.clone()));
                let held = (seat, answerer.connected());
                let guest = Guest { peer, held, answerer, stopping };
                spawn(receive(socket, guest, Arc::clone(&connections)));
            }
            Err(why) => {
                answerer.turned_away();
                if let Ok(permit) = Arc::clone(&refusals).try_acquire_owned() {
                    let is_encrypted = connections.tls.is_some();
                    spawn(async move {
                        let _permit = permit;
                        refuse(socket, why, is_encrypted).await;
                    });
                }
            }
        }
    }
    drop((listener, answerer, heard));
    stopping.send_replace(true);
    // Each connection, and each of those who listen, has an ear until it ends.
    if timeout(LAST_ANSWERS, stopping.closed()).await.is_err() {
        tracing::warn!("stopped without the requests that had not come whole");
    }
    Ok(())
}

/// A connection that ended before it was taken is nobody's fault; else handles or memory are short.
async fn rest(why: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(why.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::error!(%why, "nobody can connect");
        sleep(PAUSE).await;
    }
}

/// The right to a connection, and what counts it.
type Held = (Seat, Option<Counted>);

/// Who connected.
struct Guest<A> {
    peer: SocketAddr,
    held: Held,
    answerer: A,
    stopping: Stopping,
}

async fn receive(socket: TcpStream, guest: Guest<impl Answerer>, connections: Arc<Connections>) {
    tracing::trace!(peer = %guest.peer, "connected");
    // Answers are written whole: there is nothing to wait for.
    drop(socket.set_nodelay(true));
    let Some(tls) = &connections.tls else {
        return talk(socket, guest, &connections, false).await;
    };
    let acceptor = TlsAcceptor::from(tls.newest());
    match timeout(connections.head, acceptor.accept(socket)).await {
        Ok(Ok(stream)) => talk(stream, guest, &connections, true).await,
        Ok(Err(why)) => tracing::debug!(%why, "a handshake failed"),
        Err(_) => tracing::debug!("a handshake took too long"),
    }
}

/// Serves one connection to its end, or until it becomes a WebSocket.
async fn talk<I>(io: I, guest: Guest<impl Answerer>, connections: &Connections, is_encrypted: bool)
where
    I: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let Guest { peer, held, answerer, mut stopping } = guest;
    let pace = Arc::new(Pace::new(connections));
    let io = TokioIo::new(Paced::new(io, Arc::clone(&pace), held));
    let service = service_fn({
        let (pace, peer) = (Arc::clone(&pace), peer.ip());
        let came = Arc::new(Came { peer, is_encrypted, stopping: stopping.clone() });
        move |request: hyper::Request<Incoming>| {
            let mut request: Request = request.map(Body::new);
            request.extensions_mut().insert(Arc::clone(&came));
            let busy = pace.busy();
            let answer = answerer.clone().answer(request);
            async move {
                let answer = answer.await.map(|body| Body::new(busy.until_sent(body)));
                Ok::<Response, Infallible>(answer)
            }
        }
    });
    let builder = builder(connections);
    let mut connection = pin!(builder.serve_connection_with_upgrades(io, service));
    let mut is_stopping = false;
    loop {
        tokio::select! {
            ended = connection.as_mut() => {
                if let Err(why) = ended {
                    tracing::debug!(%why, "a connection broke");
                }
                return;
            }
            () = stopping.heard(), if !is_stopping => {
                is_stopping = true;
                connection.as_mut().graceful_shutdown();
            }
            () = pace.over() => break,
        }
    }
    if pace.is_http2() {
        connection.as_mut().graceful_shutdown();
        drop(timeout(FAREWELL, connection).await);
    }
}

fn builder(connections: &Connections) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        // `Pace` does, which tells a head that comes slowly from a connection at rest.
        .header_read_timeout(None)
        .max_buf_size(connections.head_bytes_max);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(connections.streams_max)
        .max_header_list_size(u32::try_from(connections.head_bytes_max).unwrap_or(u32::MAX))
        .max_pending_accept_reset_streams(RESET_STREAMS_MAX)
        .max_local_error_reset_streams(ERROR_STREAMS_MAX)
        .keep_alive_interval(connections.idle)
        .keep_alive_timeout(connections.head);
    builder
}

/// Tells somebody why they may not connect.
async fn refuse(mut socket: TcpStream, why: Full, is_encrypted: bool) {
    // A handshake costs more than is left.
    if is_encrypted {
        return;
    }
    let why = match why {
        Full::All(max) => {
            format!("there are {max} connections, which is the most: try again later")
        }
        Full::Own(max) => format!(
            "there are {max} connections of your address, which is the most: close one of them, or \
             ask on one that is open"
        ),
    };
    let body =
        format!(r#"{{"errors":[{{"message":"{why}","extensions":{{"code":"LIMIT_EXCEEDED"}}}}]}}"#);
    let answer = format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/json\r\nretry-after: 1\r\n\
         x-content-type-options: nosniff\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let told = async {
        socket.write_all(answer.as_bytes()).await?;
        socket.shutdown().await?;
        // What is asked meanwhile has to be read, or the answer would be lost with it.
        let mut asked = [0; 1_024];
        while socket.read(&mut asked).await? > 0 {}
        Ok::<(), io::Error>(())
    };
    drop(timeout(FAREWELL, told).await);
}
