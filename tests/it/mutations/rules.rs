//! What must hold within a row and between rows.

use bole::{
    catalog::{Kind, Row, RowId, TABLES, place, rules},
    engine::{Snapshot, row_id},
};
use serde_json::{Value, json};

use super::{Client, expected, faults, source};
use crate::graph::seeded;

/// Every row of a snapshot, around each of them.
struct All<'s>(&'s Snapshot);

impl rules::Around for All<'_> {
    fn exists(&self, id: &RowId) -> bool {
        self.row(id).is_some()
    }

    fn row(&self, id: &RowId) -> Option<Row> {
        let table = place(id.table());
        self.0.frame(table).find(id.key()).map(|it| self.0.row(table, it))
    }

    fn linked(&self, id: &RowId, link: &str) -> Vec<Row> {
        let table = place(id.table());
        let frame = self.0.frame(table);
        let link = TABLES[table].link(link).unwrap();
        let rows = frame.linked(link, frame.find(id.key()).unwrap());
        rows.iter().map(|it| self.0.row(frame.source_of(link), it)).collect()
    }
}

#[test]
fn the_seed_keeps_every_rule() {
    let (_dir, live) = seeded();
    let snapshot = live.snapshot();
    for table in 0..TABLES.len() {
        let frame = snapshot.frame(table);
        for row in frame.live() {
            let faults = rules::check(&snapshot.row(table, row), &All(&snapshot));
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
