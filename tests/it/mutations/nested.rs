//! Rows within rows.

use serde_json::json;

use super::{Client, expected, faults, source};

#[test]
fn a_person_is_made_with_all_that_belongs_to_them() {
    let client = Client::new();
    let before = client.version();
    let input = json!({"person": {
        "name": {"en": "New Scholar"}, "source": source(),
        "educations": {"create": [
            {"institution": {"key": "stanford-university"}, "degree": "DOCTORATE",
             "start": "2010", "end": "2015", "source": source()},
            {"institution": {"create": {
                "name": {"en": "New University"}, "kind": "UNIVERSITY", "source": source(),
             }}, "source": source()},
        ]},
        "models": {"create": [
            {"name": {"en": "New Model"}, "kind": "LANGUAGE", "source": source(),
             "developers": [{"id": "Organization:openai"}, {"key": "openai"}]},
        ]},
        "figures": {"create": [
            {"topic": {"en": "papers"}, "measure": "COUNT", "value": 3, "source": source()},
        ]},
    }});
    let wanted = "person { id educations { nodes { key institution { id } degree } } \
                  models { nodes { id authors { id } developers { id } } } \
                  figures { nodes { about { id } } } }";
    let made = client.send("createPerson", &input, wanted);
    assert_eq!(made["userErrors"], json!([]), "{made:#}");
    assert_eq!(client.version(), before + 1);
    let person = json!({
        "id": "Person:new-scholar",
        "educations": {"nodes": [
            {"key": "new-scholar-new-university", "degree": null,
             "institution": {"id": "Organization:new-university"}},
            {"key": "new-scholar-stanford-university", "degree": "DOCTORATE",
             "institution": {"id": "Organization:stanford-university"}},
        ]},
        "models": {"nodes": [{
            "id": "Model:new-model", "authors": [{"id": "Person:new-scholar"}],
            "developers": [{"id": "Organization:openai"}],
        }]},
        "figures": {"nodes": [{"about": {"id": "Person:new-scholar"}}]},
    });
    assert_eq!(made["person"], person);
    let input = json!({"id": "Person:new-scholar", "patch": {"educations": {
        "update": [{"id": "Education:new-scholar-stanford-university", "patch": {"end": "2016"}}],
        "delete": ["Education:new-scholar-new-university"],
    }}});
    let wanted = "person { educations { nodes { key end } } }";
    let changed = client.send("updatePerson", &input, wanted);
    let kept = json!([{"key": "new-scholar-stanford-university", "end": "2016"}]);
    assert_eq!(changed["person"]["educations"]["nodes"], kept, "{changed:#}");
    client.live.validate().unwrap();
}

#[test]
fn faults_of_nested_rows_are_told_at_their_places_and_nothing_is_made() {
    let client = Client::new();
    let before = client.version();
    let input = json!({"person": {
        "name": {"en": "New Scholar"}, "birthDate": "1990", "source": source(),
        "educations": {
            "create": [
                {"institution": {"key": "nowhere"}, "source": source()},
                {"institution": {"key": "stanford-university"}, "start": "2010", "end": "2009",
                 "source": source()},
                {"institution": {"key": "stanford-university"}, "start": "1985",
                 "source": source()},
            ],
            "delete": ["Education:none"],
        },
    }});
    let answer = client.send("createPerson", &input, "person { id }");
    let at = |it: &str| format!("input.person.educations.{it}");
    let wrong = [
        ("NOT_FOUND", at("delete.0")),
        ("INCONSISTENT", "input.person.birthDate".to_owned()),
        ("NOT_FOUND", at("create.0.institution")),
        ("INCONSISTENT", at("create.1.end")),
        ("INCONSISTENT", at("create.2.start")),
    ];
    let wrong: Vec<_> = wrong.iter().map(|it| (it.0, it.1.as_str())).collect();
    assert_eq!(faults(&answer), expected(&wrong), "{answer:#}");
    assert_eq!(client.version(), before);
}

#[test]
fn rows_of_others_are_not_changed_through_a_link() {
    let client = Client::new();
    let data = client.data(
        "{ person(id: \"Person:ilya-sutskever\") { employments { nodes { id } } } }",
        json!({}),
    );
    let employment = data["person"]["employments"]["nodes"][0]["id"].clone();
    let input = json!({"id": "Person:ian-goodfellow", "patch": {"employments": {
        "update": [{"id": employment, "patch": {"end": "2016"}}], "delete": [employment],
    }}});
    let answer = client.send("updatePerson", &input, "person { id }");
    let at = |it: &str| format!("input.patch.employments.{it}");
    let (update, delete) = (at("update.0.id"), at("delete.0"));
    let wrong = [("NOT_FOUND", update.as_str()), ("NOT_FOUND", delete.as_str())];
    assert_eq!(faults(&answer), expected(&wrong), "{answer:#}");
}

#[test]
fn rows_stand_only_so_deep_in_each_other() {
    let client = Client::new();
    let mut parent = json!({"name": {"en": "Top"}, "kind": "COMPANY", "source": source()});
    for level in 0..7 {
        parent = json!({"name": {"en": format!("Level {level}")}, "kind": "COMPANY",
            "source": source(), "parent": {"create": parent}});
    }
    let answer = client.send("createOrganization", &json!({"organization": parent}), "version");
    let found = faults(&answer);
    assert_eq!(found[0].0, "LIMIT", "{answer:#}");
    assert!(found[0].1.ends_with("parent.create.parent.create"), "{found:?}");
}
