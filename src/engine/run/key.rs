//! Answers with the keys of groups.

use super::{Outcome, Run, Sink};
use crate::{
    catalog::{
        Kind,
        enums::DateCut,
        value::{Amount, Country, Currency},
    },
    engine::{
        group::{Grouped, Meaning, bin_edges, cut_date},
        request::{Bins, DatePart, KeyPart, KeyValue, Name},
    },
};

impl<'s, S: Sink> Run<'s, S> {
    pub(super) fn key(
        &mut self,
        of: (&Grouped<'s>, usize),
        parts: &'s [(Name, KeyPart)],
    ) -> Outcome {
        self.fields(parts, |run, part| match part {
            KeyPart::Constant(text) => {
                run.sink.plain(format_args!("{text}"));
                Ok(())
            }
            KeyPart::Absent => {
                run.sink.null();
                Ok(())
            }
            KeyPart::Branch(parts) => run.key(of, parts),
            KeyPart::Leaf(key, value) => {
                let (meaning, code) = of.0.key(*key, of.1);
                run.key_value(meaning, code, value);
                Ok(())
            }
        })
    }

    /// Writes the keys of a group that has none.
    pub(super) fn no_keys(&mut self, parts: &[(Name, KeyPart)]) {
        self.values(parts, |run, part| match part {
            KeyPart::Constant(text) => run.sink.plain(format_args!("{text}")),
            _ => run.sink.null(),
        });
    }

    fn key_value(&mut self, meaning: &Meaning<'s>, code: u32, value: &'s KeyValue) {
        if code == 0 {
            return self.sink.null();
        }
        match value {
            KeyValue::Row(shape) => match meaning.row(code) {
                Some((table, row)) => self.nullable(|run| run.object(table, row, shape)),
                None => self.sink.null(),
            },
            KeyValue::Plain(kind) => self.plain_key(meaning, code, *kind),
            KeyValue::Truth => self.sink.bool(meaning.whole(code) == Some(1)),
            KeyValue::Date(cut, parts) => self.date_key(meaning.whole(code), *cut, parts),
            KeyValue::Bin(bins, parts) => {
                let edges = meaning.whole(code).map_or((None, None), |it| edges(bins, it));
                self.bin(parts, edges, 0);
            }
        }
    }

    fn plain_key(&mut self, meaning: &Meaning<'s>, code: u32, kind: Kind) {
        let sink = &mut self.sink;
        let whole = meaning.whole(code);
        let written = match kind {
            Kind::Text | Kind::LocalText | Kind::Texts => {
                meaning.text(code).map(|it| sink.text(it))
            }
            Kind::Int => whole.map(|it| sink.int(it)),
            Kind::Decimal => whole.and_then(Amount::from_code).map(|it| sink.decimal(it)),
            Kind::Country => {
                whole.and_then(Country::from_code).map(|it| sink.plain(format_args!("{it}")))
            }
            Kind::Currency => {
                whole.and_then(Currency::from_code).map(|it| sink.plain(format_args!("{it}")))
            }
            Kind::Enum(set) => {
                let value = whole.and_then(|it| usize::try_from(it).ok());
                value.map(|it| sink.plain(format_args!("{}", set.values[it].name)))
            }
            kind => unreachable!("nothing is grouped by {kind:?}"),
        };
        written.unwrap_or_else(|| self.sink.null());
    }

    fn date_key(&mut self, code: Option<i64>, cut: DateCut, parts: &[(Name, DatePart)]) {
        let (year, part) = code.map_or((0, None), cut_date);
        let part = |of: DateCut| part.filter(|_| of == cut);
        self.sink.open_object();
        for (name, wanted) in parts {
            self.sink.name(name);
            let value = match wanted {
                DatePart::Constant(text) => {
                    self.sink.plain(format_args!("{text}"));
                    continue;
                }
                DatePart::Year => Some(year),
                DatePart::Quarter => part(DateCut::Quarter),
                DatePart::Month => part(DateCut::Month),
            };
            match value {
                Some(value) => self.sink.int(value),
                None => self.sink.null(),
            }
        }
        self.sink.close_object();
    }
}

/// The edges of a bin; `None` where it is open.
fn edges(bins: &Bins, bin: i64) -> (Option<f64>, Option<f64>) {
    match bins {
        Bins::Width(width) => bin_edges(bin, *width),
        Bins::Edges(edges) => {
            let edge = |it: i64| usize::try_from(it).ok().and_then(|it| edges.get(it)).copied();
            (edge(bin - 1), edge(bin))
        }
    }
}
