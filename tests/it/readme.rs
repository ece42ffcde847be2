//! The README is true.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod shell;

use std::{fs, sync::Arc};

use bole::{
    auth::Viewer,
    catalog::enums::AccessRole,
    graphql::{Api, Request},
};
use serde_json::Value;

use crate::graph::{ask, now, seeded};

/// Sections that tell one story: their requests are asked one after the other, of a graph of their
/// own.
const STORIES: [&str; 2] = ["Curate", "Pay that is not public"];

/// The section whose requests have more than one answer.
const LIVE: &str = "Live";

pub(crate) fn readme() -> String {
    fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap()
}

/// The requests of a text with their answers.
fn examples(text: &str) -> Vec<(String, Value)> {
    let blocks = text.split("```graphql\n").skip(1);
    let examples = blocks.map(|block| {
        let (query, rest) = block.split_once("```").unwrap();
        let answer = rest.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
        (query.to_owned(), serde_json::from_str(answer).unwrap())
    });
    examples.collect()
}

/// The sections with their headings.
fn sections(readme: &str) -> Vec<(&str, &str)> {
    let sections = readme.split("\n## ").skip(1);
    sections.map(|it| it.split_once('\n').unwrap()).collect()
}

/// Who asks: a comment in the first line may say the role.
fn viewer(query: &str) -> Viewer {
    let role = match query.lines().next() {
        Some("# as READER") => AccessRole::Reader,
        Some("# as ANALYST") => AccessRole::Analyst,
        Some("# as ADMIN") => AccessRole::Admin,
        _ => AccessRole::Editor,
    };
    Viewer::new("token:press-desk", role)
}

#[test]
fn the_questions_of_the_readme_have_the_answers_of_the_readme() {
    let readme = readme();
    let examples: Vec<(String, Value)> = sections(&readme)
        .into_iter()
        .filter(|it| !STORIES.contains(&it.0) && it.0 != LIVE)
        .flat_map(|it| examples(it.1))
        .collect();
    assert!(examples.len() >= 10, "{} questions", examples.len());
    for (query, expected) in examples {
        let answer: Value = serde_json::from_str(&ask(query.as_str())).unwrap();
        assert_eq!(answer, expected, "the answer to\n{query}");
    }
}

#[test]
fn what_the_readme_changes_comes_out_as_it_says() {
    let readme = readme();
    let sections = sections(&readme);
    for story in STORIES {
        let text = sections.iter().find(|it| it.0 == story).unwrap().1;
        let examples = examples(text);
        assert!(examples.len() >= 3, "{story}: {} requests", examples.len());
        let (_dir, live) = seeded();
        let api = Api::new(Arc::clone(&live), now);
        for (query, expected) in examples {
            let answer = api.execute(Request::new(query.as_str()), &viewer(&query));
            let answer: Value = serde_json::from_slice(&answer.body).unwrap();
            assert_eq!(answer, expected, "the answer to\n{query}\nis\n{answer:#}");
        }
        live.validate().unwrap();
    }
}

#[tokio::test]
async fn the_subscriptions_of_the_readme_are_answered() {
    let readme = readme();
    let text = sections(&readme).iter().find(|it| it.0 == LIVE).unwrap().1.to_owned();
    let (_dir, live) = seeded();
    let api = Api::new(live, now);
    let blocks: Vec<&str> = text.split("```graphql\n").skip(1).collect();
    assert!(blocks.len() >= 2, "{} subscriptions", blocks.len());
    for block in blocks {
        let query = block.split("```").next().unwrap();
        let subscription = api.subscribe(Request::new(query), &viewer(query), None);
        let first = subscription.unwrap().next().await.unwrap();
        let first: Value = serde_json::from_slice(&first.answer.body).unwrap();
        assert!(first.get("errors").is_none(), "the answer to\n{query}\nis\n{first:#}");
    }
}

/// What can be said in the environment.
const ENVIRONMENT: &[&str] = &[
    "BOLE_DATA",
    "BOLE_SEED",
    "BOLE_LISTEN",
    "BOLE_LOG",
    "BOLE_CONFIG",
    "BOLE_LOG_LEVEL",
    "BOLE_SLOW_QUERY",
    "BOLE_SLOW_QUERY_TEXT",
    "BOLE_METRICS_LISTEN",
    "BOLE_OTLP_ENDPOINT",
    "BOLE_DRAIN",
    "BOLE_HEALTH_URL",
    "BOLE_MIN_CONTRIBUTORS",
    "BOLE_ANONYMOUS",
    "BOLE_JWKS",
    "BOLE_JWT_ISSUER",
    "BOLE_JWT_AUDIENCE",
    "BOLE_JWT_ROLE_CLAIM",
    "BOLE_RATE_LIMIT",
    "BOLE_RATE_LIMIT_ANONYMOUS",
    "BOLE_KEEP",
    "BOLE_MAX_TOKENS",
    "BOLE_MAX_NAME",
    "BOLE_MAX_OPERATIONS",
    "BOLE_MAX_FRAGMENTS",
    "BOLE_MAX_DIRECTIVES",
    "BOLE_MAX_ALIASES",
    "BOLE_MAX_ROOT_FIELDS",
    "BOLE_MAX_FIELDS",
    "BOLE_MAX_DEPTH",
    "BOLE_MAX_NESTING",
    "BOLE_MAX_COST",
    "BOLE_MAX_ROWS",
    "BOLE_MAX_TIME_MS",
    "BOLE_BACKUP_DIR",
    "BOLE_BACKUP_EVERY",
    "BOLE_BACKUP_KEEP",
    "BOLE_OUT",
    "BOLE_REPAIR",
    "BOLE_DRY_RUN",
    "BOLE_STRICT",
    "BOLE_AS_OF",
    "BOLE_REPORT",
    "BOLE_TLS_CERT",
    "BOLE_TLS_KEY",
    "BOLE_CONNECTIONS_MAX",
    "BOLE_CONNECTIONS_PER_ADDRESS",
    "BOLE_HEAD_TIMEOUT",
    "BOLE_HEAD_BYTES_MAX",
    "BOLE_BODY_TIMEOUT",
    "BOLE_BODY_BYTES_MAX",
    "BOLE_IDLE_TIMEOUT",
    "BOLE_WRITE_TIMEOUT",
    "BOLE_HTTP2_STREAMS_MAX",
    "BOLE_REQUESTS_MAX",
    "BOLE_REQUESTS_WAITING_MAX",
    "BOLE_CORS_ORIGIN",
    "BOLE_HOST_NAME",
    "BOLE_INTROSPECTION",
    "BOLE_SUGGESTIONS",
    "BOLE_CACHE_BYTES_MAX",
    "BOLE_CACHE_CONTROL",
    "BOLE_DOCUMENTS",
    "BOLE_ONLY_DOCUMENTS",
];

#[test]
fn the_readme_names_every_command_and_flag() {
    let readme = readme();
    let commands = "serve | config | health | schema | check | query | generate | token | compact | import | export | check FILE | check --repair | backup --out FILE | restore FILE";
    for name in commands.split(" | ") {
        assert!(readme.contains(&format!("`bole {name}")), "bole {name}");
    }
    for name in ENVIRONMENT {
        assert!(readme.contains(&format!("`{name}`")), "{name}");
    }
}
