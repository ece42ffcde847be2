//! Merges, and what undoes them, as clients ask for them.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::sync::Arc;

use bole::{
    auth::Viewer,
    catalog::enums::AccessRole,
    graphql::{Api, Request, Variables},
    live::Live,
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::graph::{now, reason};

struct Graph {
    _dir: TempDir,
    live: Arc<Live>,
    api: Api,
}

impl Graph {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let live = Arc::new(Live::open(dir.path()).unwrap());
        live.commit(super::merge::graph(), reason()).unwrap();
        let api = Api::new(Arc::clone(&live), now);
        Graph { _dir: dir, live, api }
    }

    fn ask(&self, role: AccessRole, query: &str, input: &Value) -> Value {
        let variables = Variables::from_json(json!({ "input": input }));
        let request = Request::new(query).variables(variables);
        let answer = self.api.execute(request, &Viewer::new("test", role));
        serde_json::from_slice(&answer.body).unwrap()
    }

    /// The payload of a mutation of an editor.
    fn send(&self, name: &str, input: &Value, wanted: &str) -> Value {
        let ty = name[..1].to_uppercase() + &name[1..];
        let query = format!(
            "mutation($input: {ty}Input!) {{ {name}(input: $input) {{ {wanted} \
             userErrors {{ code field message }} }} }}"
        );
        let mut answer = self.ask(AccessRole::Editor, &query, input);
        assert!(answer.get("errors").is_none(), "{answer:#}");
        answer["data"][name].take()
    }

    fn merge(&self, from: &str, into: &str, more: &str) -> Value {
        let input = format!("{{\"from\": \"{from}\", \"into\": \"{into}\"{more}}}");
        let wanted = "row { id } moved filled kept repeated version dryRun clientMutationId";
        self.send("merge", &serde_json::from_str(&input).unwrap(), wanted)
    }
}

/// The code and the path of the only error.
fn fault(payload: &Value) -> (String, String) {
    let errors = payload["userErrors"].as_array().unwrap();
    assert_eq!(errors.len(), 1, "{payload:#}");
    let path = errors[0]["field"].as_array().unwrap().iter().map(|it| it.as_str().unwrap());
    let code = errors[0]["code"].as_str().unwrap().to_owned();
    (code, path.collect::<Vec<_>>().join("."))
}

#[test]
fn a_merge_of_rows_that_changed_since_is_a_conflict() {
    let graph = Graph::new();
    let is_left = |graph: &Graph| graph.live.record().version == 1;
    for (versions, fault_at) in [
        ("{\"from\": 7, \"into\": 1}", "input.expectedVersions.from"),
        ("{\"into\": 2}", "input.expectedVersions.into"),
    ] {
        let more = format!(", \"expectedVersions\": {versions}");
        let answer = graph.merge("Person:i-s", "Person:ilya", &more);
        assert_eq!(fault(&answer), ("CONFLICT".to_owned(), fault_at.to_owned()));
        assert!(is_left(&graph));
    }
    let both = ", \"expectedVersions\": {\"from\": 1, \"into\": 1}";
    let answer = graph.merge("Person:i-s", "Person:ilya", both);
    assert_eq!(answer["version"], json!(2), "{answer:#}");
}

#[test]
fn a_merge_tells_what_it_did() {
    let graph = Graph::new();
    let before = graph.live.record().version;
    let more = ", \"why\": \"one person\", \"clientMutationId\": \"m\"";
    let merged = graph.merge("Person:i-s", "Person:ilya", more);
    let expected = json!({
        "row": { "id": "Person:ilya" }, "moved": 5,
        "filled": ["name", "aliases", "country", "externalKeys"],
        "kept": ["birthDate: 1986-12", "source: Source:t"],
        "repeated": ["Employment:b"],
        "version": before + 1, "dryRun": false, "clientMutationId": "m", "userErrors": [],
    });
    assert_eq!(merged, expected);
    graph.live.validate().unwrap();
}

#[test]
fn a_merge_that_is_tried_changes_nothing() {
    let graph = Graph::new();
    let before = graph.live.record();
    let merged = graph.merge("Person:i-s", "Person:ilya", ", \"dryRun\": true");
    assert_eq!((&merged["moved"], &merged["version"]), (&json!(5), &Value::Null));
    assert_eq!((&merged["dryRun"], &merged["userErrors"]), (&json!(true), &json!([])));
    assert_eq!(graph.live.record(), before);
}

#[test]
fn what_cant_be_merged_is_an_error_of_the_input() {
    let graph = Graph::new();
    let before = graph.live.record();
    let faults = [
        ("Person:x", "Person:ilya", "NOT_FOUND", "input.from"),
        ("Person:ilya", "Person:x", "NOT_FOUND", "input.into"),
        ("Ilya", "Person:ilya", "INVALID", "input.from"),
        ("Person:ilya", "Person:ilya", "INVALID", "input.from"),
        ("Person:ilya", "Organization:lab", "INVALID", "input.from"),
        ("Person:geoff", "Person:i-s", "INCONSISTENT", "input.from"),
        ("Organization:lab", "Organization:branch", "INCONSISTENT", "input.from"),
    ];
    for (from, into, code, path) in faults {
        let merged = graph.merge(from, into, "");
        assert_eq!(fault(&merged), (code.to_owned(), path.to_owned()), "{from} into {into}");
        assert_eq!((&merged["row"], &merged["version"]), (&Value::Null, &Value::Null));
    }
    assert_eq!(graph.live.record(), before);
}

#[test]
fn a_merge_takes_an_editor() {
    let graph = Graph::new();
    let query = "mutation($input: MergeInput!) { merge(input: $input) { moved } }";
    let input = json!({ "from": "Person:i-s", "into": "Person:ilya" });
    let answer = graph.ask(AccessRole::Analyst, query, &input);
    let error = &answer["errors"][0];
    assert_eq!(error["extensions"]["code"], "FORBIDDEN");
    assert_eq!(error["message"], "this takes the role EDITOR: yours is ANALYST");
}

#[test]
fn writes_follow_old_ids_and_no_new_row_takes_one() {
    let graph = Graph::new();
    graph.merge("Person:i-s", "Person:ilya", "");
    let patch = json!({ "id": "Person:i-s", "patch": { "country": "US" } });
    let updated = graph.send("updatePerson", &patch, "person { id country }");
    assert_eq!(updated["person"], json!({ "id": "Person:ilya", "country": "US" }));
    let row = json!({
        "key": "e", "person": { "key": "i-s" }, "organization": { "id": "Organization:lab" },
        "source": { "key": "s" },
    });
    let made = graph.send(
        "createEmployment",
        &json!({ "employment": row }),
        "employment { person { id } }",
    );
    assert_eq!(made["employment"]["person"]["id"], "Person:ilya");
    let row = json!({ "key": "i-s", "name": { "en": "I. S." }, "source": { "key": "s" } });
    let refused = graph.send("createPerson", &json!({ "person": row }), "person { id }");
    assert_eq!(fault(&refused), ("TAKEN".to_owned(), "input.person.key".to_owned()));
    let people = json!({ "people": [{ "key": "i-s", "city": { "en": "Paris" } }] });
    let upserted = graph.send("upsertPeople", &people, "people { id city } updated");
    assert_eq!(upserted["people"], json!([{ "id": "Person:ilya", "city": "Paris" }]));
    // A key that is made of a name is not one that leads elsewhere.
    let row = json!({ "name": { "en": "I S" }, "source": { "key": "s" } });
    let made = graph.send("createPerson", &json!({ "person": row }), "person { id }");
    assert_eq!(made["person"]["id"], "Person:i-s-2");
    graph.live.validate().unwrap();
}

#[test]
fn redirects_go_with_their_row_and_are_not_written_by_hand() {
    let graph = Graph::new();
    graph.merge("Organization:branch", "Organization:group", "");
    let employment = json!({ "id": "Employment:c" });
    graph.send("deleteEmployment", &employment, "deleted");
    let deleted =
        graph.send("deleteOrganization", &json!({ "id": "Organization:group" }), "deleted");
    let ids = json!(["Organization:group", "Redirect:organization.branch"]);
    assert_eq!(deleted["deleted"], ids);
    let query = "{ __type(name: \"Mutation\") { fields { name } } }";
    let answer = graph.ask(AccessRole::Admin, query, &Value::Null).to_string();
    assert!(answer.contains("createPerson") && !answer.contains("Redirect"));
    graph.live.validate().unwrap();
}

#[test]
fn a_merge_is_undone_as_if_it_had_not_been() {
    let graph = Graph::new();
    let before = graph.live.snapshot();
    let version = graph.merge("Person:i-s", "Person:ilya", "")["version"].clone();
    let wanted = "reverted conflicts version dryRun";
    let tried = json!({ "version": version, "dryRun": true });
    let tried = graph.send("revert", &tried, wanted);
    let expected = json!({
        "reverted": 8, "conflicts": [], "version": null, "dryRun": true, "userErrors": [],
    });
    assert_eq!(tried, expected, "five that moved, the two, and the redirect");
    assert!(graph.live.snapshot().differs(&before).is_some());
    let undone = graph.send("revert", &json!({ "version": version, "why": "two people" }), wanted);
    assert_eq!(undone["version"], version.as_u64().unwrap() + 1);
    assert_eq!(undone["reverted"], 8);
    assert_eq!(graph.live.snapshot().differs(&before), None);
    let again = graph.send("revert", &json!({ "version": version }), wanted);
    assert_eq!((&again["reverted"], &again["userErrors"]), (&json!(0), &json!([])));
    graph.live.validate().unwrap();
    // What undoes can be undone.
    graph.send("revert", &json!({ "version": undone["version"] }), wanted);
    let query = "{ person(id: \"Person:i-s\") { id } }";
    let answer = graph.ask(AccessRole::Reader, query, &Value::Null);
    assert_eq!(answer["data"]["person"]["id"], "Person:ilya");
}

#[test]
fn what_was_changed_since_is_not_undone() {
    let graph = Graph::new();
    let version = graph.merge("Person:i-s", "Person:ilya", "")["version"].clone();
    let patch = json!({ "id": "Person:ilya", "patch": { "country": "US" } });
    graph.send("updatePerson", &patch, "version");
    let record = graph.live.record();
    let refused =
        graph.send("revert", &json!({ "version": version }), "reverted conflicts version");
    assert_eq!(fault(&refused), ("CONFLICT".to_owned(), "input.version".to_owned()));
    assert_eq!(refused["conflicts"], json!(["Person:ilya"]));
    assert_eq!((&refused["reverted"], &refused["version"]), (&json!(0), &Value::Null));
    assert_eq!(graph.live.record(), record);
}

#[test]
fn an_import_is_undone_unless_rows_refer_to_it_by_now() {
    let graph = Graph::new();
    let imported = crate::graph::rows("Person", "key,name,source\nx,X,s\ny,Y,s\n");
    let edits = imported.into_iter().map(bole::catalog::Edit::Put).collect();
    let committed = graph.live.commit(bole::catalog::Change { edits }, reason()).unwrap();
    let row = json!({
        "key": "e", "person": { "key": "x" }, "organization": { "key": "lab" },
        "source": { "key": "s" },
    });
    graph.send("createEmployment", &json!({ "employment": row }), "version");
    let input = json!({ "version": committed.version });
    let refused = graph.send("revert", &input, "conflicts");
    assert_eq!(refused["conflicts"], json!(["Employment:e"]));
    graph.send("deleteEmployment", &json!({ "id": "Employment:e" }), "version");
    assert_eq!(graph.send("revert", &input, "reverted")["reverted"], 2);
}

#[test]
fn a_commit_that_is_not_there_is_not_undone() {
    let graph = Graph::new();
    for (version, code) in [(json!(99), "NOT_FOUND"), (json!(0), "INVALID"), (json!(-1), "INVALID")]
    {
        let input = json!({ "version": version });
        let query = "mutation($input: RevertInput!) { \
            revert(input: $input) { userErrors { code field message } } }";
        let answer = graph.ask(AccessRole::Editor, query, &input);
        let expected = (code.to_owned(), "input.version".to_owned());
        assert_eq!(fault(&answer["data"]["revert"]), expected, "{answer}");
    }
}
