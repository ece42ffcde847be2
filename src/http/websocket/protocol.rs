//! The messages of `graphql-transport-ws`, and how connections end.

use axum::Json;
use serde::Deserialize;
use tungstenite::{Error, error::ProtocolError};

use crate::graphql::Sent;

/// Bytes of the reason for which a WebSocket ends, by RFC 6455.
const REASON_BYTES_MAX: usize = 123;

/// A message of a client.
pub(super) enum FromClient {
    Init { credential: Option<String> },
    Ping,
    Pong,
    Subscribe { id: String, sent: Box<Sent> },
    Complete { id: String },
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Written {
    ConnectionInit { payload: Option<Init> },
    Ping,
    Pong,
    Subscribe { id: String, payload: Box<Sent> },
    Complete { id: String },
}

/// What clients commonly say who they are with.
#[derive(Deserialize)]
struct Init {
    #[serde(alias = "Authorization")]
    authorization: Option<String>,
}

impl FromClient {
    pub(super) fn read(text: &str) -> Result<Self, Close> {
        let Ok(Json(written)) = Json::<Written>::from_bytes(text.as_bytes()) else {
            return Err(Close::bad("this is no message of graphql-transport-ws"));
        };
        Ok(match written {
            Written::ConnectionInit { payload } => {
                FromClient::Init { credential: payload.and_then(|it| it.authorization) }
            }
            Written::Ping => FromClient::Ping,
            Written::Pong => FromClient::Pong,
            Written::Subscribe { id, payload } => FromClient::Subscribe { id, sent: payload },
            Written::Complete { id } => FromClient::Complete { id },
        })
    }
}

/// How a connection ends.
#[derive(Debug)]
pub(super) struct Close {
    /// `None` where nobody is there to be told.
    told: Option<(u16, String)>,
    is_slow: bool,
}

impl Close {
    fn with(code: u16, reason: &str) -> Self {
        let reason = &reason[..reason.floor_char_boundary(REASON_BYTES_MAX)];
        Close { told: Some((code, reason.to_owned())), is_slow: false }
    }

    pub(super) fn told(self) -> Option<(u16, String)> {
        self.told
    }

    pub(super) fn is_slow(&self) -> bool {
        self.is_slow
    }

    /// The client left, or does not answer.
    pub(super) fn gone() -> Self {
        Close { told: None, is_slow: false }
    }

    pub(super) fn stopping() -> Self {
        Close::with(1001, "the server stops: connect again in a while")
    }

    /// What came is no message, by RFC 6455.
    pub(super) fn unreadable(why: axum::Error, bytes_max: usize) -> Self {
        match why.into_inner().downcast_ref() {
            Some(Error::Protocol(ProtocolError::ResetWithoutClosingHandshake)) => Close::gone(),
            Some(Error::Protocol(why)) => Close::with(1002, &why.to_string()),
            Some(Error::Utf8(_)) => Close::with(1007, "a message is a text in UTF-8"),
            Some(Error::Capacity(_)) => {
                Close::with(1009, &format!("a message is a text of at most {bytes_max} bytes"))
            }
            _ => Close::gone(),
        }
    }

    pub(super) fn slow() -> Self {
        let close =
            Close::with(4290, "SLOW_READER: messages were not taken: read faster, or ask for less");
        Close { is_slow: true, ..close }
    }

    pub(super) fn full(why: &str) -> Self {
        Close::with(4291, &format!("LIMIT_EXCEEDED: {why}"))
    }

    pub(super) fn bad(why: &str) -> Self {
        Close::with(4400, why)
    }

    pub(super) fn unauthorized() -> Self {
        Close::with(4401, "Unauthorized: send connection_init, and wait for connection_ack")
    }

    pub(super) fn forbidden(why: &str) -> Self {
        Close::with(4403, &format!("Forbidden: {why}"))
    }

    pub(super) fn no_protocol(protocol: &str) -> Self {
        Close::with(4406, &format!("Subprotocol not acceptable: speak {protocol}"))
    }

    pub(super) fn late() -> Self {
        Close::with(4408, "Connection initialisation timeout: send connection_init first")
    }

    pub(super) fn twice(id: &str) -> Self {
        Close::with(4409, &format!("Subscriber for {id} already exists"))
    }

    pub(super) fn init_twice() -> Self {
        Close::with(4429, "Too many initialisation requests: one is enough")
    }
}

/// Texts for the client.
pub(super) mod frame {
    use crate::graphql::quoted;

    pub(in crate::http::websocket) const ACK: &str = r#"{"type":"connection_ack"}"#;
    pub(in crate::http::websocket) const PONG: &str = r#"{"type":"pong"}"#;

    fn with(id: &str, kind: &str, payload: &[u8]) -> String {
        let id = quoted(id);
        let payload = String::from_utf8_lossy(payload);
        format!(r#"{{"id":{id},"type":"{kind}","payload":{payload}}}"#)
    }

    pub(in crate::http::websocket) fn next(id: &str, response: &[u8]) -> String {
        with(id, "next", response)
    }

    /// `errors` is a list, as JSON.
    pub(in crate::http::websocket) fn error(id: &str, errors: &[u8]) -> String {
        with(id, "error", errors)
    }

    pub(in crate::http::websocket) fn refused(id: &str, code: &str, why: &str) -> String {
        let why = quoted(why);
        let errors = format!(r#"[{{"message":{why},"extensions":{{"code":"{code}"}}}}]"#);
        error(id, errors.as_bytes())
    }

    pub(in crate::http::websocket) fn slow(id: &str) -> String {
        let why = "messages were not taken: read faster, or ask for less";
        refused(id, "SLOW_READER", why)
    }

    pub(in crate::http::websocket) fn complete(id: &str) -> String {
        format!(r#"{{"id":{},"type":"complete"}}"#, quoted(id))
    }
}
