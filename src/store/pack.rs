//! Rows of one table in one entry of sled, which costs about as much as an entry of one row would.
//!
//! The bytes are those of the rows in the order of their keys, each key and each row after its length
//! (4 bytes, the lowest first), compressed with LZ4 behind their number (4 bytes).
//!
//! What was found with rows of 100 bytes, a cache of 64 MB, and flush only at the end. Rows a second are
//! those of one second of a processor, all threads of sled counted; the size is that of the files by that
//! of the rows.
//!
//! | rows to an entry | entries to a batch | order of keys | rows a second | size |
//! |---|---|---|---|---|
//! | 1 | 1 | as they are | 16,000 | 7.0 |
//! | 1 | 200 | as they are | 91,000 | 2.6 |
//! | 1 | 1,000 | as they are | 103,000 | 2.9 |
//! | 1 | 200 | mixed | 91,000 | 3.0 |
//! | 20 | 100 | as they are | 915,000 | 1.6 |
//! | 80 | 10 | as they are | 1,144,000 | 2.4 |
//! | 80 | 50 | as they are | 1,499,000 | 1.8 |
//! | 160 | 10 | as they are | 1,962,000 | 2.0 |
//! | 160 | 10 | mixed | 1,335,000 | 1.5 |
//! | 320 | 16 | as they are | 2,183,000 | 1.5 |
//!
//! A scan takes less in about the same measure. Segments of 2 or 8 MB instead of 512 kB, and a cache of
//! 512 MB, change neither. LZ4 makes packs of a made-up graph a fifth as large, so the names of fields in
//! each row cost next to nothing. sled's leaves hold up to 17 entries, and one of more than 128 kB gets a
//! file of its own, which is one more to bring to the disk: so a pack is no larger than it is.

use std::cmp::Ordering;

use lz4_flex::block;

use super::{entries::Entry, keys};

/// Bytes of rows after which a pack ends.
const BYTES: usize = 16 << 10;
/// Packs that are written at once.
const AT_ONCE: usize = 32;
/// Bytes that no pack has: no row is so large, and those of a damaged one may say anything.
const BYTES_MAX: usize = 64 << 20;

/// The rows of a pack, read where they stand.
pub(super) struct Pack {
    bytes: Vec<u8>,
    /// By row: where its key begins.
    begins: Vec<u32>,
}

impl Pack {
    /// The pack that [`to_bytes`] wrote.
    ///
    /// # Errors
    ///
    /// What is wrong with the bytes, a part of a sentence.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, String> {
        let bytes = decompress(bytes).ok_or("a pack of rows can't be read")?;
        let mut begins = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            begins.push(u32::try_from(at).map_err(|_| "a pack of rows is too large")?);
            at = skip(&bytes, at)
                .and_then(|it| skip(&bytes, it))
                .ok_or("a pack of rows ends early")?;
        }
        if begins.is_empty() {
            return Err("a pack holds no rows".to_owned());
        }
        Ok(Pack { bytes, begins })
    }

    fn row(&self, row: usize) -> (&[u8], &[u8]) {
        let (key, at) = take(&self.bytes, self.begins[row] as usize);
        (key, take(&self.bytes, at).0)
    }

    /// Keys and bytes of the rows, in the order of the keys.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        (0..self.begins.len()).map(|it| self.row(it))
    }

    /// The bytes of the row with a key.
    pub(super) fn find(&self, key: &[u8]) -> Option<&[u8]> {
        let (mut low, mut high) = (0, self.begins.len());
        while low < high {
            let middle = low.midpoint(high);
            let (found, row) = self.row(middle);
            match found.cmp(key) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return Some(row),
            }
        }
        None
    }

    /// Bytes of all rows and their keys.
    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }
}

/// Packs of one table, of rows that are given in the order of their keys.
pub(super) struct Packs {
    table: u8,
    first: Vec<u8>,
    bytes: Vec<u8>,
    whole: Vec<Entry>,
}

impl Packs {
    pub(super) fn new(table: u8) -> Self {
        Packs { table, first: Vec::new(), bytes: Vec::new(), whole: Vec::new() }
    }

    pub(super) fn table(&self) -> u8 {
        self.table
    }

    pub(super) fn push(&mut self, key: &[u8], row: &[u8]) {
        if self.bytes.is_empty() {
            self.first = keys::pack(self.table, key);
        }
        for bytes in [key, row] {
            let length = u32::try_from(bytes.len()).expect("rows are small");
            self.bytes.extend(length.to_le_bytes());
            self.bytes.extend(bytes);
        }
        if self.bytes.len() >= BYTES {
            self.end_pack();
        }
    }

    fn end_pack(&mut self) {
        let first = std::mem::take(&mut self.first);
        self.whole.push((first, Some(compress(&self.bytes).into())));
        self.bytes.clear();
    }

    /// The packs that are whole, if they are so many that it is time to write them.
    pub(super) fn enough(&mut self) -> Option<Vec<Entry>> {
        (self.whole.len() >= AT_ONCE).then(|| std::mem::take(&mut self.whole))
    }

    /// The packs, the last of which may be small.
    pub(super) fn end(mut self) -> Vec<Entry> {
        if !self.bytes.is_empty() {
            self.end_pack();
        }
        self.whole
    }
}

pub(super) fn compress(bytes: &[u8]) -> Vec<u8> {
    block::compress_prepend_size(bytes)
}

/// What [`compress`] was given; `None` where the bytes are not from there.
pub(super) fn decompress(bytes: &[u8]) -> Option<Vec<u8>> {
    let (size, rest) = block::uncompressed_size(bytes).ok()?;
    if size > BYTES_MAX {
        return None;
    }
    block::decompress(rest, size).ok().filter(|it| it.len() == size)
}

fn length(bytes: &[u8], at: usize) -> Option<usize> {
    bytes.get(at..)?.first_chunk().map(|it| u32::from_le_bytes(*it) as usize)
}

/// Where what begins at `at` ends; `None` where it is not whole.
fn skip(bytes: &[u8], at: usize) -> Option<usize> {
    let end = (at + 4).checked_add(length(bytes, at)?)?;
    (end <= bytes.len()).then_some(end)
}

/// What begins at `at`, and where it ends; it is whole, since [`Pack::read`] has seen it.
fn take(bytes: &[u8], at: usize) -> (&[u8], usize) {
    let end = at + 4 + length(bytes, at).unwrap_or_default();
    (&bytes[at + 4..end], end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(rows: &[(&str, &str)]) -> Vec<u8> {
        let mut packs = Packs::new(7);
        for (key, row) in rows {
            packs.push(key.as_bytes(), row.as_bytes());
        }
        let [(first, bytes)] = &packs.end()[..] else { panic!("several packs") };
        assert_eq!(*first, keys::pack(7, rows[0].0.as_bytes()));
        bytes.as_ref().unwrap().to_vec()
    }

    #[test]
    fn rows_come_back_in_order_and_are_found_by_their_keys() {
        let rows = [("a", "one"), ("b", ""), ("bb", "three"), ("c", "four")];
        let pack = Pack::read(&written(&rows)).unwrap();
        let bytes = rows.map(|(key, row)| (key.as_bytes(), row.as_bytes()));
        assert!(pack.rows().eq(bytes));
        for (key, row) in bytes {
            assert_eq!(pack.find(key), Some(row));
        }
        for other in ["", "aa", "bbb", "d"] {
            assert_eq!(pack.find(other.as_bytes()), None);
        }
    }

    #[test]
    fn bytes_that_are_no_pack_are_refused_or_are_other_rows() {
        let bytes = written(&[("a", "one"), ("b", "two"), ("c", "three")]);
        assert!((0..bytes.len()).all(|end| Pack::read(&bytes[..end]).is_err()));
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut bytes = bytes.clone();
                bytes[at] ^= 1 << bit;
                drop(Pack::read(&bytes));
            }
        }
        assert!(Pack::read(&[255, 255, 255, 255, 0]).is_err(), "nobody has so much memory");
        assert!(Pack::read(&compress(&[])).is_err());
    }
}
