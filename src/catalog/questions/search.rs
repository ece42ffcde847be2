//! What search is told, and what it gives.

use super::{Ask, Question};
use crate::catalog::{
    computed::{Argument, ArgumentKind, Need, Output, Record, RecordField, given, maybe},
    enums::{SearchMatch, SearchType},
};

pub(super) const SEARCH: Question = Question {
    name: "search",
    doc: "Rows that are called like a text, have it in their texts, or have to do with rows that \
          are called so; the best first. Where no row of a table fits the text as it is written, \
          it may have one typo.",
    arguments: ARGUMENTS,
    output: Output::Records(&SEARCH_HIT),
    ask: Ask::Search,
};

pub(super) const AUTOCOMPLETE: Question = Question {
    name: "autocomplete",
    doc: "Rows whose names begin like a text, or have its words and one that begins like its last; \
          the best first.",
    arguments: ARGUMENTS,
    output: Output::Records(&COMPLETION),
    ask: Ask::Autocomplete,
};

const ROW: RecordField = given("row", Output::AnyRow, "The row.");
const TYPE: RecordField = given("type", Output::Enum(&SearchType::TYPE), "What sort of row it is.");
const MATCH: RecordField =
    given("match", Output::Enum(&SearchMatch::TYPE), "How the row fits the text.");
const HINT: RecordField = maybe(
    "hint",
    Output::Text,
    "What tells it from others of that name: title and employer of a person; kind, country and \
     what it belongs to of others. In Chinese where the text is; null where nothing is known.",
);

pub static SEARCH_HIT: Record = Record {
    name: "SearchHit",
    doc: "A row that was found.",
    fields: &[
        ROW,
        TYPE,
        given(
            "score",
            Output::Float,
            "How well the row fits, by `match` alone: 1 for its name, and a tenth less for each \
             way that is further down. Among rows that fit equally well, those come first to which \
             more rows refer.",
        ),
        MATCH,
        given("text", Output::Text, "The name by which it was found, or what it is called."),
        HINT,
    ],
};

pub static COMPLETION: Record = Record {
    name: "Completion",
    doc: "A row whose name may be meant by what was typed so far.",
    fields: &[
        given("text", Output::Text, "The name that completes what was typed."),
        ROW,
        TYPE,
        MATCH,
        HINT,
    ],
};

const ARGUMENTS: &[Argument] = &[
    Argument {
        name: "text",
        doc: "What to search for: names and words in any order and case, with or without accents, \
              in English, in Chinese or in pinyin. Up to 200 characters and 16 words, with a \
              letter or digit among them.",
        kind: ArgumentKind::Text,
        need: Need::Required,
    },
    Argument {
        name: "types",
        doc: "What to search for; where left out, all in which every row has a name, a title or a \
              topic.",
        kind: ArgumentKind::Many(&ArgumentKind::Enum(&SearchType::TYPE)),
        need: Need::Optional,
    },
    Argument {
        name: "first",
        doc: "How many rows at most, the best ones.",
        kind: ArgumentKind::Int { min: 1, max: FIRST_MAX },
        need: Need::Or("10"),
    },
];

/// Rows that one search may give.
pub const FIRST_MAX: i32 = 100;
