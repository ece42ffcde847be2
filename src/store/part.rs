//! A part of a commit as bytes: which rows it touched, and in the first part why.

use serde::{Deserialize, Serialize};

use super::{Reason, pack};
use crate::catalog::value::Moment;

/// Bytes after which a part is compressed.
const PLAIN_BYTES: usize = 4 << 10;
/// The first byte of a part that is compressed, with which no `MessagePack` begins.
const COMPRESSED: u8 = 0xC1;

/// Rows that one commit touched: up to [`super::BATCH_ROWS_MAX`], or those that were put into packs at
/// once.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Part {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<Written>,
    /// The byte of the table and the key of each row, in the order of the edits; of a commit of many
    /// edits by table and key, as far as they were put in order at once.
    pub rows: Vec<(u8, String)>,
}

/// A [`Reason`] on the disk.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Written {
    at: Moment,
    by: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

impl Part {
    /// A part without rows; the first of a commit says why that is made.
    pub(super) fn new(reason: Option<&Reason>) -> Self {
        let reason = reason.map(|it| Written {
            at: it.at,
            by: it.by.to_string(),
            why: it.why.as_deref().map(str::to_owned),
        });
        Part { reason, rows: Vec::new() }
    }

    pub(super) fn reason(&self) -> Option<Reason> {
        let written = self.reason.as_ref()?;
        let why = written.why.as_deref().map(Into::into);
        Some(Reason { at: written.at, by: written.by.as_str().into(), why, request: None })
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let plain = rmp_serde::to_vec_named(self).expect("texts can be written to memory");
        if plain.len() < PLAIN_BYTES {
            return plain;
        }
        [&[COMPRESSED], &pack::compress(&plain)[..]].concat()
    }

    /// The part that [`Part::to_bytes`] wrote; `None` where the bytes are none.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [COMPRESSED, rest @ ..] => rmp_serde::from_slice(&pack::decompress(rest)?).ok(),
            _ => rmp_serde::from_slice(bytes).ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_comes_back_from_its_bytes() {
        let reason = Reason::new("2026-11-24".parse().unwrap(), "press-desk");
        let reason = Reason { why: Some("更正".into()), ..reason };
        let mut part = Part::new(Some(&reason));
        part.rows.push((3, "ilya-sutskever".to_owned()));
        let bytes = part.to_bytes();
        assert_eq!(Part::from_bytes(&bytes), Some(part));
        assert_eq!(Part::from_bytes(&bytes).unwrap().reason(), Some(reason));
        assert_eq!(Part::from_bytes(&bytes[1..]), None);
        assert_eq!(Part::new(None).reason(), None);
        let mut part = Part::new(None);
        part.rows = (0..1_000).map(|it| (3, format!("person-{it:06}"))).collect();
        let bytes = part.to_bytes();
        assert!(bytes.len() < 8 * part.rows.len(), "{} bytes", bytes.len());
        assert_eq!(Part::from_bytes(&bytes), Some(part));
        assert_eq!(Part::from_bytes(&bytes[..bytes.len() - 1]), None);
    }
}
