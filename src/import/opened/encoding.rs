//! Which encoding bytes are in, as far as they tell.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// In UTF-16, one of no more bytes than these is zero.
const BYTES_A_ZERO: usize = 100;

/// What the first bytes of a file tell of its encoding, and how many of them are a byte order mark.
/// `None` where all that is sure is that each of the first bytes below 128 is a letter of its own.
///
/// Bytes that are zero stand in UTF-16 only, where every comma, quote, digit and line end has one;
/// a stray one elsewhere does not make a text UTF-16.
pub(super) fn of_start(sample: &[u8]) -> Option<(&'static Encoding, usize)> {
    if let Some(marked) = Encoding::for_bom(sample) {
        return Some(marked);
    }
    let zeros_at =
        |first: usize| sample.iter().skip(first).step_by(2).filter(|it| **it == 0).count();
    let (even, odd) = (zeros_at(0), zeros_at(1));
    if even + odd < 2 || (even + odd) * BYTES_A_ZERO <= sample.len() {
        return None;
    }
    Some((if even > odd { UTF_16BE } else { UTF_16LE }, 0))
}

/// The encoding of bytes of which the first is not below 128: GB18030 where that fits and UTF-8
/// does not, or else UTF-8.
///
/// Nearly no text of GB18030 is UTF-8 as well, and one of UTF-8 with a few broken bytes is mostly
/// UTF-8 still.
pub(super) fn of_sample(sample: &[u8]) -> &'static Encoding {
    let (mut good, mut bad) = (0, 0);
    for chunk in sample.utf8_chunks() {
        good += chunk.valid().chars().filter(|it| !it.is_ascii()).count();
        bad += usize::from(is_broken(chunk.invalid()));
    }
    let is_utf_8 = bad == 0 || good > bad;
    if !is_utf_8 && is_chinese(sample) { GB18030 } else { UTF_8 }
}

/// Whether bytes that are no letter in UTF-8 are not the begin of one, cut off by the end of the
/// sample.
fn is_broken(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|it| it.error_len().is_some())
}

/// Whether bytes are GB18030 that somebody wrote: nearly all letters of Chinese texts have a second
/// byte from 128 on, where in the encodings of western languages a plain letter follows.
fn is_chinese(sample: &[u8]) -> bool {
    let (mut likely, mut unlikely) = (0, 0);
    let mut rest = sample;
    loop {
        let length = match rest {
            [] | [0x81..=0xFE] | [0x81..=0xFE, 0x30..=0x39] | [0x81..=0xFE, 0x30..=0x39, _] => {
                break;
            }
            [..=0x7F, ..] => 1,
            [0x81..=0xFE, 0x80..=0xFE, ..] => {
                likely += 1;
                2
            }
            [0x81..=0xFE, 0x40..=0x7E, ..] => {
                unlikely += 1;
                2
            }
            [0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE, ..] => {
                likely += 1;
                4
            }
            _ => return false,
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    likely > 2 * unlikely
}
