//! A process that is killed while it writes.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    ops::RangeInclusive,
    process::{Command, Stdio},
    sync::LazyLock,
};

use bole::{
    catalog::{Row, RowId},
    store::{Place, Store},
};

use crate::graph::reason;

use super::{delete, put, rows};

/// Times that a child is killed.
const ROUNDS: u64 = 14;
/// Names the directory in which the child is to write.
const DIR: &str = "BOLE_TEST_CRASH_DIR";
/// Commits that a child makes if nobody kills it.
const COMMITS_MAX: u64 = 3_000;
/// Edits after which a child tells how far a commit is.
const TOLD_EVERY: usize = 130;
/// How often it tells of a large commit.
const LATE: usize = 8;

/// Rows that a commit of several parts touches; there are twice as many.
const LARGE: u64 = 1_000;

/// What commit number `version` does: `(key, title)` puts a row, a key without a title deletes one.
/// One commit in four has several parts: its first rows come in order, and take several times the room
/// of sled's buffer, so that the first parts are in its file before the last are made. The first two of
/// these mostly make rows, later ones change them.
fn commit(version: u64) -> Vec<(String, Option<String>)> {
    let is_large = version.is_multiple_of(4);
    let rows = if is_large { LARGE + 100 } else { 1 + version % 7 };
    let edits = (0..rows).map(|it| {
        let place = version / 4 % 2 * LARGE;
        let place = place + if is_large { it % LARGE } else { (version * 31 + it * 7) % LARGE };
        let noise = if is_large { noise(version * 3_000 + it) } else { "" };
        let title = format!("{version} {it} {noise}.");
        (format!("k{place:05}"), (!(version + it).is_multiple_of(5)).then_some(title))
    });
    edits.collect()
}

/// Some of very many letters, which hardly get shorter when they are compressed.
fn noise(seed: u64) -> &'static str {
    static LETTERS: LazyLock<String> = LazyLock::new(|| {
        let mut state = 1u64;
        let letter = |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            char::from(b'a' + u8::try_from((state >> 33) % 26).unwrap())
        };
        (0..1_000_000).map(letter).collect()
    });
    let from = usize::try_from(seed * 7_919 % 900_000).unwrap();
    &LETTERS[from..from + 8_000]
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

/// Lets a child write, kills it when it has said enough, and gives the last version that it
/// acknowledged, if any. What it says is counted in lines, and in those about a commit that it is
/// still writing.
fn killed_when(dir: &std::path::Path, is_enough: impl Fn(usize, usize) -> bool) -> Option<u64> {
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
    let (mut before, mut of_commit): (Vec<String>, _) = (Vec::new(), 0);
    while !is_enough(before.len(), of_commit) {
        let line = said.next().expect("the child goes on until it is killed");
        of_commit = if line.starts_with("writing ") { of_commit + 1 } else { 0 };
        before.push(line);
    }
    child.kill().unwrap();
    // What the child had still said before it was killed counts as well.
    before.extend(said);
    child.wait().unwrap();
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

/// Whether the history is whole: it names all commits up to `newest`, and tells what rows were there
/// as commit number `version` left them.
fn remembers(store: &Store, newest: u64, version: u64) {
    store.check().unwrap();
    let (mut from, mut told) = (Place::from(0), Vec::new());
    while let Some(slice) = store.touched(from, 1_000).unwrap() {
        from = slice.next;
        told.push(slice.version);
    }
    told.dedup();
    assert!(told == (1..=newest).collect::<Vec<_>>(), "{told:?} of {newest} commits");
    let mut expected = BTreeMap::new();
    follow(&mut expected, 1..=version);
    let ids: Vec<RowId> =
        (0..2 * LARGE).map(|it| format!("Source:k{it:05}").parse().unwrap()).collect();
    let states = store.states_at(&ids, version).unwrap().into_iter().flatten();
    let found = states.filter_map(|it| match it.row {
        Some(Row::Source(row)) => Some((row.key.to_string(), row.title.primary().to_owned())),
        _ => None,
    });
    assert!(found.eq(expected), "other rows as of {version}");
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_is_half_there_after_kill_9() {
    let dir = tempfile::tempdir().unwrap();
    let mut model = BTreeMap::new();
    let (mut at, mut halves) = (0, 0);
    for round in 0..ROUNDS {
        let most = 1 + usize::try_from((round * 7919) % 13).unwrap();
        // Every other one late in a large commit, of which the first parts are in the files then.
        let is_enough = |lines, of_commit| {
            if round % 2 == 0 { lines == most } else { of_commit == LATE }
        };
        let acknowledged = killed_when(dir.path(), is_enough).unwrap_or(at);
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
        remembers(&store, at, (round * 5_081) % (at + 1));
    }
    assert!(at > 0 && halves > 0, "{at} commits, {halves} of {ROUNDS} were killed half-way");
}
