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
    middleware,
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
pub use connections::{Connections, Tls, TlsError, serve};
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

/// Where GraphQL requests are taken.
struct Desk {
    bodies: Bodies,
    turnstile: Turnstile,
    browsers: Browsers,
    answers: Answers,
    cache_control: CacheControl,
}

/// All routes of a graph that is there.
pub fn router(api: Api, auth: Arc<Auth>, options: &Options) -> Router {
    let gate = Gate::new((api.now())(), options.clone());
    gate.open(api, auth);
    gate.router()
}

/// What is behind the gate. What the graph holds is for those whom `auth` lets in; the rest is open.
fn inside(api: Api, auth: Arc<Auth>, options: &Options) -> (Router, Streams, Answers) {
    let api = api.telling_cost();
    let door = Door { auth, now: api.now() };
    let streams = Streams::new(options.streams, door.clone());
    let endpoint = get(graphql::endpoint).post(graphql::endpoint);
    let inside = Router::new()
        .route(GRAPHQL, endpoint)
        .route(EXPORT, get(export::endpoint))
        .route(IMPORT, post(import::endpoint).delete(import::stop));
    let Options { bodies, crowd, browsers, caching, .. } = options.clone();
    let (turnstile, answers) = (Turnstile::new(crowd), Answers::new(caching.bytes_max));
    let cache_control = caching.control;
    let desk =
        Arc::new(Desk { bodies, turnstile, browsers, answers: answers.clone(), cache_control });
    let router = Router::new()
        .merge(inside.route_layer(middleware::from_fn_with_state(door, access::enter)))
        .merge(web::routes())
        .route(GRAPHIQL_SCRIPT, get(pages::graphiql_script))
        .route(SCHEMA, get(pages::schema))
        .fallback(unknown)
        .method_not_allowed_fallback(not_allowed)
        .layer(middleware::from_fn(watched::routed))
        .layer(Extension(export::Exports::default()))
        .layer(Extension(import::Turns::default()))
        .layer(Extension(desk))
        .layer(Extension(streams.clone()))
        .with_state(api);
    (router, streams, answers)
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
