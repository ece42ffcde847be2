//! What is said of every open data set.

use std::collections::HashSet;

use bole::{
    catalog::{Row, RowId, TABLES, value::Key},
    import::IMPORTERS,
};

use super::read::{cell, read};

#[test]
fn every_data_set_is_named_and_says_where_it_is_from_and_what_becomes_of_it() {
    let names: Vec<&str> = IMPORTERS.iter().map(|it| it.name).collect();
    assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
    for it in IMPORTERS {
        assert!(it.name.parse::<Key>().is_ok(), "{}", it.name);
        for said in [it.doc, it.download, it.licence, it.mapped, it.left_out] {
            assert!(!said.is_empty() && !said.contains("  "), "{}: {said}", it.name);
        }
    }
}

#[test]
fn the_source_of_a_data_set_is_called_as_it_is() {
    for it in IMPORTERS {
        let source = (it.source)();
        assert!(matches!(source, Row::Source(_)));
        assert_eq!(source.key().as_str(), it.name);
        assert_eq!(cell(&source, "kind"), "DATASET");
        assert!(!cell(&source, "title").is_empty() && !cell(&source, "url").is_empty());
    }
}

#[test]
fn a_file_that_is_none_of_a_data_set_has_no_rows() {
    for it in IMPORTERS {
        for text in ["", "a,b\n1,2\n", "nothing"] {
            let records = read(it.name, text);
            let rows: usize = records.iter().flatten().map(|it| it.rows.len()).sum();
            assert_eq!(rows, 0, "{}: {text}", it.name);
        }
    }
}

/// Small files of each data set.
pub(super) const SAMPLES: &[(&str, &str)] = &[
    (
        "aijobs",
        "work_year,experience_level,salary,salary_currency\n2021e,SE,1,USD\n2021e,SE,1,USD\n",
    ),
    (
        "csrankings",
        "name,affiliation,homepage,scholarid\nA B,Nest,,abcDEF_-hi12\nB A,Nest,,abcDEF_-hi12\n",
    ),
    ("csrankings", "name,dept,area,count,adjustedcount,year\nA B,Nest,acl,2.0,1.0,2016\n"),
    (
        "epoch",
        "Model,Organization,Authors,Publication date,Base model\nA,\"Nest,Brise\",\"A B, C D\",2020-01-01,\nB,Nest,A B,2021,A\n",
    ),
    (
        "lca",
        "CASE_NUMBER,CASE_STATUS,EMPLOYER_NAME,WAGE_RATE_OF_PAY_FROM,WAGE_UNIT_OF_PAY\n1,Certified,Nest,9,Hour\n2,Certified,NEST,9,Hour\n",
    ),
    (
        "nlp-papers",
        "title,venue,year,author,affiliation\nT,ACL,2020,A B,Nest\nT,ACL,2020,C D,Nest\n",
    ),
    ("uscis-h1b", "Fiscal Year,Employer,Initial Approval\n2021,NEST,1\n2021,NEST.,2\n2021,,2\n"),
];

#[test]
fn a_file_read_twice_has_the_same_rows_and_no_row_twice() {
    for (name, text) in SAMPLES {
        let records = read(name, text);
        assert_eq!(records, read(name, text), "{name}");
        let mut seen = HashSet::new();
        for row in records.iter().flat_map(|it| &it.as_ref().unwrap().rows) {
            assert!(seen.insert(row.id()), "{name}: {}", row.id());
        }
        assert!(!seen.is_empty(), "{name}");
    }
}

#[test]
fn every_row_is_taken_from_the_source_of_its_data_set_and_refers_to_rows_of_the_file() {
    for (name, text) in SAMPLES {
        let records = read(name, text);
        let rows: Vec<&Row> = records.iter().flat_map(|it| &it.as_ref().unwrap().rows).collect();
        let ids: HashSet<RowId> = rows.iter().map(|it| it.id()).collect();
        for row in rows {
            assert_eq!(cell(row, "source"), *name);
            for field in 0..TABLES[row.table()].fields.len() {
                let others = row.references(field);
                let mut others = others.iter().filter(|it| it.table() != "Source");
                assert!(others.all(|it| ids.contains(it)), "{name}: {}", row.id());
            }
        }
    }
}
