//! Options in a file, and where each value is from.

use std::{fs, path::Path, process::Command};

use super::Process;
use crate::cli::{bole, run};

/// What `bole config` says with a file of this text.
fn config(text: &str, words: &[&str]) -> (i32, String, String) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("bole.toml");
    fs::write(&file, text).unwrap();
    let mut command = bole(dir.path());
    command.env("BOLE_CONFIG", &file).env("BOLE_RATE_LIMIT", "7").arg("config").args(words);
    let (code, out, error) = run(&mut command);
    let place = dir.path().display().to_string();
    (code, out.replace(&place, "PLACE"), error.replace(&place, "PLACE"))
}

#[test]
fn a_flag_goes_before_the_environment_that_before_the_file_and_that_before_the_default() {
    let text = "# mine\nrate-limit = 5\njwt-role-claim = \"groups\"\nlog = \"json\"\n\
                slow-query = \"500ms\"\nslow-query-text = true\nmin-contributors = 9\n";
    let (code, shown, error) = config(text, &["--log", "text", "--drain=3s"]);
    assert_eq!(code, 0, "{error}");
    for line in [
        "data = \"PLACE\"  # environment: BOLE_DATA",
        "rate-limit = 7  # environment: BOLE_RATE_LIMIT",
        "jwt-role-claim = \"groups\"  # file: PLACE/bole.toml:3",
        "log = \"text\"  # flag",
        "slow-query = \"500ms\"  # file: PLACE/bole.toml:5",
        "slow-query-text = true  # file: PLACE/bole.toml:6",
        "min-contributors = 9  # file: PLACE/bole.toml:7",
        "drain = \"3s\"  # flag",
        "anonymous = \"read\"  # default",
        "# jwks is not set",
    ] {
        assert!(shown.lines().any(|it| it == line), "{line} is not in\n{shown}");
    }
}

#[test]
fn every_flag_of_serve_is_shown_and_what_is_shown_is_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let (_, help, _) = run(bole(dir.path()).args(["serve", "--help"]));
    let (_, shown, _) = run(bole(dir.path()).arg("config"));
    let flags = help.lines().filter_map(|it| it.trim_start().strip_prefix("--"));
    let flags = flags.filter_map(|it| it.split([' ', '=']).next());
    let flags: Vec<&str> = flags.filter(|it| !["config", "help"].contains(it)).collect();
    assert!(flags.len() >= 18, "{flags:?}");
    for flag in flags {
        let said = [format!("{flag} = "), format!("# {flag} is ")];
        assert!(shown.lines().any(|it| said.iter().any(|said| it.starts_with(said))), "{flag}");
    }
    let file = dir.path().join("bole.toml");
    fs::write(&file, &shown).unwrap();
    let (code, again, error) = run(bole(dir.path()).arg("config").arg("--config").arg(&file));
    assert_eq!(code, 0, "{error}");
    let values = |text: &str| -> Vec<String> {
        text.lines().map(|it| it.split("  # ").next().unwrap().to_owned()).collect()
    };
    assert_eq!(values(&again), values(&shown));
}

#[test]
fn what_is_wrong_in_a_file_is_said_in_one_sentence_with_its_line() {
    for (text, why) in [
        ("\nrate_limit = 5", "2: there is no option `rate_limit`: write `rate-limit`"),
        ("\n\ncolour = 1", "3: there is no option `colour`: the keys are data, seed, listen, "),
        ("config = \"a\"", "1: there is no option `config`: the keys are "),
        ("rate-limit = \"5\"", "1: `rate-limit` is of the kind string: write a number, without"),
        ("rate-limit = -5", "1: invalid value '-5' for '--rate-limit <N>': "),
        ("listen = 80", "1: `listen` is of the kind integer: write text in quotes, such as `li"),
        ("listen = \"here\"", "1: invalid value 'here' for '--listen <ADDR>': "),
        ("log = [\"text\"]", "1: `log` is of the kind array: write text in quotes"),
        ("slow-query = \"5\"", "1: invalid value '5' for '--slow-query <TIME>': `5` is no length"),
        ("slow-query-text = 1", "1: `slow-query-text` is of the kind integer: write true or fal"),
        ("log = \"json\"\nlog = \"text\"", "2: this is no TOML: duplicate key"),
        ("[serve]\nlog = \"json\"", "1: there is no option `serve`: "),
        ("log = ", "1: this is no TOML: "),
    ] {
        let (code, out, error) = config(text, &[]);
        assert_eq!((code, out.as_str()), (2, ""), "{text}");
        assert!(error.starts_with(&format!("bole: PLACE/bole.toml:{why}")), "{error}");
        assert_eq!(error.lines().count(), 1, "{error}");
    }
    let dir = tempfile::tempdir().unwrap();
    let (code, _, error) = run(bole(dir.path()).args(["config", "--config", "/nowhere"]));
    assert_eq!(code, 2);
    assert!(error.starts_with("bole: `/nowhere` can't be read ("), "{error}");
}

#[test]
fn a_server_and_the_other_commands_take_the_data_directory_from_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let (data, file) = (dir.path().join("data"), dir.path().join("bole.toml"));
    fs::write(&file, format!("log = \"json\"\nseed = \"none\"\ndata = {data:?}\n")).unwrap();
    let with_file = |words: &[&str]| {
        let mut command = bole(Path::new("/nowhere"));
        command.env_remove("BOLE_DATA").env_remove("BOLE_SEED").env("BOLE_CONFIG", &file);
        command.args(words);
        command
    };
    let (code, _) = Process::ready(&mut with_file(&[])).stopped();
    assert_eq!(code, 0);
    for words in [&["check"][..], &["check", "--data", data.to_str().unwrap()]] {
        let (code, text, error) = run(&mut with_file(words));
        assert_eq!(code, 0, "{error}");
        assert!(text.starts_with("version 0\n"), "{text}");
    }
    let (code, _, error) = run(&mut with_file(&["check", "--data", "/nowhere"]));
    assert_eq!(code, 1);
    assert!(error.contains("there is no data directory `/nowhere`"), "{error}");
}

#[test]
fn the_configuration_in_the_readme_is_what_is_printed() {
    let readme = crate::readme::readme();
    let section = readme.split("\n## Operate\n").nth(1).unwrap();
    let mut blocks = section.split("```").skip(1).step_by(2);
    let command = blocks.next().unwrap().strip_prefix("sh\n").unwrap();
    let expected = blocks.next().unwrap().strip_prefix("text\n").unwrap();
    let command = command.trim().strip_prefix("BOLE_RATE_LIMIT=600 bole ").unwrap();
    let mut bole = Command::new(env!("CARGO_BIN_EXE_bole"));
    bole.env_clear().env("BOLE_RATE_LIMIT", "600").current_dir(env!("CARGO_MANIFEST_DIR"));
    let (code, shown, error) = run(bole.args(command.split(' ')));
    assert_eq!(code, 0, "{error}");
    for line in expected.lines() {
        assert!(shown.lines().any(|it| it == line), "{line} is not in\n{shown}");
    }
}
