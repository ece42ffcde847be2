//! The numbers of rows, and what is said of those of many groups.

use std::{num::NonZero, thread};

use super::{Grouped, Origin, statistic::summarize};
use crate::{
    catalog::{Kind, computed::Compute, enums::PayEnd},
    engine::{
        Column,
        compute::{self, Asked, Datum, Prepared, Refusal, pay::Converter},
        request::{AggregatePart, Arguments, Measure, Name, NumberPart, Statistic},
        work::ROWS_PER_COMPUTATION,
    },
};

/// Groups with fewer rows are summed up by one thread.
const ROWS_PER_THREAD: usize = 1 << 16;

/// Rows of a table that are read together: 64 kilobytes to half a megabyte of a column, which a
/// processor keeps near.
const BLOCK_ROWS: u32 = 1 << 16;
/// No more groups than this are read block by block; of more, each has few rows in a block.
const FEW_GROUPS: usize = 4096;

/// What numbers are counted in as they are read: whole numbers in the order of what they mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    One,
    TenThousandth,
    /// The bits of a floating-point number, put in order.
    Float,
}

impl Unit {
    pub fn number(self, value: i64) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "the nearest number is what is wanted")]
        match self {
            Unit::One => value as f64,
            Unit::TenThousandth => value as f64 / 10_000.0,
            Unit::Float => f64::from_bits(ordered(value.cast_unsigned())),
        }
    }

    /// The sum; of whole and decimal numbers the number nearest to the exact one.
    pub(super) fn sum(self, values: &[i64]) -> f64 {
        if self == Unit::Float {
            return values.iter().map(|it| self.number(*it)).sum();
        }
        let sum: i128 = values.iter().map(|it| i128::from(*it)).sum();
        match (self, i64::try_from(sum)) {
            (_, Ok(sum)) if sum.unsigned_abs() < 1 << f64::MANTISSA_DIGITS => self.number(sum),
            (Unit::TenThousandth, _) => {
                let (whole, part) = (sum / 10_000, (sum % 10_000).abs());
                let sign = if sum < 0 && whole == 0 { "-" } else { "" };
                let exact = format!("{sign}{whole}.{part:04}");
                exact.parse().expect("digits with a point are a number")
            }
            #[expect(clippy::cast_precision_loss, reason = "the nearest number is what is wanted")]
            _ => sum as f64,
        }
    }
}

/// The bits of a floating-point number as a whole number of the same order, and back.
fn ordered(bits: u64) -> u64 {
    bits ^ ((bits.cast_signed() >> 63).cast_unsigned() >> 1)
}

/// Gives `take` the number of each of `rows` in a column of a kind.
pub(super) fn each(column: &Column, kind: Kind, rows: &[u32], mut take: impl FnMut(Option<f64>)) {
    match kind {
        Kind::Float => column.each_float(rows, take),
        _ => {
            let unit = unit_of(kind);
            column.each_int(rows, |it| take(it.map(|it| unit.number(it))));
        }
    }
}

fn unit_of(kind: Kind) -> Unit {
    match kind {
        Kind::Float => Unit::Float,
        Kind::Decimal => Unit::TenThousandth,
        _ => Unit::One,
    }
}

/// Reads one number of rows.
#[derive(Debug)]
pub struct Reader<'s> {
    origin: Origin<'s>,
    source: Source<'s>,
    pub unit: Unit,
}

#[derive(Debug)]
enum Source<'s> {
    Column(&'s Column),
    Computed(Compute, &'s Arguments),
    Pay(Converter<'s>, PayEnd),
}

impl<'s> Reader<'s> {
    pub fn new(origin: Origin<'s>, measure: &'s Measure) -> Self {
        let frame = origin.snapshot.frame(origin.table);
        match measure {
            Measure::Field(field) => {
                let unit = unit_of(frame.table().fields[*field].kind);
                Reader { origin, source: Source::Column(frame.column(*field)), unit }
            }
            Measure::Computed(compute, arguments) => {
                Reader { origin, source: Source::Computed(*compute, arguments), unit: Unit::Float }
            }
            Measure::Pay(asked, end) => {
                let converter = Converter::new(origin.snapshot, *asked);
                Reader { origin, source: Source::Pay(converter, *end), unit: Unit::Float }
            }
        }
    }

    /// Adds the numbers of those of `rows` that have one.
    ///
    /// # Errors
    ///
    /// A refusal of the computation.
    pub fn read(&self, rows: &[u32], into: &mut Vec<i64>) -> Result<(), Refusal> {
        match &self.source {
            Source::Column(column) if self.unit == Unit::Float => {
                column.each_float(rows, |it| into.extend(it.map(float)));
            }
            Source::Column(column) => column.each_int(rows, |it| into.extend(it)),
            Source::Computed(compute, arguments) => {
                let frame = self.origin.snapshot.frame(self.origin.table);
                let asked = Asked { arguments, today: self.origin.today };
                let mut prepared = Prepared::new(self.origin.snapshot);
                for row in self.origin.work.watched(rows.iter()) {
                    let datum = compute::compute(&mut prepared, (frame, *row), *compute, &asked)?;
                    into.extend(middle(&datum).map(float));
                }
            }
            Source::Pay(converter, end) => {
                let rows = self.origin.work.watched(rows.iter());
                let pay = rows.filter_map(|it| converter.pay(*it).ok());
                into.extend(pay.map(|it| match end {
                    PayEnd::Low => float(it.low),
                    PayEnd::Mid => float(it.mid),
                    PayEnd::High => float(it.high),
                }));
            }
        }
        Ok(())
    }
}

fn float(number: f64) -> i64 {
    ordered(number.to_bits()).cast_signed()
}

/// The middle of a computed length of time.
fn middle(datum: &Datum) -> Option<f64> {
    match datum {
        Datum::Record(years) => years.last().and_then(middle),
        Datum::Float(number) => Some(*number),
        _ => None,
    }
}

/// How many rows of a column are read in the time in which the number of one row is read.
pub fn cost(measure: &Measure) -> u64 {
    match measure {
        Measure::Field(_) => 1,
        Measure::Computed(..) | Measure::Pay(..) => ROWS_PER_COMPUTATION,
    }
}

/// The statistics that parts want, in their order.
pub fn statistics(parts: &[(Name, NumberPart)]) -> Vec<Statistic> {
    let mut statistics = Vec::new();
    for (_, part) in parts {
        match part {
            NumberPart::Statistic(statistic) => statistics.push(*statistic),
            NumberPart::Quantiles(all) => {
                statistics.extend(all.iter().map(|it| Statistic::Quantile(*it)));
            }
            _ => (),
        }
    }
    statistics
}

/// What is wanted of the numbers of rows, in the order in which it is written.
#[derive(Debug, Default)]
pub struct Summaries<'r> {
    wanted: Vec<(&'r Measure, Vec<Statistic>)>,
}

impl<'r> Summaries<'r> {
    pub fn add(&mut self, measure: &'r Measure, statistics: Vec<Statistic>) {
        self.wanted.push((measure, statistics));
    }

    /// Adds all that parts of an aggregate want.
    pub fn add_parts(&mut self, parts: &'r [(Name, AggregatePart)]) {
        for (_, part) in parts {
            if let AggregatePart::Number(measure, parts) = part {
                self.add(measure, statistics(parts));
            }
        }
    }

    /// Each measure with each of its statistics, in this order.
    pub(super) fn all(&self) -> impl Iterator<Item = (&Measure, Statistic)> {
        self.wanted.iter().flat_map(|it| it.1.iter().map(|statistic| (it.0, *statistic)))
    }

    /// How many numbers that is for each group.
    pub fn len(&self) -> usize {
        self.wanted.iter().map(|it| it.1.len()).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many rows of a column are read in the time in which these are made of one row.
    pub fn cost(&self) -> u64 {
        let cost = |(measure, statistics): &(&Measure, Vec<Statistic>)| {
            cost(measure) + statistics.len() as u64
        };
        1 + self.wanted.iter().map(cost).sum::<u64>()
    }

    /// Those of one group of rows; NaN where there is no answer.
    ///
    /// # Errors
    ///
    /// A refusal of a computation.
    pub fn of_rows<'s>(&self, origin: Origin<'s>, rows: &[u32]) -> Result<Vec<f64>, Refusal>
    where
        'r: 's,
    {
        self.of_each(origin, std::iter::once(rows))
    }

    /// Those of some groups, group by group.
    ///
    /// # Errors
    ///
    /// A refusal of a computation.
    pub fn of_groups<'s>(
        &self,
        origin: Origin<'s>,
        grouped: &Grouped<'_>,
        groups: &[u32],
    ) -> Result<Vec<f64>, Refusal>
    where
        'r: 's,
    {
        let parts = parts_of(grouped, groups);
        let of_part = |part: &[u32]| {
            let mut groups = part.iter().map(|it| grouped.rows(*it as usize));
            let is_few = part.len() <= FEW_GROUPS;
            if is_few && groups.clone().map(<[u32]>::len).sum::<usize>() > BLOCK_ROWS as usize {
                return self.of_few(origin, &groups.collect::<Vec<_>>());
            }
            self.of_each(origin, groups.by_ref())
        };
        if let [only] = parts[..] {
            return of_part(only);
        }
        let of_part = &of_part;
        let found: Vec<Result<Vec<f64>, Refusal>> = thread::scope(|scope| {
            let started: Vec<_> =
                parts.iter().map(|part| scope.spawn(move || of_part(part))).collect();
            let joined = started.into_iter().map(thread::ScopedJoinHandle::join);
            joined.map(|it| it.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
        });
        let found: Vec<Vec<f64>> = found.into_iter().collect::<Result<_, _>>()?;
        Ok(found.concat())
    }

    fn of_each<'s, 'g>(
        &self,
        origin: Origin<'s>,
        groups: impl Iterator<Item = &'g [u32]>,
    ) -> Result<Vec<f64>, Refusal>
    where
        'r: 's,
    {
        let readers: Vec<Reader<'s>> =
            self.wanted.iter().map(|it| Reader::new(origin, it.0)).collect();
        let mut numbers = Vec::with_capacity(groups.size_hint().0 * self.len());
        let mut values = Vec::new();
        for rows in origin.work.watched(groups) {
            for ((_, statistics), reader) in self.wanted.iter().zip(&readers) {
                values.clear();
                reader.read(rows, &mut values)?;
                summarize(&mut values, reader.unit, statistics, &mut numbers);
            }
        }
        origin.work.check()?;
        Ok(numbers)
    }

    /// The same of a few groups of many rows: read block by block of the table, for else every
    /// group would walk through all of each column.
    fn of_few<'s>(&self, origin: Origin<'s>, groups: &[&[u32]]) -> Result<Vec<f64>, Refusal>
    where
        'r: 's,
    {
        let mut found = Vec::with_capacity(self.wanted.len());
        for (measure, statistics) in &self.wanted {
            let reader = Reader::new(origin, measure);
            let mut of_measure = Vec::with_capacity(groups.len() * statistics.len());
            for mut values in read_blocks(&reader, groups)? {
                summarize(&mut values, reader.unit, statistics, &mut of_measure);
            }
            found.push((statistics.len(), of_measure));
        }
        let of_group = |group: usize| {
            found.iter().flat_map(move |(count, all)| &all[group * count..(group + 1) * count])
        };
        Ok((0..groups.len()).flat_map(of_group).copied().collect())
    }
}

/// The numbers of each of some groups.
fn read_blocks(reader: &Reader<'_>, groups: &[&[u32]]) -> Result<Vec<Vec<i64>>, Refusal> {
    let mut values: Vec<Vec<i64>> = groups.iter().map(|it| Vec::with_capacity(it.len())).collect();
    let mut left = groups.to_vec();
    let rows = reader.origin.snapshot.frame(reader.origin.table).rows();
    for begin in (0..rows).step_by(BLOCK_ROWS as usize) {
        let end = begin.saturating_add(BLOCK_ROWS);
        reader.origin.work.check()?;
        for (left, values) in left.iter_mut().zip(&mut values) {
            // Whatever stands in another order is read with the last block.
            let within = left.iter().take_while(|it| **it < end).count();
            let within = if end >= rows { left.len() } else { within };
            reader.read(&left[..within], values)?;
            *left = &left[within..];
        }
    }
    Ok(values)
}

/// Groups in parts that take about as long as each other, one for each thread.
fn parts_of<'g>(grouped: &Grouped<'_>, groups: &'g [u32]) -> Vec<&'g [u32]> {
    let rows: usize = groups.iter().map(|it| grouped.rows(*it as usize).len()).sum();
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = threads.min(rows / ROWS_PER_THREAD).max(1);
    let share = rows.div_ceil(threads).max(1);
    let mut parts = Vec::new();
    let (mut begin, mut taken) = (0, 0);
    for (position, group) in groups.iter().enumerate() {
        taken += grouped.rows(*group as usize).len();
        if taken >= share {
            parts.push(&groups[begin..=position]);
            (begin, taken) = (position + 1, 0);
        }
    }
    if begin < groups.len() || parts.is_empty() {
        parts.push(&groups[begin..]);
    }
    parts
}
