//! Folders of CSV files.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

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
         `0000-0002-1825-0097`.",
        "  people.csv:7: key: `E` is no key: write up to 120 of a-z 0-9 - . _, beginning with a \
         letter or digit, like `ilya-sutskever`",
        "  people.csv:11: row: has 3 columns where the header has 6: a text with a comma must be \
         quoted",
        "  people.csv:10: key: `g` is there twice: give each row a key of its own",
        "  people.csv:8: source: `Source:nowhere` does not exist: add the row, or mend the key",
    ];
    assert_eq!(fault(people), expected.join("\n"));
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
}

#[test]
fn no_more_than_twenty_faults_are_listed() {
    let rows: Vec<String> = (0..50).map(|it| format!("k{it},,made")).collect();
    let why = fault(&format!("key,name,source\n{}", rows.join("\n")));
    assert_eq!(why.lines().count(), 22);
    assert!(why.ends_with("and 30 more"), "{why}");
}
