//! `bole check`: whether a data directory or a backup is as it was written.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use clap::Args;

use super::{Directory, Exit, existing, made, now, print, progress::Progress, size};
use crate::store::{self, Reason, Record, read_backup};

#[derive(Args, Debug)]
pub(super) struct Check {
    /// A backup to be read, instead of the data directory.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Make a damaged data directory anew of what can be read of it, and name what can't be. What was
    /// there before is put into the folder `before-repair`. The exit code is 1 where anything was lost.
    #[arg(long, env = "BOLE_REPAIR", conflicts_with = "file")]
    repair: bool,
}

pub(super) fn check(directory: &Directory, asked: &Check) -> Result<Exit> {
    if let Some(file) = &asked.file {
        return backup(file);
    }
    if asked.repair {
        return repair(directory);
    }
    let live = existing(directory)?;
    live.validate()?;
    print(&format!(
        "{}every row is as it was committed, and all that is built from them agrees",
        listed(&live.record())
    ))
}

fn repair(directory: &Directory) -> Result<Exit> {
    let dir = made(directory)?;
    let Some(done) = store::repair(dir, &Reason::new(now(), "repair"))? else {
        print("nothing is damaged")?;
        return check(directory, &Check { file: None, repair: false });
    };
    let lines = |title: &str, of: Vec<String>| match of.len() {
        0 => String::new(),
        _ => format!("{title}:\n  {}\n", of.join("\n  ")),
    };
    let losses: Vec<String> = done.losses.iter().map(ToString::to_string).collect();
    let is_whole = losses.is_empty();
    print(&format!(
        "{}{}{}what was there before is in `{}`",
        listed(&done.record),
        lines("made anew", done.rebuilt),
        if is_whole { "nothing was lost\n".to_owned() } else { lines("lost", losses) },
        done.aside.display()
    ))?;
    Ok(if is_whole { Exit::Done } else { Exit::Failed })
}

fn backup(file: &Path) -> Result<Exit> {
    let name = file.display().to_string();
    let mut from = File::open(file).with_context(|| format!("`{name}`"))?;
    let mut progress = Progress::patient();
    let backup = read_backup((&mut from, file), &mut super::backup::watch(&name, &mut progress));
    progress.end();
    let backup = backup?;
    print(&format!(
        "{}made {}, {}, {}\nevery block is as it was written, and holds what the header says",
        listed(&backup.record),
        backup.made,
        size(backup.bytes),
        if backup.has_tokens { "with tokens" } else { "without tokens" }
    ))
}

/// The version, and a line for each table.
fn listed(record: &Record) -> String {
    let tables = record.tables.iter().map(|it| format!("{:>12} {}\n", it.rows, it.name));
    format!("version {}\n{}", record.version, tables.collect::<String>())
}
