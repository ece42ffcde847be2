//! Small graphs of careers: few people and organizations, many spells, dates that are near each
//! other, partial or missing, and organizations that are parts of each other in circles.

use bole::catalog::{Row, value::PartialDate};

use super::graphs::{Dice, row};

/// Days, months and years that touch, overlap, lie in each other, or have gaps between them.
pub(super) const DATES: &[&str] = &[
    "2010",
    "2011",
    "2011-06",
    "2011-06-15",
    "2012",
    "2012-02",
    "2012-02-28",
    "2012-02-29",
    "2012-03-01",
    "2012-03",
    "2013",
    "2013-12-31",
    "2014-01-01",
    "2014",
];

fn number(dice: &mut Dice, table: &str, below: usize) -> String {
    format!("{}{}", table.to_lowercase(), dice.below(below))
}

/// The source that all rows of a test have.
pub(super) fn source() -> Row {
    let cells = [("key", "source0"), ("title", "A source"), ("kind", "DATASET")];
    row("Source", &cells.map(|(name, value)| (name, value.to_owned())))
}

/// A row of a table with these values besides its key and source.
pub(super) fn made(table: &str, key: &str, cells: &[(&'static str, &str)]) -> Row {
    let mut all = vec![("key", key.to_owned()), ("source", "source0".to_owned())];
    all.extend(cells.iter().map(|(name, value)| (*name, (*value).to_owned())));
    row(table, &all)
}

/// The rows of a graph of people with spells of work and study, teams, advisors and models.
pub(super) fn graph(dice: &mut Dice) -> Vec<Row> {
    let people = 1 + dice.below(5);
    let organizations = 1 + dice.below(6);
    let mut rows = vec![source()];
    for it in 0..organizations {
        let parent = number(dice, "Organization", organizations);
        let cells = [
            ("name", "An organization"),
            ("kind", "COMPANY"),
            ("parent", if dice.below(2) == 0 { "" } else { &parent }),
            ("country", dice.maybe(&["CN", "US"])),
        ];
        rows.push(made("Organization", &format!("organization{it}"), &cells));
    }
    for it in 0..people {
        rows.push(made("Person", &format!("person{it}"), &[("name", "A person")]));
    }
    for table in ["Team", "Model"] {
        for it in 0..2 {
            let authors: Vec<String> =
                (0..dice.below(3)).map(|_| number(dice, "Person", people)).collect();
            let cells = [("name", "A name"), ("kind", "LANGUAGE"), ("authors", &authors.join("|"))];
            let cells = if table == "Model" { &cells[..] } else { &cells[..1] };
            rows.push(made(table, &format!("{}{it}", table.to_lowercase()), cells));
        }
    }
    for it in 0..dice.below(14) {
        rows.push(spell(dice, "Employment", it, (people, organizations)));
    }
    for table in ["Education", "Membership", "Advising"] {
        for it in 0..dice.below(5) {
            rows.push(spell(dice, table, it, (people, organizations)));
        }
    }
    for it in 0..dice.below(2) {
        let who = [number(dice, "Person", people), number(dice, "Person", people)].join("|");
        let cells = [
            ("name", "An event"),
            ("kind", "MOVE"),
            ("people", who.as_str()),
            ("date", dice.maybe(DATES)),
        ];
        rows.push(made("Event", &format!("event{it}"), &cells));
    }
    rows
}

/// A row of a table of spells, between one person and an organization, a team or another person.
fn spell(dice: &mut Dice, table: &str, it: usize, (people, organizations): (usize, usize)) -> Row {
    let person = number(dice, "Person", people);
    let organization = number(dice, "Organization", organizations);
    let team = number(dice, "Team", 2);
    let other = number(dice, "Person", people);
    let mut cells = match table {
        "Employment" => vec![("person", person.as_str()), ("organization", &organization)],
        "Education" => vec![("person", person.as_str()), ("institution", &organization)],
        "Membership" => vec![("person", person.as_str()), ("team", &team)],
        _ => vec![("advisor", person.as_str()), ("student", &other)],
    };
    // Dates, of which the first is rarely the later one.
    let (one, other) = (dice.maybe(DATES), dice.maybe(DATES));
    let code = |it: &str| it.parse::<PartialDate>().map_or(0, PartialDate::code);
    let in_order = dice.below(8) == 0 || other.is_empty() || code(one) <= code(other);
    let (start, end) = if in_order { (one, other) } else { (other, one) };
    cells.extend([("start", start), ("end", end)]);
    if table == "Employment" {
        cells.push(("role", dice.maybe(&["FOUNDER", "ENGINEER"])));
        cells.push(("ending", dice.maybe(&["MOVED"])));
    }
    made(table, &format!("{}{it}", table.to_lowercase()), &cells)
}
