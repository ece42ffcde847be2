//! Who is let in, and how often.

use std::{net::IpAddr, sync::Arc};

use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{AUTHORIZATION, RETRY_AFTER, WWW_AUTHENTICATE},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::task::spawn_blocking;

use super::{Desk, connections::Came, refusal};
use crate::{
    auth::{Allowance, Auth, Refused, TooMany, Viewer},
    catalog::value::Moment,
    telemetry::within,
};

const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

/// What stands before the graph.
pub(super) struct Door {
    pub(super) auth: Arc<Auth>,
    pub(super) now: fn() -> Moment,
}

/// Who comes with a request that counts as one more of theirs.
pub(super) struct Entering {
    /// Who they are, or why they may not come in.
    pub(super) viewer: Result<Viewer, Refused>,
    /// What they may ask from now on; `None` where it is any number.
    pub(super) allowance: Option<Allowance>,
}

/// Lets a request in with its [`Viewer`] in the extensions, or refuses it before its body is read.
pub(super) async fn enter(
    State(desk): State<Arc<Desk>>,
    mut request: Request,
    next: Next,
) -> Response {
    let Entering { viewer, allowance } = match desk.door.entering(came(&request)).await {
        Ok(entering) => entering,
        Err(refusal) => return refusal,
    };
    let mut response = match viewer {
        Ok(viewer) => {
            request.extensions_mut().insert(viewer);
            next.run(request).await
        }
        Err(why) => refused(&why),
    };
    tell(response.headers_mut(), allowance);
    response
}

impl Door {
    /// Who comes with a request; `Err` answers those who come too often.
    pub(super) async fn entering(
        &self,
        (headers, peer): (&HeaderMap, IpAddr),
    ) -> Result<Entering, Response> {
        let now = (self.now)();
        let viewer = match credential(headers) {
            Ok(credential) => self.viewer(credential).await,
            Err(why) => Err(why),
        };
        // Guesses count as what they are: requests without a credential.
        let counted = viewer.clone().unwrap_or_else(|_| Viewer::anonymous());
        match self.auth.allow(&counted, peer, now) {
            Ok(allowance) => Ok(Entering { viewer, allowance }),
            Err(why) => Err(too_many(&why)),
        }
    }

    /// Who asks, by the value of the header `Authorization`.
    pub(super) async fn viewer(&self, credential: Option<String>) -> Result<Viewer, Refused> {
        let now = (self.now)();
        if !self.auth.takes_time(credential.as_deref()) {
            return self.auth.viewer(credential.as_deref(), now);
        }
        let auth = Arc::clone(&self.auth);
        let checked = spawn_blocking(within(move || auth.viewer(credential.as_deref(), now))).await;
        checked.unwrap_or(Err(Refused::Unable))
    }
}

/// What is looked at of a request, and from where it came.
pub(super) fn came(request: &Request) -> (&HeaderMap, IpAddr) {
    (request.headers(), Came::of(request.extensions()).peer)
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
    tell(response.headers_mut(), Some(why.allowance));
    response.headers_mut().insert(RETRY_AFTER, why.retry_after_s.into());
    response
}

/// Says in the headers what is left.
pub(super) fn tell(headers: &mut HeaderMap, left: Option<Allowance>) {
    let Some(left) = left else { return };
    headers.insert(LIMIT, HeaderValue::from(left.limit));
    headers.insert(REMAINING, HeaderValue::from(left.remaining));
    headers.insert(RESET, HeaderValue::from(left.reset_s));
}
