//! What a request may cost, told before it is answered: from its plan, and from how many rows the
//! tables have.
//!
//! Counted in rows of a column that could be read meanwhile, as [`super::work`] counts them. It is a
//! bound where pages are multiplied by pages, and a guess where rows are summed up: of how many rows
//! lead to one, the mean is taken.

mod summary;

use std::cell::Cell;

use super::{
    Snapshot, compute,
    filter::Matcher,
    request::{
        Arguments, Connection, EdgePart, Filter, Name, Part, RecordStep, Shape, Step, Wanted,
    },
    work::{ROWS_PER_COMPUTATION, ROWS_PER_HISTORY, ROWS_PER_VISIT},
};
use crate::catalog::{Kind, computed::Compute, questions::Ask};

/// So many rows of a column are read in the time in which a row, a group, a bin or a record is
/// written.
pub const ROWS_PER_WRITTEN: u64 = 1_000;

/// Entries of a list of which nobody knows how long it is.
const LISTED: u64 = 10;

/// What plans cost in a snapshot.
#[derive(Debug)]
pub struct Estimate<'s> {
    snapshot: &'s Snapshot,
    /// What is done once, however many rows it is for.
    once: Cell<u64>,
}

/// Among how many rows a connection looks.
#[derive(Clone, Copy)]
struct Among {
    /// At most.
    most: u64,
    /// In the mean, of all the times that it is asked for.
    mean: u64,
}

impl<'s> Estimate<'s> {
    pub fn new(snapshot: &'s Snapshot) -> Self {
        Estimate { snapshot, once: Cell::new(0) }
    }

    /// All that was asked of it, with what is done once.
    fn with_once(&self, cost: u64) -> u64 {
        cost.saturating_add(self.once.take())
    }

    /// What it costs to answer with rows of a table.
    pub fn rows(&self, table: usize, connection: &Connection) -> u64 {
        let rows = self.count(table);
        self.with_once(self.connection(Some(table), connection, Among { most: rows, mean: rows }))
    }

    /// What it costs to answer with so many rows.
    pub fn list(&self, count: usize, shape: &Shape) -> u64 {
        self.with_once(self.row(shape).saturating_mul(count as u64))
    }

    /// What it costs to answer a question with so much that is found.
    pub fn question(&self, ask: Ask, arguments: &Arguments, wanted: &Wanted) -> u64 {
        let first = arguments.int("first").and_then(|it| u64::try_from(it).ok());
        let written = self.wanted(wanted, first.unwrap_or(LISTED));
        self.with_once(compute::cost(self.snapshot, ask).saturating_add(written))
    }

    /// What it costs to answer with a record that is known.
    pub fn record(&self, wanted: &Wanted) -> u64 {
        self.with_once(self.wanted(wanted, 1))
    }

    fn count(&self, table: usize) -> u64 {
        self.snapshot.frame(table).live().len()
    }

    fn connection(&self, table: Option<usize>, connection: &Connection, among: Among) -> u64 {
        let Connection { filter, order, page, parts } = connection;
        let passing = match (table, filter) {
            (Some(table), Some(filter)) => {
                self.filter(table, filter);
                ROWS_PER_VISIT.saturating_mul(among.mean)
            }
            _ => 0,
        };
        let is_paged = parts.iter().any(|it| it.1.is_of_page()) && page.limit > 0;
        // One key of all rows of a table is kept in order.
        let is_all = table.is_some_and(|it| filter.is_none() && among.mean == self.count(it));
        let keys = if is_all && order.len() < 2 { 0 } else { order.len() as u64 };
        let compared =
            if is_paged { among.mean.saturating_mul(keys * ROWS_PER_COMPUTATION) } else { 0 };
        let written = u64::from(page.limit).min(among.most);
        let parts = parts.iter().map(|(_, part)| match part {
            Part::Nodes(shape) => self.row(shape).saturating_mul(written),
            Part::Edges(parts) => self.edge(parts).saturating_mul(written),
            Part::Constant(_) | Part::TotalCount | Part::PageInfo(_) | Part::Fail(_) => 0,
            sum => self.sum(table, sum, among),
        });
        parts.fold(ROWS_PER_COMPUTATION + passing, u64::saturating_add).saturating_add(compared)
    }

    /// A filter is made ready once, for all rows that it is asked for.
    fn filter(&self, table: usize, filter: &Filter) {
        let cost = Matcher::new(self.snapshot, table, filter).cost();
        self.once.set(self.once.get().saturating_add(cost));
    }

    fn edge(&self, parts: &[(Name, EdgePart)]) -> u64 {
        let nodes = parts.iter().map(|(_, part)| match part {
            EdgePart::Node(shape) => self.row(shape),
            EdgePart::Constant(_) | EdgePart::Cursor => 0,
        });
        nodes.fold(ROWS_PER_WRITTEN, u64::saturating_add)
    }

    /// One row, of whatever it may be that costs most.
    fn row(&self, shape: &Shape) -> u64 {
        let branches = shape.branches.iter().map(|branch| {
            let steps = branch.steps.iter().map(|(_, step)| self.step(branch.table, step));
            steps.fold(ROWS_PER_WRITTEN, u64::saturating_add)
        });
        branches.max().unwrap_or(0)
    }

    fn step(&self, table: usize, step: &Step) -> u64 {
        let frame = self.snapshot.frame(table);
        match step {
            Step::Constant(_)
            | Step::Id
            | Step::Key
            | Step::Version
            | Step::Field(..)
            | Step::Fail(_) => 0,
            // All of a row, as if it were written once more.
            Step::Values => ROWS_PER_WRITTEN,
            Step::ExternalKeys(_, wanted) => self.wanted(wanted, 1),
            Step::Follow(field, shape) => {
                let is_list = matches!(frame.table().fields[*field].kind, Kind::Refs(_));
                self.row(shape).saturating_mul(if is_list { LISTED } else { 1 })
            }
            Step::Linked(link, connection) => {
                let from = frame.source_of(*link);
                self.connection(Some(from), connection, self.linked(table, from))
            }
            Step::Compute(compute, _, wanted, _) => {
                let looked_at = match compute {
                    Compute::MembersOn(_) | Compute::Audit => LISTED * ROWS_PER_COMPUTATION,
                    _ => ROWS_PER_COMPUTATION,
                };
                looked_at.saturating_add(self.wanted(wanted, 1))
            }
            Step::History(asked, wanted) => {
                ROWS_PER_HISTORY.saturating_add(self.wanted(wanted, asked.first as u64))
            }
        }
    }

    /// The rows of one table that lead to a row of another.
    fn linked(&self, table: usize, from: usize) -> Among {
        let most = self.count(from);
        Among { most, mean: most.div_ceil(self.count(table).max(1)) }
    }

    /// A connection of which only its page tells how many rows it has.
    fn unnamed(&self, connection: &Connection) -> u64 {
        let limit = u64::from(connection.page.limit);
        self.connection(None, connection, Among { most: limit, mean: limit })
    }

    /// What is wanted of a value, or of so many.
    fn wanted(&self, wanted: &Wanted, count: u64) -> u64 {
        match wanted {
            Wanted::Value => 0,
            Wanted::Record(steps) => {
                let steps = steps.iter().map(|(_, step)| match step {
                    RecordStep::Value(_, wanted, _) => self.wanted(wanted, 1),
                    RecordStep::Constant(_) | RecordStep::Fail(_) => 0,
                });
                steps.fold(ROWS_PER_WRITTEN, u64::saturating_add).saturating_mul(count)
            }
            Wanted::Rows(shape) => self.row(shape).saturating_mul(count),
            Wanted::Connection(connection) => self.unnamed(connection).saturating_mul(count),
        }
    }
}
