//! Of which commit each row is.

use std::sync::Arc;

use super::chunked::CHUNK_ROWS;

/// One version for each row. A chunk whose rows are all of one version, as after a load, is that
/// number alone.
#[derive(Clone, Debug, Default)]
pub(super) struct Versions {
    chunks: Vec<Arc<Chunk>>,
    len: usize,
}

#[derive(Clone, Debug)]
enum Chunk {
    Same(u64),
    Each(Vec<u64>),
}

impl Versions {
    pub(super) fn get(&self, row: u32) -> u64 {
        match &*self.chunks[row as usize / CHUNK_ROWS] {
            Chunk::Same(version) => *version,
            Chunk::Each(versions) => versions[row as usize % CHUNK_ROWS],
        }
    }

    pub(super) fn push(&mut self, version: u64) {
        if self.len.is_multiple_of(CHUNK_ROWS) {
            self.chunks.push(Arc::new(Chunk::Same(version)));
        }
        self.len += 1;
        self.set(super::row_number(self.len - 1), version);
    }

    /// Changes the version of a row; the chunk is copied if another snapshot holds it.
    pub(super) fn set(&mut self, row: u32, version: u64) {
        let (place, at) = (row as usize / CHUNK_ROWS, row as usize % CHUNK_ROWS);
        let rows = (self.len - place * CHUNK_ROWS).min(CHUNK_ROWS);
        let chunk = &mut self.chunks[place];
        if matches!(&**chunk, Chunk::Same(same) if *same == version) {
            return;
        }
        let chunk = Arc::make_mut(chunk);
        if let Chunk::Same(same) = chunk {
            *chunk = Chunk::Each(vec![*same; rows]);
        }
        if let Chunk::Each(versions) = chunk {
            // A row that was just added.
            versions.resize(rows, version);
            versions[at] = version;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_come_back_as_they_were_put_whether_equal_or_not() {
        let mut versions = Versions::default();
        let mut expected = Vec::new();
        for row in 0..10_000u64 {
            let version = if row < 5_000 { 1 } else { row / 3 };
            versions.push(version);
            expected.push(version);
        }
        let before = versions.clone();
        for row in [0, 4_095, 4_096, 5_000, 9_999] {
            versions.set(row, 77);
        }
        let all = |it: &Versions| (0..10_000).map(|row| it.get(row)).collect::<Vec<u64>>();
        assert_eq!(all(&before), expected);
        for row in [0, 4_095, 4_096, 5_000, 9_999] {
            expected[row] = 77;
        }
        assert_eq!(all(&versions), expected);
    }
}
