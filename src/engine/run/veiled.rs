//! What is summed up instead of rows that are held back.

use std::borrow::Cow;

use roaring::RoaringBitmap;

use super::{Broken, Run, Sink, connection::Among};
use crate::engine::{
    Snapshot,
    compute::{Datum, Prepared},
    group::Origin,
    request::{Connection, Filter, Wanted},
    veil::{self, Sums},
    work::ROWS_PER_VISIT,
};

/// Rows that are summed up.
#[derive(Clone, Copy)]
pub(super) struct Summed<'r> {
    pub(super) rows: &'r [u32],
    /// Those that stand for what may be held back, and count nowhere.
    pub(super) markers: &'r [u32],
}

impl<'r> Summed<'r> {
    pub(super) fn len(self) -> usize {
        self.rows.len() + self.markers.len()
    }

    /// The rows, then the markers.
    pub(super) fn all(self) -> Cow<'r, [u32]> {
        match self.markers {
            [] => Cow::Borrowed(self.rows),
            markers => Cow::Owned([self.rows, markers].concat()),
        }
    }
}

/// What is summed up instead of the rows of a connection.
pub(super) struct Instead<'s> {
    sums: &'s Sums,
    rows: Vec<u32>,
    markers: Vec<u32>,
}

impl<'s> Instead<'s> {
    /// Where the rows are.
    pub(super) fn snapshot(&self) -> &'s Snapshot {
        &self.sums.rows
    }

    pub(super) fn rows(&self) -> Summed<'_> {
        Summed { rows: &self.rows, markers: &self.markers }
    }

    /// Those of a set that may be seen one by one.
    pub(super) fn public(&self, among: Among<'_>) -> Option<RoaringBitmap> {
        let Among::Set(rows) = among else { return None };
        let mut public = rows.clone();
        public.remove_range(self.sums.first()..);
        Some(public)
    }
}

impl<'s, S: Sink> Run<'s, S> {
    /// What is to be summed up instead of the rows of a connection, where some are held back.
    pub(super) fn instead(
        &mut self,
        table: usize,
        connection: &'s Connection,
        among: Among<'_>,
    ) -> Result<Option<Instead<'s>>, Broken> {
        let is_summed = connection.parts.iter().any(|it| it.1.is_sum());
        // A set may be of a group, of which not all rows can be seen.
        if !is_summed && !matches!(among, Among::Set(_)) {
            return Ok(None);
        }
        let Some(sums) = self.sums(table) else { return Ok(None) };
        // What is read of the sums is not told by the snapshot of the rows.
        self.snapshot.note_all();
        let filter = connection.filter.as_ref();
        let rows = self.found((&sums.rows, table), among, filter)?;
        let markers = self.found((&sums.markers, table), among, filter)?;
        Ok(Some(Instead { sums, rows, markers }))
    }

    fn sums(&self, table: usize) -> Option<&'s Sums> {
        self.veil.filter(|_| veil::is_veiled(table)).and_then(|it| it.sums())
    }

    /// The rows of a snapshot among which a connection looks, ascending, as far as they pass.
    fn found(
        &mut self,
        (snapshot, table): (&'s Snapshot, usize),
        among: Among<'_>,
        filter: Option<&'s Filter>,
    ) -> Result<Vec<u32>, Broken> {
        let live = snapshot.frame(table).live();
        let rows: Vec<u32> = match among {
            Among::All => live.iter().collect(),
            Among::Set(rows) => (rows & live).iter().collect(),
            Among::Linked(of, link, row) => {
                let linked = snapshot.frame(of).linked(link, row).iter();
                let mut rows: Vec<u32> = linked.filter(|it| live.contains(*it)).collect();
                rows.sort_unstable();
                rows
            }
        };
        self.look(rows.len(), ROWS_PER_VISIT)?;
        match filter {
            None => Ok(rows),
            Some(filter) => Ok(self.matcher(snapshot, table, filter)?.of(rows.into_iter())),
        }
    }

    /// Those that pass a filter, then the markers that do.
    pub(super) fn passing(
        &mut self,
        origin: Origin<'s>,
        summed: Summed<'_>,
        filter: &'s Filter,
    ) -> Result<Vec<u32>, Broken> {
        let matcher = self.matcher(origin.snapshot, origin.table, filter)?;
        let mut passing = matcher.of(summed.rows.iter().copied());
        if let Some(sums) = self.sums(origin.table).filter(|_| !summed.markers.is_empty()) {
            let matcher = self.matcher(&sums.markers, origin.table, filter)?;
            passing.extend(matcher.of(summed.markers.iter().copied()));
        }
        Ok(passing)
    }

    /// What computations look up in a snapshot, be it that of the rows or of the sums.
    pub(super) fn prepared_in(&mut self, snapshot: &'s Snapshot) -> &mut Prepared<'s> {
        if std::ptr::eq(snapshot, self.snapshot) {
            return &mut self.prepared;
        }
        self.prepared_sums.get_or_insert_with(|| Prepared::new(snapshot))
    }

    /// Writes why not all there is was summed up; null where it was.
    pub(super) fn suppressed(&mut self, table: usize, summed: Summed<'_>, wanted: &'s Wanted) {
        let sums = self.sums(table).filter(|it| it.holds_back(summed.rows, summed.markers));
        match self.veil.filter(|_| sums.is_some()) {
            None => self.sink.null(),
            Some(veil) => {
                let record = Datum::Record(veil.suppressed());
                self.nullable(|run| run.datum(&record, wanted));
            }
        }
    }
}
