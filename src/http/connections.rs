//! From a socket to requests: who may connect, how long each may take, and how it ends.

mod pace;
mod tls;

use std::{future::Future, io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{
    Extension, Router,
    body::Body,
    extract::{ConnectInfo, Request},
};
use hyper::{
    body::Incoming,
    service::{Service, service_fn},
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
    service::TowerToHyperService,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    spawn,
    sync::{Semaphore, watch},
    time::{sleep, timeout},
};
use tokio_rustls::TlsAcceptor;

use super::{
    LAST_ANSWERS,
    seats::{Full, Seat, Seats},
    streams::{Stopping, stop as stopped},
};
use crate::auth::{Viewer, Who};
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

/// In the extensions of requests that came encrypted.
#[derive(Clone, Copy)]
pub(super) struct Encrypted;

/// Serves until `stop`; requests that have begun are answered, and those who listen are told, if that
/// does not take longer than [`LAST_ANSWERS`].
pub async fn serve(
    listener: TcpListener,
    router: Router,
    connections: Connections,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (stopping, heard) = watch::channel(false);
    let router = router.layer(Extension(Stopping(heard.clone())));
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
                let (router, stopping) = (router.clone(), Stopping(heard.clone()));
                let guest = Guest { peer, seat, router, stopping };
                spawn(receive(socket, guest, Arc::clone(&connections)));
            }
            Err(why) => {
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
    drop((listener, router, heard));
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

/// Who connected.
struct Guest {
    peer: SocketAddr,
    seat: Seat,
    router: Router,
    stopping: Stopping,
}

async fn receive(socket: TcpStream, guest: Guest, connections: Arc<Connections>) {
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
async fn talk<I>(io: I, guest: Guest, connections: &Connections, is_encrypted: bool)
where
    I: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let Guest { peer, seat, router, stopping } = guest;
    let pace = Arc::new(Pace::new(connections));
    let io = TokioIo::new(Paced::new(io, Arc::clone(&pace), seat));
    let router = TowerToHyperService::new(router);
    let service = service_fn({
        let pace = Arc::clone(&pace);
        move |request: hyper::Request<Incoming>| {
            let mut request: Request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            if is_encrypted {
                request.extensions_mut().insert(Encrypted);
            }
            let busy = pace.busy();
            let answer = router.call(request);
            async move { answer.await.map(|it| it.map(|body| Body::new(busy.until_sent(body)))) }
        }
    });
    let builder = builder(connections);
    let mut connection = pin!(builder.serve_connection_with_upgrades(io, service));
    let mut stopping = Some(stopping);
    let mut is_stopping = false;
    loop {
        tokio::select! {
            ended = connection.as_mut() => {
                if let Err(why) = ended {
                    tracing::debug!(%why, "a connection broke");
                }
                return;
            }
            () = stopped(&mut stopping), if !is_stopping => {
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
