//! How many H-1B petitions of each employer were granted and refused, by the US Citizenship and
//! Immigration Services.

use std::collections::HashMap;

use super::{
    Draft, Importer, Line, Record, Records, Text, Wrong, keys, kinds,
    member::cleaned,
    reading::{self, Reading, Taken, digits, has, needed, no_such_file, source},
};
use crate::catalog::{
    Row,
    value::{Count, Year},
};

pub(super) static USCIS_H1B: Importer = Importer {
    name: "uscis-h1b",
    doc: "H-1B petitions that were granted and refused, by employer and fiscal year, by USCIS.",
    download: "https://www.uscis.gov/tools/reports-and-studies/h-1b-employer-data-hub, and its archive: \
               h1b_datahubexport-2021.csv and those of other years; also the newer export, whose columns tell more \
               sorts of petitions apart",
    licence: "Public domain: a work of the US government.",
    mapped: "Figures about employers by fiscal year, which begins on 1 October of the year before: APPROVALS and \
             DENIALS in PETITIONS, by PETITION_PURPOSE (initial employment, continuing employment, and what newer \
             files tell apart). A file has a line for each address, industry and tax number of an employer: they are \
             summed up, as the note says. Employers are Organizations in the US, one for each name; the first line of \
             a name decides by industry and name what kind it is. Where the employer is not named, the figures are \
             about nobody.",
    left_out: "Sums of 0 (a sum that a later file corrects to 0 stays as it was); addresses, industries and the ends of tax numbers. The latter tell no employers apart: one \
               employer has several, of which some are errors.",
    source: uscis_source,
    read: uscis_records,
};

const YEAR: &[&str] = &["Fiscal Year"];
const EMPLOYER: &[&str] = &["Employer", "Employer (Petitioner) Name"];
const INDUSTRY: &[&str] = &["NAICS", "Industry (NAICS) Code"];
/// What petitions ask for, and the names of the columns before ` Approval` and ` Denial`.
const PURPOSES: &[(&str, &str)] = &[
    ("initial employment", "Initial"),
    ("continuing employment", "Continuing"),
    ("new employment", "New Employment"),
    ("continuation with the same employer", "Continuation"),
    ("change with the same employer", "Change with Same Employer"),
    ("new concurrent employment", "New Concurrent"),
    ("change of employer", "Change of Employer"),
    ("amended petition", "Amended"),
];

fn uscis_source() -> Row {
    source(
        Draft::new("Source", "uscis-h1b")
            .with("title", "H-1B Employer Data Hub")
            .with("publisher", "US Citizenship and Immigration Services")
            .with("url", "https://www.uscis.gov/tools/reports-and-studies/h-1b-employer-data-hub")
            .with("licence", "Public domain"),
    )
}

fn uscis_records(text: Text) -> Records {
    reading::records(text, |header| {
        let columns = columns(header);
        if has(header, &[YEAR, EMPLOYER]) && !columns.is_empty() {
            Ok(Box::new(Petitions { columns, places: HashMap::new(), employers: Vec::new() }))
        } else {
            Err(no_such_file("an export has `Fiscal Year`, `Employer`, `Initial Approval`"))
        }
    })
}

/// A column with a count.
struct Counted {
    name: String,
    measure: &'static str,
    purpose: &'static str,
}

/// The columns with counts; some years write them in the plural.
fn columns(header: &[String]) -> Vec<Counted> {
    let mut columns = Vec::new();
    for (purpose, begin) in PURPOSES {
        for (measure, end) in [("APPROVALS", "Approval"), ("DENIALS", "Denial")] {
            let name = format!("{begin} {end}");
            let plural = format!("{name}s");
            let found = header.iter().find(|it| **it == name || **it == plural);
            columns.extend(found.map(|it| Counted { name: it.clone(), measure, purpose }));
        }
    }
    columns
}

/// The petitions of each employer and year. What is kept grows with the number of these, not of
/// lines.
struct Petitions {
    columns: Vec<Counted>,
    /// Where an employer's year stands in `employers`: by its key, since names differ in signs only.
    places: HashMap<(String, Year), usize>,
    employers: Vec<Employer>,
}

/// An employer in one fiscal year.
struct Employer {
    /// The first of the lines.
    line: u64,
    /// Empty where it is not given.
    name: String,
    kind: &'static str,
    year: Year,
    lines: u32,
    /// The sums, as many as there are columns with counts.
    counts: Vec<u32>,
    left_out: Vec<Wrong>,
}

impl Reading for Petitions {
    fn line(&mut self, line: &Line<'_>) -> Result<Option<Record>, Wrong> {
        let mut taken = Taken::new(line.number);
        let year = needed(line, YEAR)?.parse::<Year>();
        let year = year.map_err(|why| Wrong::new(line.number, YEAR[0], why.to_string()))?;
        let name = cleaned(line.get(EMPLOYER).unwrap_or_default());
        if name.is_empty() {
            taken.leave_out(EMPLOYER[0], "is empty: what the line counts is about nobody");
        }
        let key = keys::of_name("uscis-h1b", &[&name]);
        let place = *self.places.entry((key, year)).or_insert(self.employers.len());
        if place == self.employers.len() {
            self.employers.push(Employer {
                line: line.number,
                kind: kind(&name, line.get(INDUSTRY)),
                name,
                year,
                lines: 0,
                counts: vec![0; self.columns.len()],
                left_out: Vec::new(),
            });
        }
        let employer = &mut self.employers[place];
        employer.lines += 1;
        for (sum, column) in employer.counts.iter_mut().zip(&self.columns) {
            let count = digits(line.get(&[&column.name]).unwrap_or_default());
            let count = Some(count.as_str()).filter(|it| !it.is_empty());
            let count = taken.good::<Count>(&column.name, count);
            *sum = sum.saturating_add(count.and_then(|it| it.parse().ok()).unwrap_or(0));
        }
        employer.left_out.extend(taken.record().left_out);
        Ok(None)
    }

    fn rest(&mut self) -> Records {
        let columns = std::mem::take(&mut self.columns);
        let employers = std::mem::take(&mut self.employers).into_iter();
        Box::new(employers.map(move |it| record(it, &columns)))
    }
}

/// The figures of an employer's year.
fn record(employer: Employer, columns: &[Counted]) -> Result<Record, Wrong> {
    let mut taken = Taken::new(employer.line);
    let Employer { name, year, .. } = &employer;
    let organization = keys::of_name("uscis-h1b", &[name]);
    if !name.is_empty() {
        // The territories of the US are in the US here.
        let draft = Draft::new("Organization", &organization)
            .with("name", name)
            .with("kind", employer.kind)
            .with("country", "US")
            .with("source", "uscis-h1b");
        taken.put(draft)?;
    }
    let about = Some(format!("Organization:{organization}")).filter(|_| !name.is_empty());
    let topic = match about {
        Some(_) => "H-1B petitions",
        None => "H-1B petitions of employers that are not named",
    };
    let note = match employer.lines {
        1 => String::new(),
        lines => format!("Summed up over {lines} lines of the file."),
    };
    for (column, count) in columns.iter().zip(&employer.counts).filter(|it| *it.1 > 0) {
        let parts = [name.as_str(), &year.to_string(), column.purpose, column.measure];
        let figure = Draft::new("Figure", &keys::of_name("uscis-h1b", &parts))
            .maybe("about", about.as_deref())
            .with("topic", topic)
            .with("measure", column.measure)
            .with("dimension", "PETITION_PURPOSE")
            .with("category", column.purpose)
            .with("value", &count.to_string())
            .with("precision", "EXACT")
            .with("unit", "PETITIONS")
            .with("start", &format!("{}-10-01", year.code() - 1))
            .with("end", &format!("{year}-09-30"))
            .with("source", "uscis-h1b")
            .with("note", &note);
        taken.put(figure)?;
    }
    let mut record = taken.record();
    record.left_out = employer.left_out;
    Ok(record)
}

/// The kind of an employer by its name and the first two digits of its industry (NAICS): 61 is
/// education, 92 public administration.
fn kind(name: &str, industry: Option<&str>) -> &'static str {
    let sector = industry.and_then(|it| it.get(..2));
    match (sector, kinds::of_name(name)) {
        (Some("92"), _) => "GOVERNMENT",
        (Some("61"), Some("UNIVERSITY")) => "UNIVERSITY",
        (Some("61"), None | Some("NONPROFIT")) => "NONPROFIT",
        (_, Some(kind)) => kind,
        (_, None) => "COMPANY",
    }
}
