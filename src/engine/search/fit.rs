//! Which documents of one index fit a query in which way.

use std::{borrow::Cow, sync::LazyLock};

use levenshtein_automata::{DFA, LevenshteinAutomatonBuilder};
use roaring::RoaringBitmap;

use super::{
    index::{Class, Index},
    query::{Query, Word},
};
use crate::catalog::enums::SearchMatch;

/// What a row is called and also called.
pub(super) const NAMES: &[Class] = &[Class::NameWord, Class::AliasWord];
const SPOKEN: &[Class] = &[Class::NameWord, Class::AliasWord, Class::Sound];
/// All that a row has of its own.
pub(super) const ALL: &[Class] = &[Class::NameWord, Class::AliasWord, Class::Sound, Class::Other];

/// Letters of a word that may have a typo: shorter ones are like too many others.
const TYPO_LETTERS: std::ops::RangeInclusive<usize> = 4..=40;

/// A letter changed, added, dropped, or two that changed places.
static TYPOS: LazyLock<LevenshteinAutomatonBuilder> =
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(1, true));

/// What is like a word; `None` for one that is taken as it stands.
pub(super) fn typos(word: &Word) -> Option<DFA> {
    let letters = word.text.chars().count();
    let has_digit = word.text.chars().any(char::is_numeric);
    let may = word.is_spaced && !has_digit && TYPO_LETTERS.contains(&letters);
    may.then(|| TYPOS.build_dfa(&word.text))
}

/// Documents with all that a word is found by.
fn with_word<'i>(index: &'i Index, classes: &[Class], word: &Word) -> Cow<'i, RoaringBitmap> {
    common(word.terms.iter().map(|it| index.with(classes, it))).unwrap_or_default()
}

/// Rows with all that a word is found by.
pub(super) fn rows_with<'i>(
    index: &'i Index,
    classes: &[Class],
    word: &Word,
) -> Cow<'i, RoaringBitmap> {
    common(word.terms.iter().map(|it| index.rows_with(classes, it))).unwrap_or_default()
}

/// Documents with all words; `None` where there is no word.
fn with_words<'q>(
    index: &Index,
    classes: &[Class],
    words: impl IntoIterator<Item = &'q Word>,
) -> Option<RoaringBitmap> {
    let found = words.into_iter().map(|it| with_word(index, classes, it));
    common(found).map(Cow::into_owned)
}

/// What is in all of some sets, from the smallest on; `None` where there is no set.
fn common<'i>(
    sets: impl Iterator<Item = Cow<'i, RoaringBitmap>>,
) -> Option<Cow<'i, RoaringBitmap>> {
    let mut sets: Vec<Cow<'i, RoaringBitmap>> = sets.collect();
    sets.sort_by_key(|it| it.len());
    let both = |one: Cow<'i, RoaringBitmap>, other: Cow<'i, RoaringBitmap>| {
        if one.is_empty() { one } else { Cow::Owned(&*one & &*other) }
    };
    sets.into_iter().reduce(both)
}

/// Documents that fit in one way; those that have to do with others are found elsewhere.
pub(super) fn documents(index: &Index, query: &Query, way: SearchMatch) -> RoaringBitmap {
    match way {
        SearchMatch::Name => index.with(&[Class::Name], &query.whole).into_owned(),
        SearchMatch::Alias => index.with(&[Class::Alias], &query.whole).into_owned(),
        SearchMatch::NameStart => index.starting(&[Class::Name], &query.whole),
        SearchMatch::NameWords => {
            with_words(index, &[Class::NameWord], &query.words).unwrap_or_default()
        }
        SearchMatch::AliasWords => {
            let words = with_words(index, NAMES, &query.words).unwrap_or_default();
            words | index.starting(&[Class::Alias], &query.whole)
        }
        SearchMatch::Pinyin => with_words(index, SPOKEN, &query.words).unwrap_or_default(),
        SearchMatch::WordStart => started(index, query),
        SearchMatch::Related => RoaringBitmap::new(),
        SearchMatch::Typo => mistyped(index, query),
    }
}

fn started(index: &Index, query: &Query) -> RoaringBitmap {
    let Some((last, others)) = query.words.split_last().filter(|it| it.0.is_spaced) else {
        return RoaringBitmap::new();
    };
    let others = with_words(index, SPOKEN, others);
    if others.as_ref().is_some_and(RoaringBitmap::is_empty) {
        return RoaringBitmap::new();
    }
    let started = index.starting(SPOKEN, &last.text);
    others.map_or_else(|| started.clone(), |it| it & &started)
}

/// All words but one are as written, and that one is like it.
fn mistyped(index: &Index, query: &Query) -> RoaringBitmap {
    let mut found = RoaringBitmap::new();
    for (place, word) in query.words.iter().enumerate() {
        let others = query.words.iter().enumerate().filter(|it| it.0 != place).map(|it| it.1);
        let others = with_words(index, SPOKEN, others);
        if others.as_ref().is_some_and(RoaringBitmap::is_empty) {
            continue;
        }
        let like = match (typos(word), &word.sound) {
            (Some(typos), _) => index.like(SPOKEN, &typos),
            (None, Some(sound)) => index.with(&[Class::Sound], sound).into_owned(),
            (None, None) => continue,
        };
        found |= match others {
            Some(others) => like & others,
            None => like,
        };
    }
    found
}
