//! A process that is killed while it writes.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    ops::RangeInclusive,
    process::{Command, Stdio},
};

use bole::store::Store;

use crate::graph::reason;

use super::{delete, put, rows};

/// Times that a child is killed.
const ROUNDS: u64 = 24;
/// Names the directory in which the child is to write.
const DIR: &str = "BOLE_TEST_CRASH_DIR";
/// Commits that a child makes if nobody kills it.
const COMMITS_MAX: u64 = 3_000;
/// Edits after which a child tells how far a commit is, one part of it each time.
const TOLD_EVERY: usize = 200;

/// What commit number `version` does: `(key, title)` puts a row, a key without a title deletes one.
/// One commit in four has several parts, and takes several times the room of sled's buffer, so that
/// the first parts are in its file before the last are made.
fn commit(version: u64) -> Vec<(String, Option<String>)> {
    let (rows, width) = if version.is_multiple_of(4) { (1_600, 900) } else { (1 + version % 7, 1) };
    let edits = (0..rows).map(|it| {
        let key = format!("k{:05}", (version * 31 + it * 7) % 1_500);
        let title = format!("{version} {it:0width$}");
        (key, (!(version + it).is_multiple_of(5)).then_some(title))
    });
    edits.collect()
}

/// Brings `rows` up to the commits of `versions`.
fn follow(rows: &mut BTreeMap<String, String>, versions: RangeInclusive<u64>) {
    for (key, title) in versions.flat_map(commit) {
        match title {
            Some(title) => drop(rows.insert(key, title)),
            None => drop(rows.remove(&key)),
        }
    }
}

/// Writes until it is killed, where a parent asks for it; by itself it does nothing.
#[test]
fn a_child_writes_when_it_is_told_where() {
    let Some(dir) = std::env::var_os(DIR) else { return };
    let store = Store::open(dir.as_ref()).unwrap();
    let say = |what: &str, number: u64| {
        let mut out = std::io::stdout();
        writeln!(out, "\n{what} {number}").unwrap();
        out.flush().unwrap();
    };
    for version in store.record().version + 1..=COMMITS_MAX {
        let edits = commit(version).into_iter().enumerate().map(|(at, (key, title))| {
            if at > 0 && at.is_multiple_of(TOLD_EVERY) {
                say("writing", version);
            }
            title.map_or_else(|| delete(&key), |title| put(&key, &title))
        });
        say("acknowledged", store.commit(edits, &reason()).unwrap().version);
    }
}

/// Lets a child write, kills it after `lines` of what it says, and gives the last version that it
/// acknowledged, if any.
fn killed_after(dir: &std::path::Path, lines: usize) -> Option<u64> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["store::crash::a_child_writes_when_it_is_told_where", "--exact", "--nocapture"])
        .env(DIR, dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let said = out.lines().map_while(Result::ok);
    let mut said = said.filter(|it| it.starts_with("acknowledged ") || it.starts_with("writing "));
    let mut before: Vec<String> = said.by_ref().take(lines).collect();
    child.kill().unwrap();
    // What the child had still said before it was killed counts as well.
    before.extend(said);
    child.wait().unwrap();
    assert!(before.len() >= lines, "the child ended by itself");
    before.iter().rev().find_map(|it| it.strip_prefix("acknowledged ")?.parse().ok())
}

/// Commits of which some parts, but not the last, are in the files of a directory.
fn half_there(dir: &std::path::Path) -> bool {
    let copy = super::damage::copied(dir);
    let rows = sled::open(copy.path().join("rows")).unwrap();
    // The first byte of a part; those of whole commits are of their versions.
    let last = rows.scan_prefix([3]).last().transpose().unwrap();
    let version = |key: &[u8]| u64::from_be_bytes(key[1..9].try_into().unwrap());
    let record = rows.get([0]).unwrap().map(|it| String::from_utf8(it.to_vec()).unwrap());
    let of = |it: &str| it.lines().next()?.strip_prefix("version ")?.parse::<u64>().ok();
    last.is_some_and(|(key, _)| Some(version(&key)) > record.as_deref().and_then(of))
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_is_half_there_after_kill_9() {
    let dir = tempfile::tempdir().unwrap();
    let mut model = BTreeMap::new();
    let (mut at, mut halves) = (0, 0);
    for round in 0..ROUNDS {
        let lines = 1 + usize::try_from((round * 7919) % 13).unwrap();
        let acknowledged = killed_after(dir.path(), lines).unwrap_or(at);
        halves += u64::from(half_there(dir.path()));
        let store = Store::open(dir.path()).unwrap();
        let left = store.record().version;
        assert!(
            left == acknowledged || left == acknowledged + 1,
            "round {round}: {acknowledged} was acknowledged, and {left} is there"
        );
        follow(&mut model, at + 1..=left);
        at = left;
        let expected: Vec<_> = model.clone().into_iter().collect();
        assert!(rows(&store).unwrap() == expected, "round {round}, version {at}: other rows");
    }
    assert!(at > 0 && halves > 0, "{at} commits, {halves} of {ROUNDS} were killed half-way");
}
