//! GraphQL over HTTP.

use async_graphql_axum::{GraphQLRequest, rejection::GraphQLRejection};
use axum::{
    Extension,
    extract::{self, FromRequest, Query, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};

use tokio::task::spawn_blocking;

use super::{
    Desk,
    accept::{Accepted, Form, GRAPHQL_JSON, JSON},
    access,
    body::{self, Bodies},
    crowd::Turnstile,
    events, refusal,
    streams::{Stopping, Streams},
    watched::Told,
    websocket,
};
use crate::{
    auth::Viewer,
    catalog::value::excerpt,
    graphql::{
        Answer, Api, GivenUp, OperationKind, Outcome, Request, request_of_body,
        request_of_parameters,
    },
    telemetry::within,
};

/// What an answer cost, and what it may cost.
const COST: &str = "graphql-cost";

/// Characters of an operation's name in the log: names that people give are shorter.
const OPERATION_CHARS_MAX: usize = 80;

/// `GET` and `POST /graphql`.
pub(super) async fn endpoint(
    State(api): State<Api>,
    (Extension(streams), Extension(desk)): (Extension<Streams>, Extension<Desk>),
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
    (streams, desk): (&Streams, &Desk),
    (form, accepted): (Form, &Accepted),
    http: extract::Request,
) -> Response {
    let (method, headers) = (http.method().clone(), http.headers().clone());
    let viewer: Option<Viewer> = http.extensions().get().cloned();
    let viewer = viewer.expect("nobody comes here who was not let in");
    let peer = access::peer(http.extensions());
    let stopping = Stopping::of(http.extensions());
    let request = match taken(http, desk.bodies).await {
        Ok(request) => request,
        Err(refusal) => return refusal,
    };
    let operation = request.operation_name.as_ref();
    let operation = operation.map(|it| it.chars().take(OPERATION_CHARS_MAX).collect());
    // Nearly no query has the word, and need be parsed for this.
    let subscribes = request.query.contains("subscription") && api.is_subscription(&request);
    let wants_events = subscribes || form == Form::Events;
    let mut response = match misfit(&api, &method, (subscribes, accepted), &request) {
        Some(refusal) => refusal,
        None if wants_events => {
            let listener = events::Listener { viewer, peer, stopping };
            let mut response = events::answer(&api, (streams, listener), &headers, request);
            let kind = Some(OperationKind::Subscription);
            response.extensions_mut().insert(Told { kind, ..Told::default() });
            response
        }
        None => answer((api, viewer), &desk.turnstile, form, request).await,
    };
    response.extensions_mut().get_or_insert_default::<Told>().operation = operation;
    response
}

/// What was sent, as a request.
async fn taken(http: extract::Request, allowed: Bodies) -> Result<Request, Response> {
    let request = if http.method() == Method::POST {
        if let Some(refusal) = body::misfit(http.headers()) {
            return Err(refusal);
        }
        let (parts, body) = http.into_parts();
        let body = body::read(body, allowed).await?;
        let http = extract::Request::from_parts(parts, body.clone().into());
        match GraphQLRequest::<GraphQLRejection>::from_request(http, &()).await {
            // A list of one request is taken for the request, and no query for an empty one.
            Ok(request) if !body.trim_ascii_start().starts_with(b"[") && has_query(&request.0) => {
                return Ok(request.into_inner());
            }
            // Or else what is right and rare, or what is wrong with it.
            _ => request_of_body(&body),
        }
    } else {
        let parameters = Query::try_from_uri(http.uri());
        parameters
            .map_err(|why| excerpt(&why.body_text()))
            .and_then(|Query(parameters)| request_of_parameters(parameters))
    };
    request.map_err(|why| refusal(StatusCode::BAD_REQUEST, "BAD_REQUEST", &why))
}

fn has_query(request: &Request) -> bool {
    !request.query.is_empty()
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

async fn answer(
    (api, viewer): (Api, Viewer),
    turnstile: &Turnstile,
    form: Form,
    request: Request,
) -> Response {
    let turn = match turnstile.enter().await {
        Ok(turn) => turn,
        Err(refusal) => return refusal,
    };
    // Who goes away takes this down with the connection.
    let waiting = Waiting::default();
    let given_up = waiting.0.clone();
    // Large answers take milliseconds; others need not wait for them.
    let answer = spawn_blocking(within(move || {
        // Also where nobody waits for the answer any more, only when it is over may another begin.
        let _turn = turn;
        api.execute_unless(request, &viewer, &given_up)
    }));
    match answer.await {
        Ok(answer) => respond(form, answer),
        Err(_) => {
            let why = "something broke while this was answered: the log of the server says what";
            refusal(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", why)
        }
    }
}

/// Somebody who waits for an answer; dropped, the answer is made no further.
#[derive(Default)]
struct Waiting(GivenUp);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.set();
    }
}

pub(super) fn media_type(headers: &HeaderMap, name: header::HeaderName) -> String {
    let value = headers.get(name).and_then(|it| it.to_str().ok());
    value.unwrap_or_default().to_ascii_lowercase()
}

/// Clients that know the media type of GraphQL get statuses that tell how far a request came; for
/// the others every answer of GraphQL is a success of HTTP. By the draft on GraphQL over HTTP an
/// answer with data is a success in any case; where the data is null for want of rights alone, 403
/// tells those in between what 200 would hide.
fn respond(form: Form, answer: Answer) -> Response {
    let knows = form == Form::GraphqlJson;
    let status = match answer.outcome {
        Outcome::Refused if knows => StatusCode::BAD_REQUEST,
        Outcome::Forbidden if knows => StatusCode::FORBIDDEN,
        Outcome::Done | Outcome::Partly | Outcome::Forbidden | Outcome::Refused => StatusCode::OK,
    };
    let told = Extension(Told::of(&answer));
    let cost = answer.cost.map(|it| [(COST, it.to_string())]);
    let kind = [(header::CONTENT_TYPE, form.media_type())];
    (status, told, kind, cost, answer.body).into_response()
}
