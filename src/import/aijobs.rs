//! Salaries in AI, machine learning and data that people told aijobs.net. The answers have no ids:
//! true duplicates are separate answers.

use std::collections::HashMap;

use serde_json::Value;

use super::{
    Draft, Importer, JsonRecords, Line, Record, Records, Text, Wrong, keys,
    member::cleaned,
    reading::{self, Reading, Taken, has, no_such_file, source},
};
use crate::catalog::{
    Row,
    value::{Country, Year},
};

pub(super) static AIJOBS: Importer = Importer {
    name: "aijobs",
    doc: "Salaries in AI, machine learning and data, as people told them to aijobs.net.",
    download: "https://aijobs.net/salaries/download/, or the repository foorilla/ai-jobs-net-salaries on GitHub: \
               salaries.csv or salaries.json",
    licence: "CC0-1.0. Credit is not asked for; naming aijobs.net is kind.",
    mapped: "Each line is one SalaryRecord of basis SELF_REPORTED that names nobody: pay a year in the currency in \
             which it was told, year, title, level (EN, MI, SE, EX), form of employment (FT, PT, CT, FL), remote work \
             (0, 50, 100) and country. The country of work is that where the person lives; another country of the \
             employer's seat, and its size, are in the note. A year like 2021e was not over yet when it was told: its \
             pay is ABOUT the amount.",
    left_out: "salary_in_usd: it follows from the pay and the rates of exchange of the year.",
    source: aijobs_source,
    read: aijobs_records,
};

const SIZES: &[(&str, &str)] = &[
    ("S", "The employer has fewer than 50 people."),
    ("M", "The employer has 50 to 250 people."),
    ("L", "The employer has more than 250 people."),
];

fn aijobs_source() -> Row {
    source(
        Draft::new("Source", "aijobs")
            .with("title", "AI, ML and data salaries")
            .with("publisher", "aijobs.net")
            .with("url", "https://aijobs.net/salaries/")
            .with("licence", "CC0-1.0")
            .with("note", "Told by people about themselves, without names."),
    )
}

fn aijobs_records(mut text: Text) -> Records {
    let begin = text.fill_buf().ok().and_then(|it| it.trim_ascii_start().first().copied());
    if matches!(begin, Some(b'[' | b'{')) {
        let mut answers = Answers::default();
        let objects = JsonRecords::open(text, &[]);
        return Box::new(
            objects.map(move |it| it.and_then(|(line, it)| answers.object(line, &it))),
        );
    }
    reading::records(text, |header| {
        let columns: &[&[&str]] = &[&["work_year"], &["salary"], &["salary_currency"]];
        if has(header, columns) {
            Ok(Box::new(Answers::default()))
        } else {
            Err(no_such_file("`salaries.csv` has `work_year`, `salary`, `salary_currency`"))
        }
    })
}

#[derive(Default)]
struct Answers {
    counter: keys::Counter,
}

impl Reading for Answers {
    fn line(&mut self, line: &Line<'_>) -> Result<Option<Record>, Wrong> {
        self.answer(line.number, |column| line.get(&[column])).map(Some)
    }
}

impl Answers {
    /// The answer in an object, whose members have the names of the columns.
    fn object(&mut self, line: u64, object: &Value) -> Result<Record, Wrong> {
        let members = object.as_object().into_iter().flatten();
        let texts: HashMap<&str, String> = members
            .filter_map(|(name, value)| match value {
                Value::String(text) => Some((name.as_str(), text.trim().to_owned())),
                Value::Number(number) => Some((name.as_str(), number.to_string())),
                _ => None,
            })
            .collect();
        let get = |name: &str| texts.get(name).map(String::as_str).filter(|it| !it.is_empty());
        self.answer(line, get)
    }

    fn answer<'a>(
        &mut self,
        line: u64,
        get: impl Fn(&str) -> Option<&'a str>,
    ) -> Result<Record, Wrong> {
        let mut taken = Taken::new(line);
        let told = get("work_year");
        let year = told.map(|it| it.strip_suffix('e').unwrap_or(it));
        let fields = [
            "experience_level",
            "employment_type",
            "job_title",
            "salary",
            "salary_currency",
            "employee_residence",
            "remote_ratio",
            "company_location",
            "company_size",
        ];
        let said: Vec<&str> =
            [year].into_iter().chain(fields.map(&get)).map(Option::unwrap_or_default).collect();
        let key = self.counter.numbered(&keys::of_content("aijobs", &said));
        let levels = [("EN", "ENTRY"), ("MI", "MIDDLE"), ("SE", "SENIOR"), ("EX", "EXECUTIVE")];
        let forms =
            [("FT", "FULL_TIME"), ("PT", "PART_TIME"), ("CT", "CONTRACT"), ("FL", "FREELANCE")];
        let places = [("0", "ON_SITE"), ("50", "HYBRID"), ("100", "REMOTE")];
        let country = taken.good::<Country>("employee_residence", get("employee_residence"));
        let seat = taken.good::<Country>("company_location", get("company_location"));
        let size = taken.coded("company_size", get("company_size"), SIZES);
        let seat = seat.filter(|it| country.is_some_and(|country| country != *it));
        let seat = seat.map(|it| format!("The employer's seat is in {it}."));
        let note: Vec<&str> = seat.as_deref().into_iter().chain(size).collect();
        let is_told_early = told.is_some_and(|it| it.ends_with('e'));
        let draft = Draft::new("SalaryRecord", &key)
            .with("basis", "SELF_REPORTED")
            .maybe("low", get("salary"))
            .with("precision", if is_told_early { "ABOUT" } else { "EXACT" })
            .maybe("currency", get("salary_currency"))
            .with("period", "YEAR")
            .maybe("year", taken.good::<Year>("work_year", year))
            .with("title", &cleaned(get("job_title").unwrap_or_default()))
            .maybe("level", taken.coded("experience_level", get("experience_level"), &levels))
            .maybe("country", country)
            .maybe(
                "employment_type",
                taken.coded("employment_type", get("employment_type"), &forms),
            )
            .maybe("remote", taken.coded("remote_ratio", get("remote_ratio"), &places))
            .with("source", "aijobs")
            .with("note", &note.join(" "));
        taken.put_as(draft, &[("low", "salary"), ("currency", "salary_currency")])?;
        Ok(taken.record())
    }
}
