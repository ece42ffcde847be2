//! Row numbers, or other small entries, in an order, in chunks that snapshots share until one of them changes.

use std::{cmp::Ordering, sync::Arc};

use super::chunked::CHUNK_ROWS;

/// Entries, mostly row numbers, in an order that whoever holds them knows.
#[derive(Clone, Debug)]
#[expect(clippy::rc_buffer, reason = "chunks grow and shrink")]
pub struct Sorted<T = u32> {
    /// None is empty; none is longer than twice [`CHUNK_ROWS`].
    chunks: Vec<Arc<Vec<T>>>,
    len: usize,
}

impl<T> Default for Sorted<T> {
    fn default() -> Self {
        Sorted { chunks: Vec::new(), len: 0 }
    }
}

/// A place between two entries of a [`Sorted`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    chunk: usize,
    position: usize,
}

impl<T: Copy + PartialEq> Sorted<T> {
    /// Takes entries that are in order.
    pub fn of(rows: &[T]) -> Self {
        let chunks = rows.chunks(CHUNK_ROWS).map(|it| Arc::new(it.to_vec())).collect();
        Sorted { chunks, len: rows.len() }
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = T> + Clone + use<'_, T> {
        self.chunks.iter().flat_map(|it| it.iter().copied())
    }

    /// The entries after `place`, onwards.
    pub fn iter_from(&self, place: Place) -> impl Iterator<Item = T> + Clone + use<'_, T> {
        let first = self.chunks.get(place.chunk).map_or(&[][..], |it| &it[place.position..]);
        let rest = self.chunks.get(place.chunk + 1..).unwrap_or_default();
        first.iter().copied().chain(rest.iter().flat_map(|it| it.iter().copied()))
    }

    /// The entries before `place`, backwards.
    pub fn iter_back_from(&self, place: Place) -> impl Iterator<Item = T> + Clone + use<'_, T> {
        let last = self.chunks.get(place.chunk).map_or(&[][..], |it| &it[..place.position]);
        let rest = &self.chunks[..place.chunk.min(self.chunks.len())];
        let rest = rest.iter().rev().flat_map(|it| it.iter().rev().copied());
        last.iter().rev().copied().chain(rest)
    }

    /// The place behind all entries of which `holds` is true; they must stand before the others.
    pub fn partition_point(&self, mut holds: impl FnMut(T) -> bool) -> Place {
        let chunk = self.chunks.partition_point(|it| it.last().is_some_and(|row| holds(*row)));
        let position = self.chunks.get(chunk).map_or(0, |it| it.partition_point(|row| holds(*row)));
        Place { chunk, position }
    }

    /// The entry that `compare` says is equal to what is sought.
    pub fn find(&self, mut compare: impl FnMut(T) -> Ordering) -> Option<T> {
        let place = self.partition_point(|it| compare(it) == Ordering::Less);
        self.iter_from(place).next().filter(|it| compare(*it) == Ordering::Equal)
    }

    /// Puts `row` in; `compare` tells how an entry stands to it.
    pub fn insert(&mut self, row: T, mut compare: impl FnMut(T) -> Ordering) {
        let place = self.partition_point(|it| compare(it) == Ordering::Less);
        self.len += 1;
        if self.chunks.is_empty() {
            self.chunks.push(Arc::new(vec![row]));
            return;
        }
        let place = match self.chunks.len() {
            len if place.chunk == len => {
                Place { chunk: len - 1, position: self.chunks[len - 1].len() }
            }
            _ => place,
        };
        let chunk = Arc::make_mut(&mut self.chunks[place.chunk]);
        chunk.insert(place.position, row);
        if chunk.len() > 2 * CHUNK_ROWS {
            let behind = chunk.split_off(CHUNK_ROWS);
            self.chunks.insert(place.chunk + 1, Arc::new(behind));
        }
    }

    /// Takes `row` out; `compare` tells how an entry stands to it.
    pub fn remove(&mut self, row: T, mut compare: impl FnMut(T) -> Ordering) {
        let place = self.partition_point(|it| compare(it) == Ordering::Less);
        let found = self.chunks.get(place.chunk).and_then(|it| it.get(place.position));
        if found != Some(&row) {
            return;
        }
        let chunk = Arc::make_mut(&mut self.chunks[place.chunk]);
        chunk.remove(place.position);
        self.len -= 1;
        if chunk.is_empty() {
            self.chunks.remove(place.chunk);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn insertion_and_removal_keep_the_order_over_many_chunks() {
        let mut sorted = Sorted::default();
        let shuffled = (0..20_000u32).map(|it| it * 7919 % 20_000);
        for row in shuffled.clone() {
            sorted.insert(row, |it| it.cmp(&row));
        }
        for row in shuffled.filter(|it| it % 3 == 0) {
            sorted.remove(row, |it| it.cmp(&row));
        }
        let expected: Vec<u32> = (0..20_000).filter(|it| it % 3 != 0).collect();
        assert_eq!(sorted.iter().collect::<Vec<_>>(), expected);
        assert_eq!(sorted.len(), expected.len());
        let place = sorted.partition_point(|it| it < 10_000);
        assert_eq!(sorted.iter_from(place).next(), Some(10_000));
        assert_eq!(sorted.iter_back_from(place).next(), Some(9_998));
        assert_eq!(sorted.find(|it| it.cmp(&301)), Some(301));
        assert_eq!(sorted.find(|it| it.cmp(&300)), None);
    }
}
