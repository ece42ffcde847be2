//! A commit of many edits on its way into sled, beside the thread that makes them.
//!
//! Its new rows are put into packs. Edits may come in whatever order: many of them are put in the order
//! of their keys, and then, group by group, brought together with the pack that holds the rows before
//! and after them. Each group is an atomic batch. Where few rows come to a pack, and for changes of rows that are
//! there, entries of their own cost less than to write the pack again.

use std::{
    panic::resume_unwind,
    sync::mpsc::{Receiver, sync_channel},
    thread,
};

use super::{
    BATCH_ROWS_MAX, Record, StoreError,
    commit::{Commit, Encoded, Present},
    keys,
    pack::Packs,
    rows::Span,
};
use crate::catalog::Edit;

/// Bytes of the edits that are put in order at once.
const SORTED_BYTES: usize = 32 << 20;
/// Bytes of the edits that are written where they come in order.
const IN_ORDER_BYTES: usize = 1 << 20;
/// Bytes of the edits that are written at once.
const GROUP_BYTES: usize = 512 << 10;
/// A pack is written again where the rows that come to it have so great a part of its bytes.
const DENSE_PART: usize = 16;

/// Edits that are put in order together.
#[derive(Default)]
struct Slice {
    edits: Vec<Encoded>,
    bytes: usize,
    /// Whether they did not come in order.
    is_mixed: bool,
}

impl Slice {
    fn push(&mut self, edit: Encoded) {
        self.bytes += edit.len();
        self.is_mixed |= self.edits.last().is_some_and(|it| it.place() >= edit.place());
        self.edits.push(edit);
    }

    fn is_full(&self) -> bool {
        self.bytes > if self.is_mixed { SORTED_BYTES } else { IN_ORDER_BYTES }
    }
}

impl Commit<'_> {
    /// Writes all edits to sled itself, the record with the last. They are not on the disk yet.
    pub(super) fn write(self, edits: impl Iterator<Item = Edit>) -> Result<Record, StoreError> {
        let version = self.record.version;
        let mut written = thread::scope(|scope| {
            let (sender, receiver) = sync_channel(1);
            let writer = scope.spawn(move || self.write_all(&receiver));
            let mut slice = Slice::default();
            for edit in edits {
                slice.push(Encoded::new(&edit, version));
                // The writer itself tells why it stopped.
                if slice.is_full() && sender.send(std::mem::take(&mut slice).edits).is_err() {
                    break;
                }
            }
            drop(sender.send(slice.edits));
            drop(sender);
            writer.join().unwrap_or_else(|panic| resume_unwind(panic))
        })?;
        let mut last = written.end();
        last.push((keys::RECORD.to_vec(), Some(written.record.to_text().into_bytes().into())));
        written.entries.write(last)?;
        Ok(written.record)
    }

    fn write_all(mut self, edits: &Receiver<Vec<Encoded>>) -> Result<Self, StoreError> {
        for mut edits in edits {
            // The later of two edits of a row comes first, and stays.
            edits.reverse();
            edits.sort_by(|one, other| one.place().cmp(&other.place()));
            edits.dedup_by(|one, other| one.place() == other.place());
            for mut of_table in edits.chunk_by(|one, other| one.table == other.table) {
                while let Some(first) = of_table.first() {
                    let table = self.byte_of(first);
                    let span = self.entries.span(table, first.key.as_bytes())?;
                    let (group, rest) = of_table.split_at(reached(&span, of_table));
                    self.write_group(&span, table, group)?;
                    of_table = rest;
                }
            }
        }
        Ok(self)
    }

    /// Writes edits of rows that are in one pack, or would be.
    fn write_group(&mut self, span: &Span, table: u8, group: &[Encoded]) -> Result<(), StoreError> {
        let (first, last) = (&group[0].key, &group[group.len() - 1].key);
        let has_singles = self.entries.has_singles(table, first.as_bytes(), last.as_bytes())?;
        let (mut new, mut bytes) = (Vec::new(), 0);
        for edit in group {
            let key = edit.key.as_bytes();
            let packed = span.find(key);
            let single = if has_singles { self.entries.get(&keys::row(table, key))? } else { None };
            if single.is_none() && packed.is_none() {
                if edit.row.is_some() {
                    bytes += edit.len();
                    new.push(edit);
                }
                continue;
            }
            let row = single.unwrap_or_else(|| packed.unwrap_or_default().into());
            let present =
                Present { row: Some(row).filter(|it| !it.is_empty()), is_packed: packed.is_some() };
            self.write_single(edit, &present)?;
        }
        if span.pack.as_ref().is_some_and(|it| bytes * DENSE_PART < it.1.len()) {
            return new.into_iter().try_for_each(|it| self.write_single(it, &Present::default()));
        }
        if new.is_empty() { Ok(()) } else { self.write_pack(span, table, &new) }
    }

    fn write_single(&mut self, edit: &Encoded, present: &Present) -> Result<(), StoreError> {
        self.take(edit, present)?;
        if self.part.rows.len() >= BATCH_ROWS_MAX { self.write_part() } else { Ok(()) }
    }

    /// Writes a pack with the rows that it has, and new ones, which may make it several.
    fn write_pack(&mut self, span: &Span, table: u8, new: &[&Encoded]) -> Result<(), StoreError> {
        let mut packs = Packs::new(table);
        let mut present = span.pack.iter().flat_map(|it| it.1.rows()).peekable();
        for edit in new {
            let (key, row) = (edit.key.as_bytes(), edit.row.as_deref().unwrap_or_default());
            while let Some((key, row)) = present.next_if(|it| it.0 < key) {
                packs.push(key, row);
            }
            packs.push(key, row);
            self.record.tables[usize::from(table)].add(key, row);
            self.bring_back(table, key);
            self.part.rows.push((table, edit.key.to_string()));
        }
        present.for_each(|(key, row)| packs.push(key, row));
        self.batch.extend(packs.end());
        self.write_part()
    }

    fn write_part(&mut self) -> Result<(), StoreError> {
        let part = self.taken();
        self.entries.write(part)
    }
}

/// How many of the edits are of rows in the pack, or would be, and are not too many to be written at
/// once.
fn reached(span: &Span, edits: &[Encoded]) -> usize {
    let mut bytes = 0;
    let reached = edits.iter().take_while(|it| {
        let is_room = bytes < GROUP_BYTES;
        bytes += it.len();
        is_room && span.next.as_ref().is_none_or(|next| it.key.as_bytes() < &**next)
    });
    reached.count()
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, path::Path};

    use proptest::prelude::*;

    use super::*;
    use crate::{
        catalog::{Row, RowId, Source, Texts, place, value::Moment},
        store::{Reason, Store, rows},
    };

    type Model = BTreeMap<String, String>;

    fn edit((key, title): (u32, Option<u32>)) -> Edit {
        let key = format!("k{key:04}");
        let Some(title) = title else {
            return Edit::Delete(RowId::new("Source", key.parse().unwrap()));
        };
        let columns = ["key", "title", "kind"].map(str::to_owned);
        let title = format!("{title} {}", "x".repeat(200));
        let texts = Texts::new(&columns, [&*key, &*title, "DATASET"]);
        Edit::Put(Row::read(place("Source"), &texts).unwrap())
    }

    fn reason() -> Reason {
        Reason::new(Moment::from_millis(0), "test")
    }

    fn titles(store: &Store) -> Model {
        let mut titles = Model::new();
        store
            .read(|row, _| {
                if let Row::Source(Source { key, title, .. }) = row {
                    titles.insert(key.to_string(), title.primary().to_owned());
                }
            })
            .unwrap();
        titles
    }

    /// Writes slices of a commit, each put in order on its own, and not the end of it.
    fn cut_short(dir: &Path, slices: &[Vec<Edit>]) {
        let store = Store::open(dir).unwrap();
        let mut state = store.state();
        let before = state.record.clone();
        let (sender, receiver) = sync_channel(slices.len());
        let encoded = |it: &Edit| Encoded::new(it, before.version + 1);
        for slice in slices {
            sender.send(slice.iter().map(encoded).collect()).unwrap();
        }
        drop(sender);
        let reason = reason();
        let commit = Commit::new(&mut state.entries, &before, &reason);
        let mut commit = commit.write_all(&receiver).map_err(|it| it.to_string()).unwrap();
        // Also what would have come with the end, but not the record.
        if !commit.part.rows.is_empty() {
            commit.write_part().unwrap();
        }
        state.flush().unwrap();
    }

    fn edits() -> impl Strategy<Value = Vec<Edit>> {
        let some = || (0..1_500u32, 0..1_500u32, 1..3usize, any::<u32>(), 2..6u32);
        some().prop_map(|(one, other, step, title, deleted)| {
            let keys = (one.min(other)..=one.max(other)).step_by(step);
            let edits = keys.map(|it| edit((it, (it % deleted > 0).then_some(title ^ it))));
            let mut edits: Vec<_> = edits.collect();
            if title % 3 == 0 {
                edits.reverse();
            }
            edits
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

        #[test]
        fn what_was_written_of_a_commit_that_was_cut_short_is_undone(
            before in prop::collection::vec(edits(), 0..5),
            slices in prop::collection::vec(edits(), 1..4),
        ) {
            let dir = tempfile::tempdir().unwrap();
            let store = Store::open(dir.path()).unwrap();
            for edits in before {
                store.commit(edits, &reason()).unwrap();
            }
            let (record, rows) = (store.record(), titles(&store));
            drop(store);
            cut_short(dir.path(), &slices);
            let store = Store::open(dir.path()).unwrap();
            prop_assert_eq!(store.record(), record);
            prop_assert!(titles(&store) == rows);
            store.check().unwrap();
            // And it can be made again.
            let made = store.commit(slices.into_iter().flatten(), &reason()).unwrap();
            prop_assert_eq!(titles(&store).len() as u64, made.rows());
            store.check().unwrap();
        }
    }

    #[test]
    fn rows_that_come_to_a_pack_and_are_undone_leave_those_that_were_in_it() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let even = (0..1_500).map(|it| edit((2 * it, Some(it))));
        store.commit(even, &reason()).unwrap();
        let rows = titles(&store);
        drop(store);
        cut_short(dir.path(), &[(0..1_500).map(|it| edit((2 * it + 1, Some(it)))).collect()]);
        let store = Store::open(dir.path()).unwrap();
        assert!(titles(&store) == rows);
        let state = store.state();
        let mut packed = 0;
        let tree = (&state.entries.tree, dir.path());
        rows::each(tree, 0, |_, _| {
            packed += 1;
            Ok(())
        })
        .unwrap();
        assert_eq!(packed, 1_500);
        assert!(!state.entries.has_singles(0, b"k", b"l").unwrap());
    }
}
