//! The answer to one operation as HTTP has it: kept or made, packed, and with what says so.

use std::{sync::Arc, time::Instant};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header, request::Parts},
    response::Response,
};
use tokio::task::spawn_blocking;

use super::{
    Desk,
    accept::Form,
    answers::Kept,
    caching::{self, CacheControl},
    encoding::{Coding, Effort, Liked},
    refusal,
    watched::Told,
};
use crate::{
    auth::Viewer,
    graphql::{Answer, AnswerKey, Cost, GivenUp, OperationKind, Outcome, Request, Tally},
    telemetry::within,
};

/// What an answer cost, and what it may cost.
const COST: HeaderName = HeaderName::from_static("graphql-cost");
/// Bytes of a body that is worth to be packed: less fits into one packet as it is.
const PACKED_BYTES_MIN: usize = 1_024;
/// Room for the headers of an answer, with those that every answer has and those of the limits.
const HEADERS: usize = 20;
/// What of a request decides which answer it has.
const VARY: HeaderValue = HeaderValue::from_static("accept, accept-encoding, authorization");

/// Somebody who asks, and how they want to be answered.
pub(super) struct Asker {
    pub(super) desk: Arc<Desk>,
    pub(super) viewer: Viewer,
    pub(super) form: Form,
    pub(super) parts: Parts,
}

/// An answer on its way.
struct Sent {
    outcome: Outcome,
    kind: Option<OperationKind>,
    /// What the answer cost.
    cost: Option<HeaderValue>,
    /// What the answer is called by, where who asked may keep it.
    tag: Option<HeaderValue>,
    coding: Coding,
    /// `None` where the client has it.
    body: Option<Bytes>,
}

impl Asker {
    /// The answer that is kept, if there is one. Only queries have such.
    pub(super) async fn kept(&self, key: AnswerKey) -> Option<Response> {
        let begun = Instant::now();
        let kept = self.desk.answers.find(&self.desk.api, &key)?;
        let (outcome, kind) = (Outcome::Done, Some(OperationKind::Query));
        self.desk.api.measure(outcome, kept.cost(), Tally { kind, took: begun.elapsed(), rows: 0 });
        let (tag, cost) = (self.is_get().then(|| kept.tag().clone()), kept.cost_told());
        let (coding, body) = match self.coding(kept.body.len()) {
            coding if self.has(tag.as_ref()) => (coding, None),
            Coding::Identity => (Coding::Identity, Some(kept.body)),
            coding => match self.packed(key, kept.clone(), coding).await {
                Some(packed) => (coding, Some(packed)),
                None => (Coding::Identity, Some(kept.body)),
            },
        };
        Some(self.put(Sent { outcome, kind, cost, tag, coding, body }))
    }

    /// The body in another form, which is kept from then on; `None` where nobody has time to pack it.
    async fn packed(&self, key: AnswerKey, kept: Kept, coding: Coding) -> Option<Bytes> {
        let answers = self.desk.answers.clone();
        if let Some(packed) = answers.find_packed(&key, &kept, coding) {
            return Some(packed.body);
        }
        // Apart, so that others need no room for it.
        Box::pin(async {
            let turn = self.desk.turnstile.enter().await.ok()?;
            let packed = spawn_blocking(move || {
                let _turn = turn;
                answers.pack(key, &kept, coding).body
            });
            packed.await.ok()
        })
        .await
    }

    /// The answer as it is made now.
    pub(super) async fn made(mut self, key: Option<AnswerKey>, request: Request) -> Response {
        // A server that stops waits for connections, not for what nobody waits for any more.
        self.parts.extensions.clear();
        let turn = match self.desk.turnstile.enter().await {
            Ok(turn) => turn,
            Err(refusal) => return refusal,
        };
        // Who goes away takes this down with the connection.
        let waiting = Waiting::default();
        let given_up = waiting.0.clone();
        // Large answers take milliseconds; others need not wait for them.
        let sent = spawn_blocking(within(move || {
            // Also where nobody waits for the answer any more, only when it is over may another begin.
            let _turn = turn;
            let answer = self.desk.api.execute_unless(request, &self.viewer, &given_up);
            let sent = self.sent(key, answer);
            (self, sent)
        }));
        match sent.await {
            Ok((asker, sent)) => asker.put(sent),
            Err(_) => {
                let why =
                    "something broke while this was answered: the log of the server says what";
                refusal(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", why)
            }
        }
    }

    /// An answer that refuses what was sent.
    pub(super) fn refused(&self, answer: Answer) -> Response {
        self.put(self.sent(None, answer))
    }

    /// An answer that was made, kept where it may be given again. Takes its time.
    fn sent(&self, key: Option<AnswerKey>, mut answer: Answer) -> Sent {
        let body = Bytes::from(std::mem::take(&mut answer.body).into_boxed_slice());
        if let Some(key) = key {
            self.desk.answers.keep(key, &answer, &body);
        }
        let Answer { outcome, cost, tally, basis, .. } = answer;
        let may_be_had = self.is_get() && outcome == Outcome::Done && basis.is_some();
        let tag = may_be_had.then(|| caching::tag(&body));
        let coding = self.coding(body.len());
        let body = match coding {
            _ if self.has(tag.as_ref()) => None,
            Coding::Identity => Some(body),
            coding => Some(coding.packed(&body, Effort::Quick).into()),
        };
        let cost = cost.map(told);
        Sent { outcome, kind: tally.kind, cost, tag, coding, body }
    }

    fn is_get(&self) -> bool {
        self.parts.method != Method::POST
    }

    /// Whether the client has the answer that is called by a tag.
    fn has(&self, tag: Option<&HeaderValue>) -> bool {
        let tag = tag.and_then(|it| it.to_str().ok());
        tag.is_some_and(|it| caching::is_known(&self.parts.headers, it))
    }

    /// How a body of so many bytes is sent; as it is where the client refuses all, since what was
    /// asked for may have been carried out.
    fn coding(&self, bytes: usize) -> Coding {
        let liked = Liked::of(&self.parts.headers);
        let as_it_is = || liked.best(&[Coding::Identity]).filter(|_| bytes < PACKED_BYTES_MIN);
        as_it_is().or_else(|| liked.best(&Coding::ALL)).unwrap_or(Coding::Identity)
    }

    /// Clients that know the media type of GraphQL get statuses that tell how far a request came; for
    /// the others every answer of GraphQL is a success of HTTP. By the draft on GraphQL over HTTP an
    /// answer with data is a success in any case; where the data is null for want of rights alone, 403
    /// tells those in between what 200 would hide.
    fn put(&self, sent: Sent) -> Response {
        let Sent { outcome, kind, cost, tag, coding, body } = sent;
        let knows = self.form == Form::GraphqlJson;
        let status = match outcome {
            _ if body.is_none() => StatusCode::NOT_MODIFIED,
            Outcome::Refused if knows => StatusCode::BAD_REQUEST,
            Outcome::Forbidden if knows => StatusCode::FORBIDDEN,
            Outcome::Done | Outcome::Partly | Outcome::Forbidden | Outcome::Refused => {
                StatusCode::OK
            }
        };
        let mut headers = HeaderMap::with_capacity(HEADERS);
        if body.is_some() {
            let media_type = HeaderValue::from_static(self.form.media_type());
            headers.insert(header::CONTENT_TYPE, media_type);
        }
        if let Some(cost) = cost {
            headers.insert(COST, cost);
        }
        if let Some(coding) = coding.name().filter(|_| status != StatusCode::NOT_MODIFIED) {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        if self.is_get() {
            headers.insert(header::VARY, VARY);
            let control = match tag {
                Some(_) => self.desk.cache_control.of(self.viewer.is_anonymous()),
                None => CacheControl::of_the_moment(),
            };
            headers.insert(header::CACHE_CONTROL, control);
        }
        if let Some(tag) = tag {
            headers.insert(header::ETAG, tag);
        }
        let mut response = Response::new(body.map_or_else(Body::empty, Body::from));
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        response.extensions_mut().insert(Told { operation: None, kind, outcome: Some(outcome) });
        response
    }
}

/// A cost as a header.
pub(super) fn told(cost: Cost) -> HeaderValue {
    HeaderValue::from_str(&cost.to_string()).expect("a cost is made of numbers")
}

/// Somebody who waits for an answer; dropped, the answer is made no further.
#[derive(Default)]
struct Waiting(GivenUp);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.set();
    }
}
