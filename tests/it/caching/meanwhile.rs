//! Answers while others change the graph.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::{
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
};

use bole::http::Caching;

use super::{HITS, body, keeping, put_person};
use crate::server::Server;

const QUERY: &str = r#"{ person(by: {key: "counter"}) { name } }"#;
const COMMITS: u64 = 60;
const READERS: usize = 3;

/// The number that the answer has.
fn number(server: &Server) -> u64 {
    let (_, _, answer) = server.post(&body(QUERY));
    let name = answer.split("Number ").nth(1).unwrap_or_else(|| panic!("{answer}"));
    name.split('"').next().unwrap().parse().unwrap()
}

#[test]
fn nobody_finds_an_answer_from_before_a_commit_that_was_acknowledged() {
    let server = keeping(Caching::default());
    put_person(&server, "counter", "Number 0");
    let (acknowledged, is_over) = (AtomicU64::new(0), AtomicBool::new(false));
    thread::scope(|scope| {
        for _ in 0..READERS {
            scope.spawn(|| {
                while !is_over.load(Ordering::SeqCst) {
                    let least = acknowledged.load(Ordering::SeqCst);
                    let found = number(&server);
                    assert!(found >= least, "{found} was found after {least} was acknowledged");
                }
            });
        }
        for commit in 1..=COMMITS {
            put_person(&server, "counter", &format!("Number {commit}"));
            acknowledged.store(commit, Ordering::SeqCst);
            assert_eq!([0; 2].map(|_| number(&server)), [commit; 2]);
        }
        is_over.store(true, Ordering::SeqCst);
    });
    assert!(server.figures().of(HITS) > 0.0);
}
