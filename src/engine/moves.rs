//! Who went from where to where, who stayed, and who was there on a day.
//!
//! # Rules
//!
//! Dates may give the year or the month only, and spells may overlap or have no dates. Nothing is
//! guessed; what can't be known is counted apart. Each rule has a test of its name.
//!
//! 1. *A spell without dates has no place in the order*, nor has one whose end lies before its
//!    start. It is counted as `undated` where the person was at another place too.
//! 2. *Spells at one place that touch or overlap are one stay*, as far as their dates allow them to
//!    touch. The place is the organization, the one at the top of it, or its country. A spell
//!    without an end goes on, and so reaches all later ones; one that is over without a known end
//!    reaches no later one.
//! 3. *A stay wholly inside another is a side job*, and no move: it began no earlier and ended no
//!    later, for certain, and not both at once. What goes on is not known to have outlasted it.
//! 4. *Stays are ordered by their starts, where that is certain*: one comes before another if the
//!    latest day on which it may have begun lies before the earliest day of the other. A start is
//!    no later than its end. 2016 and 2016-07 have no order.
//! 5. *A move goes from a stay to the next*: to one that came later, where none is known to have
//!    begun between them. It does not matter whether the first had ended: who keeps a post and
//!    takes another has moved.
//! 6. *Stays whose order is open are entered together*: each is entered from those before, and left
//!    for those after, and there is no move between them. Their pairs are counted as `unordered`.
//! 7. *Who returns has moved back*: going from one place to another and back and there again is
//!    three moves, by one person.
//! 8. *A move has the date of the start of the new stay*, and lies in a period if that is certain;
//!    where it is open, it is counted as `possible`.
//! 9. *A place that is not known still stands between*: a move from or to it is counted as
//!    `unknown`. Only countries are not known.
//! 10. *A graduate's first employer* is the first of the stays at work that did not, for certain,
//!     begin before the study ended; where nobody said when it ended, before it began.
//! 11. *Somebody is still there after years* if the stay goes on, or lasted up to the anniversary
//!     of its start for certain; has left if it ended before for certain; else that is `unknown`.
//!     An anniversary that has not come for certain is `pending`.

mod alumni;
mod places;
mod retention;
mod stays;
mod tally;
mod walk;

use roaring::RoaringBitmap;

use super::{Frame, Snapshot, request::Filter, span::days};
use crate::catalog::{enums::MovePlace, value::PartialDate};
use places::Places;
use stays::{Scratch, UNKNOWN};
use tally::{Move, Tally};
use walk::Spells;

pub use alumni::{Alumni, AlumniAsked, AlumniFlow, alumni};
pub use places::Where;
pub use retention::{AfterYears, Cohort, Retention, RetentionAsked, retention};

/// What is asked about moves.
#[derive(Clone, Debug)]
pub struct FlowsAsked {
    /// Which spells of work count; those left out are as though they were not there.
    pub filter: Option<Filter>,
    pub by: MovePlace,
    pub period: Period,
    /// Only moves from there.
    pub from: Option<Where>,
    /// Only moves to there.
    pub to: Option<Where>,
    /// Only flows of so many moves.
    pub count_min: u32,
    /// Flows to pass over.
    pub offset: u32,
    /// Flows to give.
    pub first: u32,
}

/// A stretch of time; both ends belong to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    pub from: Option<PartialDate>,
    pub to: Option<PartialDate>,
}

/// Moves between places, and what could not be told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flows {
    /// The flows that were asked for: the largest first, then by the keys of the places.
    pub flows: Vec<Flow>,
    /// How many flows there are on all pages.
    pub total: u64,
    /// Moves between known places in the period, whatever else was asked.
    pub moves: u64,
    /// Moves in the period from or to a place that is not known.
    pub unknown: u64,
    /// Moves whose date leaves open whether they lie in the period.
    pub possible: u64,
    /// Pairs of stays of one person whose order their dates leave open.
    pub unordered: u64,
    /// Spells without dates, of people who were at several places.
    pub undated: u64,
    /// Who has such spells.
    pub undated_people: RoaringBitmap,
}

/// The moves from one place to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    pub from: Where,
    pub to: Where,
    pub count: u64,
    /// Moves the other way.
    pub back: u64,
    /// Who moved.
    pub people: RoaringBitmap,
}

/// What one walk over people found.
#[derive(Debug, Default)]
struct Walked {
    moves: Vec<Move>,
    unknown: u64,
    possible: u64,
    unordered: u64,
    undated: u64,
    undated_people: Vec<u32>,
}

/// Moves between places. Takes time in proportion to the people who have spells that count.
pub fn flows(snapshot: &Snapshot, asked: &FlowsAsked) -> Flows {
    let places = Places::new(snapshot, asked.by);
    let spells = Spells::of_work(snapshot, &places, asked.filter.as_ref());
    let parts = walk::shared(&spells.persons(), |persons| walked(&spells, asked.period, persons));
    let sum = |of: fn(&Walked) -> u64| parts.iter().map(of).sum();
    let mut found = Flows {
        unknown: sum(|it| it.unknown),
        possible: sum(|it| it.possible),
        unordered: sum(|it| it.unordered),
        undated: sum(|it| it.undated),
        undated_people: parts.iter().flat_map(|it| &it.undated_people).collect(),
        ..Flows::default()
    };
    let moves: Vec<Vec<Move>> = parts.into_iter().map(|it| it.moves).collect();
    let tally = Tally::new(&moves, places.end);
    found.moves = tally.len() as u64;
    let (Ok(from), Ok(to)) = (sought(&places, asked.from), sought(&places, asked.to)) else {
        return found;
    };
    let counts = tally.counts((from, to), asked.count_min);
    found.total = counts.len() as u64;
    let ranks = places.ranks(snapshot);
    let page = tally::page(counts, &ranks, asked.offset as usize, asked.first as usize);
    let (people, back) = (tally.people(&page), tally.back(&page));
    let shown = page.iter().zip(people).zip(back).map(|((it, people), back)| Flow {
        from: places.show(it.from),
        to: places.show(it.to),
        count: it.count.into(),
        back: back.into(),
        people,
    });
    found.flows = shown.collect();
    found
}

/// The place that is asked for, where one is; an error where nobody can be there.
fn sought(places: &Places, asked: Option<Where>) -> Result<Option<u32>, NoSuchPlace> {
    let place = match (places.by, asked) {
        (_, None) => return Ok(None),
        (MovePlace::Country, Some(Where::Country(it))) => u32::try_from(it.code()).ok(),
        (MovePlace::Country, Some(Where::Organization(_))) | (_, Some(Where::Country(_))) => None,
        (_, Some(Where::Organization(row))) => Some(places.of(row)),
    };
    place.filter(|it| *it < places.end).map(Some).ok_or(NoSuchPlace)
}

/// Nobody was there.
struct NoSuchPlace;

fn walked(spells: &Spells<'_>, period: Period, persons: &[u32]) -> Walked {
    let from = period.from.map_or(i32::MIN, |it| days(it).0);
    let to = period.to.map_or(i32::MAX, |it| days(it).1);
    let mut found = Walked::default();
    let mut scratch = Scratch::default();
    let (mut stays, mut undated) = (Vec::new(), Vec::new());
    for person in spells.watched(persons) {
        spells.read(person, &mut stays, &mut undated);
        if !undated.is_empty() {
            let places = || stays.iter().map(|it| it.place).chain(undated.iter().copied());
            if places().any(|it| Some(it) != places().next()) {
                found.undated += undated.len() as u64;
                found.undated_people.push(person);
            }
        }
        scratch.settle(&mut stays);
        let Walked { moves, unknown, possible, .. } = &mut found;
        found.unordered += scratch.follow(&stays, |left, entered| {
            if left.place == entered.place && left.place != UNKNOWN {
                return;
            }
            let (first, last) = entered.span.start;
            if from <= first && last <= to {
                if left.place == UNKNOWN || entered.place == UNKNOWN {
                    *unknown += 1;
                } else {
                    moves.push(Move { from: left.place, to: entered.place, person });
                }
            } else if first <= to && from <= last {
                *possible += 1;
            }
        });
    }
    found
}

fn field(frame: &Frame, name: &str) -> usize {
    frame.table().field(name).expect("questions name fields of the catalog")
}

/// How many, where it is a number of rows.
fn number(count: usize) -> u32 {
    u32::try_from(count).expect("moves are fewer than 2^32")
}
