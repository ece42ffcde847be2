//! The records of a CSV file: lines, or several of them where a quoted text goes on.

use std::{
    collections::VecDeque,
    io::{self, Read},
};

use csv::{Reader, ReaderBuilder, StringRecord};

use super::lines::{Line, Lines};
use crate::import::{Text, Wrong};

/// No record is longer. A quote that is never closed makes one of the rest of the file, which is
/// not to be held.
const RECORD_BYTES_MAX: usize = 1 << 20;

/// What may stand between columns, and how it is called.
const DELIMITERS: &[(u8, &str)] = &[(b',', "comma"), (b';', "semicolon"), (b'\t', "tab")];

const UNCLOSED: &str = r#"has a `"` that is never closed"#;

/// The records of a text, each of which may stand in several lines.
pub(super) struct Records {
    lines: Lines,
    /// Lines that were read and are not used up: what comes after a quote that is not closed is
    /// read once more.
    held: VecDeque<Line>,
    /// Parses what it is fed, one record at a time.
    parser: Option<Reader<Feed>>,
    delimiter: (u8, &'static str),
}

/// The fields of a record.
#[derive(Default)]
pub(super) struct Fields {
    pub(super) record: StringRecord,
}

/// The bytes of one record.
#[derive(Default)]
struct Feed {
    bytes: Vec<u8>,
    taken: usize,
}

impl Records {
    pub(super) fn new(text: Text) -> Self {
        let delimiter = DELIMITERS[0];
        Records { lines: Lines::new(text), held: VecDeque::new(), parser: None, delimiter }
    }

    pub(super) fn delimiter_name(&self) -> &'static str {
        self.delimiter.1
    }

    /// Reads the next record that holds something, and tells the line in which it begins; `None` at
    /// the end.
    pub(super) fn read(&mut self, into: &mut Fields) -> Option<Result<u64, Wrong>> {
        loop {
            self.line(0)?;
            if self.parser.is_none() {
                self.begin();
            }
            if !self.is_blank(&self.held[0]) || self.held[0].wrong.is_some() {
                break;
            }
            self.held.pop_front();
        }
        let number = self.held[0].number;
        let lines = match self.extent() {
            Ok(lines) => lines,
            Err(reason) => {
                self.held.pop_front();
                return Some(Err(Wrong::new(number, "row", reason)));
            }
        };
        let lines: Vec<Line> = self.held.drain(..lines).collect();
        if let Some(wrong) = lines.iter().find_map(|it| it.wrong.clone()) {
            return Some(Err(wrong));
        }
        let parser = self.parser.as_mut().expect("it was made for the first line");
        parser.get_mut().set(&lines);
        let read = parser.read_record(&mut into.record);
        Some(read.map(|_| number).map_err(|why| Wrong::new(number, "row", why.to_string())))
    }

    /// Line number `at` of those that are held, which may have to be read.
    fn line(&mut self, at: usize) -> Option<&Line> {
        while self.held.len() <= at {
            let line = self.lines.next(RECORD_BYTES_MAX)?;
            self.held.push_back(line);
        }
        self.held.get(at)
    }

    /// How many of the lines that are held, or are to be, are the next record.
    fn extent(&mut self) -> Result<usize, &'static str> {
        let delimiter = self.delimiter.0;
        let mut at = At::Start;
        let mut bytes = 0;
        for lines in 0.. {
            let Some(line) = self.line(lines).filter(|_| bytes <= RECORD_BYTES_MAX) else { break };
            if line.wrong.is_some() {
                return Ok(lines + 1);
            }
            bytes += line.bytes.len();
            at = at.after(&line.bytes, delimiter)?;
            if !matches!(at, At::Quoted) {
                return Ok(lines + 1);
            }
        }
        Err(UNCLOSED)
    }

    /// Looks at the header, which is the first line that is held.
    fn begin(&mut self) {
        let header = &self.held[0].bytes;
        let count = |it: &(u8, &str)| outside_quotes(header).filter(|byte| *byte == it.0).count();
        // Of those that are equal, `max_by_key` takes the last.
        self.delimiter =
            *DELIMITERS.iter().rev().max_by_key(|it| count(it)).expect("there are some");
        let mut parser = ReaderBuilder::new();
        parser.has_headers(false).flexible(true).delimiter(self.delimiter.0);
        self.parser = Some(parser.from_reader(Feed::default()));
    }

    /// Whether a line holds nothing: no letter, or nothing between its delimiters.
    fn is_blank(&self, line: &Line) -> bool {
        line.bytes.iter().all(|it| it.is_ascii_whitespace() || *it == self.delimiter.0)
    }
}

impl Feed {
    /// A last line without an end gets one: it ends the record.
    fn set(&mut self, lines: &[Line]) {
        self.bytes.clear();
        self.taken = 0;
        for line in lines {
            self.bytes.extend_from_slice(&line.bytes);
        }
        if !self.bytes.ends_with(b"\n") {
            self.bytes.push(b'\n');
        }
    }
}

impl Read for Feed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = (&self.bytes[self.taken..]).read(into)?;
        self.taken += read;
        Ok(read)
    }
}

fn outside_quotes(line: &[u8]) -> impl Iterator<Item = u8> {
    let mut is_quoted = false;
    line.iter().copied().filter(move |it| {
        is_quoted ^= *it == b'"';
        !is_quoted
    })
}

/// Where in a record a byte stands.
#[derive(Clone, Copy)]
enum At {
    Start,
    Plain,
    Quoted,
    /// After a quote within quotes: either the end, or the first of two that stand for one.
    Quote,
}

impl At {
    /// Where the bytes lead, or what is wrong with their quotes: the parser takes any.
    fn after(self, bytes: &[u8], delimiter: u8) -> Result<At, &'static str> {
        let mut at = self;
        for byte in bytes {
            at = match (at, *byte) {
                (At::Plain, b'"') => {
                    return Err(
                        r#"has a `"` in a text that is not quoted: quote it, and write `""` for each"#,
                    );
                }
                (At::Quoted, b'"') => At::Quote,
                (At::Quoted, _) | (At::Start | At::Quote, b'"') => At::Quoted,
                (_, byte) if byte == delimiter || byte == b'\n' => At::Start,
                (At::Quote, _) => {
                    return Err(
                        r#"goes on after the `"` that ends a text: write `""` for a quote within"#,
                    );
                }
                (At::Start | At::Plain, _) => At::Plain,
            };
        }
        Ok(at)
    }
}
