//! What stands in a file, as the catalog writes it.

use super::{columns::is_list, date, number};
use crate::{
    catalog::{
        Kind, Written, unlisted,
        value::{Country, ExternalKey},
    },
    import::keys,
};

/// What stands in files where there is no value. `NA` is a country, too.
const NOTHING: &[&str] = &["NA", "N/A", "n/a", "NULL", "null", "NaN", "nan", "-"];

/// What a cell of a table of texts says of a column of `kind`, which is `None` for the key.
pub(super) fn of_cell(kind: Option<Kind>, text: &str) -> Option<Written<'static>> {
    let Some(kind) = kind else { return Some(one(text.to_owned())) };
    if is_list(kind) {
        let entries = unlisted(text).into_iter();
        let entries = entries.filter(|it| !it.is_empty() && !NOTHING.contains(&&**it));
        return many(entries.map(|it| entry(kind, &it)).collect());
    }
    if NOTHING.contains(&text) && !(kind == Kind::Country && text == "NA") {
        return None;
    }
    Some(one(plain(kind, text)))
}

/// What a text that was written as a text says of a column of `kind`: what is none of its kind may
/// say that there is nothing.
pub(super) fn of_text(kind: Option<Kind>, text: &str) -> Option<Written<'static>> {
    match kind {
        None | Some(Kind::Text | Kind::LocalText) => Some(one(text.to_owned())),
        Some(kind) if is_list(kind) => many(vec![entry(kind, text)]),
        Some(_) => of_cell(kind, text),
    }
}

/// The entries of a list in a column of `kind`.
pub(super) fn of_entries(kind: Kind, entries: &[String]) -> Option<Written<'static>> {
    let entries = entries.iter().map(|it| it.trim()).filter(|it| !it.is_empty());
    many(entries.map(|it| entry(kind, it)).collect())
}

fn one(text: String) -> Written<'static> {
    Written::One(text.into())
}

fn many(entries: Vec<String>) -> Option<Written<'static>> {
    (!entries.is_empty()).then_some(Written::Many(entries))
}

/// One value as the catalog writes it, or as it stands where it is none: the catalog says why.
fn plain(kind: Kind, text: &str) -> String {
    match kind {
        Kind::Int => number::whole(text),
        Kind::Decimal | Kind::Float => number::plain(text),
        Kind::Date => date::plain(text),
        Kind::Country => Country::meant_by(text).map_or(text.to_owned(), |it| it.to_string()),
        Kind::Currency => text.to_uppercase(),
        Kind::Enum(set) => {
            let name = text.to_uppercase().replace([' ', '-'], "_");
            set.place(&name).map_or(text.to_owned(), |_| name)
        }
        Kind::Ref(table) => reference(table, text),
        _ => text.to_owned(),
    }
}

fn entry(kind: Kind, text: &str) -> String {
    match kind {
        Kind::Refs(table) => reference(table, text),
        _ => text.to_owned(),
    }
}

/// The key of a row that is named by it, by its id, or by an external key.
fn reference(table: &str, text: &str) -> String {
    let key = text.strip_prefix(table).and_then(|it| it.strip_prefix(':')).unwrap_or(text);
    key.parse::<ExternalKey>().map_or(key.to_owned(), |it| keys::of_external(&it))
}
