//! Works, authors and institutions of `OpenAlex`.

use std::collections::HashMap;

use bole::{catalog::Row, import::Record};
use serde_json::{Value, json};

use super::read::{cell, importer, read, rows, told, whole};

/// The short form of an institution, as works and authors have it.
fn institution(number: u32, members: Value) -> Value {
    let mut institution = json!({
        "id": format!("https://openalex.org/I{number}"),
        "display_name": format!("University {number}"),
        "ror": null,
        "country_code": "US",
        "type": "education",
        "lineage": [],
    });
    put(&mut institution, members);
    institution
}

fn authorship(number: u64, institutions: &[Value]) -> Value {
    json!({
        "author": {
            "id": format!("https://openalex.org/A{number}"),
            "display_name": format!("Author {number}"),
            "orcid": null,
        },
        "institutions": institutions,
        "raw_author_name": "A. Uthor",
    })
}

fn work(authorships: &[Value], members: Value) -> Value {
    let mut work = json!({
        "id": "https://openalex.org/W1",
        "title": "Cats &amp; Dogs in <i>Space</i>",
        "publication_year": 2020,
        "type": "article",
        "is_retracted": false,
        "is_paratext": false,
        "authorships": authorships,
    });
    put(&mut work, members);
    work
}

fn put(record: &mut Value, members: Value) {
    let Value::Object(members) = members else { panic!("members are an object") };
    record.as_object_mut().unwrap().extend(members);
}

/// The records that one record becomes, all well.
fn records(record: &Value) -> Vec<Record> {
    read("openalex", &record.to_string()).into_iter().map(Result::unwrap).collect()
}

/// Columns of all rows of a table that one record becomes.
fn columns(record: &Value, table: &str, names: &[&str]) -> Vec<Vec<String>> {
    let records = read("openalex", &record.to_string());
    let rows = rows(&records, table).into_iter();
    rows.map(|row| names.iter().map(|it| cell(row, it)).collect()).collect()
}

fn left_out(record: &Value) -> Vec<String> {
    records(record).iter().flat_map(|it| &it.left_out).map(told).collect()
}

#[test]
fn a_work_gives_its_authors_and_where_they_worked_that_year() {
    let mut one = authorship(1, &[institution(7, json!({"ror": "https://ror.org/03cve4549"}))]);
    one["author"]["orcid"] = json!("https://orcid.org/0000-0002-1825-0097");
    let work = work(&[one, authorship(2, &[])], json!({}));
    assert_eq!(
        columns(&work, "Person", &["key", "name", "external_keys", "aliases"]),
        [
            ["openalex-a1", "Author 1", "openalex:A1|orcid:0000-0002-1825-0097", ""],
            ["openalex-a2", "Author 2", "openalex:A2", ""],
        ]
    );
    let names = ["key", "name", "kind", "country", "external_keys"];
    assert_eq!(
        columns(&work, "Organization", &names),
        [["openalex-i7", "University 7", "UNIVERSITY", "US", "openalex:I7|ror:03cve4549",]]
    );
    let names = ["key", "person", "organization", "start", "as_of", "end", "role", "title"];
    assert_eq!(
        columns(&work, "Employment", &names),
        [["openalex-a1-i7-2020", "openalex-a1", "openalex-i7", "2020", "2020", "", "", "",]]
    );
    let notes = columns(&work, "Employment", &["note"]);
    assert!(notes[0][0].contains("no proof of employment"), "{notes:?}");
    let names = ["key", "person", "year", "papers", "adjusted_papers", "precision"];
    assert_eq!(
        columns(&work, "Publication", &names),
        [
            ["openalex-a1-2020", "openalex-a1", "2020", "1", "0.5", "AT_LEAST"],
            ["openalex-a2-2020", "openalex-a2", "2020", "1", "0.5", "AT_LEAST"],
        ]
    );
}

#[test]
fn rows_stand_before_those_that_refer_to_them() {
    let work = work(&[authorship(1, &[institution(7, json!({}))])], json!({}));
    let tables: Vec<String> = records(&work)[0].rows.iter().map(|it| it.id().to_string()).collect();
    let expected =
        ["Person:openalex-a1", "Organization:openalex-i7", "Employment:openalex-a1-i7-2020"];
    assert_eq!(tables, expected);
}

#[test]
fn what_stands_twice_in_a_work_is_one_row_and_one_paper() {
    let seven = institution(7, json!({}));
    let twice = authorship(1, &[seven.clone(), seven.clone()]);
    let work = work(&[twice.clone(), twice, authorship(2, &[seven])], json!({}));
    let keys = |table: &str| columns(&work, table, &["key"]).concat();
    assert_eq!(keys("Person"), ["openalex-a1", "openalex-a2"]);
    assert_eq!(keys("Organization"), ["openalex-i7"]);
    assert_eq!(keys("Employment"), ["openalex-a1-i7-2020", "openalex-a2-i7-2020"]);
    let papers = columns(&work, "Publication", &["papers"]).concat();
    assert_eq!(papers, ["1", "1"]);
}

#[test]
fn papers_are_counted_over_all_pages_of_a_file() {
    let of = |year: i32, authors: &[u64]| {
        let authors: Vec<Value> = authors.iter().map(|it| authorship(*it, &[])).collect();
        work(&authors, json!({"publication_year": year}))
    };
    let pages = [
        json!({"meta": {"count": 4}, "results": [of(2020, &[1, 2, 3]), of(2020, &[1])]}),
        json!({"meta": {"count": 4}, "results": [of(2020, &[1, 4]), of(2021, &[1])]}),
    ];
    let records = read("openalex", &format!("{}\n{:#}", pages[0], pages[1]));
    assert_eq!(records.len(), 4 + 5);
    let counts: Vec<[String; 3]> = rows(&records, "Publication")
        .into_iter()
        .map(|it| ["key", "papers", "adjusted_papers"].map(|name| cell(it, name)))
        .collect();
    assert_eq!(
        counts,
        [
            ["openalex-a1-2020", "3", "1.833333"],
            ["openalex-a1-2021", "1", "1"],
            ["openalex-a2-2020", "1", "0.333333"],
            ["openalex-a3-2020", "1", "0.333333"],
            ["openalex-a4-2020", "1", "0.5"],
        ]
    );
}

#[test]
fn a_list_of_authors_that_was_cut_off_gives_no_shares() {
    let authors: Vec<Value> = (1..=100).map(|it| authorship(it, &[])).collect();
    for members in [json!({"is_authors_truncated": true}), json!({"authors_count": 101})] {
        let work = work(&authors, members);
        let counts = columns(&work, "Publication", &["papers", "adjusted_papers"]);
        assert_eq!(counts.len(), 100);
        assert!(counts.iter().all(|it| *it == ["1", ""]), "{counts:?}");
        assert_eq!(left_out(&work), ["1: authorships: only the first 100 authors stand there"]);
    }
    let whole = work(&authors, json!({"authors_count": 100}));
    assert_eq!(columns(&whole, "Publication", &["adjusted_papers"])[99], ["0.01"]);
}

#[test]
fn what_is_no_paper_is_not_counted_but_its_authors_are_known() {
    for members in [
        json!({"type": "dataset"}),
        json!({"type": null}),
        json!({"is_retracted": true}),
        json!({"is_paratext": true}),
        json!({"publication_year": null}),
    ] {
        let work = work(&[authorship(1, &[institution(7, json!({}))])], members);
        assert_eq!(columns(&work, "Publication", &["key"]).len(), 0, "{work}");
        assert_eq!(columns(&work, "Person", &["key"]).len(), 1, "{work}");
        assert_eq!(columns(&work, "Employment", &["key"]).len(), 1, "{work}");
    }
}

#[test]
fn an_author_whom_nobody_could_tell_is_left_out() {
    let mut unknown = authorship(3, &[institution(7, json!({}))]);
    unknown["author"] = json!({"id": null, "display_name": "Somebody", "orcid": null});
    let nobody = authorship(9_999_999_999, &[]);
    let deleted = authorship(5_317_838_346, &[]);
    let work = work(&[unknown, nobody, deleted, authorship(1, &[])], json!({}));
    assert_eq!(columns(&work, "Person", &["key"]).concat(), ["openalex-a1"]);
    let expected = "1: author: id: is no identifier of one author in OpenAlex";
    assert_eq!(left_out(&work), [expected; 3]);
    assert_eq!(columns(&work, "Publication", &["adjusted_papers"]), [["0.25"]]);
}

#[test]
fn an_institution_without_an_identifier_or_a_type_is_left_out() {
    let bad = [
        institution(7, json!({"id": null})),
        institution(8, json!({"type": null})),
        institution(9, json!({"ror": "https://ror.org/03cve4548", "country_code": "ZZ"})),
    ];
    let work = work(&[authorship(1, &bad)], json!({}));
    let columns = columns(&work, "Organization", &["key", "external_keys", "country"]);
    assert_eq!(columns, [["openalex-i9", "openalex:I9", ""]]);
    let left_out = left_out(&work);
    assert_eq!(left_out.len(), 4, "{left_out:?}");
    assert!(left_out[0].ends_with("id: is no identifier of an institution in OpenAlex"));
    assert!(left_out[1].starts_with("1: institutions: type: `` is no known type"), "{left_out:?}");
}

#[test]
fn names_are_decoded_and_chinese_ones_are_told_apart() {
    let mut one = authorship(1, &[institution(7, json!({"display_name": "Texas A&amp;M"}))]);
    one["author"]["display_name"] = json!("王  伟 ");
    let mut other = authorship(2, &[]);
    other["author"]["display_name"] = json!("Miguel &Aacute;ngel O&#39;Neill");
    let work = work(&[one, other], json!({}));
    assert_eq!(columns(&work, "Organization", &["name"]), [["Texas A&M"]]);
    let names = columns(&work, "Person", &["name", "name_zh"]);
    assert_eq!(names, [["", "王 伟"], ["Miguel Ángel O'Neill", ""]]);
}

#[test]
fn an_author_becomes_a_person_with_a_spell_at_each_affiliation() {
    let affiliation = |number: u32, years: Value| json!({"institution": institution(number, json!({})), "years": years});
    let author = json!({
        "id": "https://openalex.org/A1",
        "orcid": "https://orcid.org/0000-0002-1825-0097",
        "display_name": "Josiah Carberry",
        "display_name_alternatives": ["J. Carberry", "Josiah Carberry", "J. S.  Carberry"],
        "affiliations": [
            affiliation(7, json!([2021, 2018, 2019])),
            affiliation(8, json!([])),
            affiliation(7, json!([1999])),
        ],
        "last_known_institutions": [institution(9, json!({}))],
        "counts_by_year": [{"year": 2021, "works_count": 9, "cited_by_count": 1}],
    });
    let names = ["key", "name", "aliases", "external_keys"];
    assert_eq!(
        columns(&author, "Person", &names),
        [[
            "openalex-a1",
            "Josiah Carberry",
            "J. Carberry|J. S. Carberry",
            "openalex:A1|orcid:0000-0002-1825-0097",
        ]]
    );
    assert_eq!(
        columns(&author, "Employment", &["key", "start", "as_of", "end"]),
        [["openalex-a1-i7", "2018", "2021", ""], ["openalex-a1-i8", "", "", ""],]
    );
    assert_eq!(columns(&author, "Publication", &["key"]).len(), 0);
}

#[test]
fn older_authors_have_their_last_known_institution() {
    let author = json!({
        "id": "A1", "display_name": "A", "orcid": null,
        "last_known_institution": institution(9, json!({})),
    });
    let spells = columns(&author, "Employment", &["key", "start", "as_of"]);
    assert_eq!(spells, [["openalex-a1-i9", "", ""]]);
}

#[test]
fn an_institution_becomes_an_organization() {
    let related = |number: u32, how: &str| institution(number, json!({"relationship": how}));
    let whole = institution(
        7,
        json!({
            "ror": "https://ror.org/03cve4549",
            "type": "healthcare",
            "homepage_url": "https://nowhere.example",
            "display_name_acronyms": ["NH"],
            "display_name_alternatives": ["Nowhere Infirmary", "NH", "University 7"],
            "international": {"display_name": {"de": "Krankenhaus", "zh-cn": "无名医院", "zh": "無名醫院"}},
            "geo": {"city": "Nowhere", "region": "Utah", "country_code": "US"},
            "ids": {"wikidata": "https://www.wikidata.org/wiki/Q16955", "grid": "grid.12527.33"},
            "associated_institutions": [related(1, "child"), related(2, "parent"), related(3, "parent")],
        }),
    );
    let names = [
        "key",
        "name",
        "name_zh",
        "aliases",
        "kind",
        "note",
        "country",
        "region",
        "city",
        "website",
        "parent",
        "external_keys",
    ];
    assert_eq!(
        columns(&whole, "Organization", &names),
        [[
            "openalex-i7",
            "University 7",
            "无名医院",
            "NH|Nowhere Infirmary",
            "NONPROFIT",
            "Type in OpenAlex: healthcare.",
            "US",
            "Utah",
            "Nowhere",
            "https://nowhere.example",
            "openalex-i2",
            "openalex:I7|ror:03cve4549|wikidata:Q16955",
        ]]
    );
}

#[test]
fn records_of_other_sorts_are_refused() {
    let fault =
        |record: Value| told(read("openalex", &record.to_string())[0].as_ref().unwrap_err());
    let source = fault(json!({"id": "https://openalex.org/S1", "display_name": "A Journal"}));
    assert!(source.starts_with("1: id: `openalex:S1` is neither a work (W), nor"), "{source}");
    let none = fault(json!({"display_name": "A Journal"}));
    assert!(none.starts_with("1: id: is no identifier of OpenAlex"), "{none}");
    let nameless = fault(json!({"id": "https://openalex.org/A1"}));
    assert_eq!(nameless, "1: display_name: is empty, but must be given");
}

#[test]
fn importers_cite_the_source_that_they_put_in() {
    for name in ["openalex", "ror"] {
        let source = (importer(name).source)();
        assert_eq!(source.id().to_string(), format!("Source:{name}"));
        assert_eq!(
            (cell(&source, "kind"), cell(&source, "licence")),
            ("DATASET".into(), "CC0-1.0".into())
        );
    }
}

/// The numbers are what Python's `json` module counts in the file.
#[test]
fn the_whole_page_is_read() {
    let Some(text) = whole("openalex/works_page1.json") else { return };
    let records: Vec<_> = (importer("openalex").read)(text).collect();
    assert_eq!(records.len(), 25 + 445);
    let distinct = |table: &str| -> HashMap<String, &Row> {
        rows(&records, table).into_iter().map(|it| (cell(it, "key"), it)).collect()
    };
    let people = distinct("Person");
    let with_orcid = people.values().filter(|it| cell(it, "external_keys").contains("|orcid:"));
    assert_eq!((people.len(), with_orcid.count()), (420, 282));
    let organizations = distinct("Organization");
    let count = |column: &str, text: &str| {
        organizations.values().filter(|it| cell(it, column) == text).count()
    };
    assert_eq!(organizations.len(), 297);
    assert_eq!(count("kind", "UNIVERSITY"), 159);
    assert_eq!(count("note", "Type in OpenAlex: healthcare."), 54);
    assert_eq!(count("kind", "COMPANY"), 5);
    assert_eq!(count("country", "US"), 63);
    assert_eq!(distinct("Employment").len(), 564);
    let counts = distinct("Publication");
    let shares: Vec<f64> =
        counts.values().filter_map(|it| cell(it, "adjusted_papers").parse().ok()).collect();
    // Two of the 25 works list only the first 100 of their authors.
    assert_eq!((counts.len(), shares.len()), (445, 245));
    assert!((shares.iter().sum::<f64>() - 23.0).abs() < 0.001);
    let left_out: Vec<_> = records.iter().flat_map(|it| &it.as_ref().unwrap().left_out).collect();
    assert_eq!(left_out.len(), 2, "{left_out:?}");
    let spell = distinct("Employment")["openalex-a5056911622-i32971472-1998"];
    assert_eq!(cell(spell, "person"), "openalex-a5056911622");
    assert_eq!(cell(organizations["openalex-i32971472"], "name"), "Yale University");
}
