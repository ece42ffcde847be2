//! Which of several figures to take, and why, in sentences.

use std::cmp::Ordering;

use super::Statement;
use crate::catalog::{enums::Resolve, value::PartialDate};

/// By what some of the figures are better than the others.
#[derive(Clone, Copy)]
enum Step {
    Date,
    Confidence,
    Exactness,
}

/// The figure to take, and the reason.
pub(super) fn choose(
    statements: &[Statement<'_>],
    resolve: Resolve,
    agrees: bool,
    spread: Option<(f64, f64)>,
) -> (Option<u32>, String) {
    if let [only] = statements {
        return (Some(only.row), "It is the only one.".to_owned());
    }
    let mut reasons = Vec::new();
    let steps: &[Step] = match resolve {
        Resolve::Newest => &[Step::Date, Step::Confidence],
        Resolve::HighestConfidence => &[Step::Confidence, Step::Date],
        Resolve::All if agrees => {
            reasons.push(format!("All {} agree.", statements.len()));
            &[Step::Exactness]
        }
        Resolve::All => return (None, disagreement(spread)),
    };
    let mut left: Vec<&Statement<'_>> = statements.iter().collect();
    for step in steps {
        let (best, rest) = part(*step, left);
        reasons.push(reason(*step, &best, &rest));
        left = best;
        if left.len() == 1 {
            break;
        }
    }
    if left.len() > 1 {
        reasons.push("It is the first by key.".to_owned());
    }
    (left.first().map(|it| it.row), reasons.join(" "))
}

fn disagreement(spread: Option<(f64, f64)>) -> String {
    match spread {
        Some((low, high)) if low < high => {
            format!("They disagree: the lowest is {low}, the highest {high}.")
        }
        _ => "They disagree.".to_owned(),
    }
}

/// How one figure stands to another by a step; greater is better.
fn stands(step: Step, one: &Statement<'_>, other: &Statement<'_>) -> Ordering {
    match step {
        Step::Date => by_date(one.date, other.date),
        Step::Confidence => {
            let confidence = |it: &Statement<'_>| it.confidence.unwrap_or(-1.0);
            confidence(one).total_cmp(&confidence(other))
        }
        Step::Exactness => {
            let width = |it: &Statement<'_>| match it.number {
                Some(_) => it.span.high - it.span.low,
                None => f64::INFINITY,
            };
            width(other).total_cmp(&width(one))
        }
    }
}

/// What is certain of the order of two dates; none is older than any.
fn by_date(one: Option<PartialDate>, other: Option<PartialDate>) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) if one.first_day() > other.last_day() => Ordering::Greater,
        (Some(one), Some(other)) if other.first_day() > one.last_day() => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
        (None, Some(_)) => Ordering::Less,
        _ => Ordering::Equal,
    }
}

/// Those than which no other is better, and those than which another is, in the same order.
fn part<'f, 's>(
    step: Step,
    statements: Vec<&'f Statement<'s>>,
) -> (Vec<&'f Statement<'s>>, Vec<&'f Statement<'s>>) {
    let top = statements.iter().copied().reduce(|one, other| top(step, one, other));
    let is_best = |it: &&Statement<'_>| top.is_none_or(|top| stands(step, top, it).is_le());
    statements.into_iter().partition(is_best)
}

/// Of two figures, the one that is not worse; of two dates, the one that begins later, which leaves
/// behind all that any date leaves behind.
fn top<'f, 's>(step: Step, one: &'f Statement<'s>, other: &'f Statement<'s>) -> &'f Statement<'s> {
    let first_day = |it: &Statement<'_>| it.date.map(PartialDate::first_day);
    let ordering = match step {
        Step::Date => first_day(other).cmp(&first_day(one)),
        Step::Confidence | Step::Exactness => stands(step, other, one),
    };
    if ordering.is_gt() { other } else { one }
}

/// What a step left of the figures, in a sentence.
fn reason(step: Step, best: &[&Statement<'_>], rest: &[&Statement<'_>]) -> String {
    let told = |it: &Statement<'_>| told(step, it);
    let all = best.len() + rest.len();
    let next = rest.iter().copied().reduce(|one, other| top(step, one, other));
    match (step, best, next) {
        (Step::Date, _, None) => "No date decides.".to_owned(),
        (Step::Confidence, _, None) => "No confidence decides.".to_owned(),
        (Step::Exactness, _, None) => "None is more exact.".to_owned(),
        (Step::Date, [it], Some(next)) => {
            format!("It is the newest: {}; the next is {}.", told(it), told(next))
        }
        (Step::Confidence, [it], Some(next)) => {
            format!("It has the highest confidence: {}; the next has {}.", told(it), told(next))
        }
        (Step::Exactness, [_], Some(_)) => "It is the most exact.".to_owned(),
        (Step::Date, several, Some(_)) => {
            let dates: Vec<String> = several.iter().map(|it| told(it)).collect();
            let few = shown(&dates);
            format!("{} of {all} may be the newest: {few}.", several.len())
        }
        (Step::Confidence, several, Some(_)) => {
            let told = told(several[0]);
            format!("{} of {all} have the highest confidence: {told}.", several.len())
        }
        (Step::Exactness, several, Some(_)) => {
            format!("{} of {all} are the most exact.", several.len())
        }
    }
}

/// Texts that are told of in one sentence.
const SHOWN_MAX: usize = 5;

fn shown(texts: &[String]) -> String {
    let few = texts.iter().take(SHOWN_MAX).map(String::as_str).collect::<Vec<_>>().join(", ");
    if texts.len() > SHOWN_MAX { format!("{few} and others") } else { few }
}

/// What of a figure decides in a step.
fn told(step: Step, it: &Statement<'_>) -> String {
    match (step, it.date, it.confidence) {
        (Step::Date, Some(date), _) if it.is_of_source => format!("published {date}"),
        (Step::Date, Some(date), _) => format!("as of {date}"),
        (Step::Date, None, _) => "without a date".to_owned(),
        (Step::Confidence, _, Some(confidence)) => confidence.to_string(),
        _ => "none".to_owned(),
    }
}
