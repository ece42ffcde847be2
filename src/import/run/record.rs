//! One record of a file, taken into the graph.

use std::collections::HashMap;

use super::{
    given::Given,
    identity::{self, Sight, Verdict},
    later::{Gap, Later, Waiting},
    merged::{self, Mode, References},
    report::Ambiguous,
    staged::Staged,
};
use crate::{
    catalog::{
        Kind, Redirect, Row, RowId, TABLES,
        rules::{self, Around},
        value::{Key, PartialDate},
    },
    engine::duplicates::identity::Known,
    import::{Record, Wrong},
};

/// What a record is taken into.
pub(super) struct Scene<'w, 's> {
    pub(super) staged: &'w mut Staged<'s>,
    /// Made when it is first needed.
    pub(super) known: &'w mut Option<Known>,
    pub(super) given: &'w Given,
    pub(super) later: &'w Later,
    /// By person: the row of the file that it was found to be.
    pub(super) taken: &'w HashMap<RowId, RowId>,
    pub(super) as_of: Option<PartialDate>,
}

/// What taking a record came to, to be noted when it is kept.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) created: u64,
    pub(super) updated: u64,
    pub(super) unchanged: u64,
    pub(super) matched: u64,
    pub(super) ambiguous: Vec<Ambiguous>,
    pub(super) waiting: Vec<Waiting>,
    pub(super) given: Vec<RowId>,
    pub(super) taken: Vec<(RowId, RowId)>,
}

/// By the id in the file: what a row is in the graph.
type Ids = HashMap<RowId, Found>;

#[derive(Clone, Debug)]
struct Found {
    id: RowId,
    /// Whether that is the id in the file.
    is_own: bool,
}

/// Takes the rows of a record; on an error, what was staged is to be taken back.
pub(super) fn take(scene: &mut Scene<'_, '_>, record: &Record) -> Result<Outcome, Wrong> {
    let mut outcome = Outcome::default();
    let mut rows: Vec<&Row> = record.rows.iter().collect();
    // Tables that are referred to come first.
    rows.sort_by_key(|it| it.table());
    let mut ids = Ids::new();
    for row in &rows {
        if TABLES[row.table()].is_kept_by_bole {
            let table = TABLES[row.table()].name;
            return Err(Wrong::new(
                record.line,
                "row",
                format!("rows of {table} are kept by Bole"),
            ));
        }
        if !ids.contains_key(&row.id()) {
            let found = found(scene, (record, row), &ids, &mut outcome);
            ids.insert(row.id(), found);
        }
    }
    for row in rows {
        one(scene, (record.line, row), &ids, &mut outcome);
    }
    // What waits may have come later in the record.
    for waiting in std::mem::take(&mut outcome.waiting) {
        match waiting {
            Waiting::Row { line, row, .. } => one(scene, (line, &row), &ids, &mut outcome),
            Waiting::Gap(it) if waits(scene, &outcome, &it.id, it.field) => {
                outcome.waiting.push(Waiting::Gap(it));
            }
            Waiting::Gap(it) => match resolve(scene, &ids, &it.targets) {
                (_, Some(_)) => outcome.waiting.push(Waiting::Gap(it)),
                (targets, None) => drop(link(scene, &it, targets)),
            },
        }
    }
    check(scene, record.line)?;
    Ok(outcome)
}

/// The first fault of what was staged.
pub(super) fn check(scene: &Scene<'_, '_>, line: u64) -> Result<(), Wrong> {
    let mut faults = Vec::new();
    for id in scene.staged.fresh() {
        let Some(row) = scene.staged.row(&id) else { continue };
        let fault = rules::check(&row, &*scene.staged).into_iter().next();
        faults.extend(fault.map(|it| (row.table(), id, it)));
    }
    faults.sort_by(|one, other| (one.0, one.1.key()).cmp(&(other.0, other.1.key())));
    faults.into_iter().next().map_or(Ok(()), |(table, id, fault)| {
        let field = TABLES[table].fields.iter().position(|it| it.name == fault.field);
        let column = field.map_or_else(|| fault.field.to_owned(), |it| column(table, it));
        Err(Wrong::new(line, &column, format!("`{id}`: {}", fault.reason)))
    })
}

/// What a field is called in a report, such as `person.birth_date`.
pub(super) fn column(table: usize, field: usize) -> String {
    format!("{}.{}", TABLES[table].one, TABLES[table].fields[field].name)
}

/// What a row of the record is in the graph. That it is a row of another key is staged.
fn found(
    scene: &mut Scene<'_, '_>,
    (record, row): (&Record, &Row),
    ids: &Ids,
    outcome: &mut Outcome,
) -> Found {
    let own = row.id();
    let found = match scene.staged.find(&own) {
        Some(id) => Found { is_own: id == own, id },
        None => {
            let affiliations = affiliations(scene, (record, &own), ids);
            let source = TABLES[row.table()].field("source");
            let source = source.and_then(|it| row.references(it).into_iter().next());
            let source = source.and_then(|it| meant(scene, ids, &it));
            let sight = scene.sight(&affiliations, source.as_ref().map(RowId::key));
            match identity::recognise(&sight, row) {
                Verdict::New => Found { id: own.clone(), is_own: true },
                Verdict::Same(id) => {
                    scene.staged.put(Redirect::new(&own, id.clone()).into());
                    Found { id, is_own: false }
                }
                Verdict::Unclear { candidates, reason } => {
                    outcome.ambiguous.push(Ambiguous {
                        line: record.line,
                        row: own.to_string(),
                        candidates: candidates.iter().map(ToString::to_string).collect(),
                        reason,
                    });
                    Found { id: own.clone(), is_own: true }
                }
            }
        }
    };
    if !found.is_own {
        outcome.matched += 1;
        if matches!(row, Row::Person(_)) {
            outcome.taken.push((found.id.clone(), own));
        }
    }
    found
}

impl<'s> Scene<'_, 's> {
    fn sight<'a>(
        &'a mut self,
        affiliations: &'a [RowId],
        source: Option<&'a str>,
    ) -> Sight<'a, 's> {
        let snapshot = self.staged.snapshot;
        let known = self.known.get_or_insert_with(|| Known::of(snapshot));
        Sight {
            staged: self.staged,
            known,
            later: self.later,
            source,
            affiliations,
            taken: self.taken,
        }
    }
}

/// Where a person studied or worked, by the record.
fn affiliations(
    scene: &mut Scene<'_, '_>,
    (record, person): (&Record, &RowId),
    ids: &Ids,
) -> Vec<RowId> {
    let is_of = |row: &&Row| {
        let field = TABLES[row.table()].field("person");
        field.is_some_and(|it| row.references(it).contains(person))
    };
    let places = record.rows.iter().filter(is_of).filter_map(identity::place_of);
    places.filter_map(|it| meant(scene, ids, &it)).collect()
}

/// Stages a row as it is to be, or notes that it waits.
fn one(scene: &mut Scene<'_, '_>, (line, row): (u64, &Row), ids: &Ids, outcome: &mut Outcome) {
    let (mut references, mut missing) = references(scene, row, ids);
    let fields = TABLES[row.table()].fields;
    let needs = |it: &&(usize, RowId)| {
        let field = &fields[it.0];
        !field.nullable && !matches!(field.kind, Kind::Refs(_))
    };
    let own = row.id();
    let needed = missing.iter().find(needs).cloned();
    // One that waits already comes before it.
    let needed = needed.or_else(|| scene.later.has_row(&own).then(|| (0, own.clone())));
    if let Some((field, lacking)) = needed {
        outcome.waiting.push(Waiting::Row { line, row: Box::new(row.clone()), field, lacking });
        return;
    }
    let found = ids.get(&own).cloned().unwrap_or(Found { id: own, is_own: true });
    let present = scene.staged.row(&found.id);
    let source = TABLES[row.table()].field("source").and_then(|it| references[it].first());
    let mode = mode(scene, &found, (present.as_ref(), row, source), outcome);
    if mode == Mode::Replace && found.is_own && !merged::is_mention(row) {
        outcome.given.push(found.id.clone());
    }
    if mode == Mode::Fill {
        // What an earlier record said of a field comes first, though it waits.
        let held = (0..references.len()).filter(|it| waits(scene, outcome, &found.id, *it));
        missing.extend(held.filter_map(|it| Some((it, references[it].first()?.clone()))));
    }
    for (field, lacking) in missing {
        references[field].clear();
        let is_open = |it: &Row| merged::is_nothing(&it.cell(field));
        if mode == Mode::Replace || present.as_ref().is_none_or(is_open) {
            let (id, targets) = (found.id.clone(), row.references(field));
            outcome.waiting.push(Waiting::Gap(Gap { line, id, field, targets, lacking, mode }));
        }
    }
    let key: Key = found.id.key().parse().expect("an id holds a key");
    let given = merged::rewritten(row, key, &references, scene.as_of);
    let given = given.expect("a row with other references is a row");
    let Some(present) = present else {
        outcome.created += 1;
        scene.staged.put(given);
        return;
    };
    let merged = merged::merged(&present, &given, mode);
    if merged == present {
        outcome.unchanged += 1;
    } else {
        outcome.updated += 1;
        scene.staged.put(merged);
    }
}

/// A row of the same source and key is replaced when the file first gives it, and one that is but a
/// mention by one that is not.
fn mode(
    scene: &Scene<'_, '_>,
    found: &Found,
    (present, row, source): (Option<&Row>, &Row, Option<&RowId>),
    outcome: &Outcome,
) -> Mode {
    let Some(present) = present else { return Mode::Replace };
    if merged::is_mention(row) {
        return Mode::Fill;
    }
    let is_of_source = identity::source_of(present) == source.map(RowId::key);
    let was_given =
        || outcome.given.contains(&found.id) || scene.given.contains(scene.staged, &found.id);
    let is_first = found.is_own && is_of_source && !was_given();
    if is_first || merged::is_mention(present) { Mode::Replace } else { Mode::Fill }
}

/// Whether references of a field wait.
fn waits(scene: &Scene<'_, '_>, outcome: &Outcome, id: &RowId, field: usize) -> bool {
    let is_it = |it: &Waiting| matches!(it, Waiting::Gap(it) if it.id == *id && it.field == field);
    scene.later.has_field(id, field) || outcome.waiting.iter().any(is_it)
}

/// The references of a row as they are in the graph, and the fields with some that are not there,
/// with the first of those.
fn references(
    scene: &mut Scene<'_, '_>,
    row: &Row,
    ids: &Ids,
) -> (References, Vec<(usize, RowId)>) {
    let mut missing = Vec::new();
    let fields = 0..TABLES[row.table()].fields.len();
    let references = fields.map(|field| {
        let targets = row.references(field);
        if targets.is_empty() {
            return targets;
        }
        let (targets, lacking) = resolve(scene, ids, &targets);
        missing.extend(lacking.map(|it| (field, it)));
        targets
    });
    (references.collect(), missing)
}

/// Those of the rows that are there, and the first that is not.
pub(super) fn resolved(
    scene: &mut Scene<'_, '_>,
    targets: &[RowId],
) -> (Vec<RowId>, Option<RowId>) {
    resolve(scene, &Ids::new(), targets)
}

fn resolve(scene: &mut Scene<'_, '_>, ids: &Ids, targets: &[RowId]) -> (Vec<RowId>, Option<RowId>) {
    let mut found = Vec::new();
    let mut lacking = None;
    for target in targets {
        match meant(scene, ids, target).filter(|it| scene.staged.exists(it)) {
            Some(id) => found.push(id),
            None => drop(lacking.get_or_insert_with(|| target.clone())),
        }
    }
    (found, lacking)
}

/// The row that an id in the file means.
fn meant(scene: &mut Scene<'_, '_>, ids: &Ids, id: &RowId) -> Option<RowId> {
    if let Some(found) = ids.get(id) {
        return Some(found.id.clone());
    }
    let found = scene.staged.find(id);
    found.or_else(|| {
        let table = crate::catalog::place(id.table());
        let into = identity::keyed(&scene.sight(&[], None), table, id.key())?;
        // So the key means it from now on.
        scene.staged.put(Redirect::new(id, into.clone()).into());
        Some(into)
    })
}

/// Sets the references of a field; whether that changed the row.
pub(super) fn link(scene: &mut Scene<'_, '_>, it: &Gap, targets: Vec<RowId>) -> bool {
    let Some(row) = scene.staged.row(&it.id) else { return false };
    if it.mode == Mode::Fill && !merged::is_nothing(&row.cell(it.field)) {
        return false;
    }
    let linked = merged::linked(&row, it.field, targets);
    let is_other = linked != row;
    if is_other {
        scene.staged.put(linked);
    }
    is_other
}
