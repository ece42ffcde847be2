//! What an import knows from one batch to the next.

use std::collections::HashMap;

use super::{
    Asked,
    given::Given,
    late,
    later::{Later, WAITING_MAX, Waiting},
    record::{self, Outcome, Scene},
    report::{End, Report},
    staged::Staged,
};
use crate::{
    catalog::{Change, Row, RowId, value::PartialDate},
    engine::{
        Snapshot,
        duplicates::identity::{Known, is_recognised},
    },
    import::{Record, Wrong},
};

/// What stops an import that is to stop at the first fault.
#[derive(Debug)]
pub(super) struct Fault(Wrong);

pub(super) struct Work {
    pub(super) report: Report,
    source: Option<Row>,
    as_of: Option<PartialDate>,
    is_strict: bool,
    known: Option<Known>,
    given: Given,
    pub(super) later: Later,
    taken: HashMap<RowId, RowId>,
}

impl Work {
    pub(super) fn new(report: Report, source: Option<Row>, asked: &Asked) -> Self {
        Work {
            report,
            source,
            as_of: asked.as_of,
            is_strict: asked.is_strict,
            known: None,
            given: Given::default(),
            later: Later::default(),
            taken: HashMap::new(),
        }
    }

    /// Takes all rows of the graph in where rows of a batch are to be compared with them, which
    /// takes a while the first time.
    pub(super) fn prepare(&mut self, snapshot: &Snapshot, batch: &[Result<Record, Wrong>]) {
        let is_new = |row: &Row| {
            is_recognised(row.table()) && snapshot.find(row.table(), row.key().as_str()).is_none()
        };
        let mut rows = batch.iter().flatten().flat_map(|it| &it.rows);
        if self.known.is_none() && rows.any(is_new) {
            self.known = Some(Known::of(snapshot));
        }
    }

    /// The change that a batch makes of the graph.
    pub(super) fn take(
        &mut self,
        snapshot: &Snapshot,
        batch: Vec<Result<Record, Wrong>>,
    ) -> Result<Change, Fault> {
        self.decide(snapshot, |work, staged| {
            // A file of which nothing can be read is the source of nothing.
            let is_read = batch.iter().any(Result::is_ok);
            if let Some(row) = work.source.take_if(|_| is_read) {
                // It is none of the file's rows, and is not counted.
                let record = Record { line: 1, rows: vec![row], left_out: Vec::new() };
                let outcome = work.record(staged, &record)?;
                outcome.map_or(Ok(()), |it| work.keep(staged, it))?;
            }
            for record in batch {
                match record {
                    Err(wrong) if wrong.is_last && !work.is_strict => {
                        work.report.fault = Some(wrong);
                        continue;
                    }
                    Ok(record) => work.one(staged, record)?,
                    Err(wrong) => work.skip(wrong)?,
                }
                work.report.records += 1;
            }
            Ok(())
        })
    }

    fn one(&mut self, staged: &mut Staged<'_>, record: Record) -> Result<(), Fault> {
        self.report.rows += record.rows.len() as u64;
        let Some(mut outcome) = self.record(staged, &record)? else { return Ok(()) };
        record.left_out.into_iter().for_each(|it| self.report.leave_out(it));
        self.report.matched += outcome.matched;
        self.count(&outcome);
        outcome.ambiguous.drain(..).for_each(|it| self.report.ambiguous.push(it));
        self.keep(staged, outcome)
    }

    /// The change that those make of the graph which waited for the end of the file.
    pub(super) fn link(
        &mut self,
        snapshot: &Snapshot,
        batch: Vec<Waiting>,
    ) -> Result<Change, Fault> {
        self.decide(snapshot, |work, staged| {
            batch.into_iter().try_for_each(|it| late::settle(work, staged, it))
        })
    }

    /// The change that is staged. On a fault, the report is as it was before but for it.
    fn decide(
        &mut self,
        snapshot: &Snapshot,
        stage: impl FnOnce(&mut Work, &mut Staged<'_>) -> Result<(), Fault>,
    ) -> Result<Change, Fault> {
        self.given.settle(snapshot);
        if let Some(known) = &mut self.known {
            known.follow(snapshot);
        }
        let before = self.report.clone();
        let mut staged = Staged::new(snapshot);
        let outcome = stage(self, &mut staged);
        outcome.map(|()| staged.change()).map_err(|Fault(wrong)| {
            self.report = before;
            self.report.skipped.push(wrong.clone());
            Fault(wrong)
        })
    }

    /// Stages a record; where it has a fault, it is skipped.
    pub(super) fn record(
        &mut self,
        staged: &mut Staged<'_>,
        record: &Record,
    ) -> Result<Option<Outcome>, Fault> {
        match record::take(&mut self.scene(staged), record) {
            Ok(outcome) => Ok(Some(outcome)),
            Err(wrong) => {
                staged.roll_back();
                self.skip(wrong)?;
                Ok(None)
            }
        }
    }

    pub(super) fn scene<'w, 's>(&'w mut self, staged: &'w mut Staged<'s>) -> Scene<'w, 's> {
        Scene {
            staged,
            known: &mut self.known,
            given: &self.given,
            later: &self.later,
            taken: &self.taken,
            as_of: self.as_of,
        }
    }

    /// Counts what became of rows of the file.
    pub(super) fn count(&mut self, outcome: &Outcome) {
        self.report.created += outcome.created;
        self.report.updated += outcome.updated;
        self.report.unchanged += outcome.unchanged;
    }

    /// Keeps what a record came to.
    pub(super) fn keep(&mut self, staged: &mut Staged<'_>, outcome: Outcome) -> Result<(), Fault> {
        staged.accept();
        for id in outcome.given {
            self.given.insert(staged, id);
        }
        for (person, by) in outcome.taken {
            self.taken.entry(person).or_insert(by);
        }
        for waiting in outcome.waiting {
            if let Some(waiting) = self.later.push(waiting) {
                let why = format!(
                    "it comes later, and {WAITING_MAX} others wait already: import the file again, \
                     when it is there"
                );
                self.vain(&waiting, &why)?;
            }
        }
        Ok(())
    }

    /// Gives up what waits.
    pub(super) fn vain(&mut self, waiting: &Waiting, why: &str) -> Result<(), Fault> {
        let wrong = waiting.wrong(why);
        match waiting {
            Waiting::Row { .. } => self.skip(wrong),
            Waiting::Gap(_) => self.leave_out(wrong),
        }
    }

    pub(super) fn leave_out(&mut self, wrong: Wrong) -> Result<(), Fault> {
        if self.is_strict {
            return Err(Fault(wrong));
        }
        self.report.leave_out(wrong);
        Ok(())
    }

    pub(super) fn skip(&mut self, wrong: Wrong) -> Result<(), Fault> {
        if self.is_strict {
            return Err(Fault(wrong));
        }
        self.report.skipped.push(wrong);
        Ok(())
    }

    pub(super) fn finish(mut self, end: End) -> Report {
        self.report.end = match self.report.fault {
            Some(_) if end == End::Done => End::Broken,
            _ => end,
        };
        self.report
    }
}
