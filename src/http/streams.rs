//! What answers that go on have in common: how many there may be, how long they wait, when they
//! end.

use std::{sync::Arc, time::Duration};

use axum::http::Extensions;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::access::Door;

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
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            init: Duration::from_secs(3),
            write: Duration::from_secs(30),
            look: Duration::from_secs(15),
            subscriptions_max: 100,
            connections_max: 4_096,
        }
    }
}

/// Those who listen to one server.
#[derive(Clone)]
pub(super) struct Streams {
    pub(super) limits: Limits,
    pub(super) door: Door,
    connections: Arc<Semaphore>,
}

impl Streams {
    pub(super) fn new(limits: Limits, door: Door) -> Self {
        Streams { limits, door, connections: Arc::new(Semaphore::new(limits.connections_max)) }
    }

    /// The right to one connection; `Err` says why there is none.
    pub(super) fn enter(&self) -> Result<OwnedSemaphorePermit, String> {
        Arc::clone(&self.connections).try_acquire_owned().map_err(|_| {
            let most = self.limits.connections_max;
            format!("{most} others listen, which is the most: try again later")
        })
    }
}

/// Tells those who listen that the server stops. It waits for those who hold this.
#[derive(Clone)]
pub(super) struct Stopping(pub(super) watch::Receiver<bool>);

impl Stopping {
    /// That of the server which took a request; a router without a server never stops.
    pub(super) fn of(extensions: &Extensions) -> Option<Self> {
        extensions.get().cloned()
    }
}

/// Ends when the server stops.
pub(super) async fn stop(stopping: &mut Option<Stopping>) {
    let heard = match stopping {
        Some(Stopping(stopping)) => stopping.wait_for(|it| *it).await.is_ok(),
        None => false,
    };
    if !heard {
        std::future::pending::<()>().await;
    }
}
