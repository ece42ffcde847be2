//! Figures that answer the same question: each rule by hand, and all of them against an oracle.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod oracle;

use bole::{
    catalog::{enums::Resolve, place},
    engine::{
        Snapshot,
        request::{Filter, Test},
        resolve::{ResolveRequest, Resolved, resolve},
    },
};
use proptest::prelude::*;
use serde_json::json;

use crate::{computed, graph};

const SOURCES: &str = "key,title,kind,date\ns,S,DATASET,2020\nt,T,DATASET,2022-06\nu,U,DATASET,\n";
const ORGANIZATIONS: &str = "key,name,kind,source\na,A,COMPANY,s\nb,B,COMPANY,s\n";
const HEADER: &str = "about,topic,measure,dimension,category,counted,compared_with,value,high,\
    precision,unit,currency,start,statement,as_of,confidence,source";

/// A snapshot of figures, each of which has the values that are named and else the usual ones.
fn snapshot(figures: &[&str]) -> Snapshot {
    let usual = [("topic", "T"), ("measure", "VALUATION"), ("source", "s")];
    let names: Vec<&str> = HEADER.split(',').collect();
    let line = |(at, figure): (usize, &&str)| {
        let given: Vec<(&str, &str)> =
            figure.split_whitespace().map(|it| it.split_once('=').unwrap()).collect();
        let value = |name: &&str| {
            let all = given.iter().chain(&usual);
            all.clone().find(|it| it.0 == *name).map_or("", |it| it.1)
        };
        let values: Vec<&str> = names.iter().map(value).collect();
        format!("k{at:03},{}\n", values.join(","))
    };
    let lines: String = figures.iter().enumerate().map(line).collect();
    let figures = format!("key,{HEADER}\n{lines}");
    let sources = ("Source", SOURCES);
    graph::snapshot(&[sources, ("Organization", ORGANIZATIONS), ("Figure", &figures)])
}

fn asked(by: Resolve) -> ResolveRequest {
    ResolveRequest { rows: None, resolve: by, agrees: None, offset: 0, first: 1_000 }
}

fn resolved(figures: &[&str], by: Resolve) -> Resolved {
    resolve(&snapshot(figures), &asked(by))
}

/// How many figures answer each question.
fn sizes(figures: &[&str]) -> Vec<usize> {
    resolved(figures, Resolve::All).answers.iter().map(|it| it.figures.len()).collect()
}

/// Which figure is chosen for the only question, by its place, and why.
fn chosen(figures: &[&str], by: Resolve) -> (Option<u32>, String) {
    let mut answers = resolved(figures, by).answers;
    assert_eq!(answers.len(), 1, "{figures:?}");
    let answer = answers.remove(0);
    (answer.chosen, answer.reason)
}

#[track_caller]
fn check(figures: &[&str], by: Resolve, (place, why): (u32, &str)) {
    assert_eq!(chosen(figures, by), (Some(place), why.to_owned()));
}

fn agree(figures: &[&str]) -> bool {
    let answers = resolved(figures, Resolve::All).answers;
    assert_eq!(answers.len(), 1, "{figures:?}");
    answers[0].agrees
}

#[test]
fn figures_of_one_row_answer_one_question_in_whatever_words() {
    let a = "about=Organization:a value=1";
    assert_eq!(sizes(&[a, "about=Organization:a topic=Worth value=2"]), [2]);
    assert_eq!(sizes(&[a, "about=Organization:b value=2"]), [1, 1]);
    assert_eq!(sizes(&[a, "value=2"]), [1, 1]);
}

#[test]
fn the_topic_tells_questions_apart_where_the_measure_does_not_say_what_is_measured() {
    let rank = "about=Organization:a measure=RANK value=1";
    let other = "about=Organization:a measure=RANK topic=Papers value=16";
    assert_eq!(sizes(&[rank, other]), [1, 1]);
    assert_eq!(
        sizes(&["topic=Papers value=1", "topic=papers value=2", "topic=论文 value=1"]),
        [2, 1]
    );
}

#[test]
fn measure_unit_currency_comparison_and_period_tell_questions_apart() {
    let first = "value=1 unit=CURRENCY currency=USD start=2023";
    for other in [
        "value=1 unit=CURRENCY currency=CNY start=2023",
        "value=1 unit=PERCENT currency=USD start=2023",
        "value=1 unit=CURRENCY currency=USD start=2023-02",
        "value=1 unit=CURRENCY currency=USD",
        "value=1 unit=CURRENCY currency=USD start=2023 compared_with=B",
        "value=1 unit=CURRENCY currency=USD start=2023 dimension=PLACE",
        "value=1 unit=CURRENCY currency=USD start=2023 measure=PRICE",
    ] {
        assert_eq!(sizes(&[first, other]), [1, 1], "{other}");
    }
    assert_eq!(sizes(&[first, "value=2 unit=CURRENCY currency=USD start=2023 as_of=2024"]), [2]);
}

#[test]
fn the_row_of_a_part_goes_before_its_name() {
    let named = "category=A counted=Organization:a value=1";
    assert_eq!(sizes(&[named, "category=甲 counted=Organization:a value=1"]), [2]);
    assert_eq!(sizes(&[named, "category=A counted=Organization:b value=1"]), [1, 1]);
    assert_eq!(sizes(&["category=Master value=1", "category=master value=1"]), [2]);
}

#[test]
fn figures_agree_as_far_as_they_were_published_exactly() {
    assert!(agree(&["value=33 unit=PERCENT", "value=32.6 unit=PERCENT"]));
    assert!(!agree(&["value=33 unit=PERCENT", "value=32.4 unit=PERCENT"]));
    assert!(!agree(&["value=85 unit=PEOPLE", "value=87 unit=PEOPLE"]));
    assert!(agree(&["value=1900000", "value=1901888"]));
    // Any two of these agree, but no number is what all three say.
    let three = ["value=1.5", "value=1.6", "value=1.55 precision=AT_LEAST"];
    assert!(agree(&three[1..]) && agree(&three[..2]));
    let both = ["value=10 unit=YEARS", "value=11 unit=YEARS", "value=12 unit=YEARS"];
    assert!(agree(&both[..2]) && agree(&both[1..]) && !agree(&both));
}

#[test]
fn about_is_as_wide_as_the_last_digit_and_people_are_counted_exactly() {
    assert!(agree(&["value=1400 unit=PEOPLE precision=ABOUT", "value=1450 unit=PEOPLE"]));
    assert!(!agree(&["value=1400 unit=PEOPLE", "value=1450 unit=PEOPLE"]));
}

#[test]
fn a_bound_agrees_with_all_that_lies_beyond_it() {
    let more = "value=200 precision=MORE_THAN";
    assert!(agree(&[more, "value=500 unit="]));
    assert!(!agree(&[more, "value=200 precision=AT_MOST"]));
    assert!(agree(&["value=200 precision=AT_LEAST", "value=200 precision=AT_MOST"]));
    assert!(!agree(&["value=201 precision=AT_LEAST", "value=200 precision=AT_MOST"]));
    assert!(agree(&["value=100 high=200", "value=150"]));
}

#[test]
fn words_contradict_other_words_but_no_number() {
    assert!(agree(&["value=1", "statement=many"]));
    assert!(agree(&["statement=Many", "statement=many"]));
    assert!(!agree(&["statement=many", "statement=few"]));
}

#[test]
fn the_only_figure_is_chosen_whatever_decides() {
    for by in [Resolve::All, Resolve::Newest, Resolve::HighestConfidence] {
        check(&["value=1"], by, (0, "It is the only one."));
    }
}

#[test]
fn the_newest_goes_by_its_own_date_else_by_that_of_its_source() {
    let figures = ["value=1 as_of=2021", "value=2 source=t", "value=3 source=u"];
    let why = "It is the newest: published 2022-06; the next is as of 2021.";
    check(&figures, Resolve::Newest, (1, why));
    let figures = ["value=1 as_of=2023", "value=2 source=t"];
    let why = "It is the newest: as of 2023; the next is published 2022-06.";
    check(&figures, Resolve::Newest, (0, why));
}

#[test]
fn a_figure_without_a_date_is_older_than_any() {
    let figures = ["value=1 source=u", "value=2 as_of=0999"];
    let why = "It is the newest: as of 0999; the next is without a date.";
    check(&figures, Resolve::Newest, (1, why));
}

#[test]
fn of_partial_dates_only_what_is_certain_counts() {
    let figures = ["value=1 as_of=2023 confidence=0.5", "value=2 as_of=2023-02 confidence=0.9"];
    let why = "No date decides. It has the highest confidence: 0.9; the next has 0.5.";
    check(&figures, Resolve::Newest, (1, why));
    let figures = ["value=1 as_of=2023", "value=2 as_of=2023-02", "value=3 as_of=2022-12-31"];
    let why = "2 of 3 may be the newest: as of 2023, as of 2023-02. No confidence decides. It is \
        the first by key.";
    check(&figures, Resolve::Newest, (0, why));
}

#[test]
fn the_highest_confidence_is_chosen_and_none_is_less_than_any() {
    let figures = ["value=1", "value=2 confidence=0", "value=3 confidence=0.25"];
    let why = "It has the highest confidence: 0.25; the next has 0.";
    check(&figures, Resolve::HighestConfidence, (2, why));
    let why = "It has the highest confidence: 0; the next has none.";
    check(&figures[..2], Resolve::HighestConfidence, (1, why));
}

#[test]
fn the_date_decides_between_equal_confidences() {
    let figures = ["value=1 confidence=1", "value=2 confidence=1 as_of=2024", "value=3"];
    let why = "2 of 3 have the highest confidence: 1. It is the newest: as of 2024; the next is \
        published 2020.";
    check(&figures, Resolve::HighestConfidence, (1, why));
}

#[test]
fn of_figures_that_disagree_none_is_chosen_unasked() {
    let found = chosen(&["value=85 unit=PEOPLE", "value=87 unit=PEOPLE"], Resolve::All);
    assert_eq!(found, (None, "They disagree: the lowest is 85, the highest 87.".to_owned()));
    let found = chosen(&["statement=many", "statement=few"], Resolve::All);
    assert_eq!(found, (None, "They disagree.".to_owned()));
}

#[test]
fn of_figures_that_agree_the_most_exact_is_chosen() {
    let figures = ["value=33 unit=PERCENT", "value=33.33 unit=PERCENT"];
    check(&figures, Resolve::All, (1, "All 2 agree. It is the most exact."));
    let figures =
        ["value=33 unit=PERCENT", "value=33 unit=PERCENT", "statement=a-third unit=PERCENT"];
    let why = "All 3 agree. 2 of 3 are the most exact. It is the first by key.";
    check(&figures, Resolve::All, (0, why));
}

#[test]
fn questions_are_chosen_by_whether_their_figures_agree_and_paged_by_key() {
    let figures = ["topic=X value=1 unit=PLACE", "topic=Y value=1", "topic=X value=2 unit=PLACE"];
    let snapshot = snapshot(&figures);
    let rows = |asked: &ResolveRequest| -> Vec<Vec<u32>> {
        resolve(&snapshot, asked).answers.into_iter().map(|it| it.figures).collect()
    };
    let all = asked(Resolve::All);
    assert_eq!(rows(&all), [vec![0, 2], vec![1]]);
    let agrees = Some(false);
    assert_eq!(rows(&ResolveRequest { agrees, ..all.clone() }), [vec![0, 2]]);
    assert_eq!(rows(&ResolveRequest { offset: 1, first: 1, ..all.clone() }), [vec![1]]);
    // Figures that do not pass are no answers.
    let value = snapshot.frame(place("Figure")).table().field("value").unwrap();
    let filter = Some(Filter::Field(value, Test::Floats(vec![(1.0, 1.0)])));
    assert_eq!(rows(&ResolveRequest { rows: filter, ..all }), [vec![0], vec![1]]);
}

#[test]
fn figures_are_asked_for_side_by_side_with_their_sources() {
    let sources = "key,title,kind,date\ns,S,DATASET,2023\nt,报告,REPORT,2024-03\n";
    let figures = "key,about,topic,measure,value,unit,start,source\n\
        a,Organization:o,Staff,HEADCOUNT,85,PEOPLE,2023-02,s\n\
        b,Organization:o,人数,HEADCOUNT,87,PEOPLE,2023-02,t\n\
        c,Organization:o,Staff,HEADCOUNT,90,PEOPLE,2024,t\n";
    let query = "{
        all: resolvedFigures(agrees: false) {
            totalCount
            nodes {
                about { id } measure figures { key value source { title } } chosen { key }
                reason agrees lowest highest
            }
        }
        newest: resolvedFigures(resolve: NEWEST, first: 1) { nodes { chosen { key } reason } }
    }";
    let answer = computed::asked(&[("sources", sources), ("figures", figures)], query);
    let all = json!({
        "totalCount": 1,
        "nodes": [{
            "about": { "id": "Organization:o" }, "measure": "HEADCOUNT",
            "figures": [
                { "key": "a", "value": 85, "source": { "title": "S" } },
                { "key": "b", "value": 87, "source": { "title": "报告" } },
            ],
            "chosen": null, "reason": "They disagree: the lowest is 85, the highest 87.",
            "agrees": false, "lowest": 85, "highest": 87,
        }],
    });
    assert_eq!(answer["all"], all);
    let why = "It is the newest: published 2024-03; the next is published 2023.";
    let newest = json!({ "nodes": [{ "chosen": { "key": "b" }, "reason": why }] });
    assert_eq!(answer["newest"], newest);
}

fn figure() -> impl Strategy<Value = String> {
    let pick = |from: &'static [&'static str]| prop::sample::select(from);
    let question = pick(&["", "about=Organization:a", "topic=Y", "topic=y", "measure=RANK"]);
    let start = pick(&["", "", "start=2020", "start=2020-02"]);
    let numbers: &[&str] = &["", "1.5", "1.55", "1.6", "2", "10", "11", "12", "100", "-1"];
    let value = prop::sample::select(numbers.to_vec());
    let high = pick(&["", "", "", "high=2", "high=11"]);
    let unit = pick(&["unit=PERCENT", "unit=PERCENT", "unit=PEOPLE", ""]);
    let precision = pick(&["", "", "ABOUT", "AT_LEAST", "MORE_THAN", "AT_MOST"]);
    let as_of = pick(&["", "as_of=2023", "as_of=2023-02", "as_of=2022-06-30", "as_of=2024"]);
    let confidence = pick(&["", "confidence=0.5", "confidence=1"]);
    let source = pick(&["source=s", "source=t", "source=u"]);
    let said = (value, high, unit, precision);
    (question, start, said, as_of, confidence, source).prop_map(
        |(question, start, (value, high, unit, precision), as_of, confidence, source)| {
            let number = match value {
                "" => "statement=many".to_owned(),
                it => format!("value={it} {high} precision={precision}"),
            };
            format!("{question} {start} {number} {unit} {as_of} {confidence} {source}")
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn answers_are_those_of_the_oracle(
        figures in prop::collection::vec(figure(), 1..14),
        by in prop::sample::select(vec![
            Resolve::All, Resolve::Newest, Resolve::HighestConfidence,
        ]),
    ) {
        let figures: Vec<&str> = figures.iter().map(String::as_str).collect();
        let found = resolved(&figures, by);
        let expected = oracle::resolve(&figures, by);
        prop_assert_eq!(found.questions, expected.len());
        for (found, expected) in found.answers.iter().zip(expected) {
            prop_assert_eq!(&found.figures, &expected.figures);
            prop_assert_eq!(found.agrees, expected.agrees, "{:?}", figures);
            prop_assert_eq!(found.chosen, expected.chosen, "{:?}", found.reason);
            prop_assert_eq!(found.spread, expected.spread);
        }
    }
}
