//! Ten minutes of all that a server does at once: the README's queries, changes, live queries,
//! imports and exports, against the program itself on 100,000 people, started as its unit for systemd
//! does. Nothing may fail, and neither memory nor times may grow.
//!
//! `cargo bench --bench mixed`; `BOLE_BENCH_SECONDS` sets the time, `BOLE_BENCH_PEOPLE` the people. Each
//! thing is due at a moment, from which on its time counts, whether or not what came before is done.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and may stop")]
#![expect(clippy::disallowed_methods, reason = "its size enters here")]

#[path = "mixed/client.rs"]
mod client;
#[path = "mixed/told.rs"]
mod told;

use std::{
    fmt::Write as _,
    fs,
    io::{BufRead, BufReader, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use bole::{
    catalog::Edit,
    generate, import,
    live::{self, Reason},
};
use serde_json::{Value, json};

use client::Client;
use told::{Kind, Told};

const READERS: u64 = 4;
const WRITERS: u64 = 2;
const LISTENERS: u64 = 4;
/// Reads and writes a second, each of one reader or writer.
const READS: u32 = 10;
const WRITES: u32 = 5;
const IMPORT_EVERY: Duration = Duration::from_secs(20);
const EXPORT_EVERY: Duration = Duration::from_secs(15);
/// Rows of an import: those of the one before, with other headlines.
const IMPORTED: u32 = 2_000;
/// People whom one writer changes in turn.
const CHANGED: u64 = 500;

fn main() {
    let number =
        |name: &str, usual: u32| std::env::var(name).map_or(usual, |it| it.parse().unwrap());
    let time = Duration::from_secs(number("BOLE_BENCH_SECONDS", 600).into());
    let people = number("BOLE_BENCH_PEOPLE", 100_000);
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    load(&data, people);
    let secret = secret(&data);
    let (mut server, address) = serve(&data);
    let first = Client::new(&address, &secret);
    let queries = readme_queries(&mut first.another());
    println!("{people} people, {} queries of the README, {} s", queries.len(), time.as_secs());
    let told = Told::new(time);
    let is_right = thread::scope(|scope| {
        let (told, queries, first) = (&told, &queries[..], &first);
        for it in 0..READERS {
            scope.spawn(move || read(told, first.another(), (queries, it)));
        }
        for it in 0..WRITERS {
            scope.spawn(move || write(told, first.another(), it));
        }
        for _ in 0..LISTENERS {
            let (address, secret) = (&address, &secret);
            scope.spawn(move || listen(told, (address, secret)));
        }
        scope.spawn(move || send_files(told, first.another()));
        scope.spawn(move || take_tables(told, first.another()));
        told.print(server.id())
    });
    assert!(Command::new("kill").arg(server.id().to_string()).status().unwrap().success());
    assert!(server.wait().unwrap().success(), "it stopped as it should");
    let check = bole(&data).arg("check").output().unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
    assert!(is_right, "something failed");
}

fn bole(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bole"));
    command.env_clear().env("BOLE_DATA", data).env("BOLE_SEED", "none");
    command.env("MALLOC_ARENA_MAX", "2");
    command
}

/// The seed, which the README's queries are about, among many others.
fn load(data: &Path, people: u32) {
    let seed = import::folder(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/seed"))).unwrap();
    let seed = seed.edits.into_iter().filter_map(|it| match it {
        Edit::Put(row) => Some(row),
        Edit::Delete(_) => None,
    });
    let reason = Reason::new("2026-11-24".parse().unwrap(), "benchmark");
    live::load(data, seed.chain(generate::rows(people, 1)), &reason).unwrap();
}

fn secret(data: &Path) -> String {
    let words = ["token", "create", "--role", "editor", "--name", "bench"];
    let output = bole(data).args(words).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().lines().next().unwrap().to_owned()
}

fn serve(data: &Path) -> (Child, String) {
    let words = ["--listen", "127.0.0.1:0", "--rate-limit", "0", "--rate-limit-anonymous", "0"];
    let mut command = bole(data);
    command.args(words).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let endpoint = lines.find(|it| it.contains("endpoint")).unwrap();
    (child, endpoint.split('/').nth(2).unwrap().to_owned())
}

/// The queries of the README that are answered without errors here, and the page of the benchmark.
fn readme_queries(client: &mut Client) -> Vec<String> {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let blocks = readme.split("```graphql\n").skip(1);
    let queries = blocks.map(|it| it.split("```").next().unwrap().to_owned());
    let is_query = |it: &String| !it.contains("mutation") && !it.contains("subscription");
    let mut queries: Vec<String> =
        queries.filter(is_query).filter(|it| client.ask(it, &Value::Null).is_ok()).collect();
    assert!(queries.len() >= 20, "{} queries are answered", queries.len());
    queries.push(
        "{ people(first: 100, orderBy: [{field: NAME}]) { nodes { name employments(first: 3) { \
         nodes { title organization { name } } } } } }"
            .to_owned(),
    );
    queries
}

/// Does something so often, each time when it is due, until the time is over.
fn again(told: &Told, every: Duration, mut work: impl FnMut(u64, Instant)) {
    let begun = Instant::now();
    for number in 0.. {
        let due = begun + every * u32::try_from(number).unwrap();
        thread::sleep(due.saturating_duration_since(Instant::now()));
        if told.is_over() {
            return;
        }
        work(number, due);
    }
}

fn read(told: &Told, mut client: Client, (queries, reader): (&[String], u64)) {
    again(told, Duration::from_secs(1) / READS, |number, due| {
        let at = usize::try_from(number * READERS + reader).unwrap() % queries.len();
        match client.ask(&queries[at], &Value::Null) {
            Ok(_) => told.done(Kind::Read, due),
            Err(why) => told.failed(&queries[at], &why),
        }
    });
}

fn write(told: &Told, mut client: Client, writer: u64) {
    let query = "mutation($input: UpsertPeopleInput!) { upsertPeople(input: $input) { version \
                 userErrors { message } } }";
    again(told, Duration::from_secs(1) / WRITES, |number, due| {
        let key = format!("written-{writer}-{}", number % CHANGED);
        let person = json!({"key": key, "name": {"en": key}, "headline": {"en": number.to_string()},
            "source": {"key": "huxiu-llm-talent-2023"}});
        match client.ask(query, &json!({"input": {"people": [person]}})) {
            Ok(answer) if answer["data"]["upsertPeople"]["version"].is_u64() => {
                told.done(Kind::Write, due);
            }
            Ok(other) => told.failed("a write", &other.to_string()),
            Err(why) => told.failed("a write", &why),
        }
    });
}

/// Hears of one person whom a writer changes; what counts is only that it hears.
fn listen(told: &Told, (address, secret): (&str, &str)) {
    let query = "subscription { live { people(where: {key: {eq: \"written-0-0\"}}) { \
                 nodes { headline } totalCount } importJobs { state } } }";
    let body = json!({ "query": query }).to_string();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
    let request = format!(
        "POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {secret}\r\n\
         Content-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: {}\r\n\r\n\
         {body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut lines = BufReader::new(stream);
    let mut line = String::new();
    let mut heard = 0;
    while !told.is_over() {
        match lines.read_line(&mut line) {
            Ok(0) => return told.failed("a live query", "the server closed the connection"),
            Ok(_) if line.contains("\"errors\"") => told.failed("a live query", &line),
            Ok(_) if line.starts_with("data: {") => {
                heard += 1;
                told.done(Kind::Message, Instant::now());
            }
            Ok(_) => (),
            // A part of a line stays in it until the rest comes.
            Err(_) => continue,
        }
        line.clear();
    }
    if heard < 2 {
        told.failed("a live query", "it heard of no change");
    }
}

fn send_files(told: &Told, mut client: Client) {
    let path = "/import/csv?entity=Person&source=huxiu-llm-talent-2023&file=people.csv";
    let job = "query($id: ID!) { importJob(id: $id) { state failure created updated } }";
    again(told, IMPORT_EVERY, |number, due| {
        let mut file = "key,name,headline\n".to_owned();
        for row in 0..IMPORTED {
            writeln!(file, "imported-{row},Somebody number {row},Import {number}").unwrap();
        }
        let (status, body) = client.send("POST", path, ("text/csv", file.as_bytes()));
        let sent: Value = serde_json::from_slice(&body).unwrap_or_default();
        let Some(id) = sent["id"].as_str() else {
            return told.failed("an import", &format!("{status} {sent}"));
        };
        loop {
            match client.ask(job, &json!({ "id": id })) {
                Err(why) => return told.failed("an import", &why),
                Ok(answer) => match &answer["data"]["importJob"]["state"] {
                    it if it == "DONE" => return told.done(Kind::Import, due),
                    it if it == "FAILED" => return told.failed("an import", &answer.to_string()),
                    _ => thread::sleep(Duration::from_millis(50)),
                },
            }
        }
    });
}

fn take_tables(told: &Told, mut client: Client) {
    again(told, EXPORT_EVERY, |_, due| {
        let path = "/export?entity=Organization&format=csv";
        match client.send("GET", path, ("text/plain", b"")) {
            (200, table) if table.len() > 1_000 => told.done(Kind::Export, due),
            (status, body) => {
                told.failed("an export", &format!("{status} {}", String::from_utf8_lossy(&body)));
            }
        }
    });
}
