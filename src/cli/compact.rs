//! `bole compact`: a data directory that takes less room.

use anyhow::Result;
use clap::Args;

use super::{Directory, Exit, made, print, size};
use crate::store::Store;

#[derive(Args, Debug)]
pub(super) struct Compact {
    /// How many commits, the newest, the history is to tell of.
    #[arg(long, env = "BOLE_KEEP", value_name = "N")]
    keep: u64,
}

pub(super) fn compact(directory: &Directory, asked: &Compact) -> Result<Exit> {
    let dir = made(directory)?;
    let done = Store::compact(dir, asked.keep)?;
    print(&format!(
        "{} to {}; versions from {} on can be read",
        size(done.before),
        size(done.after),
        done.oldest
    ))
}
