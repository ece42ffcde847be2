//! `bole generate`: a data directory with a made-up graph.

use std::path::Path;

use anyhow::{Result, anyhow};
use clap::Args;

use super::{Exit, now, print};
use crate::{
    generate,
    live::{self, Reason},
};

/// Rows are numbered with 32 bits, and there are three spells of work for each person.
const PEOPLE_MAX: i64 = 100_000_000;

#[derive(Args, Debug)]
pub(super) struct Generate {
    /// How many people; there are three spells of work and one pay record for each.
    #[arg(
        long,
        env = "BOLE_PEOPLE",
        value_name = "N",
        default_value_t = 10_000,
        value_parser = clap::value_parser!(u32).range(1..=PEOPLE_MAX)
    )]
    people: u32,
    /// The same number makes the same rows.
    #[arg(long, env = "BOLE_RANDOM_SEED", value_name = "S", default_value_t = 1)]
    seed: u64,
}

pub(super) fn generate(dir: &Path, asked: &Generate) -> Result<Exit> {
    if dir.join("manifest").exists() {
        return Err(anyhow!(
            "`{}` is a data directory already: name a new one with --data",
            dir.display()
        ));
    }
    let reason = Reason::new(now(), "generate");
    let record = live::load(dir, generate::rows(asked.people, asked.seed), &reason)?;
    print(&format!("wrote {} rows into {}", record.rows(), dir.display()))
}
