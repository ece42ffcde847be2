//! What is summed up where pay is, for those who may not see all of it.

use std::{borrow::Cow, sync::Arc};

use super::{
    TABLE,
    classes::{AMOUNTS, ATTRIBUTES, Classes, Codes, Value},
};
use crate::{
    catalog::{Cell, TABLES, enums::Precision, place},
    engine::{Snapshot, column::Resolved, links::Links},
};

/// The graph without private pay, with rows that stand for it in the table of pay.
#[derive(Debug)]
pub struct Sums {
    /// With a row for each person of a class: all alike within it, and without a key.
    pub rows: Snapshot,
    /// With markers, and no other rows, in the table of pay.
    pub markers: Snapshot,
    /// By row behind those that are public: its class; `None` of markers of what was left out.
    classes: Vec<Option<usize>>,
    first: u32,
}

impl Sums {
    /// `public` is the graph without private pay.
    pub(super) fn of(public: &Arc<Snapshot>, classes: &Classes) -> Self {
        let table = place(TABLE);
        let mut rows = Snapshot::clone(public);
        rows.searched = Some(Arc::clone(public));
        let first = rows.frame(table).rows();
        let mut of_rows = Vec::new();
        let fill = Fill::new(public, classes);
        for (place, class) in classes.shared.iter().enumerate() {
            for _ in 0..class.persons {
                fill.push(&mut rows, class.codes, Some(&class.amounts));
                of_rows.push(Some(place));
            }
        }
        let first_marker = rows.frame(table).rows();
        for marker in &classes.markers {
            fill.push(&mut rows, marker.codes, None);
            of_rows.push(marker.class);
        }
        let end = rows.frame(table).rows();
        let frame = rows.frame_mut(table);
        frame.settle();
        frame.stands_in_from = first;
        frame.marks_from = first_marker;
        let mut markers = rows.clone();
        rows.frame_mut(table).live.remove_range(first_marker..end);
        markers.frame_mut(table).live = (first_marker..end).collect();
        link(&mut rows, first..first_marker);
        link(&mut markers, first_marker..end);
        Sums { rows, markers, classes: of_rows, first }
    }

    /// Rows of the table of pay from here on stand for private ones.
    pub fn first(&self) -> u32 {
        self.first
    }

    /// Whether one of `markers` stands for what is not among `rows`.
    pub fn holds_back(&self, rows: &[u32], markers: &[u32]) -> bool {
        let class = |row: u32| {
            let place = row.checked_sub(self.first)?;
            self.classes[place as usize]
        };
        if markers.is_empty() {
            return false;
        }
        let mut told: Vec<usize> = rows.iter().filter_map(|it| class(*it)).collect();
        told.dedup();
        told.sort_unstable();
        markers.iter().any(|it| class(*it).is_none_or(|it| told.binary_search(&it).is_err()))
    }
}

/// What a field of a row is filled with.
#[derive(Clone, Copy)]
enum With {
    Attribute(usize),
    Amount(usize),
    /// Medians are near the truth, whatever was said of what they are of.
    Precision,
    Nothing,
}

struct Fill<'c> {
    values: &'c [Vec<Value>],
    /// By attribute, then by value: the row it names, where it names one that is still there.
    targets: Vec<Vec<Option<u32>>>,
    /// By field.
    with: Vec<With>,
}

impl<'c> Fill<'c> {
    fn new(public: &Snapshot, classes: &'c Classes) -> Self {
        let frame = public.frame(place(TABLE));
        let fields = frame.table().fields.iter();
        let with = fields.map(|field| {
            let at = |names: &[&str]| names.iter().position(|it| *it == field.name);
            match (at(&ATTRIBUTES), at(&AMOUNTS), field.name) {
                (Some(place), ..) => With::Attribute(place),
                (_, Some(place), _) => With::Amount(place),
                (.., "precision") => With::Precision,
                _ => With::Nothing,
            }
        });
        let targets = classes.values.iter().zip(ATTRIBUTES).map(|(values, name)| {
            let field = frame.table().field(name).expect("attributes are fields of pay");
            let target = public.frame(frame.target_of(field));
            let found = values.iter().map(|it| match it {
                Value::Key(key) => target.find(key),
                _ => None,
            });
            found.collect()
        });
        Fill { values: &classes.values, targets: targets.collect(), with: with.collect() }
    }

    /// Adds a row; nothing leads to it yet.
    fn push(&self, snapshot: &mut Snapshot, codes: Codes, amounts: Option<&[Option<i64>]>) {
        let frame = snapshot.frame_mut(place(TABLE));
        frame.allocate("", 0);
        frame.links.iter_mut().for_each(Links::push_target);
        for (column, with) in frame.columns.iter_mut().zip(&self.with) {
            let int = |it: Option<i64>| Resolved::Cell(it.map_or(Cell::Null, Cell::Int));
            column.push(match with {
                With::Attribute(place) => self.value(*place, codes[*place]),
                With::Amount(place) => int(amounts.and_then(|it| it[*place])),
                With::Precision => int(Some(Precision::About as i64)),
                With::Nothing => int(None),
            });
        }
    }

    fn value(&self, attribute: usize, code: u32) -> Resolved<'_> {
        let nothing = Resolved::Cell(Cell::Null);
        let Some(place) = code.checked_sub(1).map(|it| it as usize) else { return nothing };
        match &self.values[attribute][place] {
            Value::Int(int) => Resolved::Cell(Cell::Int(*int)),
            Value::Local(text) => Resolved::Cell(Cell::Local(Cow::Borrowed(text))),
            Value::Key(_) => self.targets[attribute][place].map_or(nothing, Resolved::Ref),
        }
    }
}

/// Leads the links back to pay to the rows that are live: first to those that have a key, in its
/// order, then to `added`.
fn link(snapshot: &mut Snapshot, added: std::ops::Range<u32>) {
    for (target, description) in TABLES.iter().enumerate() {
        let links = description.links.iter().enumerate();
        for (link, it) in links.filter(|(_, it)| it.from == TABLE) {
            let source = snapshot.frame(place(TABLE));
            let field = source.table().field(it.via).expect("the catalog checks links");
            let column = source.column(field);
            let public = source.by_key().iter().filter(|it| source.live().contains(*it));
            let rows = public.chain(added.clone());
            let references: Vec<(u32, u32)> =
                rows.flat_map(|row| column.targets(row).map(move |it| (it, row))).collect();
            let count = snapshot.frame(target).rows() as usize;
            snapshot.frame_mut(target).links[link] = Links::of(count, &references);
        }
    }
}
