//! The name that a text has by what is in it.

use aws_lc_rs::digest;

/// Bytes of a SHA-256.
pub const SHA256_BYTES: usize = digest::SHA256_OUTPUT_LEN;

/// The SHA-256 in hexadecimal digits: what clients that store documents call them.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&sha256_bytes(bytes))
}

/// Bytes in hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|it| [it >> 4, it & 15]);
    digits.map(|it| char::from(DIGITS[usize::from(it)])).collect()
}

/// The SHA-256 itself: no two texts that anybody could find have the same.
pub fn sha256_bytes(bytes: &[u8]) -> [u8; SHA256_BYTES] {
    let digest = digest::digest(&digest::SHA256, bytes);
    digest.as_ref().try_into().expect("a SHA-256 has that many bytes")
}
