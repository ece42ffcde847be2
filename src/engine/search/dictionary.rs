//! Words, and for each the documents that have it.

use std::collections::HashMap;

use fst::{Automaton, IntoStreamer, Map, MapBuilder, Streamer, map::StreamBuilder};
use levenshtein_automata::DFA;

/// Words in order, as an automaton, and documents by word: numbers that ascend, each as what it
/// is more than the one before it.
pub(super) struct Dictionary {
    /// By word: its number.
    words: Map<Vec<u8>>,
    /// By number of a word: where its documents end in `documents`.
    ends: Vec<u32>,
    documents: Vec<u8>,
}

/// A dictionary in the making.
#[derive(Default)]
pub(super) struct Draft {
    numbers: HashMap<Box<str>, u32>,
    /// By number of a word: its documents, and the last of them.
    documents: Vec<(Vec<u8>, u32)>,
}

impl Draft {
    /// The number of a word, which is new or known.
    pub(super) fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = u32::try_from(self.documents.len()).expect("there are fewer than 2^32 words");
        self.numbers.insert(word.into(), number);
        self.documents.push((Vec::new(), 0));
        number
    }

    /// Says that a document has a word. Documents come in ascending order.
    pub(super) fn add(&mut self, number: u32, document: u32) {
        let (documents, last) = &mut self.documents[number as usize];
        if !documents.is_empty() && *last == document {
            return;
        }
        let mut more = document - *last;
        *last = document;
        while more >= 0x80 {
            documents.push(more.to_le_bytes()[0] | 0x80);
            more >>= 7;
        }
        documents.push(more.to_le_bytes()[0]);
    }

    pub(super) fn finish(self) -> Dictionary {
        let Draft { numbers, documents: found } = self;
        let mut numbers: Vec<(Box<str>, u32)> = numbers.into_iter().collect();
        numbers.sort_unstable();
        let mut words = MapBuilder::memory();
        let mut ends = Vec::with_capacity(numbers.len());
        let mut documents = Vec::with_capacity(found.iter().map(|it| it.0.len()).sum());
        for (place, (word, number)) in numbers.into_iter().enumerate() {
            words.insert(&*word, place as u64).expect("the words ascend");
            documents.extend_from_slice(&found[number as usize].0);
            ends.push(u32::try_from(documents.len()).expect("documents take less than 4 GiB"));
        }
        let bytes = words.into_inner().expect("memory takes what is written");
        let words = Map::new(bytes).expect("the automaton was just made");
        Dictionary { words, ends, documents }
    }
}

impl Dictionary {
    /// The documents of one word, ascending.
    pub(super) fn with(&self, word: &str) -> Vec<u32> {
        let mut found = Vec::new();
        if let Some(number) = self.words.get(word) {
            self.read(number, &mut found);
        }
        found
    }

    /// The documents of all words that begin like this, in no order.
    pub(super) fn starting(&self, start: &str) -> Vec<u32> {
        self.of(self.words.search(fst::automaton::Str::new(start).starts_with()))
    }

    /// The documents of all words that are like this one, in no order.
    pub(super) fn like(&self, word: &DFA) -> Vec<u32> {
        self.of(self.words.search(word))
    }

    fn of<A: Automaton>(&self, words: StreamBuilder<'_, A>) -> Vec<u32> {
        let mut words = words.into_stream();
        let mut found = Vec::new();
        while let Some((_, number)) = words.next() {
            self.read(number, &mut found);
        }
        found
    }

    fn read(&self, number: u64, found: &mut Vec<u32>) {
        let number = usize::try_from(number).expect("numbers of words fit memory");
        let start = number.checked_sub(1).map_or(0, |it| self.ends[it] as usize);
        let (mut document, mut more, mut shift) = (0u32, 0u32, 0);
        for byte in &self.documents[start..self.ends[number] as usize] {
            more |= u32::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                document += more;
                found.push(document);
                (more, shift) = (0, 0);
            } else {
                shift += 7;
            }
        }
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        self.words.as_fst().as_bytes().len() + self.ends.len() * 4 + self.documents.len()
    }
}

#[cfg(test)]
mod tests {
    use levenshtein_automata::LevenshteinAutomatonBuilder;

    use super::*;

    fn dictionary() -> Dictionary {
        let mut draft = Draft::default();
        let words = [(0, "haifeng"), (0, "wang"), (200, "wang"), (200, "wang"), (70_000, "wei")];
        for (document, word) in words {
            let number = draft.number(word);
            draft.add(number, document);
        }
        draft.finish()
    }

    #[test]
    fn a_word_gives_its_documents_each_once() {
        let dictionary = dictionary();
        assert_eq!(dictionary.with("wang"), [0, 200]);
        assert_eq!(dictionary.with("wei"), [70_000]);
        assert!(dictionary.with("wan").is_empty());
    }

    #[test]
    fn words_are_found_by_their_start_and_with_one_typo() {
        let dictionary = dictionary();
        assert_eq!(dictionary.starting("w"), [0, 200, 70_000]);
        assert_eq!(dictionary.starting("").len(), 4);
        let like = |word| dictionary.like(&LevenshteinAutomatonBuilder::new(1, true).build_dfa(word));
        assert_eq!(like("hiafeng"), [0]);
        assert_eq!(like("wei"), [70_000]);
        assert_eq!(like("wng"), [0, 200]);
        assert!(like("hifen").is_empty());
    }
}
