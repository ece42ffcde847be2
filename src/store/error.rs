//! Why the store can't do what it was asked.

use std::{io, path::PathBuf};

/// Each names the directory or the file, and the way out.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the data directory `{}` is in use by another process: stop it, or name another directory", path.display())]
    InUse { path: PathBuf },
    #[error("`{}` is not a data directory of Bole: name an empty directory, or one that Bole made", path.display())]
    Foreign { path: PathBuf },
    #[error("the data directory `{}` was written by a newer build (`{what}` is not known here): use that build", path.display())]
    Newer { path: PathBuf, what: String },
    #[error("`{}` is damaged: {why}; restore the data directory from a copy", path.display())]
    Damaged { path: PathBuf, why: String },
    #[error("table {table} in `{}` is damaged: {rows} of {expected} rows could be read, or others than were written; restore the data directory from a copy", path.display())]
    Corrupt { path: PathBuf, table: String, rows: u64, expected: u64 },
    #[error("the history in `{}` is damaged: {why}; restore the data directory from a copy", path.display())]
    History { path: PathBuf, why: String },
    #[error("row `{key}` of table {table} in `{}` is as it was written, but can't be read by this build: {why}; open the directory with the build that wrote it", path.display())]
    Unreadable { path: PathBuf, table: &'static str, key: String, why: String },
    #[error("`{}` can't be used as a backup: {why}; take another one", path.display())]
    Backup { path: PathBuf, why: String },
    #[error("`{}` is there already: name a file that is not", path.display())]
    There { path: PathBuf },
    #[error("another server makes its backups in `{}`: name another folder", path.display())]
    Shared { path: PathBuf },
    #[error("a line of `{}` names no backup: remove the file, and old backups beside it by hand", path.display())]
    Unlisted { path: PathBuf },
    #[error("`{}` holds what an earlier repair took away: move it to another place first", path.display())]
    Aside { path: PathBuf },
    #[error("`{}` is no empty directory: a backup is restored into a new one", path.display())]
    Occupied { path: PathBuf },
    #[error("a restore into `{}` was cut short: restore the backup again", path.display())]
    HalfRestored { path: PathBuf },
    #[error("`{}` takes no more changes since one failed ({why}): start again", path.display())]
    Broken { path: PathBuf, why: String },
    #[error("no change is taken while less than {needed} MiB are free on the disk of `{}`, and {free} are: make room", path.display())]
    Full { path: PathBuf, free: u64, needed: u64 },
    #[error("`{}`: {source}{}", path.display(), way_out(source))]
    Io { path: PathBuf, source: io::Error },
    #[error("`{}`: {source}{}", path.display(), of_sled(source))]
    Sled { path: PathBuf, source: sled::Error },
}

/// What would help against what the system says, to be put behind it; nothing where that is not known.
pub fn way_out(why: &io::Error) -> &'static str {
    use io::ErrorKind::{
        FileTooLarge, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull,
    };
    match why.kind() {
        PermissionDenied => ": let the user that Bole runs as read and write it",
        ReadOnlyFilesystem => ": mount its disk so that it can be written",
        StorageFull | QuotaExceeded => ": make room",
        FileTooLarge => ": let files become larger (`ulimit -f`)",
        _ => "",
    }
}

fn of_sled(why: &sled::Error) -> &'static str {
    match why {
        sled::Error::Io(why) => way_out(why),
        _ => "",
    }
}
