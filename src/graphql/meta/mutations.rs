//! Types of what mutations take and give.

use async_graphql::{
    indexmap::IndexMap,
    registry::{MetaField, MetaInputValue},
};

use super::{
    Registry, outputs,
    parts::{Given, argument, argument_or, field, input, insert},
    values::type_of,
};
use crate::{
    catalog::{Field, Kind, TABLES},
    graphql::{
        mutation::{
            Task, VERBS, Verb,
            payload::{self, payloads},
            tasks,
        },
        names::{camel, pascal},
    },
};

/// The fields of the root.
pub(super) fn roots() -> IndexMap<String, MetaField> {
    let roots = tasks().into_iter().map(|(name, task)| {
        let (doc, payload) = match task {
            Task::Create(table) => {
                (format!("Makes a row of {}.", TABLES[table].name), payloads(table).create)
            }
            Task::Update(table) => {
                let row = TABLES[table].name;
                let doc = format!(
                    "Changes a row of {row}: fields that are absent stay, null clears them."
                );
                (doc, payloads(table).update)
            }
            Task::Delete(table) => {
                let row = TABLES[table].name;
                let doc = format!(
                    "Deletes a row of {row}; refused while others refer to it, unless it may take \
                     them along."
                );
                (doc, payloads(table).delete)
            }
            Task::Upsert(table) => {
                let row = TABLES[table].name;
                let doc = format!(
                    "Makes rows of {row}, or changes those that are there already: all of them, or \
                     none where one has an error."
                );
                (doc, payloads(table).upsert)
            }
            Task::Apply => {
                let doc = "Makes any number of changes in their order: all of them, or none where \
                           one has an error. Later ones may name rows that earlier ones make.";
                (doc.to_owned(), &payload::APPLY)
            }
            Task::Merge => {
                let doc = "Makes one row of two that stand for one and the same: whatever refers to \
                           the one refers to the other, which takes what it lacks, and the id of \
                           the one leads to the other for good.";
                (doc.to_owned(), &payload::MERGE)
            }
            Task::Revert => {
                let doc = "Undoes one commit, such as a merge or an import: each of its rows gets \
                           the state it had before, unless one has changed since.";
                (doc.to_owned(), &payload::REVERT)
            }
        };
        let ty = format!("{}Input!", pascal(&name));
        let input = argument("input", "What is to be done.", &ty);
        field(&name, &doc, &format!("{}!", payload.name), vec![input])
    });
    roots.collect()
}

pub(super) fn register(registry: &mut Registry) {
    for record in payload::records() {
        outputs::register_record(registry, record);
    }
    let forms = vec![
        argument("en", "The English form; null clears it.", "String"),
        argument("zh", "The Chinese form; null clears it.", "String"),
    ];
    let doc = "A text in English, in Chinese, or in both; a form that is absent stays as it is.";
    insert(registry, input("LocalTextInput", doc, Given::Any, forms));
    let written = || TABLES.iter().enumerate().filter(|it| !it.1.is_kept_by_bole);
    for (table, _) in written() {
        register_rows(registry, table);
        register_tasks(registry, table);
    }
    let changes =
        written().flat_map(|(_, it)| VERBS.map(|(name, verb)| change(name, verb, it.name)));
    let doc = "One change: exactly one entry.";
    insert(registry, input("ChangeInput", doc, Given::ExactlyOne, changes.collect()));
    let mut fields = vec![
        argument("changes", "The changes, in their order; 10,000 rows at most.", "[ChangeInput!]!"),
        dry_run(),
        argument(
            "idempotencyKey",
            "Made up for this request: where it is sent again with the same key, it is not carried \
             out again, and gives what it gave; or `FORGOTTEN`, where the history does not tell any \
             more what that was. A request that changed nothing is not kept: to carry it out again \
             does no harm unless the graph has changed since.",
            "String",
        ),
    ];
    fields.extend(reasons());
    let doc = "Changes that are made together or not at all.";
    insert(registry, input("ApplyChangesInput", doc, Given::Any, fields));
    let mut fields = vec![
        argument("from", "The row that goes; its id leads to the other one then.", "ID!"),
        argument("into", "The row that stays, and is right where the two differ.", "ID!"),
        argument(
            "expectedVersions",
            "The versions of the two rows that the merge was thought of for; it is refused where \
             one of them has another.",
            "MergeVersionsInput",
        ),
        argument(
            "take",
            "Fields, such as `birthDate`, of which the row that stays takes the value of the other \
             one, where that has one. Lists are united in any case; a name that gives way is kept as \
             another name.",
            "[String!]",
        ),
        dry_run(),
    ];
    fields.extend(reasons());
    let versions = ["from", "into"];
    let versions = versions.map(|it| argument(it, &format!("The version of `{it}`."), "Int"));
    let doc = "Versions of the two rows of a merge; one that is absent may be any.";
    insert(registry, input("MergeVersionsInput", doc, Given::Any, versions.into()));
    let doc = "Two rows of one table that stand for one and the same.";
    insert(registry, input("MergeInput", doc, Given::Any, fields));
    let mut fields =
        vec![argument("version", "The version that the commit made.", "Int!"), dry_run()];
    fields.extend(reasons());
    insert(registry, input("RevertInput", "A commit that is to be undone.", Given::Any, fields));
}

fn change(name: &str, verb: Verb, row: &str) -> MetaInputValue {
    let (doc, ty) = match verb {
        Verb::Create => (format!("A new row of {row}."), format!("{row}Input")),
        Verb::Update => (format!("A change of a row of {row}."), format!("{row}ChangeInput")),
        Verb::Upsert => {
            let doc = format!(
                "A row of {row} that is made, or changed where it is there: by its key where it \
                 has one, else by its external keys."
            );
            (doc, format!("{row}Input"))
        }
        Verb::Delete => (format!("The end of a row of {row}."), format!("{row}DeletionInput")),
    };
    argument(&format!("{name}{row}"), &doc, &ty)
}

/// What rows of a table are written with.
fn register_rows(registry: &mut Registry, table: usize) {
    let description = TABLES[table];
    let row = description.name;
    let values = || description.fields.iter().map(value);
    let links = || {
        let links = description.links.iter();
        links.map(|it| argument(&camel(it.name), it.doc, &format!("{}LinkInput", it.from)))
    };
    let key = "What the row is called by in its table, for good; made of its name where left out.";
    let fields = [argument("key", key, "String")].into_iter().chain(values()).chain(links());
    let doc = format!("A row of {row} as it is to be. {}", description.doc);
    insert(registry, input(&format!("{row}Input"), &doc, Given::Any, fields.collect()));
    let doc = format!(
        "New values of a row of {row}: fields that are absent stay as they are, null clears them."
    );
    let fields = values().chain(links()).collect();
    insert(registry, input(&format!("{row}Patch"), &doc, Given::Any, fields));
    let doc = format!("A row of {row} that another refers to: exactly one entry.");
    let ways = vec![
        argument("id", "The row with this id.", "ID"),
        argument("key", "The row with this key.", "String"),
        argument("externalKey", "The row with this external key, `scheme:value`.", "String"),
        argument("create", "A new row.", &format!("{row}Input")),
        argument("update", "A row that is changed as well.", &format!("{row}ChangeInput")),
    ];
    insert(registry, input(&format!("{row}RefInput"), &doc, Given::ExactlyOne, ways));
    let doc = format!("What is to be done with rows of {row} that refer to the row around them.");
    let ways = vec![
        argument(
            "create",
            "New rows; they refer to the row around them without saying so.",
            &format!("[{row}Input!]"),
        ),
        argument("update", "Rows that are changed.", &format!("[{row}ChangeInput!]")),
        argument("delete", "Ids of rows that are deleted.", "[ID!]"),
    ];
    insert(registry, input(&format!("{row}LinkInput"), &doc, Given::Any, ways));
    let doc = format!("A row of {row}, and what is to be changed of it.");
    insert(registry, input(&format!("{row}ChangeInput"), &doc, Given::Any, changing(row)));
    let doc = format!("A row of {row} that is to go.");
    insert(registry, input(&format!("{row}DeletionInput"), &doc, Given::Any, deleting(row)));
}

fn value(it: &Field) -> MetaInputValue {
    let ty = match it.kind {
        Kind::LocalText => "LocalTextInput".to_owned(),
        Kind::Texts | Kind::ExternalKeys => "[String!]".to_owned(),
        Kind::Ref(table) => format!("{table}RefInput"),
        Kind::Refs(table) => format!("[{table}RefInput!]"),
        Kind::AnyRef => "ID".to_owned(),
        kind => type_of(kind).to_owned(),
    };
    let is_list = matches!(it.kind, Kind::Texts | Kind::ExternalKeys | Kind::Refs(_));
    let need = if it.nullable || is_list { "" } else { " Every row must have it." };
    argument(&camel(it.name), &format!("{}{need}", it.doc.trim_end()), &ty)
}

fn naming(row: &str) -> [MetaInputValue; 2] {
    [
        argument("id", &format!("The id, such as `{row}:…`."), "ID"),
        argument("by", "Another way to name the row; not together with `id`.", &format!("{row}By")),
    ]
}

fn expected() -> MetaInputValue {
    let doc = "The version of the row that the change was thought of for; the change is refused \
               where the row has another one.";
    argument("expectedVersion", doc, "Int")
}

fn changing(row: &str) -> Vec<MetaInputValue> {
    let [id, by] = naming(row);
    vec![id, by, argument("patch", "The new values.", &format!("{row}Patch!")), expected()]
}

fn deleting(row: &str) -> Vec<MetaInputValue> {
    let doc = "Whether to delete also those rows that must refer to this one, and those that must \
               refer to them, and to take the others' references away. Pay that is not public goes \
               along as well, and what is about it: without its person, all would see it. It takes \
               the role ADMIN.";
    let [id, by] = naming(row);
    vec![id, by, argument_or("cascade", doc, "Boolean", "false"), expected()]
}

fn dry_run() -> MetaInputValue {
    let doc = "Whether to change nothing, and only tell what would come of it.";
    argument_or("dryRun", doc, "Boolean", "false")
}

fn reasons() -> [MetaInputValue; 2] {
    [
        argument("why", "Why it is done, for the history.", "String"),
        argument("clientMutationId", "Given back in the payload.", "String"),
    ]
}

/// What the mutations of a table take.
fn register_tasks(registry: &mut Registry, table: usize) {
    let description = TABLES[table];
    let (row, one) = (description.name, camel(description.one));
    let (many, plural) = (camel(description.many), pascal(description.many));
    let mut insert = |name: String, doc: String, fields: Vec<MetaInputValue>| {
        let fields = fields.into_iter().chain(reasons()).collect();
        insert(registry, input(&name, &doc, Given::Any, fields));
    };
    let new = vec![argument(&one, "The new row.", &format!("{row}Input!"))];
    insert(format!("Create{row}Input"), format!("A new row of {row}."), new);
    let doc = format!("A change of a row of {row}.");
    insert(format!("Update{row}Input"), doc, changing(row));
    let gone = deleting(row).into_iter().chain([dry_run()]).collect();
    insert(format!("Delete{row}Input"), format!("The end of a row of {row}."), gone);
    let by = "By what they are told to be rows that are there.";
    let rows = vec![
        argument(&many, "The rows, 10,000 at most.", &format!("[{row}Input!]!")),
        argument_or("matchBy", by, "MatchBy", "KEY"),
    ];
    let doc = format!("Rows of {row} that are new, or changed where they are there already.");
    insert(format!("Upsert{plural}Input"), doc, rows);
}
