//! The page of `benches/page.rs` over HTTP on one connection, made and kept, as it is and packed, each
//! against a static body of the same size that nothing stands before, for somebody who shows nothing,
//! and once with a token; and a small answer that is kept against a script that lies in the program,
//! behind the same layers. Told are the processor time of the server's process for a request, and how
//! long the client waits. The client is another process; all are asked in turn.
//!
//! `taskset -c 0 cargo bench --bench http`: on one processor the figure is steady.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and may stop")]
#![expect(clippy::disallowed_methods, reason = "what the client is to do enters here")]

use std::{
    fs,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    process::Command,
    sync::Arc,
    time::Instant,
};

use axum::{Router, body::Bytes, routing::post};
use bole::{
    auth::{Auth, NewToken, Settings, Viewer},
    catalog::enums::AccessRole,
    generate,
    graphql::{Api, Request},
    http::{self, Answerer, Caching, Gate, Options},
    live::{self, Live, Reason},
};
use tokio::runtime::Runtime;

const QUERY: &str = "{ people(first: 180) { nodes { name employments(first: 3) { nodes { title organization { name } } } } } }";
/// Is answered with about as many bytes as the script of GraphiQL has, which lies in the program.
const SMALL: &str = "/graphql?query=%7Bpeople(first:17)%7Bnodes%7Bname%7D%7D%7D";
const SCRIPT: &str = "/graphiql.js";
/// Names the address for the process that is the client.
const CLIENT: &str = "BOLE_BENCH_CLIENT";
const REQUESTS: u32 = 2_000;
const ROUNDS: usize = 9;

/// What is asked for.
struct Asked {
    name: &'static str,
    /// Which of the others has a body of the same size.
    against: usize,
    /// The address, the path, the form that is taken, and the secret that is shown, if one is.
    target: String,
}

/// What one request took, in microseconds.
#[derive(Clone, Copy)]
struct Took {
    processor: f64,
    median: f64,
    p99: f64,
}

fn main() {
    if let Ok(target) = std::env::var(CLIENT) {
        return client(&target);
    }
    let dir = tempfile::tempdir().unwrap();
    live::load(
        dir.path(),
        generate::rows(10_000, 1),
        &Reason::new("2026-11-24".parse().unwrap(), "bench"),
    )
    .unwrap();
    let live = Arc::new(Live::open(dir.path()).unwrap());
    let api = Api::new(live, || "2026-11-24".parse().unwrap());
    // The one client asks more often than a person would.
    let settings = Settings { rate_limit: 0, rate_limit_anonymous: 0, ..Settings::default() };
    let auth = Arc::new(Auth::open(dir.path(), settings, api.now()()).unwrap());
    let token =
        NewToken { name: "bench".parse().unwrap(), role: AccessRole::Reader, expires: None };
    let token = auth.tokens().create(token, api.now()()).unwrap();
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(1).enable_all().build().unwrap();
    let body = api.clone().telling_cost().execute(Request::new(QUERY), &Viewer::anonymous()).body;
    let packed = zstd::bulk::compress(&body, 6).unwrap();
    println!("the body has {} bytes, packed {}", body.len(), packed.len());
    let fixed = Router::new().route("/static", fixed(body)).route("/static-packed", fixed(packed));
    let kept = |bytes_max| Options {
        caching: Caching { bytes_max, ..Caching::default() },
        ..Options::default()
    };
    let fixed = serve(&runtime, fixed);
    let made = serve(&runtime, Gate::opened(api.clone(), Arc::clone(&auth), kept(0)));
    let kept = serve(&runtime, Gate::opened(api, auth, kept(64 << 20)));
    let asked = |name, against, target| Asked { name, against, target };
    let all = [
        asked("static", 0, format!("{fixed} /static identity")),
        asked("static, as small as packed", 1, format!("{fixed} /static-packed identity")),
        asked("made", 0, format!("{made} /graphql identity")),
        asked("kept", 0, format!("{kept} /graphql identity")),
        asked("kept, with a token", 0, format!("{kept} /graphql identity {}", token.reveal())),
        asked("made and packed", 1, format!("{made} /graphql zstd")),
        asked("kept and packed", 1, format!("{kept} /graphql zstd")),
        asked("script, behind all layers", 7, format!("{kept} {SCRIPT} identity")),
        asked("kept, as small as the script", 7, format!("{kept} {SMALL} identity")),
    ];
    let rounds: Vec<Vec<Took>> = (0..ROUNDS).map(|_| all.iter().map(took).collect()).collect();
    for (place, asked) in all.iter().enumerate() {
        let of = |figure: fn(&Took) -> f64| median(rounds.iter().map(|it| figure(&it[place])));
        let ratio = |figure: fn(&Took) -> f64| {
            median(rounds.iter().map(|it| figure(&it[place]) / figure(&it[asked.against])))
        };
        println!(
            "{:<28} processor {:>6.1} µs {:>5.2} ×   median {:>6.1} µs {:>5.2} ×   p99 {:>7.1} µs {:>5.2} ×",
            asked.name,
            of(|it| it.processor),
            ratio(|it| it.processor),
            of(|it| it.median),
            ratio(|it| it.median),
            of(|it| it.p99),
            ratio(|it| it.p99),
        );
    }
}

fn fixed(body: Vec<u8>) -> axum::routing::MethodRouter {
    let body = Bytes::from(body);
    post(move || async move { body.clone() })
}

/// Serves at an address of its own.
fn serve(runtime: &Runtime, answerer: impl Answerer) -> SocketAddr {
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    let forever = std::future::pending();
    runtime.spawn(http::serve(listener, answerer, http::Connections::default(), forever));
    address
}

fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// Asks many times; of this process the processor time, of the client how long it waited.
fn took(asked: &Asked) -> Took {
    let before = cpu();
    let program = std::env::current_exe().unwrap();
    let output = Command::new(program).env(CLIENT, &asked.target).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let processor = (cpu() - before) / f64::from(REQUESTS);
    let told = String::from_utf8(output.stdout).unwrap();
    let (median, p99) = told.trim().split_once(' ').unwrap();
    Took { processor, median: median.parse().unwrap(), p99: p99.parse().unwrap() }
}

/// Microseconds of CPU that this process has used, from the scheduler's count of nanoseconds.
fn cpu() -> f64 {
    let tasks = fs::read_dir("/proc/self/task").unwrap();
    let of_task = |path: std::path::PathBuf| {
        let text = fs::read_to_string(path.join("schedstat")).unwrap_or_default();
        text.split(' ').next().and_then(|it| it.parse::<f64>().ok()).unwrap_or(0.0)
    };
    tasks.map(|it| of_task(it.unwrap().path())).sum::<f64>() / 1e3
}

/// Asks again and again on one connection; prints the median and the 99th percentile.
fn client(target: &str) {
    let parts: Vec<&str> = target.split(' ').collect();
    let [address, path, form] = parts[..3] else { panic!("{target}") };
    let body = format!("{{\"query\":\"{QUERY}\"}}");
    let shown = parts.get(3).map(|it| format!("Authorization: Bearer {it}\r\n"));
    let shown = shown.unwrap_or_default();
    let head = format!("HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: {form}\r\n{shown}");
    let is_get = path.starts_with(SMALL) || path == SCRIPT;
    let request = if is_get {
        format!("GET {path} {head}\r\n")
    } else {
        let length = body.len();
        format!(
            "POST {path} {head}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        )
    };
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut buffer = vec![0; 1 << 20];
    let mut waited: Vec<f64> = (0..REQUESTS)
        .map(|_| {
            let begun = Instant::now();
            stream.write_all(request.as_bytes()).unwrap();
            read(&mut stream, &mut buffer);
            begun.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    waited.sort_by(f64::total_cmp);
    println!("{} {}", waited[waited.len() / 2], waited[waited.len() * 99 / 100]);
}

/// Reads one answer to its end.
fn read(stream: &mut TcpStream, buffer: &mut [u8]) {
    let (mut filled, mut whole) = (0, None);
    while whole.is_none_or(|it| filled < it) {
        let read = stream.read(&mut buffer[filled..]).unwrap();
        assert!(read > 0, "the server closed the connection");
        filled += read;
        if whole.is_none()
            && let Some(head) = buffer[..filled].windows(4).position(|it| it == b"\r\n\r\n")
        {
            let text = String::from_utf8_lossy(&buffer[..head]).to_ascii_lowercase();
            assert!(text.starts_with("http/1.1 200"), "{text}");
            let length = text.split("content-length: ").nth(1).unwrap();
            let length: usize = length.lines().next().unwrap().parse().unwrap();
            whole = Some(head + 4 + length);
        }
    }
}
