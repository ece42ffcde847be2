//! One table of a snapshot.

use std::{
    cmp::Ordering,
    sync::{Arc, OnceLock},
};

use roaring::RoaringBitmap;

use super::{
    column::{Column, Resolved},
    links::{Links, Rows},
    lookup::Lookup,
    sorted::Sorted,
    versions::Versions,
    words::Words,
};
use crate::catalog::{Kind, TABLES, Table, place};

/// One table's rows, column by column.
///
/// A row is named by its number, a `u32`, in every column. `columns.len() == table.fields.len()`
/// and `links.len() == table.links.len()`. A row keeps its number for as long as it exists; the
/// number of one that was deleted is not given again before the snapshot is built anew.
#[derive(Clone, Debug)]
pub struct Frame {
    pub(super) table: usize,
    /// By field: the place of the table that it refers to; its own where it refers to none.
    targets: Arc<[usize]>,
    /// By link: the place of the table that it leads back to.
    sources: Arc<[usize]>,
    /// The field whose value decides of which variant a row is, in a table with variants.
    variant_by: Option<usize>,
    pub(super) columns: Vec<Column>,
    pub(super) keys: Words,
    pub(super) versions: Versions,
    pub(super) live: RoaringBitmap,
    pub(super) by_key: Sorted,
    pub(super) links: Vec<Links>,
    /// By field: made when first asked for, then kept up by every change.
    pub(super) orders: Vec<OnceLock<Arc<FieldOrder>>>,
    /// The external keys, where the table has such a field.
    pub(super) lookup: Option<Lookup>,
    /// Rows from here on stand for private ones: see [`super::veil::Sums`]. Elsewhere there are
    /// none, and this is beyond all rows.
    pub(super) stands_in_from: u32,
    /// Rows from here on are markers of private ones, which count nowhere.
    pub(super) marks_from: u32,
}

/// The rows of a table in the order of one field.
#[derive(Clone, Debug)]
pub struct FieldOrder {
    /// Rows with a value, by value and then by key.
    pub valued: Sorted,
    /// Rows without a value, by key.
    pub nulls: Sorted,
}

fn target_of(kind: Kind) -> Option<usize> {
    match kind {
        Kind::Ref(name) | Kind::Refs(name) => Some(place(name)),
        _ => None,
    }
}

impl Frame {
    pub(super) fn new(table: usize) -> Self {
        let description = TABLES[table];
        let fields = description.fields;
        let external = fields.iter().position(|it| it.kind == Kind::ExternalKeys);
        Frame {
            table,
            targets: fields.iter().map(|it| target_of(it.kind).unwrap_or(table)).collect(),
            sources: description.links.iter().map(|it| place(it.from)).collect(),
            variant_by: description.variants.first().and_then(|it| description.field(it.field)),
            columns: fields.iter().map(|it| Column::new(it.kind)).collect(),
            keys: Words::default(),
            versions: Versions::default(),
            live: RoaringBitmap::new(),
            by_key: Sorted::default(),
            links: description.links.iter().map(|_| Links::default()).collect(),
            orders: fields.iter().map(|_| OnceLock::new()).collect(),
            lookup: external.map(Lookup::new),
            stands_in_from: u32::MAX,
            marks_from: u32::MAX,
        }
    }

    pub fn table(&self) -> &'static Table {
        TABLES[self.table]
    }

    /// The place of the table that a field refers to.
    pub fn target_of(&self, field: usize) -> usize {
        self.targets[field]
    }

    /// The place of the table that a link leads back to.
    pub fn source_of(&self, link: usize) -> usize {
        self.sources[link]
    }

    /// Row numbers are below this.
    pub fn rows(&self) -> u32 {
        super::row_number(self.keys.len())
    }

    /// The rows that exist.
    pub fn live(&self) -> &RoaringBitmap {
        &self.live
    }

    pub fn key(&self, row: u32) -> &str {
        self.keys.get(row).expect("every row has a key")
    }

    /// The version of the commit that last put the row.
    pub fn version(&self, row: u32) -> u64 {
        self.versions.get(row)
    }

    /// The row with this key. Takes time logarithmic in the number of rows.
    pub fn find(&self, key: &str) -> Option<u32> {
        self.by_key.find(|it| self.key(it).cmp(key))
    }

    /// The row with this external key, written `scheme:value`; the first by key where several have
    /// it.
    pub fn find_external(&self, key: &str) -> Option<u32> {
        self.with_external(key).min_by_key(|row| self.key(*row))
    }

    /// Every row with this external key, in no order.
    pub fn with_external(&self, key: &str) -> impl Iterator<Item = u32> {
        self.lookup.iter().flat_map(move |lookup| {
            let column = &self.columns[lookup.field];
            lookup.find(key).filter(move |row| column.forms(*row).any(|it| it == key))
        })
    }

    pub fn column(&self, field: usize) -> &Column {
        &self.columns[field]
    }

    /// Rows of the link's source that refer to `row`, in order of their keys.
    pub fn linked(&self, link: usize, row: u32) -> Rows<'_> {
        self.links[link].get(row)
    }

    /// All rows by key.
    pub fn by_key(&self) -> &Sorted {
        &self.by_key
    }

    /// All rows by the value of a field. The first call sorts; a field that no query orders by
    /// costs nothing.
    pub fn order(&self, field: usize) -> &FieldOrder {
        self.orders[field].get_or_init(|| {
            let column = &self.columns[field];
            let (nulls, mut valued): (Vec<u32>, Vec<u32>) =
                self.by_key.iter().partition(|it| column.is_null(*it));
            valued.sort_by(|one, other| column.compare(*one, *other));
            Arc::new(FieldOrder { valued: Sorted::of(&valued), nulls: Sorted::of(&nulls) })
        })
    }

    /// The number of the variant that `row` is of; `None` in a table without variants.
    pub fn variant(&self, row: u32) -> Option<usize> {
        let value = self.columns[self.variant_by?].int(row)?;
        self.table()
            .variants
            .iter()
            .position(|it| it.values.iter().any(|it| i64::from(*it) == value))
    }

    /// Makes room for a row; it has its key and its version, and nothing else.
    pub(super) fn allocate(&mut self, key: &str, version: u64) -> u32 {
        let row = self.rows();
        self.keys.push(Some(key));
        self.versions.push(version);
        self.live.insert(row);
        row
    }

    /// How the rows stand to each other by the value of a field, then by key.
    fn compare(&self, field: usize, one: u32, other: u32) -> Ordering {
        let column = &self.columns[field];
        column.compare(one, other).then_with(|| self.key(one).cmp(self.key(other)))
    }

    /// Takes `row` out of the orders that hold it by the value of `field`.
    pub(super) fn leave_order(&mut self, field: usize, row: u32) {
        if let Some(mut order) = self.orders[field].take() {
            let part = Arc::make_mut(&mut order);
            if self.columns[field].is_null(row) {
                part.nulls.remove(row, |it| self.key(it).cmp(self.key(row)));
            } else {
                part.valued.remove(row, |it| self.compare(field, it, row));
            }
            self.orders[field] = OnceLock::from(order);
        }
    }

    /// Puts `row` into the orders, where the value of `field` belongs.
    pub(super) fn join_order(&mut self, field: usize, row: u32) {
        if let Some(mut order) = self.orders[field].take() {
            let part = Arc::make_mut(&mut order);
            if self.columns[field].is_null(row) {
                part.nulls.insert(row, |it| self.key(it).cmp(self.key(row)));
            } else {
                part.valued.insert(row, |it| self.compare(field, it, row));
            }
            self.orders[field] = OnceLock::from(order);
        }
    }

    pub(super) fn join_keys(&mut self, row: u32) {
        let keys = &self.keys;
        let key = keys.get(row);
        self.by_key.insert(row, |it| keys.get(it).cmp(&key));
    }

    pub(super) fn leave_keys(&mut self, row: u32) {
        let keys = &self.keys;
        let key = keys.get(row);
        self.by_key.remove(row, |it| keys.get(it).cmp(&key));
        self.live.remove(row);
    }

    /// Changes one value, and the order by it.
    pub(super) fn set(&mut self, field: usize, row: u32, value: Resolved<'_>) {
        self.leave_order(field, row);
        self.columns[field].set(row, value);
        self.join_order(field, row);
    }

    /// Forgets what is only needed while rows are being added.
    pub(super) fn settle(&mut self) {
        self.keys.settle();
        self.columns.iter_mut().for_each(Column::settle);
    }
}
