//! Questions that are saved under a name: rows like others, whose texts are read before they are kept.

use bole::catalog::enums::AccessRole;
use serde_json::{Value, json};

use super::{Client, expected, faults};

const DOCUMENT: &str =
    "query Ask($where: OrganizationFilter) {\n  companies(where: $where) { totalCount }\n}";

fn question() -> Value {
    json!({
        "name": {"en": "Companies of China", "zh": "中国企业"},
        "document": DOCUMENT,
        "variables": "{\"where\": {\"country\": {\"eq\": \"CN\"}}}",
        "view": "of=companies&where=country.eq(CN)",
    })
}

#[test]
fn a_question_is_saved_asked_for_again_renamed_and_deleted() {
    let client = Client::new();
    let input = json!({"savedQuestion": question(), "why": "for the desk"});
    let made = client.send("createSavedQuestion", &input, "savedQuestion { id }");
    assert_eq!(made["savedQuestion"]["id"], "SavedQuestion:companies-of-china", "{made:#}");
    let kept = client.data(
        "{ savedQuestions { nodes { name zh: name(locale: ZH) document variables view
            history { by why action } } } }",
        Value::Null,
    );
    let kept = &kept["savedQuestions"]["nodes"][0];
    assert_eq!((&kept["name"], &kept["zh"]), (&json!("Companies of China"), &json!("中国企业")));
    assert_eq!(
        kept["history"][0],
        json!({"by": "test", "why": "for the desk", "action": "CREATED"})
    );
    let variables: Value = serde_json::from_str(kept["variables"].as_str().unwrap()).unwrap();
    let again = client.data(kept["document"].as_str().unwrap(), variables);
    let plain = client
        .data("{ companies(where: { country: { eq: \"CN\" } }) { totalCount } }", Value::Null);
    assert_eq!(again, plain);
    assert_ne!(again["companies"]["totalCount"], 0);
    let id = json!("SavedQuestion:companies-of-china");
    let patch = json!({"id": id, "patch": {"name": {"en": "Who is in China"}}});
    let renamed = client.send("updateSavedQuestion", &patch, "savedQuestion { name document }");
    assert_eq!(renamed["savedQuestion"], json!({"name": "Who is in China", "document": DOCUMENT}));
    let gone = client.send("deleteSavedQuestion", &json!({"id": id}), "deleted");
    assert_eq!(gone["deleted"], json!([id]));
    client.live.validate().unwrap();
}

#[test]
fn what_is_no_question_is_not_saved_and_told_why() {
    let client = Client::new();
    for (field, bad, why) in [
        ("document", "{ people {", "this is no GraphQL document: "),
        ("document", "mutation { a }", "a mutation is no question: write a query"),
        ("document", "query A { a } query B { b }", "the document has several operations"),
        ("variables", "[1]", "`[1]` is no JSON object, such as `{\"locale\": \"EN\"}`: "),
    ] {
        let mut input = question();
        input[field] = json!(bad);
        let answer = client.send(
            "createSavedQuestion",
            &json!({"savedQuestion": input}),
            "savedQuestion { id }",
        );
        let path = format!("input.savedQuestion.{field}");
        assert_eq!(faults(&answer), expected(&[("INVALID", &path)]), "{answer:#}");
        let message = answer["userErrors"][0]["message"].as_str().unwrap();
        assert!(message.contains(why), "{message}");
    }
    assert_eq!(client.version(), 1);
}

#[test]
fn everybody_reads_saved_questions_and_editors_write_them() {
    let client = Client::new();
    let create = "mutation($q: SavedQuestionInput!) {
        createSavedQuestion(input: { savedQuestion: $q }) { version userErrors { message } } }";
    for role in [AccessRole::Reader, AccessRole::Analyst] {
        let answer = client.answer(role, create, json!({"q": question()}));
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{answer:#}");
    }
    client.data(create, json!({"q": question()}));
    let read =
        "{ savedQuestions { nodes { name } } search(text: \"companies of china\") { type text } }";
    let answer = client.answer(AccessRole::Reader, read, Value::Null);
    assert_eq!(answer["data"]["savedQuestions"]["nodes"][0]["name"], "Companies of China");
    assert_eq!(answer["data"]["search"][0]["type"], "SAVED_QUESTION", "{answer:#}");
}

#[test]
fn words_of_documents_are_not_searched() {
    let client = Client::new();
    client.send(
        "createSavedQuestion",
        &json!({"savedQuestion": question()}),
        "savedQuestion { id }",
    );
    let search = "{ search(text: \"totalCount\", types: [SAVED_QUESTION]) { text } }";
    assert_eq!(client.data(search, Value::Null)["search"], json!([]));
}
