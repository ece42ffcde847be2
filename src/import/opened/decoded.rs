//! Bytes in one of the known encodings as UTF-8 text, piece by piece.

use std::io::{self, BufRead, Error, ErrorKind, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};

use super::encoding::{of_sample, of_start};

/// Bytes that are held at a time; so many tell the encoding, too.
const PIECE_BYTES: usize = 64 << 10;

/// Bytes that are no text in the encoding that the others are in. Reading goes on after them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} {reason}")]
pub struct NotText {
    /// Where they stand; the first line is 1.
    pub line: u64,
    /// What is wrong with them, and what would be right.
    pub reason: String,
}

/// The text of a stream of bytes.
///
/// All that is below 128 is the same in UTF-8 and GB18030: which of the two it is is decided when
/// something else comes, however late.
pub(super) struct Decoded {
    source: Box<dyn Read + Send>,
    /// What was read and is not decoded.
    bytes: Vec<u8>,
    is_source_over: bool,
    stage: Stage,
    text: Vec<u8>,
    /// How much of `text` was taken.
    taken: usize,
    bad: Option<NotText>,
    lines: Lines,
}

enum Stage {
    Start,
    /// Nothing but bytes below 128 so far.
    Plain,
    Known(Decoder),
    Over,
}

impl Decoded {
    pub(super) fn new(source: Box<dyn Read + Send>) -> Self {
        Decoded {
            source,
            bytes: Vec::new(),
            is_source_over: false,
            stage: Stage::Start,
            text: Vec::new(),
            taken: 0,
            bad: None,
            lines: Lines { line: 1, after_return: false },
        }
    }

    /// Reads until a whole piece is held, or all that is left.
    fn fill(&mut self) -> io::Result<()> {
        let missing = PIECE_BYTES.saturating_sub(self.bytes.len()) as u64;
        let wanted = self.bytes.len() as u64 + missing;
        if !self.is_source_over && missing > 0 {
            self.source.by_ref().take(missing).read_to_end(&mut self.bytes)?;
            self.is_source_over = (self.bytes.len() as u64) < wanted;
        }
        Ok(())
    }

    /// Decodes the next piece into `text`, which is used up.
    fn decode(&mut self) -> io::Result<()> {
        self.fill()?;
        self.text.clear();
        self.taken = 0;
        match &mut self.stage {
            Stage::Over => {}
            Stage::Start => {
                let (known, mark) = match of_start(&self.bytes) {
                    Some((encoding, mark)) => (Stage::Known(decoder(encoding)), mark),
                    None => (Stage::Plain, 0),
                };
                self.bytes.drain(..mark);
                self.stage = known;
            }
            Stage::Plain => {
                let plain = Encoding::ascii_valid_up_to(&self.bytes);
                self.text.extend(self.bytes.drain(..plain));
                if self.bytes.is_empty() {
                    self.stage = if self.is_source_over { Stage::Over } else { Stage::Plain };
                } else {
                    self.fill()?;
                    self.stage = Stage::Known(decoder(of_sample(&self.bytes)));
                }
            }
            Stage::Known(decoder) => {
                let room = decoder.max_utf8_buffer_length_without_replacement(self.bytes.len());
                self.text.resize(room.unwrap_or(PIECE_BYTES), 0);
                let last = self.is_source_over;
                let (result, read, written) =
                    decoder.decode_to_utf8_without_replacement(&self.bytes, &mut self.text, last);
                self.text.truncate(written);
                self.bytes.drain(..read);
                let name = decoder.encoding();
                match result {
                    DecoderResult::InputEmpty if last => self.stage = Stage::Over,
                    DecoderResult::InputEmpty | DecoderResult::OutputFull => {}
                    DecoderResult::Malformed(..) => self.bad = Some(not_text(name)),
                }
            }
        }
        self.lines.pass(&self.text);
        if let Some(bad) = &mut self.bad {
            bad.line = self.lines.line;
        }
        Ok(())
    }
}

fn decoder(encoding: &'static Encoding) -> Decoder {
    encoding.new_decoder_without_bom_handling()
}

fn not_text(encoding: &'static Encoding) -> NotText {
    let reason = if encoding == UTF_8 {
        "is not UTF-8: save the file as UTF-8".to_owned()
    } else {
        format!("is not {}, as the rest is: save the file as UTF-8", encoding.name())
    };
    NotText { line: 0, reason }
}

impl BufRead for Decoded {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.taken == self.text.len() {
            if let Some(bad) = self.bad.take() {
                return Err(Error::new(ErrorKind::InvalidData, bad));
            }
            if matches!(self.stage, Stage::Over) {
                break;
            }
            self.decode()?;
        }
        Ok(&self.text[self.taken..])
    }

    fn consume(&mut self, bytes: usize) {
        self.taken = (self.taken + bytes).min(self.text.len());
    }
}

impl Read for Decoded {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

/// Counts lines as an editor does: they end in a line feed, a carriage return, or both.
struct Lines {
    line: u64,
    after_return: bool,
}

impl Lines {
    fn pass(&mut self, text: &[u8]) {
        let count = |wanted: u8| text.iter().map(|it| u64::from(*it == wanted)).sum::<u64>();
        let pairs = text.windows(2).map(|it| u64::from(it == b"\r\n")).sum::<u64>();
        let split = u64::from(self.after_return && text.first() == Some(&b'\n'));
        self.line += count(b'\n') + count(b'\r') - pairs - split;
        self.after_return = text.last().map_or(self.after_return, |it| *it == b'\r');
    }
}
