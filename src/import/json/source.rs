//! Bytes of a text, and where they stand.

use std::io::{self, BufRead, Read};

use super::{Stop, not_json};
use crate::import::{Text, Wrong, opened::NotText};

pub(super) struct Source {
    text: Text,
    place: Place,
}

/// A place in a text; the first byte of the first line is 1, 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub line: u64,
    /// In bytes.
    pub column: u64,
}

impl Source {
    pub(super) fn new(text: Text) -> Self {
        Source { text, place: Place { line: 1, column: 1 } }
    }

    /// Where the next byte stands.
    pub(super) fn place(&self) -> Place {
        self.place
    }

    /// The next byte, which stays; `None` at the end.
    pub(super) fn peek(&mut self) -> Result<Option<u8>, Stop> {
        loop {
            match self.text.fill_buf() {
                Ok(bytes) => return Ok(bytes.first().copied()),
                Err(why) if why.kind() == io::ErrorKind::Interrupted => (),
                Err(why) => {
                    let lost = |it: Wrong| Stop::Lost(Wrong { reason: behind(&it.reason), ..it });
                    return Err(not_text(&why).map_or_else(|| not_read(self.place, &why), lost));
                }
            }
        }
    }

    /// The next byte, which stays; there must be one.
    pub(super) fn must_peek(&mut self) -> Result<u8, Stop> {
        self.peek()?.ok_or_else(|| self.ends("in the middle of a record"))
    }

    /// The byte that was peeked at.
    pub(super) fn next_byte(&mut self) -> Option<u8> {
        let byte = self.text.fill_buf().ok()?.first().copied()?;
        self.text.consume(1);
        match byte {
            b'\n' => self.place = Place { line: self.place.line + 1, column: 1 },
            _ => self.place.column += 1,
        }
        Some(byte)
    }

    /// Passes over the byte that was peeked at.
    pub(super) fn skip(&mut self) {
        self.next_byte();
    }

    pub(super) fn skip_space(&mut self) -> Result<(), Stop> {
        while self.peek()?.is_some_and(|it| it.is_ascii_whitespace()) {
            self.skip();
        }
        Ok(())
    }

    /// Adds the rest of the line to `into`, or of a long one at least `bytes_max` and one bytes of
    /// it; `false` at the end of the text. A line with bytes that are no text is passed over.
    pub(super) fn take_line(&mut self, into: &mut Vec<u8>, bytes_max: usize) -> Result<bool, Stop> {
        let bytes_max = u64::try_from(bytes_max).unwrap_or(u64::MAX);
        let mut part = self.text.by_ref().take(bytes_max.saturating_add(2));
        let taken = match part.read_until(b'\n', into) {
            Ok(taken) => taken,
            Err(why) => {
                let wrong = not_text(&why).ok_or_else(|| not_read(self.place, &why))?;
                self.skip_line()?;
                return Err(Stop::Record(wrong));
            }
        };
        self.pass(taken, into.last() == Some(&b'\n'));
        Ok(taken > 0)
    }

    /// Passes over the rest of the line.
    pub(super) fn skip_line(&mut self) -> Result<(), Stop> {
        loop {
            match self.text.skip_until(b'\n') {
                Ok(passed) => {
                    self.pass(passed, passed > 0);
                    return Ok(());
                }
                Err(why) if not_text(&why).is_some() => {}
                Err(why) => return Err(not_read(self.place, &why)),
            }
        }
    }

    fn pass(&mut self, bytes: usize, is_whole: bool) {
        self.place = if is_whole {
            Place { line: self.place.line + 1, column: 1 }
        } else {
            Place { column: self.place.column + u64::try_from(bytes).unwrap_or(0), ..self.place }
        };
    }

    /// A fault at the next byte, behind which nobody knows where things end.
    pub(super) fn lost(&self, what: &str) -> Stop {
        let reason = behind(&not_json(what, self.place.column));
        Stop::Lost(Wrong::new(self.place.line, "row", reason))
    }

    /// The fault that the text ends here.
    pub(super) fn ends(&self, place: &str) -> Stop {
        let reason = format!("the file ends {place}: is all of it there?");
        Stop::End(Wrong::new(self.place.line, "row", reason).last())
    }
}

fn behind(reason: &str) -> String {
    format!("{reason}; what follows is read from the next line that begins with `{{`")
}

/// What is wrong with bytes that are no text, if that is what is wrong. Those behind them can be
/// read.
fn not_text(why: &io::Error) -> Option<Wrong> {
    let bad = why.get_ref()?.downcast_ref::<NotText>()?;
    Some(Wrong::new(bad.line, "row", bad.reason.clone()))
}

fn not_read(place: Place, why: &io::Error) -> Stop {
    Stop::End(Wrong::new(place.line, "row", why.to_string()).last())
}
