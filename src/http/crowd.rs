//! How many requests are carried out at once; the others wait for a while, or are turned away before
//! they slow down those that were there first.

use std::{sync::Arc, time::Duration};

use axum::{
    http::{StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use super::refusal;

/// How many GraphQL requests are carried out.
#[derive(Clone, Copy, Debug)]
pub struct Crowd {
    /// At once. Changes that come together are brought to the disk together, which takes some.
    pub requests_max: usize,
    /// That wait for others to be done.
    pub waiting_max: usize,
    /// How long each waits.
    pub wait: Duration,
}

impl Default for Crowd {
    fn default() -> Self {
        Crowd { requests_max: 256, waiting_max: 512, wait: Duration::from_secs(5) }
    }
}

/// Where requests wait to be carried out. Copies are the same place.
#[derive(Clone)]
pub(super) struct Turnstile {
    crowd: Crowd,
    /// For those that are carried out and those that wait.
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

/// The right to be carried out, until it is dropped.
pub(super) struct Turn {
    _place: OwnedSemaphorePermit,
    _turn: OwnedSemaphorePermit,
}

impl Turnstile {
    pub(super) fn new(crowd: Crowd) -> Self {
        let places = crowd.requests_max.saturating_add(crowd.waiting_max);
        let semaphore = |it: usize| Arc::new(Semaphore::new(it.min(Semaphore::MAX_PERMITS)));
        Turnstile { crowd, places: semaphore(places), turns: semaphore(crowd.requests_max) }
    }

    /// Waits for a turn; `Err` says that there is none now.
    pub(super) async fn enter(&self) -> Result<Turn, Response> {
        let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else {
            return Err(self.turned_away());
        };
        let turn = Arc::clone(&self.turns).acquire_owned();
        match timeout(self.crowd.wait, turn).await {
            Ok(Ok(turn)) => Ok(Turn { _place: place, _turn: turn }),
            Ok(Err(_)) | Err(_) => Err(self.turned_away()),
        }
    }

    fn turned_away(&self) -> Response {
        let Crowd { requests_max, waiting_max, .. } = self.crowd;
        let why = format!(
            "{requests_max} requests are carried out, and up to {waiting_max} wait, which is the \
             most: ask again in a second"
        );
        let refusal = refusal(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", &why);
        ([(RETRY_AFTER, "1")], refusal).into_response()
    }
}

#[cfg(test)]
mod tests {
    use tokio::runtime::Builder;

    use super::*;

    #[test]
    fn who_finds_no_place_is_turned_away_at_once_and_who_waits_has_a_turn_later() {
        let crowd = Crowd { requests_max: 1, waiting_max: 1, wait: Duration::from_hours(1) };
        let turnstile = Turnstile::new(crowd);
        let runtime = Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let first = turnstile.enter().await.ok().unwrap();
            let waiting = tokio::spawn({
                let turnstile = turnstile.clone();
                async move { turnstile.enter().await.is_ok() }
            });
            // The other one runs now, until it waits.
            tokio::task::yield_now().await;
            let refused = turnstile.enter().await.err().unwrap();
            assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
            assert_eq!(refused.headers()[RETRY_AFTER], "1");
            drop(first);
            assert!(waiting.await.unwrap());
            assert!(turnstile.enter().await.is_ok());
        });
    }

    #[test]
    fn who_waits_too_long_is_turned_away() {
        let crowd = Crowd { requests_max: 1, waiting_max: 1, wait: Duration::ZERO };
        let turnstile = Turnstile::new(crowd);
        let runtime = Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let first = turnstile.enter().await;
            assert!(first.is_ok() && turnstile.enter().await.is_err());
        });
    }
}
