//! Wikidata's statements in lines, and lists of scholars.

use std::collections::{BTreeSet, HashMap};

use serde_json::json;

use super::read::{cell, importer, read, rows, told, whole};
use bole::import::{Record, Wrong};

const CALENDAR: &str = "http://www.wikidata.org/entity/Q1985727";

/// A year as lines of statements write it.
fn year(year: &str) -> String {
    format!("{year}-00-00T00:00:00Z#0#0#0#9#{CALENDAR}")
}

/// The rows of a table that a file becomes, as the values of these columns.
fn table(text: &str, table: &str, columns: &[&str]) -> Vec<Vec<String>> {
    let records = read("wikidata", text);
    let all = rows(&records, table).into_iter();
    all.map(|row| columns.iter().map(|it| cell(row, it)).collect()).collect()
}

/// What is left out of a file.
fn left_out(text: &str) -> Vec<String> {
    let records = read("wikidata", text);
    records.iter().flat_map(|it| &it.as_ref().unwrap().left_out).map(told).collect()
}

#[test]
fn a_study_is_a_person_a_university_and_an_education() {
    let line = json!({
        "P69_h": "Q101", "P69_t": "Q201", "N": 5,
        "P580": [year("+1901")], "P582": [year("+1905")], "P512": ["Q752297"],
    });
    let note = "Known by its number in Wikidata only: its label was not in the file.";
    let columns = ["key", "name", "external_keys", "note", "source"];
    let people = table(&line.to_string(), "Person", &columns);
    assert_eq!(people, [["wikidata-q101", "Q101", "wikidata:Q101", note, "wikidata"]]);
    let columns = ["key", "name", "kind", "external_keys"];
    let schools = table(&line.to_string(), "Organization", &columns);
    assert_eq!(schools, [["wikidata-q201", "Q201", "UNIVERSITY", "wikidata:Q201"]]);
    let columns = ["person", "institution", "degree", "start", "end", "field"];
    let studies = table(&line.to_string(), "Education", &columns);
    assert_eq!(studies, [["wikidata-q101", "wikidata-q201", "DOCTORATE", "1901", "1905", ""]]);
}

#[test]
fn a_spell_of_work_is_at_an_organization_of_a_kind_that_nobody_said() {
    let line = json!({
        "P108_h": "Q101", "P108_t": "Q202", "N": 4,
        "P39": ["Q121594"], "P580": [year("+1920")],
    });
    let kinds = table(&line.to_string(), "Organization", &["key", "kind"]);
    assert_eq!(kinds, [["wikidata-q202", "OTHER"]]);
    let columns = ["person", "organization", "role", "title", "start", "end", "ending"];
    let spells = table(&line.to_string(), "Employment", &columns);
    let expected = ["wikidata-q101", "wikidata-q202", "PROFESSOR", "", "1920", "", ""];
    assert_eq!(spells, [expected]);
}

#[test]
fn a_time_at_which_something_was_so_is_neither_its_start_nor_its_end() {
    let line = json!({"P69_h": "Q1", "P69_t": "Q2", "P585": [year("+1936")], "N": 3}).to_string();
    let studies = table(&line, "Education", &["start", "end", "as_of"]);
    assert_eq!(studies, [["", "", "1936"]]);
}

#[test]
fn advisor_and_student_are_one_row_whichever_is_named_first() {
    let lines = r#"{"P184_h": "Q101", "P184_t": "Q102", "N": 2}
        {"P185_h": "Q102", "P185_t": "Q101", "N": 2}"#;
    let expected = ["wikidata-q102-advised-q101", "wikidata-q102", "wikidata-q101", "DOCTORATE"];
    let columns = ["key", "advisor", "student", "degree"];
    assert_eq!(table(lines, "Advising", &columns), [expected, expected]);
}

#[test]
fn nobody_advises_themselves() {
    let line = r#"{"P184_h": "Q101", "P184_t": "Q101", "N": 2}"#;
    assert!(table(line, "Advising", &["key"]).is_empty());
    assert_eq!(left_out(line), ["1: P184: `Q101` is named as the advisor of themselves"]);
}

#[test]
fn a_date_is_kept_as_far_as_it_is_known() {
    for (time, expected) in [
        ("+1917-02-11T00:00:00Z#0#0#0#11", "1917-02-11"),
        ("+1917-02-00T00:00:00Z#0#0#0#10", "1917-02"),
        ("+1917-01-01T00:00:00Z#0#0#0#9", "1917"),
        ("+00000001917-01-01T00:00:00Z#0#0#0#9", "1917"),
    ] {
        let line = json!({"P569_h": "Q1", "P569_t": format!("{time}#{CALENDAR}"), "N": 2});
        let people = table(&line.to_string(), "Person", &["name", "birth_date"]);
        assert_eq!(people, [["Q1", expected]]);
    }
}

#[test]
fn a_date_that_is_none_of_the_catalogs_is_left_out() {
    let julian = "http://www.wikidata.org/entity/Q1985786";
    for (time, calendar, reason) in [
        ("+1950-00-00T00:00:00Z#0#0#0#8", CALENDAR, "is known to less than the year"),
        ("+1500-00-00T00:00:00Z#0#0#0#9", julian, "is a date of another calendar"),
        ("-0384-01-01T00:00:00Z#0#0#0#9", CALENDAR, "is before year 1"),
        ("+1917-02-00T00:00:00Z#0#0#0#11", CALENDAR, "day 0 is not in 1..=28"),
        ("+1917#0#0#0#9", CALENDAR, "is no point in time, such as"),
        ("+99999-01-01T00:00:00Z#0#0#0#9", CALENDAR, "is no point in time, such as"),
    ] {
        let line = json!({"P569_h": "Q1", "P569_t": format!("{time}#{calendar}"), "N": 2});
        let line = line.to_string();
        assert!(table(&line, "Person", &["key"]).is_empty());
        let left_out = left_out(&line);
        assert!(
            left_out[0].starts_with("1: P569: ") && left_out[0].contains(reason),
            "{left_out:?}"
        );
    }
}

#[test]
fn of_several_dates_of_birth_the_first_is_kept() {
    let lines: Vec<String> = ["+1917", "+1918"]
        .iter()
        .map(|it| json!({"P569_h": "Q1", "P569_t": year(it), "N": 2}).to_string())
        .collect();
    let lines = lines.join("\n");
    assert_eq!(table(&lines, "Person", &["birth_date"]), [["1917"]]);
    assert_eq!(left_out(&lines), ["2: P569: `Q1` has a date of birth already"]);
}

#[test]
fn what_a_qualifier_says_unclearly_is_left_out_alone() {
    let line = json!({
        "P69_h": "Q1", "P69_t": "Q2", "N": 9,
        "P580": [year("+1900"), year("+1910")],
        "P582": [year("+1905")],
        "P512": ["Q163727", "Q183816", "Q7748"],
    });
    let studies = table(&line.to_string(), "Education", &["degree", "start", "end"]);
    assert_eq!(studies, [["MASTER", "", "1905"]]);
    let expected = [
        "1: P580: gives several dates: 1900, 1910",
        "1: P512: `Q7748` is none of those that are known",
        "1: P512: of several degrees only the highest is kept, MASTER",
    ];
    assert_eq!(left_out(&line.to_string()), expected);
}

#[test]
fn a_spell_that_ends_before_it_begins_has_neither() {
    let line = json!({
        "P69_h": "Q1", "P69_t": "Q2", "N": 4, "P580": [year("+1950")], "P582": [year("+1945")],
    });
    let studies = table(&line.to_string(), "Education", &["start", "end"]);
    assert_eq!(studies, [["", ""]]);
    let expected = ["1: P582: lies before the start: neither is kept"];
    assert_eq!(left_out(&line.to_string()), expected);
}

#[test]
fn statements_are_told_apart_by_what_they_say() {
    let line = |start: &str| json!({"P69_h": "Q1", "P69_t": "Q2", "N": 3, "P580": [year(start)]});
    let bare = json!({"P69_h": "Q1", "P69_t": "Q2", "N": 2}).to_string();
    let (one, other) = (line("+1900").to_string(), line("+1904").to_string());
    let keys = table(&format!("{bare}\n{one}\n{other}\n{one}"), "Education", &["key"]);
    let keys: Vec<&str> = keys.iter().map(|it| it[0].as_str()).collect();
    assert_eq!(keys[0], "wikidata-q1-p69-q2");
    assert!(keys[1].starts_with("wikidata-q1-p69-q2-"), "{keys:?}");
    assert_eq!(keys[1], keys[3]);
    assert_eq!(BTreeSet::from_iter(&keys).len(), 3);
}

#[test]
fn the_order_of_qualifiers_makes_no_difference() {
    let one = r#"{"P69_h": "Q1", "P69_t": "Q2", "P812": ["Q3", "Q4"], "P512": ["Q5"], "N": 5}"#;
    let other = r#"{"N": 5, "P512": ["Q5"], "P812": ["Q4", "Q3"], "P69_t": "Q2", "P69_h": "Q1"}"#;
    assert_eq!(table(one, "Education", &["key"]), table(other, "Education", &["key"]));
}

#[test]
fn statements_of_other_kinds_become_nothing() {
    let lines = r#"{"P166_h": "Q1", "P166_t": "Q2", "N": 2}
        {"P27_h": "Q1", "P27_t": "Q30", "N": 2}"#;
    let records = read("wikidata", lines);
    let is_empty = |it: &Result<Record, Wrong>| {
        it.as_ref().is_ok_and(|it| it.rows.is_empty() && it.left_out.is_empty())
    };
    assert_eq!(records.len(), 2);
    assert!(records.iter().all(is_empty));
}

#[test]
fn a_line_that_is_no_statement_is_told_and_the_next_is_read() {
    let lines = r#"{"P69_h": "P1", "P69_t": "Q2", "N": 2}
        {"P69_h": "Q1", "N": 2}
        {"person": "Q1"}
        {"P69_h": "Q1", "P69_t": "+1900", "N": 2}
        {"P69_h": "Q1", "P69_t": "Q2", "N": 2}"#;
    let records = read("wikidata", lines);
    let wrong: Vec<String> = records.iter().filter_map(|it| it.as_ref().err().map(told)).collect();
    assert!(wrong[0].starts_with("1: P69_h: `P1` is no wikidata identifier"), "{wrong:?}");
    assert!(wrong[1].starts_with("2: P69_t: is missing: "), "{wrong:?}");
    assert!(wrong[2].starts_with("3: row: is none of the records that are read"), "{wrong:?}");
    assert_eq!(wrong.len(), 3);
    let left_out: Vec<_> = records[3].as_ref().unwrap().left_out.iter().map(told).collect();
    assert_eq!(left_out, ["4: P69: names no item"]);
    assert_eq!(records[4].as_ref().unwrap().rows.len(), 3);
}

#[test]
fn scholars_have_names_and_those_they_name_have_numbers() {
    let text = json!({"scholars": [
        {"id": "Q1", "name": "Ada  Example", "field": "Q8134", "wiki_link": "x",
         "doctoral_advisor": ["Q2"], "doctoral_student": ["Q3", "Q1", "none"]},
        {"id": "Q3", "name": "", "doctoral_advisor": ["Q1"], "doctoral_student": []},
        {"id": "", "name": "Nobody", "doctoral_advisor": [], "doctoral_student": []},
    ]});
    let text = format!("{text:#}");
    let records = read("wikidata", &text);
    let all: Vec<String> = records[..2]
        .iter()
        .flat_map(|it| &it.as_ref().unwrap().rows)
        .map(|it| format!("{} {}", it.key(), cell(it, "name")))
        .collect();
    let expected = [
        "wikidata-q1 Ada Example",
        "wikidata-q2 Q2",
        "wikidata-q2-advised-q1 ",
        "wikidata-q3 Q3",
        "wikidata-q1-advised-q3 ",
        "wikidata-q3 Q3",
        "wikidata-q1 Q1",
        "wikidata-q1-advised-q3 ",
    ];
    assert_eq!(all, expected);
    let left_out = &records[0].as_ref().unwrap().left_out;
    let columns: Vec<&str> = left_out.iter().map(|it| it.column.as_str()).collect();
    assert_eq!(columns, ["doctoral_student", "doctoral_student"]);
    let wrong = told(records[2].as_ref().unwrap_err());
    assert!(wrong.contains(": id: `` is no wikidata identifier"), "{wrong}");
}

/// The values of a column of the rows with different keys, and how often each is there.
fn counted(records: &[Result<Record, Wrong>], table: &str, column: &str) -> HashMap<String, usize> {
    let by_key: HashMap<String, String> =
        rows(records, table).iter().rev().map(|it| (cell(it, "key"), cell(it, column))).collect();
    let mut counts = HashMap::new();
    for value in by_key.into_values() {
        *counts.entry(value).or_default() += 1;
    }
    counts
}

/// The numbers are what Python's `json` module counts in the file.
#[test]
fn the_whole_file_of_statements_is_read() {
    let Some(text) = whole("wikidata_people/n-ary_valid.json") else { return };
    let records: Vec<_> = (importer("wikidata").read)(text).collect();
    assert_eq!(records.len(), 38_223);
    for (table, count) in [
        ("Person", 1_638),
        ("Organization", 554),
        ("Education", 959),
        ("Employment", 444),
        ("Advising", 110),
    ] {
        let keys: BTreeSet<String> =
            rows(&records, table).iter().map(|it| cell(it, "key")).collect();
        assert_eq!(keys.len(), count, "{table}");
    }
    let given = |table: &str, column: &str| -> usize {
        let all = rows(&records, table);
        all.iter().filter(|it| !cell(it, column).is_empty()).count()
    };
    assert_eq!(given("Person", "birth_date"), 217);
    assert_eq!((given("Education", "start"), given("Education", "end")), (68, 112));
    assert_eq!((given("Employment", "start"), given("Employment", "end")), (56, 39));
    assert_eq!(given("Employment", "role"), 11);
    let degrees = counted(&records, "Education", "degree");
    let expected = [("", 906), ("BACHELOR", 21), ("MASTER", 11), ("DOCTORATE", 21)];
    assert_eq!(degrees, expected.map(|(it, count)| (it.to_owned(), count)).into());
    // By what each is named for first.
    let kinds = counted(&records, "Organization", "kind");
    let expected = [("UNIVERSITY", 372), ("OTHER", 182)];
    assert_eq!(kinds, expected.map(|(it, count)| (it.to_owned(), count)).into());
}

/// The numbers are what Python's `json` module counts in the file.
#[test]
fn the_whole_file_of_scholars_is_read() {
    let Some(text) = whole("wikidata_people/scholars.json") else { return };
    let records: Vec<_> = (importer("wikidata").read)(text).collect();
    assert_eq!(records.len(), 147);
    let named = |it: &&bole::catalog::Row| !cell(it, "name").starts_with('Q');
    let people = rows(&records, "Person");
    let keys: BTreeSet<String> = people.iter().map(|it| cell(it, "key")).collect();
    assert_eq!((keys.len(), people.iter().copied().filter(|it| named(it)).count()), (280, 147));
    let keys: BTreeSet<String> =
        rows(&records, "Advising").iter().map(|it| cell(it, "key")).collect();
    assert_eq!(keys.len(), 289);
    assert!(keys.contains("wikidata-q157268-advised-q222541"));
    assert!(records.iter().all(|it| it.as_ref().unwrap().left_out.is_empty()));
}
