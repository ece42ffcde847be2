//! A text by lines, as an editor shows them.

use std::io::{BufRead, ErrorKind};

use crate::import::{Text, Wrong, opened::NotText};

/// The lines of a text.
pub(super) struct Lines {
    text: Text,
    /// How many were read.
    read: u64,
    /// Whether a line feed that comes next belongs to the end of the line before.
    after_return: bool,
    is_over: bool,
}

/// One line of a text.
pub(super) struct Line {
    /// The first is 1.
    pub(super) number: u64,
    /// Ended by a line feed alone, whichever editor wrote it; the last may have none.
    pub(super) bytes: Vec<u8>,
    /// What in it could not be read.
    pub(super) wrong: Option<Wrong>,
}

/// What is taken from a text at once.
enum Piece {
    /// So many bytes, which are not the end of the line.
    Inner(usize),
    /// So many bytes, and the line feed or carriage return after them.
    Last(usize, u8),
}

impl Lines {
    pub(super) fn new(text: Text) -> Self {
        Lines { text, read: 0, after_return: false, is_over: false }
    }

    /// The next line; `None` at the end of the text. Of one that is longer than `bytes_max`, the
    /// rest is passed over.
    pub(super) fn next(&mut self, bytes_max: usize) -> Option<Line> {
        if self.is_over {
            return None;
        }
        let mut line = Line { number: self.read + 1, bytes: Vec::new(), wrong: None };
        let mut is_there = false;
        while !self.is_over {
            let held = match self.text.fill_buf() {
                Ok(held) => held,
                Err(why) if why.kind() == ErrorKind::Interrupted => continue,
                Err(why) => {
                    is_there = true;
                    let bad = why.get_ref().and_then(|it| it.downcast_ref::<NotText>());
                    self.is_over = bad.is_none();
                    let reason = bad.map_or_else(|| why.to_string(), |it| it.reason.clone());
                    let wrong = Wrong::new(line.number, "row", reason);
                    if self.is_over {
                        line.wrong = Some(wrong.last());
                    } else {
                        line.wrong.get_or_insert(wrong);
                    }
                    continue;
                }
            };
            if held.is_empty() {
                self.is_over = true;
                break;
            }
            if self.after_return {
                self.after_return = false;
                if held[0] == b'\n' {
                    self.text.consume(1);
                    continue;
                }
            }
            is_there = true;
            match piece(held) {
                Piece::Inner(bytes) => {
                    line.take(&held[..bytes], bytes_max);
                    self.text.consume(bytes);
                }
                Piece::Last(bytes, end) => {
                    line.take(&held[..bytes], bytes_max);
                    line.bytes.push(b'\n');
                    self.after_return = end == b'\r';
                    self.text.consume(bytes + 1);
                    break;
                }
            }
        }
        self.read += u64::from(is_there);
        is_there.then_some(line)
    }
}

fn piece(held: &[u8]) -> Piece {
    let end = held.iter().position(|it| matches!(it, b'\n' | b'\r'));
    end.map_or(Piece::Inner(held.len()), |it| Piece::Last(it, held[it]))
}

impl Line {
    fn take(&mut self, bytes: &[u8], bytes_max: usize) {
        if self.bytes.len() + bytes.len() <= bytes_max {
            self.bytes.extend_from_slice(bytes);
        } else if self.wrong.is_none() {
            let reason = format!("is longer than {bytes_max} bytes: is it CSV?");
            self.wrong = Some(Wrong::new(self.number, "row", reason));
        }
    }
}
