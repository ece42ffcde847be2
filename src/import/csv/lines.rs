//! The text of a CSV file as an editor shows it: its lines, and where it quotes.

use std::borrow::Cow;

/// Some editors begin a file with it.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The text without a byte order mark, each line ended by a line feed alone: so a text of several
/// lines is the same row whichever editor wrote it.
pub(super) fn with_unix_lines(bytes: &[u8]) -> Cow<'_, [u8]> {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    if !bytes.contains(&b'\r') {
        return Cow::Borrowed(bytes);
    }
    let next = bytes.iter().copied().skip(1).map(Some).chain([None]);
    let pairs = bytes.iter().copied().zip(next);
    Cow::Owned(pairs.filter(|it| *it != (b'\r', Some(b'\n'))).map(|it| it.0).collect())
}

/// Counts lines from the first on; the reader's own count stops at empty lines before a record.
pub(super) struct Lines<'b> {
    bytes: &'b [u8],
    counted: usize,
    line: u64,
}

impl<'b> Lines<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Lines { bytes, counted: 0, line: 1 }
    }

    /// The line of the record that is read next when `begin` bytes were read. Ask in order.
    pub(super) fn at(&mut self, begin: usize) -> u64 {
        let empty = self.bytes[begin..].iter().take_while(|it| **it == b'\n').count();
        let passed = &self.bytes[self.counted..begin + empty];
        self.line += passed.iter().map(|it| u64::from(*it == b'\n')).sum::<u64>();
        self.counted = begin + empty;
        self.line
    }
}

/// What is wrong with the quotes of a record. The reader takes any, and where one is not closed
/// gives the rest of the file as one text.
pub(super) fn bad_quotes(record: &[u8]) -> Option<&'static str> {
    enum At {
        Start,
        Plain,
        Quoted,
        /// After a quote within quotes: either the end, or the first of two that stand for one.
        Quote,
    }
    let mut at = At::Start;
    for byte in record {
        at = match (at, byte) {
            (At::Plain, b'"') => {
                return Some(
                    r#"has a `"` in a text that is not quoted: quote it, and write `""` for each"#,
                );
            }
            (At::Quoted, b'"') => At::Quote,
            (At::Quoted, _) | (At::Start | At::Quote, b'"') => At::Quoted,
            (_, b',' | b'\n') => At::Start,
            (At::Quote, _) => {
                return Some(
                    r#"goes on after the `"` that ends a text: write `""` for a quote within"#,
                );
            }
            (At::Start | At::Plain, _) => At::Plain,
        };
    }
    matches!(at, At::Quoted).then_some(r#"has a `"` that is never closed"#)
}
