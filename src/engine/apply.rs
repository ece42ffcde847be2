//! One snapshot made from another by a change.

use std::{collections::HashMap, sync::Arc};

use super::{
    EngineError, Snapshot,
    column::{Resolved, distinct},
    frame::Frame,
    search,
};
use crate::catalog::{Cell, Change, Edit, Kind, Row, RowId, TABLES, place};

impl Snapshot {
    /// The snapshot with `change` made, which the next version is; this one stays as it is, and the
    /// two share what is equal in both. Takes time by the size of the change, not of the graph.
    ///
    /// # Errors
    ///
    /// [`EngineError::Dangling`] where a row would refer to one that does not exist,
    /// [`EngineError::Missing`] where a row to delete does not exist.
    pub fn apply(&self, change: &Change) -> Result<Snapshot, EngineError> {
        let version = self.version + 1;
        self.with(change.edits.iter().map(|it| (it, version)), version)
    }

    /// The snapshot of another version, whose rows differ from those here by `states`: each with
    /// the version that it is of there. As for the rest, see [`Snapshot::apply`].
    pub fn with_states(
        &self,
        states: &[(Edit, u64)],
        version: u64,
    ) -> Result<Snapshot, EngineError> {
        self.with(states.iter().map(|(edit, version)| (edit, *version)), version)
    }

    fn with<'e>(
        &self,
        edits: impl Iterator<Item = (&'e Edit, u64)>,
        version: u64,
    ) -> Result<Snapshot, EngineError> {
        let mut next = self.clone();
        next.rates = Arc::default();
        next.reads = None;
        next.work = None;
        next.version = version;
        let edits = last_edits(edits.collect());
        for (edit, version) in &edits {
            if let Edit::Put(row) = edit
                && self.frame(row.table()).find(row.key().as_str()).is_none()
            {
                next.add(row.table(), row.key().as_str(), *version);
            }
        }
        for (edit, version) in &edits {
            match edit {
                Edit::Put(row) => next.write(row, *version)?,
                Edit::Delete(id) => next.clear(id)?,
            }
        }
        for (edit, _) in &edits {
            if let Edit::Delete(id) = edit {
                next.remove(id)?;
            }
        }
        let mut touched: Vec<usize> = edits.iter().map(|it| place(it.0.id().table())).collect();
        touched.sort_unstable();
        touched.dedup();
        for table in touched {
            next.frame_mut(table).settle();
            next.changed[table] = version;
        }
        Ok(next)
    }

    /// The frame, to be changed; copied if another snapshot holds it, without its chunks.
    pub(super) fn frame_mut(&mut self, table: usize) -> &mut Frame {
        Arc::make_mut(&mut self.frames[table])
    }

    /// Adds a row that has its key and nothing else.
    fn add(&mut self, table: usize, key: &str, version: u64) {
        let frame = self.frame_mut(table);
        let row = frame.allocate(key, version);
        frame.columns.iter_mut().for_each(super::Column::push_null);
        frame.links.iter_mut().for_each(super::links::Links::push_target);
        frame.join_keys(row);
        (0..frame.columns.len()).for_each(|field| frame.join_order(field, row));
        self.mark(table, row);
    }

    /// Says to search that a row changed: its texts, or what refers to it.
    fn mark(&mut self, table: usize, row: u32) {
        let rows = u64::from(self.frames[table].rows());
        Arc::make_mut(&mut self.layers[table]).mark(row, rows);
    }

    /// Gives a row that exists its values and its version.
    fn write(&mut self, row: &Row, version: u64) -> Result<(), EngineError> {
        let table = row.table();
        let number = self.frame(table).find(row.key().as_str()).expect("new rows were added");
        for field in 0..TABLES[table].fields.len() {
            let value = resolve(self, row, field)?;
            self.replace((table, field), number, value);
        }
        self.frame_mut(table).versions.set(number, version);
        Ok(())
    }

    /// Changes one value, and what is known of rows by it.
    fn replace(&mut self, (table, field): (usize, usize), row: u32, value: Resolved<'_>) {
        if is_same(self.frame(table), field, row, &value) {
            return;
        }
        let kind = TABLES[table].fields[field].kind;
        let is_reference = matches!(kind, Kind::Ref(_) | Kind::Refs(_) | Kind::AnyRef);
        if is_reference {
            self.relink(table, field, row, Relink::Remove);
        } else if search::is_searched(table, field) {
            self.mark(table, row);
        }
        let frame = self.frame_mut(table);
        let keyed = frame.lookup.take_if(|it| it.field == field);
        if let Some(mut lookup) = keyed {
            let column = &frame.columns[field];
            column.forms(row).for_each(|key| lookup.remove(key, row));
            if let Resolved::Cell(Cell::List(keys)) = &value {
                for key in keys {
                    lookup.insert(key, row);
                }
            }
            frame.lookup = Some(lookup);
        }
        frame.set(field, row, value);
        if is_reference {
            self.relink(table, field, row, Relink::Insert);
        }
    }

    /// Puts `row` into, or takes it out of, the links back along its references in `field`.
    fn relink(&mut self, table: usize, field: usize, row: u32, how: Relink) {
        let source = Arc::clone(&self.frames[table]);
        let column = source.column(field);
        let fixed = match TABLES[table].fields[field].kind {
            Kind::Ref(name) | Kind::Refs(name) => place(name),
            _ => table,
        };
        let one = column.targets(row).map(|it| (fixed, it));
        let targets: Vec<(usize, u32)> = one.chain(column.any(row)).collect();
        let (from, via) = (source.table().name, source.table().fields[field].name);
        for (target_table, target) in targets {
            let links = TABLES[target_table].links.iter().enumerate();
            for (link, _) in links.filter(|(_, it)| it.from == from && it.via == via) {
                let compare = |it| source.key(it).cmp(source.key(row));
                let links = &mut self.frame_mut(target_table).links[link];
                match how {
                    Relink::Insert => links.insert(target, row, compare),
                    Relink::Remove => links.remove(target, row, compare),
                }
                if search::is_counted(table, field) {
                    self.mark(target_table, target);
                }
            }
        }
    }

    /// Takes all values from a row that is to be deleted.
    fn clear(&mut self, id: &RowId) -> Result<(), EngineError> {
        let table = place(id.table());
        let row = self.frame(table).find(id.key());
        let row = row.ok_or_else(|| EngineError::Missing(id.clone()))?;
        for field in 0..TABLES[table].fields.len() {
            self.replace((table, field), row, Resolved::Cell(Cell::Null));
        }
        Ok(())
    }

    /// Takes away a row that was cleared.
    fn remove(&mut self, id: &RowId) -> Result<(), EngineError> {
        let table = place(id.table());
        let row = self.frame(table).find(id.key()).expect("the row was there to be cleared");
        if let Some(from) = self.referring(table, row) {
            return Err(EngineError::Dangling { from, to: id.to_string() });
        }
        let frame = self.frame_mut(table);
        (0..frame.columns.len()).for_each(|field| frame.leave_order(field, row));
        frame.leave_keys(row);
        self.mark(table, row);
        Ok(())
    }

    /// A row that refers to `row`, if there is one.
    fn referring(&self, table: usize, row: u32) -> Option<RowId> {
        let mut referrers = self.referrers(table, row);
        referrers.next().map(|(from, it)| super::row_id(self.frame(from), it))
    }

    /// The tables and numbers of all rows that refer to `row`; one that does so in several ways may
    /// come several times.
    pub fn referrers(&self, table: usize, row: u32) -> impl Iterator<Item = (usize, u32)> {
        let links = TABLES[table].links.iter().enumerate();
        let linked = links.flat_map(move |(link, description)| {
            let from = place(description.from);
            self.frame(table).linked(link, row).iter().map(move |it| (from, it))
        });
        let others = unlinked_references(table).flat_map(move |(from, field)| {
            let frame = self.frame(from);
            let column = frame.column(field);
            let refers = move |it: &u32| {
                column.targets(*it).any(|it| it == row)
                    && !matches!(column, super::Column::AnyRefs(_))
                    || column.any(*it) == Some((table, row))
            };
            frame.live().iter().filter(refers).map(move |it| (from, it))
        });
        linked.chain(others)
    }
}

/// What to do with a reference in the links back along it.
#[derive(Clone, Copy)]
enum Relink {
    Insert,
    Remove,
}

/// Fields that may refer to rows of `table` and along which no link leads back.
fn unlinked_references(table: usize) -> impl Iterator<Item = (usize, usize)> {
    let name = TABLES[table].name;
    TABLES.iter().enumerate().flat_map(move |(from, description)| {
        let fields = description.fields.iter().enumerate();
        let fields = fields.filter(move |(_, field)| {
            let may = match field.kind {
                Kind::Ref(target) | Kind::Refs(target) => target == name,
                Kind::AnyRef => true,
                _ => false,
            };
            let is_linked =
                |it: &crate::catalog::Link| it.from == description.name && it.via == field.name;
            may && !TABLES[table].links.iter().any(is_linked)
        });
        fields.map(move |(field, _)| (from, field))
    })
}

/// The edits of a change, the last one for each row.
pub(super) fn last_of(change: &Change) -> Vec<&Edit> {
    let edits = change.edits.iter().map(|it| (it, 0)).collect();
    last_edits(edits).into_iter().map(|it| it.0).collect()
}

/// The last edit of each row, with its version.
fn last_edits(edits: Vec<(&Edit, u64)>) -> Vec<(&Edit, u64)> {
    let mut last: HashMap<RowId, usize> = HashMap::new();
    for (position, (edit, _)) in edits.iter().enumerate() {
        last.insert(edit.id(), position);
    }
    let edits = edits.into_iter().enumerate();
    edits.filter(|(position, it)| last[&it.0.id()] == *position).map(|(_, it)| it).collect()
}

/// The value of a row's field, its references as row numbers.
pub(super) fn resolve<'r>(
    snapshot: &Snapshot,
    row: &'r Row,
    field: usize,
) -> Result<Resolved<'r>, EngineError> {
    let find = |target: &str, key: &str| {
        snapshot
            .frame(place(target))
            .find(key)
            .ok_or_else(|| EngineError::Dangling { from: row.id(), to: format!("{target}:{key}") })
    };
    Ok(match (TABLES[row.table()].fields[field].kind, row.cell(field)) {
        (Kind::Ref(target), Cell::Ref(key)) => Resolved::Ref(find(target, key)?),
        (Kind::Refs(target), Cell::List(keys)) => {
            let rows = keys.iter().map(|key| find(target, key));
            Resolved::Refs(distinct(rows.collect::<Result<_, _>>()?))
        }
        (Kind::AnyRef, Cell::AnyRef(target, key)) => {
            Resolved::AnyRef(place(target), find(target, key)?)
        }
        (_, cell) => Resolved::Cell(cell),
    })
}

/// Whether a row has this value already.
fn is_same(frame: &Frame, field: usize, row: u32, value: &Resolved<'_>) -> bool {
    let column = frame.column(field);
    match value {
        Resolved::Cell(Cell::Null) => column.is_null(row),
        Resolved::Cell(Cell::Int(int)) => column.int(row) == Some(*int),
        Resolved::Cell(Cell::Float(float)) => column.float(row) == Some(*float),
        Resolved::Cell(Cell::Text(text)) => column.text(row) == Some(text),
        Resolved::Cell(Cell::Local(text)) => column.local(row) == (text.en(), text.zh()),
        Resolved::Cell(Cell::List(items)) => column.forms(row).eq(items.iter().map(|it| &**it)),
        Resolved::Cell(Cell::Ref(_) | Cell::AnyRef(..)) => false,
        Resolved::Ref(target) => column.target(row) == Some(*target),
        Resolved::Refs(targets) => column.targets(row).eq(targets.iter().copied()),
        Resolved::AnyRef(table, target) => column.any(row) == Some((*table, *target)),
    }
}
