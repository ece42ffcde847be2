//! Files that are imported again, in whole or in part, as they were or as they are by now.

use bole::import::{Asked, End};
use proptest::prelude::{ProptestConfig, Strategy, any, proptest};

use super::records::{Graph, asked};

const RELEASE: &str = "Organization: key=ror-1; name=Old Name; country=US; status=ACTIVE
         Person: key=ann; name=Ann Lee; city=Boston
         Employment: key=e1; person=ann; organization=ror-1

         Organization: key=ror-2; name=Other; aliases=Another";

#[test]
fn importing_a_file_twice_changes_nothing() {
    let graph = Graph::of("Organization: key=other; name=Other");
    graph.import(RELEASE);
    let version = graph.live.record().version;
    let report = graph.import(RELEASE);
    assert_eq!((report.created, report.updated, report.unchanged), (0, 0, 4));
    assert_eq!(graph.live.record().version, version);
    assert!(report.to_string().ends_with(&format!("the graph stays at version {version}")));
}

#[test]
fn a_later_release_updates_and_the_history_says_what_changed() {
    let graph = Graph::of("");
    graph.import(RELEASE);
    let report = graph.import(
        "Organization: key=ror-1; name=New Name; status=INACTIVE
         Person: key=ann; name=Ann Lee
         Employment: key=e1; person=ann; organization=ror-1; end=2024",
    );
    assert_eq!((report.created, report.updated, report.unchanged), (0, 2, 1));
    assert_eq!(graph.value("Organization:ror-1", "name"), "New Name");
    assert_eq!(graph.value("Organization:ror-1", "status"), "INACTIVE");
    // What the release does not give stays.
    assert_eq!(graph.value("Organization:ror-1", "country"), "US");
    assert_eq!(graph.value("Person:ann", "city"), "Boston");
    let id = "Organization:ror-1".parse().unwrap();
    let history = graph.live.history(&id, None, 10).unwrap();
    assert_eq!(history.len(), 2);
    assert_eq!(&*history[0].reason.by, "import:file");
    let change = &history[0].changes[0];
    let name = |row: &Option<bole::catalog::Row>| {
        row.as_ref().unwrap().texts().get("name").unwrap().to_owned()
    };
    assert_eq!((name(&change.before), name(&change.after)), ("Old Name".into(), "New Name".into()));
    graph.live.validate().unwrap();
}

#[test]
fn lists_of_names_and_keys_only_grow_and_others_are_replaced() {
    let graph = Graph::of("");
    graph.import(
        "Organization: key=a; name=A; aliases=A1|A2
         Organization: key=b; name=B
         Model: key=m; name=M; kind=LANGUAGE; developers=a",
    );
    graph.import(
        "Organization: key=a; name=A; aliases=A2|A3
         Model: key=m; name=M; kind=LANGUAGE; developers=b",
    );
    assert_eq!(graph.value("Organization:a", "aliases"), "A1|A2|A3");
    assert_eq!(graph.value("Model:m", "developers"), "b");
}

#[test]
fn what_somebody_wrote_by_hand_is_only_filled() {
    let graph = Graph::of("Organization: key=ror-1; name=Hand Made; note=Checked");
    let report = graph.import("Organization: key=ror-1; name=Old Name; country=US; note=Unchecked");
    assert_eq!(report.updated, 1);
    assert_eq!(graph.value("Organization:ror-1", "name"), "Hand Made");
    assert_eq!(graph.value("Organization:ror-1", "aliases"), "Old Name");
    assert_eq!(graph.value("Organization:ror-1", "country"), "US");
    assert_eq!(graph.value("Organization:ror-1", "note"), "Checked");
    assert_eq!(graph.value("Organization:ror-1", "source"), "hand");
}

#[test]
fn two_sources_can_be_imported_in_turn_without_end() {
    let graph = Graph::of("");
    let one = "Organization: key=ror-02mhbdp94; name=Acme; city=Boston; aliases=Acme Inc; \
               external_keys=ror:02mhbdp94";
    let other = "Organization: key=wikidata-q90; name=ACME Tools; city=Austin; \
                 external_keys=ror:02mhbdp94|wikidata:Q90";
    graph.import_as("one", one, &asked());
    graph.import_as("other", other, &asked());
    let version = graph.live.record().version;
    graph.import_as("one", one, &asked());
    graph.import_as("other", other, &asked());
    assert_eq!(graph.live.record().version, version);
    assert_eq!(graph.count("Organization"), 1);
    assert_eq!(graph.value("Organization:wikidata-q90", "city"), "Boston");
    assert_eq!(graph.value("Organization:wikidata-q90", "aliases"), "Acme Inc|ACME Tools");
}

#[test]
fn a_mention_by_number_gives_way_to_what_has_a_name_and_never_comes_back() {
    let graph = Graph::of("");
    let mentions =
        "Person: key=wikidata-q7; name=Q7; external_keys=wikidata:Q7; note=Known by number
         Organization: key=wikidata-q8; name=Q8; external_keys=wikidata:Q8; note=Known by number
         Employment: key=e1; person=wikidata-q7; organization=wikidata-q8";
    let named = "Person: key=wikidata-q7; name=Ann Lee; external_keys=wikidata:Q7";
    let other = "Organization: key=ror-02mhbdp94; name_zh=公司; kind=UNIVERSITY; \
                 external_keys=wikidata:Q8|ror:02mhbdp94";
    graph.import(mentions);
    graph.import(named);
    graph.import_as("other", other, &asked());
    let version = graph.live.record().version;
    let last = format!("{named}\n\n{mentions}\n\n{named}");
    for (source, text) in [("file", mentions), ("file", named), ("other", other), ("file", &last)] {
        graph.import_as(source, text, &asked());
    }
    assert_eq!(graph.live.record().version, version);
    assert_eq!(graph.value("Person:wikidata-q7", "name"), "Ann Lee");
    assert_eq!(graph.value("Person:wikidata-q7", "note"), "-");
    assert_eq!(graph.value("Person:wikidata-q7", "aliases"), "");
    for (column, expected) in
        [("name", "-"), ("name_zh", "公司"), ("kind", "UNIVERSITY"), ("source", "other")]
    {
        assert_eq!(graph.value("Organization:wikidata-q8", column), expected);
    }
    graph.import("Person: key=wikidata-q7; name=Ann B. Lee; external_keys=wikidata:Q7");
    assert_eq!(graph.value("Person:wikidata-q7", "name"), "Ann B. Lee");
}

#[test]
fn a_row_that_was_merged_by_hand_stays_merged() {
    let graph = Graph::of("Organization: key=right; name=Right");
    graph.import("Organization: key=wrong; name=Wrong; city=Oslo");
    let (from, into) = ("Organization:wrong".parse(), "Organization:right".parse());
    let merged = bole::engine::merge::change(&graph.snapshot(), &from.unwrap(), &into.unwrap());
    graph.live.commit(merged.unwrap().change, crate::graph::reason()).unwrap();
    let version = graph.live.record().version;
    let report = graph.import("Organization: key=wrong; name=Wrong; city=Oslo");
    assert_eq!((report.unchanged, report.matched), (1, 1));
    assert_eq!(graph.live.record().version, version);
    assert_eq!(graph.count("Organization"), 1);
}

#[test]
fn a_parent_that_comes_later_in_the_file_counts_as_one_that_is_there() {
    let hand = "Organization: key=h0; name=Firm 0; country=US
        Organization: key=h1; name=Firm 1";
    let text = "Organization: key=o0; name=Firm 1; parent=r1; domains=firm.com

        Organization: key=r1; name=Region 1

        Organization: key=o1; name=Firm 0; domains=firm.com";
    let (whole, stopped) = (Graph::of(hand), Graph::of(hand));
    whole.import(text);
    let asked = Asked { batch_rows: 2, ..asked() };
    stopped.watched("file", text, &asked, 1);
    stopped.import_as("file", text, &asked);
    assert_eq!(whole.value("Organization:h0", "domains"), "firm.com");
    assert_eq!(stopped.snapshot().differs(&whole.snapshot()), None);
}

/// Records about a few rows, many of which are given several times, refer to each other in whatever
/// order, or have faults; some may be one with rows of the graph.
pub(super) fn texts() -> impl Strategy<Value = String> {
    let record =
        (0u8..10, 0u8..6, 0u8..6, any::<[bool; 4]>()).prop_map(|(what, one, other, has)| {
            let maybe = |has: bool, text: &str| if has { text.to_owned() } else { String::new() };
            match what {
                0..=3 => format!(
                    "Organization: key=o{one}; name=Firm {other}{}{}{}{}",
                    maybe(has[0], "; country=US"),
                    maybe(has[1], &format!("; parent=r{other}")),
                    maybe(has[2], &format!("; domains=firm{}.com", one / 2)),
                    maybe(has[3], &format!("; external_keys=wikidata:Q{}", one + 1)),
                ),
                4 if has[2] => {
                    let item = format!("Q{}", one + 101);
                    format!("Person: key=p{one}; name={item}; external_keys=wikidata:{item}")
                }
                4..=6 => format!(
                    "Person: key=p{one}; name=Ann Lee {other}{}{}\nEmployment: key=e{one}; \
                 person=p{one}; organization=o{other}",
                    maybe(has[0], "; city=Oslo"),
                    maybe(has[1], &format!("; external_keys=wikidata:Q{}", one + 101)),
                ),
                7 => format!("Employment: key=f{one}; person=p{other}; organization=o{one}"),
                8 if has[0] => format!("Organization: key=r{one}; name=Region {one}"),
                8 => format!(
                    "Model: key=m{one}; name=M {one}; kind=LANGUAGE; authors=p{one}|p{other}; \
                 developers=o{other}{}",
                    maybe(one > other, &format!("; base=m{other}")),
                ),
                _ => "! a fault".to_owned(),
            }
        });
    proptest::collection::vec(record, 0..30).prop_map(|it| it.join("\n\n"))
}

/// Rows that some of [`texts`] may be.
pub(super) const HAND: &str = "Organization: key=h0; name=Firm 0; country=US; domains=firm0.com
    Organization: key=h1; name=Firm 1; aliases=Firm 2
    Organization: key=h2; name=Other; country=GB; external_keys=wikidata:Q4; domains=firm1.com
    Person: key=hp; name=Ann Lee 1; external_keys=wikidata:Q103
    Employment: key=he; person=hp; organization=h1";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn importing_any_file_twice_changes_nothing(text in texts(), batch_rows in 1usize..9) {
        let graph = Graph::of(HAND);
        let asked = Asked { batch_rows, ..asked() };
        let first = graph.import_as("file", &text, &asked);
        let version = graph.live.record().version;
        let again = graph.import_as("file", &text, &asked);
        assert_eq!(graph.live.record().version, version, "{again}");
        assert_eq!(again.skipped, first.skipped);
        assert_eq!((again.created, again.updated, again.linked), (0, 0, 0));
        graph.live.validate().unwrap();
    }

    #[test]
    fn a_run_that_was_stopped_and_run_again_ends_like_one_that_was_not(
        text in texts(),
        batch_rows in 1usize..9,
        batches in 1u64..10,
    ) {
        let (whole, stopped) = (Graph::of(HAND), Graph::of(HAND));
        whole.import(&text);
        let asked = Asked { batch_rows, ..asked() };
        let report = stopped.watched("file", &text, &asked, batches);
        assert!(matches!(report.end, End::Stopped | End::Done));
        let again = stopped.import_as("file", &text, &asked);
        assert_eq!(again.end, End::Done);
        assert_eq!(stopped.snapshot().differs(&whole.snapshot()), None);
    }
}
