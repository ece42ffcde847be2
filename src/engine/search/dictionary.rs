//! Words, and for each the documents that have it.

use std::{borrow::Cow, collections::HashMap, ops::Range};

use fst::{Automaton, IntoStreamer, Map, Streamer};
use levenshtein_automata::{DFA, Distance};
use roaring::RoaringBitmap;

/// Words in order, and documents by word: numbers that ascend, each as what it is more than the
/// one before it.
pub(super) struct Dictionary {
    words: Words,
    /// By number of a word that many documents have.
    frequent: HashMap<usize, Frequent>,
    /// By number of a word: where its documents end in `documents`.
    ends: Vec<u32>,
    documents: Vec<u8>,
}

/// The documents of a word, and their rows, as sets that need not be made.
struct Frequent {
    documents: RoaringBitmap,
    rows: RoaringBitmap,
}

/// A word of more documents is frequent.
const RARE_MAX: usize = 512;

/// Words in order. A word's number is its place.
enum Words {
    /// A list: an automaton takes a megabyte of tables to be made, however small it is.
    Few(Vec<Box<str>>),
    Many(Map<Vec<u8>>),
}

/// So many words are a list.
const FEW_MAX: usize = 4_000;

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

    /// The dictionary; `rows` are those of the documents.
    pub(super) fn finish(self, rows: &[u32]) -> Dictionary {
        self.finish_with(rows, FEW_MAX)
    }

    fn finish_with(self, rows: &[u32], few_max: usize) -> Dictionary {
        let Draft { numbers, documents: found } = self;
        let mut numbers: Vec<(Box<str>, u32)> = numbers.into_iter().collect();
        numbers.sort_unstable();
        let end = rows.iter().max().map_or(0, |it| it + 1);
        let mut ends = Vec::with_capacity(numbers.len());
        let mut documents = Vec::new();
        let mut frequent = HashMap::new();
        for (place, (_, number)) in numbers.iter().enumerate() {
            let bytes = &found[*number as usize].0;
            let mut read = Vec::new();
            // A document takes at least a byte.
            if bytes.len() > RARE_MAX {
                read_into(bytes, &mut read);
            }
            if read.len() > RARE_MAX {
                let rows = set_below(end, read.iter().map(|it| rows[*it as usize]));
                frequent.insert(place, Frequent { documents: ascending(read), rows });
            } else {
                documents.extend_from_slice(bytes);
            }
            ends.push(u32::try_from(documents.len()).expect("documents take less than 4 GiB"));
        }
        let words = numbers.into_iter().map(|it| it.0);
        let words = if words.len() <= few_max {
            Words::Few(words.collect())
        } else {
            let words = words.map(String::from).zip(0..);
            Words::Many(Map::from_iter(words).expect("the words ascend"))
        };
        Dictionary { words, frequent, ends, documents }
    }
}

impl Words {
    fn number(&self, word: &str) -> Option<usize> {
        match self {
            Words::Few(words) => words.binary_search_by(|it| (**it).cmp(word)).ok(),
            Words::Many(words) => words.get(word).map(in_memory),
        }
    }

    /// The numbers of words that begin so: from the first up to one beyond the last.
    fn starting(&self, start: &str) -> Range<usize> {
        match self {
            Words::Few(words) => {
                let first = words.partition_point(|it| **it < *start);
                let count = words[first..].partition_point(|it| it.starts_with(start));
                first..first + count
            }
            Words::Many(words) => {
                let starts = fst::automaton::Str::new(start).starts_with();
                let mut found = words.search(&starts).into_stream();
                let Some(first) = found.next().map(|it| in_memory(it.1)) else { return 0..0 };
                // In UTF-8 no byte is 255: nothing that begins so comes after this.
                let beyond = [start.as_bytes(), &[u8::MAX]].concat();
                let next = words.range().ge(beyond).into_stream().next().map(|it| in_memory(it.1));
                first..next.unwrap_or(words.len())
            }
        }
    }

    fn like(&self, word: &DFA) -> Vec<usize> {
        match self {
            Words::Few(words) => {
                let is_like = |it: &str| matches!(word.eval(it), Distance::Exact(_));
                let words = words.iter().enumerate();
                words.filter(|it| is_like(it.1)).map(|it| it.0).collect()
            }
            Words::Many(words) => {
                let mut found = words.search(word).into_stream();
                std::iter::from_fn(|| found.next().map(|it| in_memory(it.1))).collect()
            }
        }
    }
}

fn in_memory(number: u64) -> usize {
    usize::try_from(number).expect("numbers of words fit memory")
}

impl Dictionary {
    /// The documents of one word.
    pub(super) fn with(&self, word: &str) -> Cow<'_, RoaringBitmap> {
        let Some(number) = self.words.number(word) else { return Cow::default() };
        if let Some(frequent) = self.frequent.get(&number) {
            return Cow::Borrowed(&frequent.documents);
        }
        let mut found = Vec::new();
        self.read(number, &mut found);
        Cow::Owned(ascending(found))
    }

    /// The rows of the documents of one word; `rows` are those of all documents.
    pub(super) fn rows_with(&self, word: &str, rows: &[u32]) -> Cow<'_, RoaringBitmap> {
        let Some(number) = self.words.number(word) else { return Cow::default() };
        if let Some(frequent) = self.frequent.get(&number) {
            return Cow::Borrowed(&frequent.rows);
        }
        let mut found = Vec::new();
        self.read(number, &mut found);
        let mut found: Vec<u32> = found.iter().map(|it| rows[*it as usize]).collect();
        found.sort_unstable();
        Cow::Owned(ascending(found))
    }

    /// The documents of all words that begin like this.
    pub(super) fn starting(&self, start: &str, end: u32) -> RoaringBitmap {
        self.of(self.words.starting(start), end)
    }

    /// The documents of all words that are like this one.
    pub(super) fn like(&self, word: &DFA, end: u32) -> RoaringBitmap {
        self.of(self.words.like(word), end)
    }

    /// The documents of some words, of which there are `end` in all.
    fn of(&self, numbers: impl IntoIterator<Item = usize>, end: u32) -> RoaringBitmap {
        let (mut found, mut rare) = (RoaringBitmap::new(), Vec::new());
        for number in numbers {
            match self.frequent.get(&number) {
                Some(frequent) => found |= &frequent.documents,
                None => self.read(number, &mut rare),
            }
        }
        if rare.len() <= RARE_MAX {
            rare.sort_unstable();
            rare.dedup();
            found | ascending(rare)
        } else {
            found | set_below(end, rare.into_iter())
        }
    }

    /// The documents of a word that is not frequent.
    fn read(&self, number: usize, found: &mut Vec<u32>) {
        let start = number.checked_sub(1).map_or(0, |it| self.ends[it] as usize);
        read_into(&self.documents[start..self.ends[number] as usize], found);
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        let words = match &self.words {
            Words::Few(words) => words.iter().map(|it| it.len() + size_of::<Box<str>>()).sum(),
            Words::Many(words) => words.as_fst().as_bytes().len(),
        };
        let sets = self
            .frequent
            .values()
            .map(|it| it.documents.serialized_size() + it.rows.serialized_size());
        let documents = self.ends.len() * size_of::<u32>() + self.documents.len();
        words + documents + sets.sum::<usize>()
    }
}

/// Reads what [`Draft::add`] wrote.
fn read_into(bytes: &[u8], found: &mut Vec<u32>) {
    let (mut document, mut more, mut shift) = (0u32, 0u32, 0);
    for byte in bytes {
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

fn ascending(numbers: Vec<u32>) -> RoaringBitmap {
    RoaringBitmap::from_sorted_iter(numbers).expect("the numbers ascend")
}

/// A set of numbers below `end`, which come in whatever order.
pub(super) fn set_below(end: u32, numbers: impl Iterator<Item = u32>) -> RoaringBitmap {
    let mut bits = vec![0u8; end as usize / 8 + 1];
    for number in numbers {
        bits[number as usize / 8] |= 1 << (number % 8);
    }
    RoaringBitmap::from_lsb0_bytes(0, &bits)
}

#[cfg(test)]
mod tests {
    use levenshtein_automata::LevenshteinAutomatonBuilder;

    use super::*;

    const END: u32 = 70_001;

    fn seen(documents: &RoaringBitmap) -> Vec<u32> {
        documents.iter().collect()
    }

    #[test]
    fn a_frequent_word_gives_what_a_rare_one_gives() {
        let mut draft = Draft::default();
        let many = u32::try_from(RARE_MAX).unwrap() + 10;
        for document in 0..many {
            let words = ["all", if document.is_multiple_of(7) { "alp" } else { "b" }];
            for word in words {
                let number = draft.number(word);
                draft.add(number, document);
            }
        }
        let rows: Vec<u32> = (0..many).rev().map(|it| it * 2).collect();
        let dictionary = draft.finish(&rows);
        assert!(!dictionary.frequent.is_empty());
        assert_eq!(seen(&dictionary.with("all")), (0..many).collect::<Vec<u32>>());
        assert!(dictionary.rows_with("all", &rows).iter().eq((0..many).map(|it| it * 2)));
        assert_eq!(dictionary.rows_with("alp", &rows).len(), dictionary.with("alp").len());
        assert_eq!(dictionary.starting("al", many).len(), u64::from(many));
        assert_eq!(dictionary.starting("alp", many), *dictionary.with("alp"));
    }

    /// As a list and as an automaton.
    fn dictionaries() -> [Dictionary; 2] {
        [0, 1_000].map(|few_max| {
            let mut draft = Draft::default();
            let words = [
                (0, "haifeng"),
                (0, "wang"),
                (200, "wang"),
                (200, "wang"),
                (70_000, "wei"),
                (7, "王"),
            ];
            for (document, word) in words {
                let number = draft.number(word);
                draft.add(number, document);
            }
            draft.finish_with(&[], few_max)
        })
    }

    #[test]
    fn a_word_gives_its_documents_each_once() {
        for dictionary in dictionaries() {
            assert_eq!(seen(&dictionary.with("wang")), [0, 200]);
            assert_eq!(seen(&dictionary.with("wei")), [70_000]);
            assert!(dictionary.with("wan").is_empty());
        }
    }

    #[test]
    fn words_are_found_by_their_start_and_with_one_typo() {
        for dictionary in dictionaries() {
            assert_eq!(seen(&dictionary.starting("w", END)), [0, 200, 70_000]);
            assert_eq!(seen(&dictionary.starting("wei", END)), [70_000]);
            assert_eq!(seen(&dictionary.starting("王", END)), [7]);
            assert_eq!(dictionary.starting("", END).len(), 4);
            assert!(
                dictionary.starting("weis", END).is_empty()
                    && dictionary.starting("xi", END).is_empty()
            );
            let typos = LevenshteinAutomatonBuilder::new(1, true);
            let like = |word: &str| seen(&dictionary.like(&typos.build_dfa(word), END));
            assert_eq!(like("hiafeng"), [0]);
            assert_eq!(like("wei"), [70_000]);
            assert_eq!(like("wng"), [0, 200]);
            assert!(like("hifen").is_empty());
        }
    }
}
