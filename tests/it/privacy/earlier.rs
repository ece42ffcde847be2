//! Pay that is not public, in what was: earlier versions, histories, commits.

use bole::catalog::enums::AccessRole::{Analyst, Editor, Reader};
use serde_json::{Value, json};

use super::{Asked, five, graph, pay};
use crate::graph::rows;

/// The data of an analyst's answer without errors.
fn told(graph: &Asked, query: &str) -> Value {
    let mut answer = graph.as_role(Analyst, query);
    assert_eq!(answer.get("errors"), None, "{answer}");
    answer["data"].take()
}

/// The versions of the commits that an analyst is told of from `after` on, page by page.
fn versions(graph: &Asked, after: u64) -> Vec<Vec<u64>> {
    let mut from = format!("after: {after}");
    let mut pages = Vec::new();
    loop {
        let query = format!(
            "{{ changes({from}, first: 1) {{ next commits {{ version hasMore changes {{ id }} }} }} }}"
        );
        let page = told(graph, &query)["changes"].take();
        let commits = page["commits"].as_array().unwrap().iter();
        pages.push(commits.map(|it| it["version"].as_u64().unwrap()).collect());
        match page["next"].as_str() {
            Some(next) => from = format!("from: \"{next}\""),
            None => return pages,
        }
    }
}

#[test]
fn pages_of_commits_do_not_tell_that_something_is_held_back() {
    let graph = graph(five());
    graph.put(pay(&["f p5 x OFFER 10000 chief", "g p6 x OFFER 10000 chief"]));
    graph.put(pay(&["f p5 x OFFER 20000 chief"]));
    assert_eq!(versions(&graph, 1), [Vec::<u64>::new()]);
    let mut mixed = rows("Person", "key,name,source\nnew,New,s");
    mixed.extend(pay(&["h p7 x OFFER 1 chief", "i p8 x OFFER 1 chief"]));
    graph.put(mixed);
    graph.put(pay(&["j p9 x OFFER 20000 chief"]));
    graph.put(pay(&["k p9 x POSTED 20000 chief"]));
    graph.put(pay(&["j p9 x OFFER 30000 chief"]));
    assert_eq!(versions(&graph, 1), [[4], [6]]);
    let query = "{ changes(after: 1, first: 1) { commits { version hasMore changes { id } } } }";
    let commits = told(&graph, query)["changes"]["commits"].take();
    let expected = json!([{ "version": 4, "hasMore": false, "changes": [{ "id": "Person:new" }] }]);
    assert_eq!(commits, expected);
    let all = graph.as_role(Editor, "{ changes(after: 1) { commits { version } } }");
    assert_eq!(all["data"]["changes"]["commits"].as_array().unwrap().len(), 6);
    let last = "{ commits(first: 2) { version hasMore changes { id } } }";
    let expected = json!([
        { "version": 6, "hasMore": false, "changes": [{ "id": "SalaryRecord:k" }] },
        { "version": 4, "hasMore": false, "changes": [{ "id": "Person:new" }] },
    ]);
    assert_eq!(told(&graph, last)["commits"], expected);
    let all = graph.as_role(Editor, "{ commits { version } }");
    assert_eq!(all["data"]["commits"].as_array().unwrap().len(), 7);
}

#[test]
fn pay_that_was_public_once_and_is_private_now_is_not_told() {
    let graph = graph(pay(&["a p0 x DISCLOSED 77123 chief", "b p1 x DISCLOSED 10 chief"]));
    graph.put(rows(
        "Figure",
        "key,about,topic,measure,value,unit,source\nf,SalaryRecord:a,pay,PAY,77123,PEOPLE,s",
    ));
    let all = "{ changes(after: 0) { commits { changes { id before after } } }
                 salaryRecords(asOf: 1) { nodes { key low } aggregate { count } }
                 figures(asOf: 2) { nodes { value } } }";
    let was = told(&graph, all);
    assert_eq!(was.to_string().matches("77123").count(), 4, "{was}");
    graph.put(pay(&["a p0 x OFFER 77123 chief"]));
    let is = told(&graph, all);
    assert!(!is.to_string().contains("77123"), "{is}");
    assert_eq!(is["salaryRecords"]["nodes"], json!([{ "key": "b", "low": 10 }]));
    let all = graph.as_role(Editor, all);
    assert_eq!(all.to_string().matches("77123").count(), 6, "{all}");
}

#[test]
fn pay_that_was_private_once_is_told_from_when_it_is_public() {
    let graph = graph(pay(&["a p0 x OFFER 77123 chief"]));
    graph.put(rows(
        "Figure",
        "key,about,topic,measure,value,unit,source\nf,SalaryRecord:a,pay,PAY,55123,PEOPLE,s\n\
         g,Figure:f,pay,PAY,55123,PEOPLE,s",
    ));
    graph.put(pay(&["a p0 x DISCLOSED 88123 chief"]));
    let query = "{ salaryRecord(by: {key: \"a\"}) { history { action before after } }
                   figures { nodes { value history { version } } }
                   then: salaryRecords(asOf: 2) { totalCount } }";
    let seen = told(&graph, query);
    let history = seen["salaryRecord"]["history"].as_array().unwrap();
    assert_eq!(history.len(), 1, "{seen}");
    assert_eq!((&history[0]["action"], &history[0]["before"]), (&json!("CREATED"), &Value::Null));
    assert!(history[0].to_string().contains("88123") && !seen.to_string().contains("77123"));
    // What was about private pay then stays so, though it is about public pay now.
    let figures = seen["figures"]["nodes"].as_array().unwrap();
    assert!(figures.len() == 2 && figures.iter().all(|it| it["history"] == json!([])), "{seen}");
    assert_eq!(seen["then"]["totalCount"], 0);
    assert_eq!(versions(&graph, 1), [[3]]);
}

#[test]
fn what_was_about_public_pay_is_told_also_when_that_is_gone() {
    let graph = graph(pay(&["a - x POSTED 1 chief"]));
    graph.put(rows(
        "Figure",
        "key,about,topic,measure,value,unit,source\nf,SalaryRecord:a,pay,PAY,55123,PEOPLE,s",
    ));
    graph.delete("Figure:f");
    graph.delete("SalaryRecord:a");
    assert_eq!(versions(&graph, 1), [[2], [3], [4]]);
}

#[test]
fn earlier_versions_say_that_pay_is_held_back_and_sum_none_of_it_up() {
    let mut rows = five();
    rows.extend(pay(&["p - x POSTED 20000 engineer"]));
    let graph = graph(rows);
    graph.put(pay(&["f p5 x SELF_REPORTED 99000 engineer"]));
    let aggregate = "aggregate { count low { max } suppressed { reason message k } }";
    let then = told(&graph, &format!("{{ salaryRecords(asOf: 1) {{ {aggregate} }} }}"));
    let then = &then["salaryRecords"]["aggregate"];
    assert_eq!((&then["count"], &then["low"]["max"]), (&json!(1), &json!(20_000)));
    assert_eq!(
        (&then["suppressed"]["reason"], &then["suppressed"]["k"]),
        (&json!("PAST"), &json!(5))
    );
    // The newest version is told of as it is without `asOf`.
    let newest = told(&graph, &format!("{{ salaryRecords(asOf: 2) {{ {aggregate} }} }}"));
    let now = graph.as_role(Reader, &format!("{{ salaryRecords {{ {aggregate} }} }}"));
    assert_eq!(newest, now["data"]);
    let of_rates = told(&graph, "{ rates(asOf: 1) { aggregate { count } } }");
    assert_eq!(of_rates["rates"]["aggregate"]["count"], 2);
}

#[test]
fn an_earlier_version_is_judged_once_until_pay_changes() {
    let graph = graph(five());
    graph.put(rows("Person", "key,name,source\nnew,New,s"));
    let views = |graph: &Asked| graph.live.views_as_of(1).unwrap();
    let first = views(&graph);
    graph.put(rows("Person", "key,name,source\nnewer,Newer,s"));
    assert!(std::sync::Arc::ptr_eq(&first, &views(&graph)));
    graph.put(pay(&["f p5 x OFFER 1 chief"]));
    assert!(!std::sync::Arc::ptr_eq(&first, &views(&graph)));
}
