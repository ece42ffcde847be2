//! What answers that go on have in common: how many there may be, how long they wait, when they
//! end.

use std::time::Duration;

use axum::{http::StatusCode, response::Response};
use tokio::sync::watch;

use super::{
    refusal,
    seats::{self, Seat, Seats},
};
use crate::auth::Who;

/// What is granted to those who listen.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long a WebSocket may wait before it says who is there.
    pub init: Duration,
    /// How long a message may wait for a reader to take it.
    pub write: Duration,
    /// How often it is looked whether a reader is still there, and still may listen.
    pub look: Duration,
    /// Subscriptions on one WebSocket.
    pub subscriptions_max: usize,
    /// Connections of those who listen, all together.
    pub connections_max: usize,
    /// Connections of one viewer, or of all who listen from one network without a name.
    pub own_connections_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            init: Duration::from_secs(3),
            write: Duration::from_secs(30),
            look: Duration::from_secs(15),
            subscriptions_max: 100,
            connections_max: 4_096,
            own_connections_max: 256,
        }
    }
}

/// Those who listen to one server.
pub(super) struct Streams {
    pub(super) limits: Limits,
    seats: Seats,
}

/// Why somebody may not listen as well.
#[derive(Clone, Copy, Debug, thiserror::Error)]
pub(super) enum Full {
    #[error("{0} others listen, which is the most: try again later")]
    All(usize),
    #[error("you listen on {0} connections, which is the most: close one of them first")]
    Own(usize),
}

impl From<seats::Full> for Full {
    fn from(why: seats::Full) -> Self {
        match why {
            seats::Full::All(held) => Full::All(held),
            seats::Full::Own(held) => Full::Own(held),
        }
    }
}

impl Full {
    pub(super) fn refusal(self) -> Response {
        let status = match self {
            Full::All(_) => StatusCode::SERVICE_UNAVAILABLE,
            Full::Own(_) => StatusCode::TOO_MANY_REQUESTS,
        };
        refusal(status, "LIMIT_EXCEEDED", &self.to_string())
    }
}

impl Streams {
    pub(super) fn new(limits: Limits) -> Self {
        let seats = Seats::new(limits.connections_max, limits.own_connections_max);
        Streams { limits, seats }
    }

    /// The right to one connection, until it is dropped.
    pub(super) fn enter(&self, who: Who) -> Result<Seat, Full> {
        Ok(self.seats.enter(who)?)
    }

    /// How many connections there are.
    pub(super) fn connections(&self) -> usize {
        self.seats.count()
    }
}

/// Tells those who listen that the server stops. It waits for those who hold this.
#[derive(Clone)]
pub(super) struct Stopping(pub(super) watch::Receiver<bool>);

impl Stopping {
    /// Ends when the server stops.
    pub(super) async fn heard(&mut self) {
        if self.0.wait_for(|it| *it).await.is_err() {
            // Nobody is left who could say so.
            std::future::pending::<()>().await;
        }
    }
}
