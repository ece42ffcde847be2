//! The values of two rows as those of one.

use std::borrow::Cow;

use crate::{
    catalog::{
        Cell, Kind, Row, RowId, TABLES,
        value::{Amount, Country, Currency, LocalText, PartialDate, Text},
    },
    engine::Snapshot,
};

/// The row that stays, as it is after a merge.
pub(super) struct United {
    pub(super) row: Row,
    pub(super) filled: Vec<&'static str>,
    pub(super) kept: Vec<(&'static str, String)>,
}

/// The values of both; of the fields `taken` those of `from`, where it has any. References between
/// the two are left out: a row does not belong to itself.
pub(super) fn united(
    snapshot: &Snapshot,
    ids: (&RowId, &RowId),
    (table, from, into): (usize, u32, u32),
    taken: &[usize],
) -> United {
    let (from, into) = (snapshot.row(table, from), snapshot.row(table, into));
    let mut filled = Vec::new();
    let mut kept = Vec::new();
    let mut cells = Vec::new();
    let (own, others) = match TABLES[table].field("name") {
        // The row that stays is called as the other one was, and its own name is another name.
        Some(name) if taken.contains(&name) => names(&into, &from),
        _ => names(&from, &into),
    };
    for (field, description) in TABLES[table].fields.iter().enumerate() {
        let name = description.name;
        let theirs = without(description.kind, from.cell(field), ids);
        let ours = without(description.kind, into.cell(field), ids);
        let is_taken = taken.contains(&field);
        let mut cell = if is_taken { both(&ours, &theirs) } else { both(&theirs, &ours) };
        if let ("aliases", Cell::List(aliases)) = (name, &mut cell) {
            let is_new = |it: &&Cow<'_, str>| !aliases.contains(it);
            let new: Vec<_> = others.iter().filter(is_new).cloned().collect();
            aliases.extend(new);
            // A name that was another name of either is none of the row that it names.
            aliases.retain(|it| !own.contains(it));
        }
        if has_more(&cell, &ours) {
            filled.push(name);
        }
        let is_alias = name == "name" && TABLES[table].field("aliases").is_some();
        if !matches!(cell, Cell::List(_)) && theirs != Cell::Null && cell != theirs && !is_alias {
            kept.push((name, shown(description.kind, &theirs)));
        }
        cells.push(cell);
    }
    let row = Row::from_cells(table, into.key().clone(), cells.into_iter());
    United { row: row.expect("values of two rows of a table are values of one"), filled, kept }
}

/// Whether a value says something that our own did not.
fn has_more(cell: &Cell<'_>, ours: &Cell<'_>) -> bool {
    match (cell, ours) {
        (Cell::List(items), Cell::List(ours)) => items.iter().any(|it| !ours.contains(it)),
        (cell, ours) => cell != ours,
    }
}

/// The names of the row that stays, and those of the other by which it is not called.
fn names<'r>(from: &'r Row, into: &'r Row) -> (Vec<Cow<'r, str>>, Vec<Cow<'r, str>>) {
    let name = |row: &'r Row| match TABLES[row.table()].field("name").map(|it| row.cell(it)) {
        Some(Cell::Local(Cow::Borrowed(name))) => vec![name.en(), name.zh()],
        _ => Vec::new(),
    };
    let theirs = name(from);
    // A form that is taken for want of one is no other name.
    let ours = name(into).into_iter().zip(&theirs).map(|(ours, theirs)| ours.or(*theirs));
    let ours: Vec<Option<&str>> = ours.collect();
    let others = theirs.into_iter().flatten().filter(|it| !ours.contains(&Some(it)));
    let others = others.map(Cow::Borrowed).collect();
    (ours.into_iter().flatten().map(Cow::Borrowed).collect(), others)
}

/// The value without a reference to one of the two rows.
fn without<'r>(kind: Kind, cell: Cell<'r>, (from, into): (&RowId, &RowId)) -> Cell<'r> {
    let is_one =
        |table: &str, key: &str| table == into.table() && (key == into.key() || key == from.key());
    match (kind, cell) {
        (Kind::Ref(table), Cell::Ref(key)) if is_one(table, key) => Cell::Null,
        (_, Cell::AnyRef(table, key)) if is_one(table, key) => Cell::Null,
        (Kind::Refs(table), Cell::List(keys)) => {
            Cell::List(keys.into_iter().filter(|it| !is_one(table, it)).collect())
        }
        (_, cell) => cell,
    }
}

/// Our value, and what theirs has more.
fn both<'r>(theirs: &Cell<'r>, ours: &Cell<'r>) -> Cell<'r> {
    match (theirs, ours) {
        (theirs, Cell::Null) => theirs.clone(),
        (Cell::List(theirs), Cell::List(ours)) => {
            let more = theirs.iter().filter(|it| !ours.contains(it));
            Cell::List(ours.iter().chain(more).cloned().collect())
        }
        (Cell::Local(theirs), Cell::Local(ours)) => {
            let form = |ours: Option<&str>, theirs: Option<&str>| -> Option<Text> {
                ours.or(theirs).and_then(|it| it.parse().ok())
            };
            let (en, zh) = (form(ours.en(), theirs.en()), form(ours.zh(), theirs.zh()));
            let text = LocalText::new(en, zh).map_or_else(|_| ours.clone(), Cow::Owned);
            Cell::Local(text)
        }
        (_, ours) => ours.clone(),
    }
}

/// A value in words.
fn shown(kind: Kind, cell: &Cell<'_>) -> String {
    match (kind, cell) {
        (Kind::Enum(set), Cell::Int(code)) => {
            usize::try_from(*code).map_or("", |it| set.values[it].name).to_owned()
        }
        (Kind::Date, Cell::Int(code)) => text(PartialDate::from_code(*code)),
        (Kind::Country, Cell::Int(code)) => text(Country::from_code(*code)),
        (Kind::Currency, Cell::Int(code)) => text(Currency::from_code(*code)),
        (Kind::Decimal, Cell::Int(code)) => text(Amount::from_code(*code)),
        (Kind::Ref(table), Cell::Ref(key)) => format!("{table}:{key}"),
        (_, Cell::AnyRef(table, key)) => format!("{table}:{key}"),
        (_, Cell::Int(number)) => number.to_string(),
        (_, Cell::Float(number)) => number.to_string(),
        (_, Cell::Text(text)) => (*text).to_owned(),
        (_, Cell::Local(text)) => {
            [text.en(), text.zh()].into_iter().flatten().collect::<Vec<_>>().join(" / ")
        }
        (_, Cell::List(items)) => items.join(", "),
        (_, Cell::Ref(key)) => (*key).to_owned(),
        (_, Cell::Null) => String::new(),
    }
}

fn text(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |it| it.to_string())
}
