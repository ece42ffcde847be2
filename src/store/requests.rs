//! Requests that were carried out, so that none is when it is sent again.

use super::{Reason, Store, StoreError, keys};

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CarriedOut {
    /// The commit that it made.
    pub version: u64,
    /// That of the request; another one is of another request with the same key.
    pub digest: u128,
}

impl Store {
    /// What became of the request that a reason tells of; `None` where it was not carried out, or so
    /// long ago that what it did is forgotten.
    pub fn carried_out(&self, reason: &Reason) -> Result<Option<CarriedOut>, StoreError> {
        let Some(request) = &reason.request else { return Ok(None) };
        let state = self.state();
        let key = keys::request(&reason.by, &request.key);
        let found = state.entries.get(&key)?;
        let found = found.and_then(|it| from_bytes(&it));
        Ok(found.filter(|it| it.version > state.record.history.oldest))
    }
}

/// The version of the commit, then the digest.
pub(super) fn to_bytes(version: u64, digest: u128) -> Vec<u8> {
    [&version.to_be_bytes()[..], &digest.to_be_bytes()].concat()
}

pub(super) fn from_bytes(bytes: &[u8]) -> Option<CarriedOut> {
    let (version, digest) = bytes.split_first_chunk::<8>()?;
    let digest = u128::from_be_bytes(digest.try_into().ok()?);
    Some(CarriedOut { version: u64::from_be_bytes(*version), digest })
}
