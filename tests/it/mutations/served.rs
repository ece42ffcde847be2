//! Changes over HTTP by those who show a token.

use bole::{auth::Settings, catalog::enums::AccessRole};
use serde_json::{Value, json};

use super::source;
use crate::server::Server;

/// A server, and somebody who edits.
struct Desk {
    server: Server,
    token: String,
}

impl Desk {
    fn new() -> Self {
        let server = Server::with(Settings { rate_limit: 0, ..Settings::default() });
        let token = server.token("desk", AccessRole::Editor, None);
        Desk { server, token }
    }

    fn post(&self, token: Option<&str>, body: &Value) -> (u16, Value) {
        let authorization =
            token.map_or(String::new(), |it| format!("\r\nAuthorization: Bearer {it}"));
        let head =
            format!("POST /graphql HTTP/1.1\r\nContent-Type: application/json{authorization}");
        let (status, _, body) = self.server.send(&head, &body.to_string());
        (status, serde_json::from_str(&body).unwrap())
    }

    /// What a mutation with one input gives.
    fn send(&self, mutation: &str, input: &Value, wanted: &str) -> Value {
        let (status, mut answer) = self.post(Some(&self.token), &body(mutation, input, wanted));
        assert_eq!((status, answer.get("errors")), (200, None), "{answer:#}");
        answer["data"][mutation].take()
    }
}

fn body(mutation: &str, input: &Value, wanted: &str) -> Value {
    let ty = mutation[..1].to_uppercase() + &mutation[1..];
    let query = format!(
        "mutation($input: {ty}Input!) {{ {mutation}(input: $input) {{ {wanted} version \
         userErrors {{ code field message }} }} }}"
    );
    json!({"query": query, "variables": {"input": input}})
}

#[test]
fn a_row_is_made_changed_and_taken_away_and_its_history_tells_by_whom() {
    let desk = Desk::new();
    let spell = json!({"organization": {"key": "openai"}, "start": "2019-07", "source": source()});
    let person = json!({"name": {"en": "Wang Xiaoming", "zh": "王小明"}, "source": source(),
        "note": {"zh": "“引号”、\u{1f40e}、𠮷"}, "employments": {"create": [spell]}});
    let input = json!({"person": person, "why": "新人"});
    let wanted = "person { id version name(locale: ZH) note(locale: ZH) \
        employments { nodes { id start } } }";
    let made = desk.send("createPerson", &input, wanted);
    assert_eq!(made["userErrors"], json!([]));
    let row = &made["person"];
    assert_eq!((&row["name"], &row["note"]), (&json!("王小明"), &json!("“引号”、\u{1f40e}、𠮷")));
    assert_eq!(row["version"], made["version"]);
    let id = &row["id"];
    let late = json!({"id": id, "patch": {"city": {"en": "Paris"}}, "expectedVersion": 1});
    let late = desk.send("updatePerson", &late, "conflict { version }");
    assert_eq!(late["userErrors"][0]["code"], "CONFLICT");
    assert_eq!(late["conflict"]["version"], made["version"]);
    let refused = desk.send("deletePerson", &json!({"id": id}), "deleted");
    assert_eq!(refused["userErrors"][0]["code"], "REFERENCED");
    let spell = &row["employments"]["nodes"][0]["id"];
    desk.send("deleteEmployment", &json!({"id": spell}), "deleted");
    let history = "mutation($input: UpdatePersonInput!) { updatePerson(input: $input) { \
        person { history { by why action } } } }";
    let input = json!({"id": id, "patch": {"city": {"zh": "巴黎"}}});
    let asked = json!({"query": history, "variables": {"input": input}});
    let (_, answer) = desk.post(Some(&desk.token), &asked);
    let expected = json!([
        {"by": "token:desk", "why": null, "action": "UPDATED"},
        {"by": "token:desk", "why": "新人", "action": "CREATED"},
    ]);
    assert_eq!(answer["data"]["updatePerson"]["person"]["history"], expected, "{answer:#}");
    let gone = desk.send("deletePerson", &json!({"id": id}), "deleted");
    assert_eq!(gone["deleted"], json!([id]));
}

#[test]
fn nobody_changes_a_graph_without_a_token_that_may() {
    let desk = Desk::new();
    let input = json!({"id": "Person:ilya-sutskever", "patch": {"country": "FR"}});
    let body = body("updatePerson", &input, "person { id }");
    let reader = desk.server.token("kiosk", AccessRole::Reader, None);
    for token in [None, Some(reader.as_str())] {
        let (status, answer) = desk.post(token, &body);
        let code = &answer["errors"][0]["extensions"]["code"];
        assert_eq!((status, code), (200, &json!("FORBIDDEN")), "{answer:#}");
    }
    let (status, _) = desk.post(Some("bole_nothing"), &body);
    assert_eq!(status, 401);
    let taken = json!({"id": "Person:ilya-sutskever", "cascade": true});
    let (_, answer) = desk.post(Some(&desk.token), &self::body("deletePerson", &taken, "deleted"));
    assert_eq!(answer["errors"][0]["message"], "this takes the role ADMIN: yours is EDITOR");
    let query = json!({"query": "{ person(by: {key: \"ilya-sutskever\"}) { version } }"});
    assert_eq!(desk.post(None, &query).1["data"]["person"]["version"], json!(1));
}

/// Values of every sort, each in the place of every field of an input.
#[test]
fn what_is_no_value_is_refused_in_a_sentence() {
    let desk = Desk::new();
    let bad = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1e308),
        json!("a\u{0}b"),
        json!("  "),
        json!([[]]),
        json!([null]),
        json!({}),
        json!({"en": 5}),
        json!({"create": {"create": []}}),
    ];
    let fields = ["id", "by", "patch", "expectedVersion", "why", "clientMutationId"];
    let inner = ["name", "birthDate", "country", "externalKeys", "source", "employments", "key"];
    for bad in bad {
        let inputs = fields.iter().map(|field| {
            let mut input = json!({"id": "Person:ilya-sutskever", "patch": {}});
            input[field] = bad.clone();
            input
        });
        let patches = inner
            .iter()
            .map(|field| json!({"id": "Person:ilya-sutskever", "patch": {*field: bad.clone()}}));
        for input in inputs.chain(patches) {
            let (status, answer) =
                desk.post(Some(&desk.token), &body("updatePerson", &input, "person { id }"));
            assert_eq!(status, 200, "{input}: {answer:#}");
            let errors = answer["errors"].as_array().into_iter().flatten();
            for error in errors {
                let code = error["extensions"]["code"].as_str().unwrap();
                let is_of_input = ["BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED"].contains(&code);
                assert!(is_of_input, "{input}: {answer:#}");
            }
        }
    }
}
