//! The figures of a question from lines of text, with no thought of speed.

use bole::catalog::{enums::Resolve, value::PartialDate};

pub(super) struct Expected {
    pub(super) figures: Vec<u32>,
    pub(super) chosen: Option<u32>,
    pub(super) agrees: bool,
    pub(super) spread: Option<(f64, f64)>,
}

#[derive(Clone)]
struct Figure {
    row: u32,
    question: String,
    number: Option<(f64, f64)>,
    /// Half the width of what the ends may be.
    margins: (f64, f64),
    precision: String,
    date: Option<PartialDate>,
    confidence: Option<f64>,
}

fn value<'f>(figure: &'f str, name: &str) -> &'f str {
    let values = figure.split_whitespace().filter_map(|it| it.split_once('='));
    values.filter(|it| it.0 == name).map(|it| it.1).next().unwrap_or_default()
}

/// One in the last place that is written.
fn unit_of(text: &str) -> f64 {
    match text {
        "1.55" => 0.01,
        "1.5" | "1.6" => 0.1,
        "10" => 10.0,
        "100" => 100.0,
        _ => 1.0,
    }
}

fn margin(text: &str, unit: &str, precision: &str) -> f64 {
    match (unit, precision) {
        ("PERCENT", _) => unit_of(text).min(1.0) / 2.0,
        (_, "ABOUT") => unit_of(text),
        ("PEOPLE", _) => 0.0,
        _ => unit_of(text) / 2.0,
    }
}

fn read(row: usize, figure: &str) -> Figure {
    let get = |name: &str| value(figure, name).to_owned();
    let (about, topic, measure, unit) = (get("about"), get("topic"), get("measure"), get("unit"));
    let topic = if about.is_empty() { topic.to_lowercase() } else { String::new() };
    let (low, high) = (get("value"), get("high"));
    let high = if high.is_empty() { low.clone() } else { high };
    let published = match value(figure, "source") {
        "s" => "2020",
        "t" => "2022-06",
        _ => "",
    };
    let (as_of, precision) = (get("as_of"), get("precision"));
    Figure {
        row: u32::try_from(row).unwrap(),
        question: format!("{about}/{topic}/{measure}/{unit}/{}", get("start")),
        number: low.parse().ok().zip(high.parse().ok()),
        margins: (margin(&low, &unit, &precision), margin(&high, &unit, &precision)),
        precision,
        date: as_of.parse().or_else(|_| published.parse()).ok(),
        confidence: get("confidence").parse().ok(),
    }
}

/// Whether `truth` may be what a figure states.
fn may_be(figure: &Figure, truth: f64) -> bool {
    let Some((low, high)) = figure.number else { return true };
    match figure.precision.as_str() {
        "AT_LEAST" => truth >= low,
        "MORE_THAN" => truth > low,
        "AT_MOST" => truth <= high,
        _ => low - figure.margins.0 <= truth + 1e-7 && truth - 1e-7 <= high + figure.margins.1,
    }
}

/// Numbers among which is one that all figures may state, if there is any.
fn truths(figures: &[Figure]) -> Vec<f64> {
    let numbers = figures.iter().filter_map(|it| Some((it.number?, it.margins)));
    let ends: Vec<f64> =
        numbers.flat_map(|((low, high), it)| [low - it.0, low, high, high + it.1]).collect();
    ends.iter().flat_map(|it| [it - 1e-4, *it, it + 1e-4]).chain([0.0]).collect()
}

fn is_newer(one: &Figure, other: &Figure) -> bool {
    match (one.date, other.date) {
        (Some(one), Some(other)) => one.first_day() > other.last_day(),
        (one, other) => one.is_some() && other.is_none(),
    }
}

fn is_surer(one: &Figure, other: &Figure) -> bool {
    one.confidence.unwrap_or(-1.0) > other.confidence.unwrap_or(-1.0)
}

fn is_more_exact(one: &Figure, other: &Figure) -> bool {
    let width = |it: &Figure| match (it.number, it.precision.as_str()) {
        (None, _) | (_, "AT_LEAST" | "MORE_THAN" | "AT_MOST") => f64::INFINITY,
        (Some((low, high)), _) => (high + it.margins.1) - (low - it.margins.0),
    };
    width(one) < width(other)
}

fn chosen(figures: &[Figure], by: Resolve, agrees: bool) -> Option<u32> {
    let steps: &[fn(&Figure, &Figure) -> bool] = match by {
        Resolve::Newest => &[is_newer, is_surer],
        Resolve::HighestConfidence => &[is_surer, is_newer],
        Resolve::All => &[is_more_exact],
    };
    if by == Resolve::All && !agrees && figures.len() > 1 {
        return None;
    }
    let mut left = figures.to_vec();
    for is_better in steps {
        let all = left.clone();
        left.retain(|it| !all.iter().any(|other| is_better(other, it)));
    }
    left.first().map(|it| it.row)
}

pub(super) fn resolve(figures: &[&str], by: Resolve) -> Vec<Expected> {
    let figures: Vec<Figure> = figures.iter().enumerate().map(|(at, it)| read(at, it)).collect();
    let mut questions: Vec<Vec<Figure>> = Vec::new();
    for figure in figures {
        match questions.iter_mut().find(|it| it[0].question == figure.question) {
            Some(question) => question.push(figure),
            None => questions.push(vec![figure]),
        }
    }
    let answers = questions.into_iter().map(|figures| {
        let agrees =
            truths(&figures).into_iter().any(|truth| figures.iter().all(|it| may_be(it, truth)));
        let numbers = figures.iter().filter_map(|it| it.number);
        let spread = numbers.fold(None, |spread: Option<(f64, f64)>, (low, high)| {
            let (lowest, highest) = spread.unwrap_or((low, high));
            Some((lowest.min(low), highest.max(high)))
        });
        let chosen = chosen(&figures, by, agrees);
        Expected { figures: figures.iter().map(|it| it.row).collect(), chosen, agrees, spread }
    });
    answers.collect()
}
