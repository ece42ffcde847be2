//! GraphQL over HTTP.

use std::{net::IpAddr, sync::Arc};

use async_graphql_axum::{GraphQLRequest, rejection::GraphQLRejection};
use axum::{
    Extension,
    body::{Body, Bytes},
    extract::{self, FromRequest, Query, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};

use super::{
    Desk,
    accept::{Accepted, Form, GRAPHQL_JSON, JSON},
    access,
    answers::{Meant, Spelling},
    body::{self, Bodies},
    events, refusal,
    reply::Asker,
    streams::{Stopping, Streams},
    watched::Told,
    websocket,
};
use crate::{
    auth::Viewer,
    catalog::value::excerpt,
    graphql::{
        AnswerKey, Api, OperationKind, Request, Sent, request_of_body, request_of_parameters,
    },
};

/// What names a document that was stored.
const DOCUMENT_ID: &str = "\"documentId\"";

/// Characters of an operation's name in the log: names that people give are shorter.
const OPERATION_CHARS_MAX: usize = 80;

/// `GET` and `POST /graphql`.
pub(super) async fn endpoint(
    State(api): State<Api>,
    (Extension(streams), Extension(desk)): (Extension<Streams>, Extension<Arc<Desk>>),
    http: extract::Request,
) -> Response {
    if websocket::is_wanted(http.headers()) {
        return websocket::upgrade(api, (&streams, &desk), http).await;
    }
    let accepted = Accepted::of(http.headers());
    let Some(form) = accepted.answer() else {
        let why = format!(
            "the header `Accept` names nothing that is sent here: send `{GRAPHQL_JSON}`, `{JSON}`, \
             or, for subscriptions, `{}`",
            Form::Events.media_type()
        );
        return refusal(StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE", &why);
    };
    let mut response = answered(api, (&streams, &desk), (form, &accepted), http).await;
    // What was refused before GraphQL was asked is an answer of GraphQL, too.
    let kind = response.headers_mut().get_mut(header::CONTENT_TYPE);
    if let Some(kind) = kind.filter(|it| form == Form::GraphqlJson && *it == JSON) {
        *kind = HeaderValue::from_static(form.media_type());
    }
    response
}

async fn answered(
    api: Api,
    (streams, desk): (&Streams, &Arc<Desk>),
    (form, accepted): (Form, &Accepted),
    http: extract::Request,
) -> Response {
    let viewer: Option<Viewer> = http.extensions().get().cloned();
    let viewer = viewer.expect("nobody comes here who was not let in");
    let listening = (access::peer(http.extensions()), Stopping::of(http.extensions()));
    let (parts, body) = http.into_parts();
    let (method, headers, uri) = (parts.method, parts.headers, parts.uri);
    let sent = match taken((&method, &headers, &uri), body, desk.bodies).await {
        Ok(sent) => sent,
        Err(refusal) => return refusal,
    };
    let asker = Asker { api, viewer, desk: Arc::clone(desk), form, method, headers };
    let may_be_kept = desk.answers.are_kept() && form != Form::Events;
    let spelling = may_be_kept.then(|| Spelling::of(&asker.method, &asker.viewer, &sent));
    // What was sent in the same way before needs not be read again.
    if let Some(Meant { key, operation }) = spelling.and_then(|it| desk.answers.meant(&it))
        && let Some(response) = asker.kept(key).await
    {
        return called(operation, response);
    }
    let sent = match understood((&asker.method, &uri), sent).await {
        Ok(sent) => sent,
        Err(refusal) => return refusal,
    };
    // What names its document is counted where it is looked for.
    let spelling = spelling.filter(|_| !sent.names_document());
    let request = match asker.api.completed(sent) {
        Ok(request) => request,
        Err(answer) => return asker.refused(answer),
    };
    let operation = request.operation_name.as_ref();
    let operation: Option<String> =
        operation.map(|it| it.chars().take(OPERATION_CHARS_MAX).collect());
    let key = may_be_kept.then(|| asker.api.key(&request, &asker.viewer));
    if let Some(key) = key
        && let Some(response) = asker.kept(key).await
    {
        if let Some(spelling) = spelling {
            desk.answers.note(spelling, Meant { key, operation: operation.clone() });
        }
        return called(operation, response);
    }
    called(operation, asked(asker, streams, (accepted, listening), (key, request)).await)
}

/// The response to an operation of this name.
fn called(operation: Option<String>, mut response: Response) -> Response {
    response.extensions_mut().get_or_insert_default::<Told>().operation = operation;
    response
}

/// Answers what no answer is kept of.
async fn asked(
    asker: Asker,
    streams: &Streams,
    (accepted, (peer, stopping)): (&Accepted, (IpAddr, Option<Stopping>)),
    (key, request): (Option<AnswerKey>, Request),
) -> Response {
    let Asker { api, viewer, form, method, headers, .. } = &asker;
    // Nearly no query has the word, and need be parsed for this.
    let subscribes = request.query.contains("subscription") && api.is_subscription(&request);
    match misfit(api, method, (subscribes, accepted), &request) {
        Some(refusal) => refusal,
        None if subscribes || *form == Form::Events => {
            let listener = events::Listener { viewer: viewer.clone(), peer, stopping };
            let mut response = events::answer(api, (streams, listener), headers, request);
            let kind = Some(OperationKind::Subscription);
            response.extensions_mut().insert(Told { kind, ..Told::default() });
            response
        }
        None => asker.made(key, request).await,
    }
}

/// What was sent: a body, or the parameters of an address.
async fn taken(
    (method, headers, uri): (&Method, &HeaderMap, &Uri),
    body: Body,
    allowed: Bodies,
) -> Result<Bytes, Response> {
    if method != Method::POST {
        return Ok(Bytes::copy_from_slice(uri.query().unwrap_or_default().as_bytes()));
    }
    match body::misfit(headers) {
        Some(refusal) => Err(refusal),
        None => body::read(body, allowed).await,
    }
}

/// The same as a request.
async fn understood((method, uri): (&Method, &Uri), sent: Bytes) -> Result<Sent, Response> {
    let request = if method == Method::POST {
        let http = extract::Request::post("/").header(header::CONTENT_TYPE, JSON);
        let http = http.body(Body::from(sent.clone())).expect("these are a path and a type");
        match GraphQLRequest::<GraphQLRejection>::from_request(http, &()).await {
            Ok(request) if is_common(&request.0, &sent) => return Ok(request.into_inner().into()),
            // Or else what is right and rare, or what is wrong with it.
            _ => request_of_body(&sent),
        }
    } else {
        let parameters = Query::try_from_uri(uri);
        parameters
            .map_err(|why| excerpt(&why.body_text()))
            .and_then(|Query(parameters)| request_of_parameters(parameters))
    };
    request.map_err(|why| refusal(StatusCode::BAD_REQUEST, "BAD_REQUEST", &why))
}

/// Whether a request is what the extractor of the library took it for: that takes a list of one
/// request for the request, no query for an empty one, and passes over the id of a document.
fn is_common(request: &Request, body: &[u8]) -> bool {
    let names_document = || str::from_utf8(body).is_ok_and(|it| it.contains(DOCUMENT_ID));
    !body.trim_ascii_start().starts_with(b"[") && !request.query.is_empty() && !names_document()
}

/// Why an operation can't be answered in the way it was sent.
fn misfit(
    api: &Api,
    method: &Method,
    (subscribes, accepted): (bool, &Accepted),
    request: &Request,
) -> Option<Response> {
    if subscribes && !accepted.takes_events() {
        let why = "a subscription has more than one answer: ask for it over a WebSocket that speaks \
                   `graphql-transport-ws`, or with the header `Accept: text/event-stream`";
        return Some(refusal(StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE", why));
    }
    if method != Method::POST && !subscribes && !api.is_query(request) {
        let why = "GET is for queries and subscriptions: send mutations by POST";
        let refusal = refusal(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", why);
        return Some(([(header::ALLOW, "POST")], refusal).into_response());
    }
    None
}

pub(super) fn media_type(headers: &HeaderMap, name: header::HeaderName) -> String {
    let value = headers.get(name).and_then(|it| it.to_str().ok());
    value.unwrap_or_default().to_ascii_lowercase()
}
