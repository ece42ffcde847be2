//! Pay that is not public, as those see it who may not see all of it.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod dodging;
mod earlier;
mod questions;
mod written;

use std::sync::Arc;

use bole::{
    auth::Viewer,
    catalog::{Change, Edit, Row, enums::AccessRole},
    engine::veil::CONTRIBUTORS,
    graphql::{Api, pretty},
    live::Live,
};
use serde_json::Value;
use tempfile::TempDir;

use crate::graph::{now, reason, rows};

/// A graph, and those who ask it.
struct Asked {
    _dir: TempDir,
    live: Arc<Live>,
    api: Api,
}

/// The columns of the pay of tests.
const HEADER: &str = "key,person,organization,basis,low,high,currency,period,precision,year,title,\
                      level,country,bonus,source\n";

/// Pay of people at an organization; those without a person are of nobody.
fn pay(lines: &[&str]) -> Vec<Row> {
    let lines = lines.iter().map(|it| {
        let parts: Vec<&str> = it.split_whitespace().collect();
        let [key, person, organization, basis, low, title] = parts[..] else { panic!("{it}") };
        let person = person.trim_start_matches('-');
        format!(
            "{key},{person},{organization},{basis},{low},,CNY,MONTH,EXACT,2024,{title},SENIOR,CN,,s"
        )
    });
    rows("SalaryRecord", &format!("{HEADER}{}", lines.collect::<Vec<_>>().join("\n")))
}

/// A graph of twelve people and two organizations with this pay.
fn graph(pay: Vec<Row>) -> Asked {
    graph_of(pay, CONTRIBUTORS)
}

/// The same, where so many persons make a class.
fn graph_of(pay: Vec<Row>, contributors: usize) -> Asked {
    let mut all = rows("Source", "key,title,kind\ns,A survey of pay,SURVEY");
    all.extend(rows(
        "Organization",
        "key,name,kind,country,source\nx,X,COMPANY,CN,s\ny,Y,COMPANY,CN,s",
    ));
    let people: Vec<String> = (0..12).map(|it| format!("p{it},Person {it},s")).collect();
    all.extend(rows("Person", &format!("key,name,source\n{}", people.join("\n"))));
    all.extend(rows(
        "Rate",
        "key,kind,currency,date,value,source\nr2,EXCHANGE_RATE,CNY,2022,6.7,s\n\
         r3,EXCHANGE_RATE,CNY,2023,7.1,s",
    ));
    all.extend(pay);
    let dir = tempfile::tempdir().unwrap();
    let live = Arc::new(Live::open(dir.path()).unwrap().with_contributors(contributors));
    let asked = Asked { _dir: dir, api: Api::new(Arc::clone(&live), now), live };
    asked.put(all);
    asked
}

impl Asked {
    fn put(&self, rows: Vec<Row>) {
        self.change(rows.into_iter().map(Edit::Put).collect());
    }

    fn delete(&self, id: &str) {
        self.change(vec![Edit::Delete(id.parse().unwrap())]);
    }

    fn change(&self, edits: Vec<Edit>) {
        self.live.commit(Change { edits }, reason()).unwrap();
    }

    fn as_role(&self, role: AccessRole, query: &str) -> Value {
        let answer = self.api.execute(query.into(), &Viewer::new("somebody", role));
        serde_json::from_str(&pretty(&answer)).unwrap()
    }

    fn reader(&self, query: &str) -> Value {
        self.as_role(AccessRole::Reader, query)
    }

    /// What a reader is answered of all pay.
    fn of_pay(&self, selection: &str) -> Value {
        let answer = self.reader(&format!("{{ salaryRecords {{ {selection} }} }}"));
        assert_eq!(answer.get("errors"), None, "{answer}");
        answer["data"]["salaryRecords"].clone()
    }
}

fn five() -> Vec<Row> {
    pay(&[
        "a p0 x SELF_REPORTED 10000 engineer",
        "b p1 x SELF_REPORTED 20000 engineer",
        "c p2 x SELF_REPORTED 30000 engineer",
        "d p3 x SELF_REPORTED 40000 engineer",
        "e p4 x SELF_REPORTED 90000 engineer",
    ])
}

#[test]
fn disclosed_and_posted_pay_is_public_and_told_pay_is_not() {
    let graph = graph(pay(&[
        "disclosed p0 x DISCLOSED 10000 chief",
        "posted - x POSTED 20000 chief",
        "survey - x SURVEY_MEAN 20000 chief",
        "nobody - x SELF_REPORTED 30000 chief",
        "told p1 x SELF_REPORTED 40000 chief",
        "offered p2 x OFFER 50000 chief",
    ]));
    let keys = "totalCount nodes { key }";
    let seen = graph.of_pay(keys);
    assert_eq!(seen["totalCount"], 4);
    let seen = seen["nodes"].to_string();
    assert!(!seen.contains("told") && !seen.contains("offered"), "{seen}");
    for role in [AccessRole::Analyst, AccessRole::Editor, AccessRole::Admin] {
        let seen = graph.as_role(role, &format!("{{ salaryRecords {{ {keys} }} }}"));
        let count = if role < AccessRole::Editor { 4 } else { 6 };
        assert_eq!(seen["data"]["salaryRecords"]["totalCount"], count, "{role:?}");
    }
    graph.live.validate().unwrap();
}

#[test]
fn private_pay_is_not_there_by_any_other_way() {
    let graph = graph(five());
    let seen = graph.reader(
        "{ a: salaryRecord(by: {key: \"a\"}) { low } node(id: \"SalaryRecord:a\") { id } \
         nodes(ids: [\"SalaryRecord:a\"]) { id } \
         person(by: {key: \"p0\"}) { salaryRecords { totalCount nodes { key } } } \
         people(where: {salaryRecords: {some: {low: {gt: 1}}}}) { totalCount } \
         organizations(where: {salaryRecords: {count: {gt: 0}}}) { totalCount } \
         sources { nodes { salaryRecords { totalCount } } } \
         salaryRecords(where: {search: \"engineer\"}) { totalCount sample(size: 3) { key } } }",
    );
    let data = &seen["data"];
    assert_eq!(
        (&data["a"], &data["node"], &data["nodes"][0]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!(data["person"]["salaryRecords"]["totalCount"], 0);
    assert_eq!(data["people"]["totalCount"], 0);
    assert_eq!(data["organizations"]["totalCount"], 0);
    assert_eq!(data["sources"]["nodes"][0]["salaryRecords"]["totalCount"], 0);
    assert_eq!(data["salaryRecords"]["totalCount"], 0);
    assert_eq!(data["salaryRecords"]["sample"].to_string(), "[]");
}

fn four() -> Vec<Row> {
    five().into_iter().take(4).collect()
}

#[test]
fn five_persons_are_told_of_together_by_their_median_and_four_are_not() {
    let graph = graph(five());
    let aggregate = "aggregate { count low { min max median } bonus { count } suppressed { k } \
                     evidence { count sourceCount } }";
    let told = graph.of_pay(aggregate)["aggregate"].clone();
    assert_eq!(told["count"], 5);
    assert_eq!(told["low"].to_string(), r#"{"min":30000,"max":30000,"median":30000}"#);
    assert_eq!(told["bonus"]["count"], 0);
    assert_eq!(told["suppressed"], Value::Null);
    assert_eq!(told["evidence"]["count"], 0);
    let graph = self::graph(four());
    let hidden = graph.of_pay(
        "aggregate { count low { min } suppressed { reason message k } } \
         groups(by: {organization: {row: true}}) { totalCount nodes { key { organization { row { key } } } \
         count share suppressed { reason } rows { totalCount } } }",
    );
    let aggregate = &hidden["aggregate"];
    assert_eq!(aggregate["count"], 0);
    assert_eq!(aggregate["low"]["min"], Value::Null);
    assert_eq!(aggregate["suppressed"]["reason"], "FEW_CONTRIBUTORS");
    assert_eq!(aggregate["suppressed"]["k"], 5);
    let message = aggregate["suppressed"]["message"].as_str().unwrap();
    assert!(message.contains("fewer than 5"), "{message}");
    let group = &hidden["groups"]["nodes"][0];
    assert_eq!(group["key"]["organization"]["row"]["key"], "x");
    assert_eq!((&group["count"], &group["rows"]["totalCount"]), (&0.into(), &0.into()));
    assert_eq!(group["suppressed"]["reason"], "FEW_CONTRIBUTORS");
    let seen = graph.as_role(
        AccessRole::Editor,
        "{ salaryRecords { aggregate { count suppressed { k } low { max } } } }",
    );
    let seen = &seen["data"]["salaryRecords"]["aggregate"];
    assert_eq!(seen.to_string(), r#"{"count":4,"suppressed":null,"low":{"max":40000}}"#);
}

#[test]
fn a_person_counts_once_however_many_rows_they_have() {
    let mut rows = five();
    rows.extend(pay(&[
        "e2 p4 x SELF_REPORTED 90000 engineer",
        "e3 p4 x SELF_REPORTED 90000 engineer",
        "e4 p4 x SELF_REPORTED 90000 engineer",
    ]));
    let told = graph(rows).of_pay("aggregate { count low { max } }");
    assert_eq!(told["aggregate"].to_string(), r#"{"count":5,"low":{"max":30000}}"#);
    let four = pay(&[
        "a p0 x SELF_REPORTED 1 engineer",
        "b p1 x SELF_REPORTED 2 engineer",
        "c p2 x SELF_REPORTED 3 engineer",
        "d p3 x SELF_REPORTED 4 engineer",
        "e p3 x SELF_REPORTED 5 engineer",
    ]);
    assert_eq!(graph(four).of_pay("aggregate { count }")["aggregate"]["count"], 0);
}

#[test]
fn groups_that_overlap_tell_no_difference() {
    let mut rows = five();
    rows.extend(pay(&["f p5 x SELF_REPORTED 77000 director"]));
    let graph = graph(rows);
    let aggregate = "aggregate { count low { sum } suppressed { k } }";
    let all = graph.of_pay(aggregate)["aggregate"].clone();
    let others = graph.reader(&format!(
        "{{ salaryRecords(where: {{not: {{title: {{eq: \"director\"}}}}}}) {{ {aggregate} }} }}"
    ));
    let others = &others["data"]["salaryRecords"]["aggregate"];
    // The director is left out of both, since nobody is alike.
    assert_eq!((&all["count"], &all["low"]["sum"]), (&5.into(), &150_000.into()));
    assert_eq!((&others["count"], &others["low"]["sum"]), (&5.into(), &150_000.into()));
    assert_eq!(all["suppressed"]["k"], 5);
    assert_eq!(others["suppressed"], Value::Null);
}

#[test]
fn what_only_together_is_of_enough_persons_gives_attributes_up() {
    let rows = pay(&[
        "a p0 x SELF_REPORTED 10 a",
        "b p1 x SELF_REPORTED 20 b",
        "c p2 x SELF_REPORTED 30 c",
        "d p3 x SELF_REPORTED 40 d",
        "e p4 x SELF_REPORTED 50 e",
    ]);
    let graph = graph(rows);
    let told = graph.of_pay(
        "aggregate { count suppressed { k } } \
         groups(by: {title: true}) { nodes { key { title } count aggregate { low { max } } suppressed { k } } }",
    );
    // All of them are in the whole, so that nothing is held back there.
    assert_eq!(told["aggregate"].to_string(), r#"{"count":5,"suppressed":null}"#);
    let groups = told["groups"]["nodes"].as_array().unwrap();
    assert_eq!(groups.len(), 6);
    let (titled, others): (Vec<_>, Vec<_>) =
        groups.iter().partition(|it| it["key"]["title"].is_string());
    assert!(titled.iter().all(|it| it["count"] == 0 && it["suppressed"]["k"] == 5), "{titled:?}");
    assert_eq!(
        (&others[0]["count"], &others[0]["aggregate"]["low"]["max"]),
        (&5.into(), &30.into())
    );
    assert_eq!(others[0]["suppressed"], Value::Null);
}

#[test]
fn one_change_tells_nothing_until_enough_persons_have_changed() {
    let graph = graph(five());
    let low = || graph.of_pay("aggregate { count low { median } }")["aggregate"].to_string();
    let before = low();
    graph.put(pay(&["c p2 x SELF_REPORTED 35000 engineer"]));
    graph.delete("SalaryRecord:a");
    graph.put(pay(&["f p5 x SELF_REPORTED 35000 engineer"]));
    assert_eq!(low(), before);
    // What is put as it was is no change.
    graph.put(pay(&["d p3 x SELF_REPORTED 40000 engineer"]));
    graph.put(pay(&["g p6 x SELF_REPORTED 35000 engineer"]));
    assert_eq!(low(), before);
    graph.put(pay(&["h p7 x SELF_REPORTED 35000 engineer"]));
    assert_eq!(low(), r#"{"count":7,"low":{"median":35000}}"#);
    graph.live.validate().unwrap();
}

#[test]
fn pay_that_turns_public_or_private_comes_and_goes_with_what_refers_to_it() {
    let graph = graph(pay(&["a p0 x DISCLOSED 10000 chief"]));
    let figures = rows(
        "Figure",
        "key,about,topic,measure,value,source\nf,SalaryRecord:a,pay,PAY,10000,s\n\
         g,Figure:f,pay,PAY,10000,s\nh,Person:p0,pay,PAY,1,s",
    );
    graph.put(figures);
    let count = || {
        let seen = graph.reader("{ salaryRecords { totalCount } figures { totalCount } }");
        (
            seen["data"]["salaryRecords"]["totalCount"].as_i64().unwrap(),
            seen["data"]["figures"]["totalCount"].as_i64().unwrap(),
        )
    };
    assert_eq!(count(), (1, 3));
    graph.put(pay(&["a p0 x OFFER 10000 chief"]));
    assert_eq!(count(), (0, 1));
    graph.live.validate().unwrap();
    graph.put(pay(&["b p1 x DISCLOSED 10000 chief", "c p1 x OFFER 10000 chief"]));
    assert_eq!(count(), (1, 1));
    graph.put(pay(&["a p0 x DISCLOSED 10000 chief"]));
    assert_eq!(count(), (2, 3));
    graph.live.validate().unwrap();
    graph.put(pay(&["a - x OFFER 10000 chief"]));
    graph.delete("SalaryRecord:c");
    assert_eq!(count(), (2, 3));
    graph.live.validate().unwrap();
}

#[test]
fn sums_follow_changes_of_other_rows_as_if_they_were_made_anew() {
    let asked = graph(five());
    let selection = "groups(by: {organization: {name: true}}) \
                     { nodes { key { organization { name } } aggregate { count low { median } } } }";
    let known = asked.of_pay(selection);
    let organizations = |name: &str| {
        rows("Organization", &format!("key,name,kind,country,source\nx,{name},COMPANY,CN,s"))
    };
    asked.put(organizations("Renamed"));
    asked.put(rows("Person", "key,name,source\np99,Somebody New,s"));
    let followed = asked.of_pay(selection);
    assert_ne!(followed, known);
    // The table of pay is touched: what stands for private rows is made anew.
    asked.put(pay(&["f - y POSTED 50000 engineer"]));
    asked.delete("SalaryRecord:f");
    assert_eq!(asked.of_pay(selection), followed);
}

#[test]
fn pay_that_is_not_public_goes_with_its_person_and_what_is_about_it_with_the_pay() {
    let graph = graph(pay(&["a p0 x OFFER 10000 chief", "b p0 x DISCLOSED 20000 chief"]));
    graph.put(rows(
        "Figure",
        "key,about,topic,measure,value,unit,source\nf,SalaryRecord:a,pay,PAY,1,PEOPLE,s\ng,Figure:f,pay,PAY,1,PEOPLE,s",
    ));
    let gone = "mutation { deletePerson(input: {id: \"Person:p0\", cascade: true}) \
                { deleted cleared userErrors { message } } }";
    let gone = graph.as_role(AccessRole::Admin, gone);
    let gone = &gone["data"]["deletePerson"];
    let deleted = serde_json::json!(["Person:p0", "SalaryRecord:a", "Figure:f", "Figure:g"]);
    assert_eq!(gone["deleted"], deleted, "{gone}");
    assert_eq!(gone["cleared"], serde_json::json!(["SalaryRecord:b"]));
    let seen = graph.reader("{ salaryRecords { nodes { key } } figures { totalCount } }");
    let seen = &seen["data"];
    assert_eq!(seen["salaryRecords"]["nodes"], serde_json::json!([{"key": "b"}]));
    assert_eq!(seen["figures"]["totalCount"], 0);
    graph.live.validate().unwrap();
}
