//! Values of equal size in chunks that snapshots share until one of them changes.

use std::sync::Arc;

use roaring::RoaringBitmap;

/// Rows in a chunk. A commit copies the chunks it touches: 4,096 values of 4 bytes are copied in
/// about a microsecond, and a table of a million rows has but 245 chunks to share.
pub(super) const CHUNK_ROWS: usize = 4096;

/// One value for each row; rows are numbered from 0.
#[derive(Clone, Debug)]
#[expect(clippy::rc_buffer, reason = "the last chunk grows")]
pub struct Chunked<T> {
    /// All but the last hold [`CHUNK_ROWS`] values.
    chunks: Vec<Arc<Vec<T>>>,
    len: usize,
}

impl<T> Default for Chunked<T> {
    fn default() -> Self {
        Chunked { chunks: Vec::new(), len: 0 }
    }
}

impl<T: Clone> Chunked<T> {
    pub fn len(&self) -> usize {
        self.len
    }

    pub fn get(&self, row: u32) -> &T {
        &self.chunks[row as usize / CHUNK_ROWS][row as usize % CHUNK_ROWS]
    }

    pub fn push(&mut self, value: T) {
        if self.len.is_multiple_of(CHUNK_ROWS) {
            self.chunks.push(Arc::default());
        }
        let last = self.chunks.last_mut().expect("a chunk was just made where there was none");
        Arc::make_mut(last).push(value);
        self.len += 1;
    }

    /// The value of `row`, to be changed; the chunk is copied if another snapshot holds it.
    pub fn get_mut(&mut self, row: u32) -> &mut T {
        &mut Arc::make_mut(&mut self.chunks[row as usize / CHUNK_ROWS])[row as usize % CHUNK_ROWS]
    }

    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.chunks.iter().flat_map(|it| it.iter())
    }

    /// Rows whose value passes. Sets one bit for each row, whether it passes or not, which is
    /// several times as fast as to put rows into a set one by one.
    pub fn rows_where(&self, passes: impl Fn(&T) -> bool) -> RoaringBitmap {
        let mut bits = Vec::with_capacity(self.len.div_ceil(8));
        // Every chunk but the last has a multiple of eight rows.
        for eight in self.chunks.iter().flat_map(|it| it.chunks(8)) {
            let bit = |(at, value)| u8::from(passes(value)) << at;
            bits.push(eight.iter().enumerate().map(bit).fold(0, |bits, it| bits | it));
        }
        RoaringBitmap::from_lsb0_bytes(0, &bits)
    }

    /// Gives back what the last chunk had in reserve.
    pub fn shrink(&mut self) {
        if let Some(last) = self.chunks.last_mut().and_then(Arc::get_mut) {
            last.shrink_to_fit();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_pass_are_found_whatever_the_length() {
        for len in [0, 1, 7, 8, 9, 4_095, 4_096, 4_097, 10_000, 70_000] {
            let mut values = Chunked::default();
            (0..len).for_each(|it: u32| values.push(it));
            for every in [1, 3, 5_000] {
                let found: Vec<u32> =
                    values.rows_where(|it| it.is_multiple_of(every)).into_iter().collect();
                let expected: Vec<u32> = (0..len).filter(|it| it.is_multiple_of(every)).collect();
                assert_eq!(found, expected, "every {every} of {len}");
            }
        }
    }
}
