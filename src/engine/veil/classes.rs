//! Private pay in classes of several persons each.

use std::collections::{HashMap, HashSet};

use super::{TABLE, private_rows};
use crate::{
    catalog::{Kind, place, value::LocalText},
    engine::{Column, Frame, Snapshot, compute::field},
};

/// What tells classes apart. By currency, period and months the amounts are read, so that classes
/// never give them up.
pub(super) const ATTRIBUTES: [&str; 14] = [
    "currency",
    "period",
    "months",
    "title",
    "city",
    "field",
    "remote",
    "required_degree",
    "employment_type",
    "level",
    "basis",
    "year",
    "organization",
    "country",
];

/// How many attributes are never given up.
const KEPT: usize = 3;
/// How many more are given up one after the other, each for good.
const GIVEN_UP: usize = 8;
/// In the end, these of the others: a year is of little use without who pays, and the other way.
const LAST: [&[&str]; 4] =
    [&["year"], &["organization"], &["year", "organization"], &["year", "organization", "country"]];

/// The amounts of which a class has medians; the first two are the ends of a range.
pub(super) const AMOUNTS: [&str; 6] = ["low", "high", "base", "bonus", "stock", "allowance"];

/// By attribute: the place of its value + 1; 0 where there is none, or it was given up.
pub(super) type Codes = [u32; ATTRIBUTES.len()];

/// A value of an attribute, on its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Value {
    Int(i64),
    Local(LocalText),
    /// The key of the row that is referred to.
    Key(String),
}

/// All private rows of a snapshot.
#[derive(Debug)]
pub(super) struct Classes {
    /// By attribute: its values.
    pub(super) values: Vec<Vec<Value>>,
    /// Those of enough persons.
    pub(super) shared: Vec<Class>,
    /// Of what gave attributes up or was left out, each once.
    pub(super) markers: Vec<Marker>,
}

/// Persons who are alike in what is told of them.
#[derive(Debug)]
pub(super) struct Class {
    pub(super) codes: Codes,
    pub(super) persons: usize,
    /// By amount: the median of what each person has; `None` where too few have it.
    pub(super) amounts: [Option<i64>; AMOUNTS.len()],
}

/// What some rows were before they gave attributes up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Marker {
    pub(super) codes: Codes,
    /// The place of their class; `None` where they were left out.
    pub(super) class: Option<usize>,
}

impl Classes {
    /// Classes of no fewer than `contributors_min` persons.
    pub(super) fn of(snapshot: &Snapshot, contributors_min: usize) -> Self {
        let frame = snapshot.frame(place(TABLE));
        let rows: Vec<u32> = private_rows(snapshot).collect();
        let (values, codes) = coded(snapshot, &rows);
        let person = frame.column(field(frame, "person"));
        let persons: Vec<u32> = rows.iter().filter_map(|it| person.target(*it)).collect();
        let mut classes = Vec::new();
        let mut markers = HashSet::new();
        let mut left: Vec<usize> = (0..rows.len()).collect();
        for given_up in steps() {
            let mut shared: HashMap<Codes, Vec<usize>> = HashMap::new();
            for place in left.drain(..) {
                shared.entry(without(codes[place], &given_up)).or_default().push(place);
            }
            let mut shared: Vec<(Codes, Vec<usize>)> = shared.into_iter().collect();
            shared.sort_unstable();
            for (of_class, mut places) in shared {
                places.sort_unstable_by_key(|it| persons[*it]);
                let by_person = |one: &usize, other: &usize| persons[*one] == persons[*other];
                let people: Vec<Vec<u32>> = places
                    .chunk_by(by_person)
                    .map(|it| it.iter().map(|place| rows[*place]).collect())
                    .collect();
                if people.len() < contributors_min {
                    left.extend(places);
                    continue;
                }
                let other = places.iter().map(|it| codes[*it]).filter(|it| *it != of_class);
                let class = Some(classes.len());
                markers.extend(other.map(|codes| Marker { codes, class }));
                let amounts = medians(frame, &people, contributors_min);
                classes.push(Class { codes: of_class, persons: people.len(), amounts });
            }
        }
        markers.extend(left.into_iter().map(|it| Marker { codes: codes[it], class: None }));
        let mut markers: Vec<Marker> = markers.into_iter().collect();
        markers.sort_unstable();
        Classes { values, shared: classes, markers }
    }

    /// Whether there is no private pay.
    pub(super) fn is_empty(&self) -> bool {
        self.shared.is_empty() && self.markers.is_empty()
    }
}

/// The attributes that are given up in each step, by their places: first none.
fn steps() -> impl Iterator<Item = Vec<usize>> {
    let one_by_one = (0..=GIVEN_UP).map(|it| (KEPT..KEPT + it).collect());
    let place = |name: &&str| ATTRIBUTES.iter().position(|it| it == name);
    let last = LAST.iter().map(move |names| {
        let names = names.iter().filter_map(place);
        (KEPT..KEPT + GIVEN_UP).chain(names).collect()
    });
    one_by_one.chain(last)
}

fn without(mut codes: Codes, given_up: &[usize]) -> Codes {
    for attribute in given_up {
        codes[*attribute] = 0;
    }
    codes
}

/// By attribute the values that rows have, and by row their codes.
fn coded(snapshot: &Snapshot, rows: &[u32]) -> (Vec<Vec<Value>>, Vec<Codes>) {
    let frame = snapshot.frame(place(TABLE));
    let mut codes = vec![Codes::default(); rows.len()];
    let values = ATTRIBUTES.iter().enumerate().map(|(attribute, name)| {
        let field = field(frame, name);
        let mut known: HashMap<Value, u32> = HashMap::new();
        let mut values = Vec::new();
        for (codes, row) in codes.iter_mut().zip(rows) {
            let Some(value) = value(snapshot, (frame, field), *row) else { continue };
            codes[attribute] = *known.entry(value).or_insert_with_key(|value| {
                values.push(value.clone());
                crate::engine::row_number(values.len())
            });
        }
        values
    });
    let values = values.collect();
    (values, codes)
}

fn value(snapshot: &Snapshot, (frame, field): (&Frame, usize), row: u32) -> Option<Value> {
    let column = frame.column(field);
    match frame.table().fields[field].kind {
        Kind::Ref(_) => {
            let target = snapshot.frame(frame.target_of(field));
            column.target(row).map(|it| Value::Key(target.key(it).to_owned()))
        }
        Kind::LocalText => {
            let (en, zh) = column.local(row);
            let text = |it: Option<&str>| it.and_then(|it| it.parse().ok());
            LocalText::new(text(en), text(zh)).ok().map(Value::Local)
        }
        _ => column.int(row).map(Value::Int),
    }
}

/// The medians of a class; `people` are the rows of each person.
fn medians(
    frame: &Frame,
    people: &[Vec<u32>],
    contributors_min: usize,
) -> [Option<i64>; AMOUNTS.len()] {
    let columns = AMOUNTS.map(|it| frame.column(field(frame, it)));
    let each = |value: &dyn Fn(u32) -> Option<i64>| -> Vec<i64> {
        let of_person = |rows: &Vec<u32>| median(rows.iter().filter_map(|it| value(*it)).collect());
        people.iter().filter_map(of_person).collect()
    };
    let told = |column: &Column| {
        let amounts = each(&|row| column.int(row));
        if amounts.len() < contributors_min { None } else { median(amounts) }
    };
    let mut medians = columns.map(told);
    // Those without a range have one of a single amount: so the ends stay in order.
    let (low, high) = (columns[0], columns[1]);
    if medians[1].is_some() {
        medians[1] = median(each(&|row| high.int(row).or_else(|| low.int(row))));
    }
    medians
}

/// The one in the middle, or half way between the two in the middle, rounded down.
fn median(mut amounts: Vec<i64>) -> Option<i64> {
    amounts.sort_unstable();
    let above = amounts.len() / 2;
    let below = amounts.len().checked_sub(1)? / 2;
    Some(amounts[below] + (amounts[above] - amounts[below]) / 2)
}
