//! The graph as it lives: the durable rows, and the snapshot last made of them.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use arc_swap::ArcSwap;

use crate::{
    catalog::{Change, Edit, Row},
    engine::{Builder, EngineError, Snapshot},
    store::{Record, Store, StoreError},
};

/// The only way to write. Readers hold a snapshot, and never wait for a writer's work.
pub struct Live {
    store: Store,
    snapshot: ArcSwap<Snapshot>,
    writer: Mutex<()>,
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

impl Live {
    /// Opens a data directory, and reads and checks every row of it.
    pub fn open(dir: &Path) -> Result<Self, LiveError> {
        let store = Store::open(dir)?;
        let snapshot = ArcSwap::from_pointee(built(&store)?);
        Ok(Live { store, snapshot, writer: Mutex::new(()) })
    }

    /// What queries read; stays as it is however long it is held.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// What the last commit left on the disk.
    pub fn record(&self) -> Record {
        self.store.record()
    }

    /// Makes `change` durable, then visible. On an error, neither.
    pub fn commit(&self, change: Change) -> Result<Record, LiveError> {
        let _writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let next = self.snapshot().apply(&change)?;
        let record = self.store.commit(change.edits)?;
        self.snapshot.store(Arc::new(next));
        Ok(record)
    }

    /// Builds everything again from the rows on the disk, and compares.
    pub fn validate(&self) -> Result<(), LiveError> {
        let fresh = built(&self.store)?;
        fresh.differs(&self.snapshot()).map_or(Ok(()), |it| Err(LiveError::Differs(it)))
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
