//! People's spells, person by person.

use roaring::RoaringBitmap;

use super::{places::Places, stays::Stay};
use crate::{
    catalog::place,
    engine::{
        Column, Frame, Rows, Snapshot,
        filter::matching,
        request::Filter,
        span::{self, Span},
    },
};

/// From so many people on, two threads take a half each.
const PEOPLE_ALONE_MAX: usize = 20_000;

/// A table of spells: of work or of study.
pub(super) struct Spells<'s> {
    snapshot: &'s Snapshot,
    people: &'s Frame,
    link: usize,
    person: &'s Column,
    organization: &'s Column,
    start: &'s Column,
    end: &'s Column,
    ending: Option<&'s Column>,
    places: &'s Places,
    /// Those that count; all where it is not there.
    chosen: Option<Marks>,
    rows: RoaringBitmap,
}

impl<'s> Spells<'s> {
    pub(super) fn of_work(
        snapshot: &'s Snapshot,
        places: &'s Places,
        filter: Option<&Filter>,
    ) -> Self {
        Spells::new(snapshot, ("Employment", "organization", "employments"), places, filter)
    }

    pub(super) fn of_study(
        snapshot: &'s Snapshot,
        places: &'s Places,
        filter: Option<&Filter>,
    ) -> Self {
        Spells::new(snapshot, ("Education", "institution", "educations"), places, filter)
    }

    fn new(
        snapshot: &'s Snapshot,
        (table, organization, link): (&str, &str, &str),
        places: &'s Places,
        filter: Option<&Filter>,
    ) -> Self {
        let frame = snapshot.frame(place(table));
        let people = snapshot.frame(place("Person"));
        let column = |name| frame.column(super::field(frame, name));
        let rows = filter.map(|it| matching(snapshot, place(table), it));
        Spells {
            snapshot,
            people,
            link: people.table().link(link).expect("the catalog has this link"),
            person: column("person"),
            organization: column(organization),
            start: column("start"),
            end: column("end"),
            ending: frame.table().field("ending").map(|it| frame.column(it)),
            places,
            chosen: rows.as_ref().map(|it| Marks::new(it, frame.rows())),
            rows: rows.unwrap_or_default(),
        }
    }

    /// Who has such spells, and perhaps some who have none.
    pub(super) fn persons(&self) -> Vec<u32> {
        match self.chosen {
            None => self.people.live().iter().collect(),
            Some(_) => {
                let persons = self.rows.iter().filter_map(|it| self.person.target(it));
                persons.collect::<RoaringBitmap>().iter().collect()
            }
        }
    }

    /// The persons, as long as the request goes on.
    pub(super) fn watched(&self, persons: &[u32]) -> impl Iterator<Item = u32> {
        self.snapshot.watched(persons.iter().copied())
    }

    /// What stands for the organization of a spell.
    pub(super) fn place_of(&self, row: u32) -> u32 {
        let organization = self.organization.target(row);
        self.places.of(organization.expect("every spell is at an organization"))
    }

    /// When it was; `None` where its dates say nothing.
    pub(super) fn span_of(&self, row: u32) -> Option<Span> {
        let end = span::days_at(self.end, row);
        let is_over = end.is_none() && self.ending.is_some_and(|it| !it.is_null(row));
        Span::of(span::days_at(self.start, row), end, is_over)
    }

    /// Takes a person's dated spells into `dated` and the places of the others into `undated`.
    pub(super) fn read(&self, person: u32, dated: &mut Vec<Stay>, undated: &mut Vec<u32>) {
        dated.clear();
        undated.clear();
        let mut take = |row: u32| {
            if self.chosen.as_ref().is_some_and(|it| !it.has(row)) {
                return;
            }
            let place = self.place_of(row);
            match self.span_of(row) {
                Some(span) => dated.push(Stay { place, span }),
                None => undated.push(place),
            }
        };
        match self.people.linked(self.link, person) {
            Rows::Few(rows) => rows.iter().copied().for_each(take),
            Rows::Many(rows) => rows.iter().for_each(&mut take),
        }
    }
}

/// A set of rows that is asked for each row of a table.
struct Marks(Vec<u64>);

impl Marks {
    fn new(rows: &RoaringBitmap, end: u32) -> Self {
        let mut marks = vec![0; end as usize / 64 + 1];
        rows.iter().for_each(|it| marks[it as usize / 64] |= 1u64 << (it % 64));
        Marks(marks)
    }

    fn has(&self, row: u32) -> bool {
        self.0[row as usize / 64] >> (row % 64) & 1 == 1
    }
}

/// What `work` finds about some persons, who may be shared among threads; in order of the persons.
pub(super) fn shared<T: Send>(persons: &[u32], work: impl Fn(&[u32]) -> T + Sync) -> Vec<T> {
    if persons.len() <= PEOPLE_ALONE_MAX {
        return vec![work(persons)];
    }
    let (some, others) = persons.split_at(persons.len() / 2);
    std::thread::scope(|scope| {
        let others = scope.spawn(|| work(others));
        let some = work(some);
        let others = others.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        vec![some, others]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_threads_find_comes_in_the_order_of_the_persons() {
        for count in [0, 1, 20_000, 20_001, 50_001] {
            let persons: Vec<u32> = (0..count).collect();
            let parts = shared(&persons, <[u32]>::to_vec);
            assert_eq!(parts.concat(), persons);
        }
    }
}
