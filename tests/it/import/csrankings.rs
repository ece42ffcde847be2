//! Faculty and papers of `CSRankings`.

use bole::import::{Record, Wrong};

use super::read::{cell, read, rows, told};

fn column(records: &[Result<Record, Wrong>], table: &str, column: &str) -> Vec<String> {
    rows(records, table).iter().map(|it| cell(it, column)).collect()
}

const FACULTY: &str = "name,affiliation,homepage,scholarid\n";

#[test]
fn names_that_share_a_profile_are_one_person() {
    let records = read(
        "csrankings",
        &format!(
            "{FACULTY}Ada B. Noir,Nest University,https://nest.example/~ada,abcDEF_-hi12\n\
             Jan Blanc,Nest University,https://nest.example/~jan,NOSCHOLARPAGE\n\
             Noir Ada,Nest University,https://nest.example/ada,abcDEF_-hi12\n\
             Ada Noir,Brise College,https://nest.example/ada,abcDEF_-hi12\n"
        ),
    );
    let people = rows(&records, "Person");
    assert_eq!(people.len(), 4);
    for (column, value) in [
        ("key", "csrankings-ada-b-noir"),
        ("name", "Ada B. Noir"),
        ("aliases", "Noir Ada|Ada Noir"),
        ("external_keys", "scholar:abcDEF_-hi12"),
        ("website", "https://nest.example/~ada"),
    ] {
        assert_eq!(cell(people[0], column), value, "{column}");
    }
    // Rows of the other names, by which lists of papers know her: the identifier says who it is.
    for (row, key) in [(people[1], "csrankings-noir-ada"), (people[2], "csrankings-ada-noir")] {
        assert_eq!(cell(row, "key"), key);
        assert_eq!(cell(row, "external_keys"), "scholar:abcDEF_-hi12");
    }
    assert_eq!(cell(people[3], "external_keys"), "");
    let expected =
        ["csrankings-nest-university", "csrankings-brise-college", "csrankings-nest-university"];
    assert_eq!(column(&records, "Employment", "organization"), expected);
    assert_eq!(column(&records, "Employment", "role"), ["PROFESSOR"; 3]);
    assert_eq!(column(&records, "Organization", "name"), ["Nest University", "Brise College"]);
}

#[test]
fn nobody_is_the_same_for_having_no_profile() {
    let records = read(
        "csrankings",
        "name,affiliation,homepage,scholarid,orcid\n\
         Ada Noir,Nest,https://a.example,NOSCHOLARPAGE,0000-0000-0000-0000\n\
         Jan Blanc,Nest,https://a.example,NOSCHOLARPAGE,0000-0000-0000-0000\n\
         Ana Sol,Nest,,,\n",
    );
    assert_eq!(column(&records, "Person", "name"), ["Ada Noir", "Jan Blanc", "Ana Sol"]);
    assert_eq!(column(&records, "Person", "external_keys"), ["", "", ""]);
    assert!(records.iter().all(|it| it.as_ref().unwrap().left_out.is_empty()));
}

#[test]
fn numbers_tell_namesakes_apart_and_are_no_part_of_the_name() {
    let records = read(
        "csrankings",
        &format!(
            "{FACULTY}Wei Li 0001,Nest,https://a.example,NOSCHOLARPAGE\n\
             Wei Li 0002,Nest,https://b.example,NOSCHOLARPAGE\n\
             Wei Li 2,Nest,https://c.example,NOSCHOLARPAGE\n"
        ),
    );
    assert_eq!(column(&records, "Person", "name"), ["Wei Li", "Wei Li", "Wei Li 2"]);
    let expected = ["csrankings-wei-li-0001", "csrankings-wei-li-0002", "csrankings-wei-li-2"];
    assert_eq!(column(&records, "Person", "key"), expected);
}

#[test]
fn an_orcid_says_more_than_a_profile() {
    let records = read(
        "csrankings",
        "name,affiliation,homepage,scholarid,orcid\n\
         Ada Noir,Nest,https://a.example,abcDEF_-hi12,0000-0002-1825-0097\n\
         Jan Blanc,Nest,https://b.example,abcDEF_-hi12,0000-0002-9079-593X\n\
         A. Noir,Brise,https://a.example,NOSCHOLARPAGE,0000-0002-1825-0097\n",
    );
    assert_eq!(column(&records, "Person", "name"), ["Ada Noir", "A. Noir", "Jan Blanc"]);
    assert_eq!(column(&records, "Person", "aliases"), ["A. Noir", "", ""]);
    let left_out = &records[2].as_ref().unwrap().left_out;
    assert!(left_out[0].reason.contains("is also that of Ada Noir"), "{left_out:?}");
}

#[test]
fn bad_ids_are_left_out_and_a_line_without_a_name_is_a_fault() {
    let records = read(
        "csrankings",
        &format!("{FACULTY}Ada Noir,Nest,nowhere,short\n,Nest,https://a.example,NOSCHOLARPAGE\n"),
    );
    assert_eq!(told(records[0].as_ref().unwrap_err()), "3: name: is empty, but must be given");
    let left_out = &records[1].as_ref().unwrap().left_out;
    let columns: Vec<&str> = left_out.iter().map(|it| it.column.as_str()).collect();
    assert_eq!(columns, ["scholarid", "homepage"]);
}

#[test]
fn countries_are_those_of_the_same_institutions() {
    let records = read(
        "csrankings",
        "institution,region,countryabbrv\nNest University,europe,uk\nUniversity of Brise, europe,it\n\
         Aerie,asia,zz\n",
    );
    assert_eq!(column(&records, "Organization", "country"), ["GB", "IT", ""]);
    assert_eq!(column(&records, "Organization", "key")[0], "csrankings-nest-university");
    assert_eq!(records[2].as_ref().unwrap().left_out[0].column, "countryabbrv");
}

const PAPERS: &str = "\"name\",\"dept\",\"area\",\"count\",\"adjustedcount\",\"year\"\n";

#[test]
fn counts_are_those_of_a_person_at_an_institution() {
    let records = read(
        "csrankings",
        &format!(
            "{PAPERS}Wei Li 0001,Nest,acl,3.0,0.533333333333,2016\n\
             Wei Li 0001,Nest,nlp,1,0.2,2017\nWei Li 0001,Nest,quantum,1.0,0.2,2017\n"
        ),
    );
    let counts = rows(&records, "Publication");
    for (column, value) in [
        ("key", "csrankings-wei-li-0001.nest.acl.2016"),
        ("person", "csrankings-wei-li-0001"),
        ("organization", "csrankings-nest"),
        ("venue", "ACL"),
        ("area", "Natural language processing"),
        ("year", "2016"),
        ("papers", "3"),
        ("adjusted_papers", "0.533333333333"),
    ] {
        assert_eq!(cell(counts[0], column), value, "{column}");
    }
    assert_eq!(
        column(&records, "Publication", "area")[1..],
        ["Natural language processing", "quantum"]
    );
    assert_eq!(column(&records, "Person", "name"), ["Wei Li"]);
    assert_eq!(rows(&records, "Employment").len(), 0);
}

#[test]
fn the_person_of_a_count_is_that_of_the_faculty() {
    let faculty =
        read("csrankings", &format!("{FACULTY}Ada Noir,Nest,https://a.example,NOSCHOLARPAGE\n"));
    let papers = read("csrankings", &format!("{PAPERS}Ada Noir,Nest,acl,1.0,1.0,2016\n"));
    assert_eq!(rows(&faculty, "Organization"), rows(&papers, "Organization"));
    assert_eq!(column(&faculty, "Person", "key"), column(&papers, "Publication", "person"));
}

#[test]
fn a_second_column_may_name_the_conference() {
    let text = "name,dept,area,subarea,count,adjustedcount,year\nAda Noir,Nest,vision,cvpr,4.0,1.7,1997\n\
                Ada Noir,Nest,vision,iccv,1.0,0.7,1997\nAda Noir,Nest,log,,1.0,1.0,1990\n";
    let records = read("csrankings", text);
    assert_eq!(column(&records, "Publication", "venue"), ["CVPR", "ICCV", ""]);
    let keys = column(&records, "Publication", "key");
    assert_eq!(
        keys[1..],
        ["csrankings-ada-noir.nest.vision.iccv.1997", "csrankings-ada-noir.nest.log.1990"]
    );
}

#[test]
fn counts_that_are_none_are_faults() {
    let records = read(
        "csrankings",
        &format!(
            "{PAPERS}A B,Nest,acl,1.5,1.0,2016\nA B,Nest,acl,1.0,1.0,0\nA B,,acl,1.0,1.0,2016\n"
        ),
    );
    let faults: Vec<String> = records.iter().map(|it| told(it.as_ref().unwrap_err())).collect();
    assert_eq!(faults[0], "2: count: `1.5` is no number of papers: write a whole number");
    assert!(faults[1].starts_with("3: year: `0` is no year"));
    assert_eq!(faults[2], "4: dept: is empty, but must be given");
}

#[test]
fn another_file_is_told_which_ones_there_are() {
    let records = read("csrankings", "a,b\n");
    assert!(told(records[0].as_ref().unwrap_err()).contains("`country-info.csv` has"));
}
