//! Files and streams into text: unpacked, and decoded, in bounded memory.

mod decoded;
mod encoding;
mod zipped;

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Error, ErrorKind, Read, Seek},
    path::Path,
};

use flate2::bufread::MultiGzDecoder;

use super::{ImportError, Text};
use decoded::Decoded;

pub use decoded::NotText;

/// Packed or made in a way that is told by its first bytes, and that is not read.
const NOT_READ: &[(&[u8], &str)] = &[
    (b"\x28\xB5\x2F\xFD", "is packed by zstd: unpack it, or pack it by gzip"),
    (b"\xFD7zXZ\0", "is packed by xz: unpack it, or pack it by gzip"),
    (b"BZh", "is packed by bzip2: unpack it, or pack it by gzip"),
    (b"7z\xBC\xAF\x27\x1C", "is packed by 7-Zip: unpack it, or pack it by gzip"),
    (b"PAR1", "is a Parquet file: write its rows as CSV or JSON lines"),
    (b"\xD0\xCF\x11\xE0", "is an old Excel workbook: save it as CSV in UTF-8"),
    (b"%PDF", "is a PDF: write its rows as CSV or JSON lines"),
];

const GZIP: &[u8] = b"\x1F\x8B";
const ZIP: &[&[u8]] = &[b"PK\x03\x04", b"PK\x05\x06"];

/// How many of the first bytes tell what a file is.
const MAGIC_BYTES: usize = 6;

/// The text of a file: as it is, packed by gzip, or in a zip, of which the first file of JSON, JSON
/// lines or CSV is read. UTF-8, UTF-16 and GB18030 are told apart by their bytes.
pub fn open(path: &Path) -> Result<Text, ImportError> {
    followed(path).map(|it| it.0)
}

/// Whether a file is there and may be read; its text may be wrong still.
pub fn check(path: &Path) -> Result<(), ImportError> {
    let opened = File::open(path).and_then(|file| {
        if file.metadata()?.is_dir() {
            return Err(not_read("is a directory: name the files in it"));
        }
        Ok(())
    });
    opened.map_err(|source| ImportError::Io { path: path.to_owned(), source })
}

/// The text of a file, as [`open`] gives it, and the file, which stands where it is read.
pub fn followed(path: &Path) -> Result<(Text, File), ImportError> {
    let opened = File::open(path).and_then(|mut file| {
        if begins_with(&head(&mut file)?, ZIP) {
            let (bytes, file) = zipped::member(path)?;
            return Ok((text(bytes), file));
        }
        file.rewind()?;
        Ok((unpacked(file.try_clone()?)?, file))
    });
    opened.map_err(|source| ImportError::Io { path: path.to_owned(), source })
}

/// The text of a stream: as it is, or packed by gzip.
///
/// # Errors
///
/// Where its first bytes can't be read, or are those of something else.
pub fn unpacked(stream: impl Read + Send + 'static) -> io::Result<Text> {
    let mut stream = BufReader::new(stream);
    let magic = head(&mut stream)?;
    let is_gzip = magic.starts_with(GZIP);
    if begins_with(&magic, ZIP) {
        return Err(not_read("is a zip, which is read from a file only: send what is in it"));
    }
    if let Some((_, why)) = NOT_READ.iter().find(|it| magic.starts_with(it.0)) {
        return Err(not_read(*why));
    }
    let whole = io::Cursor::new(magic).chain(stream);
    Ok(if is_gzip { text(MultiGzDecoder::new(BufReader::new(whole))) } else { text(whole) })
}

fn begins_with(magic: &[u8], any: &[&[u8]]) -> bool {
    any.iter().any(|it| magic.starts_with(it))
}

/// The first bytes, fewer where there are no more.
fn head(stream: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut magic = Vec::with_capacity(MAGIC_BYTES);
    stream.take(MAGIC_BYTES as u64).read_to_end(&mut magic)?;
    Ok(magic)
}

fn text(bytes: impl Read + Send + 'static) -> Text {
    let decoded: Box<dyn BufRead + Send> = Box::new(Decoded::new(Box::new(bytes)));
    decoded
}

fn not_read(why: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidData, why.into())
}
