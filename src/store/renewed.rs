//! What a data directory is to hold, made beside what it holds, which then goes aside.
//!
//! It is made in the folder `renewed` of the directory itself, since a service can often write nowhere
//! else, and the directory may be where a disk is mounted. When all of it is on the disk, and compared
//! with its record, it gets a `manifest`, and is whole. Then its files take their places, the manifest
//! last: without one a directory is not opened. So a crash leaves what was there before, what is new, or
//! what the next start brings to its end.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use sled::Tree;

use super::{
    BATCH_ROWS_MAX, Record, StoreError,
    compact::{sync, verify, write},
    entries::Entry,
    files,
    guard::guarded,
    journal, keys,
    manifest::Manifest,
    pack::Packs,
    still::Kind,
};

/// The folder.
pub(super) const NAME: &str = "renewed";
/// Where a repair works.
const WORK: &str = "repairing";
/// Where what was there before goes.
pub(super) const ASIDE: &str = "before-repair";
const MANIFEST: &str = "manifest";
/// What takes the place of what was there, besides the manifest.
const FILES: [&str; 3] = ["rows", "journal", "tokens"];

/// The database of a directory that is being made.
pub(super) struct Renewed {
    path: PathBuf,
    tree: Tree,
    packs: Packs,
    others: Vec<Entry>,
}

impl Renewed {
    /// Begins anew. Only for one who holds the directory.
    pub(super) fn new(dir: &Path) -> Result<Self, StoreError> {
        clear_of(dir, NAME)?;
        let path = dir.join(NAME);
        fs::create_dir(&path).map_err(|source| StoreError::Io { path: path.clone(), source })?;
        let tree = files::open(&path.join("rows"))?;
        Ok(Renewed { path, tree, packs: Packs::new(0), others: Vec::new() })
    }

    /// Puts an entry; rows come table by table, by key.
    pub(super) fn put(&mut self, kind: Kind, key: &[u8], value: &[u8]) -> Result<(), StoreError> {
        if kind != Kind::Row {
            self.others.push((key.to_vec(), Some(value.into())));
            return if self.others.len() < BATCH_ROWS_MAX { Ok(()) } else { self.write_others() };
        }
        if self.packs.table() != key[1] {
            self.end_packs(key[1])?;
        }
        self.packs.push(&key[2..], value);
        self.packs.enough().map_or(Ok(()), |it| self.write(it))
    }

    pub(super) fn put_tokens(&self, tokens: &[u8]) -> Result<(), StoreError> {
        use std::{io::Write, os::unix::fs::OpenOptionsExt};
        let path = self.path.join("tokens");
        let file = File::options().create(true).truncate(true).write(true).mode(0o600).open(&path);
        let written = file.and_then(|mut it| it.write_all(tokens));
        written.map_err(|source| StoreError::Io { path, source })
    }

    /// Makes it whole: it holds what the record tells of.
    pub(super) fn end(mut self, record: &Record) -> Result<(), StoreError> {
        self.end_packs(0)?;
        self.write_others()?;
        let (path, rows) = (self.path.clone(), self.path.join("rows"));
        self.write(vec![(keys::RECORD.to_vec(), Some(record.to_text().as_bytes().into()))])?;
        guarded(&rows, || self.tree.flush())?;
        drop(self);
        // As it will be read.
        let tree = files::open(&rows)?;
        verify((&tree, &rows), record)?;
        drop(tree);
        let io = |source| StoreError::Io { path: path.clone(), source };
        journal::make(&path).and_then(|()| sync(&path)).map_err(io)?;
        Manifest::open(&path)?.write(record)?;
        File::open(&path).and_then(|it| it.sync_all()).map_err(io)
    }

    fn end_packs(&mut self, next: u8) -> Result<(), StoreError> {
        let packs = std::mem::replace(&mut self.packs, Packs::new(next));
        self.write(packs.end())
    }

    fn write_others(&mut self) -> Result<(), StoreError> {
        let others = std::mem::take(&mut self.others);
        self.write(others)
    }

    fn write(&self, entries: Vec<Entry>) -> Result<(), StoreError> {
        write(&self.tree, &self.path.join("rows"), entries)
    }
}

/// Whether what was begun in a directory without a manifest can be brought to its end.
pub(super) fn is_whole(dir: &Path) -> bool {
    dir.join(NAME).join(MANIFEST).exists()
}

/// Takes the manifest aside, and with it all that the directory is known by: from now on what is in
/// `renewed` is what it holds.
pub(super) fn put_aside(dir: &Path) -> Result<(), StoreError> {
    let aside = dir.join(ASIDE);
    let moved = fs::create_dir(&aside).and_then(|()| {
        File::open(dir)?.sync_all()?;
        if dir.join(MANIFEST).exists() {
            fs::rename(dir.join(MANIFEST), aside.join(MANIFEST))?;
        }
        File::open(&aside)?.sync_all()?;
        File::open(dir)?.sync_all()
    });
    moved.map_err(|source| StoreError::Io { path: aside, source })
}

/// Gives what is whole its place, in a directory without a manifest. Only for one who holds it.
pub(super) fn finish(dir: &Path) -> Result<(), StoreError> {
    if dir.join(MANIFEST).exists() || !is_whole(dir) {
        return Ok(());
    }
    let moved = (|| {
        let (new, aside) = (dir.join(NAME), dir.join(ASIDE));
        for name in FILES {
            let (from, to) = (new.join(name), dir.join(name));
            if from.exists() && to.exists() {
                fs::rename(&to, aside.join(name))?;
            }
            if from.exists() {
                fs::rename(from, to)?;
            }
        }
        // The names are on the disk before the one that makes them count.
        File::open(dir)?.sync_all()?;
        fs::rename(new.join(MANIFEST), dir.join(MANIFEST))?;
        File::open(dir)?.sync_all()
    })();
    moved.map_err(|source: io::Error| StoreError::Io { path: dir.to_owned(), source })?;
    clear(dir)
}

/// The folder in which a repair works.
pub(super) fn work(dir: &Path) -> Result<PathBuf, StoreError> {
    let path = dir.join(WORK);
    let made = fs::create_dir_all(&path);
    made.map(|()| path.clone()).map_err(|source| StoreError::Io { path, source })
}

/// Takes away what was begun. Only for one who holds the directory.
pub(super) fn clear(dir: &Path) -> Result<(), StoreError> {
    clear_of(dir, NAME)?;
    clear_of(dir, WORK)
}

fn clear_of(dir: &Path, name: &str) -> Result<(), StoreError> {
    let path = dir.join(name);
    match fs::remove_dir_all(&path) {
        Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done.map_err(|source| StoreError::Io { path, source }),
    }
}
