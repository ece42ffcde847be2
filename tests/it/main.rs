//! Every test from outside, in one binary.

mod cases;
mod cli;
mod computed;
mod engine;
mod graph;
mod http;
mod import;
mod live;
mod moves;
mod readme;
mod schema;
mod store;
mod tidy;
