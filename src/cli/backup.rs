//! `bole backup` and `bole restore`.

use std::{
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use anyhow::Result;
use clap::Args;

use super::{
    Directory, Exit, made, now, place, print,
    progress::{Progress, Step},
    size, socket,
};
use crate::store::{self, Backup, Far, NewFile, Store, StoreError, read_backup};

#[derive(Args, Debug)]
pub(super) struct Asked {
    /// The file to write, which must not be there yet; `-` writes to standard output.
    #[arg(long, env = "BOLE_OUT", value_name = "FILE")]
    out: PathBuf,
}

#[derive(Args, Debug)]
pub(super) struct Restore {
    /// The backup.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub(super) fn backup(directory: &Directory, asked: &Asked) -> Result<Exit> {
    let (dir, out) = (made(directory)?, asked.out.as_path());
    if out == Path::new("-") {
        let done = write(dir, (&mut io::stdout().lock(), out))?;
        // Standard output has the backup.
        drop(writeln!(io::stderr(), "{}", said(&done)));
        return Ok(Exit::Done);
    }
    let mut file = NewFile::new(out)?;
    let done = write(dir, (&mut file, out))?;
    file.finish()?;
    print(&said(&done))
}

pub(super) fn restore(directory: &Directory, asked: &Restore) -> Result<Exit> {
    let (dir, name) = (place(directory)?, asked.file.display().to_string());
    let mut progress = Progress::patient();
    let done = store::restore(&asked.file, dir, &mut watch(&name, &mut progress));
    progress.end();
    print(&format!("{}\nrestored into {}", said(&done?), dir.display()))
}

/// Writes a backup: of a directory that nobody has open, else a server that has makes it.
fn write(dir: &Path, (to, name): (&mut dyn Write, &Path)) -> Result<Backup> {
    let called = name.display().to_string();
    let mut progress = Progress::patient();
    let done = match Store::open(dir) {
        Ok(store) => store.backup((to, name), now(), &mut watch(&called, &mut progress)),
        Err(why @ StoreError::InUse { .. }) => {
            // By an import, say, which makes none.
            let Ok(mut from) = socket::ask(dir) else { return Err(why.into()) };
            let mut both = Tee { from: &mut from, to };
            read_backup((&mut both, name), &mut watch(&called, &mut progress))
        }
        Err(why) => Err(why),
    };
    progress.end();
    Ok(done?)
}

/// Reads, and writes what was read.
struct Tee<'t> {
    from: &'t mut dyn Read,
    to: &'t mut dyn Write,
}

impl Read for Tee<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(bytes)?;
        self.to.write_all(&bytes[..read])?;
        Ok(read)
    }
}

/// Tells how far a backup is.
pub(super) fn watch<'p>(name: &'p str, progress: &'p mut Progress) -> impl FnMut(Far) + 'p {
    move |far: Far| {
        let (done, whole) = (far.entries, far.entries_of);
        progress.tell(Step { of: name, done, whole, count: done, unit: "entries" });
    }
}

/// What a backup holds, in a line.
fn said(backup: &Backup) -> String {
    let Backup { record, requests, has_tokens, bytes, .. } = backup;
    format!(
        "version {}: {} rows, {} entries of the history, {requests} requests, {}; {}",
        record.version,
        record.rows(),
        record.history.entries.rows,
        if *has_tokens { "tokens" } else { "no tokens" },
        size(*bytes)
    )
}
