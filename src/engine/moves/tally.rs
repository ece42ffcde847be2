//! Moves counted by where from and where to.

use std::{cmp::Reverse, collections::BTreeMap};

use roaring::RoaringBitmap;

/// One move of a person, between two places that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Move {
    pub from: u32,
    pub to: u32,
    pub person: u32,
}

/// How many moves there were between two places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub from: u32,
    pub to: u32,
    pub count: u32,
}

/// All moves, put together by where they come from.
#[derive(Debug)]
pub(super) struct Tally {
    /// By place: where the moves from it begin in `moves`, and after the last, where they end.
    starts: Vec<usize>,
    /// Where to, and who.
    moves: Vec<(u32, u32)>,
}

impl Tally {
    /// Takes moves between places below `end`.
    pub(super) fn new(parts: &[Vec<Move>], end: u32) -> Self {
        let mut next = vec![0; end as usize + 2];
        let all = || parts.iter().flatten();
        all().for_each(|it| next[it.from as usize + 2] += 1);
        (1..next.len()).for_each(|it| next[it] += next[it - 1]);
        let mut moves = vec![(0, 0); all().count()];
        for it in all() {
            let place = &mut next[it.from as usize + 1];
            moves[*place] = (it.to, it.person);
            *place += 1;
        }
        Tally { starts: next, moves }
    }

    pub(super) fn len(&self) -> usize {
        self.moves.len()
    }

    fn from(&self, place: u32) -> &[(u32, u32)] {
        &self.moves[self.starts[place as usize]..self.starts[place as usize + 1]]
    }

    /// The counts of all pairs of places that have so many moves, in no order; of those from and to
    /// a place alone where that is asked.
    pub(super) fn counts(&self, (from, to): (Option<u32>, Option<u32>), least: u32) -> Vec<Pair> {
        let end = super::number(self.starts.len() - 2);
        let froms = from.map_or(0..end, |it| it..it + 1);
        let mut by_to = vec![0u32; end as usize];
        let mut seen = Vec::new();
        let mut counts = Vec::new();
        for from in froms {
            for (to, _) in self.from(from) {
                let count = &mut by_to[*to as usize];
                if *count == 0 {
                    seen.push(*to);
                }
                *count += 1;
            }
            for place in seen.drain(..) {
                let count = std::mem::take(&mut by_to[place as usize]);
                if count >= least && to.is_none_or(|it| it == place) {
                    counts.push(Pair { from, to: place, count });
                }
            }
        }
        counts
    }

    /// Who moved between each of these places.
    pub(super) fn people(&self, pairs: &[Pair]) -> Vec<RoaringBitmap> {
        let mut found = vec![RoaringBitmap::new(); pairs.len()];
        let pairs = pairs.iter().map(|it| (it.from, it.to));
        self.visit(&pairs.collect::<Vec<_>>(), |pair, person| {
            // Who moved twice is there already.
            found[pair].insert(person);
        });
        found
    }

    /// How many moves there were the other way between each of these places.
    pub(super) fn back(&self, pairs: &[Pair]) -> Vec<u32> {
        let mut found = vec![0; pairs.len()];
        let pairs = pairs.iter().map(|it| (it.to, it.from));
        self.visit(&pairs.collect::<Vec<_>>(), |pair, _| found[pair] += 1);
        found
    }

    /// Calls `met` with the number of a pair and a person for each move between one of these. All
    /// moves from one place are looked at once.
    fn visit(&self, pairs: &[(u32, u32)], mut met: impl FnMut(usize, u32)) {
        let mut by_from: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (number, (from, _)) in pairs.iter().enumerate() {
            by_from.entry(*from).or_default().push(number);
        }
        let mut asked = vec![usize::MAX; self.starts.len()];
        for (from, numbers) in by_from {
            for number in &numbers {
                asked[pairs[*number].1 as usize] = *number;
            }
            for (to, person) in self.from(from) {
                let number = asked[*to as usize];
                if number != usize::MAX {
                    met(number, *person);
                }
            }
            for number in numbers {
                asked[pairs[number].1 as usize] = usize::MAX;
            }
        }
    }
}

/// A stretch of the counts: the largest first, then by the ranks of where from and where to.
pub(super) fn page(mut counts: Vec<Pair>, ranks: &[u32], offset: usize, first: usize) -> Vec<Pair> {
    let key = |it: &Pair| (Reverse(it.count), ranks[it.from as usize], ranks[it.to as usize]);
    let end = counts.len().min(offset.saturating_add(first));
    if end < counts.len() {
        counts.select_nth_unstable_by_key(end, key);
        counts.truncate(end);
    }
    counts.sort_unstable_by_key(key);
    counts.drain(..offset.min(end));
    counts
}
