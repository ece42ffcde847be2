//! GraphQL over HTTP.

use std::sync::Arc;

use async_graphql_axum::{GraphQLRequest, rejection::GraphQLRejection};
use axum::{
    body::{Body, Bytes},
    extract::{self, FromRequest, Query, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};

use super::{
    Desk,
    accept::{Accepted, Form, GRAPHQL_JSON, JSON},
    access::{self, Entering},
    answers::{Meant, Spelling},
    body::{self, Bodies},
    connections::Came,
    events, refusal,
    reply::Asker,
    watched::Told,
    websocket,
};
use crate::{
    auth::{Refused, Viewer},
    catalog::value::excerpt,
    graphql::{
        AnswerKey, Api, OperationKind, Request, Sent, request_of_body, request_of_parameters,
    },
};

/// What names a document that was stored.
const DOCUMENT_ID: &str = "\"documentId\"";

/// Characters of an operation's name in the log: names that people give are shorter.
const OPERATION_CHARS_MAX: usize = 80;

/// `GET` and `POST /graphql`. The door is asked here, as a layer costs as much as to find an answer that
/// is kept.
pub(super) async fn endpoint(State(desk): State<Arc<Desk>>, http: extract::Request) -> Response {
    let Entering { viewer, allowance } = match desk.door.entering(access::came(&http)).await {
        Ok(entering) => entering,
        Err(refusal) => return refusal,
    };
    let is_websocket = websocket::is_wanted(http.headers());
    let viewer = match viewer {
        // Pages can't give it a header: it says who is there in its first message.
        Err(Refused::Missing) if is_websocket => Ok(Viewer::anonymous()),
        viewer => viewer,
    };
    let mut response = match viewer {
        Ok(viewer) if is_websocket => Box::pin(websocket::upgrade(desk, viewer, http)).await,
        Ok(viewer) => answered(desk, viewer, http).await,
        Err(why) => access::refused(&why),
    };
    access::tell(response.headers_mut(), allowance);
    response
}

/// Answers in a form that is accepted.
async fn answered(desk: Arc<Desk>, viewer: Viewer, http: extract::Request) -> Response {
    let accepted = Accepted::of(http.headers());
    let Some(form) = accepted.answer() else {
        let why = format!(
            "the header `Accept` names nothing that is sent here: send `{GRAPHQL_JSON}`, `{JSON}`, \
             or, for subscriptions, `{}`",
            Form::Events.media_type()
        );
        return refusal(StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE", &why);
    };
    let mut response = found(desk, viewer, (form, &accepted), http).await;
    // What was refused before GraphQL was asked is an answer of GraphQL, too.
    let kind = response.headers_mut().get_mut(header::CONTENT_TYPE);
    if let Some(kind) = kind.filter(|it| form == Form::GraphqlJson && *it == JSON) {
        *kind = HeaderValue::from_static(form.media_type());
    }
    response
}

/// Answers with what is kept, or else reads what was sent.
async fn found(
    desk: Arc<Desk>,
    viewer: Viewer,
    (form, accepted): (Form, &Accepted),
    http: extract::Request,
) -> Response {
    let (parts, body) = http.into_parts();
    let sent = match taken(&parts, body, desk.bodies).await {
        Ok(sent) => sent,
        Err(refusal) => return refusal,
    };
    let asker = Asker { desk, viewer, form, parts };
    let answers = &asker.desk.answers;
    let may_be_kept = answers.are_kept() && form != Form::Events;
    let spelling = may_be_kept.then(|| Spelling::of(&asker.parts.method, &asker.viewer, &sent));
    // What was sent in the same way before needs not be read again.
    if let Some(Meant { key, operation }) = spelling.and_then(|it| answers.meant(&it))
        && let Some(response) = asker.kept(key).await
    {
        return called(operation, response);
    }
    // Apart, so that what is kept is answered without room for all of this.
    Box::pin(read(asker, accepted, (spelling, sent))).await
}

/// Answers what was sent, which is spelled so where the answer may be kept.
async fn read(
    asker: Asker,
    accepted: &Accepted,
    (spelling, sent): (Option<Spelling>, Bytes),
) -> Response {
    let sent = match understood(&asker.parts, sent).await {
        Ok(sent) => sent,
        Err(refusal) => return refusal,
    };
    let may_be_kept = spelling.is_some();
    // What names its document is counted where it is looked for.
    let spelling = spelling.filter(|_| !sent.names_document());
    let api = &asker.desk.api;
    let request = match api.completed(sent) {
        Ok(request) => request,
        Err(answer) => return asker.refused(answer),
    };
    let operation = request.operation_name.as_ref();
    let operation: Option<String> =
        operation.map(|it| it.chars().take(OPERATION_CHARS_MAX).collect());
    let key = may_be_kept.then(|| api.key(&request, &asker.viewer));
    if let Some(key) = key
        && let Some(response) = asker.kept(key).await
    {
        if let Some(spelling) = spelling {
            asker.desk.answers.note(spelling, Meant { key, operation: operation.clone() });
        }
        return called(operation, response);
    }
    called(operation, asked(asker, accepted, (key, request)).await)
}

/// The response to an operation of this name.
fn called(operation: Option<String>, mut response: Response) -> Response {
    response.extensions_mut().get_or_insert_default::<Told>().operation = operation;
    response
}

/// Answers what no answer is kept of.
async fn asked(
    asker: Asker,
    accepted: &Accepted,
    (key, request): (Option<AnswerKey>, Request),
) -> Response {
    let Asker { desk, viewer, form, parts } = &asker;
    // Nearly no query has the word, and need be parsed for this.
    let subscribes = request.query.contains("subscription") && desk.api.is_subscription(&request);
    match misfit(&desk.api, &parts.method, (subscribes, accepted), &request) {
        Some(refusal) => refusal,
        None if subscribes || *form == Form::Events => {
            let came = Arc::clone(Came::of(&parts.extensions));
            let listener = events::Listener { viewer: viewer.clone(), came };
            let mut response = events::answer(desk, listener, &parts.headers, request);
            let kind = Some(OperationKind::Subscription);
            response.extensions_mut().insert(Told { kind, ..Told::default() });
            response
        }
        None => asker.made(key, request).await,
    }
}

/// What was sent: a body, or the parameters of an address.
async fn taken(parts: &Parts, body: Body, allowed: Bodies) -> Result<Bytes, Response> {
    if parts.method != Method::POST {
        return Ok(Bytes::copy_from_slice(parts.uri.query().unwrap_or_default().as_bytes()));
    }
    match body::misfit(&parts.headers) {
        Some(refusal) => Err(refusal),
        None => body::read(body, allowed).await,
    }
}

/// The same as a request.
async fn understood(parts: &Parts, sent: Bytes) -> Result<Sent, Response> {
    let request = if parts.method == Method::POST {
        let http = extract::Request::post("/").header(header::CONTENT_TYPE, JSON);
        let http = http.body(Body::from(sent.clone())).expect("these are a path and a type");
        match GraphQLRequest::<GraphQLRejection>::from_request(http, &()).await {
            Ok(request) if is_common(&request.0, &sent) => return Ok(request.into_inner().into()),
            // Or else what is right and rare, or what is wrong with it.
            _ => request_of_body(&sent),
        }
    } else {
        let parameters = Query::try_from_uri(&parts.uri);
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
