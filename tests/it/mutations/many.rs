//! Many rows at once: upserts, and changes of several tables.

use bole::catalog::enums::AccessRole;
use serde_json::{Value, json};

use super::{Client, expected, faults, source};

const COUNTS: &str = "created updated unchanged";

fn counts(payload: &Value) -> [i64; 3] {
    ["created", "updated", "unchanged"].map(|it| payload[it].as_i64().unwrap())
}

#[test]
fn rows_are_made_or_changed_by_their_keys() {
    let client = Client::new();
    let before = client.version();
    let rows = json!([
        {"key": "ilya-sutskever", "city": {"en": "Tel Aviv", "zh": "特拉维夫"}},
        {"key": "ian-goodfellow"},
        {"key": "somebody-new", "name": {"en": "Somebody New"}, "source": source()},
    ]);
    let answer = client.send(
        "upsertPeople",
        &json!({"people": rows}),
        "people { key city } created updated unchanged",
    );
    assert_eq!(counts(&answer), [1, 1, 1], "{answer:#}");
    let keys = answer["people"].as_array().unwrap().iter().map(|it| it["key"].as_str().unwrap());
    assert_eq!(keys.collect::<Vec<_>>(), ["ilya-sutskever", "ian-goodfellow", "somebody-new"]);
    assert_eq!(answer["people"][0]["city"], json!("Tel Aviv"));
    assert_eq!(client.version(), before + 1);
    let again = client.send("upsertPeople", &json!({"people": rows}), COUNTS);
    assert_eq!(counts(&again), [0, 0, 3]);
    assert_eq!(client.version(), before + 1);
    client.live.validate().unwrap();
}

#[test]
fn rows_are_made_or_changed_by_any_external_key_they_share() {
    let client = Client::new();
    let row =
        |keys: Value| json!({"name": {"en": "Twin"}, "source": source(), "externalKeys": keys});
    let send = |rows: Value| {
        let input = json!({"people": rows, "matchBy": "EXTERNAL_KEY"});
        client.send("upsertPeople", &input, "people { key } created updated unchanged")
    };
    let one = send(json!([row(json!(["wikidata:Q1", "dblp:1/1"])), row(json!(["wikidata:Q2"]))]));
    assert_eq!(counts(&one), [2, 0, 0], "{one:#}");
    let other = send(json!([row(json!(["dblp:1/1"]))]));
    assert_eq!(counts(&other), [0, 1, 0], "{other:#}");
    assert_eq!(other["people"], json!([{"key": "twin"}]));
    let both = send(json!([row(json!(["dblp:1/1", "wikidata:Q2"]))]));
    assert_eq!(faults(&both), expected(&[("CONFLICT", "input.people.0.externalKeys")]));
    let none = send(json!([{"name": {"en": "Nobody"}, "source": source()}]));
    assert_eq!(faults(&none), expected(&[("REQUIRED", "input.people.0.externalKeys")]));
    let input = json!({"employments": [{}], "matchBy": "EXTERNAL_KEY"});
    let none = client.send("upsertEmployments", &input, COUNTS);
    assert_eq!(faults(&none), expected(&[("REQUIRED", "input.employments.0.externalKeys")]));
}

#[test]
fn an_upsert_names_each_row_once_and_is_made_whole_or_not_at_all() {
    let client = Client::new();
    let before = client.version();
    let rows = json!([
        {"key": "a", "name": {"en": "A"}, "source": source()},
        {"key": "a", "name": {"en": "B"}, "source": source()},
        {"name": {"en": "C"}, "source": source()},
        {"key": "ilya-sutskever", "birthDate": "soon"},
    ]);
    let answer = client.send("upsertPeople", &json!({"people": rows}), COUNTS);
    let wrong = [
        ("DUPLICATE", "input.people.1"),
        ("REQUIRED", "input.people.2.key"),
        ("INVALID", "input.people.3.birthDate"),
    ];
    assert_eq!(faults(&answer), expected(&wrong), "{answer:#}");
    assert_eq!(client.version(), before);
}

const RESULTS: &str = "dryRun deleted cleared results { id action row { __typename id } }";

fn changes() -> Value {
    json!([
        {"createOrganization": {"key": "lab", "name": {"zh": "新实验室"}, "kind": "LABORATORY",
            "source": source()}},
        {"createPerson": {"key": "head", "name": {"en": "Head"}, "source": source(), "employments":
            {"create": [{"key": "head-at-lab", "organization": {"key": "lab"}, "source": source()}]}}},
        {"updateOrganization": {"id": "Organization:lab", "patch": {"city": {"en": "Beijing"}}}},
        {"upsertPerson": {"key": "ilya-sutskever", "note": {"en": "changed"}}},
        {"upsertPerson": {"key": "ian-goodfellow"}},
        {"createPerson": {"key": "short-lived", "name": {"en": "S"}, "source": source()}},
        {"deletePerson": {"by": {"key": "short-lived"}}},
    ])
}

#[test]
fn changes_of_several_tables_are_made_as_one() {
    let client = Client::new();
    let before = client.version();
    let tried =
        client.send("applyChanges", &json!({"changes": changes(), "dryRun": true}), RESULTS);
    assert_eq!((client.version(), &tried["version"]), (before, &json!(null)), "{tried:#}");
    let done = client.send("applyChanges", &json!({"changes": changes()}), RESULTS);
    assert_eq!((client.version(), &done["version"]), (before + 1, &json!(before + 1)));
    assert_eq!(tried["results"], done["results"]);
    let row = |ty: &str, id: &str| json!({"__typename": ty, "id": id});
    let results = json!([
        {"id": "Organization:lab", "action": "CREATED", "row": row("Institution", "Organization:lab")},
        {"id": "Person:head", "action": "CREATED", "row": row("Person", "Person:head")},
        {"id": "Organization:lab", "action": "CREATED", "row": row("Institution", "Organization:lab")},
        {"id": "Person:ilya-sutskever", "action": "UPDATED",
            "row": row("Person", "Person:ilya-sutskever")},
        {"id": "Person:ian-goodfellow", "action": "UNCHANGED",
            "row": row("Person", "Person:ian-goodfellow")},
        {"id": "Person:short-lived", "action": "DELETED", "row": null},
        {"id": "Person:short-lived", "action": "DELETED", "row": null},
    ]);
    assert_eq!(done["results"], results, "{done:#}");
    let data = client.data(
        "{ organization(by: {key: \"lab\"}) { employments { nodes { key } } city } }",
        json!({}),
    );
    let lab = json!({"employments": {"nodes": [{"key": "head-at-lab"}]}, "city": "Beijing"});
    assert_eq!(data["organization"], lab);
    client.live.validate().unwrap();
}

#[test]
fn every_faulty_change_is_told_of_and_none_is_made() {
    let client = Client::new();
    let before = client.version();
    let changes = json!([
        {"createPerson": {"key": "a", "name": {"en": "A"}, "source": source()}},
        {"createPerson": {"key": "b", "source": source()}},
        {"updatePerson": {"id": "Person:nobody", "patch": {}}},
        {"createEmployment": {"person": {"key": "b"}, "organization": {"key": "openai"},
            "start": "2020", "end": "2019", "source": source()}},
        {"deleteOrganization": {"id": "Organization:openai"}},
        {"createAdvising": {"advisor": {"key": "a"}, "student": {"key": "a"}, "source": source()}},
    ]);
    let answer = client.send("applyChanges", &json!({"changes": changes}), RESULTS);
    let wrong = [
        ("REQUIRED", "input.changes.1.createPerson.name"),
        ("NOT_FOUND", "input.changes.2.updatePerson.id"),
        ("REFERENCED", "input.changes.4.deleteOrganization.id"),
        ("INCONSISTENT", "input.changes.3.createEmployment.end"),
        ("INCONSISTENT", "input.changes.5.createAdvising.student"),
    ];
    assert_eq!(faults(&answer), expected(&wrong), "{answer:#}");
    assert_eq!((&answer["results"], client.version()), (&json!([]), before));
}

#[test]
fn a_row_that_goes_in_the_same_request_is_no_longer_referred_to() {
    let client = Client::new();
    let changes = json!([
        {"createOrganization": {"key": "lab", "name": {"en": "Lab"}, "kind": "LABORATORY",
            "source": source()}},
        {"createOrganization": {"key": "part", "name": {"en": "Part"}, "kind": "LABORATORY",
            "source": source(), "parent": {"key": "lab"}}},
        {"createEmployment": {"key": "job", "person": {"key": "ilya-sutskever"},
            "organization": {"key": "lab"}, "source": source()}},
        {"createEvent": {"key": "event", "name": {"en": "E"}, "kind": "LAUNCH", "source": source(),
            "organizations": [{"key": "lab"}, {"key": "part"}]}},
    ]);
    client.send("applyChanges", &json!({"changes": changes}), RESULTS);
    let gone = json!({"changes": [
        {"deleteOrganization": {"id": "Organization:lab", "cascade": true}},
        {"updateOrganization": {"id": "Organization:part", "patch": {"city": {"en": "Paris"}}}},
    ]});
    let answer = client.send_as(AccessRole::Admin, "applyChanges", &gone, RESULTS);
    assert_eq!(answer["deleted"], json!(["Organization:lab", "Employment:job"]), "{answer:#}");
    let mut cleared = answer["cleared"].as_array().unwrap().clone();
    cleared.sort_by_key(ToString::to_string);
    assert_eq!(cleared, [json!("Event:event"), json!("Organization:part")]);
    let after = json!({"changes": [
        {"deleteOrganization": {"id": "Organization:part", "cascade": true}},
        {"updateEvent": {"id": "Event:event", "patch": {"organizations": [{"key": "part"}]}}},
    ]});
    let answer = client.send_as(AccessRole::Admin, "applyChanges", &after, RESULTS);
    let wrong = [("NOT_FOUND", "input.changes.1.updateEvent.patch.organizations")];
    assert_eq!(faults(&answer), expected(&wrong), "{answer:#}");
    client.live.validate().unwrap();
}

#[test]
fn what_was_not_there_before_is_not_told_to_be_gone() {
    let client = Client::new();
    let changes = json!([
        {"createPerson": {"key": "short", "name": {"en": "Short"}, "source": source()}},
        {"deletePerson": {"id": "Person:short"}},
    ]);
    let answer = client.send("applyChanges", &json!({ "changes": changes }), RESULTS);
    assert_eq!((&answer["deleted"], &answer["userErrors"]), (&json!([]), &json!([])), "{answer:#}");
}
