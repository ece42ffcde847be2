//! Inputs that nobody would write.

use bole::catalog::enums::AccessRole;
use proptest::{collection::vec, prelude::*, sample::select, test_runner::TestRunner};
use serde_json::{Value, json};

use super::Client;

/// Names that mean something somewhere, and one that means nothing.
const NAMES: &[&str] = &[
    "person",
    "people",
    "name",
    "en",
    "zh",
    "key",
    "source",
    "create",
    "update",
    "delete",
    "educations",
    "employments",
    "organization",
    "organizations",
    "patch",
    "id",
    "by",
    "birthDate",
    "externalKeys",
    "externalKey",
    "models",
    "authors",
    "figures",
    "about",
    "low",
    "matchBy",
    "changes",
    "createPerson",
    "updatePerson",
    "deletePerson",
    "upsertPerson",
    "expectedVersion",
    "why",
    "cascade",
    "dryRun",
    "orcid",
    "aliases",
    "nothing",
];

const LEAVES: &[&str] = &[
    "null",
    "true",
    "0",
    "-1",
    "1e300",
    "3.5",
    "18446744073709551615",
    "\"\"",
    "\" \"",
    "\"\\u0000\"",
    "\"Person:ilya-sutskever\"",
    "\"ilya-sutskever\"",
    "\"Organization:openai\"",
    "\"openai\"",
    "\"Person:\"",
    "\":\"",
    "\"2016-13\"",
    "\"2016\"",
    "\"王\"",
    "\"a|b\"",
    "\"wikidata:Q21708200\"",
    "\"huxiu-llm-talent-2023\"",
    "\"EXTERNAL_KEY\"",
    "[]",
    "{}",
    "{\"key\": \"huxiu-llm-talent-2023\"}",
    "{\"en\": \"A\"}",
    "{\"id\": \"Person:wang-haifeng\"}",
];

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = select(LEAVES).prop_map(|it| serde_json::from_str::<Value>(it).unwrap());
    leaf.prop_recursive(7, 60, 6, |inner| {
        let fields = vec((select(NAMES), inner.clone()), 0..6);
        prop_oneof![
            1 => vec(inner, 0..4).prop_map(Value::from),
            4 => fields.prop_map(|it| it.into_iter().map(|(name, it)| (name.to_owned(), it)).collect()),
        ]
    })
}

/// Each mutation's input around a value that is not checked before, since a variable is missing.
const MUTATIONS: &[&str] = &[
    "mutation($v: PersonInput, $x: String) { it: createPerson(input: {person: $v, why: $x}) { version person { id } userErrors { code field message } } }",
    "mutation($v: PersonPatch, $x: String) { it: updatePerson(input: {id: \"Person:ilya-sutskever\", patch: $v, why: $x}) { version person { id } conflict { id } userErrors { code field message } } }",
    "mutation($v: PersonBy, $x: String) { it: deletePerson(input: {by: $v, why: $x}) { version deleted userErrors { code field message } } }",
    "mutation($v: [PersonInput!]!, $x: String) { it: upsertPeople(input: {people: $v, why: $x}) { version people { id } userErrors { code field message } } }",
    "mutation($v: [ChangeInput!]!, $x: String) { it: applyChanges(input: {changes: $v, why: $x}) { version results { id row { id } } userErrors { code field message } } }",
    "mutation($v: ApplyChangesInput!) { it: applyChanges(input: $v) { version userErrors { code field message } } }",
];

#[test]
fn no_input_breaks_anything_or_is_half_made() {
    let client = Client::new();
    let mut runner = TestRunner::new(ProptestConfig { cases: 1_500, ..ProptestConfig::default() });
    let outcome = runner.run(&(select(MUTATIONS), json_value()), |(mutation, value)| {
        let before = client.version();
        let answer = client.answer(AccessRole::Admin, mutation, json!({"v": value}));
        let payload = &answer["data"]["it"];
        let is_refused = answer.get("errors").is_some();
        prop_assert!(is_refused || payload["userErrors"].is_array(), "{:#}", answer);
        let is_made = payload["userErrors"] == json!([]);
        prop_assert_eq!(is_made, payload["version"].is_u64(), "{:#}", answer);
        prop_assert!(client.version() <= before + u64::from(is_made), "{:#}", answer);
        Ok(())
    });
    outcome.unwrap();
    client.live.validate().unwrap();
}
