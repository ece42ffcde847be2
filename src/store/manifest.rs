//! The record of the last commit, beside the database: what tells that rows are gone.
//!
//! The file has three slots of text, each with a checksum in its last line; the newest that is whole
//! counts. Two are written in turn when sled has been brought up to all commits, and brought to the disk
//! at once: whenever the power fails, the other one is whole. The third is written after every commit,
//! and the system brings it to the disk when it likes. So a process that is killed leaves the newest
//! record. After a power failure the manifest may be older than the journal, or the third slot half
//! written, neither of which is a fault: the journal was on the disk before. What is lost then is only
//! that a disk which loses what it said it had written would not be caught.

use std::{
    ffi::OsStr,
    fs::{self, File},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
};

use twox_hash::XxHash3_128;

use super::{Record, StoreError, renewed};

/// Bytes of a slot.
const SLOT: usize = 4096;
/// The slot that is not brought to the disk at once; the two before it are.
const UNSYNCED: usize = 2;
/// The first line of each slot; the number changes with the layout of the directory.
const TITLE: &str = "bole data directory, format ";
const FORMAT: &str = "4";
/// Layouts that are still read: without packs, without a journal, and without a history and versions
/// of rows.
const EARLIER: [&str; 3] = ["3", "2", "1"];
/// What the file is called until it is whole.
const UNFINISHED: &str = "manifest.new";

/// Whether a file of a data directory is about who is let in, which may be said before there is a
/// graph.
pub fn is_of_tokens(name: &OsStr) -> bool {
    ["tokens", "tokens.lock", "tokens.new"].iter().any(|it| name == *it)
}

/// The file `manifest`.
pub(super) struct Manifest {
    path: PathBuf,
    file: File,
    record: Record,
    /// The version of the last record that was brought to the disk.
    synced: u64,
    /// Where the next one of these goes.
    next: usize,
}

impl Manifest {
    /// Whether a directory is ours, or empty; looks only, so that another's stays as it is.
    pub(super) fn look(dir: &Path) -> Result<(), StoreError> {
        let path = dir.join("manifest");
        let io = |source| StoreError::Io { path: dir.to_owned(), source };
        if path.exists() {
            return Ok(());
        }
        if renewed::is_whole(dir) {
            return Ok(());
        }
        if dir.join(renewed::NAME).exists() && !dir.join("rows").exists() {
            return Err(StoreError::HalfRestored { path: dir.to_owned() });
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
            Manifest::of(&unfinished, new.map_err(io)?).write(&Record::default())?;
            fs::rename(&unfinished, dir.join("manifest")).map_err(io)?;
        }
        let file = File::options().read(true).write(true).open(&path).map_err(io)?;
        let mut manifest = Manifest::of(&path, file);
        let bytes = fs::read(&path).map_err(io)?;
        let mut is_found = false;
        for (at, slot) in bytes.chunks(SLOT).map(slot).enumerate() {
            match slot {
                Slot::Newer(format) => {
                    let what = format!("format {format}");
                    return Err(StoreError::Newer { path: dir.to_owned(), what });
                }
                Slot::Good(record) => {
                    if at != UNSYNCED && manifest.synced <= record.version {
                        manifest.synced = record.version;
                        manifest.next = 1 - at;
                    }
                    // A history that was made shorter is of the same version.
                    let age = |it: &Record| (it.version, it.history.oldest);
                    if !is_found || age(&record) >= age(&manifest.record) {
                        manifest.record = record;
                    }
                    is_found = true;
                }
                Slot::Bad => (),
            }
        }
        if is_found {
            Ok(manifest)
        } else {
            Err(StoreError::Damaged { path, why: "it holds no record".to_owned() })
        }
    }

    /// The newest record in the manifest of a directory; `None` where none can be read.
    pub(super) fn last_of(dir: &Path) -> Option<Record> {
        let bytes = fs::read(dir.join("manifest")).ok()?;
        let records = bytes.chunks(SLOT).map(slot).filter_map(|it| match it {
            Slot::Good(record) => Some(record),
            Slot::Newer(_) | Slot::Bad => None,
        });
        records.max_by_key(|it| (it.version, it.history.oldest))
    }

    fn of(path: &Path, file: File) -> Self {
        Manifest { path: path.to_owned(), file, record: Record::default(), synced: 0, next: 0 }
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
        // And between the two when the history is made shorter.
        let is_shorter = found.history.oldest > known.history.oldest;
        let is_same = found == known || found.tables == known.tables && is_shorter;
        if found.version == known.version && !is_same {
            let why = "its record is not that of the last commit".to_owned();
            return Err(StoreError::Damaged { path: rows, why });
        }
        Ok(())
    }

    /// Writes a record, and returns when it is on the disk.
    pub(super) fn write(&mut self, record: &Record) -> Result<(), StoreError> {
        self.put(self.next, record)?;
        let synced = self.file.sync_data();
        synced.map_err(|source| StoreError::Io { path: self.path.clone(), source })?;
        self.synced = record.version;
        self.next = 1 - self.next;
        Ok(())
    }

    /// Writes the record of a commit that is on the disk; it itself may get there later.
    pub(super) fn follow(&mut self, record: &Record) -> Result<(), StoreError> {
        self.put(UNSYNCED, record)
    }

    fn put(&mut self, slot: usize, record: &Record) -> Result<(), StoreError> {
        let text = format!("{TITLE}{FORMAT}\n{}", record.to_text());
        let sum = XxHash3_128::oneshot(text.as_bytes());
        let mut bytes = format!("{text}sum {sum:032x}\n").into_bytes();
        debug_assert!(bytes.len() <= SLOT, "a line for each table fits");
        bytes.resize(SLOT, b' ');
        let written = self.file.write_all_at(&bytes, (slot * SLOT) as u64);
        written.map_err(|source| StoreError::Io { path: self.path.clone(), source })?;
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
        Some(format) if format == FORMAT || EARLIER.contains(&format) => {
            Record::from_text(record).map_or(Slot::Bad, Slot::Good)
        }
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
        let bytes = [sealed(FORMAT, &Record::default()), sealed("5", &newer)].concat();
        fs::write(&path, &bytes).unwrap();
        match Manifest::open(dir.path()) {
            Err(StoreError::Newer { what, .. }) => assert_eq!(what, "format 5"),
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

    /// The slots that a power failure may leave half written: the one that the system brings to the
    /// disk when it likes, and the one that was being written.
    #[test]
    fn a_power_failure_at_whatever_commit_leaves_what_was_brought_to_the_disk_before() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("manifest");
        let mut manifest = Manifest::open(dir.path()).unwrap();
        let mut before = 0;
        for version in 1..=200 {
            let record = Record { version, ..Record::default() };
            let is_synced = version % 7 == 0;
            if is_synced {
                manifest.write(&record).unwrap();
            } else {
                manifest.follow(&record).unwrap();
            }
            let whole = fs::read(&path).unwrap();
            let mut torn = whole.clone();
            let written = if is_synced { 1 - manifest.next } else { UNSYNCED };
            for slot in [written, UNSYNCED] {
                let bytes = torn.iter_mut().skip(slot * SLOT).take(SLOT / 2);
                bytes.for_each(|it| *it = b'?');
            }
            fs::write(&path, torn).unwrap();
            assert_eq!(Manifest::open(dir.path()).unwrap().record.version, before, "{version}");
            before = manifest.synced;
            fs::write(&path, &whole).unwrap();
            // A process that was killed leaves all that it wrote.
            let left = Manifest::open(dir.path()).unwrap();
            assert_eq!((left.record.version, left.next), (version, manifest.next));
        }
    }
}
