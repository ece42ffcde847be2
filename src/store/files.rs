//! sled's files: opened, also where only its own snapshot of them is in the way.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use sled::Tree;

use super::{CACHE_BYTES, StoreError, guard::guarded};

/// How long sled's lock may outlive, in its threads, the store that took it.
const LOCK_WAIT: Duration = Duration::from_secs(5);

/// Opens the database in `rows`, or makes it.
///
/// A snapshot only makes the start faster. One that a crash cut short is removed, since sled would
/// take it for the newest; a damaged one is put aside, and sled starts from the data. Never one that
/// is whole: without it sled would clear what it can't read of damaged data. Whether the data is
/// whole is for the record to tell.
pub(super) fn open(rows: &Path) -> Result<Tree, StoreError> {
    let io = |source| StoreError::Io { path: rows.to_owned(), source };
    for path in snapshots(rows).map_err(io)? {
        if path.extension().is_some_and(|it| it == "generating") {
            fs::remove_file(path).map_err(io)?;
        } else if !is_whole(&fs::read(&path).map_err(io)?) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            fs::rename(&path, rows.join(format!("aside.{name}"))).map_err(io)?;
        }
    }
    wait_for_sled(rows)?;
    guarded(rows, || {
        let config = sled::Config::new().path(rows).cache_capacity(CACHE_BYTES);
        let db = config.flush_every_ms(None).open()?;
        Ok(Tree::clone(&db))
    })
}

/// Brings to the disk what does not fit sled's data file, and has a file of its own each.
pub(super) fn sync_blobs(rows: &Path) -> io::Result<()> {
    let blobs = rows.join("blobs");
    let mut has_any = false;
    for entry in fs::read_dir(&blobs)? {
        match File::open(entry?.path()) {
            // sled removes those that it needs no more when it likes.
            Err(why) if why.kind() == io::ErrorKind::NotFound => (),
            file => {
                file?.sync_all()?;
                has_any = true;
            }
        }
    }
    if has_any { File::open(blobs)?.sync_all() } else { Ok(()) }
}

/// Whether a snapshot is as sled wrote it: the content, 8 bytes of length, the content's CRC-32.
fn is_whole(snapshot: &[u8]) -> bool {
    let Some((rest, sum)) = snapshot.split_last_chunk() else { return false };
    let Some((content, _)) = rest.split_last_chunk::<8>() else { return false };
    !content.is_empty() && crc32(content) == u32::from_le_bytes(*sum)
}

/// CRC-32 as IEEE 802.3 has it, lowest bit first.
fn crc32(bytes: &[u8]) -> u32 {
    const POLYNOMIAL: u32 = 0xEDB8_8320;
    !bytes.iter().fold(!0, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (POLYNOMIAL & (sum & 1).wrapping_neg())
        })
    })
}

fn snapshots(rows: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(rows) {
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other?,
    };
    let mut paths = Vec::new();
    for entry in entries {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with("snap.") {
            paths.push(entry.path());
        }
    }
    Ok(paths)
}

/// sled has a lock of its own, which may outlive by a moment the store that took it. Only for one
/// who holds the directory: nobody else has it open for longer, unless its `lock` file was removed.
fn wait_for_sled(rows: &Path) -> Result<(), StoreError> {
    // sled itself tells what is wrong with the file, should it be more than that.
    let Ok(file) = File::open(rows.join("db")) else { return Ok(()) };
    let patience = Instant::now() + LOCK_WAIT;
    while let Err(TryLockError::WouldBlock) = file.try_lock() {
        if Instant::now() > patience {
            return Err(StoreError::InUse { path: rows.to_owned() });
        }
        thread::sleep(Duration::from_millis(5));
    }
    file.unlock().unwrap_or_default();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{crc32, is_whole};

    #[test]
    fn the_sum_is_the_one_that_sled_uses() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn a_snapshot_that_was_cut_or_changed_is_not_whole() {
        let mut snapshot = [&b"pages"[..], &[5, 0, 0, 0, 0, 0, 0, 0]].concat();
        snapshot.extend(crc32(b"pages").to_le_bytes());
        assert!(is_whole(&snapshot));
        assert!((0..snapshot.len()).all(|end| !is_whole(&snapshot[..end])));
        snapshot[2] ^= 1;
        assert!(!is_whole(&snapshot));
    }
}
