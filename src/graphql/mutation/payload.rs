//! What mutations answer with: records that follow from the tables.

use std::sync::LazyLock;

use crate::{
    catalog::{
        TABLES, Table,
        computed::{Output, Record, RecordField},
        enums::{ChangeAction, UserErrorCode},
    },
    graphql::names::pascal,
};

/// The payloads of one table's mutations.
pub(in crate::graphql) struct Payloads {
    pub(in crate::graphql) create: &'static Record,
    pub(in crate::graphql) update: &'static Record,
    pub(in crate::graphql) delete: &'static Record,
    pub(in crate::graphql) upsert: &'static Record,
}

pub(in crate::graphql) static USER_ERROR: Record = Record {
    name: "UserError",
    doc: "Something wrong in the input of a mutation. Where there is one, nothing was changed.",
    fields: &[
        given("code", Output::Enum(&UserErrorCode::TYPE), "What sort of error it is."),
        given(
            "field",
            Output::Texts,
            "Where in the input: names of fields and places in lists, such as `[\"input\", \
             \"person\", \"educations\", \"create\", \"0\", \"start\"]`.",
        ),
        given("message", Output::Text, "What is wrong, and what would be right."),
    ],
};

pub(in crate::graphql) static CHANGE_RESULT: Record = Record {
    name: "ChangeResult",
    doc: "What one change did.",
    fields: &[
        given("id", Output::Id, "The row."),
        given("action", Output::Enum(&ChangeAction::TYPE), "What was done to it."),
        maybe("row", Output::AnyRow, "The row as it is then; null where it is gone."),
    ],
};

pub(in crate::graphql) static APPLY: Record = Record {
    name: "ApplyChangesPayload",
    doc: "What came of many changes.",
    fields: &[
        given("results", Output::Records(&CHANGE_RESULT), "One for each change, in their order."),
        DELETED,
        CLEARED,
        DRY_RUN,
        VERSION,
        USER_ERRORS,
        CLIENT_MUTATION_ID,
    ],
};

pub(in crate::graphql) static MERGE: Record = Record {
    name: "MergePayload",
    doc: "What came of making one row of two.",
    fields: &[
        maybe("row", Output::AnyRow, "The row that stays, as it is now; null where refused."),
        given("moved", Output::Int, "How many rows referred to the other one, and now to this."),
        given("filled", Output::Texts, "Fields of the row that took something from the other."),
        given(
            "kept",
            Output::Texts,
            "Values of the other that were not taken, since this row has its own: field and value, \
             such as `birthDate: 1986`.",
        ),
        given(
            "repeated",
            Output::Ids,
            "Rows that refer to this one now and say the same as another one that does; all are \
             kept.",
        ),
        DRY_RUN,
        VERSION,
        USER_ERRORS,
        CLIENT_MUTATION_ID,
    ],
};

pub(in crate::graphql) static REVERT: Record = Record {
    name: "RevertPayload",
    doc: "What came of undoing a commit.",
    fields: &[
        given("reverted", Output::Int, "How many rows have their state before that commit again."),
        given(
            "conflicts",
            Output::Ids,
            "Rows that were changed since, or that refer to rows that would go. Nothing is undone \
             where there are such.",
        ),
        DRY_RUN,
        VERSION,
        USER_ERRORS,
        CLIENT_MUTATION_ID,
    ],
};

const DELETED: RecordField = given("deleted", Output::Ids, "Rows that are gone.");
const CLEARED: RecordField = given(
    "cleared",
    Output::Ids,
    "Rows that are kept, and no longer refer to those that are gone.",
);
const DRY_RUN: RecordField = given(
    "dry_run",
    Output::Bool,
    "Whether it was only tried: the answer tells what would come of it.",
);
const VERSION: RecordField = maybe(
    "version",
    Output::Int,
    "The version of the graph that has the change; null where there is none.",
);
const USER_ERRORS: RecordField = given(
    "user_errors",
    Output::Records(&USER_ERROR),
    "What is wrong in the input, all at once; empty where the change was made.",
);
const CLIENT_MUTATION_ID: RecordField =
    maybe("client_mutation_id", Output::Text, "What the input gave.");

static PAYLOADS: LazyLock<Vec<Payloads>> =
    LazyLock::new(|| TABLES.iter().map(|it| of_table(it)).collect());

/// The payloads of a table's mutations.
pub(in crate::graphql) fn payloads(table: usize) -> &'static Payloads {
    &PAYLOADS[table]
}

/// Every record that mutations answer with.
pub(in crate::graphql) fn records() -> Vec<&'static Record> {
    let written = PAYLOADS.iter().zip(TABLES).filter(|it| !it.1.is_kept_by_bole);
    let of_tables = written.flat_map(|(it, _)| [it.create, it.update, it.delete, it.upsert]);
    [&USER_ERROR, &CHANGE_RESULT, &APPLY, &MERGE, &REVERT].into_iter().chain(of_tables).collect()
}

/// Made once for each table and never freed, as what the catalog says is.
fn of_table(table: &'static Table) -> Payloads {
    let (row, many) = (table.name, pascal(table.many));
    let record = |name: String, doc: String, fields: Vec<RecordField>| -> &'static Record {
        Box::leak(Box::new(Record { name: name.leak(), doc: doc.leak(), fields: fields.leak() }))
    };
    let present = maybe(
        "conflict",
        Output::Row(row),
        "The row as it is in the graph, where it is of another version than was expected.",
    );
    let with = |mine: Vec<RecordField>| {
        mine.into_iter().chain([VERSION, USER_ERRORS, CLIENT_MUTATION_ID]).collect::<Vec<_>>()
    };
    let this = || maybe(table.one, Output::Row(row), "The row as it is now; null where refused.");
    let rows = given(table.many, Output::Rows(row), "The rows as they are now, in their order.");
    Payloads {
        create: record(
            format!("Create{row}Payload"),
            format!("What came of a new row of {row}."),
            with(vec![this()]),
        ),
        update: record(
            format!("Update{row}Payload"),
            format!("What came of a change of a row of {row}."),
            with(vec![this(), present]),
        ),
        delete: record(
            format!("Delete{row}Payload"),
            format!("What came of the end of a row of {row}."),
            with(vec![DELETED, CLEARED, DRY_RUN]),
        ),
        upsert: record(
            format!("Upsert{many}Payload"),
            format!("What came of rows of {row} that were new or changed."),
            with(vec![
                rows,
                given("created", Output::Int, "How many are new."),
                given("updated", Output::Int, "How many have other values than before."),
                given("unchanged", Output::Int, "How many have the values they had."),
            ]),
        ),
    }
}

const fn given(name: &'static str, output: Output, doc: &'static str) -> RecordField {
    RecordField { name, doc, output, nullable: false }
}

const fn maybe(name: &'static str, output: Output, doc: &'static str) -> RecordField {
    RecordField { name, doc, output, nullable: true }
}
