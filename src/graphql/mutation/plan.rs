//! A change on its way: rows to put and to delete over a graph, and what is wrong with them.

use std::collections::HashMap;

use async_graphql::{Name, Value, indexmap::IndexMap};

use super::problem::{PROBLEMS_MAX, Problem};
use crate::{
    catalog::{
        Change, Edit, Row, RowId, TABLES,
        enums::{ChangeAction, UserErrorCode},
        place,
        rules::{self, Around, Rule},
        value::excerpt,
    },
    engine::{self, Snapshot},
    graphql::names::camel,
};

/// An input object.
pub(super) type Object = IndexMap<Name, Value>;

/// Rows that one request may put and delete.
const ROWS_MAX: usize = 10_000;
/// Rows within rows within rows of one input.
const DEPTH_MAX: usize = 5;

pub(super) struct Plan<'s> {
    pub(super) snapshot: &'s Snapshot,
    /// Where in the input the plan is being made.
    path: Vec<String>,
    depth: usize,
    staged: IndexMap<RowId, Staged>,
    /// By row: staged rows that referred to it when they were staged.
    referring: HashMap<RowId, Vec<RowId>>,
    /// By table and external key: staged rows that had it when they were staged.
    external: HashMap<(usize, String), Vec<RowId>>,
    /// By the beginning of a key that is made: how often it was taken.
    pub(super) made: HashMap<String, u32>,
    pub(super) problems: Vec<Problem>,
    /// Rows that no longer refer to such as were deleted.
    pub(super) cleared: Vec<RowId>,
    /// A row that is of another version than was expected.
    pub(super) conflict: Option<RowId>,
}

/// A row as it is to be.
struct Staged {
    state: State,
    path: Vec<String>,
}

#[expect(clippy::large_enum_variant, reason = "nearly all states put rows")]
enum State {
    Put(Row),
    Deleted,
    /// It is to be put, but what is written of it makes no row.
    Faulty,
}

/// A row that a nested row is linked to, and the field that does it.
#[derive(Clone, Debug)]
pub(super) struct Back {
    pub(super) field: usize,
    pub(super) parent: RowId,
}

impl<'s> Plan<'s> {
    pub(super) fn new(snapshot: &'s Snapshot) -> Self {
        Plan {
            snapshot,
            path: vec!["input".to_owned()],
            depth: 0,
            staged: IndexMap::new(),
            referring: HashMap::new(),
            external: HashMap::new(),
            made: HashMap::new(),
            problems: Vec::new(),
            cleared: Vec::new(),
            conflict: None,
        }
    }

    /// Goes on at a place within the present one.
    pub(super) fn within<T>(
        &mut self,
        segment: &(impl ToString + ?Sized),
        go_on: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.path.push(segment.to_string());
        let outcome = go_on(self);
        self.path.pop();
        outcome
    }

    /// Goes on with a row that stands within another.
    pub(super) fn deeper<T>(&mut self, go_on: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth == DEPTH_MAX {
            let why =
                format!("rows stand at most {DEPTH_MAX} deep in each other: use several inputs");
            return self.refuse(UserErrorCode::Limit, why);
        }
        self.depth += 1;
        let outcome = go_on(self);
        self.depth -= 1;
        outcome
    }

    /// Notes what is wrong at the present place.
    pub(super) fn refuse<T>(
        &mut self,
        code: UserErrorCode,
        message: impl Into<String>,
    ) -> Option<T> {
        self.refuse_at(code, self.path.clone(), message.into());
        None
    }

    fn refuse_at(&mut self, code: UserErrorCode, path: Vec<String>, message: String) {
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(Problem { code, path, message });
        }
    }

    /// What was read, or why it could not be.
    pub(super) fn taken<T>(&mut self, read: Result<T, impl ToString>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(why) => self.refuse(UserErrorCode::Invalid, why.to_string()),
        }
    }

    pub(super) fn object<'v>(&mut self, value: &'v Value) -> Option<&'v Object> {
        match value {
            Value::Object(object) => Some(object),
            value => {
                let why = format!("`{}` is no input object: write one in braces", excerpt(value));
                self.refuse(UserErrorCode::Invalid, why)
            }
        }
    }

    /// Keeps a row as it is to be; `None` where what is written of it makes none.
    pub(super) fn stage(&mut self, id: &RowId, row: Option<Row>) {
        if let Some(row) = &row {
            for (field, description) in TABLES[row.table()].fields.iter().enumerate() {
                for target in row.references(field) {
                    self.referring.entry(target).or_default().push(id.clone());
                }
                if description.kind == crate::catalog::Kind::ExternalKeys
                    && let crate::catalog::Cell::List(keys) = row.cell(field)
                {
                    for key in keys {
                        let rows = self.external.entry((row.table(), key.into_owned()));
                        rows.or_default().push(id.clone());
                    }
                }
            }
        }
        self.set(id, row.map_or(State::Faulty, State::Put));
    }

    /// Takes a row away.
    pub(super) fn unstage(&mut self, id: &RowId) {
        self.set(id, State::Deleted);
    }

    fn set(&mut self, id: &RowId, state: State) {
        if self.staged.len() == ROWS_MAX && !self.staged.contains_key(id) {
            if !self.problems.iter().any(|it| it.code == UserErrorCode::Limit) {
                let why = format!("one request changes at most {ROWS_MAX} rows: send several");
                self.refuse::<()>(UserErrorCode::Limit, why);
            }
            return;
        }
        self.staged.insert(id.clone(), Staged { state, path: self.path.clone() });
    }

    /// Whether the row was staged before.
    pub(super) fn is_staged(&self, id: &RowId) -> bool {
        self.staged.contains_key(id)
    }

    /// The number of a row of the graph.
    pub(super) fn number(&self, id: &RowId) -> Option<u32> {
        self.snapshot.frame(place(id.table())).find(id.key())
    }

    /// Every row that refers to a row, as all are to be.
    pub(super) fn referrers(&self, id: &RowId) -> Vec<RowId> {
        let table = place(id.table());
        let kept = self.number(id).into_iter().flat_map(|row| {
            let referrers = self.snapshot.referrers(table, row);
            referrers.map(|(from, it)| engine::row_id(self.snapshot.frame(from), it))
        });
        let staged = self.referring.get(id).into_iter().flatten().cloned();
        let mut seen = std::collections::HashSet::new();
        let all = kept.chain(staged).filter(|it| seen.insert(it.clone()));
        let refers = |it: &RowId| match self.staged.get(it).map(|it| &it.state) {
            None => true,
            Some(State::Put(row)) => refers(row, id),
            Some(State::Deleted | State::Faulty) => false,
        };
        all.filter(refers).collect()
    }

    /// The rows of a table with an external key, as all are to be; each once, by key.
    pub(super) fn with_external(&self, table: usize, key: &str) -> Vec<RowId> {
        let frame = self.snapshot.frame(table);
        let kept = frame.with_external(key).map(|it| engine::row_id(frame, it));
        let kept = kept.filter(|it| !self.is_staged(it));
        let staged = self.external.get(&(table, key.to_owned())).into_iter().flatten();
        let staged = staged.filter(|it| {
            let row = self.staged.get(*it).map(|it| &it.state);
            matches!(row, Some(State::Put(row)) if has_external(row, key))
        });
        let mut rows: Vec<RowId> = kept.chain(staged.cloned()).collect();
        rows.sort_by(|one, other| one.key().cmp(other.key()));
        rows.dedup();
        rows
    }

    /// What is to be done to a row, compared with the graph.
    pub(super) fn action(&self, id: &RowId) -> ChangeAction {
        let before = self.number(id);
        match (self.staged.get(id).map(|it| &it.state), before) {
            (Some(State::Deleted), _) => ChangeAction::Deleted,
            (Some(State::Put(_)), None) => ChangeAction::Created,
            (Some(State::Put(row)), Some(number))
                if *row != self.snapshot.row(row.table(), number) =>
            {
                ChangeAction::Updated
            }
            _ => ChangeAction::Unchanged,
        }
    }

    /// Rows of the graph that are to be taken away, in the order in which that was found.
    pub(super) fn deleted(&self) -> Vec<RowId> {
        let gone = self.staged.iter().filter(|it| matches!(it.1.state, State::Deleted));
        gone.map(|it| it.0).filter(|it| self.number(it).is_some()).cloned().collect()
    }

    /// Checks the rows among each other, and gives the change that makes them so.
    pub(super) fn change(&mut self) -> Option<Change> {
        let mut found = Vec::new();
        for staged in self.staged.values() {
            let State::Put(row) = &staged.state else { continue };
            for fault in rules::check(row, self) {
                let code = match fault.rule {
                    Rule::Exists => UserErrorCode::NotFound,
                    Rule::Agrees => UserErrorCode::Inconsistent,
                    Rule::Fits => UserErrorCode::Limit,
                };
                let mut path = staged.path.clone();
                path.push(camel(fault.field));
                found.push((code, path, fault.reason));
            }
        }
        for (code, path, reason) in found {
            self.refuse_at(code, path, reason);
        }
        if !self.problems.is_empty() {
            return None;
        }
        let mut change = Change::default();
        for (id, staged) in &self.staged {
            match (&staged.state, self.action(id)) {
                (State::Put(row), ChangeAction::Created | ChangeAction::Updated) => {
                    change.edits.push(Edit::Put(row.clone()));
                }
                (State::Deleted, _) if self.number(id).is_some() => {
                    change.edits.push(Edit::Delete(id.clone()));
                }
                _ => (),
            }
        }
        Some(change)
    }
}

fn refers(row: &Row, id: &RowId) -> bool {
    (0..TABLES[row.table()].fields.len()).any(|field| row.references(field).contains(id))
}

fn has_external(row: &Row, key: &str) -> bool {
    let fields = TABLES[row.table()].fields.iter().enumerate();
    let mut fields = fields.filter(|(_, it)| it.kind == crate::catalog::Kind::ExternalKeys);
    fields.any(|(field, _)| match row.cell(field) {
        crate::catalog::Cell::List(keys) => keys.iter().any(|it| it == key),
        _ => false,
    })
}

impl Around for Plan<'_> {
    fn exists(&self, id: &RowId) -> bool {
        match self.staged.get(id).map(|it| &it.state) {
            Some(State::Deleted) => false,
            Some(State::Put(_) | State::Faulty) => true,
            None => self.number(id).is_some(),
        }
    }

    fn row(&self, id: &RowId) -> Option<Row> {
        match self.staged.get(id).map(|it| &it.state) {
            Some(State::Put(row)) => Some(row.clone()),
            Some(State::Deleted | State::Faulty) => None,
            None => self.number(id).map(|it| self.snapshot.row(place(id.table()), it)),
        }
    }

    fn linked(&self, id: &RowId, link: &str) -> Vec<Row> {
        let table = place(id.table());
        let Some(link) = TABLES[table].link(link) else { return Vec::new() };
        let description = &TABLES[table].links[link];
        let from = place(description.from);
        let field = TABLES[from].field(description.via);
        let frame = self.snapshot.frame(from);
        let kept = self.number(id).into_iter().flat_map(|row| {
            let rows = self.snapshot.frame(table).linked(link, row);
            rows.iter().map(|it| engine::row_id(frame, it))
        });
        let staged = self.referring.get(id).into_iter().flatten();
        let staged = staged.filter(|it| it.table() == description.from).cloned();
        let mut seen = std::collections::HashSet::new();
        let rows = kept.chain(staged).filter(|it| seen.insert(it.clone()));
        let rows = rows.filter_map(|it| self.row(&it));
        rows.filter(|row| field.is_some_and(|it| row.references(it).contains(id))).collect()
    }
}
