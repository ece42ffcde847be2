//! Live queries: 1,000 subscribers of 10 different ones while somebody commits 50 times a second.
//! Prints how often each query was answered for a commit, and how long it took from the commit to
//! the message, first in the process itself, then over connections with 100 subscribers
//! each.
//!
//! `cargo bench --bench live -- [people] [seconds]`
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and may stop")]
#![expect(clippy::cast_precision_loss, reason = "a benchmark's counts are small")]

use std::{
    net::{SocketAddr, TcpStream},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use bole::{
    auth::{Auth, Settings, Viewer},
    catalog::{Change, Row, Texts, place},
    generate,
    graphql::{Api, Request, quoted},
    http,
    live::{self, Live, Reason},
};
use tungstenite::{Message, WebSocket, client::IntoClientRequest, http::HeaderValue};

const QUERIES: usize = 10;
const SUBSCRIBERS: usize = 1_000;
const COMMITS_A_SECOND: u32 = 50;
/// Whose headline is the number of the last commit.
const SUBJECT: &str = "subject";

/// When commits were asked for and when they were made.
struct Times(Vec<OnceLock<[Instant; 2]>>);

/// From the call of a commit to a message, and from its end.
type Delays = Vec<[Duration; 2]>;

impl Times {
    /// How long ago the commit was that a message tells of; `None` for what was there before.
    fn delays(&self, message: &[u8], now: Instant) -> Option<[Duration; 2]> {
        let text = std::str::from_utf8(message).unwrap();
        let number = text.split("\"headline\":\"").nth(1)?.split('"').next()?;
        // The message may be there before the one who commits knows that it did.
        let times = self.0[number.parse::<usize>().ok()?].wait();
        Some(times.map(|it| now.saturating_duration_since(it)))
    }
}

fn query(number: usize) -> String {
    let own = [
        "people { totalCount }",
        "people(where: {headline: {isNull: false}}) { totalCount }",
        "organizations(first: 20) { nodes { name } }",
        "people(first: 20) { nodes { name headline } }",
        "people(first: 20, orderBy: [{field: NAME, direction: DESC}]) { nodes { name } }",
    ];
    let own = own[number % own.len()];
    format!(
        "subscription {{ live {{ person(by: {{key: \"{SUBJECT}\"}}) {{ headline }} \
         q{number}: {own} }} }}"
    )
}

fn main() {
    let mut given = std::env::args().skip(1).filter_map(|it| it.parse::<u32>().ok());
    let (people, seconds) = (given.next().unwrap_or(10_000), given.next().unwrap_or(5));
    let dir = tempfile::tempdir().unwrap();
    load(dir.path(), people);
    let live = Arc::new(Live::open(dir.path()).unwrap());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let api = Api::new(Arc::clone(&live), now);
    println!("{people} people, {SUBSCRIBERS} subscribers of {QUERIES} live queries");
    measure("in the process", (&live, &api), seconds, |times, over| {
        let listening = (0..SUBSCRIBERS).map(|number| {
            let (api, times, over) = (api.clone(), Arc::clone(times), Arc::clone(over));
            runtime.spawn(listen(api, number % QUERIES, times, over))
        });
        let listening: Vec<_> = listening.collect();
        let runtime = runtime.handle().clone();
        thread::spawn(move || {
            let delays = listening.into_iter().map(|it| runtime.block_on(it).unwrap());
            delays.flatten().collect()
        })
    });
    let settings = Settings { rate_limit_anonymous: 0, ..Settings::default() };
    let auth = Arc::new(Auth::open(dir.path(), settings, now()).unwrap());
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    runtime.spawn(http::serve(
        listener,
        http::Gate::opened(api.clone(), auth, http::Options::default()),
        http::Connections::default(),
        std::future::pending(),
    ));
    measure("over WebSockets", (&live, &api), seconds, |times, over| {
        let clients = (0..SUBSCRIBERS / 100).map(|_| {
            let (times, over) = (Arc::clone(times), Arc::clone(over));
            thread::spawn(move || client(address, &times, &over))
        });
        let clients: Vec<_> = clients.collect();
        thread::spawn(move || clients.into_iter().flat_map(|it| it.join().unwrap()).collect())
    });
}

/// Commits for some seconds while `begin` has everybody listen, and prints what came of it.
fn measure(
    name: &str,
    (live, api): (&Live, &Api),
    seconds: u32,
    begin: impl FnOnce(&Arc<Times>, &Arc<AtomicBool>) -> thread::JoinHandle<Delays>,
) {
    let commits = seconds * COMMITS_A_SECOND;
    let times = Arc::new(Times((0..=commits).map(|_| OnceLock::new()).collect()));
    let over = Arc::new(AtomicBool::new(false));
    commit(live, "before");
    let listening = begin(&times, &over);
    while api.live_queries().listeners < SUBSCRIBERS {
        thread::yield_now();
    }
    let before = api.live_queries().evaluations;
    let start = Instant::now();
    for number in 0..commits {
        let due = start + Duration::from_secs(1) / COMMITS_A_SECOND * number;
        thread::sleep(due.saturating_duration_since(Instant::now()));
        let called = Instant::now();
        commit(live, &number.to_string());
        times.0[number as usize].set([called, Instant::now()]).unwrap();
    }
    let rate = f64::from(commits) / start.elapsed().as_secs_f64();
    thread::sleep(Duration::from_millis(500));
    let evaluations = api.live_queries().evaluations - before;
    over.store(true, Ordering::Relaxed);
    commit(live, &commits.to_string());
    times.0[commits as usize].set([Instant::now(); 2]).unwrap();
    let delays = listening.join().unwrap();
    let each = evaluations as f64 / f64::from(commits) / QUERIES as f64;
    println!(
        "{name}: {rate:.0} commits a second, {each:.2} answers of each query for a commit, {} \
         messages",
        delays.len()
    );
    for (place, from) in ["the call of the commit", "its end"].into_iter().enumerate() {
        let mut delays: Vec<Duration> = delays.iter().map(|it| it[place]).collect();
        delays.sort_unstable();
        let at = |percent: usize| delays[delays.len() * percent / 100].as_secs_f64() * 1e3;
        println!("  from {from}: median {:.2} ms, p99 {:.2} ms", at(50), at(99));
    }
}

async fn listen(api: Api, number: usize, times: Arc<Times>, over: Arc<AtomicBool>) -> Delays {
    let request = Request::new(query(number));
    let mut subscription = api.subscribe(request, &Viewer::anonymous(), None).unwrap();
    let mut delays = Vec::new();
    while let Some(message) = subscription.next().await {
        let now = Instant::now();
        if over.load(Ordering::Relaxed) {
            break;
        }
        let (body, times) = (message.answer, Arc::clone(&times));
        delays.extend(times.delays(&body.body, now));
    }
    delays
}

/// 100 subscribers on one WebSocket.
fn client(address: SocketAddr, times: &Times, over: &AtomicBool) -> Delays {
    let mut request = format!("ws://{address}/graphql").into_client_request().unwrap();
    let protocol = HeaderValue::from_static("graphql-transport-ws");
    request.headers_mut().insert("sec-websocket-protocol", protocol);
    let (mut socket, _) =
        tungstenite::client(request, TcpStream::connect(address).unwrap()).unwrap();
    say(&mut socket, r#"{"type":"connection_init"}"#);
    for number in 0..100 {
        let query = quoted(&query(number % QUERIES));
        say(
            &mut socket,
            &format!(r#"{{"id":"{number}","type":"subscribe","payload":{{"query":{query}}}}}"#),
        );
    }
    let mut delays = Vec::new();
    while !over.load(Ordering::Relaxed) {
        if let Message::Text(text) = socket.read().unwrap() {
            let now = Instant::now();
            if !over.load(Ordering::Relaxed) {
                delays.extend(times.delays(text.as_str().as_bytes(), now));
            }
        }
    }
    delays
}

fn say(socket: &mut WebSocket<TcpStream>, text: &str) {
    socket.send(Message::text(text)).unwrap();
}

fn now() -> bole::catalog::value::Moment {
    "2026-11-24".parse().unwrap()
}

fn load(dir: &std::path::Path, people: u32) {
    let rows = generate::rows(people, 1);
    live::load(dir, rows, &Reason::new(now(), "benchmark")).unwrap();
}

/// Makes `number` the subject's headline.
fn commit(live: &Live, number: &str) {
    let snapshot = live.snapshot();
    let sources = snapshot.frame(place("Source"));
    let source = sources.key(sources.by_key().iter().next().unwrap());
    let columns = ["key", "name", "headline", "source"].map(str::to_owned);
    let texts = Texts::new(&columns, [SUBJECT, "Subject", number, source]);
    let mut change = Change::default();
    change.put(Row::read(place("Person"), &texts).unwrap());
    live.commit(change, Reason::new(now(), "benchmark")).unwrap();
}
