//! Pairs of rows that have a mark in common, found without comparing all rows with all others.
//!
//! A mark is a number made of an external key, of a page, or of a name in one of the ways in which
//! [`super::names`] takes names to be alike: whatever makes two names alike, they have a mark in
//! common. Marks may collide; a pair that has but that in common is told by its reasons.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
};

use super::{
    MARKED_MAX, PAIRS_MAX,
    names::{Name, is_initial},
    reasons::{names_of, pages_of},
};
use crate::engine::{
    Frame, Snapshot,
    compute::{Refusal, field},
};

/// With which other rows of the mark a row makes a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    /// With all.
    Any,
    /// With those of [`Side::Any`]: full names are pairs with brief ones only.
    Full,
}

/// What a mark is made of: marks of different sorts are different.
#[derive(Clone, Copy, Hash)]
enum Sort {
    Key,
    Page,
    Words,
    Sound,
    /// Family name and first given name.
    Given,
    /// Family name and the initial of the first given name.
    Initial,
    /// A name without one letter of one of its words.
    Typo,
}

type Mark = (u64, Side);

/// Pairs of rows of which one `is_among` those looked at, each pair once, in order.
pub(super) fn pairs(
    snapshot: &Snapshot,
    table: usize,
    is_among: &dyn Fn(u32) -> bool,
) -> Result<Vec<(u32, u32)>, Refusal> {
    let frame = snapshot.frame(table);
    let mut marked: Vec<(u64, Side, u32)> = Vec::new();
    for row in snapshot.watched(frame.live().iter()) {
        marked.extend(marks(frame, row).into_iter().map(|(mark, side)| (mark, side, row)));
    }
    marked.sort_unstable();
    marked.dedup();
    let mut pairs = Vec::new();
    for rows in snapshot.watched(marked.chunk_by(|one, other| one.0 == other.0)) {
        let any = rows.partition_point(|it| it.1 == Side::Any);
        if any * rows.len() > MARKED_MAX * MARKED_MAX {
            continue;
        }
        for (at, one) in rows[..any].iter().enumerate() {
            let others = rows[at + 1..].iter().map(|it| it.2).filter(|it| *it != one.2);
            let others = others.filter(|it| is_among(*it) || is_among(one.2));
            pairs.extend(others.map(|it| (one.2.min(it), one.2.max(it))));
        }
        if pairs.len() > PAIRS_MAX {
            return Err(Refusal::Limit(format!(
                "more than {PAIRS_MAX} pairs of {} have something in common: say which rows are \
                 meant, or give `of`",
                frame.table().many
            )));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    Ok(pairs)
}

/// Pairs of one row with others.
pub(super) fn pairs_with(snapshot: &Snapshot, table: usize, row: u32) -> Vec<(u32, u32)> {
    let frame = snapshot.frame(table);
    let sought: HashSet<u64> = marks(frame, row).into_iter().map(|it| it.0).collect();
    let has_one = |other: &u32| marks(frame, *other).iter().any(|it| sought.contains(&it.0));
    let others = snapshot.watched(frame.live().iter()).filter(|it| *it != row).filter(has_one);
    others.map(|it| (row, it)).collect()
}

/// The marks of a row, one perhaps several times.
fn marks(frame: &Frame, row: u32) -> Vec<Mark> {
    let mut marks = Vec::new();
    let keys = frame.column(field(frame, "external_keys"));
    marks.extend(keys.forms(row).map(|it| (mark(Sort::Key, it), Side::Any)));
    marks.extend(pages_of(frame, row).iter().map(|it| (mark(Sort::Page, &it.page), Side::Any)));
    for name in names_of(frame, row) {
        name_marks(&name, &mut marks);
    }
    marks
}

fn name_marks(name: &Name<'_>, marks: &mut Vec<Mark>) {
    marks.push((mark(Sort::Words, name.sorted()), Side::Any));
    marks.extend(name.spoken().iter().map(|it| (mark(Sort::Sound, it), Side::Any)));
    for parts in name.parts() {
        let first = &parts.given[0];
        let initial = first.chars().next();
        if is_initial(first) {
            marks.push((mark(Sort::Initial, &(parts.family, initial)), Side::Any));
            continue;
        }
        marks.push((mark(Sort::Initial, &(parts.family, initial)), Side::Full));
        let side = if parts.is_brief() { Side::Any } else { Side::Full };
        marks.push((mark(Sort::Given, &(parts.family, first)), side));
    }
    for (word, others) in name.words_with_typos() {
        marks.push((mark(Sort::Typo, &(&others, word)), Side::Any));
        for at in 0..word.len() {
            let without = [&word[..at], &word[at + 1..]].concat();
            marks.push((mark(Sort::Typo, &(&others, without.as_str())), Side::Any));
        }
    }
}

fn mark<T: Hash + ?Sized>(sort: Sort, of: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    sort.hash(&mut hasher);
    of.hash(&mut hasher);
    hasher.finish()
}
