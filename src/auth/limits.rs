//! How often one viewer may ask.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use super::Viewer;
use crate::catalog::value::Moment;

/// A limit is so many requests at once, which come back evenly in this time.
const MINUTE_US: i64 = 60_000_000;
/// Viewers that are kept in mind: some 10 MB.
const BUCKETS_MAX: usize = 100_000;

/// What is left to a viewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Requests a minute.
    pub limit: u32,
    /// Requests that could be made at once.
    pub remaining: u32,
    /// Seconds until the limit is there in full, rounded up.
    pub reset_s: u64,
}

/// A viewer asked more often than they may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is more than {} requests a minute: ask again in {retry_after_s} s", allowance.limit)]
pub struct TooMany {
    pub allowance: Allowance,
    /// Seconds until one more request is taken, rounded up.
    pub retry_after_s: u64,
}

pub(super) struct Limits {
    /// Requests a minute; 0 for any number.
    known: u32,
    anonymous: u32,
    /// When each viewer's allowance will be there in full, in microseconds since 1970: a bucket that
    /// fills evenly needs to remember no more. Those that are full are not needed.
    full_at: Mutex<HashMap<Who, i64>>,
}

/// Whom a limit holds for: a viewer by name, or all who ask from one network without one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    Name(Arc<str>),
    Peer(IpAddr),
}

impl Who {
    pub fn of(viewer: &Viewer, peer: IpAddr) -> Self {
        if viewer.is_anonymous() {
            Who::Peer(network(peer))
        } else {
            Who::Name(Arc::clone(&viewer.name))
        }
    }
}

impl Limits {
    pub(super) fn new(known: u32, anonymous: u32) -> Self {
        Limits { known, anonymous, full_at: Mutex::default() }
    }

    pub(super) fn allow(
        &self,
        viewer: &Viewer,
        peer: IpAddr,
        now: Moment,
    ) -> Result<Option<Allowance>, TooMany> {
        let limit = if viewer.is_anonymous() { self.anonymous } else { self.known };
        let who = Who::of(viewer, peer);
        if limit == 0 {
            return Ok(None);
        }
        let now_us = now.millis() * 1_000;
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if full_at.len() >= BUCKETS_MAX && !full_at.contains_key(&who) {
            full_at.retain(|_, at| *at > now_us);
            // Everybody begins anew rather than that newcomers wait, or memory grows.
            if full_at.len() >= BUCKETS_MAX {
                full_at.clear();
            }
        }
        // No later than a minute from now, also where the clock was set back.
        let full = full_at.get(&who).copied().unwrap_or(now_us).clamp(now_us, now_us + MINUTE_US);
        let (full, outcome) = take(limit, full - now_us);
        full_at.insert(who, now_us + full);
        outcome.map(Some)
    }
}

/// Takes one request; `full_us` is when the allowance will be there in full, given and returned.
fn take(limit: u32, full_us: i64) -> (i64, Result<Allowance, TooMany>) {
    let cost_us = MINUTE_US / i64::from(limit).min(MINUTE_US);
    let after_us = full_us + cost_us;
    let allowance = |full_us: i64| Allowance {
        limit,
        remaining: u32::try_from((MINUTE_US - full_us) / cost_us).unwrap_or(0).min(limit),
        reset_s: seconds(full_us),
    };
    if after_us > MINUTE_US {
        let retry_after_s = seconds(after_us - MINUTE_US);
        return (full_us, Err(TooMany { allowance: allowance(full_us), retry_after_s }));
    }
    (after_us, Ok(allowance(after_us)))
}

fn seconds(us: i64) -> u64 {
    us.unsigned_abs().div_ceil(1_000_000)
}

/// One household has 2⁶⁴ addresses of version 6.
fn network(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V6(it) => IpAddr::V6((it.to_bits() & !u128::from(u64::MAX)).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::enums::AccessRole;

    fn at(ms: i64) -> Moment {
        Moment::from_millis(1_795_509_000_000 + ms)
    }

    #[test]
    fn as_many_as_the_limit_come_at_once_and_then_evenly() {
        let limits = Limits::new(0, 60);
        let peer = "192.0.2.1".parse().unwrap();
        let ask = |ms| limits.allow(&Viewer::anonymous(), peer, at(ms));
        for remaining in (0..60).rev() {
            assert_eq!(ask(0).unwrap().unwrap().remaining, remaining);
        }
        let refused = ask(0).unwrap_err();
        assert_eq!((refused.retry_after_s, refused.allowance.reset_s), (1, 60));
        assert!(ask(999).is_err() && ask(1_000).is_ok() && ask(1_000).is_err());
        // A clock that is set back keeps nobody out for longer than a minute.
        assert!(ask(-3_600_000).is_err() && ask(-3_600_000 + 1_000).is_ok());
    }

    #[test]
    fn each_viewer_and_each_address_has_its_own_limit() {
        let limits = Limits::new(1, 1);
        let ask = |viewer: &Viewer, peer: &str| limits.allow(viewer, peer.parse().unwrap(), at(0));
        let desk = Viewer::new("token:desk", AccessRole::Editor);
        for (viewer, peer) in [
            (&Viewer::anonymous(), "192.0.2.1"),
            (&Viewer::anonymous(), "192.0.2.2"),
            (&Viewer::anonymous(), "2001:db8::1"),
            (&desk, "192.0.2.1"),
            (&Viewer::new("token:other", AccessRole::Editor), "192.0.2.1"),
        ] {
            assert!(ask(viewer, peer).is_ok() && ask(viewer, peer).is_err(), "{peer}");
        }
        assert!(ask(&desk, "192.0.2.9").is_err());
        assert!(ask(&Viewer::anonymous(), "2001:db8::2").is_err());
        assert!(ask(&Viewer::anonymous(), "::ffff:192.0.2.1").is_err());
    }

    #[test]
    fn no_more_viewers_are_kept_in_mind_than_said() {
        let limits = Limits::new(1, 1);
        for it in 0..=u32::try_from(BUCKETS_MAX).unwrap() {
            let peer = IpAddr::V4(it.into());
            assert!(limits.allow(&Viewer::anonymous(), peer, at(0)).is_ok());
        }
        assert!(limits.full_at.lock().unwrap().len() <= BUCKETS_MAX);
        assert_eq!(Limits::new(0, 0).allow(&Viewer::local(), [0; 4].into(), at(0)), Ok(None));
    }
}
