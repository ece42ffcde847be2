//! `graphql-transport-ws`: any number of operations over one WebSocket.
//!
//! One task serves a connection, and one each of its subscriptions. A subscription is asked for its
//! next message only when the last one was taken, so that a reader who is slow gets the newest
//! answer of a live query when it is ready for one, and nothing is put up for it meanwhile. One who
//! takes nothing for [`Limits::write`] is told, and dropped.

mod protocol;

use std::{collections::HashMap, net::IpAddr, sync::Arc, time::Duration};

use axum::{
    extract::{
        FromRequestParts, Request,
        ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade},
    },
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use tokio::{
    sync::mpsc,
    task::{AbortHandle, spawn},
    time::{Instant, interval, sleep_until, timeout},
};
use tracing::{Instrument, Span};

use super::{
    Desk, access,
    browsers::Browsers,
    connections::Came,
    refusal,
    seats::Seat,
    streams::{self, Limits, Stopping},
};
use crate::{
    auth::{Viewer, Who},
    catalog::value::excerpt,
    graphql::{Sent, Subscription},
};
use protocol::{Close, FromClient, frame};

const PROTOCOL: &str = "graphql-transport-ws";

/// Whether a request wants to become a WebSocket.
pub(super) fn is_wanted(headers: &HeaderMap) -> bool {
    let upgrade = headers.get(header::UPGRADE).and_then(|it| it.to_str().ok());
    upgrade.is_some_and(|it| it.eq_ignore_ascii_case("websocket"))
}

/// Makes a WebSocket of a request.
pub(super) async fn upgrade(desk: Arc<Desk>, viewer: Viewer, http: Request) -> Response {
    // Browsers let any page open a WebSocket to any place, also to one that only its reader reaches.
    if let Err(why) = same_origin(http.headers(), &desk.browsers) {
        return refusal(StatusCode::FORBIDDEN, "FORBIDDEN", &why);
    }
    let came = Came::of(http.extensions());
    let (peer, stopping) = (came.peer, came.stopping.clone());
    let seat = match desk.streams.enter(Who::of(&viewer, peer)) {
        Ok(seat) => seat,
        Err(why) => return why.refusal(),
    };
    // The header was good a moment ago.
    let credential = access::credential(http.headers()).unwrap_or_default();
    let (mut parts, _) = http.into_parts();
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(upgrade) => upgrade,
        Err(why) => return why.into_response(),
    };
    let upgrade = upgrade.protocols([PROTOCOL]);
    let speaks = upgrade.selected_protocol().is_some();
    let (bytes_max, span) = (desk.bodies.bytes_max, Span::current());
    upgrade.max_message_size(bytes_max).max_frame_size(bytes_max).on_upgrade(async move |socket| {
        let (out, outs) = mpsc::channel(1);
        let connection = Connection {
            desk,
            peer,
            seat,
            socket,
            credential,
            viewer: None,
            running: HashMap::new(),
            begun: 0,
            out,
            heard: Instant::now(),
        };
        connection.serve(speaks, outs, stopping).instrument(span).await;
    })
}

/// Whether a page that opens a WebSocket comes from this server, or from where its operator said;
/// programs name no origin.
fn same_origin(headers: &HeaderMap, browsers: &Browsers) -> Result<(), String> {
    let text = |name| headers.get(name).and_then(|it| it.to_str().ok());
    let Some(origin) = text(header::ORIGIN) else { return Ok(()) };
    let host = text(header::HOST).unwrap_or_default();
    match origin.split_once("://") {
        Some((_, from)) if from.eq_ignore_ascii_case(host) => Ok(()),
        _ if browsers.take(origin) => Ok(()),
        _ => Err(format!(
            "a page of `{}` may not open a WebSocket to `{}`: serve both at one address",
            excerpt(origin),
            excerpt(host)
        )),
    }
}

/// A text for the client.
struct Out {
    id: String,
    /// Which of the subscriptions that were called so one after the other.
    serial: u64,
    text: String,
    is_last: bool,
}

struct Connection {
    desk: Arc<Desk>,
    peer: IpAddr,
    seat: Seat,
    socket: WebSocket,
    /// Of the header, or of the first message.
    credential: Option<String>,
    /// Known since the first message.
    viewer: Option<Viewer>,
    /// By the client's name for it: its number, and its task.
    running: HashMap<String, (u64, AbortHandle)>,
    begun: u64,
    out: mpsc::Sender<Out>,
    /// When the client last gave a sign of life.
    heard: Instant,
}

impl Connection {
    fn limits(&self) -> Limits {
        self.desk.streams.limits
    }

    /// Serves until one of the two sides ends it.
    async fn serve(mut self, speaks: bool, mut outs: mpsc::Receiver<Out>, mut stopping: Stopping) {
        if !speaks {
            return self.close(Close::no_protocol(PROTOCOL)).await;
        }
        let init = Instant::now() + self.limits().init;
        let mut looks = interval(self.limits().look);
        looks.reset();
        let end = loop {
            let turn = tokio::select! {
                received = self.socket.recv() => self.hear(received).await,
                Some(out) = outs.recv() => self.pass_on(out).await,
                () = sleep_until(init), if self.viewer.is_none() => Err(Close::late()),
                _ = looks.tick() => self.look().await,
                () = stopping.heard() => Err(self.stop().await),
            };
            if let Err(end) = turn {
                break end;
            }
        };
        let slow = end.is_slow();
        let running: Vec<String> = self.end_all();
        if slow {
            tracing::warn!(subscriptions = running.len(), "dropped a slow reader");
            for id in running {
                let told = self.send_within(frame::slow(&id), self.limits().write).await;
                if told.is_err() {
                    return;
                }
            }
        }
        self.close(end).await;
    }

    /// Ends every subscription, and tells their names.
    fn end_all(&mut self) -> Vec<String> {
        let running = self.running.drain();
        running
            .map(|(id, (_, task))| {
                task.abort();
                id
            })
            .collect()
    }

    async fn hear(&mut self, received: Option<Result<Message, axum::Error>>) -> Result<(), Close> {
        self.heard = Instant::now();
        let text = match received {
            None | Some(Ok(Message::Close(_))) => return Err(Close::gone()),
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => return Ok(()),
            Some(Ok(Message::Binary(_))) => {
                return Err(Close::bad("a message is a text, not binary"));
            }
            Some(Err(why)) => return Err(Close::unreadable(why, self.desk.bodies.bytes_max)),
        };
        match FromClient::read(&text)? {
            FromClient::Init { credential } => self.init(credential).await,
            FromClient::Ping => self.send(frame::PONG.to_owned()).await,
            FromClient::Pong => Ok(()),
            FromClient::Subscribe { id, sent } => self.subscribe(id, *sent).await,
            FromClient::Complete { id } => {
                if let Some((_, task)) = self.running.remove(&id) {
                    task.abort();
                }
                Ok(())
            }
        }
    }

    async fn init(&mut self, credential: Option<String>) -> Result<(), Close> {
        if self.viewer.is_some() {
            return Err(Close::init_twice());
        }
        self.credential = credential.or(self.credential.take());
        let viewer = self.desk.door.viewer(self.credential.clone()).await;
        let viewer = viewer.map_err(|why| Close::forbidden(&why.to_string()))?;
        let seat = self.seat.pass_to(Who::of(&viewer, self.peer)).map_err(streams::Full::from);
        seat.map_err(|why| Close::full(&why.to_string()))?;
        self.viewer = Some(viewer);
        self.send(frame::ACK.to_owned()).await
    }

    async fn subscribe(&mut self, id: String, sent: Sent) -> Result<(), Close> {
        let Some(viewer) = &self.viewer else { return Err(Close::unauthorized()) };
        if self.running.contains_key(&id) {
            return Err(Close::twice(&id));
        }
        // Each operation counts as a request of its own would.
        if let Err(why) = self.desk.door.auth.allow(viewer, self.peer, (self.desk.door.now)()) {
            return self.send(frame::refused(&id, "RATE_LIMITED", &why.to_string())).await;
        }
        let most = self.limits().subscriptions_max;
        if self.running.len() >= most {
            let why = format!(
                "this connection has {most} subscriptions, which is the most: \
                               complete one of them, or open another connection"
            );
            return self.send(frame::refused(&id, "LIMIT_EXCEEDED", &why)).await;
        }
        let begun = self.desk.api.completed(sent);
        let begun = begun.and_then(|request| self.desk.api.subscribe(request, viewer, None));
        let subscription = match begun {
            Ok(subscription) => subscription,
            Err(why) => return self.send(frame::error(&id, why.errors().unwrap_or(b"[]"))).await,
        };
        self.begun += 1;
        let task =
            spawn(pump((id.clone(), self.begun), subscription, self.out.clone()).in_current_span());
        self.running.insert(id, (self.begun, task.abort_handle()));
        Ok(())
    }

    /// Sends what a subscription has to say, unless it was ended meanwhile.
    async fn pass_on(&mut self, out: Out) -> Result<(), Close> {
        let known = self.running.get(&out.id).map(|it| it.0);
        if known != Some(out.serial) {
            return Ok(());
        }
        if out.is_last {
            self.running.remove(&out.id);
        }
        self.send(out.text).await
    }

    /// Looks whether the client is still there, and still may listen.
    async fn look(&mut self) -> Result<(), Close> {
        if self.heard.elapsed() > 3 * self.limits().look {
            return Err(Close::gone());
        }
        if let Some(viewer) = &self.viewer {
            match self.desk.door.viewer(self.credential.clone()).await {
                Ok(now) if now == *viewer => (),
                Ok(_) => return Err(Close::forbidden("the role is another now: connect again")),
                Err(why) => return Err(Close::forbidden(&why.to_string())),
            }
        }
        match timeout(self.limits().write, self.socket.send(Message::Ping(Default::default())))
            .await
        {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(Close::gone()),
            Err(_) => Err(Close::slow()),
        }
    }

    /// Says that there will be no more.
    async fn stop(&mut self) -> Close {
        for id in self.end_all() {
            if let Err(close) = self.send(frame::complete(&id)).await {
                return close;
            }
        }
        Close::stopping()
    }

    async fn send(&mut self, text: String) -> Result<(), Close> {
        self.send_within(text, self.limits().write).await
    }

    async fn send_within(&mut self, text: String, wait: Duration) -> Result<(), Close> {
        match timeout(wait, self.socket.send(Message::Text(text.into()))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(Close::gone()),
            Err(_) => Err(Close::slow()),
        }
    }

    /// Says why the connection ends, to a client that may not listen any more.
    async fn close(mut self, close: Close) {
        let limits = self.limits();
        if let Some((code, reason)) = close.told() {
            let frame = CloseFrame { code, reason: reason.into() };
            let said = self.socket.send(Message::Close(Some(frame)));
            if !matches!(timeout(limits.write, said).await, Ok(Ok(()))) {
                return;
            }
        }
        // Each side takes what the other says last, so that nothing cuts it off.
        let answered = async { while let Some(Ok(_)) = self.socket.recv().await {} };
        drop(timeout(limits.init, answered).await);
    }
}

/// Puts the messages of a subscription on the way, one after the other.
async fn pump((id, serial): (String, u64), mut subscription: Subscription, out: mpsc::Sender<Out>) {
    let mut is_last = false;
    while !is_last {
        let text = match subscription.next().await {
            None => {
                is_last = true;
                frame::complete(&id)
            }
            Some(message) => match message.answer.errors() {
                Some(errors) => {
                    is_last = true;
                    frame::error(&id, errors)
                }
                None => frame::next(&id, &message.answer.body),
            },
        };
        if out.send(Out { id: id.clone(), serial, text, is_last }).await.is_err() {
            return;
        }
    }
}
