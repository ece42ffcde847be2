//! Answers with a stretch of rows.

use std::{cell::OnceCell, rc::Rc};

use roaring::RoaringBitmap;

use super::{Broken, Outcome, Run, Sink, refused, veiled::Summed};
use crate::engine::{
    Frame, Snapshot, cursor,
    filter::Matcher,
    group::Origin,
    page::{self, Candidates, PageRows},
    request::{Connection, EdgePart, Filter, Name, Page, PageInfoPart, Part},
    sample,
    work::{ROWS_PER_COMPUTATION, ROWS_PER_VISIT},
};

/// Among which rows of a table a connection looks.
#[derive(Clone, Copy)]
pub(super) enum Among<'r> {
    All,
    /// Those to which a link of a row leads back: its table, the link, and the row.
    Linked(usize, usize, u32),
    Set(&'r RoaringBitmap),
}

impl<'s, S: Sink> Run<'s, S> {
    /// What a filter found so far in a snapshot, of whatever rows it was asked.
    pub(super) fn matcher(
        &mut self,
        snapshot: &'s Snapshot,
        table: usize,
        filter: &'s Filter,
    ) -> Result<Rc<Matcher<'s>>, Broken> {
        let address = (std::ptr::from_ref(snapshot) as usize, std::ptr::from_ref(filter) as usize);
        if let Some(known) = self.matchers.get(&address) {
            return Ok(Rc::clone(known));
        }
        let matcher = Rc::new(Matcher::new(snapshot, table, filter));
        self.work.look(matcher.cost()).map_err(refused)?;
        self.matchers.insert(address, Rc::clone(&matcher));
        Ok(matcher)
    }

    pub(super) fn connection(
        &mut self,
        table: usize,
        connection: &'s Connection,
        among: Among<'_>,
    ) -> Outcome {
        let frame = self.snapshot.frame(table);
        self.written()?;
        let instead = self.instead(table, connection, among)?;
        let public = instead.as_ref().and_then(|it| it.public(among));
        let among = public.as_ref().map_or(among, Among::Set);
        let linked =
            |(of, link, row): (usize, usize, u32)| self.snapshot.frame(of).linked(link, row);
        let tested = match (among, &connection.filter) {
            (Among::All, _) | (_, None) => 0,
            (Among::Linked(of, link, row), Some(_)) => linked((of, link, row)).len() as u64,
            (Among::Set(rows), Some(_)) => rows.len(),
        };
        self.work.look(ROWS_PER_COMPUTATION + ROWS_PER_VISIT * tested).map_err(refused)?;
        let matcher = connection
            .filter
            .as_ref()
            .map(|it| self.matcher(self.snapshot, table, it))
            .transpose()?;
        let passing;
        let linked =
            |(of, link, row): (usize, usize, u32)| self.snapshot.frame(of).linked(link, row);
        let candidates = match (among, &matcher) {
            (Among::All, None) => Candidates::All,
            (Among::All, Some(matcher)) => Candidates::Some(matcher.rows()),
            (Among::Linked(of, link, row), None) => Candidates::Linked(linked((of, link, row))),
            (Among::Linked(of, link, row), Some(matcher)) => {
                Candidates::List(matcher.of(linked((of, link, row)).iter()))
            }
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
        let found = page::page(frame, &candidates, &connection.order, page, self.work);
        let all = OnceCell::new();
        let all = || all.get_or_init(|| candidates.rows(frame)).as_slice();
        let origin = self.origin(table);
        let summed = || match &instead {
            Some(instead) => (Origin { snapshot: instead.snapshot(), ..origin }, instead.rows()),
            None => (origin, Summed { rows: all(), markers: &[] }),
        };
        self.fields(&connection.parts, |run, part| match part {
            Part::Aggregate(parts) => run.aggregate(summed(), parts),
            Part::Groups(groups) => run.groups(summed(), groups),
            Part::Premium(premium) => run.premium(summed(), premium),
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
