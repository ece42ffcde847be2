//! One row at a time: made, changed, deleted.

use bole::catalog::enums::AccessRole;
use serde_json::json;

use super::{Client, expected, faults, source};
use crate::cli::{bole, run};

#[test]
fn a_row_is_made_changed_and_deleted() {
    let client = Client::new();
    let before = client.version();
    let input = json!({"why": "a test", "clientMutationId": "one", "person": {
        "name": {"en": "Ada Lovelace", "zh": "阿达·洛芙莱斯"},
        "aliases": ["Countess of Lovelace", "A | B"],
        "birthDate": "1815-12-10", "nationality": "GB",
        "externalKeys": ["wikidata:Q7259"], "confidence": 0.5, "source": source(),
    }});
    let wanted = "clientMutationId person { id name zh: name(locale: ZH) aliases birthDate \
                  nationality externalKeys { value } confidence source { key } }";
    let made = client.send("createPerson", &input, wanted);
    assert_eq!(made["userErrors"], json!([]), "{made}");
    assert_eq!(made["version"], json!(before + 1));
    assert_eq!(made["clientMutationId"], json!("one"));
    let expected = json!({
        "id": "Person:ada-lovelace", "name": "Ada Lovelace", "zh": "阿达·洛芙莱斯",
        "aliases": ["Countess of Lovelace", "A | B"], "birthDate": "1815-12-10",
        "nationality": "GB", "externalKeys": [{"value": "Q7259"}], "confidence": 0.5,
        "source": source(),
    });
    assert_eq!(made["person"], expected);
    let input = json!({"by": {"wikidata": "Q7259"}, "patch": {
        "name": {"zh": null}, "aliases": [], "nationality": null, "city": {"zh": "伦敦"},
    }});
    let wanted = "person { id zh: name(locale: ZH) aliases birthDate nationality city }";
    let changed = client.send("updatePerson", &input, wanted);
    let expected = json!({
        "id": "Person:ada-lovelace", "zh": "Ada Lovelace", "aliases": [],
        "birthDate": "1815-12-10", "nationality": null, "city": "伦敦",
    });
    assert_eq!(changed["person"], expected, "{changed}");
    let input = json!({"id": "Person:ada-lovelace"});
    let gone = client.send("deletePerson", &input, "deleted cleared dryRun");
    assert_eq!(gone["deleted"], json!(["Person:ada-lovelace"]), "{gone}");
    assert_eq!((&gone["cleared"], &gone["dryRun"]), (&json!([]), &json!(false)));
    assert_eq!(client.version(), before + 3);
    client.live.validate().unwrap();
}

#[test]
fn every_fault_of_a_row_is_told_at_its_place() {
    let client = Client::new();
    let before = client.version();
    let input = json!({"person": {
        "key": "No Key", "name": {"en": " x"}, "birthDate": "1985-13", "nationality": "cn",
        "website": "ftp://x", "source": {"key": "none"}, "externalKeys": ["orcid:1"],
    }});
    let answer = client.send("createPerson", &input, "person { id }");
    assert_eq!(faults(&answer), expected(&[("INVALID", "input.person.key")]));
    let mut input = input;
    input["person"]["key"] = json!("good");
    let answer = client.send("createPerson", &input, "person { id }");
    let wrong = [
        ("INVALID", "input.person.name.en"),
        ("INVALID", "input.person.birthDate"),
        ("INVALID", "input.person.nationality"),
        ("INVALID", "input.person.website"),
        ("INVALID", "input.person.externalKeys"),
    ];
    assert_eq!(faults(&answer), expected(&wrong), "{answer:#}");
    assert!(answer["person"].is_null() && answer["version"].is_null());
    let input = json!({"person": {"source": {"key": "none"}}});
    let answer = client.send("createPerson", &input, "person { id }");
    assert_eq!(faults(&answer), expected(&[("REQUIRED", "input.person.name")]));
    let input = json!({"person": {"name": {"zh": "无名"}, "source": {"key": "none"}}});
    let answer = client.send("createPerson", &input, "person { id }");
    assert_eq!(faults(&answer), expected(&[("NOT_FOUND", "input.person.source")]));
    let input =
        json!({"person": {"key": "ilya-sutskever", "name": {"en": "I"}, "source": source()}});
    let answer = client.send("createPerson", &input, "person { id }");
    assert_eq!(faults(&answer), expected(&[("TAKEN", "input.person.key")]));
    assert_eq!(client.version(), before);
}

#[test]
fn a_required_field_is_not_cleared() {
    let client = Client::new();
    for patch in [json!({"name": null}), json!({"name": {"en": null, "zh": null}})] {
        let input = json!({"id": "Person:ilya-sutskever", "patch": patch});
        let answer = client.send("updatePerson", &input, "person { id }");
        assert_eq!(faults(&answer), expected(&[("REQUIRED", "input.patch.name")]), "{answer}");
    }
    let input = json!({"id": "Person:ilya-sutskever", "patch": {"source": null}});
    let answer = client.send("updatePerson", &input, "person { id }");
    assert_eq!(faults(&answer), expected(&[("REQUIRED", "input.patch.source")]));
}

#[test]
fn a_change_that_changes_nothing_makes_no_commit() {
    let client = Client::new();
    let before = client.version();
    let input = json!({"id": "Person:ilya-sutskever", "patch": {"name": {"en": "Ilya Sutskever"}}});
    let answer = client.send("updatePerson", &input, "person { id name }");
    assert_eq!(answer["version"], json!(before));
    assert_eq!(answer["person"]["name"], json!("Ilya Sutskever"));
    assert_eq!(client.version(), before);
}

#[test]
fn a_row_that_others_refer_to_is_deleted_with_them_or_not_at_all() {
    let client = Client::new();
    let before = client.version();
    let mut input = json!({"id": "Person:ilya-sutskever"});
    let answer = client.send("deletePerson", &input, "deleted");
    assert_eq!(faults(&answer), expected(&[("REFERENCED", "input.id")]));
    let message = answer["userErrors"][0]["message"].as_str().unwrap();
    assert!(message.contains(" of Employment") && message.contains("`Employment:"), "{message}");
    assert_eq!(client.version(), before);
    input["cascade"] = json!(true);
    input["dryRun"] = json!(true);
    let tried = client.send_as(AccessRole::Admin, "deletePerson", &input, "deleted cleared dryRun");
    assert_eq!((&tried["dryRun"], &tried["version"]), (&json!(true), &json!(null)));
    assert_eq!(client.version(), before);
    input["dryRun"] = json!(false);
    let done = client.send_as(AccessRole::Admin, "deletePerson", &input, "deleted cleared dryRun");
    assert_eq!((&done["deleted"], &done["cleared"]), (&tried["deleted"], &tried["cleared"]));
    let list = |it: &serde_json::Value| it.as_array().unwrap().len();
    assert!(list(&done["deleted"]) > 3 && list(&done["cleared"]) > 0, "{done}");
    assert_eq!(client.version(), before + 1);
    client.live.validate().unwrap();
}

#[test]
fn only_an_editor_writes_and_only_an_admin_takes_rows_along() {
    let client = Client::new();
    let before = client.version();
    let query = "mutation { deletePerson(input: {id: \"Person:x\"}) { version } }";
    let cascade = "mutation { deletePerson(input: {id: \"Person:x\", cascade: true}) { version } }";
    let within = "mutation { applyChanges(input: {changes: [{deletePerson: {id: \"Person:x\", \
                  cascade: true}}]}) { version } }";
    for (role, query, needed) in [
        (AccessRole::Reader, query, "this takes the role EDITOR: yours is READER"),
        (AccessRole::Analyst, query, "this takes the role EDITOR: yours is ANALYST"),
        (AccessRole::Editor, cascade, "this takes the role ADMIN: yours is EDITOR"),
        (AccessRole::Editor, within, "this takes the role ADMIN: yours is EDITOR"),
    ] {
        let answer = client.answer(role, query, json!({}));
        assert_eq!(answer["errors"][0]["message"], json!(needed), "{answer}");
        assert_eq!(answer["errors"][0]["extensions"]["code"], json!("FORBIDDEN"));
        assert!(answer["data"].is_null());
    }
    assert_eq!(client.version(), before);
}

#[test]
fn keys_are_made_of_names_and_are_never_those_of_others() {
    let client = Client::new();
    let key = |name: serde_json::Value| {
        let input = json!({"person": {"name": name, "source": source()}});
        let answer = client.send("createPerson", &input, "person { key }");
        answer["person"]["key"].as_str().unwrap().to_owned()
    };
    assert_eq!(key(json!({"en": "José Ángel O'Neill"})), "jose-angel-oneill");
    assert_eq!(key(json!({"en": "José Ángel O'Neill"})), "jose-angel-oneill-2");
    assert_eq!(key(json!({"zh": "李飞飞"})), "lifeifei");
    assert_eq!(key(json!({"en": "Ilya Sutskever"})), "ilya-sutskever-2");
    assert!(key(json!({"zh": "……"})).starts_with("person-"));
}

#[test]
fn whoever_sits_at_the_machine_writes_without_a_server() {
    let Client { dir, live, api } = Client::new();
    drop((live, api));
    let mutation = "mutation { deletePerson(input: {id: \"Person:ilya-sutskever\", cascade: true}) \
                    { version userErrors { code } } }";
    let (code, text, _) = run(bole(dir.path()).args(["query", mutation]));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("\"userErrors\": []"), "{text}");
    let (code, text, _) =
        run(bole(dir.path()).args(["query", "{ person(id: \"Person:ilya-sutskever\") { id } }"]));
    assert!(code == 1 && text.contains("NOT_FOUND"), "{text}");
}
