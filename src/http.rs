//! Routes and their answers. Only this room names axum.

mod access;
mod events;
mod graphql;
mod pages;
mod streams;
mod websocket;

use std::{
    future::Future,
    io,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Extension, Json, Router,
    extract::Request,
    http::StatusCode,
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use serde::Serialize;
use tokio::{net::TcpListener, sync::watch, time::sleep};

use crate::{auth::Auth, graphql::Api};
use access::Door;
pub use streams::Limits;
use streams::{Stopping, Streams};

/// Bytes of a request's body: longer queries are not written by people.
const BODY_BYTES_MAX: usize = 1 << 20;

/// How long a client that sends half a request, or does not read its answer, can keep a server from
/// stopping. Service managers kill after ten seconds or more.
pub const LAST_ANSWERS: Duration = Duration::from_secs(5);

/// Where what is served.
pub const GRAPHQL: &str = "/graphql";
pub const GRAPHIQL: &str = "/graphiql";
pub const SCHEMA: &str = "/schema.graphql";

/// All routes. What the graph holds is for those whom `auth` lets in; the rest is open.
pub fn router(api: Api, auth: Arc<Auth>) -> Router {
    router_with(api, auth, Limits::default())
}

/// All routes; those who listen are granted what `limits` say.
pub fn router_with(api: Api, auth: Arc<Auth>, limits: Limits) -> Router {
    let door = Door { auth, now: api.now() };
    let streams = Streams::new(limits, door.clone());
    let endpoint = get(graphql::endpoint).post(graphql::endpoint);
    Router::new()
        .route("/", get(async || Redirect::temporary(GRAPHIQL)))
        .route(GRAPHQL, endpoint.route_layer(middleware::from_fn_with_state(door, access::enter)))
        .route(GRAPHIQL, get(pages::graphiql))
        .route(SCHEMA, get(pages::schema))
        .route("/healthz", get(async || Json(Health { status: "ok" })))
        .fallback(unknown)
        .method_not_allowed_fallback(not_allowed)
        .layer(middleware::from_fn(logged))
        .layer(Extension(streams))
        .with_state(api)
}

/// Serves until `stop`; requests that have begun are answered, and those who listen are told, if that
/// does not take longer than [`LAST_ANSWERS`].
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (stopping, stopped) = watch::channel(false);
    let router = router.layer(Extension(Stopping(stopped.clone())));
    let stopping = Arc::new(stopping);
    let stop = {
        let stopping = Arc::clone(&stopping);
        async move {
            stop.await;
            stopping.send_replace(true);
        }
    };
    let late = async {
        let mut stopped = Some(Stopping(stopped));
        streams::stop(&mut stopped).await;
        drop(stopped);
        sleep(LAST_ANSWERS).await;
    };
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let served = async {
        let ended = axum::serve(listener, service).with_graceful_shutdown(stop).await;
        // WebSockets are no requests any more.
        stopping.closed().await;
        ended
    };
    tokio::select! {
        ended = served => ended,
        () = late => {
            tracing::warn!("stopped without the requests that had not come whole");
            Ok(())
        }
    }
}

async fn unknown(request: Request) -> Response {
    let message = format!(
        "there is nothing at `{}`: try {GRAPHQL}, {GRAPHIQL}, {SCHEMA} or /healthz",
        request.uri().path()
    );
    refusal(StatusCode::NOT_FOUND, "NOT_FOUND", &message)
}

/// The header `Allow`, which axum adds, names the methods that are.
async fn not_allowed(request: Request) -> Response {
    let message = format!(
        "`{}` does not take {}: the header `Allow` names what it takes",
        request.uri().path(),
        request.method()
    );
    refusal(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", &message)
}

#[derive(Serialize)]
struct Health {
    status: &'static str,
}

/// A response of GraphQL without data.
#[derive(Serialize)]
struct Refusal<'r> {
    errors: [RefusalError<'r>; 1],
}

#[derive(Serialize)]
struct RefusalError<'r> {
    message: &'r str,
    extensions: RefusalCode<'r>,
}

#[derive(Serialize)]
struct RefusalCode<'r> {
    code: &'r str,
}

fn refusal(status: StatusCode, code: &str, message: &str) -> Response {
    let error = RefusalError { message, extensions: RefusalCode { code } };
    (status, Json(Refusal { errors: [error] })).into_response()
}

/// The operation that a request named, for the log; in the extensions of its response.
#[derive(Clone)]
struct Operation(String);

/// One line for each request; never what was asked, which may be private.
async fn logged(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let ms = begun.elapsed().as_secs_f64() * 1e3;
    let operation = response.extensions().get::<Operation>().map(|it| it.0.as_str());
    tracing::info!(%method, path, status, ms, operation, "answered");
    response
}
