//! From people on shortest chains to the chains.

use super::{Step, ties::Hubs};
use crate::{catalog::place, engine::Snapshot};

/// Up to `first` chains through the layers, in order of the keys of their people, and whether there
/// are more. Everybody in a layer but the last is tied to somebody in the next.
pub(super) fn chains(
    snapshot: &Snapshot,
    hubs: &Hubs<'_>,
    layers: &[Vec<u32>],
    first: usize,
) -> (Vec<Vec<Step>>, bool) {
    let mut walk = Walk { snapshot, hubs, layers, people: layers[0].clone(), found: Vec::new() };
    walk.go(first.saturating_add(1));
    let has_more = walk.found.len() > first;
    walk.found.truncate(first);
    let steps = |people: &Vec<u32>| {
        let pairs = people.windows(2);
        let steps =
            pairs.map(|it| Step { from: it[0], to: it[1], ties: hubs.between(it[0], it[1]) });
        steps.collect()
    };
    (walk.found.iter().map(steps).collect(), has_more)
}

struct Walk<'w, 's> {
    snapshot: &'s Snapshot,
    hubs: &'w Hubs<'s>,
    layers: &'w [Vec<u32>],
    /// The chain so far.
    people: Vec<u32>,
    found: Vec<Vec<u32>>,
}

impl Walk<'_, '_> {
    /// Goes on from the chain so far until so many are found.
    fn go(&mut self, enough: usize) {
        let Some(layer) = self.layers.get(self.people.len()) else {
            self.found.push(self.people.clone());
            return;
        };
        let last = *self.people.last().expect("a chain begins with somebody");
        let mut next = self.hubs.tied(layer, &[last]);
        let frame = self.snapshot.frame(place("Person"));
        next.sort_unstable_by_key(|it| frame.key(*it));
        for person in next {
            if self.found.len() >= enough {
                return;
            }
            self.people.push(person);
            self.go(enough);
            self.people.pop();
        }
    }
}
