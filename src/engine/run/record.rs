//! Answers with what was computed.

use super::{Outcome, Run, Segment, Sink};
use crate::{
    catalog::value::ExternalKey,
    engine::{
        Frame,
        compute::{self, Datum},
        request::{Name, RecordStep},
    },
};

impl<'s, S: Sink> Run<'s, S> {
    pub(super) fn datum(&mut self, datum: &Datum, steps: &'s [(Name, RecordStep)]) -> Outcome {
        match datum {
            Datum::Record(record) => self.nullable(|run| run.record(record, steps)),
            Datum::Records(records) => {
                self.sink.open_list();
                for (index, record) in records.iter().enumerate() {
                    let known = self.failures.len();
                    let outcome = self.record(record, steps);
                    self.inside(known, outcome, || Segment::Index(index))?;
                }
                self.sink.close_list();
            }
            datum => self.leaf(datum),
        }
        Ok(())
    }

    fn leaf(&mut self, datum: &Datum) {
        match datum {
            Datum::Null => self.sink.null(),
            Datum::Bool(value) => self.sink.bool(*value),
            Datum::Float(value) => self.sink.float(*value),
            Datum::Decimal(value) => self.sink.decimal(*value),
            Datum::Text(text) => self.sink.text(text),
            Datum::Currency(currency) => self.sink.plain(format_args!("{currency}")),
            Datum::Enum(name) => self.sink.plain(format_args!("{name}")),
            Datum::Record(_) | Datum::Records(_) | Datum::Rows(..) => {
                unreachable!("{datum:?} is asked for with what is wanted of it")
            }
        }
    }

    fn record(&mut self, record: &[Datum], steps: &'s [(Name, RecordStep)]) -> Outcome {
        self.sink.open_object();
        for (name, step) in steps {
            self.sink.name(name);
            let known = self.failures.len();
            let outcome = self.record_step(record, step);
            self.inside(known, outcome, || Segment::Name(name.clone()))?;
        }
        self.sink.close_object();
        Ok(())
    }

    fn record_step(&mut self, record: &[Datum], step: &'s RecordStep) -> Outcome {
        match step {
            RecordStep::Constant(text) => self.sink.plain(format_args!("{text}")),
            RecordStep::Value(place) => self.leaf(&record[*place]),
            RecordStep::Record(place, steps) => return self.datum(&record[*place], steps),
            RecordStep::Rows(place, shape) => match &record[*place] {
                Datum::Rows(table, rows) => {
                    return self.objects(*table, rows.iter().copied(), shape);
                }
                _ => self.sink.null(),
            },
            RecordStep::Fail(failure) => return self.fail(*failure),
        }
        Ok(())
    }

    pub(super) fn external_keys(
        &mut self,
        frame: &Frame,
        row: u32,
        (field, steps): (usize, &'s [(Name, RecordStep)]),
    ) -> Outcome {
        let keys = frame.column(field).forms(row).filter_map(|it| it.parse::<ExternalKey>().ok());
        let records = keys.map(|it| compute::external_key(&it)).collect();
        self.datum(&Datum::Records(records), steps)
    }
}
