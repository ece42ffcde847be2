//! Faculty of computer science and their papers, as `CSRankings` counts them.

mod areas;
mod faculty;

use super::{
    Draft, Importer, Line, Record, Records, Text, Wrong, keys, kinds,
    member::cleaned,
    reading::{self, Reading, Taken, has, needed, no_such_file, source},
};
use crate::catalog::{
    Row,
    value::{Country, Number, Year},
};
use areas::area_and_venue;
use faculty::Faculty;

pub(super) static CSRANKINGS: Importer = Importer {
    name: "csrankings",
    doc: "Faculty of computer science, where they are, and their papers at selected conferences, by CSRankings.",
    download: "https://github.com/emeryberger/CSrankings: csrankings.csv (or csrankings-a.csv to -z.csv), \
               country-info.csv, and generated-author-info.csv, which its makefile makes; best in this order",
    licence: "CC BY-NC-ND 4.0, by Emery Berger and others: no commercial use, and no changed copies passed on.",
    mapped: "csrankings.csv: People with homepage, profile in Google Scholar and ORCID, Organizations, and Employments \
             as professors. Lines that share a profile or an ORCID are one person, who is called by the first of the \
             names; the others are aliases. The number at the end of a name tells namesakes apart: it is in the key and \
             not in the name. country-info.csv: the countries of Organizations. generated-author-info.csv: Publication \
             counts by person, institution, area, conference and year, whole and adjusted. All papers of a person are \
             counted for the institution where the person is now.",
    left_out: "NOSCHOLARPAGE and the ORCID 0000-0000-0000-0000, which stand for none; regions. A person whose profile \
               is also that of somebody with another ORCID has none.",
    source: csrankings_source,
    read: csrankings_records,
};

const NAME: &[&str] = &["name"];
const AFFILIATION: &[&str] = &["affiliation"];
const DEPARTMENT: &[&str] = &["dept"];
const AREA: &[&str] = &["area"];
const SUBAREA: &[&str] = &["subarea"];
const COUNT: &[&str] = &["count"];
const ADJUSTED: &[&str] = &["adjustedcount"];
const YEAR: &[&str] = &["year"];
const INSTITUTION: &[&str] = &["institution"];
const COUNTRY: &[&str] = &["countryabbrv"];

fn csrankings_source() -> Row {
    source(
        Draft::new("Source", "csrankings")
            .with("title", "CSRankings: computer science rankings")
            .with("publisher", "Emery Berger and contributors")
            .with("url", "https://csrankings.org")
            .with("licence", "CC-BY-NC-ND-4.0"),
    )
}

fn csrankings_records(text: Text) -> Records {
    reading::records(text, |header| {
        if has(header, &[NAME, DEPARTMENT, AREA, COUNT]) {
            Ok(Box::new(Papers::default()))
        } else if has(header, &[NAME, AFFILIATION]) {
            Ok(Box::new(Faculty::default()))
        } else if has(header, &[INSTITUTION, COUNTRY]) {
            Ok(Box::new(Countries))
        } else {
            Err(no_such_file(
                "`csrankings.csv` has `name`, `affiliation`, `homepage`, `scholarid`; \
                 `generated-author-info.csv` has `name`, `dept`, `area`, `count`, `adjustedcount`, \
                 `year`; `country-info.csv` has `institution`, `region`, `countryabbrv`",
            ))
        }
    })
}

/// The key of whoever has this name on papers, with the number that tells namesakes apart.
fn person_key(name: &str) -> String {
    keys::of_name("csrankings", &[name])
}

/// A name without the four digits at its end that tell namesakes apart.
fn without_number(name: &str) -> &str {
    match name.rsplit_once(' ') {
        Some((alone, number))
            if number.len() == 4 && number.bytes().all(|it| it.is_ascii_digit()) =>
        {
            alone
        }
        _ => name,
    }
}

fn institution(name: &str) -> Draft {
    let kind = kinds::of_name(name);
    let is_one = |it: &&str| matches!(*it, "UNIVERSITY" | "INSTITUTE" | "LABORATORY" | "SOCIETY");
    Draft::new("Organization", &keys::of_name("csrankings", &[name]))
        .with("name", name)
        .with("kind", kind.filter(is_one).unwrap_or("UNIVERSITY"))
        .with("source", "csrankings")
}

/// All who are listed are professors who may advise students of a doctorate alone.
fn employment(person: &str, institution: &str) -> Draft {
    let name = person.strip_prefix("csrankings-").unwrap_or(person);
    Draft::new("Employment", &keys::of_name("csrankings", &[name, institution]))
        .with("person", person)
        .with("organization", &keys::of_name("csrankings", &[institution]))
        .with("role", "PROFESSOR")
        .with("source", "csrankings")
}

/// Countries of institutions.
struct Countries;

impl Reading for Countries {
    fn line(&mut self, line: &Line<'_>) -> Result<Option<Record>, Wrong> {
        let mut taken = Taken::new(line.number);
        let name = cleaned(needed(line, INSTITUTION)?);
        let code = needed(line, COUNTRY)?.to_uppercase();
        // Its internet domain is not its code.
        let code = if code == "UK" { "GB" } else { &code };
        let country = taken.good::<Country>(COUNTRY[0], Some(code));
        taken.put(institution(&name).maybe("country", country))?;
        Ok(Some(taken.record()))
    }
}

/// Counts of papers.
#[derive(Default)]
struct Papers {
    /// People at institutions whose rows were added.
    people: keys::Counter,
    counts: keys::Counter,
}

impl Reading for Papers {
    fn line(&mut self, line: &Line<'_>) -> Result<Option<Record>, Wrong> {
        let mut taken = Taken::new(line.number);
        let name = cleaned(needed(line, NAME)?);
        let place = cleaned(needed(line, DEPARTMENT)?);
        let code = needed(line, AREA)?;
        let second = line.get(SUBAREA);
        let (area, venue) = area_and_venue(code, second);
        let papers = whole(line, needed(line, COUNT)?)?;
        let year = needed(line, YEAR)?;
        year.parse::<Year>().map_err(|why| Wrong::new(line.number, YEAR[0], why.to_string()))?;
        let adjusted = taken.good::<Number>(ADJUSTED[0], line.get(ADJUSTED));
        let person = person_key(&name);
        if self.people.is_new(&keys::of_name("", &[&name, &place])) {
            taken.put(institution(&place))?;
            let row = Draft::new("Person", &person)
                .with("name", without_number(&name))
                .with("source", "csrankings");
            taken.put(row)?;
        }
        let parts = [name.as_str(), &place, code, second.unwrap_or_default(), year];
        let parts: Vec<&str> = parts.into_iter().filter(|it| !it.is_empty()).collect();
        let key = self.counts.unlike(&keys::of_name("csrankings", &parts));
        let row = Draft::new("Publication", &key)
            .with("person", &person)
            .with("organization", &keys::of_name("csrankings", &[&place]))
            .maybe("venue", venue)
            .with("area", area)
            .with("year", year)
            .with("papers", &papers)
            .maybe("adjusted_papers", adjusted)
            .with("precision", "EXACT")
            .with("source", "csrankings");
        taken.put_as(row, &[("papers", COUNT[0])])?;
        Ok(Some(taken.record()))
    }
}

/// A whole number, which the files write as `3.0`.
fn whole(line: &Line<'_>, text: &str) -> Result<String, Wrong> {
    let digits = text.split_once('.').map_or(text, |(whole, places)| {
        if places.bytes().all(|it| it == b'0') { whole } else { text }
    });
    match digits.parse::<u32>() {
        Ok(number) => Ok(number.to_string()),
        Err(_) => {
            let reason = format!("`{text}` is no number of papers: write a whole number");
            Err(Wrong::new(line.number, COUNT[0], reason))
        }
    }
}
