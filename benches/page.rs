//! A page of 180 people × 3 jobs × company, in process: against `serde_json` over ready structs of
//! the same data, and among a million people against ten thousand.
//!
//! `cargo bench --bench page`; `BOLE_BENCH_PEOPLE` sets the larger number of people.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and may stop")]
#![expect(clippy::disallowed_methods, reason = "its size enters here")]

#[path = "common/measure.rs"]
mod measure;

use std::{path::Path, sync::Arc};

use bole::{
    auth::Viewer,
    generate,
    graphql::{Api, Request},
    live::{self, Live, Reason},
};
use serde::{Deserialize, Serialize};

const QUERY: &str = "{ people(first: 180) { nodes { name employments(first: 3) { nodes {
    title organization { name } } } } } }";

#[derive(Deserialize, Serialize)]
struct Answer {
    data: Data,
}

#[derive(Deserialize, Serialize)]
struct Data {
    people: Nodes<Person>,
}

#[derive(Deserialize, Serialize)]
struct Nodes<T> {
    nodes: Vec<T>,
}

#[derive(Deserialize, Serialize)]
struct Person {
    name: String,
    employments: Nodes<Employment>,
}

#[derive(Deserialize, Serialize)]
struct Employment {
    title: String,
    organization: Organization,
}

#[derive(Deserialize, Serialize)]
struct Organization {
    name: String,
}

fn api(dir: &Path, people: u32) -> Api {
    live::load(
        dir,
        generate::rows(people, 1),
        &Reason::new("2026-11-24".parse().unwrap(), "bench"),
    )
    .unwrap();
    Api::new(Arc::new(Live::open(dir).unwrap()), || "2026-11-24".parse().unwrap())
}

fn main() {
    let large = std::env::var("BOLE_BENCH_PEOPLE").map_or(1_000_000, |it| it.parse().unwrap());
    let dirs = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let few = api(dirs[0].path(), 10_000);
    let body = few.execute(Request::new(QUERY), &Viewer::local()).body;
    let structs: Answer = serde_json::from_slice(&body).unwrap();
    assert_eq!(serde_json::to_vec(&structs).unwrap(), body, "the structs hold the answer");
    println!("the page has {} bytes", body.len());

    let page = || few.execute(Request::new(QUERY), &Viewer::local()).body.len();
    let floor = || serde_json::to_vec(&structs).unwrap().len();
    let [page_us, floor_us] = measure::medians([&page, &floor]);
    println!("page {page_us:.1} µs, ready structs {floor_us:.1} µs: {:.2} ×", page_us / floor_us);

    let many = api(dirs[1].path(), large);
    let page_of_many = || many.execute(Request::new(QUERY), &Viewer::local()).body.len();
    let [few_us, many_us] = measure::medians([&page, &page_of_many]);
    println!(
        "among 10,000 {few_us:.1} µs, among {large} {many_us:.1} µs: {:.2} ×",
        many_us / few_us
    );
}
