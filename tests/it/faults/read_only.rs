//! A data directory in which the program may not write.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::Command,
};

use super::prepared;
use crate::cli::{bole, run};

/// The program without the rights that root has over the files of everybody.
fn weak(data: &Path) -> Command {
    if !rustix::process::geteuid().is_root() {
        return bole(data);
    }
    let mut command = Command::new("setpriv");
    command.args(["--bounding-set", "-dac_override,-dac_read_search,-fowner"]);
    command.arg(env!("CARGO_BIN_EXE_bole")).env_clear();
    command.env("BOLE_DATA", data).env("BOLE_SEED", "none").env("BOLE_LISTEN", "127.0.0.1:0");
    command
}

/// Takes away the right to write in a directory and its files, or gives it back.
fn chmod(dir: &Path, may_write: bool) {
    let (of_dir, of_file) = if may_write { (0o700, 0o600) } else { (0o500, 0o400) };
    fs::set_permissions(dir, Permissions::from_mode(0o700)).unwrap();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            chmod(&path, may_write);
        } else {
            fs::set_permissions(path, Permissions::from_mode(of_file)).unwrap();
        }
    }
    fs::set_permissions(dir, Permissions::from_mode(of_dir)).unwrap();
}

#[test]
fn a_directory_that_may_not_be_written_is_said_in_one_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    prepared(&data);
    chmod(dir.path(), false);
    let out = dir.path().join("backup.bole");
    let (out, new) = (out.to_str().unwrap(), dir.path().join("new"));
    let words: &[&[&str]] = &[
        &["serve"],
        &["check"],
        &["query", "{ people { totalCount } }"],
        &["backup", "--out", out],
        &["compact", "--keep", "1"],
        &["token", "create", "--role", "reader", "--name", "one"],
    ];
    let mut commands: Vec<(String, Command)> = Vec::new();
    for words in words {
        let mut command = weak(&data);
        command.args(*words);
        commands.push((words.join(" "), command));
    }
    commands.push(("serve, in a new directory".to_owned(), weak(&new)));
    for (what, mut command) in commands {
        let (code, text, error) = run(&mut command);
        assert_eq!((code, error.lines().count()), (1, 1), "{what}: {text}{error}");
        let is_clear = error.contains(dir.path().to_str().unwrap())
            && error.contains("Permission denied")
            && error.contains("let the user that Bole runs as read and write it");
        assert!(is_clear, "{what}: {error}");
    }
    assert!(!new.exists() && !Path::new(out).exists());
    chmod(dir.path(), true);
    let (code, text, error) = run(weak(&data).arg("check"));
    assert_eq!(code, 0, "{error}");
    assert!(text.starts_with("version 1\n"), "nothing has happened: {text}");
}
