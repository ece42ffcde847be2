//! How the parts of a commit that was cut short are undone.

use std::path::Path;

use sled::{Batch, Tree};

use super::{RECORD_KEY, Record, StoreError, guard::guarded};

const UNDO: u8 = 2;

/// What a part of a commit has overwritten: for each row its key, and its bytes or none.
#[derive(Default)]
pub(super) struct Undo {
    rows: Vec<(Vec<u8>, Option<Vec<u8>>)>,
}

impl Undo {
    pub(super) fn push(&mut self, key: &[u8], old: Option<&[u8]>) {
        self.rows.push((key.to_vec(), old.map(<[u8]>::to_vec)));
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        rmp_serde::to_vec(&self.rows).expect("bytes can be written to memory")
    }
}

/// The key of part number `part` of the commit that makes `version`.
pub(super) fn key(version: u64, part: u64) -> Vec<u8> {
    [&[UNDO][..], &version.to_be_bytes(), &part.to_be_bytes()].concat()
}

/// The record of the last whole commit, after undoing what came of a later one.
pub(super) fn roll_back(tree: &Tree, rows: &Path) -> Result<Record, StoreError> {
    let damaged = |why: &str| StoreError::Damaged { path: rows.to_owned(), why: why.to_owned() };
    let record = match guarded(rows, || tree.get(RECORD_KEY))? {
        None => Record::default(),
        Some(bytes) => {
            let record = std::str::from_utf8(&bytes).ok().and_then(Record::from_text);
            record.ok_or_else(|| damaged("its record can't be read"))?
        }
    };
    // The last part first: one row may have been overwritten by several.
    let unfinished = key(record.version + 1, 0)..;
    let parts: Vec<_> =
        guarded(rows, || tree.range(unfinished).rev().collect::<sled::Result<Vec<_>>>())?;
    for (key, bytes) in parts {
        let undone: Vec<(Vec<u8>, Option<Vec<u8>>)> =
            rmp_serde::from_slice(&bytes).map_err(|_| damaged("a part to undo can't be read"))?;
        let mut batch = Batch::default();
        for (key, old) in undone {
            match old {
                Some(old) => batch.insert(key, old),
                None => batch.remove(key),
            }
        }
        batch.remove(key);
        guarded(rows, || tree.apply_batch(batch))?;
    }
    forget(tree, rows, record.version);
    Ok(record)
}

/// Drops what would undo commits up to `version`. It only takes room: where this fails, the next
/// start does it.
pub(super) fn forget(tree: &Tree, rows: &Path, version: u64) {
    let outcome = guarded(rows, || {
        // Not past an error: sled's iterator gives the same one for ever.
        for key in tree.range(vec![UNDO]..key(version + 1, 0)).keys() {
            tree.remove(key?)?;
        }
        Ok(())
    });
    if let Err(why) = outcome {
        tracing::warn!(%why, "what would undo earlier commits was not dropped");
    }
}
