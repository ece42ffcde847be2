//! GraphQL over HTTP.

use async_graphql_axum::GraphQLRequest;
use axum::{
    Extension,
    body::to_bytes,
    extract::{self, FromRequest, State},
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse, Response},
};

use tokio::task::spawn_blocking;

use super::{
    BODY_BYTES_MAX, Operation, events, refusal,
    streams::{Stopping, Streams},
    websocket,
};
use crate::auth::Viewer;
use crate::graphql::{Answer, Api, Outcome, ParseRequestError, Request, is_query, is_subscription};

const JSON: &str = "application/json";
const GRAPHQL_JSON: &str = "application/graphql-response+json";

/// Characters of an operation's name in the log: names that people give are shorter.
const OPERATION_CHARS_MAX: usize = 80;

/// `GET` and `POST /graphql`.
pub(super) async fn endpoint(
    State(api): State<Api>,
    Extension(streams): Extension<Streams>,
    http: extract::Request,
) -> Response {
    let (method, headers) = (http.method().clone(), http.headers().clone());
    if websocket::is_wanted(&headers) {
        return websocket::upgrade(api, &streams, http).await;
    }
    let viewer: Option<Viewer> = http.extensions().get().cloned();
    let viewer = viewer.expect("nobody comes here who was not let in");
    let stopping = Stopping::of(http.extensions());
    // Other types are what pages of other origins can send without being asked.
    let kind = media_type(&headers, header::CONTENT_TYPE);
    if method == Method::POST && kind.split(';').next().map(str::trim) != Some(JSON) {
        let why = format!("the content type of the body is `{kind}`: send `{JSON}`");
        return refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", &why);
    }
    // The extractor of async-graphql itself would read a body of any length.
    let (parts, body) = http.into_parts();
    let Ok(body) = to_bytes(body, BODY_BYTES_MAX).await else {
        let why = format!("the body did not come whole, or is longer than {BODY_BYTES_MAX} bytes");
        return refusal(StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE", &why);
    };
    let http = extract::Request::from_parts(parts, body.into());
    let request = match GraphQLRequest::<Unreadable>::from_request(http, &api).await {
        Ok(request) => request.into_inner(),
        Err(why) => return why.into_response(),
    };
    let operation = request.operation_name.as_ref();
    let operation = operation.map(|it| it.chars().take(OPERATION_CHARS_MAX).collect());
    let mut response = match misfit(&method, &headers, &request) {
        Some(refusal) => refusal,
        None if events::are_wanted(&headers) => {
            let listener = events::Listener { viewer, stopping };
            events::answer(&api, (&streams, listener), &headers, request)
        }
        None => answer((api, viewer), &headers, request).await,
    };
    if let Some(operation) = operation {
        response.extensions_mut().insert(Operation(operation));
    }
    response
}

/// Why an operation can't be answered in the way it was sent.
fn misfit(method: &Method, headers: &HeaderMap, request: &Request) -> Option<Response> {
    if request.query.is_empty() {
        let why = "there is no `query`: send one, or open /graphiql to write one";
        return Some(refusal(StatusCode::BAD_REQUEST, "BAD_REQUEST", why));
    }
    // Nearly no query has the word, and need be parsed for this.
    let subscribes = request.query.contains("subscription") && is_subscription(request);
    if subscribes && !events::are_wanted(headers) {
        let why = "a subscription has more than one answer: ask for it over a WebSocket that speaks \
                   `graphql-transport-ws`, or with the header `Accept: text/event-stream`";
        return Some(refusal(StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE", why));
    }
    if method != Method::POST && !subscribes && !is_query(request) {
        let why = "GET is for queries and subscriptions: send mutations by POST";
        let refusal = refusal(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", why);
        return Some(([(header::ALLOW, "POST")], refusal).into_response());
    }
    None
}

async fn answer((api, viewer): (Api, Viewer), headers: &HeaderMap, request: Request) -> Response {
    // Large answers take milliseconds; others need not wait for them.
    match spawn_blocking(move || api.execute(request, &viewer)).await {
        Ok(answer) => respond(headers, answer),
        Err(_) => {
            let why = "something broke while this was answered: the log of the server says what";
            refusal(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", why)
        }
    }
}

fn media_type(headers: &HeaderMap, name: header::HeaderName) -> String {
    let value = headers.get(name).and_then(|it| it.to_str().ok());
    value.unwrap_or_default().to_ascii_lowercase()
}

/// Clients that know the media type of GraphQL get statuses that tell how far a request came; for
/// the others every answer of GraphQL is a success of HTTP.
fn respond(headers: &HeaderMap, answer: Answer) -> Response {
    let knows = media_type(headers, header::ACCEPT).contains(GRAPHQL_JSON);
    let status = match answer.outcome {
        Outcome::Refused if knows => StatusCode::BAD_REQUEST,
        Outcome::Done | Outcome::Partly | Outcome::Refused => StatusCode::OK,
    };
    let kind = if knows { GRAPHQL_JSON } else { JSON };
    (status, [(header::CONTENT_TYPE, kind)], answer.body).into_response()
}

/// A request that is no GraphQL request.
struct Unreadable(ParseRequestError);

impl From<ParseRequestError> for Unreadable {
    fn from(why: ParseRequestError) -> Self {
        Unreadable(why)
    }
}

impl IntoResponse for Unreadable {
    fn into_response(self) -> Response {
        let why = format!(
            "this is no GraphQL request ({}): send JSON like {{\"query\": \"…\", \"variables\": {{}}}}",
            self.0
        );
        refusal(StatusCode::BAD_REQUEST, "BAD_REQUEST", &why)
    }
}
