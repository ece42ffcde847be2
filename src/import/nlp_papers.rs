//! Lists of papers with one line for each author of each paper, such as those of conferences on
//! language processing; counted by author, affiliation, venue and year.

use std::collections::{BTreeMap, HashMap};

use super::{
    Draft, Importer, Line, Record, Records, Text, Wrong, keys, kinds,
    member::cleaned,
    reading::{self, Reading, Taken, has, name_column, needed, no_such_file, source},
};
use crate::catalog::{Row, value::Year};

pub(super) static NLP_PAPERS: Importer = Importer {
    name: "nlp-papers",
    doc: "Lists of papers, one line for each author of each paper, counted by author, venue and year.",
    download: "A CSV file with the columns title, venue, year, author, affiliation, as it is made from the ACL \
               Anthology (https://aclanthology.org) or from proceedings",
    licence: "That of the list; the data of the ACL Anthology are CC BY 4.0.",
    mapped: "Publication counts by author, affiliation, venue and year: papers, and papers that count one divided by \
             the number of their authors (an author with several affiliations on a paper: divided by these too). \
             Authors are People, one for each name and affiliation; affiliations are Organizations, whose kind is told \
             by their names, and Employments without role or end that start in the first year in which papers name \
             them and are true as of the last; they are no proof of employment, as their note says.",
    left_out: "Titles: they only tell papers apart. A line that is there twice counts once.",
    source: nlp_source,
    read: nlp_records,
};

const TITLE: &[&str] = &["title", "Title", "paper", "paper_title"];
const VENUE: &[&str] = &["venue", "Venue", "conference"];
const YEAR: &[&str] = &["year", "Year"];
const AUTHOR: &[&str] = &["author", "Author", "author_name"];
const AFFILIATION: &[&str] = &["affiliation", "Affiliation", "organization", "institution"];

fn nlp_source() -> Row {
    source(
        Draft::new("Source", "nlp-papers")
            .with("title", "Papers by author, venue and year")
            .with("publisher", "ACL Anthology and proceedings")
            .with("url", "https://aclanthology.org"),
    )
}

fn nlp_records(text: Text) -> Records {
    reading::records(text, |header| {
        if has(header, &[TITLE, YEAR, AUTHOR]) {
            Ok(Box::new(Papers::default()))
        } else {
            Err(no_such_file("a list has `title`, `venue`, `year`, `author`, `affiliation`"))
        }
    })
}

/// Where papers appeared.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    year: u16,
    venue: String,
}

/// The papers of one writer: an author under an affiliation.
struct Writer {
    /// Where the writer is named first.
    line: u64,
    author: String,
    /// Empty where none is given.
    affiliation: String,
    /// The papers, by numbers, at each place.
    papers: BTreeMap<Place, Vec<u32>>,
}

/// The papers as far as they were read. What is kept grows with the number of authorships, not with
/// titles.
#[derive(Default)]
struct Papers {
    /// By their keys, since names differ in signs only.
    writers: BTreeMap<String, Writer>,
    /// The numbers of papers, by what they are told apart by.
    numbers: HashMap<String, u32>,
    /// By the number of a paper and the key of its author: how many affiliations the author has.
    affiliations: HashMap<(u32, String), u32>,
    /// By the number of a paper: how many authors it has.
    authors: Vec<u32>,
}

impl Reading for Papers {
    fn line(&mut self, line: &Line<'_>) -> Result<Option<Record>, Wrong> {
        let title = cleaned(needed(line, TITLE)?).to_lowercase();
        let venue = cleaned(line.get(VENUE).unwrap_or_default());
        let year = year(line)?;
        let author = cleaned(needed(line, AUTHOR)?);
        let affiliation = cleaned(line.get(AFFILIATION).unwrap_or_default());
        let paper = keys::of_content("", &[&title, &venue, &year.to_string()]);
        let next = u32::try_from(self.authors.len());
        let next = next.map_err(|_| Wrong::new(line.number, "row", "is one paper too many"))?;
        let number = *self.numbers.entry(paper).or_insert(next);
        if number == next {
            self.authors.push(0);
        }
        let author_key = keys::of_name("", &[&author]);
        let writer = self.writers.entry(writer_key(&author, &affiliation));
        let writer = writer.or_insert_with(|| Writer {
            line: line.number,
            author,
            affiliation,
            papers: BTreeMap::new(),
        });
        let papers = writer.papers.entry(Place { year, venue }).or_default();
        if papers.contains(&number) {
            return Ok(None);
        }
        papers.push(number);
        let affiliations = self.affiliations.entry((number, author_key)).or_default();
        *affiliations += 1;
        if *affiliations == 1 {
            self.authors[number as usize] += 1;
        }
        Ok(None)
    }

    fn rest(&mut self) -> Records {
        let Papers { writers, affiliations, authors, .. } = std::mem::take(self);
        let mut named = keys::Counter::default();
        Box::new(writers.into_iter().map(move |(key, writer)| {
            let author = keys::of_name("", &[&writer.author]);
            let share = |number: u32| {
                let own = affiliations.get(&(number, author.clone())).copied().unwrap_or(1);
                1.0 / (f64::from(authors[number as usize]) * f64::from(own))
            };
            record(&key, &writer, &mut named, &share)
        }))
    }
}

fn writer_key(author: &str, affiliation: &str) -> String {
    let parts = [author, affiliation];
    keys::of_name("nlp-papers", if affiliation.is_empty() { &parts[..1] } else { &parts })
}

fn year(line: &Line<'_>) -> Result<u16, Wrong> {
    let year = needed(line, YEAR)?.parse::<Year>();
    let year = year.map_err(|why| Wrong::new(line.number, YEAR[0], why.to_string()))?;
    Ok(u16::try_from(year.code()).expect("a year has four digits"))
}

/// What is known of one writer; `share` is the part that counts of the paper with a number.
/// Organizations that were `named` before have their row already.
fn record(
    key: &str,
    writer: &Writer,
    named: &mut keys::Counter,
    share: &dyn Fn(u32) -> f64,
) -> Result<Record, Wrong> {
    let mut taken = Taken::new(writer.line);
    let Writer { author, affiliation, .. } = writer;
    let organization = Some(affiliation).filter(|it| !it.is_empty());
    let organization = organization.map(|it| keys::of_name("nlp-papers", &[it]));
    if let Some(organization) = organization.as_deref().filter(|it| named.is_new(it)) {
        let draft = Draft::new("Organization", organization)
            .with(name_column(affiliation), affiliation)
            .with("kind", kinds::of_name(affiliation).unwrap_or("COMPANY"))
            .with("source", "nlp-papers");
        taken.put(draft)?;
    }
    taken.put(
        Draft::new("Person", key).with(name_column(author), author).with("source", "nlp-papers"),
    )?;
    if let Some(organization) = &organization {
        let years = || writer.papers.keys().map(|it| it.year);
        let text = |year: Option<u16>| year.map(|it| it.to_string());
        let draft = Draft::new("Employment", key)
            .with("person", key)
            .with("organization", organization)
            .with("source", "nlp-papers")
            .maybe("start", text(years().min()).as_deref())
            .maybe("as_of", text(years().max()).as_deref())
            .with("note", "Papers of these years name the affiliation: no proof of employment.");
        taken.put(draft)?;
    }
    for (place, papers) in &writer.papers {
        let year = place.year.to_string();
        let parts = [author, affiliation, &place.venue, &year].map(String::as_str);
        let adjusted: f64 = papers.iter().map(|it| share(*it)).sum();
        let draft = Draft::new("Publication", &keys::of_name("nlp-papers", &parts))
            .with("person", key)
            .maybe("organization", organization.as_deref())
            .with("venue", &place.venue)
            .with("year", &year)
            .with("papers", &papers.len().to_string())
            .with("adjusted_papers", &adjusted.to_string())
            .with("precision", "EXACT")
            .with("source", "nlp-papers");
        taken.put(draft)?;
    }
    Ok(taken.record())
}
