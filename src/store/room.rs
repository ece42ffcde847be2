//! Room on the disk: changes are refused while there is little, before a write that fails half-way
//! makes it unknown what is there.

use std::path::Path;

use rustix::fs::statvfs;

use super::StoreError;

/// Bytes that must be free to take a change. A full journal is brought to sled with less.
const FREE_MIN: u64 = 32 << 20;

/// Refuses a change of a directory on whose disk there is little room.
pub(super) fn check(dir: &Path) -> Result<(), StoreError> {
    let Some(free) = free(dir).filter(|it| *it < FREE_MIN) else { return Ok(()) };
    Err(StoreError::Full { path: dir.to_owned(), free: free >> 20, needed: FREE_MIN >> 20 })
}

/// Bytes that may still be written; `None` where the file system does not tell.
fn free(dir: &Path) -> Option<u64> {
    let of = statvfs(dir).ok().filter(|it| it.f_blocks > 0)?;
    Some(of.f_bavail.saturating_mul(of.f_frsize))
}
