//! `bole serve`.

use std::{
    future::Future,
    io::{self, Write},
    net::TcpListener,
    sync::Arc,
    thread,
};

use anyhow::{Context, Result, anyhow};
use tokio::{
    runtime::Runtime,
    signal::unix::{SignalKind, signal},
};

use super::{Directory, Exit, LogForm, Serving, now, open};
use crate::{
    auth::Auth,
    graphql::Api,
    http, import,
    live::{Live, Reason},
};

pub(super) fn serve(directory: &Directory, serving: &Serving) -> Result<Exit> {
    log(serving.log);
    let settings = serving.access.settings()?;
    // Before the rows are read, which may take a while that a bad address or key would waste.
    let listener = listen(serving)?;
    let address = listener.local_addr().context("the address that is listened at")?;
    let auth = Arc::new(Auth::open(&directory.data, settings, now())?);
    let live = open(directory)?.with_contributors(serving.min_contributors as usize);
    if live.record().version == 0 {
        seed(&live, directory, serving)?;
    }
    let record = live.record();
    tracing::info!(version = record.version, rows = record.rows(), "opened");
    // The first search would else wait for it.
    let snapshot = live.public();
    thread::spawn(move || snapshot.prepare_search());
    let api = Api::new(Arc::new(live), now);
    Runtime::new().context("the threads of the server")?.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener).context("the server")?;
        let stop = stop()?;
        greet(&format!(
            "Bole is ready.\n  GraphiQL  http://{address}{}\n  endpoint  http://{address}{}\n  \
             schema    http://{address}{}\n",
            http::GRAPHIQL,
            http::GRAPHQL,
            http::SCHEMA
        ));
        http::serve(listener, http::router(api, auth), stop).await.context("serving")?;
        tracing::info!("stopped");
        Ok(Exit::Done)
    })
}

fn listen(serving: &Serving) -> Result<TcpListener> {
    let listener = TcpListener::bind(serving.listen).and_then(|it| {
        it.set_nonblocking(true)?;
        Ok(it)
    });
    listener.map_err(|why| {
        anyhow!("can't listen at {} ({why}): name another address with --listen", serving.listen)
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

fn greet(text: &str) {
    let mut out = io::stdout();
    // A service has nobody who reads it.
    drop(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
}

fn log(form: LogForm) {
    let log = tracing_subscriber::fmt().with_writer(io::stderr).with_target(false);
    match form {
        LogForm::Text => log.with_ansi(false).init(),
        LogForm::Json => log.json().init(),
    }
}

/// Ends when the process is told to stop.
fn stop() -> Result<impl Future<Output = ()> + Send + 'static> {
    let mut interrupt = signal(SignalKind::interrupt()).context("SIGINT")?;
    let mut terminate = signal(SignalKind::terminate()).context("SIGTERM")?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => (),
            _ = terminate.recv() => (),
        }
        tracing::info!("stopping");
    })
}
