//! Labor condition applications for H-1B, H-1B1 and E-3 workers, as the US Department of Labor
//! discloses them: what employers promise to pay, and have to post.

use super::{
    Draft, Importer, Line, Record, Records, Text, Wrong, keys, kinds,
    member::cleaned,
    reading::{self, Reading, Taken, digits, has, needed, no_such_file, source},
};
use crate::catalog::{
    Row,
    value::{Amount, PartialDate},
};

pub(super) static LCA: Importer = Importer {
    name: "lca",
    doc: "Labor condition applications: pay that US employers promise to foreign workers, case by case.",
    download: "https://www.dol.gov/agencies/eta/foreign-labor/performance, under LCA Programs: \
               LCA_Disclosure_Data_FY….xlsx, saved as CSV. Files of fiscal years from 2008 on are read, whose columns \
               have other names",
    licence: "Public domain: a work of the US government.",
    mapped: "Each certified case is a SalaryRecord of basis POSTED of the employer: pay or range of pay in USD with its \
             period (pay for two weeks is halved to a week), title, occupation as the field, full or part time, the \
             first place of work, and the year in which the work begins. Employers are Organizations in the US, one for \
             each name.",
    left_out: "Cases that were denied or withdrawn, also after they were certified; further places of work of a case; \
               prevailing wages, attorneys, addresses, how many workers a case is for.",
    source: lca_source,
    read: lca_records,
};

const CASE: &[&str] = &["CASE_NUMBER", "LCA_CASE_NUMBER", "CASE_NO"];
const STATUS: &[&str] = &["CASE_STATUS", "STATUS", "APPROVAL_STATUS"];
const EMPLOYER: &[&str] = &["EMPLOYER_NAME", "LCA_CASE_EMPLOYER_NAME", "NAME"];
const TITLE: &[&str] = &["JOB_TITLE", "LCA_CASE_JOB_TITLE"];
const OCCUPATION: &[&str] = &["SOC_TITLE", "SOC_NAME", "LCA_CASE_SOC_NAME", "OCCUPATIONAL_TITLE"];
const LOW: &[&str] = &[
    "WAGE_RATE_OF_PAY_FROM",
    "WAGE_RATE_OF_PAY_FROM_1",
    "WAGE_RATE_OF_PAY",
    "LCA_CASE_WAGE_RATE_FROM",
    "WAGE_RATE_1",
];
const HIGH: &[&str] =
    &["WAGE_RATE_OF_PAY_TO", "WAGE_RATE_OF_PAY_TO_1", "LCA_CASE_WAGE_RATE_TO", "MAX_RATE_1"];
const PERIOD: &[&str] =
    &["WAGE_UNIT_OF_PAY", "WAGE_UNIT_OF_PAY_1", "LCA_CASE_WAGE_RATE_UNIT", "RATE_PER_1"];
const CITY: &[&str] = &["WORKSITE_CITY", "WORKSITE_CITY_1", "LCA_CASE_WORKLOC1_CITY", "CITY_1"];
const STATE: &[&str] =
    &["WORKSITE_STATE", "WORKSITE_STATE_1", "LCA_CASE_WORKLOC1_STATE", "STATE_1"];
const BEGIN: &[&str] = &[
    "BEGIN_DATE",
    "EMPLOYMENT_START_DATE",
    "PERIOD_OF_EMPLOYMENT_START_DATE",
    "LCA_CASE_EMPLOYMENT_START_DATE",
];
const FULL_TIME: &[&str] = &["FULL_TIME_POSITION", "FULL_TIME_POS"];
const FURTHER: &[&str] = &["WORKSITE_CITY_2", "LCA_CASE_WORKLOC2_CITY", "CITY_2"];

/// Territories of the US that have country codes of their own.
const TERRITORIES: &[(&str, &str)] = &[
    ("PR", "PR"),
    ("PUERTO RICO", "PR"),
    ("GU", "GU"),
    ("GUAM", "GU"),
    ("VI", "VI"),
    ("VIRGIN ISLANDS", "VI"),
    ("MP", "MP"),
    ("NORTHERN MARIANA ISLANDS", "MP"),
    ("AS", "AS"),
    ("AMERICAN SAMOA", "AS"),
];

fn lca_source() -> Row {
    source(
        Draft::new("Source", "lca")
            .with("title", "LCA disclosure data")
            .with("publisher", "US Department of Labor, Office of Foreign Labor Certification")
            .with("url", "https://www.dol.gov/agencies/eta/foreign-labor/performance")
            .with("licence", "Public domain"),
    )
}

fn lca_records(text: Text) -> Records {
    reading::records(text, |header| {
        if has(header, &[CASE, STATUS, EMPLOYER, LOW, PERIOD]) {
            Ok(Box::new(Cases::default()))
        } else {
            let columns = "`CASE_NUMBER`, `CASE_STATUS`, `EMPLOYER_NAME`, `WAGE_RATE_OF_PAY_FROM`, `WAGE_UNIT_OF_PAY`";
            Err(no_such_file(&format!("disclosure data has {columns}")))
        }
    })
}

#[derive(Default)]
struct Cases {
    employers: keys::Counter,
}

impl Reading for Cases {
    fn line(&mut self, line: &Line<'_>) -> Result<Option<Record>, Wrong> {
        let mut taken = Taken::new(line.number);
        let status = needed(line, STATUS)?;
        if !status.eq_ignore_ascii_case("certified") {
            let reason = format!("`{status}` is not certified: the case is not taken over");
            taken.leave_out(STATUS[0], reason);
            return Ok(Some(taken.record()));
        }
        let case = needed(line, CASE)?;
        let name = cleaned(needed(line, EMPLOYER)?);
        let organization = keys::of_name("lca", &[&name]);
        let pay = pay(line, &mut taken)?;
        if self.employers.is_new(&organization) {
            let draft = Draft::new("Organization", &organization)
                .with("name", &name)
                .with("kind", kinds::of_name(&name).unwrap_or("COMPANY"))
                .with("country", "US")
                .with("source", "lca");
            taken.put(draft)?;
        }
        let forms =
            [("Y", "FULL_TIME"), ("N", "PART_TIME"), ("Yes", "FULL_TIME"), ("No", "PART_TIME")];
        let state = line.get(STATE).map(str::to_uppercase);
        let territory = TERRITORIES.iter().find(|it| Some(it.0) == state.as_deref());
        if line.get(FURTHER).is_some() {
            taken.leave_out(FURTHER[0], "the case has several places of work: the first is taken");
        }
        let draft = Draft::new("SalaryRecord", &keys::of_name("lca", &[case]))
            .with("organization", &organization)
            .with("basis", "POSTED")
            .with("low", &pay.low)
            .maybe("high", pay.high.as_deref())
            .with("precision", "EXACT")
            .with("currency", "USD")
            .with("period", pay.period)
            .maybe("year", begin_year(line, &mut taken).as_deref())
            .with("title", &cleaned(line.get(TITLE).unwrap_or_default()))
            .with("field", &cleaned(line.get(OCCUPATION).unwrap_or_default()))
            .with("country", territory.map_or("US", |it| it.1))
            .with("city", &place(line))
            .maybe("employment_type", taken.coded(FULL_TIME[0], line.get(FULL_TIME), &forms))
            .with("source", "lca")
            .with("note", pay.note);
        taken.put_as(draft, &[("low", LOW[0]), ("high", HIGH[0])])?;
        Ok(Some(taken.record()))
    }
}

/// Pay as it is stated.
struct Pay {
    low: String,
    high: Option<String>,
    period: &'static str,
    note: &'static str,
}

fn pay(line: &Line<'_>, taken: &mut Taken) -> Result<Pay, Wrong> {
    let stated = needed(line, LOW)?;
    // One year has both ends in one column: `60000.00 - 80000.00`.
    let (low, behind) = stated.split_once('-').unwrap_or((stated, ""));
    let low = amount(line, LOW[0], low)?;
    let high = digits(line.get(HIGH).unwrap_or(behind));
    let high = if high.is_empty() { None } else { Some(amount(line, HIGH[0], &high)?) };
    // No upper end is written as 0 in many years.
    let mut high = high.filter(|it| it.code() != 0);
    if high.is_some_and(|it| it < low) {
        taken.leave_out(HIGH[0], "is less than the lower end of the range");
        high = None;
    }
    let unit = needed(line, PERIOD)?;
    let (period, parts) = period(unit).ok_or_else(|| {
        let reason =
            format!("`{unit}` is no period: write one of Year, Month, Bi-Weekly, Week, Hour");
        Wrong::new(line.number, PERIOD[0], reason)
    })?;
    let high = high.filter(|it| *it != low);
    let part = |it: Amount| Amount::from_code(it.code() / parts).unwrap_or(it).to_string();
    let note = if parts == 1 { "" } else { "Stated for two weeks." };
    Ok(Pay { low: part(low), high: high.map(part), period, note })
}

fn amount(line: &Line<'_>, column: &str, text: &str) -> Result<Amount, Wrong> {
    let amount = digits(text).parse::<Amount>();
    amount.map_err(|why| Wrong::new(line.number, column, why.to_string()))
}

/// The period of a unit, and how many of it the unit is.
fn period(unit: &str) -> Option<(&'static str, i64)> {
    let period = match unit.to_lowercase().as_str() {
        "year" | "yr" | "y" => ("YEAR", 1),
        "month" | "mth" | "m" => ("MONTH", 1),
        "bi-weekly" | "biweekly" | "bi" => ("WEEK", 2),
        "week" | "wk" | "w" => ("WEEK", 1),
        "hour" | "hr" | "h" => ("HOUR", 1),
        _ => return None,
    };
    Some(period)
}

/// City and state of the first place of work.
fn place(line: &Line<'_>) -> String {
    let parts = [line.get(CITY), line.get(STATE)];
    parts.into_iter().flatten().map(cleaned).collect::<Vec<_>>().join(", ")
}

/// The year in which the work begins; days are written as ISO 8601 has it, or with the month first.
fn begin_year(line: &Line<'_>, taken: &mut Taken) -> Option<String> {
    let text = line.get(BEGIN)?;
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    let iso = day.parse::<PartialDate>().ok().map(PartialDate::year);
    let american = || -> Option<u16> {
        let mut parts = day.split('/');
        let [month, day, year] = [parts.next()?, parts.next()?, parts.next()?];
        let date = PartialDate::new(year.parse().ok()?, month.parse().ok(), day.parse().ok());
        date.ok().map(PartialDate::year)
    };
    // Two digits would be a year of antiquity.
    let year = iso.or_else(american).filter(|it| *it >= 1900);
    if year.is_none() {
        let reason = format!("`{text}` is no day: write it like 2024-09-30 or 9/30/2024");
        taken.leave_out(BEGIN[0], reason);
    }
    year.map(|it| it.to_string())
}
