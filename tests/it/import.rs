//! Folders of CSV files; what else is imported has files of its own.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod again;
mod aijobs;
mod any;
mod command;
mod csrankings;
mod data_sets;
mod dry;
mod epoch;
mod identity;
mod identity_cases;
mod json;
mod known;
mod lca;
mod nlp_papers;
mod openalex;
pub(crate) mod opened;
mod read;
mod records;
mod ror;
mod run;
mod sheet;
mod strict;
mod uscis_h1b;
mod wikidata;
mod wikidata_graph;
mod wikidata_lines;

use std::fs;

use bole::import;

const SOURCES: &str = "key,title,kind\nmade,A source,DATASET\n";

/// What importing a folder of these files says: how many rows, or what is wrong.
fn imported(files: &[(&str, &str)]) -> Result<usize, String> {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(dir.path().join(name), text).unwrap();
    }
    let place = format!("{}/", dir.path().display());
    import::folder(dir.path())
        .map(|it| it.edits.len())
        .map_err(|it| it.to_string().replace(&place, ""))
}

fn fault(people: &str) -> String {
    imported(&[("sources.csv", SOURCES), ("people.csv", people)]).unwrap_err()
}

#[test]
fn rows_are_read_whatever_the_line_ends_and_quotes() {
    let people = "\u{feff}key,name,name_zh,aliases,source\r\n\
        wang,\"Wang, Haifeng\",王海峰,Haifeng Wang | H. Wang,made\r\n\
        two-lines,\"first\nsecond\",,,made\r\n";
    assert_eq!(imported(&[("sources.csv", SOURCES), ("people.csv", people)]), Ok(3));
}

/// The faults of people whose rows are these lines, without their names of files.
fn lines(people: &str) -> Vec<String> {
    let why = fault(&format!("key,name,source\n{people}"));
    why.lines().skip(1).map(|it| it.trim_start_matches("  people.csv:").to_owned()).collect()
}

#[test]
fn lines_are_counted_as_an_editor_shows_them() {
    let name = "name: is empty, but must be given";
    for people in ["a,\"A\nB\",made\n\n\nb,,made\nc,,made\n", "\n\n\n\nb,,made\n\"c\",\"\",made"] {
        let expected = [format!("6: {name}"), format!("7: {name}")];
        assert_eq!(lines(people), expected);
        assert_eq!(lines(&people.replace('\n', "\r\n")), expected);
    }
}

#[test]
fn a_text_of_several_lines_is_the_same_whichever_editor_wrote_it() {
    let dir = tempfile::tempdir().unwrap();
    let sources = "key,title,kind\na,\"two\nlines\",DATASET\n";
    let read = |text: &str| {
        fs::write(dir.path().join("sources.csv"), text).unwrap();
        import::folder(dir.path()).unwrap().edits
    };
    assert_eq!(read(sources), read(&sources.replace('\n', "\r\n")));
}

#[test]
fn quotes_that_do_not_pair_are_named() {
    assert_eq!(
        lines("a,A,made\nb,\"B,made\nc,C,made"),
        [r#"3: row: has a `"` that is never closed"#]
    );
    assert!(lines("a,\"A\"B,made\n")[0].starts_with("2: row: goes on after the"));
    assert!(lines("a,A\"B,made\n")[0].starts_with("2: row: has a `\"` in a text"));
}

#[test]
fn a_reference_to_a_row_with_a_fault_is_no_other_fault() {
    let sources = "key,title,kind\nmade,A source,NOTHING\n";
    let people = "key,name,source\na,A,made\n";
    let why = imported(&[("sources.csv", sources), ("people.csv", people)]).unwrap_err();
    assert_eq!(why.lines().count(), 2, "{why}");
    assert!(why.contains("sources.csv:2: kind: "), "{why}");
}

#[test]
fn every_fault_is_named_by_file_line_and_column() {
    let people = "key,name,birth_date,country,external_keys,source\n\
        a,\"A\nB\",1985-13,,,made\n\
        b,,1985,,,made\n\
        c,C,1985,USA,,made\n\
        d,D,,,orcid:1,made\n\
        E,E,,,,made\n\
        f,F,,,,nowhere\n\
        g,G,,,,made\n\
        g,G,,,,made\n\
        h,H,made\n";
    let expected = [
        "nothing was imported:",
        "  people.csv:2: birth_date: `1985-13` is not a date: month 13 is not in 1..=12",
        "  people.csv:4: name: is empty, but must be given",
        "  people.csv:5: country: `USA` is no country code of ISO 3166-1 alpha-2: is `US` meant?",
        "  people.csv:6: external_keys: `1` is no orcid identifier: ORCID of a person, such as \
         `0000-0002-1825-0097`",
        "  people.csv:7: key: `E` is no key: write up to 120 of a-z 0-9 - . _, beginning with a \
         letter or digit, like `ilya-sutskever`",
        "  people.csv:8: source: `Source:nowhere` does not exist: add the row, or mend the key",
        "  people.csv:10: key: `g` is there twice: give each row a key of its own",
        "  people.csv:11: row: has 3 columns where the header has 6: a text with a comma must be \
         quoted",
    ];
    assert_eq!(fault(people), expected.join("\n"));
}

#[test]
fn rows_keep_the_rules_that_hold_between_them() {
    let long: Vec<String> = (0..90).map(|it| format!("{it}{}", "x".repeat(999))).collect();
    let people = format!(
        "key,name,birth_date,aliases,source\na,A,1980,,made\nb,B,,{},made\n",
        long.join("|")
    );
    let organizations = "key,name,kind,parent,source\n\
        lab,Lab,LABORATORY,team,made\nteam,Team,LABORATORY,lab,made\n";
    let employments = "key,person,organization,start,end,source\n\
        e,a,lab,2010,2009,made\nf,a,lab,1970,,made\n";
    let why = imported(&[
        ("sources.csv", SOURCES),
        ("people.csv", &people),
        ("organizations.csv", organizations),
        ("employments.csv", employments),
    ]);
    let expected = [
        "nothing was imported:",
        "  employments.csv:2: end: the end, 2009, must not be before the start, 2010",
        "  employments.csv:3: start: the start, 1970, must not be before the birth of `Person:a`, \
         1980",
        "  organizations.csv:2: parent: the parent leads back to `Organization:lab` itself: name \
         another row, or none",
        "  organizations.csv:3: parent: the parent leads back to `Organization:team` itself: name \
         another row, or none",
        "  people.csv:2: birth_date: the birth, 1980, must not be after the start of \
         `Employment:f`, 1970",
        "  people.csv:3: aliases: the values of the row take 90445 bytes, of which these take \
         90440: a row takes at most 65536",
    ];
    assert_eq!(why, Err(expected.join("\n")));
}

#[test]
fn headers_are_checked_before_rows() {
    assert!(
        fault("key,nmae\n")
            .contains("people.csv:1: nmae: is no column of Person: write some of key, name")
    );
    assert!(fault("key,name,name\n").contains("people.csv:1: name: is there twice"));
    assert!(fault("name\n").contains("people.csv:1: row: has no column `key`"));
    let unknown = imported(&[("persons.csv", "key\n")]).unwrap_err();
    assert!(unknown.contains("`persons.csv` is named after no table"), "{unknown}");
    assert!(imported(&[]).unwrap_err().contains("holds no file"));
}

#[test]
fn bytes_that_are_no_text_are_named() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("sources.csv"), b"key,title,kind\na,\xff,DATASET\n").unwrap();
    let why = import::folder(dir.path()).unwrap_err().to_string();
    assert!(why.contains("sources.csv:2: row: is not UTF-8"), "{why}");
    fs::write(dir.path().join("sources.csv"), b"key,\xff\n").unwrap();
    let why = import::folder(dir.path()).unwrap_err().to_string();
    assert!(why.contains("sources.csv:1: row: is not UTF-8"), "{why}");
}

#[test]
fn no_more_than_twenty_faults_are_listed() {
    let rows: Vec<String> = (0..50).map(|it| format!("k{it},,made")).collect();
    let why = fault(&format!("key,name,source\n{}", rows.join("\n")));
    assert_eq!(why.lines().count(), 22);
    assert!(why.ends_with("and 30 more"), "{why}");
}
