//! What people have in common.

use std::collections::HashMap;

use crate::{
    catalog::{enums::TieKind, place},
    engine::{
        Column, Frame, Snapshot,
        span::{self, Span},
    },
};

/// What ties all who are there: its kind, by its place in [`KINDS`], and its row.
pub(super) type Hub = (usize, u32);

/// One kind of tie: the table of those spells, or of what ties by itself.
struct Kind {
    by: TieKind,
    table: &'static str,
    /// The links of a person that lead there.
    links: &'static [&'static str],
    /// The fields that name people.
    people: &'static [&'static str],
    /// For spells: the table of what they are at, the field that names it, and its link back.
    at: Option<(&'static str, &'static str, &'static str)>,
    /// Whether a spell without an end goes on, unless it is said to be over.
    lasts: bool,
}

/// The kinds in the order in which ties are told.
const KINDS: [Kind; 6] = [
    Kind {
        by: TieKind::Employment,
        table: "Employment",
        links: &["employments"],
        people: &["person"],
        at: Some(("Organization", "organization", "employments")),
        lasts: true,
    },
    Kind {
        by: TieKind::Education,
        table: "Education",
        links: &["educations"],
        people: &["person"],
        at: Some(("Organization", "institution", "educations")),
        lasts: false,
    },
    Kind {
        by: TieKind::Membership,
        table: "Membership",
        links: &["memberships"],
        people: &["person"],
        at: Some(("Team", "team", "memberships")),
        lasts: true,
    },
    Kind {
        by: TieKind::Advising,
        table: "Advising",
        links: &["students", "advisors"],
        people: &["advisor", "student"],
        at: None,
        lasts: false,
    },
    Kind {
        by: TieKind::Authorship,
        table: "Model",
        links: &["models"],
        people: &["authors"],
        at: None,
        lasts: false,
    },
    Kind {
        by: TieKind::Event,
        table: "Event",
        links: &["events"],
        people: &["people"],
        at: None,
        lasts: false,
    },
];

/// A kind with its columns.
struct Source<'s> {
    by: TieKind,
    /// The table and the frame of the hubs.
    hubs: (usize, &'s Frame),
    links: Vec<usize>,
    people: Vec<&'s Column>,
    /// For spells: the field that names the hub, and its link back.
    at: Option<(&'s Column, usize)>,
    start: Option<&'s Column>,
    end: Option<&'s Column>,
    ending: Option<&'s Column>,
    lasts: bool,
}

/// All that ties people.
pub(super) struct Hubs<'s> {
    persons: &'s Frame,
    sources: Vec<Source<'s>>,
    /// Whether spells must overlap.
    overlapping: bool,
}

/// Any time.
const ALWAYS: (i32, i32) = (i32::MIN, i32::MAX);

impl<'s> Hubs<'s> {
    pub(super) fn new(snapshot: &'s Snapshot, overlapping: bool) -> Self {
        let persons = snapshot.frame(place("Person"));
        let sources = KINDS.iter().map(|kind| Source::new(snapshot, kind)).collect();
        Hubs { persons, sources, overlapping }
    }

    /// Calls `found` with each hub of a person and the row that leads there.
    fn each(&self, person: u32, mut found: impl FnMut(Hub, u32)) {
        for (kind, source) in self.sources.iter().enumerate() {
            for link in &source.links {
                for row in self.persons.linked(*link, person).iter() {
                    found((kind, source.hub_of(row)), row);
                }
            }
        }
    }

    /// How many rows lead to a hub.
    pub(super) fn size(&self, (kind, hub): Hub) -> u64 {
        let source = &self.sources[kind];
        match source.at {
            Some((_, link)) => source.hubs.1.linked(link, hub).len() as u64,
            None => source.people.iter().map(|it| it.targets(hub).count() as u64).sum(),
        }
    }

    /// Calls `found` with each person at a hub and the days at which that may have been.
    pub(super) fn members(&self, (kind, hub): Hub, mut found: impl FnMut(u32, (i32, i32))) {
        let source = &self.sources[kind];
        match source.at {
            Some((_, link)) => {
                for row in source.hubs.1.linked(link, hub).iter() {
                    let days = self.days(source, row);
                    source.people[0].targets(row).for_each(|it| found(it, days));
                }
            }
            None => {
                for people in &source.people {
                    people.targets(hub).for_each(|it| found(it, ALWAYS));
                }
            }
        }
    }

    fn days(&self, source: &Source<'_>, row: u32) -> (i32, i32) {
        let span = source.span_of(row).filter(|_| self.overlapping && source.at.is_some());
        span.map_or(ALWAYS, |it| (it.start.0, it.end.1))
    }

    /// The hubs of some people, and when these were there; in order of their kinds and rows.
    pub(super) fn around(&self, people: &[u32]) -> Vec<(Hub, Presence)> {
        let mut hubs: Vec<(Hub, Presence)> = self.presences(people).into_iter().collect();
        hubs.sort_unstable_by_key(|it| it.0);
        hubs
    }

    fn presences(&self, people: &[u32]) -> HashMap<Hub, Presence> {
        let mut presences: HashMap<Hub, Presence> = HashMap::new();
        for person in people {
            self.each(*person, |hub, row| {
                let days = self.days(&self.sources[hub.0], row);
                presences.entry(hub).or_default().0.push(days);
            });
        }
        presences.values_mut().for_each(Presence::settle);
        presences
    }

    /// Those of `people` who are tied to one of `others`, who are others than they.
    pub(super) fn tied(&self, people: &[u32], others: &[u32]) -> Vec<u32> {
        let presences = self.presences(others);
        let is_tied = |person: &u32| {
            let mut is_tied = false;
            self.each(*person, |hub, row| {
                let days = self.days(&self.sources[hub.0], row);
                is_tied = is_tied || presences.get(&hub).is_some_and(|it| it.may_overlap(days));
            });
            is_tied
        };
        people.iter().copied().filter(is_tied).collect()
    }

    /// All that ties two people: by kind, then by the keys of the hubs.
    pub(super) fn between(&self, one: u32, other: u32) -> Vec<super::Tie> {
        let mut rows: HashMap<Hub, Vec<u32>> = HashMap::new();
        self.each(one, |hub, row| rows.entry(hub).or_default().push(row));
        let mut ties: HashMap<Hub, super::Tie> = HashMap::new();
        self.each(other, |hub, row| {
            for own in rows.get(&hub).into_iter().flatten() {
                let Some(tie) = self.tie(hub, *own, row) else { continue };
                let rank = |it: &super::Tie| {
                    (!it.certain, it.start.unwrap_or(u16::MAX), it.end.unwrap_or(u16::MAX))
                };
                let best = ties.entry(hub).or_insert(tie);
                if rank(&tie) < rank(best) {
                    *best = tie;
                }
            }
        });
        let mut ties: Vec<(Hub, super::Tie)> = ties.into_iter().collect();
        ties.sort_by_key(|((kind, hub), _)| (*kind, self.sources[*kind].hubs.1.key(*hub)));
        ties.into_iter().map(|it| it.1).collect()
    }

    /// What two rows that lead to one hub make of it.
    fn tie(&self, (kind, hub): Hub, one: u32, other: u32) -> Option<super::Tie> {
        let source = &self.sources[kind];
        let through = (source.hubs.0, hub);
        let (one, other) = match source.at {
            // What ties by itself does so at its own time.
            None => (source.span_of(hub), source.span_of(hub)),
            Some(_) => {
                let days = self.days(source, other);
                Presence(vec![self.days(source, one)]).may_overlap(days).then_some(())?;
                (source.span_of(one), source.span_of(other))
            }
        };
        let spans = one.zip(other);
        let shared =
            spans.filter(|(one, other)| one.start.0 <= other.end.1 && other.start.0 <= one.end.1);
        let (start, end) = shared.map_or((None, None), |it| it.0.shared_years(&it.1));
        let certain = source.at.is_none() || spans.is_some_and(|it| it.0.overlaps(&it.1));
        Some(super::Tie { by: source.by, through, start, end, certain })
    }
}

impl<'s> Source<'s> {
    fn new(snapshot: &'s Snapshot, kind: &Kind) -> Self {
        let table = place(kind.table);
        let frame = snapshot.frame(table);
        let field = |name: &str| frame.table().field(name).map(|it| frame.column(it));
        let named = |name: &str| field(name).expect("kinds of ties name fields of the catalog");
        let link = |frame: &Frame, name: &str| {
            frame.table().link(name).expect("kinds of ties name links of the catalog")
        };
        let persons = snapshot.frame(place("Person"));
        let at = kind.at.map(|(table, name, back)| {
            let hubs = snapshot.frame(place(table));
            (place(table), hubs, (named(name), link(hubs, back)))
        });
        Source {
            by: kind.by,
            hubs: at.map_or((table, frame), |it| (it.0, it.1)),
            links: kind.links.iter().map(|it| link(persons, it)).collect(),
            people: kind.people.iter().map(|it| named(it)).collect(),
            at: at.map(|it| it.2),
            start: field("start").or_else(|| field("date")),
            end: field("end").or_else(|| field("date")),
            ending: field("ending"),
            lasts: kind.lasts,
        }
    }

    /// The hub that a row leads to; the row itself where it ties by itself.
    fn hub_of(&self, row: u32) -> u32 {
        let target = |at: &Column| at.target(row).expect("every spell is at something");
        self.at.map_or(row, |(at, _)| target(at))
    }

    /// When it was, as far as there are dates.
    fn span_of(&self, row: u32) -> Option<Span> {
        let date = |column: Option<&Column>| column.and_then(|it| span::days_at(it, row));
        let (start, end) = (date(self.start), date(self.end));
        let goes_on = self.lasts && self.ending.is_none_or(|it| it.is_null(row));
        match (start, end) {
            (None, None) => goes_on.then_some(Span::GOES_ON),
            _ => Span::of(start, end, !goes_on),
        }
    }
}

/// The days at which some people were at a hub.
#[derive(Debug, Default)]
pub(super) struct Presence(Vec<(i32, i32)>);

impl Presence {
    /// Orders the times, and makes each reach as far as those before it.
    fn settle(&mut self) {
        self.0.sort_unstable();
        let mut last = i32::MIN;
        for (_, end) in &mut self.0 {
            last = last.max(*end);
            *end = last;
        }
    }

    /// Whether one of the times may have a day in common with these days.
    pub(super) fn may_overlap(&self, (start, end): (i32, i32)) -> bool {
        let begun = self.0.partition_point(|it| it.0 <= end);
        begun > 0 && self.0[begun - 1].1 >= start
    }
}
