//! Texts as search sees them: folded to plain letters, taken apart into words, and spoken.
//!
//! Chinese is indexed by single characters and pairs of neighbours, not by the words of a
//! dictionary: jieba cuts 王海峰 into 王 and 海峰, and 苏茨克维 into four, so that a name would be
//! found or not as the dictionary happens to know it. What is asked is cut by jieba
//! ([`super::query`]), so that 百度王海峰 is a company and a name, each of which has its pairs; it
//! knows 百度在线网络技术有限公司, 清华大学 and 自然语言处理. Charabia cuts Chinese by jieba too, and
//! brings what it takes for other languages. Traditional characters are found because they sound
//! as the simplified ones do: a table of both would bring crates that nobody keeps.

use pinyin::{ToPinyin, ToPinyinMulti};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A stretch of folded text without white space or signs in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Piece {
    /// Letters and digits of a script that sets its words apart.
    Word(String),
    /// Characters of a script that does not, such as Chinese.
    Run(Vec<char>),
}

/// Syllables that are looked up together: longer names are spoken in parts.
const SYLLABLES_MAX: usize = 4;
/// Characters of a run that is looked up as a whole by its sound.
const SPOKEN_MAX: usize = 12;

/// The pieces of a text in lower case, without accents, and with full-width letters made plain.
pub(in crate::engine) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut is_open = false;
    for letter in text.nfkd().filter(|it| !is_combining_mark(*it) && !is_apostrophe(*it)) {
        if !letter.is_alphanumeric() {
            is_open = false;
            continue;
        }
        match (pieces.last_mut().filter(|_| is_open), is_unspaced(letter)) {
            (Some(Piece::Run(run)), true) => run.push(letter),
            (Some(Piece::Word(word)), false) => push_folded(word, letter),
            (_, true) => pieces.push(Piece::Run(vec![letter])),
            (_, false) => {
                let mut word = String::new();
                push_folded(&mut word, letter);
                pieces.push(Piece::Word(word));
            }
        }
        is_open = true;
    }
    pieces
}

/// O'Brien is one word, however the apostrophe is written.
fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ' | '‘')
}

/// Whether a character is of a script that writes words without spaces between them.
pub(super) fn is_unspaced(letter: char) -> bool {
    matches!(u32::from(letter), 0x2E80..=0x9FFF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF)
}

/// Letters that have no accent to take off, as they are written where there is none like them.
fn push_folded(word: &mut String, letter: char) {
    for letter in letter.to_lowercase() {
        match letter {
            'ø' => word.push('o'),
            'ł' => word.push('l'),
            'đ' | 'ð' => word.push('d'),
            'ı' => word.push('i'),
            'æ' => word.push_str("ae"),
            'œ' => word.push_str("oe"),
            'ß' => word.push_str("ss"),
            'þ' => word.push_str("th"),
            letter if is_combining_mark(letter) => (),
            letter => word.push(letter),
        }
    }
}

/// All pieces as one: `GPT-4` and `gpt 4` are the same name.
pub(super) fn squashed(pieces: &[Piece]) -> String {
    let mut whole = String::new();
    for piece in pieces {
        match piece {
            Piece::Word(word) => whole.push_str(word),
            Piece::Run(run) => whole.extend(run),
        }
    }
    whole
}

/// The text as a key may hold it: words of ASCII letters and digits with hyphens between them,
/// Chinese as it sounds; empty where there is nothing to write so.
pub fn slug(text: &str) -> String {
    let words = pieces(text).into_iter().filter_map(|it| match it {
        Piece::Word(word) => Some(word),
        Piece::Run(run) => sound(&run),
    });
    let words = words.map(|it| it.chars().filter(char::is_ascii_alphanumeric).collect());
    let words: Vec<String> = words.filter(|it: &String| !it.is_empty()).collect();
    words.join("-")
}

/// What a piece is found by: the word; of a run every character and every pair of neighbours.
pub(super) fn terms(piece: &Piece) -> Vec<String> {
    match piece {
        Piece::Word(word) => vec![word.clone()],
        Piece::Run(run) => {
            let single = run.iter().map(char::to_string);
            single.chain(run.windows(2).map(|it| it.iter().collect())).collect()
        }
    }
}

/// What a run is found by when it is typed as it sounds: up to four syllables that stand together,
/// and all of them. The first character is also heard in its other readings, since surnames have
/// such: 曾 is Zeng, 单 is Shan.
pub(super) fn sounds(run: &[char]) -> Vec<String> {
    let mut sounds = Vec::new();
    for spoken in run.split(|it| it.to_pinyin().is_none()) {
        let syllables = syllables(spoken);
        for start in 0..syllables.len() {
            for end in start + 1..=syllables.len().min(start + SYLLABLES_MAX) {
                join(&syllables[start..end], &mut sounds);
            }
        }
        if (SYLLABLES_MAX + 1..=SPOKEN_MAX).contains(&spoken.len()) {
            join(&syllables, &mut sounds);
        }
    }
    sounds
}

/// Every way a run may sound as a whole, its first character in each of its readings; none where it
/// is long or not all of it is Chinese.
pub(in crate::engine) fn spoken(run: &[char]) -> Vec<String> {
    let mut spoken = Vec::new();
    if run.len() <= SPOKEN_MAX && run.iter().all(|it| it.to_pinyin().is_some()) {
        join(&syllables(run), &mut spoken);
    }
    spoken
}

/// The readings of each character that are looked up.
fn syllables(run: &[char]) -> Vec<Vec<String>> {
    let first = run.iter().take(1).map(|it| readings(*it));
    first.chain(run.iter().skip(1).map(|it| usual(*it))).collect()
}

/// How a run most likely sounds; `None` where not all of it is Chinese.
pub(super) fn sound(run: &[char]) -> Option<String> {
    run.iter().map(|it| usual(*it).into_iter().next()).collect()
}

/// The usual reading; ü is typed as u or as v.
fn usual(letter: char) -> Vec<String> {
    letter.to_pinyin().map(|it| typed(it.plain())).unwrap_or_default()
}

fn readings(letter: char) -> Vec<String> {
    let mut readings = usual(letter);
    for other in letter.to_pinyin_multi().into_iter().flatten() {
        for reading in typed(other.plain()) {
            if !readings.contains(&reading) {
                readings.push(reading);
            }
        }
    }
    readings
}

fn typed(syllable: &str) -> Vec<String> {
    if syllable.contains('ü') {
        vec![syllable.replace('ü', "u"), syllable.replace('ü', "v")]
    } else {
        vec![syllable.nfkd().filter(|it| !is_combining_mark(*it)).collect()]
    }
}

/// Every way to say the syllables one after the other.
fn join(syllables: &[Vec<String>], sounds: &mut Vec<String>) {
    let mut joined = vec![String::new()];
    for readings in syllables {
        joined = joined
            .iter()
            .flat_map(|start| readings.iter().map(move |it| format!("{start}{it}")))
            .collect();
    }
    sounds.append(&mut joined);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let shown = pieces(text).into_iter().map(|it| match it {
            Piece::Word(word) => word,
            Piece::Run(run) => format!("[{}]", run.into_iter().collect::<String>()),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn texts_are_folded_and_cut_where_the_script_or_a_sign_cuts_them() {
        assert_eq!(shown("Ilya SUTSKEVER"), "ilya sutskever");
        assert_eq!(shown("Müller-Strauß, Éva O’Brien"), "muller strauss eva obrien");
        assert_eq!(shown("ＯｐｅｎＡＩ"), "openai");
        assert_eq!(shown("北方科技123 GPT-4"), "[北方科技] 123 gpt 4");
        assert_eq!(shown("伊利亚·苏茨克维🙂"), "[伊利亚] [苏茨克维]");
        assert_eq!(shown("\" OR * --"), "or");
        assert_eq!(shown("🙂…"), "");
    }

    #[test]
    fn chinese_is_found_by_characters_and_pairs() {
        let run = pieces("王海峰").remove(0);
        assert_eq!(terms(&run), ["王", "海", "峰", "王海", "海峰"]);
    }

    #[test]
    fn chinese_is_found_by_its_sound_whole_and_in_parts() {
        let sounds = |text: &str| sounds(&text.chars().collect::<Vec<char>>());
        for sound in ["wang", "haifeng", "wanghaifeng", "feng"] {
            assert!(sounds("王海峰").contains(&sound.to_owned()), "{sound}");
        }
        assert!(sounds("曾鸣").contains(&"zengming".to_owned()));
        assert!(sounds("单志广").contains(&"shanzhiguang".to_owned()));
        assert!(sounds("吕布").contains(&"lvbu".to_owned()));
        assert!(sounds("吕布").contains(&"lubu".to_owned()));
        assert!(sounds("北京智源研究院").contains(&"beijingzhiyuanyanjiuyuan".to_owned()));
        assert_eq!(sound(&['海', '峰']).unwrap(), "haifeng");
    }
}
