//! Answers with what some rows are paid over what others are.

use super::{Outcome, Run, Segment, Sink, refused};
use crate::engine::{
    filter::Matcher,
    group::{Origin, Summaries},
    premium::Pairs,
    request::{Name, Premium, PremiumPart, PremiumsPart, Statistic},
    work::ROWS_PER_VISIT,
};

impl<'s, S: Sink> Run<'s, S> {
    pub(super) fn premium(
        &mut self,
        origin: Origin<'s>,
        rows: &[u32],
        premium: &'s Premium,
    ) -> Outcome {
        self.look(rows.len(), ROWS_PER_VISIT * (2 + 2 * premium.by.len() as u64))?;
        let of = self.matcher(origin.table, &premium.of)?;
        let over = self.matcher(origin.table, &premium.over)?;
        let passing = |matcher: &Matcher<'_>| matcher.of(rows.iter().copied());
        let pairs = Pairs::new(origin, &premium.by, (&passing(&of), &passing(&over)));
        let pairs = pairs.map_err(refused)?;
        self.sink.open_object();
        for (name, part) in &premium.parts {
            self.sink.name(name);
            let known = self.failures.len();
            let outcome = match part {
                PremiumsPart::Constant(text) => {
                    self.sink.plain(format_args!("{text}"));
                    Ok(())
                }
                PremiumsPart::TotalCount => {
                    self.count(pairs.len());
                    Ok(())
                }
                PremiumsPart::Nodes(parts) => self.premium_nodes(origin, premium, (&pairs, parts)),
            };
            self.inside(known, outcome, || Segment::Name(name.clone()))?;
        }
        self.sink.close_object();
        Ok(())
    }

    fn premium_nodes(
        &mut self,
        origin: Origin<'s>,
        premium: &'s Premium,
        (pairs, parts): (&Pairs<'s>, &'s [(Name, PremiumPart)]),
    ) -> Outcome {
        let begin = (premium.offset as usize).min(pairs.len());
        let end = begin.saturating_add(premium.limit as usize).min(pairs.len());
        self.sink.open_list();
        for pair in begin..end {
            let known = self.failures.len();
            let outcome = self.premium_node((origin, premium), (pairs, pair), parts);
            self.inside(known, outcome, || Segment::Index(pair - begin))?;
        }
        self.sink.close_list();
        Ok(())
    }

    fn premium_node(
        &mut self,
        (origin, premium): (Origin<'s>, &'s Premium),
        (pairs, pair): (&Pairs<'s>, usize),
        parts: &'s [(Name, PremiumPart)],
    ) -> Outcome {
        let (of, over) = pairs.rows(pair);
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
        self.sink.open_object();
        for (name, part) in parts {
            self.sink.name(name);
            let known = self.failures.len();
            let outcome = match part {
                PremiumPart::Constant(text) => {
                    self.sink.plain(format_args!("{text}"));
                    Ok(())
                }
                PremiumPart::Key(parts) => match pairs.keyed(pair) {
                    Some(keyed) => self.key(keyed, parts),
                    None => {
                        self.no_keys(parts);
                        Ok(())
                    }
                },
                PremiumPart::Of(parts) => self.numbers_of((origin, measure), of, parts),
                PremiumPart::Over(parts) => self.numbers_of((origin, measure), over, parts),
                PremiumPart::Difference(statistic) => both(*statistic).map(|(of, over)| {
                    self.number(of - over);
                }),
                PremiumPart::Ratio(statistic) => both(*statistic).map(|(of, over)| {
                    self.number(of / over);
                }),
            };
            self.inside(known, outcome, || Segment::Name(name.clone()))?;
        }
        self.sink.close_object();
        Ok(())
    }
}
