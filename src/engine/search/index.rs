//! An index of some rows of a table, made once and never changed.
//!
//! Six dictionaries, of whole names and of words, over documents: the rows, numbered in the order
//! in which they are shown where they fit equally well. So the first documents of a set are the
//! best ones, and nothing is scored. The automata are those of the crate `fst`. Tantivy was
//! measured too: 118 crates instead of one, an index built in 2.9 times the time, and a start of one
//! letter took 8 ms among 100,000 people, since it opens the documents of each word that begins
//! so; here they lie one after the other. Its scores tell long texts apart, not names.

use std::{borrow::Cow, cmp::Reverse, collections::HashMap};

use levenshtein_automata::DFA;
use roaring::RoaringBitmap;

use super::{
    dictionary::{Dictionary, Draft},
    plan::{self, Plan},
    text::{self, Piece},
};
use crate::engine::{Frame, Snapshot, row_number};

/// What a document has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// It is called exactly this.
    Name,
    /// It is also called exactly this.
    Alias,
    /// A word of its name.
    NameWord,
    /// A word of another name.
    AliasWord,
    /// How a part of one of its names sounds.
    Sound,
    /// A word of another text.
    Other,
}

const CLASSES: usize = 6;

/// Texts whose words are remembered while an index is made: titles come again and again.
const REMEMBERED_MAX: usize = 50_000;

pub(super) struct Index {
    dictionaries: Vec<Dictionary>,
    /// By document.
    rows: Vec<u32>,
}

impl Index {
    pub(super) fn of(snapshot: &Snapshot, table: usize, rows: &RoaringBitmap) -> Index {
        let frame = snapshot.frame(table);
        let plan = plan::of(table);
        let rows = ranked(frame, plan, rows);
        let mut writer = Writer::default();
        for (document, row) in (0..).zip(&rows) {
            for (kind, text) in texts(frame, plan, *row) {
                writer.write(kind, text, document);
            }
        }
        let dictionaries = writer.drafts.into_iter().map(|it| it.finish(&rows)).collect();
        Index { dictionaries, rows }
    }

    /// How many documents there are.
    pub(super) fn len(&self) -> u32 {
        row_number(self.rows.len())
    }

    pub(super) fn row(&self, document: u32) -> u32 {
        self.rows[document as usize]
    }

    /// All rows, the best first.
    pub(super) fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// The documents that have a word in one of some classes.
    pub(super) fn with(&self, classes: &[Class], word: &str) -> Cow<'_, RoaringBitmap> {
        union(classes.iter().map(|it| self.dictionary(*it).with(word)))
    }

    /// The rows of those documents.
    pub(super) fn rows_with(&self, classes: &[Class], word: &str) -> Cow<'_, RoaringBitmap> {
        union(classes.iter().map(|it| self.dictionary(*it).rows_with(word, &self.rows)))
    }

    /// The documents that have a word that begins so in one of some classes.
    pub(super) fn starting(&self, classes: &[Class], start: &str) -> RoaringBitmap {
        let found = classes.iter().map(|it| self.dictionary(*it).starting(start, self.len()));
        found.fold(RoaringBitmap::new(), |all, it| all | it)
    }

    /// The documents that have a word like this in one of some classes.
    pub(super) fn like(&self, classes: &[Class], word: &DFA) -> RoaringBitmap {
        let found = classes.iter().map(|it| self.dictionary(*it).like(word, self.len()));
        found.fold(RoaringBitmap::new(), |all, it| all | it)
    }

    fn dictionary(&self, class: Class) -> &Dictionary {
        &self.dictionaries[class as usize]
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        self.rows.len() * 4 + self.dictionaries.iter().map(Dictionary::bytes).sum::<usize>()
    }
}

/// All that is in one of some sets; nothing is copied where only one has something.
fn union<'s>(sets: impl Iterator<Item = Cow<'s, RoaringBitmap>>) -> Cow<'s, RoaringBitmap> {
    let both = |one: Cow<'s, RoaringBitmap>, other: Cow<'s, RoaringBitmap>| {
        Cow::Owned(one.into_owned() | &*other)
    };
    sets.filter(|it| !it.is_empty()).reduce(both).unwrap_or_default()
}

/// How many rows refer to a row, other than that they were taken from it.
pub(super) fn references(frame: &Frame, plan: &Plan, row: u32) -> u32 {
    row_number(plan.links.iter().map(|it| frame.linked(*it, row).len()).sum())
}

/// The rows to which most others refer come first, and then those whose keys do.
fn ranked(frame: &Frame, plan: &Plan, rows: &RoaringBitmap) -> Vec<u32> {
    let mut ranked: Vec<u32> = if rows.len() * 16 < frame.live().len() {
        let mut rows: Vec<u32> = rows.iter().collect();
        rows.sort_by(|one, other| frame.key(*one).cmp(frame.key(*other)));
        rows
    } else {
        frame.by_key().iter().filter(|it| rows.contains(*it)).collect()
    };
    ranked.sort_by_cached_key(|it| Reverse(references(frame, plan, *it)));
    ranked
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum TextKind {
    Name,
    Alias,
    Other,
}

/// The texts by which a row can be found.
fn texts<'f>(
    frame: &'f Frame,
    plan: &'f Plan,
    row: u32,
) -> impl Iterator<Item = (TextKind, &'f str)> {
    let of = move |field: usize, kind| frame.column(field).forms(row).map(move |it| (kind, it));
    let names = plan.label.into_iter().flat_map(move |it| of(it, TextKind::Name));
    let aliases = plan.aliases.into_iter().flat_map(move |it| of(it, TextKind::Alias));
    names.chain(aliases).chain(plan.others.iter().flat_map(move |it| of(*it, TextKind::Other)))
}

struct Writer {
    drafts: Vec<Draft>,
    /// By text: its words.
    remembered: HashMap<(TextKind, Box<str>), Vec<Numbered>>,
}

/// A word by its number in the draft of a class.
type Numbered = (Class, u32);

impl Default for Writer {
    fn default() -> Self {
        let drafts = (0..CLASSES).map(|_| Draft::default()).collect();
        Writer { drafts, remembered: HashMap::new() }
    }
}

impl Writer {
    fn write(&mut self, kind: TextKind, text: &str, document: u32) {
        let known = (kind, text.into());
        if let Some(words) = self.remembered.get(&known) {
            for (class, number) in words {
                self.drafts[*class as usize].add(*number, document);
            }
            return;
        }
        let mut words = Vec::new();
        for (class, word) in words_of(kind, text) {
            let draft = &mut self.drafts[class as usize];
            let number = draft.number(&word);
            draft.add(number, document);
            words.push((class, number));
        }
        if self.remembered.len() < REMEMBERED_MAX {
            self.remembered.insert(known, words);
        }
    }
}

/// What a document has because of one of its texts.
fn words_of(kind: TextKind, text: &str) -> Vec<(Class, String)> {
    let pieces = text::pieces(text);
    let mut words = Vec::new();
    let (whole, word) = match kind {
        TextKind::Name => (Some(Class::Name), Class::NameWord),
        TextKind::Alias => (Some(Class::Alias), Class::AliasWord),
        TextKind::Other => (None, Class::Other),
    };
    if let Some(whole) = whole {
        words.push((whole, text::squashed(&pieces)));
        let runs = pieces.iter().filter_map(|it| match it {
            Piece::Run(run) => Some(run),
            Piece::Word(_) => None,
        });
        words.extend(runs.flat_map(|it| text::sounds(it)).map(|it| (Class::Sound, it)));
    }
    words.extend(pieces.iter().flat_map(text::terms).map(|it| (word, it)));
    words
}
