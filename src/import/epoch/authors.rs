//! Names of authors, as they stand in one text.

use crate::import::member::cleaned;

/// A name of one person has at least this many words: one alone is a family name, initials or an
/// organization.
const WORDS_MIN: usize = 2;
/// A longer one is a sentence, or several names with nothing between them.
const WORDS_MAX: usize = 5;

/// Words, in lower case, that stand in no name of a person.
const NO_NAMES: &[&str] = &[
    "team",
    "teams",
    "author",
    "authors",
    "contributors",
    "lead",
    "leads",
    "group",
    "research",
    "lab",
    "info",
    "the",
    "for",
    "of",
];

/// Signs that point from a name to a note.
const MARKS: &[char] = &['*', '∗', '†', '‡', '§', '¶', '⋆', '^'];

/// Who is named, each once, in order; and what in the text is no name of one person.
pub(super) fn authors(text: &str) -> (Vec<String>, Vec<String>) {
    let mut names = Vec::new();
    let mut others = Vec::new();
    for piece in text.split([',', ';']).flat_map(pieces) {
        match name(&piece) {
            Some(name) if names.contains(&name) => (),
            Some(name) => names.push(name),
            None if cleaned(&piece).is_empty() => (),
            None => others.push(cleaned(&piece)),
        }
    }
    (names, others)
}

/// The names between two commas: lines may be broken within a name or between two of them, and the
/// last two are joined by a word.
fn pieces(text: &str) -> Vec<String> {
    let is_long = text.split_whitespace().count() > WORDS_MAX;
    let lines: Vec<&str> = if is_long { text.lines().collect() } else { vec![text] };
    let names = lines.into_iter().flat_map(|line| {
        let line = format!(" {} ", cleaned(line)).replace(" & ", " and ");
        line.split(" and ").map(str::to_owned).collect::<Vec<_>>()
    });
    names.collect()
}

/// The name without marks and remarks; `None` where it is no name of one person.
fn name(text: &str) -> Option<String> {
    let text = cleaned(text);
    let text = text.split(" et al").next().unwrap_or_default();
    let is_remark = |it: &str| it.starts_with(|it: char| it.is_lowercase() || it.is_ascii_digit());
    let text = match text.rsplit_once(" (") {
        Some((name, remark)) if is_remark(remark) => name,
        _ => text,
    };
    let text =
        text.trim_matches(|it: char| MARKS.contains(&it) || it.is_ascii_digit() || it == ' ');
    let last = text.rsplit(' ').next().unwrap_or_default();
    let is_end = last.chars().count() > 3 && last.matches('.').count() == 1;
    let text = if is_end { text.trim_end_matches('.') } else { text };
    let words: Vec<&str> = text.split(' ').collect();
    let is_name = (WORDS_MIN..=WORDS_MAX).contains(&words.len())
        && words.iter().all(|it| !NO_NAMES.contains(&it.to_lowercase().as_str()))
        && text.chars().all(|it| it.is_alphabetic() || is_within_names(it));
    is_name.then(|| text.to_owned())
}

/// Marks of accents stand beside their letters in some texts.
fn is_within_names(letter: char) -> bool {
    " .'’‘`´-‐‑–()\"“”·".contains(letter) || ('\u{300}'..='\u{36f}').contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::authors;

    #[test]
    fn names_are_found_between_commas_and_freed_of_marks() {
        let text = "Susan Zhang∗, Jack W. Rae‡, Rodrigo Fonseca1, Bowen\nShi, Shuaiqi (Tony) Xia; Di \
                    Wang, and Jie Jiang.\n";
        let expected = [
            "Susan Zhang",
            "Jack W. Rae",
            "Rodrigo Fonseca",
            "Bowen Shi",
            "Shuaiqi (Tony) Xia",
            "Di Wang",
            "Jie Jiang",
        ];
        assert_eq!(authors(text), (expected.map(str::to_owned).to_vec(), vec![]));
    }

    #[test]
    fn the_last_two_are_joined_by_a_word_and_nobody_is_named_twice() {
        let (names, _) = authors("A. B. Clark and C. Farley, Al Hus & Ada King, C. Farley");
        assert_eq!(names, ["A. B. Clark", "C. Farley", "Al Hus", "Ada King"]);
        let (names, _) = authors("Shawn Jain et al. (181 others), and Zoe Po. (core contributors)");
        assert_eq!(names, ["Shawn Jain", "Zoe Po."]);
    }

    #[test]
    fn names_on_lines_of_their_own_are_taken_apart() {
        let (names, _) = authors("Aitor Or\nChe Zheng\nCyprien de Masson d’Autume\nYi Tay");
        assert_eq!(names, ["Aitor Or", "Che Zheng", "Cyprien de Masson d’Autume", "Yi Tay"]);
    }

    #[test]
    fn what_is_no_name_of_one_person_is_told() {
        let (names, others) = authors(
            "Qwen Team, Yilei, Sam Julien / Writer, Luke Metz Architecture leads Clemens W., Bam4d",
        );
        assert_eq!(names, Vec::<String>::new());
        assert_eq!(others.len(), 5, "{others:?}");
    }
}
