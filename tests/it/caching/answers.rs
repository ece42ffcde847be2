//! Answers that are kept by the server.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use bole::{
    auth::{Settings, Viewer},
    catalog::{enums::AccessRole, value::Moment},
    graphql::{Api, Request},
    http::{Caching, Options},
};

use super::{HITS, MISSES, MODELS, PEOPLE, address, body, get, how, keeping, put, put_person};
use crate::{
    graph::{now, seeded},
    server::{How, Server},
};

#[test]
fn what_was_asked_before_is_answered_with_the_same_bytes() {
    let server = keeping(Caching::default());
    let with = |query: &str, variables: &str, operation: &str| {
        format!(r#"{{"query":"{query}","variables":{variables},"operationName":{operation}}}"#)
    };
    let one = "query One($k: String!) { person(by: {key: $k}) { name } } query Two { people { totalCount } }";
    let bodies = [
        body(PEOPLE),
        body("{ models { totalCount } }"),
        body("{ __schema { queryType { name } } }"),
        with(one, r#"{"k":"ilya-sutskever"}"#, "\"One\""),
        with(one, r#"{"k":"sam-altman"}"#, "\"One\""),
        with(one, r#"{"k":"sam-altman"}"#, "\"Two\""),
        with("{ people { totalCount } }", "{}", "null").replace("}\"", "}\" "),
        format!(r#"{{"query":"{PEOPLE}","extensions":{{"cost":false}}}}"#),
    ];
    let first = bodies.each_ref().map(|it| server.post(it));
    let before = server.figures();
    assert_eq!((before.of(HITS), before.of(MISSES)), (0.0, 8.0));
    // The second time each is read, the third time it is known what it asks for.
    for body in &bodies {
        server.post(body);
    }
    let again = bodies.each_ref().map(|it| server.post(it));
    for ((first, again), body) in first.iter().zip(&again).zip(&bodies) {
        assert_eq!((first.0, &first.2), (200, &again.2), "{body}");
        let lines = |head: &str| {
            let differs = |it: &&str| {
                it.starts_with("x-request-id")
                    || it.starts_with("date")
                    || it.starts_with("ratelimit")
            };
            head.lines().filter(|it| !differs(it)).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(lines(&first.1), lines(&again.1), "{body}");
    }
    let after = server.figures();
    assert_eq!((after.of(HITS), after.of(MISSES)), (16.0, 8.0));
    // By whatever way it is asked.
    let (_, bytes) = get(&server, &address(&[("query", PEOPLE)]), "");
    assert_eq!(String::from_utf8(bytes).unwrap(), first[0].2);
    assert_eq!(server.figures().of(HITS), 17.0);
    let head = "POST /graphql HTTP/1.1\r\nContent-Type: application/json\r\n\
                Accept: application/graphql-response+json";
    let (_, head, other) = server.send(head, &bodies[0]);
    assert!(head.contains("application/graphql-response+json") && other == first[0].2, "{head}");
    let figures = server.figures();
    assert_eq!(figures.of(HITS), 18.0);
    // They are operations like others.
    let done = "bole_operations_total{operation=\"query\",outcome=\"done\"}";
    assert_eq!(figures.of(done), 26.0);
    assert_eq!(figures.of("bole_answer_cache_entries"), 8.0);
    assert!(figures.of("bole_answer_cache_bytes") > 4_000.0);
}

#[test]
fn a_commit_makes_new_answers_where_it_touched_what_they_were_made_of() {
    let server = keeping(Caching::default());
    for query in [PEOPLE, MODELS] {
        server.post(&body(query));
    }
    put_person(&server, "one-more", "One More");
    let (_, _, people) = server.post(&body(PEOPLE));
    assert!(people.contains("One More"), "{people}");
    assert_eq!(server.figures().of(HITS), 0.0);
    server.post(&body(MODELS));
    assert_eq!(server.figures().of(HITS), 1.0);
    // A mutation over the same socket, as anybody would make it.
    let token = server.token("desk", AccessRole::Editor, None);
    let update = r#"mutation { updatePerson(input: {id: "Person:one-more", patch: {name: {en: "No More"}}}) { userErrors { code } } }"#;
    let (status, _, answer) = server.ask_as(Some(&format!("Bearer {token}")), update);
    assert!(status == 200 && answer.contains(r#""userErrors":[]"#), "{answer}");
    let (_, _, people) = server.post(&body(PEOPLE));
    assert!(people.contains("No More") && !people.contains("One More"), "{people}");
}

#[test]
fn what_is_not_of_the_graph_as_it_is_or_has_errors_is_made_each_time() {
    let server = keeping(Caching::default());
    let token = server.token("desk", AccessRole::Admin, None);
    let token = format!("Bearer {token}");
    let fleeting = [
        "{ viewer { name role } }",
        "{ people { totalCount } viewer { name } }",
        "{ importJobs { id } }",
        "{ changes(first: 1) { commits { version } } }",
        r#"{ team(by: {key: "chatgpt-team"}) { history { version } } }"#,
        "{ people(asOf: 1) { totalCount } }",
        r#"{ person(by: {key: "nobody"}) { name } }"#,
        "{ nothing }",
        "{ people",
        r#"mutation { deletePerson(input: {id: "Person:nobody"}) { version } }"#,
    ];
    for query in fleeting {
        let [first, again] = [0; 2].map(|_| server.ask_as(Some(&token), query));
        assert_eq!((first.0, first.2), (again.0, again.2), "{query}");
    }
    let figures = server.figures();
    assert_eq!((figures.of(HITS), figures.of("bole_answer_cache_entries")), (0.0, 0.0));
    let other = format!("Bearer {}", server.token("other", AccessRole::Admin, None));
    for (token, name) in [(&token, "token:desk"), (&other, "token:other")] {
        assert!(server.ask_as(Some(token), fleeting[0]).2.contains(name), "{name}");
    }
}

#[test]
fn what_is_kept_is_still_asked_no_more_often_than_allowed() {
    let settings = Settings { rate_limit_anonymous: 2, ..Settings::default() };
    let server = Server::with(settings);
    let status = [0; 3].map(|_| server.post(&body(PEOPLE)).0);
    assert_eq!(status, [200, 200, 429]);
    assert_eq!(server.figures().of(HITS), 1.0);
    let server =
        Server::with(Settings { anonymous: bole::auth::Anonymous::None, ..Settings::default() });
    let token = server.token("desk", AccessRole::Reader, None);
    let ask = |token: Option<&str>| server.ask_as(token, PEOPLE).0;
    let token = format!("Bearer {token}");
    assert_eq!(
        [ask(Some(&token)), ask(Some(&token)), ask(None), ask(Some("Bearer x"))],
        [200, 200, 401, 401]
    );
}

#[test]
fn no_more_bytes_are_kept_than_granted_and_none_where_none_are() {
    let bytes_max = 1 << 20;
    let server = keeping(Caching { bytes_max, ..Caching::default() });
    let ask = |number: usize| {
        let query = format!(
            "query Q{number} {{ figures {{ nodes {{ key topic statement note category }} }} }}"
        );
        server.post(&body(&query))
    };
    let (_, _, one) = ask(0);
    let number = 3 * usize::try_from(bytes_max).unwrap() / one.len();
    assert!(number > 20, "{} bytes", one.len());
    for it in 1..number {
        assert_eq!(ask(it).2, one);
    }
    let figures = server.figures();
    let bytes = figures.of("bole_answer_cache_bytes");
    assert!(bytes <= 1_048_576.0 && bytes > 300_000.0, "{bytes}");
    assert!(figures.of("bole_answer_cache_evictions_total") > 10.0);
    let server = keeping(Caching { bytes_max: 0, ..Caching::default() });
    let [first, again] = [0; 2].map(|_| server.post(&body(PEOPLE)).2);
    assert_eq!(first, again);
    let figures = server.figures();
    assert_eq!([HITS, MISSES, "bole_answer_cache_entries"].map(|it| figures.of(it)), [0.0; 3]);
}

static CLOCK: AtomicI64 = AtomicI64::new(0);

fn clock() -> Moment {
    Moment::from_millis(CLOCK.load(Ordering::Relaxed))
}

#[test]
fn an_answer_is_of_one_day() {
    let (_dir, live) = seeded();
    CLOCK.store(now().millis(), Ordering::Relaxed);
    let api = Api::new(Arc::clone(&live), clock);
    let query = r#"{ person(by: {key: "ilya-sutskever"}) { age { min } } }"#;
    let basis = api.execute(Request::new(query), &Viewer::anonymous()).basis.unwrap();
    assert!(api.holds(&basis));
    CLOCK.fetch_add(24 * 60 * 60 * 1_000, Ordering::Relaxed);
    assert!(!api.holds(&basis));
}

#[test]
fn answers_of_one_graph_are_not_those_of_another() {
    // Each server keeps its own, also where both are in one process.
    let [one, other] = [0; 2].map(|_| keeping(Caching::default()));
    put(&one, "Person", "key,name,source\na-b,A B,huxiu-llm-talent-2023");
    assert!(one.post(&body(PEOPLE)).2.contains("A B"));
    assert!(!other.post(&body(PEOPLE)).2.contains("A B"));
    let How { options: Options { caching, .. }, .. } = how(Caching::default());
    assert_eq!(caching.bytes_max, 64 << 20);
}
