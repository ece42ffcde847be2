//! The record of the last commit, beside the database: what tells that rows are gone.

use std::{
    ffi::OsStr,
    fs::{self, File},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
};

use twox_hash::XxHash3_128;

use super::{Record, StoreError};

/// Bytes of a slot. There are two, written in turn, so that a write that is cut short leaves the
/// record before it.
const SLOT: usize = 4096;
/// The first line of each slot; the number changes with the layout of the directory.
const TITLE: &str = "bole data directory, format ";
const FORMAT: &str = "2";
/// A layout that is still read: without a history, and rows without versions.
const WITHOUT_HISTORY: &str = "1";
/// What the file is called until it is whole.
const UNFINISHED: &str = "manifest.new";

/// Whether a file of a data directory is about who is let in, which may be said before there is a
/// graph.
pub fn is_of_tokens(name: &OsStr) -> bool {
    ["tokens", "tokens.lock", "tokens.new"].iter().any(|it| name == *it)
}

/// The file `manifest`: two slots of text, each with a checksum in its last line.
pub(super) struct Manifest {
    path: PathBuf,
    file: File,
    record: Record,
}

impl Manifest {
    /// Whether a directory is ours, or empty; looks only, so that another's stays as it is.
    pub(super) fn look(dir: &Path) -> Result<(), StoreError> {
        let path = dir.join("manifest");
        let io = |source| StoreError::Io { path: dir.to_owned(), source };
        if path.exists() {
            return Ok(());
        }
        let mut names = Vec::new();
        for entry in fs::read_dir(dir).map_err(io)? {
            names.push(entry.map_err(io)?.file_name());
        }
        if names.iter().any(|it| it == "rows") {
            return Err(StoreError::Damaged { path, why: "it is missing".to_owned() });
        }
        if names.iter().any(|it| it != "lock" && it != UNFINISHED && !is_of_tokens(it)) {
            return Err(StoreError::Foreign { path: dir.to_owned() });
        }
        Ok(())
    }

    /// Opens the manifest of a directory; a new one is made where the directory is empty.
    pub(super) fn open(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join("manifest");
        let io = |source| StoreError::Io { path: path.clone(), source };
        if !path.exists() {
            // Under its name it is whole, whenever a crash comes.
            let unfinished = dir.join(UNFINISHED);
            let new = File::options().create(true).truncate(true).write(true).open(&unfinished);
            let (path, record) = (unfinished.clone(), Record::default());
            Manifest { path, file: new.map_err(io)?, record }.write(&Record::default())?;
            fs::rename(&unfinished, dir.join("manifest")).map_err(io)?;
        }
        let file = File::options().read(true).write(true).open(&path).map_err(io)?;
        let mut manifest = Manifest { path: path.clone(), file, record: Record::default() };
        let bytes = fs::read(&path).map_err(io)?;
        let slots: Vec<Slot> = bytes.chunks(SLOT).map(slot).collect();
        if let Some(Slot::Newer(format)) = slots.iter().find(|it| matches!(it, Slot::Newer(_))) {
            let what = format!("format {format}");
            return Err(StoreError::Newer { path: dir.to_owned(), what });
        }
        let records = slots.into_iter().filter_map(|it| match it {
            Slot::Good(record) => Some(record),
            _ => None,
        });
        match records.max_by_key(|it| it.version) {
            Some(record) => {
                manifest.record = record;
                Ok(manifest)
            }
            None => Err(StoreError::Damaged { path, why: "it holds no record".to_owned() }),
        }
    }

    pub(super) fn record(&self) -> &Record {
        &self.record
    }

    /// Whether the database, whose record is `found`, is as new as the manifest says.
    pub(super) fn check(&self, found: &Record) -> Result<(), StoreError> {
        let rows = self.path.with_file_name("rows");
        let known = &self.record;
        // A crash may come between the commit to the database and the one here.
        if found.version < known.version {
            let (found, known) = (found.version, known.version);
            let why = format!("its last commit is number {found}, but number {known} was made");
            return Err(StoreError::Damaged { path: rows, why });
        }
        if found.version == known.version && found != known {
            let why = "its record is not that of the last commit".to_owned();
            return Err(StoreError::Damaged { path: rows, why });
        }
        Ok(())
    }

    /// Writes a record, and returns when it is on the disk.
    pub(super) fn write(&mut self, record: &Record) -> Result<(), StoreError> {
        let text = format!("{TITLE}{FORMAT}\n{}", record.to_text());
        let sum = XxHash3_128::oneshot(text.as_bytes());
        let mut bytes = format!("{text}sum {sum:032x}\n").into_bytes();
        debug_assert!(bytes.len() <= SLOT, "a line for each table fits");
        bytes.resize(SLOT, b' ');
        let at = (record.version % 2) * SLOT as u64;
        self.file
            .write_all_at(&bytes, at)
            .and_then(|()| self.file.sync_data())
            .map_err(|source| StoreError::Io { path: self.path.clone(), source })?;
        self.record = record.clone();
        Ok(())
    }
}

enum Slot {
    Good(Record),
    /// Of a later format.
    Newer(String),
    Bad,
}

fn slot(bytes: &[u8]) -> Slot {
    let Ok(text) = std::str::from_utf8(bytes) else { return Slot::Bad };
    let Some((text, sum)) = text.trim_end_matches(' ').rsplit_once("sum ") else {
        return Slot::Bad;
    };
    let expected = XxHash3_128::oneshot(text.as_bytes());
    if sum.trim_end() != format!("{expected:032x}") {
        return Slot::Bad;
    }
    let Some((title, record)) = text.split_once('\n') else { return Slot::Bad };
    match title.strip_prefix(TITLE) {
        Some(FORMAT | WITHOUT_HISTORY) => Record::from_text(record).map_or(Slot::Bad, Slot::Good),
        Some(format) => Slot::Newer(format.to_owned()),
        None => Slot::Bad,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes of a slot of any format, with the checksum that belongs to them.
    fn sealed(format: &str, record: &Record) -> Vec<u8> {
        let text = format!("{TITLE}{format}\n{}", record.to_text());
        let sum = XxHash3_128::oneshot(text.as_bytes());
        let mut bytes = format!("{text}sum {sum:032x}\n").into_bytes();
        bytes.resize(SLOT, b' ');
        bytes
    }

    #[test]
    fn a_directory_of_a_newer_format_is_refused_and_left_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        drop(Manifest::open(dir.path()).unwrap());
        let path = dir.path().join("manifest");
        // One slot is enough: a newer build writes them in turn.
        let newer = Record { version: 1, ..Record::default() };
        let bytes = [sealed(FORMAT, &Record::default()), sealed("3", &newer)].concat();
        fs::write(&path, &bytes).unwrap();
        match Manifest::open(dir.path()) {
            Err(StoreError::Newer { what, .. }) => assert_eq!(what, "format 3"),
            other => panic!("{:?}", other.map(|it| it.record)),
        }
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }

    #[test]
    fn a_slot_with_a_wrong_checksum_leaves_the_other_and_two_leave_none() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("manifest");
        let mut manifest = Manifest::open(dir.path()).unwrap();
        manifest.write(&Record { version: 1, ..Record::default() }).unwrap();
        drop(manifest);
        let mut bytes = fs::read(&path).unwrap();
        bytes[SLOT + TITLE.len()] = b'7';
        fs::write(&path, &bytes).unwrap();
        assert_eq!(Manifest::open(dir.path()).unwrap().record().version, 0);
        bytes[TITLE.len()] = b'7';
        fs::write(&path, &bytes).unwrap();
        match Manifest::open(dir.path()) {
            Err(why @ StoreError::Damaged { .. }) => {
                assert!(why.to_string().contains("manifest` is damaged: it holds no record"));
            }
            other => panic!("{:?}", other.map(|it| it.record)),
        }
    }
}
