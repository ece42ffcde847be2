//! What rows are called, and whether two names may be one name written in two ways.

use crate::engine::search::text::{Piece, pieces, spoken};

/// One of the names of a row, folded to plain letters and taken apart.
#[derive(Debug)]
pub(super) struct Name<'s> {
    pub(super) text: &'s str,
    pub(super) is_alias: bool,
    /// Its words and its stretches of Chinese, in order.
    words: Vec<String>,
    /// The same in alphabetical order.
    sorted: Vec<String>,
    is_chinese: bool,
    /// What it sounds like, all in one: of a Chinese name every reading; of another, its words in
    /// order, and for people also with the last before the others and the first behind them.
    spoken: Vec<String>,
}

/// How two names are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// The same words, in whatever order, with whatever accents and spaces.
    Same,
    /// The same, but there is so little of it that many are called so.
    SameShort,
    /// The one is how the other, in three or more Chinese characters, is spoken.
    Pinyin,
    PinyinShort,
    /// Chinese names that are spoken alike and written otherwise.
    Sound,
    /// The same family name and first given name; one has more given names.
    Middle,
    /// The same family name, and a given name of which the other has the initial.
    Initials,
    /// One letter of one longer word is wrong, missing, too many, or changed places with the next.
    Typo,
}

impl Likeness {
    /// How much it says, in bits.
    pub(super) fn weight(self) -> f64 {
        match self {
            Likeness::Same => 9.0,
            Likeness::Pinyin => 8.75,
            Likeness::Middle => 7.0,
            Likeness::Initials => 6.5,
            Likeness::SameShort | Likeness::PinyinShort | Likeness::Typo => 6.0,
            Likeness::Sound => 5.0,
        }
    }

    /// What is said of the second name after the first.
    pub(super) fn words(self) -> &'static str {
        match self {
            Likeness::Same => "is the same name as",
            Likeness::SameShort => "is the same name, of which there are many, as",
            Likeness::Pinyin | Likeness::PinyinShort => "is spoken like",
            Likeness::Sound => "is spoken like, but not written as,",
            Likeness::Middle => "is the same name, but for given names, as",
            Likeness::Initials => "is the same name, but for initials, as",
            Likeness::Typo => "is one letter away from",
        }
    }
}

/// Whether names of people or of organizations are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    People,
    Organizations,
}

/// Letters of a word that may have a typo: shorter ones are like too many others.
const TYPO_LETTERS_MIN: usize = 6;
/// Letters of another name of an organization that many may share, such as an acronym.
const ACRONYM_LETTERS_MAX: usize = 5;

/// Words that say what an organization is by law, and nothing of which it is.
const LEGAL: &[&str] = &[
    "the",
    "inc",
    "incorporated",
    "llc",
    "ltd",
    "limited",
    "co",
    "corp",
    "corporation",
    "company",
    "gmbh",
    "ag",
    "plc",
];
const LEGAL_CHINESE: &[&str] = &["股份有限公司", "有限责任公司", "有限公司", "公司"];

impl<'s> Name<'s> {
    /// `None` where there is no letter in it.
    pub(super) fn new(text: &'s str, is_alias: bool, of: Of) -> Option<Self> {
        let pieces = pieces(text);
        let is_chinese = pieces.iter().all(|it| matches!(it, Piece::Run(_)));
        let words = words(pieces, of);
        if words.is_empty() {
            return None;
        }
        let whole = words.concat();
        let spoken = if is_chinese {
            spoken(&whole.chars().collect::<Vec<char>>())
        } else {
            rotations(&words, of)
        };
        let mut sorted = words.clone();
        sorted.sort_unstable();
        Some(Name { text, is_alias, words, sorted, is_chinese, spoken })
    }

    pub(super) fn is_chinese(&self) -> bool {
        self.is_chinese
    }

    pub(super) fn is_written_as(&self, other: &Name<'_>) -> bool {
        self.sorted == other.sorted
    }

    pub(super) fn sounds_like(&self, other: &Name<'_>) -> bool {
        self.spoken.iter().any(|it| other.spoken.contains(it))
    }

    fn letters(&self) -> usize {
        self.words.iter().map(|it| it.chars().count()).sum()
    }

    /// Whether there is so little of it that many are called so.
    fn is_short(&self, of: Of) -> bool {
        match of {
            Of::People if self.is_chinese => self.letters() < 3,
            Of::People => self.words.iter().filter(|it| !is_initial(it)).count() < 2,
            Of::Organizations if self.is_chinese => self.is_alias && self.letters() < 3,
            Of::Organizations => self.is_alias && self.letters() <= ACRONYM_LETTERS_MAX,
        }
    }

    /// How it is like another name, in the way that says most.
    pub(super) fn likeness(&self, other: &Name<'_>, of: Of) -> Option<Likeness> {
        let is_spoken_alike = self.sounds_like(other);
        if self.sorted == other.sorted || (is_spoken_alike && !self.is_chinese && !other.is_chinese)
        {
            let is_short = self.is_short(of) || other.is_short(of);
            return Some(if is_short { Likeness::SameShort } else { Likeness::Same });
        }
        match (self.is_chinese, other.is_chinese) {
            (true, true) => is_spoken_alike.then_some(Likeness::Sound),
            (false, false) => {
                let parts = (of == Of::People).then(|| self.likeness_of_parts(other)).flatten();
                parts.or_else(|| self.differs_by_a_typo(other).then_some(Likeness::Typo))
            }
            _ if !is_spoken_alike => None,
            (is_chinese, _) => {
                let letters = if is_chinese { self.letters() } else { other.letters() };
                Some(if letters < 3 { Likeness::PinyinShort } else { Likeness::Pinyin })
            }
        }
    }

    /// The name taken as given names and a family name that is last or first.
    pub(super) fn parts(&self) -> impl Iterator<Item = Parts<'_>> {
        let words = &self.words[..];
        let last = words.split_last().map(|(family, given)| Parts { family, given });
        let first = words.split_first().map(|(family, given)| Parts { family, given });
        let is_one = |it: &Parts<'_>| {
            let is_written = |it: &String| it.chars().all(char::is_alphabetic);
            !it.given.is_empty()
                && !is_initial(it.family)
                && is_written(it.family)
                && it.given.iter().all(is_written)
        };
        let people = [last, first].into_iter().flatten().filter(is_one);
        people.take(if self.is_chinese { 0 } else { 2 })
    }

    fn likeness_of_parts(&self, other: &Name<'_>) -> Option<Likeness> {
        let pairs = self.parts().flat_map(|one| other.parts().map(move |it| (one, it)));
        let found = pairs.filter_map(|(one, other)| one.likeness(other));
        found.max_by(|one, other| one.weight().total_cmp(&other.weight()))
    }

    /// Whether all words are the same but one longer one, which has a typo.
    fn differs_by_a_typo(&self, other: &Name<'_>) -> bool {
        let (one, other) = (left_over(&self.sorted, other), left_over(&other.sorted, self));
        let ([one], [other]) = (&one[..], &other[..]) else { return false };
        may_have_typo(one)
            && may_have_typo(other)
            && one.chars().count().max(other.chars().count()) >= TYPO_LETTERS_MIN
            && is_one_typo(one, other)
    }

    /// The words that a typo may be in, each with the other words.
    pub(super) fn words_with_typos(&self) -> impl Iterator<Item = (&str, Vec<&str>)> {
        let words = self.sorted.iter().enumerate().filter(|(_, it)| may_have_typo(it));
        words.map(|(at, word)| {
            let others = self.sorted.iter().enumerate().filter(move |it| it.0 != at);
            (word.as_str(), others.map(|it| it.1.as_str()).collect())
        })
    }

    /// Whether it has initials only where a given name should be.
    pub(super) fn is_abbreviated(&self) -> bool {
        let initials = self.words.iter().filter(|it| is_initial(it)).count();
        initials > 0 && self.words.len() - initials < 2
    }

    /// All its words in alphabetical order.
    pub(super) fn sorted(&self) -> &[String] {
        &self.sorted
    }

    /// What it sounds like, all in one.
    pub(super) fn spoken(&self) -> &[String] {
        &self.spoken
    }
}

/// A name of a person as a family name and given names, of which there are some.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts<'n> {
    pub(super) family: &'n String,
    pub(super) given: &'n [String],
}

impl Parts<'_> {
    /// Whether it leaves out given names, or all but the initial of one.
    pub(super) fn is_brief(self) -> bool {
        self.given.len() == 1 || self.given.iter().any(|it| is_initial(it))
    }

    fn likeness(self, other: Parts<'_>) -> Option<Likeness> {
        let is_briefer = self.is_brief() || other.is_brief();
        let mut pairs = self.given.iter().zip(other.given);
        let fits = |one: &String, other: &String| {
            one == other
                || (is_initial(one) && other.starts_with(one.as_str()))
                || (is_initial(other) && one.starts_with(other.as_str()))
        };
        if !is_briefer || self.family != other.family || !pairs.all(|(one, other)| fits(one, other))
        {
            return None;
        }
        let is_full = !is_initial(&self.given[0]) && !is_initial(&other.given[0]);
        Some(if is_full { Likeness::Middle } else { Likeness::Initials })
    }
}

fn written(piece: Piece) -> String {
    match piece {
        Piece::Word(word) => word,
        Piece::Run(run) => run.into_iter().collect(),
    }
}

/// All letters of a name in alphabetical order: names that are the same have the same.
pub(super) fn letters(text: &str, of: Of) -> String {
    let words = words(pieces(text), of);
    let mut letters: Vec<char> = words.iter().flat_map(|it| it.chars()).collect();
    letters.sort_unstable();
    letters.into_iter().collect()
}

/// The words that tell one name from another.
fn words(pieces: Vec<Piece>, of: Of) -> Vec<String> {
    let words = pieces.into_iter().map(written).collect();
    if of == Of::Organizations { without_legal(words) } else { words }
}

/// The words without those of the law; all, where nothing else is left.
fn without_legal(words: Vec<String>) -> Vec<String> {
    let cut = |word: &String| {
        let shorter = LEGAL_CHINESE.iter().find_map(|it| word.strip_suffix(it));
        shorter.map_or_else(|| word.clone(), str::to_owned)
    };
    let kept: Vec<String> = words.iter().map(cut).collect();
    let kept: Vec<String> =
        kept.into_iter().filter(|it| !it.is_empty() && !LEGAL.contains(&it.as_str())).collect();
    if kept.is_empty() { words } else { kept }
}

fn rotations(words: &[String], of: Of) -> Vec<String> {
    let mut spoken = vec![words.concat()];
    if of == Of::People && words.len() > 1 {
        let (first, last) = (&words[..1], &words[words.len() - 1..]);
        spoken.push([last.concat(), words[..words.len() - 1].concat()].concat());
        spoken.push([words[1..].concat(), first.concat()].concat());
        spoken.sort_unstable();
        spoken.dedup();
    }
    spoken
}

pub(super) fn is_initial(word: &str) -> bool {
    word.chars().count() == 1
}

fn may_have_typo(word: &str) -> bool {
    word.chars().count() + 1 >= TYPO_LETTERS_MIN && word.bytes().all(|it| it.is_ascii_lowercase())
}

/// The words that are not among those of the other name, each as often as it is missing there.
fn left_over<'n>(words: &'n [String], other: &Name<'_>) -> Vec<&'n str> {
    let mut others: Vec<&String> = other.sorted.iter().collect();
    let mut left = Vec::new();
    for word in words {
        match others.iter().position(|it| *it == word) {
            Some(at) => drop(others.swap_remove(at)),
            None => left.push(word.as_str()),
        }
    }
    left
}

/// Whether two words of plain letters differ by one letter changed, added or dropped, or by two
/// that changed places.
fn is_one_typo(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let (short, long) = (short.as_bytes(), long.as_bytes());
    let at = short.iter().zip(long).take_while(|(one, other)| one == other).count();
    let (short, long) = (&short[at..], &long[at..]);
    match long.len() - short.len() {
        0 if short.is_empty() => false,
        0 => {
            let is_swapped = short.len() > 1 && short[..2] == [long[1], long[0]];
            short[1..] == long[1..] || (is_swapped && short[2..] == long[2..])
        }
        1 => short == &long[1..],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(of: Of, one: &str, other: &str, expected: Option<Likeness>) {
        let name = |it| Name::new(it, false, of).unwrap();
        assert_eq!(name(one).likeness(&name(other), of), expected, "{one} / {other}");
        assert_eq!(name(other).likeness(&name(one), of), expected, "{other} / {one}");
    }

    #[test]
    fn people_are_called_the_same_in_any_order_with_any_accents_and_spaces() {
        for other in ["wang haifeng", "Haifeng Wang", "WANG Hai-Feng", "Wang, Hai Feng"] {
            check(Of::People, "Haifeng Wang", other, Some(Likeness::Same));
        }
        check(Of::People, "Jürgen Schmidhuber", "Jurgen Schmidhuber", Some(Likeness::Same));
        check(Of::People, "Madonna", "madonna", Some(Likeness::SameShort));
        check(Of::People, "I. Sutskever", "Sutskever, I", Some(Likeness::SameShort));
        check(Of::People, "Wang Haifeng", "Wang Haiming", None);
    }

    #[test]
    fn chinese_is_compared_with_latin_by_its_sound() {
        for latin in ["Fei-Fei Li", "Li Feifei", "LI Fei Fei", "Feifei Li"] {
            check(Of::People, "李飞飞", latin, Some(Likeness::Pinyin));
        }
        check(Of::People, "曾鸣", "Zeng Ming", Some(Likeness::PinyinShort));
        check(Of::People, "王海峰", "王海锋", Some(Likeness::Sound));
        check(Of::People, "王海峰", "王海峰", Some(Likeness::Same));
        check(Of::People, "王伟", "王伟", Some(Likeness::SameShort));
        check(Of::People, "李飞飞", "Fei Li", None);
    }

    #[test]
    fn given_names_may_be_initials_or_left_out() {
        for other in ["I. Sutskever", "Sutskever, I.", "I. E. Sutskever"] {
            check(Of::People, "Ilya Sutskever", other, Some(Likeness::Initials));
        }
        check(Of::People, "Geoffrey Hinton", "Geoffrey E. Hinton", Some(Likeness::Middle));
        check(Of::People, "Geoffrey Everest Hinton", "Geoffrey E. Hinton", Some(Likeness::Middle));
        check(Of::People, "G. Hinton", "Geoffrey Everest Hinton", Some(Likeness::Initials));
        check(Of::People, "G. F. Hinton", "Geoffrey Everest Hinton", None);
        check(Of::People, "J. Sutskever", "Ilya Sutskever", None);
    }

    #[test]
    fn one_letter_of_a_long_word_may_be_wrong() {
        for other in ["Ilya Sutskevar", "Sutskver Ilya", "Ilya Sutsekver", "Ilya Suttskever"] {
            check(Of::People, "Ilya Sutskever", other, Some(Likeness::Typo));
        }
        check(Of::People, "Ilia Sutskever", "Ilya Sutskever", None);
        check(Of::People, "Zhang Wei", "Zheng Wei", None);
    }

    #[test]
    fn organizations_are_called_the_same_whatever_they_are_by_law() {
        check(Of::Organizations, "Open AI, Inc.", "OpenAI", Some(Likeness::Same));
        check(Of::Organizations, "百度有限公司", "百度", Some(Likeness::Same));
        check(Of::Organizations, "The Company", "company", None);
        check(Of::Organizations, "Microsoft", "Microsoft Research", None);
        check(Of::Organizations, "清华大学", "Qinghua Daxue", Some(Likeness::Pinyin));
    }
}
