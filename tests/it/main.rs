//! Every test from outside, in one binary.

mod auth;
mod cases;
mod cli;
mod computed;
mod engine;
mod engines;
mod graph;
mod groups;
mod history;
mod http;
mod import;
mod live;
mod moves;
mod pay;
mod permissions;
mod privacy;
mod ranking;
mod readme;
mod resolve;
mod schema;
mod search;
mod server;
mod store;
mod subscriptions;
mod tidy;
