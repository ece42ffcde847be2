//! What must hold within a row and between rows.

use bole::{
    catalog::{Kind, Row, TABLES, rules},
    engine::row_id,
};
use serde_json::{Value, json};

use super::{Client, expected, faults, source};
use crate::graph::seeded;

#[test]
fn the_seed_keeps_every_rule() {
    let (_dir, live) = seeded();
    let snapshot = live.snapshot();
    for table in 0..TABLES.len() {
        let frame = snapshot.frame(table);
        for row in frame.live() {
            let faults = rules::check(&snapshot.row(table, row), &*snapshot);
            assert!(faults.is_empty(), "{}: {faults:?}", row_id(frame, row));
        }
    }
}

#[test]
fn a_row_comes_back_from_what_it_is_read_from() {
    let (_dir, live) = seeded();
    let snapshot = live.snapshot();
    for (table, description) in TABLES.iter().enumerate() {
        for row in snapshot.frame(table).live() {
            let row = snapshot.row(table, row);
            assert_eq!(Row::read(table, &row.texts()).as_ref(), Ok(&row));
            let fields = description.fields.iter().enumerate();
            let none = fields
                .filter(|(_, it)| !matches!(it.kind, Kind::Ref(_) | Kind::Refs(_) | Kind::AnyRef));
            assert!(none.into_iter().all(|(field, _)| row.references(field).is_empty()));
        }
    }
}

/// The faults of a new row of a table.
fn faults_of(client: &Client, table: &str, mut row: Value) -> Vec<(String, String)> {
    row["source"] = source();
    let change = json!({"changes": [{format!("create{table}"): row}], "dryRun": true});
    faults(&client.send("applyChanges", &change, "dryRun"))
}

#[test]
fn values_of_a_row_agree() {
    let client = Client::new();
    let pay = |more: Value| {
        let mut row = json!({"basis": "POSTED", "low": 100, "precision": "EXACT",
            "currency": "USD", "period": "YEAR"});
        row.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        faults_of(&client, "SalaryRecord", row)
    };
    let at = |field: &str| vec![("INCONSISTENT".to_owned(), format!("input.changes.0.{field}"))];
    assert_eq!(pay(json!({"high": 99.5})), at("createSalaryRecord.high"));
    assert_eq!(pay(json!({"high": "100"})), []);
    assert_eq!(pay(json!({"low": "-0.5", "precision": "ABOUT"})), at("createSalaryRecord.low"));
    assert_eq!(pay(json!({"stock": -1})), at("createSalaryRecord.stock"));
    assert_eq!(
        pay(json!({"experienceMin": 5, "experienceMax": 3})),
        at("createSalaryRecord.experienceMax")
    );
    assert_eq!(pay(json!({"base": 60, "bonus": 40})), []);
    assert_eq!(pay(json!({"base": 60, "bonus": 40.01})), at("createSalaryRecord.base"));
    assert_eq!(pay(json!({"base": 60, "bonus": 41, "precision": "AT_LEAST"})), []);
    let spell = |start: &str, end: &str| {
        let row = json!({"person": {"key": "ilya-sutskever"}, "organization": {"key": "openai"},
            "start": start, "end": end});
        faults_of(&client, "Employment", row)
    };
    assert_eq!(spell("2016-07", "2016"), []);
    assert_eq!(spell("2016-07", "2016-06"), at("createEmployment.end"));
    assert_eq!(spell("1980", "1990"), at("createEmployment.start"));
    let figure = json!({"topic": {"en": "x"}, "measure": "COUNT", "value": 2, "high": 1});
    assert_eq!(faults_of(&client, "Figure", figure), at("createFigure.high"));
    let papers = json!({"papers": 2, "adjustedPapers": 2.5});
    assert_eq!(faults_of(&client, "Publication", papers), at("createPublication.adjustedPapers"));
    let months = json!({"basis": "POSTED", "low": 1, "precision": "EXACT", "currency": "USD",
        "period": "YEAR", "months": 13});
    let invalid = [("INVALID", "input.changes.0.createSalaryRecord.months")];
    assert_eq!(faults_of(&client, "SalaryRecord", months), expected(&invalid));
}

#[test]
fn nothing_is_a_part_of_itself() {
    let client = Client::new();
    let lab = |key: &str, parent: Value| {
        json!({"createOrganization": {"key": key, "name": {"en": key}, "kind": "LABORATORY",
            "source": source(), "parent": parent}})
    };
    let key = |it: &str| json!({"key": it});
    let circle = json!({"changes": [lab("a", key("c")), lab("b", key("a")), lab("c", key("b"))]});
    let answer = client.send("applyChanges", &circle, "dryRun");
    let codes: Vec<String> = faults(&answer).into_iter().map(|it| it.0).collect();
    assert_eq!(codes, ["INCONSISTENT"; 3], "{answer:#}");
    let chain = json!({"changes": [lab("a", json!(null)), lab("b", key("a")), lab("c", key("b"))]});
    assert_eq!(faults(&client.send("applyChanges", &chain, "dryRun")), []);
    let input = json!({"id": "Organization:a", "patch": {"parent": key("c")}});
    let answer = client.send("updateOrganization", &input, "version");
    assert_eq!(faults(&answer), expected(&[("INCONSISTENT", "input.patch.parent")]));
}

#[test]
fn a_birth_lies_before_all_that_a_person_did() {
    let client = Client::new();
    let change = |birth: &str| {
        let spell = json!({"organization": {"key": "openai"}, "start": "2016", "source": source()});
        let patch = json!({"birthDate": birth, "employments": {"create": [spell]}});
        let input = json!({"id": "Person:ilya-sutskever", "patch": patch});
        faults(&client.send("updatePerson", &input, "version"))
    };
    let both = [
        ("INCONSISTENT", "input.patch.birthDate"),
        ("INCONSISTENT", "input.patch.employments.create.0.start"),
    ];
    assert_eq!(change("2017"), expected(&both));
    assert_eq!(change("2016-12"), []);
    let input = json!({"id": "Person:ilya-sutskever", "patch": {"birthDate": "2017"}});
    let answer = client.send("updatePerson", &input, "version");
    assert_eq!(faults(&answer), expected(&both[..1]), "{answer:#}");
}

#[test]
fn what_is_undone_keeps_the_rules_with_what_came_since() {
    let client = Client::new();
    let lab = |key: &str, parent: Value| {
        json!({"createOrganization": {"key": key, "name": {"en": key}, "kind": "LABORATORY",
            "source": source(), "parent": parent}})
    };
    let labs = json!({"changes": [lab("b", json!(null)), lab("a", json!({"key": "b"}))]});
    client.send("applyChanges", &labs, "dryRun");
    let update = |key: &str, parent: Value| {
        let id = format!("Organization:{key}");
        let input = json!({"id": id, "patch": {"parent": parent}});
        client.send("updateOrganization", &input, "version")["version"].clone()
    };
    let cleared = update("a", json!(null));
    update("b", json!({"key": "a"}));
    let before = client.version();
    for tried in [true, false] {
        let input = json!({"version": cleared, "dryRun": tried});
        let answer = client.send("revert", &input, "reverted conflicts");
        assert_eq!(faults(&answer), expected(&[("INCONSISTENT", "input.version")]), "{answer:#}");
        assert_eq!((&answer["reverted"], &answer["conflicts"]), (&json!(0), &json!([])));
        let why = answer["userErrors"][0]["message"].as_str().unwrap();
        assert!(why.starts_with("`Organization:a` would not be right, parent: "), "{why}");
    }
    assert_eq!(client.version(), before);
    update("b", json!(null));
    let answer = client.send("revert", &json!({"version": cleared}), "reverted");
    assert_eq!(answer["reverted"], json!(1), "{answer:#}");
}

#[test]
fn a_row_is_not_larger_than_the_store_keeps_safely() {
    let client = Client::new();
    let before = client.version();
    let person = |letter: &str, aliases: usize| {
        let alias = |at: usize| json!(format!("{at} {}", letter.repeat(1_000)));
        let aliases: Vec<Value> = (0..aliases).map(alias).collect();
        let row = json!({"key": "long", "name": {"en": "Long"}, "aliases": aliases,
            "source": source()});
        client.send("createPerson", &json!({"person": row}), "person { id }")
    };
    for answer in [person("a", 300), person("长", 30)] {
        assert_eq!(faults(&answer), expected(&[("LIMIT", "input.person.aliases")]));
        let why = answer["userErrors"][0]["message"].as_str().unwrap();
        assert!(why.ends_with("a row takes at most 65536"), "{why}");
    }
    assert_eq!(client.version(), before);
    assert_eq!(faults(&person("长", 20)), []);
    let why = json!({"id": "Person:long", "why": "w".repeat(1_001)});
    let answer = client.send("deletePerson", &why, "deleted");
    assert_eq!(faults(&answer), expected(&[("INVALID", "input.why")]));
}
