//! The rules of moves, word by word: every pair and every triple of stays is looked at.

use std::collections::{BTreeMap, BTreeSet};

use bole::{
    catalog::{
        Organization, Row,
        enums::MovePlace,
        value::{Day, PartialDate},
    },
    engine::moves::FlowsAsked,
};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub flows: Vec<Flow>,
    pub total: u64,
    pub moves: u64,
    pub unknown: u64,
    pub possible: u64,
    pub unordered: u64,
    pub undated: u64,
    pub undated_people: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Flow {
    pub from: String,
    pub to: String,
    pub count: u64,
    pub back: u64,
    pub people: Vec<String>,
}

/// Spells of work by person.
#[derive(Debug)]
pub(super) struct Careers<'r> {
    by: MovePlace,
    organizations: BTreeMap<&'r str, &'r Organization>,
    pub(super) spells: BTreeMap<&'r str, Vec<Spell>>,
}

/// A spell, or several that are one stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spell {
    pub place: Option<String>,
    /// The earliest and the latest day; `None` where there is no date.
    pub dates: Option<Dates>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engine) struct Dates {
    pub start: (i32, i32),
    pub end: (i32, i32),
    /// The last day it is taken to reach.
    pub reach: i32,
}

const BEFORE_ALL: i32 = i32::MIN / 2;
const AFTER_ALL: i32 = i32::MAX / 2;

pub(in crate::engine) fn dates(
    start: Option<PartialDate>,
    end: Option<PartialDate>,
    is_over: bool,
) -> Option<Dates> {
    let days = |it: PartialDate| {
        let (Day(first), Day(last)) = (it.first_day(), it.last_day());
        (first, last)
    };
    let (mut start, end) = match (start.map(days), end.map(days)) {
        (None, None) => return None,
        (start, end) => (start.unwrap_or((BEFORE_ALL, AFTER_ALL)), end),
    };
    if let Some((_, last)) = end {
        if last < start.0 {
            return None;
        }
        start.1 = start.1.min(last);
    }
    let reach = end.map_or(if is_over { start.1 } else { AFTER_ALL }, |it| it.1);
    let end = end.unwrap_or((BEFORE_ALL, AFTER_ALL));
    Some(Dates { start, end: (end.0.max(start.0), end.1), reach })
}

impl Dates {
    fn is_before(&self, other: &Dates) -> bool {
        self.start.1 < other.start.0
    }

    fn is_within(&self, other: &Dates) -> bool {
        let begins = other.start.1 <= self.start.0;
        let ends = self.end.1 <= other.end.0;
        begins && ends && (other.start.1 < self.start.0 || self.end.1 < other.end.0)
    }
}

impl<'r> Careers<'r> {
    pub(super) fn new(rows: &'r [Row], by: MovePlace, role: Option<i64>) -> Self {
        let mut organizations = BTreeMap::new();
        let mut spells: BTreeMap<&str, Vec<Spell>> = BTreeMap::new();
        for row in rows {
            match row {
                Row::Organization(it) => drop(organizations.insert(it.key.as_str(), it)),
                Row::Person(it) => drop(spells.insert(it.key.as_str(), Vec::new())),
                _ => (),
            }
        }
        let mut careers = Careers { by, organizations, spells };
        for row in rows {
            let Row::Employment(it) = row else { continue };
            if role.is_some_and(|role| it.role.map(|it| it as i64) != Some(role)) {
                continue;
            }
            let spell = Spell {
                place: careers.place(it.organization.key()),
                dates: dates(it.start, it.end, it.ending.is_some()),
            };
            careers.spells.get_mut(it.person.key()).unwrap().push(spell);
        }
        careers
    }

    /// What stands for an organization, or for a country by its own name.
    pub(super) fn place(&self, name: &str) -> Option<String> {
        let Some(organization) = self.organizations.get(name) else { return Some(name.to_owned()) };
        match self.by {
            MovePlace::Organization => Some(name.to_owned()),
            MovePlace::Country => organization.country.map(|it| it.to_string()),
            MovePlace::RootOrganization => {
                let mut path = vec![name];
                while let Some(parent) = &self.organizations[path.last().unwrap()].parent {
                    if let Some(at) = path.iter().position(|it| *it == parent.key()) {
                        return path[at..].iter().min().map(|it| (*it).to_owned());
                    }
                    path.push(parent.key());
                }
                path.last().map(|it| (*it).to_owned())
            }
        }
    }

    /// The stays of spells that have dates: those at one place that may touch are one.
    pub(super) fn stays(spells: &[Spell]) -> Vec<(Option<String>, Dates)> {
        let dated = spells.iter().filter_map(|it| Some((it.place.clone(), it.dates.clone()?)));
        let mut stays: Vec<(Option<String>, Dates)> = dated.collect();
        while let Some((one, other)) = touching(&stays) {
            let (_, later) = stays.remove(other.max(one));
            let (_, it) = &mut stays[one.min(other)];
            it.start = (it.start.0.min(later.start.0), it.start.1.min(later.start.1));
            it.end = (it.end.0.max(later.end.0), it.end.1.max(later.end.1));
            it.reach = it.reach.max(later.reach);
        }
        stays
    }

    pub(super) fn flows(
        &self,
        asked: &FlowsAsked,
        (from, to): (Option<Vec<String>>, Option<Vec<String>>),
    ) -> Found {
        let mut found = Found::default();
        let mut flows: BTreeMap<(String, String), (u64, BTreeSet<String>)> = BTreeMap::new();
        for (person, spells) in &self.spells {
            let places: BTreeSet<&Option<String>> = spells.iter().map(|it| &it.place).collect();
            let undated = spells.iter().filter(|it| it.dates.is_none()).count() as u64;
            if undated > 0 && places.len() > 1 {
                found.undated += undated;
                found.undated_people.push((*person).to_owned());
            }
            let all = Careers::stays(spells);
            let is_side_job = |it: &Dates| all.iter().any(|other| it.is_within(&other.1));
            let stays: Vec<_> = all.iter().filter(|it| !is_side_job(&it.1)).collect();
            for (number, (left, before)) in stays.iter().enumerate() {
                let others = stays.iter().skip(number + 1);
                let open = others.filter(|it| !before.is_before(&it.1) && !it.1.is_before(before));
                found.unordered += open.count() as u64;
                for (entered, after) in &stays {
                    let between = |it: &Dates| before.is_before(it) && it.is_before(after);
                    let follows = before.is_before(after) && !stays.iter().any(|it| between(&it.1));
                    if !follows || (left == entered && left.is_some()) {
                        continue;
                    }
                    let first = asked.period.from.map_or(BEFORE_ALL, |it| it.first_day().0);
                    let last = asked.period.to.map_or(AFTER_ALL, |it| it.last_day().0);
                    if after.start.0 < first || after.start.1 > last {
                        let may = after.start.1 >= first && after.start.0 <= last;
                        found.possible += u64::from(may);
                        continue;
                    }
                    let (Some(left), Some(entered)) = (left, entered) else {
                        found.unknown += 1;
                        continue;
                    };
                    let flow = flows.entry((left.clone(), entered.clone())).or_default();
                    flow.0 += 1;
                    flow.1.insert((*person).to_owned());
                }
            }
        }
        found.moves = flows.values().map(|it| it.0).sum();
        let is_asked = |place: &String, sought: &Option<Vec<String>>| {
            sought.as_ref().is_none_or(|it| it.contains(place))
        };
        let passing = flows.iter().filter(|((left, entered), (count, _))| {
            is_asked(left, &from) && is_asked(entered, &to) && *count >= asked.count_min.into()
        });
        let mut passing: Vec<Flow> = passing
            .map(|((left, entered), (count, people))| Flow {
                from: left.clone(),
                to: entered.clone(),
                count: *count,
                back: flows.get(&(entered.clone(), left.clone())).map_or(0, |it| it.0),
                people: people.iter().cloned().collect(),
            })
            .collect();
        passing.sort_by_key(|it| std::cmp::Reverse(it.count));
        found.total = passing.len() as u64;
        found.flows =
            passing.into_iter().skip(asked.offset as usize).take(asked.first as usize).collect();
        found
    }
}

/// Two stays at one known place that may touch, if there are.
fn touching(stays: &[(Option<String>, Dates)]) -> Option<(usize, usize)> {
    let pairs = (0..stays.len()).flat_map(|one| (0..stays.len()).map(move |other| (one, other)));
    pairs.into_iter().find(|(one, other)| {
        let ((place, earlier), (its, later)) = (&stays[*one], &stays[*other]);
        one != other
            && place.is_some()
            && place == its
            && earlier.start.0 <= later.start.0
            && later.start.0 <= earlier.reach + 1
    })
}
