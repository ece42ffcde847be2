//! All that can be read of damaged files.
//!
//! sled reads a leaf of its tree as a whole or not at all, and says nothing of where one that it can't read
//! ends. So entries are read from both ends of their range, and from each key between that the history
//! names.

use std::{collections::BTreeSet, fs, io, ops::Bound, path::Path};

use sled::{IVec, Tree};

use super::{losses::Loss, take_away};
use crate::store::{
    BATCH_ROWS_MAX, Record, StoreError,
    entries::{Entries, Entry, Range, range},
    files,
    guard::guarded,
    journal::{self, Block},
    keys,
    manifest::Manifest,
    part::Part,
};

/// Commits between damaged places that are looked for one by one.
const COMMITS_MAX: u64 = 1_000_000;

/// What was read.
pub(super) struct Salvaged {
    pub entries: Entries,
    /// What the last commit that is known of left.
    pub expected: Record,
    /// What is made anew of the rest.
    pub rebuilt: Vec<String>,
    pub lost_commits: Vec<Loss>,
}

/// Copies the files of a directory that its rows are in.
pub(super) fn copy(dir: &Path, to: &Path) -> Result<(), StoreError> {
    let copied = take_away(to).and_then(|()| {
        fs::create_dir_all(to)?;
        for name in ["manifest", "journal"] {
            if dir.join(name).exists() {
                fs::copy(dir.join(name), to.join(name))?;
            }
        }
        copy_folder(&dir.join("rows"), &to.join("rows"))
    });
    copied.map_err(|source| StoreError::Io { path: to.to_owned(), source })
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    if !from.exists() {
        return Ok(());
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

impl Salvaged {
    /// Reads a copy of a directory, and puts what it finds into a database of its own.
    pub(super) fn read(copy: &Path, found: &Path) -> Result<Self, StoreError> {
        let (rows, mut rebuilt) = (copy.join("rows"), Vec::new());
        let noted = Manifest::last_of(copy);
        if noted.is_none() {
            rebuilt.push("the manifest, of the record in the database".to_owned());
        }
        let mut entries = Entries::new(files::open(found)?, found);
        let from = Damaged { tree: opened(&rows, found, &mut rebuilt)?, path: &rows };
        let unreadable =
            from.copy_to(noted.as_ref().map_or(COMMITS_MAX, |it| it.version), &entries)?;
        if unreadable > 0 {
            rebuilt.push(format!("the database, of what is outside {unreadable} damaged places"));
        }
        let of_sled = entries.get(keys::RECORD)?;
        let of_sled = of_sled.and_then(|it| Record::from_text(std::str::from_utf8(&it).ok()?));
        let base = match &of_sled {
            Some(record) => record.version,
            // Else older entries might come over newer ones.
            None => last_commit(&entries)?,
        };
        let blocks = journal::readable(copy, base);
        let (newest, lost_commits) = followed(&mut entries, base, blocks, of_sled);
        let expected = [newest, noted].into_iter().flatten().max_by_key(age);
        let expected = expected.ok_or_else(|| StoreError::Damaged {
            path: copy.join("manifest"),
            why: "neither it nor the database says which tables there are".to_owned(),
        })?;
        if !lost_commits.is_empty() {
            rebuilt.push("the journal, without what can't be read of it".to_owned());
        }
        entries.settle((keys::RECORD, expected.to_text().as_bytes()))?;
        Ok(Salvaged { entries, expected, rebuilt, lost_commits })
    }
}

/// A history that was made shorter is of the same version.
fn age(record: &Record) -> (u64, u64) {
    (record.version, record.history.oldest)
}

/// Brings the entries up to the journal; gives the record of the last commit, and the commits in
/// between that could not be read.
fn followed(
    entries: &mut Entries,
    base: u64,
    blocks: Vec<Block>,
    of_sled: Option<Record>,
) -> (Option<Record>, Vec<Loss>) {
    let (mut newest, mut losses) = (of_sled, Vec::new());
    let mut version = base;
    for block in blocks {
        if block.first > version + 1 {
            losses.push(Loss::Commits { first: version + 1, last: block.first - 1 });
        }
        version = block.record.version;
        entries.note(block.entries);
        newest = Some(block.record);
    }
    (newest, losses)
}

/// The last commit of which there is a part.
fn last_commit(entries: &Entries) -> Result<u64, StoreError> {
    let parts = range(keys::PARTS.to_vec(), keys::after(keys::PARTS));
    let last = entries.last(parts, 1)?.pop();
    Ok(last.and_then(|it| keys::of_part(&it.0)).map_or(0, |it| it.0))
}

/// Opens sled's files: if need be with the settings of `other`, which are the same for every directory,
/// or without the snapshot that makes its start faster.
fn opened(rows: &Path, other: &Path, rebuilt: &mut Vec<String>) -> Result<Tree, StoreError> {
    let why = match files::open(rows) {
        Ok(tree) => return Ok(tree),
        Err(why) => why,
    };
    if fs::copy(other.join("conf"), rows.join("conf")).is_ok()
        && let Ok(tree) = files::open(rows)
    {
        rebuilt.push("the settings of the database".to_owned());
        return Ok(tree);
    }
    let files = fs::read_dir(rows).into_iter().flatten().flatten();
    let snapshots = files.filter(|it| it.file_name().to_string_lossy().starts_with("snap."));
    let removed = snapshots.filter(|it| fs::remove_file(it.path()).is_ok()).count();
    if removed > 0 { files::open(rows) } else { Err(why) }
}

/// sled's entries, some of which can't be read.
struct Damaged<'d> {
    tree: Tree,
    path: &'d Path,
}

/// Entries that were read, and whether there are no more.
type Run = (Vec<(IVec, IVec)>, bool);

impl Damaged<'_> {
    /// Copies what can be read, and tells how many places can't be.
    fn copy_to(&self, newest: u64, to: &Entries) -> Result<usize, StoreError> {
        let mut bad = self.region(keys::PARTS[0], &BTreeSet::new(), to)?;
        if bad > 0 {
            let numbers = 0..=newest.min(COMMITS_MAX);
            let names = numbers.map(|it| keys::part(it, 0)[1..].to_vec()).collect();
            bad = self.region(keys::PARTS[0], &names, to)?;
        }
        let mut names: BTreeSet<Vec<u8>> = BTreeSet::new();
        to.guarded(|| {
            for part in to.tree.scan_prefix(keys::PARTS) {
                let part = Part::from_bytes(&part?.1).unwrap_or_default();
                names.extend(
                    part.rows.iter().map(|(table, key)| [&[*table], key.as_bytes()].concat()),
                );
            }
            Ok(())
        })?;
        for region in keys::REGIONS {
            if region != keys::PARTS[0] {
                bad += self.region(region, &names, to)?;
            }
        }
        Ok(bad)
    }

    /// Copies the entries whose keys begin with a byte. `names` are what may come after it.
    fn region(
        &self,
        region: u8,
        names: &BTreeSet<Vec<u8>>,
        to: &Entries,
    ) -> Result<usize, StoreError> {
        let end = Bound::Excluded(vec![region + 1]);
        let (mut bad, mut from) = (0, Bound::Included(vec![region]));
        loop {
            let Some(stopped) = self.forward(&mut from, &end, to)? else { return Ok(bad) };
            bad += 1;
            let after =
                (Bound::Excluded(stopped.get(1..).unwrap_or_default().to_vec()), Bound::Unbounded);
            let candidates = names.range(after).map(|name| [&[region], &name[..]].concat());
            let mut readable = candidates.filter(|it| {
                let range = (Bound::Included(it.clone()), end.clone());
                self.run(range, false, 1).is_ok_and(|it| !it.0.is_empty())
            });
            let next = readable.next();
            let up_to = next.clone().map_or(end.clone(), Bound::Excluded);
            self.backward((&Bound::Excluded(stopped), up_to), to)?;
            match next {
                Some(next) => from = Bound::Included(next),
                None => return Ok(bad),
            }
        }
    }

    /// Copies entries until one can't be read; then gives the key of the last one that could be.
    fn forward(
        &self,
        from: &mut Bound<Vec<u8>>,
        end: &Bound<Vec<u8>>,
        to: &Entries,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let mut limit = BATCH_ROWS_MAX;
        loop {
            match self.run((from.clone(), end.clone()), false, limit) {
                Ok((found, is_end)) => {
                    if let Some((last, _)) = found.last() {
                        *from = Bound::Excluded(last.to_vec());
                    }
                    put(to, found)?;
                    if is_end {
                        return Ok(None);
                    }
                }
                Err(_) if limit > 1 => limit = 1,
                Err(_) => {
                    let (Bound::Included(stopped) | Bound::Excluded(stopped)) = from else {
                        return Ok(None);
                    };
                    return Ok(Some(stopped.clone()));
                }
            }
        }
    }

    /// Copies entries from the end of a range on, until one can't be read.
    fn backward(
        &self,
        (from, mut end): (&Bound<Vec<u8>>, Bound<Vec<u8>>),
        to: &Entries,
    ) -> Result<(), StoreError> {
        while let Ok((found, is_end)) = self.run((from.clone(), end.clone()), true, 1) {
            if let Some((first, _)) = found.last() {
                end = Bound::Excluded(first.to_vec());
            }
            put(to, found)?;
            if is_end {
                break;
            }
        }
        Ok(())
    }

    /// The first entries of a range, or the last.
    fn run(&self, range: Range, is_backward: bool, limit: usize) -> Result<Run, StoreError> {
        guarded(self.path, || {
            let entries = self.tree.range(range);
            let found: Vec<_> = if is_backward {
                entries.rev().take(limit).collect::<sled::Result<_>>()?
            } else {
                entries.take(limit).collect::<sled::Result<_>>()?
            };
            let is_end = found.len() < limit;
            Ok((found, is_end))
        })
    }
}

fn put(to: &Entries, found: Vec<(IVec, IVec)>) -> Result<(), StoreError> {
    let entries: Vec<Entry> = found.into_iter().map(|it| (it.0.to_vec(), Some(it.1))).collect();
    if entries.is_empty() { Ok(()) } else { to.write(entries) }
}
