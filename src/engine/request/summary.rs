//! Requests that sum rows up: aggregates, groups, samples.

use super::{
    Arguments, Connection, Direction, Failure, Filter, Name, Nulls, PageInfoPart, PayIn, Shape,
    Value, Wanted,
};
use crate::catalog::{
    Kind,
    computed::Compute,
    enums::{DateCut, PayEnd},
};
use crate::engine::{group, work::ROWS_PER_VISIT};

/// A number that a row has or that is computed of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Measure {
    /// The number in the field.
    Field(usize),
    /// The middle of a computed length of time.
    Computed(Compute, Arguments),
    /// An end of a salary record's pay for a year, converted row by row.
    Pay(PayIn, PayEnd),
}

/// What is said of numbers. Rows without the number do not count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Statistic {
    /// How many numbers there are.
    Count,
    /// Exact for whole and decimal numbers before it is made a floating-point number.
    Sum,
    Mean,
    /// Of a sample: the sum of squares is divided by one less than the count.
    Stddev,
    Min,
    Max,
    /// Interpolated between the two nearest numbers, as `percentile_cont` of SQL:2003 does; in
    /// 0..=1.
    Quantile(f64),
}

/// How numbers are cut into bins. A bin holds its lower edge and not its upper.
#[derive(Clone, Debug, PartialEq)]
pub enum Bins {
    /// Bins of this width, above 0, one of which begins at 0.
    Width(f64),
    /// Between these edges, ascending; what lies below or above them all is in open bins.
    Edges(Vec<f64>),
}

/// The cuts of a histogram. The last bin holds its upper edge too.
#[derive(Clone, Debug, PartialEq)]
pub enum Histogram {
    /// So many bins of equal width, from the least number to the greatest.
    Bins(usize),
    /// Bins between these edges, ascending; what lies outside counts in none.
    Edges(Vec<f64>),
}

/// What is wanted of rows together.
#[derive(Clone, Debug)]
pub enum AggregatePart {
    Constant(&'static str),
    /// How many rows.
    Count,
    /// How many different keys, those that lack a value left out.
    CountDistinct(KeyTree),
    Number(Measure, Vec<(Name, NumberPart)>),
    /// What the rows rest on, and what of that is wanted.
    Evidence(Wanted),
    /// Why not all of the rows are summed up, and what of that is wanted.
    Suppressed(Wanted),
    /// It was asked for in a way that can't be answered.
    Fail(Failure),
}

/// What is wanted of the numbers of rows.
#[derive(Clone, Debug)]
pub enum NumberPart {
    Constant(&'static str),
    Statistic(Statistic),
    /// Of each of these, in 0..=1.
    Quantiles(Vec<f64>),
    Histogram(Histogram, Vec<(Name, BinPart)>),
    /// Of pay: how it was made of what was published, in words.
    Method,
    /// Of pay: of how many rows it is not known.
    Missing,
    /// Of pay: why it is not known of those, the reason of most rows first.
    Reasons(Vec<(Name, ReasonPart)>),
    /// Of pay: the rates that were used.
    Rates(Box<Connection>),
    /// It was asked for in a way that can't be answered.
    Fail(Failure),
}

#[derive(Clone, Copy, Debug)]
pub enum ReasonPart {
    Constant(&'static str),
    Reason,
    Count,
}

#[derive(Clone, Copy, Debug)]
pub enum BinPart {
    Constant(&'static str),
    From,
    To,
    Count,
}

/// By what rows are grouped: values of the row itself, and of rows that its references and links
/// lead to. Values behind one reference or link are of one and the same row there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeyTree {
    /// Each with its place among all keys, the first first.
    pub leaves: Vec<(usize, Leaf)>,
    pub branches: Vec<(Hop, KeyTree)>,
}

/// A way from a row to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hop {
    /// Along the reference, or the list of references, in the field.
    Follow(usize),
    /// Back along the link.
    Linked(usize),
}

/// One key.
#[derive(Clone, Debug, PartialEq)]
pub enum Leaf {
    /// The row itself.
    Row,
    /// The value of the field; every text of a list.
    Field(usize),
    /// The year, quarter or month of the date in the field.
    Cut(usize, DateCut),
    Bins(usize, Bins),
    /// A computed enum or truth.
    Computed(Compute, Arguments),
}

/// Groups of rows with equal keys.
#[derive(Clone, Debug)]
pub struct Groups {
    pub by: KeyTree,
    /// What [`Groups::having`] and [`Groups::order`] look at.
    pub numbers: Vec<GroupNumber>,
    /// Which groups are meant: a filter whose fields are the places in [`Groups::numbers`].
    pub having: Option<Filter>,
    /// Ends with the keys, ascending.
    pub order: Vec<GroupOrder>,
    pub after: Option<GroupCursor>,
    pub offset: u32,
    pub limit: u32,
    pub parts: Vec<(Name, GroupsPart)>,
}

/// A number that a group has.
#[derive(Clone, Debug, PartialEq)]
pub enum GroupNumber {
    /// How many rows.
    Count,
    /// Its part of all rows, in 0..=1.
    Share,
    CountDistinct(KeyTree),
    Statistic(Measure, Statistic),
}

/// One key of an order of groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupOrder {
    pub by: GroupOrderBy,
    pub direction: Direction,
    pub nulls: Nulls,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupOrderBy {
    /// All keys, the first first.
    Keys,
    /// The place in [`Groups::numbers`].
    Number(usize),
}

/// A place between groups: the values of one group under an order, and its keys.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupCursor {
    pub numbers: Vec<Option<f64>>,
    pub keys: Vec<Value>,
}

/// A part of a connection to groups.
#[derive(Clone, Debug)]
pub enum GroupsPart {
    Constant(&'static str),
    TotalCount,
    Nodes(Vec<(Name, GroupPart)>),
    PageInfo(Vec<(Name, PageInfoPart)>),
}

/// What is wanted of a group.
#[derive(Clone, Debug)]
pub enum GroupPart {
    Constant(&'static str),
    Key(Vec<(Name, KeyPart)>),
    Count,
    Share,
    Aggregate(Vec<(Name, AggregatePart)>),
    Rows(Box<Connection>),
    /// Why not all of its rows are summed up, and what of that is wanted.
    Suppressed(Wanted),
    /// It was asked for in a way that can't be answered.
    Fail(Failure),
}

/// What is wanted of a group's keys.
#[derive(Clone, Debug)]
pub enum KeyPart {
    Constant(&'static str),
    /// Rows were not grouped by it.
    Absent,
    /// The key number `.0` in the order of the tree, and what of it is wanted.
    Leaf(usize, KeyValue),
    /// The keys behind a reference or a link.
    Branch(Vec<(Name, KeyPart)>),
}

#[derive(Clone, Debug)]
pub enum KeyValue {
    /// A value of this kind.
    Plain(Kind),
    Truth,
    /// Parts of a cut date.
    Date(DateCut, Vec<(Name, DatePart)>),
    /// Parts of a bin.
    Bin(Bins, Vec<(Name, BinPart)>),
    Row(Shape),
}

#[derive(Clone, Copy, Debug)]
pub enum DatePart {
    Constant(&'static str),
    Year,
    Quarter,
    Month,
}

/// What some rows are paid over what others are, group by group.
#[derive(Clone, Debug)]
pub struct Premium {
    pub of: Filter,
    pub over: Filter,
    /// One group of all rows where there are no keys.
    pub by: KeyTree,
    pub pay: Measure,
    pub offset: u32,
    pub limit: u32,
    pub parts: Vec<(Name, PremiumsPart)>,
}

#[derive(Clone, Debug)]
pub enum PremiumsPart {
    Constant(&'static str),
    TotalCount,
    Nodes(Vec<(Name, PremiumPart)>),
}

#[derive(Clone, Debug)]
pub enum PremiumPart {
    Constant(&'static str),
    Key(Vec<(Name, KeyPart)>),
    Of(Vec<(Name, NumberPart)>),
    Over(Vec<(Name, NumberPart)>),
    /// By how much the statistic of the ones is more than that of the others.
    Difference(Statistic),
    /// How many times the statistic of the others that of the ones is.
    Ratio(Statistic),
    /// Why not all of the rows are compared, and what of that is wanted.
    Suppressed(Wanted),
}

/// Rows chosen at random: the same seed chooses the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    pub size: usize,
    pub seed: i64,
}

impl KeyTree {
    /// The place of every key among all, in the order of the tree: those of the row itself, then
    /// those behind each of its branches.
    pub fn places(&self) -> Vec<usize> {
        let own = self.leaves.iter().map(|it| it.0);
        own.chain(self.branches.iter().flat_map(|it| it.1.places())).collect()
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.leaves.len() + self.branches.iter().map(|it| it.1.len()).sum::<usize>()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Groups {
    /// How many rows of a column are read in the time in which one row is put in its group, and
    /// the groups in their order.
    pub fn cost(&self) -> u64 {
        let numbers = self.numbers.iter().map(|it| match it {
            GroupNumber::Count | GroupNumber::Share => 0,
            GroupNumber::CountDistinct(tree) => tree.len() as u64,
            GroupNumber::Statistic(measure, _) => group::cost(measure),
        });
        (1 + self.by.len() as u64) * ROWS_PER_VISIT + numbers.sum::<u64>()
    }
}
