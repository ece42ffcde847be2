//! Who is let in, and how often.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{
        Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{AUTHORIZATION, RETRY_AFTER, WWW_AUTHENTICATE},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::task::spawn_blocking;

use super::{GRAPHQL, refusal, websocket};
use crate::{
    auth::{Allowance, Auth, Refused, TooMany, Viewer},
    catalog::value::Moment,
    telemetry::within,
};

const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

/// What stands before the graph.
#[derive(Clone)]
pub(super) struct Door {
    pub(super) auth: Arc<Auth>,
    pub(super) now: fn() -> Moment,
}

/// Lets a request in with its [`Viewer`] in the extensions, or refuses it before its body is read.
pub(super) async fn enter(
    State(door): State<Door>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let now = (door.now)();
    let viewer = match credential(request.headers()) {
        Ok(credential) => door.viewer(credential).await,
        Err(why) => Err(why),
    };
    // Guesses count as what they are: requests without a credential.
    let counted = viewer.clone().unwrap_or_else(|_| Viewer::anonymous());
    let allowance = match door.auth.allow(&counted, peer.ip(), now) {
        Ok(allowance) => allowance,
        Err(why) => return too_many(&why),
    };
    let mut response = match viewer {
        Ok(viewer) => {
            request.extensions_mut().insert(viewer);
            next.run(request).await
        }
        // Pages can't give it a header: it says who is there in its first message.
        Err(Refused::Missing)
            if request.uri().path() == GRAPHQL && websocket::is_wanted(request.headers()) =>
        {
            next.run(request).await
        }
        Err(why) => refused(&why),
    };
    if let Some(allowance) = allowance {
        tell(response.headers_mut(), allowance);
    }
    response
}

impl Door {
    /// Who asks, by the value of the header `Authorization`.
    pub(super) async fn viewer(&self, credential: Option<String>) -> Result<Viewer, Refused> {
        let now = (self.now)();
        if credential.is_none() {
            return self.auth.viewer(None, now);
        }
        let auth = Arc::clone(&self.auth);
        let checked = spawn_blocking(within(move || auth.viewer(credential.as_deref(), now))).await;
        checked.unwrap_or(Err(Refused::Unable))
    }
}

/// From where a request came that was let in.
pub(super) fn peer(extensions: &Extensions) -> IpAddr {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    peer.expect("nobody was let in whose address is not known").0.ip()
}

/// The value of the header `Authorization`.
pub(super) fn credential(headers: &HeaderMap) -> Result<Option<String>, Refused> {
    let mut given = headers.get_all(AUTHORIZATION).iter();
    match (given.next(), given.next()) {
        (None, _) => Ok(None),
        (Some(one), None) => {
            one.to_str().map(|it| Some(it.to_owned())).map_err(|_| Refused::Malformed)
        }
        (Some(_), Some(_)) => Err(Refused::Malformed),
    }
}

pub(super) fn refused(why: &Refused) -> Response {
    let text = why.to_string();
    let challenge = match why {
        Refused::Unable => {
            let refusal = refusal(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", &text);
            return ([(RETRY_AFTER, "1")], refusal).into_response();
        }
        Refused::Missing => r#"Bearer realm="bole""#,
        _ => r#"Bearer realm="bole", error="invalid_token""#,
    };
    let refusal = refusal(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", &text);
    ([(WWW_AUTHENTICATE, challenge)], refusal).into_response()
}

fn too_many(why: &TooMany) -> Response {
    let text = why.to_string();
    let mut response = refusal(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", &text);
    tell(response.headers_mut(), why.allowance);
    response.headers_mut().insert(RETRY_AFTER, why.retry_after_s.into());
    response
}

/// Says in the headers what is left.
fn tell(headers: &mut HeaderMap, left: Allowance) {
    headers.insert(LIMIT, HeaderValue::from(left.limit));
    headers.insert(REMAINING, HeaderValue::from(left.remaining));
    headers.insert(RESET, HeaderValue::from(left.reset_s));
}
