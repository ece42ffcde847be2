//! Backups that a server makes by itself, and takes away again when there are newer ones.
//!
//! They are in a folder, which one server has to itself. The file `backups` there has a line for each
//! that was begun: what is not in it is not touched, whatever it is called. So a file that is lost from
//! the list stays until somebody removes it.

use std::{
    collections::VecDeque,
    fs::{self, File, TryLockError},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::{Live, LiveError};
use crate::{
    catalog::value::Moment,
    store::{Backup, NewFile, StoreError},
};

const LIST: &str = "backups";
const LOCK: &str = "backups.lock";
/// How long to wait after a failure at most.
const RETRY: Duration = Duration::from_mins(10);

/// When backups are made, where, and how many stay.
#[derive(Clone, Debug)]
pub struct BackupPlan {
    pub folder: PathBuf,
    pub every: Duration,
    /// At least one.
    pub keep: usize,
}

/// What became of the backups of a server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BackupStatus {
    /// When the newest was made, perhaps before this server began.
    pub last_success: Option<Moment>,
    /// Bytes of the newest.
    pub last_bytes: u64,
    /// Since this server began.
    pub successes: u64,
    pub failures: u64,
}

/// The backups of one folder.
pub struct Backups {
    plan: BackupPlan,
    state: Mutex<State>,
    /// Held while the folder is in use.
    _lock: File,
}

struct State {
    /// In the order in which they were made.
    files: VecDeque<Made>,
    status: BackupStatus,
    /// When one failed, if none was made since.
    failed: Option<Moment>,
}

/// A file that was made, or was begun.
#[derive(Clone, Debug, PartialEq)]
struct Made {
    name: String,
    at: Moment,
}

impl Backups {
    /// Takes a folder, which is made where there is none.
    ///
    /// # Errors
    ///
    /// [`StoreError::Shared`] where another server has it, [`StoreError::Unlisted`] where its list
    /// can't be read.
    pub fn open(plan: BackupPlan) -> Result<Self, StoreError> {
        let folder = &plan.folder;
        let io = |source| StoreError::Io { path: folder.clone(), source };
        fs::create_dir_all(folder).map_err(io)?;
        let mut options = File::options();
        options.create(true).truncate(false).write(true);
        let lock = options.open(folder.join(LOCK)).map_err(io)?;
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => {
                return Err(StoreError::Shared { path: folder.clone() });
            }
            locked => locked.map_err(|why| io(why.into()))?,
        }
        let mut files = listed(folder)?;
        // What was cut short has left a part, and what somebody took away is none any more.
        for made in &files {
            drop(fs::remove_file(folder.join(format!("{}.unfinished", made.name))));
        }
        files.retain(|it| folder.join(&it.name).exists());
        let last = files.back();
        let bytes = |it: &Made| folder.join(&it.name).metadata().map_or(0, |it| it.len());
        let status = BackupStatus {
            last_success: last.map(|it| it.at),
            last_bytes: last.map_or(0, bytes),
            ..BackupStatus::default()
        };
        let state = Mutex::new(State { files, status, failed: None });
        Ok(Backups { plan, state, _lock: lock })
    }

    /// What became of them so far.
    pub fn status(&self) -> BackupStatus {
        self.state().status
    }

    /// How long it is until the next is due. A clock that was set back makes one due.
    pub fn due_in(&self, now: Moment) -> Duration {
        let state = self.state();
        let every = self.plan.every;
        let (since, pause) = match (state.failed, state.status.last_success) {
            (Some(failed), _) => (failed, every.min(RETRY)),
            (None, Some(made)) => (made, every),
            (None, None) => return Duration::ZERO,
        };
        let passed = u64::try_from(now.millis() - since.millis());
        passed.map_or(Duration::ZERO, |it| pause.saturating_sub(Duration::from_millis(it)))
    }

    /// Makes one if it is due, and takes those away that are too many. One that fails is logged and
    /// counted, and leaves the others as they are.
    pub fn run(&self, live: &Live, now: Moment) -> Option<Result<Backup, LiveError>> {
        if !self.due_in(now).is_zero() {
            return None;
        }
        let outcome = self.make(live, now);
        let mut state = self.state();
        match &outcome {
            Ok(made) => {
                let (version, bytes) = (made.record.version, made.bytes);
                state.failed = None;
                state.status.last_success = Some(now);
                state.status.last_bytes = bytes;
                state.status.successes += 1;
                tracing::info!(version, bytes, "made a backup");
            }
            Err(why) => {
                state.failed = Some(now);
                state.status.failures += 1;
                tracing::error!(%why, "a backup could not be made");
            }
        }
        Some(outcome)
    }

    fn make(&self, live: &Live, now: Moment) -> Result<Backup, LiveError> {
        let name = format!("bole-{}.bole", now.to_string().replace(':', "-"));
        let path = self.plan.folder.join(&name);
        let mut file = NewFile::new(&path)?;
        let mut files = self.state().files.clone();
        files.push_back(Made { name, at: now });
        // First, so that it is known whose it is, whenever a crash comes.
        write(&self.plan.folder, &files)?;
        let done = live.backup((&mut file, &path), now, &mut |_| ())?;
        file.finish()?;
        self.state().files = files;
        self.thin_out();
        Ok(done)
    }

    /// Takes away the oldest that are too many. What can't be is tried again after the next one.
    fn thin_out(&self) {
        let mut state = self.state();
        let too_many = state.files.len().saturating_sub(self.plan.keep.max(1));
        let mut kept = VecDeque::new();
        for (at, made) in std::mem::take(&mut state.files).into_iter().enumerate() {
            let path = self.plan.folder.join(&made.name);
            if at >= too_many {
                kept.push_back(made);
                continue;
            }
            match fs::remove_file(&path) {
                Err(why) if why.kind() != ErrorKind::NotFound => {
                    tracing::error!(path = %path.display(), %why, "an old backup stays");
                    kept.push_back(made);
                }
                _ => (),
            }
        }
        state.files = kept;
        if let Err(why) = write(&self.plan.folder, &state.files) {
            tracing::error!(%why, "the list of backups was not written");
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The files of the list.
fn listed(folder: &Path) -> Result<VecDeque<Made>, StoreError> {
    let path = folder.join(LIST);
    let text = match fs::read_to_string(&path) {
        Err(why) if why.kind() == ErrorKind::NotFound => return Ok(VecDeque::new()),
        text => text.map_err(|source| StoreError::Io { path: path.clone(), source })?,
    };
    let made = |line: &str| {
        let (at, name) = line.split_once(' ')?;
        // Nothing outside the folder.
        let is_name = name.starts_with("bole-") && !name.contains('/');
        Some(Made { name: name.to_owned(), at: at.parse().ok()? }).filter(|_| is_name)
    };
    let files: Option<_> = text.lines().map(made).collect();
    files.ok_or(StoreError::Unlisted { path })
}

/// Writes the list, as a whole.
fn write(folder: &Path, files: &VecDeque<Made>) -> Result<(), StoreError> {
    let lines: Vec<String> = files.iter().map(|it| format!("{} {}\n", it.at, it.name)).collect();
    let (path, new) = (folder.join(LIST), folder.join("backups.new"));
    let written = fs::write(&new, lines.concat()).and_then(|()| {
        File::open(&new)?.sync_all()?;
        fs::rename(&new, &path)
    });
    written.map_err(|source: io::Error| StoreError::Io { path, source })
}
