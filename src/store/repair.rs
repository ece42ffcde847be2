//! A damaged directory, made anew of what can be read of it.
//!
//! Nothing is changed in place: the files are copied, all that can be read of the copy is put together as
//! the last commit left it, written beside what is there, and compared with its record. Only then does it
//! take the place of what is there, which goes to `before-repair`.
//!
//! What each commit touched is in the history: so a row that is lost can be named, and one that is older
//! than it should be is known. Of a row that can't be read as it was last, the newest state that can be
//! counts. Where anything was lost, one commit more says so.

mod dangling;
mod losses;
mod salvage;

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    Lock, Reason, Record, Store, StoreError, TableRecord, keys, lock,
    part::Part,
    renewed::{self, Renewed},
    still::{self, Kind},
};
use salvage::Salvaged;

pub use losses::Loss;

/// What came of a repair.
#[derive(Clone, Debug, PartialEq)]
pub struct Repaired {
    /// What the directory holds now.
    pub record: Record,
    /// Where what was there before is.
    pub aside: PathBuf,
    /// What was made anew of the rest, in words.
    pub rebuilt: Vec<String>,
    /// What could not be; empty where nothing was lost.
    pub losses: Vec<Loss>,
}

/// Makes a damaged directory anew; `None` where it is whole, and stays as it is.
///
/// # Errors
///
/// [`StoreError::Aside`] where what an earlier repair replaced is still there, [`StoreError::Damaged`]
/// where nothing of the rows can be read. Then the directory is as it was, but for its `lock`.
pub fn repair(dir: &Path, reason: &Reason) -> Result<Option<Repaired>, StoreError> {
    if !dir.join("rows").exists() && !dir.join("manifest").exists() {
        return Err(StoreError::Foreign { path: dir.to_owned() });
    }
    let _lock: Lock = lock(dir)?;
    renewed::finish(dir)?;
    let aside = dir.join(renewed::ASIDE);
    // An empty one is of a repair that was cut short before it took anything away.
    if aside.exists() && fs::remove_dir(&aside).is_err() {
        return Err(StoreError::Aside { path: aside });
    }
    let repaired = made(dir, reason);
    if !matches!(repaired, Ok(Some(_))) {
        // What the repair itself met says more than that something is left over.
        drop(renewed::clear(dir));
        return repaired;
    }
    renewed::put_aside(dir)?;
    renewed::finish(dir)?;
    repaired
}

fn made(dir: &Path, reason: &Reason) -> Result<Option<Repaired>, StoreError> {
    let copy = renewed::work(dir)?.join("copy");
    salvage::copy(dir, &copy)?;
    let why = match looked_at(&copy) {
        Ok(()) => return Ok(None),
        Err(
            why @ (StoreError::Damaged { .. }
            | StoreError::Corrupt { .. }
            | StoreError::History { .. }
            | StoreError::Sled { .. }),
        ) => why,
        // No repair makes a newer build.
        Err(why) => return Err(why),
    };
    tracing::warn!(%why, "to be repaired");
    // Looking at it may have changed it.
    salvage::copy(dir, &copy)?;
    let salvaged = Salvaged::read(&copy, &renewed::work(dir)?.join("found"));
    // It is the directory itself that is damaged.
    let salvaged = salvaged.map_err(|why| match why {
        StoreError::Damaged { why, .. } => StoreError::Damaged { path: dir.join("rows"), why },
        why => why,
    })?;
    let Salvaged { entries, expected, rebuilt, lost_commits } = salvaged;
    let mut record = Record { version: expected.version, ..Record::default() };
    record.history.oldest = losses::oldest(&entries, &expected)?;
    record.tables = expected.tables.iter().map(|it| TableRecord::new(&it.name)).collect();
    let mut made = Renewed::new(dir)?;
    still::each(|| &entries, &expected, &mut |kind, key, value| {
        match kind {
            Kind::Row => record.tables[usize::from(key[1])].add(&key[2..], value),
            Kind::Part | Kind::State => record.history.entries.add(key, value),
            Kind::Request => (),
        }
        made.put(kind, key, value)
    })?;
    let mut losses = lost_commits;
    if record != expected {
        losses.extend(losses::found(&entries, &expected, &record)?);
        record.version += 1;
        let (key, part) = (keys::part(record.version, 0), told(&losses, reason).to_bytes());
        record.history.entries.add(&key, &part);
        made.put(Kind::Part, &key, &part)?;
    }
    made.end(&record)?;
    drop(entries);
    let store = Store::open(&dir.join(renewed::NAME))?;
    losses.extend(dangling::close(&store, reason)?);
    let record = store.record();
    drop(store);
    let aside = dir.join(renewed::ASIDE);
    Ok(Some(Repaired { record, aside, rebuilt, losses }))
}

/// Whether all of a directory can be read.
fn looked_at(dir: &Path) -> Result<(), StoreError> {
    let store = Store::open(dir)?;
    store.check()?;
    if dangling::dangling(&store)?.is_empty() {
        return Ok(());
    }
    let why = "rows in it refer to others that are not there".to_owned();
    Err(StoreError::Damaged { path: dir.to_owned(), why })
}

/// What the history says of a repair.
fn told(losses: &[Loss], reason: &Reason) -> Part {
    let words: Vec<String> = losses.iter().take(10).map(ToString::to_string).collect();
    let more = match losses.len().saturating_sub(words.len()) {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    let why = format!("repaired: {}{more}", words.join("; "));
    Part::new(Some(&Reason { why: Some(why.into()), ..reason.clone() }))
}

/// Takes away a folder, if it is there.
fn take_away(path: &Path) -> std::io::Result<()> {
    if path.is_dir() { fs::remove_dir_all(path) } else { Ok(()) }
}
