//! Bole (伯乐): a self-hosted talent graph.

pub mod catalog;
pub mod cli;
pub mod engine;
pub mod graphql;
pub mod http;
pub mod import;
pub mod live;
pub mod store;
