//! The program as a person starts it.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use crate::graph::seed;

/// The program with its options in the environment.
pub(crate) fn bole(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bole"));
    command.env_clear().env("BOLE_DATA", data).env("BOLE_SEED", seed());
    command.env("BOLE_LISTEN", "127.0.0.1:0");
    command
}

pub(crate) fn run(command: &mut Command) -> (i32, String, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |it: Vec<u8>| String::from_utf8(it).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

/// A server that has said that it is ready.
pub(crate) struct Server {
    child: Child,
    pub(crate) greeting: Vec<String>,
}

pub(crate) fn serve(data: &Path) -> Server {
    ready(&mut bole(data))
}

pub(crate) fn ready(command: &mut Command) -> Server {
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let greeting = lines.take(5).map(Result::unwrap).collect();
    Server { child, greeting }
}

impl Server {
    /// Where it listens.
    pub(crate) fn address(&self) -> &str {
        self.greeting[2].split('/').nth(2).unwrap()
    }

    pub(crate) fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
    }

    /// The exit code; -1 where it had no time for one.
    pub(crate) fn stop(self, signal: &str) -> i32 {
        self.signal(signal);
        self.ended()
    }

    /// The same of one that ends by itself.
    pub(crate) fn ended(mut self) -> i32 {
        self.child.wait().unwrap().code().unwrap_or(-1)
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
    let file = dir.path().join("file");
    fs::write(&file, "dear").unwrap();
    for command in [vec!["check"], vec![], vec!["token", "list"]] {
        says(bole(&file).args(command), "file` is no directory: name one with --data\n");
    }
    let empty = dir.path().join("empty");
    fs::create_dir(&empty).unwrap();
    says(bole(&empty).arg("check"), "there is no data directory");
    assert_eq!(fs::read_dir(&empty).unwrap().count(), 0);
}

#[test]
fn an_address_in_use_is_said_before_a_directory_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (code, _, error) = run(bole(&data).args(["--listen", &address]));
    assert_eq!(code, 1);
    assert!(error.starts_with(&format!("bole: can't listen at {address} (")), "{error}");
    assert!(error.ends_with("name another address with --listen\n"), "{error}");
    assert!(error.lines().count() == 1 && !data.exists(), "{error}");
}

#[test]
fn a_seed_with_faults_leaves_a_directory_that_the_next_start_fills() {
    let dir = tempfile::tempdir().unwrap();
    let (data, bad) = (dir.path().join("data"), dir.path().join("bad"));
    fs::create_dir(&bad).unwrap();
    fs::write(bad.join("sources.csv"), "key,title,kind\ngood,Good,DATASET\nbad,Bad,NONE\n")
        .unwrap();
    let (code, _, error) = run(bole(&data).arg("--seed").arg(&bad));
    assert_eq!(code, 1);
    assert!(error.contains("sources.csv:3: kind: "), "{error}");
    let count = || run(bole(&data).args(["query", "{ sources { totalCount } }"])).1;
    assert!(count().contains("\"totalCount\": 0"));
    serve(&data).stop("-TERM");
    assert!(!count().contains("\"totalCount\": 0"));
}

#[test]
fn flags_of_serve_hold_before_it_and_after_it() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("before");
    let mut command = Command::new(env!("CARGO_BIN_EXE_bole"));
    command.env_clear().arg("--data").arg(&data);
    command.args(["--listen", "127.0.0.1:0", "--log", "json", "serve", "--seed", "none"]);
    assert_eq!(ready(&mut command).stop("-TERM"), 0);
    let (_, text, _) = run(bole(dir.path()).args(["check", "--data"]).arg(&data));
    assert!(text.starts_with("version 0\n"), "{text}");
    let after = dir.path().join("after");
    let mut command = bole(&after);
    command.args(["--seed", "/nowhere", "serve", "--seed", "none"]);
    assert_eq!(ready(&mut command).stop("-TERM"), 0);
    let (code, _, error) = run(bole(&after).args(["--seed", "none", "check"]));
    assert_eq!(code, 2);
    assert!(error.contains("`--seed` before `check` is for `serve`"), "{error}");
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
    for (command, names) in [
        ("serve", &["BOLE_DATA", "BOLE_SEED", "BOLE_LISTEN", "BOLE_LOG"][..]),
        ("serve", &["BOLE_ANONYMOUS", "BOLE_RATE_LIMIT", "BOLE_RATE_LIMIT_ANONYMOUS"]),
        ("serve", &["BOLE_TLS_CERT", "BOLE_TLS_KEY", "BOLE_CONNECTIONS_MAX", "BOLE_HEAD_TIMEOUT"]),
        ("serve", &["BOLE_CORS_ORIGIN", "BOLE_HOST_NAME", "BOLE_INTROSPECTION"]),
        ("serve", &["BOLE_JWKS", "BOLE_JWT_ISSUER", "BOLE_JWT_AUDIENCE", "BOLE_JWT_ROLE_CLAIM"]),
        ("query", &["BOLE_DATA", "BOLE_VARIABLES", "BOLE_OPERATION"]),
        ("export", &["BOLE_ENTITY", "BOLE_FORMAT", "BOLE_WHERE", "BOLE_OUT", "BOLE_BOM"]),
        ("generate", &["BOLE_DATA", "BOLE_PEOPLE", "BOLE_RANDOM_SEED"]),
        ("check", &["BOLE_DATA", "BOLE_REPAIR"]),
        ("backup", &["BOLE_DATA", "BOLE_OUT"]),
        ("restore", &["BOLE_DATA"]),
        ("serve", &["BOLE_BACKUP_DIR", "BOLE_BACKUP_EVERY", "BOLE_BACKUP_KEEP"]),
        ("schema", &["bole schema > schema.graphql"]),
    ] {
        let (_, help, _) = run(bole(dir.path()).args([command, "--help"]));
        assert!(help.contains("Example"), "{help}");
        for name in names {
            assert!(help.contains(name), "{name} is not in\n{help}");
        }
    }
}

#[test]
fn a_request_is_one_line_of_the_log_without_what_was_asked() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = bole(&dir.path().join("data"));
    command.args(["--log", "json"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let greeting: Vec<String> = lines.take(5).map(Result::unwrap).collect();
    let address = greeting[2].split('/').nth(2).unwrap();
    let body = r#"{"query":"query One($k: String!) { person(by: {key: $k}) { key } }",
        "variables":{"k":"ilya-sutskever"},"operationName":"One"}"#;
    let request = format!(
        "POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("ilya-sutskever"), "{answer}");
    let mut log = child.stderr.take().unwrap();
    assert_eq!(Server { child, greeting }.stop("-TERM"), 0);
    let mut text = String::new();
    log.read_to_string(&mut text).unwrap();
    let line = text.lines().find(|it| it.contains("answered")).unwrap();
    for part in [
        r#""method":"POST""#,
        r#""path":"/graphql""#,
        r#""status":200"#,
        r#""operation":"One""#,
        r#""ms":"#,
    ] {
        assert!(line.contains(part), "{part} is not in {line}");
    }
    assert!(!text.contains("ilya-sutskever"), "{text}");
}

#[test]
fn a_command_line_that_can_not_be_read_is_said_in_one_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let end = "; `bole --help` tells more\n";
    for (words, expected) in [
        (
            &["--lisetn"][..],
            "unexpected argument '--lisetn' found; tip: a similar argument exists: '--listen'",
        ),
        (&["query"], "the following required arguments were not provided: <TEXT>"),
        (
            &["--log", "xml"],
            "invalid value 'xml' for '--log <FORM>'; [possible values: text, json]",
        ),
    ] {
        let (code, out, error) = run(bole(dir.path()).args(words));
        assert_eq!((code, out.as_str()), (2, ""));
        assert_eq!(error, format!("bole: {expected}{end}"));
    }
}
