//! A column of texts: in each chunk, every distinct text is kept once.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    sync::Arc,
};

use roaring::RoaringBitmap;

use super::chunked::CHUNK_ROWS;

/// One text, or none, for each row.
#[derive(Clone, Debug, Default)]
pub struct Words {
    chunks: Vec<Arc<Chunk>>,
    len: usize,
    /// By hash: the code of a text of the last chunk. Only while rows are being added.
    recent: HashMap<u64, u16>,
    hasher: RandomState,
}

/// The texts of [`CHUNK_ROWS`] rows.
#[derive(Clone, Debug, Default)]
struct Chunk {
    /// The distinct texts, one after the other.
    bytes: String,
    /// By code: where the text ends in `bytes`.
    ends: Vec<u32>,
    /// By row: the code of its text.
    codes: Vec<u16>,
}

/// The code of no text. A chunk has fewer distinct texts: those that are no longer used are
/// dropped before it would reach this number.
const NONE: u16 = u16::MAX;

impl Words {
    pub fn len(&self) -> usize {
        self.len
    }

    pub fn get(&self, row: u32) -> Option<&str> {
        self.chunks[row as usize / CHUNK_ROWS].get(row as usize % CHUNK_ROWS)
    }

    /// Where the text of a row is kept: its chunk, and its code there. Rows with equal places have
    /// equal texts; the opposite holds within a chunk only.
    pub fn place(&self, row: u32) -> Option<(usize, u16)> {
        let chunk = row as usize / CHUNK_ROWS;
        let code = self.chunks[chunk].codes[row as usize % CHUNK_ROWS];
        (code != NONE).then_some((chunk, code))
    }

    pub fn push(&mut self, text: Option<&str>) {
        if self.len.is_multiple_of(CHUNK_ROWS) {
            if let Some(full) = self.chunks.last_mut().and_then(Arc::get_mut) {
                full.shrink();
            }
            self.chunks.push(Arc::default());
            self.recent.clear();
        }
        let last = self.chunks.last_mut().expect("a chunk was just made where there was none");
        let chunk = Arc::make_mut(last);
        let code = text.map_or(NONE, |text| {
            let hash = self.hasher.hash_one(text);
            match self.recent.get(&hash).copied().filter(|it| chunk.text(*it) == text) {
                Some(code) => code,
                None => {
                    let code = chunk.add(text);
                    self.recent.insert(hash, code);
                    code
                }
            }
        });
        chunk.codes.push(code);
        self.len += 1;
    }

    pub fn set(&mut self, row: u32, text: Option<&str>) {
        let chunk = row as usize / CHUNK_ROWS;
        if chunk + 1 == self.chunks.len() {
            self.recent.clear();
        }
        Arc::make_mut(&mut self.chunks[chunk]).set(row as usize % CHUNK_ROWS, text);
    }

    /// Rows whose text passes; each distinct text of a chunk is tested once.
    pub fn matching(&self, mut passes: impl FnMut(&str) -> bool) -> RoaringBitmap {
        let mut rows = RoaringBitmap::new();
        let mut first = 0;
        for chunk in &self.chunks {
            let passing: Vec<bool> =
                (0..chunk.ends.len()).map(|it| passes(chunk.text_at(it))).collect();
            if passing.contains(&true) {
                let found = chunk.codes.iter().zip(first..);
                let found = found.filter(|(code, _)| **code != NONE && passing[**code as usize]);
                rows.append(found.map(|(_, row)| row)).expect("row numbers ascend");
            }
            first += super::row_number(chunk.codes.len());
        }
        rows
    }

    /// Forgets what is only needed while rows are being added.
    pub fn settle(&mut self) {
        self.recent = HashMap::new();
        if let Some(last) = self.chunks.last_mut().and_then(Arc::get_mut) {
            last.shrink();
        }
    }
}

impl Chunk {
    fn get(&self, position: usize) -> Option<&str> {
        let code = self.codes[position];
        (code != NONE).then(|| self.text(code))
    }

    fn text(&self, code: u16) -> &str {
        self.text_at(code as usize)
    }

    fn text_at(&self, code: usize) -> &str {
        let start = code.checked_sub(1).map_or(0, |it| self.ends[it] as usize);
        &self.bytes[start..self.ends[code] as usize]
    }

    fn add(&mut self, text: &str) -> u16 {
        let code = u16::try_from(self.ends.len()).expect("a chunk has few distinct texts");
        self.bytes.push_str(text);
        self.ends.push(super::row_number(self.bytes.len()));
        code
    }

    fn set(&mut self, position: usize, text: Option<&str>) {
        if self.ends.len() > 2 * CHUNK_ROWS {
            self.compact();
        }
        self.codes[position] = text.map_or(NONE, |text| {
            let known = (0..self.ends.len()).find(|it| self.text_at(*it) == text);
            known.map_or_else(
                || self.add(text),
                |it| u16::try_from(it).expect("a chunk has few distinct texts"),
            )
        });
    }

    /// Drops texts that no row has any more.
    fn compact(&mut self) {
        let old = std::mem::take(self);
        let mut new_codes: HashMap<u16, u16> = HashMap::new();
        for code in &old.codes {
            let code = match *code {
                NONE => NONE,
                code => *new_codes.entry(code).or_insert_with(|| self.add(old.text(code))),
            };
            self.codes.push(code);
        }
    }

    fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.codes.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_as_they_were_put_across_chunks() {
        let mut words = Words::default();
        let text = |row: usize| (!row.is_multiple_of(7)).then(|| format!("名字 {}", row % 5000));
        for row in 0..10_000 {
            words.push(text(row).as_deref());
        }
        words.settle();
        assert!((0..10_000u32).all(|row| words.get(row) == text(row as usize).as_deref()));
        let found = words.matching(|it| it == "名字 8");
        assert_eq!(found.into_iter().collect::<Vec<_>>(), [8, 5008]);
    }

    #[test]
    fn a_text_that_is_set_again_and_again_leaves_the_others_as_they_are() {
        let mut words = Words::default();
        for row in 0..100 {
            words.push(Some(&row.to_string()));
        }
        let before = words.clone();
        for turn in 0..20_000 {
            words.set(50, Some(&format!("turn {turn}")));
        }
        words.set(51, None);
        assert_eq!(words.get(50), Some("turn 19999"));
        assert_eq!(words.get(51), None);
        assert!((0..50).all(|row| words.get(row) == before.get(row)));
        assert_eq!(before.get(50), Some("50"));
    }
}
