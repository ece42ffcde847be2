//! What is written of a table, packed and cut into pieces that are sent.

use std::{
    io::{self, Write},
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::mpsc;

use crate::{
    export::Out,
    graphql::NotExported,
    http::encoding::{Coding, Packer},
};

/// Bytes that are sent at once.
const PIECE_BYTES: usize = 64 << 10;

/// What is written, packed, to its end where it is whole; else it never has an end.
pub(super) fn packed(
    coding: Coding,
    pieces: &Pieces,
    write: impl FnOnce(Out) -> Result<u64, NotExported>,
) -> Result<u64, NotExported> {
    let packer = Packer::new(coding, pieces.clone()).map_err(NotExported::Io)?;
    let rows = write(Box::new(packer.clone())).inspect_err(|_| pieces.give_up())?;
    packer.finish().and_then(|()| pieces.send()).map_err(NotExported::Io)?;
    Ok(rows)
}

/// Sends what is written, piece by piece. What is held is not sent by a flush: it is of use only
/// when the table came to its end, or there is more than one piece of it.
#[derive(Clone)]
pub(super) struct Pieces {
    pieces: mpsc::Sender<Vec<u8>>,
    /// `None` where nothing more is to be sent.
    held: Arc<Mutex<Option<Vec<u8>>>>,
}

impl Pieces {
    pub(super) fn new(pieces: mpsc::Sender<Vec<u8>>) -> Self {
        Pieces { pieces, held: Arc::new(Mutex::new(Some(Vec::new()))) }
    }

    /// Sends what is held.
    fn send(&self) -> io::Result<()> {
        let held = self.held().as_mut().map(mem::take).unwrap_or_default();
        if held.is_empty() {
            return Ok(());
        }
        self.pieces.blocking_send(held).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    /// Sends no more, not even an end that something packed would write by itself.
    fn give_up(&self) {
        *self.held() = None;
    }

    fn held(&self) -> MutexGuard<'_, Option<Vec<u8>>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut guard = self.held();
        let held = guard.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        held.extend_from_slice(bytes);
        let is_full = held.len() >= PIECE_BYTES;
        drop(guard);
        if is_full {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_is_not_whole_has_no_end_however_it_is_packed() {
        for coding in Packer::<Pieces>::CODINGS {
            let (sender, mut written) = mpsc::channel(100);
            let mut pieces = Pieces::new(sender);
            let outcome = packed(coding, &pieces, |mut out| {
                let noise = (0..1 << 20).scan(1_u64, |state, _| {
                    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    Some(state.to_be_bytes()[0])
                });
                out.write_all(&noise.collect::<Vec<u8>>()).map_err(NotExported::Io)?;
                Err(NotExported::Io(io::Error::other("broken")))
            });
            // Else an end could fill a piece, and be sent with it.
            assert!(outcome.is_err() && pieces.write(b"end").is_err(), "{coding:?}");
            let mut sent = Vec::new();
            while let Ok(piece) = written.try_recv() {
                sent.extend(piece);
            }
            assert!(sent.len() > 900_000, "{coding:?}: {}", sent.len());
            let is_whole = match coding {
                Coding::Zstd => zstd::decode_all(&*sent).is_ok(),
                Coding::Gzip => {
                    io::copy(&mut flate2::read::GzDecoder::new(&*sent), &mut io::sink()).is_ok()
                }
                // Such a body has its end where the answer has.
                Coding::Brotli | Coding::Identity => false,
            };
            assert!(!is_whole, "{coding:?}");
        }
    }
}
