//! Bole (伯乐): a self-hosted talent graph.

pub mod catalog;
pub mod engine;
