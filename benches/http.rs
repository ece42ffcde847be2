//! The page of `benches/page.rs` over HTTP on one connection, against a static body of the same
//! size: CPU of the server's process for a request. The client is another process.
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
};

use axum::{Router, body::Bytes, routing::post};
use bole::{
    auth::{Auth, Settings, Viewer},
    generate,
    graphql::{Api, Request},
    http,
    live::{self, Live, Reason},
};

const QUERY: &str = "{ people(first: 180) { nodes { name employments(first: 3) { nodes { title organization { name } } } } } }";
/// Names the address for the process that is the client.
const CLIENT: &str = "BOLE_BENCH_CLIENT";
const REQUESTS: u32 = 3_000;

fn main() {
    if let Ok(target) = std::env::var(CLIENT) {
        let (address, path) = target.split_once(' ').unwrap();
        return client(address.parse().unwrap(), path);
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
    let body = Bytes::from(api.execute(Request::new(QUERY), &Viewer::local()).body);
    println!("the body has {} bytes", body.len());
    let fixed = Router::new().route("/static", post(move || async move { body.clone() }));
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(1).enable_all().build().unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    // The one client asks more often than a person would.
    let settings = Settings { rate_limit_anonymous: 0, ..Settings::default() };
    let auth = Auth::open(dir.path(), settings, api.now()()).unwrap();
    let router = http::router(api, Arc::new(auth), &http::Options::default()).merge(fixed);
    runtime.spawn(http::serve(
        listener,
        router,
        http::Connections::default(),
        std::future::pending(),
    ));
    let mut ratios: Vec<f64> = (0..5)
        .map(|_| {
            let [fixed, page] = ["/static", "/graphql"].map(|path| cpu_of(address, path));
            println!("static {fixed:.1} µs, page {page:.1} µs: {:.2} ×", page / fixed);
            page / fixed
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    println!("median {:.2} ×", ratios[2]);
}

/// Microseconds of this process's CPU for a request.
fn cpu_of(address: SocketAddr, path: &str) -> f64 {
    let before = cpu();
    let program = std::env::current_exe().unwrap();
    let status = Command::new(program).env(CLIENT, format!("{address} {path}")).status().unwrap();
    assert!(status.success());
    (cpu() - before) / f64::from(REQUESTS)
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

/// Asks again and again on one connection.
fn client(address: SocketAddr, path: &str) {
    let body = format!("{{\"query\":\"{QUERY}\"}}");
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(address).unwrap();
    let mut buffer = vec![0; 1 << 20];
    for _ in 0..REQUESTS {
        stream.write_all(request.as_bytes()).unwrap();
        let mut filled = 0;
        loop {
            let read = stream.read(&mut buffer[filled..]).unwrap();
            assert!(read > 0, "the server closed the connection");
            filled += read;
            let head = buffer[..filled].windows(4).position(|it| it == b"\r\n\r\n");
            let Some(head) = head else { continue };
            let text = String::from_utf8_lossy(&buffer[..head]).to_ascii_lowercase();
            let length = text.split("content-length: ").nth(1).unwrap();
            let length: usize = length.lines().next().unwrap().parse().unwrap();
            if filled >= head + 4 + length {
                assert!(text.starts_with("http/1.1 200"), "{text}");
                break;
            }
        }
    }
}
