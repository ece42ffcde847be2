//! What is sought, taken apart.

use std::sync::LazyLock;

use jieba_rs::Jieba;

use super::text::{self, Piece};
use crate::{catalog::value::excerpt, engine::compute::Refusal};

/// Characters of a text that is searched for.
pub const TEXT_CHARS_MAX: usize = 200;
/// Words of a text that is searched for; every word of it must be found.
pub const WORDS_MAX: usize = 16;

/// Characters of a run that may be more than one word.
const CUT_MIN: usize = 3;

static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// Reads the dictionary, which the first Chinese text would else do.
pub(super) fn prepare() {
    // Jieba reads a part of what it knows only with the first text.
    drop(JIEBA.tag("伯乐相马", true));
}

/// A text that is searched for.
#[derive(Debug)]
pub(super) struct Query {
    /// All of it as one name.
    pub(super) whole: String,
    /// Words and runs as they were written.
    pub(super) words: Vec<Word>,
    /// Words, and the words of runs: 百度王海峰 is 百度, 王 and 海峰.
    pub(super) cut: Vec<Word>,
    pub(super) is_chinese: bool,
}

/// One word of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    /// All of these are in what has the word.
    pub(super) terms: Vec<String>,
    /// How it sounds, if it is Chinese and of more than one character.
    pub(super) sound: Option<String>,
    /// Whether it is of a script that sets words apart.
    pub(super) is_spaced: bool,
}

impl Query {
    /// # Errors
    ///
    /// [`Refusal::BadInput`] for a text without letters and digits, [`Refusal::Limit`] for one of
    /// more than [`TEXT_CHARS_MAX`] characters or [`WORDS_MAX`] words.
    pub(super) fn parse(text: &str) -> Result<Query, Refusal> {
        let chars = text.chars().count();
        if chars > TEXT_CHARS_MAX {
            return Err(Refusal::Limit(format!(
                "the text to search for has {chars} characters: it may have {TEXT_CHARS_MAX}"
            )));
        }
        let pieces = text::pieces(text);
        if pieces.is_empty() {
            return Err(Refusal::BadInput(format!(
                "`{}` has no letter or digit to search for: write a name or a part of one",
                excerpt(text)
            )));
        }
        let mut words: Vec<Word> = pieces.iter().map(word).collect();
        let mut cut: Vec<Word> = pieces.iter().flat_map(cut).collect();
        distinct(&mut words);
        distinct(&mut cut);
        let count = cut.len().max(words.len());
        if count > WORDS_MAX {
            return Err(Refusal::Limit(format!(
                "the text to search for has {count} words: it may have {WORDS_MAX}"
            )));
        }
        let is_chinese = words.iter().any(|it| !it.is_spaced);
        Ok(Query { whole: text::squashed(&pieces), words, cut, is_chinese })
    }
}

/// Keeps the last of equal words, since the last word may be unfinished.
fn distinct(words: &mut Vec<Word>) {
    let all = std::mem::take(words);
    for (place, word) in all.iter().enumerate() {
        if !all[place + 1..].contains(word) {
            words.push(word.clone());
        }
    }
}

fn word(piece: &Piece) -> Word {
    match piece {
        Piece::Word(word) => {
            Word { text: word.clone(), terms: vec![word.clone()], sound: None, is_spaced: true }
        }
        Piece::Run(run) => run_word(run),
    }
}

/// A run is where all pairs of its neighbours are.
fn run_word(run: &[char]) -> Word {
    let text: String = run.iter().collect();
    let terms = match run.len() {
        1 => vec![text.clone()],
        _ => run.windows(2).map(|it| it.iter().collect()).collect(),
    };
    let sound = if run.len() > 1 { text::sound(run) } else { None };
    Word { text, terms, sound, is_spaced: false }
}

/// The words of a piece, as jieba cuts them, without those that only tie others together.
fn cut(piece: &Piece) -> Vec<Word> {
    let Piece::Run(run) = piece else { return vec![word(piece)] };
    if run.len() < CUT_MIN {
        return vec![run_word(run)];
    }
    let text: String = run.iter().collect();
    let tagged = JIEBA.tag(&text, true);
    let says = |it: &str| run_word(&it.chars().collect::<Vec<char>>());
    // Particles, prepositions and conjunctions.
    let told = tagged.iter().filter(|it| !it.tag.starts_with(['u', 'p', 'c', 'y']));
    let words: Vec<Word> = told.map(|it| says(it.word)).collect();
    if words.is_empty() { vec![run_word(run)] } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        Query::parse(text).unwrap().cut.into_iter().map(|it| it.text).collect()
    }

    #[test]
    fn runs_are_cut_into_words_and_lose_what_only_ties_them() {
        assert_eq!(cut("清华大学自然语言处理"), ["清华大学", "自然语言", "处理"]);
        assert_eq!(cut("百度在线网络技术有限公司"), ["百度", "在线", "网络", "技术", "有限公司"]);
        assert_eq!(cut("百度的王海峰"), ["百度", "王", "海峰"]);
        assert_eq!(cut("OpenAI研究员"), ["openai", "研究员"]);
        assert_eq!(cut("的"), ["的"]);
    }

    #[test]
    fn texts_that_seek_nothing_or_too_much_are_refused_in_a_sentence() {
        let refusal = |text: &str| Query::parse(text).unwrap_err().to_string();
        assert!(refusal("").contains("no letter or digit to search for"));
        assert!(refusal("🙂 \" *").contains("no letter or digit to search for"));
        assert!(refusal(&"字".repeat(201)).contains("201 characters: it may have 200"));
        let words: Vec<String> = (0..17).map(|it| it.to_string()).collect();
        assert!(refusal(&words.join(" ")).contains("17 words: it may have 16"));
    }

    #[test]
    fn equal_words_count_once_and_the_last_stays_last() {
        let texts = |it: &str| -> Vec<String> {
            Query::parse(it).unwrap().words.into_iter().map(|it| it.text).collect()
        };
        assert_eq!(texts("li wei Li"), ["wei", "li"]);
    }
}
