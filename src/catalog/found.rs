//! What search is told, and what it gives.

use super::{
    computed::{Argument, ArgumentKind, Need, Output, Record, RecordField, given, maybe},
    enums::{SearchMatch, SearchType},
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

pub(super) const ARGUMENTS: &[Argument] = &[
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
