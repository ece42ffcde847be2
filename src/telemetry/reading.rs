//! A figure that somebody else keeps, as it is when it is asked for.

use std::{
    borrow::Cow,
    fmt,
    sync::{Mutex, PoisonError},
};

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeMetric, MetricEncoder},
    metrics::{MetricType, counter::ConstCounter, gauge::ConstGauge},
    registry,
};

/// Whether a figure can go down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It can.
    Gauge,
    /// It only grows while the process lasts.
    Counter,
}

/// What a figure is counted in; none where it counts things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Seconds,
    Bytes,
}

impl Unit {
    pub(super) fn registered(self) -> registry::Unit {
        match self {
            Unit::Seconds => registry::Unit::Seconds,
            Unit::Bytes => registry::Unit::Bytes,
        }
    }
}

/// One figure, for each value of its label where it has one.
#[derive(Clone, Debug)]
pub struct Reading {
    name: &'static str,
    help: &'static str,
    kind: Kind,
    unit: Option<Unit>,
    samples: Vec<(Vec<Label>, f64)>,
}

/// The label's name, and its value.
type Label = (&'static str, Cow<'static, str>);

impl Reading {
    /// `name` without its unit and without `_total`, which are put behind it; `help` without a dot.
    pub fn gauge(name: &'static str, help: &'static str, value: f64) -> Self {
        Reading { name, help, kind: Kind::Gauge, unit: None, samples: vec![(Vec::new(), value)] }
    }

    /// The same of what only grows.
    pub fn counter(name: &'static str, help: &'static str, value: f64) -> Self {
        Reading { kind: Kind::Counter, ..Reading::gauge(name, help, value) }
    }

    #[must_use]
    pub fn in_unit(self, unit: Unit) -> Self {
        Reading { unit: Some(unit), ..self }
    }

    /// The same with a value for each value of a label, of which there must be few.
    #[must_use]
    pub fn by<V: Into<Cow<'static, str>>>(
        self,
        label: &'static str,
        values: impl IntoIterator<Item = (V, f64)>,
    ) -> Self {
        let samples = values.into_iter().map(|(it, value)| (vec![(label, it.into())], value));
        Reading { samples: samples.collect(), ..self }
    }

    pub(super) fn encode(&self, encoder: &mut DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let unit = self.unit.map(Unit::registered);
        let kind = match self.kind {
            Kind::Gauge => MetricType::Gauge,
            Kind::Counter => MetricType::Counter,
        };
        // As the library does it for figures that it keeps.
        let help = format!("{}.", self.help);
        let mut descriptor = encoder.encode_descriptor(self.name, &help, unit.as_ref(), kind)?;
        for (labels, value) in &self.samples {
            if labels.is_empty() {
                one(self.kind, *value, descriptor)?;
                return Ok(());
            }
            one(self.kind, *value, descriptor.encode_family(labels)?)?;
        }
        Ok(())
    }
}

fn one(kind: Kind, value: f64, encoder: MetricEncoder<'_>) -> Result<(), fmt::Error> {
    match kind {
        Kind::Gauge => ConstGauge::new(value).encode(encoder),
        Kind::Counter => ConstCounter::new(value).encode(encoder),
    }
}

/// What is put among the figures that are kept here, when they are asked for.
#[derive(Debug, Default)]
pub(super) struct Readings(Mutex<Vec<Reading>>);

impl Readings {
    pub(super) fn set(&self, readings: Vec<Reading>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = readings;
    }
}

impl Collector for Readings {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let readings = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        readings.iter().try_for_each(|it| it.encode(&mut encoder))
    }
}
