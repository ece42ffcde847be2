//! Pairs of rows that may be one: each reason by hand, and all pairs against trying each.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use bole::{
    catalog::{
        enums::{DuplicateReason, DuplicateType},
        place,
    },
    engine::{
        Snapshot,
        duplicates::{Candidate, DuplicatesRequest, candidate, candidates},
        request::{Case, Filter, Test, TextMatch, TextTest},
    },
};
use proptest::prelude::*;
use serde_json::json;

use crate::{computed, graph};

const SOURCES: &str = "key,title,kind\ns,S,DATASET\n";
const PEOPLE: &str = "name,name_zh,aliases,birth_date,nationality,country,website,external_keys";
const ORGANIZATIONS: &str =
    "name,name_zh,aliases,kind,parent,country,website,domains,external_keys";
const PLACES: &str = "key,name,kind,source\no,Open Lab,LABORATORY,s\nu,Old School,UNIVERSITY,s\n";

/// Lines of a file: each row has the values that are named, `_` for a space.
fn file(header: &str, rows: &[&str]) -> String {
    let line = |(at, row): (usize, &&str)| {
        let given: Vec<(&str, &str)> =
            row.split_whitespace().map(|it| it.split_once('=').unwrap()).collect();
        let value = |name: &str| given.iter().find(|it| it.0 == name).map_or("", |it| it.1);
        let values: Vec<String> = header.split(',').map(|it| value(it).replace('_', " ")).collect();
        format!("k{at:02},{},s\n", values.join(","))
    };
    let lines: String = rows.iter().enumerate().map(line).collect();
    format!("key,{header},source\n{lines}")
}

/// A snapshot of such people, with spells of work and study written as `person organization
/// start end` each.
fn people(rows: &[&str], work: &[&str], study: &[&str]) -> Snapshot {
    let spells = |header: &str, spells: &[&str]| {
        let line = |(at, it): (usize, &&str)| format!("e{at},{},s\n", it.replace(' ', ","));
        let lines: String = spells.iter().enumerate().map(line).collect();
        format!("key,person,{header},start,end,source\n{lines}")
    };
    graph::snapshot(&[
        ("Source", SOURCES),
        ("Organization", PLACES),
        ("Person", &file(PEOPLE, rows)),
        ("Employment", &spells("organization", work)),
        ("Education", &spells("institution", study)),
    ])
}

fn organizations(rows: &[&str]) -> Snapshot {
    let rows: Vec<String> = rows.iter().map(|it| format!("{it} kind=COMPANY")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    graph::snapshot(&[("Source", SOURCES), ("Organization", &file(ORGANIZATIONS, &rows))])
}

fn asked(score_min: f64) -> DuplicatesRequest {
    let types = vec![(DuplicateType::Person, None), (DuplicateType::Organization, None)];
    DuplicatesRequest { types, of: None, score_min, first: usize::MAX }
}

fn found(snapshot: &Snapshot, score_min: f64) -> Vec<Candidate> {
    candidates(snapshot, &asked(score_min)).unwrap()
}

/// The reasons of the only pair, and whether it is given unless another score is asked for.
fn only(snapshot: &Snapshot) -> (Vec<DuplicateReason>, bool) {
    let all = found(snapshot, 0.0);
    assert_eq!(all.len(), 1, "{all:#?}");
    let is_likely = !found(snapshot, 0.6).is_empty();
    (all[0].reasons.iter().map(|it| it.kind).collect(), is_likely)
}

#[track_caller]
fn check(snapshot: &Snapshot, reasons: &[DuplicateReason], is_likely: bool) {
    assert_eq!(only(snapshot), (reasons.to_vec(), is_likely));
}

use DuplicateReason::{
    ConflictingExternalKey, DifferentBirthDate, PartOf, SameAlias, SameBirthDate, SameCountry,
    SameDomain, SameExternalKey, SameWebsite, SharedEmployer, SharedSchool, SimilarName,
};

#[test]
fn an_external_key_in_common_is_nearly_certain() {
    let keys = "external_keys=orcid:0000-0002-1825-0097";
    let ada = format!("name=Ada {keys}|github:ada");
    let snapshot = people(&[&ada, &format!("name=Bo {keys}")], &[], &[]);
    check(&snapshot, &[SameExternalKey], true);
    assert!(found(&snapshot, 0.99).len() == 1);
}

#[test]
fn two_orcids_speak_against_one_name() {
    let one = "name=Ilya_Sutskever external_keys=orcid:0000-0002-1825-0097";
    let other = "name=Ilya_Sutskever external_keys=orcid:0000-0002-9079-593X";
    check(&people(&[one, other], &[], &[]), &[ConflictingExternalKey, SimilarName], false);
    let other = "name=Ilya_Sutskever external_keys=github:ilya";
    check(&people(&[one, other], &[], &[]), &[SimilarName], true);
}

#[test]
fn a_name_is_the_same_in_chinese_and_in_latin_letters_whatever_its_order() {
    check(&people(&["name=Fei-Fei_Li", "name_zh=李飞飞"], &[], &[]), &[SimilarName], true);
    check(&people(&["name=Li_Feifei", "name_zh=李飞飞"], &[], &[]), &[SimilarName], true);
}

#[test]
fn people_whose_chinese_names_differ_are_told_apart_though_they_are_spoken_alike() {
    let rows = ["name=Wang_Haifeng name_zh=王海峰", "name=Haifeng_Wang name_zh=王海丰"];
    check(&people(&rows, &[], &[]), &[SimilarName], false);
    let rows = ["name=Ilya_Sutskever name_zh=伊利亚", "name=Ilya_Sutskever name_zh=伊尔亚"];
    check(&people(&rows, &[], &[]), &[SimilarName], true);
}

#[test]
fn an_initial_needs_more_than_itself() {
    let rows = ["name=Ilya_Sutskever", "name=I._Sutskever"];
    check(&people(&rows, &[], &[]), &[SimilarName], false);
    let work = ["k00 o 2015 ", "k01 o 2016 2020"];
    check(&people(&rows, &work, &[]), &[SimilarName, SharedEmployer], true);
    let study = ["k00 u 2001 2005", "k01 u 2006 2008"];
    let found = found(&people(&rows, &[], &study), 0.0);
    assert_eq!(found[0].reasons[1].kind, SharedSchool);
    assert_eq!(found[0].reasons[1].detail, "both studied at Old School");
    assert!((found[0].score - 1.0 / (1.0 + f64::exp2(-0.5))).abs() < 1e-12);
}

#[test]
fn spells_that_certainly_meet_say_more() {
    let rows = ["name=Ilya_Sutskever", "name=I._Sutskever"];
    let work = |spells: &[&str]| {
        let found = found(&people(&rows, spells, &[]), 0.0);
        found[0].reasons[1].detail.ends_with("at the same time")
    };
    assert!(work(&["k00 o 2015 2017", "k01 o 2016-03 2016-05"]));
    assert!(!work(&["k00 o 2015 2016", "k01 o 2016 2018"]), "they may meet");
    assert!(!work(&["k00 o  2018", "k01 o 2016 2018"]), "one began nobody knows when");
}

#[test]
fn dates_of_birth_speak_for_and_against() {
    let rows = |one: &str, other: &str| {
        let name = "name=Ilya_Sutskever birth_date";
        people(&[&format!("{name}={one}"), &format!("{name}={other}")], &[], &[])
    };
    check(&rows("1985", "1985-12"), &[SimilarName, SameBirthDate], true);
    check(&rows("1985-12-08", "1986"), &[SimilarName, DifferentBirthDate], false);
}

#[test]
fn an_alias_is_as_good_as_a_name_and_a_country_is_little() {
    let rows = ["name=Yann_LeCun country=US", "name=Y aliases=Yann_Le_Cun country=US"];
    check(&people(&rows, &[], &[]), &[SameAlias, SameCountry], true);
    let rows = ["name=Ada country=US birth_date=1985", "name=Bo country=US birth_date=1985"];
    assert_eq!(found(&people(&rows, &[], &[]), 0.0), [], "nothing marks them as one");
}

#[test]
fn the_same_pages_are_the_same_with_and_without_www() {
    let one = "name=Ada_B website=https://www.ada.org/";
    let other = "name=Bo_C website=http://Ada.org";
    check(&people(&[one, other], &[], &[]), &[SameWebsite], false);
}

#[test]
fn organizations_share_domains_and_a_part_is_not_its_whole() {
    let rows = ["name=Open_AI domains=openai.com", "name=OpenAI_Inc website=https://openai.com"];
    check(&organizations(&rows), &[SimilarName, SameDomain], true);
    let rows = ["name=Brain domains=brain.ai", "name=Brain_Ltd parent=k00 domains=brain.ai"];
    check(&organizations(&rows), &[SimilarName, SameDomain, PartOf], false);
    let rows = ["name=MIT_Press aliases=MIT", "name=Mumbai_Tech aliases=MIT"];
    check(&organizations(&rows), &[SameAlias], false);
}

#[test]
fn a_name_of_very_many_is_followed_for_one_row_only() {
    let rows = vec!["name=Wei_Wang"; 120];
    let snapshot = people(&rows, &[], &[]);
    assert_eq!(found(&snapshot, 0.0), []);
    let of = Some((place("Person"), 7));
    let of = candidates(&snapshot, &DuplicatesRequest { of, ..asked(0.0) }).unwrap();
    assert_eq!(of.len(), 119);
    assert_eq!((of[0].one, of[0].other), (0, 7));
}

#[test]
fn the_best_of_very_many_are_the_first_of_all() {
    let rows = vec!["name=Wei_Wang"; 60];
    let snapshot = people(&rows, &[], &[]);
    let all = candidates(&snapshot, &asked(0.0)).unwrap();
    assert_eq!(all.len(), 60 * 59 / 2);
    let some = candidates(&snapshot, &DuplicatesRequest { first: 7, ..asked(0.0) }).unwrap();
    assert_eq!(some, all[..7]);
}

#[test]
fn one_row_of_a_pair_must_be_among_those_that_are_meant() {
    let rows = ["name=Ada_B", "name=Ada_B", "name=Ada_B"];
    let test = TextTest {
        matching: TextMatch::Equals,
        sought: vec!["k01".to_owned()],
        case: Case::Respected,
    };
    let types = vec![(DuplicateType::Person, Some(Filter::Key(Test::Text(test))))];
    let request = DuplicatesRequest { types, ..asked(0.0) };
    let found = candidates(&people(&rows, &[], &[]), &request).unwrap();
    let pairs: Vec<_> = found.iter().map(|it| (it.one, it.other)).collect();
    assert_eq!(pairs, [(0, 1), (1, 2)]);
}

#[test]
fn no_two_rows_of_the_seed_are_taken_for_one() {
    let (_dir, live) = graph::seeded();
    assert_eq!(found(&live.snapshot(), 0.6), []);
}

#[test]
fn pairs_are_asked_for_with_what_speaks_for_them() {
    let people = "key,name,name_zh,source\na,Fei-Fei Li,,s\nb,,李飞飞,s\nc,Ada,,s\n";
    let query = "{
        all: duplicateCandidates(type: [PERSON]) {
            one { id } other { id } score reasons { kind detail weight }
        }
        none: duplicateCandidates(of: \"Person:c\") { score }
        few: duplicateCandidates(minScore: 0.7) { score }
    }";
    let answer = computed::asked(&[("people", people)], query);
    let score = 1.0 / (1.0 + f64::exp2(-0.75));
    let all = json!([{
        "one": { "id": "Person:a" }, "other": { "id": "Person:b" }, "score": score,
        "reasons": [{
            "kind": "SIMILAR_NAME", "detail": "`Fei-Fei Li` is spoken like `李飞飞`",
            "weight": 8.75,
        }],
    }]);
    assert_eq!(answer["all"], all);
    assert_eq!(answer["none"], json!([]));
    assert_eq!(answer["few"], json!([]));
}

const PERSON_NAMES: &[&str] = &[
    "",
    "Ilya_Sutskever",
    "Sutskever_Ilya",
    "I._Sutskever",
    "Ilya_E._Sutskever",
    "Ilya_Efim_Sutskever",
    "I.E._Sutskever",
    "Ilya_Sutskver",
    "Fei-Fei_Li",
    "Li_Feifei",
    "F._Li",
    "Lifeifei",
    "李飞飞",
    "Wei_Wang",
    "Wang_Wei",
    "W_Wang",
    "Éva",
    "Eva",
    "Garcia",
    "Garcla",
    "Lopez_Garcia",
    "Ana_Lopez_Garcla",
];
const PERSON_KEYS: &[&str] = &["", "", "", "github:ada", "wikidata:Q1", "wikidata:Q2|github:ada"];

#[test]
fn a_row_that_is_not_there_or_has_no_duplicates_is_refused() {
    let error = |arguments: &str| {
        let answer = graph::ask(format!("{{ duplicateCandidates({arguments}) {{ score }} }}"));
        let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
        let error = &answer["errors"][0];
        let text = |it: &serde_json::Value| it.as_str().unwrap_or_default().to_owned();
        (text(&error["extensions"]["code"]), text(&error["message"]))
    };
    let why = "there is no row with the id `Person:nobody`".to_owned();
    assert_eq!(error("of: \"Person:nobody\""), ("NOT_FOUND".to_owned(), why));
    let why = "`of` is `Model:chatgpt`: give the id of a person or of an organization, of a sort \
        that `type` does not leave out";
    let bad = |why: &str| ("BAD_USER_INPUT".to_owned(), why.to_owned());
    assert_eq!(error("of: \"Model:chatgpt\""), bad(why));
    let why = why.replace("Model:chatgpt", "Organization:openai");
    assert_eq!(error("of: \"Organization:openai\", type: PERSON"), bad(&why));
    assert_eq!(error("first: 1001"), bad("`first` is 1001: it must be in 0..=1000"));
}

/// A person, with a name that is like others in one of the ways there are.
fn person() -> impl Strategy<Value = String> {
    let pick = |from: &'static [&'static str]| prop::sample::select(from);
    let parts = (
        pick(PERSON_NAMES),
        pick(&["", "", "李飞飞", "李菲菲", "王伟", "王维"]),
        pick(PERSON_NAMES),
        pick(PERSON_KEYS),
        pick(&["", "1985", "1985-02", "1986"]),
        pick(&["", "", "https://a.org", "http://www.a.org/"]),
    );
    parts.prop_map(|(name, chinese, alias, keys, birth, website)| {
        let name = if name.is_empty() && chinese.is_empty() { "X" } else { name };
        format!(
            "name={name} name_zh={chinese} aliases={alias} external_keys={keys} \
             birth_date={birth} website={website}"
        )
    })
}

const COMPANY_NAMES: &[&str] = &[
    "OpenAI",
    "Open_AI",
    "Open_AI_Ltd.",
    "百度",
    "百度公司",
    "Baidu",
    "ByteDance",
    "Bytedence",
    "MIT",
    "The_Company",
];

fn organization() -> impl Strategy<Value = String> {
    let pick = |from: &'static [&'static str]| prop::sample::select(from);
    let pages = pick(&["", "", "https://a.org", "https://a.org/b"]);
    (pick(COMPANY_NAMES), pick(COMPANY_NAMES), pick(&["", "", "a.org", "A.org|b.org"]), pages)
        .prop_map(|(name, alias, domains, website)| {
            format!("name={name} aliases={alias} domains={domains} website={website}")
        })
}

/// All pairs that anything marks as one, by trying each row with each.
fn tried(snapshot: &Snapshot, table: usize) -> Vec<(u32, u32)> {
    let rows = snapshot.frame(table).rows();
    let pairs = (0..rows).flat_map(|one| (one + 1..rows).map(move |other| (one, other)));
    pairs.filter(|it| candidate(snapshot, table, *it).is_some()).collect()
}

fn pairs(found: &[Candidate]) -> Vec<(u32, u32)> {
    let mut pairs: Vec<_> = found.iter().map(|it| (it.one, it.other)).collect();
    pairs.sort_unstable();
    pairs
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn pairs_of_people_are_those_that_are_found_by_trying_all(
        rows in prop::collection::vec(person(), 1..16),
    ) {
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let snapshot = people(&rows, &[], &[]);
        let table = place("Person");
        let found = found(&snapshot, 0.0);
        prop_assert_eq!(pairs(&found), tried(&snapshot, table));
        prop_assert!(found.is_sorted_by(|one, other| one.score >= other.score));
        let of = DuplicatesRequest { of: Some((table, 0)), ..asked(0.0) };
        let of = candidates(&snapshot, &of).unwrap();
        let expected: Vec<Candidate> =
            found.into_iter().filter(|it| it.one == 0 || it.other == 0).collect();
        prop_assert_eq!(of, expected);
    }

    #[test]
    fn pairs_of_organizations_are_those_that_are_found_by_trying_all(
        rows in prop::collection::vec(organization(), 1..16),
    ) {
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let snapshot = organizations(&rows);
        prop_assert_eq!(pairs(&found(&snapshot, 0.0)), tried(&snapshot, place("Organization")));
    }
}
