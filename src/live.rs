//! The graph as it lives: the durable rows, and the snapshot last made of them.

mod sight;

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use arc_swap::ArcSwap;

use crate::{
    catalog::{Change, Edit, Row, value::Moment},
    engine::{
        Builder, EngineError, Snapshot,
        veil::{self, Views},
    },
    store::{Record, Store, StoreError},
};

/// The only way to write. Readers hold a snapshot, and never wait for a writer's work.
pub struct Live {
    store: Store,
    views: ArcSwap<Views>,
    writer: Mutex<()>,
    listeners: Mutex<Vec<Listener>>,
}

/// Is told the version of each commit, in order.
type Listener = Box<dyn Fn(u64) + Send + Sync>;

/// When, by whom and why a change is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    pub at: Moment,
    /// Such as `token:press-desk`, or `import`.
    pub by: Arc<str>,
    /// In the words of whoever made it.
    pub why: Option<Arc<str>>,
}

impl Reason {
    pub fn new(at: Moment, by: &str) -> Self {
        Reason { at, by: by.into(), why: None }
    }
}

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
        let store = Store::open(dir)?;
        let views = ArcSwap::from_pointee(Views::new(built(&store)?, veil::CONTRIBUTORS));
        Ok(Live { store, views, writer: Mutex::new(()), listeners: Mutex::default() })
    }

    /// What queries read of those who may see everything; stays as it is however long it is held.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(self.views.load().full())
    }

    /// What the last commit left on the disk.
    pub fn record(&self) -> Record {
        self.store.record()
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
    pub fn transact<E: Send + 'static>(
        &self,
        _reason: Reason,
        decide: impl FnOnce(&Snapshot) -> Result<Change, E> + Send + 'static,
    ) -> Result<Committed, Decided<E>> {
        let _writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let present = self.views();
        let change = decide(present.full()).map_err(Decided::Refused)?;
        if change.edits.is_empty() {
            let snapshot = Arc::clone(present.full());
            return Ok(Committed { version: self.record().version, snapshot });
        }
        let next = present.next(&change).map_err(|why| Decided::Failed(why.into()))?;
        let record = self.store.commit(change.edits).map_err(|why| Decided::Failed(why.into()))?;
        let snapshot = Arc::clone(next.full());
        self.views.store(Arc::new(next));
        let listeners = self.listeners.lock().unwrap_or_else(PoisonError::into_inner);
        listeners.iter().for_each(|it| it(record.version));
        Ok(Committed { version: record.version, snapshot })
    }

    /// Tells `listener` the version of each commit to come, once it can be seen. Commits wait for it.
    pub fn on_commit(&self, listener: impl Fn(u64) + Send + Sync + 'static) {
        let mut listeners = self.listeners.lock().unwrap_or_else(PoisonError::into_inner);
        listeners.push(Box::new(listener));
    }

    /// Builds everything again from the rows on the disk, and compares.
    pub fn validate(&self) -> Result<(), LiveError> {
        let fresh = built(&self.store)?;
        let public = veil::without_private(&fresh);
        let views = self.views();
        let differs = fresh.differs(views.full()).or_else(|| public.differs(views.public()));
        differs.map_or(Ok(()), |it| Err(LiveError::Differs(it)))
    }
}

/// Writes the rows of a whole graph into a directory as one commit, without holding them.
pub fn load(dir: &Path, rows: impl Iterator<Item = Row>) -> Result<Record, LiveError> {
    Ok(Store::open(dir)?.commit(rows.map(Edit::Put))?)
}

/// The snapshot of the rows on the disk.
fn built(store: &Store) -> Result<Snapshot, LiveError> {
    let mut builder = Builder::default();
    store.read(|row| builder.push(row))?;
    Ok(builder.finish()?)
}
