//! The body of a GraphQL request: what it must be, and how long it may take.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
    time::Duration,
};

use axum::{
    body::{Body, BodyDataStream, Bytes},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use tokio::{spawn, time::timeout};
use tokio_stream::StreamExt;

use super::{accept::JSON, refusal};
use crate::catalog::value::excerpt;

/// How long the rest of a body that is too long is passed over.
const REST: Duration = Duration::from_secs(2);

/// What is granted to the body of a request; that of an import is as long as it is.
#[derive(Clone, Copy, Debug)]
pub struct Bodies {
    /// Bytes of it, and of a message on a WebSocket: longer queries are not written by people.
    pub bytes_max: usize,
    /// How long all of it may take to come.
    pub wait: Duration,
}

impl Default for Bodies {
    fn default() -> Self {
        Bodies { bytes_max: 1 << 20, wait: Duration::from_secs(30) }
    }
}

/// Why a body is not read. Types other than JSON are what pages of other origins can send without
/// being asked, and what is packed could become of any length.
pub(super) fn misfit(headers: &HeaderMap) -> Option<Response> {
    let unsupported = |why: &str| {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        Some(refusal(status, "UNSUPPORTED_MEDIA_TYPE", why))
    };
    if !is_json(headers) {
        let kinds = headers.get_all(header::CONTENT_TYPE).iter();
        let kinds: Vec<_> = kinds.map(|it| String::from_utf8_lossy(it.as_bytes())).collect();
        let kind = excerpt(&kinds.join(", "));
        let why = format!("the content type of the body is `{kind}`: send `{JSON}` in UTF-8");
        return unsupported(&why);
    }
    let encoding = headers.get(header::CONTENT_ENCODING)?;
    if encoding.as_bytes().eq_ignore_ascii_case(b"identity") {
        return None;
    }
    let encoding = excerpt(&String::from_utf8_lossy(encoding.as_bytes()));
    let why = format!("the body is packed as `{encoding}`: send it as it is");
    let refusal = unsupported(&why)?;
    Some(([(header::ACCEPT_ENCODING, "identity")], refusal).into_response())
}

/// Whether there is one content type, which is JSON, and in UTF-8 where it says in what.
fn is_json(headers: &HeaderMap) -> bool {
    let mut given = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(kind), None) = (given.next(), given.next()) else { return false };
    let Ok(kind) = kind.to_str() else { return false };
    let mut parts = kind.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|it| it.eq_ignore_ascii_case(JSON));
    is_json
        && parts.filter_map(|it| it.split_once('=')).all(|(name, value)| {
            let value = value.trim().trim_matches('"');
            !name.trim().eq_ignore_ascii_case("charset")
                || value.eq_ignore_ascii_case("utf-8")
                || value.eq_ignore_ascii_case("utf8")
        })
}

/// The whole body. Of one that is too long the rest is passed over for a while, since a client that
/// is still sending would not read why it is refused.
pub(super) async fn read(body: Body, allowed: Bodies) -> Result<Bytes, Response> {
    let most = allowed.bytes_max;
    let mut pieces = body.into_data_stream();
    let mut whole = Vec::new();
    let mut came = pin!(async {
        while let Some(piece) = pieces.next().await {
            let piece = piece.map_err(|_| Broken::Cut)?;
            if whole.len() + piece.len() > most {
                return Err(Broken::Long);
            }
            whole.extend_from_slice(&piece);
        }
        Ok(())
    });
    // Most bodies come with their heads, and need no clock.
    let came = match poll_fn(|cx| Poll::Ready(came.as_mut().poll(cx))).await {
        Poll::Ready(came) => Ok(came),
        Poll::Pending => timeout(allowed.wait, came).await,
    };
    let (status, code, why) = match came {
        Ok(Ok(())) => return Ok(whole.into()),
        Ok(Err(Broken::Cut)) => {
            let why = "the body did not come whole: send all that `Content-Length` says";
            (StatusCode::BAD_REQUEST, "BAD_REQUEST", why.to_owned())
        }
        Ok(Err(Broken::Long)) => {
            spawn(timeout(REST, pass_over(pieces)));
            let why = format!("the body is longer than {most} bytes: ask for less at once");
            (StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE", why)
        }
        Err(_) => {
            let wait = allowed.wait.as_secs_f64();
            let why = format!("the body did not come within {wait} s: send it without a pause");
            (StatusCode::REQUEST_TIMEOUT, "REQUEST_TIMEOUT", why)
        }
    };
    // What still comes of it would be taken for the next request.
    Err(([(header::CONNECTION, "close")], refusal(status, code, &why)).into_response())
}

/// Takes what still comes. A body that is cut has no end, but an error each time it is asked.
async fn pass_over(mut pieces: BodyDataStream) {
    while let Some(Ok(_)) = pieces.next().await {}
}

/// Why a body is not there.
enum Broken {
    Cut,
    Long,
}
