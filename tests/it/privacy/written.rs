//! Pay that is not public, where rows are merged and deleted.

use bole::{
    auth::Viewer,
    catalog::enums::AccessRole,
    graphql::{Request, Variables},
};
use serde_json::{Value, json};

use super::{Asked, graph, pay};

/// The answer to a mutation with one input.
fn send(graph: &Asked, mutation: &str, input: &Value, wanted: &str) -> Value {
    let ty = mutation[..1].to_uppercase() + &mutation[1..];
    let query = format!(
        "mutation($input: {ty}Input!) {{ {mutation}(input: $input) {{ {wanted} userErrors {{ code \
         message }} }} }}"
    );
    let request = Request::new(query).variables(Variables::from_json(json!({"input": input})));
    let answer = graph.api.execute(request, &Viewer::new("test", AccessRole::Admin));
    let mut answer: Value = serde_json::from_slice(&answer.body).unwrap();
    assert!(answer.get("errors").is_none(), "{answer:#}");
    answer["data"][mutation].take()
}

#[test]
fn private_pay_goes_with_its_person_and_is_not_of_nobody_then() {
    let graph = graph(pay(&["a p0 x OFFER 100 engineer", "b p0 x DISCLOSED 200 engineer"]));
    let input = json!({"id": "Person:p0", "cascade": true});
    let deleted = send(&graph, "deletePerson", &input, "deleted cleared");
    assert_eq!(deleted["deleted"], json!(["Person:p0", "SalaryRecord:a"]), "{deleted:#}");
    assert_eq!(deleted["cleared"], json!(["SalaryRecord:b"]));
    let seen = graph.as_role(AccessRole::Analyst, "{ salaryRecords { nodes { key } } }");
    assert_eq!(seen["data"]["salaryRecords"]["nodes"], json!([{"key": "b"}]));
    graph.live.validate().unwrap();
}

#[test]
fn private_pay_is_not_made_one_with_pay_that_all_see() {
    let graph = graph(pay(&[
        "a p0 x OFFER 100 engineer",
        "b p0 x DISCLOSED 200 engineer",
        "d p0 x OFFER 400 engineer",
    ]));
    let merge = |from: &str, into: &str| {
        let id = |it: &str| format!("SalaryRecord:{it}");
        send(&graph, "merge", &json!({"from": id(from), "into": id(into)}), "filled version")
    };
    let refused = merge("a", "b");
    assert_eq!(refused["userErrors"][0]["code"], "INCONSISTENT", "{refused:#}");
    for (from, into) in [("a", "d"), ("b", "d")] {
        let merged = merge(from, into);
        assert_eq!(merged["userErrors"], json!([]), "{from} into {into}: {merged:#}");
        let seen = graph.as_role(AccessRole::Analyst, "{ salaryRecords { nodes { key } } }");
        let seen = seen["data"]["salaryRecords"]["nodes"].to_string();
        assert!(!seen.contains(into), "{seen}");
        graph.live.validate().unwrap();
    }
}

#[test]
fn what_is_about_private_pay_over_others_is_in_no_history() {
    let graph = graph(pay(&["a p0 x OFFER 100 engineer"]));
    let after = graph.live.record().version;
    let figure = |key: &str, about: &str| {
        json!({"createFigure": {"key": key, "about": about, "topic": {"en": "Pay"}, "value": 100,
            "measure": "PAY", "unit": "CURRENCY", "currency": "CNY", "source": {"key": "s"}}})
    };
    let changes =
        [figure("f", "SalaryRecord:a"), figure("g", "Figure:f"), figure("h", "Person:p0")];
    let made = send(&graph, "applyChanges", &json!({"changes": changes}), "version");
    assert_eq!(made["userErrors"], json!([]), "{made:#}");
    let tried = json!({"id": "Figure:f", "cascade": true, "dryRun": true});
    let tried = send(&graph, "deleteFigure", &tried, "deleted cleared");
    assert_eq!(tried["deleted"], json!(["Figure:f", "Figure:g"]), "{tried:#}");
    let query = format!("subscription {{ changes(after: {after}) {{ changes {{ id }} }} }}");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for (role, expected) in [
        (AccessRole::Analyst, json!([{"id": "Figure:h"}])),
        (AccessRole::Editor, json!([{"id": "Figure:f"}, {"id": "Figure:g"}, {"id": "Figure:h"}])),
    ] {
        let viewer = Viewer::new("somebody", role);
        let told = runtime.block_on(async {
            let mut changes = graph.api.subscribe(Request::new(&query), &viewer, None).unwrap();
            changes.next().await.unwrap()
        });
        let told: Value = serde_json::from_slice(&told.answer.body).unwrap();
        assert_eq!(told["data"]["changes"]["changes"], expected, "{role:?}: {told:#}");
    }
}
