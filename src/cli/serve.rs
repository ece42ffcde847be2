//! `bole serve`.

use std::{
    io::{self, Write},
    net::{SocketAddr, TcpListener},
    sync::Arc,
    thread,
};

use anyhow::{Context, Result, anyhow};
use tokio::{
    runtime::Runtime,
    signal::unix::{SignalKind, signal},
    sync::oneshot,
    task::JoinError,
};

use super::{
    Directory, Exit, Serving, backups, handles, now, place,
    signals::{self, Stops},
    socket::{self, Socket},
};
use crate::{
    auth::{Auth, Settings},
    graphql::{Answering, Api, StoredDocuments},
    http::{self, Connections, Gate},
    import,
    live::{Live, Reason},
    telemetry::log,
};

pub(super) fn serve(directory: &Directory, serving: &Serving) -> Result<Exit> {
    let settings = serving.watching.log(serving.log);
    let _logging = log::begin(&settings).map_err(|why| anyhow!(why))?;
    let access = serving.access.settings()?;
    let documents = serving.answering.documents(&serving.limits.limits())?;
    let known = Known { access, documents };
    // Before the rows are read, which may take a while that a bad address or key would waste.
    let connections = serving.listening.connections()?;
    let listener = listen(serving.listen, "--listen")?;
    let figures = serving.watching.metrics_listen;
    let figures = figures.map(|it| listen(it, "--metrics-listen")).transpose()?;
    let listeners = Listeners { listener, connections, figures };
    let runtime = Runtime::new().context("the threads of the server")?;
    let outcome = runtime.block_on(run(listeners, directory, (serving, known)));
    // Whoever is still at work loses it: what is not on the disk was not acknowledged.
    runtime.shutdown_background();
    outcome
}

/// What is read before the rows.
struct Known {
    access: Settings,
    documents: (StoredDocuments, Answering),
}

/// Where the server is asked.
struct Listeners {
    listener: TcpListener,
    connections: Connections,
    /// For those who operate it.
    figures: Option<TcpListener>,
}

async fn run(
    Listeners { listener, connections, figures }: Listeners,
    directory: &Directory,
    (serving, known): (&Serving, Known),
) -> Result<Exit> {
    let address = listener.local_addr().context("the address that is listened at")?;
    let gate = Gate::new(now(), options(serving, address));
    let scheme = if connections.tls.is_some() { "https" } else { "http" };
    if let Some(tls) = &connections.tls {
        renew(Arc::clone(tls))?;
    }
    let figures_at = figures.as_ref().map(TcpListener::local_addr).transpose()?;
    // Not more than why it can't begin, if it can't.
    tracing::debug!(%address, "listening");
    if let Some(figures) = figures {
        let figures = to_serve(figures)?;
        let (router, forever) = (gate.operation(), std::future::pending());
        let few = Connections { max: handles::OPERATORS_MAX, ..Connections::default() };
        drop(tokio::spawn(http::serve(figures, router, few, forever)));
    }
    let (drained, stopped) = oneshot::channel::<()>();
    let listener = to_serve(listener)?;
    let stopped = async { drop(stopped.await) };
    let mut served = tokio::spawn(http::serve(listener, gate.clone(), connections, stopped));
    let mut stops = Stops::heard()?;
    let opening = tokio::select! {
        opened = opened(&gate, directory, (serving, known)) => Some(opened),
        () = stops.next() => None,
    };
    let Some(opening) = opening else {
        tracing::info!("stopped while the graph was being loaded");
        return Ok(Exit::Done);
    };
    let Opened { api, auth, socket: _socket } = opening?;
    gate.open(api, auth);
    signals::tell_ready();
    tracing::info!(%address, metrics = figures_at.map(tracing::field::display), "ready");
    greet(&greeting(&format!("{scheme}://{address}"), figures_at));
    let stop = {
        let gate = gate.clone();
        stops.drained(serving.watching.drain, move || gate.stopping())
    };
    tokio::select! {
        ended = &mut served => return over(ended),
        () = stop => (),
    }
    drop(drained);
    over(served.await)
}

fn to_serve(listener: TcpListener) -> Result<tokio::net::TcpListener> {
    tokio::net::TcpListener::from_std(listener).context("the server")
}

/// How the server ended.
fn over(ended: Result<io::Result<()>, JoinError>) -> Result<Exit> {
    ended.context("the server")?.context("serving")?;
    tracing::info!("stopped");
    Ok(Exit::Done)
}

/// The graph, and who may ask it.
struct Opened {
    api: Api,
    auth: Arc<Auth>,
    /// Where backups are asked for, until it is dropped.
    socket: Option<Socket>,
}

/// What is in the data directory, read by a thread that ends with the process, since nothing can stop
/// it before.
async fn opened(
    gate: &Gate,
    directory: &Directory,
    (serving, known): (&Serving, Known),
) -> Result<Opened> {
    let (gate, directory, serving) = (gate.clone(), directory.clone(), serving.clone());
    let (told, opened) = oneshot::channel();
    thread::spawn(move || {
        // Nobody waits for it where the process ends.
        drop(told.send(open(&gate, &directory, (&serving, known))));
    });
    opened.await.context("the thread that opens the data directory")?
}

fn open(gate: &Gate, directory: &Directory, (serving, known): (&Serving, Known)) -> Result<Opened> {
    let Known { access, documents: (stored, answering) } = known;
    let auth = Arc::new(Auth::open(&directory.data, access, now())?);
    let backups = serving.backups.open(&directory.data)?;
    let mut last = None;
    let mut progress = |read: u64, rows: u64| {
        let percent = u8::try_from(read * 100 / rows.max(1)).unwrap_or(100).min(100);
        if last.replace(percent) != Some(percent) {
            gate.loading(percent);
            signals::tell_loading(percent);
        }
    };
    let live = Live::open_telling(place(directory)?, &mut progress)?;
    let live = live.with_contributors(serving.min_contributors as usize);
    if live.record().version == 0 {
        seed(&live, directory, serving)?;
    }
    let record = live.record();
    tracing::info!(version = record.version, rows = record.rows(), "opened");
    // The first search would else wait for it.
    let snapshot = live.public();
    thread::spawn(move || snapshot.prepare_search());
    let live = Arc::new(live);
    let socket = socket(directory, &live);
    if let Some(backups) = backups {
        gate.backed_up(Arc::clone(&backups));
        backups::start(backups, Arc::clone(&live));
    }
    let api = Api::new(live, now).within(serving.limits.limits()).showing(serving.shown.showing());
    let api = api.storing(stored, answering);
    Ok(Opened { api: api.telling_of(serving.watching.slow_queries()), auth, socket })
}

/// Backups are made there; the graph is served without one, too.
fn socket(directory: &Directory, live: &Arc<Live>) -> Option<Socket> {
    let socket = socket::open(&directory.data, Arc::clone(live));
    socket.inspect_err(|why| tracing::warn!("`bole backup` must wait for a stop: {why:#}")).ok()
}

/// How requests are answered at an address.
fn options(serving: &Serving, address: SocketAddr) -> http::Options {
    http::Options {
        bodies: serving.listening.bodies(),
        crowd: serving.listening.crowd(),
        browsers: serving.shown.browsers(address),
        caching: serving.answering.caching(),
        ..http::Options::default()
    }
}

fn listen(address: SocketAddr, flag: &str) -> Result<TcpListener> {
    let listener = TcpListener::bind(address).and_then(|it| {
        it.set_nonblocking(true)?;
        Ok(it)
    });
    listener.map_err(|why| {
        anyhow!("can't listen at {address} ({why}): name another address with {flag}")
    })
}

/// Fills a new data directory.
fn seed(live: &Live, directory: &Directory, serving: &Serving) -> Result<()> {
    let folder = &serving.seed;
    if folder.as_os_str() == "none" {
        return Ok(());
    }
    if !folder.is_dir() {
        return Err(anyhow!(
            "the data directory `{}` is new, and there is no folder `{}` to fill it from: name one \
             with --seed, or say --seed none",
            directory.data.display(),
            folder.display()
        ));
    }
    let change = import::folder(folder)?;
    let rows = change.edits.len();
    live.commit(change, Reason::new(now(), "seed"))?;
    tracing::info!(rows, folder = %folder.display(), "loaded the seed");
    Ok(())
}

fn greeting(place: &str, figures: Option<SocketAddr>) -> String {
    let [page, endpoint, schema] = [http::GRAPHIQL, http::GRAPHQL, http::SCHEMA];
    let figures =
        figures.map_or(String::new(), |it| format!("  metrics   http://{it}{}\n", http::METRICS));
    format!(
        "Bole is ready.\n  pages     {place}/\n  GraphiQL  {place}{page}\n  \
         endpoint  {place}{endpoint}\n  schema    {place}{schema}\n{figures}"
    )
}

fn greet(text: &str) {
    let mut out = io::stdout();
    // A service has nobody who reads it.
    drop(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
}

/// Looks for a new certificate at each SIGHUP, which else would end the process.
fn renew(tls: Arc<http::Tls>) -> Result<()> {
    let mut hangup = signal(SignalKind::hangup()).context("SIGHUP")?;
    tokio::spawn(async move {
        while hangup.recv().await.is_some() {
            tls.newest();
        }
    });
    Ok(())
}
