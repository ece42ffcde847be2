//! Answers with what was computed.

use super::{Outcome, Run, Sink, connection::Among};
use crate::{
    catalog::value::ExternalKey,
    engine::{
        Frame,
        compute::{self, Datum},
        request::{Instead, Name, RecordStep, Wanted},
    },
};

impl<'s, S: Sink> Run<'s, S> {
    /// Writes a value that may be null, or must not be.
    pub(super) fn datum_or(
        &mut self,
        datum: &Datum,
        wanted: &'s Wanted,
        instead: Instead,
    ) -> Outcome {
        match instead {
            Instead::Nothing => self.datum(datum, wanted),
            Instead::Null => {
                self.nullable(|run| run.datum(datum, wanted));
                Ok(())
            }
        }
    }

    pub(super) fn datum(&mut self, datum: &Datum, wanted: &'s Wanted) -> Outcome {
        match (datum, wanted) {
            (Datum::Record(record), Wanted::Record(steps)) => {
                return self.record(record, steps);
            }
            (Datum::Records(records), Wanted::Record(steps)) => {
                return self.items(records.iter(), |run, record| run.record(record, steps));
            }
            (Datum::Row(table, row), Wanted::Rows(shape)) => {
                return self.object(*table, *row, shape);
            }
            (Datum::Rows(table, rows), Wanted::Rows(shape)) => {
                return self.objects(*table, rows.iter().copied(), shape);
            }
            (Datum::Connection(table, rows), Wanted::Connection(connection)) => {
                return self.connection(*table, connection, Among::Set(rows));
            }
            (datum, _) => self.leaf(datum),
        }
        Ok(())
    }

    fn leaf(&mut self, datum: &Datum) {
        let sink = &mut self.sink;
        match datum {
            Datum::Null => sink.null(),
            Datum::Bool(value) => sink.bool(*value),
            Datum::Int(value) => sink.int(*value),
            Datum::Float(value) => sink.float(*value),
            Datum::Decimal(value) => sink.decimal(*value),
            Datum::Text(text) => sink.text(text),
            Datum::Texts(texts) => {
                sink.open_list();
                for text in texts {
                    sink.text(text);
                }
                sink.close_list();
            }
            Datum::Json(json) => sink.raw(json),
            Datum::Moment(moment) => sink.plain(format_args!("{moment}")),
            Datum::Date(date) => sink.plain(format_args!("{date}")),
            Datum::Country(country) => sink.plain(format_args!("{country}")),
            Datum::Currency(currency) => sink.plain(format_args!("{currency}")),
            Datum::Enum(name) => sink.plain(format_args!("{name}")),
            Datum::Record(_)
            | Datum::Records(_)
            | Datum::Row(..)
            | Datum::Rows(..)
            | Datum::Connection(..) => {
                unreachable!("{datum:?} is asked for with what is wanted of it")
            }
        }
    }

    fn record(&mut self, record: &[Datum], steps: &'s [(Name, RecordStep)]) -> Outcome {
        self.written()?;
        self.fields(steps, |run, step| match step {
            RecordStep::Constant(text) => {
                run.sink.plain(format_args!("{text}"));
                Ok(())
            }
            RecordStep::Value(place, wanted, instead) => {
                run.datum_or(&record[*place], wanted, *instead)
            }
            RecordStep::Fail(failure) => run.fail(*failure),
        })
    }

    pub(super) fn external_keys(
        &mut self,
        frame: &Frame,
        row: u32,
        (field, wanted): (usize, &'s Wanted),
    ) -> Outcome {
        let keys = frame.column(field).forms(row).filter_map(|it| it.parse::<ExternalKey>().ok());
        let records = keys.map(|it| compute::external_key(&it)).collect();
        self.datum(&Datum::Records(records), wanted)
    }
}
