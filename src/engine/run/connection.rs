//! Answers with a stretch of rows.

use std::{cell::OnceCell, rc::Rc};

use roaring::RoaringBitmap;

use super::{Broken, Outcome, Run, Sink, refused};
use crate::engine::{
    Frame, Rows, cursor,
    filter::Matcher,
    page::{self, Candidates, PageRows},
    request::{Connection, EdgePart, Filter, Name, Page, PageInfoPart, Part},
    sample,
    work::{ROWS_PER_COMPUTATION, ROWS_PER_VISIT},
};

/// Among which rows of a table a connection looks.
pub(super) enum Among<'s, 'r> {
    All,
    Linked(Rows<'s>),
    Set(&'r RoaringBitmap),
}

impl<'s, S: Sink> Run<'s, S> {
    /// What a filter found so far, of whatever rows it was asked.
    pub(super) fn matcher(
        &mut self,
        table: usize,
        filter: &'s Filter,
    ) -> Result<Rc<Matcher<'s>>, Broken> {
        let address = std::ptr::from_ref(filter) as usize;
        if let Some(known) = self.matchers.get(&address) {
            return Ok(Rc::clone(known));
        }
        let matcher = Rc::new(Matcher::new(self.snapshot, table, filter));
        self.work.look(matcher.cost()).map_err(refused)?;
        self.matchers.insert(address, Rc::clone(&matcher));
        Ok(matcher)
    }

    pub(super) fn connection(
        &mut self,
        table: usize,
        connection: &'s Connection,
        among: Among<'s, '_>,
    ) -> Outcome {
        let frame = self.snapshot.frame(table);
        self.written()?;
        let tested = match (&among, &connection.filter) {
            (Among::All, _) | (_, None) => 0,
            (Among::Linked(rows), Some(_)) => rows.len() as u64,
            (Among::Set(rows), Some(_)) => rows.len(),
        };
        self.work.look(ROWS_PER_COMPUTATION + ROWS_PER_VISIT * tested).map_err(refused)?;
        let matcher = connection.filter.as_ref().map(|it| self.matcher(table, it)).transpose()?;
        let passing;
        let candidates = match (among, &matcher) {
            (Among::All, None) => Candidates::All,
            (Among::All, Some(matcher)) => Candidates::Some(matcher.rows()),
            (Among::Linked(rows), None) => Candidates::Linked(rows),
            (Among::Linked(rows), Some(matcher)) => Candidates::List(matcher.of(rows.iter())),
            (Among::Set(rows), None) => Candidates::Some(rows),
            (Among::Set(rows), Some(matcher)) => {
                passing = rows.iter().filter(|it| matcher.passes(*it)).collect();
                Candidates::Some(&passing)
            }
        };
        let page = connection.parts.iter().any(|it| it.1.is_of_page()).then_some(&connection.page);
        let nothing = Page::default();
        let page = page.unwrap_or(&nothing);
        if page.limit > 0 && candidates.are_compared(&connection.order) {
            let keys = connection.order.len().max(1) as u64;
            let rows = candidates.len(frame).saturating_mul(keys);
            self.work.look(rows.saturating_mul(ROWS_PER_COMPUTATION)).map_err(refused)?;
        }
        let found = page::page(frame, &candidates, &connection.order, page);
        let all = OnceCell::new();
        let all = || all.get_or_init(|| candidates.rows(frame)).as_slice();
        let origin = self.origin(table);
        self.fields(&connection.parts, |run, part| match part {
            Part::Aggregate(parts) => run.aggregate(origin, all(), parts),
            Part::Groups(groups) => run.groups(origin, all(), groups),
            Part::Premium(premium) => run.premium(origin, all(), premium),
            Part::Sample(sample, shape) => {
                run.look(all().len(), ROWS_PER_VISIT)?;
                let chosen = sample::choose(frame, all(), *sample);
                run.objects(table, chosen.into_iter(), shape)
            }
            part => run.part((table, frame), connection, (part, &found)),
        })
    }

    fn part(
        &mut self,
        (table, frame): (usize, &'s Frame),
        connection: &'s Connection,
        (part, found): (&'s Part, &PageRows),
    ) -> Outcome {
        match part {
            Part::Constant(text) => self.sink.plain(format_args!("{text}")),
            Part::TotalCount => self.sink.int(found.total.cast_signed()),
            Part::Nodes(shape) => self.objects(table, found.rows.iter().copied(), shape)?,
            Part::Edges(parts) => {
                let rows = found.rows.iter();
                return self
                    .items(rows, |run, row| run.edge((table, frame), connection, (parts, *row)));
            }
            Part::PageInfo(parts) => {
                self.values(parts, |run, part| {
                    run.page_info(frame, connection, (*part, found));
                });
            }
            Part::Fail(failure) => return self.fail(*failure),
            Part::Aggregate(_) | Part::Groups(_) | Part::Sample(..) | Part::Premium(_) => {
                unreachable!("{part:?} is of all rows, not of a page")
            }
        }
        Ok(())
    }

    fn edge(
        &mut self,
        (table, frame): (usize, &'s Frame),
        connection: &Connection,
        (parts, row): (&'s [(Name, EdgePart)], u32),
    ) -> Outcome {
        self.fields(parts, |run, part| {
            match part {
                EdgePart::Constant(text) => run.sink.plain(format_args!("{text}")),
                EdgePart::Cursor => run.cursor(frame, connection, Some(row)),
                EdgePart::Node(shape) => return run.object(table, row, shape),
            }
            Ok(())
        })
    }

    fn page_info(
        &mut self,
        frame: &Frame,
        connection: &Connection,
        (part, found): (PageInfoPart, &PageRows),
    ) {
        match part {
            PageInfoPart::Constant(text) => self.sink.plain(format_args!("{text}")),
            PageInfoPart::HasNextPage => self.sink.bool(found.has_next),
            PageInfoPart::HasPreviousPage => self.sink.bool(found.has_previous),
            PageInfoPart::StartCursor => {
                self.cursor(frame, connection, found.rows.first().copied());
            }
            PageInfoPart::EndCursor => self.cursor(frame, connection, found.rows.last().copied()),
        }
    }

    fn cursor(&mut self, frame: &Frame, connection: &Connection, row: Option<u32>) {
        match row {
            None => self.sink.null(),
            Some(row) => {
                let place = cursor::of(frame, &connection.order, row);
                let text = cursor::encode(frame.table(), &connection.order, &place);
                self.sink.plain(format_args!("{text}"));
            }
        }
    }
}
