//! What becomes of a graph by importing Wikidata.

use std::{io::Cursor, ops::ControlFlow};

use serde_json::json;

use super::{
    read::{importer, whole},
    records::{Graph, asked},
};
use bole::{
    catalog::{Row, enums::OrganizationKind, place},
    import::{self, Input, Report, Text},
};

fn import(graph: &Graph, name: &str, text: Text) -> Report {
    let importer = importer(name);
    let input = Input {
        importer: importer.name,
        file: "file.json".to_owned(),
        source: Some((importer.source)()),
        records: (importer.read)(text),
    };
    let report =
        import::run(input, &graph.live, &asked(), &mut |_| ControlFlow::Continue(())).unwrap();
    graph.live.validate().unwrap();
    report
}

fn import_text(graph: &Graph, name: &str, text: &str) -> Report {
    import(graph, name, Box::new(Cursor::new(text.as_bytes().to_vec())))
}

/// How many rows these tables have.
fn counts(graph: &Graph) -> [u64; 5] {
    ["Person", "Organization", "Education", "Employment", "Advising"].map(|it| graph.count(it))
}

const LINES: &str = r#"{"P108_h": "Q1", "P108_t": "Q49108", "N": 2}
    {"P69_h": "Q1", "P69_t": "Q49108", "N": 2}
    {"P184_h": "Q1", "P184_t": "Q2", "N": 2}
    {"P569_h": "Q1", "P569_t": "+1950-00-00T00:00:00Z#0#0#0#9#http://www.wikidata.org/entity/Q1985727", "N": 2}"#;

const SCHOLARS: &str = r#"{"scholars": [
    {"id": "Q1", "name": "Ada Example", "doctoral_advisor": ["Q2"], "doctoral_student": []}
]}"#;

#[test]
fn a_number_gives_way_to_a_name_and_does_not_come_back() {
    let graph = Graph::of("");
    import_text(&graph, "wikidata", LINES);
    assert_eq!(graph.value("Person:wikidata-q1", "name"), "Q1");
    import_text(&graph, "wikidata", SCHOLARS);
    let value = |column: &str| graph.value("Person:wikidata-q1", column);
    let expected = ["Ada Example", "", "-", "1950"];
    let columns = ["name", "aliases", "note", "birth_date"];
    assert_eq!(columns.map(value), expected);
    let version = graph.live.record().version;
    import_text(&graph, "wikidata", LINES);
    assert_eq!(columns.map(value), expected);
    assert_eq!(graph.live.record().version, version);
    assert_eq!(counts(&graph), [2, 1, 1, 1, 1]);
}

#[test]
fn an_employer_known_by_number_is_a_university_once_somebody_studied_there() {
    let graph = Graph::of("");
    import_text(&graph, "wikidata", LINES);
    assert_eq!(graph.value("Organization:wikidata-q49108", "kind"), "UNIVERSITY");
    let version = graph.live.record().version;
    import_text(&graph, "wikidata", LINES);
    assert_eq!(graph.live.record().version, version);
}

#[test]
fn another_source_tells_what_a_number_is_called() {
    let register = json!({
        "id": "https://ror.org/042nb2s44", "types": ["company"], "status": "active",
        "names": [{"value": "Institute of Examples", "types": ["ror_display", "label"], "lang": "en"}],
        "external_ids": [{"type": "wikidata", "preferred": "Q49108", "all": ["Q49108"]}],
        "locations": [], "links": [], "domains": [], "relationships": [],
    });
    let register = register.to_string();
    for texts in
        [[("wikidata", LINES), ("ror", &register)], [("ror", &register), ("wikidata", LINES)]]
    {
        let graph = Graph::of("");
        for (name, text) in texts {
            import_text(&graph, name, text);
        }
        assert_eq!(graph.count("Organization"), 1);
        let value = |column: &str| graph.value("Organization:wikidata-q49108", column);
        let columns = ["name", "kind", "source", "aliases", "note"];
        let expected = ["Institute of Examples", "COMPANY", "ror", "", "-"];
        assert_eq!(columns.map(value), expected);
        let spell = "Employment:wikidata-q1-p108-q49108";
        assert_ne!(graph.value(spell, "organization"), "-");
    }
}

#[test]
fn a_study_in_an_older_release_gets_its_end_in_a_later_one() {
    let graph = Graph::of("");
    let entity = |qualifiers: serde_json::Value| {
        let item = |id: &str| json!({"snaktype": "value", "datavalue": {"type": "wikibase-entityid", "value": {"id": id}}});
        json!({
            "type": "item", "id": "Q1", "labels": {"en": {"language": "en", "value": "Ada Example"}},
            "claims": {
                "P31": [{"mainsnak": item("Q5"), "rank": "normal", "id": "Q1$1"}],
                "P69": [{"mainsnak": item("Q3"), "rank": "normal", "id": "Q1$2", "qualifiers": qualifiers}],
            },
        })
        .to_string()
    };
    import_text(&graph, "wikidata", &entity(json!([])));
    let end = json!({"P582": [{"snaktype": "value", "datavalue": {"type": "time", "value": {
        "time": "+1972-00-00T00:00:00Z", "precision": 9,
        "calendarmodel": "http://www.wikidata.org/entity/Q1985727",
    }}}]});
    let report = import_text(&graph, "wikidata", &entity(end));
    assert_eq!((report.created, report.updated), (0, 1));
    assert_eq!(graph.value("Education:wikidata-q1-2", "end"), "1972");
}

/// The numbers are what Python's `json` module counts in the files.
#[test]
fn whole_files_are_imported_and_importing_them_again_changes_nothing() {
    let files = ["wikidata_people/n-ary_valid.json", "wikidata_people/scholars.json"];
    let graph = Graph::of("");
    for (file, expected) in
        files.into_iter().zip([[1_638, 554, 959, 444, 110], [1_907, 554, 959, 444, 397]])
    {
        let Some(text) = whole(file) else { return };
        let report = import(&graph, "wikidata", text);
        assert_eq!((report.skipped.count, report.ambiguous.count), (0, 0), "{report}");
        assert_eq!(counts(&graph), expected, "{report}");
    }
    let version = graph.live.record().version;
    for file in files.into_iter().rev().chain(files) {
        let Some(text) = whole(file) else { return };
        let report = import(&graph, "wikidata", text);
        assert_eq!((report.created, report.updated), (0, 0), "{report}");
    }
    assert_eq!(graph.live.record().version, version);
    assert_eq!(graph.value("Person:wikidata-q222541", "name"), "George Arthur Akerlof");
    let snapshot = graph.snapshot();
    let table = place("Organization");
    let rows = snapshot.frame(table).live().iter().map(|it| snapshot.row(table, it));
    let is_school =
        |row: &Row| matches!(row, Row::Organization(it) if it.kind == OrganizationKind::University);
    // Those where somebody studied, whether or not somebody worked there too.
    assert_eq!(rows.filter(is_school).count(), 418);
}
