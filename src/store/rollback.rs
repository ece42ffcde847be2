//! How a commit that was cut short is undone when the directory is next opened.

use sled::IVec;

use super::{
    Record, StoreError, bytes,
    entries::{Entries, Entry, range},
    keys,
    pack::Packs,
    part::Part,
    rows::Span,
};

/// The first byte of what a directory of format 1 kept to undo a part of a commit: after it the
/// version and the number of the part; the rows' keys, each with the bytes it had or none.
const UNDO: u8 = 2;

/// The record of the last whole commit in sled.
pub(super) fn record(entries: &Entries) -> Result<Record, StoreError> {
    let Some(bytes) = entries.get(keys::RECORD)? else { return Ok(Record::default()) };
    let record = std::str::from_utf8(&bytes).ok().and_then(Record::from_text);
    record.ok_or_else(|| damaged(entries, "its record can't be read"))
}

fn damaged(entries: &Entries, why: &str) -> StoreError {
    StoreError::Damaged { path: entries.rows().to_owned(), why: why.to_owned() }
}

/// Undoes what came of a commit after the last whole one.
pub(super) fn roll_back(entries: &Entries, record: &Record) -> Result<(), StoreError> {
    roll_back_format_1(entries, record)?;
    let version = record.version + 1;
    let parts = keys::part(version, 0)..=keys::part(version, u64::MAX);
    let parts: Vec<_> =
        entries.guarded(|| entries.tree.range(parts).rev().collect::<sled::Result<_>>())?;
    for (key, bytes) in parts {
        let part =
            Part::from_bytes(&bytes).ok_or_else(|| damaged(entries, "a part can't be read"))?;
        let mut undoing = Vec::new();
        let mut span: Option<Span> = None;
        for (table, row) in &part.rows {
            let row = row.as_bytes();
            let of_row = match span.take().filter(|it| it.reaches(*table, row)) {
                Some(span) => span,
                None => {
                    let span = entries.span(*table, row)?;
                    undoing.extend(unpacked(entries, &span, version)?);
                    span
                }
            };
            undoing.extend(put_back(entries, (*table, row), of_row.find(row), version)?);
            span = Some(of_row);
        }
        undoing.push((key.to_vec(), None));
        entries.write(undoing)?;
    }
    Ok(())
}

/// Takes the rows that commit number `version` put there out of a pack.
fn unpacked(entries: &Entries, span: &Span, version: u64) -> Result<Vec<Entry>, StoreError> {
    let Some((first, pack)) = &span.pack else { return Ok(Vec::new()) };
    let mut kept = Packs::new(span.table);
    let mut is_touched = false;
    for (key, row) in pack.rows() {
        if bytes::version_of(row).map_err(|why| damaged(entries, &why))? < version {
            kept.push(key, row);
        } else {
            is_touched = true;
        }
    }
    let mut undoing = Vec::new();
    if is_touched {
        undoing.push((keys::pack(span.table, first), None));
        undoing.extend(kept.end());
    }
    Ok(undoing)
}

/// Gives a row the state that it had before commit number `version`; that of a row which has it
/// already stays. `packed` is the row in its pack.
fn put_back(
    entries: &Entries,
    (table, key): (u8, &[u8]),
    packed: Option<&[u8]>,
    version: u64,
) -> Result<Vec<Entry>, StoreError> {
    let is_earlier = |row: &[u8]| {
        bytes::version_of(row).map(|it| it < version).map_err(|why| damaged(entries, &why))
    };
    let row = keys::row(table, key);
    let mut undoing = vec![(keys::state(table, key, version), None)];
    let stays_packed = packed.map(is_earlier).transpose()?.unwrap_or(false);
    let is_back = match entries.get(&row)? {
        Some(single) => !single.is_empty() && is_earlier(&single)?,
        None => stays_packed,
    };
    if is_back {
        return Ok(undoing);
    }
    let states = range(keys::states(table, key), keys::state(table, key, version));
    match entries.last(states, 1)?.pop() {
        Some((state, bytes)) if !bytes.is_empty() => {
            let is_packed = packed == Some(&*bytes);
            undoing.push((row, (!is_packed).then_some(bytes)));
            undoing.push((state.to_vec(), None));
        }
        _ => undoing.push((row, stays_packed.then(IVec::default))),
    }
    Ok(undoing)
}

fn roll_back_format_1(entries: &Entries, record: &Record) -> Result<(), StoreError> {
    let unfinished = [&[UNDO][..], &(record.version + 1).to_be_bytes()].concat();
    // The last part first: one row may have been overwritten by several.
    let parts: Vec<_> =
        entries.guarded(|| entries.tree.scan_prefix([UNDO]).rev().collect::<sled::Result<_>>())?;
    for (key, bytes) in parts {
        let mut undoing = Vec::new();
        if key.starts_with(&unfinished) {
            let undone: Vec<(Vec<u8>, Option<Vec<u8>>)> = rmp_serde::from_slice(&bytes)
                .map_err(|_| damaged(entries, "a part to undo can't be read"))?;
            undoing.extend(undone.into_iter().map(|(key, old)| (key, old.map(Into::into))));
        }
        undoing.push((key.to_vec(), None));
        entries.write(undoing)?;
    }
    Ok(())
}
