//! Search by a look at every row, with rules of its own for the few names of the graphs.

use std::cmp::Reverse;

use bole::catalog::{Cell, Kind, Row, TABLES, enums::SearchMatch, place};

use crate::engine::oracle::referred;

/// The rows of some tables that fit, how and by their ids, the best first.
pub(in crate::engine) fn search(
    rows: &[Row],
    types: &[usize],
    text: &str,
) -> Vec<(SearchMatch, String)> {
    let all = words(text);
    let is_last = |(place, word): &(usize, &String)| !all[place + 1..].contains(word);
    let whole = all.concat();
    let query: Vec<String> =
        all.iter().enumerate().filter(is_last).map(|it| it.1.clone()).collect();
    let graph = Graph { rows };
    let mut found = Vec::new();
    for table in types {
        let of_table: Vec<&Row> = rows.iter().filter(|it| it.table() == *table).collect();
        let fit = |typos: bool| -> Vec<(SearchMatch, &Row)> {
            let fit = of_table
                .iter()
                .filter_map(|it| Some((graph.way(it, (&query, &whole), typos)?, *it)));
            fit.collect()
        };
        let written = fit(false);
        found.extend(if written.is_empty() { fit(true) } else { written });
    }
    found.sort_by_cached_key(|(way, row)| {
        (*way, Reverse(graph.references(row)), row.table(), row.key().to_string())
    });
    found.into_iter().map(|(way, row)| (way, row.id().to_string())).collect()
}

struct Graph<'r> {
    rows: &'r [Row],
}

/// The texts of a row: what it is called, also called, and others.
type Texts = (Vec<String>, Vec<String>, Vec<String>);

fn texts(row: &Row) -> Texts {
    let mut texts = Texts::default();
    let mut has_label = false;
    for (place, field) in TABLES[row.table()].fields.iter().enumerate() {
        let forms: Vec<String> = match (field.kind, row.cell(place)) {
            (Kind::Text, Cell::Text(text)) => vec![text.to_owned()],
            (Kind::LocalText, Cell::Local(text)) => {
                text.en().into_iter().chain(text.zh()).map(str::to_owned).collect()
            }
            (Kind::Texts, Cell::List(items)) => items.iter().map(ToString::to_string).collect(),
            _ => Vec::new(),
        };
        match field.name {
            "name" | "title" | "topic" if !has_label => {
                has_label = true;
                texts.0.extend(forms);
            }
            "aliases" => texts.1.extend(forms),
            "note" | "language" | "licence" => (),
            _ => texts.2.extend(forms),
        }
    }
    texts
}

impl Graph<'_> {
    fn named(&self, ids: &[String]) -> Vec<String> {
        let rows = self.rows.iter().filter(|it| ids.contains(&it.id().to_string()));
        let names = rows.map(texts);
        names.flat_map(|(names, aliases, _)| [names, aliases].concat()).collect()
    }

    /// By row that it has to do with: what that one is called.
    fn related(&self, row: &Row) -> Vec<Vec<String>> {
        let ids = |row: &Row| -> Vec<String> {
            let fields = TABLES[row.table()].fields.iter().enumerate();
            let fields = fields.filter(|(_, it)| it.name != "source");
            fields.flat_map(|(place, _)| referred(row, place)).collect()
        };
        let mut related: Vec<Vec<String>> =
            ids(row).iter().map(|it| self.named(std::slice::from_ref(it))).collect();
        // Of the tables that the graphs fill, only spells of work are parts: of a person.
        if TABLES[row.table()].name == "Person" {
            let id = row.id().to_string();
            let spells = self.rows.iter().filter(|it| it.table() == place("Employment"));
            for spell in spells.filter(|it| ids(it).contains(&id)) {
                related.push(texts(spell).0);
                let others = ids(spell).into_iter().filter(|it| *it != id);
                related.extend(others.map(|it| self.named(&[it])));
            }
        }
        related
    }

    fn references(&self, row: &Row) -> usize {
        let id = row.id().to_string();
        let links = TABLES[row.table()].links.iter().filter(|it| it.via != "source").map(|link| {
            let from = place(link.from);
            let via = TABLES[from].field(link.via).unwrap();
            let sources = self.rows.iter().filter(|it| it.table() == from);
            sources.filter(|it| referred(it, via).contains(&id)).count()
        });
        links.sum()
    }

    fn way(
        &self,
        row: &Row,
        (query, whole): (&[String], &String),
        typos: bool,
    ) -> Option<SearchMatch> {
        let (names, aliases, others) = texts(row);
        let called = [names.clone(), aliases.clone()].concat();
        let folded = |texts: &[String]| -> Vec<String> {
            texts.iter().map(|it| words(it).concat()).collect()
        };
        let sounds = sounds(&called);
        let spoken = |word: &String| has(&called, word) || sounds.contains(word);
        if typos {
            let may = (0..query.len()).any(|place| {
                is_like(&called, &sounds, &query[place])
                    && (0..query.len()).all(|it| it == place || spoken(&query[it]))
            });
            return may.then_some(SearchMatch::Typo);
        }
        let (last, before) = query.split_last().unwrap();
        let is_start = |it: &String| it.starts_with(last.as_str());
        let starts = is_latin(last)
            && (called.iter().flat_map(|it| words(it)).any(|it| is_latin(&it) && is_start(&it))
                || sounds.iter().any(is_start));
        let own = [called.clone(), others].concat();
        let related = self.related(row);
        let is_related = |word: &String| {
            has(&own, word) || sounds.contains(word) || related.iter().any(|it| has(it, word))
        };
        let ways = [
            (folded(&names).contains(whole), SearchMatch::Name),
            (folded(&aliases).contains(whole), SearchMatch::Alias),
            (folded(&names).iter().any(|it| it.starts_with(whole)), SearchMatch::NameStart),
            (query.iter().all(|it| has(&names, it)), SearchMatch::NameWords),
            (
                query.iter().all(|it| has(&called, it))
                    || folded(&aliases).iter().any(|it| it.starts_with(whole)),
                SearchMatch::AliasWords,
            ),
            (query.iter().all(spoken), SearchMatch::Pinyin),
            (starts && before.iter().all(spoken), SearchMatch::WordStart),
            (query.iter().flat_map(|it| cut(it)).all(|it| is_related(&it)), SearchMatch::Related),
        ];
        ways.into_iter().find(|it| it.0).map(|it| it.1)
    }
}

fn is_latin(word: &str) -> bool {
    word.chars().all(|it| it.is_ascii_alphanumeric())
}

/// Words and Chinese runs in lower case.
fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace('é', "e");
    let mut words: Vec<String> = vec![String::new()];
    for letter in text.chars() {
        let last = words.last_mut().unwrap();
        let is_cut = last.chars().last().is_some_and(|it| it.is_ascii() != letter.is_ascii());
        if !letter.is_alphanumeric() {
            words.push(String::new());
        } else if is_cut {
            words.push(letter.to_string());
        } else {
            last.push(letter);
        }
    }
    words.retain(|it| !it.is_empty());
    words
}

/// How jieba cuts the runs that are asked for; shorter ones are not cut.
fn cut(word: &str) -> Vec<String> {
    let parts: &[&str] = match word {
        "王海峰" => &["王", "海峰"],
        "王海锋" => &["王海锋"],
        word => &[word],
    };
    parts.iter().map(|it| (*it).to_owned()).collect()
}

/// Whether the texts have the word, or every pair of the run.
fn has(texts: &[String], word: &str) -> bool {
    let words: Vec<String> = texts.iter().flat_map(|it| words(it)).collect();
    if is_latin(word) {
        return words.iter().any(|it| it == word);
    }
    let letters: Vec<char> = word.chars().collect();
    let parts: Vec<String> = match letters.len() {
        1 => vec![word.to_owned()],
        _ => letters.windows(2).map(|it| it.iter().collect()).collect(),
    };
    parts.iter().all(|part| words.iter().any(|it| !is_latin(it) && it.contains(part.as_str())))
}

/// How the Chinese names of the graphs sound, in all parts.
fn sounds(texts: &[String]) -> Vec<String> {
    let all = texts.iter().flat_map(|text| match text.as_str() {
        "王海峰" => &[
            "wang",
            "yu",
            "hai",
            "feng",
            "wanghai",
            "yuhai",
            "haifeng",
            "wanghaifeng",
            "yuhaifeng",
        ][..],
        "王" => &["wang", "yu"],
        _ => &[],
    });
    all.map(|it| (*it).to_owned()).collect()
}

/// Whether one of the texts' words is the word but for one typo.
fn is_like(called: &[String], sounds: &[String], word: &str) -> bool {
    if is_latin(word) {
        let words = called.iter().flat_map(|it| words(it)).chain(sounds.iter().cloned());
        return word.len() >= 4 && words.into_iter().any(|it| distance(&it, word) <= 1);
    }
    let sound = match word {
        "王海峰" | "王海锋" => "wanghaifeng",
        "海峰" => "haifeng",
        "王峰" => "wangfeng",
        _ => return false,
    };
    sounds.iter().any(|it| it == sound)
}

/// Edits that make one word of another: letters changed, added, dropped, or two swapped.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut table = vec![vec![0usize; other.len() + 1]; one.len() + 1];
    for i in 0..=one.len() {
        for j in 0..=other.len() {
            table[i][j] = match (i, j) {
                (0, _) => j,
                (_, 0) => i,
                _ => {
                    let change = usize::from(one[i - 1] != other[j - 1]);
                    let mut least = (table[i - 1][j] + 1)
                        .min(table[i][j - 1] + 1)
                        .min(table[i - 1][j - 1] + change);
                    if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                        least = least.min(table[i - 2][j - 2] + 1);
                    }
                    least
                }
            };
        }
    }
    table[one.len()][other.len()]
}
