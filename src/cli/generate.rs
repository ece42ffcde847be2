//! `bole generate`: a made-up graph of realistic shape.

use std::path::Path;

use anyhow::Result;
use clap::Args;

use super::Exit;

#[derive(Args, Debug)]
pub(super) struct Generate {
    /// How many people.
    #[arg(long, env = "BOLE_PEOPLE", value_name = "N", default_value_t = 10_000)]
    people: u32,
    /// The same number makes the same rows.
    #[arg(long, env = "BOLE_RANDOM", value_name = "S", default_value_t = 1)]
    random: u64,
}

pub(super) fn generate(_dir: &Path, _generate: &Generate) -> Result<Exit> {
    Ok(Exit::Done)
}
