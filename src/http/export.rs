//! `GET /export`: a table, sent as it is written, and packed where the client takes it so.

mod pieces;

use std::{
    io::{self, Write},
    sync::Arc,
    time::Duration,
};

use axum::{
    Extension,
    body::{Body, Bytes},
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use tokio::{
    spawn,
    sync::{Semaphore, mpsc},
    task::{JoinHandle, spawn_blocking},
    time::timeout,
};
use tokio_stream::wrappers::ReceiverStream;
use tracing::Instrument;

use super::{
    Desk,
    accept::JSON,
    encoding::{Coding, Liked, Packer},
    graphql::media_type,
    refusal,
};
use crate::{
    auth::Viewer,
    catalog::{TABLES, value::BadValue},
    export::{BYTE_ORDER_MARK, Format, Out},
    graphql::{self, Answer, Api, NotExported, Request, Sent},
    telemetry::within,
};
use pieces::{Pieces, packed};

/// Exports at once: each holds a thread and a snapshot.
const EXPORTS_MAX: usize = 16;
/// Pieces that are on their way to a reader.
const PIECES: usize = 4;
/// Characters of a file's name.
const NAME_CHARS_MAX: usize = 80;

/// The right to one export.
pub(super) struct Exports(Arc<Semaphore>);

impl Default for Exports {
    fn default() -> Self {
        Exports(Arc::new(Semaphore::new(EXPORTS_MAX)))
    }
}

/// What is asked for in the address.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Asked {
    query: Option<String>,
    document_id: Option<String>,
    variables: Option<String>,
    operation_name: Option<String>,
    entity: Option<String>,
    #[serde(rename = "where")]
    condition: Option<String>,
    format: Option<String>,
    #[serde(default)]
    bom: bool,
}

/// What is to be written.
enum What {
    /// The list that a query asks for.
    List(Box<Sent>),
    /// The rows of a table that pass a filter.
    Rows(usize, Option<String>),
}

/// `GET /export`.
pub(super) async fn endpoint(
    State(desk): State<Arc<Desk>>,
    Extension(viewer): Extension<Viewer>,
    headers: HeaderMap,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let bad = |why: &str| refusal(StatusCode::BAD_REQUEST, "BAD_REQUEST", why);
    let Query(asked) = match asked {
        Ok(asked) => asked,
        Err(why) => return bad(&why.body_text()),
    };
    let format = match format(&asked, &headers) {
        Ok(format) => format,
        Err((status, code, why)) => return refusal(status, code, &why),
    };
    let (what, name) = match what(&asked) {
        Ok(what) => what,
        Err(why) => return bad(&why),
    };
    let Ok(permit) = Arc::clone(&desk.exports.0).try_acquire_owned() else {
        let why = format!("{EXPORTS_MAX} exports are written, which is the most: try again later");
        return refusal(StatusCode::SERVICE_UNAVAILABLE, "LIMIT_EXCEEDED", &why);
    };
    let mark = if asked.bom && format == Format::Csv { BYTE_ORDER_MARK } else { &[] };
    // A file of Parquet is packed in itself.
    let codings: &[Coding] =
        if format == Format::Parquet { &[Coding::Identity] } else { &Packer::<Pieces>::CODINGS };
    let coding = Liked::of(&headers).best(codings).unwrap_or(Coding::Identity);
    let (pieces, written) = mpsc::channel(PIECES);
    let pieces = Pieces::new(pieces);
    let api = desk.api.clone();
    let job = spawn_blocking(within(move || {
        // Only when it is over may another begin.
        let _permit = permit;
        packed(coding, &pieces, |mut out| {
            out.write_all(mark).map_err(NotExported::Io)?;
            write(&api, &viewer, what, (format, out))
        })
    }));
    match answered((written, job), desk.streams.limits.write).await {
        Ok(body) => {
            let packed = coding.name().map(|it| [(header::CONTENT_ENCODING, it)]);
            (packed, head(format, &name), body).into_response()
        }
        Err(refusal) => refusal,
    }
}

fn head(format: Format, name: &str) -> [(header::HeaderName, String); 3] {
    let charset = if format == Format::Parquet { "" } else { "; charset=utf-8" };
    let file = format!("attachment; filename=\"{name}.{}\"", format.name());
    [
        (header::CONTENT_TYPE, format!("{}{charset}", format.media_type())),
        (header::CONTENT_DISPOSITION, file),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ]
}

fn write(
    api: &Api,
    viewer: &Viewer,
    what: What,
    (format, out): (Format, Out),
) -> Result<u64, NotExported> {
    match what {
        What::List(sent) => {
            let request = api.completed(*sent).map_err(NotExported::Refused)?;
            api.export(request, viewer, (format, out))
        }
        What::Rows(table, condition) => {
            api.export_rows((table, condition.as_deref()), viewer, (format, out))
        }
    }
}

/// Why there is no answer: a status, a code and a sentence.
type Refusal = (StatusCode, &'static str, String);

/// As what it is to be written: as the address says, else as the header `Accept` does.
fn format(asked: &Asked, headers: &HeaderMap) -> Result<Format, Refusal> {
    if let Some(format) = &asked.format {
        let bad = |why: BadValue| format!("`format`: {why}");
        let format = format.parse().map_err(bad);
        return format.map_err(|why| (StatusCode::BAD_REQUEST, "BAD_REQUEST", why));
    }
    let accept = media_type(headers, header::ACCEPT);
    let mut accepted = accept.split(',').map(|it| it.split(';').next().unwrap_or_default().trim());
    let known = |accepted: &str| match accepted {
        "" | "*/*" | "text/*" => Some(Format::Csv),
        "application/x-ndjson" | "application/ndjson" => Some(Format::JsonLines),
        "application/x-parquet" => Some(Format::Parquet),
        other => Format::ALL.into_iter().find(|it| it.media_type() == other),
    };
    accepted.find_map(known).ok_or_else(|| {
        let types = Format::ALL.map(Format::media_type).join(", ");
        let why = format!("the header `Accept` names no type of a table: send one of {types}");
        (StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE", why)
    })
}

/// What the address asks for, and what the file is called.
fn what(asked: &Asked) -> Result<(What, String), String> {
    match (&asked.query, &asked.document_id, &asked.entity) {
        (Some(_), None, None) | (None, Some(_), None) => {
            if asked.condition.is_some() {
                return Err("`where` goes with `entity`: write it into the query".to_owned());
            }
            let mut request = Request::new(asked.query.as_deref().unwrap_or_default());
            if let Some(variables) = &asked.variables {
                request = request.variables(graphql::variables(variables)?);
            }
            let mut name = "export".to_owned();
            if let Some(operation) = &asked.operation_name {
                request = request.operation_name(operation);
                let is_plain = |it: &char| it.is_ascii_alphanumeric() || *it == '_';
                name = operation.chars().filter(is_plain).take(NAME_CHARS_MAX).collect();
            }
            let sent = Sent { request, document_id: asked.document_id.clone() };
            Ok((What::List(Box::new(sent)), name))
        }
        (None, None, Some(entity)) => {
            let table = TABLES.iter().position(|it| it.name == entity || it.many == entity);
            let table = table.ok_or_else(|| {
                let names: Vec<&str> = TABLES.iter().map(|it| it.name).collect();
                format!("`{entity}` is no entity: write one of {}", names.join(", "))
            })?;
            Ok((What::Rows(table, asked.condition.clone()), TABLES[table].many.to_owned()))
        }
        _ => Err("give `query`, `documentId` or `entity`, one of them: what is to be exported"
            .to_owned()),
    }
}

type Job = JoinHandle<Result<u64, NotExported>>;

/// The body, when its first piece is there or it is known that there is none; the answer that says
/// why, where nothing could be written.
async fn answered(
    (mut written, job): (mpsc::Receiver<Vec<u8>>, Job),
    wait: Duration,
) -> Result<Body, Response> {
    if let Some(first) = written.recv().await {
        let (out, body) = mpsc::channel(2);
        spawn(pump((first, written), job, out, wait).in_current_span());
        return Ok(Body::from_stream(ReceiverStream::new(body)));
    }
    match job.await {
        Ok(Ok(_)) => Ok(Body::empty()),
        Ok(Err(NotExported::Refused(answer))) => Err(refused(answer)),
        broken => {
            tracing::error!(?broken, "an export failed");
            let why = "something broke while this was written: the log of the server says what";
            Err(refusal(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", why))
        }
    }
}

fn refused(answer: Answer) -> Response {
    let status = match answer.codes().first().map(String::as_str) {
        Some("FORBIDDEN") => StatusCode::FORBIDDEN,
        Some("GONE") => StatusCode::GONE,
        Some("INTERNAL") => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_REQUEST,
    };
    (status, [(header::CONTENT_TYPE, JSON)], answer.body).into_response()
}

/// Hands on what is written, as long as the reader takes it. Where it is not whole the answer is
/// cut, so that nobody takes it for a whole one.
async fn pump(
    (first, mut written): (Vec<u8>, mpsc::Receiver<Vec<u8>>),
    job: Job,
    out: mpsc::Sender<io::Result<Bytes>>,
    wait: Duration,
) {
    // Room is kept to say so to a reader who takes nothing.
    let Ok(last) = out.clone().reserve_owned().await else { return };
    let mut piece = Some(first);
    while let Some(bytes) = piece {
        match timeout(wait, out.send(Ok(bytes.into()))).await {
            Ok(Ok(())) => piece = written.recv().await,
            Ok(Err(_)) => return,
            Err(_) => {
                tracing::warn!("dropped a slow reader of an export");
                last.send(Err(io::ErrorKind::TimedOut.into()));
                return;
            }
        }
    }
    let why = match job.await {
        Ok(Ok(_)) => return,
        Ok(Err(NotExported::Io(why))) => why,
        Ok(Err(NotExported::Refused(answer))) => io::Error::other(answer.messages().join("; ")),
        Err(why) => io::Error::other(why),
    };
    tracing::warn!(%why, "an export was cut");
    last.send(Err(why));
}

#[cfg(test)]
mod tests {
    use tokio::runtime::Builder;

    use super::*;

    /// What a reader gets of pieces that are written and handed on before anybody reads.
    fn sent(pieces: &[&str], outcome: Result<u64, NotExported>) -> Vec<Result<Vec<u8>, String>> {
        let runtime = Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let (first, rest) = pieces.split_first().unwrap();
            let (pieces, written) = mpsc::channel(PIECES);
            for piece in rest {
                pieces.send(piece.as_bytes().to_vec()).await.unwrap();
            }
            drop(pieces);
            let job = spawn(async { outcome });
            let (out, mut body) = mpsc::channel(3);
            pump((first.as_bytes().to_vec(), written), job, out, Duration::ZERO).await;
            let mut read = Vec::new();
            while let Some(piece) = body.recv().await {
                read.push(piece.map(|it| it.to_vec()).map_err(|why| why.to_string()));
            }
            read
        })
    }

    #[test]
    fn a_reader_who_takes_nothing_is_cut_and_one_who_takes_all_is_not() {
        let whole = sent(&["a", "b"], Ok(2));
        assert_eq!(whole, [Ok(b"a".to_vec()), Ok(b"b".to_vec())]);
        let cut = sent(&["a", "b", "c"], Ok(3));
        assert!(cut.len() == 3 && cut[..2] == whole && cut[2].is_err(), "{cut:?}");
    }

    #[test]
    fn a_table_that_could_not_be_written_to_its_end_is_cut() {
        let cut = sent(&["a"], Err(NotExported::Io(io::Error::other("the disk is full"))));
        assert_eq!(cut, [Ok(b"a".to_vec()), Err("the disk is full".to_owned())]);
    }
}
