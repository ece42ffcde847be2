//! Server-sent events: one operation a request, each of its answers an event `next`, and at last an
//! event `complete`, as the draft on GraphQL over them has it in its "distinct connections".

use std::{convert::Infallible, sync::Arc};

use axum::{
    body::Body,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use tokio::{
    sync::mpsc,
    task::spawn,
    time::{interval, timeout},
};
use tokio_stream::wrappers::ReceiverStream;
use tracing::Instrument;

use super::{Desk, accept::Form, access, connections::Came, refusal, seats::Seat};
use crate::{
    auth::{Viewer, Who},
    graphql::{Message, Request, Subscription},
};

/// With what a browser that lost the connection names the event it saw last.
const LAST_EVENT_ID: &str = "last-event-id";

type Sent = Result<String, Infallible>;

/// Who wants them, and from where.
pub(super) struct Listener {
    pub(super) viewer: Viewer,
    pub(super) came: Arc<Came>,
}

/// Answers with events until there are no more.
pub(super) fn answer(
    desk: &Arc<Desk>,
    listener: Listener,
    headers: &HeaderMap,
    request: Request,
) -> Response {
    let after = headers.get(LAST_EVENT_ID).map(|it| it.to_str().unwrap_or_default().parse());
    let Ok(after) = after.transpose() else {
        let why = "the header `Last-Event-ID` is no version: send the id of an event";
        return refusal(StatusCode::BAD_REQUEST, "BAD_REQUEST", why);
    };
    let seat = match desk.streams.enter(Who::of(&listener.viewer, listener.came.peer)) {
        Ok(seat) => seat,
        Err(why) => return why.refusal(),
    };
    let (out, events) = mpsc::channel(2);
    match desk.api.subscribe(request, &listener.viewer, after) {
        Ok(subscription) => {
            // The header was good a moment ago.
            let credential = access::credential(headers).unwrap_or_default();
            let desk = Arc::clone(desk);
            let pump = Pump { subscription, desk, listener, credential, out, seat };
            spawn(pump.run().in_current_span());
        }
        Err(why) => {
            for event in [next(&why.body, None), COMPLETE.to_owned()] {
                out.try_send(Ok(event)).expect("there is room for two");
            }
        }
    }
    let head =
        [(header::CONTENT_TYPE, Form::Events.media_type()), (header::CACHE_CONTROL, "no-store")];
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
    desk: Arc<Desk>,
    listener: Listener,
    credential: Option<String>,
    out: mpsc::Sender<Sent>,
    seat: Seat,
}

impl Pump {
    /// Goes on as long as there are messages, the reader takes them, and it may.
    async fn run(mut self) {
        let limits = self.desk.streams.limits;
        // Room for one event is kept, to tell a reader who takes none that it is dropped.
        let Ok(last) = self.out.clone().reserve_owned().await else { return };
        let mut stopping = self.listener.came.stopping.clone();
        let mut looks = interval(limits.look);
        looks.reset();
        loop {
            let event = tokio::select! {
                message = self.subscription.next() => match message {
                    Some(Message { answer, version }) => next(&answer.body, version),
                    None => break,
                },
                _ = looks.tick() => if self.may().await { ALIVE.to_owned() } else { break },
                () = self.out.closed() => return,
                () = stopping.heard() => break,
            };
            match timeout(limits.write, self.out.send(Ok(event))).await {
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
        drop(self.seat);
    }

    /// Whether the reader still may listen.
    async fn may(&self) -> bool {
        let viewer = self.desk.door.viewer(self.credential.clone()).await;
        viewer.is_ok_and(|it| it == self.listener.viewer)
    }
}

const SLOW: &[u8] = br#"{"errors":[{"message":"messages were not taken: read faster, or ask for less","extensions":{"code":"SLOW_READER"}}]}"#;
