//! A row of a file, put into the graph's terms and united with the row that is there.

use std::borrow::Cow;

use crate::{
    catalog::{
        Cell, Kind, Row, RowId, TABLES,
        enums::OrganizationKind,
        value::{Key, LocalText, PartialDate, Text},
    },
    engine::duplicates::identity::Traits,
};

/// How a row of a file is united with the one that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// What the file gives stands in the place of what is there: both are of one source.
    Replace,
    /// What the file gives stands where there was nothing.
    Fill,
}

/// Lists that are united in either mode: an entry that another source gave is not lost, and one
/// that the file no longer has stays.
const UNITED: &[&str] = &["aliases", "domains", "external_keys"];

/// What speaks of the source that a row cites, and so is not taken from another.
const RESTS_ON: &[&str] = &["source", "confidence", "as_of", "note"];

/// The references of a row, by field.
pub(super) type References = Vec<Vec<RowId>>;

/// The row with another key and other references; `as_of` where it has no such date itself.
pub(super) fn rewritten(
    row: &Row,
    key: Key,
    references: &References,
    as_of: Option<PartialDate>,
) -> Option<Row> {
    let fields = TABLES[row.table()].fields.iter().zip(references).enumerate();
    let cells = fields.map(|(place, (field, targets))| match (field.kind, row.cell(place)) {
        (Kind::Ref(_), _) => targets.first().map_or(Cell::Null, |it| Cell::Ref(it.key())),
        (Kind::AnyRef, _) => {
            targets.first().map_or(Cell::Null, |it| Cell::AnyRef(it.table(), it.key()))
        }
        (Kind::Refs(_), _) => {
            let mut keys: Vec<Cow<'_, str>> = Vec::new();
            for target in targets {
                if !keys.iter().any(|it| it == target.key()) {
                    keys.push(Cow::Borrowed(target.key()));
                }
            }
            Cell::List(keys)
        }
        (_, Cell::Null) if field.name == "as_of" => {
            as_of.map_or(Cell::Null, |it| Cell::Int(it.code()))
        }
        (_, cell) => cell,
    });
    Row::from_cells(row.table(), key, cells)
}

/// The row that is there, united with that of a file. One that is but a mention gives way to one
/// that is not, and takes its source.
pub(super) fn merged(present: &Row, given: &Row, mode: Mode) -> Row {
    let mentions = is_mention(given);
    let gives_way = is_mention(present) && !mentions;
    // Of two mentions, either may be the one that tells what it is.
    let is_told = is_mention(present) && is_of_no_kind(present);
    let names = match mode {
        Mode::Fill if !mentions => other_names(present, given),
        _ => Vec::new(),
    };
    let fields = TABLES[present.table()].fields.iter().enumerate();
    let cells = fields.map(|(place, field)| {
        let (ours, theirs) = (present.cell(place), given.cell(place));
        let is_name = field.name == "name";
        match (ours, theirs, mode) {
            (Cell::List(ours), Cell::List(theirs), _) if UNITED.contains(&field.name) => {
                let also: &[Cow<'_, str>] = if field.name == "aliases" { &names } else { &[] };
                united(ours, theirs.into_iter().chain(also.iter().cloned()))
            }
            (_, theirs, _) if is_told && field.name == "kind" => theirs,
            (_, theirs, _) if gives_way && (is_name || RESTS_ON.contains(&field.name)) => theirs,
            (ours, theirs, _) if is_nothing(&theirs) || (mentions && is_name) => ours,
            (ours, theirs, Mode::Replace) => over(&theirs, ours),
            (ours, _, Mode::Fill) if RESTS_ON.contains(&field.name) => ours,
            (ours, theirs, Mode::Fill) => over(&ours, theirs),
        }
    });
    let row = Row::from_cells(present.table(), present.key().clone(), cells);
    row.expect("values of two rows of a table are values of one")
}

/// Whether a row is but a mention of what another record may tell of: it has an identifier for a
/// name, such as `Q90` where its external key is `wikidata:Q90`.
pub(super) fn is_mention(row: &Row) -> bool {
    let cell = |name: &str| TABLES[row.table()].field(name).map(|it| row.cell(it));
    let (Some(Cell::Local(name)), Some(Cell::List(keys))) = (cell("name"), cell("external_keys"))
    else {
        return false;
    };
    keys.iter().any(|it| it.split_once(':').is_some_and(|it| it.1 == name.primary()))
}

fn is_of_no_kind(row: &Row) -> bool {
    matches!(row, Row::Organization(it) if it.kind == OrganizationKind::Other)
}

/// The row with other references in one field.
pub(super) fn linked(row: &Row, field: usize, targets: Vec<RowId>) -> Row {
    let count = TABLES[row.table()].fields.len();
    let mut references: References = (0..count).map(|it| row.references(it)).collect();
    references[field] = targets;
    let row = rewritten(row, row.key().clone(), &references, None);
    row.expect("references of a field are references of it")
}

pub(super) fn is_nothing(cell: &Cell<'_>) -> bool {
    matches!(cell, Cell::Null) || matches!(cell, Cell::List(entries) if entries.is_empty())
}

/// The first value, or what the second has where it has nothing.
fn over<'r>(first: &Cell<'r>, second: Cell<'r>) -> Cell<'r> {
    match (first, &second) {
        (first, _) if is_nothing(first) => second,
        (Cell::Local(first), Cell::Local(second)) => {
            let form = |one: Option<&str>, other: Option<&str>| -> Option<Text> {
                one.or(other).and_then(|it| it.parse().ok())
            };
            let (en, zh) = (form(first.en(), second.en()), form(first.zh(), second.zh()));
            let both = LocalText::new(en, zh);
            Cell::Local(both.map_or_else(|_| first.clone(), Cow::Owned))
        }
        (first, _) => first.clone(),
    }
}

fn united<'r>(ours: Vec<Cow<'r, str>>, theirs: impl Iterator<Item = Cow<'r, str>>) -> Cell<'r> {
    let mut all = ours;
    for entry in theirs {
        if !all.contains(&entry) {
            all.push(entry);
        }
    }
    Cell::List(all)
}

/// The names of a row of a file that are neither taken as such nor known.
fn other_names<'r>(present: &'r Row, given: &'r Row) -> Vec<Cow<'r, str>> {
    let name = |row: &'r Row| match TABLES[row.table()].field("name").map(|it| row.cell(it)) {
        Some(Cell::Local(Cow::Borrowed(name))) => [name.en(), name.zh()],
        _ => [None, None],
    };
    let traits = Traits::of(present);
    let pairs = name(given).into_iter().zip(name(present));
    // A form that the row lacks is taken as its name.
    let others = pairs.filter_map(|(theirs, ours)| theirs.filter(|_| ours.is_some()));
    others.filter(|it| !traits.is_called(it)).map(Cow::Borrowed).collect()
}
