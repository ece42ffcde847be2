//! The keys of the database: the first byte says what an entry is.

/// The record of the last commit.
pub(super) const RECORD: &[u8] = &[0];
/// A row as it is.
const ROW: u8 = 1;
/// A part of a commit.
const PART: u8 = 3;
/// A row as it was.
const STATE: u8 = 4;
/// A request that was carried out.
const REQUEST: u8 = 5;

/// Where the rows of a table are, in the order of their keys.
pub(super) fn rows(table: u8) -> [u8; 2] {
    [ROW, table]
}

pub(super) fn row(table: u8, key: &[u8]) -> Vec<u8> {
    [&rows(table), key].concat()
}

/// Where the parts of all commits are, in the order in which they were made.
pub(super) const PARTS: [u8; 1] = [PART];

pub(super) fn part(version: u64, part: u64) -> Vec<u8> {
    [&PARTS[..], &version.to_be_bytes(), &part.to_be_bytes()].concat()
}

/// The version of the commit and the number of the part that a key of a part names.
pub(super) fn of_part(key: &[u8]) -> Option<(u64, u64)> {
    let (version, part) = key.strip_prefix(&PARTS)?.split_first_chunk::<8>()?;
    Some((u64::from_be_bytes(*version), u64::from_be_bytes(part.try_into().ok()?)))
}

/// Where the earlier states of all rows are.
pub(super) const STATES: [u8; 1] = [STATE];

/// Where the earlier states of a row are, oldest first. No key of a row holds a zero byte, so none
/// of another row are among them.
pub(super) fn states(table: u8, key: &[u8]) -> Vec<u8> {
    [&[STATE, table], key, &[0]].concat()
}

pub(super) fn state(table: u8, key: &[u8], version: u64) -> Vec<u8> {
    [&states(table, key)[..], &version.to_be_bytes()].concat()
}

/// The version that a key of a state names.
pub(super) fn of_state(key: &[u8]) -> Option<u64> {
    key.last_chunk().map(|it| u64::from_be_bytes(*it))
}

/// Where the requests that were carried out are.
pub(super) const REQUESTS: [u8; 1] = [REQUEST];

/// Where it stands what became of a request of somebody. No name holds a zero byte.
pub(super) fn request(by: &str, key: &str) -> Vec<u8> {
    [&[REQUEST], by.as_bytes(), &[0], key.as_bytes()].concat()
}
