//! A server that has no room to write.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use super::{
    client::{Client, source},
    disk::Disk,
    prepared, random, unlimited,
};
use crate::cli::{bole, ready, run};

/// Makes a person; the answer.
fn make(client: &mut Client, key: &str, note: &str) -> Value {
    let person = json!({"key": key, "name": {"en": key}, "source": source(), "note": {"en": note}});
    client.send("createPerson", &json!({"person": person})).unwrap()
}

fn is_made(answer: &Value) -> bool {
    answer["version"].is_u64()
}

/// The code and the message of the error that is the answer.
fn refused(answer: &Value) -> (&str, &str) {
    let error = &answer["errors"][0];
    let code = error["extensions"]["code"].as_str();
    (code.unwrap_or_else(|| panic!("{answer}")), error["message"].as_str().unwrap())
}

/// The keys of all people.
fn keys(client: &mut Client) -> Vec<String> {
    let query = "query($input: String) { people(first: 1000, after: $input) { nodes { key } } }";
    let answer = client.ask(query, &Value::Null).unwrap();
    let people = answer["data"]["people"]["nodes"].as_array().unwrap();
    people.iter().map(|it| it["key"].as_str().unwrap().to_owned()).collect()
}

/// What `bole query` says that is on the disk, by a program that sees it.
fn stored(command: &mut Command) -> Vec<String> {
    let (code, text, error) = run(command.args(["query", "{ people { nodes { key } } }"]));
    assert_eq!(code, 0, "{error}");
    let answer: Value = serde_json::from_str(&text).unwrap();
    let people = answer["data"]["people"]["nodes"].as_array().unwrap();
    people.iter().map(|it| it["key"].as_str().unwrap().to_owned()).collect()
}

/// Fails with a sentence about a disk that is full.
fn says_no_room(command: &mut Command) {
    let (code, text, error) = run(command);
    assert_eq!((code, error.lines().count()), (1, 1), "{text}{error}");
    assert!(error.contains("No space left on device") && error.contains("make room"), "{error}");
}

#[test]
fn a_full_disk_refuses_changes_until_there_is_room_and_keeps_all_that_is_there() {
    let Some(disk) = Disk::of_mib(96) else {
        // Some containers may not. What comes of writes that fail is tried by the next test anywhere.
        return println!("`unshare` may not mount a small file system here: nothing was tried");
    };
    let dir = tempfile::tempdir().unwrap();
    let secret = prepared(&dir.path().join("data"));
    disk.take(&dir.path().join("data"), "data");
    let server = ready(disk.bole().args(["--rate-limit", "0"]));
    let mut client = Client::new(server.address(), &secret).unwrap();
    assert!(is_made(&make(&mut client, "first", "a")));
    disk.fill(20 << 20);
    let answer = make(&mut client, "second", "b");
    let (code, why) = refused(&answer);
    assert_eq!(code, "UNAVAILABLE");
    assert!(why.contains("the disk is full: changes are taken again"), "{why}");
    let job = client.import("/import/csv?entity=Person", "key,name\nthird,Third\n");
    let failure = job["failure"].as_str().unwrap();
    assert!(job["state"] == "FAILED" && failure.contains("the disk is full"), "{job}");
    assert_eq!(keys(&mut client), ["first"]);
    disk.make_room();
    let answer = make(&mut client, "second", "b");
    assert!(is_made(&answer), "no start is needed: {answer}");
    // No byte is left, not for a backup either.
    disk.fill(0);
    assert_eq!(refused(&make(&mut client, "third", "c")).0, "UNAVAILABLE");
    says_no_room(disk.bole().args(["backup", "--out"]).arg(disk.on("backup.bole")));
    let left = std::fs::read_dir(disk.seen("")).unwrap().map(|it| it.unwrap().file_name());
    let mut left: Vec<_> = left.map(|it| it.into_string().unwrap()).collect();
    left.sort();
    assert_eq!(left, ["ballast", "data"], "nothing that looks like a backup");
    assert_eq!(keys(&mut client), ["first", "second"]);
    assert_eq!(server.stop("-KILL"), -1);
    says_no_room(disk.bole().arg("check"));
    disk.make_room();
    let (code, _, error) = run(disk.bole().arg("check"));
    assert_eq!(code, 0, "{error}");
    assert_eq!(stored(&mut disk.bole()), ["first", "second"]);
}

/// The program, whose files may have so many KiB; the signal that comes then is ignored, so that
/// writes fail.
fn of_small_files(data: &Path, kib: u64) -> Command {
    let mut command = Command::new("sh");
    let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"", kib * 2);
    command.args(["-c", &script, env!("CARGO_BIN_EXE_bole")]).env_clear();
    command.env("BOLE_DATA", data).env("BOLE_LISTEN", "127.0.0.1:0").env("BOLE_SEED", "none");
    command
}

/// Letters that hardly get shorter when they are compressed.
fn noise(seed: u64) -> String {
    let letter = |it| char::from(b'a' + u8::try_from(random(seed * 10_007 + it, 26)).unwrap());
    (0..8_000).map(letter).collect()
}

#[test]
fn files_that_may_not_grow_end_the_changes_and_nothing_acknowledged_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let secret = prepared(&data);
    let mut command = of_small_files(&data, 1_100);
    command.stderr(Stdio::null());
    let server = ready(command.args(["--rate-limit", "0"]));
    let mut client = Client::new(server.address(), &secret).unwrap();
    let mut made = Vec::new();
    let failed = (0..2_000).find_map(|it| {
        let key = format!("person-{it:04}");
        let answer = make(&mut client, &key, &noise(it));
        if is_made(&answer) {
            made.push(key);
            return None;
        }
        Some(answer)
    });
    let failed = failed.expect("some file grows");
    let (code, why) = refused(&failed);
    assert_eq!(code, "INTERNAL");
    assert!(why.contains("the change was not made, as far as is known"), "{why}");
    // From then on it is known that it can't be known.
    let answer = make(&mut client, "late", "late");
    let (code, why) = refused(&answer);
    assert_eq!(code, "UNAVAILABLE");
    assert!(why.contains("no more changes are taken since one failed: start again"), "{why}");
    assert_eq!(keys(&mut client), made);
    assert_eq!(server.stop("-TERM"), 0);
    let (code, _, error) = run(of_small_files(&data, 1_100).arg("check"));
    assert!(code == 1 && error.lines().count() == 1, "{error}");
    let (code, text, error) = run(bole(&data).arg("check"));
    assert_eq!(code, 0, "{text}{error}");
    let server = ready(unlimited(&data).args(["--seed", "none"]));
    let mut client = Client::new(server.address(), &secret).unwrap();
    let found = keys(&mut client);
    // The one whose fate was not known may be there.
    assert!(found.starts_with(&made) && found.len() <= made.len() + 1, "{found:?}");
    assert!(!found.contains(&"late".to_owned()));
    assert!(is_made(&make(&mut client, "after", "after")));
    assert_eq!(server.stop("-TERM"), 0);
}
