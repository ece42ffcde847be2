//! The records of a JSON file, one after another, in bounded memory: JSON lines, an array, or an
//! object that holds the records further in, such as a page of an API; also several of these in a
//! row, and records that are written over several lines.
//!
//! After a fault, reading goes on where a record surely begins: in JSON lines with the next line,
//! elsewhere with the next line that begins with `{`. What stands between is lost.

mod source;

use serde_json::Value;

use super::{Text, Wrong};
use source::Source;

/// No record is longer: one with thousands of authors takes about a third of it.
const RECORD_BYTES_MAX: usize = 32 << 20;

/// The objects that are the records of a file, and the lines they begin in.
pub struct JsonRecords {
    source: Source,
    /// Names of members of outer objects whose arrays or objects hold the records.
    holders: &'static [&'static str],
    /// What is open around the next record, outermost first.
    open: Vec<Level>,
    /// What may be a record, as far as it has been read.
    record: Vec<u8>,
    /// Whether each further record has a line of its own.
    is_lines: bool,
    /// Whether what is open around the records was lost by a fault.
    is_loose: bool,
    is_over: bool,
}

/// What records stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    /// An array of records.
    Array,
    /// An object whose members are records.
    Named,
    /// An object of which one member holds the records.
    Page,
}

/// Why there is no record.
enum Stop {
    /// What was read is no record; what follows it may be one.
    Record(Wrong),
    /// Nobody knows where the record ends.
    Lost(Wrong),
    /// Nothing more can be read.
    End(Wrong),
}

impl Iterator for JsonRecords {
    type Item = Result<(u64, Value), Wrong>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let next = if self.is_lines { self.line() } else { self.next_record() };
        match next {
            Ok(found) => {
                self.is_over = found.is_none();
                found.map(Ok)
            }
            Err(Stop::Record(wrong)) => Some(Err(wrong)),
            Err(Stop::Lost(wrong)) => {
                self.is_over = self.recover().is_err();
                Some(Err(wrong))
            }
            Err(Stop::End(wrong)) => {
                self.is_over = true;
                Some(Err(wrong))
            }
        }
    }
}

impl JsonRecords {
    /// The records of `text`. Members of outer objects that have one of the names `holders` hold
    /// records, as the elements of an array or the members of an object; no record has such a
    /// member.
    pub fn open(text: Text, holders: &'static [&'static str]) -> Self {
        JsonRecords {
            source: Source::new(text),
            holders,
            open: Vec::new(),
            record: Vec::new(),
            is_lines: false,
            is_loose: false,
            is_over: false,
        }
    }

    /// The record on the next line that is not empty.
    fn line(&mut self) -> Result<Option<(u64, Value)>, Stop> {
        loop {
            let place = self.source.place();
            self.record.clear();
            if !self.source.take_line(&mut self.record, RECORD_BYTES_MAX)? {
                return Ok(None);
            }
            if self.record.len() > RECORD_BYTES_MAX && !self.record.ends_with(b"\n") {
                self.source.skip_line()?;
                return Err(Stop::Record(too_long(place.line)));
            }
            self.record.truncate(self.record.trim_ascii_end().len());
            if !self.record.is_empty() {
                return self.parsed(place).map(Some);
            }
        }
    }

    /// The next record, whatever stands around it.
    fn next_record(&mut self) -> Result<Option<(u64, Value)>, Stop> {
        loop {
            self.source.skip_space()?;
            let Some(byte) = self.source.peek()? else {
                if self.open.is_empty() {
                    return Ok(None);
                }
                return Err(self.source.ends("in the middle of a list of records"));
            };
            match (self.open.last(), byte) {
                (Some(Level::Page), _) => {
                    if self.members(false)? {
                        self.open.pop();
                    }
                }
                (Some(Level::Array), b']') | (Some(Level::Named), b'}') => {
                    self.source.skip();
                    self.open.pop();
                }
                (Some(_), b',') => self.source.skip(),
                (None, b',' | b']' | b'}') if self.is_loose => self.source.skip(),
                (Some(Level::Named), b'"') => {
                    self.record.clear();
                    self.name(false)?;
                    self.source.skip_space()?;
                }
                (_, b'{') => {
                    if let Some(found) = self.object()? {
                        return Ok(Some(found));
                    }
                }
                (None, b'[') => {
                    self.source.skip();
                    self.open.push(Level::Array);
                }
                _ => return Err(self.source.lost("a record is an object and begins with `{`")),
            }
        }
    }

    /// The object that begins here; `None` where it is no record but holds some, the first of which
    /// is next then.
    fn object(&mut self) -> Result<Option<(u64, Value)>, Stop> {
        let place = self.source.place();
        self.record.clear();
        self.take();
        if !self.members(true)? {
            return Ok(None);
        }
        let is_one_line = self.source.place().line == place.line;
        self.is_lines = is_one_line
            && self.open.is_empty()
            && !self.is_loose
            && matches!(self.source.peek()?, None | Some(b'\n' | b'\r'));
        self.parsed(place).map(Some)
    }

    /// Reads the members of an object up to its end: then `true`; or up to the first record in a
    /// member that holds some. They are kept where the object may be a record.
    fn members(&mut self, is_kept: bool) -> Result<bool, Stop> {
        loop {
            if !is_kept {
                self.record.clear();
            }
            self.take_space()?;
            match self.source.must_peek()? {
                b'}' => {
                    self.take();
                    return Ok(true);
                }
                b',' => self.take(),
                b'"' => {
                    let is_holder = self.name(self.open.len() <= 1)?;
                    self.take_space()?;
                    let level = match self.source.must_peek()? {
                        b'[' if is_holder => Level::Array,
                        b'{' if is_holder => Level::Named,
                        _ => {
                            self.value()?;
                            continue;
                        }
                    };
                    self.source.skip();
                    if self.open.last() != Some(&Level::Page) {
                        self.open.push(Level::Page);
                    }
                    self.open.push(level);
                    return Ok(false);
                }
                _ => return Err(self.source.lost("expected a name in quotes, or `}`")),
            }
        }
    }

    /// Takes a member's name and the colon behind it, and tells whether the member holds records,
    /// if it may.
    fn name(&mut self, may_hold: bool) -> Result<bool, Stop> {
        let from = self.record.len();
        self.string()?;
        let name = &self.record[from + 1..self.record.len() - 1];
        let is_holder = may_hold && self.holders.iter().any(|it| it.as_bytes() == name);
        self.take_space()?;
        if self.source.must_peek()? != b':' {
            return Err(self.source.lost("expected `:` behind a name"));
        }
        self.take();
        Ok(is_holder)
    }

    /// Takes a value of whatever kind; only brackets and texts are looked at.
    fn value(&mut self) -> Result<(), Stop> {
        let mut depth = 0u32;
        // The last byte that is no space: two values with nothing between them are a fault, by
        // which a record is found that was cut off where the next one begins.
        let mut before = b':';
        loop {
            let byte = self.source.must_peek()?;
            let is_end =
                before == b'"' || matches!(before, b'}' | b']') || before.is_ascii_alphanumeric();
            match byte {
                b'"' | b'{' | b'[' if is_end => {
                    return Err(self.source.lost("expected `,` or a closing bracket"));
                }
                b'}' | b']' | b',' if depth == 0 => return Ok(()),
                b'"' => self.string()?,
                b'{' | b'[' => {
                    depth += 1;
                    self.take();
                }
                b'}' | b']' => {
                    depth -= 1;
                    self.take();
                }
                _ => self.take(),
            }
            if self.record.len() > RECORD_BYTES_MAX {
                return Err(Stop::Lost(too_long(self.source.place().line)));
            }
            if depth == 0 && matches!(byte, b'"' | b'}' | b']') {
                return Ok(());
            }
            if !byte.is_ascii_whitespace() {
                before = byte;
            }
        }
    }

    /// Takes a text in quotes.
    fn string(&mut self) -> Result<(), Stop> {
        self.take();
        let mut is_escaped = false;
        loop {
            let byte = self.source.must_peek()?;
            if byte == b'\n' {
                return Err(self.source.lost("a text is not closed on its line"));
            }
            if self.record.len() > RECORD_BYTES_MAX {
                return Err(Stop::Lost(too_long(self.source.place().line)));
            }
            self.take();
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'"' => return Ok(()),
                _ => (),
            }
        }
    }

    fn take_space(&mut self) -> Result<(), Stop> {
        while self.source.peek()?.is_some_and(|it| it.is_ascii_whitespace()) {
            self.take();
        }
        Ok(())
    }

    /// Takes the byte that was peeked at.
    fn take(&mut self) {
        self.record.extend(self.source.next_byte());
    }

    /// Goes to the next line that begins with `{`, over whatever is wrong on the way.
    fn recover(&mut self) -> Result<(), Stop> {
        self.is_loose |= !self.open.is_empty();
        self.open.clear();
        loop {
            match self.source.peek() {
                Ok(None) => return Ok(()),
                Ok(Some(b'{')) if self.source.place().column == 1 => return Ok(()),
                Ok(Some(_)) | Err(Stop::Lost(_)) => self.source.skip_line()?,
                Err(why) => return Err(why),
            }
        }
    }

    /// What has been taken since `place`, as a record.
    fn parsed(&self, place: source::Place) -> Result<(u64, Value), Stop> {
        let wrong = match serde_json::from_slice::<Value>(&self.record) {
            Ok(value) if value.is_object() => return Ok((place.line, value)),
            Ok(_) => Wrong::new(place.line, "row", "is no object: a record begins with `{`"),
            Err(why) => {
                let line = u64::try_from(why.line()).unwrap_or(1).max(1);
                let column = u64::try_from(why.column()).unwrap_or(1);
                let before = if line == 1 { place.column - 1 } else { 0 };
                let text = why.to_string();
                let what = text.rsplit_once(" at line ").map_or(&*text, |it| it.0);
                let reason = not_json(what, before + column);
                Wrong::new(place.line + line - 1, "row", reason)
            }
        };
        Err(Stop::Record(wrong))
    }
}

fn not_json(what: &str, column: u64) -> String {
    format!("is no JSON: {what}, at byte {column} of the line")
}

fn too_long(line: u64) -> Wrong {
    let reason = format!("the record is longer than {} MiB", RECORD_BYTES_MAX >> 20);
    Wrong::new(line, "row", reason)
}
