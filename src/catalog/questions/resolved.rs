//! Figures that answer the same question.

use super::{Ask, Question};
use crate::catalog::{
    computed::{ArgumentKind, Output, Record, given, maybe, optional, or},
    enums::{Measure, Resolve},
};

/// Questions that are given at once.
const RESOLVED_MAX: i32 = 1_000;

pub const RESOLVED_FIGURES: Question = Question {
    name: "resolved_figures",
    doc: "Published figures that answer the same question, side by side, and which of them to \
          take. They are about the same row, or in the same words about none, and have in common \
          measure, dimension, category, what they are compared with, unit, currency, and the \
          period as it is written. Where the measure does not say what is measured, such as a \
          rank or a price, they have the topic in common too.",
    arguments: &[
        optional(
            "where",
            ArgumentKind::Filter("Figure"),
            "Which figures are looked at; all where left out.",
        ),
        or(
            "resolve",
            ArgumentKind::Enum(&Resolve::TYPE),
            "ALL",
            "By what one of several is chosen.",
        ),
        optional(
            "agrees",
            ArgumentKind::Bool,
            "Only figures that agree, or only those that do not; both where left out.",
        ),
        or(
            "first",
            ArgumentKind::Int { min: 0, max: RESOLVED_MAX },
            "20",
            "How many questions are wanted, at most 1000.",
        ),
        or(
            "offset",
            ArgumentKind::Int { min: 0, max: i32::MAX },
            "0",
            "How many questions to pass over.",
        ),
    ],
    output: Output::Record(&RESOLVED),
    ask: Ask::ResolvedFigures,
};

static RESOLVED: Record = Record {
    name: "ResolvedFigures",
    doc: "Questions that figures answer, in order of the key of the first figure of each.",
    fields: &[
        given("total_count", Output::Int, "How many questions there are."),
        given("nodes", Output::Records(&ANSWER), "The questions that were asked for."),
    ],
};

static ANSWER: Record = Record {
    name: "ResolvedFigure",
    doc: "The figures that answer one question.",
    fields: &[
        maybe("about", Output::AnyRow, "The row they are about."),
        given("measure", Output::Enum(&Measure::TYPE), "What they measure."),
        given("figures", Output::Rows("Figure"), "All of them, in order of their keys."),
        maybe("chosen", Output::Row("Figure"), "The one to take; null where none is preferred."),
        given("reason", Output::Text, "What decided, in sentences."),
        given(
            "agrees",
            Output::Bool,
            "Whether one number could be what all of them state, given to how many digits they \
             were published, and which of them are bounds; or all state the same words. Words \
             contradict no number.",
        ),
        maybe("lowest", Output::Float, "The lowest number that is stated."),
        maybe("highest", Output::Float, "The highest number that is stated."),
    ],
};
