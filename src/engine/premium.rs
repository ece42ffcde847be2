//! Groups of two sets of rows, side by side.

use std::{cmp::Ordering, collections::HashMap};

use super::{
    compute::Refusal,
    group::{Grouped, Origin},
    request::{KeyTree, Value},
};

/// The groups of two sets of rows, those with equal keys together, in the order of the keys.
#[derive(Debug)]
pub struct Pairs<'s> {
    of: Grouped<'s>,
    over: Grouped<'s>,
    /// The group of the ones, and that of the others.
    groups: Vec<(Option<usize>, Option<usize>)>,
}

impl<'s> Pairs<'s> {
    /// # Errors
    ///
    /// As those of [`Grouped::new`].
    pub fn new(
        origin: Origin<'s>,
        by: &KeyTree,
        (of, over): (&[u32], &[u32]),
    ) -> Result<Self, Refusal> {
        let of = Grouped::new(origin, by, of)?;
        let over = Grouped::new(origin, by, over)?;
        let mut pairs: HashMap<Vec<Key>, (Option<usize>, Option<usize>)> = HashMap::new();
        for group in origin.work.watched(0..of.len()) {
            pairs.entry(keys(&origin, &of, group)).or_default().0 = Some(group);
        }
        for group in origin.work.watched(0..over.len()) {
            pairs.entry(keys(&origin, &over, group)).or_default().1 = Some(group);
        }
        // Without keys there is one group, be there rows or not.
        if by.is_empty() {
            pairs.entry(Vec::new()).or_default();
        }
        let mut places: Vec<(usize, usize)> = by.places().into_iter().zip(0..).collect();
        places.sort_unstable();
        let mut pairs: Vec<_> = pairs.into_iter().collect();
        pairs.sort_by(|(one, _), (other, _)| {
            let keys = places.iter().map(|(_, key)| one[*key].cmp(&other[*key]));
            keys.into_iter().find(|it| *it != Ordering::Equal).unwrap_or(Ordering::Equal)
        });
        Ok(Pairs { of, over, groups: pairs.into_iter().map(|it| it.1).collect() })
    }

    pub fn len(&self) -> usize {
        self.groups.len()
    }

    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The rows of both groups of a pair, each with its markers.
    pub fn parts(&self, pair: usize) -> [(&[u32], &[u32]); 2] {
        let (of, over) = self.groups[pair];
        let parts = |it: Option<usize>, grouped| {
            it.map_or((&[][..], &[][..]), |it| Grouped::parts(grouped, it))
        };
        [parts(of, &self.of), parts(over, &self.over)]
    }

    /// A group that has the keys of a pair; `None` where there are neither rows nor keys.
    pub fn keyed(&self, pair: usize) -> Option<(&Grouped<'s>, usize)> {
        let (of, over) = self.groups[pair];
        of.map(|it| (&self.of, it)).or_else(|| over.map(|it| (&self.over, it)))
    }
}

/// A key that can be compared with others of its place: numbers, then texts, then none.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Key {
    Int(i64),
    Text(String),
    Null,
}

fn keys(origin: &Origin<'_>, grouped: &Grouped<'_>, group: usize) -> Vec<Key> {
    let keys = grouped.values(origin, group).into_iter().map(|it| match it {
        Value::Int(value) => Key::Int(value),
        Value::Text(text) => Key::Text(text),
        Value::Null | Value::Float(_) => Key::Null,
    });
    keys.collect()
}
