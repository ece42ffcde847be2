//! What makes requests to the engine of documents: whatever is asked, the answer is JSON, the same
//! again, and never that something broke.

mod made;

use std::{path::Path, sync::LazyLock};

use bole::{
    auth::Viewer,
    catalog::value::Moment,
    graphql::{Api, Request},
    import,
    live::{Live, Reason},
};
use serde_json::Value;
use tempfile::TempDir;

/// The graph of the seed.
static API: LazyLock<(TempDir, Api)> = LazyLock::new(|| {
    let dir = tempfile::tempdir().expect("there is room for a graph");
    let live = Live::open(dir.path()).expect("a new directory can be opened");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // The tests are compiled beside it.
    let seed = root.ancestors().map(|it| it.join("seed")).find(|it| it.is_dir());
    let change = import::folder(&seed.expect("the seed lies beside the sources"))
        .expect("the seed has no faults");
    live.commit(change, Reason::new(now(), "fuzz")).expect("the seed can be committed");
    (dir, Api::new(live.into(), now))
});

fn now() -> Moment {
    "2026-11-24T08:30:00Z".parse().expect("it is a moment")
}

/// The bytes are a document where they begin like one. Else they choose, byte by byte, what a document
/// is made of.
pub fn try_one(bytes: &[u8]) {
    let written = std::str::from_utf8(bytes).ok();
    let starts = ["{", "query", "mutation", "subscription", "fragment", "#"];
    let written = written.filter(|it| starts.iter().any(|start| it.starts_with(start)));
    match written {
        // Nothing is to be changed: what the next document is answered would depend on it.
        Some(text) if text.contains("mutation") => check(text, &Viewer::anonymous()),
        Some(text) => check(text, &Viewer::local()),
        None => check(&made::document(bytes), &Viewer::local()),
    }
}

fn check(text: &str, viewer: &Viewer) {
    let ask = || API.1.execute(Request::new(text), viewer).body;
    let body = ask();
    let answer: Value = serde_json::from_slice(&body)
        .unwrap_or_else(|why| panic!("{why}: {}\nfor\n{text}", String::from_utf8_lossy(&body)));
    assert!(answer.is_object(), "{answer}");
    for error in answer["errors"].as_array().into_iter().flatten() {
        let code = error["extensions"]["code"].as_str();
        let message = error["message"].as_str().unwrap_or_default();
        assert!(!message.is_empty() && message.len() < 5_000, "{error:#}\nfor\n{text}");
        assert!(code.is_some_and(|it| it != "INTERNAL"), "{error:#}\nfor\n{text}");
    }
    let is_over_time = body.windows(9).any(|it| it == b"\"TIMEOUT\"");
    assert!(is_over_time || body == ask(), "another answer to\n{text}");
}
