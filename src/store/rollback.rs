//! How a commit that was cut short is undone when the directory is next opened.

use std::path::Path;

use sled::{Batch, Tree};

use super::{Record, StoreError, bytes, guard::guarded, keys, part::Part};

/// The first byte of what a directory of format 1 kept to undo a part of a commit: after it the
/// version and the number of the part; the rows' keys, each with the bytes it had or none.
const UNDO: u8 = 2;

/// The record of the last whole commit, after undoing what came of a later one.
pub(super) fn roll_back(tree: &Tree, rows: &Path) -> Result<Record, StoreError> {
    let damaged = |why: &str| StoreError::Damaged { path: rows.to_owned(), why: why.to_owned() };
    let record = match guarded(rows, || tree.get(keys::RECORD))? {
        None => Record::default(),
        Some(bytes) => {
            let record = std::str::from_utf8(&bytes).ok().and_then(Record::from_text);
            record.ok_or_else(|| damaged("its record can't be read"))?
        }
    };
    roll_back_format_1(tree, rows, &record)?;
    let version = record.version + 1;
    let parts = keys::part(version, 0)..=keys::part(version, u64::MAX);
    let parts: Vec<_> = guarded(rows, || tree.range(parts).rev().collect::<sled::Result<_>>())?;
    for (key, bytes) in parts {
        let part = Part::from_bytes(&bytes).ok_or_else(|| damaged("a part can't be read"))?;
        let mut batch = Batch::default();
        for (table, row) in &part.rows {
            put_back(tree, rows, (*table, row.as_bytes(), version), &mut batch)?;
        }
        batch.remove(key);
        guarded(rows, || tree.apply_batch(batch))?;
    }
    Ok(record)
}

/// Gives a row the state that it had before commit number `version`; that of a row which has it
/// already stays.
fn put_back(
    tree: &Tree,
    rows: &Path,
    (table, key, version): (u8, &[u8], u64),
    batch: &mut Batch,
) -> Result<(), StoreError> {
    let row = keys::row(table, key);
    let states = keys::states(table, key)..keys::state(table, key, version);
    let (present, before) =
        guarded(rows, || Ok((tree.get(&row)?, tree.range(states).next_back().transpose()?)))?;
    batch.remove(keys::state(table, key, version));
    if let Some(present) = present {
        let present = bytes::version_of(&present);
        let why = |why| StoreError::Damaged { path: rows.to_owned(), why };
        if present.map_err(why)? < version {
            return Ok(());
        }
    }
    match before {
        Some((state, bytes)) if !bytes.is_empty() => {
            batch.insert(row, bytes);
            batch.remove(state);
        }
        _ => batch.remove(row),
    }
    Ok(())
}

fn roll_back_format_1(tree: &Tree, rows: &Path, record: &Record) -> Result<(), StoreError> {
    let unfinished = [&[UNDO][..], &(record.version + 1).to_be_bytes()].concat();
    // The last part first: one row may have been overwritten by several.
    let parts: Vec<_> =
        guarded(rows, || tree.scan_prefix([UNDO]).rev().collect::<sled::Result<_>>())?;
    for (key, bytes) in parts {
        let mut batch = Batch::default();
        if key.starts_with(&unfinished) {
            let undone: Vec<(Vec<u8>, Option<Vec<u8>>)> =
                rmp_serde::from_slice(&bytes).map_err(|_| StoreError::Damaged {
                    path: rows.to_owned(),
                    why: "a part to undo can't be read".to_owned(),
                })?;
            for (key, old) in undone {
                match old {
                    Some(old) => batch.insert(key, old),
                    None => batch.remove(key),
                }
            }
        }
        batch.remove(key);
        guarded(rows, || tree.apply_batch(batch))?;
    }
    Ok(())
}
