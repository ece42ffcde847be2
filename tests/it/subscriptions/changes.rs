//! Commits, as they are made.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::{sync::Arc, thread};

use bole::{
    auth::Viewer,
    catalog::{
        Change, Id, Person, TABLES,
        enums::{AccessRole, EntityName},
        place, table,
    },
    graphql::{Answer, Request, Subscription},
};
use serde_json::{Value, json};

use super::Graph;
use crate::graph::{reason, rows};

fn ask(graph: &Graph, query: &str, role: AccessRole) -> Result<Subscription, Answer> {
    let _inside = graph.runtime.enter();
    graph.api.subscribe(Request::new(query), &Viewer::new("somebody", role), None)
}

fn told(graph: &Graph, subscription: &mut Subscription) -> Value {
    let answer: Value = serde_json::from_str(&graph.next(subscription)).unwrap();
    answer["data"]["changes"].clone()
}

const ALL: &str = "subscription { changes { version at by why hasMore
    changes { id entity action before after } } }";

#[test]
fn each_commit_is_told_with_its_rows_before_and_after() {
    let graph = Graph::new();
    let version = graph.live.record().version;
    let mut changes = ask(&graph, ALL, AccessRole::Analyst).unwrap();
    graph.put(&["xiao-ming"]);
    let commit = told(&graph, &mut changes);
    let row = commit["changes"][0]["after"].clone();
    let expected = json!({ "version": version + 1, "at": "2026-11-24T08:30:00.000Z", "by": "test",
        "why": null, "hasMore": false, "changes": [{ "id": "Person:xiao-ming",
        "entity": "PERSON", "action": "CREATED", "before": null, "after": row }] });
    assert_eq!(commit, expected);
    assert_eq!(row["key"], "xiao-ming");
    assert_eq!(row["name"], json!({ "en": "xiao-ming", "zh": null }));
    assert!(row["source"].as_str().unwrap().starts_with("Source:"), "{row}");
    let source = row["source"].as_str().unwrap().trim_start_matches("Source:");
    let text =
        format!("key,name,name_zh,birth_date,source\nxiao-ming,Ming,王小明,1985-07,{source}");
    let mut change = Change::default();
    for row in rows("Person", &text) {
        change.put(row);
    }
    graph.live.commit(change, reason()).unwrap();
    let change = told(&graph, &mut changes)["changes"][0].clone();
    assert_eq!((&change["action"], &change["before"]), (&json!("UPDATED"), &row));
    assert_eq!(change["after"]["name"], json!({ "en": "Ming", "zh": "王小明" }));
    assert_eq!(change["after"]["birthDate"], "1985-07");
    let mut change = Change::default();
    let id: Id<Person> = "xiao-ming".parse().unwrap();
    change.delete(&id);
    graph.live.commit(change, reason()).unwrap();
    let change = told(&graph, &mut changes)["changes"][0].clone();
    assert_eq!((&change["action"], &change["after"]), (&json!("DELETED"), &Value::Null));
}

#[test]
fn only_the_changes_that_are_wanted_are_told() {
    let graph = Graph::new();
    let versions = |it: &str| format!("subscription {{ changes({it}) {{ changes {{ id }} }} }}");
    let honors = versions("entities: [HONOR, PERSON], ids: [\"Person:b\", \"Honor:b\"]");
    let mut changes = ask(&graph, &honors, AccessRole::Analyst).unwrap();
    graph.put(&["a", "c"]);
    graph.put(&["a", "b"]);
    assert_eq!(told(&graph, &mut changes), json!({ "changes": [{ "id": "Person:b" }] }));
    let others = versions("entities: EVENT, ids: \"Person:b\", after: 0");
    let mut none = ask(&graph, &others, AccessRole::Analyst).unwrap();
    let mut all = ask(&graph, ALL, AccessRole::Analyst).unwrap();
    graph.put(&["b"]);
    told(&graph, &mut all);
    let never = graph.runtime.block_on(async {
        tokio::select! {
            biased;
            message = none.next() => message.is_some(),
            message = all.next() => message.is_some(),
            () = tokio::task::yield_now() => false,
        }
    });
    assert!(!never);
}

#[test]
fn what_can_not_be_asked_is_refused() {
    let graph = Graph::new();
    for (query, role, why) in [
        (ALL, AccessRole::Reader, "FORBIDDEN"),
        ("subscription { changes { by salary } }", AccessRole::Admin, "VALIDATION"),
        ("subscription { changes(entities: [NOBODY]) { by } }", AccessRole::Admin, "EntityName"),
        ("subscription { changes(entities: []) { by } }", AccessRole::Admin, "1..=100"),
        ("subscription { changes(ids: [\"x\"]) { by } }", AccessRole::Admin, "`ids`"),
        ("subscription { changes(after: -1) { by } }", AccessRole::Admin, "`after`"),
        ("subscription { changes(after: 9) { by } }", AccessRole::Admin, "the newest is 1"),
    ] {
        let refused = ask(&graph, query, role).err().unwrap();
        let errors = String::from_utf8(refused.errors().unwrap().to_vec()).unwrap();
        assert!(errors.contains(why), "{query}: {errors}");
    }
}

#[test]
fn who_comes_back_misses_no_commit_while_others_write() {
    let graph = Arc::new(Graph::new());
    let first = graph.live.record().version;
    let writers = (0..4).map(|writer| {
        let graph = Arc::clone(&graph);
        thread::spawn(move || {
            (0..25).for_each(|it| graph.put(&[&format!("person-{writer}-{it}")]));
        })
    });
    let writers: Vec<_> = writers.collect();
    let mut last = first;
    while last < first + 100 {
        let query = "subscription($v: Int) { changes(after: $v) { version } }";
        let variables = bole::graphql::variables(&format!("{{\"v\": {last}}}")).unwrap();
        let request = Request::new(query).variables(variables);
        let _inside = graph.runtime.enter();
        let mut changes = graph.api.subscribe(request, &Viewer::local(), None).unwrap();
        for _ in 0..(first + 100 - last).min(7) {
            assert_eq!(told(&graph, &mut changes)["version"], last + 1);
            last += 1;
        }
    }
    for writer in writers {
        writer.join().unwrap();
    }
}

#[test]
fn pay_that_is_not_public_is_told_to_editors_only() {
    let graph = Graph::new();
    let mut analyst = ask(&graph, ALL, AccessRole::Analyst).unwrap();
    let mut editor = ask(&graph, ALL, AccessRole::Editor).unwrap();
    let snapshot = graph.live.snapshot();
    let sources = snapshot.frame(place("Source"));
    let source = sources.key(sources.by_key().iter().next().unwrap());
    let text = format!(
        "key,person,basis,low,precision,currency,period,source\n\
         told,ilya-sutskever,SELF_REPORTED,77,EXACT,USD,YEAR,{source}\n\
         posted,,POSTED,88,EXACT,USD,YEAR,{source}"
    );
    let mut change = Change::default();
    for row in rows("SalaryRecord", &text) {
        change.put(row);
    }
    graph.live.commit(change, reason()).unwrap();
    assert_eq!(told(&graph, &mut editor)["changes"].as_array().unwrap().len(), 2);
    let seen = told(&graph, &mut analyst)["changes"].clone();
    assert_eq!(seen.as_array().unwrap().len(), 1, "{seen}");
    assert_eq!(seen[0]["id"], "SalaryRecord:posted");
    // To them the pay that becomes private is gone.
    let text = text.replace("posted,,POSTED", "posted,ilya-sutskever,OFFER");
    let mut change = Change::default();
    for row in rows("SalaryRecord", &text) {
        change.put(row);
    }
    graph.live.commit(change, reason()).unwrap();
    let seen = told(&graph, &mut analyst)["changes"].clone();
    let gone = json!([{"id": "SalaryRecord:posted", "action": "DELETED", "after": null}]);
    let seen: Vec<Value> = seen
        .as_array()
        .unwrap()
        .iter()
        .map(|it| json!({"id": it["id"], "action": it["action"], "after": it["after"]}))
        .collect();
    assert_eq!(json!(seen), gone);
}

#[test]
fn a_large_commit_is_told_in_parts() {
    let graph = Graph::new();
    let version = graph.live.record().version;
    let keys: Vec<String> = (0..450).map(|it| format!("crowd-{it:03}")).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let mut changes = ask(&graph, ALL, AccessRole::Analyst).unwrap();
    graph.put(&keys);
    let mut ids = Vec::new();
    let mut has_more = true;
    while has_more {
        let part = told(&graph, &mut changes);
        assert_eq!(part["version"], version + 1);
        ids.extend(part["changes"].as_array().unwrap().iter().map(|it| it["id"].clone()));
        has_more = part["hasMore"].as_bool().unwrap();
    }
    let expected: Vec<Value> = keys.iter().map(|it| json!(format!("Person:{it}"))).collect();
    assert_eq!(ids, expected);
}

#[test]
fn every_table_has_a_name_among_the_entities() {
    let names = EntityName::TYPE.values.iter().map(|it| it.name.replace('_', "").to_lowercase());
    assert!(names.eq(TABLES.iter().map(|it| it.name.to_lowercase())));
}

#[test]
fn rows_are_told_with_all_their_fields() {
    let graph = Graph::new();
    let all = ALL.replacen("changes", "changes(after: 0)", 1);
    let mut changes = ask(&graph, &all, AccessRole::Admin).unwrap();
    let mut rows = 0;
    let mut has_more = true;
    while has_more {
        let commit = told(&graph, &mut changes);
        for change in commit["changes"].as_array().unwrap() {
            let id = change["id"].as_str().unwrap();
            let table = table(id.split(':').next().unwrap()).unwrap();
            assert_eq!(change["after"].as_object().unwrap().len(), table.fields.len() + 1);
            rows += 1;
        }
        has_more = commit["hasMore"].as_bool().unwrap();
    }
    assert_eq!(rows, graph.live.record().rows());
}
