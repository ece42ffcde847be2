//! Who is let in, and how often.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{AUTHORIZATION, RETRY_AFTER, WWW_AUTHENTICATE},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::task::spawn_blocking;

use super::{refusal, websocket};
use crate::{
    auth::{Allowance, Auth, Refused, TooMany, Viewer},
    catalog::value::Moment,
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
    let viewer = viewer(&door, request.headers()).await;
    let guest = Guest { door, peer: peer.ip() };
    // Guesses count as what they are: requests without a credential.
    let counted = viewer.clone().unwrap_or_else(|_| Viewer::anonymous());
    let allowance = match guest.allow(&counted) {
        Ok(allowance) => allowance,
        Err(why) => return too_many(&why),
    };
    let mut response = match viewer {
        Ok(viewer) => {
            request.extensions_mut().insert(guest);
            request.extensions_mut().insert(viewer);
            next.run(request).await
        }
        // A browser can't give a WebSocket a header: its first message tells who is there.
        Err(Refused::Missing) if websocket::is_wanted(request.headers()) => {
            request.extensions_mut().insert(guest);
            next.run(request).await
        }
        Err(why) => refused(&why),
    };
    if let Some(allowance) = allowance {
        tell(response.headers_mut(), allowance);
    }
    response
}

async fn viewer(door: &Door, headers: &HeaderMap) -> Result<Viewer, Refused> {
    let mut given = headers.get_all(AUTHORIZATION).iter();
    let credential = match (given.next(), given.next()) {
        (None, _) => return door.auth.viewer(None, (door.now)()),
        (Some(one), None) => one.to_str().map_err(|_| Refused::Malformed)?.to_owned(),
        (Some(_), Some(_)) => return Err(Refused::Malformed),
    };
    door.viewer(Some(credential)).await
}

impl Door {
    async fn viewer(&self, authorization: Option<String>) -> Result<Viewer, Refused> {
        let (auth, now) = (Arc::clone(&self.auth), (self.now)());
        let checked = spawn_blocking(move || auth.viewer(authorization.as_deref(), now)).await;
        checked.unwrap_or(Err(Refused::Unable))
    }
}

/// Whom a request comes from, for those who stay and must show again that they may.
#[derive(Clone)]
pub(super) struct Guest {
    door: Door,
    peer: IpAddr,
}

impl Guest {
    /// Who it is, by a header `Authorization` or what stands for it.
    pub(super) async fn viewer(&self, authorization: Option<&str>) -> Result<Viewer, Refused> {
        self.door.viewer(authorization.map(str::to_owned)).await
    }

    /// Counts one request.
    pub(super) fn allow(&self, viewer: &Viewer) -> Result<Option<Allowance>, TooMany> {
        self.door.auth.allow(viewer, self.peer, (self.door.now)())
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
