//! Imports that stop at the first fault.

use bole::import::{Asked, End};

use super::records::{Graph, asked};

const TEXT: &str = "Person: key=a; name=A B

    Person: key=c; name=C D

    Person: key=e; name=E F

    ! the first fault

    ! the second fault";

#[test]
fn the_first_fault_stops_it_and_earlier_batches_stay() {
    let graph = Graph::of("");
    let asked = Asked { is_strict: true, batch_rows: 2, ..asked() };
    let report = graph.import_as("file", TEXT, &asked);
    assert_eq!(report.end, End::Faulty);
    assert_eq!(report.skipped.count, 1);
    assert_eq!((report.skipped.first[0].line, report.created), (7, 2));
    assert_eq!(graph.count("Person"), 2);
    assert!(report.to_string().contains("stopped at the first fault"), "{report}");
}

#[test]
fn without_it_faults_are_told_and_the_rest_is_imported() {
    let graph = Graph::of("");
    let report = graph.import(TEXT);
    assert_eq!((report.end, report.created, report.skipped.count), (End::Done, 3, 2));
}

#[test]
fn a_reference_that_never_comes_is_a_fault_too() {
    let graph = Graph::of("");
    let asked = Asked { is_strict: true, ..asked() };
    let report = graph.import_as("file", "Organization: key=a; name=A; parent=b", &asked);
    assert_eq!(report.end, End::Faulty);
    assert_eq!(report.skipped.first[0].column, "organization.parent");
    assert_eq!(graph.count("Organization"), 1);
}
