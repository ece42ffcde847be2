//! Objects and lists, part by part; a failure learns on its way out where it was met.

use super::{Broken, Outcome, Run, Segment, Sink};
use crate::engine::request::{Name, Shape};

impl<'s, S: Sink> Run<'s, S> {
    /// Writes an object; each of its parts may fail.
    pub(super) fn fields<P>(
        &mut self,
        parts: &'s [(Name, P)],
        mut write: impl FnMut(&mut Self, &'s P) -> Outcome,
    ) -> Outcome {
        self.sink.open_object();
        for (name, part) in parts {
            self.sink.name(name);
            let known = self.failures.len();
            let outcome = write(self, part);
            self.inside(known, outcome, || Segment::Name(name.clone()))?;
        }
        self.sink.close_object();
        Ok(())
    }

    /// Writes an object none of whose parts can fail.
    pub(super) fn values<P>(&mut self, parts: &[(Name, P)], mut write: impl FnMut(&mut Self, &P)) {
        self.sink.open_object();
        for (name, part) in parts {
            self.sink.name(name);
            write(self, part);
        }
        self.sink.close_object();
    }

    /// Writes a list; each of its items may fail.
    pub(super) fn items<T>(
        &mut self,
        items: impl Iterator<Item = T>,
        mut write: impl FnMut(&mut Self, T) -> Outcome,
    ) -> Outcome {
        self.sink.open_list();
        for (index, item) in items.enumerate() {
            let known = self.failures.len();
            let outcome = write(self, item);
            self.inside(known, outcome, || Segment::Index(index))?;
        }
        self.sink.close_list();
        Ok(())
    }

    pub(super) fn objects(
        &mut self,
        table: usize,
        rows: impl Iterator<Item = u32>,
        shape: &'s Shape,
    ) -> Outcome {
        self.items(rows, |run, row| run.object(table, row, shape))
    }

    /// Adds a segment to the paths of failures that were met within it.
    fn inside(
        &mut self,
        known: usize,
        outcome: Outcome,
        segment: impl FnOnce() -> Segment,
    ) -> Outcome {
        // Nearly always: a segment is made only where there is a failure to tell of.
        if outcome.is_ok() && self.failures.len() == known {
            return Ok(());
        }
        let segment = segment();
        for failure in &mut self.failures[known..] {
            failure.path.insert(0, segment.clone());
        }
        outcome.map_err(|Broken(mut met)| {
            met.path.push(segment);
            Broken(met)
        })
    }
}
