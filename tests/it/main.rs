//! Every test from outside, in one binary.

mod cases;
mod cli;
mod computed;
mod engine;
mod graph;
mod groups;
mod http;
mod import;
mod live;
mod pay;
mod readme;
mod schema;
mod search;
mod store;
mod tidy;
