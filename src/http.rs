//! Routes and their answers. Only this room names axum.

mod accept;
mod access;
mod answers;
mod body;
mod browsers;
mod caching;
mod connections;
mod crowd;
mod encoding;
mod events;
mod export;
mod gate;
mod graphql;
mod import;
mod metrics;
mod pages;
mod reply;
mod seats;
mod streams;
mod watched;
mod web;
mod websocket;

use std::{sync::Arc, time::Duration};

use axum::{
    Extension, Json, Router,
    extract::Request,
    http::StatusCode,
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Serialize;

use crate::{auth::Auth, catalog::value::excerpt, graphql::Api};
use access::Door;
use answers::Answers;
pub use body::Bodies;
pub use browsers::{Browsers, Hosts, Origin};
pub use caching::{CacheControl, Caching};
pub use connections::{Answerer, Connections, Tls, TlsError, serve};
pub use crowd::Crowd;
use crowd::Turnstile;
pub use gate::{Gate, HEALTH, READY};
pub use streams::Limits;
use streams::Streams;

/// How long a client that sends half a request, or does not read its answer, can keep a server from
/// stopping. Service managers kill after ten seconds or more.
pub const LAST_ANSWERS: Duration = Duration::from_secs(5);

/// Where what is served.
pub const GRAPHQL: &str = "/graphql";
pub const GRAPHIQL: &str = "/graphiql";
const GRAPHIQL_SCRIPT: &str = "/graphiql.js";
pub const SCHEMA: &str = "/schema.graphql";
pub const EXPORT: &str = "/export";
pub const IMPORT: &str = "/import/{source}";
/// For those who operate the server, at an address of its own.
pub const METRICS: &str = "/metrics";

/// What an operator may choose of how requests are answered.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What is granted to those who listen.
    pub streams: Limits,
    /// What is granted to the body of a request.
    pub bodies: Bodies,
    /// How many requests are carried out.
    pub crowd: Crowd,
    /// Whose pages may ask, and by which names.
    pub browsers: Browsers,
    /// How long answers are kept.
    pub caching: Caching,
}

/// What requests for a graph are answered with.
struct Desk {
    api: Api,
    door: Door,
    streams: Streams,
    exports: export::Exports,
    turns: import::Turns,
    bodies: Bodies,
    turnstile: Turnstile,
    browsers: Browsers,
    answers: Answers,
    cache_control: CacheControl,
}

impl Desk {
    fn new(api: Api, auth: Arc<Auth>, options: &Options) -> Self {
        let Options { streams, bodies, crowd, browsers, caching } = options.clone();
        let door = Door { auth, now: api.now() };
        Desk {
            api: api.telling_cost(),
            door,
            streams: Streams::new(streams),
            exports: export::Exports::default(),
            turns: import::Turns::default(),
            bodies,
            turnstile: Turnstile::new(crowd),
            browsers,
            answers: Answers::new(caching.bytes_max),
            cache_control: caching.control,
        }
    }
}

/// What is behind the gate. What the graph holds is for those whom the door lets in; the rest is open.
fn inside(desk: Arc<Desk>) -> Router {
    let endpoint = get(graphql::endpoint).post(graphql::endpoint);
    let guarded = Router::new()
        .route(EXPORT, get(export::endpoint))
        .route(IMPORT, post(import::endpoint).delete(import::stop))
        .route_layer(from_fn_with_state(Arc::clone(&desk), access::enter));
    Router::new()
        .route(GRAPHQL, endpoint)
        .merge(guarded)
        .merge(web::routes())
        .route(GRAPHIQL_SCRIPT, get(pages::graphiql_script))
        .route(SCHEMA, get(pages::schema))
        .fallback(unknown)
        .with_state(desk)
}

async fn unknown(request: Request) -> Response {
    unknown_path(request.uri().path())
}

fn unknown_path(path: &str) -> Response {
    let message = format!(
        "there is nothing at `{}`: try /, {GRAPHQL}, {GRAPHIQL}, {SCHEMA}, {EXPORT} or {HEALTH}",
        excerpt(path)
    );
    refusal(StatusCode::NOT_FOUND, "NOT_FOUND", &message)
}

/// The header `Allow`, which axum adds, names the methods that are.
async fn not_allowed(request: Request) -> Response {
    let message = format!(
        "`{}` does not take {}: the header `Allow` names what it takes",
        excerpt(request.uri().path()),
        request.method()
    );
    refusal(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", &message)
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
#[serde(rename_all = "camelCase")]
struct RefusalCode<'r> {
    code: &'r str,
    /// Told where something broke on this side.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'r str>,
}

fn refusal(status: StatusCode, code: &'static str, message: &str) -> Response {
    let extensions = RefusalCode { code, request_id: None };
    let refused = watched::Refused { code, message: message.to_owned() };
    let refusal = Refusal { errors: [RefusalError { message, extensions }] };
    (status, Extension(refused), Json(refusal)).into_response()
}
