//! Files that change while the server runs.

use std::{
    fs::{File, Metadata},
    io::{
        self,
        ErrorKind::{NotADirectory, NotFound},
        Read,
    },
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use super::AuthError;

/// What a file says, read again when it is no longer the file that was read: a look at its metadata
/// tells, which costs a microsecond.
pub(super) struct Watched<T: ?Sized> {
    path: PathBuf,
    parse: Parse<T>,
    last: RwLock<Option<Last<T>>>,
}

/// What the bytes of a file mean; `None` where there is no file.
type Parse<T> = fn(Option<&[u8]>) -> Result<Arc<T>, String>;

/// As it was last read.
struct Last<T: ?Sized> {
    stamp: Option<Stamp>,
    value: Arc<T>,
}

/// What differs when a file was changed or replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    inode: u64,
    length: u64,
    /// Seconds and nanoseconds.
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    pub fn of(file: &Metadata) -> Self {
        Stamp {
            inode: file.ino(),
            length: file.len(),
            modified: (file.mtime(), file.mtime_nsec()),
            changed: (file.ctime(), file.ctime_nsec()),
        }
    }
}

impl<T: ?Sized> Watched<T> {
    /// Reads the file at once, so that what is wrong with it is told at the start.
    pub(super) fn open(path: PathBuf, parse: Parse<T>) -> Result<Self, AuthError> {
        let watched = Watched { path, parse, last: RwLock::new(None) };
        watched.get()?;
        Ok(watched)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// What the file says now. A file that can't be read is an error, whatever it said before.
    pub(super) fn get(&self) -> Result<Arc<T>, AuthError> {
        let io = |source| AuthError::Io { path: self.path.clone(), source };
        let stamp = if_there(self.path.metadata()).map_err(io)?.map(|it| Stamp::of(&it));
        if let Some(last) = &*self.last.read().unwrap_or_else(PoisonError::into_inner)
            && last.stamp == stamp
        {
            return Ok(Arc::clone(&last.value));
        }
        let read = if_there(read(&self.path)).map_err(io)?;
        let value = (self.parse)(read.as_ref().map(|it| it.1.as_slice()));
        let unusable = |why| AuthError::Unusable { path: self.path.clone(), why };
        let value = value.map_err(unusable)?;
        let last = Last { stamp: read.map(|it| it.0), value: Arc::clone(&value) };
        *self.last.write().unwrap_or_else(PoisonError::into_inner) = Some(last);
        Ok(value)
    }
}

/// The stamp is taken first: what is written after it is read the next time.
fn read(path: &Path) -> io::Result<(Stamp, Vec<u8>)> {
    let mut file = File::open(path)?;
    let stamp = Stamp::of(&file.metadata()?);
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok((stamp, bytes))
}

fn if_there<T>(found: io::Result<T>) -> io::Result<Option<T>> {
    match found {
        Err(why) if matches!(why.kind(), NotFound | NotADirectory) => Ok(None),
        found => found.map(Some),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_is_read_again_when_it_was_changed_replaced_or_removed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        let parse = |it: Option<&[u8]>| Ok(Arc::new(it.map(<[u8]>::to_vec)));
        let watched = Watched::open(path.clone(), parse).unwrap();
        let says = || watched.get().unwrap().as_ref().clone();
        assert_eq!(says(), None);
        fs::write(&path, "one").unwrap();
        assert_eq!(says().unwrap(), b"one");
        let other = dir.path().join("other");
        fs::write(&other, "two").unwrap();
        fs::rename(&other, &path).unwrap();
        assert_eq!(says().unwrap(), b"two");
        assert!(Arc::ptr_eq(&watched.get().unwrap(), &watched.get().unwrap()));
        fs::remove_file(&path).unwrap();
        assert_eq!(says(), None);
    }
}
