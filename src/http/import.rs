//! `POST /import/…`: a file that is imported while it is sent.
//!
//! The answer is given when the file begins to come, and says what the import is called; the rest of
//! the file is read as fast as it is imported. Imports are carried out one after the other, and
//! `DELETE /import/…` ends one.

use std::{
    io::{self, Read},
    path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    Extension, Json,
    body::{Body, BodyDataStream, Bytes},
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use tokio::{
    spawn,
    sync::{Semaphore, mpsc},
    task::spawn_blocking,
    time::timeout,
};
use tokio_stream::StreamExt;
use tracing::Instrument;

use super::{Desk, refusal};
use crate::{
    auth::Viewer,
    catalog::{
        Row,
        enums::AccessRole,
        place,
        value::{BadValue, PartialDate, excerpt},
    },
    graphql::Api,
    import::{
        Asked, BATCH_ROWS, IMPORTERS, Input, Records, Text,
        any::{self, Mapping},
        jobs::STOPPED,
        opened,
    },
    telemetry::within,
};

/// Pieces of a file that are on their way to the import.
const PIECES: usize = 16;

/// Imports take turns.
pub(super) struct Turns(Arc<Semaphore>);

impl Default for Turns {
    fn default() -> Self {
        Turns(Arc::new(Semaphore::new(1)))
    }
}

/// What was asked for.
#[derive(Serialize)]
struct Accepted {
    /// By which the import is asked for.
    id: String,
}

/// As what a file is read.
struct How {
    importer: &'static str,
    file: String,
    source: Option<Row>,
    read: Box<dyn FnOnce(Text) -> Records + Send>,
}

/// Why there is no answer: a status, a code and a sentence.
type Refusal = (StatusCode, &'static str, String);

fn bad(why: impl Into<String>) -> Refusal {
    (StatusCode::BAD_REQUEST, "BAD_REQUEST", why.into())
}

/// `POST /import/{source}`.
pub(super) async fn endpoint(
    State(desk): State<Arc<Desk>>,
    Extension(viewer): Extension<Viewer>,
    (Path(source), Query(asked)): (Path<String>, Query<Vec<(String, String)>>),
    body: Body,
) -> Response {
    let (api, wait) = (&desk.api, desk.streams.limits.write);
    let began = async {
        viewer
            .may(AccessRole::Editor)
            .map_err(|why| (StatusCode::FORBIDDEN, "FORBIDDEN", why.to_string()))?;
        let (how, asked) = understood(api, &source, &Parameters(&asked), &viewer)?;
        let mut body = body.into_data_stream();
        // Some clients wait to be told to send it.
        let first = next(&mut body, wait).await.map_err(|why| bad(why.to_string()))?;
        let (by, now) = (Arc::clone(&asked.by), (asked.now)());
        let id = api.jobs().add((how.importer, how.file.clone()), by, now);
        let id = id.map_err(|why| (StatusCode::SERVICE_UNAVAILABLE, "LIMIT_EXCEEDED", why))?;
        let work = carry_out(Arc::clone(&desk), id.clone(), (how, asked), (first, body, wait));
        spawn(work.in_current_span());
        Ok::<String, Refusal>(id)
    };
    match began.await {
        Ok(id) => (StatusCode::ACCEPTED, Json(Accepted { id })).into_response(),
        Err((status, code, why)) => refusal(status, code, &why),
    }
}

/// `DELETE /import/{id}`: an import that somebody has enough of. What came whole stays.
pub(super) async fn stop(
    State(desk): State<Arc<Desk>>,
    Extension(viewer): Extension<Viewer>,
    Path(id): Path<String>,
) -> Response {
    if let Err(why) = viewer.may(AccessRole::Editor) {
        return refusal(StatusCode::FORBIDDEN, "FORBIDDEN", &why.to_string());
    }
    if desk.api.jobs().stop(&id) {
        return StatusCode::ACCEPTED.into_response();
    }
    let why = format!("no import `{}` is under way: `importJobs` lists them", excerpt(&id));
    refusal(StatusCode::NOT_FOUND, "NOT_FOUND", &why)
}

/// What stands in the address behind the path.
struct Parameters<'p>(&'p [(String, String)]);

impl<'p> Parameters<'p> {
    fn get(&self, name: &str) -> Option<&'p str> {
        self.0.iter().find(|it| it.0 == name).map(|it| it.1.as_str())
    }

    fn is_set(&self, name: &str) -> Result<bool, Refusal> {
        match self.get(name) {
            None | Some("false") => Ok(false),
            Some("" | "true") => Ok(true),
            Some(other) => Err(bad(format!("`{name}` is `{other}`: write true or false"))),
        }
    }

    /// Whether there is no other than these, and none but `map` more than once.
    fn check(&self, known: &[&str]) -> Result<(), Refusal> {
        for (place, (name, _)) in self.0.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                let known = known.join(", ");
                return Err(bad(format!("`{name}` is not known here: write some of {known}")));
            }
            if name != "map" && self.0[..place].iter().any(|it| it.0 == *name) {
                return Err(bad(format!("`{name}` is given twice: give it once")));
            }
        }
        Ok(())
    }
}

/// What the address asks for.
fn understood(
    api: &Api,
    source: &str,
    parameters: &Parameters<'_>,
    viewer: &Viewer,
) -> Result<(How, Asked), Refusal> {
    let file = parameters.get("file").unwrap_or(source).to_owned();
    let how = match source {
        "csv" => of_table(api, ("csv", any::csv), parameters, file)?,
        "jsonl" => of_table(api, ("jsonl", any::json_lines), parameters, file)?,
        _ => {
            let set = IMPORTERS.iter().find(|it| it.name == source).ok_or_else(|| {
                let names: Vec<&str> = IMPORTERS.iter().map(|it| it.name).collect();
                let why = format!(
                    "nothing is imported as `{source}`: write csv, jsonl or one of {}",
                    names.join(", ")
                );
                (StatusCode::NOT_FOUND, "NOT_FOUND", why)
            })?;
            parameters.check(&OF_ANY)?;
            let row = Some((set.source)());
            How { importer: set.name, file, source: row, read: Box::new(set.read) }
        }
    };
    let as_of = parameters.get("asOf").map(str::parse::<PartialDate>).transpose();
    let asked = Asked {
        as_of: as_of.map_err(|why| bad(format!("`asOf`: {why}")))?,
        is_dry: parameters.is_set("dryRun")?,
        is_strict: parameters.is_set("strict")?,
        batch_rows: BATCH_ROWS,
        by: Arc::clone(&viewer.name),
        now: api.now(),
    };
    Ok((how, asked))
}

/// What every import may be told.
const OF_ANY: [&str; 4] = ["file", "dryRun", "strict", "asOf"];
/// What the import of a file may be told whose columns are those of a table.
const OF_TABLE: [&str; 8] = ["entity", "map", "set", "source", "file", "dryRun", "strict", "asOf"];

/// A file whose columns are those of a table.
fn of_table(
    api: &Api,
    (importer, read): (&'static str, fn(Mapping, Text) -> Records),
    parameters: &Parameters<'_>,
    file: String,
) -> Result<How, Refusal> {
    parameters.check(&OF_TABLE)?;
    let entity = parameters.get("entity");
    let entity = entity.ok_or_else(|| bad("give `entity`: what the rows are, such as Person"))?;
    let pairs = |name: &str| {
        let pairs = parameters.0.iter().filter(|it| it.0 == name).map(|it| any::pair(&it.1));
        pairs.collect::<Result<Vec<_>, _>>().map_err(|why| bad(format!("`{name}`: {why}")))
    };
    let (map, set) = (pairs("map")?, pairs("set")?);
    let (source, key) = match parameters.get("source") {
        None => {
            let row = any::source(path::Path::new(&file));
            let row = row.map_err(|why| bad(format!("`file`: {}", why.reason)))?;
            let key = row.key().clone();
            (Some(row), key)
        }
        Some(key) => {
            if api.live().snapshot().find(place("Source"), key).is_none() {
                let why = format!(
                    "there is no source `{key}`: name one that is there, or leave out `source` to \
                     have one made for the file"
                );
                return Err(bad(why));
            }
            (None, key.parse().map_err(|why: BadValue| bad(format!("`source`: {why}")))?)
        }
    };
    let mapping = Mapping::new(entity, key, &map).and_then(|it| it.with(&set));
    let mapping = mapping.map_err(|why| bad(why.to_string()))?;
    Ok(How { importer, file, source, read: Box::new(move |text| read(mapping, text)) })
}

/// The next piece of a file; `None` at its end.
async fn next(body: &mut BodyDataStream, wait: Duration) -> io::Result<Option<Bytes>> {
    match timeout(wait, body.next()).await {
        Ok(None) => Ok(None),
        Ok(Some(Ok(bytes))) => Ok(Some(bytes)),
        Ok(Some(Err(_))) => Err(io::Error::other("the file did not come whole")),
        Err(_) => {
            let why = format!("nothing of the file came for {} seconds", wait.as_secs());
            Err(io::Error::new(io::ErrorKind::TimedOut, why))
        }
    }
}

/// Carries out an import when its turn has come.
async fn carry_out(
    desk: Arc<Desk>,
    id: String,
    (how, asked): (How, Asked),
    (first, body, wait): (Option<Bytes>, BodyDataStream, Duration),
) {
    let (pieces, taken) = mpsc::channel(PIECES);
    let (jobs, now) = (Arc::clone(desk.api.jobs()), asked.now);
    let stopped = (Arc::clone(&jobs), id.clone());
    let feeding = spawn(async move {
        tokio::select! {
            () = feed(first, body, &pieces, wait) => (),
            // Also where nothing of the file comes any more.
            () = stopped.0.told_to_stop(&stopped.1) => {
                drop(pieces.send(Err(io::Error::other(STOPPED))).await);
            }
        }
    });
    let turn = tokio::select! {
        turn = Arc::clone(&desk.turns.0).acquire_owned() => turn,
        () = jobs.told_to_stop(&id) => return jobs.fail(&id, now(), STOPPED.to_owned()),
    };
    let Ok(turn) = turn else { return };
    let job = id.clone();
    let done = spawn_blocking(within(move || {
        let _turn = turn;
        import(&desk.api, &job, (how, &asked), taken);
    }));
    if done.await.is_err() {
        let why = "something broke while this was imported: the log of the server says what";
        jobs.fail(&id, now(), why.to_owned());
    }
    // Nobody takes more of it.
    feeding.abort();
}

/// Hands on what comes of a file, and at last its end or why there is none.
async fn feed(
    first: Option<Bytes>,
    mut body: BodyDataStream,
    pieces: &mpsc::Sender<Piece>,
    wait: Duration,
) {
    let mut piece = Ok(first);
    loop {
        let is_last = !matches!(piece, Ok(Some(_)));
        if pieces.send(piece).await.is_err() || is_last {
            return;
        }
        piece = next(&mut body, wait).await;
    }
}

/// A piece of a file, its end, or why there is no more of it.
type Piece = io::Result<Option<Bytes>>;

fn import(api: &Api, id: &str, (how, asked): (How, &Asked), taken: mpsc::Receiver<Piece>) {
    let broken = Arc::new(Mutex::new(None));
    let sent = Sent { taken, piece: Bytes::new(), broken: Arc::clone(&broken), is_over: false };
    let How { importer, file, source, read } = how;
    // To tell how a file is packed and encoded takes some of it, which may take its time.
    api.jobs().begin(id);
    let text = match opened::unpacked(sent) {
        Ok(text) => text,
        Err(why) => return api.jobs().fail(id, (asked.now)(), format!("{file}: {why}")),
    };
    let input = Input { importer, file, source, records: read(text) };
    let broken = || broken.lock().unwrap_or_else(PoisonError::into_inner).clone();
    api.jobs().carry_out(id, (input, api.live(), asked), &broken);
}

/// A file that is being sent.
struct Sent {
    taken: mpsc::Receiver<Piece>,
    piece: Bytes,
    /// Why it did not come whole, if so.
    broken: Arc<Mutex<Option<String>>>,
    is_over: bool,
}

impl Sent {
    fn broken(&self) -> MutexGuard<'_, Option<String>> {
        self.broken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Read for Sent {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        // Never an end, or what came of a record last would be taken for all of it.
        if let Some(why) = self.broken().clone() {
            return Err(io::Error::other(why));
        }
        while self.piece.is_empty() && !self.is_over {
            // Without an end, the server was stopped.
            let cut = || Err(io::Error::other("the server stopped before the file came whole"));
            match self.taken.blocking_recv().unwrap_or_else(cut) {
                Ok(Some(piece)) => self.piece = piece,
                Ok(None) => self.is_over = true,
                Err(why) => {
                    *self.broken() = Some(why.to_string());
                    return Err(why);
                }
            }
        }
        let length = self.piece.len().min(into.len());
        into[..length].copy_from_slice(&self.piece.split_to(length));
        Ok(length)
    }
}
