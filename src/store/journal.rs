//! Commits as they are acknowledged: one write and one wait for the disk for all that are made
//! together.
//!
//! sled's own flush takes about as long as the disk itself, and leaves the file to be brought to the
//! disk besides. So commits are first written to a file that is made once and written over again and
//! again: what waits for the disk is then the data alone. It is a row of blocks:
//!
//! - [`MAGIC`], the first and the last version of the commits in it, the length of what follows the
//!   header (each a number of 8 bytes, the lowest first), and the XXH3 of all of these and of what
//!   follows (16 bytes);
//! - the [`Record`] that the last commit left, as text, after its length (4 bytes);
//! - each entry of the database that they put or take away: the lengths of key and value (4 bytes
//!   each; that of no value is the highest number), key and value;
//! - zeros up to a multiple of [`ALIGNMENT`].
//!
//! When the file is full, sled is brought up to what it holds, and it begins anew. Versions only grow:
//! a block whose versions do not follow those of the block before it is left from an earlier round. One
//! that can't be read is the last, which a crash cut short before anybody was told of it; where a
//! later one can be read, the file is damaged.

use std::{
    fs::{self, File},
    io,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
};

use twox_hash::XxHash3_128;

use super::{Record, StoreError, entries::Entry};

const NAME: &str = "journal";
/// What the file is called until it is whole.
pub(super) const UNFINISHED: &str = "journal.new";
const MAGIC: &[u8; 8] = b"bolejrnl";
/// Bytes of a block before its record.
const HEADER: usize = 48;
/// Blocks begin at multiples of so many bytes.
const ALIGNMENT: usize = 64;
/// Bytes of the file, but where one group of commits takes more.
const SIZE: usize = 1 << 20;
/// The length of a value that is taken away.
const NO_VALUE: u32 = u32::MAX;

/// The file `journal`.
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    /// Where the next block goes.
    next: usize,
}

/// Commits that were brought to the disk together.
#[derive(Debug, PartialEq)]
pub(super) struct Block {
    /// The version of the first of them.
    pub first: u64,
    /// What the last of them left.
    pub record: Record,
    pub entries: Vec<Entry>,
}

impl Journal {
    /// Opens the journal of a directory, or makes it; with the blocks that it holds of commits after
    /// number `version`.
    pub(super) fn open(dir: &Path, version: u64) -> Result<(Self, Vec<Block>), StoreError> {
        let path = dir.join(NAME);
        let io = |source| StoreError::Io { path: path.clone(), source };
        if !path.exists() {
            make(dir).map_err(io)?;
        }
        let file = File::options().read(true).write(true).open(&path).map_err(io)?;
        let bytes = fs::read(&path).map_err(io)?;
        let mut blocks: Vec<Block> = Vec::new();
        let (mut at, mut last) = (0, None);
        while let Some((block, length)) = block(&bytes[at..]) {
            if last.is_some_and(|it| block.first != it + 1) {
                break;
            }
            last = Some(block.record.version);
            at += length;
            if block.record.version > version {
                blocks.push(block);
            }
        }
        let damaged = |why: &str| StoreError::Damaged { path: path.clone(), why: why.to_owned() };
        if blocks.first().is_some_and(|it| it.first > version + 1) {
            return Err(damaged("the commits before those in it are not in the database"));
        }
        let newest = last.unwrap_or_default().max(version);
        let mut rest = (at..bytes.len()).step_by(ALIGNMENT).filter_map(|it| block_at(&bytes, it));
        if rest.any(|it| it.record.version > newest) {
            return Err(damaged("a commit in it can't be read"));
        }
        let journal = Journal { path: path.clone(), file, next: 0 };
        Ok((journal, blocks))
    }

    /// Writes a block after the others, and returns when it is on the disk.
    pub(super) fn append(&mut self, block: &Block) -> Result<(), StoreError> {
        let bytes = bytes(block);
        let written = self.file.write_all_at(&bytes, self.next as u64);
        let synced = written.and_then(|()| self.file.sync_data());
        synced.map_err(|source| self.io(source))?;
        self.next += bytes.len();
        Ok(())
    }

    /// Bytes that are in use.
    pub(super) fn filled(&self) -> u64 {
        self.next as u64
    }

    pub(super) fn is_empty(&self) -> bool {
        self.next == 0
    }

    /// Whether it is time to begin anew.
    pub(super) fn is_full(&self) -> bool {
        self.next > SIZE - SIZE / 4
    }

    /// Begins anew; only when the database on the disk has all that it holds.
    pub(super) fn begin(&mut self) -> Result<(), StoreError> {
        if std::mem::take(&mut self.next) > SIZE {
            self.file.set_len(SIZE as u64).map_err(|source| self.io(source))?;
        }
        Ok(())
    }

    fn io(&self, source: io::Error) -> StoreError {
        StoreError::Io { path: self.path.clone(), source }
    }
}

/// The blocks of the journal of a directory that can be read, of commits after number `version`, in their
/// order; some may be missing between them. Those of earlier rounds may be all that is left of theirs.
pub(super) fn readable(dir: &Path, version: u64) -> Vec<Block> {
    let bytes = fs::read(dir.join(NAME)).unwrap_or_default();
    let blocks = (0..bytes.len()).step_by(ALIGNMENT).filter_map(|it| block_at(&bytes, it));
    let mut blocks: Vec<Block> = blocks.filter(|it| it.first > version).collect();
    blocks.sort_by_key(|it| it.first);
    blocks
}

/// Under its name the file is whole, and all of its bytes have their place on the disk.
pub(super) fn make(dir: &Path) -> io::Result<()> {
    let unfinished = dir.join(UNFINISHED);
    fs::write(&unfinished, vec![0; SIZE])?;
    File::open(&unfinished)?.sync_all()?;
    fs::rename(&unfinished, dir.join(NAME))
}

fn bytes(block: &Block) -> Vec<u8> {
    let length = |it: usize| u32::try_from(it).expect("rows are small").to_le_bytes();
    let mut content = Vec::new();
    let record = block.record.to_text();
    content.extend(length(record.len()));
    content.extend(record.as_bytes());
    for (key, value) in &block.entries {
        content.extend(length(key.len()));
        content.extend(value.as_ref().map_or(NO_VALUE.to_le_bytes(), |it| length(it.len())));
        content.extend(key);
        content.extend(value.as_deref().unwrap_or_default());
    }
    let numbers = [block.first, block.record.version, content.len() as u64];
    let mut bytes = MAGIC.to_vec();
    bytes.extend(numbers.iter().flat_map(|it| it.to_le_bytes()));
    bytes.extend(sum(&bytes, &content).to_le_bytes());
    bytes.extend(content);
    bytes.resize(bytes.len().next_multiple_of(ALIGNMENT), 0);
    bytes
}

fn sum(numbers: &[u8], content: &[u8]) -> u128 {
    let mut hasher = XxHash3_128::new();
    hasher.write(numbers);
    hasher.write(content);
    hasher.finish_128()
}

fn block_at(bytes: &[u8], at: usize) -> Option<Block> {
    block(bytes.get(at..)?).map(|it| it.0)
}

/// The block that bytes begin with, and how many of them it takes; `None` where that is none, or not
/// as it was written.
fn block(bytes: &[u8]) -> Option<(Block, usize)> {
    let (header, rest) = bytes.split_at_checked(HEADER)?;
    let (numbers, written) = header.split_at(HEADER - 16);
    let number = |at: usize| numbers[at..].first_chunk().map(|it| u64::from_le_bytes(*it));
    let length = usize::try_from(number(24)?).ok()?;
    let content = rest.get(..length).filter(|_| numbers.starts_with(MAGIC))?;
    if sum(numbers, content).to_le_bytes() != written {
        return None;
    }
    let mut left = content;
    let record_length = take_length(&mut left)?;
    let record = std::str::from_utf8(take(&mut left, record_length)?).ok()?;
    let record = Record::from_text(record).filter(|it| Some(it.version) == number(16))?;
    let mut entries = Vec::new();
    while !left.is_empty() {
        let (key, value) = (take_length(&mut left)?, take_length(&mut left)?);
        let key = take(&mut left, key)?.to_vec();
        let value = match value {
            NO_VALUE => None,
            length => Some(take(&mut left, length)?.into()),
        };
        entries.push((key, value));
    }
    let block = Block { first: number(8)?, record, entries };
    Some((block, (HEADER + length).next_multiple_of(ALIGNMENT)))
}

fn take_length(bytes: &mut &[u8]) -> Option<u32> {
    take(bytes, 4)?.try_into().ok().map(u32::from_le_bytes)
}

fn take<'a>(bytes: &mut &'a [u8], length: u32) -> Option<&'a [u8]> {
    let (taken, left) = bytes.split_at_checked(usize::try_from(length).ok()?)?;
    *bytes = left;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(version: u64) -> Block {
        let record = Record { version, ..Record::default() };
        let key = version.to_be_bytes().to_vec();
        Block {
            first: version,
            record,
            entries: vec![(key, Some(b"value".into())), (vec![1], None)],
        }
    }

    fn journal(dir: &Path, versions: std::ops::RangeInclusive<u64>) {
        let (mut journal, _) = Journal::open(dir, *versions.start() - 1).unwrap();
        versions.for_each(|it| journal.append(&written(it)).unwrap());
    }

    fn read(dir: &Path, version: u64) -> Result<Vec<Block>, String> {
        Journal::open(dir, version).map(|it| it.1).map_err(|it| it.to_string())
    }

    #[test]
    fn the_commits_that_the_database_lacks_come_back() {
        let dir = tempfile::tempdir().unwrap();
        journal(dir.path(), 1..=5);
        assert_eq!(read(dir.path(), 0), Ok((1..=5).map(written).collect()));
        assert_eq!(read(dir.path(), 3), Ok((4..=5).map(written).collect()));
        assert_eq!(read(dir.path(), 5), Ok(Vec::new()));
        // The next round is shorter.
        journal(dir.path(), 6..=7);
        assert_eq!(read(dir.path(), 5), Ok((6..=7).map(written).collect()));
        assert!(read(dir.path(), 4).unwrap_err().contains("the commits before those in it"));
    }

    #[test]
    fn a_block_that_was_cut_short_is_the_last_and_leaves_those_before_it() {
        let dir = tempfile::tempdir().unwrap();
        journal(dir.path(), 1..=3);
        let path = dir.path().join(NAME);
        let whole = fs::read(&path).unwrap();
        let length = bytes(&written(1)).len();
        for torn in 2 * length..3 * length {
            let mut bytes = whole.clone();
            bytes[torn..3 * length].fill(0);
            fs::write(&path, &bytes).unwrap();
            let blocks = read(dir.path(), 0).unwrap();
            // Zeros at the end of a block are of no matter.
            let expected = if bytes == whole { 3 } else { 2 };
            assert_eq!(blocks, (1..=expected).map(written).collect::<Vec<_>>(), "{torn}");
        }
    }

    #[test]
    fn a_byte_that_is_changed_before_a_block_that_can_be_read_is_found() {
        let dir = tempfile::tempdir().unwrap();
        journal(dir.path(), 1..=3);
        let path = dir.path().join(NAME);
        let whole = fs::read(&path).unwrap();
        let (block, _) = block(&whole).unwrap();
        let used = HEADER + bytes(&block).len() - ALIGNMENT;
        for at in 0..used {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x10;
            fs::write(&path, &bytes).unwrap();
            let outcome = read(dir.path(), 0);
            let is_found =
                outcome.as_ref().is_err_and(|it| it.contains("a commit in it can't be read"));
            let is_padding = outcome.as_ref().is_ok_and(|it| it.len() == 3);
            assert!(is_found || is_padding, "{at}: {outcome:?}");
        }
    }

    #[test]
    fn a_group_that_is_larger_than_the_file_makes_it_larger_for_a_while() {
        let dir = tempfile::tempdir().unwrap();
        let (mut journal, _) = Journal::open(dir.path(), 0).unwrap();
        let large =
            Block { entries: vec![(vec![1], Some(vec![7; 3 * SIZE].into()))], ..written(1) };
        journal.append(&large).unwrap();
        assert!(journal.is_full());
        assert_eq!(read(dir.path(), 0), Ok(vec![large]));
        journal.begin().unwrap();
        assert_eq!(fs::metadata(dir.path().join(NAME)).unwrap().len(), SIZE as u64);
    }
}
