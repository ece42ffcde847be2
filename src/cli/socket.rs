//! The socket in the data directory at which a server makes backups for `bole backup`.
//!
//! Whoever may write to the directory may ask there, with no token, over no network: what is sent is what
//! the files beside it hold. The answer is a row of chunks, each after its length (4 bytes, the lowest
//! first); none is the end, and after [`FAILED`] comes why there is no more.

use std::{
    fs::{self, File, Permissions},
    io::{self, BufWriter, Read, Write},
    os::{
        fd::AsRawFd,
        unix::{
            ffi::OsStrExt,
            fs::PermissionsExt,
            net::{UnixListener, UnixStream},
        },
    },
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

use anyhow::{Context, Result};

use super::now;
use crate::live::Live;

const NAME: &str = "socket";
/// Bytes of a name that every system takes for a socket.
const NAME_BYTES_MAX: usize = 100;
/// Bytes of a chunk.
const CHUNK: usize = 64 << 10;
/// Stands for the length where there is no more.
const FAILED: u32 = u32::MAX;
/// How long whoever asked may not read on, before others have their turn.
const PATIENCE: Duration = Duration::from_mins(1);

/// The socket of a server; it goes with it.
pub(super) struct Socket(PathBuf);

impl Drop for Socket {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.0));
    }
}

/// Answers at the socket of a directory, which `live` has open.
pub(super) fn open(dir: &Path, live: Arc<Live>) -> Result<Socket> {
    let path = dir.join(NAME);
    // A server that was killed has left one.
    drop(fs::remove_file(&path));
    let listener = within(dir, |it| UnixListener::bind(it));
    let listener = listener.with_context(|| format!("`{}`", path.display()))?;
    fs::set_permissions(&path, Permissions::from_mode(0o600))
        .with_context(|| format!("`{}`", path.display()))?;
    thread::spawn(move || {
        for asked in listener.incoming() {
            if let Err(why) = asked.and_then(|it| answer(&live, it)) {
                tracing::warn!(%why, "a backup did not come to its end");
                // Where no more files can be opened, the next would fail at once.
                thread::sleep(Duration::from_secs(1));
            }
        }
    });
    Ok(Socket(path))
}

/// Writes a backup to whoever asks.
fn answer(live: &Live, asked: UnixStream) -> io::Result<()> {
    asked.set_write_timeout(Some(PATIENCE))?;
    let mut chunks = BufWriter::with_capacity(CHUNK, Chunks(asked));
    let done = live.backup((&mut chunks, Path::new(NAME)), now(), &mut |_| ());
    let flushed = chunks.flush();
    let Chunks(asked) = chunks.get_mut();
    match done {
        Ok(done) => {
            flushed?;
            asked.write_all(&0u32.to_le_bytes())?;
            tracing::info!(version = done.record.version, bytes = done.bytes, "made a backup");
            Ok(())
        }
        Err(why) => {
            asked.write_all(&FAILED.to_le_bytes())?;
            asked.write_all(why.to_string().as_bytes())?;
            Err(io::Error::other(why))
        }
    }
}

/// Asks the server that has a directory open for a backup.
pub(super) fn ask(dir: &Path) -> io::Result<impl Read> {
    let from = within(dir, |it| UnixStream::connect(it))?;
    Ok(Unpacked { from, left: 0, is_ended: false })
}

/// Does something with the socket of a directory, by a name that is short enough.
fn within<T>(dir: &Path, work: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
    let path = dir.join(NAME);
    if path.as_os_str().as_bytes().len() <= NAME_BYTES_MAX {
        return work(&path);
    }
    let folder = File::open(dir)?;
    work(&PathBuf::from(format!("/proc/self/fd/{}/{NAME}", folder.as_raw_fd())))
}

/// Writes chunks.
struct Chunks(UnixStream);

impl Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let bytes = &bytes[..bytes.len().min(CHUNK)];
        let length = u32::try_from(bytes.len()).expect("a chunk is small");
        if length > 0 {
            self.0.write_all(&length.to_le_bytes())?;
            self.0.write_all(bytes)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Reads what is in chunks.
struct Unpacked {
    from: UnixStream,
    /// Bytes of the chunk that were not read yet.
    left: u32,
    is_ended: bool,
}

impl Read for Unpacked {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if self.is_ended || bytes.is_empty() {
            return Ok(0);
        }
        if self.left == 0 {
            let mut length = [0; 4];
            self.from.read_exact(&mut length).map_err(|why| match why.kind() {
                io::ErrorKind::UnexpectedEof => io::Error::other("the server has stopped"),
                _ => why,
            })?;
            self.left = u32::from_le_bytes(length);
        }
        match self.left {
            0 => {
                self.is_ended = true;
                Ok(0)
            }
            FAILED => {
                let mut why = String::new();
                self.from.read_to_string(&mut why)?;
                Err(io::Error::other(why))
            }
            left => {
                let length = bytes.len().min(left as usize);
                let read = self.from.read(&mut bytes[..length])?;
                self.left -= u32::try_from(read).expect("no more than was asked for");
                Ok(read)
            }
        }
    }
}
