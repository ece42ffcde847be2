//! Who may import, and what they are told who may not or ask for what there is not.

use bole::{
    catalog::enums::AccessRole::{Admin, Analyst, Editor, Reader},
    import::IMPORTERS,
};

use super::{PATH, PEOPLE, client::Desk, server};

#[test]
fn editors_and_admins_import_and_others_neither_import_nor_look_on() {
    let server = server();
    let editor = Desk::new(&server, Editor);
    let id = editor.accepted(PATH, PEOPLE.as_bytes());
    editor.watch(&id);
    let version = || editor.ask("{ changes(first: 1000) { commits { version } } }");
    let before = version();
    for role in [Reader, Analyst] {
        let desk = Desk::new(&server, role);
        for path in [PATH, "/import/jsonl?entity=Person", "/import/ror", "/import/nothing"] {
            let (status, body) = desk.send(path, b"{}");
            let code = &body["errors"][0]["extensions"]["code"];
            assert_eq!((status, code.as_str()), (403, Some("FORBIDDEN")), "{role:?}: {path}");
        }
        for query in
            [format!("{{ importJob(id: \"{id}\") {{ state }} }}"), "{ importJobs { id } }".into()]
        {
            let answer = desk.ask(&query);
            let code = &answer["errors"][0]["extensions"]["code"];
            assert!(code == "FORBIDDEN" && !answer.to_string().contains("people.csv"), "{answer}");
        }
        let watched = format!("subscription {{ importJob(id: \"{id}\") {{ state }} }}");
        let event = desk.events(&watched).next().unwrap();
        assert_eq!(event["errors"][0]["extensions"]["code"], "FORBIDDEN", "{event}");
    }
    assert_eq!(version(), before, "nothing was done");
    let (status, head, _) = server.send("DELETE /import/any HTTP/1.1", "");
    assert_eq!(status, 403, "{head}");
    let (status, head, _) = server.send("POST /import/csv?entity=Person HTTP/1.1", PEOPLE);
    assert_eq!(status, 403, "somebody without a credential reads only: {head}");
    let admin = Desk::new(&server, Admin);
    let id = admin.accepted("/import/ror?file=none.json", b"[]");
    assert_eq!(admin.watch(&id).pop().unwrap()["state"], "DONE");
}

#[test]
fn what_can_be_imported_is_told_to_everybody() {
    let server = server();
    let desk = Desk::new(&server, Reader);
    let told = desk.ask("{ importers { name doc download licence mapped leftOut } }");
    let told = told["data"]["importers"].as_array().unwrap().clone();
    let names: Vec<&str> = told.iter().map(|it| it["name"].as_str().unwrap()).collect();
    let known: Vec<&str> = IMPORTERS.iter().map(|it| it.name).collect();
    assert_eq!(names, known);
    let ror = told.iter().find(|it| it["name"] == "ror").unwrap();
    assert!(ror.as_object().unwrap().values().all(|it| it.as_str().unwrap().len() > 2), "{ror}");
}

#[test]
fn what_is_not_understood_is_told_before_anything_is_read() {
    let server = server();
    let desk = Desk::new(&server, Editor);
    for (path, status, why) in [
        ("/import/rox", 404, "write csv, jsonl or one of"),
        ("/import/csv", 400, "give `entity`"),
        ("/import/csv?entity=Redirect", 400, "`Redirect` is no table"),
        ("/import/csv?entity=Person&map=name", 400, "`map`"),
        ("/import/csv?entity=Person&map=nam=a", 400, "`nam` is no column"),
        ("/import/csv?entity=Person&source=nowhere", 400, "there is no source `nowhere`"),
        ("/import/csv?entity=Person&dryRun=yes", 400, "write true or false"),
        ("/import/csv?entity=Person&dry=true", 400, "`dry` is not known here"),
        ("/import/csv?entity=Person&entity=Model", 400, "given twice"),
        ("/import/ror?entity=Person", 400, "`entity` is not known here"),
        ("/import/ror?asOf=soon", 400, "`asOf`"),
    ] {
        let (got, body) = desk.send(path, b"key,name\n");
        let message = body["errors"][0]["message"].as_str().unwrap();
        assert!(got == status && message.contains(why), "{path}: {got}: {message}");
    }
    assert_eq!(desk.ask("{ importJobs { id } }")["data"]["importJobs"], serde_json::json!([]));
    let unknown = desk.ask("{ importJob(id: \"none\") { id } }");
    assert_eq!(unknown["errors"][0]["extensions"]["code"], "NOT_FOUND", "{unknown}");
    let event = desk.events("subscription { importJob(id: \"none\") { id } }").next().unwrap();
    assert_eq!(event["errors"][0]["extensions"]["code"], "NOT_FOUND", "{event}");
    let (status, head, _) = server.send("GET /import/csv HTTP/1.1", "");
    assert!(status == 405 && head.contains("allow: post"), "{head}");
}
