//! What was, as it is asked for: the history of a row, commits page by page, and earlier versions.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::sync::Arc;

use bole::{
    auth::Viewer,
    catalog::{TABLES, enums::AccessRole},
    graphql::{Api, pretty},
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::graph::{now, seeded};

struct Graph {
    _dir: TempDir,
    api: Api,
}

impl Graph {
    fn new() -> Self {
        let (dir, live) = seeded();
        Graph { _dir: dir, api: Api::new(Arc::clone(&live), now) }
    }

    fn ask(&self, role: AccessRole, document: &str) -> Value {
        let answer = self.api.execute(document.into(), &Viewer::new("token:desk", role));
        serde_json::from_str(&pretty(&answer)).unwrap()
    }

    /// The data of an answer without errors.
    fn told(&self, document: &str) -> Value {
        let answer = self.ask(AccessRole::Editor, document);
        assert_eq!(answer.get("errors"), None, "{answer}");
        answer["data"].clone()
    }

    fn rename(&self, name: &str) {
        let done = self.told(&format!(
            r#"mutation {{ updatePerson(input: {{ id: "Person:ilya-sutskever", why: "as {name}",
                patch: {{ name: {{ en: "{name}" }} }} }}) {{ version userErrors {{ message }} }} }}"#
        ));
        assert_eq!(done["updatePerson"]["userErrors"], json!([]));
    }
}

#[test]
fn the_history_of_a_row_tells_who_changed_what_and_why_the_newest_first() {
    let graph = Graph::new();
    graph.rename("伊利亚");
    graph.rename("Ilya");
    let person = graph.told(
        r#"{ person(by: {key: "ilya-sutskever"}) { version
             history { version at by why action fields before after }
             earlier: history(before: 3, first: 1) { version action } } }"#,
    );
    let person = &person["person"];
    assert_eq!(person["version"], 3);
    let history = person["history"].as_array().unwrap();
    let versions: Vec<_> = history.iter().map(|it| &it["version"]).collect();
    assert_eq!(versions, [3, 2, 1]);
    let last = &history[0];
    assert_eq!((&last["by"], &last["why"]), (&json!("token:desk"), &json!("as Ilya")));
    assert_eq!((&last["action"], &last["fields"]), (&json!("UPDATED"), &json!(["name"])));
    assert_eq!(last["before"]["name"]["en"], "伊利亚");
    assert_eq!(last["after"]["name"]["en"], "Ilya");
    assert_eq!(last["at"], now().to_string());
    assert_eq!((&history[2]["action"], &history[2]["before"]), (&json!("CREATED"), &Value::Null));
    assert_eq!(person["earlier"], json!([{ "version": 2, "action": "UPDATED" }]));
}

#[test]
fn the_last_commits_come_newest_first_each_with_its_first_changes() {
    let graph = Graph::new();
    graph.rename("伊利亚");
    graph.rename("Ilya");
    let last = graph.told("{ commits(first: 2) { version by why hasMore changes { id action } } }");
    let changes = json!([{ "id": "Person:ilya-sutskever", "action": "UPDATED" }]);
    let commit = |version: u64, why: &str| {
        json!({ "version": version, "by": "token:desk", "why": why, "hasMore": false,
                "changes": changes })
    };
    assert_eq!(last["commits"], json!([commit(3, "as Ilya"), commit(2, "as 伊利亚")]));
    let before = graph.told("{ commits(before: 2) { version hasMore changes { id } } }");
    let [seed] = &before["commits"].as_array().unwrap()[..] else { panic!("{before}") };
    assert_eq!((&seed["version"], &seed["hasMore"]), (&json!(1), &json!(true)));
    assert_eq!(seed["changes"].as_array().unwrap().len(), 20, "{seed}");
    let bad = graph.ask(AccessRole::Editor, "{ commits(first: 101) { version } }");
    assert!(bad["errors"][0]["message"].as_str().unwrap().contains("100"), "{bad}");
}

#[test]
fn the_values_of_a_row_are_those_that_its_history_tells_last() {
    let graph = Graph::new();
    graph.rename("Ilya");
    for table in TABLES.iter().filter(|it| !it.is_kept_by_bole) {
        let many = camel(table.many);
        let told = graph
            .told(&format!("{{ {many} {{ nodes {{ values history(first: 1) {{ after }} }} }} }}"));
        for row in told[&many]["nodes"].as_array().unwrap() {
            assert_eq!(row["values"], row["history"][0]["after"], "{}", table.name);
        }
    }
    let then = graph.told(
        r#"{ now: person(by: {key: "ilya-sutskever"}) { values }
             then: person(by: {key: "ilya-sutskever"}, asOf: 1) { values } }"#,
    );
    let name = |at: &str| then[at]["values"]["name"].clone();
    assert_eq!(name("now")["en"], "Ilya");
    assert_eq!(name("then"), json!({ "en": "Ilya Sutskever", "zh": "伊利亚·苏茨克维" }));
}

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, it| name + &it[..1].to_uppercase() + &it[1..])
}

#[test]
fn every_field_of_the_root_reads_an_earlier_version() {
    let graph = Graph::new();
    graph.rename("Somebody Else");
    let gone = r#"mutation { deleteRate(input: { id: "Rate:gone" }) { version } }"#;
    graph.told(gone);
    let names = graph.told(
        r#"{ now: person(by: {key: "ilya-sutskever"}) { name }
             then: person(by: {key: "ilya-sutskever"}, asOf: 1) { name history { version } }
             node: node(id: "Person:ilya-sutskever", asOf: 1) { ... on Person { name } }
             nodes: nodes(ids: ["Person:ilya-sutskever"], asOf: 1) { ... on Person { name } }
             people(asOf: 1, where: {name: {eq: "Ilya Sutskever"}}) { totalCount }
             none: people(where: {name: {eq: "Ilya Sutskever"}}) { totalCount }
             empty: people(asOf: 0) { totalCount } }"#,
    );
    let (then, other) = (json!("Ilya Sutskever"), json!("Somebody Else"));
    assert_eq!((&names["now"]["name"], &names["then"]["name"]), (&other, &then));
    assert_eq!((&names["node"]["name"], &names["nodes"][0]["name"]), (&then, &then));
    let counts = ["people", "none", "empty"].map(|it| &names[it]["totalCount"]);
    assert_eq!(counts, [1, 0, 0]);
}

#[test]
fn a_version_that_is_none_is_told_which_there_are() {
    let graph = Graph::new();
    for (version, expected) in [("9", "1"), ("-1", "counted from 0")] {
        let document = format!("{{ people(asOf: {version}) {{ totalCount }} }}");
        let answer = graph.ask(AccessRole::Analyst, &document);
        let error = &answer["errors"][0];
        assert!(error["message"].as_str().unwrap().contains(expected), "{answer}");
        assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT");
    }
}

#[test]
fn commits_come_page_by_page_each_change_once() {
    let graph = Graph::new();
    graph.rename("Ilya");
    let mut from = String::new();
    let (mut changes, mut versions) = (0, Vec::new());
    loop {
        let page = graph.told(&format!(
            "{{ changes(first: 150 {from}) {{ next commits {{ version hasMore changes {{ id }} }} }} }}"
        ));
        for commit in page["changes"]["commits"].as_array().unwrap() {
            changes += commit["changes"].as_array().unwrap().len();
            versions.push(commit["version"].as_u64().unwrap());
        }
        match page["changes"]["next"].as_str() {
            Some(next) => from = format!(", from: \"{next}\""),
            None => break,
        }
    }
    versions.dedup();
    assert_eq!(versions, [1, 2]);
    let rows = seeded().1.record().rows();
    assert_eq!(changes as u64, rows + 1);
    let after = graph.told(
        "{ changes(after: 1, entities: [PERSON]) { commits { version changes { action id } } } \
           none: changes(after: 1, entities: [TEAM]) { commits { version } } }",
    );
    let change = json!({ "action": "UPDATED", "id": "Person:ilya-sutskever" });
    assert_eq!(after["changes"]["commits"], json!([{ "version": 2, "changes": [change] }]));
    assert_eq!(after["none"]["commits"], json!([]));
    let bad = graph.ask(AccessRole::Analyst, "{ changes(from: \"x\") { next } }");
    assert!(bad["errors"][0]["message"].as_str().unwrap().contains("an earlier page"), "{bad}");
}

#[test]
fn the_past_takes_an_analyst_and_everybody_is_told_who_they_are() {
    let graph = Graph::new();
    for document in [
        "{ changes { next } }",
        "{ people(asOf: 1) { totalCount } }",
        r#"{ person(by: {key: "ilya-sutskever"}) { history { version } } }"#,
        "{ duplicateCandidates { score } }",
    ] {
        let answer = graph.ask(AccessRole::Reader, document);
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{document}");
        let answer = graph.ask(AccessRole::Analyst, document);
        assert_eq!(answer.get("errors"), None, "{answer}");
    }
    let viewer = graph.ask(AccessRole::Reader, "{ viewer { name role } }");
    assert_eq!(viewer["data"]["viewer"], json!({ "name": "token:desk", "role": "READER" }));
}
