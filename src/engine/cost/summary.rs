//! What it costs to sum rows up.

use super::{Among, Estimate, LISTED, ROWS_PER_WRITTEN};
use crate::engine::{
    group,
    request::{
        AggregatePart, GroupPart, Groups, GroupsPart, Histogram, KeyPart, KeyValue, Measure, Name,
        NumberPart, Part, Premium, PremiumPart, PremiumsPart,
    },
    work::ROWS_PER_VISIT,
};

impl Estimate<'_> {
    /// A part of a connection that is of all its rows.
    pub(super) fn sum(&self, table: Option<usize>, part: &Part, among: Among) -> u64 {
        match part {
            Part::Aggregate(parts) => ROWS_PER_WRITTEN.saturating_add(self.aggregate(parts, among)),
            Part::Groups(groups) => self.groups(table, groups, among),
            Part::Sample(sample, shape) => {
                let drawn = among.mean.saturating_mul(ROWS_PER_VISIT);
                let written = (sample.size as u64).min(among.most);
                self.row(shape).saturating_mul(written).saturating_add(drawn)
            }
            Part::Premium(premium) => self.premium(table, premium, among),
            part => unreachable!("{part:?} is of a page, or of no rows"),
        }
    }

    fn aggregate(&self, parts: &[(Name, AggregatePart)], among: Among) -> u64 {
        let parts = parts.iter().map(|(_, part)| match part {
            AggregatePart::Constant(_)
            | AggregatePart::Count
            | AggregatePart::Suppressed(_)
            | AggregatePart::Fail(_) => 0,
            AggregatePart::CountDistinct(tree) => {
                among.mean.saturating_mul((1 + tree.len() as u64) * ROWS_PER_VISIT)
            }
            AggregatePart::Number(measure, parts) => self.numbers(measure, parts, among),
            AggregatePart::Evidence(wanted) => {
                let gathered = among.mean.saturating_mul(ROWS_PER_VISIT);
                self.wanted(wanted, 1).saturating_add(gathered)
            }
        });
        parts.fold(among.mean, u64::saturating_add)
    }

    fn numbers(&self, measure: &Measure, parts: &[(Name, NumberPart)], among: Among) -> u64 {
        let read = group::cost(measure);
        let mut of_row = read;
        let mut written = 0u64;
        for (_, part) in parts {
            match part {
                NumberPart::Constant(_) | NumberPart::Method | NumberPart::Fail(_) => (),
                NumberPart::Statistic(_) => of_row += 1,
                NumberPart::Quantiles(all) => of_row += all.len() as u64,
                NumberPart::Histogram(cuts, _) => {
                    let bins = match cuts {
                        Histogram::Bins(bins) => *bins,
                        Histogram::Edges(edges) => edges.len(),
                    };
                    of_row += read;
                    written = written.saturating_add(bins as u64 * ROWS_PER_WRITTEN);
                }
                NumberPart::Missing => of_row += read,
                NumberPart::Reasons(_) => {
                    of_row += read;
                    written = written.saturating_add(LISTED * ROWS_PER_WRITTEN);
                }
                NumberPart::Rates(connection) => {
                    of_row += read;
                    let rates = self.unnamed(connection);
                    written = written.saturating_add(rates);
                }
            }
        }
        among.mean.saturating_mul(of_row).saturating_add(written)
    }

    fn groups(&self, table: Option<usize>, groups: &Groups, among: Among) -> u64 {
        let grouped = among.mean.saturating_mul(groups.cost());
        let written = u64::from(groups.limit).min(among.most);
        // All groups together have all rows.
        let within = Among { most: among.most, mean: among.mean.div_ceil(written.max(1)) };
        let parts = groups.parts.iter().map(|(_, part)| match part {
            GroupsPart::Nodes(parts) => {
                let parts = parts.iter().map(|(_, part)| match part {
                    GroupPart::Key(parts) => self.key(parts),
                    GroupPart::Aggregate(parts) => self.aggregate(parts, within),
                    GroupPart::Rows(connection) => self.connection(table, connection, within),
                    GroupPart::Constant(_)
                    | GroupPart::Count
                    | GroupPart::Share
                    | GroupPart::Suppressed(_)
                    | GroupPart::Fail(_) => 0,
                });
                parts.fold(ROWS_PER_WRITTEN, u64::saturating_add).saturating_mul(written)
            }
            GroupsPart::Constant(_) | GroupsPart::TotalCount | GroupsPart::PageInfo(_) => 0,
        });
        parts.fold(grouped, u64::saturating_add)
    }

    fn key(&self, parts: &[(Name, KeyPart)]) -> u64 {
        let parts = parts.iter().map(|(_, part)| match part {
            KeyPart::Leaf(_, KeyValue::Row(shape)) => self.row(shape),
            KeyPart::Branch(parts) => self.key(parts),
            KeyPart::Constant(_) | KeyPart::Absent | KeyPart::Leaf(..) => 0,
        });
        parts.fold(0, u64::saturating_add)
    }

    fn premium(&self, table: Option<usize>, premium: &Premium, among: Among) -> u64 {
        for filter in [&premium.of, &premium.over] {
            if let Some(table) = table {
                self.filter(table, filter);
            }
        }
        let keys = premium.by.len() as u64;
        let grouped = among.mean.saturating_mul(ROWS_PER_VISIT * (2 + 2 * keys));
        let groups = if keys == 0 { 1 } else { u64::from(premium.limit).min(among.most) };
        let within = Among { most: among.most, mean: among.mean.div_ceil(groups.max(1)) };
        let parts = premium.parts.iter().map(|(_, part)| match part {
            PremiumsPart::Nodes(parts) => {
                let parts = parts.iter().map(|(_, part)| match part {
                    PremiumPart::Key(parts) => self.key(parts),
                    PremiumPart::Of(parts) | PremiumPart::Over(parts) => {
                        self.numbers(&premium.pay, parts, within)
                    }
                    PremiumPart::Difference(_) | PremiumPart::Ratio(_) => {
                        within.mean.saturating_mul(1 + group::cost(&premium.pay))
                    }
                    PremiumPart::Constant(_) | PremiumPart::Suppressed(_) => 0,
                });
                parts.fold(ROWS_PER_WRITTEN, u64::saturating_add).saturating_mul(groups)
            }
            PremiumsPart::Constant(_) | PremiumsPart::TotalCount => 0,
        });
        parts.fold(grouped, u64::saturating_add)
    }
}
