//! Open data sets in a graph: what several files of one come to, and what they come to twice.

use std::{io::Cursor, ops::ControlFlow};

use bole::import::{self, Input, Report, Text};

use super::{
    known::SAMPLES,
    read::{importer, whole},
    records::{Graph, asked},
};

fn import(graph: &Graph, name: &str, text: Text) -> Report {
    let importer = importer(name);
    let input = Input {
        importer: importer.name,
        file: "file.csv".to_owned(),
        source: Some((importer.source)()),
        records: (importer.read)(text),
    };
    import::run(input, &graph.live, &asked(), &mut |_| ControlFlow::Continue(())).unwrap()
}

fn import_text(graph: &Graph, name: &str, text: &str) -> Report {
    import(graph, name, Box::new(Cursor::new(text.as_bytes().to_vec())))
}

#[test]
fn nothing_changes_when_a_file_is_imported_again() {
    let graph = Graph::of("");
    for (name, text) in SAMPLES {
        let report = import_text(&graph, name, text);
        assert_eq!(report.skipped.count, 0, "{report}");
        assert!(report.created > 0, "{report}");
        let version = graph.live.record().version;
        let report = import_text(&graph, name, text);
        assert_eq!((report.created, report.updated), (0, 0), "{report}");
        assert_eq!(graph.live.record().version, version);
    }
    graph.live.validate().unwrap();
}

#[test]
fn papers_under_another_name_are_those_of_the_one_person() {
    let graph = Graph::of("");
    let faculty = "name,affiliation,homepage,scholarid\n\
                   Ada B. Noir,Nest,https://nest.example,abcDEF_-hi12\n\
                   Ada Noir,Nest,https://nest.example,abcDEF_-hi12\n\
                   Jan Blanc,Nest,https://nest.example,NOSCHOLARPAGE\n";
    let papers = "name,dept,area,count,adjustedcount,year\nAda Noir,Nest,acl,2.0,1.0,2016\n\
                  Jan Blanc,Nest,acl,1.0,0.5,2016\n";
    let countries = "institution,region,countryabbrv\nNest,europe,uk\n";
    for text in [faculty, papers, countries, faculty, papers] {
        let report = import_text(&graph, "csrankings", text);
        assert_eq!((report.skipped.count, report.ambiguous.count), (0, 0), "{report}");
    }
    let counts = ["Person", "Organization", "Employment", "Publication"].map(|it| graph.count(it));
    assert_eq!(counts, [2, 1, 2, 2]);
    let key = "Publication:csrankings-ada-noir.nest.acl.2016";
    assert_eq!(graph.value(key, "person"), "csrankings-ada-b-noir");
    assert_eq!(graph.value("Person:csrankings-ada-noir", "name"), "Ada B. Noir");
    assert_eq!(graph.value("Person:csrankings-ada-b-noir", "aliases"), "Ada Noir");
    assert_eq!(graph.value("Organization:csrankings-nest", "country"), "GB");
}

#[test]
fn employers_and_developers_are_found_among_the_organizations_that_are_there() {
    let graph = Graph::of(
        "Organization: key=acme; name=Acme Incorporated; aliases=Acme Inc; country=US
         Organization: key=brise; name=Brise; country=FR",
    );
    let petitions = "Fiscal Year,Employer,Initial Approval\n2021,ACME INC.,3\n2021,BRISE,1\n";
    assert_eq!(import_text(&graph, "uscis-h1b", petitions).matched, 1);
    let figure = "uscis-h1b-acme-inc.2021.initial-employment.approvals";
    assert_eq!(graph.value(&format!("Figure:{figure}"), "about"), "Organization:acme");
    let models = "Model,Organization,Publication date,Country (from Organization)\n\
                  M,\"Acme Inc.,Brise\",2020-01-01,\"United States of America,France\"\n";
    assert_eq!(import_text(&graph, "epoch", models).matched, 2);
    assert_eq!(graph.value("Model:epoch-m", "developers"), "acme|brise");
    // What the graph says of them stays.
    assert_eq!(graph.value("Organization:acme", "name"), "Acme Incorporated");
}

#[test]
fn authors_of_papers_are_found_by_name_and_affiliation_and_namesakes_elsewhere_are_not() {
    let graph = Graph::of("");
    let faculty = "name,affiliation,homepage,scholarid\n\
                   Wei Li 0001,Nest University,https://nest.example,NOSCHOLARPAGE\n";
    import_text(&graph, "csrankings", faculty);
    let papers = "title,venue,year,author,affiliation\nOn Nests,ACL,2020,Wei Li,Nest University\n\
                  On Nests,ACL,2020,Wei Li,Brise College\nOn Eggs,ACL,2020,Wei Li,\n";
    let report = import_text(&graph, "nlp-papers", papers);
    assert_eq!((report.matched, graph.count("Person")), (2, 3), "{report}");
    let person = |key: &str| graph.value(&format!("Publication:nlp-papers-{key}"), "person");
    assert_eq!(person("wei-li.nest-university.acl.2020"), "csrankings-wei-li-0001");
    assert_eq!(person("wei-li.brise-college.acl.2020"), "nlp-papers-wei-li.brise-college");
}

#[test]
fn a_later_file_corrects_what_an_earlier_one_counted() {
    let graph = Graph::of("");
    for approvals in ["3", "5"] {
        let text = format!("Fiscal Year,Employer,Initial Approval\n2021,NEST,{approvals}\n");
        import_text(&graph, "uscis-h1b", &text);
    }
    let id = "Figure:uscis-h1b-nest.2021.initial-employment.approvals";
    assert_eq!((graph.value(id, "value"), graph.count("Figure")), ("5".to_owned(), 1));
}

#[test]
fn whole_files_keep_all_rules_and_change_nothing_the_second_time() {
    for (name, path) in [
        ("aijobs", "aijobs_salaries/salaries_2021-09-19_tiny.csv"),
        ("epoch", "epoch_models/notable_ai_models_2025-02-24.csv"),
    ] {
        let Some(text) = whole(path) else { continue };
        let graph = Graph::of("");
        let report = import(&graph, name, text);
        assert_eq!((report.skipped.count, report.ambiguous.count), (0, 0), "{report}");
        let version = graph.live.record().version;
        let report = import(&graph, name, whole(path).unwrap());
        assert_eq!((report.created, report.updated), (0, 0), "{report}");
        assert_eq!(graph.live.record().version, version);
    }
}
