//! What the operator is told of each request: a line of the log with its id, figures, a trace.

use std::{borrow::Cow, sync::Arc, time::Instant};

use axum::{
    Json,
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header::CONTENT_LENGTH},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tracing::Instrument;

use super::{HEALTH, Hosts, READY, Refusal, RefusalCode, RefusalError, browsers};
use crate::{
    graphql::{OperationKind, Outcome},
    telemetry::{Answered, Metrics, RequestId, traces},
};

/// Of a request, and then of its answer.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// The route of a request that found none.
const NO_ROUTE: &str = "none";
/// What is asked again and again by those who look after the server.
const PROBES: [&str; 2] = [HEALTH, READY];

/// What is known of an operation of GraphQL; in the extensions of the response to it.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    /// The name that the request gave.
    pub(super) operation: Option<String>,
    pub(super) kind: Option<OperationKind>,
    pub(super) outcome: Option<Outcome>,
}

/// What a refusal says; in the extensions of the response that says it.
#[derive(Clone, Debug)]
pub(super) struct Refused {
    pub(super) code: &'static str,
    pub(super) message: String,
}

/// What every request goes through.
pub(super) struct Watch {
    pub(super) metrics: Metrics,
    /// The names of this server.
    pub(super) hosts: Hosts,
}

/// One line for each request; never what was asked, which may be private.
pub(super) async fn watch(
    State(watch): State<Arc<Watch>>,
    request: Request,
    next: Next,
) -> Response {
    let begun = Instant::now();
    let in_flight = watch.metrics.begin();
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let headers = request.headers();
    let header = |name: &str| headers.get(name).and_then(|it| it.to_str().ok());
    let id = header(REQUEST_ID.as_str()).and_then(|it| it.parse().ok());
    let id = id.unwrap_or_else(RequestId::random);
    let traced = traces::Traced::begin(&id, method.as_str(), &header);
    let mut response = match browsers::misdirected(&watch.hosts, &request) {
        Some(refusal) => refusal,
        None => next.run(request).instrument(traced.span.clone()).await,
    };
    drop(in_flight);
    let took = begun.elapsed();
    let status = response.status().as_u16();
    let told = response.extensions_mut().remove::<Told>().unwrap_or_default();
    let refused = response.extensions_mut().remove::<Refused>();
    let route = route.as_ref().map(MatchedPath::as_str);
    let kind = told.kind.map(OperationKind::name);
    let operation = told.operation.as_deref();
    traced.span.in_scope(|| {
        let ms = took.as_secs_f64() * 1e3;
        let path = uri.path();
        // Who probes every second would fill the log.
        if refused.is_none() && route.is_some_and(|it| PROBES.contains(&it)) {
            tracing::debug!(%method, path, status, ms, "answered");
        } else {
            tracing::info!(%method, path, status, ms, operation, "answered");
        }
    });
    watch.metrics.answered(Answered {
        route: route.unwrap_or(NO_ROUTE),
        operation: kind.unwrap_or("none"),
        outcome: outcome(response.status(), &told, refused.as_ref()),
        took,
    });
    let ended = traces::Ended { route, status, operation: kind, operation_name: operation };
    traced.end(method.as_str(), ended);
    if let Some(refused) =
        refused.filter(|_| response.status() == StatusCode::INTERNAL_SERVER_ERROR)
    {
        response = with_id(response, &refused, &id);
    }
    let id = HeaderValue::from_str(id.as_str()).expect("ids have characters of headers alone");
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

/// The same response with the id in its body: who reports what broke may have kept no header.
fn with_id(response: Response, refused: &Refused, id: &RequestId) -> Response {
    let extensions = RefusalCode { code: refused.code, request_id: Some(id.as_str()) };
    let error = RefusalError { message: &refused.message, extensions };
    let body = Json(Refusal { errors: [error] }).into_response().into_body();
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, body)
}

/// A word for what became of a request: one of a few.
fn outcome(status: StatusCode, told: &Told, refused: Option<&Refused>) -> Cow<'static, str> {
    match (refused, told.outcome) {
        (Some(refused), _) => refused.code.to_ascii_lowercase().into(),
        (None, Some(outcome)) => outcome.name().into(),
        (None, None) if status.is_client_error() => "bad_request".into(),
        (None, None) if status == StatusCode::SERVICE_UNAVAILABLE => "unavailable".into(),
        (None, None) if status.is_server_error() => "internal".into(),
        (None, None) => "done".into(),
    }
}

#[cfg(test)]
mod tests {
    use axum::{
        Router,
        body::{Body, to_bytes},
        middleware::from_fn_with_state,
        routing::get,
    };
    use tower_service::Service;

    use super::*;
    use crate::http::refusal;

    #[tokio::test]
    async fn what_broke_names_its_request_in_the_body_and_what_was_refused_does_not() {
        let broken = async || refusal(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "it broke");
        let bad = async || refusal(StatusCode::BAD_REQUEST, "BAD_REQUEST", "bad");
        let watching = Watch { metrics: Metrics::default(), hosts: Hosts::Any };
        let router = Router::new().route("/broken", get(broken)).route("/bad", get(bad));
        let mut router = router.layer(from_fn_with_state(Arc::new(watching), watch));
        let mut ask = async |path: &str| {
            let request = Request::get(path).header("x-request-id", "one.1");
            let response = router.call(request.body(Body::empty()).unwrap()).await.unwrap();
            assert_eq!(response.headers()["x-request-id"], "one.1");
            let body = to_bytes(response.into_body(), 1_000).await.unwrap();
            String::from_utf8(body.to_vec()).unwrap()
        };
        let expected = r#"{"errors":[{"message":"it broke","extensions":{"code":"INTERNAL","requestId":"one.1"}}]}"#;
        assert_eq!(ask("/broken").await, expected);
        let expected = r#"{"errors":[{"message":"bad","extensions":{"code":"BAD_REQUEST"}}]}"#;
        assert_eq!(ask("/bad").await, expected);
    }
}
