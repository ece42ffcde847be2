//! Which groups are meant, and which come first.

use std::cmp::Ordering;

use super::{Grouped, Meaning, Origin, keys::Tuples, numbers::Summaries};
use crate::engine::{
    compute::Refusal,
    request::{
        Direction, Filter, GroupCursor, GroupNumber, GroupOrderBy, Groups, KeyTree, Measure, Nulls,
        Statistic, Test, Value,
    },
};

/// A stretch of groups, in order.
#[derive(Debug)]
pub struct Found {
    pub groups: Vec<u32>,
    /// How many groups are meant, on whatever page.
    pub total: usize,
    pub has_next: bool,
    pub has_previous: bool,
    /// What [`Groups::numbers`] are: by number, then by group.
    numbers: Vec<Vec<f64>>,
}

impl Found {
    /// What is wanted of the groups of the page, where the order made all of it.
    pub fn known(&self, groups: &Groups, wanted: &Summaries<'_>) -> Option<Vec<f64>> {
        let place = |(measure, statistic): (&Measure, Statistic)| {
            let is_it = |it: &GroupNumber| match it {
                GroupNumber::Statistic(of, made) => of == measure && *made == statistic,
                _ => false,
            };
            groups.numbers.iter().position(is_it)
        };
        let places = wanted.all().map(place).collect::<Option<Vec<usize>>>()?;
        let mut known = Vec::with_capacity(self.groups.len() * places.len());
        for group in &self.groups {
            known.extend(places.iter().map(|it| self.numbers[*it][*group as usize]));
        }
        Some(known)
    }

    /// The place of a group under the order of `groups`.
    pub fn cursor(
        &self,
        origin: &Origin<'_>,
        (grouped, groups): (&Grouped<'_>, &Groups),
        group: u32,
    ) -> GroupCursor {
        let numbers = groups.order.iter().filter_map(|it| match it.by {
            GroupOrderBy::Keys => None,
            GroupOrderBy::Number(number) => {
                Some(Some(self.numbers[number][group as usize]).filter(|it| !it.is_nan()))
            }
        });
        GroupCursor { numbers: numbers.collect(), keys: grouped.values(origin, group as usize) }
    }
}

/// The groups of a page.
///
/// # Errors
///
/// As those of [`Grouped::new`], and refusals of computations.
pub fn page<'s>(
    origin: Origin<'s>,
    grouped: &Grouped<'s>,
    groups: &'s Groups,
) -> Result<Found, Refusal> {
    let places = groups.by.places();
    let mut keys: Vec<usize> = (0..places.len()).collect();
    keys.sort_by_key(|it| places[*it]);
    let numbers = numbers(origin, grouped, groups)?;
    let ranking = Ranking { origin, grouped, groups, keys, numbers };
    let all = 0..crate::engine::row_number(grouped.len());
    let mut meant: Vec<u32> = match &groups.having {
        None => all.collect(),
        Some(having) => origin.work.watched(all).filter(|it| ranking.passes(having, *it)).collect(),
    };
    let total = meant.len();
    if let Some(after) = &groups.after {
        meant.retain(|it| ranking.compare_to(*it, after) == Ordering::Greater);
    }
    let begin = (groups.offset as usize).min(meant.len());
    let end = begin.saturating_add(groups.limit as usize).min(meant.len());
    let has_previous = total > meant.len() || begin > 0;
    let has_next = end < meant.len();
    if has_next {
        meant.select_nth_unstable_by(end, |one, other| ranking.compare(*one, *other));
        meant.truncate(end);
    }
    origin.work.sort(&mut meant, |one, other| ranking.compare(*one, *other));
    meant.drain(..begin);
    Ok(Found { groups: meant, total, has_next, has_previous, numbers: ranking.numbers })
}

/// What the numbers are, group by group.
fn numbers<'s>(
    origin: Origin<'s>,
    grouped: &Grouped<'s>,
    groups: &'s Groups,
) -> Result<Vec<Vec<f64>>, Refusal> {
    // The statistics of one measure are made together.
    let mut measures: Vec<(&Measure, Vec<(Statistic, usize)>)> = Vec::new();
    let mut numbers = vec![Vec::new(); groups.numbers.len()];
    for (place, number) in groups.numbers.iter().enumerate() {
        match number {
            GroupNumber::Count => numbers[place] = sizes(grouped).collect(),
            GroupNumber::Share => {
                #[expect(clippy::cast_precision_loss, reason = "a table has fewer than 2^32 rows")]
                let total = grouped.total().max(1) as f64;
                numbers[place] = sizes(grouped).map(|it| it / total).collect();
            }
            GroupNumber::CountDistinct(tree) => numbers[place] = distinct(origin, grouped, tree)?,
            GroupNumber::Statistic(measure, statistic) => {
                match measures.iter_mut().find(|it| it.0 == measure) {
                    Some((_, wanted)) => wanted.push((*statistic, place)),
                    None => measures.push((measure, vec![(*statistic, place)])),
                }
            }
        }
    }
    let all: Vec<u32> = (0..crate::engine::row_number(grouped.len())).collect();
    for (measure, wanted) in measures {
        let mut summaries = Summaries::default();
        summaries.add(measure, wanted.iter().map(|it| it.0).collect());
        let found = summaries.of_groups(origin, grouped, &all)?;
        for (of_group, (_, place)) in wanted.iter().enumerate() {
            numbers[*place] = found.iter().skip(of_group).step_by(wanted.len()).copied().collect();
        }
    }
    Ok(numbers)
}

fn sizes(grouped: &Grouped<'_>) -> impl Iterator<Item = f64> {
    #[expect(clippy::cast_precision_loss, reason = "a table has fewer than 2^32 rows")]
    (0..grouped.len()).map(|it| grouped.rows(it).len() as f64)
}

/// How many different keys the rows of each group have, those that lack a value left out.
fn distinct<'s>(
    origin: Origin<'s>,
    grouped: &Grouped<'s>,
    tree: &KeyTree,
) -> Result<Vec<f64>, Refusal> {
    let tuples = Tuples::new(origin, tree, &grouped.rows)?;
    let (ids, range) = tuples.ids();
    let mut counts = vec![0.0; grouped.len()];
    // The last group in which an id was met.
    let mut last = vec![None; range];
    let mut group = 0;
    for (position, id) in ids.iter().enumerate() {
        let row = tuples.origins.as_ref().map_or(position, |it| it[position] as usize);
        while grouped.starts[group + 1] as usize <= row {
            group += 1;
        }
        let is_counted = grouped.rows[row] < grouped.marks_from && !tuples.lacks(position);
        if is_counted && last[*id as usize].replace(group) != Some(group) {
            counts[group] += 1.0;
        }
    }
    Ok(counts)
}

struct Ranking<'r, 's> {
    origin: Origin<'s>,
    grouped: &'r Grouped<'s>,
    groups: &'r Groups,
    /// The keys, the first first.
    keys: Vec<usize>,
    numbers: Vec<Vec<f64>>,
}

impl Ranking<'_, '_> {
    fn number(&self, number: usize, group: u32) -> Option<f64> {
        Some(self.numbers[number][group as usize]).filter(|it| !it.is_nan())
    }

    fn passes(&self, having: &Filter, group: u32) -> bool {
        match having {
            Filter::And(filters) => filters.iter().all(|it| self.passes(it, group)),
            Filter::Or(filters) => filters.iter().any(|it| self.passes(it, group)),
            Filter::Not(filter) => !self.passes(filter, group),
            Filter::Field(number, test) => {
                let number = self.number(*number, group);
                match test {
                    Test::IsNull(wanted) => number.is_none() == *wanted,
                    Test::Floats(spans) => number.is_some_and(|number| {
                        spans.iter().any(|(low, high)| (*low..=*high).contains(&number))
                    }),
                    test => unreachable!("{test:?} is not for numbers of groups"),
                }
            }
            filter => unreachable!("{filter:?} is not for groups"),
        }
    }

    fn compare(&self, one: u32, other: u32) -> Ordering {
        let by_order = self.groups.order.iter().map(|it| match it.by {
            GroupOrderBy::Keys => self.compare_keys(one, other, (it.direction, it.nulls)),
            GroupOrderBy::Number(number) => {
                let (one, other) = (self.number(number, one), self.number(number, other));
                compare(one, other, it.direction, it.nulls)
            }
        });
        let first = by_order.into_iter().find(|it| *it != Ordering::Equal);
        first.unwrap_or_else(|| self.compare_keys(one, other, LAST_KEYS))
    }

    /// How the keys stand to each other.
    fn compare_keys(
        &self,
        one: u32,
        other: u32,
        (direction, nulls): (Direction, Nulls),
    ) -> Ordering {
        let keys = self.keys.iter().map(|key| {
            let (meaning, one) = self.grouped.key(*key, one as usize);
            let (_, other) = self.grouped.key(*key, other as usize);
            match (one, other) {
                (one, other) if one == other => Ordering::Equal,
                (0, _) => of_null(nulls),
                (_, 0) => of_null(nulls).reverse(),
                _ => directed(self.compare_codes(meaning, one, other), direction),
            }
        });
        keys.into_iter().find(|it| *it != Ordering::Equal).unwrap_or(Ordering::Equal)
    }

    fn compare_codes(&self, meaning: &Meaning<'_>, one: u32, other: u32) -> Ordering {
        match meaning {
            Meaning::Whole(_) | Meaning::Numbers(_) => {
                meaning.whole(one).cmp(&meaning.whole(other))
            }
            Meaning::Texts(_) => meaning.text(one).cmp(&meaning.text(other)),
            Meaning::Rows(table) => {
                let frame = self.origin.snapshot.frame(*table);
                frame.key(one - 1).cmp(frame.key(other - 1))
            }
            Meaning::AnyRows(_) => {
                let id = |code| {
                    meaning.row(code).map(|(table, row)| {
                        let frame = self.origin.snapshot.frame(table);
                        (frame.table().name, frame.key(row))
                    })
                };
                id(one).cmp(&id(other))
            }
        }
    }

    fn compare_to(&self, group: u32, place: &GroupCursor) -> Ordering {
        let mut numbers = place.numbers.iter();
        for order in &self.groups.order {
            let ordering = match order.by {
                GroupOrderBy::Keys => {
                    self.keys_to(group, &place.keys, (order.direction, order.nulls))
                }
                GroupOrderBy::Number(number) => {
                    let other = numbers.next().copied().flatten();
                    compare(self.number(number, group), other, order.direction, order.nulls)
                }
            };
            if ordering != Ordering::Equal {
                return ordering;
            }
        }
        self.keys_to(group, &place.keys, LAST_KEYS)
    }

    fn keys_to(
        &self,
        group: u32,
        keys: &[Value],
        (direction, nulls): (Direction, Nulls),
    ) -> Ordering {
        let own = self.grouped.values(&self.origin, group as usize);
        let pairs = self.keys.iter().map(|key| match (&own[*key], &keys[*key]) {
            (Value::Null, Value::Null) => Ordering::Equal,
            (Value::Null, _) => of_null(nulls),
            (_, Value::Null) => of_null(nulls).reverse(),
            (Value::Int(one), Value::Int(other)) => directed(one.cmp(other), direction),
            (Value::Text(one), Value::Text(other)) => directed(one.cmp(other), direction),
            _ => Ordering::Equal,
        });
        pairs.into_iter().find(|it| *it != Ordering::Equal).unwrap_or(Ordering::Equal)
    }
}

/// How every order ends: with the keys, ascending, those without a value last.
const LAST_KEYS: (Direction, Nulls) = (Direction::Ascending, Nulls::Last);

/// How what has no value stands to what has one.
fn of_null(nulls: Nulls) -> Ordering {
    match nulls {
        Nulls::First => Ordering::Less,
        Nulls::Last => Ordering::Greater,
    }
}

fn directed(ordering: Ordering, direction: Direction) -> Ordering {
    match direction {
        Direction::Ascending => ordering,
        Direction::Descending => ordering.reverse(),
    }
}

fn compare(one: Option<f64>, other: Option<f64>, direction: Direction, nulls: Nulls) -> Ordering {
    match (one, other) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => of_null(nulls),
        (Some(_), None) => of_null(nulls).reverse(),
        (Some(one), Some(other)) => directed(one.total_cmp(&other), direction),
    }
}
