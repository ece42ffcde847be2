//! How long a connection may take: for the head of a request, for nothing, and to take its answer.
//!
//! The stream notes what comes and goes, the service notes what is asked, and whoever serves the
//! connection waits for [`Pace::over`]. Nothing is woken for what goes well: it is looked now and
//! then.

use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    Error,
    body::{Body, Bytes, HttpBody},
};
use hyper::body::{Frame, SizeHint};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, sleep_until},
};

use super::{Connections, Held};

/// The first bytes of HTTP/2.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

pub(super) struct Pace {
    head: Duration,
    idle: Duration,
    write: Duration,
    state: Mutex<State>,
}

struct State {
    /// Requests that are carried out, or whose answers are on their way.
    busy: usize,
    waits_for: Wait,
    /// Since when the client takes nothing of what is to be sent.
    stalled: Option<Instant>,
    /// So many bytes of [`PREFACE`] have come; `None` since others came.
    preface: Option<usize>,
}

/// What a connection waits for on which nothing is carried out, and since when.
enum Wait {
    /// The rest of a head, or the first byte of the first one.
    Head(Instant),
    /// The next request.
    Request(Instant),
}

impl Pace {
    pub(super) fn new(connections: &Connections) -> Self {
        let waits_for = Wait::Head(Instant::now());
        let state = State { busy: 0, waits_for, stalled: None, preface: Some(0) };
        let Connections { head, idle, write, .. } = *connections;
        Pace { head, idle, write, state: Mutex::new(state) }
    }

    /// Ends when the client took longer than it may.
    pub(super) async fn over(&self) {
        let look = self.head.min(self.idle).min(self.write);
        loop {
            let now = Instant::now();
            let end = self.end();
            if end.is_some_and(|it| it <= now) {
                return;
            }
            sleep_until(end.map_or(now + look, |it| it.min(now + look))).await;
        }
    }

    /// When it will have taken too long, if nothing happens till then.
    fn end(&self) -> Option<Instant> {
        let state = self.state();
        let stalled = state.stalled.map(|it| it + self.write);
        let quiet = (state.busy == 0).then(|| match state.waits_for {
            Wait::Head(since) => since + self.head,
            Wait::Request(since) => since + self.idle,
        });
        [stalled, quiet].into_iter().flatten().min()
    }

    pub(super) fn is_http2(&self) -> bool {
        self.state().is_http2()
    }

    /// Notes that a request is carried out.
    pub(super) fn busy(self: &Arc<Self>) -> Busy {
        self.state().busy += 1;
        Busy(Arc::clone(self))
    }

    fn came(&self, bytes: &[u8]) {
        let mut state = self.state();
        state.look_for_preface(bytes);
        // Much of what comes of HTTP/2 is no head.
        if state.is_http2() {
            state.waits_for = Wait::Request(Instant::now());
        } else if state.busy == 0 && matches!(state.waits_for, Wait::Request(_)) {
            state.waits_for = Wait::Head(Instant::now());
        }
    }

    fn went(&self) {
        let mut state = self.state();
        state.stalled = None;
        if let Wait::Request(since) = &mut state.waits_for {
            *since = Instant::now();
        }
    }

    fn stalls(&self) {
        self.state().stalled.get_or_insert_with(Instant::now);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_http2(&self) -> bool {
        self.preface == Some(PREFACE.len())
    }

    fn look_for_preface(&mut self, bytes: &[u8]) {
        let Some(came) = self.preface else { return };
        let expected = &PREFACE[came..];
        let length = expected.len().min(bytes.len());
        let is_as_expected = bytes[..length] == expected[..length];
        self.preface = is_as_expected.then_some(came + length);
    }
}

/// A request that is carried out, until its answer is handed over.
pub(super) struct Busy(Arc<Pace>);

impl Drop for Busy {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.busy -= 1;
        if state.busy == 0 {
            state.waits_for = Wait::Request(Instant::now());
        }
    }
}

impl Busy {
    pub(super) fn until_sent(self, body: Body) -> Sending {
        Sending { body, _busy: self }
    }
}

/// The body of an answer that is on its way.
pub(super) struct Sending {
    body: Body,
    _busy: Busy,
}

impl HttpBody for Sending {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A stream whose pace is noted, with the right to it.
pub(super) struct Paced<I> {
    io: I,
    pace: Arc<Pace>,
    _held: Held,
}

impl<I> Paced<I> {
    pub(super) fn new(io: I, pace: Arc<Pace>, held: Held) -> Self {
        Paced { io, pace, _held: held }
    }

    fn noted(&self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match written {
            Poll::Pending => self.pace.stalls(),
            Poll::Ready(_) => self.pace.went(),
        }
        written
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for Paced<I> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        let read = Pin::new(&mut self.io).poll_read(context, into);
        if into.filled().len() > before {
            self.pace.came(&into.filled()[before..]);
        }
        read
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for Paced<I> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.io).poll_write(context, bytes);
        self.noted(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.io).poll_write_vectored(context, slices);
        self.noted(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex},
        time::timeout,
    };

    use super::*;
    use crate::{
        auth::{Viewer, Who},
        http::seats::Seats,
    };

    /// A connection, and the client's end of it.
    fn connected() -> (Arc<Pace>, Paced<DuplexStream>, DuplexStream) {
        let s = Duration::from_secs;
        let limits =
            Connections { head: s(10), idle: s(100), write: s(50), ..Connections::default() };
        let (client, io) = duplex(8);
        let pace = Arc::new(Pace::new(&limits));
        let who = Who::of(&Viewer::anonymous(), [127, 0, 0, 1].into());
        let seat = Seats::new(1, 1).enter(who).unwrap();
        (Arc::clone(&pace), Paced::new(io, pace, (seat, None)), client)
    }

    /// Seconds until a connection took too long, to the next at which it is looked.
    async fn over(pace: &Pace) -> Option<u64> {
        let begun = Instant::now();
        let over = timeout(Duration::from_secs(1_000), pace.over()).await;
        over.ok().map(|()| begun.elapsed().as_secs())
    }

    #[tokio::test(start_paused = true)]
    async fn a_head_is_waited_for_from_its_first_byte_on_and_a_request_longer() {
        let (pace, mut io, mut client) = connected();
        assert_eq!(over(&pace).await, Some(10));
        client.write_all(b"GET").await.unwrap();
        io.read_exact(&mut [0; 3]).await.unwrap();
        drop(pace.busy());
        assert_eq!(over(&pace).await, Some(100));
        drop(pace.busy());
        client.write_all(b"G").await.unwrap();
        io.read_exact(&mut [0; 1]).await.unwrap();
        assert_eq!(over(&pace).await, Some(10));
    }

    #[tokio::test(start_paused = true)]
    async fn as_long_as_a_request_is_carried_out_or_sent_there_is_no_end() {
        let (pace, mut io, mut client) = connected();
        let busy = pace.busy();
        assert_eq!(over(&pace).await, None);
        let answer = busy.until_sent(Body::from("an answer"));
        assert_eq!(over(&pace).await, None);
        drop(answer);
        tokio::time::advance(Duration::from_mins(1)).await;
        // What is taken only now counts.
        io.write_all(b"bytes").await.unwrap();
        client.read_exact(&mut [0; 5]).await.unwrap();
        assert_eq!(over(&pace).await, Some(100));
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_takes_nothing_is_not_waited_for_even_while_it_asks() {
        let (pace, mut io, mut client) = connected();
        let _busy = pace.busy();
        let write = timeout(Duration::from_secs(1), io.write_all(&[0; 16]));
        assert!(write.await.is_err());
        assert_eq!(over(&pace).await, Some(49));
        client.read_exact(&mut [0; 8]).await.unwrap();
        io.write_all(&[0; 8]).await.unwrap();
        assert_eq!(over(&pace).await, None);
    }

    #[tokio::test(start_paused = true)]
    async fn what_comes_of_http_2_between_requests_is_no_slow_head() {
        let (pace, mut io, mut client) = connected();
        for part in PREFACE.chunks(7) {
            assert!(!pace.is_http2());
            client.write_all(part).await.unwrap();
            io.read_exact(&mut vec![0; part.len()]).await.unwrap();
        }
        assert!(pace.is_http2());
        assert_eq!(over(&pace).await, Some(100));
    }
}
