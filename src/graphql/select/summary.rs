//! Makes requests of what is selected of aggregates and groups.

mod asked;
mod keys;
mod premium;

use async_graphql::{Value, parser::types::SelectionSet};

use super::{Compiler, computed::pay_together, connection::count, input};
use crate::{
    catalog::{computed::Compute, evidence::EVIDENCE, place, privacy::SUPPRESSED},
    engine::request::{
        AggregatePart, BinPart, Failure, GroupPart, Groups, GroupsPart, Histogram, Instead,
        KeyTree, Measure, Name, NumberPart, Part, ReasonPart, Sample, Statistic, Wanted,
    },
    graphql::{
        document::Selected,
        failure::BadInput,
        members::{Member, member},
        names::summary_names,
    },
};

/// Quantiles of one field.
const QUANTILES_MAX: usize = 100;
/// Bins of a histogram, or between edges.
const BINS_MAX: usize = 1_000;
/// Rows of a sample.
const SAMPLE_MAX: u32 = 1_000;

impl<'d> Compiler<'d> {
    /// A part of a connection that is of all its rows.
    pub(super) fn summary(
        &mut self,
        table: usize,
        selected: &Selected<'d>,
    ) -> Result<Part, BadInput> {
        match selected.name() {
            "aggregate" => Ok(Part::Aggregate(self.aggregate(table, &selected.sets()))),
            "groups" => Ok(Part::Groups(Box::new(self.groups(table, selected)?))),
            "premium" => Ok(Part::Premium(Box::new(self.premium(table, selected)?))),
            _ => {
                let arguments = self.document.arguments(selected);
                let number = |name| given(&arguments, name);
                let size = number("size").ok_or("`size` must be given")?;
                let size = count("size", size, SAMPLE_MAX)? as usize;
                let seed = number("seed").map_or(Ok(0), |it| input::int("seed", it))?;
                let shape = self.shape(Some(table), &selected.sets());
                Ok(Part::Sample(Sample { size, seed }, shape))
            }
        }
    }

    fn aggregate(&mut self, table: usize, sets: &[&'d SelectionSet]) -> Vec<(Name, AggregatePart)> {
        let of = summary_names(table).aggregate.as_str();
        let fields = self.document.fields(sets, &|it| it == of);
        let parts = fields.into_iter().map(|it| {
            let part = match it.name() {
                "__typename" => Ok(AggregatePart::Constant(of)),
                "count" => Ok(AggregatePart::Count),
                "countDistinct" => self.distinct(table, &it),
                "evidence" => {
                    Ok(AggregatePart::Evidence(Wanted::Record(self.record(&EVIDENCE, &it.sets()))))
                }
                "suppressed" => Ok(AggregatePart::Suppressed(self.held_back(&it))),
                name => self
                    .measure(table, name, &it)
                    .map(|measure| AggregatePart::Number(measure, self.numbers(&it))),
            };
            let part = part.unwrap_or_else(|why| AggregatePart::Fail(self.fault(why, &it)));
            (Name::from(it.key), part)
        });
        parts.collect()
    }

    /// What is wanted to be told of rows that are held back.
    fn held_back(&mut self, selected: &Selected<'d>) -> Wanted {
        Wanted::Record(self.record(&SUPPRESSED, &selected.sets()))
    }

    fn distinct(&self, table: usize, selected: &Selected<'d>) -> Result<AggregatePart, BadInput> {
        let arguments = self.document.arguments(selected);
        let of = given(&arguments, "of").ok_or("`of` must be given")?;
        Ok(AggregatePart::CountDistinct(keys::tree(table, of, "of")?))
    }

    /// A failure of what is selected, which must not be null.
    fn fault(&mut self, why: BadInput, selected: &Selected<'d>) -> Failure {
        self.fail(why, selected.pos(), Instead::Nothing)
    }

    fn measure(
        &self,
        table: usize,
        name: &str,
        selected: &Selected<'d>,
    ) -> Result<Measure, BadInput> {
        Ok(match member(table, name) {
            Some(Member::Field(field)) => Measure::Field(field),
            Some(Member::Computed(computed)) if computed.compute == Compute::Pay => {
                let arguments = self.document.arguments(selected);
                pay_together(&|name| given(&arguments, name), "")?
            }
            Some(Member::Computed(computed)) => {
                let arguments = self.told(computed.arguments, selected)?;
                Measure::Computed(computed.compute, arguments)
            }
            _ => unreachable!("validation admits only the catalog's names"),
        })
    }

    fn numbers(&mut self, selected: &Selected<'d>) -> Vec<(Name, NumberPart)> {
        let is_of = |it: &str| it == "NumberAggregate" || it == "PayAggregate";
        let fields = self.document.fields(&selected.sets(), &is_of);
        let parts = fields.into_iter().map(|it| {
            let arguments = self.document.arguments(&it);
            let statistic = |it| Ok(NumberPart::Statistic(it));
            let part = match it.name() {
                "count" => statistic(Statistic::Count),
                "sum" => statistic(Statistic::Sum),
                "mean" => statistic(Statistic::Mean),
                "stddev" => statistic(Statistic::Stddev),
                "min" => statistic(Statistic::Min),
                "max" => statistic(Statistic::Max),
                "median" => statistic(Statistic::Quantile(0.5)),
                "quantile" => one_quantile(&arguments),
                "quantiles" => quantiles(&arguments),
                "histogram" => {
                    histogram(&arguments).map(|cuts| NumberPart::Histogram(cuts, self.bins(&it)))
                }
                "method" => Ok(NumberPart::Method),
                "missing" => Ok(NumberPart::Missing),
                "missingReasons" => Ok(NumberPart::Reasons(self.reasons(&it))),
                "rates" => {
                    let rates = self.connection((place("Rate"), None), &it);
                    rates.map(|it| NumberPart::Rates(Box::new(it)))
                }
                // The type is that of the field which is selected from.
                _ if matches!(selected.name(), "pay" | "of" | "over") => {
                    Ok(NumberPart::Constant("PayAggregate"))
                }
                _ => Ok(NumberPart::Constant("NumberAggregate")),
            };
            let part = part.unwrap_or_else(|why| NumberPart::Fail(self.fault(why, &it)));
            (Name::from(it.key), part)
        });
        parts.collect()
    }

    fn reasons(&self, selected: &Selected<'d>) -> Vec<(Name, ReasonPart)> {
        let fields = self.document.fields(&selected.sets(), &|it| it == "MissingReason");
        let parts = fields.into_iter().map(|it| {
            let part = match it.name() {
                "reason" => ReasonPart::Reason,
                "count" => ReasonPart::Count,
                _ => ReasonPart::Constant("MissingReason"),
            };
            (Name::from(it.key), part)
        });
        parts.collect()
    }

    fn bins(&self, selected: &Selected<'d>) -> Vec<(Name, BinPart)> {
        let is_bin = |it: &str| it == "HistogramBin" || it == "NumberBin";
        let fields = self.document.fields(&selected.sets(), &is_bin);
        let parts = fields.into_iter().map(|it| {
            let part = match it.name() {
                "from" => BinPart::From,
                "to" => BinPart::To,
                "count" => BinPart::Count,
                // The type is that of the field which is selected from.
                _ if selected.name() == "histogram" => BinPart::Constant("HistogramBin"),
                _ => BinPart::Constant("NumberBin"),
            };
            (Name::from(it.key), part)
        });
        parts.collect()
    }

    fn groups(&mut self, table: usize, selected: &Selected<'d>) -> Result<Groups, BadInput> {
        let arguments = self.document.arguments(selected);
        let mut groups = asked::groups(table, &arguments)?;
        let of = summary_names(table).groups.as_str();
        for it in self.document.fields(&selected.sets(), &|it| it == of) {
            let part = match it.name() {
                "totalCount" => GroupsPart::TotalCount,
                "pageInfo" => GroupsPart::PageInfo(self.page_info(&it)),
                "nodes" => GroupsPart::Nodes(self.group(table, &groups.by, &it)),
                _ => GroupsPart::Constant(of),
            };
            groups.parts.push((Name::from(it.key), part));
        }
        Ok(groups)
    }

    fn group(
        &mut self,
        table: usize,
        by: &KeyTree,
        selected: &Selected<'d>,
    ) -> Vec<(Name, GroupPart)> {
        let of = summary_names(table).group.as_str();
        let fields = self.document.fields(&selected.sets(), &|it| it == of);
        let parts = fields.into_iter().map(|it| {
            let part = match it.name() {
                "key" => GroupPart::Key(self.keys(table, (by, 0), &it.sets())),
                "count" => GroupPart::Count,
                "share" => GroupPart::Share,
                "aggregate" => GroupPart::Aggregate(self.aggregate(table, &it.sets())),
                "rows" => match self.connection((table, None), &it) {
                    Ok(rows) => GroupPart::Rows(Box::new(rows)),
                    Err(why) => GroupPart::Fail(self.fault(why, &it)),
                },
                "suppressed" => GroupPart::Suppressed(self.held_back(&it)),
                _ => GroupPart::Constant(of),
            };
            (Name::from(it.key), part)
        });
        parts.collect()
    }
}

/// The argument called `name`, if it is given and not null.
fn given<'v>(arguments: &'v [(&str, Value)], name: &str) -> Option<&'v Value> {
    arguments.iter().find(|it| it.0 == name).map(|it| &it.1).filter(|it| **it != Value::Null)
}

/// A place among numbers in order.
fn quantile(value: &Value, path: &str) -> Result<f64, BadInput> {
    let p = input::float(path, value)?;
    if (0.0..=1.0).contains(&p) {
        return Ok(p);
    }
    Err(format!("`{path}` is {p}: it must be from 0 (the least) to 1 (the greatest)"))
}

fn one_quantile(arguments: &[(&str, Value)]) -> Result<NumberPart, BadInput> {
    let p = given(arguments, "p").ok_or("`p` must be given")?;
    Ok(NumberPart::Statistic(Statistic::Quantile(quantile(p, "p")?)))
}

fn quantiles(arguments: &[(&str, Value)]) -> Result<NumberPart, BadInput> {
    let places = given(arguments, "p").ok_or("`p` must be given")?;
    let places = floats("p", places)?;
    if places.len() > QUANTILES_MAX {
        let count = places.len();
        return Err(format!("`p` has {count} entries: it must have at most {QUANTILES_MAX}"));
    }
    let places = places.into_iter().map(|it| quantile(&Value::from(it), "p"));
    Ok(NumberPart::Quantiles(places.collect::<Result<_, _>>()?))
}

fn floats(path: &str, value: &Value) -> Result<Vec<f64>, BadInput> {
    match value {
        Value::List(items) => items.iter().map(|it| input::float(path, it)).collect(),
        one => Ok(vec![input::float(path, one)?]),
    }
}

/// Edges of bins.
fn edges(path: &str, value: &Value) -> Result<Vec<f64>, BadInput> {
    let edges = floats(path, value)?;
    let is_ascending = edges.windows(2).all(|it| it[0] < it[1]);
    if edges.is_empty() {
        return Err(format!("`{path}` is empty: write numbers, each greater than the one before"));
    }
    if !is_ascending || edges.iter().any(|it| !it.is_finite()) {
        return Err(format!("`{path}` must be numbers, each greater than the one before"));
    }
    if edges.len() > BINS_MAX {
        let count = edges.len();
        return Err(format!("`{path}` has {count} entries: it must have at most {BINS_MAX}"));
    }
    Ok(edges)
}

fn histogram(arguments: &[(&str, Value)]) -> Result<Histogram, BadInput> {
    match (given(arguments, "bins"), given(arguments, "edges")) {
        (Some(bins), None) => {
            let most = u32::try_from(BINS_MAX).expect("the limit is small");
            match count("bins", bins, most)? {
                0 => Err("`bins` is 0: it must be 1 or more".to_owned()),
                bins => Ok(Histogram::Bins(bins as usize)),
            }
        }
        (None, Some(value)) => match edges("edges", value)? {
            edges if edges.len() < 2 => {
                Err("`edges` has one entry: a bin has two edges".to_owned())
            }
            edges => Ok(Histogram::Edges(edges)),
        },
        _ => Err("give `bins` or `edges`, one of them".to_owned()),
    }
}
