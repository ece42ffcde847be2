//! `bole backup`, `bole restore` and `bole check`, and the flags of backups.

use std::{fs, os::unix::fs::PermissionsExt};

use crate::{
    cli::{bole, run, serve},
    server::ask_as,
};

const QUERY: &str = "{ people { totalCount } }";

#[test]
fn a_server_that_runs_is_backed_up_and_another_goes_on_with_what_was_restored() {
    let dir = tempfile::tempdir().unwrap();
    let (data, other) = (dir.path().join("data"), dir.path().join("other"));
    let file = dir.path().join("monday.bole");
    let server = serve(&data);
    let create = ["token", "create", "--role", "editor", "--name", "press-desk"];
    let (_, text, _) = run(bole(&data).args(create));
    let header = format!("Bearer {}", text.lines().next().unwrap());
    let (code, text, error) = run(bole(&data).arg("backup").arg("--out").arg(&file));
    assert_eq!((code, &*error), (0, ""), "{text}");
    assert!(text.starts_with("version 1: ") && text.contains(", tokens; "), "{text}");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let (code, _, error) = run(bole(&data).arg("restore").arg(&file));
    assert!(code == 1 && error.contains("is in use by another process"), "{error}");
    let (code, checked, _) = run(bole(&data).arg("check").arg(&file));
    assert!(
        code == 0 && checked.contains("with tokens\nevery block is as it was written"),
        "{checked}"
    );
    let answer = ask_as(server.address(), Some(&header), QUERY);
    assert_eq!(server.stop("-TERM"), 0);
    assert!(!data.join("socket").exists());
    let (code, text, _) = run(bole(&other).arg("restore").arg(&file));
    assert!(code == 0 && text.contains("restored into "), "{text}");
    let server = serve(&other);
    let again = ask_as(server.address(), Some(&header), QUERY);
    assert_eq!((answer.0, &again.2), (200, &answer.2));
    server.stop("-KILL");
    // It has left its socket, where nobody answers.
    assert_eq!(run(bole(&other).arg("check")).0, 0);
    let again = dir.path().join("again.bole");
    let (code, _, error) = run(bole(&other).arg("backup").arg("--out").arg(&again));
    assert_eq!(code, 0, "{error}");
}

#[test]
fn a_backup_of_a_stopped_server_can_go_to_standard_output() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    serve(&data).stop("-TERM");
    let output = bole(&data).args(["backup", "--out", "-"]).output().unwrap();
    assert!(output.status.success());
    assert!(String::from_utf8(output.stderr).unwrap().starts_with("version 1: "));
    let file = dir.path().join("file");
    fs::write(&file, &output.stdout).unwrap();
    let (code, text, _) = run(bole(&data).arg("check").arg(&file));
    assert!(code == 0 && text.starts_with("version 1\n") && text.contains(" Person\n"), "{text}");
}

#[test]
fn what_can_not_be_backed_up_or_restored_is_said_in_one_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let file = dir.path().join("file");
    fs::write(&file, "dear").unwrap();
    let named = file.to_str().unwrap();
    let says = |words: &[&str], code: i32, what: &str| {
        let (found, _, error) = run(bole(&data).args(words));
        assert_eq!((found, error.lines().count()), (code, 1), "{error}");
        assert!(error.contains(what), "{error}");
    };
    says(&["backup", "--out", named], 1, "there is no data directory");
    says(&["check", named], 1, "it is too short to be a backup of Bole; take another one");
    says(&["restore", named], 1, "it is too short to be a backup of Bole");
    says(&["restore", "/nowhere"], 1, "`/nowhere`");
    assert!(!data.exists());
    serve(&data).stop("-TERM");
    says(&["backup", "--out", named], 1, "file` is there already: name a file that is not");
    says(&["check", named, "--repair"], 2, "cannot be used with");
    says(&["--backup-every", "1s"], 2, "`1s` is no time between backups: write 90m, 24h or 7d");
    says(&["--backup-keep", "0"], 2, "0 is not in 1..");
    says(&["--backup-dir", named], 1, "file` is no directory: name one with --backup-dir");
    let inside = data.join("backups");
    let words = ["--backup-dir", inside.to_str().unwrap()];
    says(&words, 1, "is in the data directory: name a folder outside of it with --backup-dir");
    assert!(!inside.exists());
    assert_eq!(fs::read_to_string(&file).unwrap(), "dear");
}

#[test]
fn a_server_makes_backups_in_a_folder() {
    let dir = tempfile::tempdir().unwrap();
    let (data, folder) = (dir.path().join("data"), dir.path().join("backups"));
    serve(&data).stop("-TERM");
    fs::create_dir(&folder).unwrap();
    let list = folder.join("backups");
    let server = crate::cli::ready(bole(&data).env("BOLE_BACKUP_DIR", &folder));
    // It makes the first at once: what asks for another waits until that is there.
    let is_made = || {
        fs::read_dir(&folder)
            .unwrap()
            .flatten()
            .any(|it| it.path().extension().is_some_and(|it| it == "bole"))
    };
    while !is_made() {
        std::thread::yield_now();
    }
    assert!(fs::read_to_string(&list).unwrap().ends_with(".bole\n"));
    assert_eq!(server.stop("-TERM"), 0);
}

#[test]
fn a_damaged_directory_is_repaired_when_that_is_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    serve(&data).stop("-TERM");
    let (code, text, _) = run(bole(&data).args(["check", "--repair"]));
    assert!(code == 0 && text.starts_with("nothing is damaged\nversion 1\n"), "{text}");
    assert!(!data.join("before-repair").exists());
    fs::write(data.join("manifest"), "nothing of use").unwrap();
    let (code, _, error) = run(bole(&data).arg("check"));
    assert!(code == 1 && error.contains("holds no record"), "{error}");
    assert_eq!(fs::read_to_string(data.join("manifest")).unwrap(), "nothing of use");
    let (code, text, error) = run(bole(&data).args(["check", "--repair"]));
    assert_eq!(code, 0, "{error}");
    for part in ["made anew:\n  the manifest", "nothing was lost\n", "before-repair`"] {
        assert!(text.contains(part), "{text}");
    }
    assert_eq!(run(bole(&data).arg("check")).0, 0);
    assert_eq!(serve(&data).stop("-TERM"), 0);
    fs::write(data.join("manifest"), "nothing of use").unwrap();
    let (code, _, error) = run(bole(&data).args(["check", "--repair"]));
    assert!(code == 1 && error.contains("move it to another place first"), "{error}");
}
