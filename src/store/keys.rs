//! The keys of the database: the first byte says what an entry is.

use super::still::Kind;

/// The record of the last commit.
pub(super) const RECORD: &[u8] = &[0];
/// What keys begin with.
pub(super) const REGIONS: [u8; 6] = [0, ROW, PART, STATE, REQUEST, PACK];
/// A row as it is.
const ROW: u8 = 1;
/// A part of a commit.
const PART: u8 = 3;
/// A row as it was.
const STATE: u8 = 4;
/// A request that was carried out.
const REQUEST: u8 = 5;
/// Rows that were put together.
const PACK: u8 = 6;

/// Where the rows of a table are, in the order of their keys.
pub(super) fn rows(table: u8) -> [u8; 2] {
    [ROW, table]
}

pub(super) fn row(table: u8, key: &[u8]) -> Vec<u8> {
    [&rows(table), key].concat()
}

/// Where the packs of a table are, in the order of their first keys.
pub(super) fn packs(table: u8) -> [u8; 2] {
    [PACK, table]
}

/// The pack whose first row has this key.
pub(super) fn pack(table: u8, key: &[u8]) -> Vec<u8> {
    [&packs(table), key].concat()
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

/// Where the states of rows from one key up to another are.
pub(super) fn states_between(table: u8, from: &[u8], end: &[u8]) -> (Vec<u8>, Vec<u8>) {
    ([&[STATE, table], from].concat(), [&[STATE, table], end].concat())
}

/// The key of the row of which a key of a state tells.
pub(super) fn row_of_state(key: &[u8]) -> &[u8] {
    key.get(2..key.len().saturating_sub(9)).unwrap_or_default()
}

/// What comes after a row and its states, and before all other rows. No key of a row holds such a byte.
pub(super) fn past_row(key: &[u8]) -> Vec<u8> {
    [key, &[1]].concat()
}

/// What comes after all keys that begin with one byte.
pub(super) fn after(prefix: [u8; 1]) -> Vec<u8> {
    vec![prefix[0] + 1]
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

/// Whether a key is one of an entry of a kind, of one of so many tables.
pub(super) fn is_of(key: &[u8], kind: Kind, tables: usize) -> bool {
    match (kind, key) {
        (Kind::Row, [ROW, table, row @ ..]) => usize::from(*table) < tables && !row.is_empty(),
        (Kind::State, [STATE, table, row @ ..]) => usize::from(*table) < tables && row.len() > 9,
        (Kind::Part, key) => of_part(key).is_some(),
        (Kind::Request, [REQUEST, ..]) => true,
        _ => false,
    }
}
