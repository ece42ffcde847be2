//! Commits, and what they changed, as records.

use super::{
    computed::{Argument, ArgumentKind, Output, Record, given, maybe, optional, or},
    enums::{AccessRole, ChangeAction, EntityName},
};

const ENTITIES: Argument = optional(
    "entities",
    ArgumentKind::Many(&ArgumentKind::Enum(&EntityName::TYPE)),
    "Only changes of rows of these; of all where left out. A commit without such a change is \
         left out.",
);

const IDS: Argument = optional(
    "ids",
    ArgumentKind::Many(&ArgumentKind::AnyId),
    "Only changes of these rows; of all where left out. A commit without such a change is \
         left out.",
);

/// Which commits are wanted, and which of their changes.
pub static CHANGES_OF: &[Argument] = &[
    ENTITIES,
    IDS,
    optional(
        "after",
        ArgumentKind::Int { min: 0, max: i32::MAX },
        "The version after which to begin, such as that of the last commit that was seen: none is \
         left out in between. The commits to come where left out.",
    ),
];

/// What was done to one row.
pub static ROW_CHANGE: Record = Record {
    name: "RowChange",
    doc: "What a commit did to one row.",
    fields: &[
        given("id", Output::Id, "What the row is called by in the whole graph."),
        given("entity", Output::Enum(&EntityName::TYPE), "What kind of row it is."),
        given("action", Output::Enum(&ChangeAction::TYPE), "What was done to it."),
        maybe(
            "before",
            Output::Json,
            "The row as it was; null where there was none, or where it may not be seen.",
        ),
        maybe("after", Output::Json, "The row as it became; null where it was deleted."),
    ],
};

/// One commit.
pub static COMMIT: Record = Record {
    name: "Commit",
    doc: "Rows that were changed together: all of them, or none would have been.",
    fields: &[
        given("version", Output::Int, "The number of the commit; each is one more than the last."),
        given("at", Output::Moment, "When it was made."),
        given("by", Output::Text, "By whom, such as `token:press-desk`."),
        maybe("why", Output::Text, "Why, in the words of whoever made it."),
        given("changes", Output::Records(&ROW_CHANGE), "The rows that it changed."),
        given(
            "has_more",
            Output::Bool,
            "Whether more changes of the same commit follow: those of a large one come in parts. \
             To resume within it, begin after the version before it.",
        ),
    ],
};

/// Commits that are given at once.
const COMMITS_MAX: i32 = 100;

/// Which of the last commits are wanted.
pub static COMMITS_OF: &[Argument] = &[
    or("first", ArgumentKind::Int { min: 1, max: COMMITS_MAX }, "20", "How many, at most 100."),
    optional(
        "before",
        ArgumentKind::Int { min: 1, max: i32::MAX },
        "Only those before this version; up to the last where left out.",
    ),
];

/// Changes of a row that are given at once.
pub const HISTORY_MAX: i32 = 100;

/// Which changes of a row are wanted.
pub static HISTORY_OF: &[Argument] = &[
    or(
        "first",
        ArgumentKind::Int { min: 1, max: HISTORY_MAX },
        "20",
        "How many, the newest first, at most 100.",
    ),
    optional(
        "before",
        ArgumentKind::Int { min: 1, max: i32::MAX },
        "Only changes before this version; all where left out.",
    ),
];

/// What one commit did to a row.
pub static ROW_HISTORY: Record = Record {
    name: "RowHistory",
    doc: "What a commit did to a row.",
    fields: &[
        given("version", Output::Int, "The number of the commit."),
        given("at", Output::Moment, "When it was made."),
        given("by", Output::Text, "By whom, such as `token:press-desk`."),
        maybe("why", Output::Text, "Why, in the words of whoever made it."),
        given("action", Output::Enum(&ChangeAction::TYPE), "What was done to the row."),
        given("fields", Output::Texts, "The fields whose values differ, in their order."),
        maybe(
            "before",
            Output::Json,
            "The row as it was; null where there was none, or where it may not be seen.",
        ),
        maybe("after", Output::Json, "The row as it became; null where it was deleted."),
    ],
};

/// Row changes of a page.
const CHANGES_MAX: i32 = 1_000;

/// Which commits of the past are wanted.
pub static CHANGES_MADE: &[Argument] = &[
    optional(
        "after",
        ArgumentKind::Int { min: 0, max: i32::MAX },
        "The version after which to begin; at the first commit where left out. Not together with \
         `from`.",
    ),
    optional("from", ArgumentKind::Text, "Where an earlier page ended: its `next`."),
    or(
        "first",
        ArgumentKind::Int { min: 1, max: CHANGES_MAX },
        "100",
        "How many changes of rows, at most 1,000; fewer where many others lie in between.",
    ),
    ENTITIES,
    IDS,
];

/// Commits of the past.
pub static CHANGE_PAGE: Record = Record {
    name: "ChangePage",
    doc: "Commits, oldest first.",
    fields: &[
        given(
            "commits",
            Output::Records(&COMMIT),
            "Those with changes that are wanted; a large commit goes on in the next page.",
        ),
        maybe("next", Output::Text, "Where the next page begins; null where there is none yet."),
    ],
};

/// Who asks.
pub static VIEWER: Record = Record {
    name: "Viewer",
    doc: "Who asks, as the server knows it.",
    fields: &[
        given("name", Output::Text, "What the history calls them, such as `token:press-desk`."),
        given("role", Output::Enum(&AccessRole::TYPE), "What they may do."),
    ],
};
