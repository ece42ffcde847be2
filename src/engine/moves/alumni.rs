//! From where people studied to where they worked.

use roaring::RoaringBitmap;

use super::{
    places::{Places, Where},
    stays::{Scratch, Stay, UNKNOWN},
    tally::{self, Move, Tally},
    walk::{self, Spells},
};
use crate::{
    catalog::enums::{EmployerChoice, MovePlace},
    engine::{Snapshot, request::Filter, span::Span},
};

/// What is asked about graduates and their employers.
#[derive(Clone, Debug)]
pub struct AlumniAsked {
    /// Which studies count.
    pub studies: Option<Filter>,
    /// Which spells of work count.
    pub employments: Option<Filter>,
    pub by: MovePlace,
    pub employer: EmployerChoice,
    /// Only from there.
    pub from: Option<Where>,
    /// Only to there.
    pub to: Option<Where>,
    /// Only flows of so many people.
    pub count_min: u32,
    /// Flows to pass over.
    pub offset: u32,
    /// Flows to give.
    pub first: u32,
}

/// From institutions to employers; each person counts once in a flow.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alumni {
    /// The flows that were asked for: the largest first, then by the keys of the places.
    pub flows: Vec<AlumniFlow>,
    /// How many flows there are on all pages.
    pub total: u64,
    /// People in all flows, whatever else was asked; somebody in several counts in each.
    pub counted: u64,
    /// The same for flows from or to a place that is not known.
    pub unknown: u64,
    /// Studies and spells of work without dates, of people who have both, where the order of them
    /// was asked for.
    pub undated: u64,
    /// Who has such.
    pub undated_people: RoaringBitmap,
}

/// Those who studied at one place and worked at another, which may be the same.
#[derive(Clone, Debug, PartialEq)]
pub struct AlumniFlow {
    pub from: Where,
    pub to: Where,
    pub people: RoaringBitmap,
}

#[derive(Debug, Default)]
struct Walked {
    moves: Vec<Move>,
    unknown: u64,
    undated: u64,
    undated_people: Vec<u32>,
}

/// From where people studied to where they worked. Takes time in proportion to the people who have
/// studies that count.
pub fn alumni(snapshot: &Snapshot, asked: &AlumniAsked) -> Alumni {
    let places = Places::new(snapshot, asked.by);
    let studies = Spells::of_study(snapshot, &places, asked.studies.as_ref());
    let work = Spells::of_work(snapshot, &places, asked.employments.as_ref());
    let employer = asked.employer;
    let parts =
        walk::shared(&studies.persons(), |persons| walked(&studies, &work, employer, persons));
    let mut found = Alumni {
        unknown: parts.iter().map(|it| it.unknown).sum(),
        undated: parts.iter().map(|it| it.undated).sum(),
        undated_people: parts.iter().flat_map(|it| &it.undated_people).collect(),
        ..Alumni::default()
    };
    let moves: Vec<Vec<Move>> = parts.into_iter().map(|it| it.moves).collect();
    let tally = Tally::new(&moves, places.end);
    found.counted = tally.len() as u64;
    let sought = |it| super::sought(&places, it);
    let (Ok(from), Ok(to)) = (sought(asked.from), sought(asked.to)) else { return found };
    let counts = tally.counts((from, to), asked.count_min);
    found.total = counts.len() as u64;
    let ranks = places.ranks(snapshot);
    let page = tally::page(counts, &ranks, asked.offset as usize, asked.first as usize);
    let people = tally.people(&page);
    let shown = page.iter().zip(people).map(|(it, people)| AlumniFlow {
        from: places.show(it.from),
        to: places.show(it.to),
        people,
    });
    found.flows = shown.collect();
    found
}

fn walked(
    studies: &Spells<'_>,
    work: &Spells<'_>,
    employer: EmployerChoice,
    persons: &[u32],
) -> Walked {
    let mut found = Walked::default();
    let mut scratch = Scratch::default();
    let (mut schooling, mut undated_schooling) = (Vec::new(), Vec::new());
    let (mut worked, mut undated_work) = (Vec::new(), Vec::new());
    let mut pairs = Vec::new();
    for person in studies.watched(persons) {
        studies.read(person, &mut schooling, &mut undated_schooling);
        work.read(person, &mut worked, &mut undated_work);
        pairs.clear();
        match employer {
            EmployerChoice::Any => {
                let schools =
                    schooling.iter().map(|it| it.place).chain(undated_schooling.drain(..));
                for from in schools {
                    let worked = worked.iter().map(|it| it.place);
                    pairs.extend(worked.chain(undated_work.iter().copied()).map(|to| (from, to)));
                }
            }
            EmployerChoice::First => {
                scratch.merge(&mut worked);
                for study in &schooling {
                    pairs.extend(first_after(&study.span, &worked).map(|to| (study.place, to)));
                }
                let has_both = schooling.len() + undated_schooling.len() > 0
                    && worked.len() + undated_work.len() > 0;
                let undated = undated_schooling.len() + undated_work.len();
                if has_both && undated > 0 {
                    found.undated += undated as u64;
                    found.undated_people.push(person);
                }
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        for (from, to) in pairs.drain(..) {
            if from == UNKNOWN || to == UNKNOWN {
                found.unknown += 1;
            } else {
                found.moves.push(Move { from, to, person });
            }
        }
    }
    found
}

/// The places of the first stays after a study: several where their order is open.
fn first_after(study: &Span, stays: &[Stay]) -> impl Iterator<Item = u32> {
    // Its end is no sooner than that, whether it is known or not.
    let over = study.end.0;
    let after = stays.iter().filter(move |it| it.span.start.1 >= over);
    let first_begun = after.clone().map(|it| it.span.start.1).min().unwrap_or(i32::MIN);
    after.filter(move |it| it.span.start.0 <= first_begun).map(|it| it.place)
}
