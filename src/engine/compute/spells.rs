//! Ages, tenures, and what goes on at a date, from dates that may give the year or month only.

use roaring::RoaringBitmap;

use super::{Datum, field, link};
use crate::{
    catalog::{
        place,
        value::{Day, PartialDate},
    },
    engine::{Frame, Snapshot},
};

/// Days in a year of the Gregorian calendar, on average over its cycle of 400 years.
const DAYS_PER_YEAR: f64 = 365.2425;

fn years(min: f64, max: f64) -> Datum {
    let rounded = |it: f64| (it * 100.0).round() / 100.0;
    let (min, max) = (rounded(min), rounded(max));
    let mid = rounded(f64::midpoint(min, max));
    Datum::Record(vec![Datum::Float(min), Datum::Float(max), Datum::Float(mid)])
}

fn days_between(from: Day, to: Day) -> f64 {
    f64::from(to.0 - from.0)
}

/// Completed years since the date of birth.
pub(super) fn age(frame: &Frame, row: u32, on: PartialDate) -> Datum {
    let Some(birth) = frame.column(field(frame, "birth_date")).date(row) else {
        return Datum::Null;
    };
    let most = birth.first_day().whole_years_until(on.last_day());
    if most < 0 {
        return Datum::Null;
    }
    let least = birth.last_day().whole_years_until(on.first_day()).max(0);
    years(least.into(), most.into())
}

/// What is known of when a spell began and ended.
struct Spell {
    start: Option<PartialDate>,
    end: Option<PartialDate>,
    /// Where it is over and nobody said since when: the last day on which it may have ended, since
    /// its source knew of it then.
    over: Option<Day>,
}

impl Spell {
    fn of(frame: &Frame, row: u32) -> Self {
        let date = |name| frame.column(field(frame, name)).date(row);
        let ending = frame.table().field("ending").and_then(|it| frame.column(it).int(row));
        let end = date("end");
        let known = || date("as_of").map_or(Day(i32::MAX), PartialDate::last_day);
        let over = (end.is_none() && ending.is_some()).then(known);
        Spell { start: date("start"), end, over }
    }

    /// The least and the most days it lasted up to `on`; `None` where its start is not known or
    /// lies later.
    fn days(&self, on: PartialDate) -> Option<(f64, f64)> {
        let start = self.start?;
        if start.first_day() > on.last_day() {
            return None;
        }
        let first_end = match (self.end, self.over) {
            (Some(end), _) => end.first_day().min(on.first_day()),
            (None, Some(_)) => start.first_day(),
            (None, None) => on.first_day(),
        };
        let least = days_between(start.last_day(), first_end).max(0.0);
        Some((least, days_between(start.first_day(), self.last_end(start, on))))
    }

    /// The last day, up to `on`, on which it may have gone on.
    fn last_end(&self, start: PartialDate, on: PartialDate) -> Day {
        let last = self.end.map(PartialDate::last_day).or(self.over);
        last.map_or(on.last_day(), |it| it.max(start.first_day()).min(on.last_day()))
    }
}

/// Years from the start of a spell to its end or to `on`.
pub(super) fn tenure(frame: &Frame, row: u32, on: PartialDate) -> Datum {
    let days = Spell::of(frame, row).days(on);
    days.map_or(Datum::Null, |(min, max)| years(min / DAYS_PER_YEAR, max / DAYS_PER_YEAR))
}

/// Whether a spell goes on at `on`; null where its dates leave that open.
pub(super) fn is_current(frame: &Frame, row: u32, on: PartialDate) -> Datum {
    goes_on(frame, row, on).map_or(Datum::Null, Datum::Bool)
}

/// Whether a spell goes on at `on`; `None` where its dates leave that open.
fn goes_on(frame: &Frame, row: u32, on: PartialDate) -> Option<bool> {
    let spell = Spell::of(frame, row);
    if spell.start.is_some_and(|it| it.first_day() > on.last_day())
        || spell.end.is_some_and(|it| it.last_day() < on.first_day())
        || spell.over.is_some_and(|it| it < on.first_day())
    {
        return Some(false);
    }
    let began = spell.start.is_some_and(|it| it.last_day() <= on.first_day());
    let goes_on = match spell.end {
        Some(end) => end.first_day() >= on.last_day(),
        None => spell.over.is_none(),
    };
    // A spell without dates that nobody said was over is taken to go on.
    let undated = spell.start.is_none() && spell.end.is_none() && spell.over.is_none();
    ((began || undated) && goes_on).then_some(true)
}

/// Who was there on `on`, by spells or memberships that `link` leads back to: for certain, and
/// those besides for whom their dates leave it open.
pub(super) fn members(
    snapshot: &Snapshot,
    (frame, row): (&Frame, u32),
    link: usize,
    on: PartialDate,
) -> Datum {
    let spells = snapshot.frame(frame.source_of(link));
    let person = spells.column(field(spells, "person"));
    let mut certain = RoaringBitmap::new();
    let mut possible = RoaringBitmap::new();
    for row in frame.linked(link, row).iter() {
        let people = match goes_on(spells, row, on) {
            Some(true) => &mut certain,
            Some(false) => continue,
            None => &mut possible,
        };
        people.insert(person.target(row).expect("every spell is somebody's"));
    }
    possible -= &certain;
    let people = place("Person");
    Datum::Record(vec![Datum::Connection(people, certain), Datum::Connection(people, possible)])
}

/// Years of work up to `on`, time in several spells at once counted once.
///
/// The most is the length of the union of the longest spans that the dates allow, the least that
/// of the shortest.
pub(super) fn experience(snapshot: &Snapshot, frame: &Frame, row: u32, on: PartialDate) -> Datum {
    let employments = snapshot.frame(place("Employment"));
    let spells = frame.linked(link(frame, "employments"), row);
    let spells: Vec<Spell> = spells.iter().map(|it| Spell::of(employments, it)).collect();
    let mut shortest = Vec::new();
    let mut longest = Vec::new();
    for spell in spells {
        let (Some(start), Some(_)) = (spell.start, spell.days(on)) else { continue };
        longest.push((start.first_day(), spell.last_end(start, on)));
        if spell.over.is_none() {
            let first = spell.end.map_or(on.first_day(), |it| it.first_day().min(on.first_day()));
            shortest.push((start.last_day(), first));
        }
    }
    if longest.is_empty() {
        return Datum::Null;
    }
    years(union(shortest) / DAYS_PER_YEAR, union(longest) / DAYS_PER_YEAR)
}

/// Days covered by any of the spans.
fn union(mut spans: Vec<(Day, Day)>) -> f64 {
    spans.sort_unstable();
    let mut days = 0.0;
    let mut covered = None;
    for (start, end) in spans {
        let start = covered.map_or(start, |it: Day| it.max(start));
        if end > start {
            days += days_between(start, end);
        }
        covered = Some(covered.map_or(end, |it: Day| it.max(end)));
    }
    days
}
