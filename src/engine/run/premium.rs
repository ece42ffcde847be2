//! Answers with what some rows are paid over what others are.

use super::{Outcome, Run, Sink, refused, veiled::Summed};
use crate::engine::{
    group::{Origin, Summaries},
    premium::Pairs,
    request::{Name, Premium, PremiumPart, PremiumsPart, Statistic},
    work::ROWS_PER_VISIT,
};

impl<'s, S: Sink> Run<'s, S> {
    pub(super) fn premium(
        &mut self,
        (origin, summed): (Origin<'s>, Summed<'_>),
        premium: &'s Premium,
    ) -> Outcome {
        self.look(summed.len(), ROWS_PER_VISIT * (2 + 2 * premium.by.len() as u64))?;
        let of = self.passing(origin, summed, &premium.of)?;
        let over = self.passing(origin, summed, &premium.over)?;
        let pairs = Pairs::new(origin, &premium.by, (&of, &over));
        let pairs = pairs.map_err(refused)?;
        self.fields(&premium.parts, |run, part| match part {
            PremiumsPart::Constant(text) => {
                run.sink.plain(format_args!("{text}"));
                Ok(())
            }
            PremiumsPart::TotalCount => {
                run.count(pairs.len());
                Ok(())
            }
            PremiumsPart::Nodes(parts) => run.premium_nodes(origin, premium, (&pairs, parts)),
        })
    }

    fn premium_nodes(
        &mut self,
        origin: Origin<'s>,
        premium: &'s Premium,
        (pairs, parts): (&Pairs<'s>, &'s [(Name, PremiumPart)]),
    ) -> Outcome {
        let begin = (premium.offset as usize).min(pairs.len());
        let end = begin.saturating_add(premium.limit as usize).min(pairs.len());
        self.items(begin..end, |run, pair| {
            run.premium_node((origin, premium), (pairs, pair), parts)
        })
    }

    fn premium_node(
        &mut self,
        (origin, premium): (Origin<'s>, &'s Premium),
        (pairs, pair): (&Pairs<'s>, usize),
        parts: &'s [(Name, PremiumPart)],
    ) -> Outcome {
        let [(of, of_markers), (over, over_markers)] = pairs.parts(pair);
        let measure = &premium.pay;
        self.written()?;
        let (work, count) = (self.work, (of.len() + over.len()) as u64);
        let both = |statistic: Statistic| {
            let mut summaries = Summaries::default();
            summaries.add(measure, vec![statistic]);
            work.look(count.saturating_mul(summaries.cost())).map_err(refused)?;
            let one = |rows| summaries.of_rows(origin, rows).map(|it| it[0]).map_err(refused);
            Ok((one(of)?, one(over)?))
        };
        self.fields(parts, |run, part| match part {
            PremiumPart::Constant(text) => {
                run.sink.plain(format_args!("{text}"));
                Ok(())
            }
            PremiumPart::Key(parts) => match pairs.keyed(pair) {
                Some(keyed) => run.key(keyed, parts),
                None => {
                    run.no_keys(parts);
                    Ok(())
                }
            },
            PremiumPart::Of(parts) => run.numbers_of((origin, measure), of, parts),
            PremiumPart::Over(parts) => run.numbers_of((origin, measure), over, parts),
            PremiumPart::Difference(statistic) => both(*statistic).map(|(of, over)| {
                run.number(of - over);
            }),
            PremiumPart::Ratio(statistic) => both(*statistic).map(|(of, over)| {
                run.number(of / over);
            }),
            PremiumPart::Suppressed(wanted) => {
                let (rows, markers) = ([of, over].concat(), [of_markers, over_markers].concat());
                run.suppressed(origin.table, Summed { rows: &rows, markers: &markers }, wanted);
                Ok(())
            }
        })
    }
}
