//! Finding rows by what they are called, in English, in Chinese and in pinyin.
//!
//! A row fits a text in one of the ways of [`SearchMatch`]. Rows are shown by the way they fit, then by
//! how many others refer to them, then by table and key; so the same rows give the same answer
//! however they came to be there. A text that fits no row of a table as it stands may have one
//! typo there.
//!
//! - [`text`] takes texts apart, and [`query`] what is sought; [`plan`] says which texts count;
//! - [`dictionary`] and [`index`] find the documents of a word; [`layers`] keeps indexes up;
//! - [`fit`] finds rows by their own texts, [`related`] by those they have to do with;
//!   [`hint`] tells which of several a row is.

pub(super) mod answer;
mod dictionary;
mod fit;
mod hint;
mod index;
mod layers;
mod plan;
mod query;
mod related;
pub(super) mod text;

use std::{cmp::Reverse, collections::HashSet};

use roaring::RoaringBitmap;

use super::{
    Snapshot,
    compute::Refusal,
    request::{Reach, Search},
};
use crate::catalog::{TABLES, enums::SearchMatch, questions};
use index::references;
use query::Query;
use related::{FEW_MAX, Lookups};

pub(super) use layers::Layers;
pub use layers::OPEN_ROWS_MAX;
pub use query::{TEXT_CHARS_MAX, WORDS_MAX};
pub use text::slug;

/// Rows that one search may give.
pub const FIRST_MAX: usize = questions::search::FIRST_MAX as usize;

/// Rows that have to do with others of a name, up to which they are gathered before any is shown.
const GATHERED_MAX: u64 = 20_000;

/// Ways to fit that are tried in turn, as a row is shown for the first that it fits in.
const WAYS: &[SearchMatch] = &[
    SearchMatch::Name,
    SearchMatch::Alias,
    SearchMatch::NameStart,
    SearchMatch::NameWords,
    SearchMatch::AliasWords,
    SearchMatch::Pinyin,
    SearchMatch::WordStart,
    SearchMatch::Related,
    SearchMatch::Typo,
];

/// A row that fits.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub table: usize,
    pub row: u32,
    pub way: SearchMatch,
    /// The name by which it was found, or what it is called.
    pub text: String,
    /// What tells it from others of that name; `None` where nothing is known.
    pub hint: Option<String>,
}

impl Found {
    /// How well it fits, from 1 (it is called so) down in steps of a tenth.
    pub fn score(&self) -> f64 {
        f64::from(10 - self.way as u8) / 10.0
    }
}

/// Whether there is something to search for in a text.
///
/// # Errors
///
/// [`Refusal::BadInput`] for a text without letters and digits, [`Refusal::Limit`] for one of
/// more than [`TEXT_CHARS_MAX`] characters or [`WORDS_MAX`] words.
pub fn check(text: &str) -> Result<(), Refusal> {
    Query::parse(text).map(drop)
}

/// The tables in which every row is called something.
pub fn named_tables() -> impl Iterator<Item = usize> {
    (0..TABLES.len()).filter(|it| plan::of(*it).is_named)
}

/// Whether a field's text is searched.
pub(super) fn is_searched(table: usize, field: usize) -> bool {
    let plan = plan::of(table);
    plan.label == Some(field) || plan.aliases == Some(field) || plan.others.contains(&field)
}

/// Whether a reference in a field counts for how far up its target is shown.
pub(super) fn is_counted(table: usize, field: usize) -> bool {
    !plan::is_provenance(TABLES[table].fields[field].name)
}

/// Rows of one table or one variant of it, as far as they were found.
struct Scope {
    table: usize,
    variant: Option<usize>,
    found: HashSet<u32>,
}

/// A row, and where it stands among others that fit as well.
type Ranked = (Reverse<u32>, usize, u32);

impl Snapshot {
    /// The rows that fit a text, the best first.
    ///
    /// # Errors
    ///
    /// Those of [`check`].
    pub fn search(&self, asked: &Search) -> Result<Vec<Found>, Refusal> {
        let query = Query::parse(&asked.text)?;
        let lookups = Lookups::new(self, &query);
        let mut scopes = scopes(&asked.types);
        let ways = WAYS.iter().filter(|it| match asked.reach {
            Reach::Everything => true,
            Reach::Names => **it < SearchMatch::Related,
        });
        let first = asked.first.min(FIRST_MAX);
        let mut found = Vec::new();
        for way in ways.take_while(|_| self.goes_on()) {
            let missing = first - found.len();
            let mut ranked: Vec<Ranked> = Vec::new();
            for scope in scopes.iter_mut().take_while(|_| self.goes_on()) {
                ranked.extend(fitting(&lookups, scope, *way, missing));
            }
            ranked.sort_by(|one, other| self.compare_ranked(*one, *other));
            found.extend(ranked.into_iter().take(missing).map(|(_, table, row)| {
                let text = hint::name(self.frame(table), row, &query);
                let hint = hint::hint(self, (table, row), &query).filter(|it| *it != text);
                Found { table, row, way: *way, text, hint }
            }));
            if found.len() == first {
                break;
            }
        }
        Ok(found)
    }

    fn compare_ranked(&self, one: Ranked, other: Ranked) -> std::cmp::Ordering {
        let key = |it: Ranked| self.frame(it.1).key(it.2);
        (one.0, one.1).cmp(&(other.0, other.1)).then_with(|| key(one).cmp(key(other)))
    }

    /// All rows of a table that fit a text; none where it seeks nothing.
    pub(super) fn searched(&self, table: usize, text: &str) -> RoaringBitmap {
        if let Some(other) = &self.searched {
            return other.searched(table, text);
        }
        let Ok(query) = Query::parse(text) else { return RoaringBitmap::new() };
        let lookups = Lookups::new(self, &query);
        let of = |ways: &[SearchMatch]| {
            let found = lookups.seen(table).iter().flat_map(|seen| {
                let documents = ways.iter().map(|it| fit::documents(seen.index(), &query, *it));
                let documents = documents.fold(RoaringBitmap::new(), |all, it| all | it);
                let rows = documents.into_iter().map(|it| seen.index().row(it));
                rows.filter(|it| seen.has(*it))
            });
            dictionary::set_below(self.frame(table).rows(), found)
        };
        let found = of(&WAYS[..WAYS.len() - 1]) | lookups.all(table);
        if found.is_empty() { of(&[SearchMatch::Typo]) } else { found }
    }

    /// Makes what search needs, which the first search would else do.
    pub fn prepare_search(&self) {
        for (table, layers) in self.layers.iter().enumerate() {
            drop(layers.seen(self, table));
        }
        query::prepare();
    }

    /// Bytes of all that search has made so far.
    pub fn search_bytes(&self) -> usize {
        self.layers.iter().map(|it| it.bytes()).sum()
    }
}

/// Each type once; a variant is left out where its whole table is asked for.
fn scopes(types: &[(usize, Option<usize>)]) -> Vec<Scope> {
    let mut scopes: Vec<Scope> = Vec::new();
    for (table, variant) in types {
        let is_covered = variant.is_some() && types.contains(&(*table, None));
        let is_known = scopes.iter().any(|it| it.table == *table && it.variant == *variant);
        if !is_covered && !is_known {
            scopes.push(Scope { table: *table, variant: *variant, found: HashSet::new() });
        }
    }
    scopes
}

/// Up to `count` further rows that fit in one way, the best ones, in no order.
fn fitting(
    lookups: &Lookups<'_>,
    scope: &mut Scope,
    way: SearchMatch,
    count: usize,
) -> Vec<Ranked> {
    if way == SearchMatch::Typo && !scope.found.is_empty() {
        return Vec::new();
    }
    let frame = lookups.snapshot.frame(scope.table);
    let is_new = |row: u32| {
        !scope.found.contains(&row)
            && (scope.variant.is_none() || frame.variant(row) == scope.variant)
    };
    let rows: Vec<u32> = if way == SearchMatch::Related {
        having_to_do(lookups, scope.table, count, is_new)
    } else {
        let seen = lookups.seen(scope.table).iter();
        let rows = seen.flat_map(|seen| {
            let documents = fit::documents(seen.index(), lookups.query, way);
            let rows = documents.into_iter().map(|it| seen.index().row(it));
            rows.filter(|it| seen.has(*it) && is_new(*it)).take(count)
        });
        rows.collect()
    };
    scope.found.extend(&rows);
    let plan = plan::of(scope.table);
    rows.into_iter().map(|it| (Reverse(references(frame, plan, it)), scope.table, it)).collect()
}

/// Rows for which all words are found there or with those they have to do with: the best ones.
fn having_to_do(
    lookups: &Lookups<'_>,
    table: usize,
    count: usize,
    is_new: impl Fn(u32) -> bool,
) -> Vec<u32> {
    let words = 0..lookups.query.cut.len();
    let (near, far): (Vec<usize>, Vec<usize>) =
        words.partition(|it| lookups.others(table, *it) <= GATHERED_MAX);
    let gathered = near.iter().map(|it| lookups.rows(table, *it));
    let gathered = gathered.reduce(|one, other| one & other);
    let has_far = |row: u32| far.iter().all(|it| lookups.has(table, *it, row));
    if let Some(rows) = gathered.as_ref().filter(|it| it.len() <= FEW_MAX) {
        return rows.iter().filter(|it| is_new(*it) && has_far(*it)).collect();
    }
    let is_gathered = |row: u32| gathered.as_ref().is_none_or(|it| it.contains(row));
    let best = lookups.seen(table).iter().flat_map(|seen| {
        let rows = seen.index().rows().iter().copied();
        let fits = |it: &u32| is_gathered(*it) && seen.has(*it) && is_new(*it) && has_far(*it);
        rows.filter(fits).take(count)
    });
    best.collect()
}
