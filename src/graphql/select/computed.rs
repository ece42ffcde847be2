//! Makes requests of computed fields and questions: what they are told, and what is wanted of them.

use async_graphql::{Value, parser::types::SelectionSet};

use super::{Compiler, filter, input};
use crate::{
    catalog::{
        computed::{
            Argument, ArgumentKind, Computed, Need, Output, PAY_TOGETHER, Record, RecordField,
        },
        enums::{Adjust, PayEnd},
        place,
        questions::Question,
        value::{Year, excerpt},
    },
    engine::request::{Arguments, Instead, Measure, Name, PayIn, RecordStep, Step, Told, Wanted},
    graphql::{document::Selected, failure::BadInput, names},
};

/// Entries of one list argument.
const MANY_MAX: usize = 100;

impl<'d> Compiler<'d> {
    pub(super) fn computed(
        &mut self,
        computed: &'static Computed,
        selected: &Selected<'d>,
    ) -> Step {
        let step = self.told(computed.arguments, selected).and_then(|arguments| {
            let wanted = self.wanted(computed.output, selected)?;
            Ok(Step::Compute(computed.compute, arguments, wanted, instead(computed.nullable)))
        });
        let instead = instead(computed.nullable);
        step.unwrap_or_else(|why| Step::Fail(self.fail(why, selected.pos(), instead)))
    }

    /// The arguments that a field was given, with the defaults of the others.
    pub(in crate::graphql) fn told(
        &self,
        arguments: &'static [Argument],
        selected: &Selected<'d>,
    ) -> Result<Arguments, BadInput> {
        let given = self.document.arguments(selected);
        let given = |name: &str| given.iter().find(|it| it.0 == name).map(|it| &it.1);
        told(arguments, &given, "")
    }

    /// What a question is told, and what of its answer is selected.
    pub(in crate::graphql) fn question(
        &mut self,
        question: &'static Question,
        selected: &Selected<'d>,
    ) -> Result<(Arguments, Wanted), BadInput> {
        let arguments = self.told(question.arguments, selected)?;
        Ok((arguments, self.wanted(question.output, selected)?))
    }

    /// What is selected of a computed value.
    pub(in crate::graphql) fn wanted(
        &mut self,
        output: Output,
        selected: &Selected<'d>,
    ) -> Result<Wanted, BadInput> {
        Ok(match output {
            Output::Record(record) | Output::Records(record) => {
                Wanted::Record(self.record(record, &selected.sets()))
            }
            Output::Row(table) | Output::Rows(table) => {
                Wanted::Rows(self.shape(Some(place(table)), &selected.sets()))
            }
            Output::AnyRow => Wanted::Rows(self.shape(None, &selected.sets())),
            Output::Connection(table) => {
                Wanted::Connection(Box::new(self.connection((place(table), None), selected)?))
            }
            _ => Wanted::Value,
        })
    }

    pub(super) fn record(
        &mut self,
        record: &'static Record,
        sets: &[&'d SelectionSet],
    ) -> Vec<(Name, RecordStep)> {
        let fields = self.document.fields(sets, &|it| it == record.name);
        let steps = fields.into_iter().map(|it| {
            let is_named = |field: &RecordField| names::camel(field.name) == it.name();
            let step = match record.fields.iter().position(is_named) {
                None => RecordStep::Constant(record.name),
                Some(field) => match self.wanted(record.fields[field].output, &it) {
                    Ok(wanted) => {
                        RecordStep::Value(field, wanted, instead(record.fields[field].nullable))
                    }
                    Err(why) => RecordStep::Fail(self.fail(why, it.pos(), Instead::Nothing)),
                },
            };
            (Name::from(it.key), step)
        });
        steps.collect()
    }
}

/// What stands for a value that fails, by whether it may be null.
fn instead(nullable: bool) -> Instead {
    if nullable { Instead::Null } else { Instead::Nothing }
}

/// What `given` holds of arguments, with the defaults of the others; `path` stands before their
/// names.
pub(super) fn told<'v>(
    arguments: &'static [Argument],
    given: &dyn Fn(&str) -> Option<&'v Value>,
    path: &str,
) -> Result<Arguments, BadInput> {
    let mut told = Vec::new();
    for argument in arguments {
        let name = names::camel(argument.name);
        let path = format!("{path}{name}");
        match (given(&name).filter(|it| **it != Value::Null), argument.need) {
            (Some(value), _) => told.push((argument.name, one(argument.kind, &path, value)?)),
            (None, Need::Or(default)) => {
                told.push((argument.name, one(argument.kind, &path, &literal(default))?));
            }
            (None, Need::Required) => return Err(format!("`{path}` must be given")),
            (None, Need::Optional) => (),
        }
    }
    Ok(Arguments(told))
}

/// The pay that is meant where it is summed up.
pub(super) fn pay_together<'v>(
    given: &dyn Fn(&str) -> Option<&'v Value>,
    path: &str,
) -> Result<Measure, BadInput> {
    let told = told(PAY_TOGETHER, given, path)?;
    let asked = told.pay("in").expect("it must be given");
    if asked.currency().is_none() {
        return Err(format!(
            "`{path}in.currency` must be given: amounts in several currencies do not add up"
        ));
    }
    let end = told.place("end").and_then(PayEnd::at).unwrap_or(PayEnd::Mid);
    Ok(Measure::Pay(asked, end))
}

/// A default, as a value.
pub(in crate::graphql) fn literal(text: &str) -> Value {
    match (text, text.parse::<i64>(), text.parse::<f64>()) {
        (_, Ok(int), _) => Value::from(int),
        (_, _, Ok(float)) if text.starts_with(|it: char| it.is_ascii_digit()) => Value::from(float),
        ("true" | "false", ..) => Value::from(text == "true"),
        (name, ..) => Value::Enum(async_graphql::Name::new(name)),
    }
}

/// The currency, the adjustment and the year of prices in which pay is wanted.
fn pay_in(name: &str, value: &Value) -> Result<PayIn, BadInput> {
    let Value::Object(entries) = value else {
        let value = excerpt(value);
        return Err(format!("`{name}` is {value}: write an object, like {{currency: \"USD\"}}"));
    };
    let entry = |entry: &str| {
        let value = entries.get(entry).filter(|it| **it != Value::Null);
        value.map(|it| (format!("{name}.{entry}"), it))
    };
    let currency = entry("currency").map(|(path, it)| input::parsed(&path, it)).transpose()?;
    let adjust = entry("adjust").map(|(path, it)| input::parsed(&path, it)).transpose()?;
    let year = |(path, it): (String, &Value)| {
        let year = input::int(&path, it)?;
        Year::try_from(year).map_err(|why| format!("`{path}`: {why}"))
    };
    let price_year = entry("priceYear").map(year).transpose()?;
    PayIn::new(currency, adjust.unwrap_or(Adjust::Nominal), price_year)
        .map_err(|why| format!("`{name}`: {why}"))
}

fn one(kind: ArgumentKind, name: &str, value: &Value) -> Result<Told, BadInput> {
    Ok(match kind {
        ArgumentKind::Date => Told::Date(input::parsed(name, value)?),
        ArgumentKind::Country => Told::Country(input::parsed(name, value)?),
        ArgumentKind::Currency => Told::Currency(input::parsed(name, value)?),
        ArgumentKind::Text => Told::Text(input::text(name, value)?.to_owned()),
        ArgumentKind::Bool => Told::Bool(input::bool(name, value)?),
        ArgumentKind::Float => Told::Float(input::float(name, value)?),
        ArgumentKind::Int { min, max } => {
            let int = input::int(name, value)?;
            if !(i64::from(min)..=i64::from(max)).contains(&int) {
                return Err(format!("`{name}` is {int}: it must be in {min}..={max}"));
            }
            Told::Int(int)
        }
        ArgumentKind::Enum(set) => {
            let text = input::text(name, value)?;
            let place = set.place(text);
            let bad = || {
                let text = excerpt(text);
                format!("`{name}`: `{text}` is no {}: write one of {}", set.name, set.names())
            };
            Told::Place(place.ok_or_else(bad)?)
        }
        ArgumentKind::Id(table) => {
            Told::Key(input::row_id(name, value, Some(table))?.key().to_owned())
        }
        ArgumentKind::AnyId => Told::Id(input::row_id(name, value, None)?),
        ArgumentKind::Filter(table) => Told::Filter(filter::filter(place(table), value, name)?),
        ArgumentKind::PayIn => Told::Pay(pay_in(name, value)?),
        ArgumentKind::Many(kind) => {
            let items = match value {
                Value::List(items) => items.as_slice(),
                one => std::slice::from_ref(one),
            };
            if items.is_empty() || items.len() > MANY_MAX {
                let count = items.len();
                return Err(format!("`{name}` has {count} entries: it must have 1..={MANY_MAX}"));
            }
            let told = items.iter().map(|it| one(*kind, name, it));
            Told::Many(told.collect::<Result<_, BadInput>>()?)
        }
    })
}
