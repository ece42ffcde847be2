//! Records into the graph, from the first of a file to the last.
//!
//! Records are read in batches. Each batch is one commit, decided on the newest graph while no
//! other change comes between ([`work`]), over which its rows are [`staged`]. So a crash leaves
//! whole batches, and importing the file again goes on: what is there as the file has it makes no
//! edit.
//!
//! A [`record`] is taken in or skipped as a whole:
//!
//! - What a row is in the graph is found by its key, else by its [`identity`] with a row of another
//!   source, which is kept as a redirect from its key.
//! - References lead to what their rows are in the graph. Those to rows that come [`later`] are set
//!   after the end of the file ([`late`]).
//! - A row that is there is [`merged`] with that of the file: what the same source gives anew
//!   replaces what it gave before, of another source only what is missing is filled. Of rows that
//!   the file gives several times ([`given`]) the first replaces, and the others fill.
//! - What comes of it must keep the rules of the catalog.
//!
//! What became of all this is told in a [`Report`].

mod given;
mod identity;
mod late;
mod later;
mod merged;
mod record;
mod report;
mod staged;
mod work;

use std::{
    ops::ControlFlow,
    sync::{Arc, mpsc},
};

use super::{ImportError, Record, Records, Wrong};
use crate::{
    catalog::{
        Change, Row,
        value::{Moment, PartialDate},
    },
    engine::Snapshot,
    live::{Decided, Live, LiveError, Reason},
};
use work::{Fault, Work};

pub use report::{Ambiguous, End, LeftOut, Listed, Report};

/// Rows of a batch: some tenths of a second, so that other writers need not wait long.
pub const BATCH_ROWS: usize = 2_000;

/// What is imported.
pub struct Input {
    /// As [`super::Importer::name`].
    pub importer: &'static str,
    /// What the file is called in the report and in the history.
    pub file: String,
    /// A row to be there before those of the file, if there is one: their source.
    pub source: Option<Row>,
    pub records: Records,
}

/// How it is imported.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The date at which the rows were true, for those that do not say so themselves.
    pub as_of: Option<PartialDate>,
    /// Whether nothing is to be written.
    pub is_dry: bool,
    /// Whether the first fault is to stop it.
    pub is_strict: bool,
    /// A batch ends with the record that brings it to so many rows.
    pub batch_rows: usize,
    /// Who makes the commits, such as `import:ror`.
    pub by: Arc<str>,
    pub now: fn() -> Moment,
}

/// Imports records into the graph. `watch` is told how far it is after each batch, and may stop it
/// there.
///
/// # Errors
///
/// Where a commit can't be made. Faults of the file are told in the report.
pub fn run(
    input: Input,
    live: &Live,
    asked: &Asked,
    watch: &mut dyn FnMut(&Report) -> ControlFlow<()>,
) -> Result<Report, ImportError> {
    let Input { importer, file, source, records } = input;
    let mut records = records.fuse();
    let batch_rows = asked.batch_rows.max(1);
    let mut target = Target::new(live, asked, format!("{importer}: {file}"));
    let report = Report {
        importer: importer.to_owned(),
        file,
        is_dry: asked.is_dry,
        version_before: target.version(),
        version_after: target.version(),
        ..Report::default()
    };
    let mut work = Work::new(report, source, asked);
    loop {
        let batch = batch(&mut records, batch_rows);
        let is_end = batch.is_empty();
        let waiting = if is_end { work.later.next(batch_rows) } else { Vec::new() };
        if is_end && waiting.is_empty() {
            return Ok(work.finish(End::Done));
        }
        // Before others wait for it.
        work.prepare(&target.snapshot(), &batch);
        let (next, decided) = target.make(work, move |work, snapshot| {
            if is_end { work.link(snapshot, waiting) } else { work.take(snapshot, batch) }
        })?;
        work = next;
        if decided.is_err() {
            return Ok(work.finish(End::Faulty));
        }
        if watch(&work.report).is_break() {
            return Ok(work.finish(End::Stopped));
        }
    }
}

/// The next records, up to the one that brings them to `rows_max` rows. One that can't be read
/// counts as a row.
fn batch(
    records: &mut impl Iterator<Item = Result<Record, Wrong>>,
    rows_max: usize,
) -> Vec<Result<Record, Wrong>> {
    let mut batch = Vec::new();
    let mut rows = 0;
    while rows < rows_max {
        let Some(record) = records.next() else { break };
        rows += record.as_ref().map_or(1, |it| it.rows.len().max(1));
        batch.push(record);
    }
    batch
}

/// Where changes are made.
enum Target<'l> {
    Live {
        live: &'l Live,
        asked: &'l Asked,
        why: Arc<str>,
        version: u64,
    },
    /// The graph as it would be.
    Dry(Arc<Snapshot>),
}

impl<'l> Target<'l> {
    fn new(live: &'l Live, asked: &'l Asked, why: String) -> Self {
        let snapshot = live.snapshot();
        if asked.is_dry {
            return Target::Dry(snapshot);
        }
        Target::Live { live, asked, why: why.into(), version: snapshot.version() }
    }

    /// The graph as it is now.
    fn snapshot(&self) -> Arc<Snapshot> {
        match self {
            Target::Live { live, .. } => live.snapshot(),
            Target::Dry(snapshot) => Arc::clone(snapshot),
        }
    }

    fn version(&self) -> u64 {
        match self {
            Target::Live { version, .. } => *version,
            Target::Dry(snapshot) => snapshot.version(),
        }
    }

    /// Makes the change that `decide` makes of the newest graph; gives the work back as it is then.
    fn make(
        &mut self,
        mut work: Work,
        decide: impl FnOnce(&mut Work, &Snapshot) -> Result<Change, Fault> + Send + 'static,
    ) -> Result<(Work, Result<(), Fault>), ImportError> {
        let (work, decided) = match self {
            Target::Live { live, asked, why, version } => {
                let mut reason = Reason::new((asked.now)(), &asked.by);
                reason.why = Some(Arc::clone(why));
                // Whoever leads a group of changes decides; the work comes back from there.
                let (back, given_back) = mpsc::channel();
                let committed = live.transact(reason, move |snapshot| {
                    let decided = decide(&mut work, snapshot);
                    // Nobody is there to take it only where the import is given up.
                    drop(back.send(work));
                    decided
                });
                let decided = match committed {
                    Ok(committed) => {
                        *version = committed.version;
                        Ok(())
                    }
                    Err(Decided::Refused(fault)) => Err(fault),
                    Err(Decided::Failed(why)) => return Err(why.into()),
                };
                (given_back.recv().expect("it was decided"), decided)
            }
            Target::Dry(snapshot) => match decide(&mut work, snapshot) {
                Ok(change) if change.edits.is_empty() => (work, Ok(())),
                Ok(change) => {
                    let next = snapshot.apply(&change).map_err(LiveError::Engine)?;
                    *snapshot = Arc::new(next);
                    (work, Ok(()))
                }
                Err(fault) => (work, Err(fault)),
            },
        };
        let mut work = work;
        work.report.version_after = self.version();
        Ok((work, decided))
    }
}
