//! A process that is killed while it writes.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
};

use bole::store::Store;

use super::{delete, put, rows};

/// Times that a child is killed.
const ROUNDS: u64 = 24;
/// Names the directory in which the child is to write.
const DIR: &str = "BOLE_TEST_CRASH_DIR";
/// Commits that a child makes if nobody kills it.
const COMMITS_MAX: u64 = 3_000;

/// What commit number `version` does: `(key, title)` puts a row, a key without a title deletes one.
/// One commit in four has several parts.
fn commit(version: u64) -> Vec<(String, Option<String>)> {
    let rows = if version.is_multiple_of(4) { 450 } else { 1 + version % 7 };
    let edits = (0..rows).map(|it| {
        let key = format!("k{:05}", (version * 31 + it * 7) % 1_500);
        let title = (!(version + it).is_multiple_of(5)).then(|| format!("{version} {it}"));
        (key, title)
    });
    edits.collect()
}

/// The rows after the commits up to `version`.
fn model(version: u64) -> Vec<(String, String)> {
    let mut rows = std::collections::BTreeMap::new();
    for version in 1..=version {
        for (key, title) in commit(version) {
            match title {
                Some(title) => drop(rows.insert(key, title)),
                None => drop(rows.remove(&key)),
            }
        }
    }
    rows.into_iter().collect()
}

/// Writes until it is killed, where a parent asks for it; by itself it does nothing.
#[test]
fn a_child_writes_when_it_is_told_where() {
    let Some(dir) = std::env::var_os(DIR) else { return };
    let store = Store::open(dir.as_ref()).unwrap();
    let mut out = std::io::stdout();
    for version in store.record().version + 1..=COMMITS_MAX {
        let edits = commit(version).into_iter().map(|(key, title)| match title {
            Some(title) => put(&key, &title),
            None => delete(&key),
        });
        let record = store.commit(edits).unwrap();
        writeln!(out, "\nacknowledged {}", record.version).unwrap();
        out.flush().unwrap();
    }
}

/// Lets a child write, kills it after `lines` acknowledgements, and gives the last one.
fn killed_after(dir: &std::path::Path, lines: u64) -> u64 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["store::crash::a_child_writes_when_it_is_told_where", "--exact", "--nocapture"])
        .env(DIR, dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let versions = out.lines().map_while(Result::ok);
    let mut versions =
        versions.filter_map(|it| it.strip_prefix("acknowledged ")?.parse::<u64>().ok());
    let mut last = 0;
    for version in versions.by_ref().take(usize::try_from(lines).unwrap()) {
        last = version;
    }
    child.kill().unwrap();
    // What the child had still said before it was killed counts as well.
    last = versions.last().unwrap_or(last);
    child.wait().unwrap();
    last
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_is_half_there_after_kill_9() {
    let dir = tempfile::tempdir().unwrap();
    let mut at = 0;
    for round in 0..ROUNDS {
        let acknowledged = killed_after(dir.path(), 1 + (round * 7919) % 13).max(at);
        let store = Store::open(dir.path()).unwrap();
        at = store.record().version;
        assert!(
            at == acknowledged || at == acknowledged + 1,
            "round {round}: {acknowledged} was acknowledged, and {at} is there"
        );
        assert_eq!(rows(&store).unwrap(), model(at), "round {round}, version {at}");
    }
    assert!(at >= ROUNDS);
}
