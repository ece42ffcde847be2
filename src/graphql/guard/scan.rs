//! Measures a document as it is written: one look at each byte, and no memory. The parser goes one
//! call deeper for each bracket, so that it must not meet too many of them.
//!
//! What is no GraphQL is measured somehow, since the parser refuses it where it begins to be none;
//! up to there the measures are right.

use async_graphql::Pos;

use crate::graphql::Limits;

/// Why a document is not looked at further, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// There is more of something than there may be.
    TooMuch(String, Pos),
    /// It is no GraphQL, and the parser would take it for some.
    Broken(&'static str, Pos),
    /// A fragment spreads itself.
    Circle(String, Pos),
}

/// What a document has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Measures {
    pub(super) tokens: usize,
    pub(super) operations: usize,
    pub(super) fragments: usize,
    pub(super) directives: usize,
    pub(super) aliases: usize,
    /// Selections within selections, as they are written.
    pub(super) depth: usize,
    /// Lists and objects within each other in one value.
    pub(super) nesting: usize,
}

/// Measures a document up to where something is more than `limits` allow.
pub(super) fn measured(text: &str, limits: &Limits) -> Result<Measures, Unfit> {
    let mut scan = Scan {
        text,
        at: 0,
        limits,
        found: Measures::default(),
        depth: 0,
        parentheses: 0,
        nesting: 0,
        begun: Begun::Nothing,
    };
    while scan.at < text.len() {
        scan.step()?;
    }
    Ok(scan.found)
}

/// Which kind of definition has begun, outside of selections.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begun {
    Nothing,
    Operation,
    Fragment,
}

struct Scan<'t> {
    text: &'t str,
    /// The next byte.
    at: usize,
    limits: &'t Limits,
    found: Measures,
    /// Selections that are open.
    depth: usize,
    /// Lists of arguments or variables that are open.
    parentheses: usize,
    /// Lists and objects that are open there.
    nesting: usize,
    begun: Begun,
}

impl Scan<'_> {
    fn step(&mut self) -> Result<(), Unfit> {
        let bytes = self.text.as_bytes();
        let byte = bytes[self.at];
        match byte {
            b' ' | b',' | b'\t' | b'\n' | b'\r' => {
                self.at += 1;
                return Ok(());
            }
            b'#' => {
                self.at += length(&bytes[self.at..], |it| !matches!(it, b'\n' | b'\r'));
                return Ok(());
            }
            // The mark of the byte order is as good as a space.
            _ if self.text[self.at..].starts_with('\u{feff}') => {
                self.at += '\u{feff}'.len_utf8();
                return Ok(());
            }
            _ => (),
        }
        self.found.tokens += 1;
        self.within("tokens", self.found.tokens, self.limits.tokens)?;
        match byte {
            b'"' => return self.string(),
            b'-' | b'0'..=b'9' => {
                self.at += number(&bytes[self.at..]);
                return Ok(());
            }
            _ if is_of_name(byte) => return self.name(),
            b'@' => {
                self.found.directives += 1;
                self.within("directives", self.found.directives, self.limits.directives)?;
            }
            // Elsewhere it stands between the name of an argument or a variable and what it is.
            b':' if self.parentheses == 0 => {
                self.found.aliases += 1;
                self.within("aliases", self.found.aliases, self.limits.aliases)?;
            }
            b'(' => self.parentheses += 1,
            b')' => self.parentheses = self.parentheses.saturating_sub(1),
            b'[' | b'{' => self.open(byte)?,
            b']' | b'}' => self.close(byte),
            _ => (),
        }
        // Dots go together.
        let dots = length(&bytes[self.at..], |it| it == b'.').min(3);
        let other = self.text[self.at..].chars().next().map_or(1, char::len_utf8);
        self.at += dots.max(other);
        Ok(())
    }

    fn open(&mut self, byte: u8) -> Result<(), Unfit> {
        if self.parentheses > 0 || byte == b'[' {
            self.nesting += 1;
            self.found.nesting = self.found.nesting.max(self.nesting);
            let what = "lists and objects within each other";
            return self.within(what, self.nesting, self.limits.nesting);
        }
        if self.depth == 0 {
            let begun = std::mem::replace(&mut self.begun, Begun::Nothing);
            if begun == Begun::Fragment {
                self.found.fragments += 1;
                self.within("fragments", self.found.fragments, self.limits.fragments)?;
            } else {
                self.found.operations += 1;
                self.within("operations", self.found.operations, self.limits.operations)?;
            }
        }
        self.depth += 1;
        self.found.depth = self.found.depth.max(self.depth);
        self.within("selections within each other", self.depth, self.limits.depth)
    }

    fn close(&mut self, byte: u8) {
        if self.parentheses > 0 || byte == b']' {
            self.nesting = self.nesting.saturating_sub(1);
        } else {
            self.depth = self.depth.saturating_sub(1);
        }
    }

    fn name(&mut self) -> Result<(), Unfit> {
        let rest = &self.text[self.at..];
        let chars = length(rest.as_bytes(), is_of_name);
        if self.depth == 0 && self.parentheses == 0 && self.begun == Begun::Nothing {
            // The parser needs no space before what follows.
            let is_fragment = rest.starts_with("fragment");
            self.begun = if is_fragment { Begun::Fragment } else { Begun::Operation };
        }
        self.within("characters in one name", chars, self.limits.name_chars)?;
        self.at += chars;
        Ok(())
    }

    fn string(&mut self) -> Result<(), Unfit> {
        let rest = &self.text[self.at..];
        if let Some(within) = rest.strip_prefix("\"\"\"") {
            let why = "a text that begins with `\"\"\"` does not end: end it with `\"\"\"`";
            let within = block(within).ok_or_else(|| Unfit::Broken(why, self.place()))?;
            self.at += 3 + within;
            return Ok(());
        }
        let bytes = rest.as_bytes();
        let mut end = 1;
        while let Some(byte) = bytes.get(end) {
            match byte {
                b'"' => {
                    end += 1;
                    break;
                }
                // The parser takes no such text.
                b'\n' | b'\r' => break,
                b'\\' => end += 2,
                _ => end += 1,
            }
        }
        // What is escaped may be more than a byte.
        let end = end.min(rest.len());
        self.at += (end..=rest.len()).find(|it| rest.is_char_boundary(*it)).unwrap_or(rest.len());
        Ok(())
    }

    /// Refuses more of something than there may be.
    fn within(&self, what: &str, count: usize, max: usize) -> Result<(), Unfit> {
        if count <= max {
            return Ok(());
        }
        let why = format!("the document has more than {max} {what}: ask in several requests");
        Err(Unfit::TooMuch(why, self.place()))
    }

    /// The line and the column of the next byte.
    fn place(&self) -> Pos {
        let before = &self.text[..self.at];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Pos { line, column }
    }
}

/// Bytes to the end of a text in blocks, its closing quotes among them.
fn block(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let quotes = from + text[from..].find("\"\"\"")?;
        if !text[from..quotes].ends_with('\\') {
            return Some(quotes + 3);
        }
        from = quotes + 3;
    }
}

/// Bytes of a number, at least one.
fn number(bytes: &[u8]) -> usize {
    let digits = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        from + length(rest, |it| it.is_ascii_digit())
    };
    let mut end = digits(1);
    if bytes.get(end) == Some(&b'.') && digits(end + 1) > end + 1 {
        end = digits(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let signed = end + 1 + usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        if digits(signed) > signed {
            end = digits(signed);
        }
    }
    end
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// How many bytes from the first on are of a kind.
fn length(bytes: &[u8], is_of: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|it| !is_of(*it)).unwrap_or(bytes.len())
}
