//! Answers with what rows are together: aggregates, groups, samples.

use super::{Broken, Outcome, Run, Sink, connection::Among, refused, veiled::Summed};
use crate::{
    catalog::TABLES,
    engine::{
        compute::Datum,
        cursor,
        group::{self, Grouped, Origin, Summaries, order},
        request::{AggregatePart, GroupPart, Groups, GroupsPart, Name, PageInfoPart},
        work::{ROWS_PER_COMPUTATION, ROWS_PER_VISIT},
    },
};

/// The groups of a page, and what else is needed to write them.
struct Paged<'r, 's> {
    origin: Origin<'s>,
    grouped: &'r Grouped<'s>,
    groups: &'s Groups,
    found: &'r order::Found,
}

impl<'s, S: Sink> Run<'s, S> {
    pub(super) fn origin(&self, table: usize) -> Origin<'s> {
        Origin { snapshot: self.snapshot, table, today: self.today, work: self.work }
    }

    /// Counts rows that are about to be looked at, so many times each.
    pub(super) fn look(&self, rows: usize, times: u64) -> Result<(), Broken> {
        self.work.look((rows as u64).saturating_mul(times)).map_err(refused)
    }

    pub(super) fn aggregate(
        &mut self,
        (origin, summed): (Origin<'s>, Summed<'_>),
        parts: &'s [(Name, AggregatePart)],
    ) -> Outcome {
        let mut summaries = Summaries::default();
        summaries.add_parts(parts);
        self.look(summed.rows.len(), summaries.cost())?;
        let numbers = summaries.of_rows(origin, summed.rows).map_err(refused)?;
        self.aggregated(origin, summed, (parts, &mut numbers.iter()))
    }

    /// Writes an aggregate whose numbers are known.
    fn aggregated(
        &mut self,
        origin: Origin<'s>,
        summed: Summed<'_>,
        (parts, numbers): (&'s [(Name, AggregatePart)], &mut std::slice::Iter<'_, f64>),
    ) -> Outcome {
        self.written()?;
        self.fields(parts, |run, part| run.aggregate_part(origin, summed, (part, numbers)))
    }

    fn aggregate_part(
        &mut self,
        origin: Origin<'s>,
        summed: Summed<'_>,
        (part, numbers): (&'s AggregatePart, &mut std::slice::Iter<'_, f64>),
    ) -> Outcome {
        let rows = summed.rows;
        match part {
            AggregatePart::Constant(text) => self.sink.plain(format_args!("{text}")),
            AggregatePart::Count => self.count(rows.len()),
            AggregatePart::CountDistinct(tree) => {
                self.look(rows.len(), 1 + tree.len() as u64)?;
                let count = group::count_distinct(origin, tree, rows).map_err(refused)?;
                self.count(count);
            }
            AggregatePart::Number(measure, parts) => {
                return self.numbers((origin, measure), rows, (parts, numbers));
            }
            AggregatePart::Evidence(wanted) => {
                self.look(rows.len(), ROWS_PER_VISIT)?;
                let end = origin.snapshot.frame(origin.table).stands_in_from;
                let gatherer = self.prepared.gatherer(origin.table);
                let evidence = gatherer
                    .gather(origin.work.watched(rows.iter().copied()).filter(|it| *it < end));
                return self.datum(&Datum::Record(evidence.record()), wanted);
            }
            AggregatePart::Suppressed(wanted) => self.suppressed(origin.table, summed, wanted),
            AggregatePart::Fail(failure) => return self.fail(*failure),
        }
        Ok(())
    }

    pub(super) fn groups(
        &mut self,
        (origin, summed): (Origin<'s>, Summed<'_>),
        groups: &'s Groups,
    ) -> Outcome {
        self.look(summed.len(), groups.cost())?;
        let grouped = Grouped::new(origin, &groups.by, &summed.all()).map_err(refused)?;
        let found = order::page(origin, &grouped, groups).map_err(refused)?;
        let paged = Paged { origin, grouped: &grouped, groups, found: &found };
        self.fields(&groups.parts, |run, part| run.groups_part(&paged, part))
    }

    fn groups_part(&mut self, paged: &Paged<'_, 's>, part: &'s GroupsPart) -> Outcome {
        match part {
            GroupsPart::Constant(text) => self.sink.plain(format_args!("{text}")),
            GroupsPart::TotalCount => self.count(paged.found.total),
            GroupsPart::Nodes(parts) => return self.group_nodes(paged, parts),
            GroupsPart::PageInfo(parts) => {
                self.values(parts, |run, part| {
                    let found = paged.found;
                    match part {
                        PageInfoPart::Constant(text) => run.sink.plain(format_args!("{text}")),
                        PageInfoPart::HasNextPage => run.sink.bool(found.has_next),
                        PageInfoPart::HasPreviousPage => run.sink.bool(found.has_previous),
                        PageInfoPart::StartCursor => run.group_cursor(paged, found.groups.first()),
                        PageInfoPart::EndCursor => run.group_cursor(paged, found.groups.last()),
                    }
                });
            }
        }
        Ok(())
    }

    fn group_cursor(&mut self, paged: &Paged<'_, 's>, group: Option<&u32>) {
        let Some(group) = group else { return self.sink.null() };
        let place = paged.found.cursor(&paged.origin, (paged.grouped, paged.groups), *group);
        let text = cursor::encode_group(TABLES[paged.origin.table], paged.groups, &place);
        self.sink.plain(format_args!("{text}"));
    }

    fn group_nodes(&mut self, paged: &Paged<'_, 's>, parts: &'s [(Name, GroupPart)]) -> Outcome {
        let mut summaries = Summaries::default();
        for (_, part) in parts {
            if let GroupPart::Aggregate(parts) = part {
                summaries.add_parts(parts);
            }
        }
        let groups = &paged.found.groups;
        let known = paged.found.known(paged.groups, &summaries);
        if known.is_none() {
            let rows: usize = groups.iter().map(|it| paged.grouped.rows(*it as usize).len()).sum();
            self.look(rows, summaries.cost())?;
        }
        // All of these stand in memory at once.
        self.look(groups.len(), ROWS_PER_COMPUTATION.saturating_mul(summaries.len() as u64))?;
        let make = || summaries.of_groups(paged.origin, paged.grouped, groups).map_err(refused);
        let numbers = known.map_or_else(make, Ok)?;
        let mut numbers = numbers.iter();
        self.items(groups.iter(), |run, group| {
            run.group(paged, *group as usize, (parts, &mut numbers))
        })
    }

    fn group(
        &mut self,
        paged: &Paged<'_, 's>,
        group: usize,
        (parts, numbers): (&'s [(Name, GroupPart)], &mut std::slice::Iter<'_, f64>),
    ) -> Outcome {
        let (rows, markers) = paged.grouped.parts(group);
        let summed = Summed { rows, markers };
        self.written()?;
        self.fields(parts, |run, part| match part {
            GroupPart::Constant(text) => {
                run.sink.plain(format_args!("{text}"));
                Ok(())
            }
            GroupPart::Key(parts) => run.key((paged.grouped, group), parts),
            GroupPart::Count => {
                run.count(rows.len());
                Ok(())
            }
            GroupPart::Share => {
                #[expect(clippy::cast_precision_loss, reason = "tables have few rows")]
                let share = rows.len() as f64 / paged.grouped.total().max(1) as f64;
                run.sink.float(share);
                Ok(())
            }
            GroupPart::Aggregate(parts) => run.aggregated(paged.origin, summed, (parts, numbers)),
            GroupPart::Rows(connection) => {
                run.look(summed.len(), 1)?;
                let rows = summed.all().iter().copied().collect();
                run.connection(paged.origin.table, connection, Among::Set(&rows))
            }
            GroupPart::Suppressed(wanted) => {
                run.suppressed(paged.origin.table, summed, wanted);
                Ok(())
            }
            GroupPart::Fail(failure) => run.fail(*failure),
        })
    }
}
