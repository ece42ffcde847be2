//! What can't be read any more, by its name as far as the history tells it.

use std::{collections::HashMap, fmt};

use crate::{
    catalog::RowId,
    store::{
        Record, StoreError, bytes,
        entries::Entries,
        keys,
        part::Part,
        still::{self, Kind},
    },
};

/// Something that was committed and is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loss {
    /// A row as commit number `version` left it. It is as commit number `left` did, or is not there.
    Row { table: String, key: String, version: u64, left: Option<u64> },
    /// Rows whose keys are not known, since the history does not reach to them.
    Rows { table: String, rows: u64 },
    /// Commits that can't be read, first and last.
    Commits { first: u64, last: u64 },
    /// What commits up to a version did, which can't be told of any more.
    History { oldest: u64 },
    /// A row that refers to one that is lost: it no longer does, or is gone.
    Dependent { row: RowId, on: RowId, is_gone: bool },
    /// Entries of the history.
    States { found: u64, expected: u64 },
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Loss::Row { table, key, version, left: Some(left) } => {
                write!(f, "{table} `{key}` of version {version}: it is as version {left} left it")
            }
            Loss::Row { table, key, version, left: None } => {
                write!(f, "{table} `{key}` of version {version}: it is not there any more")
            }
            Loss::Rows { table, rows: 0 } => {
                write!(f, "{table}: some rows are not as they were, which can't be told by name")
            }
            Loss::Rows { table, rows } => {
                write!(f, "{table}: {rows} rows that can't be told by name")
            }
            Loss::Commits { first, last } if first == last => {
                write!(f, "commit {first}: what it did can't be read")
            }
            Loss::Commits { first, last } => {
                write!(f, "commits {first} to {last}: what they did can't be read")
            }
            Loss::History { oldest } => {
                write!(f, "the history up to version {oldest}: parts of it can't be read")
            }
            Loss::Dependent { row, on, is_gone: true } => {
                write!(f, "{row}: it can't be without {on}, and is in the history alone")
            }
            Loss::Dependent { row, on, is_gone: false } => {
                write!(f, "{row}: it refers to {on} no more, but in the history")
            }
            Loss::States { found, expected } => {
                write!(f, "the history: {found} of {expected} entries are there, or others")
            }
        }
    }
}

/// The oldest version after which the history has what each commit did.
pub(super) fn oldest(entries: &Entries, expected: &Record) -> Result<u64, StoreError> {
    let (version, mut oldest) = (expected.version, expected.history.oldest);
    let mut next = (oldest + 1, 0);
    entries.guarded(|| {
        for part in entries.tree.scan_prefix(keys::PARTS) {
            let (key, bytes) = part?;
            let Some(place) = keys::of_part(&key).filter(|it| it.0 > oldest && it.0 <= version)
            else {
                continue;
            };
            let follows = place == next || place == (next.0 + 1, 0) && next.1 > 0;
            let is_read =
                Part::from_bytes(&bytes).is_some_and(|it| place.1 > 0 || it.reason().is_some());
            if !is_read {
                oldest = place.0;
            } else if !follows {
                // Parts of this commit, or whole commits before it, are gone.
                oldest = if place.1 == 0 { place.0 - 1 } else { place.0 };
            }
            next = (place.0, place.1 + 1);
        }
        Ok(())
    })?;
    let is_last_there = oldest == version || next.0 == version && next.1 > 0;
    Ok(if is_last_there { oldest } else { version })
}

/// What differs between what a commit left, `expected`, and what was found of it.
pub(super) fn found(
    entries: &Entries,
    expected: &Record,
    found: &Record,
) -> Result<Vec<Loss>, StoreError> {
    let mut touched = touched(entries, expected.version)?;
    let mut losses = Vec::new();
    let mut named: HashMap<u8, u64> = HashMap::new();
    let mut lose = |table: u8, key: &[u8], version, left: Option<u64>| {
        *named.entry(table).or_default() += u64::from(left.is_none());
        let of = expected.tables.get(usize::from(table)).map_or("?", |it| it.name.as_str());
        let key = String::from_utf8_lossy(key).into_owned();
        Loss::Row { table: of.to_owned(), key, version, left }
    };
    still::each(|| entries, expected, &mut |kind, key, value| {
        match kind {
            Kind::Row => {
                let left = bytes::version_of(value).unwrap_or_default();
                let version = touched.remove(&key[1..]);
                if let Some(version) = version.filter(|it| *it > left) {
                    losses.push(lose(key[1], &key[2..], version, Some(left)));
                }
            }
            // A row that was taken away, unless it came again.
            Kind::State if value.is_empty() => {
                let row = [&key[1..2], keys::row_of_state(key)].concat();
                let at = keys::of_state(key).unwrap_or_default();
                if touched.get(&row).is_some_and(|it| *it == at) {
                    touched.remove(&row);
                }
            }
            _ => (),
        }
        Ok(())
    })?;
    let mut gone: Vec<_> = touched.into_iter().collect();
    gone.sort();
    losses.extend(gone.into_iter().map(|(row, version)| lose(row[0], &row[1..], version, None)));
    for (at, (expected, found)) in expected.tables.iter().zip(&found.tables).enumerate() {
        let named = u8::try_from(at).ok().and_then(|it| named.get(&it)).copied().unwrap_or(0);
        let is_named = losses.iter().any(|it| match it {
            Loss::Row { table, .. } => *table == expected.name,
            _ => false,
        });
        let rows = expected.rows.saturating_sub(found.rows + named);
        if rows > 0 || found != expected && !is_named {
            losses.push(Loss::Rows { table: expected.name.clone(), rows });
        }
    }
    let (of, there) = (&expected.history, &found.history);
    if there.oldest > of.oldest {
        losses.push(Loss::History { oldest: there.oldest });
    }
    if there.entries != of.entries {
        let (found, expected) = (there.entries.rows, of.entries.rows);
        losses.push(Loss::States { found, expected });
    }
    Ok(losses)
}

/// By table and key: the last commit up to number `version` that touched the row.
fn touched(entries: &Entries, version: u64) -> Result<HashMap<Vec<u8>, u64>, StoreError> {
    let mut touched = HashMap::new();
    entries.guarded(|| {
        for part in entries.tree.scan_prefix(keys::PARTS) {
            let (key, bytes) = part?;
            let at = keys::of_part(&key).map_or(u64::MAX, |it| it.0);
            let part = Part::from_bytes(&bytes).filter(|_| at <= version).unwrap_or_default();
            for (table, key) in part.rows {
                touched.insert([&[table], key.as_bytes()].concat(), at);
            }
        }
        Ok(())
    })?;
    Ok(touched)
}
