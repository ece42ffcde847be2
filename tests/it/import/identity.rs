//! Which rows of a file are one with rows of the graph.

use bole::import::Report;

use super::records::{Graph, asked};

/// The row of the graph that the first row of a file was found to be, and what was ambiguous.
#[track_caller]
fn check(graph: &str, file: &str, expected: &str) -> Report {
    let graph = Graph::of(graph);
    let report = graph.import(file);
    let (table, key) = file.trim().split_once(": key=").unwrap();
    let key = key.split(';').next().unwrap();
    let snapshot = graph.snapshot();
    let table = bole::catalog::place(table);
    let row = snapshot.find(table, key).unwrap();
    assert_eq!(snapshot.frame(table).key(row), expected, "{report}");
    graph.live.validate().unwrap();
    report
}

/// It is one with the row `there`.
#[track_caller]
fn same(graph: &str, file: &str) {
    let report = check(graph, file, "there");
    assert_eq!((report.matched, report.ambiguous.count), (1, 0), "{report}");
}

/// It is a row of its own, about which nothing is to be told.
#[track_caller]
fn new(graph: &str, file: &str) {
    let report = check(graph, file, "new");
    assert_eq!((report.matched, report.ambiguous.count), (0, 0), "{report}");
}

/// It is a row of its own, and listed for this reason.
#[track_caller]
fn unclear(graph: &str, file: &str, reason: &str) {
    let report = check(graph, file, "new");
    assert_eq!((report.matched, report.ambiguous.count), (0, 1), "{report}");
    assert_eq!(report.ambiguous.first[0].reason, reason);
}

const MIT: &str = "Organization: key=there; name=Massachusetts Institute of Technology; \
    name_zh=麻省理工学院; aliases=MIT; country=US; domains=mit.edu; \
    external_keys=ror:042nb2s44|wikidata:Q49108";

#[test]
fn an_organization_is_found_by_an_external_key() {
    same(MIT, "Organization: key=new; name=M.I.T.; external_keys=wikidata:Q49108");
    same(MIT, "Organization: key=new; name=M.I.T.; country=GB; external_keys=ror:042nb2s44");
}

#[test]
fn different_keys_of_a_scheme_that_gives_each_one_tell_rows_apart() {
    unclear(
        MIT,
        "Organization: key=new; name=MIT; external_keys=ror:03cve4549|wikidata:Q49108",
        "`Organization:there` has `wikidata:Q49108` too, but `ror:042nb2s44` for `ror:03cve4549`",
    );
    new(
        MIT,
        "Organization: key=new; name=Massachusetts Institute of Technology; country=US; \
         external_keys=ror:03cve4549",
    );
}

#[test]
fn an_organization_is_found_by_its_domain() {
    same(MIT, "Organization: key=new; name=The Institute; domains=mit.edu");
    same(MIT, "Organization: key=new; name=The Institute; website=https://www.MIT.edu/");
    new(MIT, "Organization: key=new; name=The Institute; domains=csail.mit.edu");
    new(MIT, "Organization: key=new; name=The Institute; website=https://mit.edu/media");
}

#[test]
fn an_organization_is_found_by_name_or_alias_and_country() {
    for name in ["massachusetts INSTITUTE of technology", "麻省理工学院"] {
        same(MIT, &format!("Organization: key=new; name={name}; country=US"));
        same(MIT, &format!("Organization: key=new; name={name}"));
        new(MIT, &format!("Organization: key=new; name={name}; country=GB"));
    }
    same("Organization: key=there; name=OpenAI", "Organization: key=new; name=Open AI, Inc.");
    let aliased =
        "Organization: key=new; name=X Y Z; aliases=Massachusetts Institute of Technology";
    same(MIT, aliased);
}

#[test]
fn an_acronym_says_too_little_without_the_country() {
    same(MIT, "Organization: key=new; name=MIT; country=US");
    new(MIT, "Organization: key=new; name=MIT");
    new(MIT, "Organization: key=new; name=MIT; country=MY");
}

#[test]
fn several_of_a_name_are_listed_and_not_merged() {
    let graph = "Organization: key=a; name=Acme; country=US
        Organization: key=b; name=Acme; country=GB";
    unclear(
        graph,
        "Organization: key=new; name=Acme",
        "`Organization:a`, `Organization:b` are called so",
    );
    let report = check(graph, "Organization: key=new; name=Acme; country=GB", "b");
    assert_eq!(report.matched, 1);
    new(graph, "Organization: key=new; name=Acme; country=FR");
}

#[test]
fn a_domain_of_several_is_decided_by_the_name() {
    let graph = "Organization: key=a; name=Alpha; domains=shared.org
        Organization: key=b; name=Beta; domains=shared.org";
    check(graph, "Organization: key=new; name=Beta; domains=shared.org", "b");
    unclear(
        graph,
        "Organization: key=new; name=Gamma; domains=shared.org",
        "`Organization:a`, `Organization:b` have a domain of it",
    );
}

#[test]
fn a_domain_alone_does_not_make_one_of_a_whole_and_its_part_or_branch() {
    let shared = "`Organization:there` and it share a domain, as wholes, parts and branches do";
    unclear(MIT, "Organization: key=new; name=The Lab; domains=mit.edu; country=GB", shared);
    let part = "Organization: key=new; name=The Lab; domains=mit.edu; parent=whole

         Organization: key=whole; name=Massachusetts Institute of Technology; domains=mit.edu";
    let report = check(MIT, part, "new");
    assert_eq!((report.matched, report.ambiguous.count), (1, 1), "{report}");
    assert_eq!(report.ambiguous.first[0].reason, shared);
    let lab = "Organization: key=whole; name=Whole
        Organization: key=there; name=The Lab; domains=mit.edu; parent=whole";
    unclear(lab, "Organization: key=new; name=The Institute; domains=mit.edu", shared);
    same(lab, "Organization: key=new; name=The Lab; domains=mit.edu");
}

#[test]
fn a_source_tells_its_own_rows_apart() {
    let graph = Graph::of("");
    graph.import(
        "Organization: key=a; name=Acme; country=US

         Organization: key=b; name=Acme; country=US",
    );
    assert_eq!(graph.count("Organization"), 2);
}

const ANN: &str = "Organization: key=acme; name=Acme Tools
    Person: key=there; name=Ann Lee; external_keys=orcid:0000-0002-1825-0097
    Employment: key=e; person=there; organization=acme";

#[test]
fn a_person_is_found_by_an_external_key() {
    same(ANN, "Person: key=new; name=A. Lee; external_keys=orcid:0000-0002-1825-0097");
}

#[test]
fn a_person_is_found_by_name_and_affiliation() {
    let at = |name: &str, place: &str| {
        format!(
            "Person: key=new; name={name}
             Organization: key=x; name={place}
             Employment: key=e2; person=new; organization=x"
        )
    };
    for name in ["Ann Lee", "LEE, Ann"] {
        let report = check(ANN, &at(name, "Acme Tools"), "there");
        assert_eq!(report.matched, 2, "the person and the organization");
        new(ANN, &at(name, "Elsewhere"));
    }
    let report = check(ANN, &at("A. Lee", "Acme Tools"), "new");
    assert_eq!(report.ambiguous.count, 0);
    new(ANN, "Person: key=new; name=Ann Lee");
}

#[test]
fn another_orcid_forbids_it() {
    let report = check(
        ANN,
        "Person: key=new; name=Ann Lee; external_keys=orcid:0000-0002-9079-593X
         Employment: key=e2; person=new; organization=acme",
        "new",
    );
    assert_eq!(report.ambiguous.count, 0);
}

#[test]
fn namesakes_at_one_place_are_not_made_one() {
    let graph = Graph::of(ANN);
    let report = graph.import(
        "Person: key=ann-1; name=Ann Lee
         Education: key=d1; person=ann-1; institution=acme

         Person: key=ann-2; name=Ann Lee
         Employment: key=e2; person=ann-2; organization=acme",
    );
    assert_eq!((report.matched, report.ambiguous.count), (1, 1));
    assert_eq!(
        report.ambiguous.first[0].reason,
        "`Person:there` was found to be `Person:ann-1` of the same file"
    );
    assert_eq!(graph.count("Person"), 2);
}

#[test]
fn references_to_a_row_that_was_found_lead_to_it() {
    let graph = Graph::of(MIT);
    graph.import(
        "Organization: key=ror-042nb2s44; name=MIT; external_keys=ror:042nb2s44
         Person: key=ann; name=Ann Lee

         Employment: key=e1; person=ann; organization=ror-042nb2s44",
    );
    assert_eq!(graph.value("Employment:e1", "organization"), "there");
    assert_eq!(graph.count("Redirect"), 1);
}

#[test]
fn a_key_that_is_made_of_an_external_key_means_the_row_that_has_it() {
    let graph = Graph::of(MIT);
    let text = "Person: key=ann; name=Ann Lee
         Employment: key=e1; person=ann; organization=wikidata-q49108";
    let report = graph.import(text);
    assert_eq!(report.skipped.count, 0);
    assert_eq!(graph.value("Employment:e1", "organization"), "there");
    let version = graph.live.record().version;
    graph.import(text);
    assert_eq!(graph.live.record().version, version);
}

#[test]
fn what_a_record_adds_is_known_to_the_next_whatever_the_batch() {
    for batch_rows in [1, 100] {
        let graph = Graph::of("Organization: key=there; name=Acme; domains=acme.com");
        let asked = bole::import::Asked { batch_rows, ..asked() };
        let text = "Organization: key=a; name=ACME; domains=acme.com; external_keys=wikidata:Q7

             Organization: key=b; name=Something Else; external_keys=wikidata:Q7";
        let report = graph.import_as("file", text, &asked);
        assert_eq!((report.matched, graph.count("Organization")), (2, 1), "{report}");
        assert_eq!(graph.value("Organization:b", "aliases"), "Something Else");
    }
}

#[test]
fn what_somebody_writes_between_two_batches_is_seen() {
    let graph = Graph::of("");
    let asked = bole::import::Asked { batch_rows: 1, ..asked() };
    let text = "Organization: key=a; name=Alpha

         Organization: key=new; name=Beta; country=US";
    let mut is_first = true;
    let mut watch = |_: &Report| {
        if std::mem::take(&mut is_first) {
            let mut change = bole::catalog::Change::default();
            let rows =
                super::records::records("Organization: key=b; name=Beta; country=US", "hand");
            rows.into_iter().flat_map(|it| it.unwrap().rows).for_each(|it| change.put(it));
            graph.live.commit(change, crate::graph::reason()).unwrap();
        }
        std::ops::ControlFlow::Continue(())
    };
    let input = super::records::input("file", text);
    let report = bole::import::run(input, &graph.live, &asked, &mut watch).unwrap();
    assert_eq!(report.matched, 1);
    assert_eq!(graph.count("Organization"), 2);
}
