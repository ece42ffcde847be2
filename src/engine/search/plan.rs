//! Which texts of a table search looks at: what the catalog says of its fields and links.

use std::sync::LazyLock;

use crate::catalog::{Kind, TABLES, Table, place};

/// What a row can be found by.
#[derive(Debug)]
pub(super) struct Plan {
    /// The field with what the row is called.
    pub(super) label: Option<usize>,
    /// Whether every row is called something: such tables are searched unless others are named.
    pub(super) is_named: bool,
    /// The field with other names.
    pub(super) aliases: Option<usize>,
    /// Fields with other texts.
    pub(super) others: Vec<usize>,
    /// Links along which rows refer to it, other than that they were taken from it.
    pub(super) links: Vec<usize>,
    /// Rows by whose names it can be found too.
    pub(super) paths: Vec<Path>,
}

/// A way from a row to others whose names count for it.
#[derive(Debug)]
pub(super) enum Path {
    /// The rows that a field refers to, which are of one table.
    Field(usize),
    /// The row that a field refers to, of whatever named table.
    Any(usize),
    /// The parts of the row that link `link` leads back to: what they are called, and the rows
    /// that `fields` of theirs refer to.
    Parts { link: usize, fields: Vec<usize> },
}

/// Fields that hold what a row is called.
const LABELS: &[&str] = &["name", "title", "topic"];
const ALIASES: &str = "aliases";
/// Fields that are about the row as a statement, not about what it states.
const PROVENANCE: &[&str] = &["source", "note", "language", "licence"];
/// Fields that hold texts for programs: nobody searches for their words.
const WRITTEN_FOR_PROGRAMS: &[&str] = &["document", "variables", "view"];

static PLANS: LazyLock<Vec<Plan>> = LazyLock::new(|| TABLES.iter().map(|it| plan(it)).collect());

/// Whether a field says where its row comes from, not what it states.
pub(super) fn is_provenance(field: &str) -> bool {
    PROVENANCE.contains(&field)
}

/// What rows of a table can be found by.
pub(super) fn of(table: usize) -> &'static Plan {
    &PLANS[table]
}

/// The tables whose rows decide what is found in a table, and in what order.
pub(super) fn reads(table: usize) -> impl Iterator<Item = usize> {
    let from = TABLES[table];
    let target = |it: usize| match from.fields[it].kind {
        Kind::Ref(name) | Kind::Refs(name) => Some(place(name)),
        _ => None,
    };
    let fields = (0..from.fields.len()).filter_map(target);
    let links = from.links.iter().map(|it| place(it.from));
    [table].into_iter().chain(fields).chain(links)
}

fn plan(table: &Table) -> Plan {
    let label = table.fields.iter().position(|it| LABELS.contains(&it.name));
    let aliases = table.field(ALIASES);
    let is_other = |place: &usize| {
        let field = &table.fields[*place];
        let is_text = matches!(field.kind, Kind::Text | Kind::LocalText | Kind::Texts);
        is_text
            && Some(*place) != label
            && Some(*place) != aliases
            && !is_provenance(field.name)
            && !WRITTEN_FOR_PROGRAMS.contains(&field.name)
    };
    let fields = references(table).map(|field| match table.fields[field].kind {
        Kind::AnyRef => Path::Any(field),
        _ => Path::Field(field),
    });
    let links = table.links.iter().enumerate().filter(|it| !is_provenance(it.1.via));
    Plan {
        links: links.map(|it| it.0).collect(),
        label,
        is_named: label.is_some_and(|it| !table.fields[it].nullable),
        aliases,
        others: (0..table.fields.len()).filter(is_other).collect(),
        paths: fields.chain(parts(table)).collect(),
    }
}

/// The fields that refer to rows, but for the document that the row was taken from.
fn references(table: &Table) -> impl Iterator<Item = usize> {
    let fields = table.fields.iter().enumerate();
    let references = fields.filter(|(_, it)| {
        matches!(it.kind, Kind::Ref(_) | Kind::Refs(_) | Kind::AnyRef) && !is_provenance(it.name)
    });
    references.map(|it| it.0)
}

/// A row is a part of the one that its first reference must name: a spell of work is a part of a
/// person, and a team is a part of nothing.
fn parts(table: &Table) -> impl Iterator<Item = Path> {
    let links = table.links.iter().enumerate();
    links.filter_map(|(link, description)| {
        let from = TABLES[place(description.from)];
        let owner = references(from).next()?;
        let is_owner = from.fields[owner].name == description.via && !from.fields[owner].nullable;
        if !is_owner || !matches!(from.fields[owner].kind, Kind::Ref(_)) {
            return None;
        }
        let is_elsewhere = |it: &usize| match from.fields[*it].kind {
            Kind::Ref(name) | Kind::Refs(name) => name != table.name,
            _ => false,
        };
        Some(Path::Parts { link, fields: references(from).filter(is_elsewhere).collect() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_found_by_their_work_studies_teams_and_honors() {
        let table = TABLES[place("Person")];
        let parts = of(place("Person")).paths.iter().map(|it| match it {
            Path::Parts { link, .. } => table.links[*link].name,
            Path::Field(field) | Path::Any(field) => table.fields[*field].name,
        });
        let parts: Vec<&str> = parts.collect();
        assert_eq!(parts, ["educations", "employments", "students", "memberships", "honors"]);
    }

    #[test]
    fn what_is_always_called_something_is_searched_by_default() {
        let named = (0..TABLES.len()).filter(|it| of(*it).is_named).map(|it| TABLES[it].name);
        assert_eq!(
            named.collect::<Vec<_>>(),
            [
                "Source",
                "Organization",
                "Person",
                "Honor",
                "Model",
                "Team",
                "Event",
                "Figure",
                "SavedQuestion"
            ]
        );
    }
}
