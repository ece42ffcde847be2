//! Bole (伯乐): a self-hosted talent graph, answered as GraphQL.
//!
//! Data is declared once, kept durably, read from an immutable snapshot, and shown. Code flows one
//! way: each room uses only rooms above it in this list, and each outside crate is named in one
//! room. `tests/it/tidy.rs` holds both.
//!
//! - [`telemetry`] - what an operator is shown: the log, traces, figures.
//! - [`catalog`] - every entity, field, link and enum, said once; values that parse themselves. An
//!   entity is a block in one of its files; all that is regular follows from the [`catalog::Table`]
//!   it makes. Computed fields ([`catalog::computed`]) and questions about many rows
//!   ([`catalog::questions`]) are declared there too.
//! - [`store`] - the rows in sled, and what they were before; a commit is whole or not at all, and
//!   checked when it is read. All of it goes into a backup, and comes back out of one.
//! - [`engine`] - a [`engine::Snapshot`] of all tables in columns, built from rows or from another
//!   snapshot by a change. What can be asked of it is plain data ([`engine::request`]); [`engine`]
//!   tells where each kind of question is answered, and [`engine::run`] writes the answers.
//! - [`live`] - store and snapshot together; the only way to write, and to read what was.
//! - [`auth`] - who is asking, and what they may do.
//! - [`import`] - files into rows, and rows into the graph: folders in the own layout of the catalog,
//!   any table whose columns are said ([`import::any`]), and open data sets, each of which is read by
//!   one [`import::Importer`]. However a file is packed and encoded, [`import::opened`] makes text of
//!   it, and [`import::run()`] takes what was read into the graph.
//! - [`export`] - tables into files: CSV, JSON lines and Parquet.
//! - [`generate`] - a made-up graph of any size, for measuring.
//! - [`graphql`] - the catalog's types registered; selections compiled to requests to the engine,
//!   which write JSON.
//! - [`http`] - connections, what is taken of a request, and routes.
//! - [`cli`] - what a person or a service manager starts.
//!
//! A request: [`http`] lets in whom [`auth`] knows, takes the body, and looks whether its answer is
//! kept; else [`graphql::Api`] takes one snapshot for all of it, async-graphql parses and validates,
//! the selection is compiled, and [`engine::run::Run`] writes the answer. A write: a [`catalog::Change`] goes to [`live::Live::commit`], which makes the next
//! snapshot, writes to the disk, and then swaps the snapshot in. A live query: [`graphql`] notes of
//! which tables an answer was made, and makes it again when a commit touched one of them; [`http`]
//! passes it on over a WebSocket or as server-sent events.

pub mod telemetry;

pub mod catalog;
pub mod store;

pub mod engine;

pub mod live;

pub mod auth;

pub mod import;

pub mod export;

pub mod generate;

pub mod graphql;

pub mod http;

pub mod cli;
