//! What it takes to parse and to validate a document, against an answer to one that is known: its own
//! share is what a request takes with a text that was never sent, and with variables that were not.
//!
//! `taskset -c 0 cargo bench --bench documents`: on one processor the figure is steady.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and may stop")]

#[path = "common/measure.rs"]
mod measure;

use std::{cell::Cell, sync::Arc};

use bole::{
    auth::Viewer,
    generate,
    graphql::{Api, Outcome, Request, variables},
    live::{self, Live, Reason},
};

const DOCUMENTS: [(&str, &str); 3] = [
    ("one row", "query($n: Int) { people(first: 1, offset: $n) { nodes { name } } }"),
    (
        "a person and what belongs to them",
        "query($n: Int) { people(first: 1, offset: $n) { nodes { id key name zh: name(locale: ZH) birthDate
           employments(first: 3) { nodes { title start end organization { name country } } }
           educations(first: 3) { nodes { degree institution { name country } } }
           honors(first: 3) { nodes { name } } } pageInfo { hasNextPage endCursor } totalCount } }",
    ),
    (
        "a page of 180 people",
        "query($n: Int) { people(first: 180, offset: $n) { nodes { name employments(first: 3)
           { nodes { title organization { name } } } } } }",
    ),
];

fn main() {
    let dir = tempfile::tempdir().unwrap();
    let reason = Reason::new("2026-11-24".parse().unwrap(), "bench");
    live::load(dir.path(), generate::rows(10_000, 1), &reason).unwrap();
    let live = Arc::new(Live::open(dir.path()).unwrap());
    let api = Api::new(live, || "2026-11-24".parse().unwrap());
    for (name, text) in DOCUMENTS {
        let count = Cell::new(0);
        let next = || count.replace(count.get() + 1);
        let ask = |text: String, number: usize| {
            let variables = variables(&format!("{{\"n\": {number}}}")).unwrap();
            let answer = api.execute(Request::new(text).variables(variables), &Viewer::anonymous());
            assert_eq!(answer.outcome, Outcome::Done, "{:?}", answer.messages());
            answer.body.len()
        };
        let known = || ask(text.to_owned(), 7);
        let validated = || ask(text.to_owned(), next() % 9_000);
        let parsed = || ask(format!("{text}#{}", next()), 7);
        let [known, validated, parsed] = measure::medians([&known, &validated, &parsed]);
        println!(
            "{name}: known {known:.1} µs; validated {validated:.1} µs, {:.2} ×; parsed and validated \
             {parsed:.1} µs, {:.2} ×",
            validated / known,
            parsed / known
        );
    }
}
