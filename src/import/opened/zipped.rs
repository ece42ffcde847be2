//! The one file of a zip that is read.

use std::{
    fmt::Display,
    fs::File,
    io::{self, BufReader, Error, ErrorKind, Read, Seek, SeekFrom},
    path::Path,
};

use flate2::{Crc, bufread::DeflateDecoder};
use zip::{CompressionMethod, ZipArchive, read::ZipFile};

use super::not_read;

/// What the names of files that are read end in, the best first: where the same is there as CSV too,
/// it says less.
const ENDINGS: &[&str] = &[".json", ".jsonl", ".csv"];

/// What the best of all ends in: releases of the Research Organization Registry hold the same by an
/// earlier schema too.
const LATER_SCHEMA: &str = "_schema_v2.json";

/// What every Excel workbook holds.
const WORKBOOK: &str = "xl/workbook.xml";

/// Where a file of a zip lies in it, and how it is packed.
struct Place {
    begin: u64,
    packed_bytes: u64,
    bytes: u64,
    checksum: u32,
    method: CompressionMethod,
}

/// The bytes of the file of a zip that is JSON, JSON lines or CSV by its name; of several, the first
/// of the best. And the zip, which stands where they are read.
pub(super) fn member(path: &Path) -> io::Result<(Box<dyn Read + Send>, File)> {
    let mut archive = ZipArchive::new(BufReader::new(File::open(path)?)).map_err(broken)?;
    let place = place(&mut archive)?;
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(place.begin))?;
    let packed = BufReader::new(file.try_clone()?.take(place.packed_bytes));
    let bytes: Box<dyn Read + Send> = match place.method {
        CompressionMethod::Stored => Box::new(packed),
        CompressionMethod::Deflated => Box::new(DeflateDecoder::new(packed)),
        method => {
            let how = format!("is a zip packed by {method}: pack it by deflate, as most do");
            return Err(not_read(how));
        }
    };
    let (left, checksum) = (place.bytes, place.checksum);
    Ok((Box::new(Checked { bytes, left, checksum, crc: Crc::new() }), file))
}

fn place(archive: &mut ZipArchive<BufReader<File>>) -> io::Result<Place> {
    if archive.index_for_name(WORKBOOK).is_some() {
        return Err(not_read("is an Excel workbook: save it as CSV in UTF-8"));
    }
    let mut best: Option<(usize, Place)> = None;
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).map_err(broken)?;
        let Some(rank) = file.name().ok().and_then(|it| rank(&it)) else { continue };
        if best.as_ref().is_none_or(|it| rank < it.0) {
            best = Some((rank, place_of(&file)?));
        }
    }
    let none = || not_read(format!("is a zip without a file that ends in {}", ENDINGS.join(", ")));
    best.map(|it| it.1).ok_or_else(none)
}

/// How soon a file of this name is read; `None` where it is not.
fn rank(name: &str) -> Option<usize> {
    let name = name.to_lowercase();
    let is_hidden = name.split('/').any(|it| it.starts_with(['.', '_']));
    let ending = ENDINGS.iter().position(|it| name.ends_with(it)).filter(|_| !is_hidden)?;
    Some(if name.ends_with(LATER_SCHEMA) { 0 } else { ending + 1 })
}

fn place_of<R: Read>(file: &ZipFile<'_, R>) -> io::Result<Place> {
    if file.encrypted() {
        return Err(not_read("is a zip that is locked by a password: unpack it"));
    }
    Ok(Place {
        begin: file.data_start().ok_or_else(|| broken("it does not say where its files begin"))?,
        packed_bytes: file.compressed_size(),
        bytes: file.size(),
        checksum: file.crc32(),
        method: file.compression(),
    })
}

fn broken(why: impl Display) -> Error {
    not_read(format!("is a broken zip: {why}"))
}

/// Bytes that must be as many as were told, and have the checksum that was told.
struct Checked {
    bytes: Box<dyn Read + Send>,
    left: u64,
    checksum: u32,
    crc: Crc,
}

impl Read for Checked {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(into)?;
        self.crc.update(&into[..read]);
        let left = self.left.checked_sub(read as u64);
        self.left = left.ok_or_else(|| broken("a file in it is longer than it says"))?;
        if read > 0 || into.is_empty() {
            return Ok(read);
        }
        if self.left > 0 {
            return Err(Error::new(ErrorKind::UnexpectedEof, "is a zip that was cut off"));
        }
        if self.crc.sum() == self.checksum {
            Ok(0)
        } else {
            Err(broken("a file in it has another checksum than it says"))
        }
    }
}
