//! From one person's spells to stays, and from stays to moves: the rules of [`super`].

use crate::engine::span::Span;

/// What stands for a place that is not known.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// A time that a person spent at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stay {
    /// [`UNKNOWN`] where nobody said.
    pub place: u32,
    pub span: Span,
}

/// What is used again from person to person.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    merged: Vec<Stay>,
    /// Places in the list of stays, by their latest starts.
    by_latest: Vec<u32>,
}

/// Most people have so few spells that each pair of them is looked at in no time.
const SPELLS_FEW: usize = 8;

fn by_start(stay: &Stay) -> ((i32, i32), u32) {
    (stay.span.start, stay.place)
}

/// Whether no two spells are at one place, told of few.
fn are_apart(spells: &[Stay]) -> bool {
    let mut rest = spells;
    spells.len() <= SPELLS_FEW
        && spells.iter().all(|spell| {
            rest = &rest[1..];
            rest.iter().all(|it| it.place != spell.place)
        })
}

/// Whether each stay began before the next for certain, as in most careers.
fn is_in_order(stays: &[Stay]) -> bool {
    stays.is_sorted_by(|one, next| one.span.is_before(&next.span))
}

/// Whether each stay that is in order may have lasted longer than all before it.
fn has_no_side_job(stays: &[Stay]) -> bool {
    let mut ended = i32::MIN;
    stays.iter().all(|it| {
        let is_longer = ended < it.span.end.1;
        ended = ended.max(it.span.end.0);
        is_longer
    })
}

impl Scratch {
    /// Makes of spells the stays of which a career is made, by their earliest starts.
    pub(super) fn settle(&mut self, spells: &mut Vec<Stay>) {
        self.merge(spells);
        if !(is_in_order(spells) && has_no_side_job(spells)) {
            self.leave_out_side_jobs(spells);
        }
    }

    /// Spells at one place that touch or overlap become one; in order of their earliest starts.
    pub(super) fn merge(&mut self, spells: &mut Vec<Stay>) {
        if are_apart(spells) {
            if !spells.is_sorted_by_key(by_start) {
                spells.sort_unstable_by_key(by_start);
            }
            return;
        }
        spells.sort_unstable_by_key(|it| (it.place, it.span.start, it.span.reach));
        self.merged.clear();
        for spell in &*spells {
            match self.merged.last_mut() {
                Some(last)
                    if last.place == spell.place
                        && spell.place != UNKNOWN
                        && last.span.touches(&spell.span) =>
                {
                    last.span = last.span.joined(&spell.span);
                }
                _ => self.merged.push(*spell),
            }
        }
        std::mem::swap(spells, &mut self.merged);
        spells.sort_unstable_by_key(by_start);
    }

    /// Takes out stays that lie wholly within another; keeps the order.
    fn leave_out_side_jobs(&mut self, stays: &mut Vec<Stay>) {
        self.sort_by_latest(stays);
        // The latest of the certain ends of stays that began before, or no later than, a day.
        let (mut end_before, mut end_by) = (i32::MIN, i32::MIN);
        let (mut before, mut by) = (0, 0);
        let certain_end = |place: u32| stays[place as usize].span.end.0;
        let latest = |place: u32| stays[place as usize].span.start.1;
        self.merged.clear();
        for stay in &*stays {
            let start = stay.span.start.0;
            while let Some(it) = self.by_latest.get(before).filter(|it| latest(**it) < start) {
                end_before = end_before.max(certain_end(*it));
                before += 1;
            }
            while let Some(it) = self.by_latest.get(by).filter(|it| latest(**it) <= start) {
                end_by = end_by.max(certain_end(*it));
                by += 1;
            }
            let end = stay.span.end.1;
            let is_within = end_before >= end || end_by > end;
            if !is_within {
                self.merged.push(*stay);
            }
        }
        std::mem::swap(stays, &mut self.merged);
    }

    fn sort_by_latest(&mut self, stays: &[Stay]) {
        self.by_latest.clear();
        self.by_latest.extend((0..).take(stays.len()));
        self.by_latest.sort_by_key(|it| stays[*it as usize].span.start.1);
    }

    /// Calls `moved` with each two stays that follow each other, and tells how many pairs of stays
    /// have an order that their dates leave open. The stays are in order of their earliest starts.
    pub(super) fn follow(&mut self, stays: &[Stay], mut moved: impl FnMut(&Stay, &Stay)) -> u64 {
        if is_in_order(stays) {
            stays.windows(2).for_each(|it| moved(&it[0], &it[1]));
            return 0;
        }
        self.sort_by_latest(stays);
        let stay = |place: u32| &stays[place as usize];
        let mut earlier = 0;
        // The latest of the earliest starts of those that came before: who had begun for certain
        // before that is followed by it.
        let mut last_begun = i32::MIN;
        let mut open = 0;
        for (place, entered) in stays.iter().enumerate() {
            while let Some(it) =
                self.by_latest.get(earlier).filter(|it| stay(**it).span.is_before(&entered.span))
            {
                last_begun = last_begun.max(stay(*it).span.start.0);
                earlier += 1;
            }
            open += (place - earlier) as u64;
            let before = self.by_latest[..earlier].iter().rev().map(|it| stay(*it));
            for left in before.take_while(|it| it.span.start.1 >= last_begun) {
                moved(left, entered);
            }
        }
        open
    }
}
