//! Imports that a server carries out, as records.

use super::{
    computed::{Argument, ArgumentKind, Output, Record, given, maybe, required},
    enums::JobState,
};

/// An open data set that files can be imported from.
pub static IMPORTER: Record = Record {
    name: "Importer",
    doc: "An open data set whose files can be imported.",
    fields: &[
        given(
            "name",
            Output::Text,
            "As `POST /import/…` and the command line name it, such as `ror`.",
        ),
        given("doc", Output::Text, "What it is, in a sentence."),
        given("download", Output::Text, "Where to download it, and which files of it are read."),
        given("licence", Output::Text, "Its licence, and how to credit it."),
        given("mapped", Output::Text, "What becomes of its records."),
        given("left_out", Output::Text, "What of it is left out."),
    ],
};

/// Which import is meant.
pub static IMPORT_OF: &[Argument] =
    &[required("id", ArgumentKind::Text, "The id that `POST /import/…` answered with.")];

/// One import.
pub static IMPORT_JOB: Record = Record {
    name: "ImportJob",
    doc: "A file that was sent to be imported. The last hundred are remembered until the server \
          stops; what they imported stays.",
    fields: &[
        given("id", Output::Text, "What it is called by."),
        given("state", Output::Enum(&JobState::TYPE), "How far it is."),
        given("source", Output::Text, "As what the file is read, such as `ror`."),
        given("file", Output::Text, "What the file is called."),
        given("by", Output::Text, "Who sent it, such as `token:press-desk`."),
        given("asked_at", Output::Moment, "When it was sent."),
        maybe("ended_at", Output::Moment, "When it was over; null where it is not."),
        given("dry_run", Output::Bool, "Whether nothing is written."),
        given("records", Output::Int, "Records that were read so far."),
        given("created", Output::Int, "Rows that were created."),
        given("updated", Output::Int, "Rows that were updated."),
        given("unchanged", Output::Int, "Rows that were as the file has them."),
        given("skipped", Output::Int, "Records and rows that were skipped for a fault."),
        given(
            "ambiguous",
            Output::Int,
            "Rows that were kept apart from those they may be one with.",
        ),
        given(
            "report",
            Output::Json,
            "All of it: the first faults by line and column, what was left out, and the versions of \
             the graph before and after.",
        ),
        maybe("failure", Output::Text, "Why it failed, in a sentence."),
    ],
};
