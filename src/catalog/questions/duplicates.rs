//! Rows that may stand for one and the same.

use super::{Ask, Question};
use crate::catalog::{
    computed::{ArgumentKind, Output, Record, given, optional, or},
    enums::{DuplicateReason, DuplicateType},
};

/// Pairs that are given at once.
const CANDIDATES_MAX: i32 = 1_000;

pub(super) const DUPLICATE_CANDIDATES: Question = Question {
    name: "duplicate_candidates",
    doc: "Pairs of rows that may stand for one and the same person or organization, the likeliest \
          first, each with what speaks for and against it. The rows of a pair have an external key, \
          a name or a page in common, as these are written in whatever way; what more than 100 \
          rows have in common is not followed, unless `of` is given. A merge makes one of two.",
    arguments: &[
        optional("of", ArgumentKind::AnyId, "Only pairs with this row."),
        optional(
            "type",
            ArgumentKind::Many(&ArgumentKind::Enum(&DuplicateType::TYPE)),
            "Rows of which sort; of both where left out.",
        ),
        optional(
            "people",
            ArgumentKind::Filter("Person"),
            "Of people, only pairs of which at least one is among these.",
        ),
        optional(
            "organizations",
            ArgumentKind::Filter("Organization"),
            "Of organizations, only pairs of which at least one is among these.",
        ),
        or("min_score", ArgumentKind::Float, "0.6", "Only pairs with this score or a higher one."),
        or(
            "first",
            ArgumentKind::Int { min: 0, max: CANDIDATES_MAX },
            "50",
            "How many pairs are wanted, at most 1000.",
        ),
    ],
    output: Output::Records(&CANDIDATE),
    ask: Ask::DuplicateCandidates,
};

static CANDIDATE: Record = Record {
    name: "DuplicateCandidate",
    doc: "Two rows that may stand for one and the same.",
    fields: &[
        given("one", Output::AnyRow, "The row whose key comes first."),
        given("other", Output::AnyRow, "The other row."),
        given(
            "score",
            Output::Float,
            "How likely they are one and the same, from 0 to 1: the weights of the reasons are \
             added up to w, and the score is 1 / (1 + 2^(8 - w)). So reasons that add up to 8 are \
             an even chance, and each one more halves what is left of doubt (Fellegi and Sunter \
             1969).",
        ),
        given("reasons", Output::Records(&REASON), "What speaks for it, and what against."),
    ],
};

static REASON: Record = Record {
    name: "DuplicateEvidence",
    doc: "What speaks for or against that two rows stand for one and the same.",
    fields: &[
        given("kind", Output::Enum(&DuplicateReason::TYPE), "What sort of reason it is."),
        given("detail", Output::Text, "The reason in words."),
        given(
            "weight",
            Output::Float,
            "How much it says, in bits: by one more, it is twice as often seen in one and the same \
             as in two, compared with what chance does. Negative where it speaks against.",
        ),
    ],
};
