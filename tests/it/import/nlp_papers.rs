//! Papers, a line for each author.

use bole::import::{Record, Wrong};

use super::read::{cell, read, rows, told};

const HEADER: &str = "title,venue,year,author,affiliation\n";

fn of(lines: &str) -> Vec<Result<Record, Wrong>> {
    read("nlp-papers", &format!("{HEADER}{lines}"))
}

/// What is counted: author, organization, venue, year, papers, adjusted papers.
fn counts(records: &[Result<Record, Wrong>]) -> Vec<String> {
    let columns = ["person", "organization", "venue", "year", "papers", "adjusted_papers"];
    let count = |it: &&bole::catalog::Row| columns.map(|column| cell(it, column)).join(" ");
    rows(records, "Publication").iter().map(count).collect()
}

#[test]
fn papers_are_counted_by_author_venue_and_year() {
    let records = of("On Nests,ACL,2020,Ada Noir,Nest University\n\
                      On Nests,ACL,2020,Jan Blanc,Brise Inc.\n\
                      On Eggs,ACL,2020,Ada Noir,Nest University\n\
                      On Eggs,EMNLP,2020,Ada Noir,Nest University\n\
                      On Wings,ACL,2021,Ada Noir,Nest University\n");
    let ada = "nlp-papers-ada-noir.nest-university nlp-papers-nest-university";
    let expected = [
        format!("{ada} ACL 2020 2 1.5"),
        format!("{ada} EMNLP 2020 1 1"),
        format!("{ada} ACL 2021 1 1"),
        "nlp-papers-jan-blanc.brise-inc nlp-papers-brise-inc ACL 2020 1 0.5".to_owned(),
    ];
    assert_eq!(counts(&records), expected);
    let kinds: Vec<_> = rows(&records, "Organization").iter().map(|it| cell(it, "kind")).collect();
    assert_eq!(kinds, ["UNIVERSITY", "COMPANY"]);
    let employment = rows(&records, "Employment")[0];
    assert_eq!(
        (cell(employment, "as_of"), cell(employment, "role")),
        ("2021".into(), String::new())
    );
}

#[test]
fn the_order_of_lines_and_lines_that_are_there_twice_change_nothing() {
    let lines = [
        "On Nests,ACL,2020,Ada Noir,Nest\n",
        "On Nests,ACL,2020,Jan Blanc,Nest\n",
        "On Eggs,ACL,2020,Jan Blanc,Nest\n",
        "On Eggs,ACL,2020,Ada Noir,Nest\n",
    ];
    let expected = counts(&of(&lines.concat()));
    let [a, b, c, d] = lines;
    assert_eq!(counts(&of(&[c, a, d, b, a, b].concat())), expected);
    assert!(expected[0].ends_with("2 1"), "{expected:?}");
}

#[test]
fn spellings_that_differ_in_signs_are_one_author() {
    let records = of("On Nests,ACL,2020,J. Blanc,Nest\nON  NESTS,ACL,2020,J Blanc,Nest\n\
                      On Eggs,ACL,2020,J Blanc,Nest\n");
    assert_eq!(counts(&records), ["nlp-papers-j-blanc.nest nlp-papers-nest ACL 2020 2 2"]);
    assert_eq!(cell(rows(&records, "Person")[0], "name"), "J. Blanc");
}

#[test]
fn an_author_with_two_affiliations_is_one_author_of_the_paper() {
    let records = of("On Nests,ACL,2020,Ada Noir,Nest\nOn Nests,ACL,2020,Ada Noir,Brise\n\
                      On Nests,ACL,2020,Jan Blanc,Nest\n");
    let expected = [
        "nlp-papers-ada-noir.brise nlp-papers-brise ACL 2020 1 0.25",
        "nlp-papers-ada-noir.nest nlp-papers-nest ACL 2020 1 0.25",
        "nlp-papers-jan-blanc.nest nlp-papers-nest ACL 2020 1 0.5",
    ];
    assert_eq!(counts(&records), expected);
    assert_eq!(rows(&records, "Organization").len(), 2);
}

#[test]
fn affiliation_and_venue_may_be_unknown_but_title_year_and_author_may_not() {
    let records = of("On Nests,,2020,王伟,\n,ACL,2020,A B,Nest\nOn Nests,ACL,,A B,Nest\n\
                      On Nests,ACL,2020,,Nest\nOn Nests,ACL,20,A B,Nest\n");
    let faults: Vec<String> = records.iter().filter_map(|it| it.as_ref().err()).map(told).collect();
    let expected =
        ["3: title: is empty", "4: year: is empty", "5: author: is empty", "6: year: `20`"];
    for (fault, expected) in faults.iter().zip(expected) {
        assert!(fault.starts_with(expected), "{fault}");
    }
    assert_eq!(faults.len(), 4);
    let records: Vec<_> = records.into_iter().flatten().map(Ok).collect();
    let person = rows(&records, "Person")[0];
    assert_eq!(cell(person, "name_zh"), "王伟");
    assert!(rows(&records, "Employment").is_empty());
    assert_eq!(rows(&records, "Publication").len(), 1);
}
