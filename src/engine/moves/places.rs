//! Between what people move: organizations, those at the top of them, or countries.

use super::stays::UNKNOWN;
use crate::{
    catalog::{enums::MovePlace, place, value::Country},
    engine::{Frame, Snapshot},
};

/// What stands for each organization.
#[derive(Debug)]
pub(super) struct Places {
    pub by: MovePlace,
    /// By row of the organization: a row, the code of a country, or [`UNKNOWN`].
    of: Vec<u32>,
    /// Places are below this.
    pub end: u32,
}

impl Places {
    pub(super) fn new(snapshot: &Snapshot, by: MovePlace) -> Self {
        let frame = snapshot.frame(place("Organization"));
        let of = match by {
            MovePlace::Organization => (0..frame.rows()).collect(),
            MovePlace::RootOrganization => roots(frame),
            MovePlace::Country => {
                let column = frame.column(super::field(frame, "country"));
                let code = |row| column.int(row).and_then(|it| u32::try_from(it).ok());
                (0..frame.rows()).map(|row| code(row).unwrap_or(UNKNOWN)).collect()
            }
        };
        let end = of.iter().filter(|it| **it != UNKNOWN).max().map_or(0, |it| it + 1);
        Places { by, of, end }
    }

    /// What stands for an organization.
    pub(super) fn of(&self, organization: u32) -> u32 {
        self.of[organization as usize]
    }

    /// By place: where it stands among all, by key or by code.
    pub(super) fn ranks(&self, snapshot: &Snapshot) -> Vec<u32> {
        match self.by {
            MovePlace::Country => (0..self.end).collect(),
            MovePlace::Organization | MovePlace::RootOrganization => {
                let frame = snapshot.frame(place("Organization"));
                let mut ranks = vec![0; frame.rows() as usize];
                frame.by_key().iter().zip(0..).for_each(|(row, rank)| ranks[row as usize] = rank);
                ranks
            }
        }
    }

    pub(super) fn show(&self, place: u32) -> Where {
        match self.by {
            MovePlace::Country => {
                let country = Country::from_code(place.into());
                Where::Country(country.expect("the column holds codes of countries"))
            }
            MovePlace::Organization | MovePlace::RootOrganization => Where::Organization(place),
        }
    }
}

/// A place that people leave or enter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Where {
    /// A row of the table `Organization`.
    Organization(u32),
    Country(Country),
}

/// By row of the organization: the one at the top of what it is a part of. Organizations that are
/// parts of each other in a circle all count as the one with the first key among them.
fn roots(frame: &Frame) -> Vec<u32> {
    let parents = frame.column(super::field(frame, "parent"));
    let mut roots = vec![UNKNOWN; frame.rows() as usize];
    // By row: from which row it was first reached.
    let mut reached_from = vec![UNKNOWN; frame.rows() as usize];
    let mut path = Vec::new();
    for first in 0..frame.rows() {
        let mut at = first;
        let root = loop {
            if roots[at as usize] != UNKNOWN {
                break roots[at as usize];
            }
            if reached_from[at as usize] == first {
                let circle = path.iter().skip_while(|it| **it != at);
                let root = circle.min_by_key(|it| frame.key(**it));
                break *root.expect("the circle was walked");
            }
            reached_from[at as usize] = first;
            path.push(at);
            match parents.target(at) {
                Some(parent) => at = parent,
                None => break at,
            }
        };
        path.drain(..).for_each(|it| roots[it as usize] = root);
    }
    roots
}
