//! Server-sent events: one operation a request, each of its answers an event `next`, and at last an
//! event `complete`, as the draft on GraphQL over them has it in its "distinct connections".

use std::convert::Infallible;

use axum::{
    body::Body,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use tokio::{
    sync::{OwnedSemaphorePermit, mpsc},
    task::spawn,
    time::{interval, timeout},
};
use tokio_stream::wrappers::ReceiverStream;

use super::{
    access::Guest,
    refusal,
    streams::{Limits, Stopping, Streams, stop},
};
use crate::{
    auth::Viewer,
    graphql::{Api, Message, Request, Subscription},
};

const EVENTS: &str = "text/event-stream";
/// With what a browser that lost the connection names the event it saw last.
const LAST_EVENT_ID: &str = "last-event-id";

type Sent = Result<String, Infallible>;

/// Whether the answers are wanted as events.
pub(super) fn are_wanted(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|it| it.to_str().ok());
    accept.is_some_and(|it| it.to_ascii_lowercase().contains(EVENTS))
}

/// Answers with events until there are no more.
pub(super) fn answer(
    api: &Api,
    (streams, stopping): (&Streams, Option<Stopping>),
    (guest, viewer): (Guest, Viewer),
    headers: &HeaderMap,
    request: Request,
) -> Response {
    let text = |name: &str| headers.get(name).map(|it| it.to_str().unwrap_or_default());
    let authorization = text(header::AUTHORIZATION.as_str()).map(str::to_owned);
    let after = match text(LAST_EVENT_ID).map(str::parse).transpose() {
        Ok(after) => after,
        Err(_) => {
            let why = "the header `Last-Event-ID` is no version: send the id of an event";
            return refusal(StatusCode::BAD_REQUEST, "BAD_REQUEST", why);
        }
    };
    let permit = match streams.enter() {
        Ok(permit) => permit,
        Err(why) => return refusal(StatusCode::SERVICE_UNAVAILABLE, "LIMIT_EXCEEDED", &why),
    };
    let (out, events) = mpsc::channel(2);
    match api.subscribe(request, &viewer, after) {
        Ok(subscription) => {
            let may = async move || {
                let now = guest.viewer(authorization.as_deref()).await;
                now.is_ok_and(|it| it == viewer)
            };
            let pump = Pump { subscription, limits: streams.limits, out, permit };
            spawn(pump.run(may, stopping));
        }
        Err(why) => {
            for event in [next(&why.body, None), COMPLETE.to_owned()] {
                out.try_send(Ok(event)).expect("there is room for two");
            }
        }
    }
    let head = [(header::CONTENT_TYPE, EVENTS), (header::CACHE_CONTROL, "no-store")];
    (head, Body::from_stream(ReceiverStream::new(events))).into_response()
}

/// `body` is JSON of one line.
fn next(body: &[u8], version: Option<u64>) -> String {
    let id = version.map(|it| format!("id: {it}\n")).unwrap_or_default();
    format!("event: next\n{id}data: {}\n\n", String::from_utf8_lossy(body))
}

const COMPLETE: &str = "event: complete\ndata: \n\n";
/// A comment, which shows to those in between that the stream is alive.
const ALIVE: &str = ":\n\n";

/// Puts the messages of a subscription on the way.
struct Pump {
    subscription: Subscription,
    limits: Limits,
    out: mpsc::Sender<Sent>,
    permit: OwnedSemaphorePermit,
}

impl Pump {
    /// Goes on as long as there are messages, the reader takes them, and it may.
    async fn run(mut self, may: impl AsyncFn() -> bool, mut stopping: Option<Stopping>) {
        // Room for one event is kept, to tell a reader who takes none that it is dropped.
        let Ok(last) = self.out.clone().reserve_owned().await else { return };
        let mut looks = interval(self.limits.look);
        looks.reset();
        loop {
            let event = tokio::select! {
                message = self.subscription.next() => match message {
                    Some(Message { answer, version }) => next(&answer.body, version),
                    None => break,
                },
                _ = looks.tick() => if may().await { ALIVE.to_owned() } else { break },
                () = self.out.closed() => return,
                () = stop(&mut stopping) => break,
            };
            match timeout(self.limits.write, self.out.send(Ok(event))).await {
                Ok(Ok(())) => (),
                Ok(Err(_)) => return,
                Err(_) => {
                    tracing::warn!("dropped a slow reader");
                    last.send(Ok(next(SLOW, None)));
                    return;
                }
            }
        }
        last.send(Ok(COMPLETE.to_owned()));
        drop(self.permit);
    }
}

const SLOW: &[u8] = br#"{"errors":[{"message":"messages were not taken: read faster, or ask for less","extensions":{"code":"SLOW_READER"}}]}"#;
