//! What is said where rows are held back, as a record.

use super::{
    computed::{Output, Record, given},
    enums::SuppressionReason,
};

pub static SUPPRESSED: Record = Record {
    name: "Suppressed",
    doc: "Why not all rows are summed up.",
    fields: &[
        given("reason", Output::Enum(&SuppressionReason::TYPE), "The reason."),
        given("message", Output::Text, "The reason, in a sentence."),
        given("k", Output::Int, "How many persons must stand together for their pay to be told."),
    ],
};
