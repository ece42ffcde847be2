//! Rows on their way to a snapshot.

use std::{
    collections::HashMap,
    hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState},
    rc::Rc,
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    EngineError, Snapshot,
    column::{NOWHERE, Resolved},
    frame::Frame,
    links::Links,
    lookup::Lookup,
    sorted::Sorted,
};
use crate::catalog::{Cell, Kind, Row, TABLES, place};

/// Takes the rows of a graph, each once, in whatever order; fastest table by table in the order of
/// [`TABLES`] and by key within a table, as the store gives them.
pub struct Builder {
    frames: Vec<Frame>,
    /// By table that others refer to: rows by the hash of their keys.
    found: Vec<Option<HashMap<u64, u32, BuildHasherDefault<Hashed>>>>,
    hasher: RandomState,
    /// By table and field: the row that was last referred to. The next reference often is to the same
    /// row, or to the one after it.
    recent: Vec<Vec<u32>>,
    /// References to rows that had not come when the referring row came.
    pending: Vec<Pending>,
    version: u64,
}

/// Of what is a hash already.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("only hashes are looked for");
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

struct Pending {
    field: usize,
    number: u32,
    row: Rc<Row>,
}

impl Default for Builder {
    fn default() -> Self {
        let kinds = || TABLES.iter().flat_map(|it| it.fields).map(|it| it.kind);
        let is_target = |name| kinds().any(|it| it == Kind::Ref(name) || it == Kind::Refs(name));
        Builder {
            frames: (0..TABLES.len()).map(Frame::new).collect(),
            found: TABLES.iter().map(|it| is_target(it.name).then(HashMap::default)).collect(),
            hasher: RandomState::new(),
            recent: TABLES.iter().map(|it| vec![NOWHERE; it.fields.len()]).collect(),
            pending: Vec::new(),
            version: 0,
        }
    }
}

impl Builder {
    /// A builder of the graph that commit number `version` left.
    pub fn of_version(version: u64) -> Self {
        Builder { version, ..Builder::default() }
    }

    /// Adds a row of the first commit.
    pub fn push(&mut self, row: &Row) {
        self.push_at(row, 1);
    }

    /// Adds a row that was last put by commit number `version`. References to rows that have not
    /// come yet are resolved by [`Builder::finish`].
    pub fn push_at(&mut self, row: &Row, version: u64) {
        self.version = self.version.max(version);
        let table = row.table();
        let key = row.key().as_str();
        let number = self.frames[table].allocate(key, version);
        if let Some(found) = &mut self.found[table] {
            found.insert(self.hasher.hash_one(key), number);
        }
        let mut open = Vec::new();
        for field in 0..TABLES[table].fields.len() {
            match self.resolve(table, field, row) {
                Some(value) => {
                    if let Resolved::Ref(target) = value {
                        self.recent[table][field] = target;
                    }
                    self.frames[table].columns[field].push(value);
                }
                None => {
                    self.frames[table].columns[field].push_null();
                    open.push(field);
                }
            }
        }
        if !open.is_empty() {
            let row = Rc::new(row.clone());
            let pending = |field| Pending { field, number, row: Rc::clone(&row) };
            self.pending.extend(open.into_iter().map(pending));
        }
    }

    /// The value with its references as row numbers; `None` where a row has not come yet.
    fn resolve<'r>(&self, table: usize, field: usize, row: &'r Row) -> Option<Resolved<'r>> {
        let kind = TABLES[table].fields[field].kind;
        Some(match (kind, row.cell(field)) {
            (Kind::Ref(_), Cell::Ref(key)) => {
                let target = self.frames[table].target_of(field);
                Resolved::Ref(self.find(target, key, self.recent[table][field])?)
            }
            (Kind::Refs(target), Cell::List(keys)) => {
                let rows = keys.iter().map(|key| self.find(place(target), key, NOWHERE));
                Resolved::Refs(super::column::distinct(rows.collect::<Option<_>>()?))
            }
            (Kind::AnyRef, Cell::AnyRef(target, key)) => {
                let target = place(target);
                Resolved::AnyRef(target, self.find(target, key, NOWHERE)?)
            }
            (_, cell) => Resolved::Cell(cell),
        })
    }

    /// The row of a table that others refer to, which may be `near`, or come after that; a hash that
    /// two keys share leads to no row here, and is left to [`Builder::finish`].
    fn find(&self, table: usize, key: &str, near: u32) -> Option<u32> {
        let frame = &self.frames[table];
        let is_found = |row: &u32| *row < frame.rows() && frame.key(*row) == key;
        let near = [near, near.saturating_add(1)].into_iter().find(is_found);
        near.or_else(|| {
            let row = self.found[table].as_ref()?.get(&self.hasher.hash_one(key))?;
            Some(*row).filter(is_found)
        })
    }

    /// Builds orders, links and lookups, of several tables at a time.
    ///
    /// # Errors
    ///
    /// [`EngineError::Dangling`] where a row refers to one that never came,
    /// [`EngineError::Twice`] where two rows have one id.
    pub fn finish(mut self) -> Result<Snapshot, EngineError> {
        self.found.clear();
        let frames = self.frames.into_par_iter().map(ordered).collect::<Result<Vec<_>, _>>()?;
        let version = self.version;
        let changed = vec![version; TABLES.len()];
        let layers = frames.iter().map(|_| Arc::default()).collect();
        let mut snapshot = Snapshot {
            version,
            changed,
            frames,
            layers,
            rates: Arc::default(),
            reads: None,
            work: None,
            searched: None,
        };
        for open in self.pending {
            let value = super::apply::resolve(&snapshot, &open.row, open.field)?;
            let frame = snapshot.frame_mut(open.row.table());
            frame.columns[open.field].set(open.number, value);
        }
        let ways_back: Vec<_> =
            TABLES.par_iter().enumerate().map(|it| ways_back(&snapshot, it.0)).collect();
        for (table, (links, lookup)) in ways_back.into_iter().enumerate() {
            let frame = snapshot.frame_mut(table);
            frame.links = links;
            frame.lookup = lookup;
        }
        Ok(snapshot)
    }
}

/// The table with its rows by key.
fn ordered(mut frame: Frame) -> Result<Arc<Frame>, EngineError> {
    frame.settle();
    let mut by_key: Vec<u32> = (0..frame.rows()).collect();
    if !by_key.is_sorted_by(|one, other| frame.key(*one) < frame.key(*other)) {
        by_key.sort_by(|one, other| frame.key(*one).cmp(frame.key(*other)));
        let twice = by_key.windows(2).find(|it| frame.key(it[0]) == frame.key(it[1]));
        if let Some(row) = twice {
            return Err(EngineError::Twice(super::row_id(&frame, row[0])));
        }
    }
    frame.by_key = Sorted::of(&by_key);
    Ok(Arc::new(frame))
}

/// The ways to a table's rows from the rows that refer to them, and from external keys.
fn ways_back(snapshot: &Snapshot, table: usize) -> (Vec<Links>, Option<Lookup>) {
    let links = TABLES[table].links.par_iter();
    let links = links.map(|it| links_back(snapshot, table, it.from, it.via)).collect();
    let frame = snapshot.frame(table);
    let mut lookup = frame.lookup.clone();
    if let Some(lookup) = &mut lookup {
        let column = &frame.columns[lookup.field];
        let rows = 0..frame.rows();
        lookup.fill(rows.flat_map(|row| column.forms(row).map(move |key| (key, row))));
    }
    (links, lookup)
}

pub(super) fn links_back(snapshot: &Snapshot, target: usize, from: &str, via: &str) -> Links {
    let source = snapshot.frame(place(from));
    let field = source.table().field(via).expect("the catalog checks the fields of links");
    let column = source.column(field);
    let references = source.by_key().iter().flat_map(|row| {
        let any = column.any(row).filter(|it| it.0 == target).map(|it| it.1);
        column.targets(row).chain(any).map(move |it| (it, row))
    });
    Links::of(snapshot.frame(target).keys.len(), &references.collect::<Vec<_>>())
}
