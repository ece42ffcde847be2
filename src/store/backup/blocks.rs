//! The bytes of a backup: a row of blocks, each of which tells whether it is as it was written.
//!
//! After [`MAGIC`] and the format (4 bytes) come blocks. Numbers have their lowest byte first:
//!
//! - a byte for the kind ([`Content`]), three zero bytes, the number of the block (4 bytes, from 0 on),
//!   the length of the content (4 bytes) and that of the content compressed (4 bytes), and the XXH3 of
//!   these 16 bytes and of the compressed content (16 bytes);
//! - the content, compressed by zstd.
//!
//! The first block is the header, a text: when the backup was made, and the [`Record`] of the commit that
//! it holds. Blocks of entries have each entry after the lengths of its key and its value (4 bytes each).
//! The last block is the end, a text: how many blocks and entries there are, and the XXH3 of all bytes
//! before it.
//!
//! [`Record`]: super::Record

use std::io::{self, Read, Write};

use twox_hash::XxHash3_128;

use crate::store::still::Kind;

const MAGIC: &[u8; 8] = b"bolebkup";
const FORMAT: u32 = 1;
/// Bytes of a block before its content.
const HEAD: usize = 32;
/// Bytes of entries after which a block ends.
const BYTES: usize = 1 << 20;
/// Bytes of content that no block has: no entry is so large.
const BYTES_MAX: u32 = 256 << 20;
/// zstd's own default: higher levels take twice the time for a tenth of the size.
const LEVEL: i32 = 3;

/// What a block is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Header = 1,
    Rows = 2,
    States = 3,
    Commits = 4,
    Requests = 5,
    Tokens = 6,
    End = 7,
}

use Content::{Commits, End, Header, Requests, Rows, States, Tokens};

impl Content {
    const ALL: [Content; 7] = [Header, Rows, States, Commits, Requests, Tokens, End];

    fn of_byte(byte: u8) -> Option<Self> {
        Content::ALL.into_iter().find(|it| *it as u8 == byte)
    }

    pub(super) fn of(kind: Kind) -> Self {
        match kind {
            Kind::Row => Rows,
            Kind::State => States,
            Kind::Part => Commits,
            Kind::Request => Requests,
        }
    }

    /// What the entries in such a block are, if it has any.
    pub(super) fn kind(self) -> Option<Kind> {
        match self {
            Rows => Some(Kind::Row),
            States => Some(Kind::State),
            Commits => Some(Kind::Part),
            Requests => Some(Kind::Request),
            Header | Tokens | End => None,
        }
    }

    fn says(self) -> &'static str {
        match self {
            Header => "the header",
            Rows => "rows",
            States => "earlier states of rows",
            Commits => "what commits did",
            Requests => "requests that were carried out",
            Tokens => "the tokens",
            End => "the end",
        }
    }
}

/// Writes a backup.
pub(super) struct Writer<'w> {
    to: &'w mut dyn Write,
    whole: XxHash3_128,
    blocks: u32,
    entries: u64,
    /// Bytes that were written.
    pub bytes: u64,
    /// By kind of content: the entries of the block that is being made.
    open: [Vec<u8>; Content::ALL.len()],
}

impl<'w> Writer<'w> {
    pub(super) fn new(to: &'w mut dyn Write, header: &str) -> io::Result<Self> {
        let (whole, open) = (XxHash3_128::new(), Default::default());
        let mut writer = Writer { to, whole, blocks: 0, entries: 0, bytes: 0, open };
        writer.write(MAGIC)?;
        writer.write(&FORMAT.to_le_bytes())?;
        writer.block(Header, header.as_bytes())?;
        Ok(writer)
    }

    pub(super) fn entry(&mut self, content: Content, key: &[u8], value: &[u8]) -> io::Result<()> {
        let open = &mut self.open[content as usize - 1];
        for bytes in [key, value] {
            open.extend(length(bytes.len())?.to_le_bytes());
        }
        open.extend(key);
        open.extend(value);
        self.entries += 1;
        if open.len() < BYTES {
            return Ok(());
        }
        let mut full = std::mem::take(open);
        self.block(content, &full)?;
        full.clear();
        self.open[content as usize - 1] = full;
        Ok(())
    }

    pub(super) fn block(&mut self, content: Content, bytes: &[u8]) -> io::Result<()> {
        let compressed = zstd::bulk::compress(bytes, LEVEL)?;
        let numbers = [self.blocks, length(bytes.len())?, length(compressed.len())?];
        let mut head = vec![content as u8, 0, 0, 0];
        head.extend(numbers.iter().flat_map(|it| it.to_le_bytes()));
        head.extend(sum(&head, &compressed).to_le_bytes());
        self.write(&head)?;
        self.write(&compressed)?;
        self.blocks += 1;
        Ok(())
    }

    /// Writes what is open, and the end.
    pub(super) fn end(mut self) -> io::Result<u64> {
        for content in Content::ALL {
            let open = std::mem::take(&mut self.open[content as usize - 1]);
            if !open.is_empty() {
                self.block(content, &open)?;
            }
        }
        let end = end(self.blocks, self.entries, self.whole.finish_128());
        self.block(End, end.as_bytes())?;
        self.to.flush()?;
        Ok(self.bytes)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.whole.write(bytes);
        self.bytes += bytes.len() as u64;
        self.to.write_all(bytes)
    }
}

fn end(blocks: u32, entries: u64, whole: u128) -> String {
    format!("blocks {blocks}\nentries {entries}\nsum {whole:032x}\n")
}

fn length(bytes: usize) -> io::Result<u32> {
    let length = u32::try_from(bytes).ok().filter(|it| *it <= BYTES_MAX);
    length.ok_or_else(|| io::Error::other("a backup holds no entry that is so large"))
}

fn sum(head: &[u8], content: &[u8]) -> u128 {
    let mut hasher = XxHash3_128::new();
    hasher.write(head);
    hasher.write(content);
    hasher.finish_128()
}

/// Reads a backup.
pub(super) struct Reader<'r> {
    from: &'r mut dyn Read,
    whole: XxHash3_128,
    blocks: u32,
    entries: u64,
    /// Bytes that were read.
    pub bytes: u64,
}

/// Why a backup can't be read on: a part of a sentence, or what the system says.
pub(super) enum Fault {
    Bad(String),
    Io(io::Error),
}

impl From<io::Error> for Fault {
    fn from(why: io::Error) -> Self {
        Fault::Io(why)
    }
}

fn bad<T>(why: impl Into<String>) -> Result<T, Fault> {
    Err(Fault::Bad(why.into()))
}

impl<'r> Reader<'r> {
    /// Reads the first bytes.
    pub(super) fn new(from: &'r mut dyn Read) -> Result<Self, Fault> {
        let mut reader =
            Reader { from, whole: XxHash3_128::new(), blocks: 0, entries: 0, bytes: 0 };
        let start = reader.take(MAGIC.len() as u64 + 4)?;
        let Some((magic, format)) = start.split_first_chunk::<8>() else {
            return bad("it is too short to be a backup of Bole");
        };
        if magic != MAGIC {
            return bad("it does not begin like a backup of Bole");
        }
        match format.first_chunk().map(|it| u32::from_le_bytes(*it)) {
            Some(FORMAT) => Ok(reader),
            Some(other) => bad(format!("its format is {other}, and this build reads {FORMAT}")),
            None => bad("it is too short to be a backup of Bole"),
        }
    }

    /// The next block; `None` after the end, which was as it should be.
    pub(super) fn next(&mut self) -> Result<Option<(Content, Vec<u8>)>, Fault> {
        let (number, at) = (self.blocks, self.bytes);
        let before = self.whole.finish_128();
        let cut = || bad(format!("it is cut short: it ends in block {number}, at byte {at}"));
        let head = self.take(HEAD as u64)?;
        let Some((numbers, written)) = head.split_first_chunk::<16>() else { return cut() };
        let number_at = |at: usize| {
            let bytes = numbers[at..].first_chunk().copied().unwrap_or_default();
            u32::from_le_bytes(bytes)
        };
        let (length, compressed) = (number_at(8), number_at(12));
        if written.len() < 16 {
            return cut();
        }
        let content = self.take(u64::from(compressed))?;
        let kind = Content::of_byte(numbers[0]);
        if sum(numbers, &content).to_le_bytes() != written {
            // A head that was changed may say any length.
            let is_cut = content.len() < compressed as usize && compressed <= BYTES_MAX;
            let ends = if is_cut { ", or it is cut short there" } else { "" };
            let of = kind.map_or(String::new(), |it| format!(" ({})", it.says()));
            return bad(format!(
                "block {number}{of}, at byte {at}, is not as it was written{ends}"
            ));
        }
        let Some(kind) = kind.filter(|_| number_at(4) == number && length <= BYTES_MAX) else {
            return bad(format!("block {number}, at byte {at}, is not in its place"));
        };
        let content = zstd::bulk::decompress(&content, length as usize).unwrap_or_default();
        if content.len() != length as usize {
            return bad(format!("block {number} ({}) can't be unpacked", kind.says()));
        }
        self.blocks += 1;
        if kind != End {
            return Ok(Some((kind, content)));
        }
        if content != end(number, self.entries, before).as_bytes() {
            return bad("its blocks are not those that were written");
        }
        match self.take(1)?[..] {
            [] => Ok(None),
            _ => bad("something comes after its end"),
        }
    }

    /// Gives the entries of a block to `visit`.
    pub(super) fn entries<E: From<Fault>>(
        &mut self,
        mut block: &[u8],
        mut visit: impl FnMut(&[u8], &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let number = self.blocks.saturating_sub(1);
        while !block.is_empty() {
            let Some((key, value, rest)) = entry(block) else {
                return Err(Fault::Bad(format!("an entry of block {number} is not whole")).into());
            };
            block = rest;
            self.entries += 1;
            visit(key, value)?;
        }
        Ok(())
    }

    /// The next bytes, fewer only at the end.
    fn take(&mut self, length: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        (&mut *self.from).take(length).read_to_end(&mut bytes)?;
        self.whole.write(&bytes);
        self.bytes += bytes.len() as u64;
        Ok(bytes)
    }
}

/// The key and the value of the first entry, and what comes after them.
fn entry(bytes: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (key, rest) = bytes.split_first_chunk()?;
    let (value, rest) = rest.split_first_chunk()?;
    let length = |it: &[u8; 4]| usize::try_from(u32::from_le_bytes(*it)).ok();
    let (key, rest) = rest.split_at_checked(length(key)?)?;
    let (value, rest) = rest.split_at_checked(length(value)?)?;
    Some((key, value, rest))
}
