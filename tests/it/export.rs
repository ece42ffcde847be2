//! Rows out of the graph, as files that are read again.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod client;
mod engines;
mod lists;
mod rows;
mod served;

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

/// Bytes that are written, for whoever looks at them later.
#[derive(Clone, Default)]
pub(crate) struct Bytes(Arc<Mutex<Vec<u8>>>);

impl Bytes {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Bytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
