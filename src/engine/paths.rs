//! The shortest chains between two people, by what ties them.
//!
//! # Rules
//!
//! 1. Two people are tied if they worked at one organization, studied at one institution, were in
//!    one team, are named as makers of one model, took part in one event, or one advised the other.
//!    Work and study at one place are no tie.
//! 2. Being at one place at different times is no tie: spells must overlap, as far as their dates
//!    allow it. Spells without dates may. Spells of work and in teams that nobody said were over go
//!    on, with or without dates. It can be asked to let all spells tie.
//! 3. A chain is one of people; of what ties two of them, each organization or the like is told
//!    once, by the spells there that overlap most certainly.
//! 4. Chains of the same length are ordered by the keys of their people.
//! 5. A search is bounded. Where a bound kept it from looking further it says so: there may then be
//!    other chains, or shorter ones.

mod chains;
mod ties;

use roaring::RoaringBitmap;

use super::Snapshot;
use crate::catalog::enums::TieKind;
use ties::{Hub, Hubs, Presence};

/// Steps of a chain.
pub const STEPS_MAX: i32 = 6;
/// Chains in an answer.
pub const PATHS_MAX: i32 = 100;

/// What a search may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Who is tied by what more rows lead to is not looked up: an organization of that size ties
    /// nobody in particular. Two people who are both there are tied by it all the same.
    pub hub_rows: u64,
    /// Rows that are looked at to find who else is there.
    pub looks: u64,
    /// People that are reached from each end.
    pub people: u64,
}

/// The bounds of every search that is asked from outside.
pub const BOUNDS: Bounds = Bounds { hub_rows: 250_000, looks: 1_000_000, people: 250_000 };

/// What is asked about two people, who are rows of the table `Person`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathsAsked {
    pub from: u32,
    pub to: u32,
    /// The longest chain to look for.
    pub steps_max: usize,
    /// Whether spells must overlap to tie people.
    pub overlapping: bool,
    /// The most chains to give.
    pub first: usize,
    pub bounds: Bounds,
}

/// The shortest chains between two people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paths {
    /// Steps of each chain; `None` where none was found. 0 from a person to the same one.
    pub length: Option<usize>,
    pub paths: Vec<Vec<Step>>,
    /// Whether there are more chains of this length.
    pub has_more: bool,
    /// Whether no bound kept the search from finding shorter or other chains.
    pub complete: bool,
}

/// From one person to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub from: u32,
    pub to: u32,
    /// At least one, by kind and then by key.
    pub ties: Vec<Tie>,
}

/// What ties two people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tie {
    pub by: TieKind,
    /// The table and row of the organization, team, model, event or advising.
    pub through: (usize, u32),
    /// The year in which the time began that both were there, if it is certain.
    pub start: Option<u16>,
    /// The year in which it ended, if it is certain; none where it goes on.
    pub end: Option<u16>,
    /// Whether their times overlap for certain.
    pub certain: bool,
}

/// The shortest chains from one person to another. Its work is bounded.
pub fn paths(snapshot: &Snapshot, asked: &PathsAsked) -> Paths {
    if asked.from == asked.to {
        let paths = vec![Vec::new()];
        return Paths { length: Some(0), paths, has_more: false, complete: true };
    }
    let mut search = Search {
        snapshot,
        hubs: Hubs::new(snapshot, asked.overlapping),
        sides: [Side::new(asked.from), Side::new(asked.to)],
        looks: 0,
        bounds: asked.bounds,
        complete: true,
    };
    let layers = search.run(asked.steps_max);
    let complete = search.complete;
    match layers {
        None => Paths { complete, ..Paths::default() },
        Some(layers) => {
            let (paths, has_more) = chains::chains(snapshot, &search.hubs, &layers, asked.first);
            Paths { length: Some(layers.len() - 1), paths, has_more, complete }
        }
    }
}

/// What was reached from one of the two people.
struct Side {
    /// Those who are so many steps away.
    levels: Vec<Vec<u32>>,
    reached: RoaringBitmap,
}

impl Side {
    fn new(person: u32) -> Self {
        Side { levels: vec![vec![person]], reached: RoaringBitmap::from([person]) }
    }

    fn frontier(&self) -> &[u32] {
        self.levels.last().expect("there is a first level")
    }
}

/// A search from both ends at once.
struct Search<'s> {
    snapshot: &'s Snapshot,
    hubs: Hubs<'s>,
    sides: [Side; 2],
    looks: u64,
    bounds: Bounds,
    complete: bool,
}

impl Search<'_> {
    /// By step, those who are on a shortest chain.
    fn run(&mut self, steps_max: usize) -> Option<Vec<Vec<u32>>> {
        for steps in 1..=steps_max {
            let met = self.hubs.tied(self.sides[0].frontier(), self.sides[1].frontier());
            if !met.is_empty() {
                return Some(self.layers(met));
            }
            if steps < steps_max && !self.expand() {
                return None;
            }
        }
        None
    }

    /// Goes one step further from the end where that is cheaper; whether anybody was reached.
    fn expand(&mut self) -> bool {
        let hubs = [0, 1].map(|it| self.hubs.around(self.sides[it].frontier()));
        let costs = hubs.each_ref().map(|it| self.cost(it));
        let cheaper = usize::from(costs[1] < costs[0]);
        let side = &mut self.sides[cheaper];
        let mut found = RoaringBitmap::new();
        for (hub, there) in self.snapshot.watched(hubs[cheaper].iter()) {
            let rows = self.hubs.size(*hub);
            let too_far = self.looks + rows > self.bounds.looks
                || side.reached.len() + found.len() > self.bounds.people;
            if rows > self.bounds.hub_rows || too_far {
                self.complete = false;
                continue;
            }
            self.looks += rows;
            self.hubs.members(*hub, |person, span| {
                if !side.reached.contains(person) && there.may_overlap(span) {
                    found.insert(person);
                }
            });
        }
        side.reached |= &found;
        side.levels.push(found.iter().collect());
        !found.is_empty()
    }

    /// Rows to look at; what is not looked at is dearer than all that is.
    fn cost(&self, hubs: &[(Hub, Presence)]) -> u64 {
        let sizes = hubs.iter().map(|it| self.hubs.size(it.0));
        sizes.map(|it| if it > self.bounds.hub_rows { self.bounds.looks } else { it }).sum()
    }

    /// The chains go through `met`, whom the frontier of the other end is tied to.
    fn layers(&self, met: Vec<u32>) -> Vec<Vec<u32>> {
        let [near, far] = &self.sides;
        let mut layers = vec![met];
        for level in near.levels.iter().rev().skip(1) {
            let last = layers.last().expect("there is a first layer");
            layers.push(self.hubs.tied(level, last));
        }
        layers.reverse();
        for level in far.levels.iter().rev() {
            let last = layers.last().expect("there is a first layer");
            layers.push(self.hubs.tied(level, last));
        }
        layers
    }
}
