//! What an import makes of records.

use super::records::{Graph, asked};

#[test]
fn records_become_rows_that_cite_their_source() {
    let graph = Graph::of("");
    let report = graph.import(
        "Organization: key=acme; name=Acme
         Person: key=ann; name=Ann Lee
         Employment: key=e1; person=ann; organization=acme; start=2020

         Person: key=bob; name=Bob Ray",
    );
    assert_eq!((report.records, report.rows), (2, 4));
    assert_eq!((report.created, report.updated, report.unchanged), (4, 0, 0));
    assert_eq!((report.version_before, report.version_after), (1, 2));
    assert_eq!(graph.value("Employment:e1", "organization"), "acme");
    assert_eq!(graph.value("Person:bob", "source"), "file");
    graph.live.validate().unwrap();
}

#[test]
fn a_batch_is_a_commit_that_says_who_made_it_and_why() {
    let graph = Graph::of("");
    let asked = bole::import::Asked { batch_rows: 2, ..asked() };
    let people: Vec<String> =
        (0..5).map(|it| format!("Person: key=p{it}; name=P {it}\n")).collect();
    let report = graph.import_as("file", &people.join("\n"), &asked);
    assert_eq!(report.version_after - report.version_before, 3);
    let commits = graph.live.commits(report.version_before, 10).unwrap();
    let first = &commits.commits[0];
    assert_eq!(&*first.reason.by, "import:file");
    assert_eq!(first.reason.why.as_deref(), Some("file: file.txt"));
}

#[test]
fn the_date_of_the_file_is_that_of_rows_without_one() {
    let graph = Graph::of("");
    let asked = bole::import::Asked { as_of: Some("2025-03".parse().unwrap()), ..asked() };
    let text = "Person: key=a; name=A B\n\nPerson: key=c; name=C D; as_of=2020";
    graph.import_as("file", text, &asked);
    assert_eq!(graph.value("Person:a", "as_of"), "2025-03");
    assert_eq!(graph.value("Person:c", "as_of"), "2020");
}

#[test]
fn a_record_with_a_fault_is_skipped_whole_with_its_place_and_reason() {
    let graph = Graph::of("");
    let report = graph.import(
        "Person: key=ann; name=Ann Lee

         Organization: key=acme; name=Acme
         Employment: key=e1; person=ann; organization=acme; start=2020; end=2010

         ! it is no record

         Person: key=bob; name=Bob Ray
         Employment: key=e2; person=bob; organization=acme",
    );
    let skipped: Vec<String> = report
        .skipped
        .first
        .iter()
        .map(|it| format!("{}: {}: {}", it.line, it.column, it.reason))
        .collect();
    assert_eq!(
        skipped,
        [
            "3: employment.end: `Employment:e1`: the end, 2010, must not be before the start, 2020",
            "6: row:  it is no record",
            "8: employment.organization: there is no row `Organization:acme`: it is neither in the \
             graph nor in the file",
        ]
    );
    assert_eq!(report.skipped.count, 3);
    assert_eq!(graph.count("Organization"), 0);
    assert_eq!(graph.count("Person"), 2);
    assert_eq!((report.records, report.rows, report.created), (4, 5, 2));
    graph.live.validate().unwrap();
}

#[test]
fn rows_may_refer_to_rows_that_come_later() {
    let text = "Organization: key=lab; name=Lab; parent=uni

         Employment: key=e1; person=ann; organization=lab

         Model: key=m; name=M; kind=LANGUAGE; developers=lab|uni; authors=ann

         Organization: key=uni; name=University; kind=UNIVERSITY

         Person: key=ann; name=Ann Lee";
    for batch_rows in [1, 2, 100] {
        let graph = Graph::of("");
        let asked = bole::import::Asked { batch_rows, ..asked() };
        let report = graph.import_as("file", text, &asked);
        assert_eq!((report.created, report.linked, report.skipped.count), (5, 3, 0));
        assert_eq!(graph.value("Organization:lab", "parent"), "uni");
        assert_eq!(graph.value("Employment:e1", "person"), "ann");
        assert_eq!(graph.value("Model:m", "developers"), "lab|uni");
        assert_eq!(graph.value("Model:m", "authors"), "ann");
        graph.live.validate().unwrap();
        let version = graph.live.record().version;
        let report = graph.import_as("file", text, &asked);
        assert_eq!((report.unchanged, report.linked), (5, 0));
        assert_eq!(graph.live.record().version, version);
    }
}

#[test]
fn references_to_rows_that_never_come_are_left_out_and_told() {
    let graph = Graph::of("");
    let report = graph.import(
        "Organization: key=lab; name=Lab; parent=uni

         Organization: key=lab2; name=Other Lab; parent=uni

         Model: key=m; name=M; kind=LANGUAGE; developers=lab|nobody",
    );
    let left_out: Vec<String> = report
        .left_out
        .iter()
        .map(|it| format!("{} {} {}", it.column, it.count, it.line))
        .collect();
    assert_eq!(left_out, ["organization.parent 2 1", "model.developers 1 5"]);
    assert!(report.left_out[0].reason.starts_with("there is no row `Organization:uni`"));
    assert_eq!(graph.value("Organization:lab", "parent"), "-");
    assert_eq!(graph.value("Model:m", "developers"), "lab");
}

#[test]
fn rows_that_need_each_other_come_in_whatever_order() {
    // The source of the person comes last, and what needs the person before it.
    let graph = Graph::of("");
    let report = graph.import(
        "Employment: key=e1; person=ann; organization=acme

         Person: key=ann; name=Ann Lee; source=book

         Organization: key=acme; name=Acme; source=book

         Source: key=book; title=A book; kind=ARTICLE",
    );
    assert_eq!((report.created, report.skipped.count), (4, 0));
    assert_eq!(graph.value("Employment:e1", "person"), "ann");
}

#[test]
fn a_circle_that_closes_at_the_end_of_the_file_is_left_open() {
    let graph = Graph::of("");
    let report = graph.import(
        "Organization: key=a; name=A; parent=c

         Organization: key=b; name=B; parent=a

         Organization: key=c; name=C; parent=b",
    );
    assert_eq!(report.left_out[0].column, "organization.parent");
    assert!(report.left_out[0].reason.contains("leads back to"), "{report}");
    assert_eq!(graph.value("Organization:a", "parent"), "-");
    assert_eq!(graph.value("Organization:c", "parent"), "b");
    graph.live.validate().unwrap();
}

#[test]
fn a_row_that_several_records_give_is_what_the_first_says_and_the_others_add() {
    let text = "Organization: key=acme; name=Acme; city=Boston

         Organization: key=acme; name=Acme; city=Austin; country=US; aliases=ACME Tools";
    for batch_rows in [1, 100] {
        let graph = Graph::of("");
        let asked = bole::import::Asked { batch_rows, ..asked() };
        for _ in 0..2 {
            graph.import_as("file", text, &asked);
            assert_eq!(graph.value("Organization:acme", "city"), "Boston");
            assert_eq!(graph.value("Organization:acme", "country"), "US");
            assert_eq!(graph.value("Organization:acme", "aliases"), "ACME Tools");
        }
        assert_eq!(graph.live.record().version, if batch_rows == 1 { 3 } else { 2 });
    }
}

#[test]
fn a_report_can_be_read_by_people_and_by_programs() {
    let graph = Graph::of("");
    let report = graph.import("Person: key=ann; name=Ann Lee\n\n! the line is cut short");
    let text = report.to_string();
    assert!(text.starts_with("file.txt: read to its end\n"), "{text}");
    assert!(text.contains("file.txt:3: row:  the line is cut short"), "{text}");
    assert!(text.ends_with("the graph is at version 2"), "{text}");
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["end"], "DONE");
    assert_eq!(json["dryRun"], false);
    assert_eq!(json["created"], 1);
    assert_eq!(json["skipped"]["first"][0]["line"], 3);
    assert_eq!(json["versionAfter"], 2);
}
