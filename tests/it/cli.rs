//! The program as a person starts it.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::{
    fs,
    io::{BufRead, BufReader},
    net::TcpListener,
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use crate::graph::seed;

/// The program with its options in the environment.
fn bole(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bole"));
    command.env_clear().env("BOLE_DATA", data).env("BOLE_SEED", seed());
    command
}

fn run(command: &mut Command) -> (i32, String, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |it: Vec<u8>| String::from_utf8(it).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

/// A server that has said that it is ready.
struct Server {
    child: Child,
    greeting: Vec<String>,
}

fn serve(data: &Path) -> Server {
    let mut command = bole(data);
    command.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let greeting = lines.take(4).map(Result::unwrap).collect();
    Server { child, greeting }
}

impl Server {
    fn stop(mut self, signal: &str) -> i32 {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        self.child.wait().unwrap().code().unwrap()
    }
}

#[test]
fn a_first_start_fills_the_directory_and_a_second_one_opens_it() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let server = serve(&data);
    let greeting = server.greeting.join("\n");
    for path in ["/graphiql", "/graphql", "/schema.graphql"] {
        assert!(greeting.contains(path) && !greeting.contains(":0/"), "{greeting}");
    }
    let (code, _, error) = run(bole(&data).args(["query", "{ people { totalCount } }"]));
    assert_eq!(code, 1);
    assert!(error.contains("is in use by another process"), "{error}");
    assert_eq!(server.stop("-TERM"), 0);
    let ask = || run(bole(&data).args(["query", "{ people { totalCount } }"]));
    let first = ask();
    assert_eq!(first.0, 0);
    assert_eq!(serve(&data).stop("-INT"), 0);
    assert_eq!(ask(), first);
    let (code, text, _) = run(bole(&data).arg("check"));
    assert_eq!(code, 0);
    assert!(text.starts_with("version 1\n") && text.contains("Person\n"), "{text}");
}

#[test]
fn what_can_not_be_done_is_said_in_one_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let says = |command: &mut Command, what: &str| {
        let (code, _, error) = run(command);
        assert_eq!(code, 1, "{error}");
        assert!(error.contains(what) && error.lines().count() == 1, "{error}");
    };
    let new = dir.path().join("new");
    says(bole(&new).arg("check"), "there is no data directory");
    says(bole(&new).args(["--seed", "/nowhere"]), "there is no folder `/nowhere`");
    let foreign = dir.path().join("foreign");
    fs::create_dir(&foreign).unwrap();
    fs::write(foreign.join("letter.txt"), "dear").unwrap();
    says(&mut bole(&foreign), "is not a data directory of Bole");
    assert_eq!(fs::read_to_string(foreign.join("letter.txt")).unwrap(), "dear");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let mut command = bole(&dir.path().join("data"));
    let (code, _, error) = run(command.args(["--listen", &address]));
    assert_eq!(code, 1);
    let last = error.lines().last().unwrap();
    assert!(last.contains(&format!("can't listen at {address}")), "{error}");
}

#[test]
fn queries_take_variables_and_tell_of_errors_by_the_exit_code() {
    let dir = tempfile::tempdir().unwrap();
    serve(dir.path()).stop("-TERM");
    let query = "query($n: Int) { people(first: $n) { nodes { key } } }";
    let mut command = bole(dir.path());
    let (code, text, _) = run(command.args(["query", query, "--variables", r#"{"n": 1}"#]));
    assert_eq!(code, 0);
    assert_eq!(text.matches("\"key\"").count(), 1);
    let (code, text, _) = run(bole(dir.path()).args(["query", "{ nothing }"]));
    assert_eq!(code, 1);
    assert!(text.contains("GRAPHQL_VALIDATION_FAILED"), "{text}");
    let (code, _, error) = run(bole(dir.path()).args(["query", query, "--variables", "[1]"]));
    assert_eq!(code, 1);
    assert!(error.contains("are no object"), "{error}");
}

#[test]
fn the_help_names_every_flag_and_its_environment_variable() {
    let dir = tempfile::tempdir().unwrap();
    let (code, help, _) = run(bole(dir.path()).arg("--help"));
    assert_eq!(code, 0);
    for name in ["BOLE_DATA", "BOLE_SEED", "BOLE_LISTEN", "BOLE_LOG", "Examples:"] {
        assert!(help.contains(name), "{name} is not in\n{help}");
    }
    let (code, _, error) = run(bole(dir.path()).arg("--lisetn"));
    assert_eq!(code, 2);
    assert!(error.contains("--listen"), "{error}");
}
