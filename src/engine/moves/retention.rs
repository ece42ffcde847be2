//! How many of those who started are still there after years.

use std::collections::BTreeMap;

use super::{
    places::{Places, Where},
    stays::{Scratch, Stay, UNKNOWN},
    walk::{self, Spells},
};
use crate::{
    catalog::{enums::MovePlace, value::PartialDate},
    engine::{
        Snapshot,
        request::Filter,
        span::{days, year},
    },
};

/// What is asked about who stayed.
#[derive(Clone, Debug)]
pub struct RetentionAsked {
    /// Which spells of work count.
    pub filter: Option<Filter>,
    pub by: MovePlace,
    /// Only stays there.
    pub at: Option<Where>,
    /// What began later does not count, and anniversaries after it are still to come.
    pub on: PartialDate,
    /// Up to how many years after the start to look.
    pub years: u16,
}

/// Stays by the year in which they began.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    /// By year.
    pub cohorts: Vec<Cohort>,
    /// Stays whose year of start, or whose place, is not known.
    pub unplaced: u64,
}

/// The stays that began in one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cohort {
    pub year: u16,
    pub started: u64,
    /// After one year, two, and so on.
    pub after: Vec<AfterYears>,
}

/// What had become of the stays of a cohort; the four counts make up all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AfterYears {
    pub stayed: u64,
    pub left: u64,
    /// Their dates leave it open.
    pub unknown: u64,
    /// The anniversary has not come, as far as is certain.
    pub pending: u64,
}

type Cohorts = BTreeMap<u16, Cohort>;

/// Who stayed after one year to `years`. Takes time in proportion to the people who have spells
/// that count.
pub fn retention(snapshot: &Snapshot, asked: &RetentionAsked) -> Retention {
    let places = Places::new(snapshot, asked.by);
    let Ok(at) = super::sought(&places, asked.at) else { return Retention::default() };
    let spells = Spells::of_work(snapshot, &places, asked.filter.as_ref());
    let parts = walk::shared(&spells.persons(), |persons| walked(&spells, at, asked, persons));
    let mut all = Cohorts::new();
    let mut unplaced = 0;
    for (cohorts, count) in parts {
        unplaced += count;
        for (year, cohort) in cohorts {
            all.entry(year).and_modify(|it| it.add(&cohort)).or_insert(cohort);
        }
    }
    Retention { cohorts: all.into_values().collect(), unplaced }
}

fn walked(
    spells: &Spells<'_>,
    at: Option<u32>,
    asked: &RetentionAsked,
    persons: &[u32],
) -> (Cohorts, u64) {
    let on = days(asked.on);
    let is_asked = |place: u32| at.is_none_or(|it| it == place);
    let mut cohorts = Cohorts::new();
    let mut unplaced = 0;
    let mut scratch = Scratch::default();
    let (mut stays, mut undated) = (Vec::new(), Vec::new());
    for person in spells.watched(persons) {
        spells.read(person, &mut stays, &mut undated);
        unplaced += undated.iter().filter(|it| is_asked(**it)).count() as u64;
        scratch.merge(&mut stays);
        let asked_for = stays.iter().filter(|it| is_asked(it.place));
        for stay in asked_for.filter(|it| it.span.start.0 <= on.1) {
            match year(stay.span.start).filter(|_| stay.place != UNKNOWN) {
                None => unplaced += 1,
                Some(year) => {
                    let cohort = cohorts.entry(year).or_insert_with(|| Cohort {
                        year,
                        started: 0,
                        after: vec![AfterYears::default(); asked.years.into()],
                    });
                    cohort.started += 1;
                    (1..).zip(&mut cohort.after).for_each(|(years, it)| it.take(stay, years, on.0));
                }
            }
        }
    }
    (cohorts, unplaced)
}

impl Cohort {
    fn add(&mut self, other: &Cohort) {
        self.started += other.started;
        for (own, its) in self.after.iter_mut().zip(&other.after) {
            own.stayed += its.stayed;
            own.left += its.left;
            own.unknown += its.unknown;
            own.pending += its.pending;
        }
    }
}

impl AfterYears {
    /// Counts a stay, of which so many years are looked at on a day.
    fn take(&mut self, stay: &Stay, years: i32, on: i32) {
        let (first, last) = stay.span.start;
        // Ordered among other days, even where it is a 29 February that there is not.
        let (first, last) = (first + years * 10_000, last + years * 10_000);
        let count = if last > on {
            &mut self.pending
        } else if stay.span.goes_on() || stay.span.end.0 >= last {
            &mut self.stayed
        } else if stay.span.end.1 < first {
            &mut self.left
        } else {
            &mut self.unknown
        };
        *count += 1;
    }
}
