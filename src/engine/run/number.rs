//! Answers with what is said of numbers.

use std::{cmp::Reverse, collections::HashMap};

use super::{Outcome, Run, Sink, connection::Among, refused};
use crate::{
    catalog::place,
    engine::{
        Snapshot,
        compute::pay::{self, Missing},
        group::{self, Origin, Reader, Summaries},
        request::{BinPart, Measure, Name, NumberPart, PayIn, ReasonPart, Statistic},
    },
};

/// Reasons why pay is not known that are told in one place.
const REASONS_MAX: usize = 100;

impl<'s, S: Sink> Run<'s, S> {
    /// What is said of the numbers of rows.
    pub(super) fn numbers_of(
        &mut self,
        (origin, measure): (Origin<'s>, &'s Measure),
        rows: &[u32],
        parts: &'s [(Name, NumberPart)],
    ) -> Outcome {
        let mut summaries = Summaries::default();
        summaries.add(measure, group::statistics(parts));
        self.look(rows.len(), summaries.cost())?;
        let numbers = summaries.of_rows(origin, rows).map_err(refused)?;
        self.numbers((origin, measure), rows, (parts, &mut numbers.iter()))
    }

    /// Writes what is said of numbers, which is known but for histograms and what is told of pay.
    pub(super) fn numbers(
        &mut self,
        (origin, measure): (Origin<'s>, &'s Measure),
        rows: &[u32],
        (parts, numbers): (&'s [(Name, NumberPart)], &mut std::slice::Iter<'_, f64>),
    ) -> Outcome {
        self.fields(parts, |run, part| run.number_part((origin, measure), rows, (part, numbers)))
    }

    fn number_part(
        &mut self,
        (origin, measure): (Origin<'s>, &'s Measure),
        rows: &[u32],
        (part, numbers): (&'s NumberPart, &mut std::slice::Iter<'_, f64>),
    ) -> Outcome {
        let mut next = || numbers.next().copied().unwrap_or(f64::NAN);
        match part {
            NumberPart::Constant(text) => self.sink.plain(format_args!("{text}")),
            NumberPart::Statistic(Statistic::Count) => {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "it was counted in whole numbers"
                )]
                self.sink.int(next() as i64);
            }
            NumberPart::Statistic(_) => {
                let number = next();
                self.number(number);
            }
            NumberPart::Quantiles(quantiles) => {
                self.sink.open_list();
                for _ in quantiles {
                    let number = next();
                    self.number(number);
                }
                self.sink.close_list();
            }
            NumberPart::Histogram(histogram, parts) => {
                self.written()?;
                self.look(rows.len(), group::cost(measure))?;
                let reader = Reader::new(origin, measure);
                let mut values = Vec::new();
                reader.read(rows, &mut values).map_err(refused)?;
                self.sink.open_list();
                for (from, to, count) in group::histogram(&values, reader.unit, histogram) {
                    self.bin(parts, (Some(from), Some(to)), count);
                }
                self.sink.close_list();
            }
            NumberPart::Fail(failure) => return self.fail(*failure),
            of_pay => {
                self.look(rows.len(), group::cost(measure))?;
                if let Measure::Pay(asked, _) = measure {
                    return self.pay_part((origin.snapshot, *asked), rows, of_pay);
                }
            }
        }
        Ok(())
    }

    /// What is told of converted pay besides its numbers.
    fn pay_part(
        &mut self,
        (snapshot, asked): (&'s Snapshot, PayIn),
        rows: &[u32],
        part: &'s NumberPart,
    ) -> Outcome {
        let work = self.work;
        let converter = self.prepared_in(snapshot).converter(asked);
        let missing = work.watched(rows.iter()).filter_map(|it| converter.pay(*it).err());
        match part {
            NumberPart::Missing => {
                let count = missing.count();
                self.count(count);
            }
            NumberPart::Reasons(parts) => {
                let mut counts: HashMap<Missing, usize> = HashMap::new();
                for reason in missing {
                    *counts.entry(reason).or_default() += 1;
                }
                let mut reasons: Vec<(Missing, usize)> = counts.into_iter().collect();
                reasons.sort_unstable_by_key(|(reason, count)| (Reverse(*count), *reason));
                reasons.truncate(REASONS_MAX);
                self.sink.open_list();
                for (reason, count) in reasons {
                    self.reason(parts, reason, count);
                }
                self.sink.close_list();
            }
            NumberPart::Rates(connection) => {
                let rates = converter.rates(rows);
                return self.connection(place("Rate"), connection, Among::Set(&rates));
            }
            _ => self.sink.plain(format_args!("{}", pay::method(asked))),
        }
        Ok(())
    }

    fn reason(&mut self, parts: &[(Name, ReasonPart)], reason: Missing, count: usize) {
        self.values(parts, |run, part| match part {
            ReasonPart::Constant(text) => run.sink.plain(format_args!("{text}")),
            ReasonPart::Reason => run.sink.text(&reason.to_string()),
            ReasonPart::Count => run.count(count),
        });
    }

    pub(super) fn count(&mut self, count: usize) {
        self.sink.int(count.try_into().expect("a table has fewer than 2^32 rows"));
    }

    pub(super) fn number(&mut self, number: f64) {
        if number.is_finite() {
            self.sink.float(number);
        } else {
            self.sink.null();
        }
    }

    pub(super) fn bin(
        &mut self,
        parts: &[(Name, BinPart)],
        (from, to): (Option<f64>, Option<f64>),
        count: usize,
    ) {
        self.values(parts, |run, part| match part {
            BinPart::Constant(text) => run.sink.plain(format_args!("{text}")),
            BinPart::From => run.number(from.unwrap_or(f64::NAN)),
            BinPart::To => run.number(to.unwrap_or(f64::NAN)),
            BinPart::Count => run.count(count),
        });
    }
}
