//! From an external key to the row that has it.

use std::hash::{BuildHasher, RandomState};

use super::sorted::Sorted;

/// Pairs of a key's hash and a row, by hash. A row with several keys has several pairs.
#[derive(Clone, Debug)]
pub(super) struct Lookup {
    /// The field that holds the keys.
    pub(super) field: usize,
    pairs: Sorted<(u64, u32)>,
    hasher: RandomState,
}

impl Lookup {
    pub(super) fn new(field: usize) -> Self {
        Lookup { field, pairs: Sorted::default(), hasher: RandomState::new() }
    }

    /// Takes all keys at once.
    pub(super) fn fill<'k>(&mut self, keys: impl Iterator<Item = (&'k str, u32)>) {
        let mut pairs: Vec<_> = keys.map(|(key, row)| (self.hasher.hash_one(key), row)).collect();
        pairs.sort_unstable();
        self.pairs = Sorted::of(&pairs);
    }

    pub(super) fn insert(&mut self, key: &str, row: u32) {
        let pair = (self.hasher.hash_one(key), row);
        self.pairs.insert(pair, |it| it.cmp(&pair));
    }

    pub(super) fn remove(&mut self, key: &str, row: u32) {
        let pair = (self.hasher.hash_one(key), row);
        self.pairs.remove(pair, |it| it.cmp(&pair));
    }

    /// The rows with the hash of `key`, among them those that have the key itself.
    pub(super) fn find(&self, key: &str) -> impl Iterator<Item = u32> {
        let hash = self.hasher.hash_one(key);
        let place = self.pairs.partition_point(|it| it.0 < hash);
        self.pairs.iter_from(place).take_while(move |it| it.0 == hash).map(|it| it.1)
    }
}
