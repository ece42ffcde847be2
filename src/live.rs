//! The graph as it lives: the durable rows, and the snapshot last made of them.

mod backups;
mod group;
mod measured;
mod past;
mod queue;
mod sight;

use std::{
    collections::VecDeque,
    io::Write,
    panic::resume_unwind,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard},
    time::Instant,
};

use arc_swap::ArcSwap;

use crate::{
    catalog::{Change, Edit, Row, value::Moment},
    engine::{
        Builder, EngineError, Snapshot,
        veil::{self, Views},
    },
    store::{Record, Store, StoreError, Watch},
};
use queue::{Queue, Turn, job};

pub use crate::store::{Backup, CarriedOut, Place, Reason, Request, Sizes, way_out};
pub use backups::{BackupPlan, BackupStatus, Backups};
pub use measured::Written;
pub use past::{Commit, Commits, RowChange};

/// The only way to write. Readers hold a snapshot, and never wait for a writer's work.
pub struct Live {
    dir: PathBuf,
    store: Store,
    views: ArcSwap<Views>,
    queue: Queue,
    listeners: RwLock<Vec<Box<Listener>>>,
    meters: RwLock<Vec<Box<measured::Meter>>>,
    /// Of earlier versions, the last that was asked for first.
    past: Mutex<VecDeque<past::Earlier>>,
    put_back_max: usize,
}

/// Of so many rows that are read, one is told of.
const ROWS_TOLD: u64 = 4_096;

/// Is told the version of a commit.
type Listener = dyn Fn(u64) + Send + Sync;

/// A change that was made.
#[derive(Clone, Debug)]
pub struct Committed {
    pub version: u64,
    /// The graph as that commit left it.
    pub snapshot: Arc<Snapshot>,
}

/// Why there is no graph, or no change of it.
#[derive(Debug, thiserror::Error)]
pub enum LiveError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Engine(#[from] EngineError),
    #[error("{0}: the snapshot differs from the rows on the disk")]
    Differs(String),
    #[error("version {version} is not there yet: the newest is {newest}")]
    Future { version: u64, newest: u64 },
    #[error("version {version} is forgotten: ask for one from {oldest} on")]
    Forgotten { version: u64, oldest: u64 },
    #[error("more than {rows_max} rows have changed since version {version}: ask for a later one")]
    Far { version: u64, rows_max: usize },
}

impl LiveError {
    /// What those who ask may know of what keeps every change from being made now: no files.
    pub fn told(&self) -> Option<&'static str> {
        match self {
            LiveError::Store(StoreError::Full { .. }) => Some(
                "the disk is full: changes are taken again when there is room, and what is there \
                 can be read",
            ),
            LiveError::Store(StoreError::Broken { .. }) => Some(
                "no more changes are taken since one failed: start again, the log says why; what is \
                 there can be read",
            ),
            _ => None,
        }
    }
}

/// Why there was no change.
#[derive(Debug)]
pub enum Decided<E> {
    /// Whoever was to decide on it refused.
    Refused(E),
    /// It could not be made.
    Failed(LiveError),
}

impl Live {
    /// Opens a data directory, and reads and checks every row of it.
    pub fn open(dir: &Path) -> Result<Self, LiveError> {
        Live::open_telling(dir, &mut |_, _| ())
    }

    /// The same, telling again and again how many rows were read, and how many there are.
    pub fn open_telling(dir: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<Self, LiveError> {
        let store = Store::open(dir)?;
        let snapshot = built(&store, progress)?;
        let views = ArcSwap::from_pointee(Views::new(snapshot, veil::CONTRIBUTORS));
        Ok(Live {
            dir: dir.to_owned(),
            store,
            views,
            queue: Queue::default(),
            listeners: RwLock::default(),
            meters: RwLock::default(),
            past: Mutex::default(),
            put_back_max: past::PUT_BACK_MAX,
        })
    }

    /// What queries read of those who may see everything; stays as it is however long it is held.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(self.views.load().full())
    }

    /// What the last commit left on the disk.
    pub fn record(&self) -> Record {
        self.store.record()
    }

    /// What became of the request that a reason tells of, if it was carried out. Whoever decides on
    /// a change may ask.
    pub fn carried_out(&self, reason: &Reason) -> Result<Option<CarriedOut>, LiveError> {
        Ok(self.store.carried_out(reason)?)
    }

    /// Makes `change` durable, then visible. On an error, neither.
    pub fn commit(&self, change: Change, reason: Reason) -> Result<Committed, LiveError> {
        let decided: Result<_, Decided<LiveError>> = self.transact(reason, move |_| Ok(change));
        decided.map_err(|why| match why {
            Decided::Refused(why) | Decided::Failed(why) => why,
        })
    }

    /// Makes the change that `decide` makes of the newest graph, which no other change comes
    /// between. A change without edits makes no commit: what is given then is the graph as it is.
    ///
    /// Changes that are asked for at once by several threads are brought to the disk together, and
    /// `decide` may be called by any of these threads. A panic of it reaches only who brought it. It
    /// must not write itself.
    pub fn transact<E: Send + 'static>(
        &self,
        reason: Reason,
        decide: impl FnOnce(&Snapshot) -> Result<Change, E> + Send + 'static,
    ) -> Result<Committed, Decided<E>> {
        let asked = Instant::now();
        let (job, told) = job(reason, decide);
        let mut lead = self.queue.push(job);
        loop {
            if let Some(lead) = lead.take() {
                self.make(lead.take(group::JOBS_MAX));
            }
            match told.recv().expect("whoever leads settles every job") {
                Turn::Lead => lead = Some(self.queue.lead()),
                Turn::Settled(outcome) => {
                    if outcome.is_ok() {
                        self.tell(Written::Change { took: asked.elapsed() });
                    }
                    return outcome;
                }
                Turn::Panicked(panic) => resume_unwind(panic),
            }
        }
    }

    /// Calls `listener` with the version of each commit from now on, in order, when it is on the disk
    /// and can be seen. Commits wait for it, so it had better only note that there is something to do; it must
    /// not write itself.
    pub fn on_commit(&self, listener: impl Fn(u64) + Send + Sync + 'static) {
        let mut listeners = self.listeners.write().unwrap_or_else(PoisonError::into_inner);
        listeners.push(Box::new(listener));
    }

    fn listeners(&self) -> RwLockReadGuard<'_, Vec<Box<Listener>>> {
        self.listeners.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn past(&self) -> MutexGuard<'_, VecDeque<past::Earlier>> {
        self.past.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a backup of the newest commit to `to`, which is called `name` in errors. Others are made
    /// meanwhile, which do not wait for it. For the errors, see [`Store::backup`].
    pub fn backup(
        &self,
        (to, name): (&mut dyn Write, &Path),
        made: Moment,
        watch: &mut Watch<'_>,
    ) -> Result<Backup, LiveError> {
        Ok(self.store.backup((to, name), made, watch)?)
    }

    /// Builds everything again from the rows on the disk, and compares; and the history with what
    /// commits left of it. Only while nobody writes.
    pub fn validate(&self) -> Result<(), LiveError> {
        let (fresh, views) = (built(&self.store, &mut |_, _| ())?, self.views());
        let public = veil::without_private(&fresh);
        let differs = fresh.differs(views.full()).or_else(|| public.differs(views.public()));
        let differs = differs.or_else(|| fresh.differs_in_versions(views.full()));
        differs.map_or(Ok(()), |it| Err(LiveError::Differs(it)))?;
        Ok(self.store.check()?)
    }
}

/// Writes the rows of a whole graph into a directory as one commit, without holding them.
pub fn load(
    dir: &Path,
    rows: impl Iterator<Item = Row>,
    reason: &Reason,
) -> Result<Record, LiveError> {
    Ok(Store::open(dir)?.commit(rows.map(Edit::Put), reason)?)
}

/// The snapshot of the rows on the disk.
fn built(store: &Store, progress: &mut dyn FnMut(u64, u64)) -> Result<Snapshot, LiveError> {
    let record = store.record();
    let (mut read, rows) = (0, record.rows());
    let mut builder = Builder::of_version(record.version);
    store.read(|row, version| {
        builder.push_at(row, version);
        read += 1;
        if u64::is_multiple_of(read, ROWS_TOLD) {
            progress(read, rows);
        }
    })?;
    Ok(builder.finish()?)
}
