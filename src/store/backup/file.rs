//! A new file that is there as a whole or not at all.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use crate::store::StoreError;

/// A file that has its name only when all of it is on the disk; dropped before, it leaves nothing. Only
/// its owner may read it.
pub struct NewFile {
    path: PathBuf,
    unfinished: PathBuf,
    file: File,
    is_done: bool,
}

impl NewFile {
    /// Begins a file where there is none.
    ///
    /// # Errors
    ///
    /// [`StoreError::There`] where there is one, or somebody is just writing it.
    pub fn new(path: &Path) -> Result<Self, StoreError> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".unfinished");
        let unfinished = path.with_file_name(name);
        let there = || StoreError::There { path: path.to_owned() };
        if path.file_name().is_none() || path.symlink_metadata().is_ok() {
            return Err(there());
        }
        let io = |source| StoreError::Io { path: unfinished.clone(), source };
        let mut options = File::options();
        options.create(true).truncate(false).write(true).mode(0o600);
        let file = options.open(&unfinished).map_err(io)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(there()),
            Err(TryLockError::Error(why)) => return Err(io(why)),
            Ok(()) => (),
        }
        // What a crash has left of an earlier attempt.
        file.set_len(0).map_err(io)?;
        Ok(NewFile { path: path.to_owned(), unfinished, file, is_done: false })
    }

    /// Brings it to the disk, and gives it its name.
    pub fn finish(mut self) -> Result<(), StoreError> {
        let folder = match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let done = self.file.sync_all().and_then(|()| {
            fs::rename(&self.unfinished, &self.path)?;
            File::open(folder)?.sync_all()
        });
        done.map_err(|source| StoreError::Io { path: self.path.clone(), source })?;
        self.is_done = true;
        Ok(())
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.is_done {
            // Whoever looks sees by the name that it is unfinished.
            drop(fs::remove_file(&self.unfinished));
        }
    }
}
